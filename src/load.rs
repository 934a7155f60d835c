//! From a folder to a project: reading, parsing and linking in one call.

use crate::link::{Input, link};
use crate::model::{Chapter, DocumentConfig, DocumentGrammar, Grammar, IdPattern, Project, Role};
use crate::parse::{Context, Survey, outline, parse};
use crate::source::{self, CONTENT, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A project, and the files that it was made from.
#[derive(Debug)]
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
    let config = &sources.config;
    let grammar = Arc::new(grammar(sources));
    let chapters: Vec<Arc<Chapter>> = sources
        .files
        .par_iter()
        .map(|file| {
            let document = document_of(file).and_then(|key| config.document(key));
            Arc::new(parse(file, Context { config, grammar: &grammar, document }))
        })
        .collect();
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
    let demanded = |document: &DocumentConfig| -> Vec<Arc<str>> {
        let named = document.realises.iter().chain(&document.verifies).cloned();
        // An offer answers every Lastenheft without naming it.
        let offered =
            config.documents.iter().filter(|other| document.role == Role::Offers && other.role == Role::Lastenheft);
        named.chain(offered.map(|other| Arc::clone(&other.key))).collect()
    };
    let is_later = |document: &&DocumentConfig| !demanded(document).is_empty();
    let (later, first): (Vec<_>, Vec<_>) = config.documents.iter().partition(is_later);
    for document in first.into_iter().chain(later) {
        let own = document.ids.clone().unwrap_or_else(|| {
            let partners = demanded(document);
            let others: Vec<String> =
                partners.iter().filter_map(|key| patterns.get(&**key)).flatten().cloned().collect();
            let files = sources.files.par_iter().filter(|file| document_of(file) == Some(&document.key));
            let survey = files.map(Survey::of).reduce(Survey::default, |mut all, one| {
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
