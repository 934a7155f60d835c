//! The start of an item's text as simple HTML: paragraphs, lists, emphasis, code and formulas. Links are their text, tables
//! are lines, pictures are their alternative text.

use crate::model::{Block, ChapterKey, Fragment, Project, RowKind, escape};
use crate::site::plain::{Piece, even_words, is_inline, pieces};
use crate::site::words::Words;

/// Bytes of HTML after which it ends, whatever they say: markup can be longer than its text.
const BYTES: usize = 3_000;

/// An excerpt while it is written.
pub(super) struct Excerpt<'w> {
    words: &'w Words,
    out: String,
    /// The elements that are open, the outermost first.
    open: Vec<&'static str>,
    /// Characters that may still come.
    left: usize,
    /// Whether something was cut.
    is_full: bool,
    /// Whether a blank is due before the next word.
    gap: bool,
    /// Cells of the table's row at hand.
    cells: usize,
}

impl<'w> Excerpt<'w> {
    /// An excerpt of so many characters.
    pub fn new(words: &'w Words, limit: usize) -> Self {
        Self {
            words,
            out: String::with_capacity(limit + limit / 4),
            open: Vec::new(),
            left: limit,
            is_full: false,
            gap: false,
            cells: 0,
        }
    }

    /// The HTML, with all that was open closed.
    pub fn finish(mut self) -> String {
        self.close_to(0);
        self.out
    }

    /// Appends blocks of a chapter, but for the items among them.
    pub fn blocks(&mut self, project: &Project, chapter: ChapterKey, blocks: &[Block]) {
        for block in blocks {
            match block {
                _ if self.is_full => return,
                Block::Prose(prose) => self.fragment(&prose.fragment),
                Block::Heading(index) => self.label(&project.chapter(chapter).headings[*index].title),
                Block::Item(_) => {}
                Block::Table(table) => {
                    let rows = table.rows.iter().filter(|row| !matches!(row.kind, RowKind::Item(_)));
                    rows.for_each(|row| self.row(&row.cells));
                }
            }
        }
    }

    /// Appends a fragment as a paragraph of its own.
    pub fn fragment(&mut self, fragment: &Fragment) {
        self.paragraph();
        pieces(fragment, &mut |piece| self.piece(&piece));
        self.paragraph();
    }

    /// Appends a line that begins with a name: `Wert: 12`.
    pub fn named(&mut self, name: &str, value: &Fragment) {
        self.paragraph();
        self.open("i");
        self.text(name);
        self.text(":");
        self.close("i");
        self.gap = true;
        pieces(value, &mut |piece| self.piece(&piece));
        self.paragraph();
    }

    fn label(&mut self, text: &str) {
        self.paragraph();
        self.open("b");
        self.text(text);
        self.paragraph();
    }

    fn row(&mut self, cells: &[Fragment]) {
        self.paragraph();
        for (number, cell) in cells.iter().enumerate() {
            self.cell(number > 0);
            pieces(cell, &mut |piece| self.piece(&piece));
        }
        self.paragraph();
    }

