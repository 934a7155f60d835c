//! Diagnostics for editors and `grep`: one line each, `file:line:column: level[code]: message`.

use super::report::{Report, printable};
use std::io::{self, Write};

/// Writes one line for each finding.
///
/// # Errors
///
/// What the writer says.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        let place = &finding.place;
        let (path, level) = (report.path(place), finding.severity.word(report.language));
        let message = finding.message.get(report.language);
        let line = format!("{path}:{}:{}: {level}[{}]: {message}", place.line, place.column, finding.code);
        writeln!(out, "{}", printable(&line).replace('\n', " "))?;
    }
    Ok(())
}
