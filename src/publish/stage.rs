//! One output into the staging folder, where what is published differs from it.

use super::staging::Staging;
use super::stamps::{Stamp, Stamps};
use super::{Content, Error, Output, at};
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What became of an output.
pub(super) struct Staged {
    /// Whether it waits in the staging folder; else the published file has its content already.
    pub is_written: bool,
    /// Whether no file is published at its place.
    pub is_new: bool,
    pub bytes: u64,
    pub stamp: Option<Stamp>,
}

/// Writes an output into the staging folder, unless the published file has this content already. `stamps` are those of what
/// is published, none where nothing is.
pub(super) fn stage(
    folder: &Path,
    staging: &Staging,
    output: &Output<'_>,
    stamps: Option<&Stamps>,
) -> Result<Staged, Error> {
    let target = folder.join(output.path);
    let file = fs::metadata(&target).ok().filter(Metadata::is_file);
    let (is_new, published) = (file.is_none(), stamps.zip(file));
    let place = Place { path: output.path, staged: staging.files().join(output.path), target, is_new, published };
    match &output.content {
        Content::Bytes(bytes) => place.stage(bytes, &blake3::hash(bytes)),
        Content::File(path) => place.copy(path),
        Content::Page(prepare) => {
            let page = prepare()?;
            let source = page.source();
            // Most pages are what they were, and need not be rendered.
            match place.known(&source) {
                Some(staged) => Ok(staged),
                None => place.stage(page.render()?.as_bytes(), &source),
            }
        }
    }
}

/// Where an output belongs, and what is there.
struct Place<'a> {
    path: &'a str,
    /// Where it waits.
    staged: PathBuf,
    /// Where it is published.
    target: PathBuf,
    /// Whether no file is there.
    is_new: bool,
    published: Option<(&'a Stamps, Metadata)>,
}

impl Place<'_> {
    /// What is published, where it was made from this.
    fn known(&self, source: &blake3::Hash) -> Option<Staged> {
        let (stamps, file) = self.published.as_ref()?;
        let stamp = Stamp::new(source, file)?;
        stamps.has(self.path, stamp).then_some(Staged {
            is_written: false,
            is_new: false,
            bytes: file.len(),
            stamp: Some(stamp),
        })
    }

    /// What is published, where it has this length and `is_same`.
    fn same(&self, source: &blake3::Hash, bytes: u64, is_same: impl FnOnce(&Path) -> bool) -> Option<Staged> {
        let (_, file) = self.published.as_ref().filter(|(_, file)| file.len() == bytes)?;
        is_same(&self.target).then(|| Staged {
            is_written: false,
            is_new: false,
            bytes,
            stamp: Stamp::new(source, file),
        })
    }

    fn stage(&self, content: &[u8], source: &blake3::Hash) -> Result<Staged, Error> {
        let bytes = content.len() as u64;
        let is_same = |target: &Path| fs::read(target).is_ok_and(|found| found == content);
        if let Some(staged) = self.known(source).or_else(|| self.same(source, bytes, is_same)) {
            return Ok(staged);
        }
        let mut file = self.create()?;
        file.write_all(content).map_err(at(&self.target))?;
        self.written(&file, source)
    }

    /// Stages a file of the project, which may be larger than the memory.
    fn copy(&self, from: &Path) -> Result<Staged, Error> {
        if self.published.is_some() {
            let (source, bytes) = each_piece(from, |_| Ok(()))?;
            let is_same =
                |target: &Path| each_piece(target, |_| Ok(())).is_ok_and(|(published, _)| published == source);
            if let Some(staged) = self.known(&source).or_else(|| self.same(&source, bytes, is_same)) {
                return Ok(staged);
            }
        }
        let mut file = self.create()?;
        // It may have changed since.
        let (source, _) = each_piece(from, |piece| file.write_all(piece).map_err(at(&self.target)))?;
        self.written(&file, &source)
    }

    fn create(&self) -> Result<File, Error> {
        let parent = self.staged.parent().unwrap_or(&self.staged);
        // Readers know the file by the path that it is to have.
        let failed = || at(&self.target);
        // Most pages have a folder of their own in one that is there already.
        match fs::create_dir(parent) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(parent).map_err(failed())?,
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed()(error)),
            _ => {}
        }
        File::create(&self.staged).map_err(failed())
    }

    fn written(&self, file: &File, source: &blake3::Hash) -> Result<Staged, Error> {
        let file = file.metadata().map_err(at(&self.target))?;
        Ok(Staged { is_written: true, is_new: self.is_new, bytes: file.len(), stamp: Stamp::new(source, &file) })
    }
}

/// Reads a file piece by piece, but no more than was in it when it was opened; says the hash and the length of all of it.
fn each_piece(path: &Path, mut take: impl FnMut(&[u8]) -> Result<(), Error>) -> Result<(blake3::Hash, u64), Error> {
    const PIECE: u64 = 256 << 10;
    let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let (mut hasher, mut piece, mut left) = (blake3::Hasher::new(), Vec::new(), length);
    loop {
        piece.clear();
        (&file).take(left.min(PIECE)).read_to_end(&mut piece).map_err(unreadable)?;
        if piece.is_empty() {
            return Ok((hasher.finalize(), length - left));
        }
        left -= piece.len() as u64;
        hasher.update(&piece);
        take(&piece)?;
    }
}
