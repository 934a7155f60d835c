//! Outputs to files: the only module that writes.
//!
//! Every file is written into a staging folder inside the output, under its own path, and renamed to its place only when
//! all of them are there, so that a run that fails leaves what was published as it was. A folder that is all new is
//! renamed as a whole. A file whose content is already there is not
//! touched and keeps its time stamp. A manifest names what was written; what it names and is written no longer is
//! removed, and nothing else ever is. One run at a time publishes into a folder.

mod manifest;
mod obstacles;
mod rewrite;
mod stage;
mod staging;
mod stamps;

pub use rewrite::{Rewrite, rewrite, rewrite_all};

use manifest::Manifest;
use obstacles::Obstacles;
use stage::{Staged, stage};
use staging::Staging;
use stamps::Stamps;

use crate::site::Prepared;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Why something could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The output folder has files that this program did not write.
    #[error("{} has files that Heftfaden did not write, such as {file}; choose an empty folder with --out, or remove them", folder.display())]
    Foreign {
        /// The output folder.
        folder: PathBuf,
        /// One of the files.
        file: String,
    },
    /// The output folder holds a website where a package is to be, or the other way round, or lies in a folder that does.
    #[error("{}", match kind {
        Kind::Website => format!("{} is a package for bidders; the website needs a folder outside of it: name another with --out, or remove that one", folder.display()),
        Kind::Package => format!("{} is a website; the package for bidders needs a folder outside of it: name another with --out, or remove that one", folder.display()),
    })]
    OtherKind {
        /// The folder that holds the other.
        folder: PathBuf,
        /// What was to be published.
        kind: Kind,
    },
    /// Something that this program did not write lies where a file of the site is to be, or its folder.
    #[error("{} is in the way of the site, and Heftfaden did not write it; move it away, or choose another folder with --out; what was published is as it was", path.display())]
    InTheWay {
        /// What it is.
        path: PathBuf,
    },
    /// A file of the project is no longer what was read, so that writing would lose what somebody else wrote.
    #[error("{} has changed in the meantime; nothing was written to it, please try again", path.display())]
    Changed {
        /// Which one.
        path: PathBuf,
    },
    /// A file that is to be published could not be read.
    #[error("{}: {source}; what was published is as it was", path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of the project that nobody may write to.
    #[error("{} is write-protected and stays as it is; allow writing to it first", path.display())]
    Protected {
        /// Which one.
        path: PathBuf,
    },
    /// Two paths lead to one file of the project, which would become two things.
    #[error("{} and {} are the same file and would be changed differently; nothing was written. Take one of them away", path.display(), other.display())]
    Twice {
        /// One path.
        path: PathBuf,
        /// The other.
        other: PathBuf,
    },
    /// A file of the project could not be written, and another that was could not be made what it was.
    #[error("{error}; {} is changed already and could not be put back", path.display())]
    Torn {
        /// The file that is changed.
        path: PathBuf,
        /// Why not all are.
        error: Box<Error>,
    },
    /// A page could not be rendered.
    #[error(transparent)]
    Render(#[from] crate::site::Error),
    /// Another run is publishing into the folder.
    #[error("another build is publishing to {}; build again when it has ended, or choose another folder with --out", folder.display())]
    Busy {
        /// The output folder.
        folder: PathBuf,
    },
    /// The disk, or what else the files lie on, kept a site from being published.
    #[error("{}: {source}; {}", path.display(), if *is_begun { "a part of the site is new already, build again" } else { "what was published is as it was" })]
    Unpublished {
        /// The file or folder that could not be read or written.
        path: PathBuf,
        /// Why.
        source: io::Error,
        /// Whether files of the new site are in their places.
        is_begun: bool,
    },
}

/// A file of the output.
pub struct Output<'a> {
    /// Its path in the output folder, with `/` between its parts.
    pub path: &'a str,
    /// What makes its content.
    pub content: Content<'a>,
}

/// What a folder is published for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// All who work on the project.
    Website,
    /// Those who are asked for an offer.
    Package,
}

/// What makes a file's content.
pub enum Content<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// This file, copied.
    File(&'a Path),
    /// The page that this prepares; called once, on any thread.
    Page(Box<dyn Fn() -> Result<Prepared<'a>, crate::site::Error> + Sync + Send + 'a>),
}

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were written, because they were new or different.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that are no longer part of the site, and were removed.
    pub removed: usize,
    /// Bytes of the whole site.
    pub bytes: u64,
}

/// Files that a core takes at once: few, so that no core waits for another at the end.
const SHARE: usize = 64;

