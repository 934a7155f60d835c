//! # `muss-without-criterion`: nobody says how it is tested
//!
//! Finds each Muss of a Lastenheft without `Abnahmekriterium` and `Nachweis` that no test verifies: neither it, nor what
//! realises it, nor what it is nested in, nor all that is nested in it. One that is excluded needs none. Where the project has no tests and the document no
//! criteria at all, nobody has begun to write them, and nothing is reported.
//!
//! It matters because a demand that nothing can show to be met is accepted by whoever argues longer.
//!
//! Before:
//!
//! ```text
//! - **LH-311** Die Kundenakte muss das Zahlungsziel zeigen.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-311** Die Kundenakte muss das Zahlungsziel zeigen.
//!   - Abnahmekriterium: Bei zehn ausgelosten Debitoren gleicht es dem in Werkplan 9.
//! ```

use super::report::{Report, counts};
use super::wording::{Sayings, Spot, is_allowed, say};
use crate::diag::{Severity, Text};
use crate::model::{
    Coverage, DocumentKey, FieldKey, FieldName, ItemKey, Origin, Priority, Project, Role, TraceKind, WordingKind,
};
use rayon::prelude::*;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let sayings = Sayings {
        kind: WordingKind::NoCriterion,
        message: |_| {
            Text::new(
                "Das ist ein Muss, und nichts sagt, woran sich zeigt, dass es erfüllt ist.",
                "it must be met, and nothing says what shows that it is",
            )
        },
        hint: Text::new(
            "Ein Feld „- Abnahmekriterium: …“ dazuschreiben, oder einen Test mit „- Prüft: …“.",
            "Add a field \"- Acceptance: …\", or a test with \"- Verifies: …\".",
        ),
        habit: Text::new(
            "sagt nichts, woran sich zeigt, dass ein Muss erfüllt ist",
            "nothing says what shows that a Muss is met",
        ),
    };
    let demanding = |key: &DocumentKey| project.document(*key).config.role == Role::Lastenheft;
    for document in project.document_keys().filter(demanding) {
        let items: Vec<ItemKey> = project.items_of_document(document).collect();
        let proved = proved(project, &items);
        // Nothing is missing where nobody has begun.
        if proved.iter().all(|is_proved| !is_proved) {
            continue;
        }
        let open = items.iter().zip(&proved).filter(|(key, is_proved)| {
            let key = **key;
            !**is_proved
                && project.weight(key) == Priority::Muss
                && !project.is_dropped(key)
                && project.coverage_of(key) != Some(Coverage::Excluded)
                && !is_allowed(project, key, sayings.kind)
        });
        let spot = |key: ItemKey| {
            let place = &project.item(key).place;
            Spot { item: key, severity: Severity::Hint, place, words: "" }
        };
        let spots: Vec<Spot<'_>> = open.map(|(key, _)| spot(*key)).collect();
        say(report, document, &sayings, &spots);
    }
}

/// For each item of a document whether something says how it is tested.
fn proved(project: &Project, items: &[ItemKey]) -> Vec<bool> {
    let first = items.first().map_or(0, |key| key.0);
    let own: Vec<bool> = items.par_iter().map(|key| has_criterion(project, *key)).collect();
    let parent = |at: usize| {
        let key = items[at];
        let parent = project.item(key).parent?;
        Some((project.item_key(project.chapter_of(key), parent).0 - first) as usize)
    };
    // What it is nested in is tested as a whole; a child comes after its parent.
    let mut by_parent = own.clone();
    for at in 0..items.len() {
        by_parent[at] |= parent(at).is_some_and(|parent| by_parent[parent]);
    }
    // And it is tested if all its parts are.
    let (mut parts, mut tested) = (vec![0_u32; items.len()], vec![0_u32; items.len()]);
    let mut proved = by_parent;
    for at in (0..items.len()).rev() {
        proved[at] |= parts[at] > 0 && parts[at] == tested[at];
        if let Some(parent) = parent(at) {
            parts[parent] += 1;
            tested[parent] += u32::from(proved[at] || project.is_dropped(items[at]));
        }
    }
    proved
}

/// Whether an item has a criterion or a proof, or a test of its own or of what realises it.
fn has_criterion(project: &Project, key: ItemKey) -> bool {
    let is_criterion = |key: &FieldKey| matches!(key, FieldKey::Known(FieldName::Acceptance | FieldName::Verification));
    let is_tested = |key: ItemKey| {
        project.item(key).fields.iter().any(|field| is_criterion(&field.key))
            || project.traces_to(key).any(|trace| trace.kind == TraceKind::Verifies && counts(project, trace))
    };
    is_tested(key)
        || project.traces_to(key).any(|trace| {
            let realises = trace.kind == TraceKind::Realises && counts(project, trace);
            realises && matches!(trace.from, Origin::Item(from) if is_tested(from))
        })
}
