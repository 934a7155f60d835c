//! Which IDs a document uses, when its settings do not say: its own text decides (authoring format, section 3).

use super::events::Events;
use super::opening::{Opening, Spot, opening};
use crate::config::vocabulary::is_id_head;
use crate::source::SourceFile;
use foldhash::HashSet;
use pulldown_cmark::{Event, Tag};
use std::collections::{BTreeMap, BTreeSet};

/// What one file shows of IDs, by family: `LH-#`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    families: BTreeMap<String, Family>,
}

/// The IDs of one family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// IDs that stand first in a heading, a list entry or a paragraph.
    pub in_text: BTreeSet<String>,
    /// IDs that stand first in a table's row under an ID head.
    pub in_tables: BTreeSet<String>,
    /// IDs that occur at all.
    pub named: BTreeSet<String>,
    /// Whether some of them stand between slashes or brackets or have a separator, so that one alone is an ID.
    pub marked: bool,
}

/// So many IDs that open an item make a family a document's own, whatever they look like.
const ENOUGH: usize = 2;

/// The IDs of one family in all files of a document.
#[derive(Default)]
struct Together<'s> {
    /// In text, and at all, where others have the family too.
    in_text: HashSet<&'s str>,
    named: HashSet<&'s str>,
    /// In text or in tables, where no others have it: as many as matter.
    opened: HashSet<&'s str>,
    marked: bool,
}

/// Letters that stand before numbers and are no IDs: of standards, formats and protocols, licences, parts and pins.
const NO_IDS: &[&str] = &[
    "UTF", "ISO", "DIN", "IEC", "IEEE", "RFC", "SHA", "HTTP", "TLS", "SSL", "AES", "RSA", "USB", "IPV", "HTML", "CSS",
    "PHP", "COVID", "WCAG", "BITV", "VDE", "VDI", "OAUTH", "SQL", "EUR", "PDF", "TCP", "UDP", "ANSI", "ECMA", "NIST",
    "FIPS", "CVE", "CWE", "GHSA", "ISBN", "EAN", "XML", "JSON", "GPL", "LGPL", "AGPL", "MPL", "BSD", "WPA", "LTE",
    "WLAN", "VLAN", "RAID", "RJ", "RS", "ESP", "STM", "DHT", "BME", "BMP", "GPIO", "UART", "LED", "GPT", "RTX", "KW",
];

/// Letters that are no IDs in text, but may be under a head that promises IDs.
const NO_IDS_IN_TEXT: &[&str] = &["EN", "MD", "IP", "ES", "CO", "H", "A4"];

impl Survey {
    /// Looks at one file.
    pub fn of(source: &SourceFile) -> Self {
        let body = source.body();
        let events = Events::new(&body);
        let mut survey = Self::default();
        let mut at = 0;
        while at < events.len() {
            match events.get(at) {
                Event::Start(Tag::Heading { .. }) => survey.open(&events, at + 1..events.end(at), Spot::Heading),
                Event::Start(Tag::Item | Tag::Paragraph) => survey.open(&events, at + 1..events.end(at), Spot::Text),
                Event::SoftBreak | Event::HardBreak => survey.open(&events, at + 1..events.len(), Spot::Line),
                Event::Start(Tag::Table(_)) => survey.table(&events, at),
                Event::Start(Tag::CodeBlock(_)) => at = events.end(at),
                Event::Text(text) | Event::Code(text) => survey.name(text),
                _ => {}
            }
            at += 1;
        }
        survey
    }

    /// The patterns of the IDs that are a document's own, by what its files show. `others` are those of the documents that
    /// it realises or verifies: an ID that they own too is this document's only where its text opens items with most of
    /// those it names.
    pub fn own<'s>(files: impl IntoIterator<Item = &'s Self>, others: &[String]) -> Vec<String> {
        let is_others = |pattern: &str| others.iter().any(|other| other == pattern);
        let mut families: BTreeMap<&str, Together<'s>> = BTreeMap::new();
        for (pattern, family) in files.into_iter().flat_map(|file| &file.families) {
            let together = families.entry(pattern).or_default();
            if is_others(pattern) {
                together.in_text.extend(family.in_text.iter().map(String::as_str));
                together.named.extend(family.named.iter().map(String::as_str));
            } else if together.opened.len() < ENOUGH {
                let opened = family.in_text.union(&family.in_tables);
                together.opened.extend(opened.map(String::as_str).take(ENOUGH));
            }
            together.marked |= family.marked;
        }
        let is_own = |(pattern, family): &(&str, Together<'_>)| {
            if is_others(pattern) {
                return family.in_text.len() * 2 >= family.named.len().max(1) && !family.in_text.is_empty();
            }
            family.opened.len() >= if family.marked { 1 } else { ENOUGH }
        };
        families.into_iter().filter(is_own).map(|(pattern, _)| pattern.to_owned()).collect()
    }

    fn open(&mut self, events: &Events<'_>, range: std::ops::Range<usize>, spot: Spot) {
        // A list entry's or a line's text ends where the next block or line starts; the ID is at its start anyway.
        let found = match events.get(range.start.min(events.len() - 1)) {
            Event::Start(Tag::Paragraph) => opening(events, range.start + 1..range.end, spot, &family_id),
            _ => opening(events, range, spot, &family_id),
        };
        if let Some(found) = found {
            self.family(&found).in_text.insert(found.id);
        }
    }

    fn table(&mut self, events: &Events<'_>, at: usize) {
        for (row, row_end) in events.children(at + 1..events.end(at)) {
            let Some((cell, cell_end)) = events.children(row + 1..row_end).next() else { continue };
            if matches!(events.get(row), Event::Start(Tag::TableHead)) {
                if !is_id_head(&events.plain(cell..cell_end, 0).text) {
                    return;
                }
            } else if let Some(found) = opening(events, cell + 1..cell_end, Spot::Cell, &promised_id) {
                self.family(&found).in_tables.insert(found.id);
            }
        }
    }

    fn family(&mut self, found: &Opening) -> &mut Family {
        let family = self.families.entry(pattern_of(&found.id)).or_default();
        family.marked |=
            found.bracketed || found.id.starts_with(|c: char| c.is_alphabetic()) && has_separator(&found.id);
        family.named.insert(found.id.clone());
        family
    }

    fn name(&mut self, text: &str) {
        let mut before = None;
        for (at, c) in text.char_indices() {
            let starts =
                c.is_ascii_uppercase() && before.is_none_or(|b: char| !b.is_alphanumeric() && !matches!(b, '_' | '-'));
            before = Some(c);
            if starts && let Some(length) = family_id(&text[at..]) {
                let id = &text[at..at + length];
                self.families.entry(pattern_of(id)).or_default().named.insert(id.to_owned());
            }
        }
    }
}

