//! The items of a document as rows of a table: its columns, what stands in each cell, and by what rows are picked.
//!
//! One [`Listing`] for each document, made when a page first asks for it. The matrix, a document's list and the synopsis are
//! pages of it; where such a page is split, [`files`] holds all rows for the script that filters them.

mod cells;
mod columns;
mod facets;
mod facts;
mod files;
#[cfg(test)]
mod tests;

pub(super) use cells::LINKS;
pub(super) use columns::{Column, Sort};
pub(super) use facets::{Control, Facet, Value};
pub(super) use files::{Files, files, index_path, is_of_tables};

use super::Site;
use crate::model::{DocumentKey, ItemKey, Project, Role};

/// All rows of a document.
pub(super) struct Listing {
    pub document: DocumentKey,
    /// The items, in order.
    pub rows: Vec<ItemKey>,
    pub columns: Vec<Column>,
    pub facets: Vec<Facet>,
    /// For each row the values of each facet: `0;2,5;;1`.
    codes: Vec<Box<str>>,
}

impl Listing {
    pub fn of(site: &Site, document: DocumentKey) -> Self {
        let rows: Vec<ItemKey> = rows(&site.project, document).collect();
        let facts = facts::Facts::new(site, document, &rows);
        let (facets, codes) = facets::of(&facts, &rows);
        let columns = columns::of(&facts, &rows, &facets);
        Self { document, rows, columns, facets, codes }
    }

    /// The row of an item.
    pub fn place(&self, item: ItemKey) -> Option<usize> {
        self.rows.binary_search(&item).ok()
    }

    /// The values of a row: for each facet the numbers of its values with `,` between them, and `;` between facets.
    pub fn codes(&self, place: usize) -> &str {
        &self.codes[place]
    }

    /// The numbers of a row's values of a facet.
    pub fn values(&self, place: usize, facet: usize) -> impl Iterator<Item = usize> {
        self.codes(place).split(';').nth(facet).unwrap_or_default().split(',').filter_map(|code| code.parse().ok())
    }

    /// A row's values of a facet that is looked for by text.
    pub fn text_of(&self, site: &Site, place: usize, facet: usize) -> String {
        let labels: Vec<&str> =
            self.values(place, facet).map(|value| &*self.facets[facet].values[value].label).collect();
        if !labels.is_empty() {
            return labels.join(", ");
        }
        let column = self.columns.iter().find(|column| column.text_of == Some(facet));
        column.map(|column| self.cell(site, column, place).text()).unwrap_or_default()
    }
}

/// The items of a document that are rows: where another document is to realise it, those that are asked for.
pub(super) fn rows(project: &Project, document: DocumentKey) -> impl Iterator<Item = ItemKey> {
    let is_target = is_target(project, document);
    project.items_of_document(document).filter(move |item| !is_target || project.coverage_of(*item).is_some())
}

/// Whether some other document is to realise a document.
pub(super) fn is_target(project: &Project, document: DocumentKey) -> bool {
    let config = &project.document(document).config;
    let is_realised = |other: &crate::model::DocumentConfig| other.realises.as_ref() == Some(&config.key);
    config.role == Role::Lastenheft || project.config.documents.iter().any(is_realised)
}
