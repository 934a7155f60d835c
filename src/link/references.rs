//! Every place that names an item, with where it leads: what a change of an ID must know.

use super::index::{Index, look_up};
use crate::model::{ChapterKey, DocumentKey, ItemKey, Project, Resolution, Role, Target, TargetEnd, TraceKind};
use std::sync::Arc;

/// A place that names an item.
#[derive(Clone, Debug)]
pub struct Reference<'p> {
    /// What is written there.
    pub target: &'p TargetEnd,
    /// In which way it names it.
    pub way: Way,
    /// Where it leads.
    pub found: Resolution,
    /// The documents that are looked in first.
    prefer: Vec<DocumentKey>,
    /// The document that it stands in.
    standing: Option<DocumentKey>,
}

/// In which way a place names an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As a target of a trace field.
    Trace,
    /// As the last of a range in a trace field, which lies in the document of the first.
    RangeEnd,
    /// As what a row of a table decides on.
    Answered,
    /// As an item of its own document, in a row that decides on another's: no other document is looked in.
    AnsweredBy,
    /// In running text.
    Mention,
}

/// The references of a project, and where an ID leads.
pub struct References<'p> {
    project: &'p Project,
    index: Index<'p>,
}

impl<'p> References<'p> {
    /// The references of a project.
    pub fn new(project: &'p Project) -> Self {
        Self { project, index: Index::new(project, &project.chapters) }
    }

    /// Every reference, in the order of the chapters, each with where it leads.
    pub fn all(&self) -> Vec<Reference<'p>> {
        let mut all = Vec::new();
        for chapter in (0..self.project.chapters.len() as u32).map(ChapterKey) {
            self.of_chapter(chapter, &mut all);
        }
        all
    }

    /// The item that an ID, with the document if one is named, means in a trace field of a document.
    pub fn traced(&self, id: (Option<&str>, &str), kind: TraceKind, standing: Option<DocumentKey>) -> Resolution {
        let prefer = standing.map(|document| preferred(self.project, kind, document)).unwrap_or_default();
        look_up(self.project, id, &prefer, standing, &|document, id| self.index.get(document, id))
    }

    /// The item that an ID, with the document if one is named, means in the running text of a document, or of a page beside them.
    pub fn mentioned(&self, id: (Option<&str>, &str), standing: Option<DocumentKey>) -> Resolution {
        let prefer = super::preferred_by_mentions(self.project, standing);
        look_up(self.project, id, &prefer, standing, &|document, id| self.index.get(document, id))
    }

    /// The item of a document with an ID; the first where several have it.
    pub fn get(&self, document: DocumentKey, id: &str) -> Option<ItemKey> {
        self.index.get(document, id)
    }

    /// Every ID once, sorted.
    pub fn ids(&self) -> Vec<&'p str> {
        self.index.ids()
    }

    /// Where a reference will lead once an item has another ID, if it then names the document and the ID that are given.
    pub fn once_renamed(
        &self,
        reference: &Reference<'_>,
        (item, new): (ItemKey, &str),
        (named, id): (Option<&str>, &str),
    ) -> Resolution {
        let (own, old) = (self.project.document_of(item), &self.project.item(item).id);
        let get = |document, id: &str| match document == own {
            true if *id == *new => Some(item),
            true if *id == **old => None,
            _ => self.index.get(document, id),
        };
        if reference.way == Way::AnsweredBy {
            let found = reference.standing.and_then(|standing| get(standing, id));
            return found.map_or(Resolution::Dangling, Resolution::Item);
        }
        look_up(self.project, (named, id), &reference.prefer, reference.standing, &get)
    }

    fn of_chapter(&self, key: ChapterKey, all: &mut Vec<Reference<'p>>) {
        let project = self.project;
        let (chapter, standing) = (project.chapter(key), project.document_of_chapter(key));
        if let Some(document) = standing {
            for field in chapter.items.iter().flat_map(|item| &item.traces) {
                let prefer = preferred(project, field.kind, document);
                for target in &field.targets {
                    self.of_target(target, &prefer, standing, all);
                }
            }
            let is_test = project.document(document).config.role == Role::Acceptance;
            let kind = if is_test { TraceKind::Verifies } else { TraceKind::Realises };
            let prefer = preferred(project, kind, document);
            for answer in &chapter.answers {
                all.push(self.reference(&answer.target, Way::Answered, prefer.clone(), standing));
                for end in &answer.by {
                    let found = self.index.get(document, &end.id);
                    let found = found.map_or(Resolution::Dangling, Resolution::Item);
                    all.push(Reference { target: end, way: Way::AnsweredBy, found, prefer: Vec::new(), standing });
                }
            }
        }
        let prefer = super::preferred_by_mentions(project, standing);
        for (mention, found) in chapter.mentions.iter().zip(&project.mentions[key.0 as usize]) {
            let (found, prefer) = (found.clone(), prefer.clone());
            all.push(Reference { target: &mention.target, way: Way::Mention, found, prefer, standing });
        }
    }

    fn of_target(
        &self,
        target: &'p Target,
        prefer: &[DocumentKey],
        standing: Option<DocumentKey>,
        all: &mut Vec<Reference<'p>>,
    ) {
        let first = self.reference(&target.first, Way::Trace, prefer.to_vec(), standing);
        let same = match first.found {
            Resolution::Item(item) => vec![self.project.document_of(item)],
            _ => prefer.to_vec(),
        };
        all.push(first);
        if let Some(last) = &target.last {
            all.push(self.reference(last, Way::RangeEnd, same, standing));
        }
    }

    fn reference(
        &self,
        target: &'p TargetEnd,
        way: Way,
        prefer: Vec<DocumentKey>,
        standing: Option<DocumentKey>,
    ) -> Reference<'p> {
        let found = self.index.look_up(self.project, target, &prefer, standing);
        Reference { target, way, found, prefer, standing }
    }
}

/// The documents that a trace of a kind is about, from a document of the project.
pub(super) fn preferred(project: &Project, kind: TraceKind, document: DocumentKey) -> Vec<DocumentKey> {
    let config = &project.document(document).config;
    let named = |name: &Arc<str>| project.document_named(name);
    match kind {
        // An offer answers every Lastenheft without naming it.
        TraceKind::Realises | TraceKind::Excludes if config.role == Role::Offers => {
            let is_demand = |key: &DocumentKey| project.document(*key).config.role == Role::Lastenheft;
            project.document_keys().filter(is_demand).collect()
        }
        TraceKind::Realises | TraceKind::Excludes => config.realises.iter().filter_map(named).collect(),
        TraceKind::Verifies => config.verifies.iter().filter_map(named).collect(),
        TraceKind::StemsFrom => {
            project.document_keys().filter(|other| project.document(*other).config.role == Role::Survey).collect()
        }
        _ => vec![document],
    }
}
