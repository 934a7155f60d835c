//! What is known of an item that rows can be picked by.

use super::facets::{Look, Value};
use crate::config::{DefectClass, FieldKind};
use crate::model::{
    ChapterKey, Coverage, DocumentKey, Field, FieldKey, FieldName, ItemKey, Priority, Proof, Role, Status, TestResult,
    TraceKind, is_own,
};
use crate::site::{Site, signs};
use foldhash::{HashMap, HashSet};

/// A kind of fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// What is missing: nothing realises it, or its test failed.
    Gap,
    Coverage,
    /// Whether an item that realises answers a demand.
    Origin,
    Priority,
    Status,
    Proof,
    Result,
    Defect,
    Chapter,
    Milestone,
    /// A field with values of the author's own, and whether it names several at once.
    Field(FieldKey, bool),
}

/// A fact of an item: one of the kind's values, or a text.
pub(super) enum Pick {
    At(usize),
    Text(String),
}

/// Facts that take a look at all items of a document, and what of the project they come from.
pub(super) struct Facts<'s> {
    pub site: &'s Site,
    pub document: DocumentKey,
    /// For each item of the document its milestone: index into the schedule's deliveries.
    milestones: HashMap<ItemKey, usize>,
    /// The findings of a survey from which nothing follows.
    without_consequence: HashSet<ItemKey>,
    /// Fields with values of the author's own that items have.
    pub fields: Vec<FieldKey>,
}

/// Fields whose values are picked; those of texts are no more than columns.
const PICKED: [FieldName; 4] = [FieldName::Verification, FieldName::Tags, FieldName::Owner, FieldName::Tester];

impl<'s> Facts<'s> {
    pub fn new(site: &'s Site, document: DocumentKey, rows: &[ItemKey]) -> Self {
        let project = &*site.project;
        let mut milestones = HashMap::default();
        for (at, delivery) in site.schedule.deliveries.iter().enumerate().filter(|(_, one)| one.milestone.is_some()) {
            let parts = delivery.parts.iter().filter(|part| part.document == document);
            milestones.extend(parts.flat_map(|part| part.items.iter().map(|item| (*item, at))));
        }
        let is_survey = project.document(document).config.role == Role::Survey;
        let without_consequence = if is_survey { without_consequence(site, rows) } else { HashSet::default() };
        Self { site, document, milestones, without_consequence, fields: fields(site, rows) }
    }

    /// Every kind of fact, in the order in which they are shown.
    pub fn kinds(&self) -> Vec<Fact> {
        let field = |name| Fact::Field(FieldKey::Known(name), true);
        let mut kinds = vec![
            Fact::Gap,
            Fact::Coverage,
            Fact::Origin,
            Fact::Priority,
            Fact::Result,
            Fact::Proof,
            Fact::Status,
            Fact::Chapter,
            Fact::Milestone,
            Fact::Defect,
        ];
        kinds.extend(PICKED.into_iter().map(field));
        kinds.extend(self.fields.iter().map(|key| Fact::Field(key.clone(), self.is_list(key))));
        kinds
    }

    /// The name of a kind in addresses, and the word for it.
    pub fn name(&self, fact: &Fact) -> (String, String) {
        let words = self.site.words();
        let word = |key: &str| words.get(key).to_owned();
        match fact {
            Fact::Gap => ("gap".to_owned(), word("filter.gaps")),
            Fact::Coverage | Fact::Origin => ("coverage".to_owned(), word("thread")),
            Fact::Priority => ("priority".to_owned(), word("field.priority")),
            Fact::Status => ("status".to_owned(), word("field.status")),
            Fact::Proof => ("proof".to_owned(), word("proof")),
            Fact::Result => ("result".to_owned(), word("field.result")),
            Fact::Defect => ("defect".to_owned(), word("field.defect-class")),
            Fact::Chapter => ("chapter".to_owned(), word("chapter")),
            Fact::Milestone => ("milestone".to_owned(), word("field.milestone")),
            Fact::Field(FieldKey::Known(FieldName::Verification), _) => {
                ("verification".to_owned(), word("filter.verification"))
            }
            Fact::Field(FieldKey::Known(name), _) => {
                (name.key().replace(' ', "-"), word(&format!("field.{}", name.key().replace(' ', "-"))))
            }
            Fact::Field(FieldKey::Own(key), _) => {
                let title = self.site.project.config.field(key).map(|field| field.title.clone());
                (key.to_string(), title.unwrap_or_else(|| key.to_string()))
            }
            Fact::Field(FieldKey::Column(head), _) => (crate::model::slug(head), head.to_string()),
        }
    }

