//! IDs that items had before: `[moved.<document>]`, from the old one to the one of today.

use super::read::{Entry, Reader};
use super::{Config, fold};
use crate::diag::Place;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// An ID that an item had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The document that the item stands in, by its key.
    pub document: Arc<str>,
    /// The ID that it had.
    pub old: Arc<str>,
    /// The ID that it got, which may have become another since.
    pub new: Arc<str>,
    /// Where that is written.
    pub place: Place,
}

impl Config {
    /// The ID that an old one of a document has become: over as many renamings as there were, or up to the first that
    /// `is_item` says an item has today. None where it never was renamed.
    pub fn moved_to(&self, document: &str, old: &str, is_item: impl Fn(&str) -> bool) -> Option<&Arc<str>> {
        let next = |id: &str| self.moved.iter().find(|moved| *moved.document == *document && *moved.old == *id);
        last(next(old)?, |moved| next(&moved.new), |moved| is_item(&moved.new))
    }

    /// Every old ID with the one that it has become in the end, in the order of the settings. `is_item` says whether an
    /// item of a document has an ID today.
    pub fn all_moved(&self, is_item: impl Fn(&str, &str) -> bool) -> Vec<(&Moved, &Arc<str>)> {
        let mut by_old: HashMap<(&str, &str), &Moved> = HashMap::with_capacity(self.moved.len());
        for moved in &self.moved {
            by_old.entry((&moved.document, &moved.old)).or_insert(moved);
        }
        let next = |moved: &Moved| by_old.get(&(&*moved.document, &*moved.new)).copied();
        let is_end = |moved: &Moved| is_item(&moved.document, &moved.new);
        self.moved.iter().filter_map(|moved| Some((moved, last(moved, next, is_end)?))).collect()
    }
}

/// The ID at the end of a chain of renamings; none where it closes in a circle, which leads nowhere.
fn last<'m>(
    first: &'m Moved,
    next: impl Fn(&'m Moved) -> Option<&'m Moved>,
    is_end: impl Fn(&Moved) -> bool,
) -> Option<&'m Arc<str>> {
    let (mut moved, mut seen) = (first, HashSet::from([&*first.old]));
    loop {
        if is_end(moved) {
            return Some(&moved.new);
        }
        if !seen.insert(&*moved.new) {
            return None;
        }
        match next(moved) {
            Some(further) => moved = further,
            None => return Some(&moved.new),
        }
    }
}

impl Reader<'_> {
    /// Reads `[moved]`: a table for each document, in it the old IDs with the new ones.
    pub(super) fn moved(&mut self, entry: &Entry<'_>, config: &mut Config) {
        self.each(entry, |reader, document| {
            let key: Arc<str> = Arc::from(document.key);
            reader.named(document, std::slice::from_ref(&key));
            reader.each(document, |reader, entry| {
                if let Some(new) = reader.string(entry).filter(|new| !fold(new).is_empty()) {
                    let place = reader.place(entry.key_range.start..entry.range.end);
                    let (document, old, new) = (Arc::clone(&key), Arc::from(entry.key), Arc::from(new));
                    config.moved.push(Moved { document, old, new, place });
                }
            });
        });
        self.partners(config);
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn chains_are_followed_and_circles_end() {
        let text = "[moved.lastenheft]\nLH-1 = \"LH-2\"\nLH-2 = \"LH-3\"\nLH-7 = \"LH-8\"\nLH-8 = \"LH-7\"\n";
        let (config, diagnostics) = parse(text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let to = |id| config.moved_to("lastenheft", id, |_| false).map(|new| &**new);
        assert_eq!((to("LH-1"), to("LH-2"), to("LH-3")), (Some("LH-3"), Some("LH-3"), None));
        assert_eq!((to("LH-7"), config.moved_to("pflichtenheft", "LH-1", |_| false)), (None, None));
        let all = |taken: &str| {
            let all = config.all_moved(|_, id| id == taken).into_iter();
            all.map(|(moved, new)| format!("{} {new}", moved.old)).collect::<Vec<String>>()
        };
        assert_eq!(all(""), ["LH-1 LH-3", "LH-2 LH-3"]);
        assert_eq!(all("LH-2"), ["LH-1 LH-2", "LH-2 LH-3"]);
    }

    #[test]
    fn a_document_that_is_not_there_is_said() {
        let (config, diagnostics) = parse("[moved.lastenhaft]\nLH-1 = \"LH-2\"\n\n[moved]\nx = 1\n");
        assert_eq!(diagnostics[0].code, "config-invalid");
        assert!(config.moved.len() <= 1);
    }
}
