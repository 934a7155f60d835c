//! Finding items by ID.

use super::named;
use crate::diag::{Diagnostic, Severity, Text};
use crate::model::{Chapter, DocumentKey, ItemKey, Project, Resolution, TargetEnd, file_name};
use foldhash::HashMap;
use rayon::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// Every item by document and ID.
pub(super) struct Index<'c> {
    chapters: &'c [Arc<Chapter>],
    documents: Vec<OfDocument<'c>>,
}

/// The items of a document.
#[derive(Default)]
struct OfDocument<'c> {
    /// Most of them, by what their ID begins with.
    families: Vec<Family<'c>>,
    /// The others.
    items: HashMap<Name<'c>, Option<ItemKey>>,
    /// Items whose ID an item has before them, with that one.
    duplicates: Vec<(ItemKey, ItemKey)>,
}

/// Items whose IDs differ by their number alone, which most numbers up to the highest have: a look-up for each of a hundred
/// thousand references is one in a short list.
struct Family<'c> {
    prefix: &'c str,
    items: Vec<Option<ItemKey>>,
}

impl Family<'_> {
    /// So many families are looked through at most.
    const MOST: usize = 4;
    /// One number in so many must have an item.
    const DENSE: usize = 16;

    /// The families of some IDs, the largest first, without their items.
    fn of<'c>(ids: impl Iterator<Item = &'c str>) -> Vec<Family<'c>> {
        let mut sizes: HashMap<&str, (usize, usize)> = HashMap::default();
        for (prefix, number) in ids.filter_map(numbered) {
            let (count, highest) = sizes.entry(prefix).or_default();
            (*count, *highest) = (*count + 1, number.max(*highest));
        }
        let dense = sizes.into_iter().filter(|(_, (count, highest))| highest / Self::DENSE < *count);
        let mut families: Vec<(usize, &str, usize)> =
            dense.map(|(prefix, (count, highest))| (count, prefix, highest)).collect();
        families.sort_unstable_by(|one, other| other.cmp(one));
        families.truncate(Self::MOST);
        let family = |(_, prefix, highest)| Family { prefix, items: vec![None; highest + 1] };
        families.into_iter().map(family).collect()
    }
}

/// An ID as what stands before its number, and the number, if that is written without zeros before it.
fn numbered(id: &str) -> Option<(&str, usize)> {
    let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (prefix, digits) = id.split_at(id.len() - digits);
    let number = digits.parse().ok().filter(|_| !digits.starts_with('0') && digits.len() < 9)?;
    Some((prefix, number))
}

/// An ID as it is looked up: most are so short that they stand in the index itself, which spares a look elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Name<'n> {
    /// Its bytes, of which the last says how many the others are.
    Short(u64, u64),
    Long(&'n str),
}

impl<'n> Name<'n> {
    fn of(id: &'n str) -> Self {
        let mut bytes = [0; 16];
        if id.len() >= bytes.len() {
            return Self::Long(id);
        }
        bytes[..id.len()].copy_from_slice(id.as_bytes());
        bytes[15] = id.len() as u8;
        let both = u128::from_le_bytes(bytes);
        Self::Short(both as u64, (both >> 64) as u64)
    }
}

impl<'c> Index<'c> {
    /// The index of a project that has these chapters.
    pub fn new(project: &Project, chapters: &'c [Arc<Chapter>]) -> Self {
        let documents: Vec<DocumentKey> = project.document_keys().collect();
        Self {
            chapters,
            documents: documents.into_par_iter().map(|key| OfDocument::new(project, chapters, key)).collect(),
        }
    }

    /// The item of a document with an ID.
    pub fn get(&self, document: DocumentKey, id: &str) -> Option<ItemKey> {
        self.documents[document.0 as usize].get(id)
    }

    /// Looks up a reference: in the documents that the field is about, in the one that it stands in, in the others.
    pub fn look_up(
        &self,
        project: &Project,
        target: &TargetEnd,
        prefer: &[DocumentKey],
        standing: Option<DocumentKey>,
    ) -> Resolution {
        look_up(project, (target.document.as_deref(), &target.id), prefer, standing, &|key, id| self.get(key, id))
    }

