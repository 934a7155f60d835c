//! From trace fields, nesting and answers to traces.

use super::faults::Fault;
use super::index::Index;
use super::references::preferred;
use crate::config::Mentions;
use crate::model::{
    Answer, AnswerKey, ChapterKey, DocumentKey, ItemKey, MentionKey, Origin, Project, Resolution, Role, Target,
    TargetEnd, Trace, TraceKind, Verdict,
};
use foldhash::{HashSet, HashSetExt};
use rayon::prelude::*;

/// Traces, and what is wrong with references of others.
#[derive(Default)]
pub(super) struct Resolved<'p> {
    pub traces: Vec<Trace>,
    /// What the answers of offers are about, in the order of the text.
    pub offered: Vec<(AnswerKey, ItemKey)>,
    pub faults: Vec<Fault<'p>>,
}

/// Resolves every trace of a project but those that mentions make: what items say, then what answers say.
pub(super) fn resolve<'p>(project: &'p Project, index: &Index<'_>) -> Resolved<'p> {
    let chapters = (0..project.chapters.len() as u32).into_par_iter().with_max_len(super::SHARE).map(ChapterKey);
    let of_chapter = |chapter| (of_items(project, index, chapter), of_answers(project, index, chapter));
    let (items, answers): (Vec<_>, Vec<_>) = chapters.map(of_chapter).unzip();
    let count = items.iter().chain(&answers).map(|found| found.traces.len()).sum();
    let mut resolved = Resolved { traces: Vec::with_capacity(count), ..Resolved::default() };
    for found in items.into_iter().chain(answers) {
        resolved.traces.extend(found.traces);
        resolved.offered.extend(found.offered);
        resolved.faults.extend(found.faults);
    }
    resolved
}

fn of_items<'p>(project: &'p Project, index: &Index<'_>, chapter: ChapterKey) -> Resolved<'p> {
    let mut resolver = Resolver { project, index, found: Resolved::default() };
    for key in project.items_of(chapter) {
        resolver.item(key);
    }
    resolver.found
}

fn of_answers<'p>(project: &'p Project, index: &Index<'_>, chapter: ChapterKey) -> Resolved<'p> {
    let mut resolver = Resolver { project, index, found: Resolved::default() };
    if let Some(document) = project.document_of_chapter(chapter) {
        for (number, answer) in project.chapter(chapter).answers.iter().enumerate() {
            resolver.answer(AnswerKey(chapter, number as u32), answer, document);
        }
    }
    resolver.found
}

struct Resolver<'p, 'i> {
    project: &'p Project,
    index: &'i Index<'i>,
    found: Resolved<'p>,
}

