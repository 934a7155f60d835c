//! German verbs and word order of obligation.

use super::german_words::{
    ABLE, ALLOWED, CIRCUMSTANCES, CONTENTS, FINITE, NEEDED, NO_INFINITIVES, PREFIXES, PREPOSITIONS, READERS, RELATIVES,
    REMARKS, THOUGHTS, TODAY,
};
use super::obligation::{Standing, is_verb};
use super::words::{Clause, Sentence, Word};

/// Forms of müssen.
pub(super) const MUST: &[&str] = &["muss", "muß", "müssen", "müßen", "mussen", "muessen"];

/// Forms of sollen.
pub(super) const SHALL: &[&str] = &["soll", "sollen", "sollte", "sollten"];

/// Forms of dürfen.
const MAY: &[&str] = &["darf", "dürfen", "duerfen"];

/// Whether a clause of a sentence obliges by a German verb.
pub(super) fn obliges(sentence: &Sentence<'_>, at: usize) -> bool {
    let clause = &sentence.clauses[at];
    let by_verb = (0..clause.words.len()).any(|word| verb_obliges(sentence, at, word));
    by_verb || has_to(sentence, at) || is_needed(sentence, at) || binds_itself(clause)
}

fn verb_obliges(sentence: &Sentence<'_>, at: usize, word: usize) -> bool {
    let clause = &sentence.clauses[at];
    let verb = clause.lower(word);
    let (must, shall, may) = (MUST.contains(&verb), SHALL.contains(&verb), MAY.contains(&verb));
    let offers = matches!(verb, "kann" | "können" | "koennen") && is_offered(clause);
    if !(must || shall || may || offers) || !is_verb(sentence, at, word) {
        return false;
    }
    let means = |demands: bool| demands && counts(sentence, at, word);
    match () {
        () if at == 0 && word == 0 && is_condition(sentence) => false,
        () if is_noun(clause, word) || is_thought(sentence, at, word) => false,
        () if must => means(!is_spared(clause, word) && !is_of_today(sentence, at, word)),
        () if may => means(is_forbidden(sentence, at, word)),
        () => means(true),
    }
}

/// `Soll` beside `Ist`, or alone.
fn is_noun(clause: &Clause<'_>, word: usize) -> bool {
    let is_alone = clause.words.len() == 1 && clause.end != Some(':') && !clause.words[word].is_shouted();
    let before = word.checked_sub(1).map_or("", |before| clause.lower(before));
    let is_state = word == 0 && matches!(clause.lower(1), "ist" | "und") && clause.words.len() < 4;
    is_alone && word == 0 && clause.words[0].is_capital() && clause.end.is_none()
        || is_state
        || matches!(before, "ein" | "kein") && clause.words[word].is_capital()
}

/// Whether what a verb says counts in the clause that it stands in.
fn counts(sentence: &Sentence<'_>, at: usize, word: usize) -> bool {
    match standing(sentence, at, word) {
        Standing::Main | Standing::Content => true,
        Standing::Circumstance => false,
        Standing::Relative => is_new(sentence, at),
    }
}

/// „Soll ein Export erfolgen, so …“, „Sollte …, wird …“: the verb stands first and another clause follows.
fn is_condition(sentence: &Sentence<'_>) -> bool {
    let [first, next, ..] = &*sentence.clauses else { return false };
    // An entry that starts with a small letter goes on with the sentence above it.
    if first.end != Some(',') || !first.words[0].is_capital() {
        return false;
    }
    let has_subject =
        ["ein", "eine", "der", "die", "das", "es", "man", "er", "sie", "dies", "diese", "dieser", "dieses"]
            .contains(&first.lower(1));
    let follows = sentence.clauses[1..].iter().any(|clause| FINITE.contains(&clause.lower(0)));
    matches!(first.lower(0), "sollte" | "sollten")
        || follows && has_subject
        || FINITE.contains(&next.lower(0)) && !matches!(next.lower(0), "muss" | "soll" | "kann" | "darf")
}

/// What the clause is in which a verb stands. A verb in the middle of a clause is a main clause's, whatever that begins with:
/// authors forget commas.
pub(super) fn standing(sentence: &Sentence<'_>, at: usize, word: usize) -> Standing {
    let clause = &sentence.clauses[at];
    let behind = clause.lower(word + 1);
    let is_last = word + 1 >= clause.words.len() || matches!(behind, "und" | "oder" | "bzw" | "sowie" | "sind" | "ist");
    if !is_last || word == 0 {
        return Standing::Main;
    }
    // A comma between two nouns of a subordinate clause ends none.
    for earlier in (0..=at).rev() {
        if let Some(standing) = begins(sentence, earlier) {
            return standing;
        }
        let is_joined = earlier > 0 && matches!(sentence.clauses[earlier - 1].end, Some(',' | '(' | ')'));
        if !is_joined {
            break;
        }
    }
    Standing::Main
}

