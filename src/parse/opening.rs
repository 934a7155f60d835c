//! Whether an ID stands first in a place (authoring format, section 3), and how much of the text it takes.

use super::events::Events;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// The place whose start is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// A heading: the ID needs no decoration.
    Heading,
    /// A table's first cell under an ID head: the ID needs no decoration.
    Cell,
    /// A paragraph's line or a list entry: the ID is in bold or code, between slashes or brackets, or before a colon.
    Text,
}

/// An ID that stands first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    /// The ID without decoration.
    pub id: String,
    /// Its bytes in the file.
    pub source: Range<usize>,
    /// Whether an HTML anchor of the same name stands before it.
    pub anchored: bool,
    /// Whether it stands between slashes or brackets.
    pub bracketed: bool,
    /// Events of the bold text's rest, which is the title.
    pub title: Option<Range<usize>>,
    /// The event at which the text goes on.
    pub next: usize,
    /// Bytes of the file before this offset are taken.
    pub skip: usize,
}

/// Looks for an ID at the start of a range of inline events. `id` says how long the ID is that starts a text.
pub(super) fn opening(
    events: &Events<'_>,
    range: Range<usize>,
    spot: Spot,
    id: &dyn Fn(&str) -> Option<usize>,
) -> Option<Opening> {
    let mut at = range.start;
    let mut anchor = None;
    while at < range.end {
        match events.get(at) {
            Event::InlineHtml(html) | Event::Html(html) => anchor = anchor.or_else(|| anchor_name(html)),
            Event::Text(text) if text.trim().is_empty() => {}
            Event::SoftBreak | Event::TaskListMarker(_) => {}
            _ => break,
        }
        at += 1;
    }
    if at >= range.end {
        return None;
    }
    let mut found = match events.get(at) {
        Event::Start(Tag::Strong | Tag::Emphasis) => emphasised(events, at, id)?,
        Event::Code(text) => {
            let (decoration, length) = decorated(text, id)?;
            let rest = &text[decoration.start + length..];
            rest.chars().all(is_closing).then_some(())?;
            let source = events.range(at);
            let start = source.start + 1 + decoration.start;
            Opening {
                id: text[decoration.start..decoration.start + length].to_owned(),
                source: start..start + length,
                anchored: false,
                bracketed: decoration.start > 0,
                title: None,
                next: at + 1,
                skip: source.end,
            }
        }
        Event::Text(_) => {
            let found = in_text(events, at..range.end, id)?;
            let is_anchored = anchor.as_deref().is_some_and(|name| name == found.0.id);
            (spot != Spot::Text || found.1 || is_anchored).then_some(found.0)?
        }
        _ => return None,
    };
    found.anchored = anchor.is_some_and(|name| name == found.id);
    if found.title.is_none() {
        found.skip = found.skip.max(after_decoration(events, found.next..range.end, found.skip));
    }
    Some(found)
}

/// `**ID**`, `**ID Title**`, `**`ID`**`.
fn emphasised(events: &Events<'_>, at: usize, id: &dyn Fn(&str) -> Option<usize>) -> Option<Opening> {
    let end = events.end(at);
    let mut found = match events.get(at + 1) {
        Event::Start(Tag::Strong | Tag::Emphasis) => emphasised(events, at + 1, id)?,
        Event::Code(_) => opening(events, at + 1..end, Spot::Cell, id)?,
        Event::Text(_) => in_text(events, at + 1..end, id)?.0,
        _ => return None,
    };
    let rest = events.plain(found.next..end, found.skip).text;
    if found.title.is_none() && !rest.trim_matches(|c: char| is_closing(c) || c.is_whitespace()).is_empty() {
        found.skip = found.skip.max(after_decoration(events, found.next..end, found.skip));
        found.title = Some(found.next..end);
    } else if found.title.is_none() {
        found.skip = events.range(at).end;
    }
    found.next = end + 1;
    Some(found)
}

/// An ID at the start of running text, and whether slashes, brackets or a colon decorate it.
fn in_text(events: &Events<'_>, range: Range<usize>, id: &dyn Fn(&str) -> Option<usize>) -> Option<(Opening, bool)> {
    let texts = range.clone().take_while(|at| matches!(events.get(*at), Event::Text(_)));
    let plain = events.plain(range.start..texts.last()? + 1, 0);
    let (decoration, length) = decorated(&plain.text, id)?;
    let id_end = decoration.start + length;
    let rest = &plain.text[id_end..];
    let closing = rest.chars().take_while(|c| is_closing(*c)).map(char::len_utf8).sum::<usize>();
    let ends = rest[closing..].chars().next().is_none_or(char::is_whitespace);
    // `/` closes only what `/` opened: `A-1/A-2` is two references.
    let matched = !rest.starts_with('/') || decoration.slashed;
    if !ends || !matched {
        return None;
    }
    let opening = Opening {
        id: plain.text[decoration.start..id_end].to_owned(),
        source: plain.source_range(decoration.start..id_end),
        anchored: false,
        bracketed: decoration.start > 0,
        title: None,
        next: range.start,
        skip: plain.source_range(0..id_end + closing).end,
    };
    let is_decorated = decoration.start > 0 && closing > 0 || rest.starts_with(':');
    Some((opening, is_decorated))
}

/// Decoration before an ID.
struct Decoration {
    start: usize,
    slashed: bool,
}

/// The ID that starts a text behind slashes, brackets and blanks.
fn decorated(text: &str, id: &dyn Fn(&str) -> Option<usize>) -> Option<(Decoration, usize)> {
    let start: usize =
        text.chars().take_while(|c| matches!(c, '/' | '[' | '\\') || c.is_whitespace()).map(char::len_utf8).sum();
    let length = id(&text[start..])?;
    Some((Decoration { start, slashed: text[..start].contains('/') }, length))
}

/// Characters that may close an ID.
fn is_closing(c: char) -> bool {
    matches!(c, '/' | ']' | '\\' | ':' | '.' | ')' | '#')
}

/// The offset in the file behind blanks and one colon or dash at the start of a text.
fn after_decoration(events: &Events<'_>, range: Range<usize>, skip: usize) -> usize {
    let plain = events.plain(range, skip);
    let blanks = plain.text.len() - plain.text.trim_start().len();
    let rest = &plain.text[blanks..];
    let mark = rest.chars().next().filter(|c| matches!(c, ':' | '—' | '–' | '-' | '.'));
    let taken = match mark {
        Some(mark) if rest[mark.len_utf8()..].starts_with([' ', '\u{a0}', '\n']) => blanks + mark.len_utf8() + 1,
        Some(':') => blanks + 1,
        Some(mark) if rest.len() == mark.len_utf8() => blanks + mark.len_utf8(),
        _ => blanks,
    };
    if taken == 0 { skip } else { plain.source_range(0..taken).end.max(skip) }
}

/// The name of an HTML anchor `<a name="…">` or `<a id="…">`.
pub(super) fn anchor_name(html: &str) -> Option<String> {
    let tag = html.trim().strip_prefix("<a")?.split('>').next()?;
    let at = ["name=", "id="]
        .iter()
        .find_map(|attribute| Some(tag.find(&format!(" {attribute}"))? + attribute.len() + 1))?;
    let value = &tag[at..];
    let quote = value.chars().next()?;
    let name = match quote {
        '"' | '\'' => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    let safe = !name.is_empty() && name.len() <= 100 && !name.contains(|c: char| c.is_whitespace() || c.is_control());
    safe.then(|| name.to_owned())
}
