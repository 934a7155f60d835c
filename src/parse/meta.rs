//! A chapter's front matter, understood.

use super::fields::either;
use super::scribe::Scribe;
use crate::config::{Fact, FieldName};
use crate::diag::{Language, Severity, Text, nearest};
use crate::model::{Field, FieldKey, Fragment, Meta, Revision, milestone_key};
use crate::source::{FrontEntry, FrontValue};

/// The keys of front matter that are no fields.
const KEYS: &[&str] = &[
    "title",
    "number",
    "covers",
    "author",
    "version",
    "date",
    "history",
    "subtitle",
    "contact",
    "confidentiality",
    "kind",
];

impl Scribe<'_> {
    /// Reads the front matter.
    pub fn front_matter(&mut self) {
        let source = self.source;
        for entry in &source.front_matter.entries {
            self.front_entry(entry);
        }
    }

    fn front_entry(&mut self, entry: &FrontEntry) {
        let text = || written(&entry.value);
        if self.hides_entry(&entry.key) {
            return;
        }
        match entry.key.to_lowercase().as_str() {
            "title" | "titel" => {
                if let Some(title) = text().filter(|title| !title.trim().is_empty()) {
                    self.set_title(title);
                }
            }
            "number" | "nummer" => self.chapter.number = text(),
            "covers" | "deckt" => {
                self.chapter.meta.covers = list(&entry.value);
                self.chapter.meta.covers_place = Some(self.source.place(entry.key_range.start..entry.value_range.end));
            }
            "author" | "autor" => self.chapter.meta.author = text(),
            "version" | "fassung" => {
                self.quoted(entry);
                self.chapter.meta.version = self.as_typed(entry);
            }
            "date" | "datum" | "stand" => self.chapter.meta.date = text(),
            "subtitle" | "untertitel" => self.chapter.meta.subtitle = text(),
            "contact" | "ansprechpartner" => self.chapter.meta.contact = text(),
            "confidentiality" | "vertraulichkeit" => self.chapter.meta.confidentiality = text(),
            "history" | "historie" => self.chapter.meta.history = revisions(&entry.value),
            key if super::kind::is_key(key) => self.front_kind(entry),
            _ if self.offer_fact(entry) => {}
            _ => match self.field_key(&entry.key) {
                Some(key) => self.front_field(entry, key),
                None => self.unknown_key(entry),
            },
        }
    }

    /// A field that every item of the file starts from.
    fn front_field(&mut self, entry: &FrontEntry, key: FieldKey) {
        if self.hides(&key) && key != FieldKey::Known(FieldName::Status) {
            return;
        }
        if matches!(key, FieldKey::Known(FieldName::Milestone)) {
            self.quoted(entry);
        }
        if self.is_of_one_item(entry, &key) {
            return;
        }
        let value = match &entry.value {
            FrontValue::Number(_) => self.as_typed(entry).unwrap_or_default(),
            value => list(value).join(", "),
        };
        let known = match &key {
            FieldKey::Known(FieldName::Priority) => either(&value, |word| self.context.config.priority(word)).is_some(),
            FieldKey::Known(FieldName::Status) => either(&value, |word| self.context.config.status(word)).is_some(),
            FieldKey::Known(FieldName::Milestone) => self.is_milestone(&value),
            FieldKey::Own(own) => self.context.config.field(own).is_none_or(|field| field.knows(&value)),
            _ => true,
        };
        self.check_amount(&key, &value, &entry.value_range);
        if !known {
            let config = self.context.config;
            let choices: Vec<&str> = match &key {
                FieldKey::Own(own) => config
                    .field(own)
                    .map(|field| field.choices().iter().map(String::as_str).collect())
                    .unwrap_or_default(),
                FieldKey::Known(FieldName::Priority) => vec!["muss", "wunsch", "abgrenzung"],
                FieldKey::Known(FieldName::Milestone) => config.milestones.iter().map(|known| &*known.key).collect(),
                _ => vec!["entwurf", "abgestimmt", "freigegeben", "umgesetzt", "abgenommen", "verworfen"],
            };
            let near = nearest(&value, choices.iter().copied()).or(choices.first().copied()).unwrap_or_default();
            let key = &entry.key;
            self.report(
                "unknown-choice",
                Severity::Error,
                entry.value_range.clone(),
                Text::new(
                    format!("Das Feld „{key}“ kennt den Wert „{value}“ nicht."),
                    format!("the field \"{key}\" does not know the value \"{value}\""),
                ),
                Text::new(
                    format!("Gemeint ist wohl „{near}“; möglich sind: {}.", choices.join(", ")),
                    format!("\"{near}\" is probably meant; possible: {}", choices.join(", ")),
                ),
            );
        }
        let fragment = Fragment::text(&value);
        let place = self.source.place(entry.value_range.clone());
        self.chapter.meta.fields.push(Field { key, value, fragment, place });
    }

    /// Whether a field says something of one item alone, so that it does nothing for a whole file; that is reported.
    fn is_of_one_item(&mut self, entry: &FrontEntry, key: &FieldKey) -> bool {
        let FieldKey::Known(name) = key else { return false };
        let is_it =
            name.is_trace() || matches!(name, FieldName::Reference | FieldName::Result | FieldName::DefectClass);
        if is_it {
            let key = &entry.key;
            self.report(
                "unknown-front-matter-key",
                Severity::Warning,
                entry.key_range.clone(),
                Text::new(
                    format!("„{key}“ gilt im Vorspann nichts: Was ein Item verfolgt und wie sein Test ausging, sagt es selbst."),
                    format!("\"{key}\" does nothing in front matter: an item itself says what it traces, and how its test ended"),
                ),
                Text::new("Die Zeile als Feld unter das Item setzen.", "Put the line below the item, as a field."),
            );
        }
        is_it
    }

    /// Whether a word names a milestone, in a project that has any.
    fn is_milestone(&self, value: &str) -> bool {
        let milestones = &self.context.config.milestones;
        let word = milestone_key(value);
        milestones.is_empty() || milestones.iter().any(|milestone| milestone.key.eq_ignore_ascii_case(word))
    }

    /// What stands in the file, where the format read a number and may have changed it: `1.10` became 1.1.
    fn as_typed(&self, entry: &FrontEntry) -> Option<String> {
        match &entry.value {
            FrontValue::Number(_) => {
                let typed = &self.source.text[entry.value_range.clone()];
                Some(typed.split('#').next().unwrap_or(typed).trim().to_owned())
            }
            value => written(value),
        }
    }

    /// Says that a number must be quoted where it is a name.
    fn quoted(&mut self, entry: &FrontEntry) {
        let is_number = |value: &FrontValue| matches!(value, FrontValue::Number(_));
        let bare = match &entry.value {
            FrontValue::List(values) => values.iter().any(is_number),
            value => is_number(value),
        };
        if bare {
            let typed = self.source.text[entry.value_range.clone()].trim().to_owned();
            let key = &entry.key;
            self.report(
                "unquoted-number",
                Severity::Warning,
                entry.value_range.clone(),
                Text::new(
                    format!("„{key}“ wurde als Zahl gelesen; aus 1.10 würde so 1.1, aus 007 würde 7."),
                    format!("\"{key}\" was read as a number; 1.10 would become 1.1, and 007 become 7"),
                ),
                Text::new(
                    format!("In Anführungszeichen setzen: {key}: \"{typed}\""),
                    format!("Put it in quotes: {key}: \"{typed}\""),
                ),
            );
        }
    }

    fn unknown_key(&mut self, entry: &FrontEntry) {
        let key = &entry.key;
        if crate::config::fold(key) == "id" {
            self.quoted(entry);
        }
        let fields = FieldName::ALL.iter().map(|name| name.key());
        let german = [
            "priorität",
            "herkunft",
            "begründung",
            "verantwortlich",
            "abnahmekriterium",
            "nachweis",
            "meilenstein",
            "stichworte",
        ];
        let facts =
            self.holds_offers().then(|| Fact::ALL.iter().flat_map(|fact| [fact.key(), fact.label(Language::De)]));
        let known = KEYS.iter().copied().chain(fields).chain(german).chain(facts.into_iter().flatten());
        let hint = nearest(key, known).map_or_else(
            || {
                Text::new(
                    format!("Möglich sind: {}, und die Felder der Items.", KEYS.join(", ")),
                    format!("Possible: {}, and the fields of items.", KEYS.join(", ")),
                )
            },
            |near| Text::new(format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
        );
        let message = Text::new(
            format!("Eine Angabe „{key}“ kennt der Vorspann nicht."),
            format!("front matter knows no \"{key}\""),
        );
        self.report("unknown-front-matter-key", Severity::Warning, entry.key_range.clone(), message, hint);
    }

    /// Gives an item what its chapter and document say for all of theirs; a section's priority comes first.
    pub fn inherit(&mut self, index: usize) {
        let config = self.context.config;
        let chapter = |name: FieldName| {
            let fields = &self.chapter.meta.fields;
            fields.iter().find(|field| field.key == FieldKey::Known(name)).map(|field| field.value.as_str())
        };
        let document = self.context.document;
        let priority = chapter(FieldName::Priority).and_then(|value| either(value, |word| config.priority(word)));
        let priority = priority.or_else(|| document?.priority);
        let status = chapter(FieldName::Status).and_then(|value| either(value, |word| config.status(word)));
        let status = status.or_else(|| document?.status);
        let item = &mut self.chapter.items[index];
        item.priority = item.priority.or(priority);
        item.status = item.status.or(status);
    }

    /// Gives every item the chapter's fields that it does not set itself.
    pub fn inherit_fields(&mut self) {
        let Meta { fields, .. } = &self.chapter.meta;
        let plain: Vec<&Field> = fields
            .iter()
            .filter(|field| !matches!(field.key, FieldKey::Known(FieldName::Priority | FieldName::Status)))
            .collect();
        for item in &mut self.chapter.items {
            for field in &plain {
                if item.fields.iter().all(|own| own.key != field.key) {
                    item.fields.push((*field).clone());
                }
            }
        }
    }
}

