//! What a section's title says about the text below it.

use crate::config::{Priority, fold, vocabulary::section_priority};

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// What is demanded: its list entries and rows are requirements by standing there.
    Demands,
    /// Words, the document itself, its history, sources or risks: nothing below demands.
    Aside,
    /// What is no part of the work: what is said there becomes an Abgrenzung.
    Boundary,
    /// Anything.
    Text,
}

/// Titles of sections in which nothing is demanded, folded: how it is today, words, the document itself.
const ASIDES: &[&str] = &[
    "istanalyse",
    "istaufnahme",
    "currentsituation",
    "currentstate",
    "zusammenfassung",
    "summary",
    "fazit",
    "glossar",
    "glossary",
    "begriffe",
    "begriffsdefinitionen",
    "begriffserklaerungen",
    "begriffsbestimmungen",
    "definitionen",
    "definitions",
    "terms",
    "terminology",
    "terminologie",
    "abkuerzungen",
    "abkuerzungsverzeichnis",
    "abbreviations",
    "acronyms",
    "akronyme",
    "inhalt",
    "inhaltsverzeichnis",
    "contents",
    "tableofcontents",
    "toc",
    "aenderungshistorie",
    "aenderungsverzeichnis",
    "aenderungsprotokoll",
    "aenderungen",
    "versionshistorie",
    "versionen",
    "changelog",
    "history",
    "revisionhistory",
    "dokumenthistorie",
    "historie",
    "literatur",
    "literaturverzeichnis",
    "quellen",
    "quellenverzeichnis",
    "references",
    "referenzen",
    "bibliography",
    "verbindlichkeit",
    "verbindlichkeiten",
    "konventionen",
    "conventions",
    "legende",
    "legend",
    "notation",
    "schluesselwoerter",
    "keywords",
    "requirementlanguage",
    "requirementslanguage",
    "lesehilfe",
    "lesehinweise",
    "dokumentkonventionen",
    "documentconventions",
    "risiken",
    "risks",
    "risikoanalyse",
    "offenefragen",
    "offenepunkte",
    "openquestions",
    "openissues",
    "abbildungsverzeichnis",
    "tabellenverzeichnis",
    "priorisierung",
    "prioritaeten",
    "prioritization",
    "hinweisezumdokument",
    "zudiesemdokument",
    "aboutthisdocument",
    "begriffeundabkuerzungen",
    "glossarundabkuerzungen",
    "abkuerzungenundbegriffe",
    "definitionsacronymsandabbreviations",
    "begriffeunddefinitionen",
    "definitionenundabkuerzungen",
];

/// What a section is about by its title.
pub fn about(title: &str) -> About {
    let folded = fold(&title[number_length(title)..]);
    if ASIDES.contains(&folded.as_str()) || is_of_today(&folded) {
        return About::Aside;
    }
    match section_priority(title) {
        Some(Priority::Muss | Priority::Wunsch) => About::Demands,
        Some(Priority::Abgrenzung) => About::Boundary,
        _ if names_demands(title) => About::Demands,
        _ => About::Text,
    }
}

/// „Beschreibung des Ist-Zustands“; not where what is wanted stands beside it: „Ausgangslage und Ziele“.
fn is_of_today(folded: &str) -> bool {
    let is_today =
        ["istzustand", "istsituation", "ausgangslage", "ausgangssituation"].iter().any(|it| folded.contains(it));
    is_today && !folded.contains("soll") && !folded.contains("ziel") && !folded.contains("anforderung")
}

/// `Qualitätsanforderungen`, `Anforderungen an die Schnittstelle`, `Functional requirements (MVP)`; no `Requirements process`.
fn names_demands(title: &str) -> bool {
    let title = title.split('(').next().unwrap_or_default();
    let words: Vec<String> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let is_demand = |word: &String| word.ends_with("anforderungen") || word == "requirements";
    let goes_on =
        |word: Option<&String>| word.is_none_or(|word| matches!(word.as_str(), "an" | "für" | "for" | "on" | "aus"));
    (0..words.len()).any(|at| is_demand(&words[at]) && goes_on(words.get(at + 1)))
}

/// Words that end titles of sections which name people, limits or background, even among requirements, folded.
const BACKGROUND: &[&str] = &[
    "akteure",
    "actors",
    "rollen",
    "roles",
    "zielgruppe",
    "zielgruppen",
    "benutzergruppen",
    "nutzergruppen",
    "stakeholder",
    "stakeholders",
    "personas",
    "abgrenzung",
    "abgrenzungen",
    "ueberblick",
    "uebersicht",
    "overview",
    "hintergrund",
    "background",
    "annahmen",
    "assumptions",
    "abhaengigkeiten",
    "dependencies",
    "beispiel",
    "beispiele",
    "examples",
    "ausloeser",
    "vorbedingungen",
    "ablauf",
    "scope",
    "umfang",
    "doing",
];

