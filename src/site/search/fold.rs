//! Words as they are searched: letters of any case and with any accent are one, `ß` is `ss`. The theme's `search.js`
//! folds what is typed in the same way; what `ä` and `ae` have in common it finds by a pattern.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Characters of a word that are kept: longer ones (addresses, keys) are found by their start.
pub(super) const LONGEST: usize = 64;

/// A text in lower case, without accents.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        // Most letters of most texts are of ASCII, and stand together.
        let length = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let start = folded.len();
        folded.push_str(&rest[..length]);
        folded[start..].make_ascii_lowercase();
        let mut chars = rest[length..].chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        match c {
            // What German has of the characters below, looked up neither in tables of Unicode nor further down.
            'ä' | 'Ä' => folded.push('a'),
            'ö' | 'Ö' => folded.push('o'),
            'ü' | 'Ü' => folded.push('u'),
            // Marks are left out, so their order does not matter, and each character can be taken by itself.
            c => decompose_compatible(c, |part| fold_part(part, &mut folded)),
        }
    }
    folded
}

/// Appends a part of a decomposed character.
fn fold_part(part: char, folded: &mut String) {
    let is_left_out = |c: char| is_combining_mark(c) || is_invisible(c);
    for lower in part.to_lowercase().filter(|_| !is_left_out(part)).filter(|c| !is_combining_mark(*c)) {
        match lower {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ς' => folded.push('σ'),
            other => folded.push(other),
        }
    }
}

/// Soft hyphens, and what joins or parts letters without a width.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// What holds the parts of one word together: `E-Mail`, `LH-310`, `1.380`, `Kunde's`.
const fn is_joiner(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\'' | '’' | '.' | '_')
}

/// Calls `each` with every word of a folded text, its parts put together: `e-mail` is `email`. `word` is room to work in.
pub(super) fn words(folded: &str, word: &mut String, mut each: impl FnMut(&str)) {
    let mut at = 0;
    while at < folded.len() {
        let rest = &folded[at..];
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        // Most words are of ASCII and in one part, and can be taken from where they stand.
        let ends = rest.as_bytes().get(length).is_none_or(|byte| byte.is_ascii() && !is_joiner(char::from(*byte)));
        at += if ends { length + 1 } else { joined(rest, word) };
        let found = if ends { &rest[..length.min(LONGEST)] } else { word.as_str() };
        if !found.is_empty() {
            each(found);
        }
    }
}

/// Puts the parts of the word at the start of a text together, and says how many bytes it takes with what ends it; the word is
/// empty if none is there.
fn joined(text: &str, word: &mut String) -> usize {
    word.clear();
    let mut length = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() {
            if length < LONGEST {
                word.push(c);
                length += 1;
            }
            continue;
        }
        let joins = is_joiner(c) && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if length == 0 || !joins {
            return at + c.len_utf8();
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{fold, words};

    fn words_of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(&fold(text), &mut String::new(), |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn letters_are_one_whatever_their_case_and_accent() {
        assert_eq!(fold("Prüfung Straße ÉCOLE Łódź Ærø"), "prufung strasse ecole lodz aero");
        assert_eq!(fold("Pru\u{308}fung"), "prufung", "decomposed");
        assert_eq!(fold("Auf\u{AD}trags\u{200B}abwicklung"), "auftragsabwicklung");
        assert_eq!(fold("STRAẞE ﬁn ²"), "strasse fin 2");
        assert_eq!(fold("ΟΔΟΣ Οδός"), "οδοσ οδοσ");
    }

    #[test]
    fn words_hold_their_parts_together() {
        assert_eq!(words_of("LH-310, E-Mail und 1.380 € (z.B.)"), ["lh310", "email", "und", "1380", "zb"]);
        assert_eq!(words_of("Ende. -minus- a--b 3–5 a/b"), ["ende", "minus", "a", "b", "3", "5", "a", "b"]);
        assert_eq!(words_of("kunden\u{2011}nah Müller’s datei_name"), ["kundennah", "mullers", "dateiname"]);
        assert!(words_of(" …-.' ").is_empty());
        assert_eq!(words_of(&"x".repeat(900)), ["x".repeat(64)]);
    }
}
