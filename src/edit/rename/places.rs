//! Where an item is named.

use super::Changes;
use super::subject::Subject;
use crate::config::FieldName;
use crate::diag::Place;
use crate::edit::Refusal;
use crate::link::{Reference, References, Way};
use crate::model::{ChapterKey, DocumentKey, Resolution, TraceKind};
use crate::parse::{Piece, PieceKind, pieces};
use crate::source::{SourceFile, Sources};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// A place by file and first byte.
pub(super) type Spot = (Arc<str>, usize);

/// Finds the places that name the item, and makes the changes of them.
pub(super) struct Places<'a, 'p> {
    subject: &'a Subject<'p>,
    references: &'a References<'p>,
    changes: &'a mut Changes,
    files: HashMap<&'a str, &'a Arc<SourceFile>>,
    /// Every reference's place, whatever it names.
    known: HashSet<Spot>,
    /// Places that name the item in one way and another in another.
    pub both: HashSet<Spot>,
}

impl<'a, 'p> Places<'a, 'p> {
    pub fn new(
        subject: &'a Subject<'p>,
        sources: &'a Sources,
        references: &'a References<'p>,
        changes: &'a mut Changes,
    ) -> Self {
        let files = sources.files.iter().map(|file| (&*file.path, file)).collect();
        Self { subject, references, changes, files, known: HashSet::new(), both: HashSet::new() }
    }

