//! Diagnostics as a JUnit report, for whatever shows test results: a suite for each check, and in it a test for each
//! finding, or one that passed where there is none.

use super::report::{Report, printable};
use super::{Diagnostic, Severity};
use std::io::{self, Write};

/// Writes the report for the checks that looked. Findings of at least the severity `failing` are failures; the others
/// pass, and are shown as their test's output.
///
/// # Errors
///
/// What the writer says.
pub fn write(report: &Report<'_>, codes: &[&str], failing: Severity, out: &mut dyn Write) -> io::Result<()> {
    let suites: Vec<(&str, Vec<&Diagnostic>)> = codes
        .iter()
        .map(|code| (*code, report.findings.iter().filter(|finding| finding.code == *code).collect()))
        .collect();
    let failures = |findings: &[&Diagnostic]| findings.iter().filter(|it| it.severity >= failing).count();
    let tests: usize = suites.iter().map(|(_, findings)| findings.len().max(1)).sum();
    let failed: usize = suites.iter().map(|(_, findings)| failures(findings)).sum();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"Heftfaden\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\">")?;
    for (code, findings) in &suites {
        let (tests, failed) = (findings.len().max(1), failures(findings));
        writeln!(
            out,
            "  <testsuite name=\"{code}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\">"
        )?;
        if findings.is_empty() {
            writeln!(out, "    <testcase name=\"{code}\" classname=\"{code}\"/>")?;
        }
        for finding in findings {
            test(report, finding, failing, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn test(report: &Report<'_>, finding: &Diagnostic, failing: Severity, out: &mut dyn Write) -> io::Result<()> {
    let (place, path) = (&finding.place, report.path(&finding.place));
    let message = escape(finding.message.get(report.language));
    // No line in the name: a report's reader compares tests by it from one run to the next.
    let head = format!("name=\"{message}\" classname=\"{}\" file=\"{}\"", finding.code, escape(&path));
    writeln!(out, "    <testcase {head} line=\"{}\">", place.line)?;
    let level = finding.severity.word(report.language);
    let text = escape(&format!("{path}:{}:{}: {level}\n{}", place.line, place.column, report.message(finding)));
    if finding.severity >= failing {
        writeln!(out, "      <failure message=\"{message}\" type=\"{}\">{text}</failure>", finding.code)?;
    } else {
        writeln!(out, "      <system-out>{text}</system-out>")?;
    }
    writeln!(out, "    </testcase>")
}

/// A text for XML 1.0, in an attribute too, where a line end must be written as a reference to stay one.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::{Language, NoTexts, Place, Text};
    use super::*;
    use std::sync::Arc;

    #[test]
    fn any_message_gives_a_report_that_xml_can_hold() {
        let evil = "<a b=\"c\">&amp; ]]> 'x' \u{1}\u{FFFF}\nzwei";
        let place = Place { file: Arc::from("<&\".md"), line: 3, column: 5, start: 0, end: 0 };
        let of = |code, severity| Diagnostic::new(code, severity, place.clone(), Text::new(evil, evil));
        let findings = [of("a", Severity::Error), of("a", Severity::Warning)];
        let report = Report { findings: &findings, texts: &NoTexts, language: Language::En, folder: "" };
        let mut out = Vec::new();
        write(&report, &["a", "b"], Severity::Error, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let xml = roxmltree::Document::parse(&text).unwrap();
        let named = |name: &'static str| xml.descendants().filter(move |node| node.has_tag_name(name));
        assert_eq!((named("testsuite").count(), named("testcase").count(), named("failure").count()), (2, 3, 1));
        let failure = named("failure").next().unwrap();
        assert_eq!(failure.attribute("message"), Some("<a b=\"c\">&amp; ]]> 'x' \u{FFFD}\u{FFFD}\nzwei"));
        assert_eq!(xml.root_element().attribute("tests"), Some("3"));
        assert_eq!(named("system-out").count(), 1);
    }
}
