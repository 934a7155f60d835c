//! # `excluded-without-reason`: refused, and nobody says why
//!
//! Finds each exclusion that gives no reason: an item with `Schließt aus` that has neither text of its own nor a
//! `Begründung`, and a row of a table that answers „ausgeschlossen“ and leaves the reason empty.
//!
//! It matters because the customer is to sign the exclusion, and a reason is what they judge it by.
//!
//! Before, in the Pflichtenheft:
//!
//! ```text
//! ### PH-190 Kein Chat
//!
//! - Schließt aus: LH-412
//! ```
//!
//! After:
//!
//! ```text
//! ### PH-190 Kein Chat
//!
//! - Schließt aus: LH-412
//! - Begründung: Der Kundendienst ist nur werktags besetzt.
//! ```

use super::report::{Report, has_reason, is_binding, named};
use crate::diag::Text;
use crate::model::{Origin, Project, Trace, TraceKind};

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    for trace in project.traces.iter().filter(|trace| trace.kind == TraceKind::Excludes && is_binding(project, trace)) {
        if is_explained(project, trace) {
            continue;
        }
        let name = named(project, trace.to);
        let message = Text::new(
            format!("{} wird ausgeschlossen, ohne dass jemand sagt, warum.", name.de),
            format!("{} is excluded, and nothing says why", name.en),
        );
        let hint = match trace.answer {
            Some(_) => Text::new(
                "Den Grund in die Spalte „Begründung“ der Zeile schreiben.",
                "Write the reason in the row's column \"Reason\".",
            ),
            None => Text::new(
                "Dem Item einen Satz oder ein Feld „- Begründung: …“ geben.",
                "Give the item a sentence or a field \"- Reason: …\".",
            ),
        };
        let finding = report.on_item(trace.to, &trace.place, message, hint);
        report.add(finding);
    }
}

fn is_explained(project: &Project, trace: &Trace) -> bool {
    let in_row = trace.answer.is_some_and(|answer| project.answer(answer).reason.contains(char::is_alphanumeric));
    in_row || matches!(trace.from, Origin::Item(from) if has_reason(project, from))
}
