//! IDs for what states an obligation and has none: list entries, paragraphs, headings and rows of tables.
//!
//! `walk` goes over a file and finds the places, by what `obligation` says of their text and `sections` of the titles above;
//! `table` knows where a column goes, `ids` what comes next. Then the project is assembled with the IDs in it, and what the
//! parser does not find as an item, or what would change an item that is there, is left out. So every ID that is put in
//! opens an item, and nothing else is touched.

mod english;
mod german;
mod german_words;
mod ids;
mod obligation;
mod prose;
mod sections;
mod table;
mod walk;
mod words;

use super::left::{unread, untouchable};
use super::{Edits, Refusal, taken};
use crate::config::FILE;
use crate::load::Workshop;
use crate::model::{Chapter, DocumentConfig, DocumentKey, Project, Role};
use crate::source::{SourceFile, Sources};
use ids::{Counter, Series};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use table::Insertion;
use toml::de::DeTable;
use walk::{Ground, Unit};

/// Which files get IDs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those of all documents that demand: Lastenhefte, and Pflichtenhefte whose items nobody has begun to number. Where
    /// some are numbered, their author has decided what an item is.
    Demanding,
    /// These, by their paths in the project; those that belong to no document get none.
    Files(BTreeSet<Arc<str>>),
}

/// IDs for places that had none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbering {
    /// What putting them in changes.
    pub edits: Edits,
    /// The IDs, in the order of the documents, files and texts.
    pub ids: Vec<String>,
    /// Files of the scope that stay as they are, and files that could not be read, each with the reason.
    pub left: Vec<Refusal>,
    /// Documents with files that the scope leaves out, unless it names files.
    pub passed_over: Vec<Arc<str>>,
}

/// Rounds after which a file with IDs that are still not found gets none.
const ROUNDS: usize = 8;

/// A file and the places for IDs in it.
struct Plan {
    file: Arc<SourceFile>,
    chapter: Arc<Chapter>,
    body: String,
    series: usize,
    units: Vec<Unit>,
}

/// Proposes IDs for what states an obligation in some files, but `twins`: those that another path leads to as well.
pub fn number(project: &Project, sources: &Sources, scope: &Scope, twins: &BTreeSet<Arc<str>>) -> Numbering {
    let mut numbering = Numbering { left: unread(sources), ..Numbering::default() };
    let mut series = Vec::new();
    let mut plans = Vec::new();
    let linked = linked(project);
    let texts: BTreeMap<&str, &Arc<SourceFile>> = sources.files.iter().map(|file| (&*file.path, file)).collect();
    for document in project.document_keys() {
        let before = plans.len();
        if *scope == Scope::Demanding && !demands(project, document) {
            let is_there = project.chapters_of(document).next().is_some();
            numbering.passed_over.extend(is_there.then(|| Arc::clone(&project.document(document).config.key)));
            continue;
        }
        for key in project.chapters_of(document) {
            let chapter = Arc::clone(&project.chapters[key.0 as usize]);
            let is_meant = scope.has(&chapter.file) && !twins.contains(&chapter.file);
            let Some(file) = texts.get(&*chapter.file).filter(|_| is_meant) else {
                continue;
            };
            if let Some(why) = untouchable(file) {
                numbering.left.push(why);
                continue;
            }
            let body = file.body();
            let (config, grammar) = (&*project.config, &*project.grammar);
            let outline = project.document(document).outline.as_deref();
            let units = walk::units(Ground { config, grammar, chapter: &chapter, outline, linked: &linked }, &body);
            plans.push(Plan { file: Arc::clone(file), chapter, body, series: series.len(), units });
        }
        if plans.len() > before {
            let of_document = series_of(project, document, &texts);
            let (config, id) = (&project.document(document).config, of_document.example());
            if config.ids.is_some() && project.grammar.own_id(&config.key, &id) != Some(id.len()) {
                numbering.left.push(unfit(sources, config, &id));
                plans.truncate(before);
                continue;
            }
            series.push(of_document);
        }
    }
    let insertions = settle(&mut plans, &series, sources);
    for (plan, insertions) in plans.iter().zip(insertions) {
        for insertion in insertions {
            numbering.ids.extend(insertion.named().map(str::to_owned));
            numbering.edits.replace(&plan.file.path, insertion.at..insertion.at, insertion.text);
        }
    }
    numbering
}

