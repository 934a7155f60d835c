//! Ranges in trace fields that would read wrongly with the new ID.
//!
//! A range covers what stands between its ends in the document, so renaming never changes what it leads to. But who reads
//! `LH-310–LH-319` takes it for numbers: where a member would no longer lie between the ends by its number, or something
//! else would, the members are written out.

use super::Changes;
use super::places::Spot;
use super::subject::Subject;
use crate::diag::Place;
use crate::link::References;
use crate::model::{ChapterKey, DocumentKey, ItemKey, Resolution, Target, TraceKind};
use crate::source::{SourceFile, Sources};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// A piece of an ID: digits by their number, all else as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::edit) enum Chunk {
    Number(u64),
    Text(String),
}

/// An ID as people order it: `LH-9` before `LH-10`.
pub(in crate::edit) fn natural(id: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut rest = id;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let length = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (chunk, after) = rest.split_at(length);
        chunks.push(match chunk.parse() {
            Ok(number) if is_digit => Chunk::Number(number),
            _ => Chunk::Text(chunk.to_owned()),
        });
        rest = after;
    }
    chunks
}

/// Writes out the ranges that would read wrongly. Returns where they begin.
pub(super) fn write_out(
    subject: &Subject<'_>,
    sources: &Sources,
    references: &References<'_>,
    changes: &mut Changes,
) -> HashSet<Spot> {
    let files: HashMap<&str, &Arc<SourceFile>> = sources.files.iter().map(|file| (&*file.path, file)).collect();
    let mut written = HashSet::new();
    for key in (0..subject.project.chapters.len() as u32).map(ChapterKey) {
        let chapter = subject.project.chapter(key);
        let standing = subject.project.document_of_chapter(key);
        let Some(file) = files.get(&*chapter.file) else { continue };
        for field in chapter.items.iter().flat_map(|item| &item.traces) {
            for target in &field.targets {
                let Some(range) = InText::new(subject, references, file, target, field.kind, standing) else {
                    continue;
                };
                let Some(text) = range.rewritten(subject) else { continue };
                changes.put(&file.path, range.source.clone(), text);
                written.insert((Arc::clone(&file.path), range.source.start));
            }
        }
    }
    written
}

/// A range as it is written.
struct InText<'t> {
    members: Vec<ItemKey>,
    /// From its first ID, with the document's name if it has one, to the end of its last.
    source: Range<usize>,
    /// `lastenheft:`, or nothing.
    prefix: &'t str,
    /// What stands around each ID: `/`.
    around: (&'t str, &'t str),
    /// What stands between them, with its blanks.
    between: &'t str,
    /// The qualifier behind it, with the blanks before it.
    qualifier: &'t str,
}

impl<'t> InText<'t> {
    /// A range that holds the item, where it is written without more ado.
    fn new(
        subject: &Subject<'_>,
        references: &References<'_>,
        file: &'t SourceFile,
        target: &Target,
        kind: TraceKind,
        standing: Option<DocumentKey>,
    ) -> Option<Self> {
        let last = target.last.as_ref()?;
        let found = |named: Option<&str>, id: &str| match references.traced((named, id), kind, standing) {
            Resolution::Item(item) => Some(item),
            _ => None,
        };
        let first_item = found(target.first.document.as_deref(), &target.first.id)?;
        let last_item = references.get(subject.project.document_of(first_item), &last.id)?;
        let members: Vec<ItemKey> = (first_item.0..=last_item.0).map(ItemKey).collect();
        if !members.contains(&subject.item) {
            return None;
        }
        let text = &*file.text;
        let is_plain = |place: &Place, id: &str| text.get(place.range()) == Some(id);
        if !is_plain(&target.first.place, &target.first.id) || !is_plain(&last.place, &last.id) {
            return None;
        }
        let (start, end) = (target.first.place.range(), last.place.range());
        let prefix = target.first.document.as_ref().map_or(0, |document| document.len() + 1);
        let source = start.start.checked_sub(prefix)?..end.end;
        let prefix = text.get(source.start..start.start)?;
        let (around, between) = separated(text.get(start.end..end.start)?, prefix)?;
        let is_around = text[..source.start].ends_with(around.1) && text[end.end..].starts_with(around.0);
        let qualifier = qualifier(&text[end.end + around.0.len()..]);
        is_around.then_some(Self { members, source, prefix, around: (around.1, around.0), between, qualifier })
    }

