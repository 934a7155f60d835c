//! # `weights-sum`: the weights do not make 100
//!
//! Finds `[criteria]` whose weights together are not 100. Each then counts by its share of their sum.
//!
//! It matters because the team agreed on percentages, and a number that was forgotten or typed twice shifts all others.
//!
//! Before:
//!
//! ```text
//! [criteria]
//! muss = 60
//! referenzen = { weight = 30, best = 10, worst = 0 }
//! ```
//!
//! After:
//!
//! ```text
//! [criteria]
//! muss = 70
//! referenzen = { weight = 30, best = 10, worst = 0 }
//! ```

use super::report::Report;
use crate::config::money::written;
use crate::diag::{Language, Text};
use rust_decimal::Decimal;

pub(super) fn run(report: &mut Report<'_>) {
    let offers = &report.project.config.offers;
    let sum: Decimal = offers.criteria.iter().map(|criterion| criterion.weight).sum();
    let Some(place) = offers.criteria_place.as_ref().filter(|_| sum != Decimal::ONE_HUNDRED) else { return };
    let shown = |language| written(sum, sum.normalize().scale(), language);
    let (de, en) = (shown(Language::De), shown(Language::En));
    let message = Text::new(
        format!("Die Gewichte der Kriterien ergeben zusammen {de}, nicht 100; jedes zählt nach seinem Anteil."),
        format!("the weights of the criteria are {en} in all, not 100; each counts by its share"),
    );
    let hint = Text::new(
        "Gewichte in Prozent angeben, die zusammen 100 ergeben.",
        "Give weights in percent that make 100 together.",
    );
    let finding = report.at(place, message, hint);
    report.add(finding);
}
