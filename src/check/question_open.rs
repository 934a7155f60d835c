//! # `question-open`: a question of the survey has no answer
//!
//! Finds each row of a survey's table of questions whose answer is empty, or says only „offen“, „?“ or „tbd“. An answer
//! „entfällt“ or „nicht zutreffend“, best with a reason, is one. A theme of the outline under which nothing stands yet but
//! questions is one finding `outline-empty`, and its questions are none.
//!
//! It matters because the Lastenheft is written on what the survey knows: what nobody asked is guessed.
//!
//! Before:
//!
//! ```text
//! | Nr. | Frage | Antwort |
//! | --- | --- | --- |
//! | 1 | Wer vertritt den Außendienst im Urlaub? | offen |
//! ```
//!
//! After:
//!
//! ```text
//! | Nr. | Frage | Antwort |
//! | --- | --- | --- |
//! | 1 | Wer vertritt den Außendienst im Urlaub? | Niemand; siehe IST-120. |
//! ```

use super::report::{Report, shortened};
use crate::diag::Text;
use crate::model::{DocumentKey, Project, QuestionKey, QuestionState};

pub(super) fn run(report: &mut Report<'_>) {
    let project = report.project;
    for key in project.document_keys().flat_map(|document| begun(project, document)) {
        let question = project.question(key);
        if question.state != QuestionState::Open {
            continue;
        }
        let asked = shortened(&question.text);
        let message = Text::new(
            format!("Die Frage „{asked}“ ist noch nicht beantwortet."),
            format!("the question \"{asked}\" is not answered yet"),
        );
        let hint = Text::new(
            "Die Antwort in die Zeile schreiben; wo die Frage hier nicht passt: entfällt, mit dem Grund.",
            "Write the answer into the row; where the question does not fit here: not applicable, with the reason.",
        );
        let finding = report.at(&question.place, message, hint);
        report.add(finding);
    }
}

/// The questions of a document, in its order, but those of themes that nobody has begun.
fn begun(project: &Project, document: DocumentKey) -> Vec<QuestionKey> {
    let spots = project.contents_of(document);
    let is_begun = |content: usize| project.is_any_filled(&spots[content]);
    let themes = project.themes_of(document).into_iter().filter(|theme| theme.content.is_none_or(is_begun));
    let mut questions: Vec<QuestionKey> = themes.flat_map(|theme| theme.questions).collect();
    questions.sort_unstable();
    questions
}
