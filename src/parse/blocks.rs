//! Walking the blocks of a file and finding the items in them.

use super::events::is_block;
use super::ink::Ink;
use super::opening::{Opening, Spot, opening};
use super::sanitize::has_blocks;
use super::scribe::{Open, Scribe, Until};
use super::terms::TermMode;
use crate::config::vocabulary::section_priority;
use crate::model::{Block, Fragment, Item, PageKind, PlaceKind, Prose, Titled, slug};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;
use std::sync::Arc;

/// Where blocks stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nesting {
    /// In the file itself.
    Top,
    /// In a list entry that opens an item, this deep.
    Entry(u8),
}

/// Lists nested deeper than this are prose.
const DEEPEST: u8 = 12;

/// Words with a dot that ends no sentence, beside those of one or two letters.
const ABBREVIATIONS: &[&str] = &[
    "abs", "abb", "bzgl", "bzw", "evtl", "gem", "ggf", "inkl", "kap", "max", "min", "sog", "tab", "usw", "vgl", "etc",
    "incl", "sec",
];

/// The longest title made from a first sentence, in characters.
const TITLE: usize = 80;

impl Scribe<'_> {
    /// Walks the blocks in a range of events.
    pub fn blocks(&mut self, range: Range<usize>, nesting: Nesting) {
        let mut at = range.start;
        while at < range.end {
            let end = self.events.end(at);
            match self.events.get(at) {
                Event::Start(Tag::Heading { .. }) if nesting == Nesting::Top => self.heading(at, end),
                Event::Start(Tag::Paragraph) => {
                    let is_list = |at| at < range.end && matches!(self.events.get(at), Event::Start(Tag::List(_)));
                    let list = Some(end + 1).filter(|at| is_list(*at)).map(|at| self.events.end(at));
                    if self.paragraph(at, end, list) {
                        at = list.unwrap_or(end) + 1;
                        continue;
                    }
                }
                Event::Start(Tag::List(_)) if self.chapter.kind == PageKind::Literature => self.works(at, end),
                Event::Start(Tag::List(_)) => self.list(at, end, nesting),
                Event::Start(Tag::Table(_)) => self.table(at, end),
                Event::Start(Tag::DefinitionList) if self.chapter.kind == PageKind::Glossary => self.term_list(at, end),
                Event::Start(Tag::FootnoteDefinition(_)) => {}
                Event::Rule if nesting == Nesting::Top => {
                    self.close_paragraphs();
                    self.prose(at, end);
                }
                // A comment says nothing, and stands between nothing.
                Event::Start(Tag::HtmlBlock) => self.prose(at, end),
                _ => {
                    self.expects_fields = None;
                    self.prose(at, end);
                }
            }
            at = end + 1;
        }
    }

    /// Renders a block as running text.
    fn prose(&mut self, at: usize, end: usize) {
        let (mut ink, line) = self.pending.take().unwrap_or_else(|| (Ink::default(), self.line(at)));
        self.write(at..end + 1, 0, &mut ink);
        self.push_ink(ink, line);
    }

    /// The line of the file on which an event starts.
    pub fn line(&self, at: usize) -> u32 {
        self.source.lines.line(self.events.range(at).start)
    }

    /// The document's own ID that starts a text.
    pub fn own_opening(&self, range: Range<usize>, spot: Spot) -> Option<Opening> {
        let document = self.context.document?;
        opening(self.events, range, spot, &|text| self.context.grammar.own_id(&document.key, text))
    }

    fn heading(&mut self, at: usize, end: usize) {
        let Event::Start(Tag::Heading { level, id, .. }) = self.events.get(at) else { return };
        let (level, id) = (*level as u8, id.as_deref());
        let Some(found) = self.own_opening(at + 1..end, Spot::Heading) else {
            self.unread_opening(at + 1..end);
            let text = self.events.plain(at + 1..end, 0).text;
            self.begin_section(level, section_priority(&text));
            let ink = self.plain_ink(at + 1..end, 0);
            self.add_heading(level, ink, id, self.events.range(at));
            return;
        };
        self.begin_section(level, None);
        let item = self.open_item(&found, PlaceKind::Heading, Until::Heading(level));
        self.chapter.items[item].level = Some(level);
        let title = found.title.clone().unwrap_or(found.next..end);
        let mut ink = self.plain_ink(title.clone(), found.skip);
        if title.end < end {
            self.term_mode = TermMode::Note;
            self.write(found.next..end, found.skip, &mut ink);
            self.term_mode = TermMode::Link;
        }
        self.give_title(item, ink);
        let whole = self.events.plain(at + 1..end, 0).text;
        self.anchor(id.map_or_else(|| slug(&whole), str::to_owned), Some(item));
        self.expects_fields = Some(item);
    }

    /// Adds an item and opens it.
    pub fn open_item(&mut self, found: &Opening, kind: PlaceKind, until: Until) -> usize {
        self.close_paragraphs();
        self.after_label = false;
        let item = self.add_item(Item {
            id: Arc::from(found.id.as_str()),
            title: String::new(),
            titled: Titled::FirstSentence,
            heading: Fragment::default(),
            kind: if found.anchored { PlaceKind::Anchor } else { kind },
            level: None,
            place: self.source.place(found.source.clone()),
            parent: None,
            priority: None,
            status: None,
            result: None,
            defect: None,
            fields: Vec::new(),
            blocks: Vec::new(),
            traces: Vec::new(),
            words: 0,
        });
        self.inherit(item);
        if kind != PlaceKind::Table {
            self.push(Block::Item(item));
        }
        self.open.push(Open { item, until });
        item
    }

    /// Gives an item the title that the author wrote, if there is one.
    pub fn give_title(&mut self, item: usize, ink: Ink) {
        let title = ink.plain.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '—' | '–')).to_owned();
        if title.is_empty() {
            return;
        }
        self.count(&title);
        self.read_title(item, &ink);
        let item = &mut self.chapter.items[item];
        item.title = title;
        item.titled = Titled::Given;
        item.heading = ink.finish_inline();
    }

    /// Reads a paragraph. Returns whether it took the list behind it too, as the value of a field.
    fn paragraph(&mut self, at: usize, end: usize, list: Option<usize>) -> bool {
        let lines = self.text_lines(at + 1..end);
        let spot = |line: usize| if line == 0 { Spot::Text } else { Spot::Line };
        let openings: Vec<_> =
            lines.iter().enumerate().map(|(at, line)| self.own_opening(line.clone(), spot(at))).collect();
        if openings.iter().all(Option::is_none) {
            if let Some(item) = self.expects_fields {
                // `**Abnahmekriterien:**` above a list has the list as its value.
                let list = list.filter(|_| self.ends_with_label(&lines));
                let mut lines = lines.clone();
                if let (Some(list), Some(last)) = (list, lines.last_mut()) {
                    last.end = list + 1;
                }
                if self.label_lines(item, &lines) == lines.len() {
                    return list.is_some();
                }
            }
            // Under another label fields may follow; under running text they may not.
            self.after_label = self.expects_fields.is_some() && self.is_labelled(&lines[0]);
            self.expects_fields = self.expects_fields.filter(|_| self.after_label);
            self.unread_bold(at + 1);
            self.table_without_line(at);
            self.stray_in_item(&lines);
            // An item that is nothing but its ID is called by the text below it.
            let text = self.events.plain(at + 1..end, 0).text;
            self.entitle(&text);
            self.prose(at, end);
            return false;
        }
        let first = openings.iter().position(Option::is_some).unwrap_or(lines.len());
        if first > 0 {
            self.text_block(lines[0].start..lines[first - 1].end, 0);
        }
        let mut line = first;
        while line < lines.len() {
            let next = (line + 1..lines.len()).find(|line| openings[*line].is_some()).unwrap_or(lines.len());
            if let Some(found) = &openings[line] {
                let item = self.open_item(found, PlaceKind::Paragraph, Until::Item);
                self.item_text(item, found, &lines[line..next]);
            }
            line = next;
        }
        false
    }

    /// The lines of a range of inline events: between soft and hard breaks outside of any element.
    pub fn text_lines(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut start = range.start;
        for (at, _) in self.events.children(range.clone()) {
            if matches!(self.events.get(at), Event::SoftBreak | Event::HardBreak) {
                lines.push(start..at);
                start = at + 1;
            }
        }
        lines.push(start..range.end);
        lines
    }

    /// The text of a paragraph's or list entry's item: its title, its words, and the labelled lines below them.
    pub fn item_text(&mut self, item: usize, found: &Opening, lines: &[Range<usize>]) {
        let whole = lines[0].start..lines[lines.len() - 1].end;
        if let Some(title) = &found.title {
            let ink = self.plain_ink(title.clone(), found.skip);
            self.give_title(item, ink);
        }
        let labelled = (1..lines.len()).find(|line| self.label_lines(item, &lines[*line..]) > 0);
        let text_end = labelled.map_or(whole.end, |line| lines[line - 1].end);
        let skip = if found.title.is_some() { self.behind_title(found, text_end) } else { found.skip };
        self.text_block(found.next..text_end, skip);
        self.expects_fields = Some(item);
    }

    /// Where the text goes on behind a bold title: after a colon or dash.
    fn behind_title(&self, found: &Opening, end: usize) -> usize {
        let plain = self.events.plain(found.next..end, 0);
        let rest = plain.text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '—' | '–'));
        let taken = plain.text.len() - rest.len();
        if taken == 0 { 0 } else { plain.source_range(0..taken).end }
    }

    /// Renders inline events as a paragraph; the first one of an item without a title makes its title.
    pub(super) fn text_block(&mut self, range: Range<usize>, skip: usize) {
        if range.is_empty() {
            return;
        }
        let line = self.line(range.start);
        let mut ink = Ink::default();
        ink.fragment.markup("<p>");
        self.write(range, skip, &mut ink);
        ink.fragment.markup("</p>\n");
        if ink.plain.trim().is_empty() {
            return;
        }
        self.entitle(&ink.plain);
        self.flush();
        self.push_ink(ink, line);
    }

    /// Gives the innermost item without a title the first sentence of a text.
    pub fn entitle(&mut self, plain: &str) {
        if let Some(item) = self.item() {
            let item = &mut self.chapter.items[item];
            if item.title.is_empty() {
                item.title = first_sentence(plain);
            }
        }
    }

    fn list(&mut self, at: usize, end: usize, nesting: Nesting) {
        let entries: Vec<_> = self.events.children(at + 1..end).collect();
        let fields = self.expects_fields.map_or(0, |item| self.field_entries(item, &entries));
        if fields == entries.len() {
            return;
        }
        let depth = match nesting {
            Nesting::Top => 0,
            Nesting::Entry(depth) => depth,
        };
        if depth >= DEEPEST || self.overviews.contains(&at) || !self.has_items(at, end, depth) {
            self.expects_fields = self.expects_fields.filter(|_| self.after_label);
            self.unread_entries(&entries);
            return self.prose(at, end);
        }
        self.close_paragraphs();
        let is_bound = self.is_introduced(at);
        let start = match self.events.get(at) {
            Event::Start(Tag::List(start)) => *start,
            _ => None,
        };
        for (number, (entry, entry_end)) in entries.into_iter().enumerate().skip(fields) {
            let text = self.entry_text(entry, entry_end);
            if let Some(found) = self.own_opening(text.clone(), Spot::Text) {
                let item = self.open_item(&found, PlaceKind::List, Until::Entry);
                if is_bound {
                    self.bind(item);
                }
                let lines = self.text_lines(text.clone());
                self.item_text(item, &found, &lines);
                self.blocks(after_text(entry, &text)..entry_end, Nesting::Entry(depth + 1));
                self.close_paragraphs();
                self.open.pop();
            } else {
                self.unread_opening(text.clone());
                self.stray_fields(&[text]);
                let number = start.map(|start| start.saturating_add(number as u64));
                self.plain_entry(entry, entry_end, number, depth);
            }
        }
    }

    /// Whether the paragraph above a list says how binding its entries are: „Das System muss:“.
    fn is_introduced(&self, list: usize) -> bool {
        let is_start = |at: &usize| matches!(self.events.get(*at), Event::Start(Tag::Paragraph));
        // Without a paragraph right above it, none is looked for: that may be far.
        let is_end = |end: &usize| matches!(self.events.get(*end), Event::End(TagEnd::Paragraph));
        let Some(end) = list.checked_sub(1).filter(is_end) else { return false };
        let Some(start) = (0..end).rev().find(is_start) else { return false };
        self.introduces(&self.events.plain(start + 1..end, 0).text)
    }

    /// An entry that opens no item, between others that do.
    fn plain_entry(&mut self, entry: usize, entry_end: usize, number: Option<u64>, depth: u8) {
        let (open, close) = match number {
            Some(number) => (format!("<ol start=\"{number}\">\n"), "</ol>\n"),
            None => ("<ul>\n".to_owned(), "</ul>\n"),
        };
        let nested: Vec<_> = self
            .events
            .children(entry + 1..entry_end)
            .filter(|(at, end)| self.is_nested_item(*at, *end, depth))
            .collect();
        let text_end = nested.first().map_or(entry_end, |(at, _)| *at);
        let line = self.line(entry);
        let mut ink = Ink::default();
        ink.fragment.markup(&open);
        ink.fragment.markup("<li>");
        self.write(entry + 1..text_end, 0, &mut ink);
        ink.fragment.markup("</li>\n");
        ink.fragment.markup(close);
        self.push_ink(ink, line);
        if !nested.is_empty() {
            self.blocks(text_end..entry_end, Nesting::Entry(depth + 1));
            self.close_paragraphs();
        }
    }

    /// The inline events that a list entry starts with: directly in it, or in its first paragraph.
    pub fn entry_text(&self, entry: usize, entry_end: usize) -> Range<usize> {
        if matches!(self.events.get(entry + 1), Event::Start(Tag::Paragraph)) {
            return entry + 2..self.events.end(entry + 1);
        }
        let end = self.events.children(entry + 1..entry_end).find(|(at, _)| match self.events.get(*at) {
            Event::Start(tag) => is_block(tag),
            event => matches!(event, Event::Rule),
        });
        entry + 1..end.map_or(entry_end, |(at, _)| at)
    }

    /// Whether an entry of a list, or of a list nested in it, opens an item.
    fn has_items(&self, at: usize, end: usize, depth: u8) -> bool {
        depth < DEEPEST
            && self.events.children(at + 1..end).any(|(entry, entry_end)| {
                self.own_opening(self.entry_text(entry, entry_end), Spot::Text).is_some()
                    || self
                        .events
                        .children(entry + 1..entry_end)
                        .any(|(inner, inner_end)| self.is_nested_item(inner, inner_end, depth))
            })
    }

    /// Whether a block in a list entry opens an item: a list in it, or a paragraph, as below `3. Produktfunktionen`.
    fn is_nested_item(&self, at: usize, end: usize, depth: u8) -> bool {
        match self.events.get(at) {
            Event::Start(Tag::List(_)) => self.has_items(at, end, depth + 1),
            Event::Start(Tag::Paragraph) => self.own_opening(at + 1..end, Spot::Text).is_some(),
            _ => false,
        }
    }

    /// Renders the footnotes, which may be used before they are defined.
    pub fn footnotes(&mut self) {
        let definitions: Vec<usize> = (0..self.events.len())
            .filter(|at| matches!(self.events.get(*at), Event::Start(Tag::FootnoteDefinition(_))))
            .collect();
        for (number, at) in definitions.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(name)) = self.events.get(*at) {
                self.footnote_names.entry(name.to_string()).or_insert(number as u32);
            }
        }
        for at in definitions {
            let ink = self.plain_ink(at + 1..self.events.end(at), 0);
            self.chapter.footnotes.push(ink.finish());
        }
    }

    /// A paragraph of a table's cell.
    pub fn cell_block(fragment: &Fragment, line: u32) -> Block {
        let mut fragment = fragment.clone();
        // A list or a table that the author wrote as HTML stands in no paragraph.
        if !has_blocks(&fragment.html) {
            fragment.html = format!("<p>{}</p>\n", fragment.html);
            fragment.holes.iter_mut().for_each(|hole| hole.at += "<p>".len() as u32);
        }
        Block::Prose(Prose { fragment, line })
    }
}

