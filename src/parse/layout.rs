//! Where the blocks of a file stand: for changes of how it is laid out.

use super::events::Events;
use crate::source::SourceFile;
use pulldown_cmark::{Alignment, Event, Tag};
use std::ops::Range;

/// Where the blocks of a file stand, each kind in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Headings with their levels, 1 to 6.
    pub headings: Vec<(u8, Range<usize>)>,
    /// Paragraphs, also in entries and quotes.
    pub paragraphs: Vec<Range<usize>>,
    /// Lists, also in others.
    pub lists: Vec<ListLayout>,
    /// Tables.
    pub tables: Vec<TableLayout>,
    /// Rules between paragraphs.
    pub rules: Vec<Range<usize>>,
}

/// Where a list stands.
#[derive(Clone, Debug)]
pub struct ListLayout {
    /// Whether its entries are numbered.
    pub is_numbered: bool,
    /// Its entries, each with all that stands in it.
    pub entries: Vec<Range<usize>>,
}

/// Where a table stands.
#[derive(Clone, Debug)]
pub struct TableLayout {
    /// How each column is set.
    pub columns: Vec<Setting>,
    /// Its head and its rows, without the line between.
    pub rows: Vec<Range<usize>>,
}

/// How a column of a table is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `---`: as the site does it.
    Usual,
    /// `:--`
    Left,
    /// `:-:`
    Middle,
    /// `--:`
    Right,
}

/// The layout of a file.
pub fn layout(source: &SourceFile) -> Layout {
    let body = source.body();
    let events = Events::new(&body);
    let mut layout = Layout::default();
    for at in 0..events.len() {
        let range = events.range(at);
        let children = || events.children(at + 1..events.end(at)).map(|(child, _)| events.range(child)).collect();
        match events.get(at) {
            Event::Start(Tag::Heading { level, .. }) => layout.headings.push((*level as u8, range)),
            Event::Start(Tag::Paragraph) => layout.paragraphs.push(range),
            Event::Start(Tag::List(number)) => {
                layout.lists.push(ListLayout { is_numbered: number.is_some(), entries: children() });
            }
            Event::Start(Tag::Table(columns)) => {
                let setting = |alignment: &Alignment| match alignment {
                    Alignment::None => Setting::Usual,
                    Alignment::Left => Setting::Left,
                    Alignment::Center => Setting::Middle,
                    Alignment::Right => Setting::Right,
                };
                layout.tables.push(TableLayout { columns: columns.iter().map(setting).collect(), rows: children() });
            }
            Event::Rule => layout.rules.push(range),
            _ => {}
        }
    }
    layout
}
