//! Which page beside the documents is the glossary, which names contacts, which literature.

use super::scribe::Scribe;
use crate::config::fold;
use crate::diag::{Severity, Text, nearest};
use crate::model::{DocumentConfig, PageKind};
use crate::source::{FrontEntry, FrontValue, SourceFile};

/// The words for each kind of page, in front matter and as names of files.
const KINDS: &[(PageKind, &[&str])] = &[
    (PageKind::Glossary, &["glossary", "glossar", "begriffe", "terms"]),
    (PageKind::Contacts, &["contacts", "ansprechpartner", "kontakte"]),
    (PageKind::Literature, &["literature", "literatur", "bibliography", "literaturverzeichnis"]),
];

/// The keys of front matter that say what a page is for.
const KEYS: [&str; 2] = ["kind", "art"];

/// What a file is for: as its front matter says, else as its name does. A chapter of a document is text.
pub fn page_kind(file: &SourceFile, document: Option<&DocumentConfig>) -> PageKind {
    if document.is_some() {
        return PageKind::Text;
    }
    let entry = file.front_matter.entries.iter().find(|entry| is_key(&entry.key));
    let said = entry.and_then(|entry| match &entry.value {
        FrontValue::Text(text) => of_word(text),
        _ => None,
    });
    let stem = file.path.rsplit('/').next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    said.or_else(|| of_word(stem.trim_start_matches(|c: char| c.is_ascii_digit() || "-_. ".contains(c))))
        .unwrap_or_default()
}

/// Whether a key of front matter says what a page is for.
pub(super) fn is_key(key: &str) -> bool {
    KEYS.iter().any(|own| key.eq_ignore_ascii_case(own))
}

fn of_word(word: &str) -> Option<PageKind> {
    let folded = fold(word);
    KINDS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(kind, _)| *kind)
}

impl Scribe<'_> {
    /// Says what is wrong with a page's own word for what it is.
    pub fn front_kind(&mut self, entry: &FrontEntry) {
        let key = &entry.key;
        if self.context.document.is_some() {
            let message = Text::new(
                format!("„{key}“ gilt nur für Seiten neben den Dokumenten."),
                format!("\"{key}\" is for pages beside the documents only"),
            );
            let hint = Text::new(
                "Die Datei aus dem Ordner des Dokuments in content/ verschieben, oder die Angabe streichen.",
                "Move the file out of the document's folder into content/, or take the key away.",
            );
            return self.report("unknown-front-matter-key", Severity::Warning, entry.key_range.clone(), message, hint);
        }
        let value = match &entry.value {
            FrontValue::Text(text) if of_word(text).is_some() => return,
            FrontValue::Text(text) => text.as_str(),
            _ => "",
        };
        let message = Text::new(
            format!("„{key}“ kennt den Wert „{value}“ nicht."),
            format!("\"{key}\" does not know the value \"{value}\""),
        );
        let german = ["glossar", "ansprechpartner", "literatur"];
        let english = ["glossary", "contacts", "literature"];
        let near = nearest(value, german.into_iter().chain(english));
        let likely = |said: &str, ends: &str| near.map(|near| format!("{said} {near}{ends}; ")).unwrap_or_default();
        let hint = Text::new(
            format!("{}Möglich sind: {}.", likely("Gemeint ist wohl", ""), german.join(", ")),
            format!("{}Possible: {}.", likely("Probably meant:", ""), english.join(", ")),
        );
        self.report("unknown-choice", Severity::Error, entry.value_range.clone(), message, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Config;

    #[test]
    fn pages_say_what_they_are() {
        let kind = |path: &str, text: &str| page_kind(&SourceFile::new(path, text), None);
        assert_eq!(kind("content/glossar.md", ""), PageKind::Glossary);
        assert_eq!(kind("content/anhang/03-Glossary.markdown", ""), PageKind::Glossary);
        assert_eq!(kind("content/kontakte.md", ""), PageKind::Contacts);
        assert_eq!(kind("content/9_literatur.md", ""), PageKind::Literature);
        assert_eq!(kind("content/woerter.md", "---\nart: Glossar\n---\n"), PageKind::Glossary);
        assert_eq!(kind("content/glossar.md", "---\nkind: contacts\n---\n"), PageKind::Contacts);
        assert_eq!(kind("content/glossar.md", "---\nkind: [x]\n---\n"), PageKind::Glossary);
        assert_eq!(kind("content/glossary-of-errors.md", ""), PageKind::Text);
        let config = Config::default();
        let file = SourceFile::new("content/lastenheft/glossar.md", "---\nart: glossar\n---\n");
        assert_eq!(page_kind(&file, config.document("lastenheft")), PageKind::Text);
    }
}
