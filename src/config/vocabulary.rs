//! The words of the field in both languages: roles, priorities, statuses, field names, verdicts.
//!
//! Each table says which spellings an author may use; [`fold`] makes case, umlauts and punctuation not matter.
//! They are those of the authoring format, sections 3 to 6.

/// Folds a word for comparison: lower case, `ä` and `ae` alike, and nothing but letters and digits.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        fold_char(c, &mut folded);
    }
    folded
}

/// The same for what may be a word of a table: none where it is longer than all of these.
pub(super) fn fold_short(word: &str) -> Option<String> {
    const LONGEST: usize = 40;
    let mut folded = String::with_capacity(LONGEST + 4);
    for c in word.chars() {
        fold_char(c, &mut folded);
        if folded.len() > LONGEST {
            return None;
        }
    }
    Some(folded)
}

fn fold_char(c: char, folded: &mut String) {
    match c {
        'a'..='z' | '0'..='9' => folded.push(c),
        'A'..='Z' => folded.push(c.to_ascii_lowercase()),
        'ä' | 'Ä' => folded.push_str("ae"),
        'ö' | 'Ö' => folded.push_str("oe"),
        'ü' | 'Ü' => folded.push_str("ue"),
        'ß' | 'ẞ' => folded.push_str("ss"),
        // A combining diaeresis: the same umlaut in Unicode's other normal form.
        '\u{308}' => folded.push('e'),
        c if c.is_ascii() => {}
        c => folded.extend(c.to_lowercase().filter(|c| c.is_alphanumeric())),
    }
}

/// Defines an enum whose variants are chosen by words, with the words in a table.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal: [$($word:literal),* $(,)?]),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every value, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its stable name, as settings, exports and style sheets write it.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// Every spelling that means this value, folded.
            pub const fn words(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($word),*]),* }
            }

            /// The value that a word means in any of its spellings.
            pub fn from_word(word: &str) -> Option<Self> {
                let folded = $crate::config::vocabulary::fold_short(word)?;
                Self::ALL.iter().copied().find(|value| value.words().contains(&folded.as_str()))
            }
        }
    };
}
pub(super) use vocabulary;

vocabulary! {
    /// What a document is for, in the chain from survey to acceptance.
    Role {
        /// Ist-Aufnahme: what is the case today.
        Survey = "survey": ["survey", "istaufnahme", "ist"],
        /// Lastenheft (DIN 69901-5): what the customer demands.
        Lastenheft = "lastenheft": ["lastenheft"],
        /// Offers of suppliers.
        Offers = "offers": ["offers", "angebote"],
        /// Pflichtenheft (DIN 69901-5): how the supplier will meet it.
        Pflichtenheft = "pflichtenheft": ["pflichtenheft"],
        /// Abnahme: tests that decide whether it is met.
        Acceptance = "acceptance": ["acceptance", "abnahme"],
        /// Anything else that goes with the documents.
        Annex = "annex": ["annex", "anhang", "anlage"],
    }
}

vocabulary! {
    /// How much the customer insists (Balzert's Muss-, Wunsch- and Abgrenzungskriterien).
    Priority {
        /// Must be met.
        Muss = "muss": ["muss", "musskriterium", "mussanforderung", "must", "musthave", "m", "pflicht", "hoch", "sehrhoch", "high", "mandatory", "erforderlich", "zwingend", "a", "1", "p0", "p1", "h", "shall", "required", "kritisch", "critical", "essential", "essenziell"],
        /// Should be met.
        Wunsch = "wunsch": ["wunsch", "wunschkriterium", "sollkriterium", "kannkriterium", "sollanforderung", "kannanforderung", "soll", "sollte", "kann", "should", "could", "shouldhave", "couldhave", "s", "c", "mittel", "niedrig", "medium", "low", "optional", "b", "2", "3", "4", "5", "p2", "p3", "p4", "k", "may", "nicetohave", "wish", "gering", "normal", "wuenschenswert", "desirable"],
        /// Deliberately not part of it.
        Abgrenzung = "abgrenzung": ["abgrenzung", "abgrenzungskriterium", "wont", "wonthave", "w", "nicht", "nein", "no", "ausserhalb", "outofscope", "entfaellt"],
    }
}

