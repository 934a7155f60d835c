//! From a folder to what is in it.

use super::SourceFile;
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Place, Severity, Text, Texts};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

/// The folder, below the project's, that holds the text.
pub const CONTENT: &str = "content";

/// Everything of a project that was read.
#[derive(Debug)]
pub struct Sources {
    /// The settings.
    pub config: Arc<Config>,
    /// The text of the settings file, for excerpts.
    pub config_text: Option<Arc<str>>,
    /// The Markdown files, sorted as people count: `2-…` before `10-…`.
    pub files: Vec<SourceFile>,
    /// Other files below `content/`: path below it, and where it lies on disk.
    pub attachments: BTreeMap<Arc<str>, PathBuf>,
    /// Outlines that the settings name as files, by that name, with their text.
    pub outlines: BTreeMap<String, Arc<str>>,
    /// The theme files that override the built-in ones, by path below the theme's folder.
    pub theme: BTreeMap<String, Vec<u8>>,
    /// What was wrong with the folder, the settings and the files.
    pub diagnostics: Vec<Diagnostic>,
}

impl Texts for Sources {
    fn text(&self, file: &str) -> Option<&str> {
        if file == config::FILE {
            return self.config_text.as_deref();
        }
        let outline = || self.outlines.get(file).map(|text| &**text);
        self.files.iter().find(|source| *source.path == *file).map(|source| &*source.text).or_else(outline)
    }
}

/// Reads a project's folder.
///
/// # Errors
///
/// When the folder cannot be read at all, or has no `content` folder. A single file that cannot be read is a
/// diagnostic instead.
pub fn load(root: &Path) -> io::Result<Sources> {
    let mut diagnostics = Vec::new();
    let config_text = settings(root, &mut diagnostics);
    let (config, found) = config_text.as_deref().map_or_else(|| (Config::default(), Vec::new()), config::parse);
    diagnostics.extend(found);
    let content = root.join(CONTENT);
    if !content.is_dir() {
        return Err(io::Error::new(io::ErrorKind::NotFound, format!("no folder {}", content.display())));
    }
    let (markdown, attachments) = walk(&content, &mut diagnostics);
    let read: Vec<Result<SourceFile, Box<Diagnostic>>> = markdown
        .into_par_iter()
        .map(|(path, on_disk)| match std::fs::read(&on_disk) {
            Ok(bytes) => Ok(SourceFile::from_bytes(&path, bytes)),
            Err(error) => Err(Box::new(unreadable(&path, &error))),
        })
        .collect();
    let mut files = Vec::with_capacity(read.len());
    for result in read {
        match result {
            Ok(file) => files.push(file),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    let outlines = outlines(root, &config, &mut diagnostics);
    let theme = theme(&root.join("themes").join(safe_name(&config.theme)));
    Ok(Sources { config: Arc::new(config), config_text, files, attachments, outlines, theme, diagnostics })
}

fn settings(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    match std::fs::read(root.join(config::FILE)) {
        Ok(bytes) => Some(Arc::from(String::from_utf8_lossy(&bytes).trim_start_matches('\u{FEFF}'))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            diagnostics.push(unreadable(config::FILE, &error));
            None
        }
    }
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    let message = Text::new(
        format!("Die Datei ist nicht zu lesen: {error}. Alle anderen sind verarbeitet."),
        format!("the file cannot be read: {error}; all others are processed"),
    );
    Diagnostic::new("unreadable-file", Severity::Error, Place::whole(&Arc::from(path)), message)
}

type Found = (Vec<(String, PathBuf)>, BTreeMap<Arc<str>, PathBuf>);

/// Walks the content folder: Markdown files in people's order, and all other files.
fn walk(content: &Path, diagnostics: &mut Vec<Diagnostic>) -> Found {
    let (mut markdown, mut attachments) = (Vec::new(), BTreeMap::new());
    let inside = content.canonicalize().unwrap_or_else(|_| content.to_owned());
    let (mut left_out, mut active) = (Vec::new(), Vec::new());
    let entries = WalkDir::new(content).follow_links(true).into_iter().filter_entry(|entry| {
        let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        let leaves = entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|to| to.starts_with(&inside));
        if leaves {
            left_out.push(below(content, entry.path()));
        }
        !hidden && !leaves
    });
    for entry in entries {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let path = below(content, entry.path());
                if is_markdown(&entry) {
                    markdown.push((format!("{CONTENT}/{path}"), entry.into_path()));
                } else if is_active(entry.path()) {
                    active.push(path);
                } else {
                    attachments.insert(Arc::from(path), entry.into_path());
                }
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().map(|path| below(content, path)).unwrap_or_default();
                let message = Text::new(
                    format!("Der Ordner ist nicht ganz zu lesen: {error}"),
                    format!("the folder cannot be read in full: {error}"),
                );
                let place = Place::whole(&Arc::from(format!("{CONTENT}/{path}")));
                diagnostics.push(Diagnostic::new("unreadable-file", Severity::Error, place, message));
            }
        }
    }
    for path in left_out {
        let place = Place::whole(&Arc::from(format!("{CONTENT}/{path}")));
        let message = Text::new(
            "Die Verknüpfung führt aus dem Ordner content hinaus und wird nicht verfolgt.",
            "the symbolic link leaves the content folder and is not followed",
        );
        diagnostics.push(
            Diagnostic::new("link-outside", Severity::Warning, place, message)
                .hint(Text::new("Die Datei in den Ordner content kopieren.", "Copy the file into the content folder.")),
        );
    }
    for path in active {
        let place = Place::whole(&Arc::from(format!("{CONTENT}/{path}")));
        let message = Text::new(
            "Die Datei kann im Browser Programme ausführen und wird nicht mit veröffentlicht.",
            "the file can run programs in a browser, and is not published",
        );
        diagnostics.push(Diagnostic::new("unsafe-attachment", Severity::Warning, place, message).hint(Text::new(
            "Als PDF oder Bild ablegen, oder in ein ZIP-Archiv packen; aus einer SVG-Datei die Skripte entfernen.",
            "Save it as PDF or image, or put it in a ZIP archive; take the scripts out of an SVG file.",
        )));
    }
    markdown.sort_by(|a, b| natural(&a.0).cmp(&natural(&b.0)).then_with(|| a.0.cmp(&b.0)));
    (markdown, attachments)
}

