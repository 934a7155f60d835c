//! The index that the site's search looks into: classic scripts, since a page that is opened as a file may load no other.
//!
//! `index.js` keeps its name, so that pages need not change when the text does. It names the others, which are named after
//! what they hold: `names` has titles, IDs and addresses of all entries; each `part` the words of some thousand entries; each
//! `text` what some dozens of them say, for excerpts. A browser loads names and parts when somebody searches, and only those
//! texts that it shows hits of.

mod code;
mod entries;
mod fold;
mod terms;
#[cfg(test)]
mod tests;

use super::Site;
use super::signs;
use crate::model::{ChapterKey, ItemKey, Project};
use entries::{Entry, Kind, of_chapter};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use terms::{ChapterTerms, Part};

/// The folder of the index in the output.
const FOLDER: &str = "assets/search";
/// The path of the file that names the others.
pub(super) const INDEX: &str = "assets/search/index.js";
/// Words of entries in one part: about 1 MB, and more than 10,000 items usually have.
const PART: usize = 700_000;
/// Bytes of text in one file.
const TEXT: usize = 32_000;

/// Every file of the index by its path in the output.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Whether a path of the output is one of the index.
pub(super) fn is_of_index(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// Makes the index of a site.
pub(super) fn files(site: &Site) -> Files {
    index(site, PART, TEXT)
}

/// The index, with so much in each part and in each text.
fn index(site: &Site, part: usize, text: usize) -> Files {
    let chapters = chapters(site);
    let entries: Vec<&Entry> = chapters.iter().flat_map(|chapter| &chapter.entries).collect();
    let mut files = Files::new();
    let mut add = |name: &str, bytes: Vec<u8>| {
        let hash = blake3::hash(&bytes).to_hex()[..12].to_owned();
        files.insert(format!("{FOLDER}/{name}.{hash}.js"), bytes);
        hash
    };
    let names = add("names", script(&names(site, &chapters)));
    let (terms, texts): (Vec<_>, Vec<_>) = rayon::join(
        || {
            let terms: Vec<ChapterTerms> =
                chapters.par_iter().map(|chapter| ChapterTerms::of(&chapter.entries)).collect();
            Part::all(&terms, part).par_iter().map(|part| script(&part.json())).collect()
        },
        || texts(&entries, text).par_iter().map(|file| (file.first, script(file))).collect(),
    );
    let parts: Vec<String> = terms.into_iter().map(|part| add("part", part)).collect();
    let texts: Vec<Value> = texts.into_iter().map(|(first, bytes)| json!([first, add("text", bytes)])).collect();
    let content = json!({ "names": names, "parts": parts, "texts": texts, "words": words(site) });
    files.insert(INDEX.to_owned(), script(&content));
    files
}

/// A script that hands its content over.
fn script(content: &impl Serialize) -> Vec<u8> {
    let mut script = b"heftfadenSearch(".to_vec();
    // Writing such values to memory cannot fail.
    let _ = serde_json::to_writer(&mut script, content);
    script.extend_from_slice(b");\n");
    script
}

/// A page with the entries that stand on it.
struct Page<'s> {
    /// The document; all pages beside the documents come behind the last.
    group: usize,
    title: String,
    path: &'s str,
    entries: Vec<Entry>,
}

/// Every page that has entries, in the order of the project.
fn chapters(site: &Site) -> Vec<Page<'_>> {
    let project = &*site.project;
    let all: Vec<ChapterKey> = (0..project.chapters.len() as u32).map(ChapterKey).collect();
    let mut pages: Vec<Page<'_>> = all
        .par_iter()
        .map(|key| {
            let group = project.document_of_chapter(*key).map_or(project.documents.len(), |key| key.0 as usize);
            let entries = of_chapter(site, *key);
            Page { group, title: entries[0].title.clone(), path: site.plan.chapter(*key), entries }
        })
        .collect();
    // A document without a page of its author's is found by its title.
    for key in project.document_keys() {
        let path = site.plan.document(key);
        if pages.iter().any(|page| page.path == path) {
            continue;
        }
        let title = &project.document(key).title;
        let entries = vec![Entry::new(Kind::Chapter, title.clone())];
        let at = pages.partition_point(|page| page.group < key.0 as usize);
        pages.insert(at, Page { group: key.0 as usize, title: title.clone(), path, entries });
    }
    let mut old: BTreeMap<ItemKey, Vec<_>> = BTreeMap::new();
    for forward in &site.plan.forwards {
        old.entry(forward.item).or_default().push(forward.old.clone());
    }
    if !old.is_empty() {
        for entry in pages.iter_mut().flat_map(|page| &mut page.entries) {
            if let Kind::Item(item) = entry.kind {
                entry.hidden.extend(old.remove(&item).unwrap_or_default());
            }
        }
    }
    pages
}

