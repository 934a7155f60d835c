//! # `criterion-unrated`: an offer has no points for a criterion
//!
//! Finds each criterion for which an offer gets no points since nobody gave any and the offer states no figure to read
//! them from, or since the settings have no scale for the figure. Once an offer is chosen only that one is looked at.
//!
//! It matters because no points count as none: an offer that nobody looked at loses to one that was.
//!
//! Before:
//!
//! ```text
//! | Kriterium | albers | berger |
//! | --- | --- | --- |
//! | Präsentation | 8 | |
//! ```
//!
//! After:
//!
//! ```text
//! | Kriterium | albers | berger |
//! | --- | --- | --- |
//! | Präsentation | 8 | 5 |
//! ```

use super::report::{Report, judged_offers};
use crate::compare::{Basis, Comparison};
use crate::config::Fact;
use crate::diag::{Language, Text};

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    if project.offers.is_empty() {
        return;
    }
    let comparison = Comparison::of(project);
    for number in judged_offers(project) {
        let offer = &project.offers[number];
        for (criterion, score) in comparison.criteria.iter().zip(&comparison.results[number].scores) {
            let (key, name) = (criterion.title.as_deref().unwrap_or(&criterion.key), &offer.name);
            let (message, hint) = match score.basis {
                Basis::Unknown => (
                    Text::new(
                        format!("Das Angebot „{name}“ hat für „{key}“ keine Punkte."),
                        format!("the offer \"{name}\" has no points for \"{key}\""),
                    ),
                    fact_hint(criterion.measure.and_then(|measure| measure.fact()), &offer.key),
                ),
                Basis::NoScale(_) => (
                    Text::new(
                        format!("Für „{key}“ fehlt der Maßstab, nach dem „{name}“ Punkte bekommt."),
                        format!("\"{key}\" has no scale by which \"{name}\" gets points"),
                    ),
                    Text::new(
                        format!("In den Einstellungen: {} = {{ weight = …, best = …, worst = … }}", criterion.key),
                        format!("In the settings: {} = {{ weight = …, best = …, worst = … }}", criterion.key),
                    ),
                ),
                _ => continue,
            };
            let finding = report
                .at(&criterion.place, message, hint)
                .related(offer.place.clone(), Text::new("das Angebot", "the offer"));
            report.add(finding);
        }
    }
}

fn fact_hint(fact: Option<Fact>, offer: &str) -> Text {
    match fact {
        Some(fact) => Text::new(
            format!("Im Vorspann des Angebots ergänzen: {}: …", fact.label(Language::De)),
            format!("Add to the offer's front matter: {}: …", fact.label(Language::En)),
        ),
        None => Text::new(
            format!("In einer Tabelle mit dem Kopf „Kriterium“ in der Spalte „{offer}“ Punkte von 0 bis 10 geben."),
            format!("Give points from 0 to 10 in a table with the head \"Criterion\", in the column \"{offer}\"."),
        ),
    }
}
