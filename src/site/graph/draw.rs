//! A net as SVG: a column for each document, a link for each node, and the thread between.
//!
//! The thread leaves a node at the line of its ID, in the form of its coverage: solid, dashed, ending in a knot, or not at all,
//! where a mark says so. Colours are the style sheet's.

use super::layers::Layers;
use super::picture::{Mark, Node, Picture};
use crate::model::{DocumentKey, escape};
use crate::site::measure::{fitted, is_fitting, width, wrapped};
use foldhash::{HashMap, HashMapExt};
use std::fmt::Write as _;

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

/// A picture as SVG.
pub(super) fn svg(picture: &Picture<'_>) -> String {
    let Picture { sizes, nodes, edges, .. } = picture;
    let lines = |node: &Node<'_>| wrapped(node.title, sizes.node - 2 * PAD, TITLE, sizes.lines);
    let lines: Vec<Vec<String>> = nodes.iter().map(lines).collect();
    let plan = plan(picture, &lines);
    let side = if edges.iter().any(|(ends, _)| is_first(picture, &plan, *ends)) { SIDE } else { 2 };
    let wide = side + plan.columns.len() as i32 * (sizes.node + sizes.between) - sizes.between + 2;
    let tall = TOP + plan.height + 4;
    let mut out = String::with_capacity(512 * nodes.len());
    let _ = write!(
        out,
        "<svg class=\"net{}\" role=\"group\" width=\"{wide}\" height=\"{tall}\" viewBox=\"{} {} {wide} {tall}\" aria-label=\"",
        super::tallness(wide, tall),
        -side,
        -TOP
    );
    escape(&picture.label, &mut out);
    out.push_str("\">\n");
    heads(picture, &plan, &mut out);
    for (ends, class) in edges {
        let path = path(picture, &plan, *ends, *class == "excluded");
        let _ = writeln!(out, "<path class=\"{class}\" data-e=\"{} {}\" d=\"{path}\"/>", ends.0, ends.1);
    }
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|number| (nodes[*number].document, plan.tops[*number]));
    for number in order {
        node(picture, number, &lines[number], &plan, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// Whether an edge is a tie inside of the first column.
fn is_first(picture: &Picture<'_>, plan: &Plan, (left, right): (usize, usize)) -> bool {
    let column = |number: usize| plan.columns[&picture.nodes[number].document];
    column(left) == 0 && column(right) == 0
}

fn plan(picture: &Picture<'_>, lines: &[Vec<String>]) -> Plan {
    let Picture { sizes, nodes, .. } = picture;
    let columns: HashMap<DocumentKey, usize> = picture.columns.iter().map(|(key, _)| *key).zip(0..).collect();
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); columns.len()];
    for (number, node) in nodes.iter().enumerate() {
        layers[columns[&node.document]].push(number);
    }
    let mut heights: Vec<i32> = lines.iter().map(|lines| HEAD + LINE * lines.len() as i32 + FOOT).collect();
    let mut passages = HashMap::new();
    let mut edges = Vec::with_capacity(picture.edges.len());
    for ((left, right), _) in &picture.edges {
        let ends = (columns[&nodes[*left].document], columns[&nodes[*right].document]);
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
        heights.iter().enumerate().map(|(number, _)| if number < lines.len() { PORT } else { PASSAGE / 2 }).collect();
    let mut layers = Layers::new(layers, &edges);
    layers.order(columns.get(&picture.fixed).copied().unwrap_or(0));
    let (tops, height) = layers.tops(&heights, &ports, sizes.gap);
    let xs = (0..columns.len() as i32).map(|column| column * (sizes.node + sizes.between)).collect();
    Plan { xs, tops, heights, height, passages, columns }
}

fn heads(picture: &Picture<'_>, plan: &Plan, out: &mut String) {
    for ((_, title), x) in picture.columns.iter().zip(&plan.xs) {
        let _ = write!(out, "<text class=\"head\" x=\"{x}\" y=\"{}\">", 16 - TOP);
        escape(&fitted(title, picture.sizes.node, TITLE), out);
        out.push_str("</text>\n");
    }
}

/// The way of an edge: from the right of its left end to the left of its right end, past the columns between.
fn path(picture: &Picture<'_>, plan: &Plan, (left, right): (usize, usize), has_knot: bool) -> String {
    let Picture { sizes, nodes, .. } = picture;
    let column = |number: usize| plan.columns[&nodes[number].document];
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

fn node(picture: &Picture<'_>, number: usize, lines: &[String], plan: &Plan, out: &mut String) {
    let (node, sizes) = (&picture.nodes[number], picture.sizes);
    let (x, y) = (plan.xs[plan.columns[&node.document]], plan.tops[number]);
    let here = if node.is_own { " own" } else { "" };
    let _ = write!(
        out,
        "<a class=\"node{here}{}\" data-n=\"{number}\" href=\"{}\" transform=\"translate({x} {y})\"><title>",
        node.class, node.href
    );
    for part in [&*node.id, node.joint, node.title, if node.said.is_empty() { "" } else { " – " }, node.said] {
        escape(part, out);
    }
    let _ = write!(
        out,
        "</title><rect width=\"{}\" height=\"{}\"/><text class=\"id\" x=\"{PAD}\" y=\"16\">",
        sizes.node, plan.heights[number]
    );
    let id = fitted(&node.id, sizes.node - 2 * PAD - 40, SMALL);
    escape(&id, out);
    out.push_str("</text>");
    let after = PAD + width(&id, SMALL) + 8;
    match &node.mark {
        Mark::Nothing => {}
        Mark::Line(class) => {
            let knot = if *class == "excluded" {
                format!("M{} {PORT}a3.6 3.6 0 1 1 .01 0", sizes.node - 12)
            } else {
                String::new()
            };
            let _ = write!(out, "<path class=\"{class}\" d=\"M{after} {PORT}H{}{knot}\"/>", sizes.node);
        }
        Mark::Sign(sign) => words(&sign.classes(), sign.word, false, (sizes.node - PAD, after), out),
        Mark::Proof(class, word) => words(&["proof ", class].concat(), word, true, (sizes.node - PAD, after), out),
    }
    for (number, line) in lines.iter().enumerate() {
        let _ = write!(out, "<text x=\"{PAD}\" y=\"{}\">", HEAD + 12 + LINE * number as i32);
        escape(line, out);
        out.push_str("</text>");
    }
    out.push_str("</a>\n");
}

/// The words of a mark, which end at a place and must not begin before another.
fn words(classes: &str, words: &str, has_sign: bool, (end, start): (i32, i32), out: &mut String) {
    let _ = write!(out, "<text class=\"mark {classes}\" x=\"{end}\" y=\"16\">");
    // A sign stands first, and where there is no room for its word, alone.
    let is_alone = has_sign && !is_fitting(words, end - start, SMALL);
    let shown = if is_alone { words.split(' ').next().unwrap_or_default() } else { words };
    escape(&fitted(shown, end - start, SMALL), out);
    out.push_str("</text>");
}
