//! The next IDs of a document, after its own pattern.

use crate::edit::taken::{number, value};
use crate::model::{DocumentConfig, Item, Role};
use std::collections::{BTreeMap, HashMap, HashSet};

/// IDs are this far apart, so that others fit in between.
const STEP: u64 = 10;

/// How the IDs of one document go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    before: String,
    behind: String,
    /// Digits that a number is filled up to with zeros.
    width: usize,
    highest: u64,
    /// Whether the document writes its IDs between slashes.
    pub slashed: bool,
}

impl Series {
    /// The series of a document: after the first pattern of its settings, else after the family that most of its items are
    /// of, else after its role. `patterns` are those that its IDs are known by. `items` are the document's, each with the
    /// text before its ID.
    pub fn of(document: &DocumentConfig, patterns: &[&str], items: &[(&Item, &str)]) -> Self {
        let ids = || items.iter().map(|(item, _)| &*item.id);
        let written = document.ids.as_ref().and_then(|ids| ids.iter().find(|id| id.contains(['#', '*'])).cloned());
        let pattern = written
            .clone()
            .or_else(|| commonest(patterns, &ids()))
            .unwrap_or_else(|| default_pattern(document.role).to_owned());
        let core = pattern.trim().trim_matches(|c| matches!(c, '/' | '[' | ']' | '\\'));
        let (before, behind) = halves(core, ids(), document.role);
        let numbers: Vec<&str> = ids().filter_map(|id| number(id, &before)).collect();
        let padded =
            numbers.iter().filter(|number| number.len() > 1 && number.starts_with('0')).map(|number| number.len());
        let slashed = items.iter().filter(|(_, text)| text.ends_with('/')).count();
        Self {
            width: padded.max().unwrap_or(0),
            highest: numbers.iter().filter_map(|number| value(number)).max().unwrap_or(0),
            slashed: if items.is_empty() { pattern.trim().starts_with('/') } else { slashed * 2 > items.len() },
            before,
            behind,
        }
    }

    /// An ID of it.
    pub fn example(&self) -> String {
        self.id(STEP)
    }

    fn id(&self, number: u64) -> String {
        format!("{}{number:0width$}{}", self.before, self.behind, width = self.width)
    }
}

/// Counts on, document by document, past every number that occurs anywhere.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    /// Numbers that occur behind each start of IDs.
    used: HashMap<String, HashSet<u64>>,
    next: BTreeMap<String, u64>,
}

impl Counter {
    /// A counter of some series. `taken` are the numbers that occur behind a start of IDs.
    pub fn new<'s>(series: impl IntoIterator<Item = &'s Series>, taken: impl Fn(&str) -> HashSet<u64>) -> Self {
        let mut counter = Self::default();
        for series in series {
            let first = (series.highest / STEP + 1) * STEP;
            let next = counter.next.entry(series.before.clone()).or_insert(first);
            *next = first.max(*next);
            counter.used.entry(series.before.clone()).or_insert_with_key(|before| taken(before));
        }
        counter
    }

    /// The next free ID of a series.
    pub fn take(&mut self, series: &Series) -> String {
        let used = self.used.get(&series.before);
        let next = self.next.entry(series.before.clone()).or_insert(STEP);
        while used.is_some_and(|used| used.contains(next)) {
            *next += STEP;
        }
        let id = series.id(*next);
        *next += STEP;
        id
    }
}

/// The pattern that most IDs are of; the first among equals.
fn commonest<'i>(patterns: &[&str], ids: &(impl Iterator<Item = &'i str> + Clone)) -> Option<String> {
    let count = |pattern: &str| {
        let pattern = crate::model::IdPattern::new(pattern);
        ids.clone().filter(|id| pattern.as_ref().is_some_and(|pattern| pattern.matches(id) == Some(id.len()))).count()
    };
    let mut best: Option<(usize, &str)> = None;
    for pattern in patterns {
        let count = count(pattern);
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, pattern));
        }
    }
    best.map(|(_, pattern)| pattern.to_owned())
}

