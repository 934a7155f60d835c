//! The documents of the settings: `[documents.<folder>]`.

use super::read::{Entry, Reader, entries, suggestion};
use super::{Config, DocumentConfig, Mentions, Priority, Role, Status};
use crate::diag::{Diagnostic, Severity, Text};
use std::sync::Arc;

/// The settings of a document.
const KEYS: &[&str] =
    &["role", "title", "ids", "outline", "realises", "verifies", "mentions", "priority", "status", "junit"];

impl Reader<'_> {
    /// The named documents first, in their order; then the well-known folders that are not named.
    pub(super) fn documents(&mut self, entry: &Entry<'_>, config: &mut Config) {
        let mut named = Vec::new();
        self.each(entry, |reader, document| named.extend(reader.document(document)));
        let rest = std::mem::take(&mut config.documents);
        config.documents = named;
        for known in rest {
            if config.document(&known.key).is_none() && !config.documents.iter().any(|named| named.role == known.role) {
                // In the chain's place: before the first document of a later role.
                let later = config.documents.iter().position(|named| named.role > known.role);
                let known = DocumentConfig { realises: None, verifies: Vec::new(), ..known };
                config.documents.insert(later.unwrap_or(config.documents.len()), known);
            }
        }
        config.pair();
        self.partners(config);
    }

    fn document(&mut self, entry: &Entry<'_>) -> Option<DocumentConfig> {
        let table = self.table(entry)?;
        let role_entry = entries(table).into_iter().find(|inner| inner.key == "role");
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.key()).collect();
        let role = match role_entry {
            Some(inner) => self.choice(&inner, Role::from_word, &roles),
            None => None,
        };
        let known = DocumentConfig::known(entry.key).map(|document| document.role);
        let role = role.or(known).unwrap_or(Role::Annex);
        let mut document = DocumentConfig::of_role(entry.key, role);
        self.each(entry, |reader, entry| match entry.key {
            "role" => {}
            "title" => document.title = reader.string(entry),
            "ids" => {
                document.ids = reader.strings(entry);
                reader.patterns(entry, document.ids.as_deref().unwrap_or_default());
            }
            "outline" => {
                document.outline = reader.string(entry);
                let is_known = |name: &String| {
                    let is_file =
                        std::path::Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("toml"));
                    is_file || matches!(name.as_str(), "survey" | "lastenheft" | "pflichtenheft" | "none" | "keine")
                };
                if let Some(name) = document.outline.as_ref().filter(|name| !is_known(name)) {
                    reader.unknown_value(entry, name, &["survey", "lastenheft", "pflichtenheft", "none"]);
                }
            }
            "realises" | "realizes" => {
                document.realises = reader.string(entry).map(Arc::from);
                reader.named(entry, document.realises.as_slice());
            }
            "verifies" => {
                document.verifies = reader.strings(entry).unwrap_or_default().into_iter().map(Arc::from).collect();
                reader.named(entry, &document.verifies);
            }
            "mentions" => {
                let meaning = |word: &str| match word {
                    "refer" => Some(Mentions::Refer),
                    "realise" | "realize" => Some(Mentions::Realise),
                    _ => None,
                };
                document.mentions = reader.choice(entry, meaning, &["refer", "realise"]).unwrap_or_default();
            }
            "priority" => {
                document.priority = reader.choice(entry, Priority::from_word, &["muss", "wunsch", "abgrenzung"]);
            }
            "status" => {
                let known: Vec<&str> = Status::ALL.iter().map(|status| status.key()).collect();
                document.status = reader.choice(entry, Status::from_word, &known);
            }
            "junit" => document.junit = reader.junit(entry, role),
            _ => reader.unknown(entry, KEYS),
        });
        Some(document)
    }

    /// Says which ID patterns stand for a single word instead of a family.
    fn patterns(&mut self, entry: &Entry<'_>, patterns: &[String]) {
        for pattern in patterns.iter().filter(|pattern| !pattern.contains(['#', '*'])) {
            let place = self.place(entry.range.clone());
            let message = Text::new(
                format!("Das ID-Muster „{pattern}“ hat keine Stelle für Ziffern."),
                format!("the ID pattern \"{pattern}\" has no place for digits"),
            );
            let hint = Text::new(
                format!("# steht für Ziffern: „{pattern}-#“"),
                format!("# stands for digits: \"{pattern}-#\""),
            );
            self.diagnostics.push(Diagnostic::new("config-invalid", Severity::Error, place, message).hint(hint));
        }
    }

    /// Remembers which documents a setting names, for [`Reader::partners`].
    pub(super) fn named(&mut self, entry: &Entry<'_>, keys: &[Arc<str>]) {
        let place = self.place(entry.range.clone());
        self.named.extend(keys.iter().map(|key| (Arc::clone(key), place.clone())));
    }

    /// Says which named documents there are none of.
    pub(super) fn partners(&mut self, config: &Config) {
        for (key, place) in std::mem::take(&mut self.named) {
            if config.document(&key).is_none() {
                let message = Text::new(
                    format!("Ein Dokument „{key}“ steht nicht in den Einstellungen."),
                    format!("the settings have no document \"{key}\""),
                );
                let known: Vec<&str> = config.documents.iter().map(|document| &*document.key).collect();
                let hint = suggestion(&key, &known);
                self.diagnostics.push(Diagnostic::new("config-invalid", Severity::Error, place, message).hint(hint));
            }
        }
    }
}
