//! The `git` program, as far as an older state of the project is read with it.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// Why an older state of a project could not be read.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// There is no program `git`.
    #[error("the program git is not there")]
    NoGit,
    /// The project lies in no repository, or git refuses to read it; with git's own words.
    #[error("no git repository: {0}")]
    NoRepository(String),
    /// The repository has no such commit.
    #[error("no revision {name}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// A name that the repository has instead, such as `origin/main`.
        near: Option<String>,
    },
    /// The repository has no such commit, and holds only the last part of the history.
    #[error("no revision {0} in a shallow clone")]
    Shallow(String),
    /// git failed, or said what nobody understands.
    #[error("git: {0}")]
    Failed(String),
    /// git could not be talked to.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// An entry of a commit's tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The name of its content.
    pub blob: String,
    /// Whether it is a symbolic link, and its content the path that it leads to.
    pub is_link: bool,
}

/// A commit of the repository that a folder lies in.
pub(super) struct Commit<'a> {
    folder: &'a Path,
    name: String,
}

impl<'a> Commit<'a> {
    /// Finds the commit that a revision means.
    pub fn find(folder: &'a Path, revision: &str) -> Result<Self, RevisionError> {
        run(folder, &["rev-parse", "--is-inside-work-tree"]).map_err(|error| match error {
            RevisionError::Failed(words) => RevisionError::NoRepository(words),
            other => other,
        })?;
        if let Some(name) = resolve(folder, revision)? {
            return Ok(Self { folder, name });
        }
        if run(folder, &["rev-parse", "--is-shallow-repository"])?.starts_with(b"true") {
            return Err(RevisionError::Shallow(revision.to_owned()));
        }
        // Pipelines fetch branches without making local ones of them.
        let remote = format!("origin/{revision}");
        let near = resolve(folder, &remote)?.map(|_| remote);
        Err(RevisionError::Unknown { name: revision.to_owned(), near })
    }

    /// What the commit holds below the folder, by path below it.
    pub fn entries(&self) -> Result<BTreeMap<String, Entry>, RevisionError> {
        let listed = run(self.folder, &["ls-tree", "-r", "-z", &self.name])?;
        let lines = listed.split(|byte| *byte == 0).filter(|line| !line.is_empty());
        let entry = |line: &[u8]| {
            let line = String::from_utf8_lossy(line);
            let (head, path) = line.split_once('\t')?;
            let mut words = head.split(' ');
            let (mode, kind, blob) = (words.next()?, words.next()?, words.next()?);
            // A submodule is a commit of another repository.
            (kind == "blob").then(|| (path.to_owned(), Entry { blob: blob.to_owned(), is_link: mode == "120000" }))
        };
        Ok(lines.filter_map(entry).collect())
    }

    /// The contents of some blobs, in their order.
    pub fn read(&self, blobs: &[&str]) -> Result<Vec<Vec<u8>>, RevisionError> {
        let mut child = git(self.folder, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let mut asked = blobs.join("\n");
        asked.push('\n');
        // Both pipes hold only so much: who writes all names first and then reads may wait for ever.
        let answered = std::thread::scope(|scope| {
            let asking = scope.spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(asked.as_bytes())));
            let mut answered = Vec::new();
            let read = stdout.map_or(Ok(0), |mut stdout| stdout.read_to_end(&mut answered));
            let asked = asking.join().unwrap_or(Ok(()));
            read.and(asked).map(|()| answered)
        });
        child.wait()?;
        split(&answered?, blobs.len()).ok_or_else(|| RevisionError::Failed("cat-file --batch".to_owned()))
    }

    /// The files that were renamed since, by the path of now, each with its path in the commit; as git sees it, which looks
    /// at what is alike.
    pub fn renamed(&self) -> Result<BTreeMap<String, String>, RevisionError> {
        let options =
            ["diff", "--relative", "--no-ext-diff", "--name-status", "-z", "-M", "--diff-filter=R", &self.name];
        let listed = run(self.folder, &options)?;
        let text = String::from_utf8_lossy(&listed);
        let mut fields = text.split('\0');
        let mut renamed = BTreeMap::new();
        while let (Some(_status), Some(before), Some(now)) = (fields.next(), fields.next(), fields.next()) {
            renamed.insert(now.to_owned(), before.to_owned());
        }
        Ok(renamed)
    }
}

/// The full name of the commit that a revision means; none where there is no such.
fn resolve(folder: &Path, revision: &str) -> Result<Option<String>, RevisionError> {
    let commit = format!("{revision}^{{commit}}");
    match run(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]) {
        Ok(name) => Ok(Some(String::from_utf8_lossy(&name).trim().to_owned()).filter(|name| !name.is_empty())),
        Err(RevisionError::Failed(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    // A hook sets these for the repository that it runs in; the project's folder says which one is meant.
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").current_dir(folder).args(arguments);
    command
}

/// Runs git; returns what it printed.
fn run(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, RevisionError> {
    let output = git(folder, arguments).stdin(Stdio::null()).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => RevisionError::NoGit,
        _ => RevisionError::Io(error),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let first = words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Err(RevisionError::Failed(first.trim_start_matches("fatal: ").to_owned()))
}

/// Takes the answer of `cat-file --batch` apart: for each blob a line `name blob size`, its content, and a line end.
fn split(mut answered: &[u8], count: usize) -> Option<Vec<Vec<u8>>> {
    let mut contents = Vec::with_capacity(count);
    for _ in 0..count {
        let end = memchr::memchr(b'\n', answered)?;
        let head = std::str::from_utf8(&answered[..end]).ok()?;
        let size: usize = head.rsplit_once(' ')?.1.parse().ok()?;
        let rest = &answered[end + 1..];
        contents.push(rest.get(..size)?.to_vec());
        answered = rest.get(size + 1..)?;
    }
    Some(contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_taken_apart_by_their_length() {
        let answered = b"aa blob 4\na\nb\n\nbb blob 0\n\n";
        assert_eq!(split(answered, 2), Some(vec![b"a\nb\n".to_vec(), Vec::new()]));
        assert_eq!(split(b"aa missing\n", 1), None);
        assert_eq!(split(b"aa blob 9\nkurz\n", 1), None);
    }
}
