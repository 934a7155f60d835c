//! Old addresses of items whose ID was renamed, and where they lead.

use crate::model::{ItemKey, Project};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The ID that an item had before.
pub(super) struct Forward {
    /// The ID that it had.
    pub old: Arc<str>,
    /// The item.
    pub item: ItemKey,
}

/// Every old ID of an item that is there, in the order of the settings. An ID that an item has today is none.
pub(super) fn forwards(project: &Project) -> Vec<Forward> {
    let moved = &project.config.moved;
    if moved.is_empty() {
        return Vec::new();
    }
    let wanted: HashSet<(&str, &str)> =
        moved.iter().flat_map(|moved| [(&*moved.document, &*moved.old), (&*moved.document, &*moved.new)]).collect();
    let mut found: HashMap<(&str, &str), ItemKey> = HashMap::with_capacity(wanted.len());
    for document in project.document_keys() {
        let name = &*project.document(document).config.key;
        for item in project.items_of_document(document) {
            let key = (name, &*project.item(item).id);
            if wanted.contains(&key) {
                found.entry(key).or_insert(item);
            }
        }
    }
    let mut seen = HashSet::new();
    let mut forwards = Vec::new();
    for (moved, new) in project.config.all_moved(|document, id| found.contains_key(&(document, id))) {
        let old = (&*moved.document, &*moved.old);
        if let Some(item) = found.get(&(old.0, &**new)).filter(|_| !found.contains_key(&old) && seen.insert(old)) {
            forwards.push(Forward { old: Arc::clone(&moved.old), item: *item });
        }
    }
    forwards
}
