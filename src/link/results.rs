//! Which items the cases of a report decide about: those whose IDs stand in the case's name, class or properties.
//!
//! An ID counts in three spellings:
//!
//! - as it is: `AT-110: opens the file`, in any place;
//! - in capitals, with other separators or none: `test_AT_110_file`, `testAT110`, in any place;
//! - in any case at the start of a name, or behind `test` there: `at_110_file`, `test_at_110`, `module::at_110`, `TestAt110`.
//!
//! In small letters elsewhere it would be a word too often: `meeting_at_10` speaks of no AT-10. An ID without letters is one
//! only as the whole value of a property.

use super::index::Index;
use crate::diag::{Diagnostic, Severity, Text};
use crate::model::{ByItem, CaseKey, DocumentKey, Grammar, IdPattern, ItemKey, Project, Spelled, TestCase, TestReport};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Gives each item its cases, and says which IDs of cases no item has.
pub(super) fn match_up(project: &mut Project, index: &Index<'_>, reports: Vec<(Arc<str>, Arc<TestReport>)>) {
    let mut evidence = Vec::new();
    let mut diagnostics = Vec::new();
    let mut finder: Option<(DocumentKey, Finder<'_>)> = None;
    let mut seen = HashSet::new();
    for (number, (document, report)) in (0..).zip(&reports) {
        if seen.insert(&report.file) {
            diagnostics.extend(report.diagnostics.iter().cloned());
        }
        let Some(document) = project.document_named(document) else { continue };
        let (_, finder) = match &mut finder {
            Some(known) if known.0 == document => known,
            other => other.insert((document, Finder::new(project, index, document))),
        };
        let mut unknown = BTreeMap::new();
        for (case, at) in report.cases.iter().zip(0..) {
            let found = finder.of_case(case);
            evidence.extend(found.items.into_iter().map(|item| (item, CaseKey(number, at))));
            for (id, spelled) in found.unknown {
                unknown.entry(id).or_insert((spelled, 0)).1 += 1;
            }
        }
        diagnostics
            .extend(unknown.iter().map(|(id, (spelled, cases))| unmatched(project, document, id, spelled, *cases)));
    }
    project.evidence = ByItem::new(project.slots.len(), evidence.into_iter());
    project.reports = reports.into_iter().map(|(_, report)| report).collect();
    project.diagnostics.extend(diagnostics);
}

fn unmatched(project: &Project, document: DocumentKey, id: &str, spelled: &Spelled, cases: u32) -> Diagnostic {
    let title = &project.document(document).title;
    let [de, en] = match cases {
        1 => [String::new(), String::new()],
        2 => [" Ein weiterer Fall nennt ihn auch.".to_owned(), "; another case names it too".to_owned()],
        _ => [
            format!(" {} weitere Fälle nennen ihn auch.", cases - 1),
            format!("; {} more cases name it too", cases - 1),
        ],
    };
    let message = Text::new(
        format!("Der Testfall nennt „{id}“; ein Item mit dieser ID hat „{title}“ nicht.{de}"),
        format!("the test case names \"{id}\", and no item of \"{title}\" has that ID{en}"),
    );
    let hint = Text::new(
        "Den Namen des Testfalls berichtigen, oder das Item ins Abnahmedokument aufnehmen; bis dahin zählt das Ergebnis nicht.",
        "Correct the test case's name, or add the item to the acceptance document; until then the result does not count.",
    );
    Diagnostic::new("junit-unmatched", Severity::Warning, spelled.place.clone(), message).hint(hint)
}

/// What a case names.
#[derive(Default)]
struct Found<'c> {
    items: Vec<ItemKey>,
    /// IDs that look like the document's and are none, with the text that they stand in.
    unknown: Vec<(String, &'c Spelled)>,
}

/// Finds the IDs of a document in names of tests.
struct Finder<'p> {
    key: Arc<str>,
    document: DocumentKey,
    grammar: Arc<Grammar>,
    index: &'p Index<'p>,
    /// Items by the words of their IDs, joined by dashes.
    by_words: HashMap<String, ItemKey>,
    /// The words that IDs start with.
    firsts: HashSet<String>,
    /// The most words of an ID.
    longest: usize,
    /// The words before the digits of patterns such as `AT-#`.
    families: Vec<Vec<String>>,
}

