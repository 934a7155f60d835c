//! Rendered text with holes: HTML in which what depends on the page around it is left open.
//!
//! A chapter is turned into HTML once, when it is parsed. What that HTML cannot know yet (where a reference leads
//! from the page that shows it, the colours of a code block) is a hole, filled when a page is rendered. So the same
//! fragment serves the chapter's page, the item's page and the document on one page.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

/// HTML with holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// Sanitised HTML.
    pub html: String,
    /// What is to be filled in, ordered by position.
    pub holes: Vec<Hole>,
}

/// A place in a fragment that the page fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// Byte offset in the fragment's HTML.
    pub at: u32,
    /// What goes there.
    pub kind: HoleKind,
}

/// What goes into a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// An ID in running text opens here: index into the chapter's mentions.
    MentionStart(u32),
    /// The ID of [`HoleKind::MentionStart`] ends here.
    MentionEnd,
    /// A term of the glossary opens here: index into [`super::Project::terms`].
    TermStart(u32),
    /// The term of [`HoleKind::TermStart`] ends here.
    TermEnd,
    /// Where a term of the page is used, as a further definition: index into the chapter's terms.
    Uses(u32),
    /// What a role of the page is responsible for: index into the chapter's contacts.
    Duties(u32),
    /// A link opens here: index into the chapter's links.
    LinkStart(u32),
    /// A link that the author wrote as HTML opens here: its sanitised tag.
    TagStart(String),
    /// The link of [`HoleKind::LinkStart`] or [`HoleKind::TagStart`] ends here.
    LinkEnd,
    /// An image: index into the chapter's links, with its alternative text and title.
    Image {
        /// Index into the chapter's links.
        link: u32,
        /// Text for those who do not see it.
        alt: String,
        /// The title that the author gave, or nothing.
        title: String,
    },
    /// A code block.
    Code {
        /// The language after the fence, or nothing.
        language: String,
        /// The code itself.
        text: String,
    },
    /// A diagram.
    Diagram(Arc<super::Diagram>),
    /// A place that the author named, for links to it.
    Anchor(Arc<str>),
    /// A footnote's mark: index into the chapter's footnotes.
    Footnote(u32),
    /// HTML of the program's own making (MathML, task boxes), which no sanitizer need see.
    Html(String),
}

impl Fragment {
    /// Whether it shows nothing.
    pub fn is_empty(&self) -> bool {
        self.holes.is_empty() && self.html.trim().is_empty()
    }

    /// A fragment of plain text.
    pub fn text(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        escape(&without_marks(text), &mut html);
        Self { html, holes: Vec::new() }
    }
}

