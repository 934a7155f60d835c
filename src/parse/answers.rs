//! Rows of tables that answer another document's items (authoring format, section 6).

use super::events::Plain;
use super::opening::Opening;
use super::scribe::Scribe;
use super::table::Named;
use crate::config::vocabulary::{TEXT_HEADS, is_decision_head};
use crate::config::{DefectClass, FieldName, Role, TestResult, Verdict, fold};
use crate::model::{Answer, Row, RowKind, TargetEnd};
use std::ops::Range;
use std::sync::Arc;

/// The longest text, in words, that may be a decision misspelt; what is longer tells something.
const LONGEST_DECISION: usize = 6;

impl Scribe<'_> {
    pub(super) fn answer_row(&mut self, found: &Opening, named: &Named, row: usize, columns: &[Range<usize>]) -> Row {
        let texts: Vec<Plain> = columns.iter().map(|cell| self.events.plain(cell.clone(), 0)).collect();
        let qualified = found.id.rsplit_once(':');
        let key = |named: &str| {
            let documents = self.context.config.documents.iter().map(|document| &document.key);
            documents
                .into_iter()
                .find(|key| key.eq_ignore_ascii_case(named))
                .map_or_else(|| Arc::from(named), Arc::clone)
        };
        let target = TargetEnd {
            document: qualified.map(|(document, _)| key(document)),
            id: Arc::from(qualified.map_or(found.id.as_str(), |(_, id)| id)),
            place: self.source.place(found.source.clone()),
        };
        let (mut verdict, mut result, mut reply, mut price) = (None, None, None, None);
        if self.holds_offers() {
            (reply, price) = self.reply(named, row, columns);
        } else if self.role() == Some(Role::Acceptance) {
            result = self.decision(named, &texts, TestResult::from_word);
            self.misspelt(named, &texts, TestResult::from_word, &["bestanden", "nicht bestanden", "offen"]);
        } else {
            verdict = self.decision(named, &texts, Verdict::from_word);
            if self.context.document.is_some_and(|document| document.realises.is_some()) {
                let known = ["vollständig", "teilweise", "abweichend", "ausgeschlossen", "offen"];
                self.misspelt(named, &texts, Verdict::from_word, &known);
            }
        }
        let fact = |name| named.fact(&texts, name);
        let answer = Answer {
            target,
            verdict,
            reply,
            price,
            result,
            defect: fact(FieldName::DefectClass).as_deref().and_then(DefectClass::from_word),
            date: fact(FieldName::Date),
            tester: fact(FieldName::Tester),
            reason: self.reason(named, &texts),
            by: self.own_ids(&texts),
            place: self.source.place(self.events.range(row)),
        };
        let index = self.chapter.answers.len();
        self.chapter.answers.push(answer);
        let cells = self.row_cells(columns);
        Row { kind: RowKind::Answer(index), cells }
    }

    /// What a row decides: as its columns for that say. A decision that does no more than name items leaves it to the
    /// remarks how far they go; without such a column, it is any but those that say what the item is.
    fn decision<T>(&self, named: &Named, texts: &[Plain], meaning: fn(&str) -> Option<T>) -> Option<T> {
        let decided: Vec<&Plain> = named.verdicts.iter().filter_map(|column| texts.get(*column)).collect();
        if let Some(decision) = decided.iter().find_map(|text| self.meaning(&text.text, meaning)) {
            return Some(decision);
        }
        let says_more = |text: &&Plain| text.text.contains(char::is_alphanumeric) && !self.is_reference(&text.text);
        let names_items = texts.iter().skip(1).any(|text| self.is_reference(&text.text));
        if !decided.is_empty() && (!names_items || decided.iter().any(says_more)) {
            return None;
        }
        let tells = |column: &usize| {
            named.columns.get(*column).is_some_and(|it| {
                !it.is_title
                    && !it.own.is_some_and(FieldName::is_of_tests)
                    && !TEXT_HEADS.contains(&fold(&it.head).as_str())
                    && Some(*column) != named.price
            })
        };
        let remarks_last = |column: &usize| Some(*column) == named.reason;
        let mut others: Vec<usize> = (1..texts.len()).filter(tells).collect();
        others.sort_by_key(remarks_last);
        others.into_iter().find_map(|column| self.meaning(&texts[column].text, meaning))
    }

    /// What a cell means: `nein`, `teilweise: erst im März`, `PH-310 (teilweise)` or `✔`.
    fn meaning<T>(&self, text: &str, meaning: fn(&str) -> Option<T>) -> Option<T> {
        let (word, _) = parted(text);
        let mark = match text.trim_start().chars().next() {
            Some('✓' | '✔' | '✅' | '☑') => "ja",
            Some('✗' | '✘' | '❌' | '☒') => "nein",
            _ => "",
        };
        meaning(text).or_else(|| meaning(word)).or_else(|| meaning(&self.without_ids(text))).or_else(|| meaning(mark))
    }

    /// Says of a short text in a column that holds decisions and nothing else that it is none.
    fn misspelt<T>(&mut self, named: &Named, texts: &[Plain], meaning: fn(&str) -> Option<T>, known: &[&str]) {
        for column in &named.verdicts {
            let (Some(head), Some(plain)) = (named.columns.get(*column), texts.get(*column)) else { continue };
            let text = plain.text.trim();
            let is_unknown = is_decision_head(&head.head)
                && text.contains(char::is_alphanumeric)
                && text.split_whitespace().count() <= LONGEST_DECISION
                && self.meaning(text, meaning).is_none()
                && self.context.grammar.find(text).next().is_none();
            if is_unknown {
                let start = plain.text.len() - plain.text.trim_start().len();
                let source = plain.source_range(start..start + text.len());
                let known: Vec<String> = known.iter().map(|word| (*word).to_owned()).collect();
                self.unless_known(false, &known, [&head.head; 2], text, &source);
            }
        }
    }

    /// Why a row decides as it does: in a column for that, or else whatever stands beside ID and decision.
    fn reason(&self, named: &Named, texts: &[Plain]) -> String {
        let verdict_of = |text: &Plain| self.meaning(&text.text, Verdict::from_word);
        let rest = || {
            let others = texts.iter().enumerate().skip(1).filter(|(column, text)| {
                let is_fact = named.columns.get(*column).and_then(|head| head.own);
                !named.verdicts.contains(column)
                    && !is_fact.is_some_and(FieldName::is_of_tests)
                    && verdict_of(text).is_none()
                    && !self.is_reference(&text.text)
            });
            others.map(|(_, text)| text.text.trim()).collect::<Vec<_>>().join(" ")
        };
        let written = named.reason.and_then(|column| texts.get(column)).map_or_else(rest, |text| text.text.clone());
        if !written.trim().is_empty() {
            return written.trim().to_owned();
        }
        // `nein: Grund`.
        let decided = named.verdicts.iter().filter_map(|column| texts.get(*column));
        let mut behind = decided.filter(|text| Verdict::from_word(&text.text).is_none() && verdict_of(text).is_some());
        behind.next().map_or_else(String::new, |text| parted(&text.text).1.to_owned())
    }

    /// Whether a text is nothing but IDs, and perhaps how far they go.
    fn is_reference(&self, text: &str) -> bool {
        let ids: usize = self.context.grammar.find(text).map(|id| id.len()).sum();
        ids > 0 && (ids * 2 > text.trim().len() || Verdict::from_word(&self.without_ids(text)).is_some())
    }

    fn without_ids(&self, text: &str) -> String {
        let (mut rest, mut from) = (String::new(), 0);
        for id in self.context.grammar.find(text) {
            rest.push_str(&text[from..id.start]);
            from = id.end;
        }
        rest.push_str(&text[from..]);
        rest
    }

    /// The IDs of the document's own in some cells, behind the first.
    fn own_ids(&self, texts: &[Plain]) -> Vec<TargetEnd> {
        let Some(document) = self.context.document else { return Vec::new() };
        let mut ids = Vec::new();
        for text in texts.iter().skip(1).filter(|text| self.is_reference(&text.text)) {
            for id in self.context.grammar.find(&text.text) {
                if self.context.grammar.own_id(&document.key, &text.text[id.clone()]).is_some() {
                    ids.push(self.target_end(text, &id));
                }
            }
        }
        ids
    }
}

/// A cell's first words, and what follows them behind a sign: `nein: Grund` → `nein` and `Grund`.
fn parted(text: &str) -> (&str, &str) {
    match text.split_once(['(', ',', ';', ':', '–', '—']) {
        Some((word, rest)) => (word.trim(), rest.trim().trim_end_matches(')').trim_end()),
        None => (text.trim(), ""),
    }
}

impl Named {
    /// What a row says in the column of a field of tests.
    fn fact(&self, texts: &[Plain], name: FieldName) -> Option<String> {
        let column = self.columns.iter().position(|head| head.own == Some(name));
        let text = texts.get(column.filter(|column| *column > 0)?)?.text.trim();
        text.contains(char::is_alphanumeric).then(|| text.to_owned())
    }
}