/// What a clause is by its first words; none if they do not tell.
fn begins(sentence: &Sentence<'_>, at: usize) -> Option<Standing> {
    let clause = &sentence.clauses[at];
    let lead = ["und", "oder", "aber", "sowie", "auch", "nur", "außer", "selbst", "insbesondere", "je"];
    let from = usize::from(lead.contains(&clause.lower(0)) && clause.words.len() > 1);
    let (first, second) = (clause.lower(from), clause.lower(from + 1));
    let is_that = |word| matches!(word, "dass" | "daß");
    if is_that(second) {
        let is_circumstance = matches!(first, "ohne" | "statt" | "anstatt");
        return Some(if is_circumstance { Standing::Circumstance } else { Standing::Content });
    }
    if CONTENTS.contains(&first) {
        return Some(Standing::Content);
    }
    let after_comma = at > 0 && matches!(sentence.clauses[at - 1].end, Some(','));
    let by_preposition = PREPOSITIONS.contains(&first) && RELATIVES.contains(&second);
    if after_comma && (RELATIVES.contains(&first) || by_preposition) {
        return Some(Standing::Relative);
    }
    CIRCUMSTANCES.contains(&first).then_some(Standing::Circumstance)
}

/// Whether the noun before a relative clause is a new one: „eine Übersicht, die … zeigen muss“ demands, „die Felder, die
/// ausgefüllt werden müssen“ only says which.
fn is_new(sentence: &Sentence<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &sentence.clauses[before]) else { return false };
    let article = before.words.iter().rev().take(6).find_map(|word| match &*word.lower {
        "ein" | "eine" | "einen" | "einem" | "einer" | "eines" => Some(true),
        lower if RELATIVES.contains(&lower) || matches!(lower, "alle" | "allen" | "jeder" | "jede" | "jedes") => {
            Some(false)
        }
        _ => None,
    });
    article.unwrap_or(false)
}

/// „Heute muss man …“, „die Filialen müssen derzeit …“: how it is, not how it shall be.
fn is_of_today(sentence: &Sentence<'_>, at: usize, verb: usize) -> bool {
    TODAY.contains(&sentence.clauses[0].lower(0)) || TODAY.contains(&sentence.clauses[at].lower(verb + 1))
}

/// Whether a word denies.
fn denies(word: &str) -> bool {
    matches!(word, "nicht" | "nie" | "niemals" | "weder" | "keinesfalls" | "keineswegs") || word.starts_with("kein")
}

/// „muss nicht“, „keine … müssen“: need not. „muss nicht nur“ must.
fn is_spared(clause: &Clause<'_>, verb: usize) -> bool {
    let is_final = verb + 1 == clause.words.len();
    let rest = if is_final { 0..verb } else { verb + 1..clause.words.len() };
    let before = !is_final && clause.words[..verb].first().is_some_and(|word| word.lower.starts_with("kein"));
    before || rest.into_iter().any(|at| denies(clause.lower(at)) && !is_of_the_noun(clause, at))
}

/// „nicht nur“, „nicht angemeldete Nutzer“.
fn is_of_the_noun(clause: &Clause<'_>, at: usize) -> bool {
    let next = clause.lower(at + 1);
    if next == "nur" || next == "allein" {
        return true;
    }
    let is_attribute = ["te", "ten", "ter", "tes", "tem", "ene", "enen", "ener", "bare", "baren", "ige", "igen"]
        .iter()
        .any(|ending| next.ends_with(ending));
    is_attribute && clause.words.get(at + 2).is_some_and(Word::is_capital)
}

/// „darf nicht“, „keine … dürfen“, „dürfen nur“.
fn is_forbidden(sentence: &Sentence<'_>, at: usize, verb: usize) -> bool {
    let limits =
        |word: &str| denies(word) || matches!(word, "nur" | "ausschließlich" | "höchstens" | "maximal" | "lediglich");
    let in_clause = |clause: &Clause<'_>, from: usize| {
        (from..clause.words.len()).any(|word| limits(clause.lower(word)) && clause.lower(word + 1) != "nur")
    };
    // „dürfen strengere, aber nicht verbotene Wege erlauben“
    let goes_on = |clause: &&Clause<'_>| matches!(clause.lower(0), "aber" | "jedoch" | "sondern");
    let clause = &sentence.clauses[at];
    let from = if verb + 1 == clause.words.len() { 0 } else { verb + 1 };
    let limits_first = |word: &Word<'_>| word.lower.starts_with("kein") || matches!(&*word.lower, "nur" | "nicht");
    let before = clause.words[..verb].first().is_some_and(limits_first);
    before
        || in_clause(clause, from)
        || sentence.clauses[at + 1..].first().filter(goes_on).is_some_and(|clause| in_clause(clause, 0))
}

