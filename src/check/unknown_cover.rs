//! # `unknown-cover`: the outline has no such content
//!
//! Finds each key in a chapter's `covers` that is no content of its document's outline.
//!
//! It matters because the content that was meant is then reported as missing.
//!
//! Before:
//!
//! ```text
//! ---
//! covers: [produktfunktion]
//! ---
//! ```
//!
//! After:
//!
//! ```text
//! ---
//! covers: [produktfunktionen]
//! ---
//! ```

use super::report::Report;
use crate::config::fold;
use crate::diag::{Place, Text, nearest};
use crate::model::{Chapter, Outline};
use std::collections::HashSet;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    for document in project.document_keys() {
        let Some(outline) = &project.document(document).outline else { continue };
        let known: HashSet<String> = outline.contents.iter().map(|content| fold(&content.key)).collect();
        for key in project.chapters_of(document) {
            let chapter = project.chapter(key);
            for cover in chapter.meta.covers.iter().filter(|cover| !known.contains(&fold(cover))) {
                unknown(report, outline, chapter, cover);
            }
        }
    }
}

fn unknown(report: &mut Report<'_>, outline: &Outline, chapter: &Chapter, cover: &str) {
    let keys: Vec<&str> = outline.contents.iter().map(|content| content.key.as_str()).collect();
    let message = Text::new(
        format!("Die Gliederung kennt keinen Inhalt „{cover}“."),
        format!("the outline has no content \"{cover}\""),
    );
    let hint = nearest(cover, keys.iter().copied()).map_or_else(
        || Text::new(format!("Möglich: {}", keys.join(", ")), format!("Possible: {}", keys.join(", "))),
        |near| Text::new(format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
    );
    let place = chapter.meta.covers_place.clone().unwrap_or_else(|| Place::whole(&chapter.file));
    let finding = report.at(&place, message, hint);
    report.add(finding);
}
