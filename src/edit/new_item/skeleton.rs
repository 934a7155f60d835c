//! The words of a new item: its ID as the neighbours write it, the fields that items of its document have, and marks
//! where something is to be written.

use super::spot::{Form, Spot};
use crate::config::vocabulary::{TEXT_HEADS, is_title_head};
use crate::config::{FieldName, fold};
use crate::diag::Language;
use crate::edit::Refusal;
use crate::edit::format::{cells_of, decoration_of, line_around};
use crate::model::{DocumentConfig, DocumentKey, Field, FieldKey, Item, Project, Role, TraceKind};
use crate::source::{SourceFile, Sources};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// What stands where nothing is said yet. A check of a document that is to be released finds it.
const TODO: &str = "TODO";

/// What a field holds that has no value yet.
const NOTHING: &str = "–";

/// A new item's words.
pub(super) struct Skeleton<'a> {
    id: &'a str,
    project: &'a Project,
    role: Role,
    traced: &'a [String],
    trace: FieldName,
    /// The document's usual fields with their values.
    fields: Vec<(FieldKey, String)>,
    /// Whether it has its priority from where it stands.
    has_priority: bool,
}

impl<'a> Skeleton<'a> {
    pub fn new(
        sources: &Sources,
        project: &'a Project,
        config: &DocumentConfig,
        document: Option<DocumentKey>,
        (id, traced, kind): (&'a str, &'a [String], TraceKind),
    ) -> Self {
        let trace = if kind == TraceKind::Verifies { FieldName::Verifies } else { FieldName::Realises };
        let mut fields = document.map(|document| usual(sources, project, document)).unwrap_or_default();
        if document.is_none_or(|document| project.items_of_document(document).len() == 0) {
            let first = if config.role == Role::Acceptance { FieldName::Result } else { FieldName::Priority };
            fields = vec![(FieldKey::Known(first), value(project, &FieldKey::Known(first), None))];
        }
        Self { id, project, role: config.role, traced, trace, fields, has_priority: false }
    }

    /// The item as a heading of a level with what stands below.
    pub fn section(&self, level: u8) -> String {
        format!("{} {} {TODO}\n\n{}", "#".repeat(usize::from(level)), self.id, self.below())
    }

    /// The item in the form of its neighbour, as lines.
    pub fn at(&mut self, spot: &Spot, neighbour: &Item, file: &SourceFile) -> Result<String, Refusal> {
        // What the neighbour has from its section the new item has too; a line of its own would say something else.
        let priority = FieldKey::Known(FieldName::Priority);
        let start = neighbour.place.range().start;
        let writes = |field: &Field| field.key == priority && field.place.range().start >= start;
        if neighbour.priority.is_some() && !neighbour.fields.iter().any(writes) {
            self.has_priority = true;
            self.fields.retain(|(key, _)| *key != priority);
        }
        let form = decoration_of(&file.text, neighbour).map(|(_, _, form)| form);
        let decorated = |usual: [&str; 2]| match &form {
            Some(form) => format!("{}{}{}{}", form.left, self.id, form.right, form.dash),
            None => format!("{}{}{}", usual[0], self.id, usual[1]),
        };
        Ok(match &spot.form {
            Form::Heading(level) => {
                format!("{} {} {TODO}\n\n{}", "#".repeat(usize::from(*level)), decorated(["", ""]), self.below())
            }
            Form::Entry(sign) => {
                let fields = self.field_lines(&" ".repeat(sign.len()));
                format!("{sign}{} {}\n{fields}", decorated(["**", "**"]), self.sentence())
            }
            Form::Paragraph => {
                let fields = self.field_lines("");
                let blank = if fields.is_empty() { "" } else { "\n" };
                format!("{} {}\n{blank}{fields}", decorated(["**", "**"]), self.sentence())
            }
            Form::Line if self.traced.is_empty() => format!("{} {}\n", decorated(["**", "**"]), self.sentence()),
            Form::Line => return Err(no_field(self.traced)),
            Form::Row(head) => self.row(head, file, &decorated(["", ""]))?,
        })
    }

    /// Fields and text below a heading.
    fn below(&self) -> String {
        let fields = self.field_lines("");
        let blank = if fields.is_empty() { "" } else { "\n" };
        format!("{fields}{blank}{}\n", self.sentence())
    }

    fn sentence(&self) -> String {
        match (self.role, self.project.config.language) {
            (Role::Acceptance | Role::Survey | Role::Annex, _) => format!("{TODO}: …"),
            (_, Language::De) => format!("{TODO}: Das System muss …"),
            (_, Language::En) => format!("{TODO}: The system must …"),
        }
    }

    /// `- Realisiert: LH-1`, and the usual fields, each as a line behind some blanks.
    fn field_lines(&self, indent: &str) -> String {
        let language = self.project.config.language;
        let mut lines = String::new();
        let mut line = |label: &str, value: &str| {
            for part in [indent, "- ", label, ": ", value, "\n"] {
                lines.push_str(part);
            }
        };
        if !self.traced.is_empty() {
            line(self.trace.labels(language)[0], &self.traced.join(", "));
        }
        for (key, value) in &self.fields {
            match key {
                FieldKey::Known(name) => line(name.labels(language)[0], value),
                FieldKey::Own(own) => line(self.project.config.field(own).map_or(own, |field| &field.title), value),
                FieldKey::Column(_) => {}
            }
        }
        lines
    }

