//! The Markdown events of a file, with the end of each element known.

use pulldown_cmark::{Event, Options, Parser};
use std::ops::Range;

/// The events of a text, each with its byte range.
pub(crate) struct Events<'a> {
    list: Vec<(Event<'a>, Range<usize>)>,
    ends: Vec<u32>,
}

/// What of Markdown is understood beyond CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

impl<'a> Events<'a> {
    pub fn new(body: &'a str) -> Self {
        let mut list = Vec::with_capacity(body.len() / 12);
        list.extend(Parser::new_ext(body, OPTIONS).into_offset_iter());
        let mut ends: Vec<u32> = (0..list.len() as u32).collect();
        let mut open = Vec::new();
        for (at, (event, _)) in list.iter().enumerate() {
            match event {
                Event::Start(_) => open.push(at),
                Event::End(_) => {
                    if let Some(start) = open.pop() {
                        ends[start] = at as u32;
                    }
                }
                _ => {}
            }
        }
        Self { list, ends }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn get(&self, at: usize) -> &Event<'a> {
        &self.list[at].0
    }

    /// The bytes of the text that an event stands for.
    pub fn range(&self, at: usize) -> Range<usize> {
        self.list[at].1.clone()
    }

    /// The index of the event that ends the element which starts at an index; the index itself for a leaf.
    pub fn end(&self, at: usize) -> usize {
        self.ends[at] as usize
    }

    /// The elements and leaves directly inside a range of events: each one's first and last index.
    pub fn children(&self, range: Range<usize>) -> impl Iterator<Item = (usize, usize)> + '_ {
        let mut at = range.start;
        std::iter::from_fn(move || {
            (at < range.end).then(|| {
                let child = (at, self.end(at));
                at = child.1 + 1;
                child
            })
        })
    }

    /// How many bytes of the text a range of events stands for.
    pub fn bytes(&self, range: &Range<usize>) -> usize {
        let last = range.clone().next_back();
        last.map_or(0, |last| self.range(last).end.saturating_sub(self.range(range.start).start))
    }

    /// The text of a range of events without its markup, with a map from its offsets to the file's.
    pub fn plain(&self, range: Range<usize>, skip: usize) -> Plain {
        let text = String::with_capacity(self.bytes(&range));
        let mut plain = Plain { text, pieces: Vec::with_capacity(range.len()) };
        for at in range {
            let source = self.range(at);
            if source.end <= skip {
                continue;
            }
            match self.get(at) {
                Event::Text(text) => plain.push(after_skip(text, &source, skip), source.start.max(skip)),
                Event::Code(text) => plain.push(text, source.start + 1),
                Event::InlineMath(text) | Event::DisplayMath(text) => plain.push(text, source.start),
                Event::SoftBreak | Event::HardBreak => plain.push(" ", source.start),
                // In a table's cell there is no other way to break a line.
                Event::InlineHtml(tag) if is_break(tag) => plain.push(" ", source.start),
                Event::Start(tag) if is_block(tag) && !plain.text.is_empty() => plain.push(" ", source.start),
                _ => {}
            }
        }
        plain
    }
}

/// The definitions of links in a text, as `[name]: address`: each one's address and bytes, in the order of the text.
pub(super) fn definitions(body: &str) -> Vec<(String, Range<usize>)> {
    let parser = Parser::new_ext(body, OPTIONS);
    let definitions = parser.reference_definitions().iter();
    let mut found: Vec<_> =
        definitions.map(|(_, definition)| (definition.dest.to_string(), definition.span.clone())).collect();
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// Whether an element stands in lines of its own.
pub(crate) fn is_block(tag: &pulldown_cmark::Tag<'_>) -> bool {
    use pulldown_cmark::Tag;
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Whether a tag is `<br>`, however it is written.
fn is_break(tag: &str) -> bool {
    let name = tag.strip_prefix('<').unwrap_or_default().trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// What is left of a text after the bytes before `skip` were taken.
pub(crate) fn after_skip<'t>(text: &'t str, source: &Range<usize>, skip: usize) -> &'t str {
    if skip <= source.start {
        return text;
    }
    text.get(skip - source.start..).unwrap_or_default()
}

/// Text without markup, and where each piece of it stands in the file.
#[derive(Default)]
pub(crate) struct Plain {
    pub text: String,
    pieces: Vec<(usize, usize)>,
}

impl Plain {
    pub fn push(&mut self, text: &str, source: usize) {
        if !text.is_empty() {
            self.pieces.push((self.text.len(), source));
            self.text.push_str(text);
        }
    }

    /// Where each piece of the text starts, in the text and in the file.
    pub fn pieces(&self) -> &[(usize, usize)] {
        &self.pieces
    }

    /// The offset in the file of an offset in the text.
    pub fn source(&self, offset: usize) -> usize {
        let at = self.pieces.partition_point(|(start, _)| *start <= offset);
        self.pieces.get(at.saturating_sub(1)).map_or(0, |(start, source)| source + (offset - start))
    }

    /// The bytes of the file that a range of the text stands for.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source(range.start);
        let end = if range.end > range.start { self.source(range.end - 1) + 1 } else { start };
        start..end.max(start)
    }
}
