//! # `muss-untested`: a Muss that no test decides about
//!
//! Once the project has an acceptance document with tests: finds each Muss of the Lastenheft that none of them verifies,
//! neither itself, nor what realises it, nor what it is nested in, nor all that is nested in it. One that is excluded needs
//! no test. Where more than half have none, the tests are still being written, and one finding says how many are missing.
//!
//! It matters because it is accepted with the rest, and nobody has looked.
//!
//! Before, in the acceptance document:
//!
//! ```text
//! ### AT-110 Kundenakte ohne Blättern
//!
//! - Prüft: LH-310
//! ```
//!
//! After, where LH-311 had none:
//!
//! ```text
//! ### AT-110 Kundenakte ohne Blättern
//!
//! - Prüft: LH-310, LH-311
//! ```

use super::report::{Report, named};
use crate::diag::{Diagnostic, Place, Text};
use crate::model::{Acceptance, DocumentKey, Role, Tested};
use std::collections::BTreeMap;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let is_acceptance = |document: &DocumentKey| project.document(*document).config.role == Role::Acceptance;
    // Each once, however many documents are to test it.
    let mut missing = BTreeMap::new();
    for document in project.document_keys().filter(is_acceptance) {
        let acceptance = Acceptance::of(project, document);
        if acceptance.tests.is_empty() {
            continue;
        }
        let number = acceptance.tested(Tested::Without);
        // Whoever has just begun knows that the rest is missing.
        if number * 2 > acceptance.musts.len() {
            let finding = begun(report, document, number, acceptance.musts.len());
            report.add(finding);
            continue;
        }
        let without = acceptance.musts.iter().filter(|(_, tested)| *tested == Tested::Without);
        missing.extend(without.map(|(key, _)| (*key, document)));
    }
    for (key, document) in missing {
        let (name, id, title) = (named(project, key), &project.item(key).id, &project.document(document).title);
        let message = Text::new(
            format!("{} ist ein Muss, und kein Test in „{title}“ entscheidet darüber.", name.de),
            format!("{} is a must, and no test in \"{title}\" decides about it", name.en),
        );
        let hint = Text::new(
            format!("Einen Test mit „- Prüft: {id}“ schreiben, oder einen, der prüft, was es realisiert."),
            format!("Write a test with \"- Verifies: {id}\", or one that verifies what realises it."),
        );
        let finding = report.at_item(key, message, hint);
        report.add(finding);
    }
}

/// Most of the Muss items have no test yet; said where the tests begin.
fn begun(report: &Report<'_>, document: DocumentKey, number: usize, musts: usize) -> Diagnostic {
    let project = report.project;
    let chapter = project.chapters_of(document).next().map(|chapter| Place::whole(&project.chapter(chapter).file));
    let first = project.items_of_document(document).next().map(|key| project.item(key).place.clone());
    let place = first.or(chapter).unwrap_or_else(|| Place::whole(&std::sync::Arc::from("")));
    let title = &project.document(document).title;
    let message = Text::new(
        format!("Über {number} von {musts} Muss-Anforderungen entscheidet in „{title}“ noch kein Test."),
        format!("no test in \"{title}\" decides yet about {number} of {musts} must items"),
    );
    let hint = Text::new(
        "Sobald mehr als die Hälfte einen Test hat, steht hier jede einzeln; das Abnahmeprotokoll zählt sie schon jetzt auf.",
        "As soon as more than half have a test, each is listed here; the acceptance report lists them already.",
    );
    report.at(&place, message, hint)
}