/// Appends text with `&`, `<`, `>` and `"` escaped, and with characters that HTML forbids replaced.
pub fn escape(text: &str, html: &mut String) {
    let mut rest = text;
    while let Some(at) = first_escaped(rest.as_bytes()) {
        html.push_str(&rest[..at]);
        html.push_str(ESCAPED[usize::from(rest.as_bytes()[at])].unwrap_or_default());
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

/// The first byte that cannot stand for itself. Most texts have none, and this sees all of them, so it looks at many bytes at
/// once, and closer only where there may be one.
fn first_escaped(text: &[u8]) -> Option<usize> {
    let may_be = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'&' | b'\'' | b'<' | b'>' | 127);
    let mut from = 0;
    for chunk in text.chunks(32) {
        if chunk.iter().fold(false, |found, byte| found | may_be(*byte)) {
            let found = chunk.iter().position(|byte| ESCAPED[usize::from(*byte)].is_some());
            if let Some(at) = found {
                return Some(from + at);
            }
        }
        from += chunk.len();
    }
    None
}

/// For each byte what stands for it in HTML, where it cannot stand for itself.
static ESCAPED: [Option<&str>; 256] = {
    let mut escaped = [None; 256];
    let mut byte = 0;
    // Control characters are no HTML; tab, line feed and carriage return are.
    while byte < 32 {
        escaped[byte] = if matches!(byte, 9 | 10 | 13) { None } else { Some("\u{FFFD}") };
        byte += 1;
    }
    escaped[127] = Some("\u{FFFD}");
    escaped[b'&' as usize] = Some("&amp;");
    escaped[b'<' as usize] = Some("&lt;");
    escaped[b'>' as usize] = Some("&gt;");
    escaped[b'"' as usize] = Some("&quot;");
    escaped[b'\'' as usize] = Some("&#39;");
    escaped
};

/// Characters of Unicode's private use area that mark holes while a fragment is built: they survive the sanitizer.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// Builds a fragment from the author's text.
#[derive(Debug, Default)]
pub struct FragmentBuilder {
    html: String,
    holes: Vec<HoleKind>,
    raw: bool,
}

impl FragmentBuilder {
    /// Makes room for so many bytes of HTML.
    pub fn reserve(&mut self, bytes: usize) {
        self.html.reserve(bytes);
    }

    /// Appends markup of the program's own making.
    pub fn markup(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Appends the author's text, escaped.
    pub fn text(&mut self, text: &str) {
        escape(&without_marks(text), &mut self.html);
    }

    /// Appends HTML that the author wrote; the whole fragment will pass the sanitizer.
    pub fn raw(&mut self, html: &str) {
        self.raw = true;
        self.html.push_str(&without_marks(html));
    }

    /// Encloses a text that was appended last, in markup of the program's own. Nothing happens where something else was.
    pub fn enclose_last(&mut self, text: &str, open: &str, close: &str) {
        let mut escaped = String::new();
        escape(&without_marks(text), &mut escaped);
        // Not far from the end, so that a long list is not read again for each entry.
        let from = self.html.floor_char_boundary(self.html.len().saturating_sub(escaped.len() + 200));
        let Some(at) = self.html[from..].rfind(&escaped).filter(|_| !escaped.is_empty()) else { return };
        let at = from + at;
        let behind = &self.html[at + escaped.len()..];
        // A stop, a bracket, and the ends of elements may follow.
        let is_last = behind.split('<').enumerate().all(|(number, part)| match number {
            0 => part.trim_matches(['.', ')', ']', '\n', ' ']).is_empty(),
            _ => part.starts_with('/') && part.split_once('>').is_some_and(|(_, text)| text.trim().is_empty()),
        });
        if is_last {
            self.html.insert_str(at + escaped.len(), close);
            self.html.insert_str(at, open);
        }
    }

    /// Leaves a hole.
    pub fn hole(&mut self, kind: HoleKind) {
        // Writing to a string cannot fail.
        let number = self.holes.len();
        let _ = match kind {
            // An element of its own, so that the sanitizer ends a paragraph before it.
            HoleKind::Code { .. } | HoleKind::Diagram(_) => write!(self.html, "<pre>{OPEN}{number}{CLOSE}</pre>"),
            _ => write!(self.html, "{OPEN}{number}{CLOSE}"),
        };
        self.holes.push(kind);
    }

    /// Whether the author wrote some of the HTML.
    pub fn is_raw(&self) -> bool {
        self.raw
    }

    /// Whether nothing was appended yet.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The finished fragment. `sanitize` is called with the HTML when the author wrote some of it.
    pub fn finish(self, sanitize: impl FnOnce(&str) -> String) -> Fragment {
        if self.raw {
            return super::mend::mend(&sanitize(&self.html), self.holes);
        }
        if self.holes.is_empty() {
            return Fragment { html: self.html, holes: Vec::new() };
        }
        let (mut holes, mut html) = (Vec::with_capacity(self.holes.len()), String::with_capacity(self.html.len()));
        let mut rest = self.html.as_str();
        for kind in self.holes {
            // Every mark is there, and in order, since nothing was taken away.
            let Some(mark) = next_mark(rest) else { break };
            html.push_str(&rest[..mark.range.start]);
            holes.push(Hole { at: html.len() as u32, kind });
            rest = &rest[mark.range.end..];
        }
        html.push_str(rest);
        Fragment { html, holes }
    }
}

/// A text without the characters that mark holes.
pub(crate) fn without_marks(text: &str) -> Cow<'_, str> {
    // Both begin with the same byte.
    let may_have = memchr::memchr(0xEE, text.as_bytes()).is_some();
    if may_have && text.contains([OPEN, CLOSE]) {
        Cow::Owned(text.replace([OPEN, CLOSE], "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The mark of a hole.
pub(super) struct Mark {
    /// Its bytes, with the element that is its own.
    pub range: Range<usize>,
    /// Which hole.
    pub number: usize,
}

/// The next mark in some HTML.
pub(super) fn next_mark(html: &str) -> Option<Mark> {
    let start = html.find(OPEN)?;
    let inner = &html[start + OPEN.len_utf8()..];
    let close = inner.find(CLOSE)?;
    // What is no number was written by the author as an entity, and marks no hole.
    let number = inner[..close].parse().unwrap_or(usize::MAX);
    let end = start + OPEN.len_utf8() + close + CLOSE.len_utf8();
    let range = if html[..start].ends_with("<pre>") && html[end..].starts_with("</pre>") {
        start - "<pre>".len()..end + "</pre>".len()
    } else {
        start..end
    };
    Some(Mark { range, number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_escaped_wherever_it_stands() {
        for byte in 0..128 {
            let mut html = String::new();
            let text = char::from(byte).to_string();
            escape(&text, &mut html);
            assert_eq!(html, ESCAPED[usize::from(byte)].unwrap_or(&text));
        }
        let cases = [("<", "&lt;"), ("\t&'", "\t&amp;&#39;"), ("\u{7f}\0", "\u{FFFD}\u{FFFD}"), ("ü\r", "ü\r")];
        for at in 0..100 {
            let (before, after) = ("ä\n".repeat(at / 3) + &"x".repeat(at % 3), "y".repeat(40));
            for (written, meant) in cases {
                let mut html = String::new();
                escape(&format!("{before}{written}{after}"), &mut html);
                assert_eq!(html, format!("{before}{meant}{after}"), "{at}");
            }
        }
    }

    #[test]
    fn holes_keep_their_place_through_the_sanitizer() {
        let mut builder = FragmentBuilder::default();
        builder.markup("<p>");
        builder.text("a < b \u{E000}0\u{E001} ");
        builder.hole(HoleKind::MentionStart(3));
        builder.text("LH-1");
        builder.hole(HoleKind::MentionEnd);
        builder.raw("<script>x</script>");
        builder.markup("</p>");
        let fragment = builder.finish(|html| html.replace("<script>x</script>", ""));
        assert_eq!(fragment.html, "<p>a &lt; b \u{FFFD}0\u{FFFD} LH-1</p>");
        let at = fragment.html.find("LH-1").unwrap() as u32;
        assert_eq!(fragment.holes[0], Hole { at, kind: HoleKind::MentionStart(3) });
        assert_eq!(fragment.holes[1], Hole { at: at + 4, kind: HoleKind::MentionEnd });
    }
}
