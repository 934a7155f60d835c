//! Which findings of a survey lead to a demand.

use super::{DocumentKey, ItemKey, Origin, Project, Role, TraceKind};

impl Project {
    /// The findings of a survey that count, and from which nothing follows: no item of a Lastenheft names them as its source,
    /// nor what they are nested in or what is nested in them.
    pub fn without_consequence(&self, survey: DocumentKey) -> Vec<ItemKey> {
        let project = self;
        let items: Vec<ItemKey> = project.items_of_document(survey).collect();
        let start = project.document(survey).items.start;
        let at = |key: ItemKey| (key.0 - start) as usize;
        let parent =
            |key: ItemKey| project.item(key).parent.map(|index| at(project.item_key(project.chapter_of(key), index)));
        let own: Vec<bool> = items.iter().map(|key| is_source(project, *key)).collect();
        // What is nested comes after what it is nested in.
        let (mut below, mut above) = (vec![false; items.len()], vec![false; items.len()]);
        for key in items.iter().rev() {
            if let Some(parent) = parent(*key) {
                below[parent] |= below[at(*key)] || own[at(*key)];
            }
        }
        for key in &items {
            if let Some(parent) = parent(*key) {
                above[at(*key)] = above[parent] || own[parent];
            }
        }
        let is_used = |key: &ItemKey| own[at(*key)] || below[at(*key)] || above[at(*key)];
        items.into_iter().filter(|key| !is_used(key) && !project.is_dropped(*key)).collect()
    }
}

/// Whether an item of a Lastenheft that counts names a finding as its source.
fn is_source(project: &Project, key: ItemKey) -> bool {
    project.traces_to(key).any(|trace| match trace.from {
        Origin::Item(from) if trace.kind == TraceKind::StemsFrom && !project.is_dropped(from) => {
            project.document(project.document_of(from)).config.role == Role::Lastenheft
        }
        _ => false,
    })
}
