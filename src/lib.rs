//! Heftfaden: from a folder of Markdown chapters to a traced website.
//!
//! Data flows one way. [`source`] reads a project's files, [`parse`] turns each into a chapter, [`link`] makes one
//! project of them all; [`check`] finds what is wrong with it, [`site`] renders its pages, [`exchange`] its exports, and
//! [`publish`] writes them.

pub mod check;
pub mod cli;
pub mod config;
pub mod diag;
pub mod exchange;
pub mod link;
pub mod model;
pub mod parse;
pub mod publish;
pub mod site;
pub mod source;

use model::{Chapter, DocumentGrammar, Grammar, IdPattern, Project, Role};
use rayon::prelude::*;
use source::{CONTENT, SourceFile, Sources};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A project, and the files that it was made from.
#[derive(Debug)]
pub struct Loaded {
    /// The project.
    pub project: Project,
    /// Its files.
    pub sources: Sources,
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
    Ok(Loaded { project, sources })
}

/// Parses and links what was read.
pub fn assemble(sources: &Sources) -> Project {
    let config = &sources.config;
    let grammar = Arc::new(grammar(sources));
    let chapters: Vec<Arc<Chapter>> = sources
        .files
        .par_iter()
        .map(|file| {
            let document = document_of(file).and_then(|key| config.document(key));
            Arc::new(parse::parse(file, parse::Context { config, grammar: &grammar, document }))
        })
        .collect();
    let mut diagnostics = sources.diagnostics.clone();
    let mut outlines = BTreeMap::new();
    for (name, text) in &sources.outlines {
        match parse::outline(name, text) {
            Ok(outline) => {
                outlines.insert(name.clone(), Arc::new(outline));
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    link::link(link::Input {
        config: Arc::clone(config),
        grammar,
        chapters,
        attachments: sources.attachments.keys().cloned().collect(),
        outlines,
        diagnostics,
    })
}

/// The folder below `content/` that a file lies in.
fn document_of(file: &SourceFile) -> Option<&str> {
    file.path.strip_prefix(CONTENT)?.strip_prefix('/')?.split_once('/').map(|(folder, _)| folder)
}

/// What the IDs of each document look like: as its settings say, else as its own text shows. A document that realises,
/// verifies or answers others is looked at after them, since an ID that they own is a reference to them.
fn grammar(sources: &Sources) -> Grammar {
    let config = &sources.config;
    let mut patterns: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let demanded = |document: &model::DocumentConfig| -> Vec<Arc<str>> {
        let named = document.realises.iter().chain(&document.verifies).cloned();
        // An offer answers every Lastenheft without naming it.
        let offered =
            config.documents.iter().filter(|other| document.role == Role::Offers && other.role == Role::Lastenheft);
        named.chain(offered.map(|other| Arc::clone(&other.key))).collect()
    };
    let is_later = |document: &&model::DocumentConfig| !demanded(document).is_empty();
    let (later, first): (Vec<_>, Vec<_>) = config.documents.iter().partition(is_later);
    for document in first.into_iter().chain(later) {
        let own = document.ids.clone().unwrap_or_else(|| {
            let partners = demanded(document);
            let others: Vec<String> =
                partners.iter().filter_map(|key| patterns.get(&**key)).flatten().cloned().collect();
            let files = sources.files.par_iter().filter(|file| document_of(file) == Some(&document.key));
            let survey = files.map(parse::Survey::of).reduce(parse::Survey::default, |mut all, one| {
                all.merge(one);
                all
            });
            survey.own(&others)
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
    Grammar::new(documents.collect())
}
