//! # `moved-nowhere`: an old ID leads to no item
//!
//! Finds each entry of `[moved]` in the settings whose new ID no item of the document has, and that no further entry
//! leads on.
//!
//! It matters because who follows an old link, or looks an ID up that a signed document names, finds nothing.
//!
//! Before, where LH-510 was given up:
//!
//! ```text
//! [moved.lastenheft]
//! LH-310 = "LH-510"
//! ```
//!
//! After, where LH-520 stands in its place:
//!
//! ```text
//! [moved.lastenheft]
//! LH-310 = "LH-520"
//! ```

use super::report::Report;
use crate::diag::{Text, nearest};
use std::collections::{HashMap, HashSet};

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let moved = &project.config.moved;
    if moved.is_empty() {
        return;
    }
    let mut ids: HashMap<&str, HashSet<&str>> = HashMap::new();
    for document in project.document_keys() {
        let known = ids.entry(&project.document(document).config.key).or_default();
        known.extend(project.items_of_document(document).map(|item| &*project.item(item).id));
    }
    let old: HashSet<(&str, &str)> = moved.iter().map(|moved| (&*moved.document, &*moved.old)).collect();
    let is_item = |document: &str, id: &str| ids.get(document).is_some_and(|known| known.contains(id));
    let ends: HashSet<(&str, &str)> =
        project.config.all_moved(is_item).into_iter().map(|(moved, _)| (&*moved.document, &*moved.old)).collect();
    for moved in moved {
        let (document, new) = (&*moved.document, &*moved.new);
        let Some(known) = ids.get(document) else { continue };
        // Only the last entry of a chain is wrong, or each of a circle.
        let leads_on = old.contains(&(document, new)) && ends.contains(&(document, &*moved.old));
        if known.contains(new) || leads_on {
            continue;
        }
        let message = Text::new(
            format!("„{}“ soll jetzt „{new}“ heißen, aber ein Item „{new}“ gibt es nicht.", moved.old),
            format!("\"{}\" is said to be \"{new}\" now, but there is no item \"{new}\"", moved.old),
        );
        let mut sorted: Vec<&str> = known.iter().copied().collect();
        sorted.sort_unstable();
        let hint = nearest(new, sorted).map_or_else(
            || {
                Text::new(
                    "Die ID nennen, die das Item heute hat, oder den Eintrag entfernen.",
                    "Name the ID that the item has today, or remove the entry.",
                )
            },
            |near| Text::new(format!("Gemeint ist vielleicht „{near}“."), format!("\"{near}\" may be meant")),
        );
        let finding = report.at(&moved.place, message, hint);
        report.add(finding);
    }
}
