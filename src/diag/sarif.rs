//! Diagnostics as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), which code scanning and editors read.

use super::report::Report;
use super::{Diagnostic, Language, Place, Severity, key};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

/// A check, as the report lists it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its code.
    pub code: &'static str,
    /// The level that its findings have unless the settings say otherwise.
    pub severity: Severity,
    /// Its title.
    pub title: String,
    /// Its manual page, as Markdown.
    pub page: String,
}

/// What a path keeps in a URI (RFC 3986, `pchar` and `/`, less what means something elsewhere).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Writes the report, with the checks that looked.
///
/// # Errors
///
/// What the writer says.
pub fn write(report: &Report<'_>, rules: &[Rule], out: &mut dyn Write) -> io::Result<()> {
    let index: HashMap<&str, usize> = rules.iter().enumerate().map(|(at, rule)| (rule.code, at)).collect();
    let fingerprints = key::fingerprints(report.findings, report.texts);
    let findings = report.findings.iter().zip(fingerprints);
    let results: Vec<Value> = findings
        .map(|(finding, fingerprint)| result(report, finding, index.get(finding.code).copied(), &fingerprint))
        .collect();
    let language = match report.language {
        Language::De => "de",
        Language::En => "en",
    };
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Heftfaden",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": language,
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            } },
            "language": language,
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.title },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(report: &Report<'_>, finding: &Diagnostic, rule: Option<usize>, fingerprint: &str) -> Value {
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": report.message(finding) },
        "locations": [location(report, &finding.place)],
        "partialFingerprints": { "heftfaden/v1": fingerprint },
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    if let Some((document, id)) = &finding.item {
        let name = format!("{document}:{id}");
        result["locations"][0]["logicalLocations"] =
            json!([{ "name": &**id, "fullyQualifiedName": name, "kind": "member" }]);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate().map(|(number, (place, why))| {
            let mut related = location(report, place);
            related["id"] = json!(number + 1);
            related["message"] = json!({ "text": why.get(report.language) });
            related
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(report: &Report<'_>, place: &Place) -> Value {
    let (end_line, end_column) = report.end(place);
    json!({ "physicalLocation": {
        "artifactLocation": {
            "uri": utf8_percent_encode(&report.path(place), PATH).to_string(),
            "uriBaseId": "%SRCROOT%",
        },
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": end_line,
            "endColumn": end_column,
        },
    } })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}