/// The length of a text's start that looks like an ID.
fn family_id(text: &str) -> Option<usize> {
    let length = promised_id(text)?;
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let number = &text[letters..length];
    let is_other = NO_IDS_IN_TEXT.contains(&&*text[..letters].to_ascii_uppercase());
    // `V1.2` is a version, `Q3 2026` a quarter.
    let is_version = text.starts_with('V') && letters == 1 && number.contains('.');
    let after = text[length..].trim_start();
    let year = after.bytes().take_while(u8::is_ascii_digit).count();
    let is_quarter = text.starts_with('Q') && letters == 1 && number.len() == 1 && year == 4;
    (!is_other && !is_version && !is_quarter).then_some(length)
}

/// The same, under a head that promises IDs: capitals, perhaps in several parts, then a number. Several parts need two
/// letters in the first, since `L-Q-01` is as often the number of a section or of a decision.
fn promised_id(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut parts: Vec<&str> = Vec::new();
    loop {
        let letters = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if letters == 0 || letters > 12 {
            return None;
        }
        let part = &text[at..at + letters];
        let capitals = part.bytes().all(|b| b.is_ascii_uppercase());
        let capitalised = part.as_bytes()[0].is_ascii_uppercase() && letters <= 5;
        let separated = bytes.get(at + letters).is_some_and(|b| matches!(b, b'-' | b'_' | b'.'));
        if !(capitals || capitalised && separated) {
            return None;
        }
        parts.push(part);
        at += letters;
        if separated {
            at += 1;
        }
        if bytes.get(at).is_some_and(u8::is_ascii_digit) {
            break;
        }
        if !separated || parts.len() == 4 {
            return None;
        }
    }
    let known = NO_IDS.contains(&parts[0].to_ascii_uppercase().as_str());
    if known || parts.len() > 1 && parts[0].len() < 2 {
        return None;
    }
    let pattern = crate::model::IdPattern::new(&format!("{}#", &text[..at]))?;
    pattern.matches(text)
}

/// Whether something stands between an ID's letters and its number: `LH-310`, not `N10.01`.
fn has_separator(id: &str) -> bool {
    pattern_of(id).trim_end_matches('#').ends_with(['-', '_', '.'])
}

/// `LH-310` is of the family `LH-#`.
fn pattern_of(id: &str) -> String {
    let prefix = id.find(|c: char| c.is_ascii_digit()).unwrap_or(id.len());
    format!("{}#", &id[..prefix])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(text: &str, others: &[&str]) -> Vec<String> {
        let others: Vec<String> = others.iter().map(|&other| other.to_owned()).collect();
        Survey::own([&Survey::of(&SourceFile::new("content/x/1.md", text))], &others)
    }

    #[test]
    fn the_text_decides() {
        assert_eq!(own("### LH-1 A\n\n- **FR.2** b\n\n/F10/ c\n/F20/ d\n", &[]), ["F#", "FR.#", "LH-#"]);
        assert_eq!(own("| Kennung | B |\n|---|---|\n| `F-01` | x |\n\n| Version |\n|---|\n| V-1 |\n", &[]), ["F-#"]);
        assert_eq!(own("### UTF-8 und ISO-9001\n\nText LH-1.\n\n- LH-2 x\n", &[]), Vec::<String>::new());
    }

    #[test]
    fn parts_standards_and_versions_are_none() {
        let text = "- **ESP-32**: x\n- **RS-485** y\n- **GPL-3.0**\n- **GPIO4**: a\n- **GPIO5**: b\n- **V1.0**\n- **V1.1**\n\
                    - **Q1 2026:** c\n- **Q2 2026:** d\n- **H1** e\n- **H2** f\n";
        assert_eq!(own(text, &[]), Vec::<String>::new());
        assert_eq!(own("| ID | B |\n|---|---|\n| H1 | x |\n| H2 | y |\n", &[]), ["H#"]);
        assert_eq!(own("F1. Eins\n- a\n\nF2. Zwei\n", &[]), ["F#"]);
    }

    #[test]
    fn another_documents_ids_stay_its_own() {
        assert!(own("- **A-1:** x\n\nText A-2, A-3 und A-4.\n", &["A-#"]).is_empty());
        assert_eq!(own("### A-1 x\n\n### A-2 y\n", &["A-#"]), ["A-#"]);
        assert!(own("| ID | Umsetzung |\n|---|---|\n| A-1 | erfüllt |\n", &["A-#"]).is_empty());
    }
}
