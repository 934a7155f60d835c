//! Offers: what suppliers say of themselves, how they answer the Lastenheft, what they ask for it, and what the customer
//! thinks of them (guide, chapters 3 and 3.1).

use super::{AnswerKey, ChapterKey, DocumentKey, ItemKey, Money};
use crate::config::date::Date;
use crate::config::{Basis, CostFactor, Fact, Reply, Rhythm};
use crate::diag::Place;
use rust_decimal::Decimal;
use std::sync::Arc;

/// What a chapter says as part of an offer, or about offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferText {
    /// What the front matter states.
    pub facts: Vec<StatedFact>,
    /// The rows of cost tables.
    pub costs: Vec<CostLine>,
    /// The points in tables of criteria.
    pub points: Vec<Points>,
    /// Answers to the questions that every offer should answer, in tables.
    pub statements: Vec<Statement>,
}

/// How many questions about its costs an offer should answer (guide, 3.1).
pub const QUESTIONS: u8 = 7;

/// An offer's own answer to one of the [`QUESTIONS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Which one, from 1.
    pub question: u8,
    /// What the supplier says, as plain text.
    pub answer: String,
    /// Where the row stands.
    pub place: Place,
}

/// A fact in an offer's front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFact {
    /// Which one.
    pub fact: Fact,
    /// As it is written.
    pub text: String,
    /// What it means.
    pub value: FactValue,
    /// Where the value stands.
    pub place: Place,
}

/// What a fact means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// A figure: a year, a count, years or kilometres.
    Number(Decimal),
    /// Yes or no.
    Truth(bool),
    /// Words alone.
    Words,
}

/// A row of a cost table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// Which of the nine factors it belongs to; none for another.
    pub factor: Option<CostFactor>,
    /// The factor as it is written.
    pub factor_name: String,
    /// What is bought.
    pub position: String,
    /// What it costs.
    pub amount: CostAmount,
    /// How often.
    pub rhythm: Rhythm,
    /// For what.
    pub basis: Basis,
    /// When, or from when on; none where nothing is said.
    pub due: Option<Due>,
    /// Where the row stands.
    pub place: Place,
}

/// What stands where an amount should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostAmount {
    /// An amount, in the project's currency and not below zero.
    Money(Money),
    /// A word that nothing is to be paid.
    Free,
    /// Nothing.
    Unsaid,
    /// Something that is no amount, or in another currency, which a finding says.
    Unreadable,
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// On a day.
    Day(Date),
    /// With a milestone of the project, by its key in the settings.
    Milestone(Arc<str>),
}

/// Points that the customer gives an offer for a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points {
    /// The criterion as it is written.
    pub criterion: String,
    /// The offer as the column's head names it.
    pub offer: String,
    /// From 0 to 10.
    pub points: Decimal,
    /// Why.
    pub reason: String,
    /// Where they stand.
    pub place: Place,
    /// Where the criterion's name stands.
    pub criterion_place: Place,
}

/// An offer: all files of one supplier, linked.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its name in the settings and in tables: that of its folder or file.
    pub key: Arc<str>,
    /// The supplier's name.
    pub name: String,
    /// The document that it belongs to.
    pub document: DocumentKey,
    /// Its chapters, in order.
    pub chapters: Vec<ChapterKey>,
    /// What the supplier says of itself; the first statement of each fact counts.
    pub facts: Vec<StatedFact>,
    /// Its answers by item, in the order of the items. What is not here is unanswered.
    pub replies: Vec<ItemReply>,
    /// What it asks for beside the prices of single answers, in the order of the text.
    pub costs: Vec<CostLine>,
    /// The points that it got, by the criterion's index in the settings; the first for each counts.
    pub points: Vec<(usize, Points)>,
    /// The start of its first file, for what concerns it as a whole.
    pub place: Place,
}

/// How an offer answers an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemReply {
    /// The item.
    pub item: ItemKey,
    /// The answer's row.
    pub answer: AnswerKey,
    /// How the supplier means to meet it; none where the row does not say.
    pub reply: Option<Reply>,
    /// The price of meeting it, once, beside the offer's costs.
    pub price: Option<Money>,
}

impl Offer {
    /// What the supplier states about something.
    pub fn fact(&self, fact: Fact) -> Option<&StatedFact> {
        self.facts.iter().find(|stated| stated.fact == fact)
    }

    /// The row that answers an item.
    pub fn row(&self, item: ItemKey) -> Option<&ItemReply> {
        self.replies.binary_search_by_key(&item, |row| row.item).ok().map(|at| &self.replies[at])
    }

    /// The answer to an item; none where it is unanswered.
    pub fn reply(&self, item: ItemKey) -> Option<Reply> {
        self.row(item)?.reply
    }
}
