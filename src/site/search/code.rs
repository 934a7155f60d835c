//! Lists of numbers and words as short strings, which a script can hold in quotation marks.

/// The signs that numbers are written in: printable ASCII without `"` and `\`, 92 of them.
const SIGNS: &[u8; 92] =
    br"!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

const BASE: u32 = SIGNS.len() as u32;
/// Numbers below it take one sign.
const ONE: u32 = 60;
/// First signs of the numbers that take two, and of those that take three; the last one starts those that take six.
const TWO: u32 = 28;
const THREE: u32 = 3;

/// The sign of a number below 92; greater ones get the last.
pub(super) fn sign(number: u32) -> char {
    char::from(SIGNS[number.min(BASE - 1) as usize])
}

/// Appends a number, small ones in one sign.
pub(super) fn number(value: u32, out: &mut String) {
    if value < ONE {
        return out.push(sign(value));
    }
    let mut rest = value - ONE;
    if rest < TWO * BASE {
        out.push(sign(ONE + rest / BASE));
        return out.push(sign(rest % BASE));
    }
    rest -= TWO * BASE;
    if rest < THREE * BASE * BASE {
        out.push(sign(ONE + TWO + rest / (BASE * BASE)));
        out.push(sign(rest / BASE % BASE));
        return out.push(sign(rest % BASE));
    }
    out.push(sign(BASE - 1));
    for place in (0..5).rev() {
        out.push(sign(value / BASE.pow(place) % BASE));
    }
}

/// Appends words, each as what it shares with the one before (one sign) and the rest, parted by `between`, which no word
/// has in it. What is shared counts UTF-16 units, as a script does.
pub(super) fn front_coded<'a>(words: impl Iterator<Item = &'a str>, between: char) -> String {
    let mut out = String::new();
    let mut last = "";
    for (at, word) in words.enumerate() {
        if at > 0 {
            out.push(between);
        }
        let (mut units, mut bytes) = (0, 0);
        for (one, other) in last.chars().zip(word.chars()) {
            if one != other || units + one.len_utf16() >= BASE as usize {
                break;
            }
            units += one.len_utf16();
            bytes += one.len_utf8();
        }
        out.push(sign(units as u32));
        out.push_str(&word[bytes..]);
        last = word;
    }
    out
}

#[cfg(test)]
pub(super) mod tests {
    use super::{BASE, SIGNS, front_coded, number};
    use proptest::prelude::*;

    /// Reads what [`number`] wrote, as `search.js` does.
    pub(in crate::site::search) fn read(signs: &mut impl Iterator<Item = char>) -> Option<u32> {
        let mut next = || signs.next().map(|c| SIGNS.iter().position(|sign| char::from(*sign) == c).unwrap() as u32);
        let first = next()?;
        Some(match first {
            0..60 => first,
            60..88 => 60 + (first - 60) * BASE + next().unwrap(),
            88..91 => 60 + 28 * BASE + ((first - 88) * BASE + next().unwrap()) * BASE + next().unwrap(),
            _ => (0..5).fold(0, |value, _| value * BASE + next().unwrap()),
        })
    }

    /// Reads what [`front_coded`] wrote.
    pub(in crate::site::search) fn fronts(text: &str, between: char) -> Vec<String> {
        let mut last: Vec<u16> = Vec::new();
        let mut words = Vec::new();
        for word in text.split(between).filter(|word| !word.is_empty()) {
            let shared = SIGNS.iter().position(|sign| word.starts_with(char::from(*sign))).unwrap();
            last.truncate(shared);
            last.extend(word[1..].encode_utf16());
            words.push(String::from_utf16(&last).unwrap());
        }
        words
    }

    #[test]
    fn small_numbers_are_short() {
        let length = |value| {
            let mut out = String::new();
            number(value, &mut out);
            out.len()
        };
        assert_eq!([0, 59, 60, 2635, 2636, 28_027, 28_028, u32::MAX].map(length), [1, 1, 2, 2, 3, 3, 6, 6]);
    }

    proptest! {
        #[test]
        fn numbers_come_back(values in prop::collection::vec(prop_oneof![0u32..70, 0u32..3000, 0u32..40_000, any::<u32>()], 0..40)) {
            let mut out = String::new();
            for value in &values {
                number(*value, &mut out);
            }
            prop_assert!(!out.contains(['"', '\\']));
            let mut signs = out.chars();
            let read: Vec<u32> = std::iter::from_fn(|| read(&mut signs)).collect();
            prop_assert_eq!(read, values);
        }

        #[test]
        fn words_come_back(mut words in prop::collection::vec("[a-cäß𝒳]{1,120}", 0..40)) {
            words.sort();
            let out = front_coded(words.iter().map(String::as_str), ' ');
            prop_assert_eq!(fronts(&out, ' '), words);
        }
    }
}
