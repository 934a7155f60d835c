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

/// What the last sentence of a text leaves to what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing: it is complete.
    Nothing,
    /// The verb is still to come, so that what follows completes the sentence.
    Verb,
    /// The same, and it is denied: „Das Portal soll nicht:“. Alone, the entries would say the opposite.
    Denied,
}

/// What a text says that a list or table may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Whether its last sentence introduces what follows as an obligation: „Das System muss:“.
    pub introduces: bool,
    /// What is left to say.
    pub rest: Rest,
    /// Whether another sentence of it states an obligation by itself.
    pub obliges: bool,
}

/// Looks at a text as the lead of what follows it.
pub fn lead(text: &str) -> Lead {
    let sentences = sentences(text);
    let Some((last, before)) = sentences.split_last() else {
        return Lead { introduces: false, rest: Rest::Nothing, obliges: false };
    };
    let last_obliges = sentence_obliges(last) || is_bare_label(last);
    let is_open = last.clauses.last().is_some_and(is_open);
    // „Optional soll es möglich sein,“ goes on in the list below.
    let leads = last.clauses.last().is_some_and(|clause| matches!(clause.end, Some(':' | '…' | ',')))
        || is_open && last.clauses.last().is_some_and(|clause| clause.end.is_none());
    let introduces = leads && last_obliges;
    let is_denied = last.clauses.last().is_some_and(|clause| clause.words.last().is_some_and(is_denial));
    let rest = match () {
        () if is_denied => Rest::Denied,
        () if is_open => Rest::Verb,
        () => Rest::Nothing,
    };
    Lead { introduces, rest, obliges: before.iter().any(sentence_obliges) || last_obliges && !introduces }
}

/// Whether a clause stops before its verb: „muss mindestens“, “shall be able to”.
fn is_open(clause: &Clause<'_>) -> bool {
    const STOPS: &[&str] = &[
        "können",
        "koennen",
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
        "sein",
        "möglich",
        "moeglich",
        "in",
        "der",
        "lage",
        "nicht",
        "not",
    ];
    let is_stop = |word: &&Word<'_>| STOPS.contains(&&*word.lower) || matches!(&*word.lower, "at" | "able" | "be");
    let stops = clause.words.iter().rev().take_while(is_stop).count();
    let left = clause.words.len() - stops;
    left > 0 && is_modal(&clause.words[left - 1].lower)
}

fn is_denial(word: &Word<'_>) -> bool {
    matches!(&*word.lower, "nicht" | "not")
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
    (0..clauses.len())
        .any(|at| german::obliges(sentence, at) || english::obliges(sentence, at) || is_weight(sentence, at))
}

/// `(Muss)`, `(should)`: how much what stands before it is wanted.
fn is_weight(sentence: &Sentence<'_>, at: usize) -> bool {
    let (clause, before) = (&sentence.clauses[at], at.checked_sub(1).map(|before| &sentence.clauses[before]));
    let is_bracketed = clause.end == Some(')') && before.is_some_and(|before| before.end == Some('('));
    let is_word = matches!(clause.lower(0), "kann" | "could" | "wunsch") || is_modal(clause.lower(0));
    is_bracketed && clause.words.len() == 1 && !clause.words[0].is_quoted && is_word
}

