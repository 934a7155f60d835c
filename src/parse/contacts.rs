//! A page of contacts: tables with a column for roles. Each role gets an anchor, and below it what it is responsible for.

use super::ink::Ink;
use super::scribe::Scribe;
use super::table::Cells;
use crate::config::fold;
use crate::model::{Contact, HoleKind, slug};
use std::ops::Range;

/// Heads of columns that hold roles.
const ROLE_HEADS: &[&str] = &["rolle", "role", "funktion", "function", "aufgabe", "position"];
/// Heads of columns that hold who fills them.
const PERSON_HEADS: &[&str] = &["name", "person", "ansprechpartner", "kontakt", "contact"];

impl Scribe<'_> {
    /// Reads a table of roles. Returns whether it is one.
    pub fn contact_table(&mut self, at: usize, cells: &Cells) -> bool {
        let named = |heads: &[&str]| cells.heads.iter().position(|own| heads.contains(&fold(own).as_str()));
        let Some(role) = named(ROLE_HEADS) else { return false };
        let person = named(PERSON_HEADS).filter(|column| *column != role);
        self.close_paragraphs();
        let line = self.line(at);
        let mut ink = Ink::default();
        // The start of the table and its head, as of every table.
        let head_end = self.events.end(at + 1);
        self.write(at..head_end + 1, 0, &mut ink);
        for (row, columns) in &cells.rows {
            self.contact_row(*row, columns, (role, person), &mut ink);
        }
        let end = self.events.end(at);
        self.write(end..end + 1, 0, &mut ink);
        self.push_ink(ink, line);
        self.flush();
        true
    }

    fn contact_row(
        &mut self,
        row: usize,
        columns: &[Range<usize>],
        (role, person): (usize, Option<usize>),
        ink: &mut Ink,
    ) {
        let contact = columns.get(role).and_then(|cell| self.add_contact(cell, person.and_then(|at| columns.get(at))));
        self.write(row..row + 1, 0, ink);
        for (column, cell) in columns.iter().enumerate() {
            self.write(cell.start - 1..cell.start, 0, ink);
            let contact = contact.filter(|_| column == role);
            if let Some(contact) = contact {
                ink.fragment.hole(HoleKind::Anchor(self.chapter.contacts[contact].anchor.clone()));
            }
            self.write(cell.clone(), 0, ink);
            if let Some(contact) = contact {
                ink.fragment.hole(HoleKind::Duties(contact as u32));
            }
            self.write(cell.end..cell.end + 1, 0, ink);
        }
        let end = self.events.end(row);
        self.write(end..end + 1, 0, ink);
    }

    /// Adds the role of a row; none where its cell is empty.
    fn add_contact(&mut self, cell: &Range<usize>, person: Option<&Range<usize>>) -> Option<usize> {
        let plain = self.events.plain(cell.clone(), 0);
        let role = plain.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !role.contains(char::is_alphanumeric) {
            return None;
        }
        let person = person.map(|cell| self.events.plain(cell.clone(), 0).text.trim().to_owned());
        let place = self.source.place(plain.source_range(0..plain.text.len()));
        let anchor = self.anchor(slug(&role), None);
        let section = self.chapter.headings.last().map(|heading| heading.title.clone()).unwrap_or_default();
        let person = person.filter(|person| person.contains(char::is_alphanumeric));
        self.chapter.contacts.push(Contact { role, person, section, anchor, place });
        Some(self.chapter.contacts.len() - 1)
    }
}
