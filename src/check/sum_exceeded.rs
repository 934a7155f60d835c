//! # `sum-exceeded`: the parts are more than their total
//!
//! Finds each item that states the cost of all its parts, nested in it or refining it, where these come to more. Less is fine:
//! the rest is a reserve. An effort is compared where it says that it is for all: `12 PT (gesamt)`. Amounts of different units
//! are not compared. What is given up is no part.
//!
//! It matters because one of the two is wrong, and each reader will plan with another.
//!
//! Before, in the Pflichtenheft:
//!
//! ```text
//! ### PH-1340 Festpreis
//!
//! - Kosten: 40.000 €
//!
//! | ID      | Beschreibung | Kosten   |
//! | ------- | ------------ | -------- |
//! | PH-1341 | Lizenzen     | 34.500 € |
//! | PH-1342 | Installation |  8.000 € |
//! ```
//!
//! After:
//!
//! ```text
//! - Kosten: 42.500 €
//! ```

use super::report::{Report, named};
use crate::config::{FieldName, Money, Quantity};
use crate::diag::{Language, Text};
use crate::model::sums::fields;
use crate::model::{Amounts, Kind, Project};
use rust_decimal::Decimal;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let amounts = &project.amounts;
    for total in amounts.totals.iter().filter(|total| total.parts > total.stated) {
        let shown = |number, language| shown(project, amounts, total.kind, number, language);
        let (field, what) = match total.kind {
            Kind::Cost => (FieldName::Cost, ["Kosten", "cost"]),
            Kind::Effort(_) => (FieldName::Effort, ["Aufwand", "effort"]),
        };
        let name = named(project, total.item);
        let message = Text::new(
            format!(
                "{} bei {}: Die Teile ergeben {}, mehr als die {}, die hier stehen.",
                what[0],
                name.de,
                shown(total.parts, Language::De),
                shown(total.stated, Language::De)
            ),
            format!(
                "{} of {}: the parts come to {}, more than the {} given here",
                what[1],
                name.en,
                shown(total.parts, Language::En),
                shown(total.stated, Language::En)
            ),
        );
        let hint = Text::new(
            "Die Summe oder einen ihrer Teile berichtigen; gezählt werden die Teile.",
            "Correct the total or one of its parts; what is counted are the parts.",
        );
        let item = project.item(total.item);
        let place = fields(item, field).next().map_or(&item.place, |(_, field)| &field.place);
        let finding = report.on_item(total.item, place, message, hint);
        report.add(finding);
    }
}

/// An amount with its unit or currency.
fn shown(project: &Project, amounts: &Amounts, kind: Kind, number: Decimal, language: Language) -> String {
    match kind {
        Kind::Cost => Money { amount: number, currency: project.config.currency }.shown(language),
        Kind::Effort(unit) => Quantity { number, unit: amounts.units[unit as usize].written.clone() }.shown(language),
    }
}
