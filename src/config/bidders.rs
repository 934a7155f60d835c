//! `[bidders]`: what of the project goes to those who are asked for an offer, and what stays inside.

use super::read::{Entry, Reader};
use super::{Config, DocumentConfig, FieldName, Role, fold};
use crate::diag::{Diagnostic, Place, Severity, Text};
use std::collections::BTreeSet;

/// The settings of `[bidders]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bidders {
    /// Annexes and pages beside the documents that go along, by name; none: the glossary alone.
    pub include: Option<Vec<String>>,
    /// Fields and columns that stay inside, beside the usual ones.
    pub internal: Vec<String>,
    /// Fields and columns that go along, though they usually stay inside.
    pub public: Vec<String>,
    /// Where the settings stand.
    pub place: Option<Place>,
}

/// For whom a project is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// For those who work on it: all of it.
    #[default]
    Whole,
    /// For bidders: without what is internal.
    Bidders(Internal),
}

/// What of an item and a chapter is internal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Internal {
    fields: BTreeSet<FieldName>,
    /// The project's own fields, and columns, folded.
    words: BTreeSet<String>,
    /// Names that are public whatever they are like, folded.
    public: BTreeSet<String>,
}

/// The fields that are internal unless the settings say otherwise.
const FIELDS: [FieldName; 5] =
    [FieldName::Status, FieldName::Source, FieldName::Owner, FieldName::Effort, FieldName::Cost];

/// What of the front matter is, under its names in both languages.
const FRONT_MATTER: [[&str; 2]; 2] = [["author", "autor"], ["history", "historie"]];

/// The pages that go along unless the settings name others.
const PAGES: [&str; 2] = ["glossar", "glossary"];

impl Edition {
    /// What is internal, where something is.
    pub fn internal(&self) -> Option<&Internal> {
        match self {
            Self::Whole => None,
            Self::Bidders(internal) => Some(internal),
        }
    }

    /// Whether it is made for bidders.
    pub fn is_for_bidders(&self) -> bool {
        self.internal().is_some()
    }
}

impl Internal {
    /// What is internal by some settings.
    pub fn of(config: &Config) -> Self {
        let bidders = &config.bidders;
        let public: BTreeSet<String> = bidders.public.iter().map(|word| fold(word)).collect();
        let named = |word: &String| FieldName::from_word(word);
        let open: BTreeSet<FieldName> = bidders.public.iter().filter_map(named).collect();
        let closed = bidders.internal.iter().filter_map(named);
        let fields = FIELDS.into_iter().filter(|name| !open.contains(name)).chain(closed).collect();
        let mut words: BTreeSet<String> = FRONT_MATTER
            .iter()
            .filter(|names| !names.iter().any(|name| public.contains(*name)))
            .flatten()
            .map(|name| (*name).to_owned())
            .collect();
        let own = config.fields.iter().filter(|field| {
            let names = [fold(&field.key), fold(&field.title)];
            let is_named = |list: &[String]| list.iter().any(|word| names.contains(&fold(word)));
            is_named(&bidders.internal) || field.internal && !is_named(&bidders.public)
        });
        words.extend(own.flat_map(|field| [fold(&field.key), fold(&field.title)]));
        words.extend(bidders.internal.iter().filter(|word| named(word).is_none()).map(|word| fold(word)));
        Self { fields, words, public }
    }

    /// Whether a field that every project knows is internal.
    pub fn hides(&self, name: FieldName) -> bool {
        self.fields.contains(&name)
    }

    /// Whether a name is internal: of an own field, of a column, or of an entry of the front matter.
    pub fn hides_word(&self, word: &str) -> bool {
        self.words.contains(&fold(word))
    }

    /// Whether the head of a table's column is internal: by what it names, or because one of its words does, as in
    /// „Aufwand (PT)“ and „Kosten intern“.
    pub fn hides_head(&self, head: &str, config: &Config) -> bool {
        if self.public.contains(&fold(head)) {
            return false;
        }
        let is_internal = |word: &str| match (config.field(word), FieldName::from_word(word)) {
            (Some(own), _) => self.hides_word(&own.key),
            (None, Some(name)) => self.hides(name),
            (None, None) => self.hides_word(word) || matches!(fold(word).as_str(), "intern" | "interne" | "internal"),
        };
        let is_field = config.field(head).is_some() || FieldName::from_word(head).is_some();
        let mut words = head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        is_internal(head) || !is_field && words.any(is_internal)
    }
}

impl Bidders {
    /// Whether an annex or a page of this name goes along. A file's leading number is no part of its name.
    pub fn includes(&self, name: &str) -> bool {
        let bare = fold(name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' ')));
        match &self.include {
            Some(named) => named.iter().any(|named| fold(named) == fold(name) || fold(named) == bare),
            None => PAGES.contains(&bare.as_str()),
        }
    }
}

