//! Where the contents of an outline stand in a document (authoring format, section 7).

use super::outline::unnumbered;
use super::question::is_unanswered;
use super::{Block, Chapter, ChapterKey, DocumentKey, Fragment, HoleKind, Outline, Project};
use crate::config::fold;
use crate::diag::Place;
use std::collections::HashMap;

/// A place in which a content of an outline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentSpot {
    /// A whole chapter, because it `covers` the content or is titled so.
    Chapter(ChapterKey),
    /// A section that is titled so: its chapter, and the index of its heading there.
    Section(ChapterKey, usize),
}

/// Words from which on a text is more than a placeholder.
const WORDS: u32 = 3;

impl Project {
    /// For each content of a document's outline the places in which it stands, in order; one that has none is missing.
    /// Empty for a document without an outline.
    pub fn contents_of(&self, document: DocumentKey) -> Vec<Vec<ContentSpot>> {
        let Some(outline) = &self.document(document).outline else { return Vec::new() };
        let names = names(outline);
        let keys: HashMap<String, usize> =
            outline.contents.iter().enumerate().map(|(at, content)| (fold(&content.key), at)).collect();
        let mut spots = vec![Vec::new(); outline.contents.len()];
        for key in self.chapters_of(document) {
            let chapter = self.chapter(key);
            let covered = chapter.meta.covers.iter().filter_map(|cover| keys.get(&fold(cover)));
            let titled = names.get(&fold(unnumbered(&chapter.title))).into_iter().flatten();
            for content in covered.chain(titled) {
                if spots[*content].last() != Some(&ContentSpot::Chapter(key)) {
                    spots[*content].push(ContentSpot::Chapter(key));
                }
            }
            for (at, heading) in chapter.headings.iter().enumerate() {
                for content in names.get(&fold(unnumbered(&heading.title))).into_iter().flatten() {
                    spots[*content].push(ContentSpot::Section(key, at));
                }
            }
        }
        spots
    }

    /// Whether more than a placeholder stands in one of some places: some words, an item, a picture or a block of code.
    pub fn is_any_filled(&self, spots: &[ContentSpot]) -> bool {
        let is_of_one = |a: &ContentSpot, b: &ContentSpot| a.chapter() == b.chapter();
        spots.chunk_by(is_of_one).any(|spots| {
            let chapter = self.chapter(spots[0].chapter());
            let starts = heading_starts(chapter);
            spots.iter().any(|spot| match *spot {
                ContentSpot::Chapter(_) => chapter.words >= WORDS || shows(&chapter.blocks, chapter),
                ContentSpot::Section(_, at) => {
                    let heading = &chapter.headings[at];
                    let goes_on = |block: &&Block| match block {
                        Block::Heading(next) => *next <= at || chapter.headings[*next].level > heading.level,
                        _ => true,
                    };
                    let section = starts[at].map_or(&[][..], |start| &chapter.blocks[start..]);
                    let length = section.iter().take_while(goes_on).count();
                    heading.words >= WORDS || shows(&section[..length], chapter)
                }
            })
        })
    }

    /// Where a spot is: its heading, or the start of its chapter.
    pub fn place_of_spot(&self, spot: ContentSpot) -> Place {
        match spot {
            ContentSpot::Chapter(key) => Place::whole(&self.chapter(key).file),
            ContentSpot::Section(key, at) => self.chapter(key).headings[at].place.clone(),
        }
    }
}

impl ContentSpot {
    const fn chapter(self) -> ChapterKey {
        let (Self::Chapter(key) | Self::Section(key, _)) = self;
        key
    }
}

/// Which of a chapter's blocks each of its headings is.
fn heading_starts(chapter: &Chapter) -> Vec<Option<usize>> {
    let mut starts = vec![None; chapter.headings.len()];
    for (at, block) in chapter.blocks.iter().enumerate() {
        if let Block::Heading(heading) = block {
            starts[*heading] = Some(at);
        }
    }
    starts
}

/// Whether some blocks hold an item, an answer, an answered question, a picture or a block of code, which is often a drawing.
fn shows(blocks: &[Block], chapter: &Chapter) -> bool {
    blocks.iter().any(|block| match block {
        Block::Prose(prose) => has_picture(&prose.fragment),
        Block::Item(_) => true,
        Block::Table(_) => !is_unanswered(block, &chapter.questions),
        Block::Heading(_) => false,
    })
}

fn has_picture(fragment: &Fragment) -> bool {
    fragment
        .holes
        .iter()
        .any(|hole| matches!(hole.kind, HoleKind::Image { .. } | HoleKind::Code { .. } | HoleKind::Diagram(_)))
}

/// The contents that each name means, folded.
fn names(outline: &Outline) -> HashMap<String, Vec<usize>> {
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, content) in outline.contents.iter().enumerate() {
        for name in content.names() {
            let contents = names.entry(fold(name)).or_default();
            if !contents.contains(&at) {
                contents.push(at);
            }
        }
    }
    names
}