/// Words that a tool asks for before the name of a test.
const PREFIXES: [&str; 7] = ["test", "tests", "testcase", "case", "spec", "it", "should"];

impl<'p> Finder<'p> {
    fn new(project: &Project, index: &'p Index<'p>, document: DocumentKey) -> Self {
        let key = Arc::clone(&project.document(document).config.key);
        let grammar = Arc::clone(&project.grammar);
        let (mut by_words, mut firsts, mut longest) = (HashMap::new(), HashSet::new(), 0);
        for item in project.items_of_document(document) {
            let id = &project.item(item).id;
            let words = words(id);
            // A second item of the same ID is a mistake, and the first one is meant.
            if has_letters(id) && index.get(document, id) == Some(item) {
                longest = longest.max(words.len());
                by_words.entry(joined(&words)).or_insert(item);
                firsts.extend(words.into_iter().next().map(|word| word.folded));
            }
        }
        let patterns = grammar.documents().iter().filter(|it| it.document == key).flat_map(|it| &it.patterns);
        let families = patterns.filter_map(IdPattern::prefix).map(words);
        let families = families.map(|words| words.into_iter().map(|word| word.folded).collect()).collect();
        Self { key, document, grammar: Arc::clone(&grammar), index, by_words, firsts, longest, families }
    }

    fn of_case<'c>(&self, case: &'c TestCase) -> Found<'c> {
        let mut found = Found::default();
        self.of_text(&case.name, &mut found);
        case.class.iter().for_each(|class| self.of_text(class, &mut found));
        for property in &case.properties {
            match self.index.get(self.document, property.text.trim()) {
                Some(item) => found.items.push(item),
                None => self.of_text(property, &mut found),
            }
        }
        found.items.sort_unstable();
        found.items.dedup();
        found.unknown.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        found.unknown.dedup_by(|a, b| a.0 == b.0);
        found
    }

    fn of_text<'c>(&self, spelled: &'c Spelled, found: &mut Found<'c>) {
        let text = &*spelled.text;
        let exact: Vec<Range<usize>> = self
            .grammar
            .find(text)
            .filter(|range| {
                let id = &text[range.clone()];
                has_letters(id) && self.grammar.own_id(&self.key, id) == Some(id.len())
            })
            .collect();
        for range in &exact {
            let id = &text[range.clone()];
            match self.index.get(self.document, id) {
                Some(item) => found.items.push(item),
                None => found.unknown.push((id.to_owned(), spelled)),
            }
        }
        let words = words(text);
        let mut at = 0;
        while at < words.len() {
            let start = words[at].range.start;
            if let Some(range) = exact.iter().find(|range| range.contains(&start)) {
                at += words[at..].iter().take_while(|word| word.range.start < range.end).count();
                continue;
            }
            at += self.loosely(spelled, &words, at, found).max(1);
        }
    }

    /// An ID that starts with a word in another spelling; how many words it has.
    fn loosely<'c>(&self, spelled: &'c Spelled, words: &[Word], at: usize, found: &mut Found<'c>) -> usize {
        let text = &*spelled.text;
        let is_first = self.firsts.contains(&words[at].folded);
        // The longest first, so that `AT-110.1` is not taken for `AT-110`.
        for end in (at + 1..=words.len().min(at + self.longest)).rev().filter(|_| is_first) {
            let Some(item) = self.by_words.get(&joined(&words[at..end])) else { continue };
            if spells(text, words, at..end) && !goes_on(text, words, end) {
                found.items.push(*item);
                return end - at;
            }
        }
        for family in &self.families {
            let length = family.len() + 1;
            let is_number = words.get(at + family.len()).is_some_and(|word| word.is_number());
            let end = at + family.len();
            let is_same = || words[at..end].iter().map(|word| &word.folded).eq(family);
            if is_number && is_same() && spells(text, words, at..end) {
                let letter = usize::from(goes_on(text, words, at + length));
                let end = words[at + length - 1 + letter].range.end;
                // What lies between a prefix and its number is checked here, since the family ends before it.
                if is_separator(&text[words[at + family.len() - 1].range.end..words[at + family.len()].range.start]) {
                    found.unknown.push((text[words[at].range.start..end].to_owned(), spelled));
                    return length + letter;
                }
            }
        }
        0
    }
}

