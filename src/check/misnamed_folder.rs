//! # `misnamed-folder`: a folder that was meant for a document
//!
//! Finds each folder below `content/` that is called like a document but for capitals, umlauts or one letter, and each file
//! that is called like a document that has no folder.
//!
//! It matters because what lies in such a folder is pages beside the documents: none of its items is there, and nothing
//! else says so.
//!
//! Before:
//!
//! ```text
//! content/Lastenheft/01-ziele.md
//! ```
//!
//! After:
//!
//! ```text
//! content/lastenheft/01-ziele.md
//! ```

use super::report::Report;
use crate::config::fold;
use crate::diag::{Place, Text};
use std::collections::HashSet;

/// The shortest name, in letters, that may be another with one letter wrong.
const SHORTEST: usize = 6;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let mut seen: HashSet<&str> = HashSet::new();
    for key in project.pages() {
        let file = &project.chapter(key).file;
        let below = file.split_once('/').map_or(&**file, |(_, below)| below);
        let (folder, is_folder) = match below.split_once('/') {
            Some((folder, _)) => (folder, true),
            None => (below.rsplit_once('.').map_or(below, |(stem, _)| stem), false),
        };
        let name = fold(folder);
        let documents = project.config.documents.iter().map(|document| &*document.key);
        let is_meant = |key: &&str| {
            let own = fold(key);
            let is_there = project.document_named(key).is_some();
            let is_near = is_folder && own.len() >= SHORTEST && strsim::osa_distance(&own, &name) == 1;
            is_near || own == name && (is_folder || !is_there)
        };
        let Some(meant) = documents.into_iter().find(is_meant).filter(|_| seen.insert(folder)) else { continue };
        let message = if is_folder {
            Text::new(
                format!("Der Ordner „{folder}“ ist kein Dokument; was darin liegt, sind Seiten ohne Items."),
                format!("the folder \"{folder}\" is no document; what lies in it are pages without items"),
            )
        } else {
            Text::new(
                format!("Die Datei „{below}“ ist kein Dokument, sondern eine Seite ohne Items."),
                format!("the file \"{below}\" is no document, but a page without items"),
            )
        };
        let hint = if is_folder {
            Text::new(
                format!("Den Ordner „{meant}“ nennen, oder ihn in heftfaden.toml unter [documents.{folder}] anmelden."),
                format!("Call the folder \"{meant}\", or declare it in heftfaden.toml under [documents.{folder}]."),
            )
        } else {
            Text::new(
                format!("Die Datei in den Ordner content/{meant} legen."),
                format!("Put the file into the folder content/{meant}."),
            )
        };
        let finding = report.at(&Place::whole(file), message, hint);
        report.add(finding);
    }
}
