//! # `ambiguous-or`: a choice that nobody has made
//!
//! Finds „und/oder“, which is a warning, and, as hints, „bzw.“ and an „oder“ between the things that a sentence demands. An
//! „oder“ in a condition, behind „entweder“ or a denial, or in „2 oder mehr“ leaves nothing open.
//!
//! It matters because the supplier will build the cheaper of the two.
//!
//! Before:
//!
//! ```text
//! - **LH-332** Das System muss Angebote als PDF und/oder per Post versenden.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-332** Das System muss Angebote als PDF versenden. Je Kunde muss der Versand per Post wählbar sein.
//! ```

use super::report::Report;
use super::wording::{Sayings, always, report};
use crate::diag::Text;
use crate::model::WordingKind;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::Or,
        message: |words| {
            Text::new(
                format!("„{words}“ lässt offen, was von beidem gefordert ist."),
                format!("\"{words}\" leaves open which of the two is demanded"),
            )
        },
        hint: Text::new(
            "Schreiben, ob beides gefordert ist, oder wer wann wählt.",
            "Write whether both are demanded, or who chooses when.",
        ),
        habit: Text::new(
            "lässt ein „oder“ oder „bzw.“ offen, was gefordert ist",
            "an \"or\" leaves open what is demanded",
        ),
    };
    report(found, &sayings, always);
}
