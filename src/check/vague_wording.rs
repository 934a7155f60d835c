//! # `vague-wording`: a word that cannot be tested
//!
//! Finds words such as „möglichst“, „schnell“ or „benutzerfreundlich“ in the items of a Lastenheft or Pflichtenheft. An item
//! with an `Abnahmekriterium` says how it is tested, and is left alone.
//!
//! It matters because whether „schnell“ is met will be argued about at the acceptance, and both sides will be right.
//!
//! Before:
//!
//! ```text
//! - **LH-730** Die Suche muss möglichst schnell antworten.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-730** Die Suche muss in 95 von 100 Fällen in 2 s antworten.
//! ```

use super::report::{Report, named};
use crate::diag::Text;
use crate::model::{FieldKey, FieldName, Item, ItemKey, Role};

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let is_contract = |role| matches!(role, Role::Lastenheft | Role::Pflichtenheft);
    let documents = project.document_keys().filter(|key| is_contract(project.document(*key).config.role));
    for key in documents.flat_map(|document| project.items_of_document(document)) {
        let item = project.item(key);
        if !item.vague.is_empty() && !project.is_dropped(key) && !is_tested(item) {
            vague(report, key, &item.vague);
        }
    }
}

fn is_tested(item: &Item) -> bool {
    item.fields.iter().any(|field| field.key == FieldKey::Known(FieldName::Acceptance))
}

fn vague(report: &mut Report<'_>, key: ItemKey, words: &[String]) {
    let name = named(report.project, key);
    let message = Text::new(
        format!("{} ist nicht zu prüfen: „{}“.", name.de, words.join("“, „")),
        format!("{} cannot be tested: \"{}\"", name.en, words.join("\", \"")),
    );
    let hint = Text::new(
        "Mit Zahl und Einheit schreiben, oder ein Feld „- Abnahmekriterium: …“ dazu.",
        "Write it with a number and a unit, or add a field \"- Acceptance: …\".",
    );
    let finding = report.at_item(key, message, hint);
    report.add(finding);
}
