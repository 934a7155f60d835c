//! The payment calendar: what is to be paid in which year, and on which day.

use super::Figures;
use crate::compare::Payment;
use crate::config::date;
use crate::model::Offer;
use crate::site::fragment::Writer;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Appends the calendar; nothing where there are no payments.
pub(super) fn write(writer: &mut Writer<'_>) {
    let site = writer.site;
    let (figures, results) = (Figures::of(site), &site.comparison().results);
    let all = || results.iter().flat_map(|outcome| &outcome.costs.payments);
    if all().next().is_none() {
        writer.note("payments.none", &[]);
        return;
    }
    writer.note("payments.about", &[]);
    let years: BTreeSet<i16> = all().filter_map(|payment| payment.due).map(|day| day.year()).collect();
    writer.table_start("payments", "scores calendar");
    writer.heads(&[("payments.year", false)]);
    writer.offer_heads(true);
    for year in years {
        writer.raw("<tr><th scope=\"row\">");
        writer.text(&year.to_string());
        writer.raw("</th>");
        row(writer, |payment| payment.due.is_some_and(|day| day.year() == year));
        writer.raw("</tr>\n");
    }
    if all().any(|payment| payment.due.is_none()) {
        writer.raw("<tr><th scope=\"row\">");
        writer.word("payments.undated");
        writer.raw("</th>");
        row(writer, |payment| payment.due.is_none());
        writer.raw("</tr>\n");
    }
    writer.raw("<tr class=\"sum\"><th scope=\"row\">");
    writer.word("costs.total");
    writer.raw("</th>");
    for outcome in results {
        writer.figure(&figures.cents(outcome.costs.payments.iter().map(|payment| payment.amount).sum()));
    }
    writer.raw("</tr>\n");
    writer.table_end();
}

/// The cells of a row: each offer's payments that belong to it.
fn row(writer: &mut Writer<'_>, is_in: impl Fn(&Payment) -> bool) {
    let site = writer.site;
    let figures = Figures::of(site);
    for (offer, outcome) in site.project.offers.iter().zip(&site.comparison().results) {
        let payments: Vec<&Payment> = outcome.costs.payments.iter().filter(|payment| is_in(payment)).collect();
        writer.raw("<td class=\"num\">");
        if payments.is_empty() {
            writer.raw("–");
        } else {
            let sum: Decimal = payments.iter().map(|payment| payment.amount).sum();
            writer.opening(&figures.cents(sum), |writer| list(writer, offer, &payments));
        }
        writer.raw("</td>");
    }
}

/// Payments by day; those of a row that pays more often in the year together, with all their days.
fn list(writer: &mut Writer<'_>, offer: &Offer, payments: &[&Payment]) {
    let mut rows: Vec<(Option<usize>, Vec<&Payment>)> = Vec::new();
    for payment in payments {
        match rows.iter_mut().find(|(row, _)| *row == payment.row) {
            Some((_, known)) => known.push(payment),
            None => rows.push((payment.row, vec![payment])),
        }
    }
    writer.raw("<ul class=\"parts-list\">");
    for (row, payments) in rows {
        writer.raw("<li>");
        for (number, day) in payments.iter().filter_map(|payment| payment.due).enumerate() {
            writer.raw(if number > 0 { ", " } else { "" });
            time(writer, day);
        }
        writer.raw(if payments.iter().any(|payment| payment.due.is_some()) { " " } else { "" });
        amounts(writer, &payments);
        writer.raw(" ");
        match row {
            Some(number) => {
                let line = &offer.costs[number];
                writer.text(if line.position.is_empty() { &line.factor_name } else { &line.position });
            }
            None => writer.word("factor.answers"),
        }
        writer.raw("</li>");
    }
    writer.raw("</ul>");
}

fn time(writer: &mut Writer<'_>, day: date::Date) {
    let shown = date::shown(day, writer.site.project.config.language);
    writer.raw("<time datetime=\"");
    writer.text(&day.to_string());
    writer.raw("\">");
    writer.text(&shown);
    writer.raw("</time>");
}

/// What the payments of a row come to: `12 × 190,00 € = 2.280,00 €`.
fn amounts(writer: &mut Writer<'_>, payments: &[&Payment]) {
    let figures = Figures::of(writer.site);
    let sum: Decimal = payments.iter().map(|payment| payment.amount).sum();
    writer.raw("<b>");
    if let [first, _, ..] = payments {
        let line = format!("{} × {} = ", payments.len(), figures.cents(first.amount));
        writer.text(&line);
    }
    writer.text(&figures.cents(sum));
    writer.raw("</b>");
}
