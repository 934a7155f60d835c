//! Changes of the project's own files: shown as a diff, or written.

use super::Failure;
use crate::edit::{Edited, Edits, Refusal};
use crate::publish::{Rewrite, rewrite_all};
use crate::source::Sources;
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Whether edits are written, or only shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Show,
    Write,
}

/// What became of edits that stand each for itself.
pub(super) struct Outcome {
    /// How many files they change.
    pub changed: usize,
    /// 2 where one could not be written.
    pub code: ExitCode,
}

/// Shows edits as a diff on standard output, or writes them: all, or none where one cannot be written. Returns how many
/// files they change.
pub(super) fn together(folder: &Path, sources: &Sources, edits: &Edits, writing: Writing) -> Result<usize, Failure> {
    let files = edits.files(sources);
    match writing {
        Writing::Show => show(&files)?,
        Writing::Write => {
            let rewrites: Vec<Rewrite<'_>> = files.iter().map(|file| rewrite(folder, sources, file)).collect();
            rewrite_all(&rewrites)?;
        }
    }
    Ok(files.len())
}

/// Shows edits as a diff on standard output, or writes them, each file for itself: what cannot be written is said on
/// standard error, and the rest goes on.
pub(super) fn each(folder: &Path, sources: &Sources, edits: &Edits, writing: Writing) -> Result<Outcome, Failure> {
    let files = edits.files(sources);
    if writing == Writing::Show {
        show(&files)?;
        return Ok(Outcome { changed: files.len(), code: ExitCode::SUCCESS });
    }
    let mut outcome = Outcome { changed: 0, code: ExitCode::SUCCESS };
    let mut seen: HashSet<PathBuf> = HashSet::new();
    for file in &files {
        let rewrite = rewrite(folder, sources, file);
        // A file that two paths lead to is one file.
        if !seen.insert(rewrite.path.canonicalize().unwrap_or_else(|_| rewrite.path.clone())) {
            continue;
        }
        match rewrite_all(&[rewrite]) {
            Ok(()) => outcome.changed += 1,
            Err(error) => {
                writeln!(std::io::stderr(), "heftfaden: {}", Failure::from(error).said(super::language()))?;
                outcome.code = ExitCode::from(2);
            }
        }
    }
    Ok(outcome)
}

/// Says on standard error what is left as it is, and why.
pub(super) fn say_left(left: &[Refusal]) -> Result<(), Failure> {
    let (mut err, language) = (std::io::stderr().lock(), super::language());
    for refusal in left {
        writeln!(err, "{}", refusal.0.get(language))?;
    }
    Ok(())
}

fn show(files: &[Edited]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    files.iter().try_for_each(|file| out.write_all(file.diff().as_bytes()))
}

fn rewrite<'f>(folder: &Path, sources: &Sources, file: &'f Edited) -> Rewrite<'f> {
    let path = sources.on_disk(&file.path).map_or_else(|| folder.join(&*file.path), Path::to_owned);
    Rewrite { path, before: file.before.as_deref(), after: &file.after }
}
