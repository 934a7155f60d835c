//! The settings, and what they name in the project's folder: outlines and the theme.

use super::discover;
use super::file::{LONGEST, read_file, unreadable};
use super::not_utf8;
use super::sources::THEMES;
use crate::config::{self, Config, STANDARD_THEME};
use crate::diag::{Diagnostic, Place, Severity, Text};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// The folder of a project's own theme, below the project's.
pub fn theme_folder(config: &Config) -> String {
    format!("{THEMES}/{}", discover::safe_name(&config.theme))
}

/// The text of the settings; none where there are no settings.
pub(super) fn settings(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
    let path = root.join(config::FILE);
    match read_file(&path, LONGEST) {
        Ok(bytes) => {
            diagnostics.extend(not_utf8(config::FILE, &bytes));
            Some(Arc::from(String::from_utf8_lossy(&bytes).trim_start_matches('\u{FEFF}')))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => None,
        Err(error) => {
            diagnostics.push(unreadable(config::FILE, &error));
            None
        }
    }
}

/// The outlines that the settings name as files, by that name.
pub(super) fn outlines(root: &Path, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Arc<str>> {
    let mut outlines = BTreeMap::new();
    for name in config.outline_files() {
        match read_file(&root.join(name), LONGEST) {
            Ok(bytes) => {
                diagnostics.extend(not_utf8(name, &bytes));
                outlines.insert(name.to_owned(), Arc::from(String::from_utf8_lossy(&bytes)));
            }
            Err(error) => diagnostics.push(unreadable(name, &error)),
        }
    }
    outlines
}

/// The files of the project's theme. One that cannot be read is the built-in one then.
pub(super) fn theme(root: &Path, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Vec<u8>> {
    let (folder, mut files) = (theme_folder(config), BTreeMap::new());
    if !root.join(&folder).is_dir() {
        let named = config.theme_place.as_ref().filter(|_| config.theme != STANDARD_THEME);
        diagnostics.extend(named.map(|place| no_theme(place, &folder)));
        return files;
    }
    let walked = discover::walk(root, &folder);
    diagnostics.extend(walked.diagnostics);
    for listed in walked.files {
        let path = format!("{folder}/{}", listed.path);
        match read_file(&listed.on_disk, LONGEST) {
            Ok(bytes) if discover::has_extension(&listed.on_disk, &["hbs", "toml", "css", "js"]) => {
                diagnostics.extend(not_utf8(&path, &bytes));
                files.insert(listed.path, String::from_utf8_lossy(&bytes).into_owned().into_bytes());
            }
            Ok(bytes) => {
                files.insert(listed.path, bytes);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => diagnostics.push(unreadable(&path, &error)),
        }
    }
    files
}

/// The settings name a theme that is not there.
fn no_theme(place: &Place, folder: &str) -> Diagnostic {
    let message = Text::new(
        format!("Den Ordner {folder} gibt es nicht; es gilt das eingebaute Theme."),
        format!("there is no folder {folder}; the built-in theme applies"),
    );
    let hint = Text::new(
        "Den Namen berichtigen, oder den Ordner mit den eigenen Dateien anlegen.",
        "Correct the name, or make the folder with the files of your own.",
    );
    Diagnostic::new("theme-missing", Severity::Warning, place.clone(), message).hint(hint)
}
