//! A page of literature: the entries of a list, or the rows of a table, in the order of the alphabet, and whether each can
//! be had by everyone.

use super::ink::Ink;
use super::scribe::Scribe;
use super::table::Cells;
use crate::config::fold;
use crate::model::collation;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// Heads of columns that say how a work can be had.
const ACCESS_HEADS: &[&str] = &["zugang", "access", "verfuegbarkeit", "availability"];

/// How a work can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Free,
    Paid,
    Restricted,
}

/// The words for it: an access note is one of these, or begins with it where a blank follows.
const WORDS: &[(Access, &[&str])] = &[
    (
        Access::Free,
        &[
            "kostenfrei",
            "kostenlos",
            "frei zugänglich",
            "frei verfügbar",
            "frei",
            "open access",
            "free of charge",
            "freely available",
            "free",
        ],
    ),
    (
        Access::Paid,
        &[
            "kostenpflichtig",
            "lizenzpflichtig",
            "gebührenpflichtig",
            "im Buchhandel",
            "subject to charge",
            "paid",
            "subscription",
        ],
    ),
    (
        Access::Restricted,
        &[
            "zugang nur",
            "nur intern",
            "nur im intranet",
            "nur mit",
            "nur für",
            "intern",
            "auf anfrage",
            "anmeldung",
            "access only",
            "restricted",
            "internal",
            "on request",
            "registration",
        ],
    ),
];

/// The longest note, in characters.
const LONGEST: usize = 80;

impl Access {
    /// What a note says; none if it is no note.
    fn of(note: &str) -> Option<Self> {
        let lower = note.trim().to_lowercase();
        // Only the one that is restricted says to whom, and may go on.
        let is_one = |access: Self, word: &str| {
            let word = word.to_lowercase();
            lower.strip_prefix(&*word).is_some_and(|rest| {
                rest.is_empty() || access != Self::Free && rest.starts_with([' ', ',']) || rest.starts_with(" (")
            })
        };
        let found = WORDS.iter().find(|(access, words)| words.iter().any(|word| is_one(*access, word)));
        found.filter(|_| note.chars().count() <= LONGEST).map(|(access, _)| *access)
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Free => "access free",
            Self::Paid => "access paid",
            Self::Restricted => "access restricted",
        }
    }
}

/// The access note at the end of a text, without the brackets and the stop around it.
fn note(text: &str) -> Option<(&str, Access)> {
    let text = text.trim_end().trim_end_matches(['.', ')', ']']);
    let starts = text.char_indices().rev().filter(|(at, c)| {
        matches!(c, '(' | '[' | '–' | '—' | ';' | ',' | '.' | ':') && !text[at + c.len_utf8()..].trim().is_empty()
    });
    // The nearest separator first, then those before it: `Zugang nur für Mitglieder, nach Anmeldung`.
    let candidates = starts.map(|(at, c)| text[at + c.len_utf8()..].trim_start());
    candidates.take(3).find_map(|note| Some((note, Access::of(note)?)))
}

impl Scribe<'_> {
    /// Reads a list of works. One that the author numbered keeps its order.
    pub fn works(&mut self, at: usize, end: usize) {
        let mut entries: Vec<(usize, usize)> = self.events.children(at + 1..end).collect();
        if matches!(self.events.get(at), Event::Start(Tag::List(None))) {
            entries.sort_by_cached_key(|(entry, end)| collation(&self.events.plain(entry + 1..*end, 0).text));
        }
        self.close_paragraphs();
        let line = self.line(at);
        let mut ink = Ink::with_addresses();
        self.write(at..at + 1, 0, &mut ink);
        for (entry, entry_end) in entries {
            self.write(entry..entry_end, 0, &mut ink);
            let text = self.entry_text(entry, entry_end);
            let plain = self.events.plain(text, 0).text;
            if let Some((note, access)) = note(&plain) {
                ink.fragment.enclose_last(note, &format!("<span class=\"{}\">", access.class()), "</span>");
            }
            self.write(entry_end..entry_end + 1, 0, &mut ink);
        }
        self.write(end..end + 1, 0, &mut ink);
        self.push_ink(ink, line);
        self.flush();
    }

    /// Reads a table of works. Returns whether it is one.
    pub fn work_table(&mut self, at: usize, cells: &Cells) -> bool {
        let Some(access) = cells.heads.iter().position(|head| ACCESS_HEADS.contains(&fold(head).as_str())) else {
            return false;
        };
        self.close_paragraphs();
        let line = self.line(at);
        let mut ink = Ink::with_addresses();
        let head_end = self.events.end(at + 1);
        self.write(at..head_end + 1, 0, &mut ink);
        let first = |columns: &[Range<usize>]| {
            columns.first().map(|cell| collation(&self.events.plain(cell.clone(), 0).text)).unwrap_or_default()
        };
        let mut rows: Vec<&(usize, Vec<Range<usize>>)> = cells.rows.iter().collect();
        rows.sort_by_cached_key(|(_, columns)| first(columns));
        for (row, columns) in rows {
            let cell = columns.get(access).cloned();
            let known = cell.as_ref().and_then(|cell| Access::of(&self.events.plain(cell.clone(), 0).text));
            match (cell, known) {
                (Some(cell), Some(access)) => {
                    self.write(*row..cell.start, 0, &mut ink);
                    ink.fragment.markup(&format!("<span class=\"{}\">", access.class()));
                    self.write(cell.clone(), 0, &mut ink);
                    ink.fragment.markup("</span>");
                    self.write(cell.end..self.events.end(*row) + 1, 0, &mut ink);
                }
                _ => self.write(*row..self.events.end(*row) + 1, 0, &mut ink),
            }
        }
        let end = self.events.end(at);
        self.write(end..end + 1, 0, &mut ink);
        self.push_ink(ink, line);
        self.flush();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_access() {
        for (text, expected) in [
            ("Balzert: Lehrbuch. 1997 (kostenpflichtig)", Some(("kostenpflichtig", Access::Paid))),
            ("W3C: WCAG 2.2 – kostenfrei.", Some(("kostenfrei", Access::Free))),
            ("Richtlinie 7. Zugang nur im Intranet", Some(("Zugang nur im Intranet", Access::Restricted))),
            (
                "A; Zugang nur für Mitglieder, nach Anmeldung.",
                Some(("Zugang nur für Mitglieder, nach Anmeldung", Access::Restricted)),
            ),
            ("B. Free", Some(("Free", Access::Free))),
            ("C: Die freie Wahl, frei von Mängeln", None),
            ("D. Intern. Verlag", None),
            ("kostenfrei", None),
            ("", None),
        ] {
            assert_eq!(note(text), expected, "{text}");
        }
    }
}