/// A value as text.
pub(super) fn written(value: &FrontValue) -> Option<String> {
    match value {
        FrontValue::Text(text) | FrontValue::Number(text) => Some(text.clone()),
        FrontValue::Bool(value) => Some(value.to_string()),
        FrontValue::List(_) => Some(list(value).join(", ")),
        FrontValue::Map(_) | FrontValue::Empty => None,
    }
}

/// A value as a list of texts; a single one is a list of one.
fn list(value: &FrontValue) -> Vec<String> {
    match value {
        FrontValue::List(values) => values.iter().filter_map(written).collect(),
        value => written(value).into_iter().collect(),
    }
}

fn revisions(value: &FrontValue) -> Vec<Revision> {
    let FrontValue::List(rows) = value else { return Vec::new() };
    let revision = |row: &FrontValue| match row {
        FrontValue::Map(entries) => {
            let get = |keys: [&str; 2]| {
                let entry = entries.iter().find(|(key, _)| keys.contains(&key.to_lowercase().as_str()));
                entry.and_then(|(_, value)| written(value)).unwrap_or_default()
            };
            Revision {
                version: get(["version", "fassung"]),
                date: get(["date", "datum"]),
                author: get(["author", "autor"]),
                change: get(["change", "änderung"]),
            }
        }
        row => Revision { change: written(row).unwrap_or_default(), ..Revision::default() },
    };
    rows.iter().map(revision).collect()
}
