//! What published files were made from, so that what is still the same need be neither rendered nor read.

use super::manifest::{read_text, to_line};
use super::staging::Staging;
use super::{Error, at};
use foldhash::HashMap;
use foldhash::quality::FixedState;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::hash::{BuildHasher as _, Hash, Hasher};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The name of the file in the output folder that keeps them. Without it, or with parts of it, all is rendered and read.
const STAMPS: &str = ".heftfaden-stamps";

/// A hash of what a file is made from. It is only compared with the one of the file of the same name that this program made
/// before, so that 64 bits are enough.
pub(super) type Source = u64;

/// A published file: what it was made from, its length in bytes, and when it was changed, in nanoseconds of Unix time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    source: Source,
    length: u64,
    changed: u64,
}

impl Stamp {
    /// The stamp of a file; none where the file system tells no time.
    pub fn new(source: Source, file: &Metadata) -> Option<Self> {
        Some(Self { source, length: file.len(), changed: changed(file)? })
    }

    /// Reads a stamp, and the path that stands behind it.
    fn read(line: &str) -> Option<(&str, Self)> {
        let mut parts = line.splitn(4, ' ');
        let source = Source::from_str_radix(parts.next()?, 16).ok()?;
        let (length, changed) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((parts.next()?, Self { source, length, changed }))
    }
}

/// When a file was changed, in nanoseconds of Unix time.
fn changed(file: &Metadata) -> Option<u64> {
    let since = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}

/// The first line of the file: which program made all of it. Another one may make other pages of the same.
fn program() -> Option<String> {
    let file = std::env::current_exe().and_then(fs::metadata).ok()?;
    Some(format!("# {} {} {}\n", env!("CARGO_PKG_VERSION"), file.len(), changed(&file)?))
}

/// The stamps of all files of a folder.
pub(super) struct Stamps {
    text: String,
    /// The line of the program that runs; none where the program cannot be found, and no stamp is of use.
    program: Option<String>,
    /// By the hash of the path.
    known: HashMap<u64, Stamp>,
    state: FixedState,
}

impl Stamps {
    /// Those that the last run left; lines that are none are passed over.
    pub fn read(folder: &Path) -> Self {
        let text = read_text(&folder.join(STAMPS)).unwrap_or_default();
        let program = program();
        let lines = program.as_ref().and_then(|program| text.strip_prefix(program)).unwrap_or_default();
        // Who writes a text cannot know when the program was installed, and so not look for another one of the same hash.
        let state = FixedState::with_seed(FixedState::default().hash_one(&program));
        let known = |line| Stamp::read(line).map(|(path, stamp)| (state.hash_one(path), stamp));
        let known: Vec<(u64, Stamp)> = lines.par_split('\n').filter_map(known).collect();
        Self { known: known.into_iter().collect(), text, program, state }
    }

    /// What a file is made from, as a hash.
    pub fn source(&self, made_from: impl Hash) -> Source {
        self.state.hash_one(made_from)
    }

    /// Makes the hash of what is a file already, from all of its bytes.
    pub fn hasher(&self) -> impl Hasher + use<> {
        self.state.build_hasher()
    }

    /// Whether a file is as it was when it had this stamp.
    pub fn has(&self, path: &str, stamp: Stamp) -> bool {
        self.known.get(&self.state.hash_one(&*to_line(path))) == Some(&stamp)
    }

    /// Writes the stamps of what is published now.
    pub fn write(&self, folder: &Path, staging: &Staging, stamps: &[(&str, Stamp)]) -> Result<(), Error> {
        let Some(program) = &self.program else { return Ok(()) };
        let lines = |stamps: &[(&str, Stamp)]| {
            let mut lines = String::with_capacity(100 * stamps.len());
            for (path, Stamp { source, length, changed }) in stamps {
                // Writing to a string cannot fail.
                let _ = writeln!(lines, "{source:016x} {length} {changed} {}", to_line(path));
            }
            lines
        };
        let lines: Vec<String> = stamps.par_chunks(4096).map(lines).collect();
        let text = [program.as_str()].into_iter().chain(lines.iter().map(String::as_str)).collect::<String>();
        if text == self.text {
            return Ok(());
        }
        let (staged, path) = (staging.stamps(), folder.join(STAMPS));
        fs::write(&staged, text).map_err(at(&path))?;
        fs::rename(&staged, &path).map_err(at(&path))
    }
}