vocabulary! {
    /// How far an item has come.
    Status {
        /// Being written.
        Entwurf = "entwurf": ["entwurf", "draft", "neu", "new", "inarbeit", "inbearbeitung", "inprogress", "wip", "offen", "open", "geplant", "planned", "pending", "todo", "ausstehend", "vorgeschlagen", "proposed", "backlog"],
        /// Agreed inside the team.
        Abgestimmt = "abgestimmt": ["abgestimmt", "agreed", "geprueft", "reviewed", "bestaetigt", "confirmed"],
        /// Released by those who decide.
        Freigegeben = "freigegeben": ["freigegeben", "released", "approved", "genehmigt", "gueltig", "verbindlich", "final"],
        /// Built.
        Umgesetzt = "umgesetzt": ["umgesetzt", "implemented", "implementiert", "done", "erledigt", "geliefert", "fertig", "abgeschlossen", "completed", "complete"],
        /// Accepted by the customer.
        Abgenommen = "abgenommen": ["abgenommen", "accepted", "verifiziert", "verified"],
        /// Given up: counts nowhere.
        Verworfen = "verworfen": ["verworfen", "rejected", "aufgehoben", "obsolete", "deprecated", "gestrichen", "entfallen", "entfaellt", "withdrawn", "dropped", "cancelled"],
    }
}

vocabulary! {
    /// How it is shown that an item is met.
    Verification {
        /// By reading.
        Review = "review": ["review", "inspektion", "inspection", "sichtpruefung", "durchsicht"],
        /// By calculation or analysis.
        Analysis = "analysis": ["analyse", "analysis"],
        /// By a test.
        Test = "test": ["test", "messung"],
        /// By showing it.
        Demonstration = "demonstration": ["demonstration", "demo", "vorfuehrung"],
    }
}

vocabulary! {
    /// What a test found.
    TestResult {
        /// The criterion is met.
        Passed = "passed": ["bestanden", "passed", "pass", "ok", "erfuellt", "ja", "yes"],
        /// The criterion is not met.
        Failed = "failed": ["nichtbestanden", "failed", "fail", "nichterfuellt", "fehlgeschlagen", "nein", "no", "nichtok"],
        /// Not tested yet.
        Untested = "untested": ["offen", "untested", "ungeprueft", "nichtgetestet", "ausstehend", "open", "pending"],
    }
}

vocabulary! {
    /// How much the defect that a failed test shows keeps people from working: the classes of German IT contracts.
    DefectClass {
        /// Betriebsverhindernd: the work cannot be done.
        Blocking = "blocking": ["betriebsverhindernd", "verhindernd", "blocking", "blocker", "klasse1", "class1", "1"],
        /// Betriebsbehindernd: the work can be done, with effort.
        Hindering = "hindering": ["betriebsbehindernd", "behindernd", "hindering", "klasse2", "class2", "2"],
        /// Leicht: a nuisance.
        Minor = "minor": ["leicht", "leichtermangel", "minor", "klasse3", "class3", "3"],
    }
}

