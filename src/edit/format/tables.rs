//! Tables in line: each column as wide as its widest cell, as it is shown.

use super::{Group, line_around};
use crate::parse::{Layout, Setting, TableLayout, cells_of};
use crate::source::SourceFile;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// Cells wider than this, in columns of the screen, stand out instead of widening all others.
const WIDEST: usize = 100;

/// The narrowest column, since the line below the head has three signs.
const NARROWEST: usize = 3;

/// A change for each table that is not in line.
pub(super) fn groups(file: &SourceFile, layout: &Layout) -> Vec<Group> {
    layout.tables.iter().filter_map(|table| group(file, table)).collect()
}

fn group(file: &SourceFile, table: &TableLayout) -> Option<Group> {
    let text = &*file.text;
    let (head, rows) = table.rows.split_first()?;
    let head_line = content(text, head.start);
    let indent = head.start - line_around(text, head.start).start;
    let rule_line = rule(text, &head_line)?;
    let rule_line = aligned(text, rule_line.start, indent)..rule_line.end;
    let mut lines = vec![head_line];
    lines.extend(rows.iter().map(|row| content(text, aligned(text, row.start, indent))));
    // Each row stands on a line of its own, or this is no table that is understood here.
    if lines.windows(2).any(|pair| pair[0].end >= pair[1].start) {
        return None;
    }
    let cells: Vec<Vec<&str>> = lines.iter().map(|line| split(&text[line.clone()])).collect();
    let columns = table.columns.len();
    let widths: Vec<usize> = (0..columns).map(|column| width_of(&cells, column)).collect();
    let mut group = Group::new();
    let mut put = |range: Range<usize>, new: String| {
        if text[range.clone()] != new {
            group.push((range, new));
        }
    };
    for (line, cells) in lines.iter().zip(&cells) {
        put(line.clone(), row(cells, &widths, &table.columns));
    }
    let rules: Vec<String> =
        table.columns.iter().zip(&widths).map(|(setting, width)| dashes(*setting, *width)).collect();
    put(rule_line, format!("| {} |", rules.join(" | ")));
    Some(group)
}

/// The rest of the line from an offset on.
fn content(text: &str, start: usize) -> Range<usize> {
    start..line_around(text, start).end
}

/// Where a row starts that stands below a head with an indent, without the blanks that it has beyond that.
fn aligned(text: &str, start: usize, indent: usize) -> usize {
    let before = &text[line_around(text, start).start..start];
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    start - blanks.min(before.len().saturating_sub(indent))
}

/// The line below the head, behind the signs of the quotes and lists that it stands in.
fn rule(text: &str, head: &Range<usize>) -> Option<Range<usize>> {
    let rest = &text[head.end..];
    let end = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    let line = line_around(text, head.end + end);
    let blanks = text[line.clone()].find(|c: char| !matches!(c, ' ' | '\t' | '>'))?;
    let range = line.start + blanks..line.end;
    let is_rule = text[range.clone()].chars().all(|c| matches!(c, '|' | ':' | '-' | ' ' | '\t'));
    is_rule.then_some(range)
}

/// The cells of a row, without blanks around them.
pub(in crate::edit) fn split(line: &str) -> Vec<&str> {
    cells_of(line).into_iter().map(|cell| line[cell].trim_matches([' ', '\t'])).collect()
}

fn width_of(cells: &[Vec<&str>], column: usize) -> usize {
    let widths = cells.iter().filter_map(|row| row.get(column)).map(|cell| cell.width());
    widths.filter(|width| *width <= WIDEST).max().unwrap_or(0).max(NARROWEST)
}

/// A row in line. Cells that are missing are added, those beyond the last column stay.
fn row(cells: &[&str], widths: &[usize], columns: &[Setting]) -> String {
    let count = cells.len().max(widths.len());
    let cell = |column: usize| {
        let cell = cells.get(column).copied().unwrap_or_default();
        let free = widths.get(column).map_or(0, |width| width.saturating_sub(cell.width()));
        let before = match columns.get(column) {
            Some(Setting::Right) => free,
            Some(Setting::Middle) => free / 2,
            _ => 0,
        };
        format!("{}{cell}{}", " ".repeat(before), " ".repeat(free - before))
    };
    let cells: Vec<String> = (0..count).map(cell).collect();
    format!("| {} |", cells.join(" | "))
}

fn dashes(setting: Setting, width: usize) -> String {
    match setting {
        Setting::Usual => "-".repeat(width),
        Setting::Left => format!(":{}", "-".repeat(width - 1)),
        Setting::Right => format!("{}:", "-".repeat(width - 1)),
        Setting::Middle => format!(":{}:", "-".repeat(width - 2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_by_pipes_without_a_backslash() {
        assert_eq!(split("| a | b \\| c |  |"), ["a", "b \\| c", ""]);
        assert_eq!(split("a|b"), ["a", "b"]);
        assert_eq!(split("| `x\\\\|y` | z \\\\| w |"), ["`x\\\\|y`", "z \\\\| w"]);
        assert_eq!(split("||"), [""]);
    }

    #[test]
    fn widths_are_those_of_the_screen() {
        let row = |cell| row(&[cell], &[6], &[Setting::Usual]);
        assert_eq!(
            (row("Größe"), row("日本"), row("a\u{308}b")),
            ("| Größe  |".into(), "| 日本   |".into(), "| a\u{308}b     |".into())
        );
    }
}
