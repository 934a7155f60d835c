//! The front matter of a file: found here by byte ranges, understood by `gray_matter`.

use super::misread::Misread;
use crate::diag::{Diagnostic, Lines, Severity, Text};
use gray_matter::engine::{Engine, TOML, YAML};
use gray_matter::{Matter, Pod};
use std::collections::HashMap;
use std::ops::Range;

/// A file's front matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// Its entries, in the order of the file.
    pub entries: Vec<FrontEntry>,
    /// From the file's start (with a byte-order mark) to the end of its closing line; empty where there is none.
    pub range: Range<usize>,
}

/// An entry of the front matter.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontEntry {
    /// Its key as written.
    pub key: String,
    /// Bytes of the key in the file.
    pub key_range: Range<usize>,
    /// Bytes of the value in the file: the rest of the key's line.
    pub value_range: Range<usize>,
    /// Its value.
    pub value: FrontValue,
}

/// A value of the front matter.
#[derive(Clone, Debug, PartialEq)]
pub enum FrontValue {
    /// A text.
    Text(String),
    /// A number, as the format understood it.
    Number(String),
    /// True or false.
    Bool(bool),
    /// A list.
    List(Vec<FrontValue>),
    /// Named values, sorted by name.
    Map(Vec<(String, FrontValue)>),
    /// Nothing.
    Empty,
}

/// The two formats, by their fences.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Yaml,
    Toml,
}

impl Format {
    const fn fence(self) -> &'static str {
        match self {
            Self::Yaml => "---",
            Self::Toml => "+++",
        }
    }

    const fn separator(self) -> char {
        match self {
            Self::Yaml => ':',
            Self::Toml => '=',
        }
    }

    /// The key of a line `key: value` or `key = value`, as a range of the line.
    fn key(self, line: &str) -> Option<Range<usize>> {
        let at = line.find(self.separator())?;
        let written = line[..at].trim_end();
        let key = written.trim_matches('"');
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
        let start = written.len() - written.trim_start_matches('"').len();
        (is_key && !line.starts_with([' ', '\t', '-'])).then(|| start..start + key.len())
    }

    /// Whether a line has a key of one word in either notation, wherever it starts.
    fn has_key(line: &str) -> bool {
        let line = line.trim_start();
        [Self::Yaml, Self::Toml].into_iter().any(|format| {
            let is_word = format.key(line).is_some_and(|key| !line[key].contains(' '));
            let value = line.split_once(format.separator()).map_or("", |(_, value)| value);
            is_word && !value.starts_with(|c: char| !c.is_whitespace())
        })
    }

    /// Whether a line opens or closes a block.
    fn is_fence(self, line: &str) -> bool {
        line.trim() == self.fence() && line.len() - line.trim_start().len() <= 3
    }
}

/// The longest front matter that is read, in bytes.
const LONGEST: usize = 64 * 1024;
/// The deepest nesting of lists and tables that is read.
const DEEPEST: usize = 32;
/// How often front matter may repeat what an anchor names: a few repetitions of repetitions fill any memory.
const REPETITIONS: usize = 8;

/// Finds and reads the front matter of a text.
pub(super) fn read(text: &str, lines: &Lines) -> (FrontMatter, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let none = FrontMatter { entries: Vec::new(), range: 0..start };
    let Some(found) = find(text, start) else { return (none, diagnostics) };
    if !found.closed {
        let message = Text::new(
            format!("Der Vorspann beginnt hier mit „{0}“ und wird nirgends geschlossen.", found.format.fence()),
            format!("the front matter opens here with \"{}\" and is never closed", found.format.fence()),
        );
        let hint = Text::new(
            format!("Unter die letzte Angabe eine Zeile „{}“ setzen.", found.format.fence()),
            format!("Put a line \"{}\" below its last entry.", found.format.fence()),
        );
        let place = lines.place(text, found.opening.clone());
        diagnostics.push(Diagnostic::new("front-matter-unclosed", Severity::Error, place, message).hint(hint));
    }
    if found.fence != found.format.fence() {
        let message = Text::new(
            format!("„{}“ schließt keinen Vorspann ein; gelesen ist er trotzdem.", found.fence),
            format!("\"{}\" is not what encloses front matter; it is read nevertheless", found.fence),
        );
        let hint = Text::new(
            "Darüber und darunter je eine Zeile mit drei Bindestrichen setzen: ---",
            "Put a line of three hyphens above and below it: ---",
        );
        let place = lines.place(text, found.opening.clone());
        diagnostics.push(Diagnostic::new("front-matter-invalid", Severity::Error, place, message).hint(hint));
    }
    let block = &text[found.block.clone()];
    let values = match values(found.format, block) {
        Ok(values) => values,
        Err(misread) => {
            let Misread { line, column, what, hint } = *misread;
            let start = line.map_or(found.block.start, |line| nth_line(text, &found.block, line));
            let end = text[start..found.block.end].find(['\n', '\r']).map_or(found.block.end, |length| start + length);
            let before = text[start..end]
                .char_indices()
                .nth(column.map_or(0, |column| column.saturating_sub(1) + indent(block).len()));
            let at = start + before.map_or(0, |(at, _)| at);
            let message = Text::new(
                format!("Der Vorspann ist hier nicht zu verstehen: {}", what.de),
                format!("the front matter cannot be understood here: {}", what.en),
            );
            let place = lines.place(text, at..end);
            diagnostics.push(Diagnostic::new("front-matter-invalid", Severity::Error, place, message).hint(hint));
            HashMap::new()
        }
    };
    let entries = entries(&found, block, values);
    (FrontMatter { entries, range: 0..found.end }, diagnostics)
}

