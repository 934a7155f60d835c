//! # `long-sentence`: a sentence that is too long
//!
//! Finds sentences of more than 40 words. Entries of lists and cells of tables are sentences of their own.
//!
//! It matters because the conditions of such a sentence are read differently by each who reads it.
//!
//! Before:
//!
//! ```text
//! - **LH-501** Das System muss, wenn … (43 words)
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-501** Das System muss … Dabei gilt:
//!   - …
//!   - …
//! ```

use super::report::Report;
use super::wording::{Sayings, always, report};
use crate::diag::Text;
use crate::model::WordingKind;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::LongSentence,
        message: |words| {
            Text::new(format!("Dieser Satz hat {words} Wörter."), format!("this sentence has {words} words"))
        },
        hint: Text::new(
            "Teilen, oder die Bedingungen als Liste schreiben.",
            "Divide it, or write its conditions as a list.",
        ),
        habit: Text::new("hat ein Satz mehr als 40 Wörter", "a sentence has more than 40 words"),
    };
    report(found, &sayings, always);
}
