//! Points: what each criterion yields, and what they come to (Nutzwertanalyse).

use super::degrees::Degrees;
use crate::config::{Criterion, Fact, Measure, Scale};
use crate::diag::Place;
use crate::model::{FactValue, Offer, Project};
use rust_decimal::Decimal;
use std::sync::Arc;

/// What an offer gets for a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// From 0 to 10.
    pub points: Decimal,
    /// What they come from.
    pub basis: Basis,
}

/// What points come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A degree of fulfilment in percent.
    Degree(Decimal),
    /// A figure that the supplier states, on the project's scale.
    Figure(Decimal, Scale),
    /// Yes or no, as the supplier states.
    Truth(bool),
    /// The customer's own judgement, with its reason.
    ByHand(String),
    /// The supplier states nothing, or nobody has given points: none.
    Unknown,
    /// There is a figure but no scale to read points from: none.
    NoScale(Decimal),
}

/// What offers are judged by: the project's criteria, else how far they meet all items.
pub(super) fn criteria(project: &Project) -> Vec<Criterion> {
    let set = &project.config.offers.criteria;
    if !set.is_empty() {
        return set.clone();
    }
    vec![Criterion {
        key: Arc::from(Measure::Fulfilment.key()),
        title: None,
        measure: Some(Measure::Fulfilment),
        weight: Decimal::ONE_HUNDRED,
        scale: None,
        place: Place::whole(&Arc::from(crate::config::FILE)),
    }]
}

impl Score {
    /// What an offer gets for the criterion of this number. Points by hand come before what the program can read.
    pub(super) fn of(offer: &Offer, number: usize, criterion: &Criterion, degrees: &Degrees) -> Self {
        let by_hand = offer.points.iter().find(|(of, _)| *of == number).map(|(_, points)| points);
        if let Some(points) = by_hand {
            return Self { points: points.points, basis: Basis::ByHand(points.reason.clone()) };
        }
        let percent = match criterion.measure {
            Some(Measure::Fulfilment) => degrees.all.percent,
            Some(Measure::Muss) => degrees.muss.percent,
            Some(Measure::Wunsch) => degrees.wunsch.percent,
            _ => None,
        };
        if let Some(percent) = percent {
            return Self { points: percent / Decimal::TEN, basis: Basis::Degree(percent) };
        }
        let stated = criterion.measure.and_then(Measure::fact).and_then(|fact: Fact| offer.fact(fact));
        match stated.map(|stated| stated.value) {
            Some(FactValue::Number(figure)) => match criterion.scale {
                Some(scale) => Self { points: scaled(figure, scale), basis: Basis::Figure(figure, scale) },
                None => Self { points: Decimal::ZERO, basis: Basis::NoScale(figure) },
            },
            Some(FactValue::Truth(truth)) => {
                let points = if truth { Decimal::TEN } else { Decimal::ZERO };
                Self { points, basis: Basis::Truth(truth) }
            }
            _ => Self { points: Decimal::ZERO, basis: Basis::Unknown },
        }
    }
}

/// A figure on a scale: ten points at its best and beyond, none at its worst and beyond, in a straight line between.
fn scaled(figure: Decimal, scale: Scale) -> Decimal {
    let share = (figure - scale.worst) / (scale.best - scale.worst);
    share.clamp(Decimal::ZERO, Decimal::ONE) * Decimal::TEN
}

/// Weighted points, from 0 to 100; weights count by their share of their sum.
pub(super) fn total(criteria: &[Criterion], scores: &[Score]) -> Decimal {
    let weights: Decimal = criteria.iter().map(|criterion| criterion.weight).sum();
    if weights.is_zero() {
        return Decimal::ZERO;
    }
    let sum: Decimal = criteria.iter().zip(scores).map(|(criterion, score)| criterion.weight * score.points).sum();
    sum * Decimal::TEN / weights
}
