//! The offers on their document's own page: each in short, and the way to comparison and costs.

use super::{Figures, View, promises, questions, running};
use crate::model::{DocumentKey, Offer};
use crate::site::Site;
use crate::site::fragment::{Scope, Writer};
use std::fmt::Write as _;

/// What a document of offers shows above its chapters; nothing on the pages of other documents.
pub(in crate::site::pages) fn section(site: &Site, page: &View<'_>, key: DocumentKey) -> Option<String> {
    if site.project.document(key).config.role != crate::model::Role::Offers {
        return None;
    }
    let mut writer = site.writer(page, Scope::Nothing);
    let own: Vec<usize> =
        (0..site.project.offers.len()).filter(|number| site.project.offers[*number].document == key).collect();
    if own.is_empty() {
        writer.raw("<div class=\"empty\"><p class=\"lead\">");
        writer.word("empty.offers");
        writer.raw("</p><p>");
        writer.word("empty.offers.about");
        writer.raw("</p></div>\n");
        return Some(writer.out);
    }
    ways(&mut writer);
    writer.raw("<section aria-labelledby=\"_angebote\">\n<h2 id=\"_angebote\">");
    writer.word("offers");
    writer.raw("</h2>\n<ul class=\"offers\">\n");
    let order = &site.comparison().ranking.order;
    for number in order.iter().filter(|number| own.contains(number)) {
        offer(&mut writer, *number);
    }
    writer.raw("</ul>\n</section>\n");
    if site.project.chosen_offer().is_some() {
        writer.raw("<section aria-labelledby=\"_zusagen\">\n<h2 id=\"_zusagen\">");
        writer.word("promises");
        writer.raw("</h2>\n");
        promises::write(&mut writer);
        writer.raw("</section>\n");
    }
    Some(writer.out)
}

/// Links to the pages that set the offers side by side.
fn ways(writer: &mut Writer<'_>) {
    let site = writer.site;
    let Some(comparison) = site.plan.compared().first() else { return };
    let (comparison, costs) = (writer.href(comparison), writer.href(site.plan.costs()));
    let _ = write!(writer.out, "<p class=\"note-line\"><a href=\"{comparison}\">");
    writer.word("comparison.open-it");
    let _ = write!(writer.out, "</a> <a href=\"{costs}\">");
    writer.word("costs.open-it");
    writer.raw("</a></p>\n");
}

fn offer(writer: &mut Writer<'_>, number: usize) {
    let site = writer.site;
    let (project, comparison) = (&*site.project, site.comparison());
    let (offer, outcome) = (&project.offers[number], &comparison.results[number]);
    writer.raw(if outcome.is_excluded() { "<li class=\"offer out\">\n<h3>" } else { "<li class=\"offer\">\n<h3>" });
    writer.offer_link(offer);
    writer.raw("</h3>\n<p class=\"facts\">");
    standing(writer, number);
    writer.raw("</p>\n");
    if outcome.is_excluded() {
        writer.raw("<ul class=\"plain-items\">\n");
        for item in &outcome.knockouts {
            super::result::knockout(writer, number, *item);
        }
        writer.raw("</ul>\n");
    }
    figures(writer, number);
    completeness(writer, number);
    questions::facts(writer, offer);
    chapters(writer, offer);
    writer.raw("</li>\n");
}

/// Where an offer stands: its place, whether it is in the shortlist, chosen, or out.
fn standing(writer: &mut Writer<'_>, number: usize) {
    let site = writer.site;
    let comparison = site.comparison();
    let mut words = Vec::new();
    let is_chosen = site.project.chosen_offer().is_some_and(|chosen| chosen.key == site.project.offers[number].key);
    if is_chosen {
        words.push(("standing chosen", site.words().get("offer.chosen").to_owned()));
    }
    if comparison.results[number].is_excluded() {
        words.push(("level error", site.words().get("offer.excluded").to_owned()));
    } else {
        let running = running(comparison);
        let place = running.iter().position(|other| *other == number).unwrap_or_default() + 1;
        let values = [("place", place.to_string()), ("of", running.len().to_string())];
        let place = site.words().fill("offer.place", &[("place", &values[0].1), ("of", &values[1].1)]);
        words.push(("place", place));
        let is_in = comparison.ranking.shortlist.contains(&number);
        words.push(("place", site.words().get(if is_in { "offer.shortlisted" } else { "offer.behind" }).to_owned()));
    }
    for (class, word) in words {
        let _ = write!(writer.out, "<span class=\"{class}\">");
        writer.text(&word);
        writer.raw("</span> ");
    }
}

fn figures(writer: &mut Writer<'_>, number: usize) {
    let site = writer.site;
    let (figures, outcome) = (Figures::of(site), &site.comparison().results[number]);
    let percent =
        |percent: Option<rust_decimal::Decimal>| percent.map_or("–".to_owned(), |percent| figures.percent(percent));
    let shown = [
        ("fulfilment.muss", percent(outcome.degrees.muss.percent)),
        ("fulfilment.wunsch", percent(outcome.degrees.wunsch.percent)),
        ("nutzwert", figures.points(outcome.points)),
        ("total-cost", figures.money(outcome.costs.total)),
        ("ratio", outcome.ratio.map_or("–".to_owned(), |ratio| figures.ratio(ratio))),
    ];
    writer.raw("<dl class=\"offer-figures\">\n");
    for (label, figure) in shown {
        writer.raw("<div><dt>");
        writer.word(label);
        writer.raw("</dt><dd>");
        writer.text(&figure);
        writer.raw("</dd></div>\n");
    }
    writer.raw("</dl>\n");
}

/// How complete an offer is.
fn completeness(writer: &mut Writer<'_>, number: usize) {
    let site = writer.site;
    let outcome = &site.comparison().results[number];
    let degree = &outcome.degrees.all;
    let (open, all) = (degree.unanswered.to_string(), degree.items.to_string());
    writer.raw("<p>");
    if degree.unanswered == 0 {
        writer.phrase("offer.complete", &[("of", &all)]);
    } else {
        writer.phrase("offer.incomplete", &[("n", &open), ("of", &all)]);
    }
    let questions = site.words().count("offer.questions", outcome.questions.len());
    if let Some(comparison) = site.plan.compared().first().filter(|_| !outcome.questions.is_empty()) {
        let href = writer.href(comparison);
        let _ = write!(writer.out, " <a href=\"{href}#_fragen\">");
        writer.text(&questions);
        writer.raw("</a>");
    }
    writer.raw("</p>\n");
}

fn chapters(writer: &mut Writer<'_>, offer: &Offer) {
    writer.raw("<p class=\"note-line\">");
    writer.word("offer.chapters");
    for (number, chapter) in offer.chapters.iter().enumerate() {
        writer.raw(if number > 0 { ", " } else { " " });
        let href = writer.href(writer.site.plan.chapter(*chapter));
        let _ = write!(writer.out, "<a href=\"{href}\">");
        let title = writer.chapter_title(*chapter);
        writer.text(&title);
        writer.raw("</a>");
    }
    writer.raw("</p>\n");
}
