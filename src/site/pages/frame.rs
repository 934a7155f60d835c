//! What is around a page and says nothing of it: what its head loads, the masthead, the foot.

use super::{Content, View};
use crate::config::Paper;
use crate::model::DocumentKey;
use crate::site::fragment::{Scope, Writer};
use crate::site::{Error, PageId, Site};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// What is around a page, as HTML.
pub(in crate::site) struct Frame {
    /// The icon, the style sheets and the scripts, as links of the head.
    pub links: String,
    /// The ways to documents and overviews.
    pub masthead: String,
    /// The last lines.
    pub foot: String,
    /// A hash of all of them.
    pub hash: blake3::Hash,
}

/// The frames that many pages share.
pub(in crate::site) type Frames = Mutex<HashMap<Shared, Arc<Frame>>>;

/// What the frame of a chapter or of an item depends on: pages of one kind that lie side by side have the same.
#[derive(PartialEq, Eq, Hash)]
pub(in crate::site) struct Shared {
    kind: &'static str,
    document: DocumentKey,
    /// The folder in which the page's own folder lies.
    beside: String,
}

impl Shared {
    fn of(page: &View<'_>, content: &Content<'_>) -> Option<Self> {
        let document = content.document?;
        if !matches!(page.id, PageId::Chapter(_) | PageId::Item(_) | PageId::ChapterGraph(..)) {
            return None;
        }
        let beside = page.path.rsplitn(3, '/').nth(2)?;
        Some(Self { kind: content.template, document, beside: beside.to_owned() })
    }
}

impl Site {
    /// What is around a page.
    pub(super) fn frame(&self, page: &View<'_>, content: &Content<'_>) -> Result<Arc<Frame>, Error> {
        let Some(shared) = Shared::of(page, content) else { return self.new_frame(page, content).map(Arc::new) };
        let frames = || self.frames.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(frame) = frames().get(&shared) {
            return Ok(Arc::clone(frame));
        }
        let frame = Arc::new(self.new_frame(page, content)?);
        frames().insert(shared, Arc::clone(&frame));
        Ok(frame)
    }

    fn new_frame(&self, page: &View<'_>, content: &Content<'_>) -> Result<Frame, Error> {
        let config = &self.project.config;
        let writer = self.writer(page, Scope::Nothing);
        let part = |name: &str| writer.href(self.theme.part(name));
        let is_style = |path: &&str| path.rsplit_once('.').is_some_and(|(_, kind)| kind == "css");
        let (mut styles, scripts): (Vec<&str>, Vec<&str>) = self.theme.beside(content.template).partition(is_style);
        if config.paper == Paper::Letter {
            styles.push(self.theme.part("letter.css"));
        }
        let hrefs = |paths: Vec<&str>| paths.into_iter().map(|path| writer.href(path)).collect::<Vec<_>>();
        let context = json!({
            "kind": content.template,
            "lang": config.language.code(),
            "project": if config.title.is_empty() { self.words().get("project") } else { &config.title },
            "customer": config.customer,
            "is_home": page.id == PageId::Home,
            "home": writer.href("index.html"),
            "icon": part("icon.svg"),
            "style": part("style.css"),
            "script": part("site.js"),
            "styles": hrefs(styles),
            "scripts": hrefs(scripts),
            "search": part("search.js"),
            "search_style": part("search.css"),
            "search_index": writer.href(crate::site::search::INDEX),
            "keyboard": writer.href(self.plan.keyboard()),
            "is_keyboard": page.id == PageId::Keyboard,
            "chain": self.chain(page, content.document, &writer),
            "aids": self.aids(page, &writer),
        });
        let links = self.theme.render("links", context.clone())?;
        let masthead = self.theme.render("masthead", context.clone())?;
        let foot = self.theme.render("foot", context)?;
        let mut hasher = blake3::Hasher::new();
        for part in [&links, &masthead, &foot] {
            hasher.update(blake3::hash(part.as_bytes()).as_bytes());
        }
        Ok(Frame { links, masthead, foot, hash: hasher.finalize() })
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
}
