//! # `term-duplicate`: a term defined twice
//!
//! Finds each entry of a glossary that defines a term, or another spelling of one, which an entry before it has already:
//! in the same glossary or another one.
//!
//! It matters because the two entries may say different things, and a reader sees only one of them: links lead to the first.
//!
//! Before:
//!
//! ```text
//! ERP
//! : Enterprise Resource Planning.
//!
//! Werkplan (ERP)
//! : Das System der Fertigung.
//! ```
//!
//! After:
//!
//! ```text
//! ERP
//! : Enterprise Resource Planning, hier das System Werkplan.
//! ```

use super::report::Report;
use crate::diag::Text;
use crate::model::{Project, TermKey, collation, is_abbreviation};
use std::collections::HashMap;

pub(super) fn run(found: &mut Report<'_>) {
    let project = found.project;
    for (later, first, spelling) in doubled(project) {
        let (later, first) = (project.term(later), project.term(first));
        let message =
            Text::new(format!("„{spelling}“ ist zweimal erklärt."), format!("\"{spelling}\" is defined twice"));
        let hint = Text::new(
            "Beide Einträge zu einem machen; Verweise führen bis dahin zum ersten.",
            "Make both entries one; until then links lead to the first.",
        );
        let finding = found.at(&later.place, message, hint);
        let finding = finding.related(first.place.clone(), Text::new("hier zuerst", "here first"));
        found.add(finding);
    }
}

/// The terms that one before them has a spelling of: both, and the spelling.
pub(super) fn doubled(project: &Project) -> Vec<(TermKey, TermKey, &str)> {
    let mut first: HashMap<String, TermKey> = HashMap::new();
    let mut doubled: Vec<(TermKey, TermKey, &str)> = Vec::new();
    for key in project.term_keys() {
        for spelling in &project.term(key).spellings {
            // `IT` is not `it`.
            let folded = if is_abbreviation(spelling) { spelling.clone() } else { format!("={}", collation(spelling)) };
            match first.get(&folded) {
                Some(other) if *other != key && doubled.last().is_none_or(|(last, _, _)| *last != key) => {
                    doubled.push((key, *other, spelling));
                }
                Some(_) => {}
                None => drop(first.insert(folded, key)),
            }
        }
    }
    doubled
}