    /// Every ID once, sorted.
    pub fn ids(&self) -> Vec<&'c str> {
        let mut ids: Vec<&str> =
            self.chapters.iter().flat_map(|chapter| &chapter.items).map(|item| &*item.id).collect();
        ids.par_sort_unstable();
        ids.dedup();
        ids
    }

    /// Each item's name in addresses: its ID with what no file name may have replaced, unique in its document.
    pub fn names(&self, project: &Project) -> Vec<Arc<str>> {
        let names = project.document_keys().collect::<Vec<_>>().into_par_iter().map(|document| {
            let ids = || project.items_of_document(document).map(|key| &project.item(key).id);
            // Nearly always: what differs then differs however letters are cased.
            let is_plain = self.documents[document.0 as usize].duplicates.is_empty() && ids().all(|id| is_plain(id));
            if is_plain { ids().cloned().collect() } else { unique_names(ids()) }
        });
        names.collect::<Vec<Vec<_>>>().into_iter().flatten().collect()
    }

    /// Reports each ID that opens a second item in its document, with both places.
    pub fn report_duplicates(&self, project: &mut Project) {
        for (first, second) in self.documents.iter().flat_map(|document| &document.duplicates) {
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
}

/// The same by whatever says which item of a document has an ID. A reference is the document that it names, if it names
/// one, and an ID.
pub(super) fn look_up(
    project: &Project,
    (named, id): (Option<&str>, &str),
    prefer: &[DocumentKey],
    standing: Option<DocumentKey>,
    get: &dyn Fn(DocumentKey, &str) -> Option<ItemKey>,
) -> Resolution {
    if let Some(named) = named {
        let found = project.document_named(named).and_then(|document| get(document, id));
        return found.map_or(Resolution::Dangling, Resolution::Item);
    }
    if let Some(found) = prefer.iter().chain(&standing).find_map(|document| get(*document, id)) {
        return Resolution::Item(found);
    }
    let mut all = project.document_keys().filter_map(|document| get(document, id));
    match (all.next(), all.next()) {
        (None, _) => Resolution::Dangling,
        (Some(one), None) => Resolution::Item(one),
        (Some(one), Some(other)) => Resolution::Ambiguous([one, other].into_iter().chain(all).collect()),
    }
}

impl<'c> OfDocument<'c> {
    fn new(project: &Project, chapters: &'c [Arc<Chapter>], document: DocumentKey) -> Self {
        let own = &project.document(document).chapters;
        let items = chapters[own.start as usize..own.end as usize].iter().flat_map(|chapter| &chapter.items);
        let keys = project.items_of_document(document);
        let families = Family::of(items.clone().map(|item| &*item.id));
        let mut index = Self { families, ..Self::default() };
        for (key, item) in keys.zip(items) {
            let known = match index.place(&item.id) {
                Some((family, number)) => &mut index.families[family].items[number],
                None => index.items.entry(Name::of(&item.id)).or_default(),
            };
            match known {
                Some(first) => index.duplicates.push((*first, key)),
                None => *known = Some(key),
            }
        }
        index
    }

    /// The family of an ID, and its number in it.
    fn place(&self, id: &str) -> Option<(usize, usize)> {
        let (prefix, number) = numbered(id)?;
        let family = self.families.iter().position(|family| family.prefix == prefix)?;
        (number < self.families[family].items.len()).then_some((family, number))
    }

    fn get(&self, id: &str) -> Option<ItemKey> {
        match self.place(id) {
            Some((family, number)) => self.families[family].items[number],
            None => self.items.get(&Name::of(id)).copied().flatten(),
        }
    }
}

/// A name for each of a document's IDs that is unique however letters are cased, since some file systems do not tell `a`
/// from `A`.
fn unique_names<'p>(ids: impl ExactSizeIterator<Item = &'p Arc<str>>) -> Vec<Arc<str>> {
    let mut taken: HashSet<String> = HashSet::with_capacity(ids.len());
    // The number that the next one of the same name may have.
    let mut next: HashMap<Arc<str>, usize> = HashMap::default();
    let mut names = Vec::with_capacity(ids.len());
    for id in ids {
        let base = file_name(id);
        let mut name = Arc::clone(&base);
        if !taken.insert(name.to_lowercase()) {
            let number = next.entry(Arc::clone(&base)).or_insert(2);
            loop {
                name = Arc::from(format!("{base}~{number}"));
                *number += 1;
                if taken.insert(name.to_lowercase()) {
                    break;
                }
            }
        }
        names.push(name);
    }
    names
}

/// Whether an ID can be a name as it is, and all its letters are capitals.
fn is_plain(id: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.');
    id.bytes().all(is_plain) && !id.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::{Family, numbered};

    #[test]
    fn only_what_is_written_alike_is_the_same_number() {
        assert_eq!(numbered("LH-310"), Some(("LH-", 310)));
        assert_eq!(numbered("7"), Some(("", 7)));
        for id in ["LH-0310", "LH-0", "LH-", "LH-310a", "", "LH-123456789012345678901234567890", "LH-٣"] {
            assert_eq!(numbered(id), None, "{id}");
        }
    }

    #[test]
    fn families_are_dense_and_few() {
        let of = |ids: &[&str]| Family::of(ids.iter().copied()).into_iter().map(|it| it.prefix.to_owned()).collect();
        let families: Vec<String> = of(&["B-1", "A-10", "A-20", "C-99999999", "D-1", "E-1", "F-1"]);
        assert_eq!(families, ["A-", "F-", "E-", "D-"]);
    }
}
