//! What the offers cost: how it was counted, the sums, the nine factors with every row, and when what is to be paid.

use super::{Figures, View, chart, frame, payments};
use crate::compare::{FactorSum, Outcome};
use crate::config::{Basis, Rhythm, date};
use crate::model::{CostAmount, CostLine, Due, Offer};
use crate::site::fragment::{Scope, Writer};
use crate::site::{Error, Prepared, Site};
use std::fmt::Write as _;

/// So many rows stand behind a sum; where the others stand is said.
const ROWS: usize = 300;

pub(in crate::site::pages) fn render<'s>(site: &'s Site, page: &View<'_>) -> Result<Prepared<'s>, Error> {
    let mut writer = site.writer(page, Scope::Nothing);
    let content = frame(site, &writer, "costs");
    if site.project.offers.is_empty() {
        return site.finish(page, content.with("is_empty", true).with("is_priced", false));
    }
    let results = &site.comparison().results;
    let is_priced = results.iter().any(|outcome| !outcome.costs.total.is_zero())
        || site.project.offers.iter().any(|offer| !offer.costs.is_empty());
    let mut piece = |write: fn(&mut Writer<'_>)| {
        write(&mut writer);
        writer.take()
    };
    let content = content
        .with("is_empty", false)
        .with("is_priced", is_priced)
        .with("counted", piece(counted))
        .with("sums", piece(sums))
        .with("chart", piece(chart::write))
        .with("factors", piece(factors))
        .with("payments", piece(payments::write));
    site.finish(page, content)
}

/// How it was counted.
fn counted(writer: &mut Writer<'_>) {
    let site = writer.site;
    let (config, figures) = (&site.project.config, Figures::of(site));
    let words = site.words();
    let years = words.count("costs.years", config.years as usize);
    let users = match config.users {
        Some(users) => users.to_string(),
        None => words.get("costs.users.none").to_owned(),
    };
    let start = config.offers.start.as_ref().map(|(start, _)| (start, config.day(start)));
    let start = match start {
        Some((name, Some(day))) => {
            let day = date::shown(day, config.language);
            if config.milestones.iter().any(|milestone| *milestone.key == **name) {
                format!("{name}, {day}")
            } else {
                day
            }
        }
        Some((name, None)) => name.clone(),
        None => words.get("costs.start.none").to_owned(),
    };
    let mut rows = vec![("costs.period", years), ("users", users), ("costs.start", start)];
    if let Some(budget) = config.budget {
        rows.push(("costs.budget", figures.money(budget.amount)));
    }
    writer.raw("<dl class=\"fields counted\">\n");
    for (label, shown) in rows {
        writer.raw("<dt>");
        writer.word(label);
        writer.raw("</dt><dd>");
        writer.text(&shown);
        writer.raw("</dd>\n");
    }
    writer.raw("</dl>\n");
    writer.note("costs.counted", &[]);
}

/// What each offer costs at all.
fn sums(writer: &mut Writer<'_>) {
    let site = writer.site;
    let figures = Figures::of(site);
    writer.table_start("costs.sums", "sums");
    writer.heads(&[("offer", false), ("costs.once", true), ("costs.recurring", true), ("costs.total", true)]);
    writer.raw("</tr></thead>\n<tbody>\n");
    for (offer, outcome) in site.project.offers.iter().zip(&site.comparison().results) {
        let costs = &outcome.costs;
        writer.raw("<tr><th scope=\"row\">");
        writer.offer_link(offer);
        if outcome.is_excluded() {
            writer.raw(" <span class=\"qual\">");
            writer.word("offer.excluded");
            writer.raw("</span>");
        }
        let unsaid = costs.factors.iter().filter(|sum| sum.factor.is_some() && !sum.is_said).count();
        if unsaid > 0 {
            writer.raw(" <span class=\"level warn\">");
            let shown = site.words().count("costs.unsaid", unsaid);
            writer.text(&shown);
            writer.raw("</span>");
        }
        writer.raw("</th>");
        for amount in [costs.once, costs.recurring, costs.total] {
            writer.figure(&figures.cents(amount));
        }
        writer.raw("</tr>\n");
    }
    writer.table_end();
}

