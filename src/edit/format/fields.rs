//! Fields by one name in the project's language, and one blank behind the colon.

use super::{Group, line_around};
use crate::model::{Chapter, Config, FieldKey, FieldName, PlaceKind};
use crate::parse::{Layout, ListLayout};
use crate::source::SourceFile;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// The fields of a file by where their values start.
type Known<'c> = HashMap<usize, &'c FieldKey>;

/// A change for each list of fields, and for each field that stands on a line with a bold label.
pub(super) fn groups(file: &SourceFile, layout: &Layout, chapter: &Chapter, config: &Config) -> Vec<Group> {
    let mut known = Known::new();
    for item in chapter.items.iter().filter(|item| item.kind != PlaceKind::Table) {
        let own = item.fields.iter().filter(|field| !matches!(field.key, FieldKey::Column(_)));
        // What stands in the front matter is every item's.
        let own = own.filter(|field| field.place.range().start >= file.front_matter.range.end);
        known.extend(own.map(|field| (field.place.range().start, &field.key)));
    }
    let mut groups = Vec::new();
    for list in &layout.lists {
        if let Some(group) = list_group(file, list, &mut known, config) {
            groups.push(group);
        }
    }
    let mut lines: Vec<(usize, &FieldKey)> = known.into_iter().collect();
    lines.sort_by_key(|(start, _)| *start);
    for (start, key) in lines {
        groups.extend(label_group(&file.text, start, key, config));
    }
    groups
}

/// A list whose entries are fields; none where they are something else. Its fields are taken from the known ones.
fn list_group(file: &SourceFile, list: &ListLayout, known: &mut Known<'_>, config: &Config) -> Option<Group> {
    let text = &*file.text;
    let entries: Vec<Option<Entry<'_>>> = list.entries.iter().map(|entry| Entry::read(text, entry)).collect();
    let is_field = |entry: &&Entry<'_>| known.get(&entry.value).is_some_and(|key| names(entry.key, key, config));
    let fields = entries.iter().flatten().filter(is_field).count();
    if fields == 0 {
        return None;
    }
    let mut group = Group::new();
    // One sign before all entries, or it were two lists.
    let is_bulleted = !list.is_numbered;
    for (range, entry) in list.entries.iter().zip(&entries) {
        if is_bulleted && matches!(text.as_bytes().get(range.start), Some(b'*' | b'+')) {
            group.push((range.start..range.start + 1, "-".to_owned()));
        }
        let Some(entry) = entry else { continue };
        let Some(label) = meant(entry.key, config).map(|key| label(&key, entry.key, config)) else { continue };
        known.remove(&entry.value);
        // What stands in further lines is indented as far as the text of the first.
        let is_one_line = !text[range.clone()].trim_end().contains(['\n', '\r']);
        let blanks = if is_one_line && is_bulleted { " " } else { &text[entry.blanks.clone()] };
        let start = entry.blanks.start;
        let blank = if entry.value < line_around(text, entry.value).end { " " } else { "" };
        let new = format!("{blanks}{label}:{blank}");
        if text[start..entry.value] != new {
            group.push((start..entry.value, new));
        }
    }
    Some(group)
}

/// An entry of a list that begins with a label.
struct Entry<'t> {
    /// The blanks behind its sign.
    blanks: Range<usize>,
    key: &'t str,
    /// Where its value starts, on the same line.
    value: usize,
}

impl<'t> Entry<'t> {
    fn read(text: &'t str, entry: &Range<usize>) -> Option<Self> {
        let line = entry.start..line_around(text, entry.start).end;
        let written = &text[line.clone()];
        let sign = match written.as_bytes().first()? {
            b'-' | b'*' | b'+' => 1,
            _ => written.find(['.', ')'])? + 1,
        };
        let rest = &written[sign..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let start = line.start + sign;
        let (key, _, value) = labelled(&rest[blanks..])?;
        Some(Self { blanks: start..start + blanks, key, value: start + blanks + value })
    }
}

/// `Key: value`, `**Key:** value`, `**Key**: value`: the key, whether it is bold, and where the value starts.
fn labelled(text: &str) -> Option<(&str, bool, usize)> {
    let bold = ["**", "__"].into_iter().find(|mark| text.starts_with(mark));
    let inner = &text[bold.map_or(0, str::len)..];
    let (key, rest) = match bold {
        None => inner.split_once(':')?,
        Some(mark) => {
            let (key, rest) = inner.split_once(mark)?;
            match key.trim_end().strip_suffix(':') {
                Some(key) => (key, rest),
                None => (key, rest.strip_prefix(':')?),
            }
        }
    };
    let value = rest.trim_start_matches([' ', '\t']);
    let is_parted = value.len() < rest.len() || rest.is_empty();
    let is_plain = !key.contains(['*', '_', '`', '[', ']', '<', '\\', '&']);
    (is_parted && is_plain).then(|| (key.trim(), bold.is_some(), text.len() - value.len()))
}

/// A field on a line of its own, with a bold label.
fn label_group(text: &str, value: usize, key: &FieldKey, config: &Config) -> Option<Group> {
    let line = line_around(text, value);
    let written = &text[line.start..value];
    let start = line.start + written.find(['*', '_'])?;
    let (own, is_bold, length) = labelled(&text[start..line.end])?;
    if !is_bold || start + length != value || !names(own, key, config) {
        return None;
    }
    let new = format!("**{}:** ", label(key, own, config));
    (text[start..value] != new).then(|| vec![(start..value, new)])
}

/// The field that a word names.
fn meant(word: &str, config: &Config) -> Option<FieldKey> {
    match config.field(word) {
        Some(own) => Some(FieldKey::Own(Arc::clone(&own.key))),
        None => FieldName::from_word(word).map(FieldKey::Known),
    }
}

fn names(word: &str, key: &FieldKey, config: &Config) -> bool {
    meant(word, config).as_ref() == Some(key)
}

/// How a field is written, for which an author wrote a word.
fn label(key: &FieldKey, written: &str, config: &Config) -> String {
    match key {
        FieldKey::Known(name) => name.label(config.language, written).to_owned(),
        FieldKey::Own(own) => config.field(own).map_or_else(|| written.to_owned(), |field| field.title.clone()),
        FieldKey::Column(head) => head.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_every_kind_are_read() {
        assert_eq!(labelled("Status:  a"), Some(("Status", false, 9)));
        assert_eq!(labelled("**Status:** a"), Some(("Status", true, 12)));
        assert_eq!(labelled("__Status__: a"), Some(("Status", true, 12)));
        assert_eq!(labelled("Status:"), Some(("Status", false, 7)));
        assert_eq!((labelled("a:b"), labelled("**a** b"), labelled("`a`: b")), (None, None, None));
    }
}
