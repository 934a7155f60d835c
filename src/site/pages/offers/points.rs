//! Nutzwertanalyse: criteria by offers, and every score as what it is made of.

use super::{Figures, criterion_title, fulfilment};
use crate::compare::{Basis, Outcome, Score};
use crate::config::{Criterion, Measure, Scale};
use crate::site::fragment::Writer;
use rust_decimal::Decimal;

pub(super) fn write(writer: &mut Writer<'_>) {
    let site = writer.site;
    let (figures, comparison) = (Figures::of(site), site.comparison());
    writer.note("criteria.about", &[]);
    writer.table_start("criteria", "scores");
    writer.heads(&[("criterion", false), ("weight", true)]);
    writer.offer_heads(true);
    for (number, criterion) in comparison.criteria.iter().enumerate() {
        writer.raw("<tr><th scope=\"row\">");
        let title = criterion_title(site.words(), criterion);
        writer.text(&title);
        writer.raw("</th>");
        writer.figure(&figures.exact(criterion.weight));
        for (offer, outcome) in comparison.results.iter().enumerate() {
            writer.raw("<td class=\"num\">");
            let score = &outcome.scores[number];
            writer.opening(&figures.points(score.points), |writer| basis(writer, offer, number, criterion, score));
            writer.raw("</td>");
        }
        writer.raw("</tr>\n");
    }
    totals(writer);
    writer.table_end();
    writer.note("criteria.rounding", &[]);
}

/// The rows below: points, price, and what comes of both.
fn totals(writer: &mut Writer<'_>) {
    let site = writer.site;
    let (figures, comparison) = (Figures::of(site), site.comparison());
    writer.raw("<tr class=\"sum\"><th scope=\"row\">");
    writer.word("nutzwert");
    writer.raw("</th>");
    writer.figure(&figures.exact(comparison.weights));
    for outcome in &comparison.results {
        writer.raw("<td class=\"num\">");
        writer.opening(&figures.points(outcome.points), |writer| sum(writer, outcome));
        writer.raw("</td>");
    }
    writer.raw("</tr>\n<tr><th scope=\"row\"><a href=\"");
    let href = writer.href(site.plan.costs());
    writer.raw(&href);
    writer.raw("\">");
    writer.word("total-cost");
    writer.raw("</a></th><td></td>");
    for outcome in &comparison.results {
        writer.figure(&figures.money(outcome.costs.total));
    }
    writer.raw("</tr>\n<tr class=\"sum\"><th scope=\"row\">");
    writer.word("ratio");
    writer.raw("</th><td></td>");
    for outcome in &comparison.results {
        writer.raw("<td class=\"num\">");
        match outcome.ratio {
            Some(ratio) => writer.opening(&figures.ratio(ratio), |writer| quotient(writer, outcome, ratio)),
            None => writer.word("ratio.none"),
        }
        writer.raw("</td>");
    }
    writer.raw("</tr>\n");
}

/// What a score comes from.
fn basis(writer: &mut Writer<'_>, offer: usize, number: usize, criterion: &Criterion, score: &Score) {
    let site = writer.site;
    let figures = Figures::of(site);
    match &score.basis {
        Basis::Degree(percent) => {
            let degrees = &site.comparison().results[offer].degrees;
            let degree = match criterion.measure {
                Some(Measure::Muss) => &degrees.muss,
                Some(Measure::Wunsch) => &degrees.wunsch,
                _ => &degrees.all,
            };
            fulfilment::formula(writer, degree);
            let line = format!("{} / 10 = {}", figures.exact(*percent), figures.exact(score.points));
            formula(writer, &line);
        }
        Basis::Figure(figure, scale) => on_scale(writer, *figure, *scale, score.points),
        Basis::Truth(truth) => writer.note(if *truth { "basis.yes" } else { "basis.no" }, &[]),
        Basis::ByHand(reason) => by_hand(writer, offer, number, reason),
        Basis::Unknown => writer.note("basis.unknown", &[]),
        Basis::NoScale(figure) => writer.note("basis.no-scale", &[("figure", &figures.exact(*figure))]),
    }
    contribution(writer, criterion, score);
}

/// Points for a figure, with the line that the scale is.
fn on_scale(writer: &mut Writer<'_>, figure: Decimal, scale: Scale, points: Decimal) {
    let figures = Figures::of(writer.site);
    let (best, worst) = (figures.exact(scale.best), figures.exact(scale.worst));
    let shown = figures.exact(figure);
    writer.note("basis.figure", &[("figure", &shown), ("best", &best), ("worst", &worst)]);
    let share = (figure - scale.worst) / (scale.best - scale.worst);
    if share > Decimal::ONE {
        writer.note("basis.beyond-best", &[]);
    } else if share < Decimal::ZERO {
        writer.note("basis.beyond-worst", &[]);
    } else {
        let line = format!("({shown} − {worst}) / ({best} − {worst}) × 10 = {}", figures.exact(points));
        formula(writer, &line);
    }
}

/// Points that the team gave, with its reason and the page where they stand.
fn by_hand(writer: &mut Writer<'_>, offer: usize, number: usize, reason: &str) {
    let project = &*writer.site.project;
    let offer = &project.offers[offer];
    writer.raw("<p>");
    let given = offer.points.iter().find(|(of, _)| *of == number).map(|(_, points)| &points.place);
    let shown = writer.site.words().get("basis.by-hand").to_owned();
    match given {
        Some(place) => writer.place_link(project.chapters_of(offer.document), place, &shown),
        None => writer.text(&shown),
    }
    if !reason.is_empty() {
        writer.raw(": ");
        writer.text(reason);
    }
    writer.raw("</p>");
}

/// What a score adds to the sum.
fn contribution(writer: &mut Writer<'_>, criterion: &Criterion, score: &Score) {
    let (figures, weights) = (Figures::of(writer.site), writer.site.comparison().weights);
    if weights.is_zero() {
        return;
    }
    let share = criterion.weight * score.points * Decimal::TEN / weights;
    let (weight, points) = (figures.exact(criterion.weight), figures.exact(score.points));
    let line = format!("{weight} × {points} × 10 / {} = {}", figures.exact(weights), figures.exact(share));
    writer.note("basis.contribution", &[("formula", &line)]);
}

/// The sum of all scores, written out.
fn sum(writer: &mut Writer<'_>, outcome: &Outcome) {
    let (figures, comparison) = (Figures::of(writer.site), writer.site.comparison());
    if comparison.weights.is_zero() {
        writer.note("criteria.weightless", &[]);
        return;
    }
    let parts: Vec<String> = comparison
        .criteria
        .iter()
        .zip(&outcome.scores)
        .map(|(criterion, score)| format!("{} × {}", figures.exact(criterion.weight), figures.exact(score.points)))
        .collect();
    let weights = figures.exact(comparison.weights);
    let line = format!("({}) × 10 / {weights} = {}", parts.join(" + "), figures.exact(outcome.points));
    formula(writer, &line);
}

/// Price and performance, written out.
fn quotient(writer: &mut Writer<'_>, outcome: &Outcome, ratio: Decimal) {
    let figures = Figures::of(writer.site);
    let unit = figures.exact(Decimal::from(10_000));
    let (points, price) = (figures.exact(outcome.points), figures.cents(outcome.costs.total));
    let line = format!("{points} × {unit} / {price} = {}", figures.exact(ratio));
    formula(writer, &line);
}

fn formula(writer: &mut Writer<'_>, line: &str) {
    writer.raw("<p class=\"formula-line\">");
    writer.text(line);
    writer.raw("</p>");
}
