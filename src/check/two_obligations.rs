//! # `two-obligations`: two demands in one sentence
//!
//! Finds the second demand (muss, soll, darf, must, shall …) in a sentence that has two. A verb at the end of its clause, as in
//! „Felder, die gefüllt sein müssen, …“, is none.
//!
//! It matters because one ID then stands for two demands, and „teilweise“ says not which of them is met.
//!
//! Before:
//!
//! ```text
//! - **LH-321** Das System muss Anfragen erfassen, und der Innendienst muss sie zuweisen können.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-321** Das System muss Anfragen erfassen.
//! - **LH-322** Der Innendienst muss Anfragen zuweisen können.
//! ```

use super::report::Report;
use super::wording::{Sayings, always, report};
use crate::diag::Text;
use crate::model::WordingKind;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::TwoObligations,
        message: |words| {
            Text::new(
                format!("Mit „{words}“ beginnt im selben Satz eine zweite Forderung."),
                format!("\"{words}\" begins a second demand in the same sentence"),
            )
        },
        hint: Text::new("Zwei Sätze daraus machen, besser zwei Items.", "Make it two sentences, or better two items."),
        habit: Text::new("stehen zwei Forderungen in einem Satz", "stand two demands in one sentence"),
    };
    report(found, &sayings, always);
}
