//! What must hold of whatever is read from any bytes. Tests and fuzzers ask the same.

use crate::html::Page;
use heftfaden::diag::render::{Style, excerpt, human};
use heftfaden::diag::{Diagnostic, Language, Place, Report, Texts, github, short};
use heftfaden::model::{Block, Chapter, Fragment, Item, Prose, RowKind};
use heftfaden::source::{FrontValue, SourceFile};

/// How many findings of a file are printed; the places of all are looked at.
const PRINTED: usize = 40;

/// A text with its lines, found another way than the library does.
pub struct Lined<'t> {
    file: &'t str,
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lined<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Self {
        let mut chars = text.char_indices().peekable();
        let mut starts = vec![0];
        while let Some((at, c)) = chars.next() {
            if c == '\n' || c == '\r' && chars.peek().is_none_or(|(_, next)| *next != '\n') {
                starts.push(at + 1);
            }
        }
        Self { file, text, starts }
    }

    /// A place lies in the text, between characters, where its line and column say.
    pub fn place(&self, place: &Place) {
        assert_eq!(&*place.file, self.file);
        assert!(self.text.get(place.range()).is_some(), "{place:?} in a text of {} bytes", self.text.len());
        let line = self.starts.partition_point(|start| *start <= place.start as usize);
        let column = self.text[self.starts[line - 1]..place.start as usize].chars().count() + 1;
        assert_eq!((place.line as usize, place.column as usize), (line, column), "{place:?}");
    }
}

/// Front matter lies in its file, and the rest of the file is what is parsed.
pub fn front_matter(source: &SourceFile) {
    let (text, front) = (&source.text, &source.front_matter);
    assert!(text.get(front.range.clone()).is_some(), "front matter at {:?}", front.range);
    let mut last = 0;
    for entry in &front.entries {
        assert_eq!(text.get(entry.key_range.clone()), Some(entry.key.as_str()));
        assert!(text.get(entry.value_range.clone()).is_some(), "value at {:?}", entry.value_range);
        assert!(last <= entry.key_range.start && entry.key_range.end <= entry.value_range.start, "{entry:?}");
        last = entry.value_range.end;
        assert!(depth(&entry.value) < 100, "values are nested without bounds");
    }
    assert!(last <= front.range.end, "an entry ends at {last}, the front matter at {}", front.range.end);
    let body = source.body();
    assert_eq!(body.len(), text.len());
    // Only line ends are made one.
    let is_same = |(one, other): (u8, u8)| one == other || (one, other) == (b'\n', b'\r');
    let end = front.range.end;
    assert!(body[end..].bytes().zip(text[end..].bytes()).all(is_same), "{body:?}");
}

