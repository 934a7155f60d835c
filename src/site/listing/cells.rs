//! What stands in a cell: once as HTML on a page, once as JSON for the script that shows rows of other pages.

use super::Listing;
use super::columns::{Column, Content, Kind};
use super::facets::{Look, Value};
use super::facts::values;
use crate::config::{Money, Quantity, date};
use crate::model::{FieldKey, ItemKey, Origin, Project, Trace, TraceKind, Verdict};
use crate::site::fragment::{Writer, encoded};
use crate::site::thread::distinct;
use crate::site::{Site, signs};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many links a cell lists.
pub(in crate::site) const LINKS: usize = 20;
/// How many characters of a field a cell has.
const TEXT: usize = 400;

/// What stands in a cell.
pub(in crate::site) enum Cell<'l> {
    /// An item's ID, as the link to its page.
    Id(Link<'l>),
    Text(String),
    /// A text, and by what it sorts.
    Number(String, String),
    /// Values of a facet, by their numbers.
    Values(Vec<(usize, &'l Value)>),
    /// Links, and how many more there are.
    Links(Vec<Link<'l>>, usize),
}

/// A link in a cell.
pub(in crate::site) struct Link<'l> {
    text: &'l str,
    /// Path in the output.
    path: &'l str,
    /// The place there, with `#`.
    anchor: String,
    is_item: bool,
    verdict: Verdict,
}

impl Listing {
    /// What stands in a cell.
    pub fn cell<'l>(&'l self, site: &'l Site, column: &Column, place: usize) -> Cell<'l> {
        let item = self.rows[place];
        let project = &*site.project;
        match &column.content {
            Content::Id => Cell::Id(Link::to(site, item, Verdict::Full)),
            Content::Title => Cell::Text(project.item(item).title.clone()),
            Content::Facet(facet) => {
                let values = &self.facets[*facet].values;
                Cell::Values(self.values(place, *facet).map(|value| (value, &values[value])).collect())
            }
            Content::RealisedBy => {
                let kinds = [TraceKind::Realises, TraceKind::Excludes];
                let traces: Vec<&Trace> = project.traces_to(item).filter(|trace| kinds.contains(&trace.kind)).collect();
                links(&distinct(project, traces), |trace| Link::from(site, trace, trace.verdict))
            }
            Content::To(kinds) => {
                let traces: Vec<&Trace> =
                    project.traces_from(item).filter(|trace| kinds.contains(&trace.kind)).collect();
                links(&distinct(project, traces), |trace| Link::to(site, trace.to, trace.verdict))
            }
            Content::From(kind) => {
                let traces: Vec<&Trace> = project.traces_to(item).filter(|trace| trace.kind == *kind).collect();
                links(&distinct(project, traces), |trace| Link::from(site, trace, Verdict::Full))
            }
            Content::Tests => links(&tests(project, item), |trace| Link::from(site, trace, Verdict::Full)),
            Content::Field(key, kind) => field(site, item, key, *kind),
        }
    }

    /// Appends a row.
    pub fn row(&self, writer: &mut Writer<'_>, place: usize) {
        let site = writer.site;
        let item = self.rows[place];
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            writer.out,
            "<tr class=\"{}\" data-row data-f=\"{}\"",
            signs::item_classes(&site.project, item),
            self.codes(place)
        );
        writer.source_of(item);
        writer.raw(">");
        for column in &self.columns {
            let cell = self.cell(site, column, place);
            let is_head = matches!(cell, Cell::Id(_));
            writer.raw(if is_head { "<th scope=\"row\"" } else { "<td" });
            writer.raw(if column.is_shown { "" } else { " hidden" });
            if let Cell::Number(_, by) = &cell
                && !by.is_empty()
            {
                let _ = write!(writer.out, " data-v=\"{by}\"");
            }
            writer.raw(">");
            cell.html(writer);
            writer.raw(if is_head { "</th>" } else { "</td>" });
        }
        writer.raw("</tr>\n");
    }
}

impl Cell<'_> {
    /// Its words.
    pub fn text(&self) -> String {
        match self {
            Self::Id(link) => link.text.to_owned(),
            Self::Text(text) | Self::Number(text, _) => text.clone(),
            Self::Values(values) => values.iter().map(|(_, value)| &*value.label).collect::<Vec<_>>().join(", "),
            Self::Links(links, _) => links.iter().map(|link| link.text).collect::<Vec<_>>().join(", "),
        }
    }

    fn html(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Id(link) => link.html(writer, "id"),
            Self::Text(text) | Self::Number(text, _) => writer.text(text),
            Self::Values(values) if values.len() == 1 => self::value(writer, values[0].1),
            Self::Values(values) => list(writer, values.len(), |writer, at| self::value(writer, values[at].1)),
            Self::Links(links, more) => {
                let rows = links.len() + usize::from(*more > 0);
                list(writer, rows, |writer, at| {
                    if let Some(link) = links.get(at) {
                        link.html(writer, if link.is_item { "ref" } else { "" });
                        let qualifier = signs::qualifier(writer.site.words(), link.verdict);
                        writer.raw(&qualifier);
                    } else {
                        let more = writer.site.words().count("more", *more);
                        writer.text(&more);
                    }
                });
            }
        }
    }

    /// As the script reads it; none where a facet's values say it already.
    pub fn told(&self, site: &Site) -> Option<Told<'_>> {
        match self {
            Self::Id(link) => Some(link.told(site)),
            Self::Text(text) => Some(Told::Text(text)),
            Self::Number(text, by) => Some(Told::Number(text, by)),
            Self::Values(_) => None,
            Self::Links(links, more) => {
                let rest = (*more > 0).then(|| Told::More(site.words().count("more", *more)));
                Some(Told::Links(links.iter().map(|link| link.told(site)).chain(rest).collect()))
            }
        }
    }
}

