//! How far each offer meets the items: how many answers of each kind, by priority.

use super::Figures;
use crate::compare::{Degree, Degrees, Outcome};
use crate::config::Reply;
use crate::site::fragment::Writer;
use rust_decimal::Decimal;
use std::fmt::Write as _;

type Part = fn(&Degrees) -> &Degree;

pub(super) fn write(writer: &mut Writer<'_>) {
    let site = writer.site;
    let comparison = site.comparison();
    if comparison.demands.is_empty() {
        writer.note("result.no-demands", &[]);
        return;
    }
    writer.note("fulfilment.about", &[]);
    writer.table_start("fulfilment", "counts");
    writer.heads(&[("reply", false), ("reply.counts", true)]);
    writer.offer_heads(true);
    let groups: [(&str, Part); 3] =
        [("priority.must", |d| &d.muss), ("priority.wish", |d| &d.wunsch), ("total", |d| &d.all)];
    for (label, part) in groups {
        let items = comparison.results.first().map_or(0, |outcome| part(&outcome.degrees).items);
        if items > 0 {
            group(writer, label, items, part);
        }
    }
    writer.table_end();
}

/// The answers to the items of a priority.
fn group(writer: &mut Writer<'_>, label: &str, items: u32, part: Part) {
    let site = writer.site;
    let (figures, results) = (Figures::of(site), &site.comparison().results);
    let columns = results.len() + 2;
    let _ = write!(writer.out, "<tr class=\"group-head\"><th scope=\"rowgroup\" colspan=\"{columns}\">");
    writer.word(label);
    writer.raw(": ");
    let count = site.words().count("items", items as usize);
    writer.text(&count);
    writer.raw("</th></tr>\n");
    for reply in Reply::ALL {
        let degree = figures.exact_percent(site.project.config.offers.degrees[*reply as usize]);
        row(writer, reply.key(), &degree, results, |outcome| part(&outcome.degrees).replies[*reply as usize]);
    }
    let zero = figures.exact_percent(Decimal::ZERO);
    row(writer, "unanswered", &zero, results, |outcome| part(&outcome.degrees).unanswered);
    writer.raw("<tr class=\"sum\"><th scope=\"row\">");
    writer.word("fulfilment.degree");
    writer.raw("</th><td></td>");
    for outcome in results {
        let degree = part(&outcome.degrees);
        writer.raw("<td class=\"num\">");
        let shown = degree.percent.map_or("–".to_owned(), |percent| figures.percent(percent));
        writer.opening(&shown, |writer| formula(writer, degree));
        writer.raw("</td>");
    }
    writer.raw("</tr>\n");
}

fn row(writer: &mut Writer<'_>, key: &str, degree: &str, results: &[Outcome], count: impl Fn(&Outcome) -> u32) {
    writer.raw("<tr><th scope=\"row\">");
    writer.word(&format!("reply.{key}"));
    writer.raw("</th>");
    writer.figure(degree);
    for outcome in results {
        let number = count(outcome);
        let loud = number > 0 && key == "unanswered";
        writer.raw(if loud { "<td class=\"num loud-figure\">" } else { "<td class=\"num\">" });
        let _ = write!(writer.out, "{number}</td>");
    }
    writer.raw("</tr>\n");
}

/// A degree as what it is made of: `(39 × 100 % + 33 × 90 %) / 72 = 95,4 %`.
pub(super) fn formula(writer: &mut Writer<'_>, degree: &Degree) {
    let figures = Figures::of(writer.site);
    let degrees = &writer.site.project.config.offers.degrees;
    let mut parts: Vec<String> = Reply::ALL
        .iter()
        .filter(|reply| degree.replies[**reply as usize] > 0)
        .map(|reply| {
            format!("{} × {}", degree.replies[*reply as usize], figures.exact_percent(degrees[*reply as usize]))
        })
        .collect();
    if degree.unanswered > 0 {
        parts.push(format!("{} × {}", degree.unanswered, figures.exact_percent(Decimal::ZERO)));
    }
    let percent = degree.percent.map_or("–".to_owned(), |percent| figures.exact_percent(percent));
    writer.raw("<p class=\"formula-line\">");
    let line = format!("({}) / {} = {percent}", parts.join(" + "), degree.items);
    writer.text(&line);
    writer.raw("</p>");
}
