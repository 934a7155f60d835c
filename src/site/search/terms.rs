//! Which words stand in which entries.

use super::code;
use super::entries::Entry;
use super::fold::{fold, words};
use foldhash::{HashMap, HashMapExt};
use serde_json::{Value, json};

/// The words of a chapter's entries.
pub(super) struct ChapterTerms {
    /// Each word once.
    terms: Vec<Box<str>>,
    /// For each entry its words, by their places in `terms`, each once.
    entries: Vec<Vec<u32>>,
}

impl ChapterTerms {
    /// Words of titles are found in the titles, which every search looks through.
    pub fn of(entries: &[Entry]) -> Self {
        let mut known: HashMap<Box<str>, u32> = HashMap::new();
        // For each word the number of the entry that had it last, so that none counts twice.
        let mut last: Vec<u32> = Vec::new();
        let mut word = String::new();
        let mut lists = Vec::with_capacity(entries.len());
        for (entry, number) in entries.iter().zip(1..) {
            let mut list = Vec::new();
            let mut title = Vec::new();
            words(&fold(&entry.title), &mut word, |word| title.push(word.to_owned()));
            let mut add = |word: &str| {
                let at = if let Some(at) = known.get(word) {
                    *at
                } else {
                    let at = last.len() as u32;
                    known.insert(Box::from(word), at);
                    last.push(0);
                    at
                };
                if std::mem::replace(&mut last[at as usize], number) != number
                    && !title.iter().any(|known| known == word)
                {
                    list.push(at);
                }
            };
            words(&fold(&entry.text.text), &mut word, &mut add);
            for hidden in &entry.hidden {
                words(&fold(hidden), &mut word, &mut add);
            }
            lists.push(list);
        }
        let mut terms = vec![Box::from(""); last.len()];
        for (term, at) in known {
            terms[at as usize] = term;
        }
        Self { terms, entries: lists }
    }
}

/// The words of some entries that follow each other.
pub(super) struct Part {
    /// The number of its first entry.
    pub first: usize,
    /// Its words in order, each with the entries that have it, counted from the first.
    terms: Vec<(Box<str>, Vec<u32>)>,
    /// How many entries all words have.
    size: usize,
}

impl Part {
    /// All chapters' words, in parts of about so many mentions of a word in an entry.
    pub fn all(chapters: &[ChapterTerms], limit: usize) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut open = Open::default();
        let (mut first, mut entry) = (0, 0);
        for chapter in chapters {
            let mut places = vec![None; chapter.terms.len()];
            for list in &chapter.entries {
                if open.size > 0 && open.size + list.len() > limit {
                    parts.push(std::mem::take(&mut open).close(first));
                    first = entry;
                    places.fill(None);
                }
                for term in list {
                    let place = &mut places[*term as usize];
                    let place = *place.get_or_insert_with(|| open.place(&chapter.terms[*term as usize]));
                    open.lists[place].push((entry - first) as u32);
                }
                open.size += list.len();
                entry += 1;
            }
        }
        if open.size > 0 {
            parts.push(open.close(first));
        }
        parts
    }

    /// As `search.js` reads it.
    pub fn json(&self) -> Value {
        let mut lists = String::new();
        for (_, entries) in &self.terms {
            code::number(entries.len() as u32, &mut lists);
            let mut next = 0;
            for entry in entries {
                code::number(entry - next, &mut lists);
                next = entry + 1;
            }
        }
        let terms = code::front_coded(self.terms.iter().map(|(term, _)| &**term), ' ');
        json!({ "first": self.first, "size": self.size, "terms": terms, "lists": lists })
    }
}

/// A part that is not complete yet.
#[derive(Default)]
struct Open<'c> {
    places: HashMap<&'c str, usize>,
    lists: Vec<Vec<u32>>,
    size: usize,
}

impl<'c> Open<'c> {
    fn place(&mut self, term: &'c str) -> usize {
        let next = self.lists.len();
        let place = *self.places.entry(term).or_insert(next);
        if place == next {
            self.lists.push(Vec::new());
        }
        place
    }

    fn close(mut self, first: usize) -> Part {
        let lists = &mut self.lists;
        let mut terms: Vec<(Box<str>, Vec<u32>)> =
            self.places.into_iter().map(|(term, place)| (Box::from(term), std::mem::take(&mut lists[place]))).collect();
        terms.sort_unstable();
        Part { first, terms, size: self.size }
    }
}
