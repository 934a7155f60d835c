//! What an offer costs over the years of use: each row's payments, and their sums.

use crate::config::date::Date;
use crate::config::{Basis, CostFactor, Rhythm};
use crate::model::{CostAmount, CostLine, Due, Offer, Project};
use jiff::ToSpan;
use rust_decimal::Decimal;

/// Payments of one row are not listed further than this: nobody pays for longer.
const PAYMENTS: u32 = 1200;

/// What an offer costs over the years of use, in the project's currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Costs {
    /// The rows of its cost tables, in the order of [`Offer::costs`].
    pub rows: Vec<CostRow>,
    /// The prices of single answers, all together.
    pub answers: Decimal,
    /// How many answers have a price.
    pub priced: usize,
    /// The nine factors in their order, what belongs to none of them, and the prices of answers.
    pub factors: Vec<FactorSum>,
    /// What is paid once.
    pub once: Decimal,
    /// What is paid again and again, over the years of use.
    pub recurring: Decimal,
    /// All of it.
    pub total: Decimal,
    /// Every payment, by day; those without a day last.
    pub payments: Vec<Payment>,
}

/// A row of a cost table, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRow {
    /// One payment, for all users.
    pub payment: Decimal,
    /// How many there are over the years of use.
    pub payments: u32,
    /// All of them.
    pub total: Decimal,
}

/// What a factor costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorSum {
    /// The factor; none for what belongs to no factor, and for the prices of answers.
    pub factor: Option<CostFactor>,
    /// Whether these are the prices of answers.
    pub is_answers: bool,
    /// Whether the offer says a word on it, be it that nothing is to be paid.
    pub is_said: bool,
    /// What is paid once.
    pub once: Decimal,
    /// What is paid again and again, over the years of use.
    pub recurring: Decimal,
}

impl FactorSum {
    /// Both.
    pub fn total(&self) -> Decimal {
        self.once + self.recurring
    }
}

/// A payment, or all payments of a row whose days are not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// When it is due, where that is known.
    pub due: Option<Date>,
    /// How much.
    pub amount: Decimal,
    /// The row that asks for it; none for the prices of answers.
    pub row: Option<usize>,
}

impl Costs {
    pub(super) fn of(project: &Project, offer: &Offer) -> Self {
        let span = Span::of(project);
        let mut payments = Vec::new();
        let mut rows = Vec::with_capacity(offer.costs.len());
        for (number, line) in offer.costs.iter().enumerate() {
            let row = span.row(line, number, &mut payments);
            rows.push(row);
        }
        let prices = offer.replies.iter().filter_map(|reply| reply.price);
        let answers: Decimal = prices.clone().map(|price| price.amount).sum();
        let priced = prices.count();
        if priced > 0 {
            payments.push(Payment { due: None, amount: answers, row: None });
        }
        payments.sort_by_key(|payment| (payment.due.is_none(), payment.due, payment.row));
        let factors = factors(offer, &rows, answers);
        let once = factors.iter().map(|factor| factor.once).sum();
        let recurring = factors.iter().map(|factor| factor.recurring).sum();
        Self { rows, answers, priced, factors, once, recurring, total: once + recurring, payments }
    }
}

/// The sums of the nine factors, of what belongs to none, and of the answers.
fn factors(offer: &Offer, rows: &[CostRow], answers: Decimal) -> Vec<FactorSum> {
    let sum = |factor: Option<CostFactor>| {
        let own = offer.costs.iter().zip(rows).filter(move |(line, _)| line.factor == factor);
        let of = |is_once: bool| {
            own.clone().filter(|(line, _)| (line.rhythm == Rhythm::Once) == is_once).map(|(_, row)| row.total).sum()
        };
        let is_said = own.clone().any(|(line, _)| line.amount != CostAmount::Unsaid);
        FactorSum { factor, is_answers: false, is_said, once: of(true), recurring: of(false) }
    };
    let known = CostFactor::ALL.iter().map(|factor| sum(Some(*factor)));
    let answers = FactorSum { factor: None, is_answers: true, is_said: true, once: answers, recurring: Decimal::ZERO };
    known.chain([sum(None), answers]).collect()
}

/// What payments are counted by.
struct Span<'p> {
    project: &'p Project,
    users: Decimal,
    start: Option<Date>,
    years: u32,
}

impl<'p> Span<'p> {
    fn of(project: &'p Project) -> Self {
        let config = &project.config;
        let start = config.offers.start.as_ref().and_then(|(start, _)| config.day(start));
        Self { project, users: Decimal::from(config.users.unwrap_or(1)), start, years: config.years }
    }

    /// Counts a row, and lists its payments.
    fn row(&self, line: &CostLine, number: usize, payments: &mut Vec<Payment>) -> CostRow {
        let CostAmount::Money(money) = line.amount else {
            return CostRow { payment: Decimal::ZERO, payments: 0, total: Decimal::ZERO };
        };
        let users = if line.basis == Basis::PerUser { self.users } else { Decimal::ONE };
        let payment = money.amount * users;
        let due = line.due.as_ref().and_then(|due| match due {
            Due::Day(day) => Some(*day),
            Due::Milestone(key) => self.project.config.day(key),
        });
        let row = Some(number);
        let Some(months) = line.rhythm.months() else {
            payments.push(Payment { due, amount: payment, row });
            return CostRow { payment, payments: 1, total: payment };
        };
        let count = if let Some(first) = due.or(self.start) {
            let days = self.days(first, months);
            payments.extend(days.iter().map(|day| Payment { due: Some(*day), amount: payment, row }));
            days.len() as u32
        } else {
            let count = self.years * 12 / months;
            payments.push(Payment { due: None, amount: payment * Decimal::from(count), row });
            count
        };
        CostRow { payment, payments: count, total: payment * Decimal::from(count) }
    }

    /// The days from the first on, so many months apart, before the years of use are over.
    fn days(&self, first: Date, months: u32) -> Vec<Date> {
        let Ok(end) = self.start.unwrap_or(first).checked_add(i64::from(self.years).years()) else { return Vec::new() };
        let day = |number: u32| first.checked_add(i64::from(months * number).months()).ok();
        (0..PAYMENTS).map_while(day).take_while(|day| *day < end).collect()
    }
}
