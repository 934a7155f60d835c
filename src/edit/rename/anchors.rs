//! Links to places whose name changes with the ID: a heading is called like its text.

use super::Changes;
use super::places::in_case_of;
use super::subject::Subject;
use crate::link::Addresses;
use crate::model::{Anchor, ChapterKey, Destination, Project};
use crate::parse::{Piece, PieceKind, pieces};
use crate::source::{SourceFile, Sources};
use percent_encoding::percent_decode_str;
use std::collections::HashMap;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// Follows the links into chapters whose anchors are called otherwise once the other changes are made.
pub(super) fn follow(subject: &Subject<'_>, sources: &Sources, halfway: &Sources, changes: &mut Changes) {
    let before = subject.project;
    let after = crate::load::assemble(halfway);
    // A project of other chapters is refused anyway.
    if after.chapters.len() != before.chapters.len() {
        return;
    }
    let files: HashMap<&str, &Arc<SourceFile>> = sources.files.iter().map(|file| (&*file.path, file)).collect();
    let addresses = Addresses::new(before);
    for (number, chapter) in before.chapters.iter().enumerate() {
        let Some(file) = files.get(&*chapter.file) else { continue };
        // Not only what a page shows: the forge shows the links in fields too.
        for piece in pieces(file).iter().filter(|piece| piece.kind == PieceKind::Address && piece.text().contains('#'))
        {
            let destination = addresses.destination(ChapterKey(number as u32), piece.text());
            if let Some(name) = new_name(before, &after, piece.text(), &destination) {
                rewrite(subject, file, piece, &name, changes);
            }
        }
    }
}

/// What the place is called afterwards that a link leads to; none where the link still leads there as it is.
fn new_name(before: &Project, after: &Project, address: &str, destination: &Destination) -> Option<Arc<str>> {
    let Destination::Chapter(ChapterKey(chapter), Some(_)) = destination else { return None };
    let (old, new) = (&before.chapters[*chapter as usize].anchors, &after.chapters[*chapter as usize].anchors);
    let wanted = address.split_once('#').map(|(_, name)| decoded(name))?;
    let index = position(old, &wanted)?;
    let is_same = position(new, &wanted) == Some(index);
    new.get(index).filter(|_| !is_same && old.len() == new.len()).map(|anchor| Arc::clone(&anchor.name))
}

/// The anchor that a link's fragment means, as linking finds it.
fn position(anchors: &[Anchor], wanted: &str) -> Option<usize> {
    let exact = anchors.iter().position(|anchor| *anchor.name == *wanted);
    let lower = wanted.to_lowercase();
    exact.or_else(|| anchors.iter().position(|anchor| anchor.name.to_lowercase() == lower))
}

fn decoded(fragment: &str) -> String {
    percent_decode_str(fragment).decode_utf8_lossy().nfc().collect()
}

/// Writes another fragment behind the first `#` of an address.
fn rewrite(subject: &Subject<'_>, file: &SourceFile, piece: &Piece, name: &str, changes: &mut Changes) {
    let text = &file.text[piece.range.clone()];
    let Some(at) = text.find('#').map(|at| at + 1) else { return };
    let fragment = text[at..].split([' ', '\t', '\n', '\r', ')', '>', '"']).next().unwrap_or_default();
    let in_case = in_case_of(fragment, &subject.old, name);
    let name = in_case.unwrap_or_else(|| name.replace(' ', "%20"));
    let start = piece.range.start + at;
    changes.put(&file.path, start..start + fragment.len(), name);
}
