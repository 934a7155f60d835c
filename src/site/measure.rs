//! How wide text is in a picture, at most: the program has no fonts, and must not let a label run over its neighbour.

/// The size at which [`width_of`] is in hundredths of a unit.
const MEASURED: i32 = 14;

/// How wide a character is at most in the faces of screens, in hundredths of a unit, at a size of 14.
pub(super) fn width_of(character: char) -> i32 {
    match character {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | ' ' => 500,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 1350,
        'A'..='Z' | 'Ä' | 'Ö' | 'Ü' => 1000,
        // Letters of other scripts may be as wide as they are high.
        character if character > '\u{2e80}' => 1450,
        _ => 830,
    }
}

/// How wide a text is at most, in units, at a size.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let wide: i64 = text.chars().map(|character| i64::from(width_of(character))).sum();
    let units = (wide * i64::from(size)).div_euclid(i64::from(100 * MEASURED)) + 1;
    i32::try_from(units).unwrap_or(i32::MAX)
}

/// Whether a text of a size fits a width.
pub(super) fn is_fitting(text: &str, width: i32, size: i32) -> bool {
    are_fitting(text.chars(), width, size)
}

fn are_fitting(mut characters: impl Iterator<Item = char>, width: i32, size: i32) -> bool {
    let mut left = i64::from(width) * i64::from(100 * MEASURED);
    characters.all(|character| {
        left -= i64::from(width_of(character)) * i64::from(size);
        left >= 0
    })
}

/// A text in one line, cut where it does not fit.
pub(super) fn fitted(text: &str, width: i32, size: i32) -> String {
    if is_fitting(text, width, size) {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut left = width * 100 * MEASURED / size - width_of('…');
    for character in text.chars() {
        left -= width_of(character);
        if left < 0 {
            break;
        }
        cut.push(character);
    }
    format!("{}…", cut.trim_end())
}

/// A text in lines that fit, at most so many; what is cut ends in a mark.
pub(super) fn wrapped(text: &str, width: i32, size: i32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let is_last = lines.len() == most;
        match lines.last_mut() {
            Some(line) if are_fitting(line.chars().chain([' ']).chain(word.chars()), width, size) => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if is_last => {
                *line = fitted(&format!("{line} {word} …"), width, size);
                break;
            }
            _ => lines.push(fitted(word, width, size)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        for text in [
            "Bestellungen automatisch zuordnen und melden",
            "WWWWWWWWWWWWWWWWWWWWWWWWWWW",
            "中文中文中文中文中文中文",
            "",
            "a b",
        ] {
            for room in [30, 60, 170] {
                let lines = wrapped(text, room, 12, 2);
                assert!(lines.len() <= 2 && lines.iter().all(|line| is_fitting(line, room, 12)), "{lines:?}");
            }
        }
        assert_eq!(wrapped("kurz und gut", 200, 12, 2), ["kurz und gut"]);
        assert!(wrapped("eins zwei drei vier fünf sechs", 60, 12, 2)[1].ends_with('…'));
    }
}