    /// A row with a cell for each head.
    fn row(&self, head: &Range<usize>, file: &SourceFile, id: &str) -> Result<String, Refusal> {
        let line = head.start..line_around(&file.text, head.start).end;
        let heads = cells_of(&file.text[line]);
        let mut is_traced = self.traced.is_empty();
        let is_text = |head: &str| is_title_head(head) || TEXT_HEADS.contains(&fold(head).as_str());
        let mut cell = |(column, head): (usize, &&str)| {
            let name = FieldName::from_word(head);
            match name {
                _ if column == 0 => id.to_owned(),
                Some(own) if !is_traced && (own == self.trace || own == FieldName::Reference) => {
                    is_traced = true;
                    self.traced.join(", ")
                }
                Some(FieldName::Priority) if self.has_priority => String::new(),
                Some(own @ (FieldName::Priority | FieldName::Status | FieldName::Result)) => {
                    let key = FieldKey::Known(own);
                    let usual = self.fields.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone());
                    usual.unwrap_or_else(|| value(self.project, &key, None))
                }
                None if is_text(head) => TODO.to_owned(),
                _ => String::new(),
            }
        };
        let mut cells: Vec<String> = heads.iter().enumerate().map(&mut cell).collect();
        if !is_traced {
            return Err(no_field(self.traced));
        }
        if !cells.iter().any(|cell| cell == TODO)
            && let Some(free) = cells.iter_mut().find(|cell| cell.is_empty())
        {
            TODO.clone_into(free);
        }
        Ok(format!("| {} |\n", cells.join(" | ")))
    }
}

/// The form of the neighbours has no room for what is traced.
fn no_field(traced: &[String]) -> Refusal {
    let ids = traced.join(", ");
    Refusal::new(
        format!(
            "Die Nachbarn haben hier kein Feld, in dem {ids} stehen könnte. Der Tabelle eine Spalte „Realisiert“ geben, oder --after mit einem Item, das nicht in einer Tabelle oder Zeile steht."
        ),
        format!(
            "the neighbours have no field here that could hold {ids}; give the table a column \"Realises\", or use --after with an item that stands in no table or line"
        ),
    )
}

/// The fields that at least half of a document's items have of their own, with what a new one is to say in them.
fn usual(sources: &Sources, project: &Project, document: DocumentKey) -> Vec<(FieldKey, String)> {
    let fronts: HashMap<&Arc<str>, usize> =
        sources.files.iter().map(|file| (&file.path, file.front_matter.range.end)).collect();
    // In the order in which they came first.
    let mut counts: Vec<(FieldKey, usize, HashMap<String, usize>)> = Vec::new();
    let mut items = 0;
    for key in project.items_of_document(document) {
        let item = project.item(key);
        let is_own =
            |place: &crate::diag::Place| fronts.get(&place.file).is_none_or(|front| place.range().start >= *front);
        items += 1;
        for field in item.fields.iter().filter(|field| is_own(&field.place) && is_asked_for(&field.key)) {
            let known = counts.iter().position(|(known, ..)| *known == field.key);
            let at = known.unwrap_or_else(|| {
                counts.push((field.key.clone(), 0, HashMap::new()));
                counts.len() - 1
            });
            counts[at].1 += 1;
            *counts[at].2.entry(field.value.clone()).or_default() += 1;
        }
    }
    let is_usual = |(_, count, _): &(FieldKey, usize, HashMap<String, usize>)| count * 2 >= items;
    let filled = |(key, _, values): (FieldKey, usize, HashMap<String, usize>)| {
        let most = values.into_iter().max_by(|a, b| (a.1, &b.0).cmp(&(b.1, &a.0))).map(|(value, _)| value);
        let value = value(project, &key, most);
        (key, value)
    };
    counts.into_iter().filter(is_usual).map(filled).collect()
}

/// Whether an empty field of a kind helps: a trace is written when there is one.
fn is_asked_for(key: &FieldKey) -> bool {
    !matches!(key, FieldKey::Known(name) if name.is_trace() || *name == FieldName::Reference)
}

/// What a new item says in a field. `usual` is what most items say.
fn value(project: &Project, key: &FieldKey, usual: Option<String>) -> String {
    let german = project.config.language == Language::De;
    let word = |de: &str, en: &str| if german { de.to_owned() } else { en.to_owned() };
    match key {
        FieldKey::Known(FieldName::Priority) => usual.unwrap_or_else(|| word("muss", "must")),
        FieldKey::Known(FieldName::Status) => word("entwurf", "draft"),
        FieldKey::Known(FieldName::Result) => word("offen", "open"),
        _ => NOTHING.to_owned(),
    }
}
