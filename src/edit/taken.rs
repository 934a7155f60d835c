//! Numbers of IDs that are taken: by items, and by whatever names them, since an ID that was given once means what it meant
//! then.

use crate::source::Sources;
use std::collections::HashSet;

/// Numbers with more digits are no counters.
const LONGEST: usize = 12;

/// No number with more digits is looked at to its end, zeros in front included.
const FARTHEST: usize = 64;

/// The numbers that stand behind a start of IDs in a project: in its texts and settings as the IDs are written, and in results
/// of tests in any spelling.
pub(super) fn numbers(sources: &Sources, before: &str) -> HashSet<u64> {
    let files = sources.files.iter().map(|file| &*file.text);
    let settings = sources.config_text.as_deref().into_iter().chain(sources.outlines.values().map(|text| &**text));
    let moved = sources.config.moved.iter().flat_map(|moved| [&*moved.old, &*moved.new]);
    let texts = files.chain(settings).chain(moved);
    let results = sources.results.iter().map(|results| &*results.file.text);
    let folded = folded(before);
    let loosely = results.flat_map(|text| loosely(text, &folded));
    texts.flat_map(|text| occurring(text, before)).chain(loosely).collect()
}

/// The numbers that stand behind a start of IDs in a text.
fn occurring<'t>(text: &'t str, before: &'t str) -> impl Iterator<Item = u64> + 't {
    let starts_word = |at: &usize| !text[..*at].ends_with(char::is_alphanumeric);
    let starts = text.match_indices(before).map(|(at, _)| at).filter(starts_word);
    starts.filter_map(move |at| value(number(&text[at..], before)?))
}

/// The same in names of tests: `test_AT_10`, `TestAt10`. What only looks like it counts too, since numbers are many.
fn loosely(text: &str, before: &str) -> Vec<u64> {
    if before.is_empty() {
        return occurring(text, before).collect();
    }
    let text = folded(text);
    text.match_indices(before).filter_map(|(at, _)| value(number(&text[at..], before)?)).collect()
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The digits of an ID behind its start.
pub(super) fn number<'t>(id: &'t str, before: &str) -> Option<&'t str> {
    let rest = id.strip_prefix(before)?;
    let digits = rest.bytes().take(FARTHEST).take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| &rest[..digits])
}

/// What a number counts; none where it is no counter.
pub(super) fn value(number: &str) -> Option<u64> {
    number.trim_start_matches('0').len().le(&LONGEST).then(|| number.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_ids_are_found_where_ids_are() {
        let text = "vgl. LH-10, /LH-020/ und LH-30.1; XLH-40, LH-99999999999999999999";
        assert_eq!(occurring(text, "LH-").collect::<Vec<_>>(), [10, 20, 30]);
        assert_eq!(occurring("für 10 ü20", "").collect::<Vec<_>>(), [10]);
        let digits = "1".repeat(400_000);
        assert_eq!((occurring(&digits, "").count(), loosely(&digits, "1").len()), (0, 12));
    }

    #[test]
    fn results_name_ids_in_any_spelling() {
        let numbers = |text| loosely(text, &folded("AT-"));
        assert_eq!(numbers("AT-10 test_at_20 testAT30 at.40"), [10, 20, 30, 40]);
    }
}
