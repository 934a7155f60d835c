//! What references show of their items before anybody follows them: classic scripts, since a page that is opened as a file
//! may load no other.
//!
//! Previews lie in pieces, ordered by the addresses of the items. `index.js` keeps its name, so that pages need not change
//! when the text does. It says where each piece begins and what it is called; where that would be too much for one file, it
//! says so of `list`s, and they of the pieces. So a browser finds an item by its address alone, with two or three files of
//! at most 32 KB. All but `index.js` are named after what they hold.
//!
//! Where a piece ends is a matter of the addresses in it, not of how many items come before: a change of one item changes
//! one piece.

mod excerpt;
#[cfg(test)]
mod tests;

use super::fragment::{Marks, Scope, Writer, encoded};
use super::glossary::cut;
use super::plan::is_document_index;
use super::{Site, signs};
use crate::model::{Coverage, FieldKey, ItemKey, Origin, Titled, Trace, TraceKind, Verdict};
use excerpt::Excerpt;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// The folder of the previews in the output.
const FOLDER: &str = "assets/previews";
/// The path of the file that says where the pieces begin.
const INDEX: &str = "assets/previews/index.js";
/// Characters of an item's text.
const TEXT: usize = 360;
/// Characters of a title, and of the name of a place.
const TITLE: usize = 160;
/// Items that are named for each kind of trace, and kinds of trace.
const NAMED: usize = 5;
const KINDS: usize = 3;

/// How much goes into a file, in bytes.
#[derive(Clone, Copy)]
struct Sizes {
    /// A piece has at least so many, if others follow.
    least: usize,
    /// No file has more, if it holds more than one thing.
    most: usize,
}

/// With room for what JSON adds to quotation marks, below 32 KB.
const SIZES: Sizes = Sizes { least: 12_000, most: 30_000 };
/// One item in so many can be the first of a piece.
const FIRST: u8 = 16;

/// Every file of the previews by its path in the output.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Whether a path of the output is a file of the previews.
pub(super) fn is_of_previews(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// Makes the previews of a site.
pub(super) fn files(site: &Site) -> Files {
    in_files(site, SIZES)
}

fn in_files(site: &Site, sizes: Sizes) -> Files {
    let items: Vec<ItemKey> =
        site.project.document_keys().flat_map(|key| site.project.items_of_document(key)).collect();
    let mut previews: Vec<Preview> = items.par_iter().map(|key| Preview::of(site, *key)).collect();
    previews.par_sort_unstable_by(|a, b| a.address.cmp(&b.address));
    let pieces = pieces(&previews, sizes);
    let scripts: Vec<Vec<u8>> = pieces.par_iter().map(|piece| script(&Piece::of(site, piece))).collect();
    let mut files = Files::new();
    let mut named = |name: &str, bytes: Vec<u8>| {
        let hash = blake3::hash(&bytes).to_hex()[..12].to_owned();
        files.insert(format!("{FOLDER}/{name}.{hash}.js"), bytes);
        hash
    };
    let mut last = "";
    let mut starts = Vec::with_capacity(pieces.len());
    for (piece, script) in pieces.into_iter().zip(scripts) {
        let start = piece.first().map_or("", |preview| between(last, &preview.address));
        last = piece.last().map_or("", |preview| &preview.address);
        starts.push(Start(start, named("items", script)));
    }
    let mut of = "items";
    while starts.len() > 2 && bytes(&starts) > sizes.most {
        let lists = split(&starts, sizes.most);
        starts = lists.map(|starts| Start(starts[0].0, named("list", script(&List { of, starts })))).collect();
        of = "list";
    }
    files.insert(INDEX.to_owned(), script(&List { of, starts: &starts }));
    files
}

/// A script that hands its content over.
fn script(content: &impl Serialize) -> Vec<u8> {
    let mut script = Vec::with_capacity(SIZES.most + SIZES.most / 8);
    script.extend_from_slice(b"heftfadenPreviews(");
    // Strings, numbers and lists of them can always be written to memory.
    let _ = serde_json::to_writer(&mut script, content);
    script.extend_from_slice(b");\n");
    script
}

/// Where a file begins, and its hash.
#[derive(Serialize)]
struct Start<'p>(&'p str, String);