/// Whether some words may be an ID: nothing but separators lies between them, and their letters are capitals, or they stand
/// where IDs do.
fn spells(text: &str, words: &[Word], range: Range<usize>) -> bool {
    let own = &words[range.clone()];
    let is_joined = own.windows(2).all(|pair| is_separator(&text[pair[0].range.end..pair[1].range.start]));
    is_joined && (own.iter().all(|word| word.is_capital) || starts(text, words, range.start))
}

/// Whether a word stands first in a name, but for words that tools ask for.
fn starts(text: &str, words: &[Word], at: usize) -> bool {
    let begins = |start: usize| {
        text[..start]
            .chars()
            .next_back()
            .is_none_or(|c| matches!(c, '.' | ':' | '/' | '\\' | '$' | '#' | ',' | ';' | '|' | '('))
            || text[..start].trim_end().ends_with([',', ';', '|', ':'])
    };
    begins(words[at].range.start)
        || at > 0 && PREFIXES.contains(&&*words[at - 1].folded) && begins(words[at - 1].range.start)
}

/// Whether a single letter follows on digits without anything between them, so that they are another ID: `110a`.
fn goes_on(text: &str, words: &[Word], next: usize) -> bool {
    let (Some(before), Some(word)) = (words.get(next - 1), words.get(next)) else { return false };
    before.is_number() && before.range.end == word.range.start && text[word.range.clone()].chars().count() == 1
}

/// The words of an ID as a key.
fn joined(words: &[Word]) -> String {
    words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join("-")
}

fn is_separator(between: &str) -> bool {
    matches!(between, "" | "-" | "_" | "." | " ")
}

fn has_letters(id: &str) -> bool {
    id.contains(char::is_alphabetic)
}

/// A word of a name: letters, or digits.
struct Word {
    range: Range<usize>,
    folded: String,
    /// Whether it has no small letter.
    is_capital: bool,
}

impl Word {
    fn is_number(&self) -> bool {
        self.folded.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Takes a name apart: `testAT110_file` is test, AT, 110, file.
fn words(text: &str) -> Vec<Word> {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        None,
        Digit,
        Small,
        Capital,
    }
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => Kind::Digit,
        c if c.is_uppercase() => Kind::Capital,
        c if c.is_alphanumeric() => Kind::Small,
        _ => Kind::None,
    };
    let mut words: Vec<Word> = Vec::new();
    let mut before = Kind::None;
    for (at, c) in text.char_indices() {
        let now = kind(c);
        let goes_on = now == before || (before, now) == (Kind::Capital, Kind::Small);
        match words.last_mut() {
            _ if now == Kind::None => {}
            Some(word) if goes_on => {
                word.range.end = at + c.len_utf8();
                word.folded.extend(c.to_lowercase());
                word.is_capital &= now != Kind::Small;
            }
            _ => words.push(Word {
                range: at..at + c.len_utf8(),
                folded: c.to_lowercase().collect(),
                is_capital: now != Kind::Small,
            }),
        }
        before = now;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_are_taken_apart() {
        let of = |text: &str| words(text).into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ");
        assert_eq!(of("testAT110_Kundenakte"), "test at 110 kundenakte");
        assert_eq!(of("at_110.2-größe"), "at 110 2 größe");
        assert_eq!(of("TestAt110Ä"), "test at 110 ä");
        assert_eq!(of(" -- "), "");
    }
}
