//! Diagnostics for programs: one JSON object for each.

use super::{Diagnostic, Language, Place, Texts, render};
use serde_json::{Value, json};

/// A diagnostic as JSON: `code`, `level` (`error`, `warning`, `hint`), `message`, `hint`, `file`, `line`, `column`,
/// `excerpt`, `related` (places with a `message`), and `item` with `document` and `id` where it concerns one.
pub fn value(diagnostic: &Diagnostic, texts: &dyn Texts, language: Language) -> Value {
    let mut object = place(&diagnostic.place);
    object["code"] = json!(diagnostic.code);
    object["level"] = json!(diagnostic.severity);
    object["message"] = json!(diagnostic.message.get(language));
    object["hint"] = json!(diagnostic.hint.as_ref().map(|hint| hint.get(language)));
    object["excerpt"] = json!(render::excerpt(&diagnostic.place, texts).map(|excerpt| excerpt.line));
    object["related"] = diagnostic
        .related
        .iter()
        .map(|(at, why)| {
            let mut related = place(at);
            related["message"] = json!(why.get(language));
            related
        })
        .collect();
    object["item"] =
        json!(diagnostic.item.as_ref().map(|(document, id)| json!({ "document": &**document, "id": &**id })));
    object
}

/// A place as `file`, `line` and `column`.
fn place(place: &Place) -> Value {
    json!({ "file": &*place.file, "line": place.line, "column": place.column })
}
