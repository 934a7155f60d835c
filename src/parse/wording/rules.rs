//! What each word of the lexicon means where it stands: the findings in one sentence.

use super::lexicon::{Class, LEXICON};
use super::passive;
use super::quantity;
use super::scan::{Hit, Sentence, is_one_of, words};
use crate::diag::Severity;
use crate::model::{Role, WordingKind};
use std::ops::Range;

/// Something found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub kind: WordingKind,
    pub severity: Severity,
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What it says, where that is not what stands there.
    pub words: Option<String>,
}

impl Found {
    pub fn new(kind: WordingKind, severity: Severity, range: Range<usize>) -> Self {
        Self { kind, severity, range, words: None }
    }
}

/// More words than this are too many for one sentence. Of the sentences in real documents about one in a hundred is longer.
const LONG: usize = 40;

/// Adds what is found in a sentence.
pub(super) fn judge(sentence: Sentence<'_>, role: Role, found: &mut Vec<Found>) {
    for hit in sentence.hits {
        if let Some(it) = of_hit(sentence, role, hit) {
            found.push(it);
        }
    }
    found.extend(two_obligations(sentence));
    found.extend(long_sentence(sentence));
}

/// Whether a sentence says how binding something is.
pub(super) fn binds(sentence: Sentence<'_>) -> bool {
    sentence.hits.iter().any(|hit| matches!(hit.class, Class::Oblige | Class::Bind | Class::Become)) || has_to(sentence)
}

/// „ist dem Kunden anzuzeigen“, „hat die Daten zu sichern“: the verb and its `zu` stand apart.
fn has_to(sentence: Sentence<'_>) -> bool {
    if memchr::memmem::find(&sentence.text.as_bytes()[sentence.start..sentence.end], b"zu").is_none() {
        return false;
    }
    let (mut is_said, mut before) = (false, "");
    for word in words(sentence.text, sentence.start..sentence.end).map(|word| sentence.at(&word)) {
        is_said |= is_one_of(word, &["ist", "sind", "hat", "haben"]);
        let is_verb = ["en", "rn", "ln", "tun", "sein"].iter().any(|ending| word.ends_with(ending))
            && word.starts_with(char::is_lowercase);
        let is_joined = word.get(2..).is_some_and(|rest| rest.contains("zu"));
        if is_said && is_verb && (before == "zu" || is_joined) {
            return true;
        }
        before = word;
    }
    false
}

/// Whether a sentence demands something.
fn demands(sentence: Sentence<'_>) -> bool {
    sentence.hits.iter().any(|hit| hit.class == Class::Oblige)
}

fn of_hit(sentence: Sentence<'_>, role: Role, hit: &Hit) -> Option<Found> {
    use Severity::{Hint, Warning};
    let found = |kind, severity| Some(Found::new(kind, severity, hit.range.clone()));
    let word = sentence.at(&hit.range);
    match hit.class {
        _ if is_name(sentence, hit) => None,
        Class::Vague if is_explained(sentence, hit) => None,
        Class::Vague => found(WordingKind::Vague, Warning),
        Class::Loose => found(WordingKind::Vague, Hint),
        Class::Easy if is_easily_done(sentence, hit) => found(WordingKind::Vague, Warning),
        Class::Open if is_abbreviated(sentence, hit) => found(WordingKind::OpenList, Warning),
        Class::Example if is_abbreviated(sentence, hit) => found(WordingKind::OpenList, Hint),
        Class::Or => or(sentence, hit),
        Class::Respectively => found(WordingKind::Or, Hint),
        Class::Better if !has_reference(sentence, hit) && !is_rank(sentence, hit) => {
            found(WordingKind::Comparative, Warning)
        }
        Class::PerhapsBetter if is_comparison(sentence, hit) => {
            if has_reference(sentence, hit) {
                None
            } else {
                found(WordingKind::Comparative, Warning)
            }
        }
        Class::PerhapsBetter => {
            let stem = word.len() - "er".len();
            let is_vague = LEXICON.of(&word.as_bytes()[..stem]).iter().any(|entry| entry.class == Class::Vague);
            if is_vague { found(WordingKind::Vague, Warning) } else { None }
        }
        Class::Some | Class::Several | Class::Size => quantity::amount(sentence, hit),
        Class::Number => quantity::number(sentence, hit),
        Class::Always if is_total(sentence, hit) => found(WordingKind::Totality, Hint),
        Class::All if is_unbounded(sentence, hit) => found(WordingKind::Totality, Hint),
        // What is the case may be said so where the answer is; who acts there is the product.
        Class::Become if role == Role::Lastenheft || demands(sentence) => passive::german(sentence, hit),
        Class::Be => passive::english(sentence, hit),
        Class::Nobody if is_nobody(sentence, hit) => found(WordingKind::Passive, Hint),
        Class::Todo if is_todo(sentence, hit) => found(WordingKind::OpenPoint, Warning),
        Class::Undecided if is_undecided(sentence, hit) => found(WordingKind::OpenPoint, Warning),
        _ => None,
    }
}

