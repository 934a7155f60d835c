//! The whole project as levels: documents as columns, chapters as nodes, and bundles of traces between them.
//!
//! What is drawn does not grow with the project: a document with many chapters has several in one node, and of very many
//! bundles the strongest are drawn. Both is said beside the picture.

use super::net::is_chained;
use crate::model::{ChapterKey, Coverage, DocumentKey, Origin, Project, Tally};
use crate::site::Site;
use crate::site::fragment::Writer;
use crate::site::measure::{fitted, width};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Nodes of one document.
const NODES: usize = 40;
/// Bundles in the picture.
pub(in crate::site) const BUNDLES: usize = 500;

/// Sizes in units of the drawing, which are pixels at its full size. The script lays nodes out again when one is unfolded,
/// from the places that it finds here.
const NODE: i32 = 252;
const BETWEEN: i32 = 120;
const HEIGHT: i32 = 48;
const GAP: i32 = 12;
const TOP: i32 = 38;
const PAD: i32 = 8;
const BAR: i32 = 110;
/// The button that unfolds a chapter stands at the right of its title.
const BUTTON: i32 = 26;
const SMALL: i32 = 12;
const TITLE: i32 = 13;

/// A chapter, or several that follow each other.
pub(in crate::site) struct Level {
    pub document: DocumentKey,
    pub chapters: Vec<ChapterKey>,
    pub tally: Tally,
}

/// The project as levels.
pub(in crate::site) struct Levels {
    pub nodes: Vec<Level>,
    /// Traces between two nodes, the one in the earlier document first.
    pub bundles: BTreeMap<(usize, usize), usize>,
    /// For each chapter its node.
    of_chapter: Vec<Option<usize>>,
}

impl Levels {
    /// The levels of a project: documents that are part of the chain, with the chapters that have items or answers.
    pub fn of(project: &Project) -> Self {
        let mut levels =
            Self { nodes: Vec::new(), bundles: BTreeMap::new(), of_chapter: vec![None; project.chapters.len()] };
        for document in chained(project) {
            let has_part = |key: &ChapterKey| {
                let chapter = project.chapter(*key);
                !chapter.items.is_empty() || !chapter.answers.is_empty()
            };
            let chapters: Vec<ChapterKey> = project.chapters_of(document).filter(has_part).collect();
            let each = chapters.len().div_ceil(NODES).max(1);
            for chapters in chapters.chunks(each) {
                for chapter in chapters {
                    levels.of_chapter[chapter.0 as usize] = Some(levels.nodes.len());
                }
                let tally = Tally::of(project, chapters.iter().flat_map(|chapter| project.items_of(*chapter)));
                levels.nodes.push(Level { document, chapters: chapters.to_vec(), tally });
            }
        }
        for trace in project.traces.iter().filter(|trace| is_chained(trace.kind)) {
            let from = match trace.from {
                Origin::Item(item) => project.chapter_of(item),
                Origin::Answer(answer) => answer.0,
            };
            let ends = (levels.node_of(project.chapter_of(trace.to)), levels.node_of(from));
            let (Some(to), Some(from)) = ends else { continue };
            if levels.nodes[to].document != levels.nodes[from].document {
                *levels.bundles.entry((to.min(from), to.max(from))).or_default() += 1;
            }
        }
        levels
    }

    /// The node that a chapter is part of.
    pub fn node_of(&self, chapter: ChapterKey) -> Option<usize> {
        self.of_chapter[chapter.0 as usize]
    }

    /// The documents, in the order of the chain.
    pub fn documents(&self) -> Vec<DocumentKey> {
        let mut documents: Vec<DocumentKey> = self.nodes.iter().map(|node| node.document).collect();
        documents.dedup();
        documents
    }

    /// The bundles that are drawn: all, or the strongest.
    pub fn drawn(&self) -> Vec<((usize, usize), usize)> {
        let mut bundles: Vec<_> = self.bundles.iter().map(|(ends, count)| (*ends, *count)).collect();
        bundles.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        bundles.truncate(BUNDLES);
        bundles.sort_unstable();
        bundles
    }

