//! The project as it was at a revision of its git repository, read without touching a file.

use super::file::unreadable;
use super::git::{Commit, Entry, RevisionError};
use super::results::{ResultFile, nothing, taken};
use super::sources::{Attachment, CONTENT, Sources, Stamp};
use super::{SourceFile, active, discover};
use crate::config::{self, Config, JunitGlob, MANIFEST, path};
use crate::diag::Diagnostic;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// A project as it was.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Everything that was in it, but for the theme. Attachments have their paths, and no file to read.
    pub sources: Sources,
    /// The files that were renamed since, by the path of now, each with its path of then.
    pub renamed: BTreeMap<String, String>,
}

/// Reads the project of a folder as it was at a revision. A file that is still as it was is the same object as in `now`. A
/// revision without the project is an empty one.
///
/// # Errors
///
/// When there is no git, no repository or no such revision, or when git fails.
pub fn revision(root: &Path, name: &str, now: &Sources) -> Result<Revision, RevisionError> {
    let commit = Commit::find(root, name)?;
    let tree = Tree::read(&commit)?;
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    if let Some(text) = tree.text(config::FILE) {
        let text: Arc<str> = Arc::from(text.trim_start_matches('\u{FEFF}'));
        if now.config_text.as_ref() == Some(&text) {
            // What is wrong with the settings is known already.
            let is_of_settings = |it: &&Diagnostic| *it.place.file == *config::FILE;
            diagnostics.extend(now.diagnostics.iter().filter(is_of_settings).cloned());
            sources.config = Arc::clone(&now.config);
        } else {
            let (config, found) = config::parse(&text);
            diagnostics.extend(found);
            sources.config = Arc::new(config);
        }
        sources.config_text = Some(text);
    } else if now.config_text.is_none() {
        sources.config = Arc::clone(&now.config);
    } else {
        sources.config = Arc::new(Config::default());
    }
    sources.outlines = outlines(&tree, &sources.config, now, &mut diagnostics);
    sources.results = results(&commit, &tree, &sources.config, now, &mut diagnostics)?;
    tree.fill(&mut sources, now, &mut diagnostics);
    sources.diagnostics = diagnostics;
    let composed = |path: String| path.nfc().collect::<String>();
    let mut renamed = moved(&sources, now);
    renamed.extend(commit.renamed()?.into_iter().map(|(now, then)| (composed(now), composed(then))));
    Ok(Revision { sources, renamed })
}

/// Files that git does not know yet, and whose text is that of one that is gone: each path of now with that of then.
fn moved(then: &Sources, now: &Sources) -> BTreeMap<String, String> {
    let paths = |sources: &Sources| sources.files.iter().map(|file| Arc::clone(&file.path)).collect::<HashSet<_>>();
    let (before, after) = (paths(then), paths(now));
    let gone = then.files.iter().filter(|file| !after.contains(&file.path));
    let gone: HashMap<&str, &Arc<str>> = gone.map(|file| (&*file.text, &file.path)).collect();
    let new = now.files.iter().filter(|file| !before.contains(&file.path));
    new.filter_map(|file| Some((file.path.to_string(), gone.get(&*file.text)?.to_string()))).collect()
}