/// How many words may stand between a vague word and the bracket that explains it.
const NEAR: usize = 4;

/// Whether a bracket with a figure behind a vague word says what it means: „schnell (unter 2 s)“.
fn is_explained(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let rest = &sentence.text[hit.range.end..sentence.end];
    let Some((between, inside)) = rest.split_once('(') else { return false };
    let inside = inside.split(')').next().unwrap_or_default();
    !between.contains([',', ';', ':'])
        && between.split_whitespace().count() <= NEAR
        && inside.contains(|c: char| c.is_ascii_digit())
}

/// „höhere Ebene“, „höhere Gewalt“: a place in an order, and not compared with anything.
fn is_rank(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let ranks = ["Ebene", "Ebenen", "Stufe", "Stufen", "Instanz", "Gewalt", "level", "levels"];
    sentence.after(hit.range.end).is_some_and(|word| is_one_of(word, &ranks))
}

/// Whether a word is a name: „die Quick Registration“, „die CA“.
fn is_name(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let word = sentence.at(&hit.range);
    let mut letters = word.chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    let is_inside = sentence.before(hit.range.start).is_some();
    matches!(hit.class, Class::Vague | Class::Loose | Class::Easy | Class::Some | Class::Size)
        && is_capital
        && is_inside
        || word == "CA"
}

/// „man“, not `the man`.
fn is_nobody(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let articles = ["the", "a", "any", "each", "every", "no", "one", "old"];
    sentence.at(&hit.range) != "MAN" && !sentence.before(hit.range.start).is_some_and(|word| is_one_of(word, &articles))
}

/// What somebody does and calls easy. „Einfache Richtwertmethode“ is a name.
const DOINGS: &[&str] = &[
    "anbindung",
    "anpassung",
    "bedien",
    "benutz",
    "benutzer",
    "benutzung",
    "einbindung",
    "einrichtung",
    "erweiter",
    "handhab",
    "install",
    "integration",
    "konfigur",
    "navigation",
    "nutz",
    "oberfläche",
    "pflege",
    "suche",
    "verwalt",
    "wartung",
    "zugang",
    "zugriff",
    "use",
    "interface",
    "installation",
];

fn is_easily_done(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let Some(next) = sentence.after(hit.range.end) else { return false };
    let next = next.to_lowercase();
    let does = |word: &str| DOINGS.iter().any(|doing| word.starts_with(doing));
    let is_adverb = is_one_of(sentence.at(&hit.range), &["einfach", "leicht"]);
    does(&next) || is_adverb && (next == "zu" || next.ends_with("bar") || next.ends_with("lich"))
}

/// A group whose words are single letters is one with its dots.
fn is_abbreviated(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let word = sentence.at(&hit.range);
    let is_letters = word.split(|c: char| !c.is_alphanumeric()).all(|part| part.chars().count() < 2);
    !is_letters || word.contains('.') && sentence.text[hit.range.end..sentence.text.len()].starts_with('.')
}

/// Words after which an „oder“ is no choice that is left to somebody: conditions, denials, declared choices.
const SETTLED: &[&str] = &[
    "wenn",
    "falls",
    "sofern",
    "sobald",
    "solange",
    "ob",
    "entweder",
    "kein",
    "keine",
    "keinen",
    "keinem",
    "keiner",
    "nicht",
    "ohne",
    "weder",
    "jede",
    "jeder",
    "jedes",
    "jeden",
    "alle",
    "folgenden",
    "following",
    "wer",
    "if",
    "when",
    "whether",
    "either",
    "no",
    "not",
    "without",
    "unless",
    "each",
    "any",
    "every",
    "mehr",
    "weniger",
    "more",
    "less",
    "fewer",
    "zwischen",
    "between",
    "die",
    "der",
    "das",
    "that",
    "which",
];

