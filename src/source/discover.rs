//! Finding the files of a project.

use super::CONTENT;
use super::file::{special, unreadable};
use crate::diag::{Diagnostic, Place, Severity, Text};
use rayon::prelude::*;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

/// A file below a folder of the project.
pub(super) struct Listed {
    /// Path below that folder, with `/` between its parts, in Unicode's composed form.
    pub path: String,
    pub on_disk: PathBuf,
    pub metadata: Metadata,
    pub is_markdown: bool,
}

/// What a walk through a folder found.
#[derive(Default)]
pub(super) struct Walked {
    /// All files, sorted as people count.
    pub files: Vec<Listed>,
    /// What is wrong with folders and links.
    pub diagnostics: Vec<Diagnostic>,
    /// Those of it that hide what lies there.
    pub unlisted: Vec<Diagnostic>,
}

/// How many symbolic links to folders are followed: links among folders that they lead to double with each level.
const FOLLOWED: usize = 256;

/// Walks a folder, by its path below the project's. Hidden files, editors' temporary files and symbolic links that leave the
/// folder are left out.
pub(super) fn walk(root: &Path, name: &str) -> Walked {
    let mut walked = Walked::default();
    let folder = root.join(name);
    let inside = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    let (mut left_out, mut linked, mut too_many) = (Vec::new(), 0, None);
    let entries = WalkDir::new(&folder).follow_links(true).into_iter().filter_entry(|entry| {
        let passed_over = entry.depth() > 0 && is_passed_over(&entry.file_name().to_string_lossy());
        let leaves = entry.path_is_symlink() && !entry.path().canonicalize().is_ok_and(|to| to.starts_with(&inside));
        if leaves && !passed_over {
            left_out.push(below(root, entry.path()));
        }
        let is_taken = !passed_over && !leaves;
        let is_linked_folder = is_taken && entry.path_is_symlink() && entry.file_type().is_dir();
        linked += usize::from(is_linked_folder);
        let is_one_more = is_linked_folder && linked > FOLLOWED;
        if is_one_more && too_many.is_none() {
            too_many = Some(below(root, entry.path()));
        }
        is_taken && !is_one_more
    });
    let entries: Vec<_> = entries.collect();
    // Asking for each file's length and time takes longer than listing them.
    let look = |entry: walkdir::Result<DirEntry>| match entry.and_then(|entry| Ok((entry.metadata()?, entry))) {
        Ok((metadata, entry)) => Some(Ok((below(&folder, entry.path()), metadata, entry))),
        Err(error) if has_vanished(&error) => None,
        Err(error) => Some(Err(error)),
    };
    let looked: Vec<walkdir::Result<_>> = entries.into_par_iter().filter_map(look).collect();
    for entry in looked {
        match entry {
            Ok((path, metadata, entry)) if metadata.is_file() => {
                let is_markdown = is_markdown(entry.path());
                walked.files.push(Listed { path, on_disk: entry.into_path(), metadata, is_markdown });
            }
            Ok((_, metadata, _)) if metadata.is_dir() => {}
            Ok((.., entry)) => walked.diagnostics.push(unreadable(&below(root, entry.path()), &special())),
            Err(error) if is_passed_over(&name_of(&error)) => {}
            Err(error) => {
                let path = error.path().map_or_else(|| name.to_owned(), |path| below(root, path));
                let found = unlistable(&path, &error);
                // A link that leads in a circle or to nothing hides nothing.
                if error.io_error().is_some() && !error.path().is_some_and(Path::is_symlink) {
                    walked.unlisted.push(found.clone());
                }
                walked.diagnostics.push(found);
            }
        }
    }
    walked.diagnostics.extend(left_out.iter().map(|path| link_outside(path, name)));
    walked.diagnostics.extend(too_many.iter().map(|path| too_many_links(path)));
    walked.files.sort_by_cached_key(|file| (natural(&file.path), file.path.clone()));
    walked
}

/// Whether what could not be read was not there, though something may be by now; a broken symbolic link was.
fn has_vanished(error: &walkdir::Error) -> bool {
    let is_missing = error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
    is_missing && !error.path().is_some_and(Path::is_symlink)
}

