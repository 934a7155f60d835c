//! Which columns a listing has, and which of them are shown before the reader chooses.

use super::facets::Facet;
use super::facts::{Fact, Facts, values};
use crate::config::FieldKind;
use crate::model::{FieldKey, FieldName, ItemKey, Role, TraceKind};
use crate::site::signs;
use std::collections::HashSet;

/// The traces by which an item says what it does about another.
const REALISES: &[TraceKind] = &[TraceKind::Realises, TraceKind::Excludes];
/// How many columns are shown at first, where their kind does not decide it.
const SHOWN: usize = 8;

/// A column.
pub(in crate::site) struct Column {
    /// Its name in addresses.
    pub key: String,
    pub label: String,
    pub is_shown: bool,
    pub sort: Sort,
    pub(super) content: Content,
    /// The facet that is looked for in its text.
    pub text_of: Option<usize>,
}

/// How a column sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::site) enum Sort {
    /// By the order of a facet's values.
    Values(usize),
    Text,
    Number,
    Nothing,
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::site) enum Content {
    Id,
    Title,
    /// The values of a facet.
    Facet(usize),
    /// What realises it, or says that nothing will.
    RealisedBy,
    /// The other ends of its own traces.
    To(&'static [TraceKind]),
    /// Where traces to it start.
    From(TraceKind),
    /// What tests it, or what realises it.
    Tests,
    /// What a field says.
    Field(FieldKey, Kind),
}

/// How a field's text sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::site) enum Kind {
    Text,
    Number,
    Money,
    Effort,
    Date,
}

/// The columns of some rows.
pub(super) fn of(facts: &Facts<'_>, rows: &[ItemKey], facets: &[Facet]) -> Vec<Column> {
    let site = facts.site;
    let words = site.words();
    let word = |key: &str| words.get(key).to_owned();
    let role = site.project.document(facts.document).config.role;
    let is_matrix = site.plan.targets.contains(&facts.document);
    let mut columns = Columns { facts, rows, facets, found: Vec::new() };
    columns.add("id", "ID".to_owned(), Content::Id, Sort::Text, true);
    let title = word(if is_matrix { "item" } else { "item.title" });
    columns.add("title", title, Content::Title, Sort::Text, true);
    columns.facet(&Fact::Chapter, false);
    columns.facet(&Fact::Priority, true);
    columns.facet(&Fact::Status, !is_matrix);
    columns.facet(&Fact::Coverage, true);
    columns.facet(&Fact::Origin, true);
    if is_matrix {
        columns.add("realised-by", word("link.realised-by"), Content::RealisedBy, Sort::Nothing, true);
    }

    columns.links("realises", word("link.realises"), Content::To(REALISES), true);
    columns.links("verifies", word("link.verifies"), Content::To(&[TraceKind::Verifies]), true);
    columns.links("stems-from", word("link.stems-from"), Content::To(&[TraceKind::StemsFrom]), false);
    columns.links("source-of", word("link.source-of"), Content::From(TraceKind::StemsFrom), role == Role::Survey);
    if is_matrix {
        columns.add("tests", word("tests"), Content::Tests, Sort::Nothing, true);
    } else {
        columns.links("tests", word("tests"), Content::Tests, true);
    }
    columns.facet(&Fact::Proof, true);
    columns.facet(&Fact::Result, true);
    columns.facet(&Fact::Defect, true);
    columns.field(FieldName::Date, Kind::Date, true);
    columns.known(FieldName::Tester, false);
    columns.facet(&Fact::Milestone, !is_matrix);
    columns.field(FieldName::Effort, Kind::Effort, !is_matrix);
    columns.field(FieldName::Cost, Kind::Money, !is_matrix);
    columns.known(FieldName::Verification, false);
    columns.known(FieldName::Owner, false);
    columns.field(FieldName::Source, Kind::Text, false);
    columns.known(FieldName::Tags, false);
    for (at, facet) in facets.iter().enumerate() {
        let Fact::Field(key, _) = &facet.fact else { continue };
        if !matches!(key, FieldKey::Known(_)) {
            let few = columns.found.iter().filter(|column| column.is_shown).count() < SHOWN;
            columns.own(at, key, !is_matrix && few);
        }
    }
    let mut columns = columns.found;
    let mut taken = HashSet::new();
    for column in &mut columns {
        while !taken.insert(column.key.clone()) {
            column.key.push('~');
        }
    }
    columns
}