/// Words that begin a condition.
const CONDITIONS: &[&str] =
    &["wenn", "falls", "sofern", "sobald", "solange", "ob", "entweder", "if", "when", "whether", "either"];

/// Words behind „oder“ that make it a range: „2 oder mehr“.
const RANGES: &[&str] = &[
    "mehr", "weniger", "höher", "neuer", "später", "älter", "größer", "kleiner", "länger", "gleich", "more", "less",
    "fewer", "higher", "later", "newer", "above", "below", "equal", "nicht", "not",
];

fn or(sentence: Sentence<'_>, hit: &Hit) -> Option<Found> {
    let before = sentence.text[sentence.start..hit.range.start].trim_end();
    let slashed = before.strip_suffix('/').map(str::trim_end);
    if let Some(joined) = slashed
        && let Some(start) = joined.len().checked_sub("und".len())
        && joined.get(start..).is_some_and(|word| is_one_of(word, &["und", "and"]))
    {
        let start = sentence.start + start;
        return Some(Found::new(WordingKind::Or, Severity::Warning, start..hit.range.end));
    }
    let next = sentence.after(hit.range.end)?;
    if !demands(sentence) || is_one_of(next, RANGES) || slashed.is_some() {
        return None;
    }
    let demand = sentence.hits.iter().find(|hit| hit.class == Class::Oblige)?;
    // What the demand is about stands behind it.
    let is_settled = hit.range.start < demand.range.start
        || words(sentence.text, demand.range.end..hit.range.start).any(|word| is_one_of(sentence.at(&word), SETTLED))
        || sentence.words_to(demand.range.start).any(|word| is_one_of(word, &["folgenden", "following"]))
        || sentence.words_to(demand.range.start).next().is_some_and(|first| is_one_of(first, CONDITIONS));
    (!is_settled).then(|| Found::new(WordingKind::Or, Severity::Hint, hit.range.clone()))
}

/// Words before an adjective in -er that make it a plain one: „ein schneller Weg“, „mit schneller Suche“.
const ARTICLES: &[&str] =
    &["ein", "kein", "mit", "in", "bei", "von", "nach", "zu", "aus", "unter", "jeder", "mancher", "pro", "je"];

fn is_comparison(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let is_plain = sentence.before(hit.range.start).is_some_and(|word| is_one_of(word, ARTICLES));
    let is_before_noun = sentence.after(hit.range.end).is_some_and(|next| next.starts_with(char::is_uppercase));
    !is_plain && !is_before_noun
}

/// Whether a comparison says with what.
fn has_reference(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let is_limit = sentence.before(hit.range.start).is_some_and(|word| {
        is_one_of(word, &["oder", "or", "und", "and", "no", "not", "nicht", "desto", "umso", "je"])
    });
    let pairs = |word: &str| is_one_of(word, &["je", "desto", "umso"]);
    is_limit
        || sentence.words_from(hit.range.end).any(|word| is_one_of(word, &["als", "than", "gegenüber", "compared"]))
        || sentence.words_to(hit.range.start).any(|word| pairs(word) || is_one_of(word, &["gegenüber"]))
}

fn is_total(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let next = sentence.after(hit.range.end);
    !is_one_of(sentence.at(&hit.range), &["immer"])
        || next.is_none_or(|next| !is_one_of(next, &["noch", "wieder", "wenn", "dann"]))
}

/// Words that say which of them all are meant.
const BOUNDS: &[&str] = &[
    "der", "des", "dieser", "dieses", "einer", "eines", "seiner", "ihrer", "von", "vom", "aus", "in", "im", "mit",
    "zu", "zum", "zur", "an", "am", "auf", "für", "fuer", "bei", "beim", "ab", "je", "ohne", "unter", "zwischen", "of",
    "in", "on", "with", "that", "which", "who", "from", "for", "between", "without", "to", "at",
];