/// What stands before and behind the number that counts: the pattern's last `#`, else its last `*`. What other signs of it
/// stand for is as in the last ID, else a word of the document's role.
fn halves<'i>(pattern: &str, ids: impl Iterator<Item = &'i str>, role: Role) -> (String, String) {
    let Some(at) = pattern.rfind('#').or_else(|| pattern.rfind('*')) else {
        return (pattern.to_owned(), String::new());
    };
    let (before, behind) = (&pattern[..at], &pattern[at + 1..]);
    let is_plain = |half: &str| !half.contains(['#', '*']);
    if is_plain(before) && is_plain(behind) {
        return (before.to_owned(), behind.to_owned());
    }
    let known = crate::model::IdPattern::new(pattern);
    let last = ids.filter(|id| known.as_ref().is_some_and(|known| known.matches(id) == Some(id.len()))).last();
    // The number of `A-SYS-12` is the last one.
    let start = last.and_then(|id| {
        id.trim_end_matches(|c: char| c.is_ascii_lowercase()).rfind(|c: char| !(c.is_ascii_digit() || c == '.'))
    });
    if let (Some(id), Some(start), true) = (last, start, behind.is_empty()) {
        return (id[..=start].to_owned(), String::new());
    }
    let word = default_pattern(role).trim_end_matches(['-', '#']);
    let plain = |half: &str| half.replace('*', word).replace('#', "1");
    (plain(before), plain(behind))
}

/// What IDs look like where nothing says so.
const fn default_pattern(role: Role) -> &'static str {
    match role {
        Role::Survey => "IST-#",
        Role::Lastenheft => "LH-#",
        Role::Offers => "AN-#",
        Role::Pflichtenheft => "PH-#",
        Role::Acceptance => "AT-#",
        Role::Annex => "AX-#",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(ids: Option<&[&str]>) -> Series {
        let mut document = DocumentConfig::of_role("x", Role::Lastenheft);
        document.ids = ids.map(|ids| ids.iter().map(|&id| id.to_owned()).collect());
        Series::of(&document, &[], &[])
    }

    fn taken(series: &Series, numbers: &[u64], count: usize) -> Vec<String> {
        let mut counter = Counter::new([series], |_| numbers.iter().copied().collect());
        (0..count).map(|_| counter.take(series)).collect()
    }

    #[test]
    fn ids_follow_the_first_pattern_or_the_role() {
        assert_eq!(taken(&series(None), &[], 2), ["LH-10", "LH-20"]);
        assert_eq!(taken(&series(Some(&["/LF#/", "LD#"])), &[], 1), ["LF10"]);
        assert!(series(Some(&["/LF#/"])).slashed && !series(None).slashed);
        assert_eq!(taken(&series(Some(&["REQ-*-#"])), &[], 1), ["REQ-LH-10"]);
        assert_eq!(taken(&series(Some(&["F#-X"])), &[], 1), ["F10-X"]);
        assert_eq!(taken(&series(Some(&["F-*"])), &[], 1), ["F-10"]);
    }

    #[test]
    fn numbers_that_occur_are_not_used_again() {
        assert_eq!(taken(&series(None), &[10, 20, 30], 2), ["LH-40", "LH-50"]);
    }

    #[test]
    fn the_start_of_ids_with_names_is_the_last_ones() {
        let halves = |ids: &[&'static str]| halves("REQ-*-#", ids.iter().copied(), Role::Lastenheft);
        assert_eq!(halves(&["REQ-UI-1", "REQ-DB-2", "X-1"]), ("REQ-DB-".to_owned(), String::new()));
        assert_eq!(commonest(&["A-#", "B-#"], &["A-1", "B-1", "B-2"].into_iter()).as_deref(), Some("B-#"));
        assert_eq!(commonest(&["A-#", "B-#"], &["A-1", "B-2"].into_iter()).as_deref(), Some("A-#"));
    }
}
