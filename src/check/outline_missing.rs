//! # `outline-missing`: a content of the outline is not there
//!
//! Finds each content of a document's outline that no chapter covers, and that no chapter or section has as its title.
//! Its subpoints need not be there. A document that plainly follows another outline, with fewer than two of the built-in
//! one's contents, is left alone; an outline of the project's own always counts.
//!
//! It matters because the outline is a list of what is easily forgotten.
//!
//! Before: a Lastenheft whose chapters are „Unternehmen“, „Ist-Zustand“ and „Produktfunktionen“.
//!
//! After: a further chapter, or a word on where the content stands:
//!
//! ```text
//! ---
//! title: Was wir erreichen wollen
//! covers: [soll-zustand]
//! ---
//! ```

use super::report::Report;
use crate::diag::{Place, Text};
use crate::model::{DocumentKey, Outline};

/// Contents that must be recognised before a built-in outline is taken for the document's.
const RECOGNISED: usize = 2;

pub(super) fn run(report: &mut Report<'_>) {
    for document in report.project.document_keys() {
        missing(report, document);
    }
}

fn missing(report: &mut Report<'_>, key: DocumentKey) {
    let project = report.project;
    let document = project.document(key);
    let (Some(outline), Some(first)) = (&document.outline, project.chapters_of(key).next()) else { return };
    let spots = project.contents_of(key);
    let recognised = spots.iter().filter(|spots| !spots.is_empty()).count();
    if recognised < RECOGNISED && Outline::built_in(&outline.key).is_some() {
        return;
    }
    let place = Place::whole(&project.chapter(first).file);
    for (content, _) in outline.contents.iter().zip(&spots).filter(|(_, spots)| spots.is_empty()) {
        let (title, about) = (&content.title, &content.about);
        let message = Text::new(
            format!("In „{}“ fehlt der Inhalt „{}“.", document.title, title.de),
            format!("\"{}\" lacks the content \"{}\"", document.title, title.en),
        );
        let key = &content.key;
        let hint = Text::new(
            format!("{} Ein Kapitel so nennen, oder im Vorspann schreiben: covers: [{key}]", about.de)
                .trim_start()
                .to_owned(),
            format!("{} Title a chapter so, or write in its front matter: covers: [{key}]", about.en)
                .trim_start()
                .to_owned(),
        );
        let finding = report.at(&place, message, hint);
        report.add(finding);
    }
}
