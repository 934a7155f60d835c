//! The forms in which a word of a glossary stands in a text.
//!
//! A form that is not there does no harm, since nobody writes it; one that is another word does: `Tester` is no form of
//! `Test`, and `Drucker` none of `Druck`. So plurals on `-er` are given only to the nouns that have them, and the ends of
//! adjectives only to adjectives.

use crate::diag::Language;
use std::collections::BTreeSet;

/// Where a word stands in its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Last, or alone: the word that bears the ending.
    Last,
    /// Before others: an adjective, or part of a name.
    Inner,
}

/// Every form of a word.
pub(super) fn forms(word: &str, spot: Spot, language: Language) -> BTreeSet<String> {
    let mut forms = BTreeSet::from([word.to_owned()]);
    if is_abbreviation(word.rsplit('-').next().unwrap_or(word)) {
        // `CRMs`: nothing else, and no other capitals.
        if spot == Spot::Last {
            forms.insert(format!("{word}s"));
        }
        return forms;
    }
    match language {
        Language::De => german(word, spot, &mut forms),
        Language::En => english(word, spot, &mut forms),
    }
    forms
}

/// Whether a word is an abbreviation: two capitals or more, and nothing in lower case.
pub fn is_abbreviation(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2 && !word.chars().any(char::is_lowercase)
}

/// A word with another case of its first letter.
fn turned(word: &str) -> String {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return String::new() };
    let first: String =
        if first.is_uppercase() { first.to_lowercase().collect() } else { first.to_uppercase().collect() };
    first + chars.as_str()
}

fn german(word: &str, spot: Spot, forms: &mut BTreeSet<String>) {
    let is_lower = word.starts_with(char::is_lowercase);
    if is_lower || spot == Spot::Inner {
        adjective(word, forms);
        // Small at a sentence's start, or a headword's capital: only nouns keep theirs.
        let turned: Vec<String> = forms.iter().map(|form| turned(form)).collect();
        return forms.extend(turned);
    }
    noun(word, forms);
}

