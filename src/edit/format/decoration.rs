//! The decoration of IDs: in each document the form that most of its items have.

use super::Group;
use crate::model::{Chapter, Item, PlaceKind, Project};
use crate::source::{SourceFile, Sources};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// What stands around an ID: `**`, `**`, and a dash behind blanks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::edit) struct Form {
    pub left: String,
    pub right: String,
    pub dash: String,
}

/// Where IDs stand, as far as it limits how they may be decorated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::edit) enum Spot {
    Heading,
    Text,
    Cell,
}

/// The form of IDs in each document.
#[derive(Debug, Default)]
pub(super) struct Decorations {
    usual: HashMap<(Arc<str>, Spot), Form>,
}

/// Forms, each with how often it is there, in the order in which they came first.
type Counted = Vec<(Form, usize)>;

/// Marks that may stand before an ID, the longer first, and what closes each.
const MARKS: &[(&str, &str)] =
    &[("**", "**"), ("__", "__"), ("\\[", "\\]"), ("*", "*"), ("_", "_"), ("`", "`"), ("/", "/"), ("[", "]")];

impl Decorations {
    /// Counts the forms of all documents.
    pub fn of(project: &Project, sources: &Sources) -> Self {
        let files: HashMap<&str, &Arc<SourceFile>> = sources.files.iter().map(|file| (&*file.path, file)).collect();
        let mut counts: HashMap<(Arc<str>, Spot), Counted> = HashMap::new();
        for chapter in &project.chapters {
            let (Some(file), Some(document)) = (files.get(&*chapter.file), &chapter.document) else { continue };
            for (spot, _, form) in chapter.items.iter().filter_map(|item| found(&file.text, item)) {
                let forms = counts.entry((Arc::clone(document), spot)).or_default();
                match forms.iter_mut().find(|(known, _)| *known == form) {
                    Some((_, count)) => *count += 1,
                    None => forms.push((form, 1)),
                }
            }
        }
        let usual = counts.into_iter().filter_map(|(key, forms)| {
            // Of several that are as frequent, the first.
            let (form, _) = forms.into_iter().rev().max_by_key(|(_, count)| *count)?;
            Some((key, form))
        });
        Self { usual: usual.collect() }
    }

    /// A change for each item of a chapter that is decorated otherwise.
    pub fn groups(&self, file: &SourceFile, chapter: &Chapter, document: &Arc<str>) -> Vec<Group> {
        let text = &*file.text;
        let group = |item: &Item| {
            let (spot, range, form) = found(text, item)?;
            let usual = self.usual.get(&(Arc::clone(document), spot)).filter(|usual| **usual != form)?;
            let is_last =
                text[range.end..].chars().find(|c| !matches!(c, ' ' | '\t')).is_none_or(|c| matches!(c, '\n' | '\r'));
            let dash = if is_last { "" } else { &usual.dash };
            let new = format!("{}{}{}{dash}", usual.left, item.id, usual.right);
            (text[range.clone()] != new).then(|| vec![(range, new)])
        };
        chapter.items.iter().filter_map(group).collect()
    }
}

/// Where an item's ID stands with its decoration, and what that is; none where it is part of a longer bold text.
pub(in crate::edit) fn found(text: &str, item: &Item) -> Option<(Spot, Range<usize>, Form)> {
    let spot = match item.kind {
        PlaceKind::Heading => Spot::Heading,
        PlaceKind::List | PlaceKind::Paragraph => Spot::Text,
        PlaceKind::Table => Spot::Cell,
        PlaceKind::Anchor => return None,
    };
    let id = item.place.range();
    if text.get(id.clone()) != Some(&*item.id) {
        return None;
    }
    let before = text[..id.start].trim_end_matches(['*', '_', '`', '/', '[', '\\']);
    let left = &text[before.len()..id.start];
    let behind = &text[id.end..];
    let rest = behind.trim_start_matches(['*', '_', '`', '/', ']', '\\', ':', '.']);
    let right = &behind[..behind.len() - rest.len()];
    let is_alone = before.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '|' | '>'))
        && rest.chars().next().is_none_or(|c| c.is_whitespace() || c == '|');
    if !is_alone || right.replace([':', '.'], "") != closing(left)? {
        return None;
    }
    let dash = if spot == Spot::Cell { "" } else { dash(rest) };
    let end = id.end + right.len() + dash.len();
    let form = Form { left: left.to_owned(), right: right.to_owned(), dash: dash.to_owned() };
    Some((spot, before.len()..end, form))
}

/// What closes the marks before an ID.
fn closing(left: &str) -> Option<String> {
    let (mut rest, mut closing) = (left, String::new());
    while !rest.is_empty() {
        let (open, close) = MARKS.iter().find(|(open, _)| rest.starts_with(open))?;
        closing.insert_str(0, close);
        rest = &rest[open.len()..];
    }
    Some(closing)
}

/// A dash between blanks at the start of a text, without the blank behind it.
fn dash(text: &str) -> &str {
    let is_dash = |dash: &&&str| text.strip_prefix(**dash).is_some_and(|rest| rest.starts_with(' '));
    [" –", " —", " -"].iter().find(is_dash).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_closed_in_turn() {
        assert_eq!(closing("**/").as_deref(), Some("/**"));
        assert_eq!(closing("\\[").as_deref(), Some("\\]"));
        assert_eq!(closing("x"), None);
        assert_eq!((dash(" – a"), dash(" -a"), dash("")), (" –", "", ""));
    }
}