/// Where some files begin, and what they are called.
#[derive(Serialize)]
struct List<'p> {
    of: &'static str,
    starts: &'p [Start<'p>],
}

fn bytes(starts: &[Start<'_>]) -> usize {
    starts.iter().map(|start| start.0.len() + start.1.len() + 8).sum()
}

/// Lists of so many bytes, but of two at least.
fn split<'s, 'p>(starts: &'s [Start<'p>], most: usize) -> impl Iterator<Item = &'s [Start<'p>]> {
    let parts = bytes(starts).div_ceil(most).min(starts.len() / 2).max(1);
    starts.chunks(starts.len().div_ceil(parts))
}

/// The shortest beginning of an address that stands behind another.
fn between<'p>(last: &str, address: &'p str) -> &'p str {
    let same = last.bytes().zip(address.bytes()).take_while(|(a, b)| a == b).count();
    if last.is_empty() { "" } else { address.get(..=same).unwrap_or(address) }
}

/// Previews by piece.
fn pieces(previews: &[Preview], sizes: Sizes) -> Vec<&[Preview]> {
    let mut pieces = Vec::new();
    let (mut from, mut size) = (0, 0);
    for (at, preview) in previews.iter().enumerate() {
        let more = preview.bytes(previews[from..at].last());
        if at > from && (size + more > sizes.most || (size >= sizes.least && preview.is_first())) {
            pieces.push(&previews[from..at]);
            (from, size) = (at, 0);
        }
        size += if size == 0 { preview.bytes(None) } else { more };
    }
    if from < previews.len() {
        pieces.push(&previews[from..]);
    }
    pieces
}

/// What is shown of an item.
struct Preview {
    /// Its address, without the name of the file: `lastenheft/LH-310`.
    address: String,
    id: String,
    title: String,
    /// Whether the text says the title again.
    is_said: bool,
    /// Its verdicts, as HTML.
    signs: String,
    /// Document and chapter.
    place: String,
    /// The start of its text, as HTML.
    text: String,
    /// What it is tied to: the kind of the tie, and the items.
    threads: Vec<(&'static str, String)>,
}

impl Preview {
    fn of(site: &Site, key: ItemKey) -> Self {
        let project = &*site.project;
        let (item, chapter) = (project.item(key), project.chapter_of(key));
        let writer = Writer::new(site, "", Scope::Nothing, Marks::None);
        let mut excerpt = Excerpt::new(site.words(), TEXT);
        excerpt.blocks(project, chapter, &item.blocks);
        for field in item.fields.iter().filter(|field| matches!(field.key, FieldKey::Column(_))) {
            excerpt.named(&writer.field_name(&field.key), &field.fragment);
        }
        let text = excerpt.finish();
        let path = site.plan.item(key);
        let document = &project.document(project.document_of(key)).title;
        let place = if is_document_index(project, chapter) {
            document.clone()
        } else {
            format!("{document} · {}", writer.chapter_title(chapter))
        };
        let mut signs = String::with_capacity(256);
        signs::facts(project, site.words(), key, site.has_tests, &mut signs);
        Self {
            address: encoded(path.strip_suffix("/index.html").unwrap_or(path)).collect(),
            id: item.id.to_string(),
            title: cut(&item.title, TITLE),
            is_said: item.titled == Titled::FirstSentence && !text.is_empty(),
            signs,
            place: cut(&place, TITLE),
            text,
            threads: threads(&writer, key),
        }
    }

    /// Whether a piece may begin with it.
    fn is_first(&self) -> bool {
        blake3::hash(self.address.as_bytes()).as_bytes()[0].is_multiple_of(FIRST)
    }

