//! Passives that do not say who acts.

use super::lexicon::Class;
use super::rules::Found;
use super::scan::{Hit, Sentence, is_one_of, word_before, words};
use crate::diag::Severity;
use crate::model::WordingKind;
use std::ops::Range;

/// Words that say who or what acts.
const ACTORS: &[&str] =
    &["von", "vom", "durch", "seitens", "automatisch", "automatisiert", "selbsttätig", "by", "automatically"];

/// A German passive: „gespeichert werden“, „wird … gespeichert“.
pub(super) fn german(sentence: Sentence<'_>, hit: &Hit) -> Option<Found> {
    let participle = before(sentence, hit).or_else(|| behind(sentence, hit))?;
    // „Wird eine Anfrage gelöscht, …“ is a condition.
    let is_condition = participle.start > hit.range.start
        && sentence.text[sentence.start..hit.range.start].trim().is_empty()
        && sentence.at(&hit.range).starts_with(char::is_uppercase);
    if is_condition || has_actor(sentence) {
        return None;
    }
    let (verb, participle_word) = (sentence.at(&hit.range), sentence.at(&participle));
    let (range, words) = if participle.start < hit.range.start {
        (participle.start..hit.range.end, None)
    } else {
        (hit.range.clone(), Some(format!("{verb} … {participle_word}")))
    };
    Some(Found { words, ..Found::new(WordingKind::Passive, Severity::Hint, range) })
}

/// The participle directly before „werden“: „muss gespeichert werden“.
fn before(sentence: Sentence<'_>, hit: &Hit) -> Option<Range<usize>> {
    let word = word_before(sentence.text, hit.range.start, sentence.start)?;
    let is_near = sentence.text[word.end..hit.range.start].trim().is_empty();
    let text = sentence.at(&word);
    // Here no infinitive can stand, so that „übertragen“ is a participle too.
    (is_near && (is_participle(text) || has_prefix(text) && text.ends_with("en"))).then_some(word)
}

/// The participle at the end of the clause: „wird gespeichert“.
fn behind(sentence: Sentence<'_>, hit: &Hit) -> Option<Range<usize>> {
    let mut words = words(sentence.text, hit.range.end..sentence.end).peekable();
    while let Some(word) = words.next() {
        let next = words.peek().cloned();
        let gap = &sentence.text[word.end..next.as_ref().map_or(sentence.end, |next| next.start)];
        let joins = next.is_some_and(|next| is_one_of(sentence.at(&next), &["und", "oder", "sowie", "bzw"]));
        if (joins || !gap.trim().is_empty() || word.end == sentence.end) && is_participle(sentence.at(&word)) {
            return Some(word);
        }
        // Another main clause says something else.
        if gap.contains([';', ':', '–', '—', '?', '!']) {
            return None;
        }
    }
    None
}

/// „von Hand“ says how, not who.
fn has_actor(sentence: Sentence<'_>) -> bool {
    let mut words = sentence.words_from(sentence.start).peekable();
    while let Some(word) = words.next() {
        let by_hand = words.peek().is_some_and(|next| *next == "Hand");
        if is_one_of(word, ACTORS) && !by_hand {
            return true;
        }
    }
    false
}

/// Prefixes of verbs whose participle has no „ge“.
const PREFIXES: &[&str] =
    &["be", "emp", "ent", "er", "hinter", "miss", "ver", "wider", "zer", "über", "ueber", "unter"];

/// Words that look like participles and say what is, not what is done.
const STATES: &[&str] = &["benötigt", "bereit", "bekannt", "gesamt", "erlaubt", "erwartet", "gefordert", "verlangt"];

fn has_prefix(word: &str) -> bool {
    word.chars().count() > 6 && PREFIXES.iter().any(|prefix| word.starts_with(prefix))
}

/// Whether a German word is a participle that makes a passive.
fn is_participle(word: &str) -> bool {
    if !word.starts_with(char::is_lowercase) || word.len() < 6 || is_one_of(word, STATES) {
        return false;
    }
    let is_separable = || {
        let inner = word.find("ge").filter(|at| (2..=8).contains(at));
        inner.is_some_and(|at| SEPARABLE.contains(&&word[..at]) && word.len() > at + 4)
    };
    let ends = word.ends_with('t') || word.ends_with("en");
    ends && (word.starts_with("ge") || is_separable())
        || word.ends_with("iert")
        || word.ends_with('t') && has_prefix(word)
        || word.ends_with("isiert")
}

const SEPARABLE: &[&str] = &[
    "ab", "an", "auf", "aus", "bei", "bereit", "dar", "durch", "ein", "entgegen", "fest", "frei", "heran", "heraus",
    "her", "herunter", "hervor", "hin", "hinein", "hinzu", "hoch", "los", "mit", "nach", "sicher", "statt", "teil",
    "um", "unter", "vor", "voraus", "vorher", "weg", "weiter", "wieder", "zu", "zurück", "zurueck", "zusammen", "über",
    "ueber",
];

/// English participles that do not end in -ed.
const IRREGULAR: &[&str] = &[
    "built", "chosen", "done", "drawn", "found", "given", "held", "kept", "made", "put", "read", "sent", "set",
    "shown", "sorted", "taken", "told", "written",
];

/// Participles that say what is, not what is done.
const ENGLISH_STATES: &[&str] =
    &["allowed", "based", "limited", "located", "needed", "red", "related", "required", "supposed", "used"];

/// An English passive: `must be stored`.
pub(super) fn english(sentence: Sentence<'_>, hit: &Hit) -> Option<Found> {
    let demanded = sentence.hits.iter().any(|other| other.class == Class::Oblige);
    let mut next = words(sentence.text, hit.range.end..sentence.end);
    let mut participle = next.next()?;
    if sentence.at(&participle).ends_with("ly") || is_one_of(sentence.at(&participle), &["not", "also"]) {
        participle = next.next()?;
    }
    let word = sentence.at(&participle);
    let is_passive = word.ends_with("ed") && !is_one_of(word, ENGLISH_STATES) || is_one_of(word, IRREGULAR);
    let is_near = !sentence.text[hit.range.end..participle.start].contains([',', '.', ';', ':', '(']);
    // „Orders that are kept“, „orders that must be kept“
    let mut before = sentence.words_to(hit.range.start).collect::<Vec<_>>().into_iter().rev();
    let is_relative = before.by_ref().take(2).any(|word| is_one_of(word, &["that", "which", "who"]));
    // Of „to be defined“ there is another thing to say.
    let is_open = sentence.hits.iter().any(|other| {
        other.class == Class::Todo && other.range.end >= hit.range.end && other.range.start <= hit.range.start
    });
    (demanded && !is_open && !is_relative && is_passive && is_near && !has_actor(sentence))
        .then(|| Found::new(WordingKind::Passive, Severity::Hint, hit.range.start..participle.end))
}
