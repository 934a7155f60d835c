//! The home page of a package for bidders: what they get, and how they answer it.

use super::{Content, Error, Prepared, View};
use crate::model::DocumentKey;
use crate::site::Site;
use crate::site::fragment::{Scope, Writer};
use crate::site::plan::is_document_index;
use serde_json::{Value, json};

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>) -> Result<Prepared<'s>, Error> {
    let config = &site.project.config;
    let mut writer = site.writer(page, Scope::Nothing);
    let documents: Vec<Value> = site.project.document_keys().map(|key| document(site, &mut writer, key)).collect();
    let users = config.users.map(|users| users.to_string());
    let parties = [("customer", config.customer.clone()), ("users", users)]
        .into_iter()
        .filter_map(|(key, name)| Some(json!({ "label": site.words().get(key), "name": name? })));
    let heading = if config.title.is_empty() { site.words().get("project").to_owned() } else { config.title.clone() };
    let asked = crate::compare::demands(&site.project).len();
    let content = Content::new("bidders", heading)
        .with("parties", parties.collect::<Vec<_>>())
        .with("documents", documents)
        .with("asked", site.words().count("bidders.items", asked))
        .with("sheet", writer.href(site.answer_sheet()))
        .with("sheet_name", site.answer_sheet())
        .with("milestones", milestones(site));
    site.finish(page, content)
}

/// A document with its own words and its chapters.
fn document(site: &Site, writer: &mut Writer<'_>, key: DocumentKey) -> Value {
    let index = site.project.chapters_of(key).find(|chapter| is_document_index(&site.project, *chapter));
    writer.levels.clear();
    writer.base = 2;
    if let Some(index) = index {
        writer.blocks(index, &site.project.chapter(index).blocks);
        writer.footnote_list();
    }
    let intro = writer.take();
    writer.footnotes.clear();
    let chapters = site.project.chapters_of(key).filter(|chapter| Some(*chapter) != index);
    let rows: Vec<Value> = chapters.map(|chapter| super::document::row(site, writer, chapter)).collect();
    json!({
        "title": site.project.document(key).title,
        "state": super::document::state(site, key)["line"],
        "intro": intro,
        "href": writer.href(site.plan.document(key)),
        "whole": writer.href(&site.plan.wholes(key)[0].0),
        "chapters": rows,
        "id": format!("_dokument-{}", key.0 + 1),
    })
}

/// The milestones that the items name, for the dates of payments.
fn milestones(site: &Site) -> Value {
    let milestone = |milestone: &crate::config::Milestone| {
        let date = milestone.date.as_deref().map(|date| super::shown_date(site, date));
        json!({ "key": &*milestone.key, "title": milestone.title, "date": date })
    };
    site.project.config.milestones.iter().map(milestone).collect()
}
