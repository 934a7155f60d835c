//! Finding the terms of the glossary in a text.

use super::inflection::{Spot, forms};
use crate::diag::Language;
use std::collections::HashMap;
use std::ops::Range;

/// The terms of all glossaries, by the words that they are written with: what a chapter's text is searched for.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// What they were made from: each term's spellings.
    names: Vec<Vec<String>>,
    language: Language,
    spellings: Vec<Spelling>,
    /// Spellings by every form of their first word, the longest first.
    starts: HashMap<Box<str>, Vec<u32>>,
    /// The first two bytes of these forms: most words of a text are none of them.
    heads: Heads,
}

impl PartialEq for Terms {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language && self.names == other.names
    }
}

/// One way to write a term.
#[derive(Clone, Debug)]
struct Spelling {
    term: u32,
    /// What stands before each further word, and the forms of that word.
    rest: Vec<(String, Vec<String>)>,
}

/// A set of pairs of bytes.
#[derive(Clone, Debug, Default)]
struct Heads {
    bits: Vec<u64>,
}

impl Heads {
    fn insert(&mut self, word: &str) {
        self.bits.resize(1024, 0);
        let at = Self::head(word.as_bytes());
        self.bits[at / 64] |= 1 << (at % 64);
    }

    fn contains(&self, word: &str) -> bool {
        let at = Self::head(word.as_bytes());
        self.bits.get(at / 64).is_some_and(|bits| bits & (1 << (at % 64)) != 0)
    }

    fn head(word: &[u8]) -> usize {
        usize::from(word[0]) << 8 | word.get(1).map_or(0, |byte| usize::from(*byte))
    }
}

/// The most words that a term has.
const WORDS: usize = 12;

impl Terms {
    /// Makes the terms searchable: each one's spellings, in the order of the terms.
    pub fn new(language: Language, names: Vec<Vec<String>>) -> Self {
        let mut terms = Self { names, language, ..Self::default() };
        let mut starts: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (term, names) in terms.names.iter().enumerate() {
            for name in names {
                let ranges: Vec<Range<usize>> = words(name).collect();
                let Some(first) = ranges.first().filter(|_| ranges.len() <= WORDS && name.chars().count() > 1) else {
                    continue;
                };
                let spot = |at: usize| if at + 1 == ranges.len() { Spot::Last } else { Spot::Inner };
                let rest = ranges.windows(2).enumerate().map(|(at, pair)| {
                    let forms = forms(&name[pair[1].clone()], spot(at + 1), language);
                    (squashed(&name[pair[0].end..pair[1].start]), forms.into_iter().collect())
                });
                let number = terms.spellings.len() as u32;
                terms.spellings.push(Spelling { term: term as u32, rest: rest.collect() });
                for form in forms(&name[first.clone()], spot(0), language) {
                    terms.heads.insert(&form);
                    starts.entry(form.into()).or_default().push(number);
                }
            }
        }
        for spellings in starts.values_mut() {
            // Stable: of two terms that are written alike, the first one counts.
            spellings.sort_by_key(|number| std::cmp::Reverse(terms.spellings[*number as usize].rest.len()));
        }
        terms.starts = starts;
        terms
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The terms in a text, in order: where each stands, and which it is. Only whole words are found, and of terms that
    /// begin with the same words the longest.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, u32)> {
        let mut found: Vec<(Range<usize>, u32)> = Vec::new();
        if self.is_empty() {
            return found;
        }
        for word in words(text) {
            if !self.heads.contains(&text[word.clone()]) || found.last().is_some_and(|(last, _)| last.end > word.start)
            {
                continue;
            }
            let Some(spellings) = self.starts.get(&text[word.clone()]) else { continue };
            let matched = spellings.iter().find_map(|number| {
                let spelling = &self.spellings[*number as usize];
                let end = spelling.end(text, word.end)?;
                stands_alone(text, &(word.start..end)).then_some((word.start..end, spelling.term))
            });
            found.extend(matched);
        }
        found
    }
}

