//! What the pages beside the documents hold that documents refer to: terms, and who is responsible for what.

use super::{ChapterKey, DocumentKey, Field, FieldKey, FieldName, ItemKey, Project, Role};
use crate::diag::Place;
use std::ops::Range;
use std::sync::Arc;

/// What a page beside the documents is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageKind {
    /// Anything; the chapters of documents too.
    #[default]
    Text,
    /// The words that both sides must understand alike.
    Glossary,
    /// Who is responsible for what, by role.
    Contacts,
    /// What else to read.
    Literature,
}

/// A term of a glossary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The term, as its entry has it: `CRM (Customer-Relationship-Management)`.
    pub name: String,
    /// The ways to write it, the chief one first: what texts are searched for.
    pub spellings: Vec<String>,
    /// What it means, as plain text.
    pub definition: String,
    /// Its anchor in the page.
    pub anchor: Arc<str>,
    /// Where its name stands.
    pub place: Place,
}

/// A term in the text of a chapter, the first time that it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermUse {
    /// The term: index into [`super::Project::terms`].
    pub term: u32,
    /// The item in whose text it stands: index into the chapter's items.
    pub item: Option<usize>,
    /// Where it stands.
    pub place: Place,
}

/// An abbreviation in the text of a chapter: the first time in an item or a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// The abbreviation itself: `DSGVO`.
    pub word: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// A side of the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The Auftraggeber.
    Customer,
    /// The Auftragnehmer.
    Supplier,
}

/// A role on the page of contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What the role is called.
    pub role: String,
    /// Who fills it, where a column says so.
    pub person: Option<String>,
    /// The title of the section that it stands in.
    pub section: String,
    /// Its anchor in the page.
    pub anchor: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// The parts of a field's value, by their bytes, each with the role that it names: index into [`super::Project::roles`].
pub type Owners = Vec<(Range<usize>, Option<u32>)>;

/// A term: index into [`super::Project::terms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermKey(pub u32);

/// Where a term is used first in a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TermSpot {
    /// The chapter.
    pub chapter: ChapterKey,
    /// The item in which it stands.
    pub item: Option<ItemKey>,
    /// Index into the chapter's uses.
    pub index: u32,
}

impl Project {
    /// A term.
    pub fn term(&self, key: TermKey) -> &Term {
        let (chapter, index) = self.terms[key.0 as usize];
        &self.chapter(chapter).terms[index as usize]
    }

    /// The keys of all terms.
    pub fn term_keys(&self) -> impl ExactSizeIterator<Item = TermKey> + use<> {
        (0..self.terms.len() as u32).map(TermKey)
    }

    /// The key of a chapter's term, or of the role of a page of contacts, in one of the lists of them all.
    fn place_of(list: &[(ChapterKey, u32)], chapter: ChapterKey, index: u32) -> Option<usize> {
        list.binary_search(&(chapter, index)).ok()
    }

    /// Where a term of a chapter is used.
    pub fn spots_of_term(&self, chapter: ChapterKey, index: u32) -> &[TermSpot] {
        Self::place_of(&self.terms, chapter, index).map_or(&[], |at| &self.term_spots[at])
    }

    /// The items that a role of a chapter is responsible for.
    pub fn duties_of(&self, chapter: ChapterKey, index: u32) -> &[ItemKey] {
        Self::place_of(&self.roles, chapter, index).map_or(&[], |at| &self.duties[at])
    }

    /// The side that a document is written by.
    pub fn party_of(&self, document: DocumentKey) -> Party {
        match self.document(document).config.role {
            Role::Pflichtenheft | Role::Offers => Party::Supplier,
            _ => Party::Customer,
        }
    }

    /// Who is responsible for an item: its field, and the parts of the field's value with the role that each names.
    pub fn owners_of(&self, item: ItemKey) -> Option<(&Field, Owners)> {
        let is_owner = |field: &&Field| field.key == FieldKey::Known(FieldName::Owner);
        let field = self.item(item).fields.iter().find(is_owner)?;
        Some((field, self.contacts.named(&field.value, self.party_of(self.document_of(item)))))
    }
}
