//! What a picture of a net shows, gathered before it is drawn: most pictures are what they were, and need not be drawn again.

use super::draw;
use super::net::{self, Net, What};
use crate::model::{Coverage, DocumentKey, ItemKey, Origin};
use crate::site::fragment::Writer;
use crate::site::signs;
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
    /// All of it, for who does not see it and for who points at it.
    pub full: String,
    /// Whether the picture is about it.
    pub is_own: bool,
    pub class: &'static str,
    pub mark: Mark,
}

/// How an item's thread goes on.
#[derive(Hash)]
pub(super) enum Mark {
    /// It does not, and nobody expects it to.
    Nothing,
    /// As a line of a class.
    Line(&'static str),
    /// Not: words with their class.
    Words(String, String),
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
            let parts = [&*found.id, " ", title, if said.is_empty() { "" } else { " – " }, &said];
            let class = if project.is_dropped(item) { " dropped" } else { "" };
            let (href, id) = (writer.href(site.plan.item(item)), Cow::Borrowed(&*found.id));
            Node { document, is_own, href, id, title, full: parts.concat(), class, mark }
        }
        What::Answer(answer) => {
            let title = project.chapter(answer.0).title.as_str();
            let id = site.words().fill("graph.row", &[("n", &(answer.1 + 1).to_string())]);
            let result = project.answer(answer).result.map(|_| signs::test_result(project, Origin::Answer(answer)));
            let mark = result.map_or(Mark::Nothing, |result| proof_mark(writer, result.key()));
            let (href, full) = (writer.answer_href(answer), format!("{id}: {title}"));
            Node { document, is_own, href, id: id.into(), title, full, class: "", mark }
        }
        What::More(number) => {
            let more = site.words().count("more", number);
            let (href, full) = (rest.to_owned(), more.clone());
            Node { document, is_own, href, id: more.into(), title: "", full, class: " more", mark: Mark::Nothing }
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
