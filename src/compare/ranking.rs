//! The order of the offers by price and performance: einfache and erweiterte Richtwertmethode.

use super::Outcome;
use crate::config::Decision;
use crate::model::Project;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// Figures of price–performance are points for so much money, since points for a single euro are tiny.
const UNIT: i64 = 10_000;

/// The order of the offers. Numbers are those of [`Project::offers`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// Einfache Richtwertmethode: those that are not excluded by their ratio, the best first; then the excluded ones.
    pub order: Vec<usize>,
    /// The ratio that the best of them has.
    pub best: Option<Decimal>,
    /// Erweiterte Richtwertmethode: the ratio down to which an offer is still considered.
    pub bound: Option<Decimal>,
    /// Those within the band, in the order of what decides between them: the closest circle.
    pub shortlist: Vec<usize>,
}

/// Points for each [`UNIT`] of money.
pub(super) fn ratio(points: Decimal, price: Decimal) -> Option<Decimal> {
    (!price.is_zero()).then(|| points * Decimal::from(UNIT) / price)
}

impl Ranking {
    pub(super) fn of(project: &Project, results: &[Outcome]) -> Self {
        let offers = &project.offers;
        let mut order: Vec<usize> = (0..results.len()).collect();
        // Names, since the order of files must not decide.
        let by_name = |a: usize, b: usize| offers[a].key.cmp(&offers[b].key);
        let more_points = |a: usize, b: usize| results[b].points.cmp(&results[a].points);
        let cheaper = |a: usize, b: usize| results[a].costs.total.cmp(&results[b].costs.total);
        // What costs nothing is not for free: nobody knows its price yet.
        let better = |a: usize, b: usize| match (results[a].ratio, results[b].ratio) {
            (Some(one), Some(other)) => other.cmp(&one),
            (one, other) => other.is_some().cmp(&one.is_some()),
        };
        let then = |first: Ordering, a: usize, b: usize| {
            first.then_with(|| more_points(a, b)).then_with(|| cheaper(a, b)).then_with(|| by_name(a, b))
        };
        order.sort_by(|a, b| {
            let is_out = results[*a].is_excluded().cmp(&results[*b].is_excluded());
            then(is_out.then_with(|| better(*a, *b)), *a, *b)
        });
        let is_in = |number: &&usize| !results[**number].is_excluded();
        let best = order.iter().filter(is_in).find_map(|number| results[*number].ratio);
        let share = (Decimal::ONE_HUNDRED - project.config.offers.band) / Decimal::ONE_HUNDRED;
        let bound = best.map(|best| best * share);
        let mut shortlist: Vec<usize> = order
            .iter()
            .filter(is_in)
            .filter(|number| bound.is_none() || results[**number].ratio >= bound)
            .copied()
            .collect();
        shortlist.sort_by(|a, b| match project.config.offers.decision {
            Decision::Performance => then(more_points(*a, *b), *a, *b),
            Decision::Price => then(cheaper(*a, *b), *a, *b),
        });
        Self { order, best, bound, shortlist }
    }

    /// The offer that comes first by the erweiterte Richtwertmethode.
    pub fn winner(&self) -> Option<usize> {
        self.shortlist.first().copied()
    }
}
