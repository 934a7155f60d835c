//! `heftfaden fmt`: tables in line, fields by one name, IDs decorated alike.

use super::writing::Outcome;
use super::{Failure, Writing};
use crate::diag::Language;
use crate::source::{CONTENT, Sources};
use clap::Args;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Debug, Args)]
pub(super) struct Fmt {
    /// Markdown files and folders of one project; by default all of the project that the working folder lies in
    files: Vec<PathBuf>,
    /// Write nothing, list the files that would change, and exit 1 when there are any
    #[arg(long, conflicts_with = "diff")]
    check: bool,
    /// Write nothing, and show what would change
    #[arg(long)]
    diff: bool,
}

impl Fmt {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let language = super::language();
        let folder = self.files.first().map_or_else(|| super::project_folder(None), |first| project_of(first));
        let loaded = super::load(&folder)?;
        let chosen = chosen(&self.files, &loaded.sources, language)?;
        let edits = crate::edit::format(&loaded.sources, &loaded.project, &chosen);
        super::writing::say_left(&crate::edit::left(&loaded.sources, &chosen))?;
        if self.check {
            let files = edits.files(&*loaded.sources);
            let listed = list(&folder, &files).map_err(Failure::from);
            return super::ended(ExitCode::from(u8::from(!files.is_empty())), listed);
        }
        let writing = if self.diff { Writing::Show } else { Writing::Write };
        let Outcome { changed, code } = super::writing::each(&folder, &loaded.sources, &edits, writing)?;
        let verb = if changed == 1 { "würde" } else { "würden" };
        let mut err = std::io::stderr().lock();
        let all = |one, many| super::counted(chosen.len(), one, many);
        match (writing, language) {
            (Writing::Write, Language::De) => writeln!(err, "{changed} von {} geändert.", all("Datei", "Dateien")),
            (Writing::Write, Language::En) => writeln!(err, "{changed} of {} changed", all("file", "files")),
            (Writing::Show, Language::De) => {
                writeln!(err, "{changed} von {} {verb} geändert.", all("Datei", "Dateien"))
            }
            (Writing::Show, Language::En) => writeln!(err, "{changed} of {} would change", all("file", "files")),
        }?;
        Ok(code)
    }
}

/// Prints the paths of files from the working folder.
fn list(folder: &Path, files: &[crate::edit::Edited]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let here = std::env::current_dir().unwrap_or_default();
    for file in files {
        let path = folder.join(&*file.path);
        let shown = path.strip_prefix(&here).or_else(|_| path.strip_prefix(".")).unwrap_or(&path);
        writeln!(out, "{}", shown.display())?;
    }
    Ok(())
}

/// The folder of the project that a file or folder belongs to.
fn project_of(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let is_project = |folder: &&Path| folder.join(crate::config::FILE).is_file() || folder.join(CONTENT).is_dir();
    path.ancestors().find(is_project).map_or_else(|| super::project_folder(None), Path::to_owned)
}

/// The files of a project that some paths name: each itself, or all below a folder.
fn chosen(paths: &[PathBuf], sources: &Sources, language: Language) -> Result<BTreeSet<Arc<str>>, Failure> {
    let all = || sources.files.iter().map(|file| Arc::clone(&file.path));
    if paths.is_empty() {
        return Ok(all().collect());
    }
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let on_disk: Vec<(Arc<str>, PathBuf)> =
        all().filter_map(|path| sources.on_disk(&path).map(|on_disk| (Arc::clone(&path), real(on_disk)))).collect();
    let mut chosen = BTreeSet::new();
    for path in paths {
        let wanted = real(path);
        let below = on_disk.iter().filter(|(_, on_disk)| on_disk.starts_with(&wanted));
        let found: Vec<&Arc<str>> = below.map(|(path, _)| path).collect();
        if found.is_empty() {
            let path = path.display();
            return Err(Failure::Use(match language {
                Language::De => format!(
                    "{path} ist keine Markdown-Datei dieses Projekts und kein Ordner mit solchen. Sie liegen unter content/."
                ),
                Language::En => format!(
                    "{path} is no Markdown file of this project and no folder with any; they lie below content/"
                ),
            }));
        }
        chosen.extend(found.into_iter().cloned());
    }
    Ok(chosen)
}
