//! Writes a project of any size for measuring: `generate ITEMS FOLDER`.
//!
//! Half of the items are the Lastenheft's, half the Pflichtenheft's, and each of these realises one of those; for
//! every ten items there is an acceptance test besides. Three suppliers answer the Lastenheft. The same number gives the
//! same bytes everywhere.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io, process};

/// Items in one chapter file; the last ten of them stand in a table.
const PER_CHAPTER: usize = 50;
const IN_TABLE: usize = 10;

fn main() {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [items, folder] = arguments.as_slice() else {
        eprintln!("usage: generate ITEMS FOLDER");
        process::exit(2);
    };
    let items = items.parse().unwrap_or_else(|_| panic!("not a number of items: {items}"));
    if let Err(error) = generate(items, Path::new(folder)) {
        eprintln!("{folder}: {error}");
        process::exit(1);
    }
}

/// Writes a project of `items` items (and a tenth as many acceptance tests) into `folder`.
///
/// # Errors
///
/// Those of writing files.
pub fn generate(items: usize, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("content"))?;
    fs::write(folder.join("heftfaden.toml"), SETTINGS)?;
    fs::write(folder.join("content/index.md"), HOME)?;
    let half = items / 2;
    let writer = Writer { half, words: Words(0x5EED) };
    writer.document(&folder.join("content/lastenheft"), items - half, "Priorität", Writer::required)?;
    let writer = Writer { half, words: Words(0x0FAD) };
    writer.document(&folder.join("content/pflichtenheft"), half, "Realisiert", Writer::realising)?;
    let writer = Writer { half, words: Words(0xABBA) };
    writer.document(&folder.join("content/abnahme"), items / 10, "Prüft", Writer::test)?;
    for (number, supplier) in SUPPLIERS.iter().enumerate() {
        let words = Words(0xB1D0 + number as u64);
        Writer { half, words }.offer(&folder.join("content/angebote").join(supplier), items - half)?;
    }
    fs::write(folder.join("content/angebote/bewertung.md"), POINTS)
}

const SUPPLIERS: [&str; 3] = ["albers", "berger", "clausen"];

const POINTS: &str = "# Bewertung\n\n| Kriterium | albers | berger | clausen |\n| --- | --- | --- | --- |\n| Präsentation | 8 – sicher | 6 | 7,5 |\n";

/// Rows of an offer's answers in one file.
const ANSWERS: usize = 500;

const REPLIES: &[&str] = &[
    "Standard",
    "Standard",
    "Parametrierung",
    "Parametrierung",
    "Zusatzprogrammierung",
    "Drittprodukt",
    "künftiges Release",
    "",
];

const COSTS: &str = "| Kostenfaktor | Position | Betrag | Turnus | Bezug | Fällig |\n| --- | --- | --- | --- | --- | --- |\n\
    | Komponenten | Lizenzen | 1.250 € | einmalig | je Nutzer | M1 |\n| Administration | | enthalten | | | |\n\
    | Einführung | Installation | 24.000 € | | | M1 |\n| Schulung | zwei Tage | 4.800 € | | | M2 |\n\
    | Wartung | | 310,50 € | monatlich | | M2 |\n| Hotline | | 4,20 € | monatlich | je Nutzer | M2 |\n";

const SETTINGS: &str = r#"[project]
title = "Messprojekt"
language = "de"
customer = "Muster AG"
supplier = "Beispiel GmbH"
users = 40
budget = "250.000 €"

[offers]
start = "M2"

[criteria]
muss = 50
wunsch = 20
referenzen = { weight = 15, best = 20, worst = 0 }
praesentation = 15

[milestones.M1]
title = "Testsystem"
date = "2027-03-19"

[milestones.M2]
title = "Echtbetrieb"
date = "2027-07-05"

[documents.lastenheft]
role = "lastenheft"
title = "Lastenheft"
ids = ["LH-#"]

[documents.pflichtenheft]
role = "pflichtenheft"
title = "Pflichtenheft"
ids = ["PH-#"]
realises = "lastenheft"

[documents.abnahme]
role = "acceptance"
title = "Abnahme"
ids = ["AT-#"]
verifies = ["pflichtenheft", "lastenheft"]
"#;

const HOME: &str = "# Messprojekt\n\nEin erzeugtes Projekt, an dem gemessen wird, wie lange das Bauen dauert.\n";

struct Writer {
    /// Items in the Pflichtenheft; the Lastenheft has as many, or one more.
    half: usize,
    words: Words,
}