/// The outlines that the settings name. What lies outside of the project's folder is not the revision's, and taken as it is.
fn outlines(
    tree: &Tree,
    config: &Config,
    now: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Arc<str>> {
    let mut outlines = BTreeMap::new();
    for name in config.outline_files() {
        let inside = path::joined("", name).filter(|_| !name.starts_with('/'));
        let text = match &inside {
            Some(path) => tree.text(path).map(Arc::from),
            None => now.outlines.get(name).cloned(),
        };
        match text {
            Some(text) => {
                outlines.insert(name.to_owned(), text);
            }
            None => diagnostics.push(unreadable(name, &io::Error::from(io::ErrorKind::NotFound))),
        }
    }
    outlines
}

/// The results of tests that the settings name. Where a document has none in the commit, they are made by a pipeline and kept
/// out of the repository, and those of now are the only ones that there are.
fn results(
    commit: &Commit<'_>,
    tree: &Tree,
    config: &Config,
    now: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<ResultFile>, RevisionError> {
    let mut results = Vec::new();
    let published: Vec<&str> =
        tree.files.keys().filter_map(|it| it.strip_suffix(MANIFEST)?.strip_suffix('/')).collect();
    let is_below = |path: &str, folder: &str| {
        folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    for document in &config.documents {
        let means = |glob: &JunitGlob, path: &str| {
            let is_copy = |out: &&str| is_below(path, out) && is_below(out, glob.folder());
            glob.matches(path) && !published.iter().any(is_copy)
        };
        let own = |path: &str| document.junit.iter().any(|glob| means(glob, path));
        let mut found: Vec<(&String, &String)> = tree.files.iter().filter(|(path, _)| own(path)).collect();
        found.sort_by_cached_key(|(path, _)| (discover::natural(path), (*path).clone()));
        let of_now = |it: &&ResultFile| it.document == document.key && own(&it.file.path);
        if found.is_empty() {
            results.extend(now.results.iter().filter(of_now).cloned());
        }
        let blobs: Vec<&str> = found.iter().map(|(_, blob)| blob.as_str()).collect();
        let contents = if blobs.is_empty() { Vec::new() } else { commit.read(&blobs)? };
        for ((path, _), bytes) in found.into_iter().zip(contents) {
            let path: String = path.nfc().collect();
            let same = now.results.iter().find(|it| *it.file.path == path).map(|it| &it.file);
            results.push(ResultFile { document: Arc::clone(&document.key), file: taken(&path, bytes, same) });
        }
        let read = |glob: &JunitGlob| results.iter().any(|it: &ResultFile| glob.matches(&it.file.path));
        diagnostics.extend(document.junit.iter().filter(|glob| !read(glob)).map(nothing));
    }
    Ok(results)
}

/// The files of a commit that a project reads, symbolic links followed.
struct Tree {
    /// By path below the project's folder, the content's name.
    files: BTreeMap<String, String>,
    /// Links that lead out of `content/` or nowhere, by path.
    left_out: Vec<(String, Astray)>,
    /// The contents that are looked at, by name.
    contents: HashMap<String, Vec<u8>>,
}

impl Tree {
    fn read(commit: &Commit<'_>) -> Result<Self, RevisionError> {
        let mut entries = commit.entries()?;
        entries.retain(|path, _| {
            let hidden = path.strip_prefix(CONTENT).is_some_and(|below| below.split('/').any(discover::is_passed_over));
            !hidden
        });
        let links: Vec<(&String, &Entry)> = entries.iter().filter(|(_, entry)| entry.is_link).collect();
        let blobs: Vec<&str> = links.iter().map(|(_, entry)| entry.blob.as_str()).collect();
        let targets = commit.read(&blobs)?;
        let mut files: BTreeMap<String, String> = entries
            .iter()
            .filter(|(_, entry)| !entry.is_link)
            .map(|(path, entry)| (path.clone(), entry.blob.clone()))
            .collect();
        let plain = files.clone();
        let mut left_out = Vec::new();
        for ((path, _), target) in links.iter().zip(&targets) {
            let found = follow(path, &String::from_utf8_lossy(target), &plain);
            match found {
                Ok(found) => files.extend(found),
                Err(astray) => left_out.push((path.nfc().collect(), astray)),
            }
        }
        let wanted: Vec<&str> = files.iter().filter(|(path, _)| is_read(path)).map(|(_, blob)| blob.as_str()).collect();
        let contents = wanted.iter().map(|blob| (*blob).to_owned()).zip(commit.read(&wanted)?).collect();
        Ok(Self { files, left_out, contents })
    }

    fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).and_then(|blob| self.contents.get(blob)).map(Vec::as_slice)
    }

    fn text(&self, path: &str) -> Option<String> {
        self.bytes(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// Takes the files below `content/` in, in the order and with the findings that a folder gives.
    fn fill(&self, sources: &mut Sources, now: &Sources, diagnostics: &mut Vec<Diagnostic>) {
        for (path, astray) in &self.left_out {
            // What lies outside is not the revision's, so only the folder of now knows whether it is there.
            let is_of_link =
                |it: &&Diagnostic| *it.place.file == **path && ["unreadable-file", "link-outside"].contains(&it.code);
            let known = now.diagnostics.iter().find(is_of_link).filter(|_| *astray == Astray::Outside);
            diagnostics.extend(match (known, astray) {
                (Some(known), _) => Some(known.clone()),
                // Only the settings and what lies below `content/` are the project's.
                _ if !path.strip_prefix(CONTENT).is_some_and(|rest| rest.starts_with('/')) => None,
                (None, Astray::Outside) => Some(discover::link_outside(path, CONTENT)),
                (None, Astray::Circle) => Some(discover::link_in_a_circle(path)),
                (None, Astray::Nowhere) => Some(unreadable(path, &io::ErrorKind::NotFound.into())),
            });
        }
        let known: HashMap<&str, &Arc<SourceFile>> = now.files.iter().map(|file| (&*file.path, file)).collect();
        let below = |path: &String| path.strip_prefix(CONTENT)?.strip_prefix('/').map(|below| below.nfc().collect());
        let mut listed: Vec<(String, &String)> =
            self.files.keys().filter_map(|path| Some((below(path)?, path))).collect();
        listed.sort_by_cached_key(|(below, _)| (discover::natural(below), below.clone()));
        for (below, path) in listed {
            let bytes = self.bytes(path);
            if discover::is_markdown(Path::new(path)) {
                let (path, bytes) = (format!("{CONTENT}/{below}"), bytes.unwrap_or_default());
                let same = known.get(path.as_str()).filter(|file| file.text.as_bytes() == bytes);
                let file = same
                    .map_or_else(|| Arc::new(SourceFile::from_bytes(&path, bytes.to_vec())), |file| Arc::clone(file));
                sources.files.push(file);
            } else if active::is_active(Path::new(path), |_| Ok(bytes.unwrap_or_default().to_vec())).unwrap_or(true) {
                diagnostics.push(discover::unsafe_attachment(&below));
            } else {
                let attachment = Attachment { on_disk: path.into(), stamp: Stamp::default(), size: None };
                sources.attachments.insert(Arc::from(below), attachment);
            }
        }
    }
}

/// Whether a file's content is looked at, and not only its name. Outlines may lie anywhere beside the content.
fn is_read(path: &str) -> bool {
    let is_inside = path.strip_prefix(CONTENT).is_some_and(|rest| rest.starts_with('/'));
    if is_inside {
        let path = Path::new(path);
        discover::is_markdown(path) || active::is_looked_into(path)
    } else {
        discover::has_extension(Path::new(path), &["toml"])
    }
}

/// Why a symbolic link stands for no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Astray {
    /// It leaves `content/`.
    Outside,
    /// It lies in the folder that it leads to.
    Circle,
    /// There is nothing where it leads, or another link.
    Nowhere,
}

/// The files that a symbolic link stands for: the one that it leads to, or those of a folder.
fn follow(path: &str, target: &str, files: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Astray> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let to = path::joined(folder, target).filter(|_| !target.starts_with('/')).ok_or(Astray::Outside)?;
    if to != CONTENT && !to.starts_with(&format!("{CONTENT}/")) {
        return Err(Astray::Outside);
    }
    if let Some(blob) = files.get(&to) {
        return Ok(BTreeMap::from([(path.to_owned(), blob.clone())]));
    }
    let folder = format!("{to}/");
    if path.starts_with(&folder) {
        return Err(Astray::Circle);
    }
    let inside = files.iter().filter_map(|(other, blob)| Some((other.strip_prefix(&folder)?, blob)));
    let inside: BTreeMap<String, String> =
        inside.map(|(rest, blob)| (format!("{path}/{rest}"), blob.clone())).collect();
    if inside.is_empty() { Err(Astray::Nowhere) } else { Ok(inside) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_inside_of_content_alone() {
        let files: BTreeMap<String, String> = [("content/a/1.md", "x"), ("content/a/b/2.md", "y"), ("geheim.md", "z")]
            .map(|(path, blob)| (path.to_owned(), blob.to_owned()))
            .into();
        let found = |path: &str, target: &str| -> Vec<String> {
            follow(path, target, &files).map(|found| found.into_keys().collect()).unwrap_or_default()
        };
        assert_eq!(found("content/c/3.md", "../a/1.md"), ["content/c/3.md"]);
        assert_eq!(found("content/d", "./a"), ["content/d/1.md", "content/d/b/2.md"]);
        for (target, astray) in [
            ("../geheim.md", Astray::Outside),
            ("../../../a", Astray::Outside),
            ("/content/a/1.md", Astray::Outside),
            ("a/fehlt.md", Astray::Nowhere),
            (".", Astray::Circle),
        ] {
            assert_eq!(follow("content/c.md", target, &files), Err(astray), "{target}");
        }
    }
}
