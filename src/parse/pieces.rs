//! A file's text in pieces, with what each stands for: for changes of the text that must not mistake code for words.

use super::events::{Events, Plain};
use crate::source::SourceFile;
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

/// What a piece of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Running text, also in headings and cells.
    Text,
    /// A code span.
    Code,
    /// HTML that the author wrote.
    Html,
    /// An address with what stands around it: of a link from behind its text on, or a definition of one.
    Address,
}

/// A piece of a file. Code blocks and formulas are in none.
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// Its bytes in the file.
    pub range: Range<usize>,
    /// For an address, the element that it belongs to; else the piece itself.
    pub whole: Range<usize>,
    plain: Plain,
}

impl Piece {
    /// What it says: text without escapes and entities, the inside of a code span, HTML as it is written, an address.
    pub fn text(&self) -> &str {
        &self.plain.text
    }

    /// The bytes of the file that a range of the text stands for.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        self.plain.source_range(range)
    }
}

/// The pieces of a file, in its order; definitions of links come last.
pub fn pieces(source: &SourceFile) -> Vec<Piece> {
    let body = source.body();
    let events = Events::new(&body);
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < events.len() {
        let range = events.range(at);
        match events.get(at) {
            Event::Start(Tag::CodeBlock(_)) => at = events.end(at),
            Event::Text(_) => {
                let end = (at..events.len()).find(|at| !matches!(events.get(*at), Event::Text(_)));
                let end = end.unwrap_or(events.len());
                let whole = range.start..events.range(end - 1).end;
                let plain = events.plain(at..end, 0);
                pieces.push(Piece { kind: PieceKind::Text, range: whole.clone(), whole, plain });
                at = end - 1;
            }
            Event::Code(text) => {
                // A span may open with several backticks and a blank.
                let start = body[range.clone()].find(&**text).map_or(range.start + 1, |at| range.start + at);
                pieces.push(piece(PieceKind::Code, text, start, range.clone(), range));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                pieces.push(piece(PieceKind::Html, html, range.start, range.clone(), range));
            }
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                let text_end = (at + 1..events.end(at)).map(|at| events.range(at).end).max().unwrap_or(range.start);
                pieces.push(piece(PieceKind::Address, dest_url, text_end, text_end..range.end, range));
            }
            _ => {}
        }
        at += 1;
    }
    pieces.extend(super::events::definitions(&body).into_iter().map(|(address, range)| {
        let start = range.start;
        piece(PieceKind::Address, &address, start, range.clone(), range)
    }));
    pieces
}

fn piece(kind: PieceKind, text: &str, start: usize, range: Range<usize>, whole: Range<usize>) -> Piece {
    let mut plain = Plain::default();
    plain.push(text, start);
    Piece { kind, range, whole, plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_blocks_are_in_none_and_the_rest_is_found_in_the_file() {
        let text = "# LH-1\n\nA \\*b `` `c` `` <i>d</i> [e](f.md#g \"h\") [i][j] $k$\n\n```\nl\n```\n\n[j]: m.md#n\n";
        let source = SourceFile::new("content/x.md", text);
        let found: Vec<(PieceKind, &str)> =
            pieces(&source).iter().map(|piece| (piece.kind, &text[piece.range.clone()])).collect();
        let of = |kind| found.iter().filter(|(own, _)| *own == kind).map(|(_, text)| *text).collect::<Vec<_>>();
        assert_eq!(of(PieceKind::Text), ["LH-1", "A \\*b ", " ", "d", " ", "e", " ", "i", " "]);
        assert_eq!(of(PieceKind::Code), ["`` `c` ``"]);
        assert_eq!(of(PieceKind::Html), ["<i>", "</i>"]);
        assert_eq!(of(PieceKind::Address), ["](f.md#g \"h\")", "[j]: m.md#n"]);
    }
}