fn is_markdown(entry: &DirEntry) -> bool {
    entry
        .path()
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown"))
}

/// Whether a browser that opens a file would run what is in it: HTML always may, SVG and XML where they hold a script, an
/// event or what could hide one. Files of suppliers are published on the customer's own server.
fn is_active(path: &Path) -> bool {
    const SIGNS: [&str; 7] =
        ["<script", "javascript:", "<foreignobject", "<!entity", "<iframe", "data:text", "xml-stylesheet"];
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "html" | "htm" | "xhtml" | "xht" | "shtml" | "mht" | "mhtml" | "svgz" => true,
        "svg" | "xml" => {
            let text =
                std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).to_lowercase()).unwrap_or_default();
            let words = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/' | '<'));
            let has_event = |word: &str| {
                let name = word.split('=').next().unwrap_or_default();
                name.len() > 3 && name.starts_with("on") && name[2..].bytes().all(|byte| byte.is_ascii_alphabetic())
            };
            // A UTF-16 file hides its words from this look, and is no common SVG.
            text.contains('\0')
                || SIGNS.iter().any(|sign| text.contains(sign))
                || words.filter(|word| word.contains('=')).any(has_event)
        }
        _ => false,
    }
}

/// A path below a folder, with `/` between its parts, in Unicode's composed form.
fn below(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/").nfc().collect()
}

/// A key that sorts as people count: runs of digits by their value, a folder's own page before its others.
fn natural(path: &str) -> Vec<(u8, u64, String)> {
    let mut key = Vec::new();
    for part in path.split('/') {
        let stem = part.rsplit_once('.').map_or(part, |(stem, _)| stem);
        if is_index(stem) {
            key.push((0, 0, String::new()));
            continue;
        }
        let mut rest = part;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let others = rest.bytes().take_while(|byte| !byte.is_ascii_digit()).count();
            let number = rest[..digits].parse().unwrap_or(u64::MAX);
            key.push(if digits > 0 { (1, number, String::new()) } else { (2, 0, rest[..others].to_lowercase()) });
            rest = &rest[digits.max(others)..];
        }
        key.push((0, 0, "/".to_owned()));
    }
    key
}

/// Whether a file's name makes it its folder's own page.
pub(crate) fn is_index(stem: &str) -> bool {
    stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme")
}

fn outlines(root: &Path, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Arc<str>> {
    let mut outlines = BTreeMap::new();
    let named = config.documents.iter().filter_map(|document| document.outline.as_deref());
    for name in named.filter(|name| name.to_ascii_lowercase().ends_with(".toml")) {
        match std::fs::read(root.join(name)) {
            Ok(bytes) => {
                outlines.insert(name.to_owned(), Arc::from(String::from_utf8_lossy(&bytes)));
            }
            Err(error) => diagnostics.push(unreadable(name, &error)),
        }
    }
    outlines
}

/// A theme's name as a single folder name, so that the settings cannot point elsewhere.
fn safe_name(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' }).collect()
}

fn theme(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| Some((below(folder, entry.path()), std::fs::read(entry.path()).ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_sort_as_people_count() {
        let mut names = vec!["a/10-x.md", "a/2-x.md", "a/index.md", "a/zz.md", "a/b/1.md", "a/1.md"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["a/index.md", "a/1.md", "a/2-x.md", "a/10-x.md", "a/b/1.md", "a/zz.md"]);
    }
}
