//! The survey's checklist: questions with answers, and the themes that they belong to.

use super::{Block, ChapterKey, ContentSpot, DocumentKey, Fragment, Project};
use crate::config::fold;
use crate::diag::{Place, Text};
use std::collections::HashMap;

/// A question of the survey: its chapter, and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuestionKey(pub ChapterKey, pub u32);

/// A row of a survey's table of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked, as plain text.
    pub text: String,
    /// What is asked, as it is shown.
    pub question: Fragment,
    /// What is answered, as it is shown.
    pub answer: Fragment,
    /// The column with the IDs of what was found, where the table has one.
    pub finding: Option<Fragment>,
    /// What the answer says.
    pub state: QuestionState,
    /// The heading that it stands below: index into the chapter's headings.
    pub heading: Option<usize>,
    /// Where its row stands.
    pub place: Place,
}

/// Whether a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuestionState {
    /// Nobody has answered it yet.
    Open,
    /// It has an answer.
    Answered,
    /// It does not apply here.
    NotApplicable,
}

impl QuestionState {
    /// Every state, the most urgent first.
    pub const ALL: [Self; 3] = [Self::Open, Self::Answered, Self::NotApplicable];

    /// Its name in exports and style sheets.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// What an answer says: nothing, a mark or „offen“ leave the question open; „entfällt“ and „nicht zutreffend“, with or
    /// without a reason behind a colon, comma or dash, say that it does not apply.
    pub fn of_answer(answer: &str) -> Self {
        let answer = answer.trim();
        let is_mark =
            |c: char| c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '–' | '—' | '…' | '‐' | '‑');
        if answer.chars().all(is_mark) {
            return Self::Open;
        }
        let word = first_word(answer);
        let is_one_of = |words: &[&str]| words.contains(&fold(word).as_str());
        if is_one_of(&["offen", "nochoffen", "open", "stillopen", "tbd", "todo", "unbeantwortet", "unanswered"]) {
            return Self::Open;
        }
        let bare: String = word.to_lowercase().split_whitespace().collect();
        let none = ["entfaellt", "nichtzutreffend", "trifftnichtzu", "notapplicable", "doesnotapply"];
        match bare.as_str() {
            // „k. A.“ does not say whether there could be an answer.
            "k.a." => Self::Open,
            "n/a" | "n.a." | "n.z." => Self::NotApplicable,
            _ if is_one_of(&none) => Self::NotApplicable,
            _ => Self::Answered,
        }
    }
}

/// What stands before a reason: up to a colon, comma, semicolon, bracket, or a dash between blanks.
fn first_word(answer: &str) -> &str {
    let mark = answer.find([',', ';', ':', '(', '–', '—']);
    let dash = answer.find(" - ");
    let end = mark.into_iter().chain(dash).min().unwrap_or(answer.len());
    let word = answer[..end].trim();
    // A full stop ends the word, but is part of `n. a.`.
    if word.len() > 5 { word.trim_end_matches('.') } else { word }
}

/// Some questions that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its title: of the outline's content, else of the heading or chapter that the questions stand under.
    pub title: Text,
    /// The content of the outline that it is, where it is one: index into the outline's contents.
    pub content: Option<usize>,
    /// The chapter or section that it is first found in, where it is anywhere.
    pub spot: Option<ContentSpot>,
    /// Its questions, in the order of the text.
    pub questions: Vec<QuestionKey>,
}

impl Project {
    /// A question.
    pub fn question(&self, key: QuestionKey) -> &Question {
        &self.chapter(key.0).questions[key.1 as usize]
    }

