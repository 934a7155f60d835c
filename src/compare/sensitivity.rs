//! By how much a criterion's weight must change for another offer to come first.
//!
//! A criterion's share of all weights goes from 0 to 1 while the others keep their proportions. Each offer's points are then
//! a straight line, so the share at which two offers are equal is where two lines cross.

use super::Outcome;
use crate::config::Criterion;
use rust_decimal::Decimal;

/// What it takes to turn the order through the weight of one criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    /// By points alone (Nutzwert).
    pub points: Option<Turn>,
    /// By price and performance (einfache Richtwertmethode).
    pub ratio: Option<Turn>,
}

/// The nearest change of a weight that puts another offer first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The weight at which the two are equal, in percent of all weights.
    pub weight: Decimal,
    /// How far that is from the weight of today, in points of percent; below zero for less.
    pub change: Decimal,
    /// The offer that comes first beyond it, by its number in the project.
    pub offer: usize,
}

/// An offer's points as a line over a criterion's share.
#[derive(Clone, Copy)]
struct Line {
    /// Its points if the criterion does not count.
    without: Decimal,
    /// Its points if nothing else counts.
    alone: Decimal,
}

/// What it takes for each criterion.
pub(super) fn turns(criteria: &[Criterion], results: &[Outcome]) -> Vec<Turns> {
    (0..criteria.len()).map(|number| of_criterion(criteria, results, number)).collect()
}

fn of_criterion(criteria: &[Criterion], results: &[Outcome], number: usize) -> Turns {
    let all: Decimal = criteria.iter().map(|criterion| criterion.weight).sum();
    let others = all - criteria[number].weight;
    if all.is_zero() || others.is_zero() {
        return Turns::default();
    }
    let share = criteria[number].weight / all;
    let running: Vec<usize> = (0..results.len()).filter(|at| !results[*at].is_excluded()).collect();
    let line = |at: usize| {
        let scores = &results[at].scores;
        let weighted = |at: usize| criteria[at].weight * scores[at].points;
        let rest: Decimal = (0..criteria.len()).filter(|at| *at != number).map(weighted).sum();
        Line { without: rest * Decimal::TEN / others, alone: scores[number].points * Decimal::TEN }
    };
    let lines: Vec<(usize, Line)> = running.iter().map(|at| (*at, line(*at))).collect();
    let priced = running.iter().all(|at| !results[*at].costs.total.is_zero());
    Turns {
        points: nearest(&lines, share, |at| results[at].points, |_| Decimal::ONE),
        ratio: if priced {
            nearest(&lines, share, |at| results[at].ratio.unwrap_or_default(), |at| results[at].costs.total)
        } else {
            None
        },
    }
}

/// The crossing that is nearest to the share of today, of the first offer's line with another's, each divided by its price.
fn nearest(
    lines: &[(usize, Line)],
    share: Decimal,
    value: impl Fn(usize) -> Decimal,
    price: impl Fn(usize) -> Decimal,
) -> Option<Turn> {
    let (first, leader) = lines.iter().max_by(|a, b| value(a.0).cmp(&value(b.0)).then(b.0.cmp(&a.0)))?;
    let turn = |(at, line): &(usize, Line)| {
        // Equal where leader / price(first) = line / price(at); multiplied out, so that nothing is divided yet.
        let (own, other) = (price(*at), price(*first));
        let slope = own * (leader.alone - leader.without) - other * (line.alone - line.without);
        let gap = other * line.without - own * leader.without;
        let crossing = gap.checked_div(slope)?;
        // Where a weight can go no further, nobody overtakes.
        let is_within = crossing > Decimal::ZERO && crossing < Decimal::ONE;
        let hundred = Decimal::ONE_HUNDRED;
        is_within.then(|| Turn { weight: crossing * hundred, change: (crossing - share) * hundred, offer: *at })
    };
    lines.iter().filter(|(at, _)| at != first).filter_map(turn).min_by(|a, b| a.change.abs().cmp(&b.change.abs()))
}
