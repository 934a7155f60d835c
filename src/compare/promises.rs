//! The chosen offer against the Pflichtenheft: what was promised, and is not there any more.

use super::demands;
use crate::config::Reply;
use crate::model::{Coverage, ItemKey, ItemReply, Project};

/// A promise of the chosen offer that the Pflichtenheft does not keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The item.
    pub item: ItemKey,
    /// The offer's answer.
    pub row: ItemReply,
    /// What became of it.
    pub broken: Broken,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The Pflichtenheft excludes the item.
    Excluded,
    /// The Pflichtenheft says nothing of it, or no more than its name.
    Missing,
}

/// The promises of the chosen offer that the Pflichtenheft does not keep, in the order of the items. Before there is a
/// Pflichtenheft it keeps all.
pub fn broken(project: &Project) -> Vec<Promise> {
    let Some(offer) = project.chosen_offer() else { return Vec::new() };
    let promise = |item: ItemKey| {
        let row = *offer.row(item)?;
        let is_promised = match row.reply? {
            Reply::Standard | Reply::Configuration | Reply::Customisation | Reply::ThirdParty => true,
            Reply::FutureRelease | Reply::NotMet => row.price.is_some_and(|price| !price.amount.is_zero()),
        };
        if !is_promised || project.is_waiting(item) {
            return None;
        }
        let broken = match project.coverage_of(item)? {
            Coverage::Excluded => Broken::Excluded,
            Coverage::Open | Coverage::Mentioned => Broken::Missing,
            Coverage::Realised | Coverage::Partial | Coverage::Deviating => return None,
        };
        Some(Promise { item, row, broken })
    };
    demands(project).into_iter().filter_map(promise).collect()
}
