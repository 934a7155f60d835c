//! Tables that define items, and tables that answer another document's (authoring format, sections 3 and 6).

use super::ink::Ink;
use super::opening::{Opening, Spot, opening};
use super::scribe::{Scribe, Until};
use crate::config::offer_words::is_price_head;
use crate::config::vocabulary::{TEXT_HEADS, is_id_head, is_reason_head, is_title_head, is_verdict_head};
use crate::config::{FieldName, fold};
use crate::model::{Block, FieldKey, Fragment, PageKind, PlaceKind, Row, RowKind, Table};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;
use std::sync::Arc;

/// A table as ranges of events.
pub(super) struct Cells {
    pub heads: Vec<String>,
    pub head: Vec<Range<usize>>,
    /// Each row's first event, and its cells.
    pub rows: Vec<(usize, Vec<Range<usize>>)>,
}

/// What the heads of a table's columns name, found once for all of its rows.
pub(super) struct Named {
    pub columns: Vec<Column>,
    title: Option<usize>,
    text: Option<usize>,
    /// The columns that may hold a decision.
    pub verdicts: Vec<usize>,
    pub reason: Option<usize>,
    pub price: Option<usize>,
}

/// What one head names.
pub(super) struct Column {
    pub head: String,
    pub is_title: bool,
    /// The field that it is, whatever the document is for.
    field: Option<FieldName>,
    /// The field that it is in a document like this one.
    pub own: Option<FieldName>,
    /// The key that its cells have as fields of an item.
    key: FieldKey,
}

