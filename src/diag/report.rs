//! Findings on their way to a program: what every format for pipelines and editors needs to know.

use super::{Diagnostic, Language, Place, Texts};

/// Findings to be written in some format.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The findings, in order.
    pub findings: &'a [Diagnostic],
    /// The texts that they lie in.
    pub texts: &'a dyn Texts,
    /// The language of messages.
    pub language: Language,
    /// What comes before the path of each file, since formats want it below the repository or the working folder and not
    /// below the project: `docs/`. Empty, or ends with `/`.
    pub folder: &'a str,
}

impl Report<'_> {
    /// The path of a place's file.
    pub fn path(&self, place: &Place) -> String {
        format!("{}{}", self.folder, place.file)
    }

    /// The message, and on a line of its own what to do.
    pub fn message(&self, finding: &Diagnostic) -> String {
        let message = finding.message.get(self.language);
        match &finding.hint {
            Some(hint) => format!("{message}\n{}", hint.get(self.language)),
            None => message.to_owned(),
        }
    }

    /// Line and column behind the end of a place, both from 1, the column in characters; the start where no text is known.
    pub fn end(&self, place: &Place) -> (u32, u32) {
        let marked = self.texts.text(&place.file).and_then(|text| text.get(place.range()));
        let Some(marked) = marked else { return (place.line, place.column) };
        let breaks = marked.char_indices().filter(|(at, c)| {
            let is_half = *c == '\r' && marked[at + 1..].starts_with('\n');
            matches!(c, '\n' | '\r') && !is_half
        });
        let (count, last) = breaks.fold((0, None), |(count, _), (at, _)| (count + 1, Some(at)));
        match last {
            None => (place.line, place.column + marked.chars().count() as u32),
            Some(at) => (place.line + count, marked[at + 1..].chars().count() as u32 + 1),
        }
    }
}

/// A text without characters that steer a terminal or that XML has no name for; line ends stay.
pub(super) fn printable(text: &str) -> String {
    let is_left_out = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|c| if is_left_out(c) { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    struct One;

    impl Texts for One {
        fn text(&self, file: &str) -> Option<&str> {
            (file == "a.md").then_some("äbc\r\ndöf\rgh")
        }
    }

    #[test]
    fn the_end_of_a_place_counts_lines_and_characters() {
        let report = Report { findings: &[], texts: &One, language: Language::De, folder: "docs/" };
        let place = |file, start, end| Place { file: Arc::from(file), line: 1, column: 1, start, end };
        assert_eq!(report.end(&place("a.md", 0, 3)), (1, 3));
        assert_eq!(report.end(&place("a.md", 0, 9)), (2, 3));
        assert_eq!(report.end(&place("a.md", 0, 12)), (3, 2));
        assert_eq!(report.end(&place("b.md", 0, 9)), (1, 1));
        assert_eq!(report.path(&place("a.md", 0, 0)), "docs/a.md");
    }
}
