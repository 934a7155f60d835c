//! # `quantity-without-figure`: how many, how long, of what?
//!
//! Finds amounts in words („einige Nutzer“, „mehrere Sekunden“, „große Datenmengen“) without a number near, and numbers
//! without a unit („in 5 antworten“). „Mehrere“ before anything but a unit says that one is not enough, and „wie viele“ asks.
//! An item with an `Abnahmekriterium` is left alone.
//!
//! It matters because what the system must bear is what it costs.
//!
//! Before:
//!
//! ```text
//! - **LH-732** Das System muss große Datenmengen in 5 laden.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-732** Das System muss 200.000 Kontakte in 5 s laden.
//! ```

use super::report::Report;
use super::wording::{Sayings, report, untested};
use crate::diag::Text;
use crate::model::WordingKind;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::Quantity,
        message: |words| Text::new(format!("„{words}“ nennt kein Maß."), format!("\"{words}\" gives no measure")),
        hint: Text::new("Zahl und Einheit nennen.", "Give the number and its unit."),
        habit: Text::new("fehlt ein Maß", "a measure is missing"),
    };
    report(found, &sayings, untested);
}