/// Publishes some files of a kind into a folder. `progress` is told after each file how many are done.
///
/// # Errors
///
/// When the folder holds foreign files and no manifest, or what is of another kind, when another run publishes into it, when something cannot be read
/// or written, or when a page cannot be rendered.
pub fn publish(
    folder: &Path,
    kind: Kind,
    outputs: &[Output<'_>],
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Summary, Error> {
    let is_begun = AtomicBool::new(false);
    publish_all(folder, kind, outputs, progress, &is_begun).map_err(|error| match error {
        Error::Io { path, source } => Error::Unpublished { path, source, is_begun: is_begun.into_inner() },
        error => error,
    })
}

fn publish_all(
    folder: &Path,
    kind: Kind,
    outputs: &[Output<'_>],
    progress: &(dyn Fn(usize) + Sync),
    is_begun: &AtomicBool,
) -> Result<Summary, Error> {
    manifest::refuse_other_kind(folder, kind)?;
    manifest::refuse_foreign(folder)?;
    let staging = Staging::new(folder)?;
    let paths = || outputs.iter().map(|output| output.path).collect();
    let ((known, paths), stamps): ((_, BTreeSet<&str>), _) =
        rayon::join(|| rayon::join(|| Manifest::read(folder), paths), || Stamps::read(folder));
    let known = known?;
    let done = AtomicUsize::new(0);
    let staged = outputs.par_iter().with_max_len(SHARE).map(|output| {
        let staged = stage(folder, &staging, output, &known, &stamps);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        staged
    });
    let staged: Vec<Staged> = staged.collect::<Result<_, Error>>()?;
    let mut obstacles = Obstacles::new(folder, &known.paths);
    for (output, staged) in outputs.iter().zip(&staged).filter(|(_, staged)| staged.is_written) {
        obstacles.refuse(output.path, staged.is_new)?;
    }
    // What is to come is named before it comes: a run that is cut off here is cleaned up by the next.
    let before: BTreeSet<&str> = known.paths.iter().map(String::as_str).collect();
    Manifest::write(folder, &staging, kind, before.union(&paths))?;
    let written = staged.iter().filter(|staged| staged.is_written).count();
    let bytes = staged.iter().map(|staged| staged.bytes).sum();
    let mut summary = Summary { written, unchanged: outputs.len() - written, removed: 0, bytes };
    is_begun.store(true, Ordering::Relaxed);
    // What was a file and is a folder now, or the other way round, makes room first.
    let gone = before.difference(&paths).copied();
    let (first, last): (Vec<&str>, Vec<&str>) = gone.partition(|path| is_in_the_way(path, &paths));
    let is_less = !first.is_empty() || !last.is_empty();
    for path in first {
        summary.removed += usize::from(remove(folder, path)?);
    }
    place(&staging.files(), folder)?;
    for path in last {
        summary.removed += usize::from(remove(folder, path)?);
    }
    if is_less {
        Manifest::write(folder, &staging, kind, paths.iter())?;
    }
    let new = outputs.iter().zip(&staged).filter_map(|(output, staged)| Some((output.path, staged.stamp?)));
    stamps.write(folder, &staging, &new.collect::<Vec<_>>())?;
    Ok(summary)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Error + '_ {
    move |source| Error::Io { path: path.to_owned(), source }
}

/// Whether a file has this content.
fn is_same(path: &Path, content: &[u8]) -> bool {
    let same_length = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == content.len() as u64);
    same_length && fs::read(path).is_ok_and(|found| found == content)
}

/// Renames what a staged folder holds to its place: whole folders where there is none yet, else file by file.
fn place(staged: &Path, folder: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(staged).map_err(at(staged))?;
    for entry in entries {
        let entry = entry.map_err(at(staged))?;
        let (from, to) = (entry.path(), folder.join(entry.file_name()));
        let is_folder = entry.file_type().map_err(at(&from))?.is_dir();
        if is_folder && fs::symlink_metadata(&to).is_ok() {
            place(&from, &to)?;
        } else {
            fs::rename(&from, &to).map_err(at(&to))?;
        }
    }
    Ok(())
}

/// Whether a published path is a folder of what is to come, or lies in what is to be a file.
fn is_in_the_way(path: &str, paths: &BTreeSet<&str>) -> bool {
    let inside = format!("{path}/");
    let is_folder = paths.range(inside.as_str()..).next().is_some_and(|next| next.starts_with(&inside));
    is_folder || path.match_indices('/').any(|(at, _)| paths.contains(&path[..at]))
}

/// Removes a file that was published, and the folders that it leaves empty. What is no file any more is not this
/// program's, nor is what lies behind a symbolic link.
fn remove(folder: &Path, path: &str) -> Result<bool, Error> {
    let target = folder.join(path);
    let is_folder = fs::symlink_metadata(&target).is_ok_and(|found| found.is_dir());
    let whole = |path: &Path| path.canonicalize().ok();
    let leaves =
        whole(folder).zip(target.parent().and_then(whole)).is_none_or(|(out, parent)| !parent.starts_with(out));
    if is_folder || leaves {
        return Ok(false);
    }
    match fs::remove_file(&target) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(source) => return Err(Error::Io { path: target, source }),
    }
    let mut parent = target.parent();
    while let Some(empty) = parent.filter(|parent| *parent != folder) {
        // A folder that still holds something stays.
        if fs::remove_dir(empty).is_err() {
            break;
        }
        parent = empty.parent();
    }
    Ok(true)
}
