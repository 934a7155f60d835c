//! How far an offer meets the items of the Lastenheft.

use crate::config::{Priority, Reply};
use crate::model::{ItemKey, Offer, Project};
use rust_decimal::Decimal;

/// How far an offer meets some items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Degree {
    /// How many items.
    pub items: u32,
    /// How many of them got each [`Reply`], in their order.
    pub replies: [u32; Reply::ALL.len()],
    /// How many are unanswered, and so not met.
    pub unanswered: u32,
    /// The mean of the answers' degrees in percent; none without items.
    pub percent: Option<Decimal>,
}

/// How far an offer meets the items by priority.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Degrees {
    /// All.
    pub all: Degree,
    /// Those that must be met.
    pub muss: Degree,
    /// Those that should.
    pub wunsch: Degree,
}

impl Degrees {
    pub(super) fn of(project: &Project, offer: &Offer, demands: &[ItemKey]) -> Self {
        let mut degrees = Self::default();
        for item in demands {
            let reply = offer.reply(*item);
            degrees.all.count(reply);
            match project.weight(*item) {
                Priority::Wunsch => degrees.wunsch.count(reply),
                _ => degrees.muss.count(reply),
            }
        }
        for degree in [&mut degrees.all, &mut degrees.muss, &mut degrees.wunsch] {
            degree.judge(&project.config.offers.degrees);
        }
        degrees
    }
}

impl Degree {
    fn count(&mut self, reply: Option<Reply>) {
        self.items += 1;
        match reply {
            Some(reply) => self.replies[reply as usize] += 1,
            None => self.unanswered += 1,
        }
    }

    fn judge(&mut self, degrees: &[Decimal; Reply::ALL.len()]) {
        let sum: Decimal = self.replies.iter().zip(degrees).map(|(count, degree)| Decimal::from(*count) * degree).sum();
        self.percent = (self.items > 0).then(|| sum / Decimal::from(self.items));
    }
}

/// The Muss items that an offer says it does not meet.
pub(super) fn knockouts(project: &Project, offer: &Offer, demands: &[ItemKey]) -> Vec<ItemKey> {
    let is_out =
        |item: &&ItemKey| project.weight(**item) == Priority::Muss && offer.reply(**item) == Some(Reply::NotMet);
    demands.iter().filter(is_out).copied().collect()
}
