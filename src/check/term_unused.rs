//! # `term-unused`: a term that nobody needs
//!
//! Finds each entry of a glossary whose term stands in no chapter of a document, in none of its spellings and forms. In a
//! project without documents nothing is found.
//!
//! It matters because such an entry explains a word that the documents do not use: perhaps they use another one for the same
//! thing.
//!
//! Before, where the documents only ever say „Kundenakte“:
//!
//! ```text
//! Kundenblatt
//! : Die Seite, auf der alle Angaben zu einer Firma stehen.
//! ```
//!
//! After:
//!
//! ```text
//! Kundenakte
//! : Die Seite, auf der alle Angaben zu einer Firma stehen.
//! ```

use super::report::Report;
use crate::diag::Text;
use crate::model::TermKey;
use std::collections::HashSet;

pub(super) fn run(found: &mut Report<'_>) {
    let project = found.project;
    if project.documents.is_empty() {
        return;
    }
    let doubled = super::term_duplicate::doubled(project);
    let doubled: HashSet<TermKey> = doubled.into_iter().map(|(later, _, _)| later).collect();
    for key in project.term_keys().filter(|key| !doubled.contains(key)) {
        let spots = &project.term_spots[key.0 as usize];
        if spots.iter().any(|spot| project.document_of_chapter(spot.chapter).is_some()) {
            continue;
        }
        let term = project.term(key);
        let name = &term.name;
        let message = Text::new(
            format!("„{name}“ steht im Glossar, aber in keinem Dokument."),
            format!("\"{name}\" is in the glossary, but in no document"),
        );
        let hint = Text::new(
            "Den Eintrag streichen; oder in den Dokumenten dieses Wort schreiben, wo sie ein anderes für dasselbe haben.",
            "Take the entry out; or write this word in the documents where they have another for the same.",
        );
        let finding = found.at(&term.place, message, hint);
        found.add(finding);
    }
}
