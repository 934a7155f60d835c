//! # `pflichtenheft-without-lastenheft`: an answer without a question
//!
//! Finds each Pflichtenheft that realises no document, or one that has no chapters.
//!
//! It matters because a Pflichtenheft says how the demands of a Lastenheft are met (DIN 69901-5); without one nothing
//! can be traced.
//!
//! Before:
//!
//! ```text
//! content/pflichtenheft/01-zielbestimmung.md
//! ```
//!
//! After:
//!
//! ```text
//! content/lastenheft/01-unternehmen.md
//! content/pflichtenheft/01-zielbestimmung.md
//! ```

use super::report::Report;
use crate::diag::{Place, Text};
use crate::model::Role;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    for key in project.document_keys() {
        let document = project.document(key);
        let realised = document.config.realises.as_deref();
        let is_there = realised.is_some_and(|name| project.document_named(name).is_some());
        let first = project.chapters_of(key).next();
        let (Role::Pflichtenheft, false, Some(first)) = (document.config.role, is_there, first) else { continue };
        let title = &document.title;
        let (message, hint) = match realised {
            Some(name) => (
                Text::new(
                    format!("„{title}“ realisiert „{name}“, und davon gibt es kein Kapitel."),
                    format!("\"{title}\" realises \"{name}\", which has no chapters"),
                ),
                Text::new(
                    format!("Die Kapitel nach content/{name}/ legen."),
                    format!("Put its chapters into content/{name}/."),
                ),
            ),
            None => (
                Text::new(
                    format!("„{title}“ realisiert kein Lastenheft."),
                    format!("\"{title}\" realises no Lastenheft"),
                ),
                Text::new(
                    format!(
                        "In heftfaden.toml unter [documents.{}] schreiben: realises = \"lastenheft\"",
                        document.config.key
                    ),
                    format!(
                        "In heftfaden.toml, under [documents.{}], write: realises = \"lastenheft\"",
                        document.config.key
                    ),
                ),
            ),
        };
        let finding = report.at(&Place::whole(&project.chapter(first).file), message, hint);
        report.add(finding);
    }
}
