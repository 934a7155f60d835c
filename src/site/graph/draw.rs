//! A net as SVG: a column for each document, a link for each node, and the thread between.
//!
//! The thread leaves a node at the line of its ID, in the form of its coverage: solid, dashed, ending in a knot, or not at all,
//! where a mark says so. Colours are the style sheet's.

use super::layers::Layers;
use super::net::{Net, Node, What};
use crate::model::{Coverage, DocumentKey, ItemKey, Origin, escape};
use crate::site::fragment::Writer;
use crate::site::measure::{fitted, is_fitting, width, wrapped};
use crate::site::signs;
use foldhash::{HashMap, HashMapExt};
use std::fmt::Write as _;

/// Sizes of a picture, in units of the drawing, which are pixels at its full size.
#[derive(Clone, Copy)]
pub(in crate::site) struct Sizes {
    /// Of a node.
    pub node: i32,
    /// Between two columns.
    pub between: i32,
    /// Between two nodes of a column.
    pub gap: i32,
    /// Lines of a title at most.
    pub lines: usize,
}

/// Letters of IDs and marks, and of titles.
const SMALL: i32 = 12;
const TITLE: i32 = 13;
/// The line of the ID, a line of the title, and what is below.
const HEAD: i32 = 21;
const LINE: i32 = 16;
const FOOT: i32 = 5;
/// How far below its top a node's thread leaves it.
const PORT: i32 = 12;
/// Room for a thread that passes a document by.
const PASSAGE: i32 = 8;
/// The heads of the columns.
const TOP: i32 = 34;
/// Room at the left, for ties inside of the first column.
const SIDE: i32 = 30;
const PAD: i32 = 7;

/// A node with what is written on it.
struct Label {
    href: String,
    id: String,
    lines: Vec<String>,
    /// All of it, for who does not see it and for who points at it.
    full: String,
    classes: &'static str,
    mark: Mark,
}

/// How an item's thread goes on.
enum Mark {
    /// It does not, and nobody expects it to.
    Nothing,
    /// As a line of a class.
    Line(&'static str),
    /// Not: words with their class.
    Words(String, String),
}

/// A net ready to be drawn: where each of its nodes is, and those that threads pass by.
struct Plan {
    xs: Vec<i32>,
    tops: Vec<i32>,
    heights: Vec<i32>,
    height: i32,
    /// For each node, and a column between it and a neighbour of it, the place at which the thread passes.
    passages: HashMap<(usize, usize), usize>,
    columns: HashMap<DocumentKey, usize>,
}

/// Appends the net as SVG. `rest` is where those are listed that are not drawn; `fixed` is the document whose nodes keep the
/// order of the text.
pub(in crate::site) fn draw(
    writer: &mut Writer<'_>,
    net: &Net<'_>,
    sizes: Sizes,
    fixed: DocumentKey,
    label: &str,
    rest: &str,
) {
    let goes_on = net.goes_on();
    let label_of = |(node, goes_on)| self::label(writer, node, goes_on, sizes, rest);
    let labels: Vec<Label> = net.nodes.iter().zip(goes_on).map(label_of).collect();
    let plan = plan(net, &labels, sizes, fixed);
    let side = if net.edges.keys().any(|(left, right)| is_first(net, &plan, *left, *right)) { SIDE } else { 2 };
    let wide = side + plan.columns.len() as i32 * (sizes.node + sizes.between) - sizes.between + 2;
    let tall = TOP + plan.height + 4;
    let _ = write!(
        writer.out,
        "<svg class=\"net{}\" role=\"group\" width=\"{wide}\" height=\"{tall}\" viewBox=\"{} {} {wide} {tall}\" aria-label=\"",
        super::tallness(wide, tall),
        -side,
        -TOP
    );
    writer.text(label);
    writer.raw("\">\n");
    heads(writer, &plan, sizes);
    for ((left, right), tie) in &net.edges {
        let class = tie.class();
        let path = path(net, &plan, sizes, (*left, *right), class == "excluded");
        let _ = writeln!(writer.out, "<path class=\"{class}\" data-e=\"{left} {right}\" d=\"{path}\"/>");
    }
    let mut order: Vec<usize> = (0..net.nodes.len()).collect();
    order.sort_by_key(|number| (net.nodes[*number].document, plan.tops[*number]));
    for number in order {
        node(writer, net, number, &labels[number], &plan, sizes);
    }
    writer.raw("</svg>\n");
}

/// Whether an edge is a tie inside of the first column.
fn is_first(net: &Net<'_>, plan: &Plan, left: usize, right: usize) -> bool {
    let column = |number: usize| plan.columns[&net.nodes[number].document];
    column(left) == 0 && column(right) == 0
}

fn plan(net: &Net<'_>, labels: &[Label], sizes: Sizes, fixed: DocumentKey) -> Plan {
    let mut documents: Vec<DocumentKey> = net.nodes.iter().map(|node| node.document).collect();
    documents.sort_unstable();
    documents.dedup();
    let columns: HashMap<DocumentKey, usize> = documents.iter().copied().zip(0..).collect();
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); documents.len()];
    for (number, node) in net.nodes.iter().enumerate() {
        layers[columns[&node.document]].push(number);
    }
    let mut heights: Vec<i32> = labels.iter().map(|label| HEAD + LINE * label.lines.len() as i32 + FOOT).collect();
    let mut passages = HashMap::new();
    let mut edges = Vec::with_capacity(net.edges.len());
    for (left, right) in net.edges.keys() {
        let ends = (columns[&net.nodes[*left].document], columns[&net.nodes[*right].document]);
        let mut from = *left;
        for (column, layer) in layers.iter_mut().enumerate().take(ends.1).skip(ends.0 + 1) {
            let passage = *passages.entry((*left, column)).or_insert_with(|| {
                layer.push(heights.len());
                heights.push(PASSAGE);
                heights.len() - 1
            });
            edges.push((from, passage));
            from = passage;
        }
        if ends.0 != ends.1 {
            edges.push((from, *right));
        }
    }
    edges.sort_unstable();
    edges.dedup();
    let ports: Vec<i32> =
        heights.iter().enumerate().map(|(number, _)| if number < labels.len() { PORT } else { PASSAGE / 2 }).collect();
    let mut layers = Layers::new(layers, &edges);
    layers.order(columns.get(&fixed).copied().unwrap_or(0));
    let (tops, height) = layers.tops(&heights, &ports, sizes.gap);
    let xs = (0..documents.len() as i32).map(|column| column * (sizes.node + sizes.between)).collect();
    Plan { xs, tops, heights, height, passages, columns }
}

