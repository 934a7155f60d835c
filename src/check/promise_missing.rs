//! # `promise-missing`: the chosen offer promised it, the Pflichtenheft says nothing of it
//!
//! Finds each item that the chosen offer answered as met or gave a price for, and that nothing in the Pflichtenheft realises.
//!
//! It matters because it was part of the price that was compared, and is no part of the contract.
//!
//! Before, in the offer:
//!
//! ```text
//! | LH-420 | Zusatzprogrammierung | 2.400 € |
//! ```
//!
//! After, in the Pflichtenheft:
//!
//! ```text
//! ### PH-420 Sammelbrief
//!
//! - Realisiert: LH-420
//! ```

use super::report::{Report, broken_promises};
use crate::compare::Broken;

pub(super) fn run(report: &mut Report<'_>) {
    broken_promises(
        report,
        Broken::Missing,
        ["und im Pflichtenheft realisiert es nichts", "and nothing in the Pflichtenheft realises it"],
    );
}