/// `technisch`, `technische`, `technischen` …
fn adjective(word: &str, forms: &mut BTreeSet<String>) {
    let stem = ["er", "es", "em", "e"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    if stem.chars().count() < 3 || word.ends_with("en") {
        return;
    }
    forms.extend(["", "e", "en", "er", "es", "em"].iter().map(|end| format!("{stem}{end}")));
}

/// Nouns whose plural ends on `-er`, most of them with a changed vowel; a compound goes like its last word.
const ER_PLURALS: &[&str] = &[
    "amt", "bad", "band", "bild", "blatt", "brett", "buch", "dach", "dorf", "fach", "fass", "feld", "gehalt", "geld",
    "gesicht", "gewand", "glas", "glied", "grab", "gut", "haus", "holz", "kind", "kleid", "land", "lied", "loch",
    "mal", "mann", "rad", "rand", "schild", "schloss", "tal", "tuch", "volk", "wald", "wort",
];

/// Ends of nouns that are made of adjectives and keep their endings: `der Beauftragte`, `ein Beauftragter`.
const ADJECTIVAL: &[&str] =
    &["agte", "igte", "ierte", "ellte", "etzte", "liche", "offene", "tene", "annte", "endete", "äftigte"];

/// Ends of nouns that only ever take `-en`, and keep their vowel.
const EN_ONLY: &[&str] = &["ung", "heit", "keit", "schaft", "tät", "ion", "ur", "enz", "anz"];

fn noun(word: &str, forms: &mut BTreeSet<String>) {
    let mut add = |stem: &str, ends: &[&str]| forms.extend(ends.iter().map(|end| format!("{stem}{end}")));
    let adjectival = |stem: &str| ADJECTIVAL.iter().any(|end| stem.ends_with(end));
    if let Some(stem) = word.strip_suffix('r').filter(|stem| adjectival(stem)) {
        return add(stem, &["", "n", "r", "s", "m"]);
    }
    if EN_ONLY.iter().any(|end| word.ends_with(end)) {
        return add(word, &["en"]);
    }
    if word.ends_with('e') {
        add(word, if adjectival(word) { &["n", "r", "s", "m"] } else { &["n", "ns", "s"] });
        return;
    }
    if ["en", "lein"].iter().any(|end| word.ends_with(end)) {
        add(word, &["s"]);
        return umlaut(word).iter().for_each(|changed| add(changed, &[""]));
    }
    if ["el", "er"].iter().any(|end| word.ends_with(end)) {
        add(word, &["n", "s"]);
        return umlaut(word).iter().for_each(|changed| add(changed, &["", "n"]));
    }
    add(word, if word.ends_with(['s', 'ß', 'x', 'z']) { &["e", "en", "es"] } else { &["e", "en", "es", "s"] });
    for (end, others) in LATIN {
        word.strip_suffix(end).iter().for_each(|stem| add(stem, others));
    }
    let folded = word.to_lowercase();
    let is_er = ER_PLURALS.iter().any(|noun| folded.ends_with(noun));
    if is_er {
        add(word, &["er", "ern"]);
    }
    if let Some(changed) = umlaut(word) {
        add(&changed, if is_er { &["e", "en", "er", "ern"] } else { &["e", "en"] });
    }
}

/// Ends that a plural replaces, or doubles.
const LATIN: &[(&str, &[&str])] = &[
    ("um", &["en", "a"]),
    ("is", &["en"]),
    ("nis", &["nisse", "nissen", "nisses"]),
    ("us", &["usse", "ussen", "en"]),
    ("ma", &["men", "mata"]),
    ("a", &["en"]),
    ("o", &["en"]),
    ("in", &["innen"]),
];

/// A noun with its last stressed vowel changed: `Vorgang` → `Vorgäng`, `Mangel` → `Mängel`. None where that vowel is
/// none that changes.
fn umlaut(word: &str) -> Option<String> {
    let body = ["el", "er", "en"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let (at, vowel) = body.char_indices().rfind(|(_, c)| "aeiouyäöüAEIOUÄÖÜ".contains(*c))?;
    let before = body[..at].chars().next_back();
    let (start, changed) = match (before, vowel) {
        (Some('a'), 'u') => (at - 1, "äu"),
        (Some('A'), 'u') => (at - 1, "Äu"),
        (Some('e' | 'E' | 'i'), 'u' | 'o') => return None,
        (_, 'a') => (at, "ä"),
        (_, 'o') => (at, "ö"),
        (_, 'u') => (at, "ü"),
        (_, 'A') => (at, "Ä"),
        (_, 'O') => (at, "Ö"),
        (_, 'U') => (at, "Ü"),
        _ => return None,
    };
    Some([&word[..start], changed, &word[at + vowel.len_utf8()..]].concat())
}

fn english(word: &str, spot: Spot, forms: &mut BTreeSet<String>) {
    if spot == Spot::Last {
        let mut add = |stem: &str, end: &str| {
            forms.insert(format!("{stem}{end}"));
        };
        let consonant_y =
            |stem: &&str| stem.chars().next_back().is_some_and(|c| c.is_alphabetic() && !"aeiou".contains(c));
        if let Some(stem) = word.strip_suffix('y').filter(consonant_y) {
            add(stem, "ies");
        } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
            add(word, "es");
        } else {
            add(word, "s");
        }
        for (end, plural) in
            [("is", "es"), ("ix", "ices"), ("ex", "ices"), ("man", "men"), ("criterion", "criteria"), ("o", "oes")]
        {
            word.strip_suffix(end).iter().for_each(|stem| add(stem, plural));
        }
        word.to_lowercase().ends_with("criterion").then(|| add(&word[..word.len() - 2], "a"));
    }
    // `iPhone` and `McKinsey` are written so; other words have a capital where a sentence begins.
    if !word.chars().skip(1).any(char::is_uppercase) {
        let turned: Vec<String> = forms.iter().map(|form| turned(form)).collect();
        forms.extend(turned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, rows: &[(&str, &[&str], &[&str])]) {
        for (word, yes, no) in rows {
            let forms = forms(word, Spot::Last, language);
            assert!(forms.contains(*word));
            for form in *yes {
                assert!(forms.contains(*form), "{form} is a form of {word}: {forms:?}");
            }
            for form in *no {
                assert!(!forms.contains(*form), "{form} is no form of {word}");
            }
        }
    }

    #[test]
    fn german_forms() {
        check(
            Language::De,
            &[
                ("Vorgang", &["Vorgangs", "Vorganges", "Vorgänge", "Vorgängen"], &["vorgang", "Vorgänger", "Vorgäng"]),
                ("Auftrag", &["Auftrags", "Aufträge", "Aufträgen"], &["Auftraggeber", "Auftrages-", "Aufträger"]),
                ("Mangel", &["Mangels", "Mängel", "Mängeln"], &["Mangeler", "mangel"]),
                ("Anfrage", &["Anfragen"], &["Anfrager", "anfragen"]),
                ("Debitor", &["Debitors", "Debitoren"], &["Debitorin"]),
                ("Kunde", &["Kunden"], &["Kunder", "Künde"]),
                ("Kundin", &["Kundinnen"], &[]),
                ("Kriterium", &["Kriteriums", "Kriterien"], &["Kriterie"]),
                ("Musskriterium", &["Musskriterien"], &["musskriterien"]),
                ("Datum", &["Daten", "Datums"], &[]),
                ("Datenfeld", &["Datenfeldes", "Datenfelder", "Datenfeldern"], &[]),
                ("Handbuch", &["Handbücher", "Handbüchern", "Handbuchs"], &[]),
                ("Land", &["Länder", "Ländern", "Landes"], &[]),
                ("Haus", &["Häuser", "Hauses"], &[]),
                ("Test", &["Tests", "Testes"], &["Tester", "Testern", "Testung"]),
                ("Druck", &["Drucks"], &["Drucker"]),
                ("Verkauf", &["Verkaufs", "Verkäufe"], &["Verkäufer", "Verkaufer"]),
                ("Plan", &["Plans", "Pläne", "Plänen"], &["Planer", "Planung"]),
                ("Lage", &["Lagen"], &["Lager"]),
                ("Prozess", &["Prozesse", "Prozessen", "Prozesses"], &["Prozessor", "Prozesss"]),
                ("Ergebnis", &["Ergebnisse", "Ergebnissen", "Ergebnisses"], &[]),
                ("Abnahme", &["Abnahmen"], &["Abnahmer", "abnahme"]),
                ("Meldung", &["Meldungen"], &["Melder", "Meldunge"]),
                ("Fehler", &["Fehlers", "Fehlern"], &["Fehlere"]),
                ("Verfahren", &["Verfahrens"], &["Verfahrene"]),
                ("Beauftragter", &["Beauftragte", "Beauftragten", "Beauftragtem", "Beauftragter"], &["Beauftragtere"]),
                ("Beauftragte", &["Beauftragter", "Beauftragten"], &[]),
                ("Firma", &["Firmen", "Firmas"], &["Firmung"]),
                ("Konto", &["Konten", "Kontos"], &[]),
                ("Basis", &["Basen"], &[]),
                ("Ansprechpartner", &["Ansprechpartners", "Ansprechpartnern"], &["Ansprechpartnerin"]),
                ("CRM", &["CRMs"], &["Crm", "crm", "CRMe"]),
                ("ABC-Klasse", &["ABC-Klassen"], &["Abc-Klasse"]),
                ("mobil", &["mobile", "mobilen", "mobiler", "mobiles", "mobilem", "Mobil", "Mobile"], &["Mobilität"]),
                ("abnehmen", &["Abnehmen"], &["Abnehmer", "abnehmer"]),
            ],
        );
        let inner = forms("Technische", Spot::Inner, Language::De);
        assert!(["technischen", "Technischer", "technisches"].iter().all(|form| inner.contains(*form)));
    }

    #[test]
    fn english_forms() {
        check(
            Language::En,
            &[
                ("supplier", &["suppliers", "Supplier", "Suppliers"], &["supply", "suppliering"]),
                ("Acceptance", &["acceptance", "acceptances"], &["accept"]),
                ("category", &["categories", "Categories"], &["categorys", "categorical"]),
                ("day", &["days"], &["daies"]),
                ("process", &["processes"], &["processs", "processor"]),
                ("branch", &["branches"], &["branchs"]),
                ("criterion", &["criteria", "Criteria"], &[]),
                ("analysis", &["analyses"], &["analys"]),
                ("matrix", &["matrices", "matrixes"], &[]),
                ("CRM", &["CRMs"], &["Crm", "crms"]),
                ("JavaScript", &[], &["javaScript", "Javascript"]),
                ("test", &["tests"], &["tester", "testing"]),
            ],
        );
    }
}
