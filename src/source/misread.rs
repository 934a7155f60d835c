//! What is wrong with front matter, in the author's words.

use crate::diag::Text;

/// Why a block could not be read.
pub(super) struct Misread {
    /// The line, counted from 1 in the block.
    pub line: Option<usize>,
    /// The column in it, counted from 1 in characters.
    pub column: Option<usize>,
    /// What is wrong there.
    pub what: Text,
}

impl Misread {
    /// Something that concerns the block as a whole.
    pub fn whole(de: &str, en: &str) -> Self {
        Self { line: None, column: None, what: Text::new(de, en) }
    }

    /// From what a parser says: in the author's words where it is known, else in the parser's.
    pub fn of(message: &str) -> Self {
        const KNOWN: [(&str, &str, &str); 10] = [
            ("invalid boolean", "Text steht in Anführungszeichen.", "text goes in quotation marks"),
            ("string values must be quoted", "Text steht in Anführungszeichen.", "text goes in quotation marks"),
            (
                "mapping values",
                "Ein Wert ohne Anführungszeichen enthält einen Doppelpunkt.",
                "a value without quotes has a colon in it",
            ),
            (
                "quoted scalar, found unexpected",
                "Ein Anführungszeichen wird nicht geschlossen.",
                "a quotation mark is never closed",
            ),
            (
                "trailing content",
                "Hinter dem schließenden Anführungszeichen steht noch etwas.",
                "something follows the closing quotation mark",
            ),
            (
                "found a tab",
                "Eingerückt wird mit Leerzeichen, nicht mit Tabulatoren.",
                "indent with blanks, not with tabs",
            ),
            (
                "unexpected character",
                "Mit diesem Zeichen kann ein Wert ohne Anführungszeichen nicht beginnen.",
                "a value without quotes cannot start with this character",
            ),
            (
                "unknown anchor",
                "Ein Wert ohne Anführungszeichen beginnt mit einem Stern.",
                "a value without quotes starts with an asterisk",
            ),
            ("flow", "Eine Klammer wird nicht geschlossen.", "a bracket is never closed"),
            ("illegal placement of ':'", "Eine Klammer wird nicht geschlossen.", "a bracket is never closed"),
        ];
        let number = |word: &str| {
            let rest = &message[message.find(word)? + word.len()..];
            rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())].parse().ok()
        };
        let known = KNOWN.iter().find(|(sign, ..)| message.contains(sign));
        let what = known.map_or_else(
            || {
                // TOML's parser says where first and what last, YAML's the other way round.
                let said = message.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
                let said = said.strip_prefix("Deserialize error: ").unwrap_or(said);
                let said = said.split(" at byte ").next().unwrap_or(said).trim();
                Text::new(said, said)
            },
            |(_, de, en)| Text::new(*de, *en),
        );
        Self { line: number("line "), column: number("column "), what }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_said_as_the_parser_says_it() {
        let said = |message| {
            let Misread { line, column, what } = Misread::of(message);
            (line, column, what.de)
        };
        let yaml = "Deserialize error: something is odd at byte 8 line 1 column 9";
        assert_eq!(said(yaml), (Some(1), Some(9), "something is odd".to_owned()));
        let toml = "TOML parse error at line 2, column 3\n  |\n2 | a\n  | ^\nexpected b\n";
        assert_eq!(said(toml), (Some(2), Some(3), "expected b".to_owned()));
        assert_eq!(said(""), (None, None, String::new()));
    }
}