/// What a row's script says of a cell.
#[derive(Serialize)]
#[serde(untagged)]
pub(in crate::site) enum Told<'c> {
    /// A number of a list that the rows share.
    Place(usize),
    Text(&'c str),
    /// A text, and by what it sorts.
    Number(&'c str, &'c str),
    /// A link to an item at the address that its document and its ID make.
    Item(u32, &'c str),
    /// The same with the number of a verdict.
    Qualified(u32, &'c str, u8),
    /// A link to anything: its text, address, verdict, and 1 if it is an item.
    Link(&'c str, String, u8, u8),
    /// How many links are left out, in words.
    More(String),
    Links(Vec<Self>),
}

fn list(writer: &mut Writer<'_>, rows: usize, mut show: impl FnMut(&mut Writer<'_>, usize)) {
    if rows == 0 {
        return;
    }
    writer.raw("<ul>");
    for at in 0..rows {
        writer.raw("<li>");
        show(writer, at);
        writer.raw("</li>");
    }
    writer.raw("</ul>");
}

fn value(writer: &mut Writer<'_>, value: &Value) {
    match &value.look {
        Look::Word => writer.text(&value.label),
        Look::Sign(class) => {
            let _ = write!(writer.out, "<span class=\"{class}\">");
            writer.text(&value.label);
            writer.raw("</span>");
        }
        Look::Link(path, anchor) => {
            let href = writer.href(path);
            let _ = write!(writer.out, "<a href=\"{href}{anchor}\">");
            writer.text(&value.label);
            writer.raw("</a>");
        }
    }
}

fn links<'l>(traces: &[&Trace], link: impl Fn(&Trace) -> Link<'l>) -> Cell<'l> {
    let more = traces.len().saturating_sub(LINKS);
    Cell::Links(traces.iter().take(LINKS).map(|trace| link(trace)).collect(), more)
}

impl<'l> Link<'l> {
    fn to(site: &'l Site, item: ItemKey, verdict: Verdict) -> Self {
        let text = &*site.project.item(item).id;
        Self { text, path: site.plan.item(item), anchor: String::new(), is_item: true, verdict }
    }

    /// Where a trace starts.
    fn from(site: &'l Site, trace: &Trace, verdict: Verdict) -> Self {
        match trace.from {
            Origin::Item(from) => Self::to(site, from, verdict),
            Origin::Answer(answer) => {
                let project = &*site.project;
                let document = project.document_of_chapter(answer.0).map(|key| project.document(key).title.as_str());
                Self {
                    text: document.unwrap_or_default(),
                    path: site.plan.chapter(answer.0),
                    anchor: format!("#_antwort-{}", answer.1 + 1),
                    is_item: false,
                    verdict,
                }
            }
        }
    }

    fn html(&self, writer: &mut Writer<'_>, class: &str) {
        let href = writer.href(self.path);
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let _ = write!(writer.out, "<a{class} href=\"{href}{}\">", self.anchor);
        writer.text(self.text);
        writer.raw("</a>");
    }

    fn told<'c>(&'c self, site: &Site) -> Told<'c> {
        let (text, verdict) = (self.text, self.verdict as u8);
        let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        let folder = || self.path.strip_suffix("/index.html")?.strip_suffix(text)?.strip_suffix('/');
        let document = (is_plain && self.is_item).then(folder).flatten();
        match document.and_then(|key| site.project.document_named(key)) {
            Some(key) if verdict == 0 => Told::Item(key.0, text),
            Some(key) => Told::Qualified(key.0, text, verdict),
            None => {
                let address = format!("{}{}", encoded(self.path), self.anchor);
                Told::Link(text, address, verdict, u8::from(self.is_item))
            }
        }
    }
}

/// The tests of an item and of what realises it, each once.
fn tests(project: &Project, key: ItemKey) -> Vec<&Trace> {
    let realisers =
        project.traces_to(key).filter(|trace| trace.kind == TraceKind::Realises).filter_map(|trace| match trace.from {
            Origin::Item(from) => Some(from),
            Origin::Answer(_) => None,
        });
    let mut seen = BTreeSet::new();
    let mut traces = Vec::new();
    for item in std::iter::once(key).chain(realisers) {
        for trace in project.traces_to(item).filter(|trace| trace.kind == TraceKind::Verifies) {
            let is_new = match trace.from {
                Origin::Item(from) => seen.insert((0, from.0, 0)),
                Origin::Answer(answer) => seen.insert((1, answer.0.0, answer.1)),
            };
            if is_new {
                traces.push(trace);
            }
        }
    }
    traces
}

/// What an item's field says, cut where it is a text as long as an item's.
fn field<'l>(site: &Site, item: ItemKey, key: &FieldKey, kind: Kind) -> Cell<'l> {
    let said: Vec<&str> = values(site, item, key).map(|field| field.value.as_str()).collect();
    let mut text = said.join("; ").split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((limit, _)) = text.char_indices().nth(TEXT) {
        text.truncate(limit);
        text.push_str(" …");
    }
    if kind == Kind::Text {
        return Cell::Text(text);
    }
    let first = said.first().copied().unwrap_or_default();
    let by = match kind {
        Kind::Text => None,
        Kind::Date => date::read(first).map(|day| day.to_string().replace('-', "")),
        Kind::Money => Money::read(first, site.project.config.currency).map(|money| money.amount.to_string()),
        Kind::Number | Kind::Effort => Quantity::read(first).map(|quantity| quantity.number.to_string()),
    };
    Cell::Number(text, by.unwrap_or_default())
}
