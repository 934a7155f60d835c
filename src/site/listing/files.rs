//! All rows of a split listing, for the script that filters them: classic scripts, since a page that is opened as a file may
//! load no other.
//!
//! Each document's index keeps its name, so that pages need not change when a row does. It names the pieces, which are named
//! after what they hold.

use super::Listing;
use super::cells::{Cell, Told};
use super::columns::{Column, Content, Sort};
use super::facets::Look;
use crate::model::DocumentKey;
use crate::model::Verdict;
use crate::site::fragment::encoded;
use crate::site::{Site, signs};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The folder of the rows in the output.
const FOLDER: &str = "assets/tables";
/// Bytes of rows in one file.
const PIECE: usize = 250_000;

/// Every file by its path in the output.
pub(in crate::site) type Files = BTreeMap<String, Vec<u8>>;

/// Whether a path of the output is one of these files.
pub(in crate::site) fn is_of_tables(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// The path of the file that names the others of a document.
pub(in crate::site) fn index_path(site: &Site, document: DocumentKey) -> String {
    format!("{FOLDER}/{}.js", site.project.document(document).config.key)
}

/// The rows of every document that has a split page of them.
pub(in crate::site) fn files(site: &Site) -> Files {
    let documents = site.project.document_keys().filter(|document| site.plan.is_split(*document));
    documents.flat_map(|document| of(site, document, PIECE)).collect()
}

pub(super) fn of(site: &Site, document: DocumentKey, piece: usize) -> Files {
    let listing = site.listing(document);
    let mut classes: Vec<String> = Vec::new();
    let class_of: Vec<usize> = listing
        .rows
        .iter()
        .map(|item| {
            let class = signs::item_classes(&site.project, *item);
            classes.iter().position(|known| *known == class).unwrap_or_else(|| {
                classes.push(class);
                classes.len() - 1
            })
        })
        .collect();
    let rows: Vec<String> = (0..listing.rows.len())
        .into_par_iter()
        .map(|place| {
            let is_told = |column: &&Column| !matches!(column.content, Content::Facet(_));
            let cells: Vec<Cell<'_>> =
                listing.columns.iter().filter(is_told).map(|column| listing.cell(site, column, place)).collect();
            let head = [Told::Place(class_of[place]), Told::Text(listing.codes(place))];
            let row: Vec<Told<'_>> = head.into_iter().chain(cells.iter().filter_map(|cell| cell.told(site))).collect();
            // Numbers and texts can always be written.
            serde_json::to_string(&row).unwrap_or_default()
        })
        .collect();
    let mut files = Files::new();
    let mut hashes = Vec::new();
    let path = index_path(site, document);
    for rows in pieces(&rows, piece) {
        let bytes = script(&format!("[{}]", rows.join(",\n")));
        let hash = blake3::hash(&bytes).to_hex()[..12].to_owned();
        files.insert(path.replace(".js", &format!(".{hash}.js")), bytes);
        hashes.push(hash);
    }
    let index = json!({
        "pieces": hashes,
        "rows": listing.rows.len(),
        "classes": classes,
        "documents": site.project.documents.iter().map(|document| encoded(&document.config.key).to_string()).collect::<Vec<_>>(),
        "columns": columns(listing),
        "facets": facets(listing),
        "verdicts": verdicts(site),
    });
    files.insert(path, script(&index.to_string()));
    files
}

/// Rows in runs of about so many bytes.
fn pieces(rows: &[String], limit: usize) -> Vec<&[String]> {
    let mut pieces = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, row) in rows.iter().enumerate() {
        if bytes > 0 && bytes + row.len() > limit {
            pieces.push(&rows[from..at]);
            (from, bytes) = (at, 0);
        }
        bytes += row.len();
    }
    pieces.extend((from < rows.len()).then(|| &rows[from..]));
    pieces
}

/// A script that hands its content over.
fn script(content: &str) -> Vec<u8> {
    let mut script = String::with_capacity(content.len() + 24);
    // Writing to a string cannot fail.
    let _ = writeln!(script, "heftfadenTable({content});");
    script.into_bytes()
}

/// What stands in each column: `id`, `text`, `number`, `links`, or the number of a facet.
fn columns(listing: &Listing) -> Value {
    let content = |column: &super::Column| match (&column.content, column.sort) {
        (Content::Id, _) => json!("id"),
        (Content::Facet(facet), _) => json!(facet),
        (Content::Title, _) | (Content::Field(..), Sort::Text) => json!("text"),
        (Content::Field(..), _) => json!("number"),
        _ => json!("links"),
    };
    listing.columns.iter().map(content).collect()
}

/// The values of each facet: `[word]`, `[word, classes]`, or `[word, "", address]`.
fn facets(listing: &Listing) -> Value {
    let value = |value: &super::Value| match &value.look {
        Look::Word => json!([value.label]),
        Look::Sign(class) => json!([value.label, class]),
        Look::Link(path, anchor) => json!([value.label, "", format!("{}{anchor}", encoded(path))]),
    };
    listing.facets.iter().map(|facet| facet.values.iter().map(value).collect::<Value>()).collect()
}

/// What qualifies a link, by the number of its verdict.
fn verdicts(site: &Site) -> Value {
    const VERDICTS: [Verdict; 5] =
        [Verdict::Full, Verdict::Partial, Verdict::Deviating, Verdict::Excluded, Verdict::Open];
    let mut words = vec![String::new(); VERDICTS.len()];
    for verdict in VERDICTS {
        let key = match verdict {
            Verdict::Full => continue,
            Verdict::Partial => "coverage.partial",
            Verdict::Deviating => "coverage.deviating",
            Verdict::Excluded => "coverage.excluded",
            Verdict::Open => "coverage.open",
        };
        words[verdict as usize] = format!("({})", site.words().get(key));
    }
    json!(words)
}
