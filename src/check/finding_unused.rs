//! # `finding-unused`: nothing follows from a finding of the survey
//!
//! Finds each item of a survey that no item of a Lastenheft names as its source, neither itself nor through an item that it
//! is nested in or that is nested in it. A project without demands in a Lastenheft is left alone.
//!
//! It matters because a finding without a demand is either one that was forgotten, or one that need not have been made.
//!
//! Before, in the Lastenheft:
//!
//! ```text
//! ### LH-412 Dubletten erkennen
//! ```
//!
//! After:
//!
//! ```text
//! ### LH-412 Dubletten erkennen
//!
//! - Herkunft: IST-320
//! ```

use super::report::{Report, named};
use crate::diag::Text;
use crate::model::{DocumentKey, ItemKey, Origin, Project, Role, TraceKind};

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let of_role = |role| project.document_keys().filter(move |key| project.document(*key).config.role == role);
    let mut demands = of_role(Role::Lastenheft).flat_map(|document| project.items_of_document(document));
    if demands.all(|key| project.is_dropped(key)) {
        return;
    }
    for survey in of_role(Role::Survey) {
        for key in without_consequence(project, survey) {
            let name = named(project, key);
            let message = Text::new(
                format!("{} ist von keiner Forderung die Herkunft.", name.de),
                format!("{} is the source of no demand", name.en),
            );
            let id = &project.item(key).id;
            let hint = Text::new(
                format!("Im Lastenheft unter die Forderung, die daraus folgt, schreiben: - Herkunft: {id}"),
                format!("In the Lastenheft, below the demand that follows from it, write: - Source: {id}"),
            );
            let finding = report.at_item(key, message, hint);
            report.add(finding);
        }
    }
}

/// The findings of a survey that count, and from which nothing follows.
fn without_consequence(project: &Project, survey: DocumentKey) -> Vec<ItemKey> {
    let items: Vec<ItemKey> = project.items_of_document(survey).collect();
    let start = project.document(survey).items.start;
    let at = |key: ItemKey| (key.0 - start) as usize;
    let parent =
        |key: ItemKey| project.item(key).parent.map(|index| at(project.item_key(project.chapter_of(key), index)));
    let own: Vec<bool> = items.iter().map(|key| is_source(project, *key)).collect();
    // What is nested comes after what it is nested in.
    let (mut below, mut above) = (vec![false; items.len()], vec![false; items.len()]);
    for key in items.iter().rev() {
        if let Some(parent) = parent(*key) {
            below[parent] |= below[at(*key)] || own[at(*key)];
        }
    }
    for key in &items {
        if let Some(parent) = parent(*key) {
            above[at(*key)] = above[parent] || own[parent];
        }
    }
    let is_used = |key: &ItemKey| own[at(*key)] || below[at(*key)] || above[at(*key)];
    items.into_iter().filter(|key| !is_used(key) && !project.is_dropped(*key)).collect()
}

/// Whether an item of a Lastenheft that counts names a finding as its source.
fn is_source(project: &Project, key: ItemKey) -> bool {
    project.traces_to(key).any(|trace| match trace.from {
        Origin::Item(from) if trace.kind == TraceKind::StemsFrom && !project.is_dropped(from) => {
            project.document(project.document_of(from)).config.role == Role::Lastenheft
        }
        _ => false,
    })
}