    /// For each node the others that it is tied to, the strongest first.
    pub fn neighbours(&self) -> Vec<Vec<(usize, usize)>> {
        let mut neighbours = vec![Vec::new(); self.nodes.len()];
        for ((left, right), count) in &self.bundles {
            neighbours[*left].push((*right, *count));
            neighbours[*right].push((*left, *count));
        }
        for ties in &mut neighbours {
            ties.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        }
        neighbours
    }

    /// What a node is called: its chapter's number and title, or those of its first and its last.
    pub fn name(&self, site: &Site, node: usize) -> (String, String) {
        let chapters = &self.nodes[node].chapters;
        let chapter = |key: &ChapterKey| site.project.chapter(*key);
        let number = |key: &ChapterKey| chapter(key).number.clone().unwrap_or_default();
        match chapters.as_slice() {
            [only] => (number(only), chapter(only).title.clone()),
            [first, .., last] => {
                let range = format!("{} – {}", number(first), number(last));
                let range = if range.trim() == "–" { String::new() } else { range };
                (
                    range,
                    site.words()
                        .fill("graph.group", &[("title", &chapter(first).title), ("n", &chapters.len().to_string())]),
                )
            }
            [] => Default::default(),
        }
    }

    /// Where a node leads: to the picture of its chapter, to the chapter where that has none, or to the document where it is
    /// several.
    pub fn path<'s>(&self, site: &'s Site, node: usize) -> &'s str {
        let node = &self.nodes[node];
        match node.chapters.as_slice() {
            [only] => site.plan.chapter_graph(*only).first().map_or_else(|| site.plan.chapter(*only), String::as_str),
            _ => site.plan.document(node.document),
        }
    }
}

/// The documents with items that are tied to others.
fn chained(project: &Project) -> impl Iterator<Item = DocumentKey> {
    let is_chained = |key: &DocumentKey| project.items_of_document(*key).any(|item| super::is_tied(project, item));
    project.document_keys().filter(is_chained)
}

/// Appends the picture.
pub(in crate::site) fn draw(writer: &mut Writer<'_>, levels: &Levels, label: &str) {
    let documents = levels.documents();
    let mut counts = vec![0; documents.len()];
    let mut places = Vec::with_capacity(levels.nodes.len());
    for node in &levels.nodes {
        let column = documents.iter().position(|document| *document == node.document).unwrap_or(0);
        places.push((column as i32 * (NODE + BETWEEN), counts[column] * (HEIGHT + GAP)));
        counts[column] += 1;
    }
    let tall = TOP + counts.iter().max().copied().unwrap_or(0) * (HEIGHT + GAP);
    let wide = documents.len() as i32 * (NODE + BETWEEN) - BETWEEN + 4;
    let root = writer.root();
    let _ = write!(
        writer.out,
        "<svg class=\"net levels{}\" role=\"group\" width=\"{wide}\" height=\"{tall}\" viewBox=\"-2 {} {wide} {tall}\" data-root=\"{root}\" data-gap=\"{GAP}\"",
        super::tallness(wide, tall),
        -TOP
    );
    for (name, key) in [("unfold", "graph.unfold"), ("more", "more.many"), ("failed", "search.failed")] {
        let _ = write!(writer.out, " data-{name}=\"");
        writer.word(key);
        writer.raw("\"");
    }
    writer.raw(" aria-label=\"");
    writer.text(label);
    writer.raw("\">\n");
    for (column, document) in documents.iter().enumerate() {
        let title = fitted(&writer.site.project.document(*document).title, NODE, TITLE);
        let href = writer.href(writer.site.plan.document(*document));
        let (x, y) = (column as i32 * (NODE + BETWEEN), 18 - TOP);
        let _ = write!(writer.out, "<a href=\"{href}\"><text class=\"head\" x=\"{x}\" y=\"{y}\">");
        writer.text(&title);
        writer.raw("</text></a>\n");
    }
    for ((left, right), count) in levels.drawn() {
        let (from, to) = (places[left], places[right]);
        let (x, y, end_x, end_y) = (from.0 + NODE, from.1 + HEIGHT / 2, to.0, to.1 + HEIGHT / 2);
        let half = (end_x - x) / 2;
        let _ = writeln!(
            writer.out,
            "<path class=\"bundle\" data-e=\"{left} {right}\" data-w=\"{count}\" stroke-width=\"{}\" d=\"M{x} {y}C{} {y} {} {end_y} {end_x} {end_y}\"/>",
            thickness(count),
            x + half,
            end_x - half
        );
    }
    for (number, place) in places.into_iter().enumerate() {
        node(writer, levels, number, place);
    }
    writer.raw("</svg>\n");
}

