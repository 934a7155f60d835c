//! Everything of a project that is read, and reading it again after a change.

use super::discover::{self, Listed};
use super::file::{LONGEST, open, read_file, read_start, unreadable};
use super::named::{self, theme_folder};
use super::picture::{self, Size};
use super::results::{Known, ResultFile, Results};
use super::{SourceFile, active};
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Texts};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

/// The folder, below the project's, that holds the text.
pub const CONTENT: &str = "content";

/// The folder, below the project's, that holds the themes.
pub const THEMES: &str = "themes";

/// Everything of a project that was read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The settings.
    pub config: Arc<Config>,
    /// The text of the settings file, for excerpts.
    pub config_text: Option<Arc<str>>,
    /// The Markdown files, sorted as people count: `2-…` before `10-…`.
    pub files: Vec<Arc<SourceFile>>,
    /// Other files below `content/`, by path below it.
    pub attachments: BTreeMap<Arc<str>, Attachment>,
    /// Outlines that the settings name as files, by that name, with their text.
    pub outlines: BTreeMap<String, Arc<str>>,
    /// Files with results of tests, by document and then sorted as people count.
    pub results: Vec<ResultFile>,
    /// The theme files that override the built-in ones, by path below the theme's folder.
    pub theme: BTreeMap<String, Vec<u8>>,
    /// What was wrong with the folder, the settings and the files.
    pub diagnostics: Vec<Diagnostic>,
    /// Those of it that say what of `content/` could not be listed, so that nobody knows what lies there.
    pub unlisted: Vec<Diagnostic>,
    /// What each file below `content/` was when it was read, by where it lies on disk.
    seen: HashMap<PathBuf, Seen>,
    /// The same of the files with results.
    seen_results: Known,
    /// The places of the Markdown files by path, for whoever asks for texts.
    places: OnceLock<HashMap<Arc<str>, usize>>,
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Where it lies on disk.
    pub on_disk: PathBuf,
    /// What it was when it was found; differs where its content may.
    pub stamp: Stamp,
    /// How large it is, if it is a picture that says so.
    pub size: Option<Size>,
}

/// What shows that a file was written without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    /// When the system last noted a change, and of which file: no program can set that, as some do with `modified`.
    #[cfg(unix)]
    noted: (i64, i64, u64),
    length: u64,
}

/// How long a file must have been left alone for its time stamp to tell the next change: clocks of file systems tick in
/// steps, of up to two seconds.
const SETTLED: Duration = Duration::from_secs(3);

impl Stamp {
    pub(super) fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt as _;
        Self {
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            noted: (metadata.ctime(), metadata.ctime_nsec(), metadata.ino()),
            length: metadata.len(),
        }
    }

    /// The file's length in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Whether a change from now on will show in the stamp.
    pub(super) fn is_settled(&self) -> bool {
        self.modified.is_some_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > SETTLED))
    }
}

/// What a file was when it was read.
#[derive(Clone, Debug)]
struct Seen {
    stamp: Stamp,
    is_settled: bool,
    holds: Holds,
}

/// What a file holds.
#[derive(Clone, Debug)]
enum Holds {
    Markdown(Arc<SourceFile>),
    Attachment { is_active: bool, size: Option<Size> },
}

impl Texts for Sources {
    fn text(&self, file: &str) -> Option<&str> {
        if file == config::FILE {
            return self.config_text.as_deref();
        }
        let outline = || self.outlines.get(file).map(|text| &**text);
        let results = || self.results.iter().find(|it| *it.file.path == *file).map(|it| &*it.file.text);
        let places = || self.files.iter().enumerate().map(|(at, source)| (Arc::clone(&source.path), at)).collect();
        let text = self.places.get_or_init(places).get(file).map(|at| &*self.files[*at].text);
        let of_theme = || self.theme.get(file.strip_prefix(&theme_folder(&self.config))?.strip_prefix('/')?);
        let theme = || of_theme().and_then(|bytes| std::str::from_utf8(bytes).ok());
        text.or_else(outline).or_else(results).or_else(theme)
    }
}

/// Reads a project's folder.
///
/// # Errors
///
/// When the folder cannot be read at all, or has no `content` folder. A single file that cannot be read is a
/// diagnostic instead.
pub fn load(root: &Path) -> io::Result<Sources> {
    Sources::default().reload(root, &HashSet::new())
}