/// Factors by offers.
fn factors(writer: &mut Writer<'_>) {
    let site = writer.site;
    let (figures, results) = (Figures::of(site), &site.comparison().results);
    writer.note("costs.factors.about", &[]);
    writer.table_start("costs.factors", "scores factors");
    writer.heads(&[("costs.factor", false)]);
    writer.offer_heads(true);
    let rows = results.first().map_or(0, |outcome| outcome.costs.factors.len());
    for row in 0..rows {
        let sum = &results[0].costs.factors[row];
        if sum.factor.is_none() && results.iter().all(|outcome| is_nothing(outcome, row)) {
            continue;
        }
        writer.raw("<tr><th scope=\"row\">");
        match (sum.factor, sum.is_answers) {
            (Some(factor), _) => writer.word(&format!("factor.{}", factor.key())),
            (None, true) => writer.word("factor.answers"),
            (None, false) => writer.word("factor.other"),
        }
        writer.raw("</th>");
        for (offer, outcome) in site.project.offers.iter().zip(results) {
            writer.raw("<td class=\"num\">");
            cell(writer, offer, outcome, row);
            writer.raw("</td>");
        }
        writer.raw("</tr>\n");
    }
    for (number, label) in ["costs.once", "costs.recurring", "costs.total"].into_iter().enumerate() {
        writer.raw("<tr class=\"sum\"><th scope=\"row\">");
        writer.word(label);
        writer.raw("</th>");
        for outcome in results {
            let costs = &outcome.costs;
            writer.figure(&figures.cents([costs.once, costs.recurring, costs.total][number]));
        }
        writer.raw("</tr>\n");
    }
    writer.table_end();
}

/// Whether an offer has neither rows nor prices under what belongs to no factor.
fn is_nothing(outcome: &Outcome, row: usize) -> bool {
    let sum = &outcome.costs.factors[row];
    sum.total().is_zero() && (if sum.is_answers { outcome.costs.priced == 0 } else { !sum.is_said })
}

/// What an offer asks for under a factor, opening into its rows.
fn cell(writer: &mut Writer<'_>, offer: &Offer, outcome: &Outcome, row: usize) {
    let (figures, sum) = (Figures::of(writer.site), &outcome.costs.factors[row]);
    let lines: Vec<usize> = (0..offer.costs.len()).filter(|at| offer.costs[*at].factor == sum.factor).collect();
    if sum.is_answers {
        if outcome.costs.priced == 0 {
            writer.raw("–");
        } else {
            writer.opening(&figures.cents(sum.total()), |writer| priced(writer, offer));
        }
        return;
    }
    let unread = lines.iter().any(|at| offer.costs[*at].amount == CostAmount::Unreadable);
    if lines.is_empty() || !sum.is_said {
        if sum.factor.is_some() {
            writer.raw("<span class=\"level warn\">");
            writer.word("costs.no-word");
            writer.raw("</span>");
        } else {
            writer.raw("–");
        }
        return;
    }
    let is_free = sum.total().is_zero() && !unread;
    let shown = if is_free { writer.site.words().get("costs.included").to_owned() } else { figures.cents(sum.total()) };
    writer.opening(&shown, |writer| rows(writer, offer, outcome, &lines));
    if unread {
        writer.raw("<span class=\"level warn\">");
        writer.word("costs.uncounted");
        writer.raw("</span>");
    }
    recurring(writer, sum);
}

/// How much of a sum comes again and again.
fn recurring(writer: &mut Writer<'_>, sum: &FactorSum) {
    if sum.recurring.is_zero() {
        return;
    }
    let shown = Figures::of(writer.site).cents(sum.recurring);
    writer.raw("<small>");
    writer.phrase("costs.of-it", &[("sum", &shown)]);
    writer.raw("</small>");
}