/// The event behind the text of a list entry, which may stand in a paragraph.
fn after_text(entry: usize, text: &Range<usize>) -> usize {
    if text.start == entry + 2 { text.end + 1 } else { text.end }
}

/// The first sentence of a text, cut at a word.
pub(super) fn first_sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // `z. B.`, `vgl.` and `3.` end no sentence.
    let is_abbreviated = |at: usize| {
        let word = text[..at].rsplit(' ').next().unwrap_or_default().trim_start_matches(['(', '[', '„', '"']);
        word.chars().count() < 3
            || word.ends_with(|c: char| c.is_ascii_digit())
            || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
    };
    let mut ends =
        text.char_indices().filter(|(at, c)| matches!(c, '.' | '!' | '?') && text[at + 1..].starts_with(' '));
    let ends = ends.find(|(at, c)| *c != '.' || !is_abbreviated(*at));
    let sentence = ends.map_or(text.as_str(), |(at, _)| &text[..at]);
    let sentence = sentence.trim_end_matches(['.', ':', ';', ',']);
    match sentence.char_indices().nth(TITLE) {
        None => sentence.to_owned(),
        Some((limit, _)) => {
            let cut = sentence[..limit].rfind(' ').unwrap_or(limit);
            format!("{} …", sentence[..cut].trim_end_matches([',', ';', ':']))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn titles_are_first_sentences() {
        assert_eq!(first_sentence("Das System muss z. B. drucken. Mehr."), "Das System muss z. B. drucken");
        assert_eq!(first_sentence("Am 3. Mai ist\nSchluss."), "Am 3. Mai ist Schluss");
        let long = first_sentence(&"wort ".repeat(40));
        assert!(long.ends_with("wort …") && long.chars().count() <= 82);
    }
}
