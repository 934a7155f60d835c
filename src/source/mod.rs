//! Finding and reading the project's files. The only reader of them: everything after works on what is in memory.

mod active;
mod discover;
mod file;
mod front_matter;
mod git;
mod misread;
mod named;
mod picture;
mod results;
mod revision;
mod sources;

pub(crate) use discover::{is_index, is_passed_over};
pub use front_matter::{FrontEntry, FrontMatter, FrontValue};
pub use git::RevisionError;
pub use named::theme_folder;
pub use picture::Size;
pub use results::ResultFile;
pub use revision::{Revision, revision};
pub use sources::{Attachment, CONTENT, Change, ChangeKind, Sources, Stamp, THEMES, load};

use crate::diag::{Diagnostic, Lines, Place, Severity, Text};
use std::ops::Range;
use std::sync::Arc;

/// A text file of the project, as it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path below the project's folder, with `/` between its parts, in Unicode's composed form.
    pub path: Arc<str>,
    /// The text, byte for byte, with its front matter, byte-order mark and line ends.
    pub text: Arc<str>,
    /// Its lines.
    pub lines: Lines,
    /// Its front matter.
    pub front_matter: FrontMatter,
    /// What is wrong with the file or its front matter.
    pub diagnostics: Vec<Diagnostic>,
}

impl SourceFile {
    /// Takes a text apart. Never fails: what is wrong becomes a diagnostic.
    pub fn new(path: &str, text: impl Into<Arc<str>>) -> Self {
        let (path, text): (Arc<str>, Arc<str>) = (Arc::from(path), text.into());
        let lines = Lines::new(&path, &text);
        let (front_matter, diagnostics) = front_matter::read(&text, &lines);
        Self { path, text, lines, front_matter, diagnostics }
    }

    /// A file whose bytes are not UTF-8: read as far as it goes, and said so.
    pub fn from_bytes(path: &str, bytes: Vec<u8>) -> Self {
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Self::new(path, text),
            Err(error) => error,
        };
        let mut file = Self::new(path, String::from_utf8_lossy(error.as_bytes()));
        file.diagnostics.extend(not_utf8(path, error.as_bytes()));
        file
    }

    /// The place of a byte range of the text.
    pub fn place(&self, range: Range<usize>) -> Place {
        self.lines.place(&self.text, range)
    }

    /// The text with byte-order mark and front matter blanked out at their own length, so that offsets stay true,
    /// and every lone CR made an LF.
    pub fn body(&self) -> String {
        let mut body = String::with_capacity(self.text.len());
        let end = self.front_matter.range.end;
        body.extend(
            self.text[..end].bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte as char } else { ' ' }),
        );
        // The Markdown parser takes a lone CR for a blank.
        let text = &self.text[end..];
        let mut from = 0;
        for at in memchr::memchr_iter(b'\r', text.as_bytes()).filter(|at| text.as_bytes().get(at + 1) != Some(&b'\n')) {
            body.push_str(&text[from..at]);
            body.push('\n');
            from = at + 1;
        }
        body.push_str(&text[from..]);
        body
    }
}

/// Says of a file's bytes where they are no UTF-8, if they are not.
fn not_utf8(path: &str, bytes: &[u8]) -> Option<Diagnostic> {
    let at = std::str::from_utf8(bytes).err()?.valid_up_to();
    let text = String::from_utf8_lossy(bytes);
    let place = Lines::new(&Arc::from(path), &text).place(&text, at..at + '\u{FFFD}'.len_utf8());
    let message = Text::new(
        "Ab hier ist die Datei kein UTF-8; unlesbare Zeichen sind ersetzt.",
        "from here on the file is not UTF-8; unreadable characters are replaced",
    );
    let hint =
        Text::new("Die Datei im Editor mit der Kodierung UTF-8 speichern.", "Save the file with the encoding UTF-8.");
    Some(Diagnostic::new("not-utf8", Severity::Error, place, message).hint(hint))
}
