//! One output into the staging folder, where what is published differs from it.

use super::manifest::Manifest;
use super::staging::Staging;
use super::stamps::{Source, Stamp, Stamps};
use super::{Content, Error, Output, at};
use std::fs::{self, File, Metadata};
use std::hash::Hasher as _;
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

/// Writes an output into the staging folder, unless the published file has this content already. `known` is what is published,
/// and `stamps` are its stamps.
pub(super) fn stage(
    folder: &Path,
    staging: &Staging,
    output: &Output<'_>,
    known: &Manifest,
    stamps: &Stamps,
) -> Result<Staged, Error> {
    let target = folder.join(output.path);
    let file = fs::metadata(&target).ok().filter(Metadata::is_file);
    let (is_new, published) = (file.is_none(), file.filter(|_| !known.is_new));
    let place =
        Place { path: output.path, staged: staging.files().join(output.path), target, is_new, published, stamps };
    match &output.content {
        Content::Bytes(bytes) => place.stage(bytes, stamps.source(bytes)),
        Content::File(path) => place.copy(path),
        Content::Page(prepare) => {
            let page = prepare()?;
            let source = stamps.source(&page);
            // Most pages are what they were, and need not be rendered.
            match place.known(source) {
                Some(staged) => Ok(staged),
                None => place.stage(page.render()?.as_bytes(), source),
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
    published: Option<Metadata>,
    stamps: &'a Stamps,
}

impl Place<'_> {
    /// What is published, where it was made from this.
    fn known(&self, source: Source) -> Option<Staged> {
        let file = self.published.as_ref()?;
        let stamp = Stamp::new(source, file)?;
        self.stamps.has(self.path, stamp).then_some(Staged {
            is_written: false,
            is_new: false,
            bytes: file.len(),
            stamp: Some(stamp),
        })
    }

    /// What is published, where it has this length and `is_same`.
    fn same(&self, source: Source, bytes: u64, is_same: impl FnOnce(&Path) -> bool) -> Option<Staged> {
        let file = self.published.as_ref().filter(|file| file.len() == bytes)?;
        is_same(&self.target).then(|| Staged {
            is_written: false,
            is_new: false,
            bytes,
            stamp: Stamp::new(source, file),
        })
    }

    fn stage(&self, content: &[u8], source: Source) -> Result<Staged, Error> {
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
            let (source, bytes) = self.each_piece(from, |_| Ok(()))?;
            let is_same =
                |target: &Path| self.each_piece(target, |_| Ok(())).is_ok_and(|(published, _)| published == source);
            if let Some(staged) = self.known(source).or_else(|| self.same(source, bytes, is_same)) {
                return Ok(staged);
            }
        }
        let mut file = self.create()?;
        // It may have changed since.
        let (source, _) = self.each_piece(from, |piece| file.write_all(piece).map_err(at(&self.target)))?;
        self.written(&file, source)
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

    fn written(&self, file: &File, source: Source) -> Result<Staged, Error> {
        let file = file.metadata().map_err(at(&self.target))?;
        Ok(Staged { is_written: true, is_new: self.is_new, bytes: file.len(), stamp: Stamp::new(source, &file) })
    }

    /// Reads a file piece by piece, but no more than was in it when it was opened; says what it is, and the length of all of it.
    fn each_piece(
        &self,
        path: &Path,
        mut take: impl FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<(Source, u64), Error> {
        const PIECE: u64 = 256 << 10;
        let unreadable = |source| Error::Unreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        let length = file.metadata().map_err(unreadable)?.len();
        let (mut hasher, mut piece, mut left) = (self.stamps.hasher(), Vec::new(), length);
        loop {
            piece.clear();
            (&file).take(left.min(PIECE)).read_to_end(&mut piece).map_err(unreadable)?;
            if piece.is_empty() {
                return Ok((hasher.finish(), length - left));
            }
            left -= piece.len() as u64;
            hasher.write(&piece);
            take(&piece)?;
        }
    }
}
