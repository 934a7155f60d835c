//! Whether a text states an obligation, in German or English.
//!
//! A sentence is looked at clause by clause. In a German main clause the verb stands second, in a subordinate one last, and
//! a condition, a question or a relative clause demands nothing by itself: „wenn ein Nutzer sich anmelden muss“ is no
//! demand, „…, dass das System warnen muss“ is one.

use super::words::{Clause, Sentence, Word, sentences};
use super::{english, german};

/// What a clause is to its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Says something by itself.
    Main,
    /// Says what must be, as behind `dass`.
    Content,
    /// Describes a noun.
    Relative,
    /// Gives a condition, a reason, a time, a question.
    Circumstance,
}

/// Whether some sentence of a text states an obligation.
pub fn obliges(text: &str) -> bool {
    sentences(text).iter().any(sentence_obliges)
}

/// What a text says that a list or table may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Whether its last sentence introduces what follows as an obligation: „Das System muss:“.
    pub introduces: bool,
    /// Whether the verb is still to come, so that what follows completes the sentence.
    pub is_open: bool,
    /// Whether another sentence of it states an obligation by itself.
    pub obliges: bool,
}

/// Looks at a text as the lead of what follows it.
pub fn lead(text: &str) -> Lead {
    let sentences = sentences(text);
    let Some((last, before)) = sentences.split_last() else {
        return Lead { introduces: false, is_open: false, obliges: false };
    };
    let last_obliges = sentence_obliges(last) || is_bare_label(last);
    let is_open = last.clauses.last().is_some_and(is_open);
    let leads = last.clauses.last().is_some_and(|clause| matches!(clause.end, Some(':' | '…')))
        || is_open && last.clauses.last().is_some_and(|clause| clause.end.is_none());
    let introduces = leads && last_obliges;
    Lead { introduces, is_open, obliges: before.iter().any(sentence_obliges) || last_obliges && !introduces }
}

/// Whether a clause stops before its verb: „muss mindestens“, “shall be able to”.
fn is_open(clause: &Clause<'_>) -> bool {
    const STOPS: &[&str] = &[
        "können",
        "folgendes",
        "mindestens",
        "zumindest",
        "insbesondere",
        "auch",
        "also",
        "to",
        "least",
        "the",
        "following",
    ];
    let is_stop = |word: &&Word<'_>| STOPS.contains(&&*word.lower) || matches!(&*word.lower, "at" | "able" | "be");
    let stops = clause.words.iter().rev().take_while(is_stop).count();
    let left = clause.words.len() - stops;
    left > 0 && is_modal(&clause.words[left - 1].lower)
}

/// Whether a word is a verb that obliges.
fn is_modal(word: &str) -> bool {
    german::MUST.contains(&word) || german::SHALL.contains(&word) || english::MODALS.contains(&word)
}

/// `Muss:` alone.
fn is_bare_label(sentence: &Sentence<'_>) -> bool {
    matches!(&*sentence.clauses, [clause] if clause.words.len() == 1 && is_modal(clause.lower(0)))
}

fn sentence_obliges(sentence: &Sentence<'_>) -> bool {
    if sentence.asks || explains(sentence) {
        return false;
    }
    let clauses = &sentence.clauses;
    let labelled = clauses.len() > 1 && clauses[0].end == Some(':') && clauses[0].words.len() == 1;
    if labelled && matches!(clauses[0].lower(0), "muss" | "must" | "shall") {
        return true;
    }
    (0..clauses.len()).any(|at| german::obliges(sentence, at) || english::obliges(sentence, at))
}

/// Whether a sentence speaks of words, of the document itself, or of what the reader is to think.
fn explains(sentence: &Sentence<'_>) -> bool {
    const KEY_WORDS: &[&str] =
        &["schlüsselwort", "schlüsselwörter", "schlüsselworte", "keywords", "keyword", "modalverb", "modalverben"];
    let has = |words: &[&str]| sentence.clauses.iter().any(|clause| clause.has(words));
    let key_words = has(KEY_WORDS) || has(&["key"]) && has(&["words", "word"]);
    key_words || speaks_of_the_document(&sentence.clauses[0])
}

/// „Dieses Dokument soll …“: what it is for. What must be in it or be done with it is a demand all the same.
fn speaks_of_the_document(clause: &Clause<'_>) -> bool {
    const DOCUMENTS: &[&str] = &[
        "dokument",
        "lastenheft",
        "pflichtenheft",
        "kapitel",
        "abschnitt",
        "anforderungsdokument",
        "anforderungskatalog",
        "document",
        "section",
        "chapter",
        "specification",
    ];
    let verb = clause.words.iter().position(|word| matches!(&*word.lower, "soll" | "sollte" | "should" | "shall"));
    let named = clause.words.iter().take(4).position(|word| DOCUMENTS.contains(&&*word.lower));
    let (Some(verb), Some(named)) = (verb, named) else { return false };
    let is_this = |word: &Word<'_>| {
        word.lower.starts_with("dies")
            || word.lower.starts_with("vorliegend")
            || matches!(&*word.lower, "das" | "this" | "the" | "der")
    };
    verb == named + 1 && named > 0 && clause.words[..named].iter().all(is_this)
}

/// Whether a word at a place of a sentence may be a verb: no noun, and not only quoted.
pub(super) fn is_verb(sentence: &Sentence<'_>, clause: usize, at: usize) -> bool {
    let word = &sentence.clauses[clause].words[at];
    let starts = at == 0 && (clause == 0 || matches!(sentence.clauses[clause - 1].end, Some(':' | '–' | '—' | '…')));
    !word.is_quoted && (starts || !word.is_capital() || word.is_shouted())
}
