//! Pictures on pages of their own: the whole project, and a chapter. What they show stands below as text.

use super::{Content, Error, Prepared, View};
use crate::model::{ChapterKey, Coverage, DocumentKey, ItemKey, Origin, Trace};
use crate::site::fragment::{Scope, Writer};
use crate::site::graph::{self, BUNDLES, CHAPTER_ITEMS, Levels, is_chained};
use crate::site::thread::{LINKS, distinct};
use crate::site::{Site, signs};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Neighbours that the text beside the project's picture names for each node.
const NEIGHBOURS: usize = 12;

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>) -> Result<Prepared<'s>, Error> {
    let mut writer = site.writer(page, Scope::Nothing);
    let levels = &site.graph_pieces().levels;
    let title = site.words().get("graph").to_owned();
    let label = site.words().get("graph.about").to_owned();
    graph::frame(&mut writer, "", &title, |writer| graph::draw_levels(writer, levels, &title));
    let picture = writer.take();
    levels_text(&mut writer, levels);
    let text = writer.take();
    let content = Content::new("levels", title)
        .with("about", label)
        .with("picture", picture)
        .with("notes", notes(site, levels))
        .with("legend", legend(site))
        .with("text", text);
    site.finish(page, content)
}

/// The signs that a picture uses.
fn legend(site: &Site) -> Vec<String> {
    Coverage::ALL.iter().map(|coverage| signs::coverage(site.words(), *coverage, false)).collect()
}

/// What the picture leaves out.
fn notes(site: &Site, levels: &Levels) -> Vec<String> {
    let words = site.words();
    let mut notes = Vec::new();
    for document in levels.documents() {
        let nodes = || levels.nodes.iter().filter(|node| node.document == document);
        let chapters: usize = nodes().map(|node| node.chapters.len()).sum();
        if chapters > nodes().count() {
            let each = nodes().map(|node| node.chapters.len()).max().unwrap_or(1).to_string();
            let title = &site.project.document(document).title;
            let values = [("document", title.as_str()), ("n", &chapters.to_string()), ("each", &each)];
            notes.push(words.fill("graph.grouped", &values));
        }
    }
    let total: usize = levels.bundles.values().sum();
    let drawn: usize = levels.drawn().iter().map(|(_, count)| count).sum();
    if drawn < total {
        let values = [
            ("n", BUNDLES.to_string()),
            ("of", levels.bundles.len().to_string()),
            ("traces", drawn.to_string()),
            ("all", total.to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        notes.push(words.fill("graph.strongest", &values));
    }
    notes
}

/// The project's picture as text: a table for each document, its chapters with what they are tied to.
fn levels_text(writer: &mut Writer<'_>, levels: &Levels) {
    let site = writer.site;
    let neighbours = levels.neighbours();
    for document in levels.documents() {
        let title = site.project.document(document).title.clone();
        writer.raw("<h3>");
        writer.text(&title);
        writer.raw("</h3>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
        writer.text(&title);
        writer.raw("\">\n<table class=\"ties\">\n<thead><tr><th scope=\"col\">");
        writer.word("chapter");
        writer.raw("</th><th scope=\"col\" class=\"num\">");
        writer.word(site.items_word(document));
        writer.raw("</th><th scope=\"col\">");
        writer.word("thread");
        writer.raw("</th><th scope=\"col\">");
        writer.word("graph.ties");
        writer.raw("</th></tr></thead>\n<tbody>\n");
        for (number, node) in levels.nodes.iter().enumerate().filter(|(_, node)| node.document == document) {
            writer.raw("<tr><th scope=\"row\">");
            level_link(writer, levels, number);
            let _ = write!(writer.out, "</th><td class=\"num\">{}</td><td class=\"thread\">", node.tally.items);
            writer.raw(&signs::bar(site.words(), &node.tally, 10));
            writer.raw("</td><td><ul>");
            for (other, count) in neighbours[number].iter().take(NEIGHBOURS) {
                writer.raw("<li>");
                writer.text(&site.project.document(levels.nodes[*other].document).title);
                writer.raw(" ");
                level_link(writer, levels, *other);
                let _ = write!(writer.out, " ({count})</li>");
            }
            if neighbours[number].len() > NEIGHBOURS {
                let more = site.words().count("more", neighbours[number].len() - NEIGHBOURS);
                writer.raw("<li>");
                writer.text(&more);
                writer.raw("</li>");
            }
            writer.raw("</ul></td></tr>\n");
        }
        writer.raw("</tbody>\n</table>\n</div>\n");
    }
}

fn level_link(writer: &mut Writer<'_>, levels: &Levels, number: usize) {
    let href = writer.href(levels.path(writer.site, number));
    let (id, title) = levels.name(writer.site, number);
    let _ = write!(writer.out, "<a href=\"{href}\">");
    writer.text(format!("{id} {title}").trim_start());
    writer.raw("</a>");
}

pub(super) fn render_chapter<'s>(
    site: &'s Site,
    page: &View<'_>,
    key: ChapterKey,
    part: usize,
) -> Result<Prepared<'s>, Error> {
    let project = &*site.project;
    let document = project.document_of_chapter(key);
    let mut writer = site.writer(page, Scope::Nothing);
    let items = graph::items_of_part(project, key, part);
    let (picture, missing) = graph::of_chapter(&mut writer, key, &items, "#_liste");
    let notes = (missing > 0).then(|| site.words().count("graph.left-out", missing));
    chapter_text(&mut writer, &items);
    let text = writer.take();
    let title = writer.chapter_title(key);
    let mut crumbs = Vec::new();
    if let Some(document) = document {
        let title = &project.document(document).title;
        crumbs.push(json!({ "title": title, "href": writer.href(site.plan.document(document)) }));
    }
    crumbs.push(json!({ "title": title, "href": writer.href(site.plan.chapter(key)) }));
    let id = |index: usize| {
        let last = project.items_of(key).len().saturating_sub(1);
        project.items_of(key).nth(index.min(last)).map(|item| project.item(item).id.to_string()).unwrap_or_default()
    };
    let part_title =
        |number: usize| format!("{} – {}", id(number * CHAPTER_ITEMS), id((number + 1) * CHAPTER_ITEMS - 1));
    let content = Content::new("graph", site.words().fill("graph.chapter.title", &[("title", &title)]))
        .of(document)
        .with("crumbs", crumbs)
        .with("about", site.words().get("graph.chapter.about"))
        .with("parts", site.parts(page, site.plan.chapter_graph(key).iter(), part_title))
        .with("picture", picture)
        .with("notes", notes.into_iter().collect::<Vec<String>>())
        .with("legend", legend(site))
        .with("text", text);
    site.finish(page, content)
}

/// A chapter's picture as text: a table with a row for each item, and a column for each document that any is tied to.
fn chapter_text(writer: &mut Writer<'_>, items: &[ItemKey]) {
    let site = writer.site;
    let rows: Vec<BTreeMap<DocumentKey, Vec<&Trace>>> = items.iter().map(|item| ties(site, *item)).collect();
    let mut documents: Vec<DocumentKey> = rows.iter().flat_map(BTreeMap::keys).copied().collect();
    documents.sort_unstable();
    documents.dedup();
    writer.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"_liste\">\n<table class=\"ties\">\n<thead><tr><th scope=\"col\">");
    writer.word("item");
    writer.raw("</th><th scope=\"col\">");
    writer.word("thread");
    writer.raw("</th>");
    for document in &documents {
        writer.raw("<th scope=\"col\">");
        writer.text(&site.project.document(*document).title);
        writer.raw("</th>");
    }
    writer.raw("</tr></thead>\n<tbody>\n");
    for (item, ties) in items.iter().zip(rows) {
        writer.raw("<tr><th scope=\"row\">");
        writer.reference(*item);
        writer.raw(" ");
        writer.text(&site.project.item(*item).title);
        writer.raw("</th><td>");
        if let Some(sign) = signs::first(&site.project, site.words(), *item) {
            sign.write(&mut writer.out);
        }
        writer.raw("</td>");
        for document in &documents {
            writer.raw("<td>");
            if let Some(traces) = ties.get(document) {
                cell(writer, *item, traces);
            }
            writer.raw("</td>");
        }
        writer.raw("</tr>\n");
    }
    writer.raw("</tbody>\n</table>\n</div>\n");
}