impl Sources {
    /// A project that lies in no folder: its settings and its Markdown files, in order.
    pub fn in_memory(config: Arc<Config>, files: Vec<Arc<SourceFile>>) -> Self {
        Self { config, files, ..Self::default() }
    }

    /// Reads a project's folder again. A file is not read anew, and keeps its [`SourceFile`], where its time stamp and
    /// length say that it is as it was, unless it is one of the `touched`.
    ///
    /// # Errors
    ///
    /// As [`load`] has them.
    pub fn reload(&self, root: &Path, touched: &HashSet<PathBuf>) -> io::Result<Self> {
        let mut diagnostics = Vec::new();
        let config_text = named::settings(root, &mut diagnostics);
        let (config, found) = config_text.as_deref().map_or_else(|| (Config::default(), Vec::new()), config::parse);
        diagnostics.extend(found);
        let content = root.join(CONTENT);
        std::fs::read_dir(&content).map_err(|error| match error.kind() {
            io::ErrorKind::NotADirectory => io::ErrorKind::NotFound.into(),
            _ => error,
        })?;
        // The same settings stay the same object, so that what was made with them can be kept.
        let is_same = config_text == self.config_text;
        let config = if is_same { Arc::clone(&self.config) } else { Arc::new(config) };
        let mut sources = Self { config, config_text, ..Self::default() };
        let walked = discover::walk(root, CONTENT);
        diagnostics.extend(walked.diagnostics);
        sources.unlisted = walked.unlisted;
        let read: Vec<_> = walked.files.into_par_iter().map(|listed| (self.read(&listed, touched), listed)).collect();
        for (seen, listed) in read {
            match seen {
                Ok(seen) => sources.add(listed, seen, &mut diagnostics),
                // It vanished after it was listed.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => diagnostics.push(unreadable(&format!("{CONTENT}/{}", listed.path), &error)),
            }
        }
        sources.diagnostics = diagnostics;
        sources.read_settings_files(root, &self.seen_results, touched);
        Ok(sources)
    }

    /// Where a Markdown file lies on disk, by its path below the project's folder.
    pub fn on_disk(&self, path: &str) -> Option<&Path> {
        let is_it = |seen: &Seen| matches!(&seen.holds, Holds::Markdown(file) if *file.path == *path);
        self.seen.iter().find(|(_, seen)| is_it(seen)).map(|(on_disk, _)| on_disk.as_path())
    }

    /// What differs from before, by path below the project's folder, sorted.
    pub fn changes(&self, before: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        let texts = |sources: &Self| -> BTreeMap<String, Arc<SourceFile>> {
            sources.files.iter().map(|file| (file.path.to_string(), Arc::clone(file))).collect()
        };
        compare(&texts(before), &texts(self), Arc::ptr_eq, &mut changes);
        let attachments = |sources: &Self| -> BTreeMap<String, Stamp> {
            let path = |path: &str| format!("{CONTENT}/{path}");
            sources.attachments.iter().map(|(name, file)| (path(name), file.stamp)).collect()
        };
        compare(&attachments(before), &attachments(self), Stamp::eq, &mut changes);
        let results = |sources: &Self| -> BTreeMap<String, Arc<SourceFile>> {
            // A file below `content/` is published too, and named already.
            let named = sources.results.iter().map(|it| (it.file.path.to_string(), Arc::clone(&it.file)));
            named.filter(|(path, _)| !path.starts_with(&format!("{CONTENT}/"))).collect()
        };
        compare(&results(before), &results(self), Arc::ptr_eq, &mut changes);
        let settings = |sources: &Self| -> BTreeMap<String, Arc<str>> {
            let config = sources.config_text.iter().map(|text| (config::FILE.to_owned(), Arc::clone(text)));
            config.chain(sources.outlines.iter().map(|(name, text)| (name.clone(), Arc::clone(text)))).collect()
        };
        compare(&settings(before), &settings(self), |a, b| a == b, &mut changes);
        let (then, now) = (before.theme_paths(), self.theme_paths());
        compare(&then, &now, |a, b| a == b, &mut changes);
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        changes
    }

