//! Outputs to files: the only module that writes.
//!
//! Every file is written into a staging folder inside the output, under its own path, and renamed to its place only when
//! all of them are there, so that a run that fails leaves what was published as it was. A folder that is all new is
//! renamed as a whole. A file whose content is already there is not
//! touched and keeps its time stamp. A manifest names what was written; what it names and is written no longer is
//! removed, and nothing else ever is.

use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// The name of the manifest in the output folder.
const MANIFEST: &str = ".heftfaden-manifest";
/// The name of the staging folder in the output folder.
const STAGING: &str = ".heftfaden-staging";

/// Why a site could not be published. Nothing was changed, unless the error says otherwise.
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
    /// A file of the project is no longer what was read, so that writing would lose what somebody else wrote.
    #[error("{} has changed in the meantime; nothing was written to it, please try again", path.display())]
    Changed {
        /// Which one.
        path: PathBuf,
    },
    /// A page could not be rendered.
    #[error(transparent)]
    Render(#[from] crate::site::Error),
}

/// A file of the output.
pub struct Output<'a> {
    /// Its path in the output folder, with `/` between its parts.
    pub path: &'a str,
    /// What makes its content.
    pub content: Content<'a>,
}

/// What makes a file's content.
pub enum Content<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// This file, copied.
    File(&'a Path),
    /// Whatever this renders; called once, on any thread.
    Rendered(Box<dyn Fn() -> Result<Vec<u8>, crate::site::Error> + Sync + Send + 'a>),
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

/// Publishes some files into a folder. `progress` is told after each file how many are done.
///
/// # Errors
///
/// When the folder holds foreign files and no manifest, when something cannot be read or written, or when a page cannot
/// be rendered.
pub fn publish(folder: &Path, outputs: &[Output<'_>], progress: &(dyn Fn(usize) + Sync)) -> Result<Summary, Error> {
    let known = Manifest::read(folder)?;
    let staging = Staging::new(folder)?;
    let done = AtomicUsize::new(0);
    let bytes = AtomicU64::new(0);
    let written = AtomicUsize::new(0);
    outputs.par_iter().try_for_each(|output| {
        let is_written = stage(folder, &staging, output, &known, &bytes)?;
        written.fetch_add(usize::from(is_written), Ordering::Relaxed);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        Ok::<(), Error>(())
    })?;
    // What is to come is named before it comes: a run that is cut off here is cleaned up by the next.
    let paths: BTreeSet<&str> = outputs.iter().map(|output| output.path).collect();
    let all: BTreeSet<&str> = known.paths.iter().map(String::as_str).chain(paths.iter().copied()).collect();
    Manifest::write(folder, &staging, &all)?;
    let written = written.into_inner();
    let mut summary = Summary { written, unchanged: outputs.len() - written, removed: 0, bytes: bytes.into_inner() };
    // What was a file and is a folder now, or the other way round, makes room first.
    let gone = known.paths.iter().map(String::as_str).filter(|path| !paths.contains(path));
    let (first, last): (Vec<&str>, Vec<&str>) = gone.partition(|path| is_in_the_way(path, &paths));
    for path in first {
        summary.removed += usize::from(remove(folder, path)?);
    }
    place(&staging.files(), folder)?;
    for path in last {
        summary.removed += usize::from(remove(folder, path)?);
    }
    Manifest::write(folder, &staging, &paths)?;
    Ok(summary)
}

/// Writes a file of the project itself, because its author asked for it: beside the old one, and then in its place. Folders
/// that are missing are made. `before` is what the file held when it was read, none for a new file.
///
/// # Errors
///
/// When the file is no longer what it was, or is there where it should be new; and when it cannot be written. It is then as
/// it was.
pub fn rewrite(path: &Path, before: Option<&str>, after: &str) -> Result<(), Error> {
    // Settings are read without the byte-order mark that some editors put before them, and keep it.
    const MARK: &[u8] = "\u{FEFF}".as_bytes();
    let mark = match (fs::read(path), before) {
        (Ok(now), Some(before)) if now == before.as_bytes() => Some(&[][..]),
        (Ok(now), Some(before)) if now.strip_prefix(MARK) == Some(before.as_bytes()) => Some(MARK),
        (Err(error), None) if error.kind() == io::ErrorKind::NotFound => Some(&[][..]),
        // What cannot be read may be as it was; it is the reading that failed.
        (Err(error), _) if error.kind() != io::ErrorKind::NotFound => return Err(at(path)(error)),
        _ => None,
    };
    let Some(mark) = mark else { return Err(Error::Changed { path: path.to_owned() }) };
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(at(parent))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = parent.join(format!(".{name}.tmp"));
    let write = || {
        let mut file = fs::File::create(&beside)?;
        file.write_all(mark)?;
        file.write_all(after.as_bytes())?;
        drop(file);
        if let Ok(metadata) = fs::metadata(path) {
            fs::set_permissions(&beside, metadata.permissions())?;
        }
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        // What was written in part is nobody's file.
        let _ = fs::remove_file(&beside);
        at(path)(error)
    })
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Error + '_ {
    move |source| Error::Io { path: path.to_owned(), source }
}

/// Writes an output into the staging folder, unless the published file has this content already; says whether it did.
fn stage(
    folder: &Path,
    staging: &Staging,
    output: &Output<'_>,
    known: &Manifest,
    bytes: &AtomicU64,
) -> Result<bool, Error> {
    let rendered;
    let content: &[u8] = match &output.content {
        Content::Bytes(bytes) => bytes,
        Content::File(path) => {
            rendered = fs::read(path).map_err(at(path))?;
            &rendered
        }
        Content::Rendered(render) => {
            rendered = render()?;
            &rendered
        }
    };
    bytes.fetch_add(content.len() as u64, Ordering::Relaxed);
    let target = folder.join(output.path);
    if !known.is_new && is_same(&target, content) {
        return Ok(false);
    }
    let path = staging.files().join(output.path);
    let parent = path.parent().unwrap_or(&path);
    // Most pages have a folder of their own in one that is there already.
    match fs::create_dir(parent) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(parent).map_err(at(parent))?,
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(at(parent)(error)),
        _ => {}
    }
    let write = || fs::File::create(&path)?.write_all(content);
    write().map_err(at(&path))?;
    Ok(true)
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

/// The staging folder; removed with all in it when the run ends, however it ends.
struct Staging {
    folder: PathBuf,
}

impl Staging {
    fn new(output: &Path) -> Result<Self, Error> {
        let folder = output.join(STAGING);
        // What a run that was cut off has left.
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(at(&folder))?;
        }
        let staging = Self { folder };
        let files = staging.files();
        fs::create_dir_all(&files).map_err(at(&files))?;
        Ok(staging)
    }

    /// Where files are staged, under their own paths.
    fn files(&self) -> PathBuf {
        self.folder.join("files")
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What this program has written into the folder.
struct Manifest {
    paths: BTreeSet<String>,
    /// Whether nothing was published there before.
    is_new: bool,
}

impl Manifest {
    fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(MANIFEST);
        match fs::read_to_string(&path) {
            Ok(text) => {
                let is_inside = |path: &String| {
                    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
                };
                let lines = text.split('\n').filter(|line| !line.starts_with('#'));
                Ok(Self { paths: lines.map(from_line).filter(is_inside).collect(), is_new: false })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Some(file) = foreign(folder)? {
                    return Err(Error::Foreign { folder: folder.to_owned(), file });
                }
                Ok(Self { paths: BTreeSet::new(), is_new: true })
            }
            Err(source) => Err(Error::Io { path, source }),
        }
    }

    fn write(folder: &Path, staging: &Staging, paths: &BTreeSet<&str>) -> Result<(), Error> {
        let mut text = String::from("# Written by Heftfaden. Only what is named here is ever removed.\n");
        for path in paths {
            text.push_str(&to_line(path));
            text.push('\n');
        }
        let path = folder.join(MANIFEST);
        if is_same(&path, text.as_bytes()) {
            return Ok(());
        }
        let staged = staging.folder.join("manifest");
        fs::write(&staged, text).map_err(at(&staged))?;
        fs::rename(&staged, &path).map_err(at(&path))
    }
}

/// A path as a line of the manifest: a file's name may have line ends in it, and start like a comment.
fn to_line(path: &str) -> String {
    let line = path.replace('\\', "\\\\").replace('\n', "\\n");
    if line.starts_with('#') { format!("\\{line}") } else { line }
}

/// The path that a line of the manifest names.
fn from_line(line: &str) -> String {
    let mut path = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => path.extend(chars.next().map(|escaped| if escaped == 'n' { '\n' } else { escaped })),
            c => path.push(c),
        }
    }
    path
}

/// A file that this program did not write, in a folder without a manifest. Hidden files (`.gitignore`, `.git`) are no
/// part of a site, and stay.
fn foreign(folder: &Path) -> Result<Option<String>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(Error::Io { path: folder.to_owned(), source }),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(at(folder))?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    Ok(names.into_iter().min())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_manifest_name_any_path() {
        for path in ["a/b.html", "#a", "a\nb", "\\n", "a\\", "\\#\n#", " a "] {
            assert_eq!(from_line(&to_line(path)), path);
            assert!(!to_line(path).starts_with('#') && !to_line(path).contains('\n'), "{path:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_has_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("datei");
        fs::write(&file, "a").unwrap();
        for before in [None, Some("a")] {
            assert!(matches!(rewrite(&file.join("b"), before, "c"), Err(Error::Io { .. })), "{before:?}");
            assert!(matches!(rewrite(folder.path(), before, "c"), Err(Error::Io { .. })), "{before:?}");
        }
        assert!(matches!(rewrite(&file, None, "c"), Err(Error::Changed { .. })));
        assert!(matches!(rewrite(&file.with_extension("weg"), Some("a"), "c"), Err(Error::Changed { .. })));
        assert_eq!(fs::read_to_string(&file).unwrap(), "a");
    }
}
