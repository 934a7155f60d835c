//! A chapter as written, or a page beside the documents.

use super::{Content, Error, Prepared, View};
use crate::model::{Chapter, ChapterKey, DocumentKey};
use crate::site::fragment::{Scope, Writer};
use crate::site::plan::is_document_index;
use crate::site::{Site, signs};
use serde_json::{Value, json};

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>, key: ChapterKey) -> Result<Prepared<'s>, Error> {
    let chapter = site.project.chapter(key);
    let document = site.project.document_of_chapter(key);
    let mut writer = site.writer(page, Scope::Chapter(key));
    writer.blocks(key, &chapter.blocks);
    writer.footnote_list();
    let body = writer.take();
    let title = writer.chapter_title(key);
    let content = Content::new(if document.is_some() { "chapter" } else { "page" }, title).of(document);
    let content =
        content.with("heading", chapter.title.clone()).with("body", body).with("lines", lines(site, chapter, document));
    let Some(document) = document else { return site.finish(page, content) };
    let content = content
        .with("chapters", chapters(site, &writer, document, key))
        .with("document_title", site.project.document(document).title.clone())
        .with("document_href", writer.href(site.plan.document(document)))
        .with("graph", site.plan.chapter_graph(key).first().map(|path| writer.href(path)))
        .with("list", list(site, &writer, document))
        .with("items", items(site, key))
        .with("items_here", site.words().get(&format!("{}.here", site.items_word(document))))
        .with("previous", neighbour(site, &writer, document, key, Direction::Back))
        .with("next", neighbour(site, &writer, document, key, Direction::On));
    site.finish(page, content)
}

/// The line above a chapter's title: its document and number, and below it version, date and author.
fn lines(site: &Site, chapter: &Chapter, document: Option<DocumentKey>) -> Value {
    let words = site.words();
    let above = document.map(|key| {
        let title = &site.project.document(key).title;
        chapter
            .number
            .as_ref()
            .map_or_else(|| title.clone(), |number| words.fill("chapter.of", &[("document", title), ("n", number)]))
    });
    let meta = &chapter.meta;
    let version = meta.version.as_ref().map(|version| words.fill("version.n", &[("n", version)]));
    let below: Vec<String> =
        [version, meta.date.as_deref().map(|date| super::shown_date(site, date)), meta.author.clone()]
            .into_iter()
            .flatten()
            .collect();
    json!({ "above": above, "below": below.join(" · ") })
}

/// The way to all items of the document.
fn list(site: &Site, writer: &Writer<'_>, document: DocumentKey) -> Value {
    let word = if site.plan.targets.contains(&document) { "matrix" } else { "list" };
    let path = site.plan.listing(document).first();
    path.map_or(Value::Null, |(path, _)| json!({ "title": site.words().get(word), "href": writer.href(path) }))
}

/// The chapters that have pages of their own.
fn own_pages(site: &Site, document: DocumentKey) -> impl Iterator<Item = ChapterKey> {
    site.project.chapters_of(document).filter(|key| !is_document_index(&site.project, *key))
}

/// How many chapters stand in the navigation on either side of the one that is read. A document with more has all of them
/// on its own page, to which the navigation's title leads: else a thousand chapters would make a million links.
const NEIGHBOURS: usize = 30;

fn chapters(site: &Site, writer: &Writer<'_>, document: DocumentKey, current: ChapterKey) -> Value {
    let before = own_pages(site, document).take_while(|key| *key < current).count();
    let link = |key: ChapterKey| {
        let chapter = site.project.chapter(key);
        let href = writer.href(site.plan.chapter(key));
        let is_current = key == current;
        let sections = is_current.then(|| sections(chapter));
        json!({ "number": chapter.number, "title": chapter.title, "href": href, "current": is_current, "sections": sections })
    };
    own_pages(site, document).skip(before.saturating_sub(NEIGHBOURS)).take(2 * NEIGHBOURS + 1).map(link).collect()
}

/// How many sections of a chapter stand in the navigation; a chapter with more has its headings.
const SECTIONS: usize = 40;

/// The sections of a chapter: its headings of the highest level that it has.
fn sections(chapter: &Chapter) -> Value {
    let highest = chapter.headings.iter().map(|heading| heading.level).min();
    let sections = chapter.headings.iter().filter(|heading| Some(heading.level) == highest);
    sections.take(SECTIONS).map(|heading| json!({ "title": heading.title, "anchor": &*heading.anchor })).collect()
}

/// The items of the page, with their signs.
fn items(site: &Site, key: ChapterKey) -> Value {
    let project = &*site.project;
    project
        .items_of(key)
        .map(|item| {
            let sign = match (signs::verdict(project, site.words(), item), project.result_of(item)) {
                (Some(_), _) if project.is_waiting(item) => String::new(),
                (Some(verdict), _) => verdict,
                (None, Some(result)) => signs::result(site.words(), result),
                (None, None) => String::new(),
            };
            json!({
                "id": &*project.item(item).id,
                "name": &**project.name_of(item),
                "title": project.item(item).title,
                "classes": signs::item_classes(project, item),
                "sign": sign,
            })
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Back,
    On,
}

fn neighbour(site: &Site, writer: &Writer<'_>, document: DocumentKey, key: ChapterKey, direction: Direction) -> Value {
    let found = match direction {
        Direction::Back => own_pages(site, document).take_while(|other| *other < key).last(),
        Direction::On => own_pages(site, document).find(|other| *other > key),
    };
    found.map_or(
        Value::Null,
        |other| json!({ "title": writer.chapter_title(other), "href": writer.href(site.plan.chapter(other)) }),
    )
}
