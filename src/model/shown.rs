//! What of a chapter's links its text shows: what stands in a footnote that nothing names is not shown.

use super::{Block, Chapter, Fragment, HoleKind};
use std::collections::BTreeSet;

/// What has been found on the way through a chapter.
#[derive(Default)]
struct Shown {
    links: BTreeSet<u32>,
    footnotes: Vec<u32>,
}

impl Chapter {
    /// The links and images that its text, its items and its fields show, as indices into its links.
    pub fn shown_links(&self) -> BTreeSet<u32> {
        let mut shown = Shown::default();
        self.headings.iter().for_each(|heading| shown.fragment(&heading.fragment));
        shown.blocks(&self.blocks);
        for item in &self.items {
            shown.fragment(&item.heading);
            item.fields.iter().for_each(|field| shown.fragment(&field.fragment));
            shown.blocks(&item.blocks);
        }
        let mut seen = BTreeSet::new();
        while let Some(number) = shown.footnotes.pop() {
            if let Some(footnote) = self.footnotes.get(number as usize).filter(|_| seen.insert(number)) {
                shown.fragment(footnote);
            }
        }
        shown.links
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
                HoleKind::Footnote(number) => self.footnotes.push(*number),
                _ => {}
            }
        }
    }
}