vocabulary! {
    /// How far a trace, or an answer in a table, meets the item that it names.
    Verdict {
        /// In full.
        Full = "full": ["vollstaendig", "voll", "full", "fully", "erfuellt", "vollerfuellt", "vollstaendigerfuellt", "ja", "yes", "realisiert", "umgesetzt", "wirdumgesetzt", "met", "fullymet", "standard", "komplett", "complete", "x"],
        /// In part.
        Partial = "partial": ["teilweise", "teils", "zumteil", "partial", "partially", "partly", "partlymet", "teilerfuellt", "teilweiseerfuellt", "teilweiseumgesetzt"],
        /// In another way than asked for.
        Deviating = "deviating": ["abweichend", "deviating", "anders", "mitabweichung", "abweichung"],
        /// Deliberately not.
        Excluded = "excluded": ["ausgeschlossen", "excluded", "nein", "no", "nichterfuellt", "entfaellt", "abgelehnt", "nichtumgesetzt", "wirdnichtumgesetzt", "nichtrealisiert", "nichtvorgesehen", "rejected", "notmet", "notimplemented"],
        /// Not decided.
        Open = "open": ["offen", "open", "unklar", "tbd", "ungeklaert", "zuklaeren"],
    }
}

vocabulary! {
    /// A field of an item that every project knows.
    FieldName {
        /// How much the customer insists.
        Priority = "priority": ["prioritaet", "priority", "prio", "verbindlichkeit", "musskann", "musssoll", "musssollkann", "musswunsch"],
        /// How far the item has come.
        Status = "status": ["status"],
        /// Where it comes from.
        Source = "source": ["herkunft", "quelle", "source", "origin"],
        /// Why it is wanted, or why it is refused.
        Rationale = "rationale": ["begruendung", "rationale", "reason"],
        /// Who answers for it.
        Owner = "owner": ["verantwortlich", "verantwortliche", "verantwortlicher", "owner", "responsible", "zustaendig"],
        /// What shows that it is met.
        Acceptance = "acceptance": ["abnahmekriterium", "abnahmekriterien", "akzeptanzkriterium", "akzeptanzkriterien", "acceptance", "acceptancecriterion", "acceptancecriteria"],
        /// How that is shown.
        Verification = "verification": ["nachweis", "pruefmethode", "verification", "nachweisverfahren"],
        /// When it is due.
        Milestone = "milestone": ["meilenstein", "milestone"],
        /// What it takes.
        Effort = "effort": ["aufwand", "effort"],
        /// What it costs.
        Cost = "cost": ["kosten", "cost", "costs"],
        /// Words to find it by.
        Tags = "tags": ["stichworte", "stichwort", "schlagworte", "tags", "tag"],
        /// What a test found.
        Result = "result": ["ergebnis", "result", "testergebnis"],
        /// Of a test: how bad the defect is that it found.
        DefectClass = "defect class": ["fehlerklasse", "maengelklasse", "mangelklasse", "defectclass", "classofdefect"],
        /// Of a test: when it was run.
        Date = "date": ["datum", "pruefdatum", "date", "testdate", "geprueftam", "testedon"],
        /// Of a test: who ran it.
        Tester = "tester": ["pruefer", "prueferin", "geprueftvon", "geprueftdurch", "tester", "testedby"],
        /// Trace: this is how that is met.
        Realises = "realises": ["realisiert", "erfuellt", "umsetzt", "setztum", "realises", "realizes", "realisierung", "satisfies", "fulfils", "fulfills", "implements", "implementiert"],
        /// Trace: deliberately not met.
        Excludes = "excludes": ["schliesstaus", "excludes"],
        /// Trace: a child of it.
        Refines = "refines": ["verfeinert", "refines"],
        /// Trace: this test decides whether it is met.
        Verifies = "verifies": ["prueft", "verifies", "tests", "verifiziert", "testet"],
        /// Trace: cannot be without it.
        DependsOn = "depends on": ["haengtabvon", "abhaengigvon", "abhaengigkeit", "abhaengigkeiten", "dependson", "depends"],
        /// Trace: cannot be together with it.
        ConflictsWith = "conflicts with": ["widerspricht", "konflikt", "konfliktmit", "conflictswith", "conflicts"],
        /// Trace: stands in its place.
        Replaces = "replaces": ["ersetzt", "replaces"],
        /// A reference whose kind the document's role decides.
        Reference = "reference": ["bezug", "bezugzu", "referenz", "referenzen", "reference", "references", "anforderungen", "anforderungsid"],
    }
}

