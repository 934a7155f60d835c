//! The offers: each for itself, side by side, what they cost, and what became of the chosen one.

mod chart;
mod costs;
mod fulfilment;
mod overview;
mod payments;
mod points;
mod promises;
mod questions;
mod replies;
mod result;
mod turns;

pub(super) use costs::render as costs;
pub(super) use overview::section as overview;
pub(super) use replies::on_item;

use super::{Content, Error, Prepared, View};
use crate::compare::Comparison;
use crate::config::money::written;
use crate::config::{Criterion, Currency, Money};
use crate::diag::{Language, Place};
use crate::model::{ChapterKey, Offer};
use crate::site::Site;
use crate::site::fragment::{Scope, Writer};
use crate::site::words::Words;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The offers side by side.
pub(super) fn comparison<'s>(site: &'s Site, page: &View<'_>, part: usize) -> Result<Prepared<'s>, Error> {
    let mut writer = site.writer(page, Scope::Nothing);
    let content = frame(site, &writer, "comparison");
    if site.project.offers.is_empty() {
        return site.finish(page, content.with("is_empty", true));
    }
    let mut piece = |write: fn(&mut Writer<'_>)| {
        if part == 0 {
            write(&mut writer);
        }
        Value::from(writer.take())
    };
    let content = content
        .with("is_empty", false)
        .with("is_first", part == 0)
        .with("result", piece(result::write))
        .with("fulfilment", piece(fulfilment::write))
        .with("criteria", piece(points::write))
        .with("turns", piece(turns::write))
        .with("promises", piece(promises::write))
        .with("questions", piece(questions::write));
    let content = replies::page_part(site, page, &mut writer, part, content);
    site.finish(page, content)
}

/// A page below the document of the offers, with the way back.
fn frame<'s>(site: &Site, writer: &Writer<'_>, name: &'static str) -> Content<'s> {
    let document = site.plan.offers;
    let back = document
        .map(|key| json!({ "title": site.project.document(key).title, "href": writer.href(site.plan.document(key)) }));
    let comparison = site.plan.compared().first().map(|path| writer.href(path));
    Content::new(name, site.words().get(name))
        .of(document)
        .with("back", json!(back))
        .with("comparison_href", json!(comparison))
        .with("costs_href", writer.href(site.plan.costs()))
}

/// Figures as the pages of offers write them.
#[derive(Clone, Copy)]
struct Figures {
    language: Language,
    currency: Currency,
}

impl Figures {
    fn of(site: &Site) -> Self {
        Self { language: site.project.config.language, currency: site.project.config.currency }
    }

    /// An amount, to the cent where there are cents: `1.380 €`.
    fn money(self, amount: Decimal) -> String {
        Money { amount, currency: self.currency }.shown(self.language)
    }

    /// An amount with cents: `1.380,00 €`.
    fn cents(self, amount: Decimal) -> String {
        Money { amount, currency: self.currency }.to_the_cent(self.language)
    }

    /// Points, to a tenth.
    fn points(self, points: Decimal) -> String {
        written(points, 1, self.language)
    }

    /// Points for so much money, to a hundredth.
    fn ratio(self, ratio: Decimal) -> String {
        written(ratio, 2, self.language)
    }

    /// Per cent, to a tenth.
    fn percent(self, percent: Decimal) -> String {
        self.per_cent(&written(percent, 1, self.language))
    }

    /// Per cent as they are written in the settings.
    fn exact_percent(self, percent: Decimal) -> String {
        self.per_cent(&self.exact(percent))
    }

    fn per_cent(self, number: &str) -> String {
        let gap = if self.language == Language::De { "\u{a0}" } else { "" };
        format!("{number}{gap}%")
    }

    /// A number in a formula: to four places, without zeros at its end.
    fn exact(self, number: Decimal) -> String {
        let rounded = crate::config::money::half_up(number, 4).normalize();
        written(rounded, rounded.scale(), self.language)
    }
}

/// What the project's words call a criterion: its title, that of its kind, else its key.
fn criterion_title<'c>(words: &'c Words, criterion: &'c Criterion) -> String {
    if let Some(title) = &criterion.title {
        return title.clone();
    }
    let measure = criterion.measure.map(|measure| words.get(&format!("criterion.{}", measure.key())).to_owned());
    measure.unwrap_or_else(|| criterion.key.to_string())
}

impl Writer<'_> {
    /// A phrase of the site's words with its holes filled, escaped.
    fn phrase(&mut self, key: &str, values: &[(&str, &str)]) {
        let phrase = self.site.words().fill(key, values);
        self.text(&phrase);
    }

    /// A paragraph of the site's words.
    fn note(&mut self, key: &str, values: &[(&str, &str)]) {
        self.raw("<p class=\"note-line\">");
        self.phrase(key, values);
        self.raw("</p>\n");
    }

    /// What opens into what it is made of.
    fn opening(&mut self, shown: &str, inside: impl FnOnce(&mut Self)) {
        self.raw("<details class=\"opens\"><summary>");
        self.text(shown);
        self.raw("</summary><div>");
        inside(self);
        self.raw("</div></details>");
    }

    /// A box that a wide table scrolls in, with the table's head.
    fn table_start(&mut self, label: &str, class: &str) {
        self.raw("<div class=\"scroll\" role=\"group\" aria-label=\"");
        self.word(label);
        let _ = write!(self.out, "\" tabindex=\"0\"><table class=\"{class}\">\n<thead><tr>");
    }

    /// Heads of the columns.
    fn heads(&mut self, keys: &[(&str, bool)]) {
        for (key, is_number) in keys {
            self.raw(if *is_number { "<th scope=\"col\" class=\"num\">" } else { "<th scope=\"col\">" });
            self.word(key);
            self.raw("</th>");
        }
    }

    /// A column's head for each offer.
    fn offer_heads(&mut self, is_number: bool) {
        for offer in &self.site.project.offers {
            self.raw(if is_number { "<th scope=\"col\" class=\"num\">" } else { "<th scope=\"col\">" });
            self.text(&offer.name);
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n");
    }

    fn table_end(&mut self) {
        self.raw("</tbody>\n</table></div>\n");
    }

    /// A cell with a figure.
    fn figure(&mut self, figure: &str) {
        self.raw("<td class=\"num\">");
        self.text(figure);
        self.raw("</td>");
    }

    /// An offer's name, with a link to its first chapter.
    fn offer_link(&mut self, offer: &Offer) {
        let href = offer.chapters.first().map(|chapter| self.href(self.site.plan.chapter(*chapter)));
        if let Some(href) = &href {
            let _ = write!(self.out, "<a href=\"{href}\">");
        }
        self.text(&offer.name);
        self.raw(if href.is_some() { "</a>" } else { "" });
    }

    /// The page that shows a file of an offer or of the customer's, as a link.
    fn place_link(&mut self, chapters: impl Iterator<Item = ChapterKey>, place: &Place, shown: &str) {
        let project = &*self.site.project;
        let mut chapters = chapters;
        let chapter = chapters.find(|chapter| project.chapter(*chapter).file == place.file);
        let href = chapter.map(|chapter| self.href(self.site.plan.chapter(chapter)));
        if let Some(href) = &href {
            let _ = write!(self.out, "<a href=\"{href}\">");
        }
        self.text(shown);
        self.raw(if href.is_some() { "</a>" } else { "" });
    }
}

/// The offers that no K.-o. keeps out, in the order of the einfache Richtwertmethode.
fn running(comparison: &Comparison) -> Vec<usize> {
    comparison.ranking.order.iter().copied().filter(|number| !comparison.results[*number].is_excluded()).collect()
}
