//! Every page of a project, and its address.

use super::addresses::{Address, Addresses};
use super::forward::{Forward, forwards};
use super::graph::{CHAPTER_ITEMS, is_tied};
use super::parts::{COMPARISON_ROWS, FINDINGS, Measure, QUESTIONS, TESTS, synopsis_parts};
use super::planner::Planner;
use super::words::Words;
use crate::config::Milestone;
use crate::model::{Acceptance, ChapterKey, DocumentKey, ItemKey, Project, Role, file_name, slug};
use rayon::prelude::*;
use std::collections::HashSet;
use std::ops::Range;

/// A page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageId {
    /// The home page.
    Home,
    /// A document's own page.
    Document(DocumentKey),
    /// A document on one page, to read, print and sign: the volume of it, which is one but where it is very long.
    Whole(DocumentKey, usize),
    /// A chapter, or a page beside the documents.
    Chapter(ChapterKey),
    /// An item.
    Item(ItemKey),
    /// A document beside one that realises it: index into the plan's pairs, and the part of it.
    Synopsis(usize, usize),
    /// Every item of a realised document in a table: index into the plan's targets, and the part of it.
    Matrix(usize, usize),
    /// Every item of another document in a table, and the part of it.
    List(DocumentKey, usize),
    /// The offers side by side: the part of it, of which the first has all but the further items.
    Comparison(usize),
    /// What the offers cost.
    Costs,
    /// The whole project as a picture.
    Graph,
    /// A chapter as a picture, and the part of it.
    ChapterGraph(ChapterKey, usize),
    /// The milestones, with efforts, costs and the budget.
    Milestones,
    /// The acceptance report of a document, and the part of it.
    Acceptance(DocumentKey, usize),
    /// The questions of a survey by theme: index into the plan's surveys, and the part of them.
    Questions(usize, usize),
    /// A part of what was found.
    Findings(usize),
    /// How the site is used by keyboard.
    Keyboard,
    /// The address that an item had under an earlier ID: index into the plan's forwards.
    Moved(usize),
}

/// A page and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Which page.
    pub id: PageId,
    /// Path in the output, with `/` between its parts; always a file.
    pub path: String,
}

/// The pages of a site.
pub(super) struct Plan {
    /// Every page at its address.
    pub pages: Addresses,
    /// A realised document, and the one that realises it, if there is one yet.
    pub pairs: Vec<(DocumentKey, Option<DocumentKey>)>,
    /// The documents that some other is to realise.
    pub targets: Vec<DocumentKey>,
    /// The document that the comparison of the offers hangs under: the first that holds any.
    pub offers: Option<DocumentKey>,
    /// The documents that have questions.
    pub surveys: Vec<DocumentKey>,
    /// IDs that items had before.
    pub forwards: Vec<Forward>,
    documents: Vec<String>,
    /// For each document its volumes, each with its chapters, as places among the document's.
    wholes: Vec<Vec<(String, Range<usize>)>>,
    chapters: Vec<String>,
    /// The number of the first item's page; those of the others follow it.
    first_item: usize,
    synopses: Vec<Vec<String>>,
    /// For each document the pages of its matrix or its list, each with its rows: none where it has no items.
    listings: Vec<Vec<(String, Range<usize>)>>,
    comparison: Vec<String>,
    costs: String,
    milestones: Option<String>,
    /// Each milestone's name in the fragment of an address, in the order of the settings.
    anchors: Vec<String>,
    questions: Vec<Vec<String>>,
    findings: Vec<String>,
    graph: Option<String>,
    /// For each chapter the parts of its picture; none where it has nothing to draw.
    chapter_graphs: Vec<Vec<String>>,
    keyboard: String,
    /// For each document the state of its tests and the pages of its report, if it is an acceptance.
    acceptances: Vec<Option<(Acceptance, Vec<String>)>>,
}