    /// About so many bytes are written of it behind another.
    fn bytes(&self, before: Option<&Self>) -> usize {
        let shared = |text: &str, other: Option<&str>| if other == Some(text) { 2 } else { text.len() + 8 };
        let threads: usize = self.threads.iter().map(|(label, named)| label.len() + named.len() + 8).sum();
        let own = self.address.len() + self.id.len() + self.title.len() + self.text.len() + 24;
        let place = shared(&self.place, before.map(|before| &*before.place));
        own + threads + place + shared(&self.signs, before.map(|before| &*before.signs))
    }
}

/// What an item is tied to, in a line for each of the first kinds of ties.
fn threads(writer: &Writer<'_>, key: ItemKey) -> Vec<(&'static str, String)> {
    let (site, project) = (writer.site, &*writer.site.project);
    let is_shown =
        |kind| matches!(kind, TraceKind::StemsFrom | TraceKind::Realises | TraceKind::Excludes | TraceKind::Verifies);
    let kinds = writer.kinds(key).into_iter().filter(|(_, traces, _)| is_shown(traces[0].kind));
    let line = |(label, traces, incoming): (&'static str, Vec<&Trace>, bool)| {
        let named: Vec<String> = traces.iter().take(NAMED).map(|trace| end(site, trace, incoming)).collect();
        let mut line = named.join(", ");
        if traces.len() > NAMED {
            line.push(' ');
            line.push_str(&site.words().count("more", traces.len() - NAMED));
        }
        (label, line)
    };
    let mut lines: Vec<_> = kinds.map(line).take(KINDS).collect();
    let is_missed = matches!(project.coverage_of(key), Some(Coverage::Open | Coverage::Mentioned));
    if is_missed && !project.is_waiting(key) {
        lines.insert(0, ("link.realised-by", site.words().get("empty.realisation").to_owned()));
        lines.truncate(KINDS);
    }
    lines
}

/// The other end of a trace: `PH-12 (teilweise)`.
fn end(site: &Site, trace: &Trace, incoming: bool) -> String {
    let project = &*site.project;
    let name = match (incoming, trace.from) {
        (true, Origin::Item(from)) => project.item(from).id.to_string(),
        (true, Origin::Answer(answer)) => {
            project.document_of_chapter(answer.0).map(|key| project.document(key).title.clone()).unwrap_or_default()
        }
        (false, _) => project.item(trace.to).id.to_string(),
    };
    let qualifier = match (trace.kind, trace.verdict) {
        (TraceKind::Realises, verdict) if verdict != Verdict::Full => {
            format!("coverage.{}", signs::verdict_class(verdict))
        }
        (TraceKind::Verifies, _) if incoming => format!("proof.{}", signs::test_result(project, trace.from).key()),
        _ => return name,
    };
    format!("{name} ({})", site.words().get(&qualifier))
}

/// Previews in a file; what several of them say stands there once.
#[derive(Serialize)]
struct Piece<'p> {
    signs: Vec<&'p str>,
    places: Vec<&'p str>,
    labels: Vec<&'p str>,
    items: BTreeMap<&'p str, Shown<'p>>,
}

/// ID, title, signs, place, text, threads, and 1 if the text says the title again.
#[derive(Serialize)]
struct Shown<'p>(&'p str, &'p str, usize, usize, &'p str, Vec<(usize, &'p str)>, u8);

impl<'p> Piece<'p> {
    fn of(site: &'p Site, previews: &'p [Preview]) -> Self {
        let mut piece = Self { signs: Vec::new(), places: Vec::new(), labels: Vec::new(), items: BTreeMap::new() };
        for preview in previews {
            let threads = &preview.threads;
            let threads =
                threads.iter().map(|(label, named)| (once(&mut piece.labels, site.words().get(label)), &**named));
            let shown = Shown(
                &preview.id,
                &preview.title,
                once(&mut piece.signs, &preview.signs),
                once(&mut piece.places, &preview.place),
                &preview.text,
                threads.collect(),
                u8::from(preview.is_said),
            );
            piece.items.insert(&preview.address, shown);
        }
        piece
    }
}

/// The number of a text among some, to which it is added if it is new.
fn once<'p>(texts: &mut Vec<&'p str>, text: &'p str) -> usize {
    texts.iter().position(|known| *known == text).unwrap_or_else(|| {
        texts.push(text);
        texts.len() - 1
    })
}