/// The traces of an item along the chain, by the document at their other end.
fn ties(site: &Site, item: ItemKey) -> BTreeMap<DocumentKey, Vec<&Trace>> {
    let project = &*site.project;
    let mut ties: BTreeMap<DocumentKey, Vec<&Trace>> = BTreeMap::new();
    let traces = project.traces_from(item).chain(project.traces_to(item)).filter(|trace| is_chained(trace.kind));
    for trace in distinct(project, traces.collect()) {
        let document = match (trace.from, trace.to == item) {
            (Origin::Item(from), true) => Some(project.document_of(from)),
            (Origin::Answer(answer), true) => project.document_of_chapter(answer.0),
            (_, false) => Some(project.document_of(trace.to)),
        };
        if let Some(document) = document {
            ties.entry(document).or_default().push(trace);
        }
    }
    ties
}

fn cell(writer: &mut Writer<'_>, item: ItemKey, traces: &[&Trace]) {
    writer.raw("<ul>");
    for trace in traces.iter().take(LINKS) {
        writer.raw("<li>");
        writer.trace_end(trace, trace.to == item);
        writer.raw("</li>");
    }
    if traces.len() > LINKS {
        let href = writer.item_href(item);
        let more = writer.site.words().count("more", traces.len() - LINKS);
        let _ = write!(writer.out, "<li><a href=\"{href}\">");
        writer.text(&more);
        writer.raw("</a></li>");
    }
    writer.raw("</ul>");
}