impl Config {
    /// Whether a document goes to bidders.
    pub fn sends_document(&self, document: &DocumentConfig) -> bool {
        match document.role {
            Role::Lastenheft => true,
            Role::Annex => self.bidders.includes(&document.key),
            _ => false,
        }
    }

    /// Whether a file goes to bidders, by its path below the project's folder.
    pub fn sends(&self, path: &str) -> bool {
        let Some(path) = path.strip_prefix("content/") else { return false };
        if let Some((folder, _)) = path.split_once('/') {
            let document = self.document(folder);
            return document.map_or_else(|| self.bidders.includes(folder), |document| self.sends_document(document));
        }
        let name = path.rsplit_once('.').map_or(path, |(name, _)| name);
        // The project's own page speaks to those who work on it.
        !matches!(fold(name).as_str(), "index" | "readme") && self.bidders.includes(name)
    }
}

impl Internal {
    /// Whether a name means a field that every project knows, an own one, or an entry of the front matter.
    pub fn knows(name: &str, config: &Config) -> bool {
        let is_front = FRONT_MATTER.iter().flatten().any(|known| *known == fold(name));
        is_front || FieldName::from_word(name).is_some() || config.field(name).is_some()
    }
}

impl Reader<'_> {
    /// Reads `[bidders]`. It names documents, which must be known.
    pub(super) fn bidders(&mut self, entry: &Entry<'_>, config: &mut Config) {
        let mut found = Bidders { place: Some(self.place(entry.key_range.clone())), ..Bidders::default() };
        self.each(entry, |reader, entry| match entry.key {
            "include" => {
                let names = reader.strings(entry).unwrap_or_default();
                for name in &names {
                    reader.included(entry, name, config);
                }
                found.include = Some(names);
            }
            "internal" => found.internal = reader.strings(entry).unwrap_or_default(),
            "public" => found.public = reader.strings(entry).unwrap_or_default(),
            _ => reader.unknown(entry, &["include", "internal", "public"]),
        });
        config.bidders = found;
    }

    /// Says that a document cannot go along.
    fn included(&mut self, entry: &Entry<'_>, name: &str, config: &Config) {
        let Some(document) = config.documents.iter().find(|document| fold(&document.key) == fold(name)) else { return };
        if matches!(document.role, Role::Annex | Role::Lastenheft) {
            return;
        }
        let message = Text::new(
            format!("Das Dokument „{name}“ ist intern und geht nicht an Bieter."),
            format!("the document \"{name}\" is internal and does not go to bidders"),
        );
        let hint = Text::new(
            "Mitgeben lassen sich Anhänge (role = \"annex\") und Seiten neben den Dokumenten.",
            "Annexes (role = \"annex\") and pages beside the documents can go along.",
        );
        let place = self.place(entry.range.clone());
        self.diagnostics.push(Diagnostic::new("config-invalid", Severity::Error, place, message).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    fn internal(settings: &str) -> (Internal, Config) {
        let (config, found) = parse(settings);
        assert!(found.iter().all(|finding| finding.severity < Severity::Error), "{found:?}");
        (Internal::of(&config), config)
    }

    #[test]
    fn heads_are_internal_by_their_words() {
        let (internal, config) = internal("[fields.risiko]\ninternal = true\n[fields.sparte]\n");
        for head in ["Aufwand", "Aufwand (PT)", "Kosten in €", "Herkunft", "Interne Notiz", "Risiko", "Risiko (1–5)"]
        {
            assert!(internal.hides_head(head, &config), "{head}");
        }
        for head in ["Anforderung", "Priorität", "Sparte", "Datenquelle", "Abnahmekriterium", "Nachweis"] {
            assert!(!internal.hides_head(head, &config), "{head}");
        }
    }

    #[test]
    fn settings_come_before_what_is_usual() {
        let (internal, config) = internal(
            "[fields.risiko]\ninternal = true\n[bidders]\npublic = [\"Herkunft\", \"risiko\", \"autor\"]\ninternal = [\"Nachweis\", \"Notiz\"]\n",
        );
        assert!(!internal.hides(FieldName::Source) && !internal.hides_head("Risiko", &config));
        assert!(!internal.hides_word("author") && internal.hides_word("history"));
        assert!(internal.hides(FieldName::Verification) && internal.hides_head("Notiz", &config));
    }

    #[test]
    fn only_annexes_and_pages_are_included() {
        let settings = "[documents.anhang]\nrole = \"annex\"\n[bidders]\ninclude = [\"anhang\", \"angebote\"]\n";
        let (config, found) = parse(settings);
        assert_eq!(
            found.iter().map(|finding| (finding.code, finding.place.line)).collect::<Vec<_>>(),
            [("config-invalid", 4)]
        );
        assert!(config.bidders.includes("anhang") && !config.bidders.includes("glossar"));
        assert!(Bidders::default().includes("90-glossar") && !Bidders::default().includes("literatur"));
    }
}