impl Scope {
    /// Whether it has a file of a document that demands.
    fn has(&self, file: &Arc<str>) -> bool {
        match self {
            Self::Demanding => true,
            Self::Files(files) => files.contains(file),
        }
    }
}

/// Whether a document is looked at that nobody has named.
fn demands(project: &Project, document: DocumentKey) -> bool {
    match project.document(document).config.role {
        Role::Lastenheft => true,
        Role::Pflichtenheft => project.items_of_document(document).len() == 0,
        _ => false,
    }
}

/// The parts of pages that links lead to.
fn linked(project: &Project) -> HashSet<String> {
    let addresses = project.chapters.iter().flat_map(|chapter| &chapter.links).map(|link| &link.address);
    let parts = addresses.filter_map(|address| address.split_once('#').map(|(_, part)| part));
    parts.map(|part| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned()).collect()
}

/// The patterns of a document do not know the IDs that would be made after the first of them.
fn unfit(sources: &Sources, config: &DocumentConfig, id: &str) -> Refusal {
    let text = sources.config_text.as_deref().unwrap_or_default();
    let (root, _) = DeTable::parse_recoverable(text);
    let documents = root.get_ref().get("documents").and_then(|documents| documents.get_ref().get(&*config.key));
    let ids = documents.and_then(|document| Some(document.get_ref().get("ids")?.span()));
    let place = SourceFile::new(FILE, text).place(ids.unwrap_or_default());
    let patterns = config.ids.as_deref().unwrap_or_default().join(", ");
    Refusal::at(
        &place,
        &format!(
            "IDs nach dem Muster {patterns} lassen sich nicht vergeben: „{id}“ passt nicht darauf. # steht auch für die Ziffern hinter Punkten; ein Muster wie LH-# nehmen."
        ),
        &format!(
            "no IDs can be given after the pattern {patterns}: \"{id}\" does not match it. # stands for the digits behind dots too; use a pattern such as LH-#"
        ),
    )
}

fn series_of(project: &Project, document: DocumentKey, texts: &BTreeMap<&str, &Arc<SourceFile>>) -> Series {
    let config = &project.document(document).config;
    let grammar = project.grammar.documents().iter().find(|grammar| grammar.document == config.key);
    let patterns: Vec<&str> =
        grammar.into_iter().flat_map(|grammar| &grammar.patterns).map(|pattern| pattern.as_str()).collect();
    let items: Vec<_> = project
        .items_of_document(document)
        .map(|key| {
            let item = project.item(key);
            let before = texts.get(&*item.place.file).map_or("", |file| &file.text[..item.place.start as usize]);
            (item, before)
        })
        .collect();
    Series::of(config, &patterns, &items)
}

/// Finds for each file what is put in where, such that the parser finds every new ID as an item and each old one as before.
fn settle(plans: &mut [Plan], series: &[Series], sources: &Sources) -> Vec<Vec<Insertion>> {
    let mut workshop = Workshop::default();
    let counter = Counter::new(series, |before| taken::numbers(sources, before));
    for round in 0..=ROUNDS {
        let insertions = placed(plans, series, counter.clone());
        if insertions.iter().all(Vec::is_empty) {
            return insertions;
        }
        let mut changed = sources.clone();
        for (plan, insertions) in plans.iter().zip(&insertions).filter(|(_, insertions)| !insertions.is_empty()) {
            changed.put(Arc::new(SourceFile::new(&plan.file.path, with(&plan.file.text, insertions))));
        }
        let project = workshop.assemble(&changed);
        let chapters: BTreeMap<&str, &Arc<Chapter>> =
            project.chapters.iter().map(|chapter| (&*chapter.file, chapter)).collect();
        let mut is_settled = true;
        for (plan, insertions) in plans.iter_mut().zip(&insertions) {
            let Some(chapter) = chapters.get(&*plan.file.path) else { continue };
            let found = Found::new(&plan.chapter, chapter, insertions);
            if found.is_complete() {
                continue;
            }
            is_settled = false;
            if found.old_changed || round + 1 >= ROUNDS {
                plan.units.clear();
            } else {
                plan.drop_missing(&found);
            }
        }
        if is_settled {
            return insertions;
        }
    }
    plans.iter().map(|_| Vec::new()).collect()
}

