//! # `no-obligation`: neither must nor should
//!
//! Finds items of a Lastenheft that have no priority, nor are nested in one that has, and in which no word says how binding they are: no muss, soll, darf,
//! kann, must, shall, may … Items that are nested in one that says so, or that have such items nested in them, are left alone.
//! So are tests. Where most items of a document are like that, its way of writing is another one, and nothing is reported.
//!
//! It matters because [without a priority it counts as a Muss](super::muss_open), which its author may not have meant.
//!
//! Before:
//!
//! ```text
//! - **LH-412** Erinnerung an Geburtstage.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-412** Das System sollte an Geburtstage erinnern.
//! ```

use super::report::Report;
use super::wording::{Sayings, Spot, say, spots_of};
use crate::diag::Text;
use crate::model::{ItemKey, Project, Role, TraceKind, WordingKind};

/// So many are no way of writing unless they are most.
const FEW: usize = 4;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::NoObligation,
        message: |_| {
            Text::new(
                "Weder ein Wort wie „muss“ noch eine Priorität sagt, wie verbindlich das ist.",
                "neither a word such as \"must\" nor a priority says how binding it is",
            )
        },
        hint: Text::new(
            "Mit muss, soll oder kann schreiben, oder ein Feld „- Priorität: …“ dazu.",
            "Write it with must, should or may, or add a field \"- Priority: …\".",
        ),
        habit: Text::new(
            "sagt weder ein Wort noch eine Priorität, wie verbindlich ein Item ist",
            "neither a word nor a priority says how binding an item is",
        ),
    };
    let project = found.project;
    for (document, spots) in spots_of(project, sayings.kind, is_unsaid) {
        if !is_a_way_of_writing(spots.len(), project.items_of_document(document).len()) {
            say(found, document, &sayings, &spots);
        }
    }
}

/// Whether so many of all items are like that that their author means nothing by it.
fn is_a_way_of_writing(like_that: usize, all: usize) -> bool {
    like_that * 2 > all || like_that > FEW && like_that * 4 > all
}

fn is_unsaid(project: &Project, spot: &Spot<'_>) -> bool {
    let role = project.document(project.document_of(spot.item)).config.role;
    let is_test = || project.traces_from(spot.item).any(|trace| trace.kind == TraceKind::Verifies);
    role == Role::Lastenheft && !has_priority(project, spot.item) && !is_test()
}

/// Whether an item has a priority, or what it is nested in.
fn has_priority(project: &Project, key: ItemKey) -> bool {
    let items = &project.chapter(project.chapter_of(key)).items;
    let mut around = std::iter::successors(Some(project.item(key)), |item| item.parent.map(|parent| &items[parent]));
    around.any(|item| item.priority.is_some())
}
