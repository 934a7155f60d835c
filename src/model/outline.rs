//! Outlines: the contents that a document must have (authoring format, section 7).

use crate::config::fold;
use crate::diag::Text;

/// A list of contents that must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Its name in the settings.
    pub key: String,
    /// The contents, in order.
    pub contents: Vec<Content>,
}

/// A content of an outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Its name in `covers`.
    pub key: String,
    /// Its title.
    pub title: Text,
    /// What belongs in it.
    pub about: Text,
    /// Its subpoints, which need not be sections of their own.
    pub subpoints: Vec<Text>,
    /// Other titles that mean the same content.
    pub also: Vec<String>,
}

impl Content {
    /// Whether a chapter's or section's title means this content.
    pub fn is_titled(&self, title: &str) -> bool {
        let folded = fold(unnumbered(title));
        self.names().any(|known| fold(known) == folded)
    }

    /// Its key and every title that means it.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let titles = [self.key.as_str(), &self.title.de, &self.title.en];
        titles.into_iter().chain(self.also.iter().map(String::as_str))
    }
}

/// A title without the number that an author wrote before it.
pub(super) fn unnumbered(title: &str) -> &str {
    title.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace())
}

/// One row of the tables below: key, titles, what belongs in it, subpoints, further titles.
type Line = (&'static str, [&'static str; 2], [&'static str; 2], &'static [[&'static str; 2]], &'static [&'static str]);

impl Outline {
    /// The outline of this name that the program brings.
    pub fn built_in(key: &str) -> Option<Self> {
        let lines = match key {
            "survey" => SURVEY,
            "lastenheft" => LASTENHEFT,
            "pflichtenheft" => PFLICHTENHEFT,
            _ => return None,
        };
        Some(Self { key: key.to_owned(), contents: lines.iter().map(content).collect() })
    }
}

fn content((key, title, about, subpoints, also): &Line) -> Content {
    let text = |[de, en]: &[&str; 2]| Text::new(*de, *en);
    Content {
        key: (*key).to_owned(),
        title: text(title),
        about: text(about),
        subpoints: subpoints.iter().map(text).collect(),
        also: also.iter().map(|title| (*title).to_owned()).collect(),
    }
}

/// The six themes of a survey (Ist-Aufnahme): the same guide, section 1.
const SURVEY: &[Line] = &[
    (
        "personalstruktur",
        ["Personalstruktur", "Staff structure"],
        [
            "Wer mit Kunden spricht, wer wen vertritt, was die Leute können und was sie noch lernen müssen.",
            "Who speaks with customers, who stands in for whom, what people can do and have to learn.",
        ],
        &[],
        &["Personal", "Staff", "Personnel structure"],
    ),
    (
        "kundenanalyse",
        ["Kundenanalyse", "Customer analysis"],
        [
            "Welche Kunden es gibt, was sie kaufen und was sie erwarten.",
            "Which customers there are, what they buy and what they expect.",
        ],
        &[],
        &["Kunden", "Customers"],
    ),
    (
        "datenmanagement",
        ["Datenmanagement", "Data management"],
        [
            "Wo Kundendaten liegen, wie gut sie sind und wer sie pflegt und löscht.",
            "Where customer data lies, how good it is, and who keeps and deletes it.",
        ],
        &[],
        &["Daten", "Data"],
    ),
    (
        "wissens-analyse",
        ["Wissens-Analyse", "Knowledge analysis"],
        [
            "Was der Betrieb über seine Kunden weiß, wo es steht und was nur in Köpfen ist.",
            "What the company knows about its customers, where it is written, and what is only in heads.",
        ],
        &[],
        &["Wissensanalyse", "Wissen", "Knowledge"],
    ),
    (
        "prozessorganisation",
        ["Prozessorganisation", "Organisation of processes"],
        [
            "Welche Abläufe Kunden berühren, wie lange sie dauern und wo sie stocken.",
            "Which processes touch customers, how long they take and where they get stuck.",
        ],
        &[],
        &["Prozesse", "Prozess-Organisation", "Processes", "Process organisation"],
    ),
    (
        "crm-kultur",
        ["Schaffung einer CRM-Kultur", "Creating a CRM culture"],
        [
            "Was die Leute von gemeinsamem Wissen über Kunden halten, und was dem im Weg steht.",
            "What people think of sharing knowledge about customers, and what stands in its way.",
        ],
        &[],
        &["CRM-Kultur", "CRM culture", "Kultur", "Culture", "Unternehmenskultur"],
    ),
];

/// The seven contents of a Lastenheft: "Leitfaden für die Praxis: CRM II" (KECoS/KEGOM, 2007), section 2.2.
const LASTENHEFT: &[Line] = &[
    (
        "unternehmen",
        ["Unternehmen", "Company"],
        [
            "Wer der Auftraggeber ist: Aufbau, Standorte, Außendienst.",
            "Who the customer is: structure, sites, field staff.",
        ],
        &[],
        &["Das Unternehmen", "Unternehmensdarstellung"],
    ),
    (
        "ist-zustand",
        ["Beschreibung des Ist-Zustandes", "Current state"],
        [
            "Was heute der Fall ist, nach den Themen der Ist-Aufnahme.",
            "What is the case today, by the themes of the survey.",
        ],
        &[],
        &["Ist-Zustand", "Beschreibung des Ist-Zustands", "Ausgangslage", "Ausgangssituation"],
    ),
    (
        "produktfunktionen",
        ["Produkteinsatz und Produktfunktionen", "Use and functions of the product"],
        ["Wo das System eingesetzt wird und was es können muss.", "Where the system is used and what it must do."],
        &[["Produkteinsatz", "Use"], ["Produktfunktionen", "Functions"]],
        &["Produktfunktionen", "Funktionale Anforderungen", "Anforderungen", "Einsatzbereich"],
    ),
    (
        "soll-zustand",
        ["Zielbestimmung und Beschreibung des Soll-Zustandes", "Goals and target state"],
        [
            "Welche Ziele mit dem System verbunden sind und wie danach gearbeitet wird.",
            "Which goals go with the system, and how work is done after it.",
        ],
        &[["Zielbestimmung", "Goals"], ["Soll-Zustand", "Target state"]],
        &[
            "Zielbestimmung",
            "Soll-Zustand",
            "Zielsetzung",
            "Ziel",
            "Ziele",
            "Zielbestimmung und Beschreibung des Soll-Zustands",
        ],
    ),
    (
        "projektablauf",
        ["Projektablauf", "Course of the project"],
        [
            "Kosten- und Zeitrahmen, Beteiligte, Meilensteine, Schulungen, Testphase.",
            "Budget, time frame, people, milestones, training, test phase.",
        ],
        &[
            ["Kostenrahmen", "Budget"],
            ["Zeitrahmen", "Time frame"],
            ["Beteiligte", "People"],
            ["Testphase", "Test phase"],
        ],
        &["Projektrahmen", "Ablauf", "Zeitplan"],
    ),
    (
        "qualitaetsanforderungen",
        ["Qualitätsanforderungen", "Quality requirements"],
        [
            "Normen, Zertifizierungen und was gute Qualität hier heißt.",
            "Standards, certifications, and what good quality means here.",
        ],
        &[],
        &["Qualitätsziele", "Nichtfunktionale Anforderungen"],
    ),
    (
        "auftraggeber",
        ["Auftraggeber", "Customer"],
        ["Anschrift, Ansprechpartner, Termin für das Angebot.", "Address, contacts, date for the offer."],
        &[],
        &["Ansprechpartner", "Organisatorisches"],
    ),
];

/// The contents of a Pflichtenheft after Helmut Balzert, as that guide's section 4.2 gives them.
const PFLICHTENHEFT: &[Line] = &[
    (
        "zielbestimmung",
        ["Zielbestimmung", "Goals"],
        [
            "Was das Produkt leisten muss, leisten soll und bewusst nicht leistet.",
            "What the product must, should and deliberately will not do.",
        ],
        &[["Musskriterien", "Must"], ["Wunschkriterien", "Should"], ["Abgrenzungskriterien", "Won't"]],
        &["Ziel", "Ziele", "Zielsetzung"],
    ),
    (
        "produkteinsatz",
        ["Produkteinsatz", "Use of the product"],
        [
            "Wo, für wen und unter welchen Bedingungen das Produkt läuft.",
            "Where, for whom and under which conditions the product runs.",
        ],
        &[
            ["Anwendungsbereiche", "Areas of use"],
            ["Zielgruppen", "Users"],
            ["Betriebsbedingungen", "Operating conditions"],
        ],
        &["Einsatzbereich"],
    ),
    (
        "produktuebersicht",
        ["Produktübersicht", "Overview of the product"],
        ["Das Produkt auf einen Blick.", "The product at a glance."],
        &[],
        &["Übersicht", "Überblick", "Systemüberblick"],
    ),
    (
        "produktfunktionen",
        ["Produktfunktionen", "Functions of the product"],
        ["Jede Funktion genau und im Einzelnen.", "Each function, exactly and in detail."],
        &[],
        &["Funktionen", "Funktionale Anforderungen"],
    ),
    (
        "produktdaten",
        ["Produktdaten", "Data of the product"],
        ["Was aus Sicht der Benutzer auf Dauer gespeichert wird.", "What is stored for good, as users see it."],
        &[],
        &["Daten", "Datenmodell"],
    ),
    (
        "produktleistungen",
        ["Produktleistungen", "Performance of the product"],
        ["Zeiten, Mengen und Genauigkeit.", "Times, quantities and accuracy."],
        &[],
        &["Leistungen", "Leistungsanforderungen"],
    ),
    (
        "qualitaetsanforderungen",
        ["Qualitätsanforderungen", "Quality requirements"],
        ["Welche Qualitätsmerkmale wie wichtig sind.", "Which qualities matter, and how much."],
        &[],
        &["Qualitätsbestimmungen", "Qualitätsziele"],
    ),
    (
        "benutzungsoberflaeche",
        ["Benutzungsoberfläche", "User interface"],
        ["Grundsätze der Bedienung und Zugriffsrechte.", "Principles of use, and access rights."],
        &[],
        &["Benutzeroberfläche", "Bedienoberfläche", "Oberfläche"],
    ),
    (
        "nichtfunktionale-anforderungen",
        ["Nichtfunktionale Anforderungen", "Non-functional requirements"],
        ["Gesetze, Normen, Sicherheit, Plattformen.", "Laws, standards, security, platforms."],
        &[],
        &["Nicht-funktionale Anforderungen"],
    ),
    (
        "produktumgebung",
        ["Technische Produktumgebung", "Technical environment"],
        [
            "Software, Hardware, Orgware und Schnittstellen im Betrieb.",
            "Software, hardware, organisation and interfaces in operation.",
        ],
        &[
            ["Software", "Software"],
            ["Hardware", "Hardware"],
            ["Orgware", "Organisation"],
            ["Produkt-Schnittstellen", "Interfaces"],
        ],
        &["Produktumgebung", "Systemumgebung"],
    ),
    (
        "entwicklungsumgebung",
        ["Spezielle Anforderungen an die Entwicklungs-Umgebung", "Requirements on the development environment"],
        ["Womit und worauf entwickelt wird.", "What is used for development."],
        &[
            ["Software", "Software"],
            ["Hardware", "Hardware"],
            ["Orgware", "Organisation"],
            ["Entwicklungs-Schnittstellen", "Interfaces"],
        ],
        &["Entwicklungsumgebung", "Anforderungen an die Entwicklungsumgebung"],
    ),
    (
        "teilprodukte",
        ["Gliederung in Teilprodukte", "Division into parts"],
        ["In welchen Teilen geliefert wird.", "In which parts it is delivered."],
        &[],
        &["Teilprodukte"],
    ),
    (
        "ergaenzungen",
        ["Ergänzungen", "Additions"],
        ["Was sonst noch festzuhalten ist.", "What else is to be put down."],
        &[],
        &["Anhang"],
    ),
];
