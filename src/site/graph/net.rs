//! What a picture shows: some items, what they are tied to within two steps each way, and the ties between.

use crate::model::{AnswerKey, DocumentKey, ItemKey, Origin, Project, Trace, TraceKind};
use crate::site::signs;
use foldhash::{HashMap, HashMapExt};
use std::collections::BTreeMap;

/// Steps along the chain to each side: from the survey to the test there are three, and more than two are not "around".
const STEPS: usize = 2;

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::site) enum What {
    /// An item.
    Item(ItemKey),
    /// A row that answers, and names no item of its own document.
    Answer(AnswerKey),
    /// So many of a document that are not drawn.
    More(usize),
}

/// A node.
#[derive(Clone, Copy, Debug)]
pub(in crate::site) struct Node {
    pub what: What,
    /// The document, and so the column, that it stands in.
    pub document: DocumentKey,
    /// Whether the picture is about it.
    pub is_own: bool,
    /// How many steps it is away.
    step: usize,
}

/// How an edge is drawn, the strongest first: that is the one that counts where several traces join the same two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::site) enum Tie {
    /// Along the chain, with the verdict's class.
    Chain(u8),
    /// A tie beside the chain: what it refines, depends on, contradicts, replaces.
    Aside,
    /// To what is not drawn.
    More,
}

const CLASSES: [&str; 5] = ["realised", "partial", "deviating", "excluded", "open"];

impl Tie {
    fn of(trace: &Trace) -> Self {
        if !is_chained(trace.kind) {
            return Self::Aside;
        }
        let class = match trace.kind {
            TraceKind::Realises | TraceKind::Excludes => signs::verdict_class(trace.verdict),
            _ => "realised",
        };
        Self::Chain(CLASSES.iter().position(|known| *known == class).unwrap_or(0) as u8)
    }

    /// Its class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Chain(class) => CLASSES[class as usize],
            Self::Aside => "aside",
            Self::More => "rest",
        }
    }
}

/// Whether a trace leads along the chain of documents.
pub(in crate::site) fn is_chained(kind: TraceKind) -> bool {
    matches!(kind, TraceKind::StemsFrom | TraceKind::Realises | TraceKind::Excludes | TraceKind::Verifies)
}

/// Which ties beside the chain are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::site) enum Asides {
    /// All of them, and what they lead to.
    All,
    /// Those between two of the items that the picture is about.
    Inside,
}

/// Nodes and the edges between them. The left end of an edge stands in the earlier document of the chain, or in the same.
pub(in crate::site) struct Net<'p> {
    project: &'p Project,
    pub nodes: Vec<Node>,
    pub edges: BTreeMap<(usize, usize), Tie>,
    numbers: HashMap<What, usize>,
}

impl<'p> Net<'p> {
    /// The net around some items. Of each document at most `most` nodes are kept, what is nearest first; the rest of them
    /// become one node.
    pub fn around(project: &'p Project, items: impl Iterator<Item = ItemKey>, asides: Asides, most: usize) -> Self {
        let mut net = Self { project, nodes: Vec::new(), edges: BTreeMap::new(), numbers: HashMap::new() };
        for item in items {
            net.node(What::Item(item), 0);
        }
        let own: Vec<ItemKey> = net.items().collect();
        net.asides(&own, asides);
        for step in [Self::up, Self::down] {
            let mut from = own.clone();
            for distance in 1..=STEPS {
                from = step(&mut net, &from, distance);
            }
        }
        net.cap(most);
        net
    }

    /// For each node whether a thread leads from it to a later document.
    pub fn goes_on(&self) -> Vec<bool> {
        let mut goes_on = vec![false; self.nodes.len()];
        for (left, right) in self.edges.keys() {
            goes_on[*left] |= self.nodes[*left].document != self.nodes[*right].document;
        }
        goes_on
    }

    fn items(&self) -> impl Iterator<Item = ItemKey> {
        self.nodes.iter().filter_map(|node| match node.what {
            What::Item(item) => Some(item),
            _ => None,
        })
    }

    /// The number of a node, which is made where there is none yet; none for what stands in no document.
    fn node(&mut self, what: What, step: usize) -> Option<usize> {
        if let Some(number) = self.numbers.get(&what) {
            return Some(*number);
        }
        let document = match what {
            What::Item(item) => self.project.document_of(item),
            What::Answer(answer) => self.project.document_of_chapter(answer.0)?,
            What::More(_) => return None,
        };
        self.numbers.insert(what, self.nodes.len());
        self.nodes.push(Node { what, document, is_own: step == 0, step });
        Some(self.nodes.len() - 1)
    }