/// „Man muss bedenken“, „es muss erwähnt werden“, „zu beachten ist, dass“.
fn is_thought(sentence: &Sentence<'_>, at: usize, verb: usize) -> bool {
    let clause = &sentence.clauses[at];
    let person = [verb.wrapping_sub(1), verb + 1].iter().any(|at| matches!(clause.lower(*at), "man" | "wir" | "ich"));
    let thinks = person && clause.has(THOUGHTS);
    let says_that = sentence.clauses.get(at + 1).is_some_and(|next| matches!(next.lower(0), "dass" | "daß"));
    thinks || clause.has(REMARKS) || says_that && clause.has(&["beachtet", "berücksichtigt"])
}

/// „kann … angeboten werden“, „können … zur Verfügung gestellt werden“.
fn is_offered(clause: &Clause<'_>) -> bool {
    clause.has(&["werden"])
        && (clause.has(&["angeboten", "bereitgestellt"])
            || clause.has(&["verfügung", "auswahl"]) && clause.has(&["gestellt"]))
}

/// „hat … zu“, „sind … zu“, „… zu verschlüsseln sind“.
fn has_to(sentence: &Sentence<'_>, at: usize) -> bool {
    let clause = &sentence.clauses[at];
    let Some(verb) = clause.words.iter().position(|word| matches!(&*word.lower, "ist" | "sind" | "hat" | "haben"))
    else {
        return false;
    };
    if !clause.any(|word| word.lower == "zu" || word.lower.contains("zu")) || clause.has(ABLE) {
        return false;
    }
    let Some(infinitive) = (0..clause.words.len()).find(|at| is_infinitive_with_zu(clause, *at)) else { return false };
    let says_that = sentence.clauses.get(at + 1).is_some_and(|next| matches!(next.lower(0), "dass" | "daß"));
    let tells = READERS.contains(&clause.lower(infinitive))
        || says_that && matches!(clause.lower(infinitive), "beachten" | "berücksichtigen");
    !tells && counts(sentence, at, verb)
}

/// Whether a word is an infinitive with `zu`, before it or in it.
fn is_infinitive_with_zu(clause: &Clause<'_>, at: usize) -> bool {
    let word = &clause.words[at];
    let next_is_noun = clause.words.get(at + 1).is_some_and(Word::is_capital);
    if word.is_capital() && at > 0 || next_is_noun || !word.lower.ends_with('n') {
        return false;
    }
    if at > 0 && clause.lower(at - 1) == "zu" {
        let ends = ["en", "ern", "eln", "tun"].iter().any(|ending| word.lower.ends_with(ending));
        return ends && !NO_INFINITIVES.contains(&&*word.lower) && word.lower.chars().count() > 2;
    }
    PREFIXES.iter().any(|prefix| {
        let verb = word.lower.strip_prefix(prefix).and_then(|rest| rest.strip_prefix("zu"));
        verb.is_some_and(|verb| {
            verb.chars().count() > 3 && (verb.ends_with("en") || verb.ends_with("rn") || verb.ends_with("ln"))
        })
    })
}

/// „ist erforderlich“, „sind verpflichtend“, „ist Pflicht“, „Pflicht ist“, „ist nicht zulässig“, „nur … sind erlaubt“.
fn is_needed(sentence: &Sentence<'_>, at: usize) -> bool {
    let clause = &sentence.clauses[at];
    let is = |at: usize| matches!(clause.lower(at), "ist" | "sind");
    let by_noun =
        |at: &usize| clause.words[*at].text == "Pflicht" && [at.wrapping_sub(1), at + 1].iter().any(|at| is(*at));
    let is_allowed = |at: &usize| ALLOWED.contains(&clause.lower(*at));
    let named = (0..clause.words.len()).find(|at| NEEDED.contains(&clause.lower(*at)) || by_noun(at) || is_allowed(at));
    let Some(named) = named else { return false };
    let is_said = clause.has(&["ist", "sind", "sein", "wird", "werden", "gilt", "wäre", "wären"]);
    let limits = |word: &Word<'_>| denies(&word.lower) || matches!(&*word.lower, "nur" | "ausschließlich");
    let is_denied =
        if is_allowed(&named) { !clause.any(limits) } else { clause.words.iter().any(|word| denies(&word.lower)) }
            || clause.has(&["falls", "wenn", "sofern", "soweit", "ohne", "wo", "soviel"]);
    let is_first = begins(sentence, at).is_some_and(|standing| standing != Standing::Content);
    is_said && !is_denied && !is_first && !clause.words[named].is_quoted
}

/// „Der Auftragnehmer verpflichtet sich, …“.
fn binds_itself(clause: &Clause<'_>) -> bool {
    let binds =
        |at: usize| matches!(clause.lower(at), "verpflichtet" | "verpflichten") && clause.lower(at + 1) == "sich";
    (0..clause.words.len()).any(binds)
}
