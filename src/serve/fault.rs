//! What keeps the preview from showing a file as it lies on disk: the last good state of it is shown instead.

use crate::config;
use crate::diag::render::{Style, human};
use crate::diag::{Diagnostic, Language, Lines, Place, Severity, Text, Texts};
use crate::site;
use crate::source::{CONTENT, SourceFile, Sources, THEMES, theme_folder};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Something that keeps the preview from showing a file as it lies on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, where, and what to do.
    pub diagnostic: Diagnostic,
    /// The same with the line that is meant, in German and in English, as `check` prints it.
    pub excerpt: Text,
}

/// The code of what cannot be read.
pub(super) const UNREADABLE: &str = "unreadable-file";

/// The findings that leave a file without what its author meant it to be.
const CODES: [&str; 5] = ["front-matter-unclosed", "front-matter-invalid", "not-utf8", UNREADABLE, "config-invalid"];

impl Fault {
    fn new(diagnostic: Diagnostic, texts: &dyn Texts) -> Self {
        let [de, en] = [Language::De, Language::En].map(|language| human(&diagnostic, texts, language, Style::Plain));
        Self { diagnostic, excerpt: Text::new(de, en) }
    }

    /// What is wrong with a file itself.
    pub fn of_file<'s>(file: &'s SourceFile, sources: &'s Sources) -> impl Iterator<Item = Self> + 's {
        file.diagnostics.iter().filter(|found| is_fault(found)).map(|found| Self::new(found.clone(), sources))
    }

    /// What is wrong with the settings, and files and folders that cannot be read.
    pub fn of_sources<'s>(sources: &'s Sources, root: &'s Path) -> impl Iterator<Item = Self> + 's {
        sources.diagnostics.iter().filter_map(|found| match found.clone() {
            found if is_fault(&found) => Some(Self::new(found, sources)),
            found if is_folder(&found, root) => Some(Self::new(found.hint(look_again()), sources)),
            _ => None,
        })
    }

    /// Whether it lies in the settings.
    pub fn is_of_settings(&self) -> bool {
        *self.diagnostic.place.file == *config::FILE
    }

    /// The project's folder cannot be read.
    pub fn of_folder(error: &io::Error) -> Self {
        let (message, hint) = match error.kind() {
            io::ErrorKind::NotFound => (
                Text::new("Der Ordner content ist nicht da.", "the folder content is not there"),
                Text::new(
                    "Sobald er wieder da ist, geht es von selbst weiter.",
                    "As soon as it is back, the preview goes on by itself.",
                ),
            ),
            _ => (
                Text::new(
                    format!("Der Ordner content ist nicht zu lesen: {error}"),
                    format!("the folder content cannot be read: {error}"),
                ),
                Text::new("Die Rechte des Ordners prüfen.", "Check the folder's permissions."),
            ),
        };
        let place = Place::whole(&Arc::from(CONTENT));
        Self::new(Diagnostic::new("unreadable-folder", Severity::Error, place, message).hint(hint), &Sources::default())
    }

    /// A file of the project's theme cannot be used.
    pub fn of_theme(error: &site::Error, sources: &Sources) -> Self {
        let (path, line, column) = error.place();
        let file: Arc<str> = Arc::from(format!("{}/{path}", theme_folder(&sources.config)));
        let text = sources.theme.get(&path).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let length = text[start..].char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at);
        let place = Lines::new(&file, &text).place(&text, start + length..start + length);
        let message = Text::new(
            format!("Die Datei des Themes ist nicht zu verwenden: {}", error.message()),
            format!("the theme's file cannot be used: {}", error.message()),
        );
        let hint = Text::new(
            "Bis sie berichtigt ist, bleibt das Theme, wie es war.",
            "Until it is mended, the theme stays as it was.",
        );
        let file = OneFile { name: &file, text: &text };
        Self::new(Diagnostic::new("theme-invalid", Severity::Error, place, message).hint(hint), &file)
    }
}

/// A file beside the text that cannot be read is only missing; in a theme, the built-in one is shown.
fn is_fault(found: &Diagnostic) -> bool {
    let extension = found.place.file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let is_text = extension.is_some_and(|extension| matches!(extension.as_str(), "md" | "markdown" | "toml"));
    CODES.contains(&found.code) && is_text && !found.place.file.starts_with(THEMES)
}

/// Whether a folder cannot be listed.
fn is_folder(found: &Diagnostic, root: &Path) -> bool {
    found.code == UNREADABLE && root.join(&*found.place.file).symlink_metadata().is_ok_and(|it| it.is_dir())
}

fn look_again() -> Text {
    Text::new(
        "Die Rechte des Ordners prüfen. Bis er zu lesen ist, bleibt er, wie er war; die Vorschau sieht von selbst wieder nach.",
        "Check the folder's permissions. Until it can be read, it stays as it was; the preview looks again by itself.",
    )
}

struct OneFile<'t> {
    name: &'t str,
    text: &'t str,
}

impl Texts for OneFile<'_> {
    fn text(&self, file: &str) -> Option<&str> {
        (file == self.name).then_some(self.text)
    }
}
