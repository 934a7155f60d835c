//! Files with results of tests, as the settings name them by pattern.

use super::SourceFile;
use super::discover::{natural, unreadable_folder};
use super::file::{LONGEST, read_file, unreadable};
use super::sources::Stamp;
use crate::config::{Config, JunitGlob, MANIFEST};
use crate::diag::{Diagnostic, Place, Severity, Text};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

/// A file with results of tests.
#[derive(Clone, Debug)]
pub struct ResultFile {
    /// The document whose tests they are of.
    pub document: Arc<str>,
    /// The file.
    pub file: Arc<SourceFile>,
}

/// How much all of them may hold together, in bytes.
const TOGETHER: u64 = 256 << 20;
/// How deep folders are searched.
const DEEPEST: usize = 32;

/// What was read of each file before, by where it lies on disk.
pub(super) type Known = HashMap<PathBuf, (Stamp, bool, Arc<SourceFile>)>;

/// What is read of a project's results.
#[derive(Default)]
pub(super) struct Results {
    pub files: Vec<ResultFile>,
    pub known: Known,
    pub diagnostics: Vec<Diagnostic>,
    length: u64,
}

impl Results {
    /// Reads every file that the settings name. One that is as it was, and none of the `touched`, is not read anew.
    pub fn read(root: &Path, config: &Config, before: &Known, touched: &HashSet<PathBuf>) -> Self {
        let mut results = Self::default();
        for document in &config.documents {
            let mut matched: BTreeMap<(Vec<_>, String), (PathBuf, Stamp)> = BTreeMap::new();
            for glob in &document.junit {
                let found = results.find(root, glob);
                if found.is_empty() {
                    results.diagnostics.push(nothing(glob));
                }
                for (path, on_disk, stamp) in found {
                    matched.insert((natural(&path), path), (on_disk, stamp));
                }
            }
            for ((_, path), (on_disk, stamp)) in matched {
                if let Some(file) = results.file(&path, &on_disk, stamp, before, touched) {
                    results.files.push(ResultFile { document: Arc::clone(&document.key), file });
                }
            }
        }
        results
    }

    /// The files that a pattern means. Symbolic links are not followed; hidden folders, and published ones with their copies
    /// of files, not searched unless the pattern names them.
    fn find(&mut self, root: &Path, glob: &JunitGlob) -> Vec<(String, PathBuf, Stamp)> {
        let folder = root.join(glob.folder());
        let is_searched = |entry: &DirEntry| {
            let is_hidden = || entry.file_name().to_string_lossy().starts_with('.');
            let is_published = || entry.file_type().is_dir() && entry.path().join(MANIFEST).exists();
            entry.depth() == 0 || !is_hidden() && !is_published()
        };
        let entries = WalkDir::new(&folder).max_depth(DEEPEST).into_iter().filter_entry(is_searched);
        let mut found = Vec::new();
        for entry in entries {
            match entry.and_then(|entry| entry.metadata().map(|metadata| (entry, metadata))) {
                Ok((entry, metadata)) if metadata.is_file() => {
                    let path = below(root, entry.path());
                    if glob.matches(&path) {
                        found.push((path, entry.into_path(), Stamp::of(&metadata)));
                    }
                }
                Ok(_) => {}
                Err(error) if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {}
                Err(error) => self.diagnostics.push(unreadable_folder(&glob.place, &error)),
            }
        }
        found
    }

    fn file(
        &mut self,
        path: &str,
        on_disk: &Path,
        stamp: Stamp,
        before: &Known,
        touched: &HashSet<PathBuf>,
    ) -> Option<Arc<SourceFile>> {
        self.length = self.length.saturating_add(stamp.length());
        if stamp.length() > LONGEST || self.length > TOGETHER {
            self.diagnostics.push(too_long(path, stamp.length() > LONGEST));
            return None;
        }
        let known = before
            .get(on_disk)
            .filter(|(then, is_settled, _)| *is_settled && *then == stamp && !touched.contains(on_disk));
        let is_settled = stamp.is_settled();
        let file = match known {
            Some((_, _, file)) => Arc::clone(file),
            None => match read_file(on_disk, LONGEST) {
                Ok(bytes) => taken(path, bytes, before.get(on_disk).map(|(_, _, file)| file)),
                Err(error) => {
                    self.diagnostics.push(unreadable(path, &error));
                    return None;
                }
            },
        };
        self.known.insert(on_disk.to_owned(), (stamp, is_settled, Arc::clone(&file)));
        Some(file)
    }
}

/// A file of these bytes: the same object as before where they are the same.
pub(super) fn taken(path: &str, bytes: Vec<u8>, before: Option<&Arc<SourceFile>>) -> Arc<SourceFile> {
    match before.filter(|file| file.text.as_bytes() == bytes) {
        Some(file) => Arc::clone(file),
        None => Arc::new(SourceFile::from_bytes(path, bytes)),
    }
}

/// A path below the project's folder.
fn below(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/").nfc().collect()
}

/// No file matches a pattern.
pub(super) fn nothing(glob: &JunitGlob) -> Diagnostic {
    let pattern = &glob.pattern;
    let message = Text::new(
        format!("Zum Muster „{pattern}“ gibt es keine Datei; die Tests haben nur ihre geschriebenen Ergebnisse."),
        format!("no file matches the pattern \"{pattern}\"; the tests have their written results alone"),
    );
    let hint = Text::new(
        "Die Tests laufen lassen, oder das Muster berichtigen; es gilt ab dem Ordner des Projekts.",
        "Run the tests, or correct the pattern; it starts at the project's folder.",
    );
    Diagnostic::new("junit-missing", Severity::Warning, glob.place.clone(), message).hint(hint)
}

fn too_long(path: &str, alone: bool) -> Diagnostic {
    let message = if alone {
        Text::new(
            format!("Die Datei ist größer als {} MiB und wird nicht gelesen.", LONGEST >> 20),
            format!("the file is larger than {} MiB and is not read", LONGEST >> 20),
        )
    } else {
        Text::new(
            format!("Die Ergebnisdateien sind zusammen größer als {} MiB; diese wird nicht gelesen.", TOGETHER >> 20),
            format!("the files of results are larger than {} MiB together; this one is not read", TOGETHER >> 20),
        )
    };
    Diagnostic::new("junit-invalid", Severity::Error, Place::whole(&Arc::from(path)), message).hint(Text::new(
        "Ausgaben der Tests (system-out) weglassen, oder das Muster enger fassen.",
        "Leave the tests' output (system-out) away, or make the pattern narrower.",
    ))
}
