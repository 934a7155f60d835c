//! Walking a file for the places that state an obligation and have no ID.

use super::obligation::{Lead, Rest, lead, obliges};
use super::prose::{ends_in_infinitive, id_like, is_all_links, prose, text_start};
use super::sections::{About, about, is_generic, may_hold_demands, number_length};
use super::table::{Table, TableSpot};
use crate::config::{Config, FieldName};
use crate::model::{Chapter, Grammar, Outline};
use crate::parse::{Events, Spot, opening};
use pulldown_cmark::{Event, Tag};
use std::collections::HashSet;
use std::ops::Range;

/// A place for an ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A heading's text, which starts at an offset.
    Heading(usize),
    /// A list entry's or a paragraph's text, which starts at an offset.
    Text(usize),
    /// Rows of a table.
    Table(TableSpot),
}

/// What walking a file needs to know.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub config: &'a Config,
    pub grammar: &'a Grammar,
    pub chapter: &'a Chapter,
    pub outline: Option<&'a Outline>,
    /// The parts of a page that links lead to.
    pub linked: &'a HashSet<String>,
}

/// Lists nested deeper than this are left alone.
const DEEPEST: u8 = 12;

/// How many paragraphs that oblige one heading may stand for.
const PARAGRAPHS: usize = 3;

/// The longest detail of a list that belongs to the sentence above it, in words.
const DETAIL: usize = 3;

/// Finds the places of a file, in the order of the text. `body` is its text with front matter blanked out.
pub fn units(ground: Ground<'_>, body: &str) -> Vec<Unit> {
    let events = Events::new(body);
    let mut starts: Vec<usize> = ground.chapter.items.iter().map(|item| item.place.start as usize).collect();
    starts.sort_unstable();
    let mut walker = Walker {
        ground,
        body,
        events: &events,
        starts,
        units: Vec::new(),
        item_level: None,
        sections: Vec::new(),
        in_item: false,
    };
    walker.walk();
    walker.units
}

pub(super) struct Walker<'a> {
    ground: Ground<'a>,
    pub(super) body: &'a str,
    pub(super) events: &'a Events<'a>,
    /// Where the IDs of the file's items start, sorted.
    starts: Vec<usize>,
    units: Vec<Unit>,
    /// The level of the heading whose item the text is inside of.
    item_level: Option<u8>,
    /// Levels of the headings above, with what their sections are about.
    sections: Vec<(u8, About)>,
    /// Whether the text is inside of a paragraph's item.
    in_item: bool,
}

/// Which entries of a list are requirements by what stands above it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// None.
    None,
    /// Its own.
    Entries,
    /// Its own, and those of the lists in them.
    All,
}

/// A heading and the blocks up to the next one.
struct Section {
    heading: Option<(usize, usize)>,
    blocks: Vec<(usize, usize)>,
    is_leaf: bool,
}