impl Writer {
    /// Writes `count` items as the chapters of the document in `folder`; `field` heads the last column of its tables.
    fn document(mut self, folder: &Path, count: usize, field: &str, item: Item) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for (chapter, first) in (0..count).step_by(PER_CHAPTER).enumerate() {
            let last = count.min(first + PER_CHAPTER);
            let table = last.saturating_sub(IN_TABLE).max(first);
            let mut text = self.opening(chapter);
            for number in first..table {
                text.push_str(&item(&mut self, number + 1, Place::Section));
            }
            let _ = writeln!(
                text,
                "## Weitere Angaben\n\n| ID | Titel | Beschreibung | {field} |\n| --- | --- | --- | --- |"
            );
            for number in table..last {
                text.push_str(&item(&mut self, number + 1, Place::Row));
            }
            text.push_str("\n[^norm]: Siehe DIN 69901-5, Begriffe der Projektabwicklung.\n");
            fs::write(folder.join(format!("{:04}-kapitel.md", chapter + 1)), text)?;
        }
        Ok(())
    }

    /// Writes an offer that answers `count` items, in files of [`ANSWERS`] rows.
    fn offer(mut self, folder: &Path, count: usize) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let references = self.words.below(20);
        fs::write(folder.join("index.md"), format!("---\nreferenzen: {references}\n---\n\n# Angebot\n\n{COSTS}"))?;
        for (chapter, first) in (0..count).step_by(ANSWERS).enumerate() {
            let mut text = format!(
                "# Antworten {}\n\n| ID | Antwort | Preis | Bemerkung |\n| --- | --- | ---: | --- |\n",
                chapter + 1
            );
            for number in first..count.min(first + ANSWERS) {
                let reply = self.words.pick(REPLIES);
                let price = if reply == "Zusatzprogrammierung" {
                    format!("{} €", 100 * (1 + self.words.below(40)))
                } else {
                    String::new()
                };
                let remark = if number.is_multiple_of(9) { self.words.sentence() } else { String::new() };
                let _ = writeln!(text, "| LH-{} | {reply} | {price} | {remark} |", number + 1);
            }
            fs::write(folder.join(format!("{:04}-antworten.md", chapter + 1)), text)?;
        }
        Ok(())
    }

    /// Front matter, heading and introduction of a chapter.
    fn opening(&mut self, chapter: usize) -> String {
        let words = &mut self.words;
        let (area, goal) = (words.pick(AREAS), words.pick(GOALS));
        let number = chapter + 1;
        format!(
            "---\ntitle: {area} {number}\nstatus: abgestimmt\nauthor: Fachbereich\nversion: \"1.{chapter}\"\n---\n\n\
             # {area} {number}\n\nDieses Kapitel beschreibt, was für {area} gilt.[^norm] Ziel ist es, {goal}. Es richtet sich\n\
             an **alle Beteiligten**; Begriffe stehen im *Glossar*.\n\n"
        )
    }

    /// An item of the Lastenheft.
    fn required(&mut self, number: usize, place: Place) -> String {
        let priority = self.words.pick(PRIORITIES);
        let title = self.words.title();
        if place == Place::Row {
            let sentence = self.words.sentence();
            return format!("| LH-{number} | {title} | {sentence} | {priority} |\n");
        }
        let mut text = format!(
            "## LH-{number} {title}\n\n- Priorität: {priority}\n- Quelle: Gespräch {}\n\n",
            self.words.pick(ACTORS)
        );
        self.prose(&mut text);
        self.extras(&mut text, "LH", number);
        text
    }

    /// An item of the Pflichtenheft, which realises the one of the same number.
    fn realising(&mut self, number: usize, place: Place) -> String {
        let title = self.words.title();
        let qualifier = if number.is_multiple_of(17) { " (teilweise)" } else { "" };
        if place == Place::Row {
            let sentence = self.words.sentence();
            return format!("| PH-{number} | {title} | {sentence} | LH-{number}{qualifier} |\n");
        }
        let effort = 1 + self.words.below(20);
        let mut text =
            format!("## PH-{number} {title}\n\n- Realisiert: LH-{number}{qualifier}\n- Aufwand: {effort} PT\n\n");
        self.prose(&mut text);
        self.extras(&mut text, "PH", number);
        text
    }

    /// An acceptance test of one item of the Pflichtenheft.
    fn test(&mut self, number: usize, place: Place) -> String {
        let target = (number * 5).clamp(1, self.half.max(1));
        let title = self.words.title();
        if place == Place::Row {
            let sentence = self.words.sentence();
            return format!("| AT-{number} | {title} | {sentence} | PH-{target} |\n");
        }
        let mut text = format!("## AT-{number} {title}\n\n- Prüft: PH-{target}\n\n");
        for step in 1..=3 {
            let _ = writeln!(text, "{step}. {}", self.words.sentence());
        }
        text + "\n"
    }

    /// One to three paragraphs of two or three sentences.
    fn prose(&mut self, text: &mut String) {
        for _ in 0..=self.words.below(3) {
            for _ in 0..2 + self.words.below(2) {
                text.push_str(&self.words.sentence());
                text.push('\n');
            }
            text.push('\n');
        }
    }

    /// What only some items have: a mention of an earlier one, a list, code, a table.
    fn extras(&mut self, text: &mut String, prefix: &str, number: usize) {
        if number > 3 && number.is_multiple_of(4) {
            let earlier = number - 1 - self.words.below(number.min(40) - 1);
            let _ =
                writeln!(text, "Das gilt zusammen mit {prefix}-{earlier}, soweit dort nichts anderes steht.[^norm]\n");
        }
        if number.is_multiple_of(6) {
            for _ in 0..3 {
                let _ = writeln!(text, "- {} {}", self.words.pick(OBJECTS), self.words.pick(ACTORS));
            }
            text.push('\n');
        }
        if number.is_multiple_of(11) {
            text.push_str(CODE[number / 11 % CODE.len()]);
        }
        if number.is_multiple_of(13) {
            let (a, b) = (100 + self.words.below(900), 1 + self.words.below(20));
            let _ = writeln!(
                text,
                "| Größe | Wert | Einheit |\n| --- | ---: | --- |\n| Datensätze | {a} | Tsd. |\n| Antwortzeit | {b} | s |\n"
            );
        }
    }
}