/// Titles, IDs, signs and addresses of all entries.
fn names(site: &Site, pages: &[Page<'_>]) -> Value {
    let project = &*site.project;
    let mut marks: Vec<(String, String, bool)> = Vec::new();
    let (mut titles, mut ids, mut anchors) = (Vec::new(), Vec::new(), Vec::new());
    let (mut signs, mut paths) = (String::new(), BTreeMap::new());
    for entry in pages.iter().flat_map(|page| &page.entries) {
        let mark = mark(site, &entry.kind);
        let at = marks.iter().position(|known| *known == mark).unwrap_or_else(|| {
            marks.push(mark);
            marks.len() - 1
        });
        signs.push(code::sign(at as u32));
        match &entry.kind {
            Kind::Chapter => anchors.push(""),
            Kind::Section(anchor) | Kind::Term(anchor) => anchors.push(anchor),
            Kind::Item(item) => {
                let id = &*project.item(*item).id;
                let path = site.plan.item(*item);
                if path.strip_suffix("/index.html") != Some(&format!("{}/{id}", folder(project, *item))) {
                    paths.insert(titles.len().to_string(), path);
                }
                ids.push(id);
            }
        }
        titles.push(entry.title.replace('\n', " "));
    }
    let groups: Vec<Value> = project
        .document_keys()
        .map(|key| json!([project.document(key).title, &*project.document(key).config.key]))
        .chain([json!([site.words().get("search.pages"), ""])])
        .collect();
    let pages: Vec<Value> =
        pages.iter().map(|page| json!([page.group, page.title, page.path, page.entries.len()])).collect();
    json!({
        "groups": groups,
        "pages": pages,
        "marks": marks,
        "signs": signs,
        "ids": code::front_coded(ids.into_iter(), '\n'),
        "titles": titles.join("\n"),
        "anchors": anchors.join("\n"),
        "paths": paths,
    })
}

fn folder(project: &Project, item: ItemKey) -> &str {
    &project.document(project.document_of(item)).config.key
}

/// The classes and the word of the sign beside an entry, and whether the entry is an item.
fn mark(site: &Site, kind: &Kind) -> (String, String, bool) {
    let named = |key: &str| ("kind".to_owned(), site.words().get(key).to_owned(), false);
    match kind {
        Kind::Chapter => named("chapter"),
        Kind::Section(_) => named("search.section"),
        Kind::Term(_) => named("search.term"),
        Kind::Item(item) => {
            let sign = signs::first(&site.project, site.words(), *item);
            let (class, word) = sign.map(|sign| (sign.classes(), sign.word.to_owned())).unwrap_or_default();
            (class, word, true)
        }
    }
}

/// What entries say, in files of about so many bytes: the number of the first entry of each, and all texts of it.
fn texts<'e>(entries: &[&'e Entry], limit: usize) -> Vec<Texts<'e>> {
    let mut files: Vec<Texts<'_>> = Vec::new();
    let mut bytes = usize::MAX;
    for (number, entry) in entries.iter().enumerate() {
        let text = entry.text.text.as_str();
        if bytes.saturating_add(text.len()) > limit {
            files.push(Texts { first: number, texts: Vec::new() });
            bytes = 0;
        }
        bytes += text.len();
        if let Some(file) = files.last_mut() {
            file.texts.push(text);
        }
    }
    files
}

/// What some entries say, from the first one's number on.
#[derive(Serialize)]
struct Texts<'e> {
    first: usize,
    texts: Vec<&'e str>,
}

/// The words that the search says.
fn words(site: &Site) -> Value {
    const KEYS: &[&str] =
        &["title", "label", "close", "keys", "slash", "none", "one", "many", "in-one", "in-many", "more", "loading"];
    KEYS.iter().map(|key| ((*key).to_owned(), json!(site.words().get(&format!("search.{key}"))))).collect()
}
