//! Which items have an origin: what they, what they refine or what refines them answers.

use crate::model::{DocumentKey, ItemKey, Origin, Project, TraceKind};

/// For each item whether it has an origin.
pub(super) fn find(project: &Project) -> Vec<bool> {
    project.document_keys().flat_map(|document| justified(project, document)).collect()
}

/// For each item of a document whether it, an item that it refines, or one that refines it answers a demand.
fn justified(project: &Project, document: DocumentKey) -> Vec<bool> {
    let range = project.document(document).items.clone();
    let at = |key: ItemKey| range.contains(&key.0).then(|| (key.0 - range.start) as usize);
    let mut justified = vec![false; range.len()];
    let mut left: Vec<ItemKey> = project.items_of_document(document).filter(|key| answers(project, *key)).collect();
    let answering = left.clone();
    while let Some(key) = left.pop() {
        let Some(index) = at(key).filter(|index| !justified[*index]) else { continue };
        justified[index] = true;
        left.extend(refining(project, key));
    }
    // Going up, the mark goes no further down again: a sibling answers for itself.
    let mut seen = vec![false; range.len()];
    let mut left: Vec<ItemKey> = answering;
    while let Some(key) = left.pop() {
        let Some(index) = at(key).filter(|index| !seen[*index]) else { continue };
        (seen[index], justified[index]) = (true, true);
        left.extend(project.traces_from(key).filter(|trace| trace.kind == TraceKind::Refines).map(|trace| trace.to));
    }
    justified
}

/// The items that refine one; what is given up counts nowhere, but does not cut off what is nested in it.
fn refining(project: &Project, key: ItemKey) -> impl Iterator<Item = ItemKey> + '_ {
    project.traces_to(key).filter(|trace| trace.kind == TraceKind::Refines).filter_map(|trace| match trace.from {
        Origin::Item(from) => Some(from),
        Origin::Answer(_) => None,
    })
}

/// Whether an item says itself what of another document it is about.
fn answers(project: &Project, key: ItemKey) -> bool {
    let document = project.document_of(key);
    let is_answer = |kind| matches!(kind, TraceKind::Realises | TraceKind::Excludes);
    let answers =
        project.traces_from(key).any(|trace| is_answer(trace.kind) && project.document_of(trace.to) != document);
    answers && !project.is_dropped(key)
}
