//! How the text of items is worded: what parsing finds in it, and what the author says is meant as it stands.

use crate::diag::{Place, Severity};

/// Defines [`WordingKind`] with the code of each kind's check.
macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $code:literal),* $(,)?) => {
        /// What is found in the wording of an item; each kind is a check of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum WordingKind { $($(#[$doc])* $variant),* }

        impl WordingKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code of its check.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }
    };
}

kinds! {
    /// A word that no test can decide about.
    Vague = "vague-wording",
    /// A passive that does not say who acts.
    Passive = "passive-without-actor",
    /// A demand that leaves a choice open.
    Or = "ambiguous-or",
    /// A list that does not say where it ends.
    OpenList = "open-list",
    /// A comparison that does not say with what.
    Comparative = "comparative-without-reference",
    /// A quantity without a figure, or a figure without a unit.
    Quantity = "quantity-without-figure",
    /// A word that allows no exception.
    Totality = "totality",
    /// Two demands in one sentence.
    TwoObligations = "two-obligations",
    /// No word that says how binding the item is.
    NoObligation = "no-obligation",
    /// Something that is still to be decided.
    OpenPoint = "open-point",
    /// A demand that must be met, and that nothing says how to test.
    NoCriterion = "muss-without-criterion",
    /// A sentence that is too long.
    LongSentence = "long-sentence",
}

impl WordingKind {
    /// The kind of a check's code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// Something in the wording of an item's title or text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// What it is.
    pub kind: WordingKind,
    /// How much it matters.
    pub severity: Severity,
    /// The item: index into the chapter's items.
    pub item: u32,
    /// Where its words stand.
    pub place: Place,
    /// Its words; of a long sentence, how many it has.
    pub words: String,
}

/// A comment that says that a wording is meant as it stands: `<!-- heftfaden: allow totality "alle" -->`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// What it allows.
    pub kind: WordingKind,
    /// In which item: index into the chapter's items. None for the whole file.
    pub item: Option<u32>,
    /// Only these words, in lower case. None for all.
    pub words: Option<String>,
}

impl Allowance {
    /// Whether it allows some words in an item.
    pub fn covers(&self, kind: WordingKind, item: u32, words: &str) -> bool {
        self.kind == kind
            && self.item.is_none_or(|own| own == item)
            && self.words.as_ref().is_none_or(|allowed| {
                let words = words.to_lowercase();
                words.contains(allowed.as_str()) || allowed.contains(&words)
            })
    }
}
