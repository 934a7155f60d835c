//! Where a new item stands, and in which form.

use crate::edit::Edits;
use crate::edit::format::line_around;
use crate::model::{Chapter, PlaceKind};
use crate::parse::{Layout, layout};
use crate::source::SourceFile;
use std::ops::Range;
use std::sync::Arc;

/// A place for a new item.
pub(super) struct Spot {
    /// The byte that it stands before.
    at: usize,
    pub form: Form,
    /// What each of its lines begins with: blanks of the list, signs of the quote.
    pub indent: String,
    /// What stands before it, so that it begins a line, and behind a blank one where it must.
    before: &'static str,
    /// What stands behind it.
    behind: &'static str,
    /// How lines end in the file.
    end: &'static str,
}

/// The form of the neighbour, which the new item takes.
pub(super) enum Form {
    /// A heading of a level.
    Heading(u8),
    /// An entry of a list, with its sign and the blanks behind it.
    Entry(String),
    Paragraph,
    /// A line of a paragraph.
    Line,
    /// A row below a head, which lies there in the file.
    Row(Range<usize>),
}

/// Blank lines around a new item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gaps {
    None,
    Before,
    Around,
}

impl Spot {
    /// The place behind an item of a chapter; none where its text cannot be found.
    pub fn after(file: &SourceFile, chapter: &Chapter, index: usize) -> Option<Self> {
        let item = &chapter.items[index];
        let (text, layout, start) = (&*file.text, layout(file), item.place.range().start);
        let headings = &layout.headings;
        let spot = |at, form, indent, gaps| Self::new(text, at, (form, indent), gaps);
        if let Some(level) = item.level {
            let next = headings.iter().find(|(other, range)| range.start > start && *other <= level);
            let at = next.map_or(text.len(), |(_, range)| line_around(text, range.start).start);
            return Some(spot(at, Form::Heading(level), String::new(), Gaps::Around));
        }
        if let Some(row) = row_of(&layout, start) {
            let (head, row) = (layout.tables[row.0].rows[0].clone(), &layout.tables[row.0].rows[row.1]);
            let indent = &text[line_around(text, row.start).start..row.start];
            return Some(spot(line_behind(text, row.start), Form::Row(head), plain(indent), Gaps::None));
        }
        if item.kind != PlaceKind::Paragraph
            && let Some((list, entry)) = entry_of(&layout, text, start)
        {
            let entries = &layout.lists[list].entries;
            let range = &entries[entry];
            let sign = sign(text, range);
            let is_loose = entries.windows(2).any(|pair| is_blank_before(text, pair[1].start));
            let end = range.start + text[range.clone()].trim_end().len();
            let at = line_behind(text, end.saturating_sub(1).max(range.start));
            let indent = plain(&text[line_around(text, range.start).start..range.start]);
            let gaps = if is_loose { Gaps::Before } else { Gaps::None };
            return Some(spot(at, Form::Entry(sign), indent, gaps));
        }
        let paragraph = layout.paragraphs.iter().find(|range| range.contains(&start))?;
        let indent = plain(&text[line_around(text, paragraph.start).start..paragraph.start]);
        let next = chapter.items[index + 1..].iter().find(|next| !is_inside(chapter, next, index));
        let next = next.map(|next| next.place.range().start);
        if let Some(next) = next.filter(|next| paragraph.contains(next)) {
            return Some(spot(line_around(text, next).start, Form::Line, indent, Gaps::None));
        }
        let blocks = headings.iter().map(|(_, range)| range.start).chain(layout.rules.iter().map(|rule| rule.start));
        let at = blocks.chain(next).filter(|at| *at > start).min();
        let at = at.map_or(text.len(), |at| block_start(&layout, text, at));
        Some(spot(at, Form::Paragraph, indent, Gaps::Around))
    }

    /// The end of a file.
    pub fn at_end(file: &SourceFile) -> Self {
        let text = &*file.text;
        Self::new(text, text.len(), (Form::Heading(2), String::new()), Gaps::Around)
    }

    fn new(text: &str, at: usize, (form, indent): (Form, String), gaps: Gaps) -> Self {
        let end = match () {
            () if text.contains("\r\n") => "\r\n",
            () if text.contains('\r') && !text.contains('\n') => "\r",
            () => "\n",
        };
        let is_behind_line = at == 0 || text[..at].ends_with(['\n', '\r']);
        let needs_blank = gaps != Gaps::None && at > 0 && !(is_behind_line && is_blank_before(text, at));
        let before = match (is_behind_line, needs_blank) {
            (true, false) => "",
            (true, true) | (false, false) => "\n",
            (false, true) => "\n\n",
        };
        let behind = if gaps == Gaps::Around && at < text.len() { "\n" } else { "" };
        Self { at, form, indent, before, behind, end }
    }

