//! What others put into the output, where it keeps a new file from its place.

use super::{Error, at};
use foldhash::HashMap;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Looks at the places of new files before any of them is taken.
pub(super) struct Obstacles<'a> {
    output: &'a Path,
    /// What was published before, and makes room.
    known: &'a BTreeSet<String>,
    /// Whether folders are there, by path.
    folders: HashMap<&'a str, bool>,
}

impl<'a> Obstacles<'a> {
    pub fn new(output: &'a Path, known: &'a BTreeSet<String>) -> Self {
        Self { output, known, folders: HashMap::from_iter([("", true)]) }
    }

    /// Refuses what a file cannot take the place of: a file or a link where its folder is to be, a foreign folder at its own
    /// place. `is_new` says that no file is there.
    pub fn refuse(&mut self, path: &'a str, is_new: bool) -> Result<(), Error> {
        if self.is_there(folder_of(path))? && is_new {
            let place = self.output.join(path);
            let is_folder = fs::symlink_metadata(&place).is_ok_and(|found| found.is_dir());
            if is_folder && !self.makes_room(path)? {
                return Err(Error::InTheWay { path: place });
            }
        }
        Ok(())
    }

    fn is_there(&mut self, folder: &'a str) -> Result<bool, Error> {
        if let Some(known) = self.folders.get(folder) {
            return Ok(*known);
        }
        let is_there = self.is_there(folder_of(folder))? && {
            let place = self.output.join(folder);
            match fs::symlink_metadata(&place) {
                Ok(found) if found.is_dir() => true,
                Ok(_) if self.known.contains(folder) => false,
                Ok(_) => return Err(Error::InTheWay { path: place }),
                Err(error) if error.kind() == io::ErrorKind::NotFound => false,
                Err(error) => return Err(at(&place)(error)),
            }
        };
        self.folders.insert(folder, is_there);
        Ok(is_there)
    }

    /// Whether a folder goes with all in it, since every file there was published before.
    fn makes_room(&self, folder: &str) -> Result<bool, Error> {
        let place = self.output.join(folder);
        let mut is_empty = true;
        for entry in fs::read_dir(&place).map_err(at(&place))? {
            let entry = entry.map_err(at(&place))?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            let is_folder = entry.file_type().map_err(at(&place))?.is_dir();
            is_empty = false;
            if !(if is_folder { self.makes_room(&path)? } else { self.known.contains(&path) }) {
                return Ok(false);
            }
        }
        Ok(!is_empty)
    }
}

/// The folder that a path of the output lies in; empty for the output itself.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