    fn cell(&mut self, is_further: bool) {
        self.gap = true;
        if is_further {
            self.text("·");
        }
        self.gap = true;
    }

    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            _ if self.is_full => {}
            Piece::Text(text) => self.text(text),
            Piece::Open("td" | "th") => {
                self.cell(self.cells > 0);
                self.cells += 1;
            }
            Piece::Open("tr") => {
                self.paragraph();
                self.cells = 0;
            }
            Piece::Close("td" | "th") | Piece::Anchor(_) => {}
            Piece::Open(name) => self.open(name),
            Piece::Close(name) => self.close(name),
            Piece::Diagram(diagram) => {
                self.paragraph();
                self.open("i");
                self.text(self.words.get(diagram.kind.key()));
                if let Some(title) = &diagram.title {
                    self.text(": ");
                    self.text(title);
                }
                self.paragraph();
            }
        }
    }

    fn open(&mut self, name: &str) {
        match kept(name) {
            Some("ul" | "ol" | "pre") if self.in_code() => {}
            Some(list @ ("ul" | "ol" | "pre")) => {
                self.paragraph();
                self.start(list);
            }
            Some("li") => match self.open.iter().rposition(|open| matches!(*open, "ul" | "ol")) {
                Some(list) => {
                    self.close_to(list + 1);
                    self.start("li");
                }
                None => self.paragraph(),
            },
            Some(inline) => {
                self.begin();
                self.blank();
                self.start(inline);
            }
            None if is_inline(name) => {}
            None => self.paragraph(),
        }
    }

    fn close(&mut self, name: &str) {
        let block = self.block().map_or(0, |block| block + 1);
        match kept(name) {
            Some(block @ ("ul" | "ol" | "li" | "pre")) => {
                if let Some(at) = self.open.iter().rposition(|open| *open == block) {
                    self.close_to(at);
                }
            }
            Some(inline) => {
                if let Some(at) = self.open[block..].iter().rposition(|open| *open == inline) {
                    self.close_to(block + at);
                }
            }
            None if is_inline(name) => {}
            None => self.paragraph(),
        }
    }

    /// Ends a paragraph, if one is open. Inside of a list's point it is a blank.
    fn paragraph(&mut self) {
        match self.block() {
            Some(at) if self.open[at] == "p" => self.close_to(at),
            Some(at) if self.open[at] == "li" => {
                self.close_to(at + 1);
                self.gap |= !self.out.ends_with('>');
            }
            _ => self.gap = false,
        }
    }

    /// Opens a paragraph where text could not stand.
    fn begin(&mut self) {
        if self.block().is_none_or(|at| matches!(self.open[at], "ul" | "ol")) {
            self.gap = false;
            self.start("p");
        }
    }

    fn blank(&mut self) {
        if std::mem::take(&mut self.gap) {
            self.out.push(' ');
        }
    }

    /// Where the innermost element is open that is a block.
    fn block(&self) -> Option<usize> {
        self.open.iter().rposition(|open| matches!(*open, "p" | "ul" | "ol" | "li" | "pre"))
    }

    fn in_code(&self) -> bool {
        self.open.contains(&"pre")
    }

    fn start(&mut self, name: &'static str) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
        self.open.push(name);
        self.gap &= is_inline(name);
        self.is_full |= self.out.len() > BYTES;
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth
            && let Some(name) = self.open.pop()
        {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
            self.gap &= is_inline(name);
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_full || text.is_empty() || (text.trim().is_empty() && !self.in_code() && self.block().is_none()) {
            return;
        }
        if self.in_code() {
            self.begin();
            return self.put(text);
        }
        let mut rest = text;
        while !rest.is_empty() {
            let words = even_words(rest);
            // Where all of them have room, they are one.
            let has_room = words.len() < self.left && self.out.len() + LONGEST_ESCAPE * words.len() < BYTES;
            let each = words.splitn(if has_room { 1 } else { usize::MAX }, ' ');
            for (number, word) in each.enumerate().filter(|(_, word)| !word.is_empty()) {
                self.gap |= number > 0;
                self.word(word);
                if self.is_full {
                    return;
                }
            }
            let behind = &rest[words.len()..];
            rest = behind.trim_start();
            self.gap |= rest.len() < behind.len();
        }
    }

    fn word(&mut self, word: &str) {
        self.begin();
        if self.left <= word.chars().count() && self.left < LEAST {
            return self.cut();
        }
        self.blank();
        self.put(word);
        self.left = self.left.saturating_sub(1);
    }

    /// Appends text as it is, as far as there is room.
    fn put(&mut self, text: &str) {
        let cut = if text.len() > self.left { text.char_indices().nth(self.left) } else { None };
        if let Some((end, _)) = cut {
            escape(&text[..end], &mut self.out);
            self.cut();
        } else {
            escape(text, &mut self.out);
            self.left -= text.chars().count();
        }
        self.is_full |= self.out.len() > BYTES;
    }

    fn cut(&mut self) {
        let length = self.out.trim_end_matches([',', ';', ':', '–', ' ', '\n']).len();
        self.out.truncate(length);
        self.out.push_str(" …");
        self.is_full = true;
    }
}

/// Bytes of the longest escape of a byte, `&quot;`.
const LONGEST_ESCAPE: usize = 6;

/// A word is cut in two only if so many of its characters have room.
const LEAST: usize = 60;

/// The elements that stay, as the program names them.
fn kept(name: &str) -> Option<&'static str> {
    const KEPT: &[&str] = &[
        "b",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "li",
        "mark",
        "math",
        "mfrac",
        "mi",
        "mn",
        "mo",
        "mover",
        "mroot",
        "mrow",
        "msqrt",
        "msub",
        "msubsup",
        "msup",
        "mtable",
        "mtd",
        "mtext",
        "mtr",
        "munder",
        "munderover",
        "ol",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "strong",
        "sub",
        "sup",
        "u",
        "ul",
        "var",
    ];
    KEPT.binary_search(&name).ok().map(|at| KEPT[at])
}
