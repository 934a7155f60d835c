//! Labels: `Key: value` in lists and in lines (authoring format, section 4).

use super::opening::Spot;
use super::scribe::Scribe;
use crate::config::{FieldKind, FieldName};
use crate::diag::{Severity, Text};
use crate::model::FieldKey;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// `Key: value`, as events.
pub(super) struct Labelled {
    pub key: String,
    pub key_source: Range<usize>,
    pub value: Range<usize>,
    pub skip: usize,
    pub is_bold: bool,
}

/// The longest key, in characters.
const LONGEST_KEY: usize = 40;

impl Scribe<'_> {
    /// Reads a list's entries as the fields of an item, if the first one's key is a known field; returns how many they
    /// are. From an entry on that opens an item of its own, the list is no longer one of fields.
    pub fn field_entries(&mut self, item: usize, entries: &[(usize, usize)]) -> usize {
        let opens =
            |(entry, end): &(usize, usize)| self.own_opening(self.entry_text(*entry, *end), Spot::Text).is_some();
        let entries = &entries[..entries.iter().position(opens).unwrap_or(entries.len())];
        let labelled: Vec<_> = entries
            .iter()
            .map(|(entry, entry_end)| {
                let text = self.entry_text(*entry, *entry_end);
                (self.labelled(&text), text.end..*entry_end, self.events.range(*entry))
            })
            .collect();
        let first = labelled.first().and_then(|(labelled, ..)| labelled.as_ref());
        if first.and_then(|labelled| self.field_key(&labelled.key)).is_none() {
            return 0;
        }
        for (labelled, rest, source) in labelled {
            match labelled {
                Some(mut labelled) => {
                    let lines = self.text_lines(labelled.value.clone());
                    let has_blocks = rest.clone().any(|at| matches!(self.events.get(at), Event::Start(_)));
                    let goes_on = |line: &Range<usize>| self.indent(line) >= self.indent(&lines[0]);
                    let count = if has_blocks { lines.len() } else { self.value_lines(&labelled, &lines, goes_on) };
                    if count == lines.len() {
                        labelled.value.end = labelled.value.end.max(rest.end);
                        self.field(item, &labelled);
                    } else {
                        let text = lines[count].start..labelled.value.end;
                        labelled.value.end = lines[count - 1].end;
                        self.field(item, &labelled);
                        self.text_block(text, 0);
                    }
                }
                None => self.report(
                    "unknown-field",
                    Severity::Error,
                    source.start..source.start + self.source.text[source.clone()].trim_end().len(),
                    Text::new(
                        "In einer Feldliste muss jeder Eintrag mit dem Namen eines Feldes und einem Doppelpunkt beginnen.",
                        "in a list of fields each entry must start with a field's name and a colon",
                    ),
                    Text::new(
                        "Die Liste als Feldliste zu Ende führen, oder den Satz unter die Liste setzen.",
                        "Put the sentence below the list, or give it a field's name.",
                    ),
                ),
            }
        }
        entries.len()
    }

    /// Reads lines with bold labels as the fields of an item, from the first line on; returns how many lines they are.
    /// A line without a label goes on with the value above it.
    pub fn label_lines(&mut self, item: usize, lines: &[Range<usize>]) -> usize {
        let mut labelled: Vec<_> =
            lines.iter().map(|line| self.labelled(line).filter(|labelled| labelled.is_bold)).collect();
        let is_field = labelled.first().and_then(Option::as_ref).is_some_and(|l| self.field_key(&l.key).is_some());
        if !is_field {
            return 0;
        }
        let mut line = 0;
        while line < lines.len() {
            let next = (line + 1..lines.len()).find(|line| labelled[*line].is_some()).unwrap_or(lines.len());
            if let Some(mut labelled) = labelled[line].take() {
                let mut value = lines[line..next].to_vec();
                value[0].start = labelled.value.start;
                let count = self.value_lines(&labelled, &value, |_| false);
                labelled.value.end = value[count - 1].end;
                self.field(item, &labelled);
                if let Some(text) = value.get(count) {
                    self.text_block(text.start..lines[next - 1].end, 0);
                }
            }
            line = next;
        }
        lines.len()
    }

    /// How many of a value's lines are the value. Where it is a word or names items, a line that says something else is the
    /// item's text, before which the author left no blank line.
    fn value_lines(
        &self,
        labelled: &Labelled,
        lines: &[Range<usize>],
        goes_on: impl Fn(&Range<usize>) -> bool,
    ) -> usize {
        let Some(is_trace) = self.field_key(&labelled.key).and_then(|key| self.names_or_chooses(&key)) else {
            return lines.len();
        };
        let plain = |line: &Range<usize>, skip| self.events.plain(line.clone(), skip).text;
        let is_text = |at: &usize| {
            let before = plain(&lines[at - 1], if *at == 1 { labelled.skip } else { 0 });
            let before = before.trim_end();
            let is_open = before.is_empty() || before.ends_with([',', ';', ':', '–', '-']);
            let names = is_trace && self.starts_with_id(&plain(&lines[*at], 0));
            !(is_open || names || goes_on(&lines[*at]))
        };
        (1..lines.len()).find(is_text).unwrap_or(lines.len())
    }

    /// Whether a field names items; nothing for one whose value is text.
    fn names_or_chooses(&self, key: &FieldKey) -> Option<bool> {
        use FieldName::{Date, DefectClass, Milestone, Priority, Reference, Result, Status, Verification};
        match key {
            FieldKey::Known(name) if name.is_trace() || *name == Reference => Some(true),
            FieldKey::Known(Priority | Status | Result | DefectClass | Date | Verification | Milestone) => Some(false),
            FieldKey::Own(own) => match self.context.config.field(own)?.kind {
                FieldKind::Ids => Some(true),
                FieldKind::Choice(_) | FieldKind::Date | FieldKind::Number => Some(false),
                FieldKind::Text | FieldKind::Money => None,
            },
            _ => None,
        }
    }

    /// Whether a line goes on with what names items: an ID, perhaps behind a word that joins them.
    fn starts_with_id(&self, line: &str) -> bool {
        let first = self.context.grammar.find(line).next();
        first.is_some_and(|id| {
            let before = line[..id.start].trim_matches(|c: char| !c.is_alphanumeric());
            let is_document = self.document_before(line[..id.start].trim_end()).is_some();
            is_document || matches!(before, "" | "und" | "and" | "sowie" | "bis" | "to")
        })
    }

    /// How far a line is set in, in bytes.
    fn indent(&self, line: &Range<usize>) -> usize {
        let start = if line.is_empty() { 0 } else { self.events.range(line.start).start };
        start - self.source.text[..start].rfind(['\n', '\r']).map_or(0, |end| end + 1)
    }

    /// Whether a line starts with a bold label.
    pub fn is_labelled(&self, line: &Range<usize>) -> bool {
        self.labelled(line).is_some_and(|labelled| labelled.is_bold)
    }

    /// Whether the last line is a bold label without a value.
    pub fn ends_with_label(&self, lines: &[Range<usize>]) -> bool {
        let last = lines.last().and_then(|line| self.labelled(line));
        last.is_some_and(|last| last.is_bold && self.events.plain(last.value.clone(), last.skip).text.trim().is_empty())
    }

    /// Takes `Key: value` apart, with the key in bold or plain.
    pub(super) fn labelled(&self, text: &Range<usize>) -> Option<Labelled> {
        let start = text.start;
        if start >= text.end {
            return None;
        }
        match self.events.get(start) {
            Event::Start(Tag::Strong) => {
                let end = self.events.end(start);
                let key = self.events.plain(start + 1..end, 0).text;
                let after = self.events.plain(end + 1..text.end, 0);
                let (name, skip) = match key.trim_end().strip_suffix(':') {
                    Some(name) => (name, 0),
                    None => (key.as_str(), after.text.starts_with(':').then(|| after.source_range(0..1).end)?),
                };
                let key_source = self.events.range(start);
                (name.chars().count() <= LONGEST_KEY).then(|| Labelled {
                    key: name.trim().to_owned(),
                    key_source,
                    value: end + 1..text.end,
                    skip,
                    is_bold: true,
                })
            }
            Event::Text(_) => {
                let plain = self.events.plain(start..text.end, 0);
                let colon = plain.text.find(':')?;
                let key = plain.text[..colon].trim();
                let ends = plain.text[colon + 1..].chars().next().is_none_or(char::is_whitespace);
                (ends && !key.is_empty() && key.chars().count() <= LONGEST_KEY).then(|| Labelled {
                    key: key.to_owned(),
                    key_source: plain.source_range(0..colon),
                    value: start..text.end,
                    skip: plain.source_range(0..colon + 1).end,
                    is_bold: false,
                })
            }
            _ => None,
        }
    }
}
