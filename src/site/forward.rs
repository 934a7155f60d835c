//! Old addresses of items whose ID was renamed, and where they lead.

use crate::model::{DocumentKey, ItemKey, Project};
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
    let moved: Vec<_> = project.config.all_moved().collect();
    if moved.is_empty() {
        return Vec::new();
    }
    let named = |key: &str| project.document_named(key);
    let wanted: HashSet<(DocumentKey, &str)> = moved
        .iter()
        .filter_map(|(moved, new)| Some((named(&moved.document)?, &moved.old, *new)))
        .flat_map(|(document, old, new)| [(document, &**old), (document, &**new)])
        .collect();
    let mut found: HashMap<(DocumentKey, &str), ItemKey> = HashMap::with_capacity(wanted.len());
    for document in project.document_keys() {
        for item in project.items_of_document(document) {
            let key = (document, &*project.item(item).id);
            if wanted.contains(&key) {
                found.entry(key).or_insert(item);
            }
        }
    }
    let mut seen = HashSet::new();
    let forward = |(moved, new): &(&crate::config::Moved, &Arc<str>)| {
        let document = named(&moved.document)?;
        let item = *found.get(&(document, &***new))?;
        let is_first = seen.insert((document, Arc::clone(&moved.old)));
        let is_old = is_first && !found.contains_key(&(document, &*moved.old));
        is_old.then(|| Forward { old: Arc::clone(&moved.old), item })
    };
    moved.iter().filter_map(forward).collect()
}
