//! What comes of the comparison: the order by both Richtwertmethoden, and who is out and why.

use super::{Figures, running};
use crate::compare::Outcome;
use crate::config::Decision;
use crate::model::ItemKey;
use crate::site::fragment::Writer;
use rust_decimal::Decimal;
use std::fmt::Write as _;

pub(super) fn write(writer: &mut Writer<'_>) {
    lead(writer);
    notes(writer);
    let running = running(writer.site.comparison());
    if !running.is_empty() {
        order(writer, &running);
        band(writer, &running);
    }
    excluded(writer);
}

/// Who comes first, in a sentence.
fn lead(writer: &mut Writer<'_>) {
    let (project, comparison) = (&writer.site.project, writer.site.comparison());
    let first = comparison.ranking.winner().map(|number| project.offers[number].name.as_str());
    writer.raw("<p class=\"verdict\">");
    match first {
        None => writer.word("result.all-excluded"),
        Some(offer) if comparison.results.len() == 1 => writer.phrase("result.single", &[("offer", offer)]),
        Some(offer) if running(comparison).len() == 1 => writer.phrase("result.last-one", &[("offer", offer)]),
        Some(offer) if comparison.ranking.best.is_none() => writer.phrase("result.no-prices", &[("offer", offer)]),
        Some(offer) => writer.phrase("result.first", &[("offer", offer)]),
    }
    writer.raw("</p>\n");
}

/// What the reader must know before believing it.
fn notes(writer: &mut Writer<'_>) {
    let site = writer.site;
    let (project, comparison) = (&site.project, site.comparison());
    let figures = Figures::of(site);
    if let Some(chosen) = project.chosen_offer() {
        let is_first = comparison.ranking.winner().is_some_and(|number| project.offers[number].key == chosen.key);
        writer.note(if is_first { "result.chosen" } else { "result.chosen-other" }, &[("offer", &chosen.name)]);
    }
    if comparison.demands.is_empty() {
        writer.note("result.no-demands", &[]);
    }
    if project.config.offers.criteria.is_empty() {
        writer.note("result.no-criteria", &[]);
    } else if comparison.weights != Decimal::ONE_HUNDRED {
        writer.note("result.weights", &[("sum", &figures.exact(comparison.weights))]);
    }
    let running = running(comparison);
    let unpriced = running.iter().filter(|number| comparison.results[**number].ratio.is_none());
    for number in unpriced.filter(|_| comparison.ranking.best.is_some()) {
        writer.note("result.unpriced", &[("offer", &project.offers[*number].name)]);
    }
}

/// The order by the einfache Richtwertmethode.
fn order(writer: &mut Writer<'_>, running: &[usize]) {
    let site = writer.site;
    let (figures, comparison) = (Figures::of(site), site.comparison());
    writer.raw("<h3>");
    writer.word("result.simple");
    writer.raw("</h3>\n");
    writer.note("result.simple.about", &[("unit", &figures.money(Decimal::from(10_000)))]);
    writer.table_start("result.simple", "ranked");
    writer.heads(&[
        ("result.place", true),
        ("offer", false),
        ("priority.must", true),
        ("priority.wish", true),
        ("nutzwert", true),
        ("total-cost", true),
        ("ratio", true),
        ("result.behind", true),
        ("shortlist", false),
    ]);
    writer.raw("</tr></thead>\n<tbody>\n");
    for (place, number) in running.iter().enumerate() {
        let outcome = &comparison.results[*number];
        let _ = write!(writer.out, "<tr><td class=\"num\">{}</td><th scope=\"row\">", place + 1);
        writer.offer_link(&site.project.offers[*number]);
        writer.raw("</th>");
        row(writer, outcome);
        let is_in = comparison.ranking.shortlist.contains(number);
        writer.raw("<td>");
        writer.word(if is_in { "yes" } else { "no" });
        writer.raw("</td></tr>\n");
    }
    writer.table_end();
}