/// What each file gets, with IDs one after the other.
fn placed(plans: &[Plan], series: &[Series], mut counter: Counter) -> Vec<Vec<Insertion>> {
    let of_plan = |plan: &Plan| {
        let series = &series[plan.series];
        plan.units.iter().flat_map(|unit| unit.insertions(plan, series, &mut counter)).collect()
    };
    plans.iter().map(of_plan).collect()
}

impl Unit {
    fn insertions(&self, plan: &Plan, series: &Series, counter: &mut Counter) -> Vec<Insertion> {
        let mut take = || {
            let id = counter.take(series);
            if series.slashed { format!("/{id}/") } else { id }
        };
        match self {
            Self::Heading(at) => {
                let id = take();
                vec![Insertion { at: *at, text: format!("{id} "), id: None }.of(&id)]
            }
            Self::Text(at) => {
                let id = take();
                vec![Insertion { at: *at, text: format!("**{id}** "), id: None }.of(&id)]
            }
            Self::Table(spot) => {
                let ids: Vec<String> = (0..spot.count()).map(|_| take()).collect();
                spot.insertions(&plan.body, &ids)
            }
        }
    }

    /// How many pieces it puts in.
    fn pieces(&self) -> usize {
        match self {
            Self::Heading(_) | Self::Text(_) => 1,
            Self::Table(spot) if spot.has_column => spot.count(),
            Self::Table(spot) => spot.rows.len() + 2,
        }
    }
}

fn with(text: &str, insertions: &[Insertion]) -> String {
    let length: usize = insertions.iter().map(|insertion| insertion.text.len()).sum();
    let (mut new, mut from) = (String::with_capacity(text.len() + length), 0);
    for insertion in insertions {
        new.push_str(&text[from..insertion.at]);
        new.push_str(&insertion.text);
        from = insertion.at;
    }
    new.push_str(&text[from..]);
    new
}

/// What the parser made of a file with IDs put in.
struct Found {
    /// For each insertion whether its ID, if it has one, opens an item.
    opens: Vec<bool>,
    old_changed: bool,
}

impl Found {
    fn new(before: &Chapter, after: &Chapter, insertions: &[Insertion]) -> Self {
        let items: BTreeMap<usize, &str> =
            after.items.iter().map(|item| (item.place.start as usize, &*item.id)).collect();
        let (mut opens, mut shift, mut wanted) = (Vec::with_capacity(insertions.len()), 0, 0);
        for insertion in insertions {
            opens.push(insertion.id.as_ref().is_none_or(|id| {
                wanted += 1;
                items.get(&(insertion.at + shift + id.start)) == Some(&&insertion.text[id.clone()])
            }));
            shift += insertion.text.len();
        }
        let mut starts: Vec<(usize, &str)> =
            before.items.iter().map(|item| (item.place.start as usize, &*item.id)).collect();
        starts.sort_unstable();
        let (mut put_in, mut shift) = (insertions.iter().peekable(), 0);
        let is_kept = starts.into_iter().all(|(start, id)| {
            while let Some(insertion) = put_in.next_if(|insertion| insertion.at <= start) {
                shift += insertion.text.len();
            }
            items.get(&(start + shift)) == Some(&id)
        });
        let is_more = after.items.len() > before.items.len() + wanted;
        Self { opens, old_changed: !is_kept || is_more }
    }

    fn is_complete(&self) -> bool {
        !self.old_changed && self.opens.iter().all(|opens| *opens)
    }
}

impl Plan {
    /// Leaves out the places whose IDs open nothing.
    fn drop_missing(&mut self, found: &Found) {
        let mut at = 0;
        self.units.retain(|unit| {
            let pieces = unit.pieces();
            let opens = found.opens.get(at..at + pieces).is_some_and(|pieces| pieces.iter().all(|opens| *opens));
            at += pieces;
            opens
        });
    }
}

#[cfg(test)]
mod tests;
