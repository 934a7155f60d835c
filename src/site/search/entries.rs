//! What can be found: items, chapters and their sections, and the terms of a glossary, each with its text.

use crate::model::{Block, ChapterKey, Field, FieldKey, FieldName, Fragment, ItemKey, RowKind, Table, Titled};
use crate::site::Site;
use crate::site::fragment::{Marks, Scope, Writer};
use crate::site::plain::{Line, Piece, pieces};
use std::sync::Arc;

/// Something that can be found.
pub(super) struct Entry {
    pub kind: Kind,
    /// Its title as plain text.
    pub title: String,
    /// Everything else that it says.
    pub text: Line,
    /// Further words by which it is found and which it does not show.
    pub hidden: Vec<Arc<str>>,
}

/// What an entry is.
pub(super) enum Kind {
    /// A chapter, a page beside the documents, or a document.
    Chapter,
    /// A place in a chapter with a heading; its anchor.
    Section(Arc<str>),
    /// A term that is explained; its anchor, if it has one.
    Term(Arc<str>),
    /// An item.
    Item(ItemKey),
}

impl Entry {
    pub fn new(kind: Kind, title: String) -> Self {
        Self { kind, title, text: Line::default(), hidden: Vec::new() }
    }
}

/// The entries of a chapter, in the order of its text. The first is the chapter itself.
pub(super) fn of_chapter(site: &Site, chapter: ChapterKey) -> Vec<Entry> {
    let writer = Writer::new(site, "", Scope::Nothing, Marks::None);
    let found = site.project.chapter(chapter);
    let title = writer.chapter_title(chapter);
    let mut reader = Reader { site, writer, chapter, entries: vec![Entry::new(Kind::Chapter, title)], current: 0 };
    reader.blocks(&found.blocks);
    // Footnotes are told of under the page as a whole.
    if !found.footnotes.is_empty() {
        let shown = found.shown().footnotes;
        for footnote in shown.iter().filter_map(|number| found.footnotes.get(*number as usize)) {
            reader.entries[0].text.fragment(footnote);
        }
    }
    reader.entries
}

struct Reader<'s> {
    site: &'s Site,
    writer: Writer<'s>,
    chapter: ChapterKey,
    entries: Vec<Entry>,
    /// The entry that text belongs to.
    current: usize,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(index) => self.heading(*index),
                Block::Prose(prose) => self.fragment(&prose.fragment),
                Block::Item(index) => self.item(*index),
                Block::Table(table) => self.table(table),
            }
        }
    }

    /// A heading begins a section, or is a line of the item that it stands in.
    fn heading(&mut self, index: usize) {
        let heading = &self.site.project.chapter(self.chapter).headings[index];
        if matches!(self.entries[self.current].kind, Kind::Item(_)) {
            let text = &mut self.entries[self.current].text;
            text.space();
            text.push(&heading.title);
            return text.space();
        }
        // The chapter's own title may stand in its text once more.
        if self.current == 0 && self.entries[0].text.text.is_empty() && self.entries[0].title.ends_with(&heading.title)
        {
            return;
        }
        self.current = self.entries.len();
        self.entries.push(Entry::new(Kind::Section(Arc::clone(&heading.anchor)), heading.title.clone()));
    }

    fn item(&mut self, index: usize) {
        let project = &*self.site.project;
        let key = project.item_key(self.chapter, index);
        let item = project.item(key);
        let outer = std::mem::replace(&mut self.current, self.entries.len());
        self.entries.push(Entry::new(Kind::Item(key), item.title.clone()));
        // What is shortened to a title stands in the text in full.
        if item.titled == Titled::Given && item.title.is_empty() {
            self.fragment(&item.heading);
        }
        self.blocks(&item.blocks);
        for field in item.fields.iter().filter(|field| is_told(field)) {
            let (name, value) = (self.writer.field_name(&field.key), field.value.trim());
            let text = &mut self.entries[self.current].text;
            if value.is_empty() {
                continue;
            }
            text.space();
            text.push(&name);
            text.push(": ");
            text.push(value);
        }
        self.current = outer;
    }

    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            match row.kind {
                RowKind::Item(index) => self.item(index),
                RowKind::Answer(_) | RowKind::Question(_) | RowKind::Plain => {
                    row.cells.iter().for_each(|cell| self.fragment(cell));
                }
            }
        }
    }

    /// Text of the entry at hand; terms that it explains become entries of their own.
    fn fragment(&mut self, fragment: &Fragment) {
        let current = self.current;
        if !fragment.html.contains("<dt>") {
            return self.entries[current].text.fragment(fragment);
        }
        let (entries, mut at, mut in_title) = (&mut self.entries, current, false);
        let mut title = Line::default();
        pieces(fragment, &mut |piece| match piece {
            Piece::Open("dt") => {
                (in_title, title, at) = (true, Line::default(), entries.len());
                entries.push(Entry::new(Kind::Term(Arc::from("")), String::new()));
            }
            Piece::Close("dt") if in_title => {
                in_title = false;
                entries[at].title = std::mem::take(&mut title.text);
            }
            Piece::Close("dl") => at = current,
            Piece::Anchor(name) if in_title => entries[at].kind = Kind::Term(Arc::from(name)),
            piece if in_title => title.piece(&piece),
            piece => entries[at].text.piece(&piece),
        });
        self.entries[current].text.space();
    }
}

/// Priority, status and result are signs, which the entry shows.
fn is_told(field: &Field) -> bool {
    !matches!(field.key, FieldKey::Known(FieldName::Priority | FieldName::Status | FieldName::Result))
}