fn heads(writer: &mut Writer<'_>, plan: &Plan, sizes: Sizes) {
    let mut columns: Vec<(usize, DocumentKey)> = plan.columns.iter().map(|(key, column)| (*column, *key)).collect();
    columns.sort_unstable();
    for (column, document) in columns {
        let title = &writer.site.project.document(document).title;
        let shown = fitted(title, sizes.node, TITLE);
        let _ = write!(writer.out, "<text class=\"head\" x=\"{}\" y=\"{}\">", plan.xs[column], 16 - TOP);
        writer.text(&shown);
        writer.raw("</text>\n");
    }
}

/// The way of an edge: from the right of its left end to the left of its right end, past the columns between.
fn path(net: &Net<'_>, plan: &Plan, sizes: Sizes, (left, right): (usize, usize), has_knot: bool) -> String {
    let column = |number: usize| plan.columns[&net.nodes[number].document];
    let port = |number: usize| plan.tops[number] + PORT;
    let (from, to) = (column(left), column(right));
    let (mut x, mut y) = (plan.xs[from] + sizes.node, port(left));
    if from == to {
        let x = plan.xs[from];
        let bulge = (12 + (port(right) - y).abs() / 12).min(SIDE - 4);
        return format!("M{x} {y}c-{bulge} 0 -{bulge} {} 0 {}", port(right) - y, port(right) - y);
    }
    let mut path = format!("M{x} {y}");
    let mut bend = |path: &mut String, to_x: i32, to_y: i32| {
        let half = (to_x - x) / 2;
        let _ = if to_y == y {
            write!(path, "H{to_x}")
        } else {
            write!(path, "C{} {y} {} {to_y} {to_x} {to_y}", x + half, to_x - half)
        };
        (x, y) = (to_x, to_y);
    };
    for between in from + 1..to {
        let y = plan.passages.get(&(left, between)).map_or(0, |passage| plan.tops[*passage] + PASSAGE / 2);
        bend(&mut path, plan.xs[between], y);
        bend(&mut path, plan.xs[between] + sizes.node, y);
    }
    let end = (plan.xs[to], port(right));
    bend(&mut path, end.0, end.1);
    if has_knot {
        let _ = write!(path, "M{} {}a3.6 3.6 0 1 1 .01 0", end.0 - 10, end.1);
    }
    path
}