    fn edge(&mut self, one: usize, other: usize, tie: Tie) {
        if one == other {
            return;
        }
        let place = |number: usize| (self.nodes[number].document, number);
        let key = if place(one) <= place(other) { (one, other) } else { (other, one) };
        let known = self.edges.entry(key).or_insert(tie);
        *known = tie.min(*known);
    }

    /// One step towards what items stem from. What was not there before comes back.
    fn up(&mut self, items: &[ItemKey], step: usize) -> Vec<ItemKey> {
        let project = self.project;
        let mut next = Vec::new();
        for item in items {
            for trace in project.traces_from(*item).filter(|trace| is_chained(trace.kind)) {
                let known = self.nodes.len();
                let ends = (self.node(What::Item(*item), step), self.node(What::Item(trace.to), step));
                let (Some(from), Some(to)) = ends else { continue };
                if to == known {
                    next.push(trace.to);
                }
                self.edge(from, to, Tie::of(trace));
            }
        }
        next
    }

    /// One step towards what answers items. What was not there before comes back, but tests, which nothing answers.
    fn down(&mut self, items: &[ItemKey], step: usize) -> Vec<ItemKey> {
        let project = self.project;
        let mut next = Vec::new();
        for item in items {
            for trace in project.traces_to(*item).filter(|trace| is_chained(trace.kind)) {
                let known = self.nodes.len();
                let what = match trace.from {
                    Origin::Item(from) => What::Item(from),
                    Origin::Answer(answer) => What::Answer(answer),
                };
                let ends = (self.node(What::Item(*item), step), self.node(what, step));
                let (Some(to), Some(from)) = ends else { continue };
                if let Origin::Item(answering) = trace.from
                    && from == known
                    && trace.kind != TraceKind::Verifies
                {
                    next.push(answering);
                }
                self.edge(to, from, Tie::of(trace));
            }
        }
        next
    }

    /// The ties beside the chain.
    fn asides(&mut self, items: &[ItemKey], asides: Asides) {
        let project = self.project;
        for item in items {
            let out = project.traces_from(*item).map(|trace| (trace, Some(trace.to)));
            let back = project.traces_to(*item).map(|trace| match trace.from {
                Origin::Item(from) => (trace, Some(from)),
                Origin::Answer(_) => (trace, None),
            });
            for (trace, other) in out.chain(back).filter(|(trace, _)| !is_chained(trace.kind)) {
                let Some(other) = other.map(What::Item) else { continue };
                if asides == Asides::Inside && !self.numbers.contains_key(&other) {
                    continue;
                }
                if let (Some(one), Some(other)) = (self.node(What::Item(*item), 0), self.node(other, 1)) {
                    self.edge(one, other, Tie::of(trace));
                }
            }
        }
    }

    /// Keeps so many nodes of each document, and makes one of the rest. Nodes get new numbers: by document, and there as the
    /// text has them.
    fn cap(&mut self, most: usize) {
        let mut columns: BTreeMap<DocumentKey, Vec<usize>> = BTreeMap::new();
        for (number, node) in self.nodes.iter().enumerate() {
            columns.entry(node.document).or_default().push(number);
        }
        let mut kept = Vec::with_capacity(self.nodes.len());
        let mut renumbered = vec![0; self.nodes.len()];
        for (document, mut column) in columns {
            column.sort_by_key(|number| (self.nodes[*number].step, self.nodes[*number].what));
            let rest = column.split_off(most.min(column.len()));
            column.sort_by_key(|number| self.nodes[*number].what);
            for number in column {
                renumbered[number] = kept.len();
                kept.push(self.nodes[number]);
            }
            if !rest.is_empty() {
                for number in &rest {
                    renumbered[*number] = kept.len();
                }
                kept.push(Node { what: What::More(rest.len()), document, is_own: false, step: STEPS });
            }
        }
        self.nodes = kept;
        self.numbers.clear();
        for ((left, right), tie) in std::mem::take(&mut self.edges) {
            let (left, right) = (renumbered[left], renumbered[right]);
            let is_more = |number: usize| matches!(self.nodes[number].what, What::More(_));
            let tie = if is_more(left) || is_more(right) { Tie::More } else { tie };
            self.edge(left, right, tie);
        }
    }
}
