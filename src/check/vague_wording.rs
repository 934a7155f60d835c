//! # `vague-wording`: a word that cannot be tested
//!
//! Finds words such as „möglichst“, „schnell“ or „benutzerfreundlich“ in the title or text of an item of a Lastenheft or
//! Pflichtenheft. „bei Bedarf“, „ca.“ and others that often mean something are hints. An item with an `Abnahmekriterium`
//! says how it is tested, and is left alone.
//!
//! It matters because whether „schnell“ is met will be argued about at the acceptance, and both sides will be right.
//!
//! Before:
//!
//! ```text
//! - **LH-730** Die Suche muss möglichst schnell antworten.
//! ```
//!
//! After:
//!
//! ```text
//! - **LH-730** Die Suche muss in 95 von 100 Fällen in 2 s antworten.
//! ```

use super::report::Report;
use super::wording::{Sayings, report, untested};
use crate::diag::Text;
use crate::model::WordingKind;

pub(super) fn run(found: &mut Report<'_>) {
    let sayings = Sayings {
        kind: WordingKind::Vague,
        message: |words| {
            Text::new(format!("„{words}“ lässt sich nicht prüfen."), format!("\"{words}\" cannot be tested"))
        },
        hint: Text::new(
            "Mit Zahl und Einheit schreiben, oder ein Feld „- Abnahmekriterium: …“ dazu.",
            "Write it with a number and a unit, or add a field \"- Acceptance: …\".",
        ),
        habit: Text::new("steht ein Wort, das kaum zu prüfen ist", "stands a word that can hardly be tested"),
    };
    report(found, &sayings, untested);
}