impl<'p> Resolver<'p, '_> {
    fn item(&mut self, key: ItemKey) {
        let item = self.project.item(key);
        let document = self.project.document_of(key);
        if let Some(parent) = item.parent {
            let to = self.project.item_key(self.project.chapter_of(key), parent);
            self.push(TraceKind::Refines, Origin::Item(key), to, Verdict::Full, None, &item.place);
        }
        let mut seen = HashSet::new();
        for field in &item.traces {
            let prefer = preferred(self.project, field.kind, document);
            for target in &field.targets {
                let reached = self.reached(target, &prefer, document);
                let documents = reached.iter().map(|to| self.project.document_of(*to));
                let elsewhere = documents.into_iter().find(|to| self.is_elsewhere(field.kind, document, *to, &prefer));
                if let Some(named) = elsewhere {
                    let (target, prefer) = (&target.first, prefer.clone());
                    self.found.faults.push(Fault::Elsewhere { target, kind: field.kind, named, prefer });
                }
                for to in reached {
                    let kind = match (field.kind, target.verdict) {
                        (TraceKind::Realises, Verdict::Excluded) => TraceKind::Excludes,
                        (kind, _) => kind,
                    };
                    // Ranges may name the same items again and again.
                    if seen.insert((kind, to, target.verdict)) {
                        self.push(kind, Origin::Item(key), to, target.verdict, None, &target.first.place);
                    }
                }
            }
        }
    }

    /// Whether a field makes no sense of items of a document: it is about others, for another purpose.
    fn is_elsewhere(&self, kind: TraceKind, own: DocumentKey, to: DocumentKey, prefer: &[DocumentKey]) -> bool {
        let role = |document: DocumentKey| self.project.document(document).config.role;
        match (kind, prefer.first()) {
            (TraceKind::Refines, _) => to != own,
            (TraceKind::Realises | TraceKind::Excludes, None) => matches!(role(own), Role::Lastenheft | Role::Survey),
            (TraceKind::Realises | TraceKind::Excludes | TraceKind::Verifies, Some(first)) => {
                !prefer.contains(&to) && (to == own || role(to) != role(*first))
            }
            _ => false,
        }
    }

    /// The items that a target means: one, or all between the ends of a range.
    fn reached(&mut self, target: &'p Target, prefer: &[DocumentKey], standing: DocumentKey) -> Vec<ItemKey> {
        let first = self.one(&target.first, prefer, standing, target.last.is_some());
        let Some(last) = &target.last else { return first.into_iter().collect() };
        // The second end belongs to the first one's document, whatever it is.
        let same: Vec<DocumentKey> = first.map(|item| self.project.document_of(item)).into_iter().collect();
        let last_item = self.one(last, if same.is_empty() { prefer } else { &same }, standing, true);
        let (Some(first), Some(last_item)) = (first, last_item) else {
            return first.into_iter().chain(last_item).collect();
        };
        if self.project.document_of(first) != self.project.document_of(last_item) {
            self.range_fault(
                last,
                "liegt in einem anderen Dokument als der Anfang",
                "lies in another document than its start",
            );
            return vec![first, last_item];
        }
        if last_item < first {
            self.range_fault(last, "steht im Dokument vor dem Anfang", "stands before its start in the document");
        }
        (first.0.min(last_item.0)..=first.0.max(last_item.0)).map(ItemKey).collect()
    }

    fn one(
        &mut self,
        end: &'p TargetEnd,
        prefer: &[DocumentKey],
        standing: DocumentKey,
        is_range: bool,
    ) -> Option<ItemKey> {
        match self.index.look_up(self.project, end, prefer, Some(standing)) {
            Resolution::Item(item) => Some(item),
            _ if is_range && end.document.is_none() && self.is_missing(end, prefer, standing) => {
                self.range_fault(end, "gibt es nicht", "does not exist");
                None
            }
            found => {
                self.found.faults.push(Fault::Unresolved(end, found));
                None
            }
        }
    }

    fn is_missing(&self, end: &TargetEnd, prefer: &[DocumentKey], standing: DocumentKey) -> bool {
        self.index.look_up(self.project, end, prefer, Some(standing)) == Resolution::Dangling
    }

    fn range_fault(&mut self, end: &'p TargetEnd, de: &'static str, en: &'static str) {
        self.found.faults.push(Fault::Range(end, [de, en]));
    }

    fn answer(&mut self, key: AnswerKey, answer: &'p Answer, document: DocumentKey) {
        let config = &self.project.document(document).config;
        let is_test = config.role == Role::Acceptance;
        let kind = if is_test { TraceKind::Verifies } else { TraceKind::Realises };
        let prefer = preferred(self.project, kind, document);
        let to = match self.index.look_up(self.project, &answer.target, &prefer, Some(document)) {
            Resolution::Item(item) => item,
            found => return self.found.faults.push(Fault::Unresolved(&answer.target, found)),
        };
        if is_test {
            return self.push(kind, Origin::Answer(key), to, Verdict::Full, Some(key), &answer.place);
        }
        // An offer promises, and realises nothing.
        if config.role == Role::Offers {
            return self.found.offered.push((key, to));
        }
        // A row that decides nothing names the item, which its mention says already.
        let mut by: Vec<ItemKey> = Vec::new();
        for end in &answer.by {
            match self.index.get(document, &end.id) {
                Some(item) => by.push(item),
                None => self.found.faults.push(Fault::Unresolved(end, Resolution::Dangling)),
            }
        }
        let verdict = answer.verdict.or_else(|| (!by.is_empty()).then_some(Verdict::Full));
        let Some(verdict) = verdict else { return };
        let kind = if verdict == Verdict::Excluded { TraceKind::Excludes } else { kind };
        if by.is_empty() {
            self.push(kind, Origin::Answer(key), to, verdict, Some(key), &answer.place);
        }
        for from in by {
            self.push(kind, Origin::Item(from), to, verdict, Some(key), &answer.place);
        }
    }

    fn push(
        &mut self,
        kind: TraceKind,
        from: Origin,
        to: ItemKey,
        verdict: Verdict,
        answer: Option<AnswerKey>,
        place: &crate::diag::Place,
    ) {
        let verdict = if kind == TraceKind::Excludes { Verdict::Excluded } else { verdict };
        self.found.traces.push(Trace { kind, from, to, verdict, answer, place: place.clone() });
    }
}

/// Makes a trace of each mention inside an item, where the document's settings say that mentions realise.
pub(super) fn realise_mentions(project: &mut Project) {
    let realises = |document: &DocumentKey| project.document(*document).config.mentions == Mentions::Realise;
    let documents: Vec<DocumentKey> = project.document_keys().filter(realises).collect();
    if documents.is_empty() {
        return;
    }
    let known: HashSet<(Origin, ItemKey)> = project.traces.iter().map(|trace| (trace.from, trace.to)).collect();
    let mut added = Vec::new();
    for document in documents {
        let config = &project.document(document).config;
        let Some(target) = config.realises.as_deref().and_then(|name| project.document_named(name)) else { continue };
        let mut seen = HashSet::new();
        for chapter in project.chapters_of(document) {
            for (number, found) in project.mentions[chapter.0 as usize].iter().enumerate() {
                let mention = project.mention(MentionKey(chapter, number as u32));
                let (Some(item), Resolution::Item(to)) = (mention.item, found) else { continue };
                let from = Origin::Item(project.item_key(chapter, item));
                let is_new =
                    project.document_of(*to) == target && !known.contains(&(from, *to)) && seen.insert((from, *to));
                if is_new {
                    let place = mention.target.place.clone();
                    added.push(Trace {
                        kind: TraceKind::Realises,
                        from,
                        to: *to,
                        verdict: Verdict::Full,
                        answer: None,
                        place,
                    });
                }
            }
        }
    }
    project.traces.extend(added);
}
