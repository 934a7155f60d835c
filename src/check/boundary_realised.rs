//! # `boundary-realised`: realised although it is out of scope
//!
//! Finds each trace of the Pflichtenheft that realises, fully or not, an item of the Lastenheft with the priority
//! Abgrenzung.
//!
//! It matters because a boundary says what is deliberately not wanted: either the boundary no longer holds, or somebody
//! builds what nobody pays for.
//!
//! Before, in the Lastenheft and the Pflichtenheft:
//!
//! ```text
//! ### LH-290 Keine Finanzbuchhaltung
//!
//! - Priorität: Abgrenzung
//!
//! ### PH-480 Belege buchen
//!
//! - Realisiert: LH-290
//! ```
//!
//! After, when the boundary holds:
//!
//! ```text
//! ### PH-480 Belege übergeben
//!
//! - Realisiert: LH-291
//! ```

use super::report::{Report, is_binding, meets, named};
use crate::diag::Text;
use crate::model::Priority;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    for trace in project.traces.iter().filter(|trace| meets(trace)) {
        let item = project.item(trace.to);
        if item.priority != Some(Priority::Abgrenzung) || project.is_dropped(trace.to) || !is_binding(project, trace) {
            continue;
        }
        let name = named(project, trace.to);
        let message = Text::new(
            format!("{} ist eine Abgrenzung und soll nicht realisiert werden.", name.de),
            format!("{} is out of scope, and is not to be realised", name.en),
        );
        let hint = Text::new(
            "Die Angabe streichen, oder die Priorität im Lastenheft ändern.",
            "Remove the trace, or change the item's priority.",
        );
        let finding = report.on_item(trace.to, &trace.place, message, hint);
        report.add(finding.related(item.place.clone(), Text::new("hier abgegrenzt", "out of scope here")));
    }
}
