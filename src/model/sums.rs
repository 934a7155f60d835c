//! Efforts and costs of a project's items, each counted once, and their sums.
//!
//! Only Lastenhefte and Pflichtenhefte are added up. What is given up or declared to be no part of the project costs nothing.
//! The cost of an item whose parts carry costs of their own is their total, and only the parts count; its effort is its own
//! and comes on top of theirs. A remark says otherwise: `4 PT (gesamt)`, `900 € (zusätzlich)`.

use super::amount::{Amount, Reach, cost, effort, unit_key};
use super::{DocumentKey, Field, FieldKey, FieldName, Item, ItemKey, Priority, Project, Role, TraceKind};
use crate::config::Quantity;
use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;

/// What is added up: amounts of different kinds never are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Effort in a unit: index into [`Amounts::units`].
    Effort(u32),
    /// Cost in the project's currency.
    Cost,
}

/// Amounts by kind.
pub type ByKind = BTreeMap<Kind, Decimal>;

/// An item's own amounts, one of each kind, with whether it is for all of the item's parts.
type Own = Vec<(Kind, Decimal, bool)>;

/// A unit of effort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its name, the same for all spellings; empty where none is written.
    pub key: String,
    /// How it is written first.
    pub written: String,
}

/// An item's amount that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The item.
    pub item: ItemKey,
    /// Of what.
    pub kind: Kind,
    /// How much.
    pub number: Decimal,
}

/// A total that an item states over its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// The item.
    pub item: ItemKey,
    /// Of what.
    pub kind: Kind,
    /// What it states.
    pub stated: Decimal,
    /// What its parts come to.
    pub parts: Decimal,
}

/// The amounts of a project.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    /// The units of effort, in the order of their first use.
    pub units: Vec<Unit>,
    /// What counts, in the order of the items, then by kind.
    pub counted: Vec<Counted>,
    /// Totals over parts, in the order of the items.
    pub totals: Vec<Total>,
    /// Amounts beside the sums, by item and index of the field.
    pub beside: Vec<(ItemKey, usize)>,
}

impl Amounts {
    /// Reads and weighs the amounts of a project.
    pub fn of(project: &Project) -> Self {
        let mut reader = Reader { project, amounts: Self::default(), units: HashMap::new() };
        let own = reader.read();
        let mut amounts = reader.amounts;
        if own.iter().any(|own| !own.is_empty()) {
            amounts.weigh(project, own);
        }
        amounts
    }

    /// Whether the project has none.
    pub fn is_empty(&self) -> bool {
        self.counted.is_empty() && self.beside.is_empty()
    }

    /// What the items of a range come to.
    pub fn sum(&self, items: Range<u32>) -> ByKind {
        let start = self.counted.partition_point(|counted| counted.item.0 < items.start);
        let end = self.counted.partition_point(|counted| counted.item.0 < items.end);
        let mut sum = ByKind::new();
        for counted in &self.counted[start..end.max(start)] {
            *sum.entry(counted.kind).or_default() += counted.number;
        }
        sum
    }

    /// What all documents of a role cost; none where no amount counts.
    pub fn cost_of(&self, project: &Project, role: Role) -> Option<Decimal> {
        let documents = documents(project).filter(|key| project.document(*key).config.role == role);
        let sums = documents.map(|key| self.sum(project.document(key).items.clone()));
        sums.filter_map(|sum| sum.get(&Kind::Cost).copied()).reduce(|one, other| one + other)
    }

    /// Sorts amounts into what counts and what is a total, from the parts up. `own` are those of each item of the project.
    fn weigh(&mut self, project: &Project, mut own: Vec<Own>) {
        let parents = parents(project);
        let mut open = vec![0_u32; parents.len()];
        for parent in parents.iter().flatten() {
            open[parent.0 as usize] += 1;
        }
        let mut below = vec![ByKind::new(); parents.len()];
        let mut ready: Vec<usize> = (0..parents.len()).filter(|item| open[*item] == 0).collect();
        while let Some(item) = ready.pop() {
            let sum = self.weigh_one(item, std::mem::take(&mut own[item]), std::mem::take(&mut below[item]));
            if let Some(parent) = parents[item].map(|parent| parent.0 as usize) {
                pass_up(sum, &mut below[parent]);
                open[parent] -= 1;
                if open[parent] == 0 {
                    ready.push(parent);
                }
            }
        }
        // What refines itself in a circle has no total, so each of it counts.
        for (item, own) in own.into_iter().enumerate() {
            self.weigh_one(item, own, std::mem::take(&mut below[item]));
        }
        self.counted.sort_by_key(|counted| (counted.item, counted.kind));
        self.totals.sort_by_key(|total| (total.item, total.kind));
    }

    /// Weighs an item's own amounts against its parts' sum, and gives what all of it comes to.
    fn weigh_one(&mut self, item: usize, own: Own, mut sum: ByKind) -> ByKind {
        let item = ItemKey(item as u32);
        for (kind, number, is_whole) in own {
            match sum.get(&kind) {
                Some(parts) if is_whole => self.totals.push(Total { item, kind, stated: number, parts: *parts }),
                _ => {
                    self.counted.push(Counted { item, kind, number });
                    *sum.entry(kind).or_default() += number;
                }
            }
        }
        sum
    }
}