    /// What the project takes for references.
    pub fn references(&mut self, all: &[Reference<'p>]) -> Result<(), Refusal> {
        let (old, new) = (&self.subject.old, &self.subject.new);
        let mut by_spot: HashMap<Spot, Vec<&Reference<'p>>> = HashMap::new();
        for reference in all {
            let place = &reference.target.place;
            let spot = (Arc::clone(&place.file), place.start as usize);
            self.known.insert(spot.clone());
            if reference.target.id == *old || reference.target.id == *new {
                by_spot.entry(spot).or_default().push(reference);
            }
        }
        let mut spots: Vec<_> = by_spot.into_iter().collect();
        spots.sort_by(|a, b| a.0.cmp(&b.0));
        for (spot, mut same) in spots {
            // A field means what its name says; that the same text mentions something too comes second.
            same.sort_by_key(|reference| reference.way == Way::Mention);
            let Some(first) = same.first() else { continue };
            if same.iter().any(|reference| reference.found != first.found) {
                self.both.insert(spot);
            }
            self.reference(first)?;
        }
        Ok(())
    }

    fn reference(&mut self, reference: &Reference<'p>) -> Result<(), Refusal> {
        let (item, new) = (self.subject.item, Arc::clone(&self.subject.new));
        let target = reference.target;
        let named = target.document.as_deref();
        let place = &target.place;
        match &reference.found {
            Resolution::Ambiguous(items) if items.contains(&item) => {
                let key = self.subject.key();
                let (de, en) = (
                    format!(
                        "„{}“ kann hier auch ein anderes Dokument meinen. Zuerst das Dokument dazuschreiben, etwa {key}:{}",
                        target.id, target.id
                    ),
                    format!(
                        "\"{}\" may mean another document's here; write the document with it first, such as {key}:{}",
                        target.id, target.id
                    ),
                );
                Err(Refusal::at(place, &de, &en))
            }
            Resolution::Item(found) if *found == item => {
                let leads = |named| self.references.once_renamed(reference, (item, &new), (named, &new));
                let is_exact = leads(named) == reference.found;
                let id = if is_exact { new.to_string() } else { format!("{}:{new}", self.subject.key()) };
                self.replace(place, &id)
            }
            found => {
                let after = self.references.once_renamed(reference, (item, &new), (named, &target.id));
                if after == *found {
                    return Ok(());
                }
                // Only the document's name keeps it from leading to the renamed item.
                if let Resolution::Item(other) = found {
                    let project = self.subject.project;
                    let key = &project.document(project.document_of(*other)).config.key;
                    self.changes.put(&place.file, place.range().start..place.range().start, format!("{key}:"));
                    return Ok(());
                }
                let (de, en) = (
                    format!(
                        "„{new}“ steht hier schon, obwohl es kein solches Item gibt; der Verweis würde auf das umbenannte führen. Ihn zuerst berichtigen, oder eine andere ID nehmen."
                    ),
                    format!(
                        "\"{new}\" is named here already though there is no such item; it would lead to the renamed one. Correct it first, or take another ID"
                    ),
                );
                Err(Refusal::at(place, &de, &en))
            }
        }
    }

    /// Puts an ID in the place of the old one.
    fn replace(&mut self, place: &Place, id: &str) -> Result<(), Refusal> {
        let Some(file) = self.files.get(&*place.file) else { return Ok(()) };
        match exact(&file.text, place.range(), &self.subject.old, id) {
            Some((range, text)) => {
                self.changes.put(&file.path, range, text);
                Ok(())
            }
            None => Err(Refusal::at(
                place,
                &format!(
                    "„{}“ ist hier so geschrieben, dass es sich nicht ersetzen lässt. Die ID zuerst ohne Auszeichnung und Sonderschreibweise in ihr schreiben.",
                    self.subject.old
                ),
                &format!(
                    "\"{}\" is written here in a way that cannot be replaced; write it without markup and entities inside of it first",
                    self.subject.old
                ),
            )),
        }
    }

    /// The item's own ID, and anchors of that name around it.
    pub fn openings(&mut self) -> Result<(), Refusal> {
        let project = self.subject.project;
        let place = project.item(self.subject.item).place.clone();
        self.replace(&place, &self.subject.new)?;
        let Some(file) = self.files.get(&*place.file).copied() else { return Ok(()) };
        for piece in pieces(file).iter().filter(|piece| piece.kind == PieceKind::Html) {
            for marker in ["name=", "id=", "href="] {
                self.attributes(file, piece, marker);
            }
        }
        self.heading_anchor(file, place.range());
        Ok(())
    }

    /// `name="LH-310"`, `id='lh-310'`, `href="#LH-310"` in the author's HTML.
    fn attributes(&mut self, file: &SourceFile, piece: &Piece, marker: &str) {
        let html = &file.text[piece.range.clone()];
        // Only an anchor's own name is the item's; what else is called so is a matter of the author's layout.
        let is_of_anchor = |at: &usize| {
            let tag = html[..*at].rfind('<').map_or("", |start| &html[start + 1..*at]);
            let name = tag.split(char::is_whitespace).next().unwrap_or_default();
            name.eq_ignore_ascii_case("a") && tag.ends_with(char::is_whitespace)
        };
        for at in html.match_indices(marker).map(|(at, _)| at).filter(is_of_anchor) {
            let mut start = at + marker.len();
            start += html[start..].len() - html[start..].trim_start_matches(['"', '\'']).len();
            if marker == "href=" {
                let Some(rest) = html[start..].strip_prefix('#') else { continue };
                start = html.len() - rest.len();
            }
            let value = html[start..].split(['"', '\'', '>', ' ']).next().unwrap_or_default();
            if let Some(new) = in_case_of(value, &self.subject.old, &self.subject.new) {
                let start = piece.range.start + start;
                self.changes.put(&file.path, start..start + value.len(), new);
            }
        }
    }

    /// `{#lh-310}` behind the item's heading.
    fn heading_anchor(&mut self, file: &SourceFile, id: Range<usize>) {
        let line_end = file.text[id.end..].find(['\n', '\r']).map_or(file.text.len(), |at| id.end + at);
        let Some(at) = file.text[id.end..line_end].rfind("{#").map(|at| id.end + at + 2) else { return };
        let name = file.text[at..line_end].split(['}', ' ']).next().unwrap_or_default();
        if let Some(new) = in_case_of(name, &self.subject.old, &self.subject.new) {
            self.changes.put(&file.path, at..at + name.len(), new);
        }
    }

    /// Running text that the project reads without looking for references in it: values with a choice, qualifiers, the
    /// text of links.
    pub fn texts(&mut self) {
        let project = self.subject.project;
        for key in (0..project.chapters.len() as u32).map(ChapterKey) {
            let Some(file) = self.files.get(&*project.chapter(key).file).copied() else { continue };
            if !file.text.contains(&*self.subject.old) {
                continue;
            }
            for piece in pieces(file).iter().filter(|piece| piece.kind == PieceKind::Text) {
                self.text(file, piece, project.document_of_chapter(key));
            }
        }
    }

    fn text(&mut self, file: &SourceFile, piece: &Piece, standing: Option<DocumentKey>) {
        let (text, project) = (piece.text(), self.subject.project);
        for id in project.grammar.find(text).filter(|id| text[id.clone()] == *self.subject.old) {
            let source = piece.source(id.clone());
            let is_known = self.known.contains(&(Arc::clone(&file.path), source.start));
            if is_known || is_in_address(text, &id) || !self.is_it(&text[..id.start], standing, None) {
                continue;
            }
            if let Some((range, new)) = exact(&file.text, source, &self.subject.old, &self.subject.new) {
                self.changes.put(&file.path, range, new);
            }
        }
    }

    /// Whether the old ID behind some text means the item, in a trace field if the text is of one.
    fn is_it(&self, before: &str, standing: Option<DocumentKey>, kind: Option<TraceKind>) -> bool {
        let config = &self.subject.project.config;
        let named = before.strip_suffix(':').and_then(|before| {
            let is_named =
                |key: &str| before.strip_suffix(key).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
            config.documents.iter().map(|document| &*document.key).find(|key| is_named(key))
        });
        let id = (named, &*self.subject.old);
        let found = match kind {
            Some(kind) => self.references.traced(id, kind, standing),
            None => self.references.mentioned(id, standing),
        };
        found == Resolution::Item(self.subject.item)
    }

    /// The values of front matter, but not the history: that says what was.
    pub fn front_matter(&mut self) {
        let project = self.subject.project;
        for key in (0..project.chapters.len() as u32).map(ChapterKey) {
            let Some(file) = self.files.get(&*project.chapter(key).file).copied() else { continue };
            let standing = project.document_of_chapter(key);
            for entry in &file.front_matter.entries {
                if matches!(entry.key.to_lowercase().as_str(), "history" | "historie") {
                    continue;
                }
                let kind = FieldName::from_word(&entry.key).and_then(TraceKind::of_field);
                let value = &file.text[entry.value_range.clone()];
                for id in project.grammar.find(value).filter(|id| value[id.clone()] == *self.subject.old) {
                    if self.is_it(&value[..id.start], standing, kind) {
                        let start = entry.value_range.start;
                        let new = self.subject.new.to_string();
                        self.changes.put(&file.path, start + id.start..start + id.end, new);
                    }
                }
            }
        }
    }
}

/// A name that is the old ID however its letters are cased, as the new one in the same case.
pub(super) fn in_case_of(name: &str, old: &str, new: &str) -> Option<String> {
    if *name == *old {
        return Some(new.to_owned());
    }
    let is_lower = name.to_lowercase() == old.to_lowercase() && !name.is_empty();
    is_lower.then(|| if name.chars().any(char::is_uppercase) { new.to_owned() } else { new.to_lowercase() })
}

/// The bytes of a file that an ID really takes, and what to write there. A place may begin at the backticks of a code
/// span, hold the document's name too, or escapes.
fn exact(text: &str, range: Range<usize>, old: &str, new: &str) -> Option<(Range<usize>, String)> {
    let written = text.get(range.clone())?;
    if let Some(before) = written.strip_suffix(old)
        && (before.is_empty() || before.ends_with(':'))
    {
        return Some((range.end - old.len()..range.end, new.to_owned()));
    }
    let escaped = |c: char| written.contains(&format!("\\{c}"));
    if written.replace('\\', "") == *old {
        let push = |c: char| if escaped(c) { format!("\\{c}") } else { c.to_string() };
        return Some((range, new.chars().map(push).collect()));
    }
    let nearby = text.get(range.start..).unwrap_or_default();
    let at = nearby.find(old).filter(|at| nearby[..*at].chars().all(|c| matches!(c, '`' | ' ')))?;
    (at <= 8).then(|| (range.start + at..range.start + at + old.len(), new.to_owned()))
}

/// Whether a part of a text is part of an address of the web or of mail.
fn is_in_address(text: &str, part: &Range<usize>) -> bool {
    let start = text[..part.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word = text[start..].split(char::is_whitespace).next().unwrap_or_default();
    word.contains("://") || word.contains("www.") || word.contains('@')
}