/// Where the front matter stands.
struct Found<'t> {
    format: Format,
    fence: &'t str,
    opening: Range<usize>,
    block: Range<usize>,
    end: usize,
    closed: bool,
}

/// The lines of a text from an offset on, as ranges without their line ends, and where the next one starts.
fn lines_from(text: &str, from: usize) -> impl Iterator<Item = (Range<usize>, usize)> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let ending = if rest[length..].starts_with("\r\n") { 2 } else { usize::from(length < rest.len()) };
        let line = at..at + length;
        at += length + ending;
        Some((line, at))
    })
}

fn find(text: &str, start: usize) -> Option<Found<'_>> {
    let (opening, block_start) = lines_from(text, start).find(|(line, _)| !text[line.clone()].trim().is_empty())?;
    let first = &text[opening.clone()];
    let Some(format) = [Format::Yaml, Format::Toml].into_iter().find(|format| format.is_fence(first)) else {
        return find_misspelt(text, opening, block_start);
    };
    let fence = format.fence();
    let closing = lines_from(text, block_start).find(|(line, _)| format.is_fence(&text[line.clone()]));
    if !is_front_matter(format, &text[block_start..], closing.is_some()) {
        // A rule at the start of the text, not front matter.
        return None;
    }
    if let Some((line, next)) = closing {
        return Some(Found { format, fence, opening, block: block_start..line.start, end: next, closed: true });
    }
    // Never closed: it reaches as far as its lines look like entries, and the text after it is kept.
    let end = lines_from(text, block_start)
        .take_while(|(line, _)| {
            let line = &text[line.clone()];
            format.key(line).is_some() || line.starts_with([' ', '\t', '-', '#']) && !line.trim().is_empty()
        })
        .last()
        .map_or(block_start, |(_, next)| next);
    Some(Found { format, fence, opening, block: block_start..end, end, closed: false })
}

/// Whether what follows a fence is front matter: it starts with a key, or is closed and has keys in lines without a blank one.
fn is_front_matter(format: Format, below: &str, is_closed: bool) -> bool {
    let lines = || lines_from(below, 0).map(|(line, _)| &below[line]);
    let mut written = lines().filter(|line| !line.trim().is_empty());
    let first = written.next().unwrap_or_default();
    // A comment looks like a heading: only a key below it tells.
    let told = std::iter::once(first).chain(written).find(|line| !line.starts_with('#'));
    let block = || lines().take_while(|line| !format.is_fence(line));
    let is_dense = || block().all(|line| !line.trim().is_empty());
    format.is_fence(first)
        || told.is_some_and(|line| format.key(line).is_some())
        || is_closed && block().any(Format::has_key) && is_dense()
}

