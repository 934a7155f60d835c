//! From a folder to a project: reading, parsing and linking in one call.

use crate::config::Config;
use crate::link::{Input, link};
use crate::model::{
    Chapter, DocumentConfig, DocumentGrammar, Grammar, IdPattern, PageKind, Project, Role, Terms, TestReport,
};
use crate::parse::{Context, Survey, junit, outline, page_kind, parse};
use crate::source::{self, CONTENT, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

/// A project, and the files that it was made from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The project.
    pub project: Arc<Project>,
    /// Its files.
    pub sources: Arc<Sources>,
}

/// Reads, parses and links a project's folder.
///
/// # Errors
///
/// When the folder cannot be read, or has no `content` folder. What is wrong inside of files is a diagnostic of the
/// project instead.
pub fn load(root: &Path) -> std::io::Result<Loaded> {
    let sources = source::load(root)?;
    let project = assemble(&sources);
    Ok(Loaded { project: Arc::new(project), sources: Arc::new(sources) })
}

/// Parses and links what was read.
pub fn assemble(sources: &Sources) -> Project {
    Workshop::default().assemble(sources)
}

/// Assembles a project again and again. A file that stays the same object is parsed once; everything is linked each time,
/// so that nothing can be stale.
#[derive(Debug, Default)]
pub struct Workshop {
    surveys: HashMap<Arc<str>, (Arc<SourceFile>, Arc<Survey>)>,
    chapters: HashMap<Arc<str>, (Arc<SourceFile>, Arc<Chapter>)>,
    glossaries: HashMap<Arc<str>, (Arc<SourceFile>, Arc<Chapter>)>,
    reports: HashMap<Arc<str>, (Arc<SourceFile>, Arc<TestReport>)>,
    /// What the grammar was found in, by file.
    surveyed: Vec<(Arc<str>, Arc<Survey>)>,
    /// What the chapters were parsed with.
    config: Arc<Config>,
    grammar: Arc<Grammar>,
    terms: Arc<Terms>,
}