/// What writes one item: its number, counted from 1, and where it stands.
type Item = fn(&mut Writer, usize, Place) -> String;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Section,
    Row,
}

/// A sequence of words that depends on nothing but its start (`SplitMix64`).
struct Words(u64);

impl Words {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 33) as usize % bound
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn title(&mut self) -> String {
        format!("{} {}", self.pick(OBJECTS), self.pick(VERBS))
    }

    fn sentence(&mut self) -> String {
        let (actor, object, verb) = (self.pick(ACTORS), self.pick(OBJECTS), self.pick(VERBS));
        let (event, area, goal) = (self.pick(EVENTS), self.pick(AREAS), self.pick(GOALS));
        let number = 2 + self.below(58);
        match self.below(7) {
            0 => format!("Das System muss Fachkräften {actor} die Möglichkeit bieten, {object} zu {verb}."),
            1 => format!("Sobald {event}, muss das System innerhalb von {number} Sekunden {object} {verb}."),
            2 => format!("Falls {event}, soll das System `{object}` für alle {actor} sichtbar kennzeichnen."),
            3 => format!(
                "Im Bereich {area} werden {object} heute von Hand gepflegt, was je Vorgang etwa {number} Minuten kostet."
            ),
            4 => format!(
                "Um {goal}, sollen {object} und der zugehörige Verlauf mindestens {number} Monate aufbewahrt werden."
            ),
            5 => format!("Es muss **jederzeit** nachvollziehbar sein, wer {object} zuletzt geändert hat und warum."),
            _ => format!(
                "Für die Arbeit {actor} genügt es, {object} einmal täglich zu {verb}; die Auswertung folgt bis {number} Minuten danach."
            ),
        }
    }
}

const PRIORITIES: &[&str] = &["muss", "muss", "wunsch"];
const ACTORS: &[&str] = &[
    "im Vertrieb",
    "in der Sachbearbeitung",
    "im Einkauf",
    "in der Geschäftsführung",
    "im Kundendienst",
    "in der Buchhaltung",
];
const OBJECTS: &[&str] = &[
    "Kundenakten",
    "Angebote",
    "Bestellungen",
    "Lieferscheine",
    "Rechnungen",
    "Ansprechpartner",
    "Besuchsberichte",
    "Preislisten",
    "Wartungsverträge",
    "Prüfprotokolle",
    "Reklamationen",
    "Stammdaten",
];
const VERBS: &[&str] =
    &["erfassen", "suchen", "drucken", "prüfen", "exportieren", "ordnen", "archivieren", "vergleichen"];
const EVENTS: &[&str] = &[
    "ein Auftrag eingeht",
    "die Verbindung zum Server abbricht",
    "eine Frist überschritten ist",
    "zwei Personen denselben Satz ändern",
    "ein Kunde Auskunft verlangt",
];
const AREAS: &[&str] =
    &["Auftragsabwicklung", "Kundenpflege", "Berichtswesen", "Lagerhaltung", "Schnittstellen", "Benutzerverwaltung"];
const GOALS: &[&str] =
    &["Rückfragen zu vermeiden", "Durchlaufzeiten zu verkürzen", "Prüfungen zu bestehen", "Doppelerfassung zu beenden"];

const CODE: &[&str] = &[
    "```sql\nSELECT kunde, SUM(betrag) AS umsatz\nFROM rechnung\nWHERE datum >= '2026-01-01'\nGROUP BY kunde;\n```\n\n",
    "```json\n{ \"kunde\": 4711, \"name\": \"Muster AG\", \"rabatt\": 0.05, \"aktiv\": true }\n```\n\n",
    "```rust\nfn brutto(netto: u64, satz: u64) -> u64 {\n    netto + netto * satz / 100 // kaufmännisch gerundet\n}\n```\n\n",
];
