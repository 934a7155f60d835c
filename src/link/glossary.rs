//! Where the terms of the glossary are used, and which items each role is responsible for.

use crate::model::{ChapterKey, Contacts, ItemKey, Project, TermSpot};

/// Fills in what the pages beside the documents say of the documents.
pub(super) fn resolve(project: &mut Project) {
    let chapters = || (0..).map(ChapterKey).zip(&project.chapters);
    let terms: Vec<_> =
        chapters().flat_map(|(key, chapter)| (0..chapter.terms.len() as u32).map(move |at| (key, at))).collect();
    let roles: Vec<_> =
        chapters().flat_map(|(key, chapter)| (0..chapter.contacts.len() as u32).map(move |at| (key, at))).collect();
    let contacts = Contacts::new(&project.config, chapters().flat_map(|(_, chapter)| &chapter.contacts));
    let term_spots = spots(project, terms.len());
    (project.terms, project.roles, project.contacts, project.term_spots) = (terms, roles, contacts, term_spots);
    project.duties = duties(project);
}

/// For each term the first place of each chapter in which it stands.
fn spots(project: &Project, terms: usize) -> Vec<Vec<TermSpot>> {
    let mut spots: Vec<Vec<TermSpot>> = vec![Vec::new(); terms];
    for (number, chapter) in project.chapters.iter().enumerate() {
        let key = ChapterKey(number as u32);
        for (index, used) in chapter.uses.iter().enumerate() {
            let Some(spots) = spots.get_mut(used.term as usize) else { continue };
            let item = used.item.map(|item| project.item_key(key, item));
            spots.push(TermSpot { chapter: key, item, index: index as u32 });
        }
    }
    spots
}

/// For each role the items that name it.
fn duties(project: &Project) -> Vec<Vec<ItemKey>> {
    let mut duties: Vec<Vec<ItemKey>> = vec![Vec::new(); project.roles.len()];
    if project.contacts.is_empty() {
        return duties;
    }
    for item in project.items().filter(|item| !project.is_dropped(*item)) {
        let Some((_, named)) = project.owners_of(item) else { continue };
        for role in named.into_iter().filter_map(|(_, role)| role) {
            let items = &mut duties[role as usize];
            if items.last() != Some(&item) {
                items.push(item);
            }
        }
    }
    duties
}
