//! Which findings belong to what changed between two states of a project.
//!
//! A finding belongs to the change where it
//!
//! - was not there before, wherever it stands: taking a realisation out of the Pflichtenheft opens an item of the
//!   Lastenheft, on a line that nobody touched;
//! - marks a line that is new or edited;
//! - concerns an item whose own text is another, or, where it speaks of coverage, one that other traces lead to.
//!
//! So text that only moved, and findings that were there before, stay silent.

use crate::diag::{Diagnostic, Severity, Texts, key};
use crate::model::{ItemKey, Origin, Project};
use std::collections::{BTreeMap, HashMap};

/// A project with what was found in it.
#[derive(Clone, Copy)]
pub struct State<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its findings.
    pub findings: &'a [Diagnostic],
    /// Its texts.
    pub texts: &'a dyn Texts,
}

/// The checks whose findings speak of an item's coverage, so that they belong to a change of what leads to it.
const OF_COVERAGE: [&str; 6] = [
    "muss-open",
    "muss-partial",
    "wunsch-open",
    "excluded-without-reason",
    "boundary-realised",
    "contradictory-answer",
];

/// For each finding of `now`, whether it belongs to what changed since `then`. `renamed` has the paths of renamed files, by
/// the path of now that of then.
pub fn since(now: State<'_>, then: State<'_>, renamed: &BTreeMap<String, String>) -> Vec<bool> {
    let mut change =
        Change { now, then, renamed, items: [index(now.project), index(then.project)], lines: HashMap::new() };
    let mut belongs: Vec<bool> = now.findings.iter().map(|finding| change.touches(finding)).collect();
    change.add_new(&mut belongs);
    belongs
}

/// Items by document and ID; of two with the same, the first.
type Items<'a> = HashMap<(&'a str, &'a str), ItemKey>;

fn index(project: &Project) -> Items<'_> {
    let mut items = HashMap::new();
    for document in project.document_keys() {
        for item in project.items_of_document(document) {
            items.entry((&*project.document(document).config.key, &*project.item(item).id)).or_insert(item);
        }
    }
    items
}

struct Change<'a> {
    now: State<'a>,
    then: State<'a>,
    renamed: &'a BTreeMap<String, String>,
    items: [Items<'a>; 2],
    /// By file, which of its lines are new or edited; the first has the number 0.
    lines: HashMap<&'a str, Vec<bool>>,
}

impl<'a> Change<'a> {
    /// The path that a file of now had then.
    fn before(&self, file: &'a str) -> &'a str {
        self.renamed.get(file).map_or(file, String::as_str)
    }

    fn touches(&mut self, finding: &'a Diagnostic) -> bool {
        if self.on_changed_lines(finding) {
            return true;
        }
        let Some((document, id)) = &finding.item else { return false };
        let [now, then] = &self.items;
        let (Some(now), Some(then)) = (now.get(&(&**document, &**id)), then.get(&(&**document, &**id))) else {
            // An item that was not there has its findings as new ones.
            return false;
        };
        let is_retraced = OF_COVERAGE.contains(&finding.code)
            && leading_to(self.now.project, *now) != leading_to(self.then.project, *then);
        is_retraced || !same_words(own_text(self.now, *now), own_text(self.then, *then))
    }

    fn on_changed_lines(&mut self, finding: &'a Diagnostic) -> bool {
        let place = &finding.place;
        let file: &'a str = &place.file;
        let Some(text) = self.now.texts.text(file) else { return false };
        let before = self.before(file);
        let then = self.then;
        let changed = self.lines.entry(file).or_insert_with(|| changed_lines(then.texts.text(before), text));
        let first = place.line as usize - 1;
        // A place that ends with a line's end does not reach into the next.
        let marked = text.get(place.range()).unwrap_or_default().trim_end();
        let last = first + lines(marked).len() - 1;
        changed.iter().skip(first).take(last - first + 1).any(|is_changed| *is_changed)
    }

    /// Adds as many findings of each key as there are more than then. Of several with one key, the last are taken for new.
    fn add_new(&self, belongs: &mut [bool]) {
        let mut left: HashMap<(String, Severity), usize> = HashMap::new();
        for finding in self.then.findings {
            let key = key::key(finding, &finding.place.file, self.then.texts);
            *left.entry((key, finding.severity)).or_default() += 1;
        }
        let mut same: HashMap<(String, Severity), Vec<usize>> = HashMap::new();
        for (at, finding) in self.now.findings.iter().enumerate() {
            let key = key::key(finding, self.before(&finding.place.file), self.now.texts);
            same.entry((key, finding.severity)).or_default().push(at);
        }
        for (key, all) in same {
            let known = left.get(&key).copied().unwrap_or(0);
            let new = all.len().saturating_sub(known);
            let marked = all.iter().filter(|at| belongs[**at]).count();
            let unmarked: Vec<usize> = all.into_iter().filter(|at| !belongs[*at]).collect();
            for at in unmarked.into_iter().rev().take(new.saturating_sub(marked)) {
                belongs[at] = true;
            }
        }
    }
}

/// The lines of a text, without what ends them: LF, CRLF or a lone CR.
fn lines(text: &str) -> Vec<&str> {
    let of_line = |line| str::split(str::strip_suffix(line, '\r').unwrap_or(line), '\r');
    text.split('\n').flat_map(of_line).collect()
}

/// Which lines of a text are new or edited. How lines end is no part of them.
fn changed_lines(before: Option<&str>, now: &str) -> Vec<bool> {
    let now = lines(now);
    let Some(before) = before.map(lines) else { return vec![true; now.len()] };
    let mut changed = vec![false; now.len()];
    if before != now {
        for operation in similar::capture_diff_slices(similar::Algorithm::Myers, &before, &now) {
            if operation.tag() != similar::DiffTag::Equal {
                changed[operation.new_range()].fill(true);
            }
        }
    }
    changed
}

/// The text that is an item's own: from its line to the line of the next item, or of the heading that ends it.
fn own_text(state: State<'_>, key: ItemKey) -> &str {
    let (project, item) = (state.project, state.project.item(key));
    let (chapter, index) = project.slots[key.0 as usize];
    let chapter = project.chapter(chapter);
    let Some(text) = state.texts.text(&item.place.file) else { return "" };
    let start = item.place.start;
    let next = chapter.items.get(index as usize + 1).map(|next| next.place.start);
    let behind = chapter.headings.partition_point(|heading| heading.place.start <= start);
    let ends = |level: u8| item.level.is_none_or(|own| level <= own);
    let heading = chapter.headings[behind..].iter().find(|heading| ends(heading.level));
    let end = next.into_iter().chain(heading.map(|heading| heading.place.start)).min();
    let line_of = |at: u32| {
        let at = text.floor_char_boundary(at as usize);
        text[..at].rfind(['\n', '\r']).map_or(0, |line_end| line_end + 1)
    };
    let from = line_of(start);
    let to = end.map_or(text.len(), |end| line_of(end).max(from));
    &text[from..to]
}

fn same_words(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// What leads to an item: kinds, verdicts, and from where.
fn leading_to(project: &Project, item: ItemKey) -> Vec<(&'static str, &'static str, String)> {
    let from = |origin| match origin {
        Origin::Item(from) => {
            format!("{}:{}", project.document(project.document_of(from)).config.key, project.item(from).id)
        }
        Origin::Answer(answer) => project.chapter(answer.0).document.as_deref().unwrap_or_default().to_owned(),
    };
    let mut leading: Vec<_> =
        project.traces_to(item).map(|trace| (trace.kind.key(), trace.verdict.key(), from(trace.from))).collect();
    leading.sort();
    leading
}
