//! HTML that the author wrote: comments fall away, anchors and images become the program's own, the rest is sanitised.

use super::ink::Ink;
use super::opening::anchor_name;
use super::scribe::Scribe;
use crate::model::HoleKind;
use std::ops::Range;

impl Scribe<'_> {
    /// Appends HTML of the author's.
    pub fn raw(&mut self, html: &str, source: Range<usize>, ink: &mut Ink) {
        if html.contains("<!--") {
            self.allowances(html, &source);
        }
        let trimmed = html.trim();
        if trimmed.starts_with("<!--") && trimmed.find("-->").is_some_and(|end| end + 3 == trimmed.len()) {
            return;
        }
        if ink.in_anchor && trimmed == "</a>" {
            ink.in_anchor = false;
            return;
        }
        if let Some(name) = anchor_name(trimmed).filter(|_| !trimmed.contains("href")) {
            let anchor = self.anchor(name, None);
            ink.fragment.hole(HoleKind::Anchor(anchor));
            ink.in_anchor = !trimmed.ends_with("</a>");
            return;
        }
        if is_break(trimmed) {
            ink.trail.end_sentence(ink.plain.len());
        }
        ink.note_tags(html);
        let mut rest = html;
        while let Some((before, tag, after)) = image_tag(rest) {
            ink.fragment.raw(before);
            let address = attribute(tag, "src").unwrap_or_default();
            let alt = attribute(tag, "alt").unwrap_or_default();
            let link = self.add_link(&address, Some(&alt), source.clone());
            ink.fragment.hole(HoleKind::Image { link, alt, title: String::new() });
            rest = after;
        }
        ink.fragment.raw(rest);
    }
}

/// Whether a tag begins a line of its own.
fn is_break(tag: &str) -> bool {
    let name =
        tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["br", "p", "li", "ul", "ol", "div", "td", "tr"].iter().any(|block| name.eq_ignore_ascii_case(block))
}

/// The first `<img …>` of some HTML: what stands before it, its inside, what stands after it.
fn image_tag(html: &str) -> Option<(&str, &str, &str)> {
    let start = html.to_ascii_lowercase().find("<img")?;
    let end = start + html[start..].find('>')?;
    Some((&html[..start], &html[start + 4..end], &html[end + 1..]))
}

/// The value of an attribute in the inside of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!("{name}=")).filter(|at| *at == 0 || lower.as_bytes()[at - 1].is_ascii_whitespace())?;
    let value = &tag[at + name.len() + 1..];
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split([' ', '/', '>']).next()?,
    };
    Some(value.to_owned())
}
