//! A glossary: its entries, in definition lists and in tables, sorted within what the author put together.

use super::ink::Ink;
use super::scribe::Scribe;
use super::table::Cells;
use crate::config::fold;
use crate::model::{HoleKind, Term, collation, escape, is_abbreviation, slug};
use pulldown_cmark::{Event, Tag};
use std::fmt::Write as _;
use std::ops::Range;

/// Heads of columns that hold terms, the likeliest first.
const TERM_HEADS: &[&str] =
    &["begriff", "term", "fachbegriff", "wort", "abkuerzung", "kuerzel", "abbreviation", "acronym"];
/// Heads of columns that say what they mean.
const DEFINITION_HEADS: &[&str] =
    &["bedeutung", "definition", "erklaerung", "erlaeuterung", "beschreibung", "meaning", "explanation", "description"];
/// Heads of columns that hold other ways to write them.
const SYNONYM_HEADS: &[&str] =
    &["synonym", "synonyme", "abkuerzung", "kuerzel", "auch", "synonyms", "abbreviation", "acronym", "langform"];

/// So many entries have letters above them to jump to.
const LETTERS_FROM: usize = 20;

/// The most spellings of a term.
const SPELLINGS: usize = 32;

/// An entry, as ranges of events.
struct Entry {
    name: Range<usize>,
    definitions: Vec<Range<usize>>,
    synonyms: Option<Range<usize>>,
    /// Other columns: the head, and the cell.
    others: Vec<(Range<usize>, Range<usize>)>,
}

impl Scribe<'_> {
    /// Reads a definition list.
    pub fn term_list(&mut self, at: usize, end: usize) {
        let mut entries: Vec<Entry> = Vec::new();
        for (part, part_end) in self.events.children(at + 1..end) {
            match (self.events.get(part), entries.last_mut()) {
                (Event::Start(Tag::DefinitionListTitle), _) => {
                    let name = part + 1..part_end;
                    entries.push(Entry { name, definitions: Vec::new(), synonyms: None, others: Vec::new() });
                }
                (Event::Start(Tag::DefinitionListDefinition), Some(entry)) => {
                    entry.definitions.push(part + 1..part_end);
                }
                _ => {}
            }
        }
        self.write_terms(at, &entries);
    }

    /// Reads a table of terms. Returns whether it is one.
    pub fn term_table(&mut self, at: usize, cells: &Cells) -> bool {
        let named = |heads: &[&str]| {
            let column = |head: &&str| cells.heads.iter().position(|own| fold(own) == **head);
            heads.iter().find_map(column)
        };
        let (Some(term), Some(definition)) = (named(TERM_HEADS), named(DEFINITION_HEADS)) else { return false };
        let synonyms = named(SYNONYM_HEADS).filter(|column| *column != term && *column != definition);
        let entry = |(_, columns): &(usize, Vec<Range<usize>>)| {
            let is_other = |(column, _): &(usize, &Range<usize>)| {
                *column != term && *column != definition && *column < cells.head.len()
            };
            let others = columns.iter().enumerate().filter(is_other);
            Some(Entry {
                name: columns.get(term)?.clone(),
                definitions: columns.get(definition).cloned().into_iter().collect(),
                synonyms: synonyms.and_then(|column| columns.get(column).cloned()),
                others: others.map(|(column, cell)| (cells.head[column].clone(), cell.clone())).collect(),
            })
        };
        let entries: Vec<Entry> = cells.rows.iter().filter_map(entry).collect();
        self.write_terms(at, &entries);
        true
    }

    /// Renders entries, sorted, and adds their terms in the order of the text.
    fn write_terms(&mut self, at: usize, entries: &[Entry]) {
        self.close_paragraphs();
        let line = self.line(at);
        let first = self.chapter.terms.len();
        let terms: Vec<Option<usize>> = entries.iter().map(|entry| self.add_term(entry)).collect();
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_cached_key(|entry| (terms[*entry].map(|term| collation(&self.chapter.terms[term].name)), *entry));
        let mut ink = Ink::default();
        let sorted = order.iter().filter_map(|entry| terms[*entry]);
        if self.chapter.terms.len() - first >= LETTERS_FROM {
            let letters = self.letters(sorted);
            ink.fragment.hole(HoleKind::Html(letters));
        }
        ink.fragment.markup("<dl class=\"defs glossary\">\n");
        for entry in order {
            self.write_term(&entries[entry], terms[entry], &mut ink);
        }
        ink.fragment.markup("</dl>\n");
        self.push_ink(ink, line);
        self.flush();
    }

    /// Adds the term of an entry; none where its name is empty.
    fn add_term(&mut self, entry: &Entry) -> Option<usize> {
        let plain = self.events.plain(entry.name.clone(), 0);
        let name = plain.text.trim();
        if name.is_empty() {
            return None;
        }
        let start = plain.text.len() - plain.text.trim_start().len();
        let place = self.source.place(plain.source_range(start..start + name.len()));
        let mut spellings = spellings(name);
        let more = entry.synonyms.clone().map(|cell| self.events.plain(cell, 0).text);
        for synonym in more.iter().flat_map(|text| text.split([',', ';'])) {
            add(&mut spellings, synonym);
        }
        let definitions: Vec<String> = entry
            .definitions
            .iter()
            .map(|definition| squashed(&self.events.plain(definition.clone(), 0).text))
            .collect();
        let base = slug(spellings.first().map_or(name, String::as_str));
        let anchor = self.anchor(if base.is_empty() { slug(name) } else { base }, None);
        let (name, definition) = (squashed(name), definitions.join(" "));
        self.chapter.terms.push(Term { name, spellings, definition, anchor, place });
        Some(self.chapter.terms.len() - 1)
    }

    fn write_term(&mut self, entry: &Entry, term: Option<usize>, ink: &mut Ink) {
        ink.fragment.markup("<dt>");
        if let Some(term) = term {
            ink.fragment.hole(HoleKind::Anchor(self.chapter.terms[term].anchor.clone()));
        }
        self.write(entry.name.clone(), 0, ink);
        ink.fragment.markup("</dt>\n");
        for definition in &entry.definitions {
            ink.fragment.markup("<dd>");
            self.write(definition.clone(), 0, ink);
            ink.fragment.markup("</dd>\n");
        }
        for (head, cell) in &entry.others {
            if !self.events.plain(cell.clone(), 0).text.trim().is_empty() {
                ink.fragment.markup("<dd><em>");
                self.write(head.clone(), 0, ink);
                ink.fragment.markup(":</em> ");
                self.write(cell.clone(), 0, ink);
                ink.fragment.markup("</dd>\n");
            }
        }
        if let Some(term) = term {
            ink.fragment.hole(HoleKind::Uses(term as u32));
        }
    }

    /// Links to the first of the sorted terms for each letter.
    fn letters(&self, sorted: impl Iterator<Item = usize>) -> String {
        let mut html = String::from("<p class=\"letters\">");
        let mut last = None;
        for term in sorted {
            let term = &self.chapter.terms[term];
            let letter = collation(&term.name).chars().next().map(|c| c.to_uppercase().to_string());
            if let Some(letter) = letter.filter(|letter| last.as_ref() != Some(letter)) {
                let mut anchor = String::new();
                escape(&term.anchor, &mut anchor);
                let mut shown = String::new();
                escape(&letter, &mut shown);
                // Writing to a string cannot fail.
                let _ = write!(html, "<a href=\"#{anchor}\">{shown}</a> ");
                last = Some(letter);
            }
        }
        html.truncate(html.trim_end().len());
        html.push_str("</p>\n");
        html
    }
}

