//! What an ID looks like (authoring format, section 3).

/// A pattern of IDs: `#` stands for digits with dotted parts and one letter, `*` for capitals, digits and dashes, all
/// else for itself. Slashes or brackets around it are decoration and fall away.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdPattern {
    written: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    Literal(char),
    Digits,
    Capitals,
}

/// The longest ID, in bytes.
const LONGEST: usize = 64;

impl IdPattern {
    /// Reads a pattern such as `LH-#`, `/LF#/` or `EMDREQ-*-#`. None when it has no `#` or `*`, which would make it a
    /// single word instead of a family.
    pub fn new(written: &str) -> Option<Self> {
        let core = written.trim().trim_matches(|c| matches!(c, '/' | '[' | ']' | '\\'));
        let parts: Vec<Part> = core
            .chars()
            .map(|c| match c {
                '#' => Part::Digits,
                '*' => Part::Capitals,
                c => Part::Literal(c),
            })
            .collect();
        parts.iter().any(|part| !matches!(part, Part::Literal(_))).then(|| Self { written: core.to_owned(), parts })
    }

    /// The pattern without its decoration, as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The length of the ID that starts `text`, if one does and ends at a word's end.
    pub fn matches(&self, text: &str) -> Option<usize> {
        // No more is looked at than the longest ID and what tells that its word ends: a number may be as long as its file.
        let text = &text[..text.floor_char_boundary(LONGEST + 16)];
        let mut matching = Matching { text, failed: Vec::new() };
        matching.parts(&self.parts, 0).filter(|length| *length <= LONGEST && ends_word(&text[*length..]))
    }

    /// The letters before the digits, where a pattern has nothing else: `AT-` of `AT-#`.
    pub fn prefix(&self) -> Option<&str> {
        let prefix = self.written.strip_suffix('#')?;
        (!prefix.contains(['#', '*']) && prefix.contains(char::is_alphabetic)).then_some(prefix)
    }

    /// Whether an ID of this pattern may start with a character.
    pub fn may_start_with(&self, c: char) -> bool {
        match self.parts.first() {
            Some(Part::Literal(literal)) => *literal == c,
            Some(Part::Digits) => c.is_ascii_digit(),
            Some(Part::Capitals) => is_capital(c),
            None => false,
        }
    }
}

/// A pattern that is matched with the start of a text.
struct Matching<'t> {
    text: &'t str,
    /// By how many parts are behind a `*`, the places, as bits, where that `*` is known not to fit: else several of them
    /// would try the same over and over.
    failed: Vec<u128>,
}

impl Matching<'_> {
    /// Matches parts one after the other; a `*` gives back characters until the rest fits.
    fn parts(&mut self, parts: &[Part], mut from: usize) -> Option<usize> {
        for (number, part) in parts.iter().enumerate() {
            let text = &self.text[from..];
            from += match part {
                Part::Literal(literal) => text.chars().next().filter(|c| c == literal)?.len_utf8(),
                Part::Digits => digits(text)?,
                Part::Capitals => return self.capitals(&parts[number + 1..], from),
            };
        }
        Some(from)
    }

    fn capitals(&mut self, rest: &[Part], from: usize) -> Option<usize> {
        // The text is too short for the shift to fail.
        let place = 1_u128.checked_shl(from as u32)?;
        if self.failed.get(rest.len()).is_some_and(|places| places & place != 0) {
            return None;
        }
        let run: usize = self.text[from..].chars().take_while(|c| is_capital(*c)).map(char::len_utf8).sum();
        let text = self.text;
        let mut ends = (from + 1..=from + run).rev().filter(|end| text.is_char_boundary(*end));
        let found = ends.find_map(|end| self.parts(rest, end));
        if found.is_none() {
            self.failed.resize(self.failed.len().max(rest.len() + 1), 0);
            self.failed[rest.len()] |= place;
        }
        found
    }
}

fn is_capital(c: char) -> bool {
    c.is_uppercase() || c.is_ascii_digit() || c == '-'
}

/// The length of `10`, `10.01` or `01.02a` at the start of a text.
pub(super) fn digits(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = run(0);
    if end == 0 {
        return None;
    }
    while bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    // `01.02a`, and the same letter set off: `001.a`, `1.2-a`.
    let separator = usize::from(matches!(bytes.get(end), Some(b'.' | b'-')));
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase) && ends_word(&text[at + 1..]);
    if is_letter(end + separator) {
        end += separator + 1;
    }
    Some(end)
}

/// Whether a word that ends before `rest` really ends there: `A-1` does before `/A-2` and `-Regel`, not before `b2`.
pub(super) fn ends_word(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        None => true,
        Some('-') => chars.next().is_none_or(|c| !c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric() && c != '_',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched<'a>(pattern: &str, text: &'a str) -> Option<&'a str> {
        IdPattern::new(pattern).unwrap().matches(text).map(|length| &text[..length])
    }

    #[test]
    fn the_patterns_of_the_format() {
        assert_eq!(matched("LH-#", "LH-310 x"), Some("LH-310"));
        assert_eq!(matched("LH-#", "LH-311.2"), Some("LH-311.2"));
        assert_eq!(matched("/LF#/", "LF10/ x"), Some("LF10"));
        assert_eq!(matched("N#", "N10.01--N10.04"), Some("N10.01"));
        assert_eq!(matched("EMDREQ-*-#", "EMDREQ-SYS-UI-12: x"), Some("EMDREQ-SYS-UI-12"));
        assert_eq!(matched("FR.#", "FR.1.2. x"), Some("FR.1.2"));
        assert_eq!(matched("LH-#", "LH-01.02a."), Some("LH-01.02a"));
        assert_eq!(matched("A-#", "A-1/A-2"), Some("A-1"));
        assert_eq!(matched("LH-#", "LH-001.a: x"), Some("LH-001.a"));
        assert_eq!(matched("N#", "N1.2-b | x"), Some("N1.2-b"));
        assert_eq!(matched("LH-#", "LH-1.b.c"), Some("LH-1.b"));
        assert_eq!(matched("LH-#", "LH-1-am Ende"), Some("LH-1"));
    }

    #[test]
    fn many_stars_are_no_more_work_than_one() {
        let capitals = "A".repeat(64);
        assert_eq!(matched("**********#", &capitals), None);
        assert_eq!(matched("*-*-*-*-#", "A-B-C-1-D-2 x"), Some("A-B-C-1-D-2"));
        let long = "A".repeat(100_000);
        assert_eq!(matched(&format!("{long}#"), &format!("{long}1")), None);
        assert_eq!(matched("#", &"1.".repeat(100_000)), None);
    }

    #[test]
    fn words_end_where_they_end() {
        assert_eq!(matched("A-#", "A-1b2"), None);
        assert_eq!(matched("A-#", "A-1-2"), None);
        assert_eq!(matched("A-#", "A-1-Regel"), Some("A-1"));
        assert_eq!(matched("A-#", "A-1ä"), None);
        assert_eq!(IdPattern::new("LH"), None);
    }
}
