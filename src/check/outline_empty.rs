//! # `outline-empty`: a content of the outline is only a title
//!
//! Finds each content of a document's outline that has its chapter or section, under which no more than a placeholder
//! stands: fewer than three words, „folgt“ and „TODO“ not counted, no item and no picture.
//!
//! It matters because a title looks like progress in every table of contents.
//!
//! Before:
//!
//! ```text
//! # Qualitätsanforderungen
//!
//! TODO
//! ```
//!
//! After:
//!
//! ```text
//! # Qualitätsanforderungen
//!
//! Zuverlässigkeit geht vor Bedienbarkeit, Bedienbarkeit vor Tempo.
//! ```

use super::report::Report;
use crate::diag::Text;
use crate::model::DocumentKey;

pub(super) fn run(report: &mut Report<'_>) {
    for document in report.project.document_keys() {
        empty(report, document);
    }
}

fn empty(report: &mut Report<'_>, document: DocumentKey) {
    let project = report.project;
    let Some(outline) = &project.document(document).outline else { return };
    for (content, spots) in outline.contents.iter().zip(project.contents_of(document)) {
        let Some(first) = spots.first().filter(|_| !project.is_any_filled(&spots)) else {
            continue;
        };
        let message = Text::new(
            format!("Unter „{}“ steht noch nichts.", content.title.de),
            format!("nothing stands under \"{}\" yet", content.title.en),
        );
        let about = &content.about;
        let hint = if about.de.is_empty() {
            Text::new("Den Inhalt schreiben.", "Write the content.")
        } else {
            Text::new(format!("Hierher gehört: {}", about.de), format!("What belongs here: {}", about.en))
        };
        let finding = report.at(&project.place_of_spot(*first), message, hint);
        report.add(finding);
    }
}