impl Walker<'_> {
    fn walk(&mut self) {
        let sections = self.cut();
        for section in &sections {
            self.in_item = false;
            if let Some((at, end)) = section.heading
                && !self.enter(at, end)
            {
                continue;
            }
            if self.item_level.is_none() && !self.sections.iter().any(|(_, about)| *about == About::Aside) {
                self.section(section);
            }
        }
    }

    /// The file's sections.
    fn cut(&self) -> Vec<Section> {
        let mut sections = vec![Section { heading: None, blocks: Vec::new(), is_leaf: false }];
        for (at, end) in self.events.children(0..self.events.len()) {
            if let Event::Start(Tag::Heading { level, .. }) = self.events.get(at) {
                let above = sections.last_mut().and_then(|last| Some((self.level(last.heading?.0), last)));
                if let Some((before, last)) = above {
                    last.is_leaf = *level as u8 <= before;
                }
                sections.push(Section { heading: Some((at, end)), blocks: Vec::new(), is_leaf: true });
            } else if let Some(last) = sections.last_mut() {
                last.blocks.push((at, end));
            }
        }
        sections
    }

    fn level(&self, heading: usize) -> u8 {
        match self.events.get(heading) {
            Event::Start(Tag::Heading { level, .. }) => *level as u8,
            _ => u8::MAX,
        }
    }

    /// Goes below a heading. Returns whether its section is of no item.
    fn enter(&mut self, at: usize, end: usize) -> bool {
        let level = self.level(at);
        self.sections.retain(|(above, _)| *above < level);
        if self.item_level.is_some_and(|item| item >= level) {
            self.item_level = None;
        }
        if self.item_level.is_none() && self.has_item(at, end) {
            self.item_level = Some(level);
        }
        let about = about(&prose(self.events, at + 1..end));
        self.sections.push((level, about));
        self.item_level.is_none()
    }

    /// Whether an item of the file opens inside of an element.
    pub(super) fn has_item(&self, at: usize, end: usize) -> bool {
        let range = self.events.range(at).start..self.events.range(end).end;
        let first = self.starts.partition_point(|start| *start < range.start);
        self.starts.get(first).is_some_and(|start| *start < range.end)
    }

    fn section(&mut self, section: &Section) {
        let before = self.units.len();
        // `3.1 UI-REQ-01 Anmeldung`: its author has numbered it.
        let written = section.heading.map(|(at, end)| self.events.plain(at + 1..end, 0).text).unwrap_or_default();
        if id_like(&written[number_length(&written)..]).is_some() {
            return;
        }
        let heading = section.heading.filter(|(at, end)| self.may_open(*at, *end));
        let title = section.heading.map(|(at, end)| prose(self.events, at + 1..end)).unwrap_or_default();
        let says_so = !title.is_empty() && heading.is_some() && title.split_whitespace().count() > 4 && obliges(&title);
        let mut paragraphs = Paragraphs::default();
        let each = self.lists_demand(section, &title);
        self.blocks(section, lead(&title), each, &mut paragraphs);
        let is_one = section.is_leaf
            && number_length(&title) == 0
            && self.about() != About::Demands
            && paragraphs.stand_for_one()
            && !self.is_content(&title)
            && self.units.len() == before + paragraphs.demanding
            && !self.has_list(section);
        let Some((at, end)) = heading.filter(|_| says_so || is_one) else { return };
        let Some(start) = text_start(self.events, at + 1..end, self.body) else { return };
        // The paragraphs below are the heading's text.
        let mut below = self.units.split_off(before);
        below.retain(|unit| !paragraphs.starts.iter().any(|start| *unit == Unit::Text(*start)));
        self.units.push(Unit::Heading(start));
        self.units.extend(below);
    }

    /// Whether a list or table stands in a section, but one of fields.
    fn has_list(&self, section: &Section) -> bool {
        section.blocks.iter().any(|(at, end)| match self.events.get(*at) {
            Event::Start(Tag::Table(_)) => true,
            Event::Start(Tag::List(_)) => {
                let first = self.events.children(at + 1..*end).next();
                !first.is_some_and(|(entry, end)| self.is_field(&prose(self.events, self.entry_text(entry, end))))
            }
            _ => false,
        })
    }

    /// Whether each entry of the lists directly in a section is a requirement by the titles above. Below the subtitles of such
    /// a section it is so where lists are all that stands there.
    fn lists_demand(&self, section: &Section, title: &str) -> bool {
        if self.about() == About::Demands {
            return true;
        }
        let is_list = |(at, _): &(usize, usize)| matches!(self.events.get(*at), Event::Start(Tag::List(_)));
        let mut above = self.sections.iter().filter(|(level, _)| *level > 1);
        above.any(|(_, about)| *about == About::Demands)
            && section.blocks.iter().all(is_list)
            && may_hold_demands(title)
    }

    /// What the section directly around the text is about.
    fn about(&self) -> About {
        self.sections.last().map_or(About::Text, |(_, about)| *about)
    }

    fn is_content(&self, title: &str) -> bool {
        is_generic(title)
            || self
                .ground
                .outline
                .is_some_and(|outline| outline.contents.iter().any(|content| content.is_titled(title)))
    }

    /// Whether a heading may become an item: none is above the file's title, and no link leads to it, since its address
    /// would change with the ID.
    fn may_open(&self, at: usize, end: usize) -> bool {
        let text = self.events.plain(at + 1..end, 0).text;
        let anchor = crate::model::slug(&text);
        self.level(at) > 1 && !self.starts_with_id(at + 1..end) && !self.ground.linked.contains(&anchor)
    }

    fn blocks(&mut self, section: &Section, title: Lead, each: bool, paragraphs: &mut Paragraphs) {
        let mut led = title;
        for (index, (at, end)) in section.blocks.iter().copied().enumerate() {
            let next = section.blocks.get(index + 1).map(|(next, _)| self.events.get(*next));
            let leads = matches!(next, Some(Event::Start(Tag::List(_) | Tag::Table(_))));
            let above = std::mem::replace(&mut led, NO_LEAD);
            match self.events.get(at) {
                Event::Start(Tag::Paragraph) => {
                    led = self.paragraph(at, end, leads.then(|| section.blocks[index + 1]), paragraphs);
                }
                Event::Start(Tag::List(_)) => {
                    if self.has_item(at, end) {
                        self.in_item = false;
                    }
                    if !self.in_item {
                        let reach = match () {
                            () if above.introduces => Reach::All,
                            () if each => Reach::Entries,
                            () => Reach::None,
                        };
                        self.list(at, end, reach, 0);
                    }
                }
                Event::Start(Tag::Table(_)) => self.table(at, end, above.introduces),
                Event::Rule => self.in_item = false,
                // A comment stands between nothing.
                Event::Start(Tag::HtmlBlock) => led = above,
                _ => {}
            }
        }
    }

    /// Looks at a paragraph. Returns how it leads what follows it.
    fn paragraph(&mut self, at: usize, end: usize, list: Option<(usize, usize)>, paragraphs: &mut Paragraphs) -> Lead {
        if self.has_item(at, end) {
            self.in_item = true;
        }
        let text = prose(self.events, at + 1..end);
        if self.in_item || text.trim().is_empty() || self.is_field(&text) {
            return NO_LEAD;
        }
        paragraphs.all += 1;
        // What stands above items that have IDs already introduces them.
        let is_above_items = list.is_some_and(|(list, list_end)| self.has_item(list, list_end));
        if is_above_items || self.starts_with_id(at + 1..end) {
            return NO_LEAD;
        }
        let mut lead = lead(&text);
        let is_label = list.is_some()
            && about(text.trim().trim_end_matches(':')) == About::Demands
            && text.split_whitespace().count() < 5;
        lead.introduces |= is_label;
        let states = if let Some((list, list_end)) = list.filter(|_| lead.introduces) {
            let is_one = !is_label && (self.is_denied(lead) || self.is_detail(list, list_end, lead));
            lead.introduces = !is_one;
            lead.obliges || is_one
        } else {
            lead.obliges || lead.introduces
        };
        let start = text_start(self.events, at + 1..end, self.body).filter(|_| states);
        if let Some(start) = start {
            paragraphs.demanding += 1;
            paragraphs.starts.push(start);
            self.units.push(Unit::Text(start));
        }
        lead
    }

    /// Whether a sentence denies what stands below it, and no title above says so too.
    fn is_denied(&self, lead: Lead) -> bool {
        lead.rest == Rest::Denied && !self.sections.iter().any(|(_, about)| *about == About::Boundary)
    }

    /// Whether a list is but details of the sentence above it: short entries, none of which completes it.
    fn is_detail(&self, at: usize, end: usize, lead: Lead) -> bool {
        let Event::Start(Tag::List(_)) = self.events.get(at) else { return false };
        lead.rest == Rest::Nothing
            && self.events.children(at + 1..end).all(|(entry, entry_end)| {
                let text = prose(self.events, entry + 1..entry_end);
                text.split_whitespace().count() <= DETAIL && !ends_in_infinitive(&text)
            })
    }

    /// Whether an entry only names what the lists in it demand: „Datenschutz“, „Zugriff“.
    fn is_label(&self, text: &str, lists: &[(usize, usize)]) -> bool {
        text.split_whitespace().count() < DETAIL
            && !ends_in_infinitive(text)
            && lists.iter().any(|(list, end)| !self.is_detail(*list, *end, NO_LEAD))
    }

    fn list(&mut self, at: usize, end: usize, reach: Reach, depth: u8) {
        if depth >= DEEPEST {
            return;
        }
        for (entry, entry_end) in self.events.children(at + 1..end).collect::<Vec<_>>() {
            self.entry(entry, entry_end, reach, depth);
        }
    }

    fn entry(&mut self, entry: usize, entry_end: usize, reach: Reach, depth: u8) {
        let own = self.entry_text(entry, entry_end);
        let text = prose(self.events, own.clone());
        let opens = !own.is_empty() && self.starts_with_id(own.clone());
        if opens || is_all_links(self.events, own.clone()) || self.is_field(&text) {
            return;
        }
        let blocks: Vec<_> = self.events.children(own.end..entry_end).collect();
        let lists: Vec<_> = blocks
            .iter()
            .copied()
            .filter(|(at, _)| matches!(self.events.get(*at), Event::Start(Tag::List(_))))
            .collect();
        let mut lead = lead(&text);
        lead.introduces &= !lists.is_empty();
        let are_details = || lists.iter().all(|(list, end)| self.is_detail(*list, *end, lead));
        let is_one = lead.introduces && (self.is_denied(lead) || are_details());
        let is_paragraph = |at: usize| matches!(self.events.get(at), Event::Start(Tag::Paragraph));
        let further = || {
            blocks.iter().filter(|(at, _)| is_paragraph(*at)).any(|(at, end)| obliges(&prose(self.events, *at..*end)))
        };
        let is_label = self.is_label(&text, &lists);
        let states = reach != Reach::None && !is_label
            || lead.obliges
            || is_one
            || lists.is_empty() && obliges(&text)
            || further();
        let start = text_start(self.events, own, self.body).filter(|_| states && !self.has_item(entry, entry_end));
        self.units.extend(start.map(Unit::Text));
        let below = match reach {
            // Short entries below an entry are its details.
            Reach::All | Reach::Entries if is_label => reach,
            Reach::All if lists.iter().all(|(list, end)| self.is_detail(*list, *end, NO_LEAD)) => Reach::None,
            Reach::All => Reach::All,
            _ if lead.introduces && !is_one => Reach::All,
            // „Möglichkeit …“ is completed below.
            Reach::Entries if text.trim_end().ends_with(['…']) || text.trim_end().ends_with("...") => Reach::All,
            _ => Reach::None,
        };
        for (list, list_end) in lists {
            self.list(list, list_end, below, depth + 1);
        }
    }

    /// The inline events that a list entry starts with.
    fn entry_text(&self, entry: usize, entry_end: usize) -> Range<usize> {
        if matches!(self.events.get(entry + 1), Event::Start(Tag::Paragraph)) {
            return entry + 2..self.events.end(entry + 1);
        }
        let is_text = |at: usize| match self.events.get(at) {
            Event::Start(tag) => !crate::parse::is_block(tag),
            event => !matches!(event, Event::Rule),
        };
        let end = self.events.children(entry + 1..entry_end).find(|(at, _)| !is_text(*at));
        entry + 1..end.map_or(entry_end, |(at, _)| at)
    }

    fn table(&mut self, at: usize, end: usize, each: bool) {
        if self.has_item(at, end) {
            self.in_item = false;
        }
        if self.in_item {
            return;
        }
        let each = each || self.about() == About::Demands;
        let spot = Table::new(self, at, end).and_then(|table| table.spot(self, each));
        self.units.extend(spot.map(Unit::Table));
    }

    /// Whether a text is a field's line: `Priorität: muss`.
    fn is_field(&self, text: &str) -> bool {
        let Some((key, _)) = text.split_once(':') else { return false };
        self.is_field_name(key.trim())
    }

    pub(super) fn is_field_name(&self, key: &str) -> bool {
        key.chars().count() <= 40
            && (FieldName::from_word(key).is_some_and(|name| !name.is_of_tests())
                || self.ground.config.field(key).is_some())
    }

    pub(super) fn config(&self) -> &Config {
        self.ground.config
    }

    /// Whether a text starts with an ID, of whichever document, or with what its author takes for one, decorated or not.
    pub(super) fn starts_with_id(&self, range: Range<usize>) -> bool {
        let starts = |id: &dyn Fn(&str) -> Option<usize>| opening(self.events, range.clone(), Spot::Cell, id).is_some();
        starts(&|text| self.ground.grammar.id(text)) || starts(&id_like)
    }
}

/// Nothing leads what follows.
const NO_LEAD: Lead = Lead { introduces: false, rest: Rest::Nothing, obliges: false };

/// The paragraphs of a section.
#[derive(Default)]
struct Paragraphs {
    all: usize,
    demanding: usize,
    /// Where those that demand start.
    starts: Vec<usize>,
}

impl Paragraphs {
    /// Whether they say together what one heading demands.
    fn stand_for_one(&self) -> bool {
        (1..=PARAGRAPHS).contains(&self.demanding) && self.demanding * 2 >= self.all
    }
}