struct Columns<'f, 's> {
    facts: &'f Facts<'s>,
    rows: &'f [ItemKey],
    facets: &'f [Facet],
    found: Vec<Column>,
}

impl Columns<'_, '_> {
    fn add(&mut self, key: &str, label: String, content: Content, sort: Sort, is_shown: bool) {
        let text_of = None;
        self.found.push(Column { key: key.to_owned(), label, is_shown, sort, content, text_of });
    }

    /// The column of a facet, if rows have it.
    fn facet(&mut self, fact: &Fact, is_shown: bool) {
        if let Some(at) = self.facets.iter().position(|facet| facet.fact == *fact) {
            let facet = &self.facets[at];
            self.add(&facet.key, facet.label.clone(), Content::Facet(at), Sort::Values(at), is_shown);
        }
    }

    /// The column of a field that every project knows and whose values are picked.
    fn known(&mut self, name: FieldName, is_shown: bool) {
        let is_it = |facet: &Facet| matches!(&facet.fact, Fact::Field(FieldKey::Known(own), _) if *own == name);
        if let Some(at) = self.facets.iter().position(is_it) {
            self.own(at, &FieldKey::Known(name), is_shown);
        }
    }

    /// The column of a facet that may have no values but texts.
    fn own(&mut self, at: usize, key: &FieldKey, is_shown: bool) {
        let facet = &self.facets[at];
        let (content, sort) = if facet.values.is_empty() {
            let kind = self.kind(key);
            (Content::Field(key.clone(), kind), sort(kind))
        } else {
            (Content::Facet(at), Sort::Values(at))
        };
        self.add(&facet.key, facet.label.clone(), content, sort, is_shown);
        if let Some(column) = self.found.last_mut() {
            column.text_of = facet.values.is_empty().then_some(at);
        }
    }

    fn kind(&self, key: &FieldKey) -> Kind {
        let FieldKey::Own(own) = key else { return Kind::Text };
        match self.facts.site.project.config.field(own).map(|field| &field.kind) {
            Some(FieldKind::Number) => Kind::Number,
            Some(FieldKind::Money) => Kind::Money,
            Some(FieldKind::Date) => Kind::Date,
            _ => Kind::Text,
        }
    }

    /// The column of a field that is not picked by, if rows have it.
    fn field(&mut self, name: FieldName, kind: Kind, is_shown: bool) {
        let key = FieldKey::Known(name);
        let site = self.facts.site;
        if self.rows.iter().any(|row| values(site, *row, &key).next().is_some()) {
            let word = name.key().replace(' ', "-");
            let label = site.words().get(&format!("field.{word}")).to_owned();
            self.add(&word, label, Content::Field(key, kind), sort(kind), is_shown);
        }
    }

    /// The column of some traces, if rows have them.
    fn links(&mut self, key: &str, label: String, content: Content, is_shown: bool) {
        let project = &*self.facts.site.project;
        let has = |row: &ItemKey| match &content {
            Content::To(kinds) => project.traces_from(*row).any(|trace| kinds.contains(&trace.kind)),
            Content::From(kind) => project.traces_to(*row).any(|trace| trace.kind == *kind),
            Content::Tests => {
                !signs::is_test(project.item(*row))
                    && project.traces_to(*row).any(|trace| trace.kind == TraceKind::Verifies)
            }
            _ => true,
        };
        if self.rows.iter().any(has) {
            self.add(key, label, content, Sort::Nothing, is_shown);
        }
    }
}

fn sort(kind: Kind) -> Sort {
    if kind == Kind::Text { Sort::Text } else { Sort::Number }
}
