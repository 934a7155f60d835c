//! Coverage and proof of every item (authoring format, section 5).

use crate::config::{Priority, TestResult};
use crate::model::{Coverage, ItemKey, Origin, Project, Proof, Role, Trace, TraceKind, Verdict};
use rayon::prelude::*;

/// Judges every item.
pub(super) fn judge(project: &mut Project) {
    let items = (0..project.slots.len() as u32).into_par_iter().map(ItemKey);
    let (coverage, proof) = items.map(|item| (coverage(project, item), proof(project, item))).unzip();
    project.coverage = coverage;
    project.proof = proof;
}

/// Whether an item decides about others instead of asking for something.
fn is_test(project: &Project, item: ItemKey) -> bool {
    project.document(project.document_of(item)).config.role == Role::Acceptance
        || project.item(item).traces.iter().any(|field| field.kind == TraceKind::Verifies)
}

/// Whether a trace comes from something given up.
fn is_dropped(project: &Project, trace: &Trace) -> bool {
    matches!(trace.from, Origin::Item(from) if project.is_dropped(from))
}

/// Whether a trace comes from an offer, which promises and does not realise.
fn is_offered(project: &Project, trace: &Trace) -> bool {
    matches!(trace.from, Origin::Item(from) if project.document(project.document_of(from)).config.role == Role::Offers)
}

fn coverage(project: &Project, item: ItemKey) -> Option<Coverage> {
    let config = &project.document(project.document_of(item)).config;
    let is_target = config.role == Role::Lastenheft
        || project.config.documents.iter().any(|other| other.realises.as_ref() == Some(&config.key));
    if !is_target || project.is_dropped(item) || is_test(project, item) {
        return None;
    }
    let mut found = [false; Verdict::ALL.len()];
    for trace in project.traces_to(item).filter(|trace| !is_dropped(project, trace) && !is_offered(project, trace)) {
        match trace.kind {
            TraceKind::Realises => found[trace.verdict as usize] = true,
            TraceKind::Excludes => found[Verdict::Excluded as usize] = true,
            _ => {}
        }
    }
    let has = |verdict: Verdict| found[verdict as usize];
    Some(if has(Verdict::Full) {
        Coverage::Realised
    } else if has(Verdict::Partial) {
        Coverage::Partial
    } else if has(Verdict::Deviating) {
        Coverage::Deviating
    } else if has(Verdict::Excluded) || project.item(item).priority == Some(Priority::Abgrenzung) {
        // What the customer itself declares to be no part of it needs no one else to exclude it.
        Coverage::Excluded
    } else if !has(Verdict::Open) && is_mentioned(project, item) {
        Coverage::Mentioned
    } else {
        Coverage::Open
    })
}

/// Whether a document that realises the item's names it.
fn is_mentioned(project: &Project, item: ItemKey) -> bool {
    let own = &project.document(project.document_of(item)).config.key;
    project.mentions_of(item).iter().any(|mention| {
        let document = project.document_of_chapter(mention.0);
        document.is_some_and(|document| project.document(document).config.realises.as_ref() == Some(own))
    })
}

fn proof(project: &Project, item: ItemKey) -> Option<Proof> {
    let role = project.document(project.document_of(item)).config.role;
    let is_target = matches!(role, Role::Lastenheft | Role::Pflichtenheft);
    if !is_target || project.is_dropped(item) || is_test(project, item) {
        return None;
    }
    let mut results = results(project, item);
    for trace in project.traces_to(item).filter(|trace| trace.kind == TraceKind::Realises) {
        if let Origin::Item(from) = trace.from
            && !project.is_dropped(from)
        {
            results.extend(self::results(project, from));
        }
    }
    Some(if results.contains(&TestResult::Failed) {
        Proof::Failed
    } else if results.is_empty() || results.contains(&TestResult::Untested) {
        Proof::Untested
    } else {
        Proof::Passed
    })
}

/// What the tests that name an item found.
fn results(project: &Project, item: ItemKey) -> Vec<TestResult> {
    let tests =
        project.traces_to(item).filter(|trace| trace.kind == TraceKind::Verifies && !is_dropped(project, trace));
    let result = |trace: &Trace| match trace.from {
        Origin::Item(from) => project.result_of(from).unwrap_or(TestResult::Untested),
        Origin::Answer(answer) => project.answer(answer).result.unwrap_or(TestResult::Untested),
    };
    tests.map(result).collect()
}
