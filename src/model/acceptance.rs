//! What the tests of an acceptance document say together: which demands they cover, which defects they found, and what
//! follows for the acceptance.

use super::{
    AnswerKey, Coverage, DefectClass, DocumentKey, FieldName, ItemKey, Origin, Priority, Project, Proof, Role,
    TestResult, TraceKind,
};
use rayon::prelude::*;

/// Whether tests show that a Muss is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tested {
    /// Every test of it passed.
    Passed,
    /// A test of it failed.
    Failed,
    /// It has a test that has not been run.
    Untested,
    /// No test decides about it.
    Without,
}

impl Tested {
    /// Every verdict.
    pub const ALL: [Self; 4] = [Self::Passed, Self::Failed, Self::Untested, Self::Without];

    /// Its name in exports and words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Untested => "untested",
            Self::Without => "without",
        }
    }
}

/// What follows from the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Proposal {
    /// Nothing yet: no test has been run.
    Pending,
    /// It may be accepted.
    Accept,
    /// It may be accepted with reservations.
    Reserve,
    /// It cannot be accepted.
    Refuse,
}

impl Proposal {
    /// Its name in exports and words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accept => "accept",
            Self::Reserve => "reserve",
            Self::Refuse => "refuse",
        }
    }
}

/// A test of an acceptance document: an item, or a row that decides about an item of another document.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// Where it is written.
    pub from: Origin,
    /// What it found.
    pub result: TestResult,
    /// How bad the defect is that it found, where it says so.
    pub defect: Option<DefectClass>,
}

impl Test {
    /// The tests of an acceptance document, in order: those that are items, chapter by chapter, then rows.
    pub fn all(project: &Project, document: DocumentKey) -> Vec<Self> {
        let mut tests = Vec::new();
        for chapter in project.chapters_of(document) {
            let items = project.items_of(chapter).filter(|item| is_test(project, *item));
            tests.extend(items.map(|item| Self {
                from: Origin::Item(item),
                result: result(project, Origin::Item(item)),
                defect: project.item(item).defect,
            }));
            let answers = project.chapter(chapter).answers.iter().zip(0..);
            tests.extend(answers.map(|(answer, at)| Self {
                from: Origin::Answer(AnswerKey(chapter, at)),
                result: result(project, Origin::Answer(AnswerKey(chapter, at))),
                defect: answer.defect,
            }));
        }
        tests
    }
}

/// The state of an acceptance document.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// Every Muss that it is about, in order.
    pub musts: Vec<(ItemKey, Tested)>,
    /// Muss items with a test that has no result yet, whatever others of their tests say.
    pub open: usize,
    /// Every test, as [`Test::all`] has them.
    pub tests: Vec<Test>,
}

impl Acceptance {
    /// Looks at a document's tests.
    pub fn of(project: &Project, document: DocumentKey) -> Self {
        let demanding = project.document_keys().filter(|key| is_demanding(project, document, *key));
        let own: Vec<(ItemKey, Own)> = demanding.flat_map(|key| musts(project, key)).collect();
        let open = own.iter().filter(|(_, own)| own.is_open).count();
        let musts = own.into_iter().map(|(key, own)| (key, own.tested)).collect();
        Self { musts, open, tests: Test::all(project, document) }
    }

    /// How many Muss items are in a state.
    pub fn tested(&self, tested: Tested) -> usize {
        self.musts.iter().filter(|(_, own)| *own == tested).count()
    }

    /// How many tests have a result.
    pub fn with_result(&self, result: TestResult) -> usize {
        self.tests.iter().filter(|test| test.result == result).count()
    }

    /// The defects of a class: failed tests. None: those without a class.
    pub fn defects(&self, class: Option<DefectClass>) -> impl Iterator<Item = &Test> {
        self.tests.iter().filter(move |test| test.result == TestResult::Failed && test.defect == class)
    }

    /// What follows. A defect that keeps people from working, or that nobody has classed, is a reason to refuse; one that
    /// hinders them, and a Muss that is not tested yet, to accept with a reservation only.
    pub fn proposal(&self) -> Proposal {
        let has = |class| self.defects(class).next().is_some();
        if self.with_result(TestResult::Untested) == self.tests.len() {
            Proposal::Pending
        } else if has(Some(DefectClass::Blocking)) || has(None) {
            Proposal::Refuse
        } else if has(Some(DefectClass::Hindering)) || self.open + self.tested(Tested::Without) > 0 {
            Proposal::Reserve
        } else {
            Proposal::Accept
        }
    }
}