/// A text with its blanks as one each.
fn squashed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The ways to write a term: its parts at commas and semicolons, and what stands in brackets where the one is the other's
/// abbreviation, or where the brackets say so. Other brackets tell two meanings of a word apart.
fn spellings(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = name;
    let mut brackets = Vec::new();
    let mut bare = String::new();
    while let Some((before, inside, after)) = bracket(rest) {
        bare.push_str(before);
        brackets.push(inside);
        rest = after;
    }
    bare.push_str(rest);
    for part in bare.split([',', ';']) {
        add(&mut found, part);
    }
    for inside in brackets {
        let says = ["auch:", "auch ", "Syn.:", "Synonym:", "kurz:", "kurz ", "Abk.:", "also:", "also ", "short:"];
        let said = says.iter().find_map(|word| inside.trim().strip_prefix(word));
        let has_short = found.iter().any(|part| is_abbreviation(part));
        for part in said.unwrap_or(inside).split([',', ';']) {
            if said.is_some() || has_short || is_abbreviation(part.trim()) {
                add(&mut found, part);
            }
        }
    }
    found
}

/// The first brackets of a text: what stands before them, in them, and behind them.
fn bracket(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('(')?;
    let close = open + text[open..].find(')')?;
    Some((&text[..open], &text[open + 1..close], &text[close + 1..]))
}

fn add(spellings: &mut Vec<String>, spelling: &str) {
    let spelling =
        squashed(spelling.trim_matches(|c: char| c.is_whitespace() || matches!(c, '–' | '—' | ':' | '"' | '„' | '“')));
    let is_new = spelling.chars().any(char::is_alphanumeric) && !spellings.contains(&spelling);
    if is_new && spellings.len() < SPELLINGS {
        spellings.push(spelling);
    }
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn names_have_synonyms() {
        for (name, expected) in [
            ("Debitor", &["Debitor"][..]),
            ("Debitor, Kunde der Buchhaltung", &["Debitor", "Kunde der Buchhaltung"]),
            ("CRM (Customer-Relationship-Management)", &["CRM", "Customer-Relationship-Management"]),
            ("Enterprise Resource Planning (ERP)", &["Enterprise Resource Planning", "ERP"]),
            ("Auftrag (Verkauf)", &["Auftrag"]),
            ("Abnahme (auch: Freigabe, Übernahme)", &["Abnahme", "Freigabe", "Übernahme"]),
            ("Pflichtenheft (kurz PH); Sollkonzept", &["Pflichtenheft", "Sollkonzept", "PH"]),
            ("Soll/Ist (", &["Soll/Ist ("]),
            ("()", &[]),
            ("–", &[]),
        ] {
            assert_eq!(spellings(name), expected, "{name}");
        }
    }
}
