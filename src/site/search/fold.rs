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
    for c in text.chars() {
        match c {
            c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
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
    word.clear();
    let mut length = 0;
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            if length < LONGEST {
                word.push(c);
                length += 1;
            }
            continue;
        }
        let joins = is_joiner(c) && chars.peek().is_some_and(|next| next.is_alphanumeric());
        if length > 0 && !joins {
            each(word);
            word.clear();
            length = 0;
        }
    }
    if length > 0 {
        each(word);
        word.clear();
    }
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
