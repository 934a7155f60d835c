//! Changes to the project's own files, which their author asked for.

use super::{Error, at};
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file of the project, and what it is to hold.
#[derive(Clone, Debug)]
pub struct Rewrite<'a> {
    /// Where it lies on disk.
    pub path: PathBuf,
    /// What it held when it was read; none for a new file.
    pub before: Option<&'a str>,
    /// What it is to hold.
    pub after: &'a str,
}

/// Writes one file of the project itself, because its author asked for it. See [`rewrite_all`].
///
/// # Errors
///
/// As [`rewrite_all`] has them.
pub fn rewrite(path: &Path, before: Option<&str>, after: &str) -> Result<(), Error> {
    rewrite_all(&[Rewrite { path: path.to_owned(), before, after }])
}

/// Writes files of the project itself, because their author asked for it: all beside the old ones first, and then each in its
/// place. Folders that are missing are made; a symbolic link stays one, and leads to the new text. A file with several
/// names, or of another owner, stays the same file.
///
/// # Errors
///
/// When a file is no longer what it was, is there where it should be new, is write-protected, or cannot be written; and when
/// one is to become two things. All files are then as they were, but what [`Error::Torn`] names.
pub fn rewrite_all(files: &[Rewrite<'_>]) -> Result<(), Error> {
    let mut staged: Vec<Staged<'_>> = Vec::with_capacity(files.len());
    for file in files {
        let target = file.path.canonicalize().unwrap_or_else(|_| file.path.clone());
        match staged.iter().find(|other| other.target == target) {
            Some(other) if other.file.after == file.after => {}
            Some(other) => return Err(Error::Twice { path: file.path.clone(), other: other.file.path.clone() }),
            None => staged.push(Staged::new(file, target)?),
        }
    }
    // That took its time, in which somebody may have saved a file.
    for one in &staged {
        mark(&one.file.path, one.file.before)?;
    }
    place_all(&staged)
}

/// A file that waits beside the one whose place it takes, and is removed if it never does.
struct Staged<'a> {
    file: &'a Rewrite<'a>,
    /// Where the file itself lies, behind symbolic links.
    target: PathBuf,
    beside: PathBuf,
    mark: &'static [u8],
    /// Whether it must be written into the old file, as it could not take its place and be the same to others.
    is_in_place: bool,
}

impl<'a> Staged<'a> {
    fn new(file: &'a Rewrite<'a>, target: PathBuf) -> Result<Self, Error> {
        let mark = mark(&file.path, file.before)?;
        if file.before.is_some() {
            writable(&file.path)?;
        }
        let parent = target.parent().unwrap_or(&target);
        fs::create_dir_all(parent).map_err(at(parent))?;
        let (beside, mut opened) = beside(parent).map_err(at(parent))?;
        let mut staged = Self { file, target, beside, mark, is_in_place: false };
        staged.write(&mut opened).map_err(at(&file.path))?;
        Ok(staged)
    }

    fn write(&mut self, beside: &mut File) -> io::Result<()> {
        beside.write_all(self.mark)?;
        beside.write_all(self.file.after.as_bytes())?;
        if let Ok(old) = fs::metadata(&self.target) {
            self.is_in_place = !can_replace(beside, &old);
            beside.set_permissions(old.permissions())?;
        }
        // A power cut must not leave an empty file in the place of what somebody wrote.
        beside.sync_all()
    }

    fn place(&self) -> io::Result<()> {
        if self.is_in_place { self.overwrite(self.file.after) } else { fs::rename(&self.beside, &self.target) }
    }

    /// Makes the file again what it was.
    fn put_back(&self) -> io::Result<()> {
        match self.file.before {
            Some(before) => self.overwrite(before),
            None => fs::remove_file(&self.target),
        }
    }

    /// Writes into the file itself. The new text is whole beside it until that is done.
    fn overwrite(&self, text: &str) -> io::Result<()> {
        let mut file = File::options().write(true).truncate(true).open(&self.target)?;
        file.write_all(self.mark)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        // What was written beside is nobody's file; most have taken their place by now.
        let _ = fs::remove_file(&self.beside);
    }
}

