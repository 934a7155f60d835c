//! # `wunsch-open`: a wish that nothing answers
//!
//! Finds each item of the Lastenheft with the priority Wunsch that no item of the Pflichtenheft realises or excludes.
//!
//! It matters less than [a Muss](super::muss_open), so it is a warning: a wish may stay unmet, but whoever wished should
//! read that it does.
//!
//! Before, in the Lastenheft and the Pflichtenheft:
//!
//! ```text
//! ### LH-412 Erinnerung an Geburtstage
//!
//! - Priorität: Wunsch
//! ```
//!
//! After, in the Pflichtenheft:
//!
//! ```text
//! ### PH-190 Keine Erinnerung an Geburtstage
//!
//! - Schließt aus: LH-412
//!
//! Geburtstage werden nicht gespeichert, da der Kunde ihnen zustimmen müsste.
//! ```

use super::report::{Report, open_items};
use crate::model::Priority;

pub(super) fn run(report: &mut Report<'_>) {
    open_items(report, Priority::Wunsch, ["ein Wunsch", "a wish"]);
}