fn node(writer: &mut Writer<'_>, net: &Net<'_>, number: usize, label: &Label, plan: &Plan, sizes: Sizes) {
    let node = &net.nodes[number];
    let (x, y) = (plan.xs[plan.columns[&node.document]], plan.tops[number]);
    let here = if node.is_own { " own" } else { "" };
    let _ = write!(
        writer.out,
        "<a class=\"node{here}{}\" data-n=\"{number}\" href=\"{}\" transform=\"translate({x} {y})\"><title>",
        label.classes, label.href
    );
    writer.text(&label.full);
    let _ = write!(
        writer.out,
        "</title><rect width=\"{}\" height=\"{}\"/><text class=\"id\" x=\"{PAD}\" y=\"16\">",
        sizes.node, plan.heights[number]
    );
    writer.text(&label.id);
    writer.raw("</text>");
    let after = PAD + width(&label.id, SMALL) + 8;
    match &label.mark {
        Mark::Nothing => {}
        Mark::Line(class) => {
            let knot = if *class == "excluded" {
                format!("M{} {PORT}a3.6 3.6 0 1 1 .01 0", sizes.node - 12)
            } else {
                String::new()
            };
            let _ = write!(writer.out, "<path class=\"{class}\" d=\"M{after} {PORT}H{}{knot}\"/>", sizes.node);
        }
        Mark::Words(class, words) => {
            let _ = write!(writer.out, "<text class=\"mark {class}\" x=\"{}\" y=\"16\">", sizes.node - PAD);
            let room = sizes.node - PAD - after;
            let is_alone = class.starts_with("proof") && !is_fitting(words, room, SMALL);
            // A sign stands first, and where there is no room for its word, alone.
            let shown = if is_alone { words.split(' ').next().unwrap_or_default() } else { words };
            escape(&fitted(shown, room, SMALL), &mut writer.out);
            writer.raw("</text>");
        }
    }
    for (line, text) in label.lines.iter().enumerate() {
        let _ = write!(writer.out, "<text x=\"{PAD}\" y=\"{}\">", HEAD + 12 + LINE * line as i32);
        writer.text(text);
        writer.raw("</text>");
    }
    writer.raw("</a>\n");
}

fn label(writer: &Writer<'_>, node: &Node, goes_on: bool, sizes: Sizes, rest: &str) -> Label {
    let site = writer.site;
    let project = &*site.project;
    let lines = |title: &str| wrapped(title, sizes.node - 2 * PAD, TITLE, sizes.lines);
    match node.what {
        What::Item(item) => {
            let found = project.item(item);
            let (mark, said) = mark(writer, item, goes_on);
            let said = if said.is_empty() { said } else { format!(" – {said}") };
            // A title that is the ID alone would stand there twice.
            let title = if found.title == *found.id { "" } else { found.title.as_str() };
            Label {
                href: writer.href(site.plan.item(item)),
                id: fitted(&found.id, sizes.node - 2 * PAD - 40, SMALL),
                lines: lines(title),
                full: format!("{} {title}{said}", found.id),
                classes: if project.is_dropped(item) { " dropped" } else { "" },
                mark,
            }
        }
        What::Answer(answer) => {
            let chapter = &project.chapter(answer.0).title;
            let id = site.words().fill("graph.row", &[("n", &(answer.1 + 1).to_string())]);
            let result = project.answer(answer).result.map(|_| signs::test_result(project, Origin::Answer(answer)));
            let mark = result.map_or(Mark::Nothing, |result| proof_mark(writer, result.key()));
            Label {
                href: writer.answer_href(answer),
                full: format!("{id}: {chapter}"),
                id,
                lines: lines(chapter),
                classes: "",
                mark,
            }
        }
        What::More(number) => {
            let more = site.words().count("more", number);
            Label {
                href: rest.to_owned(),
                id: fitted(&more, sizes.node - 2 * PAD, SMALL),
                lines: Vec::new(),
                full: more,
                classes: " more",
                mark: Mark::Nothing,
            }
        }
    }
}

/// The sign of a result or a proof, and its word.
fn proof_mark(writer: &Writer<'_>, key: &str) -> Mark {
    let sign = match key {
        "passed" => "✓",
        "failed" => "✗",
        _ => "○",
    };
    Mark::Words(format!("proof {key}"), format!("{sign} {}", writer.site.words().get(&format!("proof.{key}"))))
}

/// How an item's thread goes on, and the word for it.
fn mark(writer: &Writer<'_>, item: ItemKey, goes_on: bool) -> (Mark, String) {
    let site = writer.site;
    let (project, words) = (&*site.project, site.words());
    let first = signs::first(project, words, item);
    let said = first.as_ref().map(|(_, word)| word.clone()).unwrap_or_default();
    if let Some(coverage) = project.coverage_of(item) {
        return match coverage {
            _ if project.is_waiting(item) => (Mark::Nothing, String::new()),
            Coverage::Open => (Mark::Words(first.map(|(class, _)| class).unwrap_or_default(), said.clone()), said),
            other => (Mark::Line(other.key()), said),
        };
    }
    if project.result_of(item).is_some() || signs::is_test(project.item(item)) {
        let result = signs::test_result(project, Origin::Item(item));
        return (proof_mark(writer, result.key()), words.get(&format!("proof.{}", result.key())).to_owned());
    }
    if goes_on {
        return (Mark::Line("realised"), said);
    }
    match project.proof_of(item) {
        Some(proof) if site.has_tests => {
            (proof_mark(writer, proof.key()), words.get(&format!("proof.{}", proof.key())).to_owned())
        }
        _ if first.as_ref().is_some_and(|(class, _)| class.contains("loose")) => {
            (Mark::Words("cov loose".to_owned(), said.clone()), said)
        }
        _ => (Mark::Nothing, said),
    }
}
