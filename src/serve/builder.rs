//! From what is on disk to the next snapshot, and what is told of it.

use super::fault::{Fault, UNREADABLE};
use super::snapshot::Snapshot;
use super::stand_in::with_stand_ins;
use super::targets::Targets;
use super::themed::Themed;
use crate::check::check;
use crate::config;
use crate::diag::Diagnostic;
use crate::load::Workshop;
use crate::model::Project;
use crate::source::{CONTENT, Change, Sources, theme_folder};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What is gone may be about to come back: a file may be half written, or half renamed. It gets so long.
const GRACE: Duration = Duration::from_millis(150);

/// What the preview shows, and what keeps it from showing the rest.
#[derive(Clone)]
pub(super) struct State {
    pub snapshot: Arc<Snapshot>,
    pub faults: Arc<[Fault]>,
}

/// What came of a change.
#[derive(Clone, Debug)]
pub struct Rebuilt {
    /// The files that differ.
    pub changes: Vec<Change>,
    /// Items of the whole project.
    pub items: usize,
    /// Findings that were not there before.
    pub new: usize,
    /// Findings that are no longer there.
    pub gone: usize,
    /// All findings.
    pub findings: usize,
    /// What keeps the preview from showing files as they are.
    pub faults: Arc<[Fault]>,
    /// How long it took from looking at the files to the new pages.
    pub took: Duration,
}

/// What was found by looking.
struct Looked {
    /// The next snapshot, if it differs from the last.
    next: Option<Snapshot>,
    changes: Vec<Change>,
    faults: Vec<Fault>,
    /// Whether pages are gone.
    loses: bool,
}

/// Makes snapshots of a project.
pub(super) struct Builder {
    root: PathBuf,
    workshop: Workshop,
    /// What was read last.
    read: Sources,
    /// Whether not all could be read.
    is_incomplete: bool,
    themed: Themed,
    state: State,
}

