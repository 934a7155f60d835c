//! # `open-point`: still to be decided
//!
//! Finds „TODO“, „TBD“, „noch zu klären“, „noch offen“, „to be defined“ and their like. It is an error where the document is
//! released: where the item has the status freigegeben or a later one, or where the chapter's front matter gives a version from
//! 1 on that does not call itself a draft.
//!
//! It matters because whoever signs the document signs the hole in it.
//!
//! Before:
//!
//! ```text
//! - **LH-441** Das Austauschformat ist TBD.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-441** Das Austauschformat muss CSV nach RFC 4180 sein.
//! ```

use super::report::Report;
use super::wording::{Sayings, always, say, spots_of};
use crate::diag::{Severity, Text};
use crate::model::{ItemKey, Project, Status, WordingKind};

pub(super) fn run(found: &mut Report<'_>) {
    let project = found.project;
    let sayings = Sayings {
        kind: WordingKind::OpenPoint,
        message: |words| {
            Text::new(
                format!("„{words}“: hier ist noch etwas zu entscheiden."),
                format!("\"{words}\": something is still to be decided"),
            )
        },
        hint: Text::new("Entscheiden und hinschreiben.", "Decide, and write it down."),
        habit: Text::new("ist noch etwas zu entscheiden", "something is still to be decided"),
    };
    for (document, mut spots) in spots_of(project, sayings.kind, always) {
        for spot in &mut spots {
            spot.severity = if is_released(project, spot.item) { Severity::Error } else { Severity::Hint };
        }
        say(found, document, &sayings, &spots);
    }
}

/// Whether an item is what people sign.
fn is_released(project: &Project, key: ItemKey) -> bool {
    let is_later =
        matches!(project.item(key).status, Some(Status::Freigegeben | Status::Umgesetzt | Status::Abgenommen));
    let version = project.chapter(project.chapter_of(key)).meta.version.as_deref();
    is_later || version.is_some_and(is_final)
}

/// Whether a version is none of a draft: `1.2`, not `0.9` or `2.0-Entwurf`.
fn is_final(version: &str) -> bool {
    let lower = version.to_lowercase();
    let is_draft = ["entwurf", "draft", "alpha", "beta", "rc"].iter().any(|word| lower.contains(word));
    let number = lower.trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits = number.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    !is_draft && digits.bytes().any(|digit| digit != b'0')
}

#[cfg(test)]
mod tests {
    use super::is_final;

    #[test]
    fn drafts_are_not_final() {
        assert!(["1.0", "v2", "1", "10.3", "2026-11"].iter().all(|version| is_final(version)));
        assert!(
            ["0.9", "0", "1.0-Entwurf", "2.0 draft", "v0.1", "", "1.0-rc1"].iter().all(|version| !is_final(version))
        );
    }
}
