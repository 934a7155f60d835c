//! # `hidden-cost`: an offer has no word on a cost factor
//!
//! Finds each of the nine cost factors (guide, 3.1) that an offer says nothing on: no row, or one without an amount; and an
//! offer without a table of costs. A row that says „enthalten“ or „keine“ is a word. Once an offer is chosen only that one is looked at.
//!
//! It matters because what an offer is silent on is paid later, when there is no competition any more.
//!
//! Before:
//!
//! ```text
//! | Kostenfaktor | Betrag |
//! | --- | --- |
//! | Hotline | |
//! ```
//!
//! After:
//!
//! ```text
//! | Kostenfaktor | Betrag |
//! | --- | --- |
//! | Hotline | in der Wartung enthalten |
//! ```

use super::report::{Report, judged_offers};
use crate::compare::hidden;
use crate::diag::Text;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    for number in judged_offers(project) {
        let offer = &project.offers[number];
        if offer.costs.is_empty() {
            let name = &offer.name;
            let message = Text::new(
                format!("Das Angebot „{name}“ hat keine Kostentabelle."),
                format!("the offer \"{name}\" has no table of costs"),
            );
            let hint = Text::new(
                "Eine Tabelle mit dem Kopf „Kostenfaktor“ verlangen, die zu allen neun Faktoren etwas sagt.",
                "Ask for a table with the head \"Cost factor\" that says something on all nine factors.",
            );
            let finding = report.at(&offer.place, message, hint);
            report.add(finding);
            continue;
        }
        for factor in hidden(offer) {
            let row = offer.costs.iter().find(|line| line.factor == Some(factor));
            let place = row.or(offer.costs.first()).map_or(&offer.place, |line| &line.place);
            let (name, [de, en]) = (&offer.name, factor.names());
            let message = Text::new(
                format!("Das Angebot „{name}“ sagt nichts zu „{de}“."),
                format!("the offer \"{name}\" says nothing on \"{en}\""),
            );
            let hint = Text::new(
                "Den Anbieter fragen. Kostet es nichts, gehört „enthalten“ oder „keine“ in die Spalte mit dem Betrag.",
                "Ask the bidder. If it costs nothing, \"included\" or \"none\" goes into the column with the amount.",
            );
            let finding = report.at(place, message, hint);
            report.add(finding);
        }
    }
}
