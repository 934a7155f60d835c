//! What the page of the milestones says of efforts and costs: sums by milestone and chapter, and the budget.

use super::milestones::Due;
use crate::config::money::{half_up, written};
use crate::config::{Money, Quantity, Role};
use crate::model::sums::{Total, documents as added_up};
use crate::model::{ByKind, Delivery, DocumentKey, ItemKey, Kind, escape};
use crate::site::Site;
use crate::site::fragment::Writer;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Rows of a table; the rest is summed up in one more.
const ROWS: usize = 200;
/// Units of one sum; nobody means more.
const UNITS: usize = 6;

/// What a milestone comes to, in all documents whose amounts are added up.
pub(super) fn of_delivery(delivery: &Delivery) -> ByKind {
    delivery.parts.iter().fold(ByKind::new(), |sum, part| added(sum, &part.sum))
}

fn added(mut sum: ByKind, other: &ByKind) -> ByKind {
    for (kind, number) in other {
        *sum.entry(*kind).or_default() += number;
    }
    sum
}

/// A sum's effort; none where there is none.
pub(super) fn effort(site: &Site, sum: &ByKind) -> Option<String> {
    let language = site.project.config.language;
    let mut shown: Vec<String> = Vec::new();
    for (kind, number) in sum {
        let Kind::Effort(unit) = *kind else { continue };
        if shown.len() == UNITS {
            shown.push("…".to_owned());
            break;
        }
        shown.push(Quantity { number: *number, unit: unit_name(site, unit) }.shown(language));
    }
    (!shown.is_empty()).then(|| shown.join(" + "))
}

/// A unit as the site calls it, else as it is written.
fn unit_name(site: &Site, unit: u32) -> String {
    let unit = &site.project.amounts.units[unit as usize];
    site.words().known(&format!("unit.{}", unit.key)).unwrap_or(&unit.written).to_owned()
}

/// A sum's cost; none where there is none.
pub(super) fn cost(site: &Site, sum: &ByKind) -> Option<String> {
    sum.get(&Kind::Cost).map(|amount| money(site, *amount))
}

fn money(site: &Site, amount: Decimal) -> String {
    let config = &site.project.config;
    Money { amount, currency: config.currency }.shown(config.language)
}

/// The tables of each document that has amounts.
pub(super) fn documents(site: &Site, writer: &Writer<'_>, due: &[Due<'_>]) -> Value {
    let project = &*site.project;
    let with_amounts = added_up(project).filter_map(|key| {
        let sum = site.project.amounts.sum(project.document(key).items.clone());
        (!sum.is_empty()).then_some((key, sum))
    });
    let tables = |(key, sum): (DocumentKey, ByKind)| {
        let document = project.document(key);
        // Where no milestone has any of it, there is nothing to divide.
        let is_divided =
            due.iter().any(|due| due.delivery.parts.iter().any(|part| part.document == key && !part.sum.is_empty()));
        let milestones = if is_divided { by_milestone(site, key, due) } else { Vec::new() };
        json!({
            "title": document.title,
            "href": writer.href(site.plan.document(key)),
            "has_effort": sum.keys().any(|kind| *kind != Kind::Cost),
            "has_cost": sum.contains_key(&Kind::Cost),
            "has_milestones": !milestones.is_empty(),
            "milestones": milestones,
            "chapters": by_chapter(site, writer, key),
            "total": figures(site, &sum),
        })
    };
    with_amounts.map(tables).collect()
}

fn figures(site: &Site, sum: &ByKind) -> Value {
    let dash = || "–".to_owned();
    json!({ "effort": effort(site, sum).unwrap_or_else(dash), "cost": cost(site, sum).unwrap_or_else(dash) })
}

