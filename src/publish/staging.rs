//! Where files wait until all of them are there, and the right to publish into a folder.

use super::{Error, at};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The name of the staging folder in the output folder.
const STAGING: &str = ".heftfaden-staging";
/// The name of the file in the output folder that whoever publishes has locked. It stays: if it were removed, two runs
/// could each have locked a file of this name.
const LOCK: &str = ".heftfaden-lock";

/// The staging folder; removed with all in it when the run ends, however it ends. As long as it lives, no other run
/// publishes into the same output folder.
pub(super) struct Staging {
    folder: PathBuf,
    /// The system unlocks it when the process ends, even if that is killed.
    _lock: File,
}

impl Staging {
    pub fn new(output: &Path) -> Result<Self, Error> {
        fs::create_dir_all(output).map_err(at(output))?;
        let lock = lock(output)?;
        let staging = Self { folder: output.join(STAGING), _lock: lock };
        // What a run that was cut off has left.
        if staging.folder.exists() {
            fs::remove_dir_all(&staging.folder).map_err(at(&staging.folder))?;
        }
        let files = staging.files();
        fs::create_dir_all(&files).map_err(at(output))?;
        Ok(staging)
    }

    /// Where files are staged, under their own paths.
    pub fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Where the manifest is staged.
    pub fn manifest(&self) -> PathBuf {
        self.folder.join("manifest")
    }

    /// Where the stamps are staged.
    pub fn stamps(&self) -> PathBuf {
        self.folder.join("stamps")
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn lock(output: &Path) -> Result<File, Error> {
    let open = File::options().read(true).write(true).create(true).truncate(false).open(output.join(LOCK));
    let file = open.map_err(at(output))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Error::Busy { folder: output.to_owned() }),
        // Some file systems of a network know no locks: there it goes without.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}
