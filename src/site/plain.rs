//! The text of a fragment without its markup.

use crate::model::{Diagram, Fragment, HoleKind};
use memchr::memchr;

/// A piece of a fragment.
pub(super) enum Piece<'f> {
    /// Text.
    Text(&'f str),
    /// The start of an element.
    Open(&'f str),
    /// The end of an element.
    Close(&'f str),
    /// A place with a name.
    Anchor(&'f str),
    /// A diagram.
    Diagram(&'f Diagram),
}

/// Calls `each` with the pieces of a fragment, in order.
pub(super) fn pieces<'f>(fragment: &'f Fragment, each: &mut impl FnMut(Piece<'f>)) {
    let mut from = 0;
    for hole in &fragment.holes {
        let at = hole.at as usize;
        markup(&fragment.html[from..at], each);
        from = at;
        match &hole.kind {
            HoleKind::Code { text, .. } => {
                each(Piece::Open("pre"));
                each(Piece::Text(text));
                each(Piece::Close("pre"));
            }
            HoleKind::Image { alt, .. } => {
                each(Piece::Open("img"));
                each(Piece::Text(alt));
                each(Piece::Close("img"));
            }
            HoleKind::Html(html) => markup(html, each),
            HoleKind::Anchor(name) => each(Piece::Anchor(name)),
            HoleKind::Diagram(diagram) => each(Piece::Diagram(diagram)),
            _ => {}
        }
    }
    markup(&fragment.html[from..], each);
}

fn markup<'f>(mut html: &'f str, each: &mut impl FnMut(Piece<'f>)) {
    while let Some(start) = memchr(b'<', html.as_bytes()) {
        text(&html[..start], each);
        let inside = &html[start + 1..];
        let end = tag_length(inside);
        let tag = &inside[..end];
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = &tag[..tag.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len())];
        each(if is_end { Piece::Close(name) } else { Piece::Open(name) });
        html = inside.get(end + 1..).unwrap_or_default();
    }
    text(html, each);
}

/// Up to the `>` that ends a tag; one between quotation marks does not.
fn tag_length(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return at,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// Text between tags, its entities as the characters that they mean.
fn text<'f>(html: &'f str, each: &mut impl FnMut(Piece<'f>)) {
    let mut rest = html;
    while let Some(start) = memchr(b'&', rest.as_bytes()) {
        if start > 0 {
            each(Piece::Text(&rest[..start]));
        }
        rest = &rest[start..];
        let known = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let (length, meant) = known.map_or((1, "&"), |(entity, meant)| (entity.len(), meant));
        each(Piece::Text(meant));
        rest = &rest[length..];
    }
    if !rest.is_empty() {
        each(Piece::Text(rest));
    }
}

/// The entities that the program and the sanitizer write; every other character stands for itself.
const ENTITIES: &[(&str, &str)] =
    &[("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " ")];

/// Whether an element stands in a line, so that a word may go on behind its tag.
#[rustfmt::skip]
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "del" | "dfn" | "em" | "i" | "ins" | "kbd" | "mark" | "mi"
            | "mn" | "mo" | "q" | "s" | "samp" | "small" | "span" | "strong" | "sub" | "sup" | "u" | "var" | "wbr"
    )
}

/// The words at the start of a text, as far as single blanks part them. What follows is empty or begins with space.
pub(super) fn even_words(text: &str) -> &str {
    let is_space = |at: usize| text[at..].starts_with(char::is_whitespace);
    let mut end = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            // One behind a word may be followed by the next.
            b' ' if at > 0 && at == end => {}
            b' ' | b'\t'..=b'\r' => break,
            // The first bytes of all other space.
            0xC2 | 0xE1..=0xE3 if is_space(at) => break,
            _ => end = at + 1,
        }
    }
    &text[..end]
}

/// Text with one blank wherever there is any space.
#[derive(Default)]
pub(super) struct Line {
    pub text: String,
    gap: bool,
}

impl Line {
    /// Appends text.
    pub fn push(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let words = even_words(rest);
            if !words.is_empty() {
                if self.gap && !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.gap = false;
                self.text.push_str(words);
            }
            let behind = &rest[words.len()..];
            rest = behind.trim_start();
            self.gap |= rest.len() < behind.len();
        }
    }

    /// What comes next is another word.
    pub fn space(&mut self) {
        self.gap = true;
    }

    /// Appends a piece of a fragment.
    pub fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Text(text) => self.push(text),
            Piece::Open(name) | Piece::Close(name) if !is_inline(name) => self.space(),
            _ => {}
        }
    }

    /// Appends a fragment as a paragraph of its own.
    pub fn fragment(&mut self, fragment: &Fragment) {
        self.space();
        self.text.reserve(fragment.html.len());
        pieces(fragment, &mut |piece| self.piece(&piece));
        self.space();
    }
}

/// The text of a fragment as one line.
pub(super) fn plain_text(fragment: &Fragment) -> String {
    let mut line = Line::default();
    line.fragment(fragment);
    line.text
}

#[cfg(test)]
mod tests {
    use super::{Line, even_words};
    use crate::model::{Fragment, Hole, HoleKind};

    #[test]
    fn markup_goes_and_words_stay_whole() {
        let html =
            "<p>Druck<strong>prüf</strong>ung &amp;\n <a href=\"x>y\">mehr</a></p><ul><li>eins</li><li>zwei</li></ul>";
        let at = html.find("<ul>").unwrap() as u32;
        let code = HoleKind::Code { language: String::new(), text: "a < b\n".to_owned() };
        let fragment = Fragment { html: html.to_owned(), holes: vec![Hole { at, kind: code }] };
        let mut line = Line::default();
        line.fragment(&fragment);
        line.push("&");
        assert_eq!(line.text, "Druckprüfung & mehr a < b eins zwei &");
    }

    #[test]
    fn words_are_taken_together_where_single_blanks_part_them() {
        for (text, words) in [
            ("eins zwei drei", "eins zwei drei"),
            ("Prüf ung  zwei", "Prüf ung"),
            ("a \nb", "a"),
            ("a\u{a0}b", "a"),
            ("größer\u{2003}kleiner", "größer"),
            ("„so“ – „so“ ", "„so“ – „so“"),
            (" a", ""),
            ("", ""),
        ] {
            assert_eq!(even_words(text), words, "{text:?}");
            let mut line = Line::default();
            line.push(text);
            assert_eq!(line.text, text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }

    #[test]
    fn what_is_no_markup_stays() {
        let mut line = Line::default();
        line.fragment(&Fragment { html: "a &copy; &lt;b&gt; c <unclosed".to_owned(), holes: Vec::new() });
        assert_eq!(line.text, "a &copy; <b> c");
    }
}
