//! The page at the address that an item had under an earlier ID: it says what it is called now, and leads there.

use super::{Content, Error, Prepared, View};
use crate::site::Site;
use crate::site::fragment::{Scope, encoded};

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>, number: usize) -> Result<Prepared<'s>, Error> {
    let project = &*site.project;
    let forward = &site.plan.forwards[number];
    let (item, document) = (project.item(forward.item), project.document_of(forward.item));
    let words = site.words();
    let writer = site.writer(page, Scope::Nothing);
    let ids = [("old", &*forward.old), ("new", &*item.id)];
    let content = Content::new("moved", words.fill("moved.title", &ids))
        .of(Some(document))
        .with("old", &*forward.old)
        .with("document_title", project.document(document).title.clone())
        .with("document_href", writer.href(site.plan.document(document)))
        .with("said", words.fill("moved.said", &ids))
        .with("href", writer.href(site.plan.item(forward.item)))
        .with("item", super::item::name(item));
    site.finish(page, content)
}

/// The path that a page is canonically at: for an old address, the item's of today.
pub(super) fn canonical_path(site: &Site, page: &View<'_>) -> String {
    match page.id {
        crate::site::PageId::Moved(number) => encoded(site.plan.item(site.plan.forwards[number].item)).to_string(),
        _ => encoded(&page.path).to_string(),
    }
}
