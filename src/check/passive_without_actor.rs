//! # `passive-without-actor`: nobody does it
//!
//! Finds passives in which nothing says who acts, by „von“, „durch“ or „automatisch“, and „man“; in each item the first.
//!
//! It matters because a demand is on somebody: whether the system stores the order or a clerk does decides what is built.
//!
//! Before:
//!
//! ```text
//! - **LH-320** Die Anfrage muss erfasst werden.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-320** Das System muss die Anfrage erfassen.
//! ```

use super::report::Report;
use super::wording::{Sayings, always, report};
use crate::diag::Text;
use crate::model::WordingKind;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::Passive,
        message: |words| {
            Text::new(format!("„{words}“ sagt nicht, wer handelt."), format!("\"{words}\" does not say who acts"))
        },
        hint: Text::new(
            "Den Satz mit dem beginnen, der handelt: „Das System muss …“.",
            "Begin the sentence with who acts: \"The system must …\".",
        ),
        habit: Text::new("sagt ein Passiv nicht, wer handelt", "a passive does not say who acts"),
    };
    report(found, &sayings, always);
}
