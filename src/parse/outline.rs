//! A project's own outline, as a TOML file (authoring format, section 7).

use crate::diag::{Diagnostic, Lines, Severity, Text};
use crate::model::{Content, Outline};
use std::sync::Arc;

/// The file as it is written.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    contents: Vec<Entry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: String,
    title: Words,
    #[serde(default)]
    about: Words,
    #[serde(default)]
    subpoints: Vec<Words>,
    #[serde(default)]
    also: Vec<String>,
}

/// One text for both languages, or one for each.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Words {
    Both(String),
    Each { de: String, en: String },
}

impl Default for Words {
    fn default() -> Self {
        Self::Both(String::new())
    }
}

impl From<Words> for Text {
    fn from(words: Words) -> Self {
        match words {
            Words::Both(text) => Self::new(text.clone(), text),
            Words::Each { de, en } => Self::new(de, en),
        }
    }
}

/// Reads an outline: `[[contents]]` with `key`, `title`, and optionally `about`, `subpoints` and `also`; each text is a
/// string, or a table with `de` and `en`. A broken file is a diagnostic, and no outline.
pub fn outline(name: &str, text: &str) -> Result<Outline, Box<Diagnostic>> {
    let file: File = toml::from_str(text).map_err(|error| {
        let lines = Lines::new(&Arc::from(name), text);
        let place = lines.place(text, error.span().unwrap_or_default());
        let message = Text::new(
            format!("Die Gliederung ist nicht zu verstehen: {}", error.message()),
            format!("the outline cannot be understood: {}", error.message()),
        );
        Box::new(Diagnostic::new("config-invalid", Severity::Error, place, message).hint(Text::new(
            "Sie besteht aus Einträgen [[contents]] mit key und title.",
            "It consists of entries [[contents]] with key and title.",
        )))
    })?;
    let content = |entry: Entry| Content {
        key: entry.key,
        title: entry.title.into(),
        about: entry.about.into(),
        subpoints: entry.subpoints.into_iter().map(Text::from).collect(),
        also: entry.also,
    };
    Ok(Outline { key: name.to_owned(), contents: file.contents.into_iter().map(content).collect() })
}

#[cfg(test)]
mod tests {
    use super::outline;

    #[test]
    fn texts_in_one_or_two_languages() {
        let text = "[[contents]]\nkey = \"a\"\ntitle = { de = \"Ziel\", en = \"Goal\" }\nalso = [\"Zweck\"]\n";
        let outline = outline("o.toml", text).unwrap();
        assert!(outline.contents[0].is_titled("1. Goal") && outline.contents[0].is_titled("Zweck"));
    }

    #[test]
    fn a_broken_outline_has_a_place() {
        let diagnostic = outline("o.toml", "[[contents]]\nkey = 1\n").unwrap_err();
        assert_eq!(diagnostic.place.line, 2);
    }
}
