//! Facets: the kinds of fact that rows are picked by, each with the values that rows have.

use super::facts::{Fact, Facts, Pick};
use crate::config::fold;
use crate::model::{ItemKey, collation};
use foldhash::{HashMap, HashSet};
use std::fmt::Write as _;

/// With more values than this, a value is looked for by its text.
const VALUES: usize = 48;
/// How many characters a value has at most that is picked from a list.
const LONGEST: usize = 80;

/// A kind of fact that rows have.
pub(in crate::site) struct Facet {
    /// Its name in addresses.
    pub key: String,
    pub label: String,
    /// Its values in the order in which they sort; none where they are as many as texts are.
    pub values: Vec<Value>,
    /// How its values are picked.
    pub control: Control,
    pub(super) fact: Fact,
}

/// How the values of a facet are picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::site) enum Control {
    /// One switch.
    Switch,
    /// From a list.
    List,
    /// By what is written in them.
    Text,
    /// Not at all: every row has the same.
    Nothing,
}

/// A value that rows have.
pub(in crate::site) struct Value {
    /// Its name in addresses.
    pub key: String,
    pub label: String,
    pub look: Look,
    /// How many rows have it.
    pub count: usize,
}

/// How a value is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::site) enum Look {
    Word,
    /// With the classes of a sign.
    Sign(String),
    /// As a link to a path of the output, and a place there.
    Link(String, String),
}

impl Value {
    pub(super) fn new(key: &str, label: &str, look: Look) -> Self {
        Self { key: key.to_owned(), label: label.to_owned(), look, count: 0 }
    }
}

/// From what rows have to the numbers of a facet's values.
#[derive(Default)]
struct Numbers {
    at: Vec<Option<usize>>,
    texts: HashMap<String, usize>,
}

impl Numbers {
    fn of(&self, pick: &Pick) -> Option<usize> {
        match pick {
            Pick::At(at) => self.at.get(*at).copied().flatten(),
            Pick::Text(text) => self.texts.get(&fold(text)).copied(),
        }
    }
}

/// The facets of some rows, and each row's values.
pub(super) fn of(facts: &Facts<'_>, rows: &[ItemKey]) -> (Vec<Facet>, Vec<Box<str>>) {
    let mut facets = Vec::new();
    let mut numbers = Vec::new();
    let mut names: HashSet<String> = ["q", "sort", "columns"].map(str::to_owned).into_iter().collect();
    for fact in facts.kinds() {
        let Some((mut facet, number)) = facet(facts, rows, fact) else { continue };
        while !names.insert(facet.key.clone()) {
            facet.key.push('~');
        }
        facets.push(facet);
        numbers.push(number);
    }
    let codes = rows.iter().map(|row| codes(facts, &facets, &numbers, *row)).collect();
    (facets, codes)
}

fn codes(facts: &Facts<'_>, facets: &[Facet], numbers: &[Numbers], row: ItemKey) -> Box<str> {
    let mut codes = String::new();
    for (place, (facet, numbers)) in facets.iter().zip(numbers).enumerate() {
        if place > 0 {
            codes.push(';');
        }
        if facet.values.is_empty() {
            continue;
        }
        let mut values: Vec<usize> = facts.of(&facet.fact, row).iter().filter_map(|pick| numbers.of(pick)).collect();
        values.sort_unstable();
        values.dedup();
        for (nth, value) in values.into_iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = write!(codes, "{}{value}", if nth > 0 { "," } else { "" });
        }
    }
    codes.truncate(codes.trim_end_matches(';').len());
    codes.into_boxed_str()
}

/// A facet of one kind; none where no row has such a fact.
fn facet(facts: &Facts<'_>, rows: &[ItemKey], fact: Fact) -> Option<(Facet, Numbers)> {
    let (values, numbers) = if facts.len(&fact) > 0 { known(facts, rows, &fact) } else { said(facts, rows, &fact)? };
    if values.is_empty() && facts.len(&fact) > 0 {
        return None;
    }
    let is_same = values.len() == 1 && values[0].count == rows.len();
    let control = match fact {
        Fact::Gap => Control::Switch,
        _ if values.is_empty() || values.len() > VALUES => Control::Text,
        _ if is_same => Control::Nothing,
        _ => Control::List,
    };
    let (key, label) = facts.name(&fact);
    Some((Facet { key, label, values, control, fact }, numbers))
}

/// Values from a fixed list, of which those that rows have are kept.
fn known(facts: &Facts<'_>, rows: &[ItemKey], fact: &Fact) -> (Vec<Value>, Numbers) {
    let mut counts = vec![0; facts.len(fact)];
    for row in rows {
        for pick in facts.of(fact, *row) {
            if let Pick::At(at) = pick
                && let Some(count) = counts.get_mut(at)
            {
                *count += 1;
            }
        }
    }
    let mut values = Vec::new();
    let at = counts.iter().enumerate().map(|(at, count)| {
        (*count > 0).then(|| {
            values.push(Value { count: *count, ..facts.value(fact, at) });
            values.len() - 1
        })
    });
    let numbers = Numbers { at: at.collect(), texts: HashMap::default() };
    unique(&mut values);
    (values, numbers)
}

/// Values as authors wrote them: in whatever capitals, they are one. None are listed where they are as many as texts are, and
/// there is no facet where no row has any.
fn said(facts: &Facts<'_>, rows: &[ItemKey], fact: &Fact) -> Option<(Vec<Value>, Numbers)> {
    let mut found: HashMap<String, (String, usize)> = HashMap::default();
    let mut is_long = false;
    for text in rows.iter().flat_map(|row| facts.of(fact, *row)) {
        let Pick::Text(text) = text else { continue };
        is_long |= text.chars().count() > LONGEST;
        if is_long {
            break;
        }
        found.entry(fold(&text)).and_modify(|(_, count)| *count += 1).or_insert((text, 1));
    }
    // Nothing but signs folds to nothing: such values cannot be told apart.
    let is_odd = found.remove("").is_some();
    let Fact::Field(_, is_list) = fact else { return None };
    if is_long || is_odd || found.len() > VALUES && !is_list {
        return Some((Vec::new(), Numbers::default()));
    }
    if found.is_empty() {
        return None;
    }
    let choices: Vec<String> = facts.choices(fact).iter().map(|choice| fold(choice)).collect();
    let mut sorted: Vec<(usize, String, String, String, usize)> = found
        .into_iter()
        .map(|(folded, (text, count))| {
            let choice = choices.iter().position(|choice| *choice == folded).unwrap_or(choices.len());
            (choice, collation(&text), folded, text, count)
        })
        .collect();
    sorted.sort();
    let texts = sorted.iter().enumerate().map(|(at, (_, _, folded, ..))| (folded.clone(), at)).collect();
    let mut values: Vec<Value> =
        sorted.into_iter().map(|(.., text, count)| Value { count, ..Value::new(&text, &text, Look::Word) }).collect();
    unique(&mut values);
    Some((values, Numbers { at: Vec::new(), texts }))
}

/// Gives each value a name of its own.
fn unique(values: &mut [Value]) {
    let mut taken = HashSet::default();
    for value in values {
        while !taken.insert(value.key.clone()) {
            value.key.push('~');
        }
    }
}
