//! What must be watched so that no change is missed: where a project's files lie, and the folders on the way there.
//!
//! A path goes by the name that the project has for it. The system names it by where it lies, which is elsewhere behind a
//! symbolic link.

use crate::config::JunitGlob;
use crate::source::is_passed_over;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Targets {
    root: PathBuf,
    /// Folders, with all below them.
    folders: Vec<PathBuf>,
    /// Single files.
    files: Vec<PathBuf>,
    /// Patterns of files that may come to be in the project's folder itself.
    patterns: Vec<JunitGlob>,
    /// Where something lies, and its name, where these differ.
    links: BTreeSet<(PathBuf, PathBuf)>,
    /// The folders that are there, by where they lie.
    pub trees: BTreeSet<PathBuf>,
    /// The folders that hold the files and folders, or the next ones above that are there.
    pub near: BTreeSet<PathBuf>,
    /// All others on the way there.
    pub far: BTreeSet<PathBuf>,
}

impl Targets {
    /// What is there now of folders, of single files, and of the way to them.
    pub fn new(root: &Path, folders: Vec<PathBuf>, files: Vec<PathBuf>, patterns: Vec<JunitGlob>) -> Self {
        let mut targets = Self { root: root.to_owned(), folders, files, patterns, ..Self::default() };
        for folder in targets.folders.clone() {
            targets.reach(&folder);
            targets.trees.extend(folder.canonicalize().ok().filter(|real| real.is_dir()));
        }
        targets.files.clone().iter().for_each(|file| targets.reach(file));
        targets.far = &targets.far - &targets.near;
        targets
    }

    /// Adds the folders around a file or folder: where it has its name, and where it lies.
    fn reach(&mut self, target: &Path) {
        for (depth, name) in target.ancestors().enumerate() {
            let Ok(real) = name.canonicalize() else { continue };
            // Elsewhere a folder is watched together with all that lies below it.
            if cfg!(target_os = "linux") {
                self.far.extend(real.ancestors().skip(usize::from(depth == 0)).map(Path::to_owned));
            }
            if depth == 0 {
                self.near.extend(real.parent().map(Path::to_owned));
            }
            if real != name {
                self.links.insert((real, name.to_owned()));
            }
        }
        let holder = target.ancestors().skip(1).find(|above| above.is_dir());
        self.near.extend(holder.and_then(|holder| holder.canonicalize().ok()));
    }

    /// Where events must come from for no change to be missed.
    pub fn places(&self) -> Vec<PathBuf> {
        self.near.union(&self.trees).cloned().collect()
    }

    /// A path, and the names that the project has for what lies there.
    pub fn names(&self, path: PathBuf) -> impl Iterator<Item = PathBuf> {
        let behind = |(real, name): &(PathBuf, PathBuf)| {
            let rest = path.strip_prefix(real).ok()?;
            Some(if rest.as_os_str().is_empty() { name.clone() } else { name.join(rest) })
        };
        let names: Vec<PathBuf> = self.links.iter().filter_map(behind).collect();
        std::iter::once(path).chain(names)
    }

    /// Whether something at a path counts.
    pub fn concern(&self, path: &Path) -> bool {
        let is_shown = |below: &Path| !below.iter().any(|part| is_passed_over(&part.to_string_lossy()));
        let is_result = |below: &Path| self.patterns.iter().any(|pattern| pattern.matches(&below.to_string_lossy()));
        self.lead_on_from(path)
            || self.files.iter().any(|file| file == path)
            || self.folders.iter().any(|folder| path.strip_prefix(folder).is_ok_and(is_shown))
            || path.strip_prefix(&self.root).is_ok_and(is_result)
    }

    /// Whether watched folders or files lie behind a path, so that what comes or goes there makes them others.
    pub fn lead_on_from(&self, path: &Path) -> bool {
        let behind = |target: &PathBuf| target != path && target.starts_with(path);
        self.folders.iter().any(|folder| folder.starts_with(path))
            || self.files.iter().any(behind)
            || self.links.iter().any(|(real, _)| behind(real))
    }
}
