//! What is assembled step by step, after one change and another, is what is assembled at once.

use crate::properties::{mutated, runner};
use heftfaden::config::{self, Config};
use heftfaden::site::{Site, Theme};
use heftfaden::source::{SourceFile, Sources};
use heftfaden::{Workshop, assemble};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The files that come, change and go.
const PATHS: [&str; 9] = [
    "content/index.md",
    "content/lastenheft/01-ziel.md",
    "content/lastenheft/02-funktion.md",
    "content/pflichtenheft/01-loesung.md",
    "content/pflichtenheft/02-mehr.md",
    "content/abnahme/01-test.md",
    "content/glossar.md",
    "content/ansprechpartner.md",
    "content/begriffe.md",
];

/// Settings that come, change and go.
const SETTINGS: [&str; 3] = [
    "",
    "[documents.lastenheft]\nids = [\"LH-#\", \"/LF#/\"]\n",
    "[project]\nlanguage = \"en\"\n[documents.pflichtenheft]\nmentions = \"realise\"\n",
];

/// A change of a project.
#[derive(Clone, Debug)]
enum Step {
    Write(usize, String),
    Remove(usize),
    Configure(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..PATHS.len(), mutated()).prop_map(|(path, text)| Step::Write(path, text)),
        2 => (0..PATHS.len()).prop_map(Step::Remove),
        1 => (0..SETTINGS.len()).prop_map(Step::Configure),
    ]
}

/// Everything that the program makes of a project: its export and its pages.
fn made(project: heftfaden::model::Project, sources: &Sources) -> BTreeMap<String, Vec<u8>> {
    let findings = heftfaden::check::check(&project);
    let mut export = Vec::new();
    heftfaden::exchange::json::write(&project, &findings, sources, &mut export).unwrap();
    let theme = Theme::new(project.config.language, &sources.theme).unwrap();
    let site = Site::new(project.into(), findings.into(), Arc::new(sources.clone()), theme.into());
    let pages = site.pages().iter().map(|page| (page.path.clone(), site.render(page).unwrap()));
    pages.chain([("export".to_owned(), export)]).collect()
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 24, ..runner() })]

    #[test]
    fn step_by_step_is_at_once(steps in prop::collection::vec(step(), 1..8)) {
        let (mut workshop, mut config) = (Workshop::default(), Arc::new(Config::default()));
        let mut files: BTreeMap<&str, Arc<SourceFile>> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Write(path, text) => drop(files.insert(PATHS[path], Arc::new(SourceFile::new(PATHS[path], text)))),
                Step::Remove(path) => drop(files.remove(PATHS[path])),
                Step::Configure(settings) => config = Arc::new(config::parse(SETTINGS[settings]).0),
            }
            let sources = Sources::in_memory(Arc::clone(&config), files.values().cloned().collect());
            let (stepwise, at_once) = (made(workshop.assemble(&sources), &sources), made(assemble(&sources), &sources));
            prop_assert_eq!(stepwise.keys().collect::<Vec<_>>(), at_once.keys().collect::<Vec<_>>());
            for (path, bytes) in &stepwise {
                prop_assert!(*bytes == at_once[path], "{} differs", path);
            }
        }
    }
}