/// Puts all files in their places, or none.
fn place_all(staged: &[Staged<'_>]) -> Result<(), Error> {
    for (number, one) in staged.iter().enumerate() {
        let Err(error) = one.place() else { continue };
        let error = at(&one.file.path)(error);
        let begun = number + usize::from(one.is_in_place);
        let torn = staged[..begun].iter().find(|one| one.put_back().is_err());
        return Err(match torn {
            Some(torn) => Error::Torn { path: torn.file.path.clone(), error: Box::new(error) },
            None => error,
        });
    }
    Ok(())
}

/// Whether a file may be written to, whoever asks: nobody takes off another's protection by the way.
fn writable(path: &Path) -> Result<(), Error> {
    let is_protected = fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly());
    match File::options().write(true).open(path) {
        Ok(_) if !is_protected => Ok(()),
        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => Err(at(path)(error)),
        _ => Err(Error::Protected { path: path.to_owned() }),
    }
}

/// Makes an empty file in a folder, by a name that any file system takes.
fn beside(folder: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = 0;
    loop {
        // Another run that writes there has other names, and one that was killed may have left some.
        let path = folder.join(format!(".{}-{number}.tmp", std::process::id()));
        match File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            made => return made.map(|file| (path, file)),
        }
    }
}

/// Whether a new file can take an old one's place without a difference: the old one has one name, and the new one the same
/// owner and group.
#[cfg(unix)]
fn can_replace(new: &File, old: &Metadata) -> bool {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let is_same = new.metadata().is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
    old.nlink() == 1 && (is_same || fchown(new, Some(old.uid()), Some(old.gid())).is_ok())
}

#[cfg(not(unix))]
fn can_replace(_new: &File, _old: &Metadata) -> bool {
    true
}

/// The byte-order mark of a file that still holds what it held before. Settings are read without the one that some editors
/// put there, and keep it.
fn mark(path: &Path, before: Option<&str>) -> Result<&'static [u8], Error> {
    const MARK: &[u8] = "\u{FEFF}".as_bytes();
    match (fs::read(path), before) {
        (Ok(now), Some(before)) if now == before.as_bytes() => Ok(&[]),
        (Ok(now), Some(before)) if now.strip_prefix(MARK) == Some(before.as_bytes()) => Ok(MARK),
        (Err(error), None) if error.kind() == io::ErrorKind::NotFound => Ok(&[]),
        // What cannot be read may be as it was; it is the reading that failed.
        (Err(error), _) if error.kind() != io::ErrorKind::NotFound => Err(at(path)(error)),
        _ => Err(Error::Changed { path: path.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn what_was_replaced_is_put_back_when_another_file_fails() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "\u{FEFF}alt").unwrap();
        fs::write(path("c"), "alt").unwrap();
        let files = [("a", Some("alt")), ("b", None), ("c", Some("alt"))].map(|(name, before)| Rewrite {
            path: path(name),
            before,
            after: "neu",
        });
        let staged: Vec<Staged<'_>> = files.iter().map(|file| Staged::new(file, file.path.clone()).unwrap()).collect();
        fs::remove_file(&staged[2].beside).unwrap();
        assert!(matches!(place_all(&staged), Err(Error::Io { .. })));
        drop(staged);
        assert_eq!(fs::read_to_string(path("a")).unwrap(), "\u{FEFF}alt");
        assert_eq!(fs::read_to_string(path("c")).unwrap(), "alt");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
    }

    #[test]
    fn one_file_cannot_become_two_things() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "alt").unwrap();
        let twice = |texts: [&'static str; 2]| {
            rewrite_all(&texts.map(|after| Rewrite { path: path.clone(), before: Some("alt"), after }))
        };
        assert!(matches!(twice(["neu", "anders"]), Err(Error::Twice { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "alt");
        twice(["neu", "neu"]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "neu");
    }
}
