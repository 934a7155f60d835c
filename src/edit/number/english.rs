//! English verbs of obligation.

use super::obligation::is_verb;
use super::words::{Clause, Sentence, Word};

/// Verbs that oblige by themselves.
pub(super) const MODALS: &[&str] = &["must", "shall", "should"];

/// Words that begin a circumstance.
const CIRCUMSTANCES: &[&str] = &[
    "if", "when", "whenever", "whether", "unless", "until", "while", "because", "since", "before", "after", "once",
    "as", "where", "why", "what", "which", "who", "how", "that",
];

/// Participles with which a text speaks of itself.
const REMARKS: &[&str] = &["noted", "mentioned", "remembered", "emphasised", "emphasized", "understood", "remarked"];

/// How many words may stand between `if` and the verb that belongs to it, where a comma was forgotten.
const NEAR: usize = 4;

/// Whether a clause of a sentence obliges by an English verb.
pub(super) fn obliges(sentence: &Sentence<'_>, at: usize) -> bool {
    let clause = &sentence.clauses[at];
    (0..clause.words.len()).any(|word| verb_obliges(sentence, at, word))
}

fn verb_obliges(sentence: &Sentence<'_>, at: usize, word: usize) -> bool {
    let clause = &sentence.clauses[at];
    let [one, two, three] = [0, 1, 2].map(|more| clause.lower(word + more));
    let by_modal =
        MODALS.contains(&one) && !matches!(two, "have" | "haves") || MODALS.contains(&one) && three == "been";
    let limits = |word: &Word<'_>| matches!(&*word.lower, "no" | "only");
    let forbids = one == "may" && (two == "not" || clause.words[..word].first().is_some_and(limits));
    let has_to = matches!(one, "has" | "have") && two == "to" && !is_denied(clause, word);
    let is_required = matches!(one, "is" | "are" | "be")
        && matches!(two, "required" | "obliged" | "expected")
        && !is_denied(clause, word)
        || matches!(one, "is" | "are") && (two == "not" && matches!(three, "permitted" | "allowed"));
    let is_needed = matches!(one, "is" | "are") && matches!(two, "mandatory" | "prohibited" | "forbidden");
    let needs = matches!(one, "need" | "needs") && two == "to" && !is_denied(clause, word);
    let offers = one == "can" && two == "be" && matches!(three, "offered" | "provided");
    let wants = one == "we" && matches!(two, "require" | "expect");
    let demands = wants || by_modal || forbids || has_to || is_required || is_needed || needs || offers;
    demands
        && is_verb(sentence, at, word)
        && !is_noun(clause, word)
        && !is_for_the_reader(clause, word)
        && !clause.has(REMARKS)
        && !is_in_circumstance(clause, word)
        && (by_wish(one) || !is_of_today(sentence, clause, word))
        && !(at == 0 && word == 0 && is_condition(sentence))
}

/// `does not have to`, `is not required`.
fn is_denied(clause: &Clause<'_>, verb: usize) -> bool {
    let from = verb.saturating_sub(2);
    let denies = |word: &Word<'_>| {
        matches!(&*word.lower, "not" | "never" | "no") || word.lower.ends_with("n't") || word.lower.ends_with("n’t")
    };
    clause.words[from..verb].iter().any(denies)
}

/// `a must`.
fn is_noun(clause: &Clause<'_>, word: usize) -> bool {
    let before = word.checked_sub(1).map_or("", |before| clause.lower(before));
    matches!(before, "a" | "the") && clause.lower(word) == "must"
}

/// `you should read`, `one must consider`: said to the reader.
fn is_for_the_reader(clause: &Clause<'_>, word: usize) -> bool {
    let before = word.checked_sub(1).map_or("", |before| clause.lower(before));
    matches!(before, "you" | "one")
}

/// Whether a verb says what is wanted, whenever.
fn by_wish(verb: &str) -> bool {
    matches!(verb, "shall" | "should")
}

/// `Today we must …`, `users currently have to …`: how it is, not how it shall be.
fn is_of_today(sentence: &Sentence<'_>, clause: &Clause<'_>, word: usize) -> bool {
    let before = word.checked_sub(1).map_or("", |before| clause.lower(before));
    before == "currently" || matches!(sentence.clauses[0].lower(0), "today" | "currently" | "presently")
}

fn is_in_circumstance(clause: &Clause<'_>, word: usize) -> bool {
    let begins = clause.words[..word].iter().rposition(|word| CIRCUMSTANCES.contains(&&*word.lower));
    // `ensure that users must …` and `it is required that X shall …` demand; `orders that must …` says which, and with an
    // article, `a log that must …`, demands.
    begins.is_some_and(|at| match clause.lower(at) {
        "that" => {
            word == at + 1 && !clause.words[..at].iter().rev().take(3).any(|word| matches!(&*word.lower, "a" | "an"))
        }
        _ => word - at <= NEAR && word > at,
    })
}

/// `Should an export fail, the …`
fn is_condition(sentence: &Sentence<'_>) -> bool {
    sentence.clauses[0].lower(0) == "should" && sentence.clauses.len() > 1 && sentence.clauses[0].end == Some(',')
}
