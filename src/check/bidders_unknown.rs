//! # `bidders-unknown`: what is to stay inside is not there
//!
//! Finds each name under `[bidders]` of the settings that nothing in the project has: in `include` an annex or page, in
//! `internal` and `public` a field or a column.
//!
//! It matters because a misspelt name keeps nothing inside, and what bidders have read cannot be taken back.
//!
//! Before:
//!
//! ```text
//! [bidders]
//! internal = ["Risikko"]
//! ```
//!
//! After:
//!
//! ```text
//! [bidders]
//! internal = ["Risiko"]
//! ```

use super::report::Report;
use crate::config::{Internal, fold};
use crate::diag::{Text, nearest};
use crate::model::{FieldKey, FieldName, Project};
use std::collections::BTreeSet;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let bidders = &project.config.bidders;
    let Some(place) = &bidders.place else { return };
    let columns = columns(project);
    let is_field =
        |name: &str| Internal::knows(name, &project.config) || columns.iter().any(|column| fold(column) == fold(name));
    let fields = bidders.internal.iter().chain(&bidders.public).filter(|name| !is_field(name));
    let pages = pages(project);
    let is_page = |name: &str| pages.iter().any(|page| fold(page) == fold(name));
    let included = bidders.include.iter().flatten().filter(|name| !is_page(name));
    let own = project.config.fields.iter().map(|field| field.title.as_str());
    let known: Vec<&str> =
        FieldName::ALL.iter().flat_map(|name| name.labels(project.config.language)).copied().chain(own).collect();
    let known: Vec<&str> = known.into_iter().chain(columns.iter().map(String::as_str)).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    for (name, what, known) in fields.map(|name| (name, FIELD, &known)).chain(included.map(|name| (name, PAGE, &pages)))
    {
        let [de, en] = what;
        let message = Text::new(
            format!("[bidders] nennt „{name}“, und {de} gibt es im Projekt nicht."),
            format!("[bidders] names \"{name}\", and the project has no {en}"),
        );
        let hint = nearest(name, known.iter().copied()).map_or_else(
            || Text::new("Den Namen prüfen oder streichen.", "Check the name, or remove it."),
            |near| Text::new(format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
        );
        let finding = report.at(place, message, hint);
        report.add(finding);
    }
}

const FIELD: [&str; 2] = ["ein solches Feld oder eine solche Spalte", "such field or column"];
const PAGE: [&str; 2] = ["ein solches Dokument oder eine solche Seite", "such document or page"];

/// The heads of columns that name no field.
fn columns(project: &Project) -> BTreeSet<String> {
    let items = project.chapters.iter().flat_map(|chapter| &chapter.items);
    let columns = items.flat_map(|item| &item.fields).filter_map(|field| match &field.key {
        FieldKey::Column(head) => Some(head.to_string()),
        _ => None,
    });
    columns.collect()
}

/// The names of documents, of pages beside them with and without their numbers, and of their folders.
fn pages(project: &Project) -> BTreeSet<String> {
    let mut names: BTreeSet<String> =
        project.documents.iter().map(|document| document.config.key.to_string()).collect();
    for page in project.pages() {
        let path = project.chapter(page).file.trim_start_matches("content/");
        let name = path.split(['/', '.']).next().unwrap_or(path);
        let bare = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ' '));
        names.extend([name.to_owned(), bare.to_owned()]);
    }
    names
}