fn row(writer: &mut Writer<'_>, outcome: &Outcome) {
    let (figures, ranking) = (Figures::of(writer.site), &writer.site.comparison().ranking);
    let percent = |percent: Option<Decimal>| percent.map_or("–".to_owned(), |percent| figures.percent(percent));
    writer.figure(&percent(outcome.degrees.muss.percent));
    writer.figure(&percent(outcome.degrees.wunsch.percent));
    writer.figure(&figures.points(outcome.points));
    writer.figure(&figures.money(outcome.costs.total));
    writer.figure(&outcome.ratio.map_or("–".to_owned(), |ratio| figures.ratio(ratio)));
    let best = ranking.best.filter(|best| !best.is_zero());
    let behind = best.zip(outcome.ratio).map(|(best, ratio)| (best - ratio) * Decimal::ONE_HUNDRED / best);
    writer.figure(&behind.map_or("–".to_owned(), |behind| figures.percent(behind)));
}

/// The shortlist by the erweiterte Richtwertmethode, and what decides in it.
fn band(writer: &mut Writer<'_>, running: &[usize]) {
    let site = writer.site;
    let (figures, ranking, config) = (Figures::of(site), &site.comparison().ranking, &site.project.config.offers);
    writer.raw("<h3>");
    writer.word("result.extended");
    writer.raw("</h3>\n");
    let (Some(best), Some(bound)) = (ranking.best, ranking.bound) else {
        writer.note("result.extended.none", &[]);
        return;
    };
    let band = figures.exact_percent(config.band);
    let share = figures.exact(Decimal::ONE_HUNDRED - config.band);
    writer.note("result.extended.about", &[("band", &band)]);
    writer.raw("<p class=\"formula-line\">");
    writer.phrase(
        "result.extended.formula",
        &[("best", &figures.exact(best)), ("share", &share), ("bound", &figures.exact(bound))],
    );
    writer.raw("</p>\n<p>");
    writer.word(match (running.len() > 1, config.decision) {
        (false, _) => "result.decides.nothing",
        (_, Decision::Performance) => "result.decides.performance",
        (_, Decision::Price) => "result.decides.price",
    });
    writer.raw("</p>\n<ol class=\"shortlist\">\n");
    for number in &ranking.shortlist {
        let outcome = &site.comparison().results[*number];
        writer.raw("<li>");
        writer.offer_link(&site.project.offers[*number]);
        writer.raw(" <span class=\"note-line\">");
        let ratio = outcome.ratio.map_or("–".to_owned(), |ratio| figures.ratio(ratio));
        let (points, price) = (figures.points(outcome.points), figures.money(outcome.costs.total));
        writer.phrase("result.figures", &[("points", &points), ("price", &price), ("ratio", &ratio)]);
        writer.raw("</span></li>\n");
    }
    writer.raw("</ol>\n");
}

/// The excluded offers, each with the items that exclude it.
fn excluded(writer: &mut Writer<'_>) {
    let site = writer.site;
    let comparison = site.comparison();
    let out: Vec<usize> =
        comparison.ranking.order.iter().copied().filter(|number| comparison.results[*number].is_excluded()).collect();
    if out.is_empty() {
        return;
    }
    writer.raw("<h3>");
    writer.word("result.excluded");
    writer.raw("</h3>\n");
    writer.note("result.excluded.about", &[]);
    for number in out {
        let outcome = &comparison.results[number];
        writer.raw("<div class=\"knockout\">\n<h4>");
        writer.offer_link(&site.project.offers[number]);
        writer.raw("</h4>\n<ul class=\"plain-items\">\n");
        for item in &outcome.knockouts {
            knockout(writer, number, *item);
        }
        writer.raw("</ul>\n");
        let figures = Figures::of(site);
        let ratio = outcome.ratio.map_or("–".to_owned(), |ratio| figures.ratio(ratio));
        let (points, price) = (figures.points(outcome.points), figures.money(outcome.costs.total));
        writer.note("result.excluded.figures", &[("points", &points), ("price", &price), ("ratio", &ratio)]);
        writer.raw("</div>\n");
    }
}

/// An item that excludes an offer, with the answer.
pub(super) fn knockout(writer: &mut Writer<'_>, number: usize, item: ItemKey) {
    let site = writer.site;
    writer.raw("<li>");
    writer.reference(item);
    writer.raw(" ");
    writer.text(&site.project.item(item).title);
    writer.raw(": ");
    super::replies::answer(writer, &site.project.offers[number], item);
    writer.raw("</li>\n");
}
