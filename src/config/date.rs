//! Dates as people write them.

use crate::diag::Language;
pub use jiff::civil::Date;

/// Names of months in German and English, by number; their first three letters do.
const MONTHS: [&[&str]; 12] = [
    &["januar", "january", "jänner"],
    &["februar", "february"],
    &["märz", "march", "mrz"],
    &["april"],
    &["mai", "may"],
    &["juni", "june"],
    &["juli", "july"],
    &["august"],
    &["september"],
    &["oktober", "october"],
    &["november"],
    &["dezember", "december"],
];

/// Reads a day: `2026-11-24`, `24.11.2026`, `24. November 2026`, `24 Nov 2026`, `November 24, 2026`. None for anything else,
/// and for days that no calendar has.
pub fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = text.get(..10).filter(|_| text.len() == 10 && text.contains('-')) {
        return date.parse().ok();
    }
    let words: Vec<&str> =
        text.split(['.', ' ', ',', '\u{a0}']).map(str::trim).filter(|word| !word.is_empty()).collect();
    let &[first, second, year] = words.as_slice() else { return None };
    let (day, month) = match (first.parse::<i8>(), second.parse::<i8>()) {
        (Ok(day), Ok(month)) if text.contains('.') => (day, month),
        (Ok(day), Err(_)) => (day, month_named(second)?),
        (Err(_), Ok(day)) => (day, month_named(first)?),
        _ => return None,
    };
    let year = Some(year).filter(|year| year.len() == 4)?.parse().ok()?;
    Date::new(year, month, day).ok()
}

fn month_named(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let is_it = |names: &&[&str]| names.iter().any(|name| word.chars().count() >= 3 && name.starts_with(&word));
    MONTHS.iter().position(is_it).and_then(|at| i8::try_from(at + 1).ok())
}

/// A day as a language writes it: `24.11.2026`, `2026-11-24`.
pub fn shown(date: Date, language: Language) -> String {
    match language {
        Language::De => date.strftime("%d.%m.%Y").to_string(),
        Language::En => date.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in
            ["2026-03-04", "04.03.2026", "4.3.2026", "4. März 2026", "4 Mar 2026", "March 4, 2026", " 4. März 2026 "]
        {
            assert_eq!(read(text).map(|date| date.to_string()).as_deref(), Some("2026-03-04"), "{text}");
        }
        for text in ["", "2026-02-30", "30.2.2026", "4.3.26", "Ende März 2026", "M5", "2026", "4/3/2026", "ä-1-1-1-1ä"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("4.3.2026").map(|date| shown(date, Language::De)).as_deref(), Some("04.03.2026"));
    }
}
