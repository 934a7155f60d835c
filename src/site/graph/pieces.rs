//! What an unfolded chapter of the project's picture shows: a classic script for each chapter, loaded when a reader unfolds
//! it, since a page that is opened as a file may load no other, and no page is to hold every item.

use super::levels::Levels;
use super::net::is_chained;
use crate::model::{ChapterKey, ItemKey, Origin};
use crate::site::fragment::encoded;
use crate::site::{Site, signs};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The folder of the pieces in the output.
const FOLDER: &str = "assets/graph";
/// Items that an unfolded chapter shows; its own picture has them all.
const ITEMS: usize = 60;

/// The pieces of a project's picture.
pub(in crate::site) struct Files {
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
pub(in crate::site) fn files(site: &Site) -> Files {
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
    Files { files, paths, levels }
}

/// The script of a chapter; none for several chapters in one, and for one without items.
fn piece(site: &Site, levels: &Levels, number: usize) -> Option<Vec<u8>> {
    let [chapter] = levels.nodes[number].chapters.as_slice() else { return None };
    let project = &*site.project;
    let first = project.items_of(*chapter).next()?;
    let items: Vec<Value> = project.items_of(*chapter).take(ITEMS).map(|item| row(site, item)).collect();
    let content = json!({
        "first": first.0,
        "items": items,
        "more": project.chapter(*chapter).items.len() - items.len(),
        "href": encoded(levels.path(site, number)).to_string(),
        "ends": ends(site, levels, *chapter, first, items.len()),
    });
    Some(format!("(self.heftfadenGraph ??= {{}})[{number}] = {content};\n").into_bytes())
}

/// An item: ID, title, the sign of its coverage with its word, and its address.
fn row(site: &Site, key: ItemKey) -> Value {
    let item = site.project.item(key);
    let (class, word) = signs::first(&site.project, site.words(), key).unwrap_or_default();
    json!([&*item.id, item.title, class, word, encoded(site.plan.item(key)).to_string()])
}

/// The ends of the chapter's traces: the row here, the node there, and the item there, or -1 for a row of a table. Items
/// without a row share the one behind the last.
fn ends(site: &Site, levels: &Levels, chapter: ChapterKey, first: ItemKey, rows: usize) -> Vec<(usize, usize, i64)> {
    let project = &*site.project;
    let own = levels.node_of(chapter);
    let mut ends = BTreeSet::new();
    for item in project.items_of(chapter) {
        let row = ((item.0 - first.0) as usize).min(rows);
        let back = project.traces_from(item).map(|trace| (trace, Some(trace.to), project.chapter_of(trace.to)));
        let on = project.traces_to(item).map(|trace| match trace.from {
            Origin::Item(from) => (trace, Some(from), project.chapter_of(from)),
            Origin::Answer(answer) => (trace, None, answer.0),
        });
        for (_, other, chapter) in back.chain(on).filter(|(trace, ..)| is_chained(trace.kind)) {
            let Some(node) = levels.node_of(chapter) else { continue };
            let is_beside = own.is_some_and(|own| levels.nodes[own].document != levels.nodes[node].document);
            if is_beside {
                ends.insert((row, node, other.map_or(-1, |item| i64::from(item.0))));
            }
        }
    }
    ends.into_iter().collect()
}