/// Whether nothing says which of all things are meant: not „alle Felder der Anlage 2“, not „alle 15 Minuten“, not „alle
/// Nutzer, die …“.
fn is_unbounded(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let is_english = is_one_of(sentence.at(&hit.range), &["all", "every"]);
    let mut rest = words(sentence.text, hit.range.end..sentence.end);
    let Some(first) = rest.next() else { return true };
    let word = sentence.at(&first);
    let questions = ["ob", "wenn", "falls", "sobald", "bis", "nicht", "not", "if", "when", "until"];
    let is_asked = sentence.before(hit.range.start).is_some_and(|word| is_one_of(word, &questions));
    let is_rest = is_asked
        || is_one_of(
            word,
            &["anderen", "übrigen", "uebrigen", "weiteren", "restlichen", "other", "others", "remaining"],
        );
    if is_rest || is_one_of(word, BOUNDS) || word.starts_with(|c: char| c.is_ascii_digit()) || is_number(word) {
        return false;
    }
    if !is_english && !word.starts_with(char::is_uppercase) {
        // „Alle geöffneten Sitzungen“ says which; „alle können Sitzungen öffnen“ does not.
        let is_verb = sentence.hits.iter().any(|other| other.range == first);
        return is_verb || !rest.next().is_some_and(|noun| sentence.at(&noun).starts_with(char::is_uppercase));
    }
    let noun = first;
    let Some(next) = rest.next() else { return true };
    let between = &sentence.text[noun.end..next.start];
    let next = sentence.at(&next);
    let is_relative =
        between.trim_start().starts_with(',') && is_one_of(next, &["die", "deren", "welche", "denen", "that", "which"]);
    let is_bound = between.trim().is_empty() && (is_one_of(next, BOUNDS) || next.starts_with(char::is_uppercase));
    !is_relative && !is_bound && !between.contains(['(', ':'])
}

fn is_number(word: &str) -> bool {
    is_one_of(
        word,
        &[
            "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "zwölf", "two", "three", "four",
            "five",
        ],
    )
}

/// „todo“ in small letters is a word of the trade, „noch offen sind“ a clause about the thing itself.
fn is_todo(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let word = sentence.at(&hit.range);
    let is_marked = !word.contains(' ') && !is_one_of(word, &["tbd", "tbc", "tbr"]);
    let is_about = sentence.after(hit.range.end).is_some_and(|next| is_one_of(next, &["ist", "sind", "war", "waren"]));
    (!is_marked || word.chars().any(char::is_uppercase)) && !is_about
}

/// „(offen)“, „noch offen“ and „Offen: …“; not „ein offen stehender Posten“.
fn is_undecided(sentence: Sentence<'_>, hit: &Hit) -> bool {
    let before = sentence.text[sentence.start..hit.range.start].trim();
    let behind = sentence.text[hit.range.end..sentence.end].trim();
    let is_alone = before.is_empty() && behind.starts_with(':');
    let is_bracketed = before.ends_with(['(', '[']) && behind.starts_with([')', ']', ':', ',']);
    let is_last = matches!(behind, "" | "." | "!");
    let is_still = sentence.before(hit.range.start).is_some_and(|word| is_one_of(word, &["noch"]));
    is_alone || is_bracketed || is_still && is_last
}

/// The second demand of a sentence. A verb at the end of its clause belongs to one that only explains.
fn two_obligations(sentence: Sentence<'_>) -> Option<Found> {
    let is_main = |hit: &&Hit| {
        let next = sentence.text[hit.range.end..sentence.text.len()].trim_start();
        let is_last = next.is_empty() || next.starts_with([',', '.', ';', ':', ')', '(', '!', '?', '–', '—', '/']);
        let before = sentence.before(hit.range.start);
        // „Sollte …“ begins a condition, „that must …“ a relative clause.
        let is_condition = before.is_none_or(|_| sentence.text[sentence.start..hit.range.start].trim().is_empty())
            && sentence.at(&hit.range).starts_with(char::is_uppercase);
        let is_relative = before.is_some_and(|word| {
            is_one_of(word, &["that", "which", "who", "what", "if", "werden", "können", "sein", "haben"])
        });
        let joins = sentence.after(hit.range.end).is_some_and(|next| is_one_of(next, &["und", "oder", "and", "or"]));
        !is_last && !is_condition && !is_relative && !joins
    };
    let second = sentence.hits.iter().filter(|hit| hit.class == Class::Oblige).filter(is_main).nth(1)?;
    Some(Found::new(WordingKind::TwoObligations, Severity::Hint, second.range.clone()))
}

fn long_sentence(sentence: Sentence<'_>) -> Option<Found> {
    // Nobody writes words of three letters throughout.
    if sentence.end - sentence.start < LONG * 4 {
        return None;
    }
    let count = words(sentence.text, sentence.start..sentence.end).count();
    let first = words(sentence.text, sentence.start..sentence.end).next()?;
    (count > LONG).then(|| Found {
        words: Some(count.to_string()),
        ..Found::new(WordingKind::LongSentence, Severity::Hint, first)
    })
}