/// Front matter between lines of too few, too many or too long dashes, as some editors make of three hyphens.
fn find_misspelt(text: &str, opening: Range<usize>, block_start: usize) -> Option<Found<'_>> {
    let fence = text[opening.clone()].trim_end();
    if fence.is_empty() || fence.len() > 16 || !fence.chars().all(|c| matches!(c, '-' | '–' | '—')) {
        return None;
    }
    let lines = || lines_from(text, block_start).take_while(|(line, _)| !text[line.clone()].trim().is_empty());
    let (closing, end) = lines().find(|(line, _)| text[line.clone()].trim_end() == fence)?;
    let (first, _) = lines().next()?;
    let starts_with_key = first.start < closing.start && Format::Yaml.key(&text[first]).is_some();
    let found = Found { format: Format::Yaml, fence, opening, block: block_start..closing.start, end, closed: true };
    starts_with_key.then_some(found)
}

/// The values of the block by key.
fn values(format: Format, block: &str) -> Result<HashMap<String, Pod>, Box<Misread>> {
    if block.len() > LONGEST || nesting(block) > DEEPEST {
        return Err(Misread::whole(
            ["Er ist zu lang oder zu tief verschachtelt.", "it is too long or nested too deeply"],
            ["Was länger ist, gehört in den Text.", "What is longer goes into the text."],
        ));
    }
    if format == Format::Yaml && repetitions(block) > REPETITIONS {
        return Err(Misread::whole(
            ["Er wiederholt zu viel durch Sterne.", "it has too many aliases"],
            ["Die Werte ausschreiben.", "Write the values out."],
        ));
    }
    let parsed = match format {
        Format::Yaml => parse::<YAML>(format, block),
        Format::Toml => parse::<TOML>(format, block),
    };
    match parsed {
        Ok(Some(Pod::Hash(values))) => Ok(values),
        Ok(Some(Pod::Null) | None) => Ok(HashMap::new()),
        Ok(Some(_)) => Err(Misread::whole(
            ["Es sind keine Angaben der Form „Name: Wert“.", "there is no list of keys and values"],
            ["Je Zeile eine Angabe schreiben.", "Write one entry a line."],
        )),
        Err(message) => Err(Misread::of(&message)),
    }
}

/// The blanks that the entries of a block begin with.
fn indent(block: &str) -> &str {
    let is_entry = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let first = lines_from(block, 0).map(|(line, _)| &block[line]).find(is_entry).unwrap_or_default();
    &first[..first.len() - first.trim_start_matches(' ').len()]
}

fn parse<E: Engine>(format: Format, block: &str) -> Result<Option<Pod>, String> {
    // Line ends are made one, since the engines count lines by LF alone; offsets are never taken from here.
    let indent = indent(block);
    let block = block.replace("\r\n", "\n").replace('\r', "\n");
    let block: String = block.split_inclusive('\n').map(|line| line.strip_prefix(indent).unwrap_or(line)).collect();
    let fenced = format!("{0}\n{block}\n{0}\n", format.fence());
    let mut matter = Matter::<E>::new();
    matter.delimiter.clear();
    matter.delimiter.push_str(format.fence());
    matter.parse::<Pod>(&fenced).map(|entity| entity.data).map_err(|error| error.to_string())
}

/// How deeply lists and tables of a block nest at most, at least as far as the parsers recurse.
fn nesting(block: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for line in block.lines() {
        let markers = line.split(' ').take_while(|word| matches!(*word, "" | "-" | "?" | ":"));
        deepest = deepest.max(markers.filter(|word| !word.is_empty()).count());
    }
    for byte in block.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// How many aliases (`*name`) a block of YAML has, if it has anchors (`&name`).
fn repetitions(block: &str) -> usize {
    let is_break = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}' | ':');
    let marked = |mark| block.split(is_break).filter(move |word| word.len() > 1 && word.starts_with(mark)).count();
    if marked('&') == 0 { 0 } else { marked('*') }
}

/// The offset of a line of the block, counted from 1.
fn nth_line(text: &str, block: &Range<usize>, line: usize) -> usize {
    lines_from(text, block.start)
        .nth(line.saturating_sub(1))
        .map_or(block.start, |(range, _)| range.start)
        .clamp(block.start, block.end)
}

/// Brings values and places together: keys stand at the start of a line.
fn entries(found: &Found<'_>, block: &str, mut values: HashMap<String, Pod>) -> Vec<FrontEntry> {
    let mut entries = Vec::new();
    let indent = indent(block);
    for (mut line, _) in lines_from(block, 0) {
        if !block[line.clone()].starts_with(indent) {
            continue;
        }
        line.start += indent.len();
        let Some(key_range) = found.format.key(&block[line.clone()]) else { continue };
        let offset = found.block.start + line.start;
        let key = &block[line.start + key_range.start..line.start + key_range.end];
        let Some(pod) = values.remove(key) else { continue };
        let text = &block[line.clone()];
        let after = text.find(found.format.separator()).map_or(text.len(), |at| at + 1);
        let value = text[after..].trim();
        let value_start = offset + after + (text[after..].len() - text[after..].trim_start().len());
        entries.push(FrontEntry {
            key: key.to_owned(),
            key_range: offset + key_range.start..offset + key_range.end,
            value_range: value_start..value_start + value.len(),
            value: FrontValue::from(pod),
        });
    }
    entries
}