impl Plan {
    pub fn new(project: &Project, words: &Words, findings: usize, has_milestones: bool) -> Self {
        // Bidders see no overview of what is realised and tested.
        let is_whole = !project.config.edition.is_for_bidders();
        let targets: Vec<DocumentKey> = project
            .document_keys()
            .filter(|_| is_whole)
            .filter(|key| super::listing::is_target(project, *key))
            .collect();
        let pairs = targets
            .iter()
            .flat_map(|target| {
                let realisers: Vec<_> = project.realisers(*target).map(|realiser| (*target, Some(realiser))).collect();
                if realisers.is_empty() { vec![(*target, None)] } else { realisers }
            })
            .collect();
        let mut planner = Planner::new(project, words);
        let mut plan = Self {
            pages: Addresses::with_capacity(0),
            pairs,
            targets,
            offers: project.document_keys().find(|key| project.document(*key).config.role == Role::Offers),
            surveys: project.document_keys().filter(|key| project.questions_of(*key).next().is_some()).collect(),
            forwards: forwards(project),
            documents: Vec::new(),
            wholes: Vec::new(),
            chapters: Vec::new(),
            first_item: 0,
            synopses: Vec::new(),
            listings: vec![Vec::new(); project.documents.len()],
            comparison: Vec::new(),
            costs: String::new(),
            milestones: None,
            anchors: milestone_anchors(project),
            questions: Vec::new(),
            findings: Vec::new(),
            graph: None,
            chapter_graphs: vec![Vec::new(); project.chapters.len()],
            keyboard: String::new(),
            acceptances: Vec::new(),
        };
        planner.add(PageId::Home, "");
        if is_whole {
            plan.overviews(&mut planner, findings, has_milestones);
        }
        plan.texts(&mut planner);
        if is_whole {
            plan.graphs(&mut planner);
        }
        // After the project's own pages, which may be called so.
        plan.keyboard = planner.add(PageId::Keyboard, words.get("address.keyboard"));
        plan.old_addresses(&mut planner);
        plan.pages = planner.pages;
        plan
    }

    fn overviews(&mut self, planner: &mut Planner<'_>, findings: usize, has_milestones: bool) {
        for number in 0..self.pairs.len() {
            let (target, realiser) = self.pairs[number];
            let key = |document: DocumentKey| planner.project.document(document).config.key.to_string();
            let name = planner.words.get("address.synopsis").to_owned();
            let base = match realiser {
                Some(realiser) if number > 0 => format!("{name}/{}-{}", key(target), key(realiser)),
                None if number > 0 => format!("{name}/{}", key(target)),
                _ => name,
            };
            let parts = synopsis_parts(planner.project, target).len();
            self.synopses.push(planner.parts(&base, parts, |part| PageId::Synopsis(number, part)));
        }
        self.listings(planner);
        self.comparison(planner);
        if has_milestones {
            let name = planner.words.get("address.milestones").to_owned();
            self.milestones = Some(planner.add(PageId::Milestones, &name));
        }
        for number in 0..self.surveys.len() {
            let survey = self.surveys[number];
            let base =
                format!("{}/{}", planner.project.document(survey).config.key, planner.words.get("address.questions"));
            let parts = planner.project.questions_of(survey).count().div_ceil(QUESTIONS).max(1);
            self.questions.push(planner.parts(&base, parts, |part| PageId::Questions(number, part)));
        }
        let name = planner.words.get("address.findings").to_owned();
        self.findings = planner.parts(&name, findings.div_ceil(FINDINGS).max(1), PageId::Findings);
    }

    fn listings(&mut self, planner: &mut Planner<'_>) {
        for document in planner.project.document_keys() {
            let target = self.targets.iter().position(|target| *target == document);
            let parts = std::mem::take(&mut planner.measures[document.0 as usize].rows);
            let key = &planner.project.document(document).config.key;
            let paths = match target {
                Some(number) => {
                    let name = planner.words.get("address.matrix").to_owned();
                    let base = if number == 0 { name } else { format!("{name}/{key}") };
                    planner.parts(&base, parts.len().max(1), |part| PageId::Matrix(number, part))
                }
                None if parts.is_empty() => continue,
                None => {
                    let base = format!("{key}/{}", planner.words.get("address.list"));
                    planner.parts(&base, parts.len(), |part| PageId::List(document, part))
                }
            };
            let parts = parts.into_iter().chain(std::iter::once(0..0));
            self.listings[document.0 as usize] = paths.into_iter().zip(parts).collect();
        }
    }

