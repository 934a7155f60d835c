//! What the drawing library makes, taken apart and put together again from allowed elements and attributes.
//!
//! Colours become classes, so that the theme says what they are: the page's in both colour schemes and on paper. Styles,
//! links, fonts and whatever else is not listed fall away. What does not fit together is no drawing.

use crate::model::{DiagramKind, escape};
use std::fmt::Write as _;

/// What stays of a drawing.
pub(super) struct Clean {
    pub size: (u32, u32),
    /// Between two parts belongs what makes the names in it unique.
    pub parts: Vec<String>,
}

/// Elements that stay.
pub(super) const ELEMENTS: &[&str] = &[
    "circle", "defs", "ellipse", "g", "line", "marker", "path", "polygon", "polyline", "rect", "text", "title", "tspan",
];
/// Elements that go, but for what stands in them.
const UNWRAPPED: &[&str] = &["a"];
/// Attributes that stay where they are numbers, lists of numbers, paths or single words.
const ATTRIBUTES: &[&str] = &[
    "cx",
    "cy",
    "d",
    "dominant-baseline",
    "dx",
    "dy",
    "fill-opacity",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "markerHeight",
    "markerWidth",
    "opacity",
    "orient",
    "points",
    "r",
    "refX",
    "refY",
    "rx",
    "ry",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];
/// Attributes that name another element.
const REFERENCES: &[&str] = &["marker-end", "marker-mid", "marker-start"];

/// The library's colours that mean something: its value, the class of a surface, the class of a line.
const COLOURS: &[(&str, &str, &str)] = &[
    ("#ececff", "node", "edge"),
    ("#9370db", "node", "edge"),
    ("#fff5ad", "note", "edge"),
    ("#aaaa33", "note", "rule"),
    ("#ffffde", "group", "rule"),
    ("#e8e8e8", "paper", "rule"),
    ("#fff", "paper", "paper"),
    ("#ffffff", "paper", "paper"),
    ("white", "paper", "paper"),
    ("#333", "ink", "ink"),
    ("#333333", "ink", "ink"),
    ("#444444", "ink", "ink"),
    ("#666", "ink", "edge"),
    ("#999", "ink", "edge"),
    ("#000", "ink", "ink"),
    ("black", "ink", "ink"),
    ("currentcolor", "ink", "ink"),
    ("#d3d3d3", "node", "rule"),
];
/// How many other colours are told apart.
const OTHERS: usize = 8;
/// The most bytes of a drawing.
const LARGEST: usize = 2_000_000;

/// Takes a drawing apart; none if that fails.
pub(super) fn clean(svg: &str, kind: DiagramKind) -> Option<Clean> {
    if svg.len() > LARGEST {
        return None;
    }
    let mut cleaner = Cleaner {
        out: String::with_capacity(svg.len()),
        has_hollow_circles: kind == DiagramKind::Sequence,
        ..Cleaner::default()
    };
    let mut rest = svg;
    while !rest.is_empty() {
        let start = rest.find('<').unwrap_or(rest.len());
        cleaner.text(&rest[..start]);
        rest = &rest[start..];
        if !rest.is_empty() {
            rest = cleaner.tag(rest)?;
        }
    }
    cleaner.parts.push(cleaner.out);
    (cleaner.open.is_empty()).then_some(Clean { size: cleaner.size?, parts: cleaner.parts })
}

/// An element that is open.
struct Open<'s> {
    name: &'s str,
    /// Whether it stays.
    is_kept: bool,
}

#[derive(Default)]
struct Cleaner<'s> {
    out: String,
    parts: Vec<String>,
    size: Option<(u32, u32)>,
    /// Whether circles have numbers in them, which would be ink on ink.
    has_hollow_circles: bool,
    open: Vec<Open<'s>>,
    /// How many of the open elements go with all that is in them.
    dropped: usize,
    /// Colours without a meaning, in the order of their first use.
    colours: Vec<String>,
}

impl<'s> Cleaner<'s> {
    fn text(&mut self, text: &str) {
        let is_words = self.open.last().is_some_and(|open| matches!(open.name, "text" | "tspan" | "title"));
        if self.dropped == 0 && is_words {
            escape(&unescape(text), &mut self.out);
        }
    }

