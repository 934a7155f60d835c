//! # `comparative-without-reference`: better than what?
//!
//! Finds comparatives such as „schneller“ or „größere“ in a sentence that does not say what with („als“, „gegenüber“). „Oder
//! höher“ and „je … desto“ compare nothing. An item with an `Abnahmekriterium` is left alone.
//!
//! It matters because anything is faster than something.
//!
//! Before:
//!
//! ```text
//! - **LH-731** Die Suche muss schneller antworten.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-731** Die Suche muss schneller antworten als im Altsystem nach Messung 4, im Mittel in höchstens 2 s.
//! ```

use super::report::Report;
use super::wording::{Sayings, report, untested};
use crate::diag::Text;
use crate::model::WordingKind;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::Comparative,
        message: |words| {
            Text::new(
                format!("„{words}“ sagt nicht, im Vergleich womit."),
                format!("\"{words}\" does not say than what"),
            )
        },
        hint: Text::new(
            "Mit „als …“ sagen, womit verglichen wird, oder den Wert selbst nennen.",
            "Say with \"than …\" what it is compared with, or give the value itself.",
        ),
        habit: Text::new("fehlt einem Vergleich, womit", "a comparison does not say with what"),
    };
    report(found, &sayings, untested);
}