fn depth(value: &FrontValue) -> usize {
    match value {
        FrontValue::List(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        FrontValue::Map(values) => 1 + values.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        _ => 0,
    }
}

/// Everything in a chapter lies in its file; indices lead to what is there; every item is shown once.
pub fn chapter(chapter: &Chapter, source: &SourceFile) {
    let text = &Lined::new(&source.path, &source.text);
    blocks(&chapter.blocks, chapter);
    for (index, one) in chapter.items.iter().enumerate() {
        item(index, one, chapter, text);
    }
    for mention in &chapter.mentions {
        text.place(&mention.target.place);
        assert!(mention.item.is_none_or(|item| item < chapter.items.len()));
    }
    chapter.links.iter().for_each(|link| text.place(&link.place));
    chapter.footnotes.iter().for_each(fragment);
    for heading in &chapter.headings {
        text.place(&heading.place);
        fragment(&heading.fragment);
    }
    for answer in &chapter.answers {
        text.place(&answer.place);
        text.place(&answer.target.place);
    }
    chapter.uses.iter().for_each(|found| text.place(&found.place));
    chapter.abbreviations.iter().for_each(|found| text.place(&found.place));
    assert!(chapter.anchors.iter().all(|anchor| anchor.item.is_none_or(|item| item < chapter.items.len())));
    for diagnostic in &chapter.diagnostics {
        text.place(&diagnostic.place);
        diagnostic.related.iter().for_each(|(place, _)| text.place(place));
    }
    // Every item stands in exactly one place, so that every page of it shows the same.
    let mut shown = vec![0; chapter.items.len()];
    for block in chapter.items.iter().flat_map(|item| &item.blocks).chain(&chapter.blocks) {
        match block {
            Block::Item(index) => shown[*index] += 1,
            Block::Table(table) => table.rows.iter().for_each(|row| {
                if let RowKind::Item(index) = row.kind {
                    shown[index] += 1;
                }
            }),
            _ => {}
        }
    }
    assert!(shown.iter().all(|times| *times == 1), "items shown {shown:?} times");
}

fn fragment(fragment: &Fragment) {
    assert!(!fragment.html.contains(['\u{E000}', '\u{E001}']), "a mark of a hole is left in {:?}", fragment.html);
    let mut last = 0;
    for hole in &fragment.holes {
        let at = hole.at as usize;
        assert!(last <= at && fragment.html.is_char_boundary(at), "{hole:?} in {:?}", fragment.html);
        last = at;
    }
}

fn blocks(blocks: &[Block], chapter: &Chapter) {
    for block in blocks {
        match block {
            Block::Heading(index) => assert!(*index < chapter.headings.len()),
            Block::Item(index) => assert!(*index < chapter.items.len()),
            Block::Prose(Prose { fragment: prose, .. }) => fragment(prose),
            Block::Table(table) => {
                table.head.iter().chain(table.rows.iter().flat_map(|row| &row.cells)).for_each(fragment);
            }
        }
    }
}

fn item(index: usize, item: &Item, chapter: &Chapter, text: &Lined<'_>) {
    text.place(&item.place);
    fragment(&item.heading);
    blocks(&item.blocks, chapter);
    assert!(item.parent.is_none_or(|parent| parent < index), "a child comes after its parent");
    assert!(!item.title.is_empty() && !item.id.is_empty());
    for field in &item.fields {
        text.place(&field.place);
        fragment(&field.fragment);
    }
    for target in item.traces.iter().flat_map(|field| &field.targets) {
        text.place(&target.first.place);
        target.last.iter().for_each(|last| text.place(&last.place));
    }
}

/// Every finding lies in a file of the project, and can be printed: as an excerpt that steers no terminal, and as the line
/// that editors and pipelines read.
pub fn findings(findings: &[Diagnostic], texts: &dyn Texts) {
    let mut known: Option<Lined<'_>> = None;
    for finding in findings {
        for place in std::iter::once(&finding.place).chain(finding.related.iter().map(|(place, _)| place)) {
            if known.as_ref().is_none_or(|known| *known.file != *place.file) {
                known = texts.text(&place.file).map(|text| Lined::new(&place.file, text));
            }
            match known.as_ref().filter(|known| *known.file == *place.file) {
                Some(known) => known.place(place),
                None => assert_eq!(place.range(), 0..0, "{finding:?} lies in no file"),
            }
            if let Some(excerpt) = excerpt(place, texts) {
                assert!(excerpt.line.get(excerpt.marked.clone()).is_some(), "{excerpt:?}");
            }
        }
    }
    let printed = &findings[..findings.len().min(PRINTED)];
    for language in [Language::De, Language::En] {
        for finding in printed {
            let words = human(finding, texts, language, Style::Plain);
            assert!(words.contains(finding.code) && !words.contains(steers), "{words:?}");
        }
        let report = Report { findings: printed, texts, language, folder: "" };
        for write in [short::write, github::write] {
            let mut lines = Vec::new();
            write(&report, &mut lines).expect("memory takes all");
            let lines = String::from_utf8(lines).expect("UTF-8");
            assert!(lines.split_terminator('\n').count() == printed.len(), "{lines:?}");
        }
    }
}

/// Whether a character could make a terminal do something.
fn steers(c: char) -> bool {
    c.is_control() && c != '\n'
}

/// A page runs nothing, leads nowhere by itself, and is well-formed.
pub fn page(path: &str, html: &str) -> Page {
    let page = Page::parse(html);
    let (dangers, faults) = (page.dangers(), page.faults());
    assert!(dangers.is_empty() && faults.is_empty(), "{path}: {dangers:#?} {faults:#?}\n{html}");
    page
}
