//! Words that no test can decide about.
//!
//! The check `vague-wording` reports them. They are looked for here, while a file's text is at hand: going over the text of
//! all items takes longer than all other checks together.

use crate::model::{Block, Item, Titled};

/// Words that no test can decide about, in both languages, without their endings, sorted by their first byte.
const VAGUE: &[&str] = &[
    "adequate",
    "adequately",
    "angemessen",
    "anwenderfreundlich",
    "appropriate",
    "ausreichend",
    "bedienerfreundlich",
    "benutzerfreundlich",
    "easily",
    "easy",
    "etc",
    "eventuell",
    "evtl",
    "fast",
    "flexibel",
    "flexibl",
    "flexible",
    "gegebenenfalls",
    "ggf",
    "hinreichend",
    "intuitiv",
    "intuitive",
    "komfortabel",
    "komfortabl",
    "modern",
    "möglichst",
    "nutzerfreundlich",
    "optimal",
    "performant",
    "quick",
    "quickly",
    "robust",
    "schnell",
    "seamless",
    "sufficient",
    "timely",
    "user-friendly",
    "usw",
    "weitestgehend",
    "weitgehend",
    "zeitnah",
    "zügig",
    "übersichtlich",
];

/// Endings of German adjectives.
const ENDINGS: &[&str] = &["", "e", "em", "en", "er", "es"];

/// The vague words of an item's own title and text, each once, in order.
pub(super) fn vague_words(item: &Item) -> Vec<String> {
    let title = (item.titled == Titled::Given).then_some(item.title.as_str());
    let texts = item.blocks.iter().filter_map(|block| match block {
        Block::Prose(prose) => Some(prose.fragment.html.as_str()),
        _ => None,
    });
    let mut found: Vec<&str> = Vec::new();
    for text in title.into_iter().chain(texts) {
        add_vague_words(text, &mut found);
    }
    found.into_iter().map(str::to_owned).collect()
}

/// Adds the vague words of HTML that are not yet found. This goes over every byte of a project, so it looks only for the
/// first letters of words, and reads whole words where it finds some.
fn add_vague_words<'h>(html: &'h str, found: &mut Vec<&'h str>) {
    let mut reader = Reader { html, read: 0, is_in_tag: false };
    while let Some(start) = next_start(html.as_bytes(), reader.read) {
        let word = reader.word(start);
        if let Some(word) = word.filter(|word| is_vague(word))
            && !found.iter().any(|known| known.eq_ignore_ascii_case(word))
        {
            found.push(word);
        }
    }
}

/// Where, from a byte on, the first letters of vague words stand next.
fn next_start(bytes: &[u8], from: usize) -> Option<usize> {
    let (mut one, mut two, mut three) = (0, 0, 0);
    for (at, byte) in bytes[from..].iter().enumerate() {
        let words = |letter: usize| WORDS[letter][usize::from(*byte)];
        if three & words(3) != 0 {
            return Some(from + at - 3);
        }
        (one, two, three) = (words(0), one & words(1), two & words(2));
    }
    // A word of three letters may be the last.
    (three & WORDS[3][0] != 0).then(|| bytes.len() - 3)
}

/// Reads single words of HTML, from its start to its end.
struct Reader<'h> {
    html: &'h str,
    /// Up to where it has read.
    read: usize,
    /// Whether it stopped inside of a tag.
    is_in_tag: bool,
}

impl<'h> Reader<'h> {
    /// The word around a letter, unless it stands in a tag.
    fn word(&mut self, letter: usize) -> Option<&'h str> {
        let bytes = self.html.as_bytes();
        let (before, after) = (&bytes[self.read..letter], &bytes[letter..]);
        if let Some(mark) = memchr::memrchr2(b'<', b'>', before) {
            self.is_in_tag = before[mark] == b'<' && memchr::memchr(b'>', after).is_some();
        }
        let is_letter = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-' || **byte >= 0x80;
        let start = letter - before.iter().rev().take_while(is_letter).count();
        self.read = letter + after.iter().take_while(is_letter).count();
        let word = &self.html[start..self.read];
        // Quotes and dashes beyond ASCII are no part of the word that they touch.
        let is_mark = |c: char| !c.is_alphanumeric();
        (!self.is_in_tag).then(|| if word.is_ascii() { word } else { word.trim_matches(is_mark) })
    }
}

/// A byte of a letter, with capitals and small letters alike; this holds of umlauts too.
const fn folded(byte: u8) -> u8 {
    byte | 0x20
}

/// For each first byte where its words start and end in [`VAGUE`].
static STARTS: [(usize, usize); 256] = {
    let mut starts = [(0, 0); 256];
    let mut at = 0;
    while at < VAGUE.len() {
        let first = folded(VAGUE[at].as_bytes()[0]) as usize;
        if starts[first].1 == 0 {
            starts[first].0 = at;
        }
        starts[first].1 = at + 1;
        at += 1;
    }
    starts
};

/// How many letters tell whether a word is worth reading.
const LETTERS: usize = 4;

/// For each of the first letters of a word, and each byte, a bit for the words of [`VAGUE`] that have the byte there, by
/// the letter that they start with. A word that has ended goes on with any byte.
static WORDS: [[u32; 256]; LETTERS] = {
    let mut words = [[0; 256]; LETTERS];
    let mut at = 0;
    while at < VAGUE.len() * LETTERS * 256 {
        let (word, letter, byte) = (VAGUE[at / 256 / LETTERS].as_bytes(), at / 256 % LETTERS, at % 256);
        if letter >= word.len() || folded(word[letter]) == folded(byte as u8) {
            words[letter][byte] |= 1 << (folded(word[0]) % 32);
        }
        at += 1;
    }
    words
};

fn is_vague(word: &str) -> bool {
    let Some(first) = word.bytes().next() else { return false };
    let starts_with = |known: &str| {
        let mut pairs = word.bytes().zip(known.bytes());
        word.len() >= known.len() && pairs.all(|(a, b)| folded(a) == folded(b))
    };
    let (from, to) = STARTS[usize::from(folded(first))];
    VAGUE[from..to]
        .iter()
        .filter(|known| starts_with(known))
        .any(|known| word.get(known.len()..).is_some_and(|ending| ENDINGS.contains(&ending.to_lowercase().as_str())))
}

#[cfg(test)]
mod tests {
    use super::{VAGUE, add_vague_words, is_vague};

    #[test]
    fn every_word_is_found() {
        assert!(VAGUE.iter().all(|word| is_vague(word) && is_vague(&word.to_uppercase())));
        assert!(!is_vague("schnellstens") && !is_vague("Fasttag") && !is_vague("") && !is_vague("étc"));
    }

    #[test]
    fn words_are_found_in_html_but_not_in_its_tags() {
        let found = |html: &str| {
            let mut found = Vec::new();
            add_vague_words(html, &mut found);
            found.into_iter().map(str::to_lowercase).collect::<Vec<_>>()
        };
        for word in VAGUE {
            for around in ["%", "<p>%</p>", "ein „%“, %", "–%–", "a % > b", "< %", "<b>–</b>%."] {
                assert_eq!(found(&around.replace('%', &word.to_uppercase())), [*word], "{around} {word}");
            }
            for around in ["<a title=\"%\">a</a>", "un%", "%lich", "0%", "<i > <b %>"] {
                assert_eq!(found(&around.replace('%', word)), [""; 0], "{around} {word}");
            }
        }
        assert_eq!(found("schnell <b x=\"etc\">etc</b> schnell gut, Schnelle"), ["schnell", "etc", "schnelle"]);
    }
}