    /// What is to stand in its place; none where it reads rightly, or never did.
    fn rewritten(&self, subject: &Subject<'_>) -> Option<String> {
        let reads = |renamed| reads_rightly(subject, &self.members, renamed);
        if !reads(Renaming::Before) || reads(Renaming::After) {
            return None;
        }
        let mut parts: Vec<&[ItemKey]> = Vec::new();
        let at = self.members.iter().position(|item| *item == subject.item)?;
        for run in [&self.members[..at], &self.members[at..=at], &self.members[at + 1..]] {
            if run.len() > 2 && reads_rightly(subject, run, Renaming::After) {
                parts.push(run);
            } else {
                parts.extend(run.chunks(1));
            }
        }
        let (open, close) = self.around;
        let id = |item: &ItemKey| id(subject, *item, Renaming::After);
        let part = |part: &&[ItemKey]| match part {
            [first, .., last] => {
                format!("{}{}{close}{}{open}{}", self.prefix, id(first), self.between, id(last))
            }
            [one] => format!("{}{}", self.prefix, id(one)),
            [] => String::new(),
        };
        let parts: Vec<String> = parts.iter().map(part).collect();
        Some(parts.join(&format!("{close}{}, {open}", self.qualifier)))
    }
}

/// Before or after the item has its new ID.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Renaming {
    Before,
    After,
}

fn id<'s>(subject: &'s Subject<'_>, item: ItemKey, renaming: Renaming) -> &'s str {
    if item == subject.item && renaming == Renaming::After { &subject.new } else { &subject.project.item(item).id }
}

/// Whether the items are just those of their document whose IDs lie between the first one's and the last one's.
fn reads_rightly(subject: &Subject<'_>, members: &[ItemKey], renaming: Renaming) -> bool {
    let [first, .., last] = members else { return true };
    let key = |item: ItemKey| natural(id(subject, item, renaming));
    let (low, high) = (key(*first), key(*last));
    let range = first.0..=last.0;
    let lies_between = |item: ItemKey| {
        let key = key(item);
        low <= key && key <= high
    };
    subject.project.items_of_document(subject.document).all(|item| lies_between(item) == range.contains(&item.0))
}

/// What closes the first ID and opens the last, and what stands between.
fn separated<'t>(between: &'t str, prefix: &str) -> Option<((&'t str, &'t str), &'t str)> {
    const MARKS: [char; 5] = ['/', '`', '*', '[', ']'];
    let core = between.trim_start_matches(MARKS);
    let close = &between[..between.len() - core.len()];
    let core = core.strip_suffix(prefix).unwrap_or(core);
    let trimmed = core.trim_end_matches(MARKS);
    let open = &core[trimmed.len()..];
    let is_word = matches!(
        trimmed.trim(),
        "–" | "—" | "-" | "--" | "---" | "…" | "..." | ".." | "bis" | "to" | "through" | "bis einschließlich"
    );
    // Behind the document's name nothing can open.
    let is_one_line = !trimmed.contains(['\n', '\r']) && (prefix.is_empty() || open.is_empty() && close.is_empty());
    (is_word && is_one_line && close.chars().count() == open.chars().count()).then_some(((close, open), trimmed))
}

/// The qualifier in brackets at the start of a text, with the blanks before it; nothing where none is.
fn qualifier(text: &str) -> &str {
    let inner = text.trim_start_matches(' ');
    let end = inner.find([')', '\n', '\r']).filter(|end| inner.starts_with('(') && inner[*end..].starts_with(')'));
    end.map_or("", |end| &text[..=text.len() - inner.len() + end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ordered_as_people_do() {
        assert!(natural("LH-9") < natural("LH-10") && natural("LH-310") < natural("LH-310.1"));
        assert!(natural("N10.02") < natural("N10.10") && natural("A-1a") < natural("A-1b"));
    }

    #[test]
    fn what_stands_between_two_ends() {
        assert_eq!(separated(" bis ", ""), Some((("", ""), " bis ")));
        assert_eq!(separated("/–/", ""), Some((("/", "/"), "–")));
        assert_eq!(separated("–lastenheft:", "lastenheft:"), Some((("", ""), "–")));
        assert_eq!(separated(", ", ""), None);
        assert_eq!(separated("](x.md)–[", ""), None);
    }

    #[test]
    fn qualifiers_go_with_their_range() {
        assert_eq!(qualifier(" (teilweise), LH-2"), " (teilweise)");
        assert_eq!((qualifier(", (x)"), qualifier(" (a\nb)")), ("", ""));
    }
}