    /// What an item has of a kind.
    pub fn of(&self, fact: &Fact, item: ItemKey) -> Vec<Pick> {
        let project = &*self.site.project;
        let at = match fact {
            Fact::Gap => self.is_gap(item).then_some(0),
            // The worst sorts first.
            Fact::Coverage => project.coverage_of(item).map(|found| Coverage::ALL.len() - 1 - found as usize),
            Fact::Origin => self.is_realiser(item).then(|| usize::from(project.has_origin(item))),
            Fact::Priority => (project.coverage_of(item).is_some() || project.item(item).priority.is_some())
                .then(|| project.weight(item) as usize),
            Fact::Status => project.item(item).status.map(|status| status as usize),
            Fact::Proof => project.proof_of(item).map(|proof| PROOFS.iter().position(|one| *one == proof).unwrap_or(0)),
            Fact::Result => {
                project.result_of(item).map(|result| RESULTS.iter().position(|one| *one == result).unwrap_or(0))
            }
            Fact::Defect => project.item(item).defect.map(|defect| defect as usize),
            Fact::Chapter => Some((project.chapter_of(item).0 - self.first_chapter()) as usize),
            Fact::Milestone => self.milestones.get(&item).copied(),
            Fact::Field(key, is_list) => return self.texts(key, *is_list, item).into_iter().map(Pick::Text).collect(),
        };
        at.into_iter().map(Pick::At).collect()
    }

    /// A value of a kind.
    pub fn value(&self, fact: &Fact, at: usize) -> Value {
        let words = self.site.words();
        let sign = |kind: &str, class: &str, word: String| {
            Value::new(class, words.get(&word), Look::Sign(format!("{kind} {class}")))
        };
        match fact {
            Fact::Gap => Value::new("1", words.get("filter.gaps"), Look::Word),
            Fact::Coverage => {
                let key = Coverage::ALL[Coverage::ALL.len() - 1 - at].key();
                sign("cov", key, format!("coverage.{key}"))
            }
            Fact::Origin => {
                let key = ["loose", "traced"][at];
                sign("cov", key, format!("origin.{key}"))
            }
            Fact::Priority => {
                let key = signs::priority_class(Priority::ALL[at]);
                sign("prio", key, format!("priority.{key}"))
            }
            Fact::Status => sign("status", Status::ALL[at].key(), format!("status.{}", Status::ALL[at].key())),
            Fact::Proof => sign("proof", PROOFS[at].key(), format!("proof.{}", PROOFS[at].key())),
            Fact::Result => sign("proof", RESULTS[at].key(), format!("proof.{}", RESULTS[at].key())),
            Fact::Defect => {
                let key = DefectClass::ALL[at].key();
                Value::new(key, words.get(&format!("defect.{key}")), Look::Word)
            }
            Fact::Chapter => self.chapter(ChapterKey(self.first_chapter() + at as u32)),
            Fact::Milestone => self.milestone(at),
            Fact::Field(..) => Value::new("", "", Look::Word),
        }
    }

    /// How many values a kind can have that are not texts.
    pub fn len(&self, fact: &Fact) -> usize {
        match fact {
            Fact::Gap => 1,
            Fact::Coverage => Coverage::ALL.len(),
            Fact::Origin => 2,
            Fact::Priority => Priority::ALL.len(),
            Fact::Status => Status::ALL.len(),
            Fact::Proof => PROOFS.len(),
            Fact::Result => RESULTS.len(),
            Fact::Defect => DefectClass::ALL.len(),
            Fact::Chapter => self.site.project.chapters_of(self.document).len(),
            Fact::Milestone => self.site.schedule.deliveries.len(),
            Fact::Field(..) => 0,
        }
    }