    fn comparison(&mut self, planner: &mut Planner<'_>) {
        let Some(document) = self.offers else { return };
        let key = planner.project.document(document).config.key.to_string();
        let address = |name: &str| format!("{key}/{}", planner.words.get(name));
        let (comparison, costs) = (address("address.comparison"), address("address.costs"));
        let parts = crate::compare::demands(planner.project).len().div_ceil(COMPARISON_ROWS).max(1);
        self.comparison = planner.parts(&comparison, parts, PageId::Comparison);
        self.costs = planner.add(PageId::Costs, &costs);
    }

    fn texts(&mut self, planner: &mut Planner<'_>) {
        let project = planner.project;
        for document in project.document_keys() {
            let key = project.document(document).config.key.to_string();
            self.documents.push(planner.add(PageId::Document(document), &key));
            let whole = planner.words.get("address.whole").to_owned();
            let Measure { volumes, acceptance, .. } = std::mem::take(&mut planner.measures[document.0 as usize]);
            let base = format!("{key}/{whole}");
            let paths = planner.parts(&base, volumes.len(), |volume| PageId::Whole(document, volume));
            self.wholes.push(paths.into_iter().zip(volumes).collect());
            self.acceptances.push(acceptance.map(|acceptance| {
                let parts = acceptance.tests.len().div_ceil(TESTS).max(1);
                let base = format!("{key}/{}", planner.words.get("address.acceptance"));
                let paths = planner.parts(&base, parts, |part| PageId::Acceptance(document, part));
                (acceptance, paths)
            }));
        }
        for number in 0..project.chapters.len() as u32 {
            let chapter = ChapterKey(number);
            let path = match (project.document_of_chapter(chapter), project.chapter(chapter).is_index) {
                // A folder's own page is part of the document's page, and of the home page.
                (Some(document), true) if is_document_index(project, chapter) => {
                    self.documents[document.0 as usize].clone()
                }
                (None, true) if &*project.chapter(chapter).file == "content/index.md" => "index.html".to_owned(),
                _ => planner.add(PageId::Chapter(chapter), &chapter_folder(project, chapter)),
            };
            self.chapters.push(path);
        }
        self.first_item = planner.pages.pages().len();
        for document in project.document_keys() {
            let key = &project.document(document).config.key;
            let items: Vec<ItemKey> = project.items_of_document(document).collect();
            let address = |item: &ItemKey| Address::of_folder(&[key, "/", project.name_of(*item)]);
            let addresses: Vec<Address> = items.par_iter().map(address).collect();
            for (item, address) in items.into_iter().zip(addresses) {
                planner.place(PageId::Item(item), address);
            }
        }
    }

    /// The pictures of the project and of its chapters, which take no address from a text.
    fn graphs(&mut self, planner: &mut Planner<'_>) {
        let project = planner.project;
        let name = planner.words.get("address.graph").to_owned();
        for document in project.document_keys() {
            for chapter in project.chapters_of(document) {
                if !project.items_of(chapter).any(|item| is_tied(project, item)) {
                    continue;
                }
                let folder = self.chapters[chapter.0 as usize].strip_suffix("/index.html").unwrap_or_default();
                let parts = project.chapter(chapter).items.len().div_ceil(CHAPTER_ITEMS).max(1);
                let base = format!("{folder}/{name}");
                let paths = planner.parts(&base, parts, |part| PageId::ChapterGraph(chapter, part));
                self.chapter_graphs[chapter.0 as usize] = paths;
            }
        }
        if self.chapter_graphs.iter().any(|parts| !parts.is_empty()) {
            self.graph = Some(planner.add(PageId::Graph, &name));
        }
    }

    /// The addresses that items had under earlier IDs, but those that a page has today.
    fn old_addresses(&self, planner: &mut Planner<'_>) {
        for (number, forward) in self.forwards.iter().enumerate() {
            let document = &planner.project.document(planner.project.document_of(forward.item)).config.key;
            let address = Address::of_folder(&[document, "/", &file_name(&forward.old)]);
            // What a page has today stays its own.
            let _ = planner.pages.add(PageId::Moved(number), address);
        }
    }

    pub fn document(&self, key: DocumentKey) -> &str {
        &self.documents[key.0 as usize]
    }

