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
mod picture;
mod pieces;

pub(super) use flow::flow;
pub(super) use levels::{BUNDLES, Levels, draw as draw_levels};
pub(super) use net::is_chained;
pub(super) use picture::Drawing;
pub(super) use pieces::{Pieces, is_of_graph, pieces};

use super::fragment::Writer;
use crate::model::{ChapterKey, ItemKey, Project};
use net::{Asides, Net, What};
use picture::{Picture, Sizes};

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

/// The picture around an item; nothing where fewer than two others would be on it, since the text beside it says as much.
/// `rest` is where all of them are listed.
pub(super) fn around_item<'s>(writer: &mut Writer<'s>, item: ItemKey, rest: &str) -> Drawing<'s> {
    let site = writer.site;
    let project = &*site.project;
    let net = Net::around(project, std::iter::once(item), Asides::All, ITEM_NODES);
    if net.nodes.len() < 3 {
        return Drawing::default();
    }
    let id = &project.item(item).id;
    let label = site.words().fill("graph.around", &[("id", id), ("n", &(net.nodes.len() - 1).to_string())]);
    let picture = Picture::of(writer, &net, AROUND, project.document_of(item), label, rest);
    Drawing::of(writer, "small", picture)
}

/// The items of a part of a chapter.
pub(super) fn items_of_part(project: &Project, chapter: ChapterKey, part: usize) -> Vec<ItemKey> {
    project.items_of(chapter).skip(part * CHAPTER_ITEMS).take(CHAPTER_ITEMS).collect()
}

/// The picture of some items of a chapter, and how many others it leaves out; nothing where the chapter is of no document.
pub(super) fn of_chapter<'s>(
    writer: &mut Writer<'s>,
    chapter: ChapterKey,
    items: &[ItemKey],
    rest: &str,
) -> (Drawing<'s>, usize) {
    let site = writer.site;
    let project = &*site.project;
    let Some(document) = project.document_of_chapter(chapter) else { return (Drawing::default(), 0) };
    let net = Net::around(project, items.iter().copied(), Asides::Inside, CHAPTER_NODES);
    let label = site.words().fill("graph.chapter.label", &[("title", &project.chapter(chapter).title)]);
    let picture = Picture::of(writer, &net, CHAPTER, document, label, rest);
    let missing = net.nodes.iter().map(|node| if let What::More(number) = node.what { number } else { 0 }).sum();
    (Drawing::of(writer, "", picture), missing)
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
