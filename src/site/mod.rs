//! The website: a plan of pages, and each page as a pure function of the project.
//!
//! [`Site::render`] makes the bytes of one page from what is in memory; `build` calls it for all of them in parallel,
//! a preview for the one that is asked for, and both get the same.

mod addresses;
mod body;
mod card;
mod diagram;
mod forward;
mod fragment;
mod glossary;
mod graph;
mod highlight;
mod listing;
mod measure;
mod pages;
mod parts;
mod plain;
mod plan;
mod planner;
mod prepared;
mod previews;
mod search;
mod shrink;
mod signs;
#[cfg(test)]
mod tests;
mod theme;
mod thread;
mod timeline;
mod words;

pub(crate) use fragment::encoded;
pub use plan::{Page, PageId};
pub use prepared::Prepared;
pub use theme::Theme;

use crate::compare::Comparison;
use crate::diag::{Diagnostic, Texts};
use crate::model::{ChapterKey, DocumentKey, ItemKey, Project, Role, Schedule, Tally};
use fragment::Marks;
use listing::Listing;
use pages::View;
use plan::Plan;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};
use words::Words;

/// Why a site cannot be made: only the project's own theme can be the cause.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A template that is no Handlebars.
    #[error("themes/…/{path}:{}:{}: {message}", at.0, at.1)]
    BadTemplate {
        /// Path below the theme's folder.
        path: String,
        /// Line and column, counted from 1.
        at: (usize, usize),
        /// What is wrong with it.
        message: String,
    },
    /// A template that asks for what its page does not have.
    #[error("{0}")]
    Template(Box<handlebars::RenderError>),
    /// A table of words that is no TOML.
    #[error("themes/…/words/{language}.toml: {message}")]
    Words {
        /// The language of the table.
        language: &'static str,
        /// What is wrong with it.
        message: String,
    },
}

impl Error {
    /// What is wrong, without the place.
    pub fn message(&self) -> String {
        match self {
            Self::BadTemplate { message, .. } | Self::Words { message, .. } => message.clone(),
            Self::Template(error) => error.reason().to_string(),
        }
    }

    /// The file of the theme that is wrong, by its path below the theme's folder, with line and column where they are
    /// known, each counted from 1.
    pub fn place(&self) -> (String, usize, usize) {
        match self {
            Self::BadTemplate { path, at, .. } => (path.clone(), at.0, at.1),
            Self::Template(error) => {
                let name = error.template_name.as_deref().unwrap_or("layout");
                (format!("templates/{name}.hbs"), error.line_no.unwrap_or(1), error.column_no.unwrap_or(1))
            }
            Self::Words { language, .. } => (format!("words/{language}.toml"), 1, 1),
        }
    }
}

/// Items by document and ID.
type Named = HashMap<(Arc<str>, Arc<str>), ItemKey>;

/// A site, ready to render any of its pages.
pub struct Site {
    project: Arc<Project>,
    findings: Arc<[Diagnostic]>,
    texts: Arc<dyn Texts + Send + Sync>,
    theme: Arc<Theme>,
    plan: Plan,
    /// The items that findings concern, since findings name them so.
    named: OnceLock<Named>,
    /// The index of the search, made when somebody asks for it.
    search: OnceLock<search::Files>,
    /// For each document its items as rows, made when a page shows them.
    listings: Vec<OnceLock<Listing>>,
    /// The rows of split overviews, made when somebody filters one.
    tables: OnceLock<listing::Files>,
    /// What references show of items, made when somebody asks for it.
    previews: OnceLock<previews::Files>,
    /// What unfolded chapters of the project's picture show, made when somebody asks for it.
    graph: OnceLock<graph::Pieces>,
    /// The offers compared, for the pages that show it.
    comparison: OnceLock<Comparison>,
    /// What is around the pages, made with the first page that has it.
    frames: pages::Frames,
    /// Counts of all documents, in their order.
    tallies: Vec<Tally>,
    schedule: Schedule,
    has_tests: bool,
}

impl Site {
    /// Plans the site of a project.
    pub fn new(
        project: Arc<Project>,
        findings: Arc<[Diagnostic]>,
        texts: Arc<dyn Texts + Send + Sync>,
        theme: Arc<Theme>,
    ) -> Self {
        let has_milestones = !project.config.milestones.is_empty() || !project.amounts.is_empty();
        let tally = |key| Tally::of(&project, project.items_of_document(key));
        let (plan, (schedule, tallies)) = rayon::join(
            || Plan::new(&project, &theme.words, findings.len(), has_milestones),
            || (Schedule::of(&project, &project.amounts), project.document_keys().map(tally).collect()),
        );
        let listings = project.document_keys().map(|_| OnceLock::new()).collect();
        let has_tests = project.traces.iter().any(|trace| trace.kind == crate::model::TraceKind::Verifies);
        Self {
            project,
            findings,
            texts,
            theme,
            plan,
            named: OnceLock::new(),
            search: OnceLock::new(),
            listings,
            tables: OnceLock::new(),
            previews: OnceLock::new(),
            graph: OnceLock::new(),
            comparison: OnceLock::new(),
            frames: pages::Frames::default(),
            tallies,
            schedule,
            has_tests,
        }
    }

    /// Every page, in the project's order.
    pub fn pages(&self) -> &[Page] {
        self.plan.pages.pages()
    }

    /// The page at a path, as [`Page::path`] has it.
    pub fn page_at(&self, path: &str) -> Option<&Page> {
        self.plan.pages.at(path)
    }