impl FieldName {
    /// Whether it says something about a test, so that it is a field in an acceptance document alone: everywhere else a
    /// date or a tester is what the author makes of it.
    pub const fn is_of_tests(self) -> bool {
        matches!(self, Self::DefectClass | Self::Date | Self::Tester)
    }

    /// Whether it is a field in a document of some role.
    pub fn is_in(self, role: Option<Role>) -> bool {
        !self.is_of_tests() || role == Some(Role::Acceptance)
    }

    /// The field that a word names in a document of some role.
    pub fn from_word_in(word: &str, role: Option<Role>) -> Option<Self> {
        Self::from_word(word).filter(|name| name.is_in(role))
    }

    /// Whether its value names other items.
    pub const fn is_trace(self) -> bool {
        matches!(
            self,
            Self::Realises
                | Self::Excludes
                | Self::Refines
                | Self::Verifies
                | Self::DependsOn
                | Self::ConflictsWith
                | Self::Replaces
        )
    }
}

/// Heads of a table's first column that make its rows items: ID, Nr., Kennung and what is built with them.
pub fn is_id_head(head: &str) -> bool {
    let words: Vec<String> = head.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(fold).collect();
    words.len() <= 3
        && words.iter().any(|w| matches!(w.as_str(), "id" | "nr" | "kennung" | "no" | "nummer" | "number" | "ids"))
}

/// Heads of table columns that hold an item's title.
pub fn is_title_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "titel" | "title" | "name" | "bezeichnung" | "kurzbeschreibung" | "kurztitel")
}

/// Heads of table columns that hold an item's text, the likeliest first.
pub const TEXT_HEADS: &[&str] = &[
    "anforderung",
    "beschreibung",
    "text",
    "inhalt",
    "requirement",
    "description",
    "festlegung",
    "funktion",
    "randbedingung",
    "schnittstelle",
    "kriterium",
    "erwartung",
    "leistung",
    "ziel",
    "testfall",
    "pruefung",
];

/// Heads of table columns that hold the decision on another document's item.
pub fn is_verdict_head(head: &str) -> bool {
    matches!(
        fold(head).as_str(),
        "entscheidung"
            | "umsetzung"
            | "erfuellung"
            | "erfuellungsgrad"
            | "antwort"
            | "bewertung"
            | "status"
            | "ergebnis"
            | "decision"
            | "answer"
            | "fulfilment"
            | "verdict"
            | "result"
            | "realisierung"
            | "realisiert"
            | "realisiertdurch"
            | "umgesetzt"
            | "erfuellt"
            | "testergebnis"
    )
}

/// Those of them under which nothing but a decision stands.
pub fn is_decision_head(head: &str) -> bool {
    !matches!(
        fold(head).as_str(),
        "umsetzung" | "realisierung" | "realisiert" | "realisiertdurch" | "bewertung" | "status"
    ) && is_verdict_head(head)
}

/// Heads of table columns that hold a question of the survey.
pub fn is_question_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "frage" | "fragen" | "fragestellung" | "question" | "questions")
}

/// Heads of table columns that hold the answer to a question.
pub fn is_answer_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "antwort" | "antworten" | "answer" | "answers")
}

/// Heads of table columns that name what was found.
pub fn is_finding_head(head: &str) -> bool {
    matches!(fold(head).as_str(), "befund" | "befunde" | "finding" | "findings")
}

/// Heads of table columns that hold the reason for a decision.
pub fn is_reason_head(head: &str) -> bool {
    matches!(
        fold(head).as_str(),
        "begruendung"
            | "bemerkung"
            | "bemerkungen"
            | "grund"
            | "reason"
            | "rationale"
            | "remark"
            | "remarks"
            | "kommentar"
            | "comment"
            | "erlaeuterung"
            | "anmerkung"
    )
}

