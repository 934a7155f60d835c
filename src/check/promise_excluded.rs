//! # `promise-excluded`: the chosen offer promised it, the Pflichtenheft excludes it
//!
//! Finds each item that the chosen offer answered as met, be it by the standard, by settings, by programming or by somebody
//! else's product, and that the Pflichtenheft excludes.
//!
//! It matters because the price was agreed for what the offer promised. What falls away has a price too.
//!
//! Before, in the offer and in the Pflichtenheft:
//!
//! ```text
//! | LH-412 | Standard | |
//!
//! | LH-412 | ausgeschlossen | nicht im Umfang der Ausbaustufe 1 |
//! ```
//!
//! After, in the Pflichtenheft:
//!
//! ```text
//! ### PH-412 Auswertung je Region
//!
//! - Realisiert: LH-412
//! ```

use super::report::{Report, broken_promises};
use crate::compare::Broken;

pub(super) fn run(report: &mut Report<'_>) {
    broken_promises(
        report,
        Broken::Excluded,
        ["und das Pflichtenheft schließt es aus", "and the Pflichtenheft excludes it"],
    );
}
