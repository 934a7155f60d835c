//! # `owner-unknown`: responsible, but not to be reached
//!
//! Finds each role that a field `Verantwortlich` names and the page of contacts does not have; once for a role, at the first
//! item that names it. In a project without roles on a page of contacts nothing is found.
//!
//! It matters because whoever has a question about the item does not learn whom to ask.
//!
//! Before:
//!
//! ```text
//! ### LH-420 Rechnungen
//!
//! - Verantwortlich: Rechnungswesen
//! ```
//!
//! After, on the page of contacts:
//!
//! ```text
//! | Rolle | Adresse |
//! | --- | --- |
//! | Rechnungswesen | rechnung@firma.example |
//! ```

use super::report::Report;
use crate::config::fold;
use crate::diag::{Text, nearest};
use crate::model::ItemKey;
use std::collections::BTreeMap;

/// Words for nobody yet.
const NOBODY: &[&str] = &["offen", "nn", "tbd", "todo", "unklar", "open", "none", "niemand", "keiner", "alle", "all"];

pub(super) fn run(found: &mut Report<'_>) {
    let project = found.project;
    if project.contacts.is_empty() {
        return;
    }
    // Each unknown role: as it is written first, the items that name it.
    let mut unknown: BTreeMap<String, (String, Vec<ItemKey>)> = BTreeMap::new();
    for item in project.items().filter(|item| !project.is_dropped(*item)) {
        let Some((field, named)) = project.owners_of(item) else { continue };
        for (range, _) in named.into_iter().filter(|(_, role)| role.is_none()) {
            let folded = fold(&field.value[range.clone()]);
            if !folded.is_empty() && !NOBODY.contains(&folded.as_str()) {
                let entry = unknown.entry(folded).or_insert_with(|| (field.value[range].to_owned(), Vec::new()));
                entry.1.push(item);
            }
        }
    }
    for (role, items) in unknown.into_values() {
        let finding = finding(found, &role, &items);
        found.add(finding);
    }
}

fn finding(found: &Report<'_>, role: &str, items: &[ItemKey]) -> crate::diag::Diagnostic {
    let project = found.project;
    let message = match items.len() {
        1 => Text::new(
            format!("Die Ansprechpartner kennen keine Rolle „{role}“."),
            format!("the contacts have no role \"{role}\""),
        ),
        number => Text::new(
            format!("Die Ansprechpartner kennen keine Rolle „{role}“; {number} Items nennen sie."),
            format!("the contacts have no role \"{role}\"; {number} items name it"),
        ),
    };
    let roles =
        project.roles.iter().map(|(page, index)| project.chapter(*page).contacts[*index as usize].role.as_str());
    let hint = nearest(role, roles).map_or_else(
        || Text::new("Die Rolle auf der Seite der Ansprechpartner eintragen.", "Add the role to the page of contacts."),
        |near| {
            Text::new(
                format!("Gemeint ist wohl „{near}“; sonst die Rolle auf der Seite der Ansprechpartner eintragen."),
                format!("\"{near}\" is probably meant; else add the role to the page of contacts"),
            )
        },
    );
    let place = project.owners_of(items[0]).map_or(&project.item(items[0]).place, |(field, _)| &field.place);
    found.on_item(items[0], place, message, hint)
}