impl Builder {
    /// Makes the first snapshot.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn new(root: &Path) -> io::Result<Self> {
        let read = Sources::default().reload(root, &HashSet::new())?;
        let mut faults: Vec<Fault> = Fault::of_sources(&read, root).collect();
        faults.extend(read.files.iter().flat_map(|file| Fault::of_file(file, &read)));
        let shown = Arc::new(read.clone());
        let mut themed = Themed::new(shown.config.language).map_err(io::Error::other)?;
        let mut workshop = Workshop::default();
        let (project, findings) = judged(&mut workshop, &shown);
        let site = themed.site(&project, &findings, &shown);
        faults.extend(themed.fault().cloned());
        let snapshot = Arc::new(Snapshot::new(site, findings, shown, root, BTreeMap::new()));
        let state = State { snapshot, faults: faults.into() };
        let is_incomplete = is_incomplete(&read, root);
        Ok(Self { root: root.to_owned(), workshop, read, is_incomplete, themed, state })
    }

    /// What is shown now.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What came of the first look.
    pub fn first(&self, took: Duration) -> Rebuilt {
        Rebuilt { took, ..self.rebuilt() }
    }

    /// What must be watched.
    pub fn targets(&self) -> Targets {
        let config = &self.state.snapshot.sources.config;
        // An outline that is missing may come to be.
        let outlines = config.outline_files().map(|name| self.root.join(name));
        let mut folders = vec![self.root.join(CONTENT), self.root.join(theme_folder(config))];
        let globs = || config.documents.iter().flat_map(|document| &document.junit);
        folders.extend(globs().map(|glob| glob.folder()).filter(|it| !it.is_empty()).map(|it| self.root.join(it)));
        // All of the project's folder is too much to watch, with what is built in it: only the files that are there are, and
        // what lies in it directly.
        let open: Vec<_> = globs().filter(|glob| glob.folder().is_empty()).cloned().collect();
        let results = self.state.snapshot.sources.results.iter().map(|it| &it.file.path);
        let results =
            results.filter(|path| open.iter().any(|glob| glob.matches(path))).map(|path| self.root.join(&**path));
        let files = std::iter::once(self.root.join(config::FILE)).chain(outlines).chain(results).collect();
        Targets::new(&self.root, folders, files, open)
    }

    /// Whether to look again after a while: no event may tell that something can be read by now.
    pub fn is_incomplete(&self) -> bool {
        self.is_incomplete
    }

    /// Looks at the files again; says what came of it, unless nothing differs.
    pub fn look(&mut self, touched: &HashSet<PathBuf>) -> Option<Rebuilt> {
        let (started, read_before) = (Instant::now(), self.read.clone());
        let mut looked = self.look_once(&read_before, touched);
        if looked.as_ref().is_ok_and(|looked| looked.loses) {
            std::thread::sleep(GRACE);
            looked = self.look_once(&read_before, touched);
        }
        self.is_incomplete = looked.is_err() || is_incomplete(&self.read, &self.root);
        let Looked { next, changes, faults, .. } = match looked {
            Ok(looked) => looked,
            Err(error) => return self.tell(started, Vec::new(), vec![Fault::of_folder(&error)]),
        };
        let Some(next) = next else { return self.tell(started, changes, faults) };
        let (new, gone) = difference(&self.state.snapshot.findings, &next.findings);
        self.state = State { snapshot: Arc::new(next), faults: faults.into() };
        Some(Rebuilt { took: started.elapsed(), changes, new, gone, ..self.rebuilt() })
    }

    /// Reads what differs, and makes the next snapshot of it.
    fn look_once(&mut self, read_before: &Sources, touched: &HashSet<PathBuf>) -> io::Result<Looked> {
        self.read = self.read.reload(&self.root, touched)?;
        let changes = self.read.changes(read_before);
        let (shown, mut faults) = with_stand_ins(&self.read, &self.state.snapshot.sources, &self.root);
        let shown = Arc::new(shown);
        let before = Arc::clone(&self.state.snapshot);
        let is_same = shown.changes(&before.sources).is_empty() && shown.diagnostics == before.sources.diagnostics;
        if is_same && self.themed.is_of(&before.site, &shown) {
            faults.extend(self.themed.fault().cloned());
            return Ok(Looked { next: None, changes, faults, loses: false });
        }
        let (project, findings) = judged(&mut self.workshop, &shown);
        let site = self.themed.site(&project, &findings, &shown);
        faults.extend(self.themed.fault().cloned());
        let moved = before.moved_to(&site, &shown, &changes);
        let loses = before.loses(&site, &changes);
        let next = Snapshot::new(site, findings, shown, &self.root, moved);
        Ok(Looked { next: Some(next), changes, faults, loses })
    }

    /// Says what differs where the pages stay as they are, unless nothing does.
    fn tell(&mut self, started: Instant, changes: Vec<Change>, faults: Vec<Fault>) -> Option<Rebuilt> {
        if changes.is_empty() && *faults == *self.state.faults {
            return None;
        }
        self.state.faults = faults.into();
        Some(Rebuilt { changes, took: started.elapsed(), ..self.rebuilt() })
    }

    fn rebuilt(&self) -> Rebuilt {
        let State { snapshot, faults } = &self.state;
        Rebuilt {
            changes: Vec::new(),
            items: snapshot.site.project().slots.len(),
            new: 0,
            gone: 0,
            findings: snapshot.findings.len(),
            faults: Arc::clone(faults),
            took: Duration::ZERO,
        }
    }
}

/// Whether something that is there could not be read; what is not there comes with an event.
fn is_incomplete(read: &Sources, root: &Path) -> bool {
    let unreadable = read.diagnostics.iter().filter(|found| found.code == UNREADABLE);
    let mut is_there = unreadable.map(|found| root.join(&*found.place.file).try_exists());
    is_there.any(|is_there| is_there.unwrap_or(true))
}

/// The project with what is wrong in it.
fn judged(workshop: &mut Workshop, sources: &Sources) -> (Arc<Project>, Arc<[Diagnostic]>) {
    let project = workshop.assemble(sources);
    let findings = check(&project);
    (Arc::new(project), findings.into())
}

/// What makes a finding the same one as before.
fn key(finding: &Diagnostic) -> (&str, &str, &str) {
    (finding.code, &finding.place.file, &finding.message.en)
}

/// How many findings are new, and how many gone. A finding that only moved to another line is the same.
fn difference(before: &[Diagnostic], after: &[Diagnostic]) -> (usize, usize) {
    let mut counts: HashMap<(&str, &str, &str), isize> = HashMap::new();
    for (findings, by) in [(after, 1), (before, -1)] {
        for finding in findings {
            *counts.entry(key(finding)).or_default() += by;
        }
    }
    let new = counts.values().filter(|count| **count > 0).sum::<isize>();
    let gone = counts.values().filter(|count| **count < 0).sum::<isize>();
    (new.unsigned_abs(), gone.unsigned_abs())
}