/// Adds the smaller of two to the larger, so that a long chain stays cheap.
fn pass_up(mut sum: ByKind, into: &mut ByKind) {
    if sum.len() > into.len() {
        std::mem::swap(&mut sum, into);
    }
    for (kind, number) in sum {
        *into.entry(kind).or_default() += number;
    }
}

/// The documents whose amounts are added up.
pub fn documents(project: &Project) -> impl Iterator<Item = DocumentKey> + '_ {
    project.document_keys().filter(|key| is_added_up(project.document(*key).config.role))
}

/// Whether the amounts of a document of this role are added up.
pub const fn is_added_up(role: Role) -> bool {
    matches!(role, Role::Lastenheft | Role::Pflichtenheft)
}

/// Each item's whole: what it is nested in, else the first item of its document that it refines.
fn parents(project: &Project) -> Vec<Option<ItemKey>> {
    let parent = |key: ItemKey| {
        let nested = project.item(key).parent.map(|index| project.item_key(project.chapter_of(key), index));
        nested.or_else(|| {
            let mut refined = project.traces_from(key).filter(|trace| trace.kind == TraceKind::Refines);
            let document = project.document_of(key);
            refined.find(|trace| trace.to != key && project.document_of(trace.to) == document).map(|trace| trace.to)
        })
    };
    (0..project.slots.len() as u32).into_par_iter().map(ItemKey).map(parent).collect()
}

/// An item's fields of a name: its own, or else those that its chapter's front matter gives it.
pub fn fields(item: &Item, name: FieldName) -> impl Iterator<Item = (usize, &Field)> {
    let named = move |field: &Field| field.key == FieldKey::Known(name);
    let has_own = item.fields.iter().any(|field| named(field) && is_own(item, field));
    let fields = item.fields.iter().enumerate().filter(move |(_, field)| named(field));
    fields.filter(move |(_, field)| !has_own || is_own(item, field))
}

/// Whether a field stands in the item itself and not in its chapter's front matter.
pub fn is_own(item: &Item, field: &Field) -> bool {
    field.place.start >= item.place.start
}

/// What a field of an item says, and whether that is for all its parts.
enum Stated {
    Effort(Quantity, bool),
    Cost(Decimal, bool),
    /// An amount beside the sums: the field's index.
    Beside(usize),
}

impl Stated {
    /// Every amount of an item, in the order of the fields, efforts first.
    fn of(project: &Project, item: &Item) -> Vec<Self> {
        let efforts = fields(item, FieldName::Effort).filter_map(|(index, field)| match effort(&field.value) {
            Amount::Counted(effort, reach) => Some(Self::Effort(effort, reach == Reach::Whole)),
            Amount::Beside(_) => Some(Self::Beside(index)),
            Amount::None | Amount::Flawed(_) => None,
        });
        let currency = project.config.currency;
        let costs = fields(item, FieldName::Cost).filter_map(|(index, field)| match cost(&field.value, currency) {
            Amount::Counted(money, reach) => Some(Self::Cost(money.amount, reach != Reach::Own)),
            Amount::Beside(_) => Some(Self::Beside(index)),
            Amount::None | Amount::Flawed(_) => None,
        });
        efforts.chain(costs).collect()
    }
}

struct Reader<'p> {
    project: &'p Project,
    amounts: Amounts,
    /// Units by how they are written.
    units: HashMap<String, u32>,
}

impl Reader<'_> {
    /// Every item's own amounts.
    fn read(&mut self) -> Vec<Own> {
        let project = self.project;
        let counts =
            |key: &ItemKey| !project.is_dropped(*key) && project.item(*key).priority != Some(Priority::Abgrenzung);
        let items = documents(project).flat_map(|document| project.items_of_document(document)).filter(counts);
        let items: Vec<ItemKey> = items.collect();
        let stated: Vec<Vec<Stated>> = items.par_iter().map(|key| Stated::of(project, project.item(*key))).collect();
        let mut own = vec![Own::new(); project.slots.len()];
        for (key, stated) in items.into_iter().zip(stated) {
            own[key.0 as usize] = self.own(key, stated);
        }
        own
    }

    fn own(&mut self, key: ItemKey, stated: Vec<Stated>) -> Own {
        let mut own = Own::new();
        for stated in stated {
            let (kind, number, is_whole) = match stated {
                Stated::Effort(effort, is_whole) => (Kind::Effort(self.unit(&effort.unit)), effort.number, is_whole),
                Stated::Cost(cost, is_whole) => (Kind::Cost, cost, is_whole),
                Stated::Beside(field) => {
                    self.amounts.beside.push((key, field));
                    continue;
                }
            };
            match own.iter_mut().find(|(other, ..)| *other == kind) {
                Some((_, sum, is_any_whole)) => {
                    *sum += number;
                    *is_any_whole |= is_whole;
                }
                None => own.push((kind, number, is_whole)),
            }
        }
        own
    }

    fn unit(&mut self, written: &str) -> u32 {
        if let Some(unit) = self.units.get(written) {
            return *unit;
        }
        let key = unit_key(written);
        let units = &mut self.amounts.units;
        let number = units.iter().position(|unit| unit.key == key).unwrap_or_else(|| {
            units.push(Unit { key, written: written.to_owned() });
            units.len() - 1
        }) as u32;
        self.units.insert(written.to_owned(), number);
        number
    }
}
