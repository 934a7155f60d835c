//! Why a change of the project's files is not made.

use crate::diag::{Place, Text};

/// Why a change is not made: what is in its way, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct Refusal(pub Text);

impl Refusal {
    pub(super) fn new(de: impl Into<String>, en: impl Into<String>) -> Self {
        Self(Text::new(de, en))
    }

    /// The same with the place that it is about in front.
    pub(super) fn at(place: &Place, de: &str, en: &str) -> Self {
        Self::new(format!("{place}: {de}"), format!("{place}: {en}"))
    }
}
