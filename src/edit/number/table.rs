//! Tables: which rows demand something, and where a column for IDs goes.

use super::obligation::obliges;
use super::prose::prose;
use super::sections::{About, about_table};
use super::walk::Walker;
use crate::config::vocabulary::is_id_head;
use crate::config::{FieldName, fold};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// Where IDs go in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSpot {
    /// Whether the column for them is there, and its cells are empty.
    pub has_column: bool,
    /// Where the head's row starts.
    pub head: usize,
    /// Where the line between head and rows starts.
    pub line: usize,
    /// Where each row starts, and whether it gets an ID.
    pub rows: Vec<(usize, bool)>,
}

/// A table as ranges of events.
pub struct Table {
    heads: Vec<String>,
    head: usize,
    line: usize,
    rows: Vec<Row>,
}

struct Row {
    start: usize,
    cells: Vec<Range<usize>>,
    /// What the cells say, one line each.
    text: String,
}

/// What stands in the column under a head that promises IDs.
#[derive(PartialEq, Eq)]
enum First {
    Empty,
    Number,
    Other,
}

impl Table {
    /// Reads a table. None where its lines are not to be told apart.
    pub fn new(walker: &Walker<'_>, at: usize, end: usize) -> Option<Self> {
        let events = walker.events;
        let mut table = Self { heads: Vec::new(), head: 0, line: 0, rows: Vec::new() };
        for (row, row_end) in events.children(at + 1..end) {
            let cells: Vec<_> = events.children(row + 1..row_end).map(|(cell, end)| cell + 1..end).collect();
            let start = line_start(walker.body, events.range(row).start);
            if matches!(events.get(row), Event::Start(Tag::TableHead)) {
                table.heads = cells.iter().map(|cell| events.plain(cell.clone(), 0).text.trim().to_owned()).collect();
                table.head = start;
                table.line = next_line(walker.body, start)?;
            } else {
                let text = cells.iter().map(|cell| prose(events, cell.clone())).collect::<Vec<_>>().join("\n");
                table.rows.push(Row { start, cells, text });
            }
        }
        (!table.heads.is_empty()).then_some(table)
    }

    /// Where its IDs go; none where it demands nothing, or has IDs of its own or of others. `each` row demands where the
    /// text above says so.
    pub fn spot(&self, walker: &Walker<'_>, each: bool) -> Option<TableSpot> {
        let about = about_table(&self.heads);
        let promises = is_id_head(&self.heads[0]);
        if about == About::Aside || self.rows.iter().any(|row| !promises && has_id(walker, row)) {
            return None;
        }
        let firsts: Vec<First> = self.rows.iter().map(|row| Self::first(walker, row)).collect();
        let has_column = promises && firsts.contains(&First::Empty);
        if promises && firsts.contains(&First::Other) && !has_column {
            return None;
        }
        if promises && !has_column && firsts.iter().any(|first| *first != First::Number) {
            return None;
        }
        let each = each || about == About::Demands || self.has_priorities(walker);
        let demands: Vec<bool> = self.rows.iter().map(|row| obliges(&row.text)).collect();
        let is_demanding = each || demands.iter().filter(|demands| **demands).count() * 2 >= self.rows.len();
        let wants = |at: usize| {
            let is_blank = self.rows[at].text.trim().is_empty();
            let is_free = !has_column || firsts[at] == First::Empty;
            is_free && !is_blank && (demands[at] || each)
        };
        let rows: Vec<_> = (0..self.rows.len()).map(|at| (self.rows[at].start, wants(at))).collect();
        let wanted = rows.iter().any(|(_, wanted)| *wanted);
        (wanted && is_demanding).then_some(TableSpot { has_column, head: self.head, line: self.line, rows })
    }

    fn first(walker: &Walker<'_>, row: &Row) -> First {
        let Some(cell) = row.cells.first() else { return First::Other };
        let text = walker.events.plain(cell.clone(), 0).text;
        let text = text.trim();
        if text.is_empty() {
            First::Empty
        } else if text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')')) && !has_id(walker, row) {
            First::Number
        } else {
            First::Other
        }
    }

    /// Whether a column says by words of obligation how much each row is wanted: then all of them are. `hoch` and `niedrig`
    /// weigh much that is no demand. A column is one for priorities by its head, or by holding nothing but such words.
    fn has_priorities(&self, walker: &Walker<'_>) -> bool {
        const WORDS: &[&str] = &["muss", "soll", "kann", "must", "shall", "should", "could", "wunsch"];
        let is_priority = |head: &String| FieldName::from_word(head) == Some(FieldName::Priority);
        let column = self.heads.iter().position(is_priority);
        let says = |row: &Row| {
            let cell = column.and_then(|column| row.cells.get(column));
            let word = cell.map(|cell| walker.events.plain(cell.clone(), 0).text).unwrap_or_default();
            let word = word.trim();
            walker.config().priority(word).is_some() && WORDS.iter().any(|known| fold(word).starts_with(known))
        };
        let is_weight = |row: &Row, column: usize| {
            let cell = row.cells.get(column).map(|cell| walker.events.plain(cell.clone(), 0).text).unwrap_or_default();
            WORDS.contains(&fold(&cell).as_str())
        };
        let weighs = |column: usize| self.rows.iter().all(|row| is_weight(row, column));
        self.rows.iter().any(says) || !self.rows.is_empty() && (1..self.heads.len()).any(weighs)
    }
}

