//! # `muss-partial`: a Muss that is only met in part
//!
//! Finds each item of the Lastenheft that must be met and that the Pflichtenheft realises only in part. Several parts do
//! not add up to a whole by themselves: whether anything is left is for people to say.
//!
//! It matters because „teilweise“ leaves open which part is missing, and nothing reminds of it later.
//!
//! Before, in the Pflichtenheft:
//!
//! ```text
//! ### PH-430 Angebot
//!
//! - Realisiert: LH-330 (teilweise)
//! ```
//!
//! After, when a second item does the rest and nothing is missing:
//!
//! ```text
//! ### PH-431 Angebot aus Vorlage
//!
//! - Realisiert: LH-330
//! ```

use super::report::{Report, coverable, is_binding, meets, named};
use crate::diag::Text;
use crate::model::{Coverage, Priority};

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    for (key, coverage, by) in coverable(project) {
        if coverage != Coverage::Partial || project.weight(key) != Priority::Muss {
            continue;
        }
        let (name, id) = (named(project, key), &project.item(key).id);
        let message = Text::new(
            format!("{} ist ein Muss und in {} nur teilweise realisiert.", name.de, by.de),
            format!("{} is a must, and {} realises it only in part", name.en, by.en),
        );
        let hint = Text::new(
            format!("Den Rest einem Item mit „- Realisiert: {id}“ geben; fehlt nichts mehr, „(teilweise)“ streichen."),
            format!("Give the rest to an item with \"- Realises: {id}\"; if nothing is missing, drop \"(partial)\"."),
        );
        let mut finding = report.at_item(key, message, hint);
        for trace in project.traces_to(key).filter(|trace| meets(trace) && is_binding(project, trace)) {
            finding = finding.related(trace.place.clone(), Text::new("ein Teil hier", "a part here"));
        }
        report.add(finding);
    }
}
