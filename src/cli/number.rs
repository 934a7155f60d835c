//! `heftfaden number`: IDs for what states an obligation and has none.

use super::writing::Outcome;
use super::{Failure, Writing, counted};
use crate::diag::Language;
use crate::edit::number::{Numbering, Scope, number};
use crate::load::Loaded;
use crate::source::CONTENT;
use clap::Args;
use std::collections::{BTreeSet, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(super) struct Number {
    /// Files, folders or documents of the project; by default the Lastenheft, and a Pflichtenheft that has no item yet
    files: Vec<PathBuf>,
    /// Write the IDs into the files instead of showing the difference
    #[arg(long)]
    write: bool,
}

impl Number {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let folder = self.folder();
        let loaded = super::load(&folder)?;
        let scope = self.scope(&folder, &loaded)?;
        let numbering = number(&loaded.project, &loaded.sources, &scope, &twins(&folder, &loaded));
        let writing = if self.write { Writing::Write } else { Writing::Show };
        let Outcome { changed, code } = super::writing::each(&folder, &loaded.sources, &numbering.edits, writing)?;
        super::writing::say_left(&numbering.left)?;
        let said = if code == ExitCode::SUCCESS { summary(&numbering, changed, writing) } else { in_part(changed) };
        writeln!(std::io::stderr(), "{said}")?;
        Ok(code)
    }

    /// The project's folder: the one that is named, else the one that the first named file lies in, else as everywhere.
    fn folder(&self) -> PathBuf {
        let named = self.files.iter().find_map(|file| file.canonicalize().ok());
        let Some(named) = named else { return super::project_folder(None) };
        if is_project(&named) {
            return named;
        }
        let found = named.ancestors().skip(1).find(|folder| is_project(folder)).map(Path::to_owned);
        found.unwrap_or_else(|| super::project_folder(None))
    }

    /// Which files are meant.
    fn scope(&self, folder: &Path, loaded: &Loaded) -> Result<Scope, Failure> {
        let root = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let mut files: BTreeSet<Arc<str>> = BTreeSet::new();
        for named in &self.files {
            if named.canonicalize().is_ok_and(|path| path == root || path == root.join(CONTENT)) {
                return Ok(Scope::Demanding);
            }
            let found = meant(named, loaded);
            if found.is_empty() {
                return Err(Failure::Use(nothing_meant(named, folder)));
            }
            files.extend(found);
        }
        Ok(if files.is_empty() { Scope::Demanding } else { Scope::Files(files) })
    }
}

/// Files that another path, earlier in the project, leads to as well.
fn twins(folder: &Path, loaded: &Loaded) -> BTreeSet<Arc<str>> {
    let mut seen = HashSet::new();
    let mut is_known = |path: &Arc<str>| {
        // On disk a name may be spelled in other Unicode.
        let real = folder.join(&**path).canonicalize().ok();
        let real = real.or_else(|| loaded.sources.on_disk(path)?.canonicalize().ok());
        real.is_some_and(|real| !seen.insert(real))
    };
    let paths = loaded.sources.files.iter().map(|file| &file.path);
    paths.filter(|path| is_known(path)).cloned().collect()
}

fn is_project(folder: &Path) -> bool {
    folder.join(crate::config::FILE).is_file() || folder.join(CONTENT).is_dir()
}

/// The files of documents that a word means: a file, all in a folder, or all of a document.
fn meant(named: &Path, loaded: &Loaded) -> Vec<Arc<str>> {
    let project = &loaded.project;
    let chapters = || project.chapters.iter().filter(|chapter| chapter.document.is_some());
    if let Ok(path) = named.canonicalize() {
        let lies_there = |file: &str| {
            let on_disk = loaded.sources.on_disk(file).and_then(|on_disk| on_disk.canonicalize().ok());
            on_disk.is_some_and(|on_disk| on_disk.starts_with(&path))
        };
        let found: Vec<_> = chapters().map(|chapter| &chapter.file).filter(|file| lies_there(file)).cloned().collect();
        if !found.is_empty() {
            return found;
        }
    }
    let word = named.to_string_lossy().replace('\\', "/");
    let word = word.trim_end_matches('/');
    let is_meant = |chapter: &&Arc<crate::model::Chapter>| {
        let below = chapter.file.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        below || chapter.document.as_deref() == Some(word)
    };
    chapters().filter(is_meant).map(|chapter| Arc::clone(&chapter.file)).collect()
}

fn nothing_meant(named: &Path, folder: &Path) -> String {
    let (named, folder) = (named.display(), folder.display());
    match super::language() {
        Language::De => format!(
            "{named} ist in {folder} weder eine Datei noch ein Ordner eines Dokuments noch der Name eines Dokuments. IDs bekommen Markdown-Dateien unter content/<Dokument>/; genannt werden sie so oder als <Dokument>."
        ),
        Language::En => format!(
            "in {folder}, {named} is neither a file nor a folder of a document, nor a document's name; Markdown files below content/<document>/ get IDs: name them so, or as <document>"
        ),
    }
}

/// How many IDs there are, and what to do next.
fn summary(numbering: &Numbering, files: usize, writing: Writing) -> String {
    let ids = &numbering.ids;
    let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
        return nothing_given(numbering);
    };
    let range = if ids.len() == 1 { first.clone() } else { format!("{first} … {last}") };
    match super::language() {
        Language::De => {
            let (ids, files) = (counted(ids.len(), "neue ID", "neue IDs"), counted(files, "Datei", "Dateien"));
            match writing {
                Writing::Show => format!("{ids} in {files}: {range}. Nichts ist geschrieben; --write schreibt sie."),
                Writing::Write => format!("{ids} in {files} geschrieben: {range}."),
            }
        }
        Language::En => {
            let (ids, files) = (counted(ids.len(), "new ID", "new IDs"), counted(files, "file", "files"));
            match writing {
                Writing::Show => format!("{ids} in {files}: {range}. Nothing is written; --write writes them."),
                Writing::Write => format!("{ids} written to {files}: {range}."),
            }
        }
    }
}

/// What is said where not every file could be written.
fn in_part(files: usize) -> String {
    match super::language() {
        Language::De => format!(
            "Nicht alle neuen IDs sind geschrieben; geänderte Dateien: {files}. Der nächste Lauf schreibt die übrigen."
        ),
        Language::En => format!("Not all new IDs are written; files changed: {files}. The next run writes the others."),
    }
}

/// What is said where no ID is given: that none was wanted, unless something is left as it is, and which documents nobody
/// looked at.
fn nothing_given(numbering: &Numbering) -> String {
    let language = super::language();
    let passed_over = &numbering.passed_over;
    let nothing = match (language, &*numbering.left) {
        (Language::De, []) => "Keine Verpflichtung ohne ID gefunden.",
        (Language::De, _) => "Keine ID vergeben.",
        (Language::En, []) => "No obligation without an ID found.",
        (Language::En, _) => "No ID given.",
    };
    if passed_over.is_empty() {
        return nothing.to_owned();
    }
    let names = passed_over.join(", ");
    let call = format!("heftfaden number {}", passed_over.join(" "));
    match language {
        Language::De => format!("{nothing} Nicht angesehen: {names}. Dort sucht `{call}`."),
        Language::En => format!("{nothing} Not looked at: {names}. `{call}` does."),
    }
}
