//! Quotation marks and dashes as the language sets them.

use crate::diag::Language;

/// What the Markdown parser made of quotes and dashes, set right for a language. `source` is what the author typed,
/// `smart` what the parser made of it, `before` and `after` the characters around it.
pub(super) fn set<'t>(
    language: Language,
    source: &str,
    smart: &'t str,
    around: (Option<char>, Option<char>),
    open: &mut Quotes,
) -> std::borrow::Cow<'t, str> {
    match source {
        "\"" | "'" if language == Language::De => german(smart, around.1, open).into(),
        "--" | "---" if !is_dash(around) => source.to_owned().into(),
        "--" if language == Language::De => "–".into(),
        _ => smart.into(),
    }
}

/// The quotations that are open in a piece of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Quotes {
    double: bool,
    single: bool,
}

impl Quotes {
    /// Takes note of the marks that the author set.
    pub fn note(&mut self, text: &str) {
        for at in memchr::memchr_iter("„".as_bytes()[0], text.as_bytes()) {
            match text[at..].chars().next() {
                Some('„') => self.double = true,
                Some('“' | '”') => self.double = false,
                _ => {}
            }
        }
    }
}

/// The German mark for an English one. What the author opened with „ and closed with a straight mark is closed here.
fn german(smart: &str, after: Option<char>, open: &mut Quotes) -> &'static str {
    let before_word = after.is_some_and(char::is_alphanumeric);
    match smart {
        "“" | "”" if open.double && !before_word => {
            open.double = false;
            "“"
        }
        "“" => {
            open.double = true;
            "„"
        }
        "”" => "“",
        "‘" => {
            open.single = true;
            "‚"
        }
        // What closes ‚ is a quotation mark; between letters, or without one open, it is an apostrophe.
        _ if open.single && !before_word => {
            open.single = false;
            "‘"
        }
        _ => "’",
    }
}

/// Hyphens are a dash between blanks or between words; before a word they are an option: `--help`.
fn is_dash((before, after): (Option<char>, Option<char>)) -> bool {
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    blank(before) && blank(after) || word(before) && word(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_marks() {
        let mut open = Quotes::default();
        let mut mark =
            |source: &str, smart, after| set(Language::De, source, smart, (Some('a'), after), &mut open).into_owned();
        assert_eq!(mark("\"", "“", Some('s')), "„");
        assert_eq!(mark("\"", "”", Some(' ')), "“");
        assert_eq!(mark("\"", "“", Some('s')), "„");
        assert_eq!(mark("\"", "“", Some(' ')), "“");
        assert_eq!(mark("'", "‘", Some('s')), "‚");
        assert_eq!(mark("'", "’", Some('s')), "’");
        assert_eq!(mark("'", "’", Some(' ')), "‘");
        assert_eq!(mark("'", "’", Some(' ')), "’");
    }

    #[test]
    fn dashes_are_not_options() {
        let mut open = Quotes::default();
        assert_eq!(set(Language::De, "--", "–", (Some(' '), Some('h')), &mut open), "--");
        assert_eq!(set(Language::De, "--", "–", (Some(' '), Some(' ')), &mut open), "–");
        assert_eq!(set(Language::En, "---", "—", (Some('a'), Some('b')), &mut open), "—");
    }
}
