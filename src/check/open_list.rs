//! # `open-list`: a list without an end
//!
//! Finds „usw.“, „etc.“, „u. a.“ and their like. „z. B.“, „insbesondere“ and others before examples are hints.
//!
//! It matters because what such a list leaves out is neither offered nor refused, until somebody misses it.
//!
//! Before:
//!
//! ```text
//! - **LH-440** Das System muss PDF, CSV usw. ausgeben.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-440** Das System muss PDF und CSV ausgeben.
//! ```

use super::report::Report;
use super::wording::{Sayings, always, report};
use crate::diag::Text;
use crate::model::WordingKind;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::OpenList,
        message: |words| {
            Text::new(
                format!("„{words}“ lässt offen, was noch dazugehört."),
                format!("\"{words}\" leaves open what else belongs to it"),
            )
        },
        hint: Text::new(
            "Die Liste zu Ende schreiben, oder auf die Liste verweisen, die gilt.",
            "Write the list to its end, or refer to the one that counts.",
        ),
        habit: Text::new("stehen nur Beispiele", "stand nothing but examples"),
    };
    report(found, &sayings, always);
}
