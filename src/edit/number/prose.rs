//! What a range of Markdown says as running text: without code, formulas, struck-out words and comments.

use super::words::NO_WORD;
use crate::parse::{Events, is_block};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// The words of a range of events. Hard breaks and blocks end lines.
pub fn prose(events: &Events<'_>, range: Range<usize>) -> String {
    let mut text = String::new();
    let mut at = range.start;
    while at < range.end {
        match events.get(at) {
            Event::Text(more) => text.push_str(more),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => text.push(NO_WORD),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak => text.push('\n'),
            Event::InlineHtml(html) if html.starts_with("<br") => text.push('\n'),
            Event::Start(
                Tag::Strikethrough
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)
                | Tag::HtmlBlock
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_)
                | Tag::DefinitionList,
            ) => at = events.end(at),
            Event::Start(tag) if is_block(tag) => text.push('\n'),
            _ => {}
        }
        at += 1;
    }
    text
}

/// Where the text of a range of inline events starts in the file, behind a box to tick. None where there is none.
pub fn text_start(events: &Events<'_>, range: Range<usize>, body: &str) -> Option<usize> {
    let mut at = range.start;
    while at < range.end {
        let blank = match events.get(at) {
            Event::Text(text) => text.trim().is_empty(),
            event => matches!(event, Event::TaskListMarker(_) | Event::SoftBreak | Event::HardBreak),
        };
        if !blank {
            break;
        }
        at += 1;
    }
    if at >= range.end {
        return None;
    }
    let start = events.range(at).start;
    let blanks = match events.get(at) {
        Event::Text(text) => text.len() - text.trim_start().len(),
        _ => 0,
    };
    // What is escaped starts with its backslash.
    let escape = body[..start].len() - body[..start].trim_end_matches('\\').len();
    Some(if blanks > 0 { start + blanks } else { start - escape })
}

/// Whether a range of inline events is nothing but links, as in a table of contents.
pub fn is_all_links(events: &Events<'_>, range: Range<usize>) -> bool {
    let mut links = 0;
    for (at, _) in events.children(range) {
        match events.get(at) {
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::Text(text) if !text.contains(char::is_alphabetic) => {}
            Event::SoftBreak | Event::HardBreak => {}
            _ => return false,
        }
    }
    links > 0
}

/// Whether a text ends in what may be an infinitive: „die Kasse ersetzen“.
pub fn ends_in_infinitive(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric());
    last.ends_with('n') && last.starts_with(char::is_lowercase)
}

/// The length of a text's start that looks like an ID, of a family that nobody has named: `L-Q-01`, `REQ_7`.
pub fn id_like(text: &str) -> Option<usize> {
    let length =
        text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(text.len());
    let word = text[..length].trim_end_matches(['.', '-', '_']);
    let is_id = word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.ends_with(|c: char| c.is_ascii_digit())
        && word.contains(['-', '_', '.'])
        && !word.contains(|c: char| c.is_ascii_lowercase());
    is_id.then_some(word.len())
}