impl Workshop {
    /// Parses what is new, and links everything.
    pub fn assemble(&mut self, sources: &Sources) -> Project {
        let grammar = self.grammar(sources);
        if !Arc::ptr_eq(&self.config, &sources.config) || self.grammar != grammar {
            self.chapters.clear();
            self.glossaries.clear();
            self.config = Arc::clone(&sources.config);
            self.grammar = grammar;
        }
        let chapters = self.parsed(&sources.files);
        let (config, grammar) = (&self.config, &self.grammar);
        let results: Vec<Arc<SourceFile>> = sources.results.iter().map(|it| Arc::clone(&it.file)).collect();
        let reports = made(&mut self.reports, &results, junit);
        let of = sources.results.iter().map(|it| Arc::clone(&it.document));
        let mut diagnostics = sources.diagnostics.clone();
        let mut outlines = BTreeMap::new();
        for (name, text) in &sources.outlines {
            match outline(name, text) {
                Ok(outline) => {
                    outlines.insert(name.clone(), Arc::new(outline));
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
        link(Input {
            config: Arc::clone(config),
            grammar: Arc::clone(grammar),
            terms: Arc::clone(&self.terms),
            chapters,
            attachments: sources.attachments.keys().cloned().collect(),
            pictures: sources.attachments.iter().filter_map(|(path, it)| Some((Arc::clone(path), it.size?))).collect(),
            reports: of.zip(reports).collect(),
            outlines,
            diagnostics,
        })
    }

    /// The chapters of all files, in their order. The glossaries come first, since the others' text is searched for
    /// their terms.
    fn parsed(&mut self, files: &[Arc<SourceFile>]) -> Vec<Arc<Chapter>> {
        let (config, grammar) = (&self.config, &self.grammar);
        let document = |file: &SourceFile| document_of(&file.path).and_then(|key| config.document(key));
        let is_glossary = |file: &Arc<SourceFile>| page_kind(file, document(file)) == PageKind::Glossary;
        let (glossaries, others): (Vec<_>, Vec<_>) = files.iter().cloned().partition(is_glossary);
        let none = Terms::default();
        let glossaries = made(&mut self.glossaries, &glossaries, |file| {
            parse(file, Context { config, grammar, terms: &none, document: None })
        });
        let names = glossaries.iter().flat_map(|chapter| &chapter.terms).map(|term| term.spellings.clone());
        let terms = Terms::new(config.language, names.collect());
        if *self.terms != terms {
            self.chapters.clear();
            self.terms = Arc::new(terms);
        }
        let terms = &self.terms;
        let others = made(&mut self.chapters, &others, |file| {
            parse(file, Context { config, grammar, terms, document: document(file) })
        });
        let (mut glossaries, mut others) = (glossaries.into_iter().peekable(), others.into_iter());
        let next = |file: &Arc<SourceFile>| match glossaries.next_if(|chapter| chapter.file == file.path) {
            None => others.next(),
            glossary => glossary,
        };
        files.iter().filter_map(next).collect()
    }

    /// What the IDs of each document look like: as its settings say, else as its own text shows. A document that realises,
    /// verifies or answers others is looked at after them, since an ID that they own is a reference to them.
    fn grammar(&mut self, sources: &Sources) -> Arc<Grammar> {
        let config = &sources.config;
        let mut patterns: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let surveyed = |file: &&Arc<SourceFile>| {
            document_of(&file.path).and_then(|key| config.document(key)).is_some_and(|document| document.ids.is_none())
        };
        let files: Vec<Arc<SourceFile>> = sources.files.iter().filter(surveyed).cloned().collect();
        let surveys = made(&mut self.surveys, &files, Survey::of);
        let surveyed = files.iter().map(|file| Arc::clone(&file.path)).zip(surveys).collect();
        if Arc::ptr_eq(&self.config, config) && self.surveyed == surveyed {
            return Arc::clone(&self.grammar);
        }
        self.surveyed = surveyed;
        let is_later = |document: &&DocumentConfig| !partners(config, document).is_empty();
        let (later, first): (Vec<_>, Vec<_>) = config.documents.iter().partition(is_later);
        for document in first.into_iter().chain(later) {
            let own = document.ids.clone().unwrap_or_else(|| {
                let partners = partners(config, document);
                let others: Vec<String> =
                    partners.iter().filter_map(|key| patterns.get(&**key)).flatten().cloned().collect();
                let own = self.surveyed.iter().filter(|(path, _)| document_of(path) == Some(&document.key));
                Survey::own(own.map(|(_, survey)| &**survey), &others)
            });
            patterns.insert(&document.key, own);
        }
        let documents = config.documents.iter().map(|document| DocumentGrammar {
            document: Arc::clone(&document.key),
            patterns: patterns
                .get(&*document.key)
                .into_iter()
                .flatten()
                .filter_map(|pattern| IdPattern::new(pattern))
                .collect(),
        });
        Arc::new(Grammar::new(documents.collect()))
    }
}

/// Files that a core takes at once: few, so that no core waits for another at the end.
const SHARE: usize = 8;

/// What is made of each file: as it was where the file is the same object, else made anew. What was made of other files is
/// forgotten.
fn made<T: Send + Sync>(
    known: &mut HashMap<Arc<str>, (Arc<SourceFile>, Arc<T>)>,
    files: &[Arc<SourceFile>],
    make: impl Fn(&SourceFile) -> T + Sync,
) -> Vec<Arc<T>> {
    let before = std::mem::take(known);
    let one = |file: &Arc<SourceFile>| match before.get(&file.path) {
        Some((same, made)) if Arc::ptr_eq(same, file) => Arc::clone(made),
        _ => Arc::new(make(file)),
    };
    let made: Vec<Arc<T>> = files.par_iter().with_max_len(SHARE).map(one).collect();
    *known = files
        .iter()
        .zip(&made)
        .map(|(file, made)| (Arc::clone(&file.path), (Arc::clone(file), Arc::clone(made))))
        .collect();
    made
}

/// The folder below `content/` that a file lies in.
fn document_of(path: &str) -> Option<&str> {
    path.strip_prefix(CONTENT)?.strip_prefix('/')?.split_once('/').map(|(folder, _)| folder)
}

/// The documents whose items a document speaks of.
fn partners(config: &Config, document: &DocumentConfig) -> Vec<Arc<str>> {
    let named = document.realises.iter().chain(&document.verifies).cloned();
    // An offer answers every Lastenheft without naming it.
    let offered =
        config.documents.iter().filter(|other| document.role == Role::Offers && other.role == Role::Lastenheft);
    named.chain(offered.map(|other| Arc::clone(&other.key))).collect()
}
