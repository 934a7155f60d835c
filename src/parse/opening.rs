//! Whether an ID stands first in a place (authoring format, section 3), and how much of the text it takes.

use super::events::{Events, after_skip};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// The place whose start is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// A heading: the ID needs no decoration.
    Heading,
    /// A table's first cell under an ID head: the ID needs no decoration.
    Cell,
    /// A paragraph's or a list entry's start: the ID is in bold or code, between slashes or brackets, or before a colon, a
    /// dash or a closing dot.
    Text,
    /// A further line of a paragraph: the same without dash and dot, where a sentence may go on or end.
    Line,
}

/// An ID that stands first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opening {
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
pub(crate) fn opening(
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
            let (found, decoration) = in_text(events, at..range.end, id)?;
            let is_anchored = anchor.as_deref().is_some_and(|name| name == found.id);
            let is_decorated = match spot {
                Spot::Heading | Spot::Cell => true,
                Spot::Text => decoration >= Mark::Weak,
                Spot::Line => decoration == Mark::Strong,
            };
            (is_decorated || is_anchored).then_some(found)?
        }
        _ => return None,
    };
    found.anchored = anchor.is_some_and(|name| name == found.id);
    if found.title.is_none() {
        found.skip = found.skip.max(after_decoration(events, found.next..range.end, found.skip));
        if matches!(spot, Spot::Text | Spot::Line)
            && let Some((title, next)) = bold_title(events, found.next..range.end, found.skip)
        {
            (found.title, found.next) = (Some(title), next);
        }
    }
    Some(found)
}

/// How often an ID may be bold or emphasised at once.
const DEEPEST: usize = 4;

fn is_emphasis(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Strong | Tag::Emphasis))
}

/// `/ID/ **Title:** text`: bold text directly behind the ID that nothing but a mark or the line's end follows.
fn bold_title(events: &Events<'_>, range: Range<usize>, skip: usize) -> Option<(Range<usize>, usize)> {
    let is_taken = |at: &usize| match events.get(*at) {
        Event::Text(text) => after_skip(text, &events.range(*at), skip).trim().is_empty(),
        _ => events.range(*at).end <= skip,
    };
    let at = range.clone().find(|at| !is_taken(at))?;
    let end = events.end(at);
    if !matches!(events.get(at), Event::Start(Tag::Strong)) || end >= range.end {
        return None;
    }
    let ends_itself = events.plain(at + 1..end, 0).text.trim_end().ends_with([':', '.', '–', '—']);
    let ends = ends_itself
        || match events.get((end + 1).min(events.len() - 1)) {
            Event::Text(text) if end + 1 < range.end => text.trim_start().starts_with([':', '–', '—']),
            event => end + 1 >= range.end || matches!(event, Event::SoftBreak | Event::HardBreak),
        };
    ends.then_some((at + 1..end, end + 1))
}

/// `**ID**`, `**ID Title**`, `**`ID`**`.
fn emphasised(events: &Events<'_>, at: usize, id: &dyn Fn(&str) -> Option<usize>) -> Option<Opening> {
    let end = events.end(at);
    // Nobody decorates an ID so often; and who nests without end is not followed.
    if at + DEEPEST < events.len() && (at..=at + DEEPEST).all(|at| is_emphasis(events.get(at))) {
        return None;
    }
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

/// How clearly a text shows that the ID at its start opens an item.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// Not at all.
    None,
    /// By a dash or a closing dot.
    Weak,
    /// By slashes, brackets or a colon.
    Strong,
}