/// Whether an acceptance document decides about a document's demands: it verifies it, or what realises it.
fn is_demanding(project: &Project, acceptance: DocumentKey, key: DocumentKey) -> bool {
    let (verifies, config) = (&project.document(acceptance).config.verifies, &project.document(key).config);
    let is_verified = |document: DocumentKey| verifies.contains(&project.document(document).config.key);
    config.role == Role::Lastenheft && (is_verified(key) || project.realisers(key).any(is_verified))
}

/// Whether an item of an acceptance document is a test, and not only what tests are nested in.
fn is_test(project: &Project, key: ItemKey) -> bool {
    let item = project.item(key);
    let decides = item.traces.iter().any(|field| field.kind == TraceKind::Verifies) || project.result_of(key).is_some();
    !project.is_dropped(key) && (decides || item.field(FieldName::Acceptance).is_some())
}

/// The Muss items of a document that are not excluded, with what tests say of each: of itself, of what realises it, of what it
/// is nested in, or of all that is nested in it.
fn musts(project: &Project, document: DocumentKey) -> Vec<(ItemKey, Own)> {
    let items: Vec<ItemKey> = project.items_of_document(document).collect();
    let first = items.first().map_or(0, |key| key.0);
    let parent = |at: usize| {
        let key = items[at];
        let parent = project.item(key).parent?;
        Some((project.item_key(project.chapter_of(key), parent).0 - first) as usize)
    };
    let mut own: Vec<Option<Own>> = items.par_iter().map(|key| own(project, *key)).collect();
    // A child comes after its parent.
    for at in 0..items.len() {
        own[at] = own[at].or_else(|| own[parent(at)?]);
    }
    let mut parts: Vec<Option<Option<Own>>> = vec![None; items.len()];
    for at in (0..items.len()).rev() {
        own[at] = own[at].or_else(|| parts[at].flatten());
        if let (Some(parent), false) = (parent(at), project.is_dropped(items[at])) {
            // What has no test makes the whole have none.
            let worse = |other: Option<Own>| Some(other?.with(own[at]?));
            parts[parent] = Some(parts[parent].map_or(own[at], worse));
        }
    }
    let is_must = |key: ItemKey| {
        !project.is_dropped(key)
            && project.weight(key) == Priority::Muss
            && project.proof_of(key).is_some()
            && project.coverage_of(key) != Some(Coverage::Excluded)
    };
    let tested = items.into_iter().zip(own).filter(|(key, _)| is_must(*key));
    tested.map(|(key, own)| (key, own.unwrap_or(Own { tested: Tested::Without, is_open: false }))).collect()
}

/// What tests say of an item.
#[derive(Clone, Copy)]
struct Own {
    tested: Tested,
    /// Whether one of them has no result.
    is_open: bool,
}

impl Own {
    /// What they say of two parts together.
    const fn with(self, other: Self) -> Self {
        let tested = match (self.tested, other.tested) {
            (Tested::Failed, _) | (_, Tested::Failed) => Tested::Failed,
            (Tested::Untested, _) | (_, Tested::Untested) => Tested::Untested,
            _ => Tested::Passed,
        };
        Self { tested, is_open: self.is_open || other.is_open }
    }
}

/// What an item's own tests say, and those of what realises it.
fn own(project: &Project, key: ItemKey) -> Option<Own> {
    let is_dropped = |from: Origin| matches!(from, Origin::Item(item) if project.is_dropped(item));
    let realisers = project.traces_to(key).filter(|trace| trace.kind == TraceKind::Realises && !is_dropped(trace.from));
    let realisers = realisers.filter_map(|trace| match trace.from {
        Origin::Item(item) => Some(item),
        Origin::Answer(_) => None,
    });
    let tests = std::iter::once(key).chain(realisers).flat_map(|item| project.traces_to(item));
    let tests = tests.filter(|trace| trace.kind == TraceKind::Verifies && !is_dropped(trace.from));
    let results: Vec<TestResult> = tests.map(|trace| result(project, trace.from)).collect();
    let is_open = results.contains(&TestResult::Untested);
    (!results.is_empty()).then(|| match project.proof_of(key) {
        Some(Proof::Passed) => Own { tested: Tested::Passed, is_open },
        Some(Proof::Failed) => Own { tested: Tested::Failed, is_open },
        _ => Own { tested: Tested::Untested, is_open: true },
    })
}

/// What a test found.
fn result(project: &Project, from: Origin) -> TestResult {
    let result = match from {
        Origin::Item(item) => project.result_of(item),
        Origin::Answer(answer) => project.answer(answer).result,
    };
    result.unwrap_or(TestResult::Untested)
}
