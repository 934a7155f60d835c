//! # `offer-unanswered`: an offer leaves items unanswered
//!
//! Finds each offer that does not answer all items of the Lastenheft, and names the first of them. Once an offer is chosen
//! only that one is looked at.
//!
//! It matters because what is not answered is not promised: it counts as not met, and it is dearer to ask later.
//!
//! Before, in the offer:
//!
//! ```text
//! | ID | Antwort |
//! | --- | --- |
//! | LH-310 | Standard |
//! | LH-311 | |
//! ```
//!
//! After:
//!
//! ```text
//! | ID | Antwort |
//! | --- | --- |
//! | LH-310 | Standard |
//! | LH-311 | Parametrierung |
//! ```

use super::report::{Report, judged_offers};
use crate::compare::demands;
use crate::diag::Text;
use crate::model::ItemKey;

/// Items that a finding names.
const NAMED: usize = 5;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let demands = demands(project);
    for number in judged_offers(project) {
        let offer = &project.offers[number];
        let open: Vec<ItemKey> = demands.iter().copied().filter(|item| offer.reply(*item).is_none()).collect();
        if open.is_empty() {
            continue;
        }
        let mut ids: Vec<&str> = open.iter().take(NAMED).map(|item| &*project.item(*item).id).collect();
        if open.len() > NAMED {
            ids.push("…");
        }
        let (name, count, all, ids) = (&offer.name, open.len(), demands.len(), ids.join(", "));
        let message = Text::new(
            format!("Das Angebot „{name}“ lässt {count} von {all} Items unbeantwortet: {ids}"),
            format!("the offer \"{name}\" leaves {count} of {all} items unanswered: {ids}"),
        );
        let hint = Text::new(
            "Den Anbieter fragen; die Seite des Vergleichs listet alle. Bis dahin gelten sie als nicht erfüllt.",
            "Ask the bidder; the comparison lists all of them. Until then they count as not met.",
        );
        let finding = report.at(&offer.place, message, hint);
        report.add(finding);
    }
}
