//! The settings: words in them that name the item, and the table that remembers its old ID.

use super::Changes;
use super::subject::Subject;
use crate::config::{FILE, Moved};
use crate::link::References;
use crate::model::Resolution;
use crate::source::Sources;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The keys of settings that are text for people. All others are names, patterns, paths and addresses.
const TEXTS: [&str; 2] = ["title", "values"];

/// An entry of `[moved]`: its document, the old ID, and the one that it leads to.
pub(super) type Entry = (Arc<str>, Arc<str>, Arc<str>);

/// Renames the item in the texts of the settings: titles, values of fields.
pub(super) fn names(subject: &Subject<'_>, sources: &Sources, references: &References<'_>, changes: &mut Changes) {
    let Some(text) = sources.config_text.as_deref().filter(|text| text.contains(&*subject.old)) else { return };
    if references.mentioned((None, &subject.old), None) != Resolution::Item(subject.item) {
        return;
    }
    let mut strings = Vec::new();
    texts(DeTable::parse_recoverable(text).0.get_ref(), &mut strings);
    for string in strings {
        let written = &text[string.clone()];
        for id in subject.project.grammar.find(written).filter(|id| written[id.clone()] == *subject.old) {
            let range = string.start + id.start..string.start + id.end;
            changes.put(&Arc::from(FILE), range, subject.new.to_string());
        }
    }
}

/// The bytes of every text for people in a table.
fn texts(table: &DeTable<'_>, found: &mut Vec<Range<usize>>) {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::Table(inner) => texts(inner, found),
            DeValue::String(_) if TEXTS.contains(&&**key.get_ref()) => found.push(value.span()),
            DeValue::Array(values) if TEXTS.contains(&&**key.get_ref()) => {
                found.extend(values.iter().filter(|value| value.get_ref().is_str()).map(Spanned::span));
            }
            _ => {}
        }
    }
}

/// What `[moved]` is to hold once the item has its new ID: entries that led to the old one lead to the new one, and one of
/// the new ID goes, since it is an item's again. Who takes a renaming back leaves nothing of it.
pub(super) fn wanted(subject: &Subject<'_>) -> Vec<Entry> {
    let moved = &subject.project.config.moved;
    let is_own = |entry: &Moved| entry.document == *subject.key();
    let is_taken_back = is_taken_back(subject);
    let keep = |entry: &&Moved| !is_own(entry) || entry.old != subject.new;
    let mut wanted: Vec<Entry> = moved
        .iter()
        .filter(keep)
        .map(|entry| {
            let leads_on = is_own(entry) && leads_on(subject, entry, is_taken_back);
            let new = if leads_on { &subject.new } else { &entry.new };
            (Arc::clone(&entry.document), Arc::clone(&entry.old), Arc::clone(new))
        })
        .collect();
    let entry = (Arc::clone(subject.key()), Arc::clone(&subject.old), Arc::clone(&subject.new));
    if !is_taken_back && !wanted.contains(&entry) {
        wanted.push(entry);
    }
    wanted.sort_unstable();
    wanted
}

/// Whether the item had its new ID before.
fn is_taken_back(subject: &Subject<'_>) -> bool {
    let moved = &subject.project.config.moved;
    moved.iter().any(|moved| (&moved.document, &moved.old, &moved.new) == (subject.key(), &subject.new, &subject.old))
}

/// Whether an entry of the document leads to the new ID from now on.
fn leads_on(subject: &Subject<'_>, moved: &Moved, is_taken_back: bool) -> bool {
    moved.new == subject.old || moved.old == subject.old && !is_taken_back
}

/// Remembers the old ID in `[moved.<document>]`, so that it holds what is [`wanted`] where its lines allow that.
pub(super) fn remember(subject: &Subject<'_>, sources: &Sources, changes: &mut Changes) {
    let (file, document): (Arc<str>, _) = (Arc::from(FILE), subject.key());
    let entry = format!("{} = {}", key(&subject.old), quoted(&subject.new));
    let Some(text) = sources.config_text.as_deref() else {
        changes.created = Some(format!("{}\n{entry}\n", header(document)));
        return;
    };
    let of_document = |moved: &&Moved| moved.document == *document;
    let entries: Vec<&Moved> = sources.config.moved.iter().filter(of_document).collect();
    let is_taken_back = is_taken_back(subject);
    let gone: Vec<&&Moved> = entries.iter().filter(|moved| moved.old == subject.new).collect();
    let (root, _) = DeTable::parse_recoverable(text);
    for moved in entries.iter().filter(|moved| moved.old != subject.new && leads_on(subject, moved, is_taken_back)) {
        if let Some(range) = value(root.get_ref(), moved) {
            changes.put(&file, range, quoted(&subject.new));
        }
    }
    let is_emptied = gone.len() == entries.len();
    for moved in &gone {
        let range = lines_of(text, moved, if is_emptied && is_taken_back { Some(header(document)) } else { None });
        changes.put(&file, range, "");
    }
    if is_taken_back || entries.iter().any(|moved| moved.old == subject.old) {
        return;
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let last = entries.iter().filter(|moved| moved.old != subject.new).map(|moved| line(text, moved).end).max();
    let below_header = || gone.iter().map(|moved| line(text, moved).end).max();
    if let Some(at) = last.or_else(below_header) {
        let before = if text[..at].ends_with('\n') { "" } else { end };
        changes.put(&file, at..at, format!("{before}{entry}{end}"));
    } else {
        let before = match text {
            "" => String::new(),
            text if text.ends_with('\n') => end.to_owned(),
            _ => end.repeat(2),
        };
        changes.put(&file, text.len()..text.len(), format!("{before}{}{end}{entry}{end}", header(document)));
    }
}

fn header(document: &str) -> String {
    format!("[moved.{}]", key(document))
}

/// A key of TOML: bare where it may be.
fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if is_bare { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The bytes of an entry's value, with its quotation marks.
fn value(root: &DeTable<'_>, moved: &Moved) -> Option<Range<usize>> {
    let document = root.get("moved")?.get_ref().get(&*moved.document)?;
    Some(document.get_ref().get(&*moved.old)?.span())
}

/// The line that an entry stands on, with its end.
fn line(text: &str, moved: &Moved) -> Range<usize> {
    let range = moved.place.range();
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    start..end
}

/// The same with the header above it, and a blank line above that.
fn lines_of(text: &str, moved: &Moved, header: Option<String>) -> Range<usize> {
    let own = line(text, moved);
    let above = |end: usize| text[..end].strip_suffix('\n').map(|above| above.rfind('\n').map_or(0, |at| at + 1)..end);
    let Some(head) = header.and_then(|header| above(own.start).filter(|head| *text[head.clone()].trim() == header))
    else {
        return own;
    };
    let blank = above(head.start).filter(|blank| text[blank.clone()].trim().is_empty());
    blank.map_or(head.start, |blank| blank.start)..own.end
}
