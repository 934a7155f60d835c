//! Another ID for an item, and for every reference to it.
//!
//! The steps: `subject` finds the item and judges the new ID, `places` finds what names it, `ranges` writes out ranges
//! that would read wrongly, `anchors` follows links to headings whose name changes, `settings` remembers the old ID.
//! Then the project is assembled from the texts as they would be, and `verify` compares: what leads elsewhere than before
//! is a reason to change nothing at all.

mod anchors;
mod places;
mod ranges;
mod settings;
mod subject;
mod verify;

pub(super) use subject::{item, unknown};

use super::left::{all_is_merged, all_is_read};
use super::{Edits, Refusal};
use crate::config::FILE;
use crate::diag::Place;
use crate::link::References;
use crate::model::Project;
use crate::source::{SourceFile, Sources};
use places::Places;
use std::ops::Range;
use std::sync::Arc;
use subject::Subject;

/// What a renaming changes.
#[derive(Clone, Debug)]
pub struct Renamed {
    /// The changes.
    pub edits: Edits,
    /// Places where the old ID stays, since it is no reference to the item there: in code, in a history, of another
    /// document.
    pub left: Vec<Place>,
}

/// Gives the item with the ID `old` the ID `new`. Both may name the document: `lastenheft:LH-310`. Nothing is written.
///
/// # Errors
///
/// When there is no such item, or several; when the new ID is taken or looks like none of its document; and when
/// references would lead elsewhere than before, whatever were written.
pub fn rename(sources: &Sources, project: &Project, old: &str, new: &str) -> Result<Renamed, Refusal> {
    all_is_read(sources)?;
    all_is_merged(sources)?;
    let references = References::new(project);
    let subject = Subject::new(project, &references, old, new)?;
    let all = references.all();
    let mut changes = Changes::default();
    let written_out = ranges::write_out(&subject, sources, &references, &mut changes);
    let mut places = Places::new(&subject, sources, &references, &mut changes);
    places.references(&all)?;
    places.texts();
    places.openings()?;
    places.front_matter();
    let both = places.both;
    settings::names(&subject, sources, &references, &mut changes);
    settings::remember(&subject, sources, &mut changes);
    let halfway = changed(sources, &changes.edits());
    anchors::follow(&subject, sources, &halfway, &mut changes);
    let edits = changes.edits();
    let after = changed(sources, &edits);
    verify::verify(&subject, sources, &after, &verify::Apart { both, written_out })?;
    let left = left(&subject, sources, &changes);
    Ok(Renamed { edits, left })
}

/// Changes of files as they are found, in any order. What overlaps an earlier one is part of it already.
#[derive(Debug, Default)]
struct Changes {
    found: std::collections::BTreeMap<Arc<str>, std::collections::BTreeMap<usize, (usize, String)>>,
    /// Settings that are not there yet.
    created: Option<String>,
}

impl Changes {
    /// Adds a change, unless one was made there. An insertion is an empty range.
    fn put(&mut self, file: &Arc<str>, range: Range<usize>, text: impl Into<String>) {
        if !self.covers(file, &range) {
            self.found.entry(Arc::clone(file)).or_default().insert(range.start, (range.end, text.into()));
        }
    }

    /// Whether some of a range is changed already.
    fn covers(&self, file: &str, range: &Range<usize>) -> bool {
        let Some(of_file) = self.found.get(file) else { return false };
        let before = of_file.range(..=range.start).next_back();
        let is_inside = before.is_some_and(|(start, (end, _))| *end > range.start || *start == range.start);
        is_inside || of_file.range(range.start + 1..range.end.max(range.start + 1)).next().is_some()
    }

    fn edits(&self) -> Edits {
        let mut edits = Edits::default();
        for (file, of_file) in &self.found {
            for (start, (end, text)) in of_file {
                edits.replace(file, *start..*end, text.clone());
            }
        }
        if let Some(text) = &self.created {
            edits.create(&Arc::from(FILE), text.clone());
        }
        edits
    }
}

/// A project's files as they would be with some edits.
pub(super) fn changed(sources: &Sources, edits: &Edits) -> Sources {
    let mut after = sources.clone();
    for file in edits.files(sources) {
        if *file.path == *FILE {
            after.config = Arc::new(crate::config::parse(&file.after).0);
            after.config_text = Some(Arc::from(file.after));
        } else {
            after.put(Arc::new(SourceFile::new(&file.path, file.after)));
        }
    }
    after
}

/// Where the old ID stands as a word of its own, and is not changed.
fn left(subject: &Subject<'_>, sources: &Sources, changes: &Changes) -> Vec<Place> {
    let mut left = Vec::new();
    for file in &sources.files {
        for (at, _) in file.text.match_indices(&*subject.old) {
            let range = at..at + subject.old.len();
            if subject.is_word(&file.text, &range) && !changes.covers(&file.path, &range) {
                left.push(file.place(range));
            }
        }
    }
    left
}