    /// The document on one page: its volumes, each with its chapters, as places among the document's.
    pub fn wholes(&self, key: DocumentKey) -> &[(String, Range<usize>)] {
        &self.wholes[key.0 as usize]
    }

    pub fn chapter(&self, key: ChapterKey) -> &str {
        &self.chapters[key.0 as usize]
    }

    pub fn item(&self, key: ItemKey) -> &str {
        &self.pages.pages()[self.first_item + key.0 as usize].path
    }

    pub fn synopsis(&self, pair: usize) -> &[String] {
        &self.synopses[pair]
    }

    /// The first page of a target's matrix.
    pub fn matrix(&self, target: usize) -> &str {
        &self.listings[self.targets[target].0 as usize][0].0
    }

    /// The pages of a document's matrix or list, each with its rows; none where the document has no items.
    pub fn listing(&self, document: DocumentKey) -> &[(String, Range<usize>)] {
        &self.listings[document.0 as usize]
    }

    /// Whether an overview of a document's rows has more than one page.
    pub fn is_split(&self, document: DocumentKey) -> bool {
        let is_long = |(pair, paths): (&(DocumentKey, _), &Vec<String>)| pair.0 == document && paths.len() > 1;
        self.listing(document).len() > 1 || self.pairs.iter().zip(&self.synopses).any(is_long)
    }

    /// The parts of the comparison; none where there is no document for offers.
    pub fn compared(&self) -> &[String] {
        &self.comparison
    }

    /// The page of the costs; empty where there is no document for offers.
    pub fn costs(&self) -> &str {
        &self.costs
    }

    /// None where the project has neither milestones nor amounts.
    pub fn milestones(&self) -> Option<&str> {
        self.milestones.as_deref()
    }

    /// A milestone's name in the fragment of an address.
    pub fn anchor(&self, milestone: usize) -> &str {
        &self.anchors[milestone]
    }

    /// The state of a document's tests, with the pages of its report; none for what is no acceptance.
    pub fn acceptance(&self, document: DocumentKey) -> Option<&(Acceptance, Vec<String>)> {
        self.acceptances[document.0 as usize].as_ref()
    }

    /// The picture of the project; none where nothing is tied to anything.
    pub fn graph(&self) -> Option<&str> {
        self.graph.as_deref()
    }

    /// The parts of a chapter's picture; none where it has nothing to draw.
    pub fn chapter_graph(&self, chapter: ChapterKey) -> &[String] {
        &self.chapter_graphs[chapter.0 as usize]
    }

    /// The parts of a survey's questions.
    pub fn questions(&self, survey: usize) -> &[String] {
        &self.questions[survey]
    }

    pub fn findings(&self) -> &[String] {
        &self.findings
    }

    pub fn keyboard(&self) -> &str {
        &self.keyboard
    }
}

fn milestone_anchors(project: &Project) -> Vec<String> {
    let mut taken = HashSet::new();
    let anchor = |(number, milestone): (usize, &Milestone)| {
        let name = format!("_m-{}", slug(&milestone.key));
        if taken.insert(name.clone()) { name } else { format!("{name}~{}", number + 1) }
    };
    project.config.milestones.iter().enumerate().map(anchor).collect()
}

/// Whether a chapter is the page of its document's own folder.
pub(super) fn is_document_index(project: &Project, chapter: ChapterKey) -> bool {
    let chapter = project.chapter(chapter);
    chapter.is_index && chapter.file.matches('/').count() == 2
}

/// The folder of a chapter's page: the file's path without leading numbers.
fn chapter_folder(project: &Project, chapter: ChapterKey) -> String {
    let path = project.chapter(chapter).file.strip_prefix("content/").unwrap_or_default();
    let path = path.rsplit_once('.').map_or(path, |(path, _)| path);
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    // A folder's own page is found at the folder.
    if project.chapter(chapter).is_index && parts.len() > 1 {
        parts.pop();
    }
    let last = parts.len() - 1;
    for (number, part) in parts.iter_mut().enumerate() {
        // The first folder of a document is its key, and stays as it is.
        if number > 0 || last == 0 {
            let bare = part.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.', ' ']);
            let bare = slug(if bare.is_empty() { part } else { bare });
            *part = if bare.is_empty() { "seite".to_owned() } else { bare };
        }
    }
    parts.join("/")
}
