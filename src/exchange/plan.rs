//! Efforts, costs and milestones as JSON. Numbers are texts, so that no reader rounds them.

use crate::model::{Amounts, ByKind, Delivery, ItemKey, Kind, Project};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// A sum: its cost, and its effort by unit.
pub(super) fn sum(amounts: &Amounts, sum: &ByKind) -> Value {
    let effort = sum.iter().filter_map(|(kind, number)| match kind {
        Kind::Effort(unit) => Some(json!({ "number": shown(*number), "unit": amounts.units[*unit as usize].written })),
        Kind::Cost => None,
    });
    json!({ "cost": sum.get(&Kind::Cost).map(|cost| shown(*cost)), "effort": effort.collect::<Vec<_>>() })
}

fn shown(number: Decimal) -> String {
    number.normalize().to_string()
}

/// A milestone with what it delivers; without a key what belongs to none.
pub(super) fn delivery(project: &Project, amounts: &Amounts, delivery: &Delivery) -> Value {
    let milestone = delivery.milestone.map(|at| &project.config.milestones[at]);
    let documents = delivery.parts.iter().map(|part| {
        json!({
            "document": &*project.document(part.document).config.key,
            "items": part.items.len(),
            "open": part.open,
            "sum": sum(amounts, &part.sum),
        })
    });
    json!({
        "key": milestone.map(|milestone| &*milestone.key),
        "title": milestone.map(|milestone| &milestone.title),
        "date": milestone.and_then(|milestone| milestone.day()).map(|day| day.to_string()),
        "documents": documents.collect::<Vec<_>>(),
    })
}

/// What each item counts and states, for items in their order.
pub(super) struct Said<'a> {
    project: &'a Project,
    amounts: &'a Amounts,
    /// The next total.
    total: usize,
}

impl<'a> Said<'a> {
    pub fn new(project: &'a Project, amounts: &'a Amounts) -> Self {
        Self { project, amounts, total: 0 }
    }

    /// What an item counts, and what it states over its parts; the next item must come after it.
    pub fn of(&mut self, key: ItemKey) -> (Value, Value) {
        debug_assert!(key.0 < self.project.slots.len() as u32, "an item of the project");
        let counted = self.amounts.sum(key.0..key.0 + 1);
        let totals = &self.amounts.totals[self.total..];
        let stated: ByKind =
            totals.iter().take_while(|total| total.item == key).map(|total| (total.kind, total.stated)).collect();
        self.total += stated.len();
        let value = |said: &ByKind| if said.is_empty() { Value::Null } else { sum(self.amounts, said) };
        (value(&counted), value(&stated))
    }
}
