//! Opening and reading files: whole ones, up to a length that no text of people has, and the start of others.

use crate::diag::{Diagnostic, Place, Severity, Text};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

/// The longest text that is read, in bytes: some hundred thousand items.
pub(super) const LONGEST: u64 = 32 << 20;

/// Why a file is not read that the system would read.
#[derive(Debug, thiserror::Error)]
enum Unread {
    #[error("it is a pipe, a socket or a device")]
    Special,
    #[error("it is larger than {} MiB", .0 >> 20)]
    TooLong(u64),
}

impl Unread {
    fn german(&self) -> String {
        match self {
            Self::Special => "Sie ist eine Pipe, ein Socket oder ein Gerät.".to_owned(),
            Self::TooLong(longest) => format!("Sie ist größer als {} MiB.", longest >> 20),
        }
    }
}

/// What is neither a file nor a folder: reading it may never begin, or never end.
pub(super) fn special() -> io::Error {
    io::Error::other(Unread::Special)
}

/// Opens a file, and says how long it is.
pub(super) fn open(path: &Path) -> io::Result<(File, u64)> {
    let kind = fs::metadata(path)?.file_type();
    if kind.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !kind.is_file() {
        return Err(special());
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

/// What a file of so many bytes at most holds, but no more than was in it when it was opened: what is appended while it is
/// read may never end.
pub(super) fn read_file(path: &Path, longest: u64) -> io::Result<Vec<u8>> {
    let (file, length) = open(path)?;
    if length > longest {
        return Err(io::Error::other(Unread::TooLong(longest)));
    }
    read(file, length)
}

/// So many bytes of a file's start at most.
pub(super) fn read_start(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let (file, length) = open(path)?;
    read(file, length.min(most))
}

fn read(file: File, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))?;
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file of the project that cannot be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    let unread = error.get_ref().and_then(|inner| inner.downcast_ref::<Unread>());
    let reason = unread.map_or_else(|| format!("{error}."), Unread::german);
    let message = Text::new(
        format!("Die Datei ist nicht zu lesen: {reason} Alle anderen sind verarbeitet."),
        format!("the file cannot be read: {error}; all others are processed"),
    );
    Diagnostic::new("unreadable-file", Severity::Error, Place::whole(&Arc::from(path)), message)
}
