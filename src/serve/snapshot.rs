//! One state of the whole site: what a request asks for is made from it, and kept until the next takes its place.

use super::preview::{self, Payload};
use crate::diag::Diagnostic;
use crate::model::{Chapter, ChapterKey};
use crate::site::{Page, Site};
use crate::source::{Attachment, Change, ChangeKind, Sources};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Old addresses of pages, and the new ones.
pub(super) type Moved = BTreeMap<String, String>;

/// A state of the site.
pub(super) struct Snapshot {
    pub site: Site,
    pub findings: Arc<[Diagnostic]>,
    pub sources: Arc<Sources>,
    /// The project's folder as part of an address: `/home/a/projekt`.
    pub root: String,
    /// Pages that were at another address in an earlier snapshot.
    moved: Moved,
    made: Mutex<HashMap<String, Arc<Made>>>,
}

/// What was made of a page; each part at its first use.
#[derive(Default)]
struct Made {
    page: OnceLock<Result<Arc<str>, String>>,
    payload: OnceLock<Arc<Payload>>,
}

/// What an address leads to.
pub(super) enum Found<'s> {
    /// A page, with the preview's script in it.
    Page(Arc<str>),
    /// A page that its template cannot show, and why.
    Broken(String),
    /// A file of the theme, or of the index that the search looks into.
    Asset(&'s [u8]),
    /// A file beside the text.
    Attachment(&'s Attachment),
    /// Elsewhere: a path of the output.
    Moved(&'s str),
    /// Nothing.
    Nothing,
}

impl Snapshot {
    pub fn new(site: Site, findings: Arc<[Diagnostic]>, sources: Arc<Sources>, root: &Path, moved: Moved) -> Self {
        let root = preview::address_of(root);
        Self { site, findings, sources, root, moved, made: Mutex::default() }
    }

    /// What lies at a path of the output. Renders what is asked for the first time.
    pub fn find(&self, path: &str) -> Found<'_> {
        if let Some(page) = self.site.page_at(path) {
            return self.page(page);
        }
        if let Some(bytes) = self.site.asset(path) {
            return Found::Asset(bytes);
        }
        match (self.sources.attachments.get(path), self.moved.get(path)) {
            (Some(attachment), _) if !self.is_taken(path) => Found::Attachment(attachment),
            (_, Some(to)) => Found::Moved(to),
            (_, None) => Found::Nothing,
        }
    }

    /// Whether a path is a folder of the site's own files, or lies in one of these: then no file of the authors is published
    /// there.
    fn is_taken(&self, path: &str) -> bool {
        let lies_in = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
        let clashes = |own: &str| lies_in(own, path) || lies_in(path, own);
        let pages = || self.site.pages().iter().map(|page| page.path.as_str());
        let assets = || self.site.assets().map(|(path, _)| path);
        // What scripts load lies beside the assets, and takes long to make.
        let loaded = || self.site.loaded_files().map(|(path, _)| path);
        let is_beside = assets().any(|own| own.split('/').next() == path.split('/').next());
        pages().any(clashes) || is_beside && assets().chain(loaded()).any(clashes)
    }

    /// Where a page is now that was at a path before.
    pub fn moved(&self, path: &str) -> Option<&str> {
        self.moved.get(path).map(String::as_str)
    }

    fn page(&self, page: &Page) -> Found<'_> {
        let made = self.made(&page.path);
        let html = made.page.get_or_init(|| match self.site.render(page) {
            Ok(bytes) => {
                let html = String::from_utf8_lossy(&bytes);
                Ok(Arc::from(preview::with_script(&html, &page.path, &self.payload(&page.path).version)))
            }
            Err(error) => Err(error.to_string()),
        });
        match html {
            Ok(html) => Found::Page(Arc::clone(html)),
            Err(error) => Found::Broken(error.clone()),
        }
    }

    /// What the preview's script is told of a page.
    pub fn payload(&self, path: &str) -> Arc<Payload> {
        let Some(page) = self.site.page_at(path) else { return Arc::new(Payload::gone(self.moved(path))) };
        let made = self.made(path);
        Arc::clone(made.payload.get_or_init(|| Arc::new(Payload::of(self, page))))
    }

    fn made(&self, path: &str) -> Arc<Made> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.entry(path.to_owned()).or_default())
    }

    /// Files of the output that kept their names and have another content than in an earlier snapshot.
    pub fn changed_files(&self, since: &Self) -> Vec<String> {
        let attachments = self
            .sources
            .attachments
            .iter()
            .filter(|(path, now)| since.sources.attachments.get(*path).is_some_and(|then| then.stamp != now.stamp));
        let mut files: Vec<String> = attachments.map(|(path, _)| path.to_string()).collect();
        if !Arc::ptr_eq(self.site.theme(), since.site.theme()) {
            let then: HashMap<&str, &[u8]> = since.site.assets().collect();
            let differs = |(path, now): &(&str, &[u8])| then.get(path).is_some_and(|then| then != now);
            let assets = self.site.assets().filter(differs);
            files.extend(assets.map(|(path, _)| path.to_owned()));
        }
        files
    }

    /// The addresses that pages had in this snapshot or before, and have no longer in the next.
    pub fn moved_to(&self, next: &Site, sources: &Sources, changes: &[Change]) -> Moved {
        let mut moved = self.moved.clone();
        let mut add = |from: &str, to: &str| {
            if from != to {
                moved.values_mut().filter(|target| *target == from).for_each(|target| to.clone_into(target));
                moved.insert(from.to_owned(), to.to_owned());
            }
        };
        for (from, to) in self.renamed(sources, changes) {
            let page = |site: &Site, file: &str| chapter_of(site, file).map(|key| site.chapter_path(key).to_owned());
            if let (Some(from), Some(to)) = (page(&self.site, &from), page(next, &to)) {
                add(&from, &to);
            }
        }
        for change in changes.iter().filter(|change| change.kind == ChangeKind::Edited) {
            if let Some((from, to)) = self.renumbered(next, &change.path) {
                add(&from, &to);
            }
        }
        // What is there again is not elsewhere.
        moved.retain(|from, _| next.page_at(from).is_none());
        moved
    }

    /// Whether files are gone, or pages of those that differ.
    pub fn loses(&self, next: &Site, changes: &[Change]) -> bool {
        let is_gone = |path: &str| next.page_at(path).is_none();
        changes.iter().filter(|change| change.kind != ChangeKind::New).any(|change| {
            let Some(chapter) = chapter_of(&self.site, &change.path) else { return change.kind == ChangeKind::Gone };
            let mut items = self.site.project().items_of(chapter);
            is_gone(self.site.chapter_path(chapter)) || items.any(|item| is_gone(self.site.item_path(item)))
        })
    }

    /// Files that are gone, with the new ones that have their text; or the only one gone with the only new one.
    fn renamed(&self, sources: &Sources, changes: &[Change]) -> Vec<(String, String)> {
        let of = |kind| changes.iter().filter(move |change| change.kind == kind).map(|change| change.path.as_str());
        let is_markdown = |sources: &Sources, path: &str| text_of(sources, path).is_some();
        let gone: Vec<&str> = of(ChangeKind::Gone).filter(|path| is_markdown(&self.sources, path)).collect();
        let new: Vec<&str> = of(ChangeKind::New).filter(|path| is_markdown(sources, path)).collect();
        if let ([gone], [new]) = (gone.as_slice(), new.as_slice()) {
            return vec![((*gone).to_owned(), (*new).to_owned())];
        }
        let by_text: HashMap<&str, &str> =
            new.iter().filter_map(|path| Some((text_of(sources, path)?, *path))).collect();
        let found = |path: &&str| {
            let to = by_text.get(text_of(&self.sources, path)?)?;
            Some(((*path).to_owned(), (*to).to_owned()))
        };
        gone.iter().filter_map(found).collect()
    }

    /// The addresses of the one item of a file whose ID alone differs.
    fn renumbered(&self, next: &Site, file: &str) -> Option<(String, String)> {
        let (before, after) = (chapter_of(&self.site, file)?, chapter_of(next, file)?);
        let (then, now) = (self.site.project().items_of(before), next.project().items_of(after));
        if then.len() != now.len() {
            return None;
        }
        let name = |site: &Site, item| Arc::clone(site.project().name_of(item));
        let mut differing = then.zip(now).filter(|(then, now)| name(&self.site, *then) != name(next, *now));
        match (differing.next(), differing.next()) {
            (Some((then, now)), None) => Some((self.site.item_path(then).to_owned(), next.item_path(now).to_owned())),
            _ => None,
        }
    }

    /// The chapter of a file.
    pub fn chapter(&self, file: &str) -> Option<&Chapter> {
        chapter_of(&self.site, file).map(|key| self.site.project().chapter(key))
    }
}

fn chapter_of(site: &Site, file: &str) -> Option<ChapterKey> {
    let at = site.project().chapters.iter().position(|chapter| *chapter.file == *file)?;
    Some(ChapterKey(at as u32))
}

fn text_of<'s>(sources: &'s Sources, path: &str) -> Option<&'s str> {
    sources.files.iter().find(|file| *file.path == *path).map(|file| &*file.text)
}
