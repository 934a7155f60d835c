//! Problems with the author's text, as data: a stable code, a severity, a place in a file, a message and a hint.
//!
//! Nothing here prints. A [`Diagnostic`] is collected, sorted and deduplicated by [`sort`], and becomes words
//! in [`render`] (an excerpt for people), [`json`] (for programs), [`short`] (for editors), or one of the formats that
//! pipelines read: [`sarif`], [`github`], [`gitlab`], [`junit`]. A [`key`] says which finding is the same as one of before.

mod cached;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod key;
mod lines;
pub mod render;
mod report;
pub mod sarif;
pub mod short;
mod text;

pub use cached::Cached;
pub use lines::Lines;
pub use report::Report;
pub use text::{Language, Text};

use std::ops::Range;
use std::sync::Arc;

/// How much a diagnostic matters. Ordered: a hint is less than a warning, a warning less than an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; nothing depends on it.
    Hint,
    /// Probably wrong, but the documents can be read and signed as they are.
    Warning,
    /// Wrong: `check` fails, and `build --strict` publishes nothing.
    Error,
}

impl Severity {
    /// The word for it, as it stands before a message.
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Error, Language::De) => "Fehler",
            (Self::Warning, Language::De) => "Warnung",
            (Self::Hint, Language::De) => "Hinweis",
            (Self::Error, Language::En) => "error",
            (Self::Warning, Language::En) => "warning",
            (Self::Hint, Language::En) => "hint",
        }
    }
}

/// A place in a file of the project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path below the project's folder, with `/` between its parts: `content/lastenheft/01-ziel.md`.
    pub file: Arc<str>,
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted from 1 in characters.
    pub column: u32,
    /// Byte offset of the start in the file as it was read.
    pub start: u32,
    /// Byte offset after the end; equal to `start` where only a point is known.
    pub end: u32,
}

impl Place {
    /// The first character of a file, for what concerns it as a whole.
    pub fn whole(file: &Arc<str>) -> Self {
        Self { file: Arc::clone(file), line: 1, column: 1, start: 0, end: 0 }
    }

    /// The bytes of the file that are meant.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One problem with the author's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the check, for settings and links: `duplicate-id`.
    pub code: &'static str,
    /// How much it matters, before the project's settings are applied.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub message: Text,
    /// What to do about it.
    pub hint: Option<Text>,
    /// Other places that belong to it, each with a word on why.
    pub related: Vec<(Place, Text)>,
    /// The item that it concerns, as document key and ID.
    pub item: Option<(Arc<str>, Arc<str>)>,
}

impl Diagnostic {
    /// A diagnostic without hint, other places or item.
    pub fn new(code: &'static str, severity: Severity, place: Place, message: Text) -> Self {
        Self { code, severity, place, message, hint: None, related: Vec::new(), item: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Names another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, why: Text) -> Self {
        self.related.push((place, why));
        self
    }

    /// Names the item that it concerns.
    #[must_use]
    pub fn item(mut self, document: &Arc<str>, id: &Arc<str>) -> Self {
        self.item = Some((Arc::clone(document), Arc::clone(id)));
        self
    }
}

/// Sorts by place, then severity (errors first) and code, and removes what says the same twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.place, b.severity, a.code, &a.message.en).cmp(&(&b.place, a.severity, b.code, &b.message.en))
    });
    diagnostics.dedup_by(|a, b| a.code == b.code && a.place == b.place && a.message == b.message);
}

/// The texts of the project's files, for excerpts.
pub trait Texts {
    /// The text of a file, by the name that a [`Place`] has for it.
    fn text(&self, file: &str) -> Option<&str>;
}

/// No texts, for tests that need none.
#[cfg(test)]
pub(crate) struct NoTexts;

#[cfg(test)]
impl Texts for NoTexts {
    fn text(&self, _: &str) -> Option<&str> {
        None
    }
}

/// The longest word, in bytes, that another may be near to: the work grows with the product of both lengths.
const LONGEST: usize = 256;

/// The nearest of the known words, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let is_short = |word: &str| word.len() <= LONGEST;
    let word = Some(word).filter(|word| is_short(word))?.to_lowercase();
    known
        .into_iter()
        .filter(|candidate| is_short(candidate))
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn what_is_meant_is_asked_of_short_words_alone() {
        assert_eq!(nearest("Umgesezt", ["offen", "umgesetzt"]), Some("umgesetzt"));
        let long = "a".repeat(1_000_000);
        assert_eq!(nearest(&format!("{long}b"), [&*long]), None);
    }
}
