//! Diagnostics for GitHub Actions: workflow commands, which it shows beside the lines of a change.
//!
//! The form is `::error file=…,line=…::message`. In the message `%`, CR and LF are escaped as `%25`, `%0D` and `%0A`; in the
//! properties also `:` as `%3A` and `,` as `%2C`.

use super::report::Report;
use super::{Diagnostic, Severity};
use std::io::{self, Write};

/// Writes one command for each finding.
///
/// # Errors
///
/// What the writer says.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    report.findings.iter().try_for_each(|finding| writeln!(out, "{}", command(report, finding)))
}

fn command(report: &Report<'_>, finding: &Diagnostic) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let place = &finding.place;
    let (file, (end_line, end_column)) = (property(&report.path(place)), report.end(place));
    // GitHub takes columns only where start and end are on one line.
    let columns =
        if end_line == place.line { format!(",col={},endColumn={end_column}", place.column) } else { String::new() };
    let region = format!("line={},endLine={end_line}{columns}", place.line);
    format!("::{level} file={file},{region},title={}::{}", property(finding.code), data(&report.message(finding)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::{Language, NoTexts, Place, Text};
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_text_cannot_leave_its_command() {
        let place = Place { file: Arc::from("a,b:c%.md"), line: 3, column: 5, start: 0, end: 0 };
        let message = Text::new("100 %\n::error::falsch\r", "x");
        let finding = Diagnostic::new("dead-link", Severity::Hint, place, message).hint(Text::new("a: b, c", "y"));
        let report = Report { findings: &[finding], texts: &NoTexts, language: Language::De, folder: "docs/" };
        let mut out = Vec::new();
        write(&report, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::notice file=docs/a%2Cb%3Ac%25.md,line=3,endLine=3,col=5,endColumn=5,title=dead-link::100 %25%0A::error::falsch%0D%0Aa: b, c\n"
        );
    }
}
