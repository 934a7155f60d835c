//! # `muss-open`: a Muss that nothing realises
//!
//! Finds each item of the Lastenheft that must be met and that no item of the Pflichtenheft realises or excludes. An item
//! without a priority counts as a Muss: what is not marked as a wish is demanded. An item that the Pflichtenheft only
//! mentions is still open, and the message says so. Before there is a Pflichtenheft nothing is open.
//!
//! It matters because a demand without an answer is found at the acceptance, when it is dearest.
//!
//! Before, in the Lastenheft and the Pflichtenheft:
//!
//! ```text
//! ### LH-310 Kundenhistorie auf einen Blick
//!
//! ### PH-410 Kundenakte
//! ```
//!
//! After:
//!
//! ```text
//! ### PH-410 Kundenakte
//!
//! - Realisiert: LH-310
//! ```

use super::report::{Report, open_items};
use crate::model::Priority;

pub(super) fn run(report: &mut Report<'_>) {
    open_items(report, Priority::Muss, ["ein Muss", "a must"]);
}