    /// The questions of a document, in order.
    pub fn questions_of(&self, document: DocumentKey) -> impl Iterator<Item = QuestionKey> + '_ {
        self.chapters_of(document).flat_map(|chapter| {
            (0..self.chapter(chapter).questions.len() as u32).map(move |index| QuestionKey(chapter, index))
        })
    }

    /// How many questions of a document there are of each state, in the order of [`QuestionState::ALL`].
    pub fn question_counts(&self, document: DocumentKey) -> [usize; 3] {
        counts(self, self.questions_of(document))
    }

    /// The questions of a document by theme: the contents of its outline that stand in it, in their order, those without a
    /// question too; then the headings and chapters that are none of these.
    pub fn themes_of(&self, document: DocumentKey) -> Vec<Theme> {
        let spots = self.contents_of(document);
        let outline = self.document(document).outline.as_deref();
        let mut themes: Vec<Theme> = outline
            .into_iter()
            .flat_map(|outline| &outline.contents)
            .zip(&spots)
            .enumerate()
            .map(|(number, (content, spots))| Theme {
                content: Some(number),
                title: content.title.clone(),
                spot: spots.first().copied(),
                questions: Vec::new(),
            })
            .collect();
        let mut known: HashMap<ContentSpot, usize> = HashMap::new();
        for (at, spots) in spots.iter().enumerate() {
            for spot in spots {
                known.entry(*spot).or_insert(at);
            }
        }
        for chapter in self.chapters_of(document) {
            let above = self.sections(chapter);
            for (index, question) in self.chapter(chapter).questions.iter().enumerate() {
                let sections = std::iter::successors(question.heading, |heading| above[*heading]);
                let mut candidates =
                    sections.map(|at| ContentSpot::Section(chapter, at)).chain([ContentSpot::Chapter(chapter)]);
                let nearest =
                    question.heading.map_or(ContentSpot::Chapter(chapter), |at| ContentSpot::Section(chapter, at));
                let theme = candidates.find_map(|spot| known.get(&spot).copied()).unwrap_or_else(|| {
                    themes.push(Theme {
                        title: self.title_of(nearest),
                        content: None,
                        spot: Some(nearest),
                        questions: Vec::new(),
                    });
                    themes.len() - 1
                });
                known.entry(nearest).or_insert(theme);
                themes[theme].questions.push(QuestionKey(chapter, index as u32));
            }
        }
        themes.retain(|theme| theme.spot.is_some());
        themes
    }

    /// For each heading of a chapter the one that it stands below.
    fn sections(&self, chapter: ChapterKey) -> Vec<Option<usize>> {
        let headings = &self.chapter(chapter).headings;
        let mut open: Vec<usize> = Vec::new();
        let mut above = Vec::with_capacity(headings.len());
        for (at, heading) in headings.iter().enumerate() {
            while open.pop_if(|other| headings[*other].level >= heading.level).is_some() {}
            above.push(open.last().copied());
            open.push(at);
        }
        above
    }

    fn title_of(&self, spot: ContentSpot) -> Text {
        let title = match spot {
            ContentSpot::Chapter(chapter) => &self.chapter(chapter).title,
            ContentSpot::Section(chapter, at) => &self.chapter(chapter).headings[at].title,
        };
        Text::new(title.clone(), title.clone())
    }
}

/// How many of some questions there are of each state.
pub fn counts(project: &Project, questions: impl Iterator<Item = QuestionKey>) -> [usize; 3] {
    let mut counts = [0; 3];
    for key in questions {
        counts[project.question(key).state as usize] += 1;
    }
    counts
}

/// Whether a block is nothing but questions that nobody has answered.
pub(super) fn is_unanswered(block: &Block, questions: &[Question]) -> bool {
    let Block::Table(table) = block else { return false };
    table.rows.iter().all(|row| match row.kind {
        super::RowKind::Question(index) => questions[index].state == QuestionState::Open,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::QuestionState::{self, Answered, NotApplicable, Open};

    #[test]
    fn answers_are_understood() {
        let state = QuestionState::of_answer;
        for open in [
            "",
            " ",
            "?",
            "–",
            "…",
            "offen",
            "Offen.",
            "OPEN",
            "tbd",
            "TBD: Frau Heyer fragt nach",
            "offen, bis Mai",
            "k. A.",
        ] {
            assert_eq!(state(open), Open, "{open:?}");
        }
        for none in [
            "entfällt",
            "Entfällt – wir haben keinen Außendienst",
            "n/a",
            "N/A: no branches",
            "n. a.",
            "nicht zutreffend, kein Export",
            "not applicable",
            "Nicht zutreffend.",
            "entfällt - siehe oben",
        ] {
            assert_eq!(state(none), NotApplicable, "{none:?}");
        }
        for answered in [
            "25",
            "Ja",
            "Nein",
            "Offen für alle Kunden",
            "Offene Posten",
            "entfällt nur in den Ferien",
            "✅",
            "Na, kaum jemand",
            "A-Kunden: 46",
        ] {
            assert_eq!(state(answered), Answered, "{answered:?}");
        }
    }
}