/// The priority that a section's title gives to its items: `2.1 Musskriterien`, `Soll-Ziele`, `✅ Must have (MVP)`.
pub fn section_priority(title: &str) -> Option<Priority> {
    const KINDS: &[&str] = &[
        "",
        "kriterien",
        "anforderungen",
        "ziele",
        "funktionen",
        "criteria",
        "requirements",
        "goals",
        "features",
        "have",
        "haves",
        "havefeatures",
        "havecriteria",
        "haverequirements",
        "tohave",
        "tohaves",
    ];
    let title = title.split('(').next().unwrap_or_default();
    let folded = fold(title.trim_start_matches(|c: char| !c.is_alphabetic()));
    let is = |word: &str| folded.strip_prefix(word).is_some_and(|kind| KINDS.contains(&kind));
    if ["muss", "must"].iter().any(|word| is(word)) {
        Some(Priority::Muss)
    } else if folded == "soll" {
        // Beside `Ist` it is a state.
        None
    } else if ["wunsch", "soll", "kann", "should", "could", "nice", "optional", "optionale"].iter().any(|word| is(word))
    {
        Some(Priority::Wunsch)
    } else if ["wont", "abgrenzung", "abgrenzungs", "nicht"].iter().any(|word| is(word)) {
        Some(Priority::Abgrenzung)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_is_too_long_to_be_found() {
        let found = |word: &&str| fold_short(word).as_deref() == Some(word);
        assert!(FieldName::ALL.iter().flat_map(|value| value.words()).all(found));
        assert!(Priority::ALL.iter().flat_map(|value| value.words()).all(found));
        assert!(Status::ALL.iter().flat_map(|value| value.words()).all(found));
        assert!(Verdict::ALL.iter().flat_map(|value| value.words()).all(found));
        assert!(TestResult::ALL.iter().flat_map(|value| value.words()).all(found));
        assert_eq!(fold_short(&"erforderlich ".repeat(4)), None);
    }

    #[test]
    fn spellings_are_folded() {
        assert_eq!(fold("Prioritä\u{74}"), "prioritaet");
        assert_eq!(fold("Priorita\u{308}t"), "prioritaet");
        assert_eq!(fold("Won't"), "wont");
        assert_eq!(FieldName::from_word("Schließt aus"), Some(FieldName::Excludes));
        assert_eq!(FieldName::from_word("PRIORITAET"), Some(FieldName::Priority));
        assert_eq!(FieldName::from_word_in("Mängelklasse", Some(Role::Acceptance)), Some(FieldName::DefectClass));
        assert_eq!(FieldName::from_word_in("Datum", Some(Role::Lastenheft)), None);
        assert_eq!(DefectClass::from_word("Betriebsverhindernd"), Some(DefectClass::Blocking));
    }

    #[test]
    fn heads_of_items() {
        assert!(is_id_head("ID") && is_id_head("Nr.") && is_id_head("Kennung") && is_id_head("Anf.-ID"));
        assert!(!is_id_head("Version") && !is_id_head("Lernpfad (ID, Name) und mehr"));
    }

    #[test]
    fn sections_give_priority() {
        assert_eq!(section_priority("2.1 Musskriterien"), Some(Priority::Muss));
        assert_eq!(section_priority("3.2 Muss-Kriterien"), Some(Priority::Muss));
        assert_eq!(section_priority("✅ 3.1 Muss-Anforderungen (MVP)"), Some(Priority::Muss));
        assert_eq!(section_priority("Should have Features"), Some(Priority::Wunsch));
        assert_eq!(section_priority("Nice to Have"), Some(Priority::Wunsch));
        assert_eq!(section_priority("Won't have"), Some(Priority::Abgrenzung));
        assert_eq!(section_priority("Nichtziele"), Some(Priority::Abgrenzung));
        assert_eq!(section_priority("Produktfunktionen"), None);
        assert_eq!(section_priority("Soll-Zustand"), None);
        assert_eq!(section_priority("2 Soll"), None);
        assert_eq!(section_priority("Nicht-funktionale Anforderungen"), None);
    }
}