impl Scribe<'_> {
    fn named(&self, cells: &Cells) -> Named {
        let column = |head: &String| Column {
            head: head.clone(),
            is_title: is_title_head(head),
            field: FieldName::from_word(head),
            own: FieldName::from_word_in(head, self.role()),
            key: self.field_key(head).unwrap_or_else(|| FieldKey::Column(Arc::from(head.as_str()))),
        };
        let text = self.text_column(cells);
        Named {
            columns: cells.heads.iter().map(column).collect(),
            title: self.title_column(cells, text),
            text,
            verdicts: (1..cells.heads.len()).filter(|at| is_verdict_head(&cells.heads[*at])).collect(),
            reason: cells.heads.iter().position(|head| is_reason_head(head)).filter(|at| *at > 0),
            price: cells.heads.iter().position(|head| is_price_head(head)),
        }
    }

    pub fn table(&mut self, at: usize, end: usize) {
        self.expects_fields = None;
        let mut cells = self.cells(at, end);
        let is_own = match self.chapter.kind {
            PageKind::Text => false,
            PageKind::Glossary => self.term_table(at, &cells),
            PageKind::Contacts => self.contact_table(at, &cells),
            PageKind::Literature => self.work_table(at, &cells),
        };
        if is_own {
            return;
        }
        if self.holds_offers() {
            self.offer_table(&cells);
        }
        let promises = self.promises(at, &cells);
        let kinds = self.kinds(&cells, promises);
        let first_cells = kinds.iter().zip(&cells.rows).filter(|(kind, _)| promises && matches!(kind, Kind::Plain));
        first_cells.filter_map(|(_, (_, columns))| columns.first()).for_each(|cell| self.unread_row(cell.clone()));
        let hidden = self.without_internal(&mut cells);
        if kinds.iter().all(|kind| matches!(kind, Kind::Plain)) {
            if let Some(columns) = self.question_columns(&cells.heads) {
                return self.questions(at, &cells, columns);
            }
            if hidden.is_some() {
                return self.plain_table(at, &cells);
            }
            let (mut ink, line) = self.pending.take().unwrap_or_else(|| (Ink::default(), self.line(at)));
            self.write(at..end + 1, 0, &mut ink);
            return self.push_ink(ink, line);
        }
        self.close_paragraphs();
        self.lost_cells(&cells);
        let line = self.line(at);
        let named = self.named(&cells);
        let head = cells.head.iter().map(|cell| self.plain_ink(cell.clone(), 0).finish()).collect();
        let mut rows = Vec::with_capacity(kinds.len());
        for (number, (kind, (row, columns))) in kinds.into_iter().zip(&cells.rows).enumerate() {
            rows.push(match kind {
                Kind::Item(found) => {
                    let item = self.chapter.items.len();
                    let row = self.item_row(&found, &named, columns);
                    if let Some(status) = hidden.as_ref().and_then(|statuses| statuses[number].clone()) {
                        self.set_field(item, FieldKey::Known(FieldName::Status), status, 0);
                    }
                    row
                }
                Kind::Answer(found) => self.answer_row(&found, &named, *row, columns),
                Kind::Plain => Row { kind: RowKind::Plain, cells: self.row_cells(columns) },
            });
        }
        self.push(Block::Table(Table { head, rows, line }));
    }

    fn cells(&self, at: usize, end: usize) -> Cells {
        let mut cells = Cells { heads: Vec::new(), head: Vec::new(), rows: Vec::new() };
        for (row, row_end) in self.events.children(at + 1..end) {
            let columns: Vec<_> = self.events.children(row + 1..row_end).map(|(cell, end)| cell + 1..end).collect();
            if matches!(self.events.get(row), Event::Start(Tag::TableHead)) {
                cells.heads =
                    columns.iter().map(|cell| self.events.plain(cell.clone(), 0).text.trim().to_owned()).collect();
                cells.head = columns;
            } else {
                cells.rows.push((row, columns));
            }
        }
        cells
    }

    /// Whether a table's head promises IDs, and the table is no overview.
    fn promises(&self, at: usize, cells: &Cells) -> bool {
        cells.heads.first().is_some_and(|head| is_id_head(head))
            && self.context.document.is_some()
            && !self.overviews.contains(&at)
    }

    /// What each row is: by its first cell, under a head that promises IDs.
    fn kinds(&self, cells: &Cells, promises: bool) -> Vec<Kind> {
        let kind = |(_, columns): &(usize, Vec<Range<usize>>)| {
            let Some(first) = columns.first().filter(|_| promises) else { return Kind::Plain };
            if let Some(found) = self.own_opening(first.clone(), Spot::Cell) {
                return Kind::Item(found);
            }
            let foreign = opening(self.events, first.clone(), Spot::Cell, &|text| {
                let named = self.context.config.documents.iter().find_map(|document| {
                    let (name, _) = text.split_at_checked(document.key.len() + 1)?;
                    let is_it = name.strip_suffix(':').is_some_and(|name| name.eq_ignore_ascii_case(&document.key));
                    is_it.then_some(name.len())
                });
                self.context.grammar.id(&text[named.unwrap_or(0)..]).map(|length| named.unwrap_or(0) + length)
            });
            foreign.map_or(Kind::Plain, Kind::Answer)
        };
        cells.rows.iter().map(kind).collect()
    }

    /// A table in which no row is anything, with its cells one by one.
    fn plain_table(&mut self, at: usize, cells: &Cells) {
        self.flush();
        let line = self.line(at);
        let head = self.row_cells(&cells.head);
        let row = |columns: &[Range<usize>]| Row { kind: RowKind::Plain, cells: self.row_cells(columns) };
        let rows = cells.rows.iter().map(|(_, columns)| columns.as_slice()).map(row).collect();
        self.push(Block::Table(Table { head, rows, line }));
    }

    pub(super) fn row_cells(&mut self, columns: &[Range<usize>]) -> Vec<Fragment> {
        columns
            .iter()
            .map(|cell| {
                let ink = self.ink(cell.clone(), 0);
                self.count(&ink.plain);
                ink.finish()
            })
            .collect()
    }

    /// The column that holds the items' text: by its head, else the one with the most text that names no field.
    fn text_column(&self, cells: &Cells) -> Option<usize> {
        let named = |text: &str| cells.heads.iter().position(|head| fold(head) == text);
        let mut by_head = TEXT_HEADS.iter().find_map(|text| named(text));
        let length = |column: usize| self.column_length(cells, column);
        // What an `Anforderung` beside a longer `Beschreibung` says in short is its title.
        let description = ["beschreibung", "description"].iter().find_map(|text| named(text));
        if let (Some(short), Some(long)) = (by_head, description)
            && length(long) > length(short)
        {
            by_head = description;
        }
        let free = |column: &usize| {
            let head = &cells.heads[*column];
            *column > 0 && self.field_key(head).is_none() && !is_title_head(head)
        };
        let acceptance =
            || cells.heads.iter().position(|head| FieldName::from_word(head) == Some(FieldName::Acceptance));
        let longest =
            || (0..cells.heads.len()).filter(free).max_by_key(|column| length(*column)).filter(|c| length(*c) > 0);
        by_head.or_else(longest).or_else(acceptance)
    }

    /// The column that says in short what the column with the text says at length.
    fn title_column(&self, cells: &Cells, text_column: Option<usize>) -> Option<usize> {
        let text = text_column?;
        let is_long = matches!(fold(&cells.heads[text]).as_str(), "beschreibung" | "description");
        if !is_long || cells.heads.iter().any(|head| is_title_head(head)) {
            return None;
        }
        let named = |text: &str| cells.heads.iter().position(|head| fold(head) == text);
        let column = TEXT_HEADS.iter().find_map(|text| named(text)).filter(|column| *column > 0 && *column != text)?;
        (self.column_length(cells, column) < self.column_length(cells, text)).then_some(column)
    }

    fn column_length(&self, cells: &Cells, column: usize) -> usize {
        let cells = cells.rows.iter().filter_map(|(_, columns)| columns.get(column));
        cells.map(|cell| self.events.plain(cell.clone(), 0).text.len()).sum()
    }

    fn item_row(&mut self, found: &Opening, named: &Named, columns: &[Range<usize>]) -> Row {
        let item = self.open_item(found, PlaceKind::Table, Until::Entry);
        let line = self.chapter.items[item].place.line;
        let first = columns[0].clone();
        let title = self.plain_ink(found.title.clone().unwrap_or(found.next..first.end), found.skip);
        self.give_title(item, title);
        let mut cells = vec![self.plain_ink(first, 0).finish()];
        // A row has as many cells as the head; what has no head is no field.
        for (column, (cell, head)) in columns.iter().zip(&named.columns).enumerate().skip(1) {
            if Some(column) == named.text {
                let ink = self.ink(cell.clone(), 0);
                self.count(&ink.plain);
                self.read_wording(&ink);
                self.entitle(&ink.plain);
                let fragment = ink.finish();
                self.push(Self::cell_block(&fragment, line));
                cells.push(fragment);
                if head.field == Some(FieldName::Acceptance) {
                    self.set_field(item, FieldKey::Known(FieldName::Acceptance), cell.clone(), 0);
                }
            } else if head.is_title || Some(column) == named.title {
                let ink = self.plain_ink(cell.clone(), 0);
                self.give_title(item, ink);
                cells.push(self.chapter.items[item].heading.clone());
            } else {
                let key = &head.key;
                let before = self.chapter.items[item].fields.len();
                self.set_field(item, key.clone(), cell.clone(), 0);
                let is_trace = matches!(key, FieldKey::Known(name) if name.is_trace());
                let field = self.chapter.items[item].fields.get(before);
                let shown = field.filter(|_| !is_trace).map(|field| field.fragment.clone());
                cells.push(shown.unwrap_or_else(|| self.ink(cell.clone(), 0).finish()));
            }
        }
        self.open.pop();
        Row { kind: RowKind::Item(item), cells }
    }
}

/// What a row is.
enum Kind {
    Item(Opening),
    Answer(Opening),
    Plain,
}
