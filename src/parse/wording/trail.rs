//! Where the plain text of some rendered text stands in the file, and which of it is the author's own words.

use super::super::events::Plain;
use std::ops::Range;

/// The steps from a plain text back to the file.
#[derive(Default)]
pub(in crate::parse) struct Trail {
    steps: Vec<Step>,
}

/// A piece of the plain text, up to the next one.
struct Step {
    /// Where it starts in the plain text.
    at: u32,
    /// Where it starts in the file.
    source: u32,
    kind: StepKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StepKind {
    /// Words of the author's.
    Own,
    /// Code, formulas, quotations.
    Foreign,
    /// No sentence goes on over it.
    Break,
}

impl Trail {
    /// Adds a text of the author's that starts at an offset of the plain text.
    pub fn add(&mut self, at: usize, text: &Plain) {
        let pieces = text.pieces().iter();
        let kind = StepKind::Own;
        self.steps.extend(pieces.map(|(start, source)| Step { at: (at + start) as u32, source: *source as u32, kind }));
    }

    /// Adds what is not the author's own, such as code and quotations.
    pub fn hide(&mut self, at: usize) {
        self.steps.push(Step { at: at as u32, source: 0, kind: StepKind::Foreign });
    }

    /// Ends the sentence at an offset of the plain text.
    pub fn end_sentence(&mut self, at: usize) {
        self.steps.push(Step { at: at as u32, source: 0, kind: StepKind::Break });
    }

    /// The parts of a plain text between which no sentence goes on.
    pub fn parts(&self, length: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        let breaks = self.steps.iter().filter(|step| step.kind == StepKind::Break).map(|step| step.at as usize);
        let mut from = 0;
        breaks.chain([length]).filter_map(move |to| {
            let part = from..to;
            from = to;
            (!part.is_empty()).then_some(part)
        })
    }

    /// The bytes of the file that a range of the plain text stands for; none where it is not the author's own text.
    pub fn source(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let start = self.own(range.start)?;
        // What ends in another piece goes as far as that one.
        let end = self.own(range.end.max(range.start + 1) - 1).map_or(start, |end| end + 1);
        Some(start..end.max(start))
    }

    fn own(&self, offset: usize) -> Option<usize> {
        let after = self.steps.partition_point(|step| step.at as usize <= offset);
        let step = self.steps.get(after.checked_sub(1)?)?;
        (step.kind == StepKind::Own).then(|| step.source as usize + offset - step.at as usize)
    }
}