fn by_milestone(site: &Site, document: DocumentKey, due: &[Due<'_>]) -> Vec<Value> {
    let part = |delivery: &Delivery| {
        let part = delivery.parts.iter().find(|part| part.document == document);
        part.map(|part| part.sum.clone()).unwrap_or_default()
    };
    let mut rows: Vec<Value> = due
        .iter()
        .take(ROWS)
        .map(|due| {
            let mut row = figures(site, &part(due.delivery));
            row["key"] = json!(&*due.milestone.key);
            row["title"] = json!(due.milestone.title);
            row["href"] = json!(format!("#{}", due.anchor));
            row
        })
        .collect();
    if due.len() > ROWS {
        let rest = due[ROWS..].iter().fold(ByKind::new(), |sum, due| added(sum, &part(due.delivery)));
        rows.push(rest_row(site, due.len() - ROWS, &rest));
    }
    if let Some(none) = site.schedule.deliveries.iter().find(|delivery| delivery.milestone.is_none()) {
        let mut row = figures(site, &part(none));
        row["title"] = json!(site.words().get("milestones.without"));
        rows.push(row);
    }
    rows
}

/// What the rows that are left out come to.
fn rest_row(site: &Site, count: usize, sum: &ByKind) -> Value {
    let mut row = figures(site, sum);
    row["title"] = json!(site.words().count("more", count));
    row
}

fn by_chapter(site: &Site, writer: &Writer<'_>, document: DocumentKey) -> Vec<Value> {
    let project = &*site.project;
    let mut rows = Vec::new();
    let (mut rest, mut left_out) = (ByKind::new(), 0);
    for key in project.chapters_of(document) {
        let chapter = project.chapter(key);
        let first = project.first_items[key.0 as usize];
        let sum = site.project.amounts.sum(first..first + chapter.items.len() as u32);
        if sum.is_empty() {
            continue;
        }
        if rows.len() == ROWS {
            left_out += 1;
            rest = added(rest, &sum);
            continue;
        }
        let mut row = figures(site, &sum);
        row["key"] = json!(chapter.number);
        row["title"] = json!(chapter.title);
        row["href"] = json!(writer.href(site.plan.chapter(key)));
        rows.push(row);
    }
    if left_out > 0 {
        rows.push(rest_row(site, left_out, &rest));
    }
    rows
}

/// Totals over parts, with what of each is left.
pub(super) fn totals(site: &Site, writer: &Writer<'_>) -> Value {
    let totals = &site.project.amounts.totals;
    let amount = |kind: Kind, number: Decimal| {
        let sum = ByKind::from([(kind, number)]);
        effort(site, &sum).or_else(|| cost(site, &sum)).unwrap_or_default()
    };
    let row = |total: &Total| {
        let mut row = item(site, writer, total.item);
        row["stated"] = json!(amount(total.kind, total.stated));
        row["parts"] = json!(amount(total.kind, total.parts));
        row["left"] = json!(amount(total.kind, total.stated - total.parts));
        row
    };
    let rows: Vec<Value> = totals.iter().take(ROWS).map(row).collect();
    let more = totals.len().saturating_sub(ROWS);
    json!({ "rows": rows, "more": (more > 0).then(|| site.words().count("more", more)) })
}

fn item(site: &Site, writer: &Writer<'_>, key: ItemKey) -> Value {
    let item = site.project.item(key);
    json!({ "id": &*item.id, "title": item.title, "href": writer.href(site.plan.item(key)) })
}

/// Amounts that no sum counts, as they are written.
pub(super) fn beside(site: &Site, writer: &Writer<'_>) -> Value {
    let beside = &site.project.amounts.beside;
    let row = |(key, field): &(ItemKey, usize)| {
        let mut row = item(site, writer, *key);
        row["amount"] = json!(site.project.item(*key).fields[*field].value);
        row
    };
    let rows: Vec<Value> = beside.iter().take(ROWS).map(row).collect();
    let more = beside.len().saturating_sub(ROWS);
    json!({ "rows": rows, "more": (more > 0).then(|| site.words().count("more", more)) })
}

/// The budget, and what the Pflichtenheft and the Lastenheft come to beside it. Nothing where the settings give none.
pub(super) fn budget(site: &Site) -> Value {
    let project = &*site.project;
    let Some(budget) = project.config.budget else { return Value::Null };
    let costs: Vec<(String, Decimal)> = [Role::Pflichtenheft, Role::Lastenheft]
        .into_iter()
        .filter_map(|role| {
            let titles: Vec<&str> = added_up(project)
                .map(|key| project.document(key))
                .filter(|document| document.config.role == role)
                .map(|document| document.title.as_str())
                .collect();
            Some((titles.join(" + "), site.project.amounts.cost_of(project, role)?))
        })
        .collect();
    let most = costs.iter().map(|(_, cost)| *cost).fold(budget.amount, Decimal::max);
    let row = |(title, cost): &(String, Decimal)| {
        let (about, class) = against(site, budget.amount, *cost);
        let words = format!("{title}: {}; {about}", money(site, *cost));
        json!({
            "title": title,
            "amount": money(site, *cost),
            "about": about,
            "class": class,
            "gauge": gauge(budget.amount, *cost, most, &words),
        })
    };
    json!({ "amount": money(site, budget.amount), "rows": costs.iter().map(row).collect::<Vec<_>>() })
}

/// How a cost stands to the budget, in words, and whether it is over it.
fn against(site: &Site, budget: Decimal, cost: Decimal) -> (String, &'static str) {
    let words = site.words();
    let distance = (budget - cost).abs();
    if distance.is_zero() {
        return (words.get("budget.exact").to_owned(), "within");
    }
    let (key, class) = if cost > budget { ("budget.over", "over") } else { ("budget.left", "within") };
    let amount = money(site, distance);
    let share = distance.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(budget));
    let Some(share) = share else { return (words.fill(key, &[("amount", &amount)]), class) };
    let share = written(half_up(share, 1), 1, site.project.config.language);
    let percent = words.fill("percent", &[("n", &share)]);
    (format!("{} ({percent})", words.fill(key, &[("amount", &amount)])), class)
}

/// A bar for a cost over the frame that is the budget.
fn gauge(budget: Decimal, cost: Decimal, most: Decimal, label: &str) -> String {
    let share = |amount: Decimal| {
        let share = amount.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(most));
        half_up(share.unwrap_or_default(), 2)
    };
    let (frame, used, end) = (share(budget), share(cost.min(budget)), share(cost));
    let mut svg = "<svg class=\"gauge\" height=\"18\" role=\"img\" aria-label=\"".to_owned();
    escape(label, &mut svg);
    let _ = write!(svg, "\"><rect class=\"used\" x=\"0\" y=\"4\" width=\"{used}%\" height=\"10\"/>");
    if end > used {
        let _ = write!(svg, "<rect class=\"over\" x=\"{used}%\" y=\"4\" width=\"{}%\" height=\"10\"/>", end - used);
    }
    let _ = write!(svg, "<rect class=\"frame\" x=\"0\" y=\"1\" width=\"{frame}%\" height=\"16\"/></svg>");
    svg
}
