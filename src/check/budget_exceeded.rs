//! # `budget-exceeded`: dearer than the budget
//!
//! Finds a Pflichtenheft whose costs come to more than the budget (Kostenrahmen) of the settings. If there are several, their
//! sum counts. An item whose parts carry costs of their own counts by its parts; a price for each or for a time, and what is
//! said to be optional or to follow later, does not count.
//!
//! It matters because the budget is what was approved, and the Pflichtenheft is what will be signed.
//!
//! Before, in the settings, where the Pflichtenheft comes to 151.000 €:
//!
//! ```text
//! [project]
//! budget = "148.000 €"
//! ```
//!
//! After: the Pflichtenheft says what falls away, or the budget is raised by those who may.

use super::report::Report;
use crate::config::money::{half_up, written};
use crate::config::{Money, Role};
use crate::diag::{Language, Text};
use rust_decimal::Decimal;

pub(super) fn run(report: &mut Report<'_>) {
    let config = &report.project.config;
    let (Some(budget), Some(place)) = (config.budget, &config.budget_place) else { return };
    let Some(cost) = report.project.amounts.cost_of(report.project, Role::Pflichtenheft) else { return };
    let over = cost - budget.amount;
    if over <= Decimal::ZERO {
        return;
    }
    let shown = |amount, language| Money { amount, currency: budget.currency }.shown(language);
    let percent = |language| {
        let share = over.checked_mul(Decimal::ONE_HUNDRED).and_then(|over| over.checked_div(budget.amount));
        share.map_or_else(String::new, |share| format!(" ({} %)", written(half_up(share, 1), 1, language)))
    };
    let texts =
        |language| (shown(cost, language), shown(over, language), percent(language), shown(budget.amount, language));
    let (de, en) = (texts(Language::De), texts(Language::En));
    let message = Text::new(
        format!("Das Pflichtenheft kostet {}, {}{} mehr als der Kostenrahmen von {}.", de.0, de.1, de.2, de.3),
        format!("the Pflichtenheft costs {}, {}{} more than the budget of {}", en.0, en.1, en.2, en.3),
    );
    let hint = Text::new(
        "Woraus die Summe besteht, zeigt die Seite „Meilensteine“.",
        "The page of the milestones shows what the sum is made of.",
    );
    let finding = report.at(place, message, hint);
    report.add(finding);
}
