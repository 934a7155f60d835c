//! # `term-undefined`: an abbreviation that nobody explains
//!
//! Finds each abbreviation (two to six capitals, such as DSGVO) that stands in at least three items or sections of the
//! documents, while neither a glossary has it nor the text says what it means: in brackets behind the long form or before it,
//! in a list or table of abbreviations. It is found once, where it stands first. Abbreviations that everybody knows (PDF, EU),
//! words in capitals (MUSS), Roman numbers and the beginnings of IDs are none.
//!
//! It matters because who signs the document may read another thing in it than who wrote it.
//!
//! Before, in three items:
//!
//! ```text
//! Die Anlage muss ihre Werte dem PLS melden.
//! ```
//!
//! After, in the glossary:
//!
//! ```text
//! PLS
//! : Prozessleitsystem, das die Anlagen einer Halle steuert.
//! ```

use super::report::Report;
use crate::diag::Text;
use crate::model::{Project, words};
use std::collections::{BTreeMap, HashSet};

/// In so many items and sections it must stand.
const PARTS: usize = 3;

/// What everybody knows, or what is none.
const KNOWN: &[&str] = &[
    // Of every day.
    "AA", "AAA", "AG", "AGB", "BGB", "CD", "CO", "DE", "DIN", "DVD", "EDV", "EN", "EU", "EUR", "FAQ", "GB", "GBR",
    "GMBH", "HGB", "IBAN", "ID", "IDS", "IEC", "IEEE", "IP", "ISO", "IT", "KB", "KG", "KW", "LKW", "MB", "MWST", "NR",
    "CHF", "MT", "OK", "PC", "PCS", "PIN", "PKW", "PLZ", "PM", "PS", "PT", "SMS", "TB", "TV", "TÜV", "UK", "US", "USA",
    "USB", "USD", "UTC", "VDI", "VIP", "WLAN", "XL", // Of every computer.
    "API", "APIS", "ASCII", "CPU", "CSS", "CSV", "DOC", "DOCX", "FTP", "GIF", "GPS", "GUI", "HTML", "HTTP", "HTTPS",
    "JPEG", "JPG", "JSON", "LAN", "NFC", "ODT", "PDF", "PNG", "QR", "RAM", "RFC", "SQL", "SSD", "SSH", "SSL", "SVG",
    "TCP", "TLS", "TXT", "UI", "URI", "URL", "UTF", "VGA", "VPN", "WWW", "XLS", "XLSX", "XML", "YAML", "ZIP",
    // Numbers.
    "II", "III", "IV", "IX", "VI", "VII", "VIII", "XI", "XII", "XIII", "XIV", "XV", // Words in capitals.
    "ALLE", "ALL", "ALS", "AND", "AUS", "BEI", "CAN", "DARF", "DAS", "DER", "DIE", "DOES", "EIN", "EINE", "FALSE",
    "FÜR", "GET", "IM", "IN", "IST", "JA", "KANN", "KEIN", "KEINE", "MAY", "MIT", "MUSS", "MÜSSEN", "MUST", "NEIN",
    "NEU", "NICHT", "NO", "NOT", "NUR", "ODER", "ON", "ONLY", "OR", "PATCH", "POST", "PUT", "DELETE", "SEHR", "SHALL",
    "SOLL", "SOLLTE", "TBC", "TBD", "THE", "TO", "TODO", "TRUE", "UND", "VON", "WILL", "WIRD", "YES", "ZU", "ZUM",
    "ZUR",
];

pub(super) fn run(found: &mut Report<'_>) {
    let project = found.project;
    let mut parts: BTreeMap<&str, (usize, &crate::diag::Place)> = BTreeMap::new();
    for short in project.chapters.iter().flat_map(|chapter| &chapter.abbreviations) {
        parts.entry(&short.word).or_insert((0, &short.place)).0 += 1;
    }
    parts.retain(|word, (number, _)| *number >= PARTS && !KNOWN.contains(word));
    if parts.is_empty() {
        return;
    }
    let explained = explained(project);
    for (word, (number, place)) in parts.into_iter().filter(|(word, _)| !explained.contains(word)) {
        let message = Text::new(
            format!("Was „{word}“ bedeutet, steht nirgends; {number} Stellen der Dokumente verwenden es."),
            format!("nothing says what \"{word}\" means; {number} places in the documents use it"),
        );
        let hint = Text::new(
            format!("Ins Glossar aufnehmen, oder beim ersten Mal ausschreiben: Langform ({word})."),
            format!("Add it to the glossary, or write it out the first time: long form ({word})"),
        );
        let finding = found.at(place, message, hint);
        found.add(finding);
    }
}

/// What is explained: in a glossary or in a text, or because it begins IDs, or belongs to the project's own names.
fn explained(project: &Project) -> HashSet<&str> {
    let config = &project.config;
    let names = [Some(&config.title), config.customer.as_ref(), config.supplier.as_ref()].into_iter().flatten();
    let spellings = project.term_keys().flat_map(|key| &project.term(key).spellings);
    let parts = |name: &'_ str| -> Vec<std::ops::Range<usize>> { words(name).collect() };
    let in_names =
        names.chain(spellings).flat_map(|name| parts(name).into_iter().flat_map(move |word| name[word].split('-')));
    let patterns = project.grammar.documents().iter().flat_map(|document| &document.patterns);
    let prefixes = patterns.flat_map(|pattern| pattern.as_str().split(|c: char| !c.is_alphabetic()));
    let texts = project.chapters.iter().flat_map(|chapter| &chapter.explained).map(|word| &**word);
    in_names.chain(prefixes).chain(texts).collect()
}
