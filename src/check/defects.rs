//! # What a failed test must say, and what no other may
//!
//! - `defect-without-class`: a test failed, and nothing says how bad the defect is. It matters because the acceptance hangs on
//!   that: a blocking defect prevents it, a minor one does not.
//! - `class-without-defect`: a test has a class of defect, and it did not fail. It matters because either the class or the
//!   result is old.
//! - `result-without-date`: a test has a result, and nothing says when it was run. It matters because nobody can say which
//!   delivery it is about.
//! - `result-contradicts`: what is written about a test and what a test tool reports exclude each other. It matters because the
//!   failed one counts, and the text says otherwise.
//!
//! Before:
//!
//! ```text
//! - **AT-221** Von fünfzig Dubletten werden 45 erkannt.
//!   - Ergebnis: nicht bestanden
//! ```
//!
//! After:
//!
//! ```text
//! - **AT-221** Von fünfzig Dubletten werden 45 erkannt.
//!   - Ergebnis: nicht bestanden
//!   - Fehlerklasse: behindernd
//!   - Datum: 2027-05-25
//! ```

use super::report::{Report, named};
use crate::diag::{Diagnostic, Place, Text};
use crate::model::{FieldName, ItemKey, Origin, Project, Role, Test, TestResult};

/// Every test of the project.
fn tests(project: &Project) -> impl Iterator<Item = Test> + '_ {
    let documents = project.document_keys().filter(|key| project.document(*key).config.role == Role::Acceptance);
    documents.flat_map(|document| Test::all(project, document))
}

/// Every test that is an item.
fn items(project: &Project) -> impl Iterator<Item = (ItemKey, Test)> + '_ {
    tests(project).filter_map(|test| match test.from {
        Origin::Item(item) => Some((item, test)),
        Origin::Answer(_) => None,
    })
}

/// The place of an item's field, else of its ID.
fn place(project: &Project, key: ItemKey, name: FieldName) -> &Place {
    let item = project.item(key);
    item.field(name).map_or(&item.place, |field| &field.place)
}

pub(super) fn without_class(report: &mut Report<'_>) {
    let project = report.project;
    for test in tests(project).filter(|test| test.result == TestResult::Failed && test.defect.is_none()) {
        let hint = Text::new(
            "Dazuschreiben, was der Mangel für den Betrieb bedeutet: - Fehlerklasse: verhindernd, behindernd oder leicht.",
            "Add what the defect means for the work: - Defect class: blocking, hindering or minor.",
        );
        let message = |name: Text| {
            Text::new(
                format!(
                    "{} ist nicht bestanden, und nichts sagt, wie schwer der Mangel ist; so lässt sich über die Abnahme nicht entscheiden.",
                    name.de
                ),
                format!(
                    "{} failed, and nothing says how bad the defect is; so nobody can decide about the acceptance",
                    name.en
                ),
            )
        };
        let finding = match test.from {
            Origin::Item(key) => {
                report.on_item(key, place(project, key, FieldName::Result), message(named(project, key)), hint)
            }
            Origin::Answer(key) => {
                let answer = project.answer(key);
                let id = &answer.target.id;
                report.at(&answer.place, message(Text::new(format!("„{id}“"), format!("\"{id}\""))), hint)
            }
        };
        report.add(finding);
    }
}

pub(super) fn without_defect(report: &mut Report<'_>) {
    let project = report.project;
    for (key, test) in items(project).filter(|(_, test)| test.defect.is_some() && test.result != TestResult::Failed) {
        let name = named(project, key);
        let [de, en] = match test.result {
            TestResult::Passed => ["ist bestanden", "passed"],
            _ => ["hat noch kein Ergebnis", "has no result yet"],
        };
        let message = Text::new(
            format!("{} {de} und hat doch eine Fehlerklasse.", name.de),
            format!("{} {en} and has a defect class all the same", name.en),
        );
        let hint = Text::new(
            "Die Fehlerklasse streichen, oder das Ergebnis berichtigen.",
            "Remove the defect class, or correct the result.",
        );
        let finding = report.on_item(key, place(project, key, FieldName::DefectClass), message, hint);
        report.add(finding);
    }
}

pub(super) fn without_date(report: &mut Report<'_>) {
    let project = report.project;
    for (key, _) in items(project).filter(|(_, test)| test.result != TestResult::Untested) {
        if project.day_of(key).is_some() {
            continue;
        }
        let name = named(project, key);
        let message = Text::new(
            format!("{} hat ein Ergebnis, und nichts sagt, von wann.", name.de),
            format!("{} has a result, and nothing says of which day", name.en),
        );
        let hint = Text::new(
            "Darunter schreiben, wann geprüft wurde: - Datum: 2027-05-25",
            "Write below it when it was tested: - Date: 2027-05-25",
        );
        let finding = report.on_item(key, place(project, key, FieldName::Result), message, hint);
        report.add(finding);
    }
}

pub(super) fn contradicting(report: &mut Report<'_>) {
    let project = report.project;
    for (key, _) in items(project).filter(|(key, _)| project.is_contradicted(*key)) {
        let finding = contradiction(report, key);
        report.add(finding);
    }
}

fn contradiction(report: &Report<'_>, key: ItemKey) -> Diagnostic {
    let project = report.project;
    let name = named(project, key);
    let passed = project.item(key).result == Some(TestResult::Passed);
    let [de, en] = if passed {
        [
            "steht als bestanden im Text, und ein Testfall ist fehlgeschlagen",
            "is written to have passed, and a test case failed",
        ]
    } else {
        [
            "steht als nicht bestanden im Text, und die Testfälle sind bestanden",
            "is written to have failed, and the test cases passed",
        ]
    };
    let message = Text::new(
        format!("{} {de}. Es zählt als nicht bestanden.", name.de),
        format!("{} {en}; it counts as failed", name.en),
    );
    let hint = Text::new(
        "Feststellen, was gilt, und den Text danach berichtigen; wurde von Hand anderes geprüft als vom Testfall, zwei Tests daraus machen.",
        "Find out which is true and correct the text; if people tested something else than the case, make two tests of it.",
    );
    let outcome = if passed { TestResult::Failed } else { TestResult::Passed };
    let mut cases = project.cases_of(key).iter().map(|case| project.case(*case).1);
    let finding = report.on_item(key, place(project, key, FieldName::Result), message, hint);
    match cases.find(|case| case.outcome == outcome) {
        Some(case) => finding.related(case.name.place.clone(), Text::new("dieser Testfall", "this test case")),
        None => finding,
    }
}
