//! The items of a document in one table: the matrix of what is to be realised, and the list of any other document.

use super::{Content, Error, Prepared, View};
use crate::model::{DocumentKey, Role};
use crate::site::Site;
use crate::site::fragment::{Scope, Writer};
use crate::site::listing::{Column, Control, Facet, Listing, Sort, index_path};
use serde_json::{Value, json};

/// How many facets stand in sight; the others open on demand.
const FACETS: usize = 4;

pub(super) fn matrix<'s>(site: &'s Site, page: &View<'_>, target: usize, part: usize) -> Result<Prepared<'s>, Error> {
    let document = site.plan.targets[target];
    let writer = site.writer(page, Scope::Nothing);
    let others: Vec<Value> = site
        .plan
        .targets
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != target)
        .map(|(number, other)| json!({ "title": site.project.document(*other).title, "href": writer.href(site.plan.matrix(number)) }))
        .collect();
    let content = Content::new("matrix", site.words().get("matrix"))
        .with("document", site.project.document(document).title.clone())
        .with("count", site.words().get("filter.count"))
        .with("others", others);
    site.finish(page, table(site, page, content, document, part))
}

pub(super) fn list<'s>(
    site: &'s Site,
    page: &View<'_>,
    document: DocumentKey,
    part: usize,
) -> Result<Prepared<'s>, Error> {
    let writer = site.writer(page, Scope::Nothing);
    let content = Content::new("list", site.words().get("list"))
        .of(Some(document))
        .with("document", site.project.document(document).title.clone())
        .with("document_href", writer.href(site.plan.document(document)))
        .with("count", site.words().get("filter.count.items"))
        .with("about", about(site, document));
    site.finish(page, table(site, page, content, document, part))
}

/// What a list shows, by the role of its document.
fn about(site: &Site, document: DocumentKey) -> &str {
    let key = match site.project.document(document).config.role {
        Role::Pflichtenheft => "list.about.pflichtenheft",
        Role::Acceptance => "list.about.acceptance",
        Role::Survey => "list.about.survey",
        Role::Lastenheft | Role::Offers | Role::Annex => "list.about",
    };
    site.words().get(key)
}

/// Adds a part of a listing's rows, with what its rows are filtered by.
fn table<'s>(site: &'s Site, page: &View<'_>, content: Content<'s>, document: DocumentKey, part: usize) -> Content<'s> {
    let listing = site.listing(document);
    let parts = site.plan.listing(document);
    let mut writer = site.writer(page, Scope::Nothing);
    let rows = parts[part].1.clone();
    let number = rows.len();
    for place in rows {
        listing.row(&mut writer, place);
    }
    let body = writer.take();
    let id = |place: usize| &*site.project.item(listing.rows[place]).id;
    let part_title = |number: usize| {
        let rows = &parts[number].1;
        format!("{} – {}", id(rows.start), id(rows.end - 1))
    };
    let heads: Vec<Value> = listing.columns.iter().map(head).collect();
    content
        .with("rows", number)
        .with("body", body)
        .with("heads", heads)
        .with("filename", format!("{}.csv", site.project.document(document).config.key))
        .with("filters", filters(site, &writer, listing))
        .with("parts", site.parts(page, parts.iter().map(|(path, _)| path), part_title))
}

fn head(column: &Column) -> Value {
    let sort = match column.sort {
        Sort::Values(_) => Some("values"),
        Sort::Text => Some("text"),
        Sort::Number => Some("number"),
        Sort::Nothing => None,
    };
    let facet = if let Sort::Values(facet) = column.sort { Some(facet.to_string()) } else { None };
    json!({ "key": column.key, "label": column.label, "sort": sort, "facet": facet, "is_hidden": !column.is_shown })
}

/// What rows of a listing are filtered by: the facets in sight, the others, the columns to choose, and where all rows are.
pub(super) fn filters(site: &Site, writer: &Writer<'_>, listing: &Listing) -> Value {
    let control = |kind: Control| {
        let is_it = move |(_, facet): &(usize, &Facet)| facet.control == kind;
        listing.facets.iter().enumerate().filter(is_it)
    };
    let show = |(number, facet): (usize, &Facet)| self::facet(listing, number, facet);
    let mut picked: Vec<Value> = control(Control::List).chain(control(Control::Text)).map(show).collect();
    // Addresses may ask for what every row has.
    let same: Vec<Value> = control(Control::Nothing).map(show).collect();
    let more = picked.split_off(picked.len().min(FACETS));
    let gaps = control(Control::Switch)
        .next()
        .map(|(number, facet)| json!({ "facet": number.to_string(), "count": facet.values[0].count }));
    let columns: Vec<Value> = listing
        .columns
        .iter()
        .map(|column| json!({ "key": column.key, "label": column.label, "is_shown": column.is_shown, "is_fixed": column.key == "id" }))
        .collect();
    let tables = site.plan.is_split(listing.document).then(|| writer.href(&index_path(site, listing.document)));
    json!({ "facets": picked, "same": same, "more": more, "gaps": gaps, "columns": columns, "tables": tables, "script": writer.href(site.theme.part("rows.js")) })
}

fn facet(listing: &Listing, number: usize, facet: &Facet) -> Value {
    let column = (facet.control == Control::Text).then(|| {
        let is_its = |column: &Column| column.text_of == Some(number) || column.sort == Sort::Values(number);
        listing.columns.iter().position(is_its).map(|column| column.to_string())
    });
    let values: Vec<Value> = match facet.control {
        Control::List | Control::Nothing => facet
            .values
            .iter()
            .map(|value| json!({ "key": value.key, "label": value.label, "count": value.count }))
            .collect(),
        _ => Vec::new(),
    };
    json!({ "key": facet.key, "label": facet.label, "facet": number.to_string(), "column": column.flatten(), "values": values, "is_hidden": facet.control == Control::Nothing })
}
