//! How firm the order is: by how much a weight must change for another offer to come first.

use super::{Figures, criterion_title, running};
use crate::compare::Turn;
use crate::site::fragment::Writer;
use rust_decimal::Decimal;

pub(super) fn write(writer: &mut Writer<'_>) {
    let site = writer.site;
    let comparison = site.comparison();
    if running(comparison).len() < 2 {
        writer.note("turns.no-second", &[]);
        return;
    }
    if comparison.criteria.len() < 2 {
        writer.note("turns.one-criterion", &[]);
        return;
    }
    writer.note("turns.about", &[]);
    nearest(writer);
    let figures = Figures::of(site);
    let is_priced = running(comparison).iter().all(|number| comparison.results[*number].ratio.is_some());
    writer.table_start("turns", "turns");
    writer.heads(&[("criterion", false), ("turns.today", true), ("turns.points", false), ("turns.ratio", false)]);
    writer.raw("</tr></thead>\n<tbody>\n");
    for (criterion, turns) in comparison.criteria.iter().zip(&comparison.turns) {
        writer.raw("<tr><th scope=\"row\">");
        let title = criterion_title(site.words(), criterion);
        writer.text(&title);
        writer.raw("</th>");
        let today = share(writer, criterion.weight);
        writer.figure(&figures.percent(today));
        for turn in [turns.points.as_ref(), turns.ratio.as_ref()] {
            writer.raw("<td>");
            match turn {
                Some(turn) => sentence(writer, turn),
                None => writer.word("turn.none"),
            }
            writer.raw("</td>");
            if !is_priced {
                writer.raw("<td>");
                writer.word("turn.no-prices");
                writer.raw("</td>");
                break;
            }
        }
        writer.raw("</tr>\n");
    }
    writer.table_end();
}

/// A weight in percent of all weights.
fn share(writer: &Writer<'_>, weight: Decimal) -> Decimal {
    let weights = writer.site.comparison().weights;
    if weights.is_zero() { Decimal::ZERO } else { weight * Decimal::ONE_HUNDRED / weights }
}

/// The smallest change that turns the order, before the table of all.
fn nearest(writer: &mut Writer<'_>) {
    let site = writer.site;
    let comparison = site.comparison();
    let turns = comparison.turns.iter().enumerate();
    let all = turns.flat_map(|(number, turns)| [turns.points, turns.ratio].map(|turn| turn.map(|turn| (number, turn))));
    let smallest = all.flatten().min_by(|(_, a), (_, b)| a.change.abs().cmp(&b.change.abs()));
    writer.raw("<p>");
    match smallest {
        Some((number, turn)) => {
            let title = criterion_title(site.words(), &comparison.criteria[number]);
            writer.phrase("turns.nearest", &[("criterion", &title)]);
            writer.raw(" ");
            sentence(writer, &turn);
        }
        None => writer.word("turns.firm"),
    }
    writer.raw("</p>\n");
}

/// What it takes, in words.
fn sentence(writer: &mut Writer<'_>, turn: &Turn) {
    let figures = Figures::of(writer.site);
    let key = if turn.change.is_sign_negative() { "turn.less" } else { "turn.more" };
    let today = figures.percent(turn.weight - turn.change);
    // A change that a tenth does not show is none to the reader, so it gets the places that it needs.
    let change = turn.change.abs();
    let is_tiny = crate::config::money::half_up(change, 1).is_zero();
    let change = if is_tiny { figures.exact(change) } else { figures.points(change) };
    let offer = &writer.site.project.offers[turn.offer].name;
    let values =
        [("offer", offer.as_str()), ("weight", &figures.percent(turn.weight)), ("today", &today), ("change", &change)];
    writer.phrase(key, &values);
}
