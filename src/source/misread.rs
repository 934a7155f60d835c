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
    /// What to do about it.
    pub hint: Text,
}

/// A mistake that is known by a sign in what a parser says.
struct Known {
    sign: &'static str,
    /// What is wrong, in German and in English.
    what: [&'static str; 2],
    /// What to do.
    hint: [&'static str; 2],
}

const QUOTE: [&str; 2] = [
    "Werte mit Doppelpunkt, Raute oder Klammern in Anführungszeichen setzen.",
    "Put values with a colon, hash or brackets in quotes.",
];
const TEXT: [&str; 2] = ["Text steht in Anführungszeichen.", "text goes in quotation marks"];
const OPEN: [&str; 2] = ["Eine Klammer wird nicht geschlossen.", "a bracket is never closed"];
const CLOSE: [&str; 2] = ["Die schließende Klammer ergänzen.", "Add the closing bracket."];

const KNOWN: &[Known] = &[
    Known { sign: "invalid boolean", what: TEXT, hint: QUOTE },
    Known { sign: "string values must be quoted", what: TEXT, hint: QUOTE },
    Known {
        sign: "mapping values",
        what: [
            "Ein Wert ohne Anführungszeichen enthält einen Doppelpunkt.",
            "a value without quotes has a colon in it",
        ],
        hint: QUOTE,
    },
    Known {
        sign: "unexpected character",
        what: [
            "Mit diesem Zeichen kann ein Wert ohne Anführungszeichen nicht beginnen.",
            "a value without quotes cannot start with this character",
        ],
        hint: QUOTE,
    },
    Known {
        sign: "unknown anchor",
        what: [
            "Ein Wert ohne Anführungszeichen beginnt mit einem Stern.",
            "a value without quotes starts with an asterisk",
        ],
        hint: QUOTE,
    },
    Known {
        sign: "quoted scalar, found unexpected",
        what: ["Ein Anführungszeichen wird nicht geschlossen.", "a quotation mark is never closed"],
        hint: ["Das zweite Anführungszeichen ergänzen.", "Add the second quotation mark."],
    },
    Known {
        sign: "trailing content",
        what: [
            "Hinter dem schließenden Anführungszeichen steht noch etwas.",
            "something follows the closing quotation mark",
        ],
        hint: [
            "Den ganzen Wert in ein Paar Anführungszeichen setzen.",
            "Put the whole value in one pair of quotation marks.",
        ],
    },
    Known {
        sign: "found a tab",
        what: ["Hier ist mit einem Tabulator eingerückt.", "a tab indents this line"],
        hint: ["Mit Leerzeichen einrücken.", "Indent with blanks."],
    },
    Known {
        sign: "duplicate",
        what: ["Derselbe Name steht zweimal.", "the same key is there twice"],
        hint: ["Eine der beiden Zeilen streichen.", "Remove one of the two lines."],
    },
    Known {
        sign: "indentation in quoted scalar",
        what: ["Ein Anführungszeichen wird nicht geschlossen.", "a quotation mark is never closed"],
        hint: ["Das zweite Anführungszeichen ergänzen.", "Add the second quotation mark."],
    },
    Known {
        sign: "simple key expect",
        what: ["Darüber steht eine Zeile ohne Doppelpunkt.", "a line above has no colon"],
        hint: [
            "Je Zeile einen Namen, einen Doppelpunkt und einen Wert schreiben.",
            "Write a key, a colon and a value in each line.",
        ],
    },
    Known {
        sign: "block sequence entries are not allowed",
        what: ["Hier kann keine Liste beginnen.", "no list can begin here"],
        hint: [
            "Die Einträge mit Bindestrich unter den Namen setzen, oder in eckige Klammern: [a, b].",
            "Put the entries with a hyphen below the key, or in square brackets: [a, b].",
        ],
    },
    Known {
        sign: "key with no value",
        what: [
            "Zwischen Name und Wert fehlt das Gleichheitszeichen.",
            "the equals sign between key and value is missing",
        ],
        hint: [
            "Zwischen +++ steht: name = \"Wert\". Mit Doppelpunkten steht ein Vorspann zwischen ---.",
            "Between +++ write: key = \"value\". Front matter with colons goes between ---.",
        ],
    },
    Known { sign: "flow", what: OPEN, hint: CLOSE },
    Known { sign: "illegal placement of ':'", what: OPEN, hint: CLOSE },
];

fn text([de, en]: [&str; 2]) -> Text {
    Text::new(de, en)
}

impl Misread {
    /// Something that concerns the block as a whole. In a box, as all of them are: it is large, and seldom.
    #[allow(clippy::unnecessary_box_returns)]
    pub fn whole(what: [&str; 2], hint: [&str; 2]) -> Box<Self> {
        Box::new(Self { line: None, column: None, what: text(what), hint: text(hint) })
    }

    /// From what a parser says: in the author's words where it is known, else in the parser's.
    #[allow(clippy::unnecessary_box_returns)]
    pub fn of(message: &str) -> Box<Self> {
        let known = KNOWN.iter().find(|known| message.contains(known.sign));
        let number = |word: &str| {
            let rest = &message[message.find(word)? + word.len()..];
            rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())].parse().ok()
        };
        let what = known.map_or_else(
            || {
                // TOML's parser says where first and what last, YAML's the other way round.
                let said = message.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
                let said = said.strip_prefix("Deserialize error: ").unwrap_or(said);
                let said = said.split(" at byte ").next().unwrap_or(said).trim();
                Text::new(said, said)
            },
            |known| text(known.what),
        );
        let hint = text(known.map_or(QUOTE, |known| known.hint));
        Box::new(Self { line: number("line "), column: number("column "), what, hint })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_said_as_the_parser_says_it() {
        let said = |message| {
            let Misread { line, column, what, .. } = *Misread::of(message);
            (line, column, what.de)
        };
        let yaml = "Deserialize error: something is odd at byte 8 line 1 column 9";
        assert_eq!(said(yaml), (Some(1), Some(9), "something is odd".to_owned()));
        let toml = "TOML parse error at line 2, column 3\n  |\n2 | a\n  | ^\nexpected b\n";
        assert_eq!(said(toml), (Some(2), Some(3), "expected b".to_owned()));
        assert_eq!(said(""), (None, None, String::new()));
    }
}