/// The name of what could not be read: the lock of an editor may be a link to nothing.
fn name_of(error: &walkdir::Error) -> String {
    let name = error.path().filter(|_| error.depth() > 0).and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Whether a name is of a hidden file, or of one that an editor keeps beside the one that is being edited: a copy, a lock,
/// or the new text before it takes the old one's place.
pub(crate) fn is_passed_over(name: &str) -> bool {
    const EXTENSIONS: [&str; 6] = ["tmp", "swp", "swo", "swx", "part", "crdownload"];
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    name.starts_with('.')
        || name.len() > 1 && name.starts_with('#') && name.ends_with('#')
        || name.starts_with("~$")
        || name.ends_with('~')
        || name.contains("___jb_")
        || name == "4913"
        || extension.is_some_and(|extension| EXTENSIONS.iter().any(|other| extension.eq_ignore_ascii_case(other)))
}

/// What keeps a folder from being searched, or a symbolic link from being followed.
fn unlistable(path: &str, error: &walkdir::Error) -> Diagnostic {
    let is_link = error.path().is_some_and(Path::is_symlink);
    let message = match error.io_error() {
        // Its own words have paths of the machine in them.
        Some(error) if is_link => Text::new(
            format!("Die Verknüpfung führt zu nichts, was zu lesen ist: {error}"),
            format!("the symbolic link leads to nothing that can be read: {error}"),
        ),
        Some(error) => Text::new(
            format!("Der Ordner ist nicht ganz zu lesen: {error}"),
            format!("the folder cannot be read in full: {error}"),
        ),
        None => return link_in_a_circle(path),
    };
    Diagnostic::new("unreadable-file", Severity::Error, Place::whole(&Arc::from(path)), message)
}

/// A symbolic link to a folder that it lies in.
pub(super) fn link_in_a_circle(path: &str) -> Diagnostic {
    let message = Text::new(
        "Die Verknüpfung führt in einen Ordner, in dem sie selbst liegt, und wird nicht verfolgt.",
        "the symbolic link leads to a folder that it lies in itself, and is not followed",
    );
    Diagnostic::new("unreadable-file", Severity::Error, Place::whole(&Arc::from(path)), message)
}

/// A folder with results of tests that cannot be searched; said where the settings name it.
pub(super) fn unreadable_folder(place: &Place, error: &walkdir::Error) -> Diagnostic {
    Diagnostic { place: place.clone(), ..unlistable("", error) }
}

/// Links to folders multiply; those behind the last that is followed are not looked at.
fn too_many_links(path: &str) -> Diagnostic {
    let message = Text::new(
        format!("Es gibt mehr als {FOLLOWED} Verknüpfungen zu Ordnern; diese und alle dahinter werden nicht verfolgt."),
        format!(
            "there are more than {FOLLOWED} symbolic links to folders; this one and all behind it are not followed"
        ),
    );
    let hint = Text::new(
        "Verknüpfungen entfernen, die zu Ordnern mit Verknüpfungen führen.",
        "Remove links that lead to folders with links.",
    );
    Diagnostic::new("unreadable-file", Severity::Error, Place::whole(&Arc::from(path)), message).hint(hint)
}

/// A symbolic link, by its path below the project's folder, that leaves the folder that it must stay in.
pub(super) fn link_outside(path: &str, folder: &str) -> Diagnostic {
    let message = Text::new(
        format!("Die Verknüpfung führt aus dem Ordner {folder} hinaus und wird nicht verfolgt."),
        format!("the symbolic link leaves the folder {folder} and is not followed"),
    );
    let hint = Text::new(
        format!("Die Datei in den Ordner {folder} kopieren."),
        format!("Copy the file into the folder {folder}."),
    );
    Diagnostic::new("link-outside", Severity::Warning, Place::whole(&Arc::from(path)), message).hint(hint)
}

pub(super) fn unsafe_attachment(path: &str) -> Diagnostic {
    let message = Text::new(
        "Die Datei kann im Browser oder auf dem Webserver Programme ausführen und wird nicht mit veröffentlicht.",
        "the file can run programs in a browser or on a web server, and is not published",
    );
    let place = Place::whole(&Arc::from(format!("{CONTENT}/{path}")));
    Diagnostic::new("unsafe-attachment", Severity::Warning, place, message).hint(Text::new(
        "Als PDF oder Bild ablegen, oder in ein ZIP-Archiv packen; aus einer SVG-Datei die Skripte entfernen.",
        "Save it as PDF or image, or put it in a ZIP archive; take the scripts out of an SVG file.",
    ))
}

pub(super) fn is_markdown(path: &Path) -> bool {
    has_extension(path, &["md", "markdown"])
}

pub(super) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let own = path.extension();
    own.is_some_and(|own| extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension)))
}

/// A path below a folder, with `/` between its parts, in Unicode's composed form.
fn below(folder: &Path, path: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/").nfc().collect()
}

/// A key that sorts as people count: runs of digits by their value, a folder's own page before its others.
pub(super) fn natural(path: &str) -> Vec<(u8, u64, String)> {
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

/// A theme's name as a single folder name, so that the settings cannot point elsewhere.
pub(super) fn safe_name(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' }).collect()
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
