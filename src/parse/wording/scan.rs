//! Text → sentences, and the words of the lexicon in them. This goes over every byte of a project's items.

use super::lexicon::{Class, LEXICON, folded};
use std::ops::Range;

/// A word of the lexicon in a text.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub class: Class,
    /// Its bytes in the text, with the words that belong to it.
    pub range: Range<usize>,
}

/// A sentence with what was found in it.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'t> {
    /// The text that it stands in.
    pub text: &'t str,
    pub start: usize,
    pub end: usize,
    pub hits: &'t [Hit],
}

/// For each byte whether a word may start with it, and whether it goes on with it. Marks of punctuation beyond ASCII start
/// with two bytes that belong to no letter of the two languages.
static BYTES: [(bool, bool); 256] = {
    let mut bytes = [(false, false); 256];
    let mut byte = 0;
    while byte < 256 {
        let is_mark = byte == 0xC2 || byte == 0xE2;
        let is_alphanumeric = (byte as u8).is_ascii_alphanumeric();
        bytes[byte] = (
            is_alphanumeric || byte >= 0xC3 && !is_mark,
            is_alphanumeric || byte == b'-' as usize || byte >= 0x80 && !is_mark,
        );
        byte += 1;
    }
    bytes
};

fn starts_word(byte: u8) -> bool {
    BYTES[usize::from(byte)].0
}

fn is_in_word(byte: u8) -> bool {
    BYTES[usize::from(byte)].1
}

/// What is longer, in bytes, is no sentence, and is taken in pieces: rules look around in a whole sentence for each word.
const LONGEST_SENTENCE: usize = 4000;

/// Calls a function with each sentence of a part of a text.
pub(super) fn sentences(text: &str, part: Range<usize>, mut found: impl FnMut(Sentence<'_>)) {
    let mut hits = Vec::new();
    let mut start = part.start;
    let marks = memchr::memchr3_iter(b'.', b'!', b'?', text[part.clone()].as_bytes()).map(|at| part.start + at);
    for end in marks.filter(|at| ends_sentence(text, *at, part.end)).map(|at| at + 1).chain([part.end]) {
        while end > start {
            let limit = piece_end(text, start, end);
            hits.clear();
            scan(text, start..limit, &mut hits);
            found(Sentence { text, start, end: limit, hits: &hits });
            start = limit;
        }
    }
}

/// Where a piece of a sentence ends that starts at an offset: with the sentence, or between words.
fn piece_end(text: &str, start: usize, end: usize) -> usize {
    if end - start <= LONGEST_SENTENCE {
        return end;
    }
    let limit = text.floor_char_boundary(start + LONGEST_SENTENCE);
    let blank = text[start..limit].rfind(char::is_whitespace).filter(|at| *at > 0);
    blank.map_or(limit, |at| start + at)
}

/// Finds the words of the lexicon in a range of a text.
fn scan(text: &str, range: Range<usize>, hits: &mut Vec<Hit>) {
    let (bytes, lexicon) = (&text.as_bytes()[..range.end], &*LEXICON);
    let mut at = range.start;
    while at < bytes.len() {
        if !starts_word(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_in_word(bytes[at]) {
            at += 1;
        }
        let word = &bytes[start..at];
        let entry = lexicon.of(word).iter().find_map(|entry| {
            let start = group(text, start, &entry.before, range.start)?;
            Some(Hit { class: entry.class, range: start..at })
        });
        match entry {
            Some(hit) => hits.push(hit),
            None if word[0].is_ascii_digit() && word.iter().all(u8::is_ascii_digit) => {
                hits.push(Hit { class: Class::Number, range: start..at });
            }
            None => {}
        }
    }
}

/// Where a group of words starts whose last one starts at an offset; none if other words stand before it.
fn group(text: &str, last: usize, before: &[&str], from: usize) -> Option<usize> {
    let mut start = last;
    for expected in before {
        let word = word_before(text, start, from)?;
        let between = &text[word.end..start];
        let is_near = between.chars().all(|c| c.is_whitespace() || c == '.');
        (is_near && is_same(&text[word.clone()], expected)).then_some(())?;
        start = word.start;
    }
    Some(start)
}

/// Whether two words are the same but for capitals.
pub(super) fn is_same(word: &str, other: &str) -> bool {
    word.len() == other.len() && word.bytes().zip(other.bytes()).all(|(a, b)| folded(a) == folded(b))
}

/// Whether a word is one of several.
pub(in crate::parse) fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|other| is_same(word, other))
}

