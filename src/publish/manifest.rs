//! The manifest: what this program has written into the output folder, and may remove.

use super::staging::Staging;
use super::{Error, Kind, at, is_same};
use crate::config::MANIFEST;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

/// What this program has written into the folder.
pub(super) struct Manifest {
    pub paths: BTreeSet<String>,
    /// Whether nothing was published there before.
    pub is_new: bool,
}

impl Manifest {
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(MANIFEST);
        match read_text(&path) {
            Ok(text) => {
                let is_inside = |path: &String| {
                    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
                };
                let lines = text.lines().filter(|line| !line.starts_with('#'));
                Ok(Self { paths: lines.map(from_line).filter(is_inside).collect(), is_new: false })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self { paths: BTreeSet::new(), is_new: true }),
            Err(source) => Err(Error::Io { path, source }),
        }
    }

    /// Writes the manifest of some paths, which are in order.
    pub fn write<'p>(
        folder: &Path,
        staging: &Staging,
        kind: Kind,
        paths: impl Iterator<Item = &'p &'p str>,
    ) -> Result<(), Error> {
        let mut text = String::from("# Written by Heftfaden. Only what is named here is ever removed.\n");
        text.push_str(kind.line());
        text.push('\n');
        for path in paths {
            text.push_str(&to_line(path));
            text.push('\n');
        }
        let path = folder.join(MANIFEST);
        if is_same(&path, text.as_bytes()) {
            return Ok(());
        }
        let staged = staging.manifest();
        fs::write(&staged, text).map_err(at(&path))?;
        fs::rename(&staged, &path).map_err(at(&path))
    }
}

impl Kind {
    /// The comment of the manifest that says it.
    const fn line(self) -> &'static str {
        match self {
            Self::Website => "# website",
            Self::Package => "# package for bidders",
        }
    }

    /// What is published in a folder; none where nothing is. Manifests that say nothing of it are of websites.
    fn of(folder: &Path) -> Option<Self> {
        let text = read_text(&folder.join(MANIFEST)).ok()?;
        let comments = text.lines().take_while(|line| line.starts_with('#'));
        let is_package = comments.into_iter().any(|line| line == Self::Package.line());
        Some(if is_package { Self::Package } else { Self::Website })
    }
}

/// Refuses a folder that holds something of another kind, or lies in one that does: who publishes one of them would give the
/// other away.
pub(super) fn refuse_other_kind(folder: &Path, kind: Kind) -> Result<(), Error> {
    let whole = std::path::absolute(folder).map_err(at(folder))?;
    // As much of the path as is there, without links.
    let there = whole.ancestors().find_map(|above| above.canonicalize().ok()).unwrap_or(whole);
    match there.ancestors().find(|above| Kind::of(above).is_some_and(|other| other != kind)) {
        Some(other) => Err(Error::OtherKind { folder: other.to_owned(), kind }),
        None => Ok(()),
    }
}

/// Reads a text that this program has written. What is no file is not there: opening a pipe may never end.
pub(super) fn read_text(path: &Path) -> io::Result<String> {
    if fs::metadata(path)?.is_file() { fs::read_to_string(path) } else { Err(io::ErrorKind::NotFound.into()) }
}

/// A path as a line of the manifest: a file's name may have line ends in it, and start like a comment.
pub(super) fn to_line(path: &str) -> Cow<'_, str> {
    if memchr::memchr3(b'\\', b'\n', b'\r', path.as_bytes()).is_none() && !path.starts_with('#') {
        return Cow::Borrowed(path);
    }
    let line = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    Cow::Owned(if line.starts_with('#') { format!("\\{line}") } else { line })
}

/// The path that a line of the manifest names.
pub(super) fn from_line(line: &str) -> String {
    if !line.contains('\\') {
        return line.to_owned();
    }
    let mut path = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => path.extend(chars.next().map(|escaped| match escaped {
                'n' => '\n',
                'r' => '\r',
                escaped => escaped,
            })),
            c => path.push(c),
        }
    }
    path
}

/// Refuses a folder without a manifest that has files in it. Hidden files (`.gitignore`, `.git`) are no part of a site, and
/// stay.
pub(super) fn refuse_foreign(folder: &Path) -> Result<(), Error> {
    if folder.join(MANIFEST).is_file() {
        return Ok(());
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(Error::Io { path: folder.to_owned(), source }),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(at(folder))?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    match names.into_iter().min() {
        Some(file) => Err(Error::Foreign { folder: folder.to_owned(), file }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_manifest_name_any_path() {
        for path in ["a/b.html", "#a", "a\nb", "\\n", "a\r", "\r\nb", "\\r", "a\\", "\\#\n#", " a "] {
            assert_eq!(from_line(&to_line(path)), path);
            assert!(!to_line(path).starts_with('#') && !to_line(path).contains(['\n', '\r']), "{path:?}");
        }
    }
}
