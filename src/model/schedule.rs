//! Milestones: which items each delivers, and how many of those are open.

use super::sums::{fields, is_own};
use super::{
    Amounts, ByItem, ByKind, Config, Coverage, DocumentKey, FieldName, ItemKey, Project, Proof, Role, Status,
    TestResult,
};
use std::collections::HashMap;

/// The milestones of a project, with what each delivers.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The milestones by date, those without one last; then what belongs to none.
    pub deliveries: Vec<Delivery>,
}

/// What a milestone delivers.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The milestone: index into [`Config::milestones`]; none for the items that belong to none.
    pub milestone: Option<usize>,
    /// What it delivers of each document that has any of it, in the order of the chain.
    pub parts: Vec<Part>,
}

/// What a milestone delivers of one document.
#[derive(Clone, Debug)]
pub struct Part {
    /// The document.
    pub document: DocumentKey,
    /// The items, in order. Those that are given up are not among them.
    pub items: Vec<ItemKey>,
    /// How many of them are open; none where items of the document cannot be.
    pub open: Option<usize>,
    /// What they come to.
    pub sum: ByKind,
}

impl Delivery {
    /// How many items it delivers.
    pub fn items(&self) -> usize {
        self.parts.iter().map(|part| part.items.len()).sum()
    }

    /// How many of them are open.
    pub fn open(&self) -> usize {
        self.parts.iter().filter_map(|part| part.open).sum()
    }
}

impl Schedule {
    /// Sorts a project's items by milestone. Offers deliver nothing yet.
    pub fn of(project: &Project, amounts: &Amounts) -> Self {
        let milestones = milestones(project);
        let order = order(&project.config);
        let count = order.len();
        let mut deliveries: Vec<Delivery> = order
            .iter()
            .map(|milestone| Delivery { milestone: Some(*milestone), parts: Vec::new() })
            .chain([Delivery { milestone: None, parts: Vec::new() }])
            .collect();
        let mut position = vec![count; count];
        for (at, milestone) in order.iter().enumerate() {
            position[*milestone] = at;
        }
        let delivering = |key: &DocumentKey| !matches!(project.document(*key).config.role, Role::Offers | Role::Annex);
        for document in project.document_keys().filter(delivering) {
            for item in project.items_of_document(document).filter(|item| !project.is_dropped(*item)) {
                let at = milestones[item.0 as usize].map_or(count, |milestone| position[milestone as usize]);
                deliveries[at].add(project, document, item);
            }
        }
        let kinds = ByItem::new(
            project.slots.len(),
            amounts.counted.iter().map(|counted| (counted.item, (counted.kind, counted.number))),
        );
        for part in deliveries.iter_mut().flat_map(|delivery| &mut delivery.parts) {
            for (kind, number) in part.items.iter().flat_map(|item| kinds.of(*item)) {
                *part.sum.entry(*kind).or_default() += number;
            }
        }
        Self { deliveries }
    }
}

impl Delivery {
    fn add(&mut self, project: &Project, document: DocumentKey, item: ItemKey) {
        if self.parts.last().is_none_or(|part| part.document != document) {
            self.parts.push(Part { document, items: Vec::new(), open: None, sum: ByKind::new() });
        }
        if let Some(part) = self.parts.last_mut() {
            part.items.push(item);
            if let Some(open) = is_open(project, item) {
                *part.open.get_or_insert(0) += usize::from(open);
            }
        }
    }
}

/// The milestones by date; those without a readable one come last, in the order of the settings.
fn order(config: &Config) -> Vec<usize> {
    let mut order: Vec<usize> = (0..config.milestones.len()).collect();
    let day = |at: usize| config.milestones[at].day();
    order.sort_by_key(|at| (day(*at).is_none(), day(*at), *at));
    order
}

/// Each item's milestone: its own, else that of the item it is nested in, else its chapter's.
fn milestones(project: &Project) -> Vec<Option<u32>> {
    let keys = project.config.milestones.iter().map(|milestone| milestone.key.to_ascii_lowercase());
    // Of two keys that differ in case alone, the first is meant.
    let keys: HashMap<String, u32> = keys.zip(0..).collect::<Vec<_>>().into_iter().rev().collect();
    let mut found: Vec<Option<u32>> = Vec::with_capacity(project.slots.len());
    for key in project.items() {
        let item = project.item(key);
        let named = |is_wanted: bool| {
            let mut values = fields(item, FieldName::Milestone).filter(|(_, field)| is_own(item, field) == is_wanted);
            values.find_map(|(_, field)| keys.get(&milestone_key(&field.value).to_ascii_lowercase()).copied())
        };
        // An item comes after the one that it is nested in, so that one's is known.
        let whole = || {
            let parent = project.item_key(project.chapter_of(key), item.parent?);
            found.get(parent.0 as usize).copied().flatten()
        };
        let milestone = named(true).or_else(whole).or_else(|| named(false));
        found.push(milestone);
    }
    found
}

/// The key in a milestone field; what stands behind it in brackets or after a comma is a remark.
pub fn milestone_key(value: &str) -> &str {
    value.split(['(', ',', ';']).next().unwrap_or(value).trim()
}

/// Whether an item is still to be done: a demand that nothing meets yet, a promise that is neither implemented nor proved,
/// or whose test failed, a test that did not pass. None where the document's items are none of these.
pub fn is_open(project: &Project, key: ItemKey) -> Option<bool> {
    let item = project.item(key);
    if let Some(coverage) = project.coverage_of(key) {
        return Some(matches!(coverage, Coverage::Open | Coverage::Mentioned));
    }
    match project.document(project.document_of(key)).config.role {
        Role::Acceptance => Some(project.result_of(key) != Some(TestResult::Passed)),
        Role::Pflichtenheft => Some(match project.proof_of(key) {
            Some(Proof::Failed) => true,
            Some(Proof::Passed) => false,
            _ => item.status.is_none_or(|status| status < Status::Umgesetzt),
        }),
        _ => None,
    }
}
