//! The item that gets another ID, and that ID.

use crate::diag::nearest;
use crate::edit::Refusal;
use crate::link::References;
use crate::model::{DocumentKey, Grammar, ItemKey, Project};
use std::ops::Range;
use std::sync::Arc;

/// What is renamed, and to what.
pub(super) struct Subject<'p> {
    pub project: &'p Project,
    pub item: ItemKey,
    pub document: DocumentKey,
    pub old: Arc<str>,
    pub new: Arc<str>,
}

impl<'p> Subject<'p> {
    pub fn new(project: &'p Project, references: &References<'p>, old: &str, new: &str) -> Result<Self, Refusal> {
        let item = item(project, references, old)?;
        let document = project.document_of(item);
        let old = Arc::clone(&project.item(item).id);
        let subject = Self { project, item, document, old, new: Arc::from(bare(new)) };
        let new = subject.new_id(new)?;
        subject.is_free(references, &new)?;
        Ok(Self { new, ..subject })
    }

    /// The document's name in references: `lastenheft`.
    pub fn key(&self) -> &Arc<str> {
        &self.project.document(self.document).config.key
    }

    /// Whether a range of a text is an ID and no part of a longer word.
    pub fn is_word(&self, text: &str, range: &Range<usize>) -> bool {
        let before = text[..range.start].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-'))
            && self.project.grammar.id(&text[range.start..]) == Some(range.len())
    }

    /// The new ID, if it looks like one of the document's.
    fn new_id(&self, written: &str) -> Result<Arc<str>, Refusal> {
        let (key, mut id) = (self.key(), bare(written));
        if let Some((document, rest)) =
            id.split_once(':').filter(|(name, _)| self.project.config.document(name).is_some())
        {
            if *document != **key {
                return Err(Refusal::new(
                    format!(
                        "„{}“ steht in {key} und bleibt dort; umbenennen ändert nur die ID. Ohne Dokument schreiben: {rest}",
                        self.old
                    ),
                    format!(
                        "\"{}\" stands in {key} and stays there; renaming changes nothing but the ID. Write it without a document: {rest}",
                        self.old
                    ),
                ));
            }
            id = bare(rest);
        }
        if *id == *self.old {
            return Err(Refusal::new(
                format!("„{id}“ ist schon die ID dieses Items; eine andere nennen."),
                format!("\"{id}\" is the item's ID already; name another one"),
            ));
        }
        if self.project.grammar.own_id(key, id) == Some(id.len()) {
            return Ok(Arc::from(id));
        }
        let patterns = patterns(&self.project.grammar, key);
        Err(Refusal::new(
            format!(
                "„{id}“ sieht nicht aus wie eine ID von {key}: {patterns}. Eine solche nennen, oder das Muster in heftfaden.toml unter [documents.{key}] bei ids ergänzen."
            ),
            format!(
                "\"{id}\" does not look like an ID of {key}: {patterns}. Name one that does, or add its pattern to ids under [documents.{key}] in heftfaden.toml"
            ),
        ))
    }

    fn is_free(&self, references: &References<'p>, new: &str) -> Result<(), Refusal> {
        let Some(taken) = references.get(self.document, new) else { return Ok(()) };
        let place = &self.project.item(taken).place;
        let (de, en) = (
            format!(
                "„{new}“ hat schon ein anderes Item dieses Dokuments; eine freie ID nennen, oder zuerst jenes umbenennen."
            ),
            format!(
                "another item of this document has \"{new}\" already; name an ID that is free, or rename that one first"
            ),
        );
        Err(Refusal::at(place, &de, &en))
    }
}

/// What the IDs of a document look like: `LH-#, FA-#`.
pub(in crate::edit) fn patterns(grammar: &Grammar, document: &str) -> String {
    let own = grammar.documents().iter().find(|own| *own.document == *document);
    let patterns = own.map(|own| own.patterns.iter().map(|pattern| pattern.as_str()).collect::<Vec<_>>());
    patterns.unwrap_or_default().join(", ")
}

/// An ID as somebody types it, without the decoration that it may have in the text.
fn bare(written: &str) -> &str {
    written.trim().trim_matches(|c| matches!(c, '/' | '[' | ']' | '*' | '`' | '\\'))
}

/// The item that somebody names.
pub(in crate::edit) fn item(project: &Project, references: &References<'_>, written: &str) -> Result<ItemKey, Refusal> {
    let written = bare(written);
    let named = written.split_once(':').and_then(|(name, id)| Some((project.document_named(name)?, bare(id))));
    let id = named.map_or(written, |(_, id)| id);
    let is_meant = |document: &DocumentKey| named.is_none_or(|(named, _)| named == *document);
    let found: Vec<ItemKey> =
        project.document_keys().filter(is_meant).filter_map(|document| references.get(document, id)).collect();
    let item = match found.as_slice() {
        [item] => *item,
        [] => return Err(unknown(references, id)),
        several => {
            let name = |item: &ItemKey| {
                let key = &project.document(project.document_of(*item)).config.key;
                format!("{key}:{id}")
            };
            let names: Vec<String> = several.iter().map(name).collect();
            return Err(Refusal::new(
                format!(
                    "„{id}“ gibt es in mehreren Dokumenten. Das Dokument mit dazuschreiben: {}",
                    names.join(" oder ")
                ),
                format!("several documents have \"{id}\"; write the document with it: {}", names.join(" or ")),
            ));
        }
    };
    let twin = |key: &ItemKey| *key != item && *project.item(*key).id == *id;
    if let Some(twin) = project.items_of_document(project.document_of(item)).find(twin) {
        let (first, second) = (&project.item(item).place, &project.item(twin).place);
        return Err(Refusal::at(
            second,
            &format!(
                "„{id}“ ist hier ein zweites Mal vergeben, nach {first}. Welches gemeint ist, sagt kein Verweis; zuerst einem der beiden von Hand eine freie ID geben."
            ),
            &format!(
                "\"{id}\" is taken here a second time, after {first}. No reference says which of them it means; give one of the two a free ID by hand first"
            ),
        ));
    }
    Ok(item)
}

/// There is no such item; the nearest that there is.
pub(in crate::edit) fn unknown(references: &References<'_>, id: &str) -> Refusal {
    match nearest(id, references.ids()) {
        Some(near) => Refusal::new(
            format!("Ein Item „{id}“ gibt es nicht. Gemeint ist vielleicht „{near}“."),
            format!("there is no item \"{id}\"; \"{near}\" may be meant"),
        ),
        None => Refusal::new(
            format!("Ein Item „{id}“ gibt es nicht. Alle IDs zeigt „heftfaden export json“."),
            format!("there is no item \"{id}\"; \"heftfaden export json\" lists all IDs"),
        ),
    }
}