/// The rows of a cost table, each with what it comes to.
fn rows(writer: &mut Writer<'_>, offer: &Offer, outcome: &Outcome, lines: &[usize]) {
    writer.raw("<ul class=\"parts-list\">");
    for at in lines.iter().take(ROWS) {
        let (line, row) = (&offer.costs[*at], &outcome.costs.rows[*at]);
        writer.raw("<li>");
        let name = if line.position.is_empty() { &line.factor_name } else { &line.position };
        writer.place_link(offer.chapters.iter().copied(), &line.place, name);
        writer.raw(" <span class=\"formula-line\">");
        let shown = formula(writer, line, row);
        writer.text(&shown);
        writer.raw("</span> ");
        due(writer, line);
        writer.raw("</li>");
    }
    if let Some(next) = lines.get(ROWS) {
        let further = writer.site.words().count("more", lines.len() - ROWS);
        writer.raw("<li>");
        writer.place_link(offer.chapters.iter().copied(), &offer.costs[*next].place, &further);
        writer.raw("</li>");
    }
    writer.raw("</ul>");
}

/// A row as payment × users × number of payments.
fn formula(writer: &Writer<'_>, line: &CostLine, row: &crate::compare::CostRow) -> String {
    let (figures, words) = (Figures::of(writer.site), writer.site.words());
    let money = match line.amount {
        CostAmount::Money(money) => money,
        CostAmount::Free => return words.get("costs.included").to_owned(),
        CostAmount::Unsaid => return words.get("costs.no-amount").to_owned(),
        CostAmount::Unreadable => return words.get("costs.unreadable").to_owned(),
    };
    let mut shown = figures.cents(money.amount);
    let users = writer.site.project.config.users.unwrap_or(1) as usize;
    if line.basis == Basis::PerUser {
        shown = format!("{shown} × {}", words.count("costs.n-users", users));
    }
    if line.rhythm != Rhythm::Once {
        shown = format!("{shown} × {}", words.count("costs.n-payments", row.payments as usize));
    }
    let is_plain = line.basis == Basis::Flat && line.rhythm == Rhythm::Once;
    if is_plain { shown } else { format!("{shown} = {}", figures.cents(row.total)) }
}

/// When a row is due, and how often.
fn due(writer: &mut Writer<'_>, line: &CostLine) {
    if !matches!(line.amount, CostAmount::Money(_)) {
        return;
    }
    let config = &writer.site.project.config;
    let shown = match &line.due {
        Some(Due::Day(day)) => Some(date::shown(*day, config.language)),
        Some(Due::Milestone(key)) => {
            let day = config.day(key).map(|day| date::shown(day, config.language));
            Some(day.map_or_else(|| key.to_string(), |day| format!("{key}, {day}")))
        }
        None => None,
    };
    let rhythm = format!("rhythm.{}", line.rhythm.key());
    let rhythm = writer.site.words().get(&rhythm).to_owned();
    writer.raw("<small>");
    match (shown, line.rhythm == Rhythm::Once) {
        (Some(due), true) => writer.phrase("costs.due", &[("due", &due)]),
        (Some(due), false) => writer.phrase("costs.from", &[("rhythm", &rhythm), ("due", &due)]),
        (None, true) => writer.word("costs.undated"),
        (None, false) => writer.phrase("costs.from-start", &[("rhythm", &rhythm)]),
    }
    writer.raw("</small>");
}

/// The prices of single answers.
fn priced(writer: &mut Writer<'_>, offer: &Offer) {
    let figures = Figures::of(writer.site);
    writer.raw("<ul class=\"parts-list\">");
    let prices = offer.replies.iter().filter_map(|row| row.price.map(|price| (row, price)));
    for (row, price) in prices.clone().take(ROWS) {
        writer.raw("<li>");
        writer.reference(row.item);
        writer.raw(" ");
        let href = writer.answer_href(row.answer);
        writer.raw("<a href=\"");
        writer.raw(&href);
        writer.raw("\">");
        let title = &writer.site.project.item(row.item).title;
        writer.text(title);
        writer.raw("</a> <span class=\"formula-line\">");
        writer.text(&figures.cents(price.amount));
        writer.raw("</span></li>");
    }
    let further = prices.skip(ROWS).count();
    if further > 0 {
        let href = writer.href(&writer.site.plan.compared()[0]);
        let further = writer.site.words().count("more", further);
        // Writing to a string cannot fail.
        let _ = write!(writer.out, "<li><a href=\"{href}#_antworten\">{further}</a></li>");
    }
    writer.raw("</ul>");
}