/// An ID at the start of running text, and what decorates it.
fn in_text(events: &Events<'_>, range: Range<usize>, id: &dyn Fn(&str) -> Option<usize>) -> Option<(Opening, Mark)> {
    let texts = range.clone().take_while(|at| matches!(events.get(*at), Event::Text(_)));
    // Most texts are in one piece, and begin with no ID.
    if let (Event::Text(text), 1) = (events.get(range.start), texts.clone().take(2).count()) {
        decorated(text, id)?;
    }
    let plain = events.plain(range.start..texts.last()? + 1, 0);
    let (decoration, length) = decorated(&plain.text, id)?;
    let id_end = decoration.start + length;
    let rest = &plain.text[id_end..];
    let closing = closing(rest, &plain.text[..decoration.start]);
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
    let behind = rest[closing..].trim_start();
    let dash = behind.trim_start_matches(['–', '—', '-']);
    let mark = if decoration.start > 0 && closing > 0 || rest.starts_with(':') || behind.starts_with(": ") {
        Mark::Strong
    } else if rest.starts_with('.') && !behind.is_empty() {
        Mark::Weak
    } else if dash.len() < behind.len() && dash.starts_with(char::is_whitespace) && id(dash.trim_start()).is_none() {
        // `F-1 – F-5` is a range.
        Mark::Weak
    } else {
        Mark::None
    };
    Some((opening, mark))
}

/// How many bytes of decoration close an ID: all closing characters, and behind blanks those that opened it, as in
/// `[ /ID/ ]`.
fn closing(rest: &str, opened: &str) -> usize {
    let mut length = 0;
    for c in rest.chars().filter(|c| !c.is_whitespace()) {
        let at = rest.len() - rest[length..].trim_start().len();
        let is_opened = c == '/' && opened.contains('/') || c == ']' && opened.contains('[');
        let is_near = at == length || is_opened;
        if !is_near || !is_closing(c) {
            break;
        }
        length = at + c.len_utf8();
    }
    length
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
pub(crate) fn anchor_name(html: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The ID that a line starts with, and its title and text.
    fn found(line: &str, spot: Spot) -> Option<(String, String, String)> {
        let events = Events::new(line);
        let id = |text: &str| crate::model::IdPattern::new("LF#")?.matches(text);
        let end = events.end(0);
        let found = opening(&events, 1..end, spot, &id)?;
        let title = found.title.clone().map_or_else(String::new, |title| events.plain(title, found.skip).text);
        let text = events.plain(found.next..end, if title.is_empty() { found.skip } else { 0 }).text;
        Some((found.id, title, text))
    }

    fn opens(line: &str) -> bool {
        found(line, Spot::Text).is_some()
    }

    #[test]
    fn decorations_open() {
        let open = [
            "**LF10** x",
            "`LF10` x",
            "/LF10/ x",
            "LF10: x",
            "LF10 – x",
            "LF10 - x",
            "LF10. x",
            "**LF10**",
            "_LF10_ x",
        ];
        assert!(open.iter().all(|line| opens(line)));
        let closed = ["LF10 x", "LF10 – LF20 x", "LF10.", "LF10/LF20 x", "x LF10", "LF10, x", "LF10-x"];
        assert!(closed.iter().all(|line| !opens(line)), "{:?}", closed.map(opens));
        assert!(found("LF10 – x", Spot::Line).is_none() && found("LF10. x", Spot::Line).is_none());
        assert!(found("/LF10/ x", Spot::Line).is_some() && found("LF10 x", Spot::Heading).is_some());
    }

    #[test]
    fn titles_and_decoration_fall_apart() {
        let parts = |line| found(line, Spot::Text).unwrap();
        let three = |id: &str, title: &str, text: &str| (id.to_owned(), title.to_owned(), text.to_owned());
        assert_eq!(parts("**[ /LF70/ ] Export** Als CSV."), three("LF70", "Export", " Als CSV."));
        assert_eq!(parts("/LF10/ **Login:** Das System"), three("LF10", "Login:", " Das System"));
        assert_eq!(parts("**LF10** – **Login** – Das System"), three("LF10", "Login", " – Das System"));
        assert_eq!(parts("/LF10/ **Wichtig** ist es"), three("LF10", "", "Wichtig ist es"));
    }
}
