//! The state of parsing one file.

use super::Context;
use super::abbreviations::Shorts;
use super::events::Events;
use super::ink::Ink;
use super::kind::page_kind;
use super::terms::{Met, TermMode};
use super::wording::Wordings;
use crate::diag::{Diagnostic, Severity, Text};
use crate::model::{
    Anchor, Block, Chapter, Heading, Item, Meta, OfferText, PageKind, Priority, Prose, Terms, Titled, slug,
};
use crate::source::{SourceFile, is_index};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// What pages that explain are searched for.
static NO_TERMS: LazyLock<Terms> = LazyLock::new(Terms::default);

/// An item that the text is inside of.
pub(super) struct Open {
    /// Index into the chapter's items.
    pub item: usize,
    /// What ends it.
    pub until: Until,
}

/// What ends an item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// A heading of this level or above.
    Heading(u8),
    /// The next item, heading or rule.
    Item,
    /// The end of the list entry.
    Entry,
}

/// A section that the text is inside of.
struct Section {
    level: u8,
    priority: Option<Priority>,
    /// Index into the chapter's headings, and the words before it.
    heading: Option<(usize, u32)>,
}

/// The parser of one file: the chapter as far as it is read, and what the text is inside of.
pub(super) struct Scribe<'a> {
    pub source: &'a SourceFile,
    pub context: Context<'a>,
    pub events: &'a Events<'a>,
    pub chapter: Chapter,
    pub open: Vec<Open>,
    /// The item whose fields may follow.
    pub expects_fields: Option<usize>,
    /// Prose with the author's HTML in it, to which what follows is added, so that tags may span paragraphs.
    pub pending: Option<(Ink, u32)>,
    /// Whether bold labels stand above, directly under an item's opening, so that fields may still follow.
    pub after_label: bool,
    /// Tables and lists that define nothing, by their first event.
    pub overviews: HashSet<usize>,
    /// What is known of the items' wording so far.
    pub wordings: Wordings,
    /// Names of footnotes, and their numbers.
    pub footnote_names: HashMap<String, u32>,
    sections: Vec<Section>,
    anchors: HashSet<Arc<str>>,
    /// The number that each repeated anchor had last.
    repeated: HashMap<String, u32>,
    has_title: bool,
    /// The terms that the text is searched for: none on the pages that explain.
    pub terms: &'a Terms,
    pub term_mode: TermMode,
    pub met: Met,
    pub shorts: Shorts,
}

impl<'a> Scribe<'a> {
    pub fn new(source: &'a SourceFile, context: Context<'a>, events: &'a Events<'a>) -> Self {
        let stem = source.path.rsplit('/').next().unwrap_or_default();
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let (number, name) = numbered(stem);
        let kind = page_kind(source, context.document);
        let chapter = Chapter {
            file: Arc::clone(&source.path),
            document: context.document.map(|document| Arc::clone(&document.key)),
            title: name,
            number,
            is_index: is_index(stem),
            kind,
            meta: Meta::default(),
            blocks: Vec::new(),
            items: Vec::new(),
            answers: Vec::new(),
            questions: Vec::new(),
            mentions: Vec::new(),
            links: Vec::new(),
            headings: Vec::new(),
            footnotes: Vec::new(),
            anchors: Vec::new(),
            words: 0,
            wording: Vec::new(),
            allowed: Vec::new(),
            terms: Vec::new(),
            contacts: Vec::new(),
            uses: Vec::new(),
            abbreviations: Vec::new(),
            explained: BTreeSet::new(),
            offer: OfferText::default(),
            diagnostics: source.diagnostics.clone(),
        };
        Self {
            source,
            context,
            events,
            chapter,
            open: Vec::new(),
            expects_fields: None,
            pending: None,
            after_label: false,
            overviews: HashSet::new(),
            wordings: Wordings::default(),
            footnote_names: HashMap::new(),
            sections: Vec::new(),
            anchors: HashSet::new(),
            repeated: HashMap::new(),
            has_title: false,
            terms: if kind == PageKind::Text { context.terms } else { &NO_TERMS },
            term_mode: TermMode::Link,
            met: Met::default(),
            shorts: Shorts::default(),
        }
    }

    /// The finished chapter.
    pub fn finish(mut self) -> Chapter {
        self.flush();
        self.close_sections(0);
        self.inherit_fields();
        for item in &mut self.chapter.items {
            if item.titled == Titled::FirstSentence && item.title.is_empty() {
                item.title = item.id.to_string();
            }
        }
        self.note_unbound();
        self.note_idle_allowances();
        self.leave_out();
        self.chapter
    }

    /// The title that the front matter gives.
    pub fn set_title(&mut self, title: String) {
        self.chapter.title = title;
        self.has_title = true;
    }

    pub fn report(&mut self, code: &'static str, severity: Severity, range: Range<usize>, message: Text, hint: Text) {
        let place = self.source.place(range);
        self.chapter.diagnostics.push(Diagnostic::new(code, severity, place, message).hint(hint));
    }

    /// The item that the text is inside of.
    pub fn item(&self) -> Option<usize> {
        self.open.last().map(|open| open.item)
    }

    /// Appends a block to the innermost open item, or to the chapter.
    pub fn push(&mut self, block: Block) {
        match self.item() {
            Some(item) => self.chapter.items[item].blocks.push(block),
            None => self.chapter.blocks.push(block),
        }
    }