impl Spelling {
    /// Where the term ends whose first word ends at an offset of a text.
    fn end(&self, text: &str, mut end: usize) -> Option<usize> {
        for (between, forms) in &self.rest {
            let next = words(&text[end..]).next()?;
            let (start, stop) = (end + next.start, end + next.end);
            (squashed(&text[end..start]) == *between).then_some(())?;
            forms.binary_search_by(|form| form.as_str().cmp(&text[start..stop])).ok()?;
            end = stop;
        }
        Some(end)
    }
}

/// What stands between two words, with blanks of any number and kind as one.
fn squashed(between: &str) -> String {
    let mut squashed = String::with_capacity(between.len());
    for c in between.chars() {
        match c {
            c if !c.is_whitespace() => squashed.push(c),
            _ if squashed.ends_with(' ') => {}
            _ => squashed.push(' '),
        }
    }
    squashed
}

/// Whether a word is one of running text: not part of an address, a file's name, or a longer word.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let next = after.next();
    let is_bound = |c: char| matches!(c, '_' | '@' | '\\' | '\u{2011}' | '\u{ad}');
    let dotted = next == Some('.') && after.next().is_some_and(char::is_alphanumeric);
    let behind_dot = before == Some('.') && text[..range.start - 1].ends_with(char::is_alphanumeric);
    !before.is_some_and(is_bound) && !next.is_some_and(is_bound) && !dotted && !behind_dot
}

/// The words of a text: letters and digits, with the hyphens in and around them, so that a part of a compound is none.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !is_in_word(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && (is_in_word(bytes[at]) || !text.is_char_boundary(at)) {
            at += 1;
        }
        (start < at).then_some(start..at)
    })
}

/// Whether a byte begins a letter, a digit or a hyphen. The marks of punctuation beyond ASCII that these languages use begin
/// with one of two bytes.
fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte >= 0xC3 && byte != 0xE2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(language: Language, names: &[&str], text: &str) -> Vec<String> {
        let names = names.iter().map(|name| vec![(*name).to_owned()]).collect();
        let terms = Terms::new(language, names);
        terms.find(text).into_iter().map(|(range, term)| format!("{term}:{}", &text[range])).collect()
    }

    #[test]
    fn whole_words_in_any_form() {
        let names = ["Auftrag", "Auftragschance", "CRM", "Technische Abnahme"];
        let text = "Ein Auftrag und Aufträge; die Auftragschance, Auftragsdaten, auftrag, das CRM-System, CRM\u{a0}und \
                    „CRM“. Bei der technischen\n  Abnahme, zur Technischen Abnahmen; Kunden-Auftrag, Auftrags- und Crm.";
        assert_eq!(
            found(Language::De, &names, text),
            [
                "0:Auftrag",
                "0:Aufträge",
                "1:Auftragschance",
                "2:CRM",
                "2:CRM",
                "3:technischen\n  Abnahme",
                "3:Technischen Abnahmen"
            ]
        );
    }

    #[test]
    fn no_part_of_names_and_addresses() {
        let text =
            "CRM.pdf a.CRM CRM_2 crm@CRM x\\CRM CRM\u{2011}System (CRM), CRM. Ende, CRM/ERP, ÄCRM, CRM–ERP, »CRM«";
        let found = found(Language::De, &["CRM", "ERP"], text);
        assert_eq!(found, ["0:CRM", "0:CRM", "0:CRM", "1:ERP", "0:CRM", "1:ERP", "0:CRM"]);
    }

    #[test]
    fn the_longest_wins_and_nothing_overlaps() {
        let names = ["acceptance", "acceptance test", "test report"];
        let text = "The Acceptance test reports; a supplier's test report; acceptance";
        assert_eq!(found(Language::En, &names, text), ["1:Acceptance test", "2:test report", "0:acceptance"]);
        assert_eq!(found(Language::En, &["customer"], "the customer’s, a Customer's"), ["0:customer", "0:Customer"]);
    }

    #[test]
    fn what_stands_between_counts() {
        assert_eq!(found(Language::De, &["Soll/Ist-Vergleich"], "ein Soll/Ist-Vergleich, Soll Ist-Vergleich").len(), 1);
        assert_eq!(
            found(Language::De, &["A", "–", "", "ab ab ab ab ab ab ab ab ab ab ab ab ab"], "A – ab ab"),
            [""; 0]
        );
    }
}