    /// Reads a tag, which `rest` starts with; returns what follows.
    fn tag(&mut self, rest: &'s str) -> Option<&'s str> {
        if let Some(end) = rest.strip_prefix("</") {
            let (name, rest) = end.split_once('>')?;
            return self.close(name.trim()).then_some(rest);
        }
        let inner = &rest[1..];
        let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, mut rest) = inner.split_at(length);
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(rest) = rest.strip_prefix("/>") {
                self.element(name, &attributes, true)?;
                return Some(rest);
            }
            if let Some(rest) = rest.strip_prefix('>') {
                self.element(name, &attributes, false)?;
                return Some(rest);
            }
            let (key, value) = rest.split_once("=\"")?;
            let (value, behind) = value.split_once('"')?;
            if !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':')) {
                return None;
            }
            attributes.push((key, value));
            rest = behind;
        }
    }

    fn close(&mut self, name: &str) -> bool {
        let Some(open) = self.open.pop().filter(|open| open.name == name) else { return false };
        if self.dropped > 0 {
            self.dropped -= usize::from(!open.is_kept && !UNWRAPPED.contains(&name));
        } else if open.is_kept {
            let _ = write!(self.out, "</{name}>");
        }
        true
    }

    fn element(&mut self, name: &'s str, attributes: &[(&str, &str)], is_empty: bool) -> Option<()> {
        if self.open.is_empty() {
            // The root, which the page writes itself; nothing may follow it.
            let is_root = name == "svg" && self.size.is_none() && !is_empty;
            let view = attributes.iter().find(|(key, _)| *key == "viewBox").filter(|_| is_root)?.1;
            self.size = Some(size(view)?);
            self.open.push(Open { name, is_kept: false });
            return Some(());
        }
        let is_kept = ELEMENTS.contains(&name);
        let goes_whole = !is_kept && !UNWRAPPED.contains(&name);
        if self.dropped == 0 && is_kept {
            let _ = write!(self.out, "<{name}");
            self.attributes(name, attributes);
            self.out.push_str(if is_empty { "/>" } else { ">" });
        }
        if !is_empty {
            self.dropped += usize::from(goes_whole);
            self.open.push(Open { name, is_kept });
        }
        Some(())
    }

    fn attributes(&mut self, element: &str, attributes: &[(&str, &str)]) {
        let is_words = matches!(element, "text" | "tspan");
        let mut classes = Vec::new();
        let is_hollow = element == "circle" && self.has_hollow_circles;
        for (key, value) in attributes {
            // Words are ink, and those that fade are hard to read.
            let is_ignored = is_words && matches!(*key, "fill" | "stroke" | "opacity" | "fill-opacity");
            if is_ignored || (is_hollow && *key == "stroke") {
                continue;
            }
            match *key {
                "fill" | "stroke" if matches!(*value, "none" | "transparent") => {
                    let _ = write!(self.out, " {key}=\"none\"");
                }
                "fill" if is_hollow => classes.push("f-paper s-ink".to_owned()),
                "fill" => classes.push(format!("f-{}", self.colour(value, true))),
                "stroke" => classes.push(format!("s-{}", self.colour(value, false))),
                "id" if is_name(value) => {
                    self.out.push_str(" id=\"");
                    self.part(value);
                }
                key if REFERENCES.contains(&key) => {
                    let name = value.strip_prefix("url(#").and_then(|value| value.strip_suffix(')'));
                    if let Some(name) = name.filter(|name| is_name(name)) {
                        let _ = write!(self.out, " {key}=\"url(#");
                        self.part(name);
                        self.out.insert(self.out.len() - 1, ')');
                    }
                }
                key if ATTRIBUTES.contains(&key) && is_value(value) => {
                    let _ = write!(self.out, " {key}=\"{value}\"");
                }
                _ => {}
            }
        }
        if !classes.is_empty() {
            let _ = write!(self.out, " class=\"{}\"", classes.join(" "));
        }
    }

    /// Ends a part where a name begins, and writes the name with the quotation mark behind it.
    fn part(&mut self, name: &str) {
        self.parts.push(std::mem::take(&mut self.out));
        self.out.push_str(name);
        self.out.push('"');
    }

    /// The class of a colour.
    fn colour(&mut self, value: &str, is_surface: bool) -> String {
        let value = value.trim().to_ascii_lowercase();
        if let Some((_, surface, line)) = COLOURS.iter().find(|(colour, ..)| *colour == value) {
            return (*if is_surface { surface } else { line }).to_owned();
        }
        let known = self.colours.iter().position(|colour| *colour == value).unwrap_or_else(|| {
            self.colours.push(value);
            self.colours.len() - 1
        });
        (known % OTHERS + 1).to_string()
    }
}

/// Width and height of a view, in whole pixels.
fn size(view: &str) -> Option<(u32, u32)> {
    let numbers: Vec<f64> = view.split_whitespace().map_while(|number| number.parse().ok()).collect();
    let &[left, top, width, height] = numbers.as_slice() else { return None };
    let fits = |length: f64| (1.0..=100_000.0).contains(&length);
    // Within the bounds just checked, a rounded length is a whole number that fits.
    #[allow(clippy::cast_sign_loss)]
    let whole = |length: f64| length.ceil() as u32;
    (left == 0.0 && top == 0.0 && fits(width) && fits(height)).then(|| (whole(width), whole(height)))
}

fn is_name(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a value is made of numbers, commands of paths, or words; no address is, and no colour.
fn is_value(value: &str) -> bool {
    let is_fine = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'.' | b'-' | b'+' | b'%' | b'(' | b')' | b'\n')
    };
    value.bytes().all(is_fine) && !value.contains("NaN") && !value.contains("inf") && !value.contains("url")
}

/// Text with the entities that the library writes replaced.
fn unescape(text: &str) -> String {
    let mut plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    plain = plain.replace("&#39;", "'");
    plain.replace("&amp;", "&")
}
