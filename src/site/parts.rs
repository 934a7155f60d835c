//! How much stands on one page of an overview, and where a longer one is cut into parts.

use crate::model::{Acceptance, Block, Chapter, ChapterKey, DocumentKey, Fragment, ItemKey, Project, Role};
use rayon::prelude::*;
use std::ops::Range;

/// Rows of the synopsis on one page.
pub(super) const SYNOPSIS_ROWS: usize = 300;
/// Rows of a matrix or a list on one page.
const LISTED_ROWS: usize = 500;
/// What the rows of a matrix or a list on one page weigh at most, in bytes, by a rough measure.
const LISTED_BYTES: usize = 500_000;
/// What a document on one page weighs at most, in bytes, by a rough measure: browsers show a megabyte at once.
const VOLUME_BYTES: usize = 950_000;
/// What a link weighs, in bytes.
const LINK: usize = 110;
/// Items whose answers by all offers stand on one page of the comparison.
pub(super) const COMPARISON_ROWS: usize = 500;
/// Tests on one page of an acceptance report.
pub(super) const TESTS: usize = 400;
/// Questions of a survey on one page.
pub(super) const QUESTIONS: usize = 500;
/// Findings on one page.
pub(super) const FINDINGS: usize = 500;

/// What takes a look at each item of a document.
#[derive(Default)]
pub(super) struct Measure {
    /// The rows of each part of its matrix or its list.
    pub rows: Vec<Range<usize>>,
    /// The chapters of each of its volumes.
    pub volumes: Vec<Range<usize>>,
    /// What its tests say, if it is an acceptance.
    pub acceptance: Option<Acceptance>,
}

impl Measure {
    /// Those of all documents, in their order.
    pub fn of_all(project: &Project) -> Vec<Self> {
        let documents: Vec<DocumentKey> = project.document_keys().collect();
        documents.into_par_iter().map(|document| Self::of(project, document)).collect()
    }

    fn of(project: &Project, document: DocumentKey) -> Self {
        let is_acceptance = project.document(document).config.role == Role::Acceptance;
        Self {
            rows: listed_parts(project, document),
            volumes: volumes(project, document),
            acceptance: is_acceptance.then(|| Acceptance::of(project, document)),
        }
    }
}

/// The chapters whose items stand on each part of a synopsis: all on one page, or a page for each few.
pub(super) fn synopsis_parts(project: &Project, target: DocumentKey) -> Vec<Vec<ChapterKey>> {
    let mut parts = vec![Vec::new()];
    let mut rows = 0;
    for chapter in project.chapters_of(target) {
        let items = project.chapter(chapter).items.len();
        if rows + items > SYNOPSIS_ROWS && rows > 0 {
            parts.push(Vec::new());
            rows = 0;
        }
        rows += items;
        if let Some(part) = parts.last_mut() {
            part.push(chapter);
        }
    }
    parts
}

/// The rows of each part of a matrix or a list, so that no page gets too long.
fn listed_parts(project: &Project, document: DocumentKey) -> Vec<Range<usize>> {
    let weight = |item: ItemKey| {
        let fields: usize = project.item(item).fields.iter().map(|field| 60 + field.value.len()).sum();
        let links = project.traces_to(item).chain(project.traces_from(item)).take(3 * super::listing::LINKS).count();
        500 + 2 * project.item(item).title.len() + fields + links * LINK
    };
    cut(super::listing::rows(project, document).map(weight), LISTED_ROWS, LISTED_BYTES)
}

/// The chapters of each volume of a document on one page, as places among the document's: all of them, but where that is
/// more than a browser shows at once. A chapter is never parted. There is always one volume.
fn volumes(project: &Project, document: DocumentKey) -> Vec<Range<usize>> {
    let weights = project.chapters_of(document).map(|chapter| weight_of(project, chapter));
    let mut volumes = cut(weights, usize::MAX, VOLUME_BYTES);
    if volumes.is_empty() {
        volumes.push(Range::default());
    }
    volumes
}

/// In which of some volumes the chapter at a place stands.
pub(super) fn volume_at(volumes: &[(String, Range<usize>)], place: usize) -> usize {
    volumes.partition_point(|(_, chapters)| chapters.end <= place)
}

/// Cuts things of these weights into parts of so many and so much at most, but of one at least.
fn cut(weights: impl Iterator<Item = usize>, most: usize, heaviest: usize) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut weight = 0;
    for (place, own) in weights.enumerate() {
        match parts.last_mut() {
            Some(part) if part.len() < most && weight + own <= heaviest => part.end = place + 1,
            _ => {
                parts.push(place..place + 1);
                weight = 0;
            }
        }
        weight += own;
    }
    parts
}

/// What a chapter weighs on a page that shows its text, in bytes, by a rough measure.
fn weight_of(project: &Project, key: ChapterKey) -> usize {
    const ITEM: usize = 700;
    let chapter = project.chapter(key);
    let traces = |item: ItemKey| project.traces_to(item).count() + project.traces_from(item).count();
    let items = project.items_of(key).map(|item| {
        let fields: usize = project.item(item).fields.iter().map(|field| 60 + weight_of_text(&field.fragment)).sum();
        ITEM + fields + LINK * traces(item)
    });
    items.sum::<usize>() + weight_of_blocks(chapter, &chapter.blocks)
}

fn weight_of_blocks(chapter: &Chapter, blocks: &[Block]) -> usize {
    let weight = |block: &Block| match block {
        Block::Heading(index) => 100 + weight_of_text(&chapter.headings[*index].fragment),
        Block::Prose(prose) => weight_of_text(&prose.fragment),
        Block::Item(index) => weight_of_blocks(chapter, &chapter.items[*index].blocks),
        Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).map(|cell| 20 + weight_of_text(cell)).sum(),
    };
    blocks.iter().map(weight).sum()
}

fn weight_of_text(text: &Fragment) -> usize {
    text.html.len() + LINK * text.holes.len()
}
