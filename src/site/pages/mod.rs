//! What each kind of page shows. A page's context for its template holds that page alone.

mod acceptance;
mod bidders;
mod chapter;
mod document;
mod findings;
mod frame;
mod graph;
mod home;
mod item;
mod keyboard;
mod listing;
mod milestones;
mod moved;
mod offers;
mod questions;
mod sums;
mod synopsis;

pub(super) use frame::{Frame, Frames};

use super::fragment::{Marks, Scope, Writer};
use super::prepared::{Part, Parts, Prepared};
use super::{Error, Page, PageId, Site};
use crate::model::DocumentKey;
use serde_json::{Value, json};

/// A page, and what is to be shown of it.
pub(super) struct View<'p> {
    pub page: &'p Page,
    pub marks: Marks,
}

impl std::ops::Deref for View<'_> {
    type Target = Page;

    fn deref(&self) -> &Page {
        self.page
    }
}

/// Finds out what a page shows.
pub(super) fn prepare<'s>(site: &'s Site, page: &View<'_>) -> Result<Prepared<'s>, Error> {
    match page.id {
        PageId::Home if site.is_for_bidders() => bidders::render(site, page),
        PageId::Home => home::render(site, page),
        PageId::Document(key) => document::render(site, page, key),
        PageId::Whole(key, volume) => document::render_whole(site, page, key, volume),
        PageId::Chapter(key) => chapter::render(site, page, key),
        PageId::Item(key) => item::render(site, page, key),
        PageId::Synopsis(pair, part) => synopsis::render(site, page, pair, part),
        PageId::Matrix(target, part) => listing::matrix(site, page, target, part),
        PageId::List(document, part) => listing::list(site, page, document, part),
        PageId::Comparison(part) => offers::comparison(site, page, part),
        PageId::Costs => offers::costs(site, page),
        PageId::Graph => graph::render(site, page),
        PageId::ChapterGraph(key, part) => graph::render_chapter(site, page, key, part),
        PageId::Milestones => milestones::render(site, page),
        PageId::Acceptance(key, part) => acceptance::render(site, page, key, part),
        PageId::Questions(survey, part) => questions::render(site, page, survey, part),
        PageId::Findings(part) => findings::render(site, page, part),
        PageId::Keyboard => keyboard::render(site, page),
        PageId::Moved(number) => moved::render(site, page, number),
    }
}

/// The part of a page that is its kind's own.
struct Content<'s> {
    /// The template, which is the kind of page too.
    template: &'static str,
    /// The page's own title.
    title: String,
    /// The document that it belongs to.
    document: Option<DocumentKey>,
    /// What stands at the head and the foot of its sheets, where that is more than its title.
    running: Option<Value>,
    /// What its template shows, by name.
    parts: Parts<'s>,
}

impl<'s> Content<'s> {
    fn new(template: &'static str, title: impl Into<String>) -> Self {
        Self { template, title: title.into(), document: None, running: None, parts: Parts::with_capacity(24) }
    }

    fn of(mut self, document: Option<DocumentKey>) -> Self {
        self.document = document;
        self
    }

    fn running(mut self, parts: Value) -> Self {
        self.running = Some(parts);
        self
    }

    fn with(mut self, name: &'static str, part: impl Into<Part<'s>>) -> Self {
        self.parts.push((name, part.into()));
        self
    }
}

/// A text for the head or the foot of a sheet: it stands before the page's encoding, which must be among the first bytes.
fn short(text: &str) -> String {
    const LONGEST: usize = 120;
    text.char_indices().nth(LONGEST).map_or_else(|| text.to_owned(), |(end, _)| format!("{}…", &text[..end]))
}

impl Site {
    fn writer(&self, page: &View<'_>, scope: Scope) -> Writer<'_> {
        Writer::new(self, &page.path, scope, page.marks)
    }

    /// Adds what every page has around it.
    fn finish<'s>(&'s self, page: &View<'_>, content: Content<'s>) -> Result<Prepared<'s>, Error> {
        let frame = self.frame(page, &content)?;
        let config = &self.project.config;
        let Content { template, title, document, running, parts: mut context } = content;
        let project = if config.title.is_empty() { self.words().get("project") } else { &config.title };
        let full_title = if matches!(page.id, PageId::Home) {
            project.to_owned()
        } else {
            let document = document.map(|key| self.project.document(key).title.as_str());
            let document = document.filter(|document| *document != title);
            [Some(title.as_str()), document, Some(project)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        let running_head = short(if running.is_some() { &title } else { &full_title });
        let layout = vec![
            ("kind", template.into()),
            ("lang", config.language.code().into()),
            ("title", title.as_str().into()),
            ("full_title", full_title.into()),
            ("running", running.into()),
            ("running_head", running_head.into()),
            ("project", project.into()),
            ("customer", config.customer.as_deref().into()),
            ("is_onepage", (template == "onepage").into()),
            ("hover", self.writer(page, Scope::Nothing).href(self.theme.part("hover.js")).into()),
            ("canonical", self.canonical(page).into()),
        ];
        context.push(("title", title.into()));
        context.push(("project", project.into()));
        context.push(("customer", config.customer.as_deref().into()));
        Ok(Prepared { theme: &self.theme, template, context, layout, frame })
    }

    /// The page's address where the site will be published, if the settings say where.
    fn canonical(&self, page: &View<'_>) -> Option<String> {
        let base = self.project.config.base_url.as_deref()?.trim_end_matches('/');
        Some(format!("{base}/{}", moved::canonical_path(self, page)))
    }

    /// The parts of an overview that is split, as links: nothing where it is whole.
    fn parts<'p>(
        &self,
        page: &View<'_>,
        paths: impl ExactSizeIterator<Item = &'p String>,
        title: impl Fn(usize) -> String,
    ) -> Value {
        let writer = self.writer(page, Scope::Nothing);
        if paths.len() < 2 {
            return Value::Array(Vec::new());
        }
        let part = |(number, path): (usize, &String)| {
            let here = (page.path == *path).then_some("page");
            json!({ "title": title(number), "href": writer.href(path), "current": here })
        };
        paths.enumerate().map(part).collect()
    }
}

/// A date as `2026-11-24`, whichever way it is written.
fn iso_date(date: &str) -> String {
    let parts: Vec<&str> = date.split('.').map(str::trim).collect();
    match parts.as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => date.to_owned(),
    }
}

/// A date as the site's language writes it.
fn shown_date(site: &Site, date: &str) -> String {
    let iso = iso_date(date);
    match (site.project.config.language, iso.split('-').collect::<Vec<_>>().as_slice()) {
        (crate::diag::Language::De, [year, month, day]) => format!("{day}.{month}.{year}"),
        _ => iso,
    }
}
