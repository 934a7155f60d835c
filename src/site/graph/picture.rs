//! What a picture of a net shows, gathered before it is drawn: most pictures are what they were, and need not be drawn again.

use super::draw;
use super::net::{self, Net, What};
use crate::model::{Coverage, DocumentKey, ItemKey, Origin};
use crate::site::fragment::Writer;
use crate::site::signs::{self, Sign};
use std::borrow::Cow;

/// Sizes of a picture, in units of the drawing, which are pixels at its full size.
#[derive(Clone, Copy, Hash)]
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

/// A picture, as all that is written on it.
#[derive(Hash)]
pub(super) struct Picture<'s> {
    /// What it shows, in words.
    pub label: String,
    pub sizes: Sizes,
    /// The document whose nodes keep the order of the text.
    pub fixed: DocumentKey,
    /// The documents that have a column, in their order, with their titles.
    pub columns: Vec<(DocumentKey, &'s str)>,
    pub nodes: Vec<Node<'s>>,
    /// The numbers of the nodes that each joins, the one further to the left first, and its class.
    pub edges: Vec<((usize, usize), &'static str)>,
}

/// A node with what is written on it.
#[derive(Hash)]
pub(super) struct Node<'s> {
    /// The document, and so the column, that it stands in.
    pub document: DocumentKey,
    pub href: String,
    pub id: Cow<'s, str>,
    pub title: &'s str,
    /// What parts the ID from the title, for who does not see the picture and for who points at the node.
    pub joint: &'static str,
    /// What is said of it there.
    pub said: &'s str,
    /// Whether the picture is about it.
    pub is_own: bool,
    pub class: &'static str,
    pub mark: Mark<'s>,
}

/// How an item's thread goes on.
#[derive(Hash)]
pub(super) enum Mark<'s> {
    /// It does not, and nobody expects it to.
    Nothing,
    /// As a line of a class.
    Line(&'static str),
    /// Not, as a sign says.
    Sign(Sign<'s>),
    /// Not: the sign of a test, and its word.
    Proof(&'static str, String),
}

impl<'s> Picture<'s> {
    /// The picture of a net. `rest` is where those are listed that are not drawn.
    pub fn of(writer: &Writer<'s>, net: &Net<'s>, sizes: Sizes, fixed: DocumentKey, label: String, rest: &str) -> Self {
        let mut columns: Vec<DocumentKey> = net.nodes.iter().map(|node| node.document).collect();
        columns.sort_unstable();
        columns.dedup();
        let title = |key: DocumentKey| (key, writer.site.project.document(key).title.as_str());
        let nodes = net.nodes.iter().zip(net.goes_on());
        Self {
            label,
            sizes,
            fixed,
            columns: columns.into_iter().map(title).collect(),
            nodes: nodes.map(|(node, goes_on)| self::node(writer, node, goes_on, rest)).collect(),
            edges: net.edges.iter().map(|(ends, tie)| (*ends, tie.class())).collect(),
        }
    }
}

/// A picture in its box; nothing by default.
#[derive(Default, Hash)]
pub(in crate::site) struct Drawing<'s> {
    /// The box, without the picture.
    html: String,
    /// The picture, and where in the box it stands.
    picture: Option<(usize, Picture<'s>)>,
}

impl<'s> Drawing<'s> {
    /// A picture in a box of a class.
    pub(super) fn of(writer: &mut Writer<'s>, class: &str, picture: Picture<'s>) -> Self {
        let start = writer.out.len();
        let mut at = 0;
        super::frame(writer, class, &picture.label, |writer| at = writer.out.len() - start);
        Self { html: writer.out.split_off(start), picture: Some((at, picture)) }
    }

    /// All of it as HTML.
    pub fn html(self) -> String {
        let Self { mut html, picture } = self;
        if let Some((at, picture)) = picture {
            html.insert_str(at, &draw::svg(&picture));
        }
        html
    }
}

/// What is written on a node.
fn node<'s>(writer: &Writer<'s>, node: &net::Node, goes_on: bool, rest: &str) -> Node<'s> {
    let site = writer.site;
    let project = &*site.project;
    let (document, is_own) = (node.document, node.is_own);
    match node.what {
        What::Item(item) => {
            let found = project.item(item);
            let (mark, said) = mark(writer, item, goes_on);
            // A title that is the ID alone would stand there twice.
            let title = if found.title == *found.id { "" } else { found.title.as_str() };
            let class = if project.is_dropped(item) { " dropped" } else { "" };
            let (href, id) = (writer.href(site.plan.item(item)), Cow::Borrowed(&*found.id));
            Node { document, is_own, href, id, joint: " ", title, said, class, mark }
        }
        What::Answer(answer) => {
            let title = project.chapter(answer.0).title.as_str();
            let id = site.words().fill("graph.row", &[("n", &(answer.1 + 1).to_string())]).into();
            let result = project.answer(answer).result.map(|_| signs::test_result(project, Origin::Answer(answer)));
            let mark = result.map_or(Mark::Nothing, |result| proof_mark(writer, result.key()).0);
            Node {
                document,
                is_own,
                href: writer.answer_href(answer),
                id,
                joint: ": ",
                title,
                said: "",
                class: "",
                mark,
            }
        }
        What::More(number) => {
            let (href, id, mark) = (rest.to_owned(), site.words().count("more", number).into(), Mark::Nothing);
            Node { document, is_own, href, id, joint: "", title: "", said: "", class: " more", mark }
        }
    }
}

/// The sign of a result or a proof, and its word.
fn proof_mark<'s>(writer: &Writer<'s>, key: &'static str) -> (Mark<'s>, &'s str) {
    let sign = match key {
        "passed" => "✓",
        "failed" => "✗",
        _ => "○",
    };
    let word = writer.site.words().known(&["proof.", key].concat()).unwrap_or(key);
    (Mark::Proof(key, [sign, " ", word].concat()), word)
}

/// How an item's thread goes on, and the word for it.
fn mark<'s>(writer: &Writer<'s>, item: ItemKey, goes_on: bool) -> (Mark<'s>, &'s str) {
    let site = writer.site;
    let project = &*site.project;
    let first = signs::first(project, site.words(), item);
    let said = first.map_or("", |sign| sign.word);
    let first = first.map_or(Mark::Nothing, Mark::Sign);
    if let Some(coverage) = project.coverage_of(item) {
        return match coverage {
            _ if project.is_waiting(item) => (Mark::Nothing, ""),
            Coverage::Open => (first, said),
            other => (Mark::Line(other.key()), said),
        };
    }
    if project.result_of(item).is_some() || signs::is_test(project.item(item)) {
        return proof_mark(writer, signs::test_result(project, Origin::Item(item)).key());
    }
    if goes_on {
        return (Mark::Line("realised"), said);
    }
    match project.proof_of(item) {
        Some(proof) if site.has_tests => proof_mark(writer, proof.key()),
        _ if matches!(first, Mark::Sign(Sign { class: "loose", .. })) => (first, said),
        _ => (Mark::Nothing, said),
    }
}
