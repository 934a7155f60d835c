//! Tables that are none, and rows that lose a cell.

use super::scribe::Scribe;
use super::table::Cells;
use crate::config::vocabulary::is_id_head;
use crate::diag::{Severity, Text};
use std::ops::Range;

impl Scribe<'_> {
    /// Says of a paragraph that it was meant for a table with IDs: the line below its heads is not there, or has not as many
    /// columns.
    pub fn table_without_line(&mut self, paragraph: usize) {
        let start = self.events.range(paragraph).start;
        let line = self.source.text[start..].split(['\n', '\r']).next().unwrap_or_default();
        let cells = cells_of(line);
        let is_meant = self.context.document.is_some()
            && line.starts_with('|')
            && cells.len() > 1
            && is_id_head(&line[cells[0].clone()]);
        if is_meant {
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

/// The cells of a row, as ranges of its line.
fn cells_of(line: &str) -> Vec<Range<usize>> {
    let line = line.trim_end();
    let mut start = usize::from(line.starts_with('|'));
    let mut cells = Vec::new();
    for at in memchr::memchr_iter(b'|', line.as_bytes()).skip(start) {
        // A backslash before it keeps it in the cell, even behind another one.
        if !line[..at].ends_with('\\') {
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
        assert_eq!(texts("|"), [""; 0]);
        assert_eq!(texts(""), [""; 0]);
    }
}
