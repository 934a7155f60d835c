//! Quantities without a figure, and figures without a unit.

use super::lexicon::Class;
use super::rules::Found;
use super::scan::{Hit, Sentence, is_one_of, word_before, words};
use crate::diag::Severity;
use crate::model::WordingKind;

/// Units of time, by their beginnings: „mehrere Sekunden“ is a quantity, „mehrere Anschriften“ says that one is not enough.
const UNITS: &[&str] = &[
    "sekunde",
    "minute",
    "stunde",
    "tag",
    "woche",
    "monat",
    "jahr",
    "millisekunde",
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "year",
    "millisecond",
    "gigabyte",
    "megabyte",
    "terabyte",
    "prozent",
    "percent",
];

/// What can be measured, by its ending: „große Datenmengen“, „kurze Antwortzeit“.
const MEASURED: &[&str] = &[
    "menge",
    "mengen",
    "anzahl",
    "zahl",
    "zahlen",
    "zeit",
    "zeiten",
    "dauer",
    "datenbestände",
    "datenbeständen",
    "verfügbarkeit",
    "geschwindigkeit",
    "durchsatz",
    "latenz",
    "latenzen",
    "last",
    "datenvolumen",
    "speicherbedarf",
    "amount",
    "amounts",
    "number",
    "numbers",
    "volume",
    "volumes",
    "latency",
    "availability",
    "throughput",
    "times",
    "load",
];

/// Words that ask for an amount or compare it.
const ASKING: &[&str] = &["wie", "so", "zu", "ebenso", "how", "as", "too", "not"];

/// An amount in words: „einige Nutzer“, „mehrere Sekunden“, „große Datenmengen“.
pub(super) fn amount(sentence: Sentence<'_>, hit: &Hit) -> Option<Found> {
    let next = sentence.after(hit.range.end)?;
    let lower = next.to_lowercase();
    let is_asked = sentence.before(hit.range.start).is_some_and(|word| is_one_of(word, ASKING));
    let is_meant = match hit.class {
        Class::Several => UNITS.iter().any(|unit| lower.starts_with(unit)),
        Class::Size => MEASURED.iter().any(|measured| lower.ends_with(measured)),
        _ => true,
    };
    // „einige Sekunden (höchstens 5)“ has its figure.
    let rest = &sentence.text[hit.range.end..sentence.end];
    let near: usize = rest.chars().take(40).map(char::len_utf8).sum();
    if is_asked || !is_meant || rest[..near].contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let is_noun = next.starts_with(char::is_uppercase) || hit.class == Class::Size || hit.class == Class::Several;
    let end = if is_noun { hit.range.end + rest.find(next)? + next.len() } else { hit.range.end };
    Some(Found::new(WordingKind::Quantity, Severity::Warning, hit.range.start..end))
}

/// Words before a number that needs a unit.
const LIMITS: &[&str] = &[
    "in",
    "binnen",
    "innerhalb",
    "von",
    "nach",
    "maximal",
    "höchstens",
    "mindestens",
    "als",
    "within",
    "after",
    "most",
    "least",
    "than",
];

/// „in 5.“, „100 %“
pub(super) fn number(sentence: Sentence<'_>, hit: &Hit) -> Option<Found> {
    let behind = sentence.text[hit.range.end..sentence.end].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let before = word_before(sentence.text, hit.range.start, sentence.start)
        .filter(|word| sentence.text[word.end..hit.range.start].trim().is_empty());
    let word = before.as_ref().map(|word| sentence.at(word));
    let number = sentence.at(&hit.range);
    if number == "100" && ["%", "Prozent", "percent"].iter().any(|sign| behind.starts_with(sign)) {
        let is_range = word.is_some_and(|word| is_one_of(word, &["bis", "zu", "to", "als", "von", "of", "und", "and"]));
        let is_decimal = sentence.text[..hit.range.start].ends_with(['.', ',']);
        let end = sentence.end - behind.len() + behind.find(char::is_whitespace).unwrap_or(behind.len());
        let end = hit.range.end + sentence.text[hit.range.end..end].trim_end_matches(['.', ',', ';', ')']).len();
        return (!is_range && !is_decimal)
            .then(|| Found::new(WordingKind::Totality, Severity::Hint, hit.range.start..end));
    }
    let before = before?;
    if !is_one_of(word?, LIMITS) || is_year(number) || !lacks_unit(sentence, hit, behind) {
        return None;
    }
    Some(Found::new(WordingKind::Quantity, Severity::Warning, before.start..hit.range.end))
}

/// Years need no unit.
fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// Units in small letters behind which a sentence may end.
const SMALL: &[&str] =
    &["s", "ms", "min", "h", "d", "kg", "g", "m", "cm", "mm", "km", "x", "px", "pt", "mal", "percent", "stück"];

/// Whether the sentence ends behind the number, or nothing but a German verb follows: „in 5 antworten“.
fn lacks_unit(sentence: Sentence<'_>, hit: &Hit, behind: &str) -> bool {
    if matches!(behind, "" | "." | "!" | "?") {
        return true;
    }
    let mut rest = words(sentence.text, hit.range.end..sentence.end);
    let (Some(verb), None) = (rest.next(), rest.next()) else { return false };
    let (verb, is_near) = (sentence.at(&verb), sentence.text[hit.range.end..verb.start].trim().is_empty());
    is_near
        && verb.starts_with(char::is_lowercase)
        && (verb.ends_with('n') || verb.ends_with('t'))
        && !is_one_of(verb, SMALL)
}
