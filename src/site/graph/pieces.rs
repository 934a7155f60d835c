//! What an unfolded node of the project's picture shows: a classic script for each, loaded when a reader unfolds
//! it, since a page that is opened as a file may load no other, and no page is to hold every item.

use super::levels::Levels;
use super::net::is_chained;
use crate::model::{ChapterKey, Coverage, ItemKey, Origin, Tally};
use crate::site::fragment::encoded;
use crate::site::{Site, signs};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The folder of the pieces in the output.
const FOLDER: &str = "assets/graph";
/// Items that an unfolded chapter shows; its own picture has them all.
const ROWS: usize = 60;

/// The pieces of a project's picture.
pub(in crate::site) struct Pieces {
    /// By their paths in the output.
    pub files: BTreeMap<String, Vec<u8>>,
    /// For each node of the levels the path of its piece; none for what cannot be unfolded.
    pub paths: Vec<Option<String>>,
    /// The levels that they are pieces of.
    pub levels: Levels,
}

/// Whether a path of the output is one of a piece.
pub(in crate::site) fn is_of_graph(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// Makes the pieces of a site; none where the site has no such picture.
pub(in crate::site) fn pieces(site: &Site) -> Pieces {
    let levels = Levels::of(&site.project);
    let mut files = BTreeMap::new();
    let mut paths = vec![None; levels.nodes.len()];
    if site.plan.graph().is_some() {
        let made: Vec<Option<Vec<u8>>> =
            (0..levels.nodes.len()).into_par_iter().map(|number| piece(site, &levels, number)).collect();
        for (number, bytes) in made.into_iter().enumerate() {
            let Some(bytes) = bytes else { continue };
            let hash = &blake3::hash(&bytes).to_hex()[..12];
            let path = format!("{FOLDER}/{number}.{hash}.js");
            files.insert(path.clone(), bytes);
            paths[number] = Some(path);
        }
    }
    Pieces { files, paths, levels }
}

/// The script of a node: the items of its chapter, or its chapters where it is several. None where there is nothing to show.
fn piece(site: &Site, levels: &Levels, number: usize) -> Option<Vec<u8>> {
    let project = &*site.project;
    let (starts, rows): (Vec<u32>, Vec<Value>) = match levels.nodes[number].chapters.as_slice() {
        [] => return None,
        [only] => project.items_of(*only).map(|item| (item.0, row(site, item))).take(ROWS).unzip(),
        several => several.iter().map(|key| (project.first_items[key.0 as usize], chapter_row(site, *key))).unzip(),
    };
    let all = match levels.nodes[number].chapters.as_slice() {
        [only] => project.chapter(*only).items.len(),
        several => several.len(),
    };
    if rows.is_empty() {
        return None;
    }
    let content = json!({
        "ends": ends(site, levels, number, &starts, all),
        "starts": starts,
        "more": all - rows.len(),
        "rows": rows,
        "href": encoded(levels.path(site, number)).to_string(),
    });
    Some(format!("(self.heftfadenGraph ??= {{}})[{number}] = {content};\n").into_bytes())
}

/// A chapter among several: number, title, what is open of it, and its address.
fn chapter_row(site: &Site, key: ChapterKey) -> Value {
    let chapter = site.project.chapter(key);
    let path = site.plan.chapter_graph(key).first().map_or_else(|| site.plan.chapter(key), String::as_str);
    let tally = Tally::of(&site.project, site.project.items_of(key));
    let open = tally.covered(Coverage::Open);
    let word = if open > 0 { site.words().fill("open.n", &[("n", &open.to_string())]) } else { String::new() };
    let class = match (open, tally.open_muss) {
        (0, _) => "",
        (_, 0) => "cov open",
        _ => "cov open must",
    };
    json!([chapter.number.as_deref().unwrap_or(""), chapter.title, class, word, encoded(path).to_string()])
}

/// An item: ID, title, the sign of its coverage with its word, and its address.
fn row(site: &Site, key: ItemKey) -> Value {
    let item = site.project.item(key);
    let sign = signs::first(&site.project, site.words(), key);
    let (class, word) = if site.project.is_dropped(key) {
        ("dropped".to_owned(), site.words().get("status.verworfen"))
    } else {
        sign.map(|sign| (sign.classes(), sign.word)).unwrap_or_default()
    };
    json!([&*item.id, item.title, class, word, encoded(site.plan.item(key)).to_string()])
}

/// The ends of a node's traces: the row here, the node there, and the item there, or -1 for a row of a table. Items without
/// a row share the one behind the last.
fn ends(site: &Site, levels: &Levels, number: usize, starts: &[u32], all: usize) -> Vec<(usize, usize, i64)> {
    let project = &*site.project;
    let node = &levels.nodes[number];
    let is_several = node.chapters.len() > 1;
    let mut ends = BTreeSet::new();
    for item in node.chapters.iter().flat_map(|chapter| project.items_of(*chapter)) {
        let place = starts.partition_point(|start| *start <= item.0).saturating_sub(1);
        let is_hidden = !is_several && starts.len() < all && starts.get(place).is_some_and(|start| *start < item.0);
        let row = place + usize::from(is_hidden);
        let back = project.traces_from(item).map(|trace| (trace, Some(trace.to), project.chapter_of(trace.to)));
        let on = project.traces_to(item).map(|trace| match trace.from {
            Origin::Item(from) => (trace, Some(from), project.chapter_of(from)),
            Origin::Answer(answer) => (trace, None, answer.0),
        });
        for (_, other, chapter) in back.chain(on).filter(|(trace, ..)| is_chained(trace.kind)) {
            let Some(there) = levels.node_of(chapter) else { continue };
            if levels.nodes[there].document != node.document {
                ends.insert((row, there, other.map_or(-1, |item| i64::from(item.0))));
            }
        }
    }
    ends.into_iter().collect()
}
