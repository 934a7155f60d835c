//! # `test-without-target`: a test of nothing
//!
//! Finds each item of an acceptance document that verifies nothing, and is not nested in one that does.
//!
//! It matters because such a test passes or fails without any demand being met or missed by it.
//!
//! Before, in the acceptance document:
//!
//! ```text
//! ### AT-110 Kundenakte ohne Blättern
//! ```
//!
//! After:
//!
//! ```text
//! ### AT-110 Kundenakte ohne Blättern
//!
//! - Prüft: LH-310
//! ```

use super::report::{Report, named};
use crate::diag::Text;
use crate::model::{ItemKey, Project, Role, TraceKind};

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let tests = project.document_keys().filter(|document| project.document(*document).config.role == Role::Acceptance);
    for key in tests.flat_map(|document| project.items_of_document(document)) {
        if project.is_dropped(key) || verifies(project, key) {
            continue;
        }
        let name = named(project, key);
        let message = Text::new(format!("{} prüft nichts.", name.de), format!("{} verifies nothing", name.en));
        let hint = Text::new(
            "Darunter schreiben, worüber der Test entscheidet: - Prüft: …",
            "Write below it what the test decides: - Verifies: …",
        );
        let finding = report.at_item(key, message, hint);
        report.add(finding);
    }
}

/// Whether an item, or one that it is nested in, verifies something.
fn verifies(project: &Project, key: ItemKey) -> bool {
    let chapter = project.chapter_of(key);
    let parent = |key: &ItemKey| project.item(*key).parent.map(|index| project.item_key(chapter, index));
    std::iter::successors(Some(key), parent)
        .any(|key| project.traces_from(key).any(|trace| trace.kind == TraceKind::Verifies))
}