/// The word that stands last before an offset, not before another one.
pub(super) fn word_before(text: &str, offset: usize, from: usize) -> Option<Range<usize>> {
    let is_letter = |c: char| c.is_alphanumeric() || c == '-';
    let end = from + text[from..offset].trim_end_matches(|c| !is_letter(c)).len();
    let start = from + text[from..end].trim_end_matches(is_letter).len();
    (start < end).then_some(start..end)
}

/// The words of a range of a text, with their bytes.
pub(super) fn words(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    std::iter::from_fn(move || {
        while at < bytes.len() && !starts_word(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && is_in_word(bytes[at]) {
            at += 1;
        }
        (start < at).then_some(start..at)
    })
}

/// Words with a dot that seldom end a sentence, beside those of one letter.
const ABBREVIATIONS: &[&str] = &[
    "abb", "abs", "bspw", "bzgl", "bzw", "ca", "cf", "dr", "etc", "evtl", "fig", "ggf", "incl", "inkl", "kap", "lt",
    "max", "min", "nr", "od", "sec", "sog", "str", "tab", "usw", "vgl", "vs", "zzgl",
];

/// Words that begin a sentence where the word before might be an abbreviation.
const BEGINNERS: &[&str] = &[
    "Der", "Die", "Das", "Ein", "Eine", "Es", "Er", "Sie", "Dies", "Diese", "Dieser", "Dabei", "Dazu", "Wenn", "Falls",
    "Bei", "Im", "In", "Für", "Mit", "Nach", "Alle", "Jede", "Jeder", "Jedes", "The", "A", "An", "It", "This", "If",
    "When", "Each", "All", "Every", "For", "They",
];

/// Units with a letter or two, behind which a sentence may end.
const UNITS: &[&str] =
    &["s", "ms", "h", "m", "km", "cm", "mm", "g", "kg", "W", "kW", "V", "A", "B", "KB", "MB", "GB", "TB", "PT"];

/// Whether a mark ends a sentence.
fn ends_sentence(text: &str, at: usize, limit: usize) -> bool {
    let behind = text[at + 1..limit].trim_start_matches(['"', '“', '”', '»', '«', ')', '’', '‘']);
    if !behind.starts_with(char::is_whitespace) {
        return behind.is_empty();
    }
    if text.as_bytes()[at] != b'.' {
        return true;
    }
    if !text[..at].ends_with(char::is_alphanumeric) {
        return true;
    }
    let begins = || words(behind, 0..behind.len()).next().is_some_and(|next| BEGINNERS.contains(&&behind[next]));
    let Some(word) = word_before(text, at, 0) else { return true };
    let before = &text[word.clone()];
    if before.bytes().all(|byte| byte.is_ascii_digit()) {
        return begins();
    }
    let is_short = before.chars().nth(1).is_none() || is_one_of(before, ABBREVIATIONS);
    let follows_number = || text[..word.start].trim_end().ends_with(|c: char| c.is_ascii_digit());
    if UNITS.contains(&before) && follows_number() {
        return behind.trim_start().starts_with(char::is_uppercase);
    }
    !is_short || begins()
}

impl<'t> Sentence<'t> {
    /// A piece of the text.
    pub fn at(&self, range: &Range<usize>) -> &'t str {
        &self.text[range.clone()]
    }

    /// The word before an offset, if nothing but blanks is between.
    pub fn before(&self, offset: usize) -> Option<&'t str> {
        let word = word_before(self.text, offset, self.start)?;
        self.text[word.end..offset].trim().is_empty().then(|| &self.text[word])
    }

    /// The word behind an offset, if nothing but blanks is between.
    pub fn after(&self, offset: usize) -> Option<&'t str> {
        let word = words(self.text, offset..self.end).next()?;
        self.text[offset..word.start].trim().is_empty().then(|| &self.text[word])
    }

    /// The words of the sentence from an offset on.
    pub fn words_from(&self, offset: usize) -> impl Iterator<Item = &'t str> {
        words(self.text, offset..self.end).map(|word| &self.text[word])
    }

    /// Its words before an offset.
    pub fn words_to(&self, offset: usize) -> impl Iterator<Item = &'t str> {
        words(self.text, self.start..offset).map(|word| &self.text[word])
    }
}
