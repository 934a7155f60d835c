//! Fields that stand where none are read.

use super::fields::either;
use super::labels::Labelled;
use super::scribe::Scribe;
use crate::config::{FieldKind, FieldName, Money};
use crate::diag::{Severity, Text};
use crate::model::FieldKey;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// How much of a text may tell that it is a field, in bytes.
const LONGEST_START: usize = 64;

impl Scribe<'_> {
    /// Says of lines and entries inside an item that they look like fields and are text. Elsewhere they are a title page's.
    pub fn stray_in_item(&mut self, texts: &[Range<usize>]) {
        if self.item().is_some() {
            self.stray_fields(texts);
        }
    }

    /// Says it of lines, or of a list's entries, wherever they stand. One that has the value of a field is enough; where all
    /// have the name of one, any value is.
    pub fn stray_fields(&mut self, texts: &[Range<usize>]) {
        let named: Vec<(Labelled, FieldKey)> = texts.iter().filter_map(|text| self.named_field(text)).collect();
        let is_name = |(labelled, key): &(Labelled, FieldKey)| self.field_key(name(labelled)).as_ref() == Some(key);
        let are_all = texts.len() > 1 && named.iter().filter(|it| is_name(it)).count() == texts.len();
        for (labelled, key) in named {
            if !are_all && !self.has_value_of(&labelled, &key) {
                continue;
            }
            let name = name(&labelled);
            self.report(
                "stray-field",
                Severity::Warning,
                labelled.key_source.clone(),
                Text::new(
                    format!("„{name}“ steht hier als Text und gilt nicht als Feld."),
                    format!("\"{name}\" stands here as text, and is no field"),
                ),
                Text::new(
                    "Felder als Liste direkt unter das Item setzen, vor seinen Text; jeder Eintrag ist ein Name, ein Doppelpunkt und ein Wert.",
                    "Put fields in a list directly below the item, before its text; each entry is a name, a colon and a value.",
                ),
            );
        }
    }

    /// A text that starts with a field's name: `Status: Entwurf`, `• Status: Entwurf`, or `Realisiert LH-310`.
    fn named_field(&self, text: &Range<usize>) -> Option<(Labelled, FieldKey)> {
        // Most text is neither, which its start says.
        let first = text.start;
        let end = match self.events.get(text.start) {
            Event::Start(Tag::Strong) => (self.events.end(text.start) + 2).min(text.end),
            Event::Text(text) => {
                let start = &text[..text.floor_char_boundary(LONGEST_START)];
                (start.contains(':') || self.context.grammar.find(start).next().is_some()).then_some(first + 1)?
            }
            _ => return None,
        };
        if let Some(labelled) = self.labelled(text) {
            let written = name(&labelled);
            let meant = || self.near_field(written).and_then(|near| self.field_key(near));
            let key = self.field_key(written).or_else(meant)?;
            return Some((labelled, key));
        }
        let plain = self.events.plain(text.start..end, 0);
        let id = self.context.grammar.find(&plain.text).next()?;
        let before = plain.text[..id.start].trim_matches(|c: char| !c.is_alphanumeric());
        let key = self.field_key(before).filter(|key| matches!(key, FieldKey::Known(name) if name.is_trace()))?;
        let start = plain.text.find(before)?;
        let key_source = plain.source_range(start..start + before.len());
        let labelled = Labelled { key: before.to_owned(), key_source, value: text.clone(), skip: 0, is_bold: false };
        Some((labelled, key))
    }

    /// Whether a value is one that a field with a choice of values has, or names an item in one that traces.
    fn has_value_of(&self, labelled: &Labelled, key: &FieldKey) -> bool {
        let value = self.events.plain(labelled.value.clone(), labelled.skip).text;
        let (value, config) = (value.trim(), self.context.config);
        match key {
            FieldKey::Known(FieldName::Priority) => either(value, |word| config.priority(word)).is_some(),
            FieldKey::Known(FieldName::Status) => either(value, |word| config.status(word)).is_some(),
            FieldKey::Known(FieldName::Cost) => Money::read(value, config.currency).is_some(),
            FieldKey::Known(name) => name.is_trace() && self.context.grammar.find(value).next().is_some(),
            FieldKey::Own(own) => {
                config.field(own).is_some_and(|field| matches!(field.kind, FieldKind::Choice(_)) && field.knows(value))
            }
            FieldKey::Column(_) => false,
        }
    }
}

/// A label's key without what an editor may have put before it.
fn name(labelled: &Labelled) -> &str {
    labelled.key.trim_matches(|c: char| !c.is_alphanumeric())
}
