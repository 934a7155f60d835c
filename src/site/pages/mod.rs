//! What each kind of page shows. A page's context for its template holds that page alone.

mod acceptance;
mod bidders;
mod chapter;
mod document;
mod findings;
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

use super::fragment::{Marks, Scope, Writer};
use super::{Error, Page, PageId, Site};
use crate::config::Paper;
use crate::model::DocumentKey;
use serde_json::{Map, Value, json};

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

/// Renders a page.
pub(super) fn render(site: &Site, page: &View<'_>) -> Result<String, Error> {
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
struct Content {
    /// The template, which is the kind of page too.
    template: &'static str,
    /// The page's own title.
    title: String,
    /// The document that it belongs to.
    document: Option<DocumentKey>,
    /// What its template shows, by name.
    parts: Map<String, Value>,
}

impl Content {
    fn new(template: &'static str, title: impl Into<String>) -> Self {
        Self { template, title: title.into(), document: None, parts: Map::new() }
    }

    fn of(mut self, document: Option<DocumentKey>) -> Self {
        self.document = document;
        self
    }

    fn with(mut self, name: &str, part: impl Into<Value>) -> Self {
        self.parts.insert(name.to_owned(), part.into());
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

    /// Sets a page into its template, with what every page has around it.
    fn finish(&self, page: &View<'_>, content: Content) -> Result<String, Error> {
        let writer = self.writer(page, Scope::Nothing);
        let config = &self.project.config;
        let title = if config.title.is_empty() { self.words().get("project").to_owned() } else { config.title.clone() };
        let full_title = if matches!(page.id, PageId::Home) {
            title.clone()
        } else {
            let document = content.document.map(|key| self.project.document(key).title.clone());
            let document = document.filter(|document| *document != content.title);
            [Some(content.title.clone()), document, Some(title.clone())]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · ")
        };
        let mut context = content.parts;
        let context_title = context.get("running_left").and_then(Value::as_str).map(str::to_owned);
        let mut set = |name: &str, value: Value| {
            context.insert(name.to_owned(), value);
        };
        set("kind", json!(content.template));
        set("lang", json!(config.language.code()));
        set("title", json!(content.title));
        set("full_title", json!(full_title));
        let head = context_title.unwrap_or(full_title);
        set("running_head", json!(short(&head)));
        set("project", json!(title));
        set("customer", json!(config.customer));
        set("is_home", json!(matches!(page.id, PageId::Home)));
        set("home", json!(writer.href("index.html")));
        let part = |name: &str| json!(writer.href(self.theme.part(name)));
        set("style", part("style.css"));
        set("script", part("site.js"));
        let (mut styles, scripts): (Vec<&str>, Vec<&str>) = self
            .theme
            .beside(content.template)
            .partition(|path| path.rsplit_once('.').is_some_and(|(_, kind)| kind == "css"));
        if config.paper == Paper::Letter {
            styles.push(self.theme.part("letter.css"));
        }
        let hrefs = |paths: Vec<&str>| paths.iter().map(|path| json!(writer.href(path))).collect::<Value>();
        set("styles", hrefs(styles));
        set("scripts", hrefs(scripts));
        set("search", part("search.js"));
        set("search_style", part("search.css"));
        set("search_index", json!(writer.href(super::search::INDEX)));
        set("hover", part("hover.js"));
        set("icon", part("icon.svg"));
        set("keyboard", json!(writer.href(self.plan.keyboard())));
        set("is_keyboard", json!(page.id == PageId::Keyboard));
        set("canonical", json!(self.canonical(page)));
        set("chain", self.chain(page, content.document, &writer));
        set("aids", self.aids(page, &writer));
        self.theme.render(content.template, &Value::Object(context))
    }

    /// The page's address where the site will be published, if the settings say where.
    fn canonical(&self, page: &View<'_>) -> Option<String> {
        let base = self.project.config.base_url.as_deref()?.trim_end_matches('/');
        let address = base.starts_with("https://") || base.starts_with("http://");
        address.then(|| format!("{base}/{}", moved::canonical_path(self, page)))
    }

    /// The chain of documents on top of every page.
    fn chain(&self, page: &View<'_>, current: Option<DocumentKey>, writer: &Writer<'_>) -> Value {
        self.project
            .document_keys()
            .map(|key| {
                let is_page = page.id == PageId::Document(key);
                let here = if is_page { "page" } else { "true" };
                let here = (is_page || current == Some(key)).then_some(here);
                json!({ "title": self.project.document(key).title, "href": writer.href(self.plan.document(key)), "current": here })
            })
            .collect()
    }

    /// The overviews and the pages beside the documents.
    fn aids(&self, page: &View<'_>, writer: &Writer<'_>) -> Value {
        let link = |title: String, path: &str, is_part: bool| {
            let here = (page.path == path).then_some("page").or(is_part.then_some("true"));
            json!({ "title": title, "href": writer.href(path), "current": here })
        };
        let mut links = Vec::new();
        let several = self.plan.pairs.len() > 1;
        for (number, (target, _)) in self.plan.pairs.iter().enumerate() {
            let mut title = self.words().get("synopsis").to_owned();
            if several {
                title = format!("{title}: {}", self.project.document(*target).title);
            }
            let is_part = matches!(page.id, PageId::Synopsis(own, _) if own == number);
            links.push(link(title, &self.plan.synopsis(number)[0], is_part));
        }
        if !self.plan.targets.is_empty() {
            let is_part = matches!(page.id, PageId::Matrix(..));
            links.push(link(self.words().get("matrix").to_owned(), self.plan.matrix(0), is_part));
        }
        if let Some(path) = self.plan.graph() {
            let is_part = matches!(page.id, PageId::ChapterGraph(..));
            links.push(link(self.words().get("graph").to_owned(), path, is_part));
        }
        if let Some(path) = self.plan.milestones() {
            links.push(link(self.words().get("milestones").to_owned(), path, false));
        }
        if let Some(findings) = self.plan.findings().first() {
            let is_part = matches!(page.id, PageId::Findings(_));
            links.push(link(self.words().get("findings").to_owned(), findings, is_part));
        }
        // Only the pages of the content folder itself: what lies deeper is reached from them.
        for chapter in self.project.pages().filter(|key| self.project.chapter(*key).file.matches('/').count() == 1) {
            let path = self.plan.chapter(chapter);
            if path != "index.html" {
                links.push(link(self.project.chapter(chapter).title.clone(), path, false));
            }
        }
        Value::Array(links)
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
