//! Pictures of traces, as SVG: around an item, of a chapter, of the whole project, and the flow of coverage.
//!
//! A column for each document, in the order of the chain; the red thread leads from the left to the right. Each node is a
//! link, and what a picture says stands as text on the same page.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "numbers of nodes and places on a page are small, and none of these is below zero"
)]

mod draw;
mod flow;
mod layers;
mod levels;
mod net;
mod pieces;

pub(super) use flow::flow;
pub(super) use levels::{BUNDLES, Levels, draw as draw_levels};
pub(super) use net::is_chained;
pub(super) use pieces::{Pieces, is_of_graph, pieces};

use super::fragment::Writer;
use crate::model::{ChapterKey, ItemKey, Project};
use draw::Sizes;
use net::{Asides, Net, What};

/// Items of a chapter in one picture; a longer one has several.
pub(super) const CHAPTER_ITEMS: usize = 50;
/// Nodes of another document in the picture of a chapter.
const CHAPTER_NODES: usize = 100;
/// Nodes of a document in the picture around an item.
const ITEM_NODES: usize = 12;

const AROUND: Sizes = Sizes { node: 166, between: 36, gap: 10, lines: 2 };
const CHAPTER: Sizes = Sizes { node: 250, between: 100, gap: 8, lines: 1 };

/// The class of a picture that no sheet of paper can hold with letters that can still be read.
fn tallness(wide: i32, tall: i32) -> &'static str {
    if tall * 10 > wide * 7 { " tall" } else { "" }
}

/// Whether an item is tied to any other along the chain.
pub(super) fn is_tied(project: &Project, item: ItemKey) -> bool {
    project.traces_from(item).chain(project.traces_to(item)).any(|trace| is_chained(trace.kind))
}

/// Appends the picture around an item; nothing where fewer than two others would be on it, since the text beside it says as
/// much. `rest` is where all of them are listed.
pub(super) fn around_item(writer: &mut Writer<'_>, item: ItemKey, rest: &str) {
    let site = writer.site;
    let project = &*site.project;
    let net = Net::around(project, std::iter::once(item), Asides::All, ITEM_NODES);
    if net.nodes.len() < 3 {
        return;
    }
    let id = &project.item(item).id;
    let label = site.words().fill("graph.around", &[("id", id), ("n", &(net.nodes.len() - 1).to_string())]);
    frame(writer, "small", &label, |writer| {
        draw::draw(writer, &net, AROUND, project.document_of(item), &label, rest);
    });
}

/// Appends the picture of a part of a chapter, and gives the items that it is about.
pub(super) fn of_chapter(writer: &mut Writer<'_>, chapter: ChapterKey, part: usize, rest: &str) -> Vec<ItemKey> {
    let site = writer.site;
    let project = &*site.project;
    let items: Vec<ItemKey> = project.items_of(chapter).skip(part * CHAPTER_ITEMS).take(CHAPTER_ITEMS).collect();
    let Some(document) = project.document_of_chapter(chapter) else { return items };
    let net = Net::around(project, items.iter().copied(), Asides::Inside, CHAPTER_NODES);
    let title = &project.chapter(chapter).title;
    let label = site.words().fill("graph.chapter.label", &[("title", title)]);
    frame(writer, "", &label, |writer| draw::draw(writer, &net, CHAPTER, document, &label, rest));
    let missing: usize = net.nodes.iter().map(|node| if let What::More(number) = node.what { number } else { 0 }).sum();
    if missing > 0 {
        let note = site.words().count("graph.left-out", missing);
        writer.raw("<p class=\"note-line\">");
        writer.text(&note);
        writer.raw("</p>\n");
    }
    items
}

/// Appends a picture in a box that scrolls, with the buttons that the script needs to change its size.
pub(super) fn frame(writer: &mut Writer<'_>, class: &str, label: &str, draw: impl FnOnce(&mut Writer<'_>)) {
    writer.raw("<div class=\"graph");
    if !class.is_empty() {
        writer.raw(" ");
        writer.raw(class);
    }
    writer.raw("\" data-graph>\n<div class=\"graph-tools\"><p data-script>");
    for (name, sign) in [("in", "+"), ("out", "−"), ("fit", ""), ("full", "")] {
        if name == "full" && class == "small" {
            continue;
        }
        let key = format!("graph.{name}");
        writer.raw("<button type=\"button\" data-zoom=\"");
        writer.raw(name);
        writer.raw("\"");
        if sign.is_empty() {
            writer.raw(">");
            writer.word(&key);
        } else {
            writer.raw(" aria-label=\"");
            writer.word(&key);
            writer.raw("\">");
            writer.raw(sign);
        }
        writer.raw("</button>");
    }
    writer.raw("</p></div>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    writer.text(label);
    writer.raw("\">\n");
    draw(writer);
    writer.raw("</div>\n</div>\n");
}
