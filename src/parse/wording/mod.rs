//! What there is to say about the wording of items.
//!
//! The checks of wording report it. It is looked for here, while a file's text is at hand: going over the text of all items
//! later takes longer than all other checks together. `scan` takes text apart into sentences and finds the words of the
//! `lexicon` in them, `rules`, `passive` and `quantity` say what they mean where they stand, `trail` leads back to the file,
//! and `allow` reads what the author says is meant.

mod allow;
mod lexicon;
mod passive;
mod quantity;
mod rules;
mod scan;
mod trail;

pub(super) use scan::is_one_of;
pub(super) use trail::Trail;

use super::ink::Ink;
use super::scribe::Scribe;
use crate::diag::Severity;
use crate::model::{Block, Role, Wording, WordingKind};
use rules::Found;
use std::ops::Range;

/// More wordings are not kept of an item; whoever mends these looks again.
const MOST: usize = 100;

/// What is known of the items' wording while a file is read.
#[derive(Default)]
pub(super) struct Wordings {
    /// For each item, up to the last one that has it, whether a word says how binding it is.
    bound: Vec<bool>,
    /// For each allowance of the chapter where its comment stands.
    allowed: Vec<Range<usize>>,
}

impl Scribe<'_> {
    /// Looks at the wording of a text that belongs to the innermost open item.
    pub fn read_wording(&mut self, ink: &Ink) {
        if let Some(item) = self.item().filter(|_| self.is_contract()) {
            let found = self.look(item, ink);
            self.note(item, ink, found);
        }
    }

    /// Looks at the wording of an item's title. One that demands something is a sentence like any other; else only what is
    /// vague or open in it counts.
    pub fn read_title(&mut self, item: usize, ink: &Ink) {
        if self.is_contract() {
            let mut found = self.look(item, ink);
            if !self.is_bound(item) {
                found.retain(|found| matches!(found.kind, WordingKind::Vague | WordingKind::OpenPoint));
            }
            self.note(item, ink, found);
        }
    }

    /// Looks at the wording of a field's value, in which only what is still open counts.
    pub fn read_value(&mut self, item: usize, ink: &Ink) {
        let Some(document) = self.context.document.filter(|_| self.is_contract()) else { return };
        let mut found = Vec::new();
        for part in ink.trail.parts(ink.plain.len()) {
            scan::sentences(&ink.plain, part, |sentence| rules::judge(sentence, document.role, &mut found));
        }
        found.retain(|found| found.kind == WordingKind::OpenPoint);
        self.note(item, ink, found);
    }

    /// Whether the document demands or answers.
    fn is_contract(&self) -> bool {
        self.context.document.is_some_and(|document| matches!(document.role, Role::Lastenheft | Role::Pflichtenheft))
    }

    fn is_bound(&self, item: usize) -> bool {
        self.wordings.bound.get(item).copied().unwrap_or(false)
    }

    /// What there is in a text of an item.
    fn look(&mut self, item: usize, ink: &Ink) -> Vec<Found> {
        let Some(document) = self.context.document else { return Vec::new() };
        let (mut found, mut binds) = (Vec::new(), false);
        for part in ink.trail.parts(ink.plain.len()) {
            scan::sentences(&ink.plain, part, |sentence| {
                binds = binds || rules::binds(sentence);
                rules::judge(sentence, document.role, &mut found);
            });
        }
        if binds {
            self.bind(item);
        }
        found
    }

    /// Notes that something says how binding an item is.
    pub fn bind(&mut self, item: usize) {
        let bound = &mut self.wordings.bound;
        bound.resize(bound.len().max(item + 1), false);
        bound[item] = true;
    }

    /// Whether a text above a list goes on in it and says how binding its entries are.
    pub fn introduces(&self, text: &str) -> bool {
        let text = text.trim_end();
        let mut binds = false;
        if self.is_contract() && !text.ends_with(['.', '!', '?']) {
            scan::sentences(text, 0..text.len(), |sentence| binds = rules::binds(sentence));
        }
        binds
    }

    /// Keeps what was found in an item: each wording once, and of passives the first.
    fn note(&mut self, item: usize, ink: &Ink, found: Vec<Found>) {
        if found.is_empty() {
            return;
        }
        let quotes = quotations(&ink.plain);
        let item = item as u32;
        for Found { kind, severity, range, words } in found {
            let quote = quotes.partition_point(|quote| quote.end <= range.start);
            let is_quoted = quotes.get(quote).is_some_and(|quote| quote.start <= range.start);
            let Some(source) = ink.trail.source(&range).filter(|_| !is_quoted) else { continue };
            let words = words.unwrap_or_else(|| ink.plain[range].to_owned());
            let own = self.chapter.wording.iter().rev().take_while(|other| other.item == item);
            let is_same = |other: &Wording| {
                let is_said = match kind {
                    WordingKind::Passive => true,
                    WordingKind::LongSentence => false,
                    _ => scan::is_same(&other.words, &words),
                };
                other.kind == kind && is_said
            };
            if own.clone().count() < MOST && !own.clone().any(is_same) {
                let place = self.source.place(source);
                self.chapter.wording.push(Wording { kind, severity, item, place, words });
            }
        }
    }

    /// Notes the items of which no word says how binding they are: neither one of their own, nor of what they are nested in,
    /// nor of what is nested in them.
    pub fn note_unbound(&mut self) {
        if !self.is_contract() {
            return;
        }
        let items = &self.chapter.items;
        let own: Vec<bool> = (0..items.len()).map(|item| self.is_bound(item)).collect();
        let (mut by_parent, mut by_child) = (own.clone(), own);
        // A child comes after its parent.
        for item in 0..items.len() {
            by_parent[item] |= items[item].parent.is_some_and(|parent| by_parent[parent]);
        }
        for item in (0..items.len()).rev() {
            if let Some(parent) = items[item].parent {
                by_child[parent] |= by_child[item];
            }
        }
        let is_bound = |item: usize| by_parent[item] || by_child[item];
        let says_something = |item: usize| items[item].blocks.iter().any(|block| matches!(block, Block::Prose(_)));
        let unbound = (0..items.len()).filter(|item| !is_bound(*item) && says_something(*item)).map(|item| Wording {
            kind: WordingKind::NoObligation,
            severity: Severity::Hint,
            item: item as u32,
            place: items[item].place.clone(),
            words: String::new(),
        });
        let unbound: Vec<Wording> = unbound.collect();
        self.chapter.wording.extend(unbound);
    }
}

/// The ranges of a text that stand between quotation marks: names of buttons, words that are spoken about.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut quotes = Vec::new();
    let mut open = None;
    // All of these marks start with one of two bytes.
    for at in memchr::memchr3_iter(0xC2, 0xE2, b'"', text.as_bytes()) {
        let Some(mark) = text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
        match (mark, open) {
            ('„' | '“' | '«' | '»' | '"', None) => open = Some(at),
            ('“' | '”' | '«' | '»' | '"', Some(start)) => {
                quotes.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    quotes
}