/// Whether a sentence speaks of words, of the document itself, or of what the reader is to think.
fn explains(sentence: &Sentence<'_>) -> bool {
    const KEY_WORDS: &[&str] =
        &["schlüsselwort", "schlüsselwörter", "schlüsselworte", "keywords", "keyword", "modalverb", "modalverben"];
    // What stands behind these is supposed or shown, not demanded.
    const LABELS: &[&str] = &[
        "vorbedingung",
        "vorbedingungen",
        "nachbedingung",
        "nachbedingungen",
        "precondition",
        "preconditions",
        "postcondition",
        "annahme",
        "annahmen",
        "assumption",
        "assumptions",
        "beispiel",
        "beispiele",
        "example",
        "examples",
        "frage",
        "question",
        "risiko",
        "risk",
    ];
    let has = |words: &[&str]| sentence.clauses.iter().any(|clause| clause.has(words));
    if sentence.clauses[0].end == Some(':') && sentence.clauses[0].words.len() <= 2 && sentence.clauses[0].has(LABELS) {
        return true;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn german_obligations() {
        for text in [
            "Das System muss Kunden finden.",
            "Es ist vorgesehen, dass das System alle offenen Posten anzeigen muss.",
            "Wenn der Nutzer speichert, muss das System warnen.",
            "Wenn der Nutzer speichert muss das System warnen.",
            "Das System muss, sofern Daten fehlen, nachfragen.",
            "Die Daten sind zu verschlüsseln.",
            "Fehler sind dem Nutzer anzuzeigen, sobald sie auftreten.",
            "Der Auftragnehmer hat die Daten zu sichern.",
            "Passwörter dürfen nicht im Klartext gespeichert werden.",
            "Es darf kein Core-Patch vorausgesetzt werden.",
            "Keine Daten dürfen verloren gehen.",
            "Es sollte eine Suche geben.",
            "Berichte können als PDF angeboten werden.",
            "Eine Anmeldung ist erforderlich.",
            "Die Angabe ist verpflichtend",
            "Das System muss nicht nur lesen, sondern auch schreiben.",
            "Es gibt eine Übersicht, die alle Posten zeigen muss.",
            "Das System MUSS antworten.",
            "Muss: Export als CSV",
            "Das System muss nicht angemeldete Nutzer abweisen.",
            "Das Pflichtenheft muss bis zum 3. Mai vorliegen.",
            "Es sind mindestens 30 Min. Pause einzuplanen.",
            "Soll Daten aus Excel lesen",
            "Der Auftragnehmer verpflichtet sich, die Daten zu löschen.",
            "Der Lieferant ist zur Wartung verpflichtet.",
            "Eine Weitergabe an Dritte ist nicht zulässig.",
            "Nur verschlüsselte Verbindungen sind erlaubt.",
            "Die Nutzung privater Geräte ist untersagt.",
            "Wünschenswert wäre eine Anbindung an die Kasse.",
            "Es wird gefordert, dass sich Berichte drucken lassen.",
            "Pflicht ist ein Impressum.",
            "Nicht vergessen werden darf die Schulung.",
            "Export als CSV (Muss)",
            "Unterschrift auf dem Handy (Kann)",
            "Das System soll wie heute drucken.",
            "Nutzer müssen die heute üblichen Formate lesen können.",
        ] {
            assert!(obliges(text), "{text}");
        }
    }

    #[test]
    fn german_texts_without_obligation() {
        for text in [
            "Das System zeigt Kunden.",
            "Man muss bedenken, dass viele Nutzer keine Zeit haben.",
            "Wenn ein Nutzer sich anmelden muss, dauert es lange.",
            "Wenn Name, Ort und Datum eingegeben werden müssen, dauert es.",
            "Die Felder, die ausgefüllt werden müssen, sind rot.",
            "Es ist offen, ob das System drucken soll.",
            "Nutzer müssen sich nicht erneut anmelden.",
            "Es geht, ohne dass Nutzer etwas tun müssen.",
            "Dieses Dokument soll einen Überblick geben.",
            "Muss das System drucken?",
            "Soll ein Export erfolgen, wird gefragt.",
            "Sollte ein Fehler auftreten, zeigt es das System.",
            "Der Soll-Zustand und das Soll.",
            "Das Wort „muss“ steht hier.",
            "Die erforderlichen Daten liegen vor, falls erforderlich.",
            "Eine Anmeldung ist nicht erforderlich.",
            "Das System ist zu langsam und zu allen Zeiten in der Lage zu drucken.",
            "Hier ist zu beachten, dass es viele sind.",
            "Nutzer dürfen Kunden sehen.",
            "Die Schlüsselwörter MUSS und SOLL sind so zu verstehen.",
            "Vorbedingung: Ein Kunde muss vorhanden sein.",
            "Er musste warten.",
            "Heute muss eine Mitarbeiterin die Zettel abtippen.",
            "Die Filialen müssen derzeit anrufen.",
            "Eine Weitergabe ist zulässig.",
            "Eine Schulung ist nicht verboten.",
            "Falls es verboten ist, fragt das System.",
            "Wochenansicht (optional)",
            "",
        ] {
            assert!(!obliges(text), "{text}");
        }
    }

    #[test]
    fn english_texts() {
        for text in [
            "The system shall print.",
            "Users must log in.",
            "If a user logs in, the system should greet them.",
            "If the user then logs in the system shall greet them.",
            "Data may not be lost.",
            "The supplier is required to test.",
            "The system has to run on Linux.",
            "It must not store passwords.",
            "A password is mandatory.",
            "The system is expected to run all day.",
            "We require a test system.",
            "No customer data may be stored on the tablets.",
            "Only managers may change prices.",
            "Smoking is not permitted.",
            "Users need to be able to search.",
            "It keeps a log that must be complete.",
            "Export to CSV (should)",
        ] {
            assert!(obliges(text), "{text}");
        }
        for text in [
            "The system prints.",
            "If a user must log in, it takes time.",
            "It should be noted that users are busy.",
            "Users do not have to log in.",
            "This document should give an overview.",
            "Should it fail, the user is told.",
            "You should read this first.",
            "The key words \"MUST\" and \"SHALL\" are as in RFC 2119.",
            "A login is not required.",
            "It is a must.",
            "Must-haves",
            "Today we must count stock by hand.",
            "Users currently have to count.",
            "Orders that must be shipped today are red.",
            "Managers may change prices.",
            "Users do not need to log in.",
            "Should the system print?",
        ] {
            assert!(!obliges(text), "{text}");
        }
    }

    #[test]
    fn leads_introduce() {
        for text in [
            "Das System muss:",
            "Mehr. Es soll mindestens:",
            "The system shall be able to",
            "Nutzern muss folgendes angeboten werden:",
            "Optional soll es möglich sein,",
            "Der Kassenwart muss in der Lage sein",
        ] {
            assert!(lead(text).introduces, "{text}");
        }
        assert_eq!((lead("Das System muss:").rest, lead("Es muss Formate lesen:").rest), (Rest::Verb, Rest::Nothing));
        assert_eq!(
            (lead("Das Portal soll nicht:").rest, lead("Es muss nicht nur lesen:").rest),
            (Rest::Denied, Rest::Nothing)
        );
        assert!(lead("Das System muss laufen. Es zeigt:").obliges && !lead("Das System muss:").obliges);
        assert!(!lead("Es zeigt:").introduces && !lead("Das System muss laufen.").introduces);
    }
}
