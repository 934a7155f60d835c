//! # `finding-unused`: nothing follows from a finding of the survey
//!
//! Finds each item of a survey that no item of a Lastenheft names as its source, neither itself nor through an item that it
//! is nested in or that is nested in it. A project without demands in a Lastenheft is left alone.
//!
//! It matters because a finding without a demand is either one that was forgotten, or one that need not have been made.
//!
//! Before, in the Lastenheft:
//!
//! ```text
//! ### LH-412 Dubletten erkennen
//! ```
//!
//! After:
//!
//! ```text
//! ### LH-412 Dubletten erkennen
//!
//! - Herkunft: IST-320
//! ```

use super::report::{Report, named};
use crate::diag::Text;
use crate::model::Role;

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    let of_role = |role| project.document_keys().filter(move |key| project.document(*key).config.role == role);
    let mut demands = of_role(Role::Lastenheft).flat_map(|document| project.items_of_document(document));
    if demands.all(|key| project.is_dropped(key)) {
        return;
    }
    for survey in of_role(Role::Survey) {
        for key in project.without_consequence(survey) {
            let name = named(project, key);
            let message = Text::new(
                format!("{} ist von keiner Forderung die Herkunft.", name.de),
                format!("{} is the source of no demand", name.en),
            );
            let id = &project.item(key).id;
            let hint = Text::new(
                format!("Im Lastenheft unter die Forderung, die daraus folgt, schreiben: - Herkunft: {id}"),
                format!("In the Lastenheft, below the demand that follows from it, write: - Source: {id}"),
            );
            let finding = report.at_item(key, message, hint);
            report.add(finding);
        }
    }
}