    /// The files of the theme, by path below the project's folder.
    fn theme_paths(&self) -> BTreeMap<String, &[u8]> {
        let folder = theme_folder(&self.config);
        self.theme.iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes.as_slice())).collect()
    }

    /// Takes a file in, in the place of the one of the same path if there is one.
    pub fn put(&mut self, file: Arc<SourceFile>) {
        self.places.take();
        if let Some(same) = self.files.iter_mut().find(|other| other.path == file.path) {
            *same = file;
        } else {
            self.files.push(file);
            self.files.sort_by_cached_key(|file| (discover::natural(&file.path), Arc::clone(&file.path)));
        }
    }

    /// Takes the settings of before in the place of its own, and what they name in the project's folder.
    pub fn keep_settings(&mut self, before: &Self, root: &Path) {
        // Results may lie below the folder too.
        let is_kept = |it: &Diagnostic| it.place.file.starts_with(CONTENT) && it.code != "junit-invalid";
        self.diagnostics.retain(is_kept);
        self.config = Arc::clone(&before.config);
        self.config_text.clone_from(&before.config_text);
        let seen = std::mem::take(&mut self.seen_results);
        self.read_settings_files(root, &seen, &HashSet::new());
    }

    /// Reads what the settings name: outlines, results of tests, and the theme.
    fn read_settings_files(&mut self, root: &Path, seen: &Known, touched: &HashSet<PathBuf>) {
        let results = Results::read(root, &self.config, seen, touched);
        self.results = results.files;
        self.seen_results = results.known;
        self.diagnostics.extend(results.diagnostics);
        self.outlines = named::outlines(root, &self.config, &mut self.diagnostics);
        self.theme = named::theme(root, &self.config, &mut self.diagnostics);
    }

    /// Reads a file, or takes what it was before.
    fn read(&self, listed: &Listed, touched: &HashSet<PathBuf>) -> io::Result<Seen> {
        let on_disk = &listed.on_disk;
        let stamp = Stamp::of(&listed.metadata);
        let before = self.seen.get(on_disk);
        let is_known = |seen: &&Seen| seen.is_settled && seen.stamp == stamp && !touched.contains(on_disk);
        if let Some(known) = before.filter(is_known) {
            return Ok(known.clone());
        }
        let is_settled = stamp.is_settled();
        let holds = if listed.is_markdown {
            let bytes = read_file(on_disk, LONGEST)?;
            Holds::Markdown(match before.map(|seen| &seen.holds) {
                Some(Holds::Markdown(file)) if file.text.as_bytes() == bytes => Arc::clone(file),
                _ => Arc::new(SourceFile::from_bytes(&format!("{CONTENT}/{}", listed.path), bytes)),
            })
        } else {
            // Most are not read before they are published; whether they can be is said here.
            open(on_disk)?;
            let read = |start: Option<u64>| match start {
                Some(most) => read_start(on_disk, most),
                None => read_file(on_disk, LONGEST),
            };
            let is_active = active::is_active(on_disk, read)?;
            Holds::Attachment { is_active, size: picture::size(on_disk) }
        };
        Ok(Seen { stamp, is_settled, holds })
    }

    fn add(&mut self, listed: Listed, seen: Seen, diagnostics: &mut Vec<Diagnostic>) {
        let Listed { path, on_disk, .. } = listed;
        match &seen.holds {
            Holds::Markdown(file) => self.files.push(Arc::clone(file)),
            Holds::Attachment { is_active: true, .. } => diagnostics.push(discover::unsafe_attachment(&path)),
            Holds::Attachment { is_active: false, size } => {
                let attachment = Attachment { on_disk: on_disk.clone(), stamp: seen.stamp, size: *size };
                self.attachments.insert(Arc::from(path), attachment);
            }
        }
        self.seen.insert(on_disk, seen);
    }
}

/// A file of the project that differs from what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Path below the project's folder.
    pub path: String,
    /// In what way.
    pub kind: ChangeKind,
}

/// In what way a file differs from what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there.
    New,
    /// Its content is another.
    Edited,
    /// It is no longer there.
    Gone,
}

fn compare<T>(
    before: &BTreeMap<String, T>,
    after: &BTreeMap<String, T>,
    is_same: impl Fn(&T, &T) -> bool,
    changes: &mut Vec<Change>,
) {
    let mut add = |path: &String, kind| changes.push(Change { path: path.clone(), kind });
    for (path, now) in after {
        match before.get(path) {
            Some(then) if is_same(then, now) => {}
            Some(_) => add(path, ChangeKind::Edited),
            None => add(path, ChangeKind::New),
        }
    }
    before.keys().filter(|path| !after.contains_key(*path)).for_each(|path| add(path, ChangeKind::Gone));
}
