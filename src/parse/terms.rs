//! The glossary's terms in running text: links at their first mention, and a note of where they are used.

use super::events::Plain;
use super::ink::Ink;
use super::scribe::Scribe;
use crate::model::{HoleKind, TermUse, Terms, words};
use std::ops::Range;

/// What becomes of terms in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TermMode {
    /// They are linked, each the first time.
    #[default]
    Link,
    /// Their use is noted alone: headings, titles, fields of few words.
    Note,
}

/// Which terms were met.
#[derive(Default)]
pub(super) struct Met {
    /// For each term, up to the last one that was met, whether its use is noted.
    used: Vec<bool>,
    /// For each term, up to the last one that is linked, the part that it is linked in last: an item's number from 1, or 0
    /// outside of items.
    linked: Vec<Option<usize>>,
}

impl Met {
    /// Whether a term stands in the chapter for the first time.
    fn is_new(&mut self, term: u32) -> bool {
        !std::mem::replace(slot(&mut self.used, term), true)
    }

    /// Whether a term stands in a part for the first time. Who comes back to a part may be told so again: a page links each
    /// term once.
    fn is_new_in(&mut self, term: u32, part: usize) -> bool {
        slot(&mut self.linked, term).replace(part) != Some(part)
    }
}

fn slot<T: Clone + Default>(list: &mut Vec<T>, at: u32) -> &mut T {
    let at = at as usize;
    if list.len() <= at {
        list.resize(at + 1, T::default());
    }
    &mut list[at]
}

impl Scribe<'_> {
    /// Renders a range of events in which no term is linked.
    pub fn plain_ink(&mut self, range: Range<usize>, skip: usize) -> Ink {
        let before = std::mem::replace(&mut self.term_mode, TermMode::Note);
        let ink = self.ink(range, skip);
        self.term_mode = before;
        ink
    }

    /// Appends a range of a text, with the terms in it linked.
    pub fn text_with_terms(&mut self, run: &Plain, range: Range<usize>, ink: &mut Ink) {
        let text = &run.text[range.clone()];
        let mut from = 0;
        for (found, term) in self.terms.find(text) {
            self.note_use(term, run, range.start + found.start..range.start + found.end);
            let part = self.item().map_or(0, |item| item + 1);
            let may_link = self.term_mode == TermMode::Link && !ink.is_unlinked();
            let is_linked = may_link && self.met.is_new_in(term, part);
            if is_linked {
                ink.fragment.text(&text[from..found.start]);
                ink.fragment.hole(HoleKind::TermStart(term));
                ink.fragment.text(&text[found.clone()]);
                ink.fragment.hole(HoleKind::TermEnd);
                from = found.end;
            }
        }
        ink.fragment.text(&text[from..]);
        self.abbreviations_in_compounds(run, range);
    }

    /// Notes the terms of a text that is shown without links.
    pub fn note_terms(&mut self, run: &Plain) {
        for (found, term) in self.terms.find(&run.text) {
            self.note_use(term, run, found);
        }
    }

    fn note_use(&mut self, term: u32, run: &Plain, found: Range<usize>) {
        if self.met.is_new(term) {
            let (item, place) = (self.item(), self.source.place(run.source_range(found)));
            self.chapter.uses.push(TermUse { term, item, place });
        }
    }

    /// `CRM-System` is a use of `CRM`, though it is no place for a link.
    fn abbreviations_in_compounds(&mut self, run: &Plain, range: Range<usize>) {
        if self.terms.is_empty() || memchr::memchr(b'-', run.text[range.clone()].as_bytes()).is_none() {
            return;
        }
        let found: Vec<(Range<usize>, u32)> = compounds(&run.text[range.clone()])
            .flat_map(|part| {
                let terms: &Terms = self.terms;
                let text = &run.text[range.start + part.start..range.start + part.end];
                let start = range.start + part.start;
                terms.find(text).into_iter().map(move |(at, term)| (start + at.start..start + at.end, term))
            })
            .collect();
        for (range, term) in found {
            self.note_use(term, run, range);
        }
    }
}

/// The abbreviations that are a part of a word with hyphens.
fn compounds(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    words(text).filter(|word| text[word.clone()].contains('-')).flat_map(|word| {
        let mut start = word.start;
        text[word].split('-').filter_map(move |part| {
            let range = start..start + part.len();
            start = range.end + 1;
            crate::model::is_abbreviation(part).then_some(range)
        })
    })
}
