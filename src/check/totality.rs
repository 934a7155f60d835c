//! # `totality`: without exception?
//!
//! Finds „immer“, „nie“, „jederzeit“, „100 %“, and „alle“ where nothing says all of what: not in „alle Felder der Anlage 2“
//! or „alle Nutzer, die …“.
//!
//! It matters because one exception breaks the demand, and there is one: maintenance, a locked account, a power cut.
//!
//! Before:
//!
//! ```text
//! - **LH-640** Das System muss jederzeit verfügbar sein.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-640** Das System muss werktags von 7 bis 19 Uhr zu 99,5 % verfügbar sein.
//! ```

use super::report::Report;
use super::wording::{Sayings, always, report};
use crate::diag::Text;
use crate::model::WordingKind;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::Totality,
        message: |words| {
            Text::new(format!("„{words}“ lässt keine Ausnahme zu."), format!("\"{words}\" allows no exception"))
        },
        hint: Text::new(
            "Sagen, welche gemeint sind, wann und wo; oder, wenn es so gemeint ist: <!-- heftfaden: allow totality -->.",
            "Say which are meant, when and where; or, where it is meant so: <!-- heftfaden: allow totality -->.",
        ),
        habit: Text::new(
            "steht „alle“, „immer“ oder ein anderes Wort ohne Ausnahme",
            "stands \"all\", \"always\" or another word without exception",
        ),
    };
    report(found, &sayings, always);
}
