//! What is missing in an offer, as questions to the bidder.

use crate::config::{CostFactor, Criterion, Fact};
use crate::model::{CostAmount, ItemKey, Offer};

/// Something that an offer leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// An item that it does not answer.
    Unanswered(ItemKey),
    /// A fact that it is judged by and does not state.
    Fact(Fact),
    /// A cost factor that it says nothing on.
    Factor(CostFactor),
    /// A row of its costs without an amount that counts: index into [`Offer::costs`].
    Amount(usize),
    /// A row of its costs that does not say when: index into [`Offer::costs`].
    Due(usize),
}

/// What is missing in an offer.
pub(super) fn missing(offer: &Offer, demands: &[ItemKey], criteria: &[Criterion]) -> Vec<Question> {
    let unanswered =
        demands.iter().filter(|item| offer.reply(**item).is_none()).map(|item| Question::Unanswered(*item));
    let is_judged =
        |fact: &&Fact| criteria.iter().any(|criterion| criterion.measure.and_then(|m| m.fact()) == Some(**fact));
    let facts = Fact::ALL.iter().filter(is_judged).filter(|fact| offer.fact(**fact).is_none());
    let factors = hidden(offer).map(Question::Factor);
    let rows = offer.costs.iter().enumerate().filter_map(|(number, line)| match line.amount {
        CostAmount::Unreadable => Some(Question::Amount(number)),
        CostAmount::Money(money) if line.due.is_none() && !money.amount.is_zero() => Some(Question::Due(number)),
        _ => None,
    });
    unanswered.chain(facts.map(|fact| Question::Fact(*fact))).chain(factors).chain(rows).collect()
}

/// The factors of the nine that an offer says nothing on.
pub fn hidden(offer: &Offer) -> impl Iterator<Item = CostFactor> + '_ {
    let is_said = |factor: CostFactor| {
        offer.costs.iter().any(|line| line.factor == Some(factor) && line.amount != CostAmount::Unsaid)
    };
    CostFactor::ALL.iter().copied().filter(move |factor| !is_said(*factor))
}