    /// The level of the headings that stand below a file's title.
    pub fn level_below(file: &SourceFile) -> u8 {
        let highest = layout(file).headings.iter().map(|(level, _)| *level).min();
        highest.map_or(2, |level| level.saturating_add(1).clamp(2, 6))
    }

    /// Writes a text of lines there, with its gaps.
    pub fn write(&self, lines: &str, file: &Arc<str>, edits: &mut Edits) {
        let line = |line: &str| format!("{}\n", format!("{}{line}", self.indent).trim_end());
        let lines: String = lines.lines().map(line).collect();
        let text = format!("{}{lines}{}", self.before, self.behind);
        edits.replace(file, self.at..self.at, text.replace('\n', self.end));
    }
}

/// The table and its row that hold an offset.
fn row_of(layout: &Layout, at: usize) -> Option<(usize, usize)> {
    let row = |table: &crate::parse::TableLayout| table.rows.iter().position(|row| row.contains(&at));
    layout.tables.iter().enumerate().find_map(|(number, table)| Some((number, row(table)?)))
}

/// The list and its entry that begin on the line of an offset: the innermost.
fn entry_of(layout: &Layout, text: &str, at: usize) -> Option<(usize, usize)> {
    let holds = |entry: &Range<usize>| entry.contains(&at) && !text[entry.start..at].contains(['\n', '\r']);
    let entries = layout.lists.iter().enumerate().flat_map(|(list, layout)| {
        layout.entries.iter().enumerate().map(move |(number, entry)| ((list, number), entry))
    });
    entries.filter(|(_, entry)| holds(entry)).max_by_key(|(_, entry)| entry.start).map(|(found, _)| found)
}

/// The sign of a list's entry, with the blanks behind it; of a numbered one the next number's.
fn sign(text: &str, entry: &Range<usize>) -> String {
    let written = &text[entry.clone()];
    let digits = written.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &written[digits + usize::from(written.len() > digits)..];
    let blanks = (rest.len() - rest.trim_start_matches(' ').len()).clamp(1, 4);
    let sign = written[digits..].chars().next().unwrap_or('-');
    match written[..digits].parse::<u64>() {
        Ok(number) => format!("{}{sign}{}", number.saturating_add(1), " ".repeat(blanks)),
        Err(_) => format!("{sign}{}", " ".repeat(blanks)),
    }
}

/// What stands before a block on its line, with all but the signs of quotes as blanks.
fn plain(before: &str) -> String {
    before.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect()
}

/// The first byte behind the line of an offset.
fn line_behind(text: &str, at: usize) -> usize {
    let end = line_around(text, at).end;
    let rest = &text[end..];
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

/// Whether the line before the one of an offset is blank.
fn is_blank_before(text: &str, at: usize) -> bool {
    let start = line_around(text, at).start;
    let before = ["\r\n", "\n", "\r"].iter().find_map(|end| text[..start].strip_suffix(end));
    before.is_some_and(|before| {
        text[line_around(text, before.len()).start..before.len()].trim_matches(['>', ' ', '\t']).is_empty()
    })
}

/// Whether an item is nested in another, however deep.
fn is_inside(chapter: &Chapter, item: &crate::model::Item, outer: usize) -> bool {
    let mut parent = item.parent;
    while let Some(own) = parent.filter(|own| *own != outer) {
        parent = chapter.items[own].parent;
    }
    parent == Some(outer)
}

/// The start of the outermost block that holds an offset.
fn block_start(layout: &Layout, text: &str, at: usize) -> usize {
    let span = |ranges: &[Range<usize>]| Some(ranges.first()?.start..ranges.last()?.end);
    let lists = layout.lists.iter().filter_map(|list| span(&list.entries));
    let tables = layout.tables.iter().filter_map(|table| span(&table.rows));
    let blocks = lists.chain(tables).chain(layout.paragraphs.iter().cloned());
    let start = blocks.filter(|block| block.contains(&at)).map(|block| block.start).min().unwrap_or(at);
    line_around(text, start).start
}