    /// The theme's files: path in the output, and content.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.theme.assets.iter().map(|(path, bytes)| (path.as_str(), &**bytes))
    }

    /// The files that scripts of the theme load when they are needed, the search's index, the previews of items, the rows of
    /// split overviews and the unfolded chapters of the project's picture: path in the output, and content. Made at the
    /// first call.
    pub fn loaded_files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let drawn = || rayon::join(|| self.tables(), || &self.graph_pieces().files);
        let (search, (previews, (tables, graph))) =
            rayon::join(|| self.search_index(), || rayon::join(|| self.previews(), drawn));
        let files = search.iter().chain(previews).chain(tables).chain(graph);
        files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// A file of the theme, or one that its scripts load, by its path in the output.
    pub fn asset(&self, path: &str) -> Option<&[u8]> {
        let files = if search::is_of_index(path) {
            Some(self.search_index())
        } else if previews::is_of_previews(path) {
            Some(self.previews())
        } else if listing::is_of_tables(path) {
            Some(self.tables())
        } else {
            graph::is_of_graph(path).then(|| &self.graph_pieces().files)
        };
        if let Some(file) = files.and_then(|files| files.get(path)) {
            return Some(file);
        }
        self.theme.assets.get(path).map(|bytes| &**bytes)
    }

    fn tables(&self) -> &listing::Files {
        self.tables.get_or_init(|| listing::files(self))
    }

    /// A document's items as rows.
    fn listing(&self, document: DocumentKey) -> &Listing {
        self.listings[document.0 as usize].get_or_init(|| Listing::of(self, document))
    }

    fn previews(&self) -> &previews::Files {
        self.previews.get_or_init(|| previews::files(self))
    }

    fn search_index(&self) -> &search::Files {
        self.search.get_or_init(|| search::files(self))
    }

    fn graph_pieces(&self) -> &graph::Pieces {
        self.graph.get_or_init(|| graph::pieces(self))
    }

    /// The path of what a node of the project's picture unfolds to.
    fn graph_piece(&self, node: usize) -> Option<&str> {
        self.graph_pieces().paths[node].as_deref()
    }

    /// Renders a page.
    ///
    /// # Errors
    ///
    /// When a template of the project's own asks for what the page does not have.
    pub fn render(&self, page: &Page) -> Result<Vec<u8>, Error> {
        self.prepare(page)?.render().map(String::into_bytes)
    }

    /// Finds out what a page shows, which is most of the way to its bytes: the hash of that says whether the rest
    /// is needed.
    ///
    /// # Errors
    ///
    /// As [`Site::render`] has them.
    pub fn prepare(&self, page: &Page) -> Result<Prepared<'_>, Error> {
        pages::prepare(self, &View { page, marks: Marks::None })
    }

    /// Renders a page whose elements say what they show: `data-source="content/lastenheft/01-ziel.md:12"` on items,
    /// headings, paragraphs, tables and their rows. Without these attributes it is what [`Site::render`] makes.
    ///
    /// # Errors
    ///
    /// As [`Site::render`] has them.
    pub fn render_with_sources(&self, page: &Page) -> Result<String, Error> {
        pages::prepare(self, &View { page, marks: Marks::Sources })?.render()
    }

    /// The project that it shows.
    pub fn project(&self) -> &Arc<Project> {
        &self.project
    }

    /// The theme that it is made with.
    pub fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// Whether it is made for bidders.
    pub fn is_for_bidders(&self) -> bool {
        self.project.config.edition.is_for_bidders()
    }

    /// The path of the answer sheet in a package for bidders.
    pub fn answer_sheet(&self) -> &str {
        self.words().get("address.answers")
    }

    /// The path of a chapter's page in the output.
    pub fn chapter_path(&self, chapter: ChapterKey) -> &str {
        self.plan.chapter(chapter)
    }

    /// The path of an item's page in the output.
    pub fn item_path(&self, item: ItemKey) -> &str {
        self.plan.item(item)
    }

    /// The file that a page shows as a whole: a chapter's, or the index page of a document or of the site.
    pub fn file_of(&self, page: &Page) -> Option<&str> {
        let is_shown = |number: &usize| self.plan.chapter(ChapterKey(*number as u32)) == page.path;
        let chapter = (0..self.project.chapters.len()).find(is_shown)?;
        Some(&self.project.chapters[chapter].file)
    }

    /// What the theme calls a check's findings; the check's code where it has no name for them.
    pub fn check_title<'s>(&'s self, code: &'s str) -> &'s str {
        let key = format!("check.{code}");
        self.theme.words.known(&key).unwrap_or(code)
    }

    /// The word for the items of a document, whose counts and headings begin with the same key.
    fn items_word(&self, document: DocumentKey) -> &'static str {
        match self.project.document(document).config.role {
            Role::Survey => "items.survey",
            Role::Acceptance => "items.acceptance",
            _ => "items",
        }
    }

    fn words(&self) -> &Words {
        &self.theme.words
    }

    /// The offers of the project, compared.
    fn comparison(&self) -> &Comparison {
        self.comparison.get_or_init(|| Comparison::of(&self.project))
    }

    /// The item that a finding concerns.
    fn item_of(&self, finding: &Diagnostic) -> Option<ItemKey> {
        self.named.get_or_init(|| self.concerned()).get(finding.item.as_ref()?).copied()
    }

    /// Looks at every item, so it waits until a page shows findings.
    fn concerned(&self) -> Named {
        let named = self.findings.iter().filter_map(|finding| finding.item.as_ref());
        let wanted: HashSet<(&str, &str)> = named.map(|(document, id)| (&**document, &**id)).collect();
        let mut found = HashMap::with_capacity(wanted.len());
        for document in self.project.document_keys() {
            let key = &self.project.document(document).config.key;
            for item in self.project.items_of_document(document) {
                let id = &self.project.item(item).id;
                if wanted.contains(&(&**key, &**id)) {
                    found.entry((Arc::clone(key), Arc::clone(id))).or_insert(item);
                }
            }
        }
        found
    }
}
