//! Diagnostics for GitLab: a Code Quality report, as merge requests show it. It is one JSON array.

use super::report::Report;
use super::{Severity, key};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the report. Fingerprints stay what they are when lines shift, so GitLab tells new findings from known ones.
///
/// # Errors
///
/// What the writer says.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let fingerprints = key::fingerprints(report.findings, report.texts);
    let issues: Vec<Value> = report
        .findings
        .iter()
        .zip(fingerprints)
        .map(|(finding, fingerprint)| {
            let (place, (end, _)) = (&finding.place, report.end(&finding.place));
            json!({
                "type": "issue",
                "check_name": finding.code,
                "description": report.message(finding),
                "fingerprint": fingerprint,
                "severity": severity(finding.severity),
                "location": { "path": report.path(place), "lines": { "begin": place.line, "end": end } },
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

/// GitLab has five levels, of which `blocker` and `major` stay unused.
const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Hint => "info",
    }
}
