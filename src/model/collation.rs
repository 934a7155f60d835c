//! The order in which a dictionary has its words.

use unicode_normalization::UnicodeNormalization;

/// By what a text is sorted: as DIN 5007 has it for words, with `ä` as `a` and `ß` as `ss`, whatever its capitals and
/// marks; numbers by their value.
///
/// ```
/// use heftfaden::model::collation;
/// assert!(collation("Ärger") < collation("Arzt"));
/// assert!(collation("„Straße 9“") < collation("strasse 10"));
/// ```
pub fn collation(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.nfd().flat_map(char::to_lowercase).chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            // As many digits as the value has come first, so that longer numbers are greater.
            let value = digits.trim_start_matches('0');
            key.extend(char::from_u32('0' as u32 + value.len().min(60) as u32));
            key.push_str(value);
            digits.clear();
        }
        match c {
            'ß' => key.push_str("ss"),
            'æ' => key.push_str("ae"),
            'ø' => key.push('o'),
            c if c.is_alphanumeric() => key.push(c),
            c if (c.is_whitespace() || c == '-') && !key.ends_with(' ') && !key.is_empty() => key.push(' '),
            _ => {}
        }
    }
    key.truncate(key.trim_end().len());
    key
}

#[cfg(test)]
mod tests {
    use super::collation;

    #[test]
    fn as_a_dictionary() {
        let mut words =
            ["Zoll", "Äpfel", "Apfel", "Österreich", "Ost", "ISO 9001", "ISO 25010", "ähnlich", "*Maß*", "Masse"];
        words.sort_by_key(|word| (collation(word), *word));
        let sorted =
            ["ähnlich", "Apfel", "Äpfel", "ISO 9001", "ISO 25010", "*Maß*", "Masse", "Ost", "Österreich", "Zoll"];
        assert_eq!(words, sorted);
    }
}