fn has_id(walker: &Walker<'_>, row: &Row) -> bool {
    row.cells.first().is_some_and(|cell| walker.starts_with_id(cell.clone()))
}

/// Where the text of the line around an offset starts, behind blanks.
fn line_start(body: &str, offset: usize) -> usize {
    let start = body[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    start + blanks(&body[start..])
}

/// Where the text of the next line starts.
fn next_line(body: &str, offset: usize) -> Option<usize> {
    let end = offset + body[offset..].find('\n')? + 1;
    Some(end + blanks(&body[end..]))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\u{feff}']).len()
}

impl TableSpot {
    /// How many IDs it takes.
    pub fn count(&self) -> usize {
        self.rows.iter().filter(|(_, wanted)| *wanted).count()
    }

    /// What is put in where, in the order of the text, and how far into it each ID stands. `ids` are as many as it takes.
    pub fn insertions(&self, body: &str, ids: &[String]) -> Vec<Insertion> {
        let mut ids = ids.iter();
        if self.has_column {
            let rows = self.rows.iter().filter(|(_, wanted)| *wanted);
            return rows.zip(ids).map(|((row, _), id)| fill(body, *row, id)).collect();
        }
        let width = ids.clone().map(|id| id.chars().count()).max().unwrap_or(2).max(2);
        let mut insertions = vec![cell(body, self.head, "ID", width), line(body, self.line, width)];
        for (row, wanted) in &self.rows {
            let id = ids.next_if_wanted(*wanted);
            insertions.push(match id {
                Some(id) => cell(body, *row, id, width).of(id),
                None => empty(body, *row, width),
            });
        }
        insertions
    }
}

/// A text that is put into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// Where, in bytes of the file as it was.
    pub at: usize,
    /// What.
    pub text: String,
    /// Where in the text an ID stands, if one does.
    pub id: Option<Range<usize>>,
}

impl Insertion {
    /// The same with an ID that stands in it, maybe between slashes.
    pub fn of(mut self, id: &str) -> Self {
        let id = id.trim_matches('/');
        self.id = self.text.find(id).map(|at| at..at + id.len());
        self
    }

    /// The ID in it.
    pub fn named(&self) -> Option<&str> {
        self.id.clone().map(|id| &self.text[id])
    }
}

/// Taking the next one only where one is wanted.
trait NextIfWanted<'i> {
    fn next_if_wanted(&mut self, wanted: bool) -> Option<&'i str>;
}

impl<'i> NextIfWanted<'i> for std::slice::Iter<'i, String> {
    fn next_if_wanted(&mut self, wanted: bool) -> Option<&'i str> {
        if wanted { self.next().map(String::as_str) } else { None }
    }
}

fn is_piped(body: &str, row: usize) -> bool {
    body[row..].starts_with('|')
}

/// A cell before the first one of a row.
fn cell(body: &str, row: usize, text: &str, width: usize) -> Insertion {
    let pad = " ".repeat(width.saturating_sub(text.chars().count()));
    let written = if is_piped(body, row) { format!("| {text}{pad} ") } else { format!("{text}{pad} | ") };
    Insertion { at: row, text: written, id: None }
}

/// The line between head and rows goes on before itself. A blank stands between, so that a comparison of words shows the
/// other columns as they were.
fn line(body: &str, row: usize, width: usize) -> Insertion {
    let dashes = "-".repeat(width);
    let text = if is_piped(body, row) { format!("| {dashes} ") } else { format!("{dashes} | ") };
    Insertion { at: row, text, id: None }
}

/// An empty cell before the first one of a row.
fn empty(body: &str, row: usize, width: usize) -> Insertion {
    let pad = " ".repeat(width);
    let text = if is_piped(body, row) { format!("| {pad} ") } else { format!("| {pad} | ") };
    Insertion { at: row, text, id: None }
}

/// An ID in the empty cell that is there.
fn fill(body: &str, row: usize, id: &str) -> Insertion {
    let at = row + usize::from(is_piped(body, row));
    Insertion { at, text: format!(" {id}"), id: None }.of(id)
}