impl From<Pod> for FrontValue {
    fn from(pod: Pod) -> Self {
        match pod {
            Pod::Null => Self::Empty,
            Pod::String(text) => Self::Text(text),
            Pod::Integer(number) => Self::Number(number.to_string()),
            Pod::Float(number) => Self::Number(number.to_string()),
            Pod::Boolean(value) => Self::Bool(value),
            Pod::Array(values) => Self::List(values.into_iter().map(Self::from).collect()),
            Pod::Hash(values) => {
                let mut values: Vec<_> = values.into_iter().map(|(key, value)| (key, Self::from(value))).collect();
                values.sort_by(|a, b| a.0.cmp(&b.0));
                Self::Map(values)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn read_str(text: &str) -> (FrontMatter, Vec<Diagnostic>) {
        read(text, &Lines::new(&Arc::from("f.md"), text))
    }

    #[test]
    fn behind_a_byte_order_mark_and_blank_lines_with_crlf() {
        let text = "\u{FEFF}\r\n---\r\ntitle: Ziel\r\ncovers: [a, b]\r\n---\r\nText";
        let (front, diagnostics) = read_str(text);
        assert!(diagnostics.is_empty());
        assert_eq!(&text[front.range.end..], "Text");
        assert_eq!(front.entries[0].value, FrontValue::Text("Ziel".into()));
        assert_eq!(&text[front.entries[1].value_range.clone()], "[a, b]");
    }

    #[test]
    fn toml_and_numbers() {
        let (front, _) = read_str("+++\nversion = 1.10\ntitle = \"A\"\n+++\n");
        assert_eq!(front.entries[0].value, FrontValue::Number("1.1".into()));
        assert_eq!(front.entries.len(), 2);
    }

    #[test]
    fn an_unclosed_block_keeps_the_text() {
        let text = "---\ntitle: A\nstatus: entwurf\n\n# Heading\n";
        let (front, diagnostics) = read_str(text);
        assert_eq!(diagnostics[0].code, "front-matter-unclosed");
        assert_eq!(front.entries.len(), 2);
        assert_eq!(text[front.range.end..].trim(), "# Heading");
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        let (front, diagnostics) = read_str("---\n\nText\n\n---\n");
        assert!(front.entries.is_empty() && diagnostics.is_empty() && front.range.is_empty());
    }

    #[test]
    fn broken_yaml_has_a_place() {
        let (_, diagnostics) = read_str("---\ntitle: A\nstatus: [x\nauthor: b\n---\n");
        assert_eq!(diagnostics[0].code, "front-matter-invalid");
        assert!((3..=5).contains(&diagnostics[0].place.line), "{:?}", diagnostics[0].place);
    }

    #[test]
    fn repetitions_are_refused() {
        let mut text = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for number in 1..12 {
            let again = vec![format!("*a{}", number - 1); 10].join(", ");
            text = format!("{text}a{number}: &a{number} [{again}]\n");
        }
        text.push_str("---\n");
        assert_eq!(read_str(&text).1[0].code, "front-matter-invalid");
        let (front, diagnostics) = read_str("---\nauthor: &me Anna\nquelle: *me\n---\n");
        assert_eq!((&front.entries[1].value, diagnostics.len()), (&FrontValue::Text("Anna".into()), 0));
    }

    #[test]
    fn keys_in_more_quotes_than_two() {
        assert!(read_str("---\n\"\"ä:\n").0.entries.is_empty());
    }

    #[test]
    fn deep_nesting_is_refused() {
        let text = format!("---\na: {}\n---\n", "[".repeat(40_000));
        assert_eq!(read_str(&text).1[0].code, "front-matter-invalid");
        let text = format!("---\na:\n{}x\n---\n", "- ".repeat(10_000));
        assert_eq!(read_str(&text).1[0].code, "front-matter-invalid");
    }
}