    /// The order that the settings give the values of a field: none sorts them as a dictionary does.
    pub fn choices(&self, fact: &Fact) -> &'s [String] {
        let Fact::Field(FieldKey::Own(key), _) = fact else { return &[] };
        match self.site.project.config.field(key).map(|field| &field.kind) {
            Some(FieldKind::Choice(choices)) => choices,
            _ => &[],
        }
    }

    fn first_chapter(&self) -> u32 {
        self.site.project.document(self.document).chapters.start
    }

    fn chapter(&self, key: ChapterKey) -> Value {
        let site = self.site;
        let chapter = site.project.chapter(key);
        let path = site.plan.chapter(key);
        let folder = format!("{}/", site.project.document(self.document).config.key);
        let name = path.strip_suffix("/index.html").unwrap_or(path);
        let label = match &chapter.number {
            Some(number) => format!("{number} {}", chapter.title),
            None => chapter.title.clone(),
        };
        Value::new(name.strip_prefix(&folder).unwrap_or(name), &label, Look::Link(path.to_owned(), String::new()))
    }

    fn milestone(&self, at: usize) -> Value {
        let site = self.site;
        let Some(number) = site.schedule.deliveries[at].milestone else { return Value::new("", "", Look::Word) };
        let milestone = &site.project.config.milestones[number];
        let label = format!("{} {}", milestone.key, milestone.title);
        let look = match site.plan.milestones() {
            Some(path) => Look::Link(path.to_owned(), format!("#{}", site.plan.anchor(number))),
            None => Look::Word,
        };
        Value::new(&milestone.key, label.trim(), look)
    }

    fn is_realiser(&self, item: ItemKey) -> bool {
        let project = &*self.site.project;
        project.document(self.document).config.realises.is_some()
            && project.coverage_of(item).is_none()
            && !project.is_dropped(item)
            && !signs::is_test(project.item(item))
    }

    fn is_gap(&self, item: ItemKey) -> bool {
        let project = &*self.site.project;
        if project.is_dropped(item) {
            return false;
        }
        let has_failed = project.proof_of(item) == Some(Proof::Failed);
        if let Some(coverage) = project.coverage_of(item) {
            return matches!(coverage, Coverage::Open | Coverage::Mentioned) || has_failed;
        }
        if let Some(result) = project.result_of(item) {
            return result != TestResult::Passed;
        }
        has_failed
            || self.without_consequence.contains(&item)
            || self.is_realiser(item) && !project.has_origin(item)
            || project.document(self.document).config.role == Role::Acceptance && signs::is_test(project.item(item))
    }

    /// Whether a field names several values at once.
    fn is_list(&self, key: &FieldKey) -> bool {
        let FieldKey::Own(own) = key else { return false };
        let kind = self.site.project.config.field(own).map(|field| &field.kind);
        matches!(kind, Some(FieldKind::Ids | FieldKind::Choice(_)))
    }

    /// The values of a field, each by itself where it names several.
    fn texts(&self, key: &FieldKey, is_list: bool, item: ItemKey) -> Vec<String> {
        let separators: &[char] = if is_list { &[',', ';'] } else { &[] };
        let mut texts: Vec<String> = Vec::new();
        for field in values(self.site, item, key) {
            for part in field.value.split(separators) {
                let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
                if !part.is_empty() && !texts.contains(&part) {
                    texts.push(part);
                }
            }
        }
        texts
    }
}

/// The worst first.
const PROOFS: [Proof; 3] = [Proof::Failed, Proof::Untested, Proof::Passed];
const RESULTS: [TestResult; 3] = [TestResult::Failed, TestResult::Untested, TestResult::Passed];

/// An item's fields of a name: its own, or else those that its chapter's front matter gives it.
pub(super) fn values<'s>(site: &'s Site, item: ItemKey, key: &FieldKey) -> impl Iterator<Item = &'s Field> {
    let item = site.project.item(item);
    let has_own = item.fields.iter().any(|field| field.key == *key && is_own(item, field));
    item.fields.iter().filter(move |field| field.key == *key && (!has_own || is_own(item, field)))
}

/// The fields of the authors' own that rows have: those of the settings in their order, then columns of tables.
fn fields(site: &Site, rows: &[ItemKey]) -> Vec<FieldKey> {
    let mut found: Vec<FieldKey> = Vec::new();
    let mut seen = HashSet::default();
    for field in rows.iter().flat_map(|row| &site.project.item(*row).fields) {
        if !matches!(field.key, FieldKey::Known(_)) && seen.insert(&field.key) {
            found.push(field.key.clone());
        }
    }
    let place = |key: &FieldKey| match key {
        FieldKey::Own(own) => site.project.config.fields.iter().position(|field| field.key == *own),
        _ => None,
    };
    found.sort_by_key(|key| place(key).unwrap_or(usize::MAX));
    found
}

/// The findings of a survey that nothing stems from: neither from them, nor from what they are nested in, nor from what is
/// nested in them.
fn without_consequence(site: &Site, rows: &[ItemKey]) -> HashSet<ItemKey> {
    let project = &*site.project;
    let is_source = |item: ItemKey| project.traces_to(item).any(|trace| trace.kind == TraceKind::StemsFrom);
    let parent = |item: ItemKey| Some(project.item_key(project.chapter_of(item), project.item(item).parent?));
    let mut used: HashSet<ItemKey> = rows.iter().copied().filter(|item| is_source(*item)).collect();
    let sources = used.clone();
    // What is nested comes after what it is nested in.
    for item in rows.iter().rev().filter(|item| sources.contains(item)) {
        let mut above = parent(*item);
        while let Some(one) = above.filter(|one| used.insert(*one)) {
            above = parent(one);
        }
    }
    let mut below = HashSet::default();
    for item in rows {
        if sources.contains(item) || parent(*item).is_some_and(|above| below.contains(&above)) {
            below.insert(*item);
        }
    }
    rows.iter().copied().filter(|item| !used.contains(item) && !below.contains(item)).collect()
}
