//! Changes to the project's own files, which their author asked for.

use super::{Error, at};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file of the project itself, because its author asked for it: beside the old one, and then in its place. Folders
/// that are missing are made; a symbolic link stays one, and leads to the new text. `before` is what the file held when it
/// was read, none for a new file.
///
/// # Errors
///
/// When the file is no longer what it was, or is there where it should be new; and when it cannot be written. It is then as
/// it was.
pub fn rewrite(path: &Path, before: Option<&str>, after: &str) -> Result<(), Error> {
    // The same file may have been reached by two paths.
    if before.is_some() && fs::read(path).is_ok_and(|now| now == after.as_bytes()) {
        return Ok(());
    }
    let mark = mark(path, before)?;
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let parent = target.parent().unwrap_or(&target);
    fs::create_dir_all(parent).map_err(at(parent))?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    // Another run that writes the same file has another one beside it.
    let beside = parent.join(format!(".{name}.{}.tmp", std::process::id()));
    let write = || {
        let mut file = File::create_new(&beside)?;
        file.write_all(mark)?;
        file.write_all(after.as_bytes())?;
        if let Ok(metadata) = fs::metadata(&target) {
            file.set_permissions(metadata.permissions())?;
        }
        // A power cut must not leave an empty file in the place of what somebody wrote.
        file.sync_all()
    };
    // That took its time, in which somebody may have saved the file.
    let replace = || match write().map_err(at(path)).and_then(|()| self::mark(path, before)) {
        Ok(_) => fs::rename(&beside, &target).map_err(at(path)),
        Err(error) => Err(error),
    };
    replace().inspect_err(|_| {
        // What was written in part is nobody's file.
        let _ = fs::remove_file(&beside);
    })
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
}