    /// Appends prose; prose with the author's HTML is kept open for what follows.
    pub fn push_ink(&mut self, ink: Ink, line: u32) {
        if ink.fragment.is_raw() {
            self.pending = Some((ink, line));
        } else {
            self.finish_ink(ink, line);
        }
    }

    /// Ends prose that was kept open.
    pub fn flush(&mut self) {
        if let Some((ink, line)) = self.pending.take() {
            self.finish_ink(ink, line);
        }
    }

    fn finish_ink(&mut self, ink: Ink, line: u32) {
        self.count(&ink.plain);
        self.read_wording(&ink);
        let fragment = ink.finish();
        if fragment.is_empty() {
            return;
        }
        self.push(Block::Prose(Prose { fragment, line }));
    }

    /// Counts the words of a text for the chapter and the innermost open item.
    pub fn count(&mut self, plain: &str) {
        let words = real_words(plain);
        self.chapter.words += words;
        if let Some(item) = self.item() {
            self.chapter.items[item].words += words;
        }
    }

    /// Adds an item as a child of the innermost open one; the caller opens it.
    pub fn add_item(&mut self, mut item: Item) -> usize {
        item.parent = self.item();
        item.priority = self.sections.iter().rev().find_map(|section| section.priority);
        let index = self.chapter.items.len();
        self.chapter.anchors.push(Anchor { name: Arc::clone(&item.id), item: Some(index) });
        self.chapter.items.push(item);
        index
    }

    /// Ends the items that reach no further than the next item.
    pub fn close_paragraphs(&mut self) {
        self.flush();
        while self.open.last().is_some_and(|open| open.until == Until::Item) {
            self.open.pop();
        }
        self.expects_fields = None;
    }

    /// Ends what a heading of a level ends, and begins its section.
    pub fn begin_section(&mut self, level: u8, priority: Option<Priority>) {
        self.close_paragraphs();
        while self.open.last().is_some_and(|open| matches!(open.until, Until::Heading(own) if own >= level)) {
            self.open.pop();
        }
        self.close_sections(level);
        self.sections.push(Section { level, priority, heading: None });
    }

    fn close_sections(&mut self, level: u8) {
        while let Some(section) = self.sections.pop_if(|section| section.level >= level) {
            if let Some((heading, before)) = section.heading {
                self.chapter.headings[heading].words = self.chapter.words - before;
            }
        }
    }

    /// Adds a heading that opens no item. The file's first heading becomes the chapter's title, unless the front matter
    /// gives another.
    pub fn add_heading(&mut self, level: u8, ink: Ink, id: Option<&str>, range: Range<usize>) {
        let title = ink.plain.trim().to_owned();
        let anchor = self.anchor(id.map_or_else(|| slug(&title), str::to_owned), None);
        let is_first = self.chapter.headings.is_empty() && self.chapter.items.is_empty() && level == 1;
        if is_first && (!self.has_title || self.chapter.title == title) {
            if !title.is_empty() {
                self.set_title(title);
            }
            return;
        }
        let place = self.source.place(range);
        let words = self.chapter.words;
        let index = self.chapter.headings.len();
        self.chapter.headings.push(Heading { level, title, fragment: ink.finish_inline(), anchor, words: 0, place });
        if let Some(section) = self.sections.last_mut() {
            section.heading = Some((index, words));
        }
        self.push(Block::Heading(index));
    }

    /// The heading that the text stands below: index into the chapter's headings.
    pub fn heading_above(&self) -> Option<usize> {
        self.sections.iter().rev().find_map(|section| section.heading.map(|(heading, _)| heading))
    }

    /// Makes an anchor unique in the chapter and adds it.
    pub fn anchor(&mut self, name: String, item: Option<usize>) -> Arc<str> {
        let base = if name.is_empty() { "abschnitt".to_owned() } else { name };
        let mut unique: Arc<str> = Arc::from(base.as_str());
        while self.anchors.contains(&unique) {
            let number = self.repeated.entry(base.clone()).and_modify(|number| *number += 1).or_insert(1);
            unique = Arc::from(format!("{base}-{number}"));
        }
        self.anchors.insert(Arc::clone(&unique));
        self.chapter.anchors.push(Anchor { name: Arc::clone(&unique), item });
        unique
    }
}

/// A file's leading number and the name that is left: `03-ist-zustand` → 3, `Ist zustand`.
fn numbered(stem: &str) -> (Option<String>, String) {
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let rest = stem[digits..].trim_start_matches(['-', '_', '.', ' ']);
    let number = stem[..digits].trim_start_matches('0');
    let number = (digits > 0 && !rest.is_empty() && !number.is_empty()).then(|| number.to_owned());
    let name = if rest.is_empty() { stem } else { rest }.replace(['-', '_'], " ");
    let mut chars = name.chars();
    let title = chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    (number, title)
}

/// Words of a text that say something: placeholders are none.
fn real_words(plain: &str) -> u32 {
    const PLACEHOLDERS: &[&str] = &[
        "todo",
        "tbd",
        "tba",
        "xxx",
        "folgt",
        "platzhalter",
        "ausstehend",
        "lorem",
        "ipsum",
        "ergänzen",
        "noch",
        "wird",
        "ergänzt",
    ];
    let is_real = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty() && !super::wording::is_one_of(word, PLACEHOLDERS)
    };
    plain.split_whitespace().filter(is_real).count() as u32
}
