//! Finding items by ID.

use super::named;
use crate::diag::{Diagnostic, Severity, Text, nearest};
use crate::model::{DocumentKey, ItemKey, Project, Resolution, TargetEnd};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How many suggestions are looked for: each compares with all IDs of a document.
const SUGGESTIONS: u32 = 200;

/// Every item by document and ID, and by ID alone.
pub(super) struct Index {
    own: HashMap<(DocumentKey, Arc<str>), ItemKey>,
    all: HashMap<Arc<str>, Vec<ItemKey>>,
    duplicates: Vec<(ItemKey, ItemKey)>,
    suggestions: Cell<u32>,
}

impl Index {
    pub fn new(project: &Project) -> Self {
        let mut index = Self {
            own: HashMap::with_capacity(project.slots.len()),
            all: HashMap::with_capacity(project.slots.len()),
            duplicates: Vec::new(),
            suggestions: Cell::new(SUGGESTIONS),
        };
        for key in project.items() {
            let id = &project.item(key).id;
            match index.own.entry((project.document_of(key), Arc::clone(id))) {
                std::collections::hash_map::Entry::Occupied(first) => index.duplicates.push((*first.get(), key)),
                std::collections::hash_map::Entry::Vacant(entry) => {
                    entry.insert(key);
                    index.all.entry(Arc::clone(id)).or_default().push(key);
                }
            }
        }
        index
    }

    /// The item of a document with an ID.
    pub fn get(&self, document: DocumentKey, id: &Arc<str>) -> Option<ItemKey> {
        self.own.get(&(document, Arc::clone(id))).copied()
    }

    /// Looks up a reference: in the documents that the field is about, in the one that it stands in, in the others.
    pub fn look_up(
        &self,
        project: &Project,
        target: &TargetEnd,
        prefer: &[DocumentKey],
        standing: Option<DocumentKey>,
    ) -> Resolution {
        if let Some(named) = &target.document {
            let found = project.document_named(named).and_then(|document| self.get(document, &target.id));
            return found.map_or(Resolution::Dangling, Resolution::Item);
        }
        if let Some(found) = prefer.iter().chain(&standing).find_map(|document| self.get(*document, &target.id)) {
            return Resolution::Item(found);
        }
        match self.all.get(&target.id).map(Vec::as_slice) {
            None | Some([]) => Resolution::Dangling,
            Some([one]) => Resolution::Item(*one),
            Some(many) => Resolution::Ambiguous(many.to_vec()),
        }
    }

    /// Says that a reference leads nowhere, or to several items.
    pub fn unresolved(
        &self,
        project: &Project,
        target: &TargetEnd,
        found: &Resolution,
        severity: Severity,
    ) -> Diagnostic {
        let id = &target.id;
        let place = target.place.clone();
        if let Resolution::Ambiguous(items) = found {
            let names: Vec<String> = items
                .iter()
                .map(|item| format!("{}:{id}", project.document(project.document_of(*item)).config.key))
                .collect();
            let message = Text::new(
                format!("„{id}“ gibt es in mehreren Dokumenten; gemeint sein kann {}.", names.join(" oder ")),
                format!("several documents have \"{id}\"; it may mean {}", names.join(" or ")),
            );
            let hint = Text::new(
                format!("Das Dokument mit dazuschreiben: {}", names[0]),
                format!("Write the document with it: {}", names[0]),
            );
            return Diagnostic::new("ambiguous-reference", severity, place, message).hint(hint);
        }
        let message = Text::new(format!("Ein Item „{id}“ gibt es nicht."), format!("there is no item \"{id}\""));
        let hint = self.suggestion(id).map_or_else(
            || Text::new("Die ID prüfen, oder das Item anlegen.", "Check the ID, or add the item."),
            |near| Text::new(format!("Gemeint ist vielleicht „{near}“."), format!("\"{near}\" may be meant")),
        );
        Diagnostic::new("dangling-reference", severity, place, message).hint(hint)
    }

    fn suggestion(&self, id: &str) -> Option<String> {
        let left = self.suggestions.get().checked_sub(1)?;
        self.suggestions.set(left);
        // Sorted, since a map's order differs from run to run.
        let mut known: Vec<&str> = self.all.keys().map(|known| &**known).collect();
        known.sort_unstable();
        nearest(id, known).map(str::to_owned)
    }

    /// Reports each ID that opens a second item in its document, with both places.
    pub fn report_duplicates(&self, project: &mut Project) {
        for (first, second) in &self.duplicates {
            let (item, other) = (project.item(*second), project.item(*first));
            let document = &project.document(project.document_of(*second)).config.key;
            let name = named(project, *first);
            let message = Text::new(
                format!("Die ID „{}“ ist in diesem Dokument schon vergeben, an {}.", item.id, name.de),
                format!("the ID \"{}\" is already taken in this document, by {}", item.id, name.en),
            );
            let found = Diagnostic::new("duplicate-id", Severity::Error, item.place.clone(), message)
                .related(other.place.clone(), Text::new("zuerst hier", "first here"))
                .hint(Text::new("Einem der beiden eine neue ID geben.", "Give one of the two a new ID."))
                .item(document, &item.id);
            project.diagnostics.push(found);
        }
    }

    /// Each item's name in addresses: its ID with what no file name may have replaced, unique in its document however
    /// letters are cased, since some file systems do not tell `a` from `A`.
    pub fn names(project: &Project) -> Vec<Arc<str>> {
        let mut taken: HashSet<(DocumentKey, String)> = HashSet::with_capacity(project.slots.len());
        let mut names = Vec::with_capacity(project.slots.len());
        for key in project.items() {
            let document = project.document_of(key);
            let id = &project.item(key).id;
            let is_safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
            let safe = id.chars().all(is_safe) && !id.starts_with('.');
            let base: Arc<str> = if safe {
                Arc::clone(id)
            } else {
                let replaced: String = id.chars().map(|c| if is_safe(c) { c } else { '_' }).collect();
                Arc::from(replaced.trim_start_matches('.'))
            };
            let mut name = Arc::clone(&base);
            let mut number = 2;
            while !taken.insert((document, name.to_lowercase())) {
                name = Arc::from(format!("{base}~{number}"));
                number += 1;
            }
            names.push(name);
        }
        names
    }
}
