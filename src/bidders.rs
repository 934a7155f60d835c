//! A project as bidders get it: the Lastenheft alone, without what is internal.
//!
//! It is reduced before it is parsed and linked. Files that do not go along are never looked at; fields, columns and comments
//! that do not are left out while a file is read; settings are taken over one by one. So nothing that comes after could show
//! what is not there.

use crate::config::{Config, DocumentConfig, Edition, FieldName, Internal};
use crate::diag::{Diagnostic, Severity, Texts};
use crate::load::assemble;
use crate::model::{ChapterKey, Destination, FieldKey, Project};
use crate::source::{SourceFile, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What no page of the edition may quote: no file at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoTexts;

impl Texts for NoTexts {
    fn text(&self, _: &str) -> Option<&str> {
        None
    }
}

/// What is internal in a package, and what is not, by the names that its items' fields have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Fields and columns that the package shows.
    pub shown: BTreeSet<String>,
    /// Fields and columns that were left out.
    pub left_out: BTreeSet<String>,
}

/// The project for bidders.
pub fn edition(sources: &Sources) -> Project {
    let full = &sources.config;
    let mut reduced = Sources::in_memory(Arc::new(settings(full)), files(sources));
    reduced.attachments = sources.attachments.clone();
    let mut project = assemble(&reduced);
    // What was needed to read the text, and is named nowhere in it.
    let milestones = named_milestones(&project);
    let config = Arc::make_mut(&mut project.config);
    config.milestones.retain(|milestone| milestones.contains(&milestone.key.to_lowercase()));
    let internal = Internal::of(full);
    config.fields.retain(|field| !internal.hides_word(&field.key));
    project.attachments = attachments(&project);
    project.diagnostics.clear();
    project
}

/// What keeps a package from being made: where settings or a file that goes along cannot be understood, what is internal may
/// be taken for text.
pub fn obstacles<'d>(config: &'d Config, findings: &'d [Diagnostic]) -> impl Iterator<Item = &'d Diagnostic> {
    const UNSAFE: [&str; 9] = [
        "bidders-unknown",
        "config-invalid",
        "unknown-config-key",
        "unreadable-file",
        "not-utf8",
        "front-matter-unclosed",
        "front-matter-invalid",
        "unknown-field",
        "stray-field",
    ];
    let is_settings = |finding: &Diagnostic| *finding.place.file == *crate::config::FILE;
    findings.iter().filter(move |finding| {
        let concerns = is_settings(finding) || config.sends(&finding.place.file);
        // A setting that is unknown may be the one that was to keep something inside, and so may a field that is none.
        let is_grave =
            finding.severity == Severity::Error || matches!(finding.code, "unknown-config-key" | "stray-field");
        concerns && is_grave && UNSAFE.contains(&finding.code)
    })
}

/// Which fields and columns of the whole project's items the package shows, and which not.
pub fn fields(project: &Project) -> Fields {
    let (config, internal) = (&*project.config, Internal::of(&project.config));
    let mut fields = Fields::default();
    let chapters = project.chapters.iter().filter(|chapter| config.sends(&chapter.file));
    for field in chapters.flat_map(|chapter| &chapter.items).flat_map(|item| &item.fields) {
        let (name, is_hidden) = match &field.key {
            FieldKey::Known(name) => (name.labels(config.language)[0].to_owned(), internal.hides(*name)),
            FieldKey::Own(key) => {
                let title = config.field(key).map_or_else(|| key.to_string(), |own| own.title.clone());
                (title, internal.hides_word(key))
            }
            FieldKey::Column(head) => (head.to_string(), internal.hides_head(head, config)),
        };
        if is_hidden { &mut fields.left_out } else { &mut fields.shown }.insert(name);
    }
    fields
}

/// The settings of the edition: those that are named here, and no others.
fn settings(full: &Config) -> Config {
    let documents: Vec<DocumentConfig> =
        full.documents.iter().filter(|document| full.sends_document(document)).cloned().collect();
    let is_kept = |key: &Arc<str>| documents.iter().any(|document| document.key == *key);
    let documents = documents.iter().map(|document| DocumentConfig {
        outline: None,
        status: None,
        realises: document.realises.clone().filter(is_kept),
        verifies: document.verifies.iter().filter(|key| is_kept(key)).cloned().collect(),
        ..document.clone()
    });
    Config {
        title: full.title.clone(),
        language: full.language,
        customer: full.customer.clone(),
        users: full.users,
        currency: full.currency,
        paper: full.paper,
        base_url: full.base_url.clone(),
        theme: full.theme.clone(),
        documents: documents.collect(),
        fields: full.fields.clone(),
        milestones: full.milestones.clone(),
        priorities: full.priorities.clone(),
        statuses: full.statuses.clone(),
        levels: BTreeMap::new(),
        edition: Edition::Bidders(Internal::of(full)),
        ..Config::default()
    }
}

fn files(sources: &Sources) -> Vec<Arc<SourceFile>> {
    sources.files.iter().filter(|file| sources.config.sends(&file.path)).cloned().collect()
}

/// The keys of the milestones that items name, in small letters.
fn named_milestones(project: &Project) -> BTreeSet<String> {
    let fields = project.items().flat_map(|key| &project.item(key).fields);
    let milestones = fields.filter(|field| field.key == FieldKey::Known(FieldName::Milestone));
    milestones
        .map(|field| field.value.split(['(', ',', ';']).next().unwrap_or_default().trim().to_lowercase())
        .collect()
}

/// The files that the text links to.
fn attachments(project: &Project) -> Vec<Arc<str>> {
    let mut linked = BTreeSet::new();
    for chapter in (0..project.chapters.len() as u32).map(ChapterKey) {
        let links = &project.links[chapter.0 as usize];
        for link in project.chapter(chapter).shown().links {
            if let Some(Destination::Attachment(path)) = links.get(link as usize) {
                linked.insert(Arc::clone(path));
            }
        }
    }
    linked.into_iter().collect()
}
