//! # `contradictory-answer`: realised and excluded at once
//!
//! Finds each item of the Lastenheft that the same document realises in full in one place and excludes in another.
//!
//! It matters because each reader will find only one of the two, and believe it.
//!
//! Before, in the Pflichtenheft:
//!
//! ```text
//! - **PH-432** Das Angebot wird als PDF-Datei abgelegt.
//!   - Realisiert: LH-332
//!
//! | ID     | Entscheidung   | Begründung              |
//! | ------ | -------------- | ----------------------- |
//! | LH-332 | ausgeschlossen | Das Archiv entfällt.    |
//! ```
//!
//! After: the row, or the trace, is gone.

use super::report::{Report, document_of_trace, is_binding, named};
use crate::diag::Text;
use crate::model::{ItemKey, Project, Trace, TraceKind, Verdict};

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    for key in project.items().filter(|key| !project.is_dropped(*key)) {
        let Some((realised, excluded)) = contradiction(project, key) else { continue };
        let name = named(project, key);
        let message = Text::new(
            format!("{} wird hier ausgeschlossen und an anderer Stelle realisiert.", name.de),
            format!("{} is excluded here, and realised elsewhere", name.en),
        );
        let hint = Text::new("Eine der beiden Angaben streichen.", "Remove one of the two.");
        let finding = report.on_item(key, &excluded.place, message, hint);
        report.add(finding.related(realised.place.clone(), Text::new("hier realisiert", "realised here")));
    }
}

/// The first two traces of one document that contradict each other.
fn contradiction(project: &Project, key: ItemKey) -> Option<(&Trace, &Trace)> {
    let traces: Vec<&Trace> = project.traces_to(key).filter(|trace| is_binding(project, trace)).collect();
    let excluding = traces.iter().copied().filter(|trace| trace.kind == TraceKind::Excludes);
    let mut pairs = excluding.filter_map(|excluded| {
        let document = document_of_trace(project, excluded);
        let in_full = |trace: &Trace| trace.kind == TraceKind::Realises && trace.verdict == Verdict::Full;
        let realised = traces.iter().find(|trace| in_full(trace) && document_of_trace(project, trace) == document)?;
        Some((*realised, excluded))
    });
    pairs.next()
}