/// Titles that name a part of a document and no requirement, folded.
const GENERIC: &[&str] = &[
    "einleitung",
    "einfuehrung",
    "introduction",
    "allgemeines",
    "general",
    "beschreibung",
    "description",
    "hinweis",
    "hinweise",
    "notes",
    "zusammenfassung",
    "summary",
    "motivation",
    "vision",
    "ausgangslage",
    "ausgangssituation",
    "istzustand",
    "sollzustand",
    "sollkonzept",
    "projektziel",
    "projektziele",
    "zweck",
    "purpose",
    "hintergrund",
    "background",
    "ueberblick",
    "uebersicht",
    "overview",
    "scope",
    "rahmenbedingungen",
    "constraints",
    "randbedingungen",
    "lieferumfang",
    "deliverables",
    "abgrenzung",
    "schnittstellen",
    "interfaces",
    "systemarchitektur",
    "architektur",
    "architecture",
    "anhang",
    "appendix",
    "fazit",
    "ausblick",
    "outlook",
    "problemstellung",
    "sonstiges",
];

/// Whether a title names a part of a document and no requirement.
pub fn is_generic(title: &str) -> bool {
    GENERIC.contains(&fold(title).as_str())
}

/// Whether a section among requirements may hold some by its title.
pub fn may_hold_demands(title: &str) -> bool {
    let bare = title.split('(').next().unwrap_or_default();
    let words: Vec<String> = bare
        .split(|c: char| !c.is_alphanumeric())
        .map(fold)
        .filter(|word| word.contains(char::is_alphabetic))
        .collect();
    let denies =
        words.first().is_some_and(|word| matches!(word.as_str(), "nicht" | "keine" | "not" | "non" | "no" | "out"));
    let is_background = words.last().is_some_and(|word| BACKGROUND.contains(&word.as_str()));
    !denies && !is_background && about(title) != About::Aside && section_priority(title) != Some(Priority::Abgrenzung)
}

/// The length of the number that a title starts with: `3.2.1 `, `3) `, `§ 4 `.
pub fn number_length(title: &str) -> usize {
    let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ')' | '§');
    let length = title.find(|c| !is_number(c)).unwrap_or(title.len());
    if title[..length].contains(|c: char| c.is_ascii_digit())
        && title[..length].ends_with(|c: char| !c.is_ascii_digit())
    {
        length
    } else {
        0
    }
}

/// Heads of columns by which a table explains, plans or records, folded.
const EXPLAINING_HEADS: &[&str] = &[
    "begriff",
    "begriffe",
    "abkuerzung",
    "akronym",
    "term",
    "terms",
    "definition",
    "abbreviation",
    "acronym",
    "risiko",
    "risk",
    "risiken",
    "version",
    "datum",
    "date",
    "aenderung",
    "autor",
    "author",
    "meilenstein",
    "milestone",
    "termin",
    "fundstelle",
    "bedeutung",
    "meaning",
    "frage",
    "question",
];

/// Heads of columns that hold demands, folded.
const DEMANDING_HEADS: &[&str] = &[
    "anforderung",
    "anforderungen",
    "requirement",
    "requirements",
    "musskriterium",
    "muss",
    "forderung",
    "forderungen",
];

/// What a table is about by its heads.
pub fn about_table(heads: &[String]) -> About {
    let folded: Vec<String> = heads.iter().map(|head| fold(head)).collect();
    let is_in = |known: &[&str]| folded.iter().any(|head| known.contains(&head.as_str()));
    if is_in(EXPLAINING_HEADS) {
        About::Aside
    } else if is_in(DEMANDING_HEADS) {
        About::Demands
    } else {
        About::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_what_a_section_is_about() {
        for title in
            ["2.1 Musskriterien", "Qualitätsanforderungen", "Must-Haves", "Nice-to-haves", "Functional Requirements"]
        {
            assert_eq!(about(title), About::Demands, "{title}");
        }
        for title in ["Glossar", "7. Glossar", "3) Begriffe", "Revision History", "Begriffe und Abkürzungen"] {
            assert_eq!(about(title), About::Aside, "{title}");
        }
        for title in [
            "Anmeldung",
            "Soll-Zustand",
            "Ausgangslage und Ziele",
            "Not-Doing",
            "Anforderungsanalyse",
            "Software Requirements Specification",
        ] {
            assert_eq!(about(title), About::Text, "{title}");
        }
        for title in ["Abgrenzung", "3.2 Nicht-Ziele"] {
            assert_eq!(about(title), About::Boundary, "{title}");
        }
        for title in ["1. Ausgangssituation", "Ist-Zustand", "Beschreibung des Ist-Zustands", "16. Zusammenfassung"] {
            assert_eq!(about(title), About::Aside, "{title}");
        }
        assert!(
            may_hold_demands("3.1 Analytiker")
                && !may_hold_demands("3.2 Zielgruppen")
                && !may_hold_demands("Nicht-Ziele")
        );
        assert_eq!(number_length("3.2.1 Suche"), 6);
        assert_eq!((number_length("2FA"), number_length("Suche 2"), number_length("24/7-Betrieb")), (0, 0, 0));
    }
}
