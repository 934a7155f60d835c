//! One layout for all: tables in line, fields by one name, IDs decorated alike. Nothing that a text means changes.
//!
//! `tables`, `fields` and `decoration` propose changes, each a [`Group`] that only makes sense as a whole. A file is parsed
//! with them and compared by `meaning`; a group that would change what the file says is left out.

mod decoration;
mod fields;
mod meaning;
mod tables;

pub(super) use decoration::found as decoration_of;
pub(super) use tables::split as cells_of;

use super::Edits;
use super::left::untouchable;
use crate::model::{ChapterKey, Project};
use crate::parse::{Context, layout, parse};
use crate::source::{SourceFile, Sources};
use decoration::Decorations;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Changes that only make sense together.
type Group = Vec<(Range<usize>, String)>;

/// How often a file is gone over: what is left out at first may be right once the rest is done.
const ROUNDS: usize = 4;

/// Lays out files: their tables, fields and IDs. Others are looked at, since the form of an ID is a document's. Files
/// that are laid out already, or that no chapter is made of, do not change.
pub fn format(sources: &Sources, project: &Project, files: &BTreeSet<Arc<str>>) -> Edits {
    let (mut edits, is_same) = laid_out(sources, project, files, Ids::AlikeInDocument);
    if !is_same {
        // Without settings the IDs that are decorated say which there are.
        edits = laid_out(sources, project, files, Ids::AsTheyAre).0;
    }
    edits
}

/// Whether IDs are decorated alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ids {
    AlikeInDocument,
    AsTheyAre,
}

/// The changes, and whether the project as a whole stays what it is.
fn laid_out(sources: &Sources, project: &Project, files: &BTreeSet<Arc<str>>, ids: Ids) -> (Edits, bool) {
    let decorations = match ids {
        Ids::AlikeInDocument => Decorations::of(project, sources),
        Ids::AsTheyAre => Decorations::default(),
    };
    let chapters: HashMap<&str, ChapterKey> =
        project.chapters.iter().zip(0..).map(|(chapter, number)| (&*chapter.file, ChapterKey(number))).collect();
    let is_chosen = |file: &&Arc<SourceFile>| files.contains(&file.path) && untouchable(file).is_none();
    let chosen: Vec<&Arc<SourceFile>> = sources.files.iter().filter(is_chosen).collect();
    let changed: Vec<(&Arc<SourceFile>, String)> = chosen
        .into_par_iter()
        .filter_map(|file| {
            let chapter = chapters.get(&*file.path)?;
            let text = Formatter::new(project, *chapter, &decorations).file(file);
            (*text != *file.text).then_some((file, text))
        })
        .collect();
    let (mut edits, mut after) = (Edits::default(), sources.clone());
    for (file, text) in changed {
        edits.replace(&file.path, 0..file.text.len(), text.clone());
        after.put(Arc::new(SourceFile::new(&file.path, text)));
    }
    let after = crate::load::assemble(&after);
    let is_same = after.grammar == project.grammar && meaning::is_same_project(project, &after);
    (edits, is_same)
}

/// Lays out one file.
struct Formatter<'p> {
    project: &'p Project,
    decorations: &'p Decorations,
    context: Context<'p>,
    document: Option<Arc<str>>,
}

impl<'p> Formatter<'p> {
    fn new(project: &'p Project, chapter: ChapterKey, decorations: &'p Decorations) -> Self {
        let document = project.document_of_chapter(chapter).map(|key| &project.document(key).config);
        let context =
            Context { config: &project.config, grammar: &project.grammar, terms: &project.vocabulary, document };
        Self { project, decorations, context, document: document.map(|document| Arc::clone(&document.key)) }
    }

    fn file(&self, file: &SourceFile) -> String {
        let mut text = file.text.to_string();
        let mut failed = HashSet::new();
        for _ in 0..ROUNDS {
            let next = self.once(&SourceFile::new(&file.path, text.as_str()), &mut failed);
            if next == text {
                break;
            }
            text = next;
        }
        text
    }

    fn once(&self, file: &SourceFile, failed: &mut HashSet<Wording>) -> String {
        let chapter = parse(file, self.context);
        let layout = layout(file);
        let mut groups = tables::groups(file, &layout);
        groups.extend(fields::groups(file, &layout, &chapter, &self.project.config));
        if let Some(document) = &self.document {
            groups.extend(self.decorations.groups(file, &chapter, document));
        }
        groups.retain(|group| !group.is_empty() && !failed.contains(&wording(file, group)));
        groups.sort_by_key(|group| group.iter().map(|(range, _)| range.start).min());
        if groups.is_empty() {
            return file.text.to_string();
        }
        let before = meaning::of(&chapter);
        let is_same = |groups: &[&Group]| {
            let after = SourceFile::new(&file.path, with(&file.text, groups));
            meaning::of(&parse(&after, self.context)) == before
        };
        let all: Vec<&Group> = groups.iter().collect();
        let kept = kept(&all, &is_same);
        let known: HashSet<*const Group> = kept.iter().map(|group| std::ptr::from_ref(*group)).collect();
        let is_kept = |group: &&Group| known.contains(&std::ptr::from_ref(*group));
        failed.extend(groups.iter().filter(|group| !is_kept(group)).map(|group| wording(file, group)));
        with(&file.text, &kept)
    }
}

/// What a group would put in the place of what, wherever that stands.
type Wording = Vec<(String, String)>;

fn wording(file: &SourceFile, group: &Group) -> Wording {
    group.iter().map(|(range, new)| (file.text[range.clone()].to_owned(), new.clone())).collect()
}

/// Those of some groups with which a file means the same.
fn kept<'g>(groups: &[&'g Group], is_same: &impl Fn(&[&Group]) -> bool) -> Vec<&'g Group> {
    if groups.is_empty() || is_same(groups) {
        return groups.to_vec();
    }
    if groups.len() == 1 {
        return Vec::new();
    }
    let (one, other) = groups.split_at(groups.len() / 2);
    let (one, other) = (kept(one, is_same), kept(other, is_same));
    let both: Vec<&Group> = one.iter().chain(&other).copied().collect();
    if is_same(&both) { both } else { one }
}

/// A text with some groups of changes. What overlaps an earlier change is left out.
fn with(text: &str, groups: &[&Group]) -> String {
    let mut changes: Vec<&(Range<usize>, String)> = groups.iter().copied().flatten().collect();
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut after, mut from) = (String::with_capacity(text.len()), 0);
    for (range, new) in changes.into_iter().filter(|(range, _)| range.start <= range.end) {
        if range.start < from {
            continue;
        }
        after.push_str(&text[from..range.start]);
        after.push_str(new);
        from = range.end;
    }
    after.push_str(&text[from..]);
    after
}

/// The line around an offset, without its end.
pub(super) fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    start..end
}
