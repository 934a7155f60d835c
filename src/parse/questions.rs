//! The survey's tables of questions and answers.

use super::scribe::Scribe;
use super::table::Cells;
use crate::config::Role;
use crate::config::vocabulary::{is_answer_head, is_finding_head, is_question_head};
use crate::model::{Block, Question, QuestionState, Row, RowKind, Table};
use std::ops::Range;

/// Which column holds what.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    question: usize,
    answer: usize,
    finding: Option<usize>,
}

impl Scribe<'_> {
    /// The columns of a table of questions: one in a survey that has a head for the question and one for the answer.
    pub fn question_columns(&self, heads: &[String]) -> Option<Columns> {
        let named = |is: fn(&str) -> bool| heads.iter().position(|head| is(head));
        let is_survey = self.context.document.is_some_and(|document| document.role == Role::Survey);
        let (question, answer) = (named(is_question_head)?, named(is_answer_head)?);
        is_survey.then(|| Columns { question, answer, finding: named(is_finding_head) })
    }

    /// Reads a table of questions.
    pub fn questions(&mut self, at: usize, cells: &Cells, columns: Columns) {
        self.flush();
        let line = self.line(at);
        let head = cells.head.iter().map(|cell| self.ink(cell.clone(), 0).finish()).collect();
        let rows = cells.rows.iter().map(|(row, texts)| self.question_row(*row, texts, columns)).collect();
        self.push(Block::Table(Table { head, rows, line }));
    }

    fn question_row(&mut self, row: usize, texts: &[Range<usize>], columns: Columns) -> Row {
        let plain = |column: usize| {
            texts.get(column).map_or_else(String::new, |cell| self.events.plain(cell.clone(), 0).text.trim().to_owned())
        };
        let (text, answer) = (plain(columns.question), plain(columns.answer));
        let state = QuestionState::of_answer(&answer);
        let mut words = Vec::with_capacity(texts.len());
        let mut cells = Vec::with_capacity(texts.len());
        for cell in texts {
            let ink = self.ink(cell.clone(), 0);
            words.push(ink.plain.clone());
            cells.push(ink.finish());
        }
        if text.is_empty() {
            for words in &words {
                self.count(words);
            }
            return Row { kind: RowKind::Plain, cells };
        }
        // A question alone says nothing of the state of things.
        if state != QuestionState::Open {
            for words in &words {
                self.count(words);
            }
        }
        let cell = |column: usize| cells.get(column).cloned();
        let question = Question {
            text,
            question: cell(columns.question).unwrap_or_default(),
            answer: cell(columns.answer).unwrap_or_default(),
            finding: columns.finding.and_then(cell),
            state,
            heading: self.heading_above(),
            place: self.source.place(self.events.range(row)),
        };
        self.chapter.questions.push(question);
        Row { kind: RowKind::Question(self.chapter.questions.len() - 1), cells }
    }
}
