//! Fields of items (authoring format, section 4).

use super::events::Plain;
use super::labels::Labelled;
use super::scribe::Scribe;
use crate::config::{DefectClass, FieldKind, FieldName, Money, Role, TestResult, Verification, date};
use crate::diag::{Severity, Text, nearest};
use crate::model::{Field, FieldKey, Target, TraceField, TraceKind};
use std::ops::Range;
use std::sync::Arc;

impl Scribe<'_> {
    /// The field that a key names, in any of its spellings.
    pub fn field_key(&self, key: &str) -> Option<FieldKey> {
        match self.context.config.field(key) {
            Some(own) => Some(FieldKey::Own(Arc::clone(&own.key))),
            None => FieldName::from_word_in(key, self.role()).map(FieldKey::Known),
        }
    }

    /// What the file's document is for.
    pub fn role(&self) -> Option<Role> {
        self.context.document.map(|document| document.role)
    }

    /// The field whose name is nearest to a word that names none.
    pub(super) fn near_field(&self, word: &str) -> Option<&str> {
        let is_here = |name: &&FieldName| name.is_in(self.role());
        let own = self.context.config.fields.iter().map(|field| &*field.title);
        nearest(word, FieldName::ALL.iter().filter(is_here).flat_map(|name| name.names()).chain(own))
    }

    /// Reads one field of an item.
    pub(super) fn field(&mut self, item: usize, labelled: &Labelled) {
        let Some(key) = self.field_key(&labelled.key) else {
            let near = self.near_field(&labelled.key).map(str::to_owned);
            let key = &labelled.key;
            let message =
                Text::new(format!("Ein Feld „{key}“ ist nicht bekannt."), format!("there is no field \"{key}\""));
            let hint = near.map_or_else(
                || {
                    Text::new(
                        "Eigene Felder stehen in heftfaden.toml unter [fields.…].",
                        "A project's own fields go in heftfaden.toml under [fields.…].",
                    )
                },
                |near| Text::new(format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
            );
            self.report("unknown-field", Severity::Error, labelled.key_source.clone(), message, hint);
            // It may be an internal one, misspelt.
            if self.context.config.edition.is_for_bidders() {
                return;
            }
            let key = FieldKey::Column(Arc::from(key.as_str()));
            return self.set_field(item, key, labelled.value.clone(), labelled.skip);
        };
        self.set_field(item, key, labelled.value.clone(), labelled.skip);
    }

    /// Gives an item a field whose value is a range of events.
    pub fn set_field(&mut self, item: usize, key: FieldKey, value: Range<usize>, skip: usize) {
        let plain = self.events.plain(value.clone(), skip);
        let trimmed = plain.text.trim();
        if trimmed.is_empty() || trimmed == "—" || trimmed == "-" || trimmed == "–" {
            return;
        }
        let start = plain.text.len() - plain.text.trim_start().len();
        let source = plain.source_range(start..start + trimmed.len());
        if self.hides(&key) {
            // What is given up must not be taken for a demand.
            if key == FieldKey::Known(FieldName::Status) {
                self.choose(item, &key, trimmed, &source);
            }
            return;
        }
        self.doubled_field(item, &key, trimmed, &source);
        self.trace_field(item, &key, &plain);
        let known = self.choose(item, &key, trimmed, &source);
        self.check_amount(&key, trimmed, &source);
        let is_trace = matches!(&key, FieldKey::Known(name) if name.is_trace());
        let fragment = if is_trace || known {
            crate::model::Fragment::text(trimmed)
        } else {
            let skip = if start > 0 { source.start } else { skip };
            let ink = if self.is_text(&key) { self.ink(value, skip) } else { self.plain_ink(value, skip) };
            self.read_value(item, &ink);
            ink.finish()
        };
        let field = Field { key, value: trimmed.to_owned(), fragment, place: self.source.place(source) };
        self.chapter.items[item].fields.push(field);
    }

    /// Says that an item has another value already of a field that can have but one.
    fn doubled_field(&mut self, item: usize, key: &FieldKey, value: &str, source: &Range<usize>) {
        use FieldName::{DefectClass, Priority, Result, Status};
        if !matches!(key, FieldKey::Known(Priority | Status | Result | DefectClass)) {
            return;
        }
        let first = self.chapter.items[item].fields.iter().find(|field| field.key == *key);
        let Some(other) = first.filter(|field| field.value != value) else { return };
        let ([de, en], before) = (labels(key), &other.value);
        let message = Text::new(
            format!("„{de}“ steht an diesem Item zweimal: „{before}“ und „{value}“; es gilt das letzte."),
            format!("\"{en}\" is there twice at this item: \"{before}\" and \"{value}\"; the last one holds"),
        );
        let hint = Text::new("Eine der beiden Angaben streichen.", "Remove one of the two.");
        self.report("doubled-field", Severity::Warning, source.clone(), message, hint);
    }

    /// Reads the traces that a field makes. An origin names what the document realises, findings of the survey, or both.
    fn trace_field(&mut self, item: usize, key: &FieldKey, value: &Plain) {
        let kind = self.trace_kind(item, key, value);
        let is_origin = *key == FieldKey::Known(FieldName::Source);
        let findings = if is_origin { self.surveyed(value) } else { Vec::new() };
        if let Some(kind) = kind {
            let is_trace = matches!(key, FieldKey::Known(name) if name.is_trace());
            let mut targets = if is_trace { self.targets_of(kind, value) } else { self.targets(value) };
            let is_finding = |target: &Target| findings.iter().any(|finding: &Target| finding.first == target.first);
            targets.retain(|target| !is_finding(target));
            self.chapter.items[item].traces.push(TraceField { kind, targets });
        }
        if !findings.is_empty() {
            let found = TraceField { kind: TraceKind::StemsFrom, targets: findings };
            self.chapter.items[item].traces.push(found);
        }
    }

    /// Whether a field is text, in which terms are linked; others hold names and figures.
    fn is_text(&self, key: &FieldKey) -> bool {
        match key {
            FieldKey::Known(name) => matches!(name, FieldName::Acceptance | FieldName::Rationale),
            FieldKey::Own(own) => self.context.config.field(own).is_some_and(|field| field.kind == FieldKind::Text),
            FieldKey::Column(_) => true,
        }
    }

    /// The kind of trace that a field is here. Its origin is a trace where it names what the document realises, and a
    /// bare reference is whatever the document does.
    fn trace_kind(&self, item: usize, key: &FieldKey, value: &Plain) -> Option<TraceKind> {
        let FieldKey::Known(name) = key else { return None };
        let document = self.context.document?;
        let names = |other: &str| {
            let mut ids = self.context.grammar.find(&value.text);
            ids.any(|id| self.context.grammar.own_id(other, &value.text[id]).is_some())
        };
        match name {
            FieldName::Source | FieldName::Reference if document.realises.as_deref().is_some_and(names) => {
                Some(TraceKind::Realises)
            }
            FieldName::Reference => {
                let is_test = !document.verifies.is_empty()
                    || self.chapter.items[item]
                        .fields
                        .iter()
                        .any(|field| field.key == FieldKey::Known(FieldName::Acceptance));
                (is_test && self.context.grammar.find(&value.text).next().is_some()).then_some(TraceKind::Verifies)
            }
            name => TraceKind::of_field(*name),
        }
    }

    /// Understands a field with a choice of values. Returns whether the field is one.
    fn choose(&mut self, item: usize, key: &FieldKey, value: &str, source: &Range<usize>) -> bool {
        let config = self.context.config;
        // A mark such as ✅ is no word; it is shown as it is.
        if !value.contains(char::is_alphanumeric) {
            return false;
        }
        let word = without_remark(value);
        let (known, choices): (bool, Vec<String>) = match key {
            FieldKey::Known(FieldName::Priority) => {
                let priority = either(value, |word| config.priority(word));
                self.chapter.items[item].priority = priority.or(self.chapter.items[item].priority);
                (priority.is_some(), strings(&["muss", "wunsch", "abgrenzung"]))
            }
            FieldKey::Known(FieldName::Status) => {
                let status = either(value, |word| config.status(word));
                self.chapter.items[item].status = status.or(self.chapter.items[item].status);
                let known = ["entwurf", "abgestimmt", "freigegeben", "umgesetzt", "abgenommen", "verworfen"];
                (status.is_some(), strings(&known))
            }
            FieldKey::Known(FieldName::Result) => {
                let result = either(value, TestResult::from_word);
                self.chapter.items[item].result = result;
                (result.is_some(), strings(&["bestanden", "nicht bestanden", "offen"]))
            }
            FieldKey::Known(FieldName::DefectClass) => {
                let class = either(value, DefectClass::from_word);
                self.chapter.items[item].defect = class;
                (class.is_some(), strings(&["verhindernd", "behindernd", "leicht"]))
            }
            FieldKey::Known(FieldName::Date) => {
                if date::read(value).is_none() {
                    self.no_date(labels(key), source);
                }
                return false;
            }
            FieldKey::Known(FieldName::Verification) => {
                let method = value.split([',', '/']).all(|word| Verification::from_word(word).is_some());
                (method, strings(&["review", "analyse", "test", "demonstration"]))
            }
            FieldKey::Known(FieldName::Milestone) if !config.milestones.is_empty() => {
                let keys: Vec<String> = config.milestones.iter().map(|milestone| milestone.key.to_string()).collect();
                (keys.iter().any(|key| key.eq_ignore_ascii_case(word)), keys)
            }
            FieldKey::Own(own) => {
                let Some(field) = config.field(own) else { return false };
                // A project that declares the field itself says what its values are; those of the field's own words count.
                if FieldName::from_word_in(own, self.role()) == Some(FieldName::DefectClass) {
                    self.chapter.items[item].defect = either(value, DefectClass::from_word);
                }
                return match &field.kind {
                    FieldKind::Choice(choices) => {
                        self.unless_known(field.knows(value), choices, [&field.title; 2], value, source);
                        true
                    }
                    FieldKind::Number if !is_number(value, field.unit.as_deref()) => {
                        self.wrong_type([&field.title; 2], "eine Zahl", "a number", source);
                        false
                    }
                    FieldKind::Money if Money::read(value, config.currency).is_none() => {
                        self.wrong_type(
                            [&field.title; 2],
                            "einen Betrag wie 1.380 €",
                            "an amount such as 1.380 €",
                            source,
                        );
                        false
                    }
                    FieldKind::Date if date::read(value).is_none() => {
                        self.no_date([&field.title; 2], source);
                        false
                    }
                    _ => false,
                };
            }
            _ => return false,
        };
        self.unless_known(known, &choices, labels(key), value, source);
        true
    }

    pub(super) fn unless_known(
        &mut self,
        known: bool,
        choices: &[String],
        field: [&str; 2],
        value: &str,
        source: &Range<usize>,
    ) {
        if known {
            return;
        }
        let possible = choices.join(", ");
        let near = nearest(value, choices.iter().map(String::as_str));
        let hint = near.map_or_else(
            || Text::new(format!("Möglich sind: {possible}."), format!("Possible: {possible}.")),
            |near| {
                Text::new(
                    format!("Gemeint ist wohl „{near}“; möglich sind: {possible}."),
                    format!("\"{near}\" is probably meant; possible: {possible}"),
                )
            },
        );
        let message = Text::new(
            format!("Das Feld „{}“ kennt den Wert „{value}“ nicht.", field[0]),
            format!("the field \"{}\" does not know the value \"{value}\"", field[1]),
        );
        self.report("unknown-choice", Severity::Error, source.clone(), message, hint);
    }

    fn no_date(&mut self, field: [&str; 2], source: &Range<usize>) {
        self.wrong_type(field, "ein Datum wie 2026-11-24 oder 24.11.2026", "a date such as 2026-11-24", source);
    }

    fn wrong_type(&mut self, field: [&str; 2], de: &str, en: &str, source: &Range<usize>) {
        let message = Text::new(
            format!("Das Feld „{}“ verlangt {de}.", field[0]),
            format!("the field \"{}\" wants {en}", field[1]),
        );
        let hint = Text::new(
            "Den Wert so schreiben, oder das Feld in heftfaden.toml zu „text“ machen.",
            "Write it so, or make the field a \"text\" in heftfaden.toml.",
        );
        self.report("unknown-choice", Severity::Error, source.clone(), message, hint);
    }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

/// What a value means, with a remark behind it or without: `Muss (K.-o.-Kriterium)` is a Muss.
pub(super) fn either<T>(value: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
    meaning(value).or_else(|| meaning(without_remark(value)))
}

/// What a field is called in German and in English.
fn labels(key: &FieldKey) -> [&str; 2] {
    match key {
        FieldKey::Known(name) => name.names(),
        key => [key.name(); 2],
    }
}

/// Whether a value is a number, with its unit or without.
fn is_number(value: &str, unit: Option<&str>) -> bool {
    let number = unit.and_then(|unit| value.strip_suffix(unit)).unwrap_or(value);
    let is_part = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '+' | '-' | '−' | '%')
    };
    number.contains(|c: char| c.is_ascii_digit()) && number.chars().all(is_part)
}

fn without_remark(value: &str) -> &str {
    value.split(['(', ',', ';']).next().unwrap_or(value).trim()
}
