//! What of a chapter its text shows: a footnote that nothing names is not shown, nor what stands in it.

use super::{Block, Chapter, Fragment, HoleKind};
use std::collections::BTreeSet;

/// What a chapter's text, its items and its fields show.
#[derive(Default)]
pub struct Shown {
    /// Links and images, as indices into the chapter's links.
    pub links: BTreeSet<u32>,
    /// Footnotes, as indices into the chapter's footnotes.
    pub footnotes: BTreeSet<u32>,
    /// Footnotes that were named and not yet looked at.
    named: Vec<u32>,
}

impl Chapter {
    /// What is shown of it.
    pub fn shown(&self) -> Shown {
        let mut shown = Shown::default();
        self.headings.iter().for_each(|heading| shown.fragment(&heading.fragment));
        shown.blocks(&self.blocks);
        for item in &self.items {
            shown.fragment(&item.heading);
            item.fields.iter().for_each(|field| shown.fragment(&field.fragment));
            shown.blocks(&item.blocks);
        }
        while let Some(number) = shown.named.pop() {
            if let Some(footnote) = self.footnotes.get(number as usize).filter(|_| shown.footnotes.insert(number)) {
                shown.fragment(footnote);
            }
        }
        shown
    }
}

impl Shown {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Prose(prose) => self.fragment(&prose.fragment),
                Block::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    table.head.iter().chain(cells).for_each(|cell| self.fragment(cell));
                }
                // Items and headings are in lists of their own.
                Block::Heading(_) | Block::Item(_) => {}
            }
        }
    }

    fn fragment(&mut self, fragment: &Fragment) {
        for hole in &fragment.holes {
            match &hole.kind {
                HoleKind::LinkStart(link) | HoleKind::Image { link, .. } => {
                    self.links.insert(*link);
                }
                HoleKind::Footnote(number) => self.named.push(*number),
                _ => {}
            }
        }
    }
}
