//! Blocks of code, and the diagrams among them.

use super::diagram::{Fault, draw};
use super::ink::Ink;
use super::scribe::Scribe;
use crate::diag::Severity;
use crate::model::HoleKind;
use pulldown_cmark::{CodeBlockKind, Event};
use std::ops::Range;
use std::sync::Arc;

/// The word behind the fence of a diagram.
const DIAGRAM: &str = "mermaid";

impl Scribe<'_> {
    /// Leaves a hole for a block of code. A diagram is drawn here; one that cannot be is shown as code.
    pub fn code_block(&mut self, kind: &CodeBlockKind<'_>, at: usize, ink: &mut Ink) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default().to_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        let text = (at + 1..self.events.end(at)).filter_map(|at| match self.events.get(at) {
            Event::Text(text) => Some(&**text),
            _ => None,
        });
        let text: String = text.collect();
        if language == DIAGRAM {
            match draw(&text) {
                Ok(diagram) => return ink.fragment.hole(HoleKind::Diagram(Arc::new(diagram))),
                Err(fault) => self.misdrawn(fault, at),
            }
        }
        ink.fragment.hole(HoleKind::Code { language, text });
    }

    fn misdrawn(&mut self, fault: Fault, at: usize) {
        let range = self.line_of_block(at, fault.line);
        self.report("diagram-invalid", Severity::Warning, range, fault.message, fault.hint);
    }

    /// Where a line of a block of code stands in the file, without the blanks around it. A block in a list or a quotation
    /// comes in pieces, since what stands before its lines is none of it.
    fn line_of_block(&self, at: usize, line: usize) -> Range<usize> {
        let mut lines = line;
        for at in at + 1..self.events.end(at) {
            let Event::Text(text) = self.events.get(at) else { continue };
            let range = self.events.range(at);
            for piece in text.split_inclusive('\n') {
                if lines == 0 && !piece.trim().is_empty() {
                    let from = offset(text, piece) + (piece.len() - piece.trim_start().len());
                    let start = (range.start + from).min(range.end);
                    return start..(start + piece.trim().len()).min(range.end);
                }
                lines = lines.saturating_sub(usize::from(piece.ends_with('\n')));
            }
        }
        // An empty block has its fence to show.
        let block = self.events.range(at);
        block.start..block.end.min(block.start + "```".len())
    }
}

/// Where a piece of a text begins in it.
fn offset(text: &str, piece: &str) -> usize {
    piece.as_ptr() as usize - text.as_ptr() as usize
}
