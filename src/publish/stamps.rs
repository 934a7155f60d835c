//! What published files hold, as far as that can be told without reading them.

use super::manifest::{from_line, to_line};
use super::staging::Staging;
use super::{Error, at};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The name of the file in the output folder that keeps them. Without it, or with parts of it, files are read instead.
const STAMPS: &str = ".heftfaden-stamps";

/// What a published file held when it was looked at last: the start of its content's hash, its length in bytes, and when
/// it was changed, in nanoseconds of Unix time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    hash: u128,
    length: u64,
    changed: u64,
}

impl Stamp {
    /// The stamp of a file with a content; none where the file system tells no time.
    pub fn of(content: &[u8], file: &Metadata) -> Option<Self> {
        let hash = blake3::hash(content);
        let start = hash.as_bytes().first_chunk().copied().unwrap_or_default();
        let changed = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Self { hash: u128::from_le_bytes(start), length: file.len(), changed: u64::try_from(changed).ok()? })
    }

    fn read(line: &str) -> Option<(String, Self)> {
        let mut parts = line.splitn(4, ' ');
        let hash = u128::from_str_radix(parts.next()?, 16).ok()?;
        let (length, changed) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((from_line(parts.next()?), Self { hash, length, changed }))
    }
}

/// The stamps of all files of a folder.
#[derive(Default)]
pub(super) struct Stamps {
    text: String,
    known: HashMap<String, Stamp>,
}

impl Stamps {
    /// Those that the last run left; lines that are none are passed over.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(STAMPS)).unwrap_or_default();
        let known = text.split('\n').filter_map(Stamp::read).collect();
        Self { text, known }
    }

    /// Whether a file is as it was when it had this stamp.
    pub fn has(&self, path: &str, stamp: Stamp) -> bool {
        self.known.get(path) == Some(&stamp)
    }

    /// Writes the stamps of what is published now.
    pub fn write<'p>(
        &self,
        folder: &Path,
        staging: &Staging,
        stamps: impl Iterator<Item = (&'p str, Stamp)>,
    ) -> Result<(), Error> {
        let mut text = String::with_capacity(self.text.len());
        for (path, Stamp { hash, length, changed }) in stamps {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{hash:032x} {length} {changed} {}", to_line(path));
        }
        if text == self.text {
            return Ok(());
        }
        let (staged, path) = (staging.stamps(), folder.join(STAMPS));
        fs::write(&staged, text).map_err(at(&path))?;
        fs::rename(&staged, &path).map_err(at(&path))
    }
}
