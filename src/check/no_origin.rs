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
use crate::model::{DocumentKey, ItemKey, Project, Role, TraceKind};
use std::cell::LazyCell;
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
    // Read only when something is found.
    let demanded: LazyCell<HashSet<&str>, _> =
        LazyCell::new(|| project.items_of_document(target).map(|key| &*project.item(key).id).collect());
    let title = &project.document(target).title;
    for key in project.items_of_document(document) {
        if project.has_origin(key) || project.is_dropped(key) || verifies(project, key) {
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

/// Whether an item is a test that the Pflichtenheft brings along.
fn verifies(project: &Project, key: ItemKey) -> bool {
    project.traces_from(key).any(|trace| trace.kind == TraceKind::Verifies)
}
