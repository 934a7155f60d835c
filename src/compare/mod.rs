//! Offers compared: degrees of fulfilment, points, total cost, price–performance, and what it would take to turn the order
//! (guide, chapters 3 and 3.1; the Richtwertmethoden are those of the German public sector's `UfAB`).
//!
//! Pure arithmetic on a linked project, in decimals from end to end. Nothing is rounded before it is shown.

mod costs;
mod degrees;
mod points;
mod promises;
mod questions;
mod ranking;
mod sensitivity;

pub use costs::{CostRow, Costs, FactorSum, Payment};
pub use degrees::{Degree, Degrees};
pub use points::{Basis, Score};
pub use promises::{Broken, Promise, broken};
pub use questions::{Question, hidden};
pub use ranking::Ranking;
pub use sensitivity::{Turn, Turns};

use crate::config::Criterion;
use crate::model::{ItemKey, Offer, Priority, Project, Role};
use rust_decimal::Decimal;

/// The offers of a project, compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The items that an offer is to answer: all of the Lastenheft but those that are given up or Abgrenzung.
    pub demands: Vec<ItemKey>,
    /// What offers are judged by: the project's criteria, else how far they meet all items.
    pub criteria: Vec<Criterion>,
    /// The sum of the criteria's weights; 100 unless a finding says otherwise.
    pub weights: Decimal,
    /// What comes of each offer, in the project's order.
    pub results: Vec<Outcome>,
    /// Their order by price and performance.
    pub ranking: Ranking,
    /// For each criterion what it takes to turn the order.
    pub turns: Vec<Turns>,
}

/// What comes of one offer.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Muss items that it does not meet: each excludes it (K.-o.).
    pub knockouts: Vec<ItemKey>,
    /// How far it meets the items.
    pub degrees: Degrees,
    /// Its points by criterion.
    pub scores: Vec<Score>,
    /// Nutzwert: its weighted points, from 0 to 100.
    pub points: Decimal,
    /// What it costs over the years of use.
    pub costs: Costs,
    /// Points for each 10,000 units of money; none where it costs nothing.
    pub ratio: Option<Decimal>,
    /// What is missing in it, to be asked.
    pub questions: Vec<Question>,
}

impl Outcome {
    /// Whether it is out, since it fails a Muss.
    pub const fn is_excluded(&self) -> bool {
        !self.knockouts.is_empty()
    }
}

impl Comparison {
    /// Compares the offers of a project.
    pub fn of(project: &Project) -> Self {
        let demands = demands(project);
        let criteria = points::criteria(project);
        let weights: Decimal = criteria.iter().map(|criterion| criterion.weight).sum();
        let outcome = |offer: &Offer| {
            let degrees = Degrees::of(project, offer, &demands);
            let scores: Vec<Score> = criteria
                .iter()
                .enumerate()
                .map(|(number, criterion)| Score::of(offer, number, criterion, &degrees))
                .collect();
            let points = points::total(&criteria, &scores);
            let costs = Costs::of(project, offer);
            let ratio = ranking::ratio(points, costs.total);
            let questions = questions::missing(offer, &demands, &criteria);
            let knockouts = degrees::knockouts(project, offer, &demands);
            Outcome { knockouts, degrees, scores, points, costs, ratio, questions }
        };
        let results: Vec<Outcome> = project.offers.iter().map(outcome).collect();
        let ranking = Ranking::of(project, &results);
        let turns = sensitivity::turns(&criteria, &results);
        Self { demands, criteria, weights, results, ranking, turns }
    }
}

/// The items that an offer is to answer.
pub fn demands(project: &Project) -> Vec<ItemKey> {
    let documents = project.document_keys().filter(|key| project.document(*key).config.role == Role::Lastenheft);
    documents.flat_map(|document| project.items_of_document(document)).filter(|item| is_asked(project, *item)).collect()
}

/// Whether an offer is to answer an item.
pub fn is_demand(project: &Project, item: ItemKey) -> bool {
    project.document(project.document_of(item)).config.role == Role::Lastenheft && is_asked(project, item)
}

fn is_asked(project: &Project, item: ItemKey) -> bool {
    !project.is_dropped(item) && project.weight(item) != Priority::Abgrenzung
}
