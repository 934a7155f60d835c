//! Tables that are none, rows that lose a cell, and blocks that are never closed.

use super::scribe::Scribe;
use super::table::Cells;
use crate::config::vocabulary::is_id_head;
use crate::diag::{Severity, Text};
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::ops::Range;

impl Scribe<'_> {
    /// Says of a paragraph that it was meant for a table with IDs: the line below its heads is not there, or has not as many
    /// columns.
    pub fn table_without_line(&mut self, paragraph: usize) {
        let start = self.events.range(paragraph).start;
        if self.context.document.is_none() || !self.source.text[start..].starts_with('|') {
            return;
        }
        let line = self.source.text[start..].split(['\n', '\r']).next().unwrap_or_default();
        let cells = cells_of(line);
        if cells.len() > 1 && is_id_head(&line[cells[0].clone()]) {
            let message = Text::new(
                "Das ist keine Tabelle; ihre Zeilen eröffnen und beantworten kein Item.",
                "this is no table; its rows open and answer no item",
            );
            let rule = "| --- ".repeat(cells.len()) + "|";
            let hint = Text::new(
                format!("Unter die Kopfzeile gehört eine Zeile mit ebenso vielen Spalten: {rule}"),
                format!("Below the heads put a line with as many columns: {rule}"),
            );
            self.report("broken-table", Severity::Warning, start..start + line.len(), message, hint);
        }
    }

    /// Says of a block of code or a comment that reaches the end of the file, since nothing closes it.
    pub fn unclosed_block(&mut self) {
        let text = self.source.text.trim_end();
        let is_last =
            |at: &usize| matches!(self.events.get(*at), Event::Start(_)) && self.events.range(*at).end >= text.len();
        let Some(at) = (0..self.events.len()).rev().find(is_last) else { return };
        let range = self.events.range(at);
        let block = self.source.text[range.clone()].trim();
        let opening = block.split(['\n', '\r']).next().unwrap_or_default().trim_end();
        let (is_unclosed, close) = match self.events.get(at) {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                let is_mark = |c: char| matches!(c, '`' | '~');
                let fence = &opening[..opening.len() - opening.trim_start_matches(is_mark).len()];
                let last = text.rsplit(['\n', '\r']).next().unwrap_or_default();
                let last = last.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
                let closes = block != opening && last.starts_with(fence) && last.trim_start_matches(is_mark).is_empty();
                (!closes, fence)
            }
            Event::Start(Tag::HtmlBlock) => (block.starts_with("<!--") && !block.contains("-->"), "-->"),
            _ => return,
        };
        if !is_unclosed {
            return;
        }
        let message = Text::new(
            "Was hier beginnt, wird nirgends geschlossen; alles bis zum Ende der Datei gehört dazu, auch Items.",
            "what begins here is never closed; everything down to the end of the file is part of it, items too",
        );
        let hint = Text::new(format!("Dahinter eine Zeile {close} setzen."), format!("Put a line {close} behind it."));
        let start = range.start + self.source.text[range].find(opening).unwrap_or_default();
        self.report("unclosed-block", Severity::Warning, start..start + opening.len(), message, hint);
    }

    /// Says of the rows of a table that they have more cells than it has heads, so that text is lost.
    pub(super) fn lost_cells(&mut self, cells: &Cells) {
        for (row, _) in &cells.rows {
            let range = self.events.range(*row);
            let line = &self.source.text[range.clone()];
            let line = line.split(['\n', '\r']).next().unwrap_or_default();
            let found = cells_of(line);
            let lost = found.get(cells.heads.len()..).unwrap_or_default();
            let (Some(first), Some(last)) = (lost.first(), lost.last()) else { continue };
            let text = line[first.start..last.end].trim();
            if text.chars().any(char::is_alphanumeric) {
                let start = range.start + first.start + line[first.start..].find(text).unwrap_or_default();
                let message = Text::new(
                    format!("Die Zeile hat mehr Zellen als die Tabelle Spalten; „{text}“ geht verloren."),
                    format!("the row has more cells than the table has columns; \"{text}\" is lost"),
                );
                let hint = Text::new(
                    "Einen senkrechten Strich, der zum Text gehört, als \\| schreiben, oder der Tabelle eine Spalte mehr geben.",
                    "Write a vertical line that belongs to the text as \\|, or give the table one more column.",
                );
                self.report("broken-table", Severity::Warning, start..start + text.len(), message, hint);
            }
        }
    }
}

/// The cells of a row, as ranges of its line with the blanks around them. A pipe directly behind a backslash parts none,
/// however many there are.
pub(crate) fn cells_of(line: &str) -> Vec<Range<usize>> {
    let line = line.trim_end_matches([' ', '\t']);
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut start = blanks + usize::from(line[blanks..].starts_with('|'));
    let mut cells = Vec::new();
    for at in memchr::memchr_iter(b'|', line.as_bytes()) {
        if at >= start && !line[..at].ends_with('\\') {
            cells.push(start..at);
            start = at + 1;
        }
    }
    if start < line.len() {
        cells.push(start..line.len());
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::cells_of;

    #[test]
    fn cells_end_at_a_line_that_is_not_escaped() {
        let texts = |line: &'static str| cells_of(line).into_iter().map(|cell| line[cell].trim()).collect::<Vec<_>>();
        assert_eq!(texts("| a | b \\| c | |"), ["a", "b \\| c", ""]);
        assert_eq!(texts("a | b  "), ["a", "b"]);
        assert_eq!(texts("  | a | b"), ["a", "b"]);
        assert_eq!(texts("|"), [""; 0]);
        assert_eq!(texts(""), [""; 0]);
    }
}
