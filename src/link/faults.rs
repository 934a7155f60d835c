//! References that lead nowhere.

use super::index::Index;
use crate::config::FieldName;
use crate::diag::{Diagnostic, Severity, Text, nearest};
use crate::model::{DocumentKey, Mention, Project, Resolution, TargetEnd, TraceKind};
use rayon::prelude::*;

/// How many suggestions are looked for: each compares with all IDs.
const SUGGESTIONS: usize = 200;

/// What is wrong with a reference. It is found in parallel, and put into words in order, since only the first get a
/// suggestion.
pub(super) enum Fault<'p> {
    /// It leads nowhere, or to several items.
    Unresolved(&'p TargetEnd, Resolution),
    /// It is the end of a range that is none, and what it does in both languages.
    Range(&'p TargetEnd, [&'static str; 2]),
    /// It leads to a document that its field is not about, and to which ones that is.
    Elsewhere { target: &'p TargetEnd, kind: TraceKind, named: DocumentKey, prefer: Vec<DocumentKey> },
}

/// Puts faults into words.
pub(super) struct Faults<'i> {
    index: &'i Index<'i>,
    /// Every ID, once one is looked for.
    ids: Option<Vec<&'i str>>,
    /// How many suggestions are left.
    left: usize,
}

impl<'i> Faults<'i> {
    pub fn new(index: &'i Index<'i>) -> Self {
        Self { index, ids: None, left: SUGGESTIONS }
    }

    /// The finding for a fault in a trace.
    pub fn in_trace(&mut self, project: &Project, fault: &Fault<'_>) -> Diagnostic {
        match fault {
            Fault::Unresolved(target, found) => self.unresolved(project, target, found, Severity::Error),
            Fault::Range(end, what) => range(end, *what),
            Fault::Elsewhere { target, kind, named, prefer } => elsewhere(project, target, *kind, *named, prefer),
        }
    }

    /// The finding for an ID in running text.
    pub fn in_text(&mut self, project: &Project, mention: &Mention, found: &Resolution) -> Diagnostic {
        let finding = self.unresolved(project, &mention.target, found, Severity::Warning);
        if !mention.is_first || *found != Resolution::Dangling {
            return finding;
        }
        let id = &mention.target.id;
        finding.hint(Text::new(
            format!("Soll hier ein Item „{id}“ beginnen, die ID fett schreiben: **{id}**. Sonst die ID prüfen."),
            format!("If an item \"{id}\" is to begin here, write its ID in bold: **{id}**. Else check the ID."),
        ))
    }

    /// Says that a reference leads nowhere, or to several items.
    fn unresolved(
        &mut self,
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
        if let Some(name) = target.document.as_deref().filter(|name| project.document_named(name).is_none()) {
            return Self::no_document(project, name, target, severity);
        }
        let message = Text::new(format!("Ein Item „{id}“ gibt es nicht."), format!("there is no item \"{id}\""));
        let hint = match (self.moved(project, target), self.suggestion(id)) {
            (Some(new), _) => Text::new(format!("„{id}“ heißt jetzt „{new}“."), format!("\"{id}\" is now \"{new}\"")),
            (None, Some(near)) => {
                Text::new(format!("Gemeint ist vielleicht „{near}“."), format!("\"{near}\" may be meant"))
            }
            (None, None) => Text::new("Die ID prüfen, oder das Item anlegen.", "Check the ID, or add the item."),
        };
        Diagnostic::new("dangling-reference", severity, place, message).hint(hint)
    }

    fn no_document(project: &Project, name: &str, target: &TargetEnd, severity: Severity) -> Diagnostic {
        let message =
            Text::new(format!("Ein Dokument „{name}“ gibt es nicht."), format!("there is no document \"{name}\""));
        let keys: Vec<&str> = project.documents.iter().map(|document| &*document.config.key).collect();
        let (near, known) = (nearest(name, keys.iter().copied()), keys.join(", "));
        let hint = near.map_or_else(
            || Text::new(format!("Vor dem Doppelpunkt kann stehen: {known}."), format!("Before the colon: {known}.")),
            |near| {
                let meant = format!("{near}:{}", target.id);
                Text::new(format!("Gemeint ist wohl „{meant}“."), format!("\"{meant}\" is probably meant"))
            },
        );
        Diagnostic::new("dangling-reference", severity, target.place.clone(), message).hint(hint)
    }

    /// The ID that an item has today which had the one that a reference names.
    fn moved<'p>(&self, project: &'p Project, target: &TargetEnd) -> Option<&'p str> {
        let is_meant = |key: &str| target.document.as_deref().is_none_or(|named| *named == *key);
        project.document_keys().find_map(|document| {
            let key = &project.document(document).config.key;
            let is_item = |id: &str| self.index.get(document, id).is_some();
            let new = project.config.moved_to(key, &target.id, is_item).filter(|_| is_meant(key));
            new.map(|new| &**new)
        })
    }

    fn suggestion(&mut self, id: &str) -> Option<&'i str> {
        self.left = self.left.checked_sub(1)?;
        let ids = self.ids.get_or_insert_with(|| self.index.ids());
        let near: Vec<&str> = ids.par_chunks(1024).filter_map(|ids| nearest(id, ids.iter().copied())).collect();
        nearest(id, near)
    }
}

fn elsewhere(
    project: &Project,
    target: &TargetEnd,
    kind: TraceKind,
    named: DocumentKey,
    prefer: &[DocumentKey],
) -> Diagnostic {
    let key = |document: &DocumentKey| project.document(*document).config.key.to_string();
    let (id, named) = (&target.id, key(&named));
    let field = FieldName::ALL.iter().find(|name| TraceKind::of_field(**name) == Some(kind));
    let [de, en] = field.map_or([""; 2], |name| name.names());
    let message = Text::new(
        format!("„{id}“ ist ein Item von „{named}“; um diese geht es in „{de}“ hier nicht."),
        format!("\"{id}\" is an item of \"{named}\"; \"{en}\" is not about those here"),
    );
    let about = prefer.iter().map(key).collect::<Vec<_>>().join(", ");
    let hint = if about.is_empty() {
        Text::new(
            "Was dieses Dokument realisiert oder prüft, sagen die Einstellungen: realises, verifies.",
            "What this document realises or verifies is in the settings: realises, verifies.",
        )
    } else {
        Text::new(
            format!("Ein Item nennen von: {about}. Auf andere verweist der Text, oder „Hängt ab von“."),
            format!("Name an item of: {about}. Others are for the text, or for \"Depends on\"."),
        )
    };
    Diagnostic::new("trace-elsewhere", Severity::Warning, target.place.clone(), message).hint(hint)
}

fn range(end: &TargetEnd, [de, en]: [&str; 2]) -> Diagnostic {
    let id = &end.id;
    let message =
        Text::new(format!("Das Ende „{id}“ des Bereichs {de}."), format!("the end \"{id}\" of the range {en}"));
    let hint = Text::new(
        "Beide Enden eines Bereichs sind IDs desselben Dokuments, in dessen Reihenfolge.",
        "Both ends of a range are IDs of the same document, in its order.",
    );
    Diagnostic::new("dangling-range", Severity::Error, end.place.clone(), message).hint(hint)
}