/// How thick a bundle is: its area grows with the root of what is in it, so that one trace is seen beside a hundred.
fn thickness(count: usize) -> String {
    let tenths = (count * 100).isqrt().clamp(10, 120);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn node(writer: &mut Writer<'_>, levels: &Levels, number: usize, (x, y): (i32, i32)) {
    let site = writer.site;
    let node = &levels.nodes[number];
    let (id, title) = levels.name(site, number);
    let items = site.words().count(site.items_word(node.document), node.tally.items);
    let _ = write!(
        writer.out,
        "<g class=\"level\" data-n=\"{number}\" data-h=\"{HEIGHT}\" transform=\"translate({x} {y})\""
    );
    if let Some(piece) = site.graph_piece(number) {
        let href = writer.href(piece);
        let _ = write!(writer.out, " data-piece=\"{href}\"");
    }
    let href = writer.href(levels.path(site, number));
    let _ =
        write!(writer.out, "><rect width=\"{NODE}\" height=\"{HEIGHT}\"/><a class=\"node\" href=\"{href}\"><title>");
    writer.text(&[id.as_str(), &title, "–", &items].join(" "));
    writer.raw("</title>");
    let mut from = PAD;
    if !id.is_empty() {
        let id = fitted(&id, NODE / 3, SMALL);
        let _ = write!(writer.out, "<text class=\"id\" x=\"{from}\" y=\"19\">");
        writer.text(&id);
        writer.raw("</text>");
        from += width(&id, SMALL) + 6;
    }
    let _ = write!(writer.out, "<text x=\"{from}\" y=\"19\">");
    let title = fitted(&title, NODE - from - BUTTON - PAD, TITLE);
    writer.text(&title);
    writer.raw("</text></a>");
    let _ = write!(writer.out, "<text class=\"note\" x=\"{PAD}\" y=\"38\">");
    writer.text(&items);
    writer.raw("</text>");
    bar(writer, &node.tally);
    writer.raw("</g>\n");
}

/// The coverage of a node's items as a bar, in the forms of the thread.
fn bar(writer: &mut Writer<'_>, tally: &Tally) {
    let total = tally.coverable() as i32;
    if total == 0 {
        return;
    }
    let start = NODE - PAD - BAR;
    let at = |number: usize| start + number as i32 * BAR / total;
    let mut from = 0;
    let loud = tally.open_muss;
    let parts = Coverage::ALL[..5].iter().map(|kind| (kind.key(), tally.covered(*kind)));
    let open = [("open", tally.covered(Coverage::Open) - loud), ("open must", loud)];
    let spoken: Vec<String> = Coverage::ALL
        .iter()
        .filter(|kind| tally.covered(**kind) > 0)
        .map(|kind| {
            format!("{} {}", tally.covered(*kind), writer.site.words().get(&format!("coverage.{}", kind.key())))
        })
        .collect();
    writer.raw("<g class=\"share\" role=\"img\" aria-label=\"");
    writer.text(&spoken.join(", "));
    writer.raw("\"><title>");
    writer.text(&spoken.join(", "));
    writer.raw("</title>");
    for (class, number) in parts.chain(open).filter(|(_, number)| *number > 0) {
        let (x, end) = (at(from), at(from + number).max(at(from) + 1));
        let _ = if class.starts_with("open") {
            write!(writer.out, "<rect class=\"{class}\" x=\"{x}\" y=\"31\" width=\"{}\" height=\"7\"/>", end - x)
        } else {
            write!(writer.out, "<path class=\"{class}\" d=\"M{x} 34.5H{end}\"/>")
        };
        from += number;
    }
    writer.raw("</g>");
}
