//! # `users-unknown`: a price for each user, and nobody says how many
//!
//! Finds an offer with a price for each user while the settings do not say how many there will be. The price then counts
//! once.
//!
//! It matters because the offer looks cheaper than it is.
//!
//! Before:
//!
//! ```text
//! [project]
//! title = "CRM"
//! ```
//!
//! After:
//!
//! ```text
//! [project]
//! title = "CRM"
//! users = 25
//! ```

use super::report::Report;
use crate::config::Basis;
use crate::diag::Text;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    if project.config.users.is_some() {
        return;
    }
    for offer in &project.offers {
        let Some(line) = offer.costs.iter().find(|line| line.basis == Basis::PerUser) else { continue };
        let name = &offer.name;
        let message = Text::new(
            format!(
                "Das Angebot „{name}“ nennt einen Preis je Nutzer, und die Zahl der Nutzer steht nirgends; er zählt einfach."
            ),
            format!(
                "the offer \"{name}\" has a price for each user, and nothing says how many there are; it counts once"
            ),
        );
        let hint = Text::new(
            "In heftfaden.toml unter [project] ergänzen: users = 25",
            "Add to heftfaden.toml below [project]: users = 25",
        );
        let finding = report.at(&line.place, message, hint);
        report.add(finding);
    }
}
