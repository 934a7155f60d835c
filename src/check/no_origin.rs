//! # `no-origin`: nobody asked for it
//!
//! Finds each item of the Pflichtenheft that neither realises nor excludes anything of the Lastenheft, nor belongs to an
//! item that does: by nesting or `Verfeinert`, over any number of steps, above it; or directly below it, as under the
//! heading of a group.
//!
//! It matters because such an item „hängt in der Luft“: it costs money that no demand justifies, or the demand is
//! missing in the Lastenheft.
//!
//! Before, in the Pflichtenheft:
//!
//! ```text
//! ### PH-440 Dunkle Darstellung
//! ```
//!
//! After:
//!
//! ```text
//! ### PH-440 Dunkle Darstellung
//!
//! - Realisiert: LH-820
//! ```

use super::report::{Report, named};
use crate::diag::Text;
use crate::model::{DocumentKey, ItemKey, Origin, Project, Role, TraceKind};
use std::collections::HashSet;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    for document in project.document_keys() {
        let config = &project.document(document).config;
        let target = config.realises.as_deref().and_then(|name| project.document_named(name));
        if let (Role::Pflichtenheft, Some(target)) = (config.role, target) {
            document_of_items(report, document, target);
        }
    }
}

fn document_of_items(report: &mut Report<'_>, document: DocumentKey, target: DocumentKey) {
    let project = report.project;
    let demanded: HashSet<&str> = project.items_of_document(target).map(|key| &*project.item(key).id).collect();
    let title = &project.document(target).title;
    let justified = justified(project, document);
    let first = project.document(document).items.start;
    for key in project.items_of_document(document) {
        if justified[(key.0 - first) as usize] || project.is_dropped(key) || verifies(project, key) {
            continue;
        }
        let (name, id) = (named(project, key), &project.item(key).id);
        let message = Text::new(
            format!("{} hängt in der Luft: nichts in „{title}“ verlangt es.", name.de),
            format!("{} has no origin: nothing in \"{title}\" asks for it", name.en),
        );
        let hint = if demanded.contains(&**id) {
            Text::new(
                format!("Ist dasselbe Item in „{title}“ gemeint, darunter schreiben: - Realisiert: {id}"),
                format!("If the same item in \"{title}\" is meant, write below it: - Realises: {id}"),
            )
        } else {
            Text::new(
                format!("Mit „- Realisiert: …“ oder „- Verfeinert: …“ sagen, wozu es gehört, oder „{title}“ ergänzen."),
                format!("Say with \"- Realises: …\" or \"- Refines: …\" what it is for, or add to \"{title}\"."),
            )
        };
        let finding = report.at_item(key, message, hint);
        report.add(finding);
    }
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

/// Whether an item is a test that the Pflichtenheft brings along.
fn verifies(project: &Project, key: ItemKey) -> bool {
    project.traces_from(key).any(|trace| trace.kind == TraceKind::Verifies)
}
