//! Results that test tools report, and what they say about a project's tests.

use super::{ItemKey, Project, TestResult};
use crate::diag::{Diagnostic, Place};
use std::sync::Arc;

/// A file of results, read: JUnit XML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestReport {
    /// Path below the project's folder.
    pub file: Arc<str>,
    /// Its cases, in order.
    pub cases: Vec<TestCase>,
    /// What was wrong in this file alone.
    pub diagnostics: Vec<Diagnostic>,
}

/// A case of a [`TestReport`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestCase {
    /// Its name.
    pub name: Spelled,
    /// Its class, module or file, where the tool names one.
    pub class: Option<Spelled>,
    /// The values of its properties.
    pub properties: Vec<Spelled>,
    /// What it found; what was skipped is untested.
    pub outcome: TestResult,
    /// When it ran, as the tool writes it: the case's own time stamp, or that of the suite that it stands in.
    pub ran: Option<Arc<str>>,
}

/// A text of a report, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// The text.
    pub text: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

impl TestCase {
    /// The day on which it ran: `2027-06-11`.
    pub fn day(&self) -> Option<&str> {
        let day = self.ran.as_deref()?.get(..10)?;
        crate::config::date::read(day).is_some().then_some(day)
    }
}

/// A case: index into [`Project::reports`], and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseKey(pub u32, pub u32);

impl Project {
    /// A case of a report, with the report.
    pub fn case(&self, key: CaseKey) -> (&TestReport, &TestCase) {
        let report = &self.reports[key.0 as usize];
        (report, &report.cases[key.1 as usize])
    }

    /// The cases that decide about an item, in the order of the files.
    pub fn cases_of(&self, item: ItemKey) -> &[CaseKey] {
        self.evidence.of(item)
    }

    /// What a test found: as it is written and as its cases say; the worse where both decide. None for what is no test.
    pub fn result_of(&self, item: ItemKey) -> Option<TestResult> {
        let written = self.item(item).result;
        match (written, self.measured(item)) {
            (Some(TestResult::Failed), _) | (_, Some(TestResult::Failed)) => Some(TestResult::Failed),
            (Some(TestResult::Passed), _) | (_, Some(TestResult::Passed)) => Some(TestResult::Passed),
            (written, measured) => written.or(measured),
        }
    }

    /// What the cases of an item say together: failed if one failed, passed if one passed and none failed, and untested if
    /// all were skipped. None where there is no case.
    pub fn measured(&self, item: ItemKey) -> Option<TestResult> {
        let mut measured = None;
        for key in self.cases_of(item) {
            match (self.case(*key).1.outcome, measured) {
                (TestResult::Failed, _) => return Some(TestResult::Failed),
                (TestResult::Passed, _) => measured = Some(TestResult::Passed),
                (TestResult::Untested, None) => measured = Some(TestResult::Untested),
                (TestResult::Untested, _) => {}
            }
        }
        measured
    }

    /// Whether what is written about a test and what its cases say exclude each other.
    pub fn is_contradicted(&self, item: ItemKey) -> bool {
        matches!(
            (self.item(item).result, self.measured(item)),
            (Some(TestResult::Passed), Some(TestResult::Failed)) | (Some(TestResult::Failed), Some(TestResult::Passed))
        )
    }

    /// The day of a test, as it is written, else the last on which one of its cases ran.
    pub fn day_of(&self, item: ItemKey) -> Option<&str> {
        let written = self.item(item).field(super::FieldName::Date).map(|field| field.value.as_str());
        let ran =
            self.cases_of(item).iter().map(|key| self.case(*key).1).filter(|it| it.outcome != TestResult::Untested);
        written.or_else(|| ran.filter_map(TestCase::day).max())
    }
}
