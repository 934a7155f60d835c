//! One file of JUnit XML → one [`TestReport`]. Never fails: what is wrong becomes a diagnostic.
//!
//! Written for what tools write in fact (Surefire, Gradle, pytest, nextest, Jest, `GoogleTest`, xUnit's converters): suites in
//! suites, namespaces, properties of cases. A document type, which could hold entities without end or from elsewhere, is
//! refused.

use crate::config::TestResult;
use crate::diag::{Diagnostic, Severity, Text};
use crate::model::{Spelled, TestCase, TestReport};
use crate::source::SourceFile;
use roxmltree::{Document, Error, Node, ParsingOptions};
use std::ops::Range;
use std::sync::Arc;

/// The most nodes that are read: elements, attributes' elements and texts.
const NODES: u32 = 4_000_000;
/// How many suites a case may stand in for their time stamp to be its own.
const SUITES: usize = 16;
/// The deepest nesting of elements.
const DEEPEST: usize = 256;

/// Reads a file of results.
pub fn junit(source: &SourceFile) -> TestReport {
    let mut report = TestReport { file: Arc::clone(&source.path), cases: Vec::new(), diagnostics: Vec::new() };
    match cases(source) {
        Ok(cases) => report.cases = cases,
        Err(diagnostic) => report.diagnostics.push(*diagnostic),
    }
    report
}

fn cases(source: &SourceFile) -> Result<Vec<TestCase>, Box<Diagnostic>> {
    if let Some(wrong) = source.diagnostics.iter().find(|found| found.code == "not-utf8") {
        let range = wrong.place.range();
        let what = ["Ab hier ist sie kein UTF-8", "from here on it is not UTF-8"];
        let hint = ["Das Testwerkzeug UTF-8 schreiben lassen.", "Let the test tool write UTF-8."];
        return Err(invalid(source, range, what, hint));
    }
    if let Some(at) = too_deep(&source.text) {
        let what = ["Hier sind Elemente zu tief ineinander geschachtelt", "here elements are nested too deeply"];
        return Err(invalid(source, at..at + 1, what, NO_REPORT));
    }
    let options = ParsingOptions { nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&source.text, options).map_err(|error| broken(source, &error))?;
    let root = document.root_element();
    if !matches!(root.tag_name().name(), "testsuites" | "testsuite") {
        let name = root.tag_name().name();
        let start = root.range().start;
        let what = [
            &*format!("Sie beginnt mit <{name}> statt mit <testsuites> oder <testsuite>"),
            &*format!("it starts with <{name}> instead of <testsuites> or <testsuite>"),
        ];
        return Err(invalid(source, start..start + 1 + name.len(), what, NO_REPORT));
    }
    Ok(root.descendants().filter(|node| node.tag_name().name() == "testcase").map(|node| case(source, node)).collect())
}

const NO_REPORT: [&str; 2] = [
    "Das Muster „junit“ auf die JUnit-Berichte des Testwerkzeugs beschränken.",
    "Make the pattern \"junit\" match nothing but the test tool's JUnit reports.",
];

fn case(source: &SourceFile, node: Node<'_, '_>) -> TestCase {
    let spelled = |name: &str| {
        let attribute = node.attribute_node(name)?;
        Some(text(source, attribute.value(), attribute.range_value())).filter(|spelled| !spelled.text.is_empty())
    };
    let name = spelled("name").unwrap_or_else(|| text(source, "", node.range().start..node.range().start + 1));
    let elements = |name: &'static str| move |node: Node<'_, '_>| node.is_element() && node.tag_name().name() == name;
    let properties = node.children().filter(|child| elements("properties")(*child)).flat_map(|child| child.children());
    let value = |property: Node<'_, '_>| match property.attribute_node("value") {
        Some(attribute) => Some(text(source, attribute.value(), attribute.range_value())),
        None => property.first_child().and_then(|child| Some(text(source, child.text()?.trim(), child.range()))),
    };
    let mut suites = node.ancestors().take(SUITES).filter(|node| node.is_element());
    let ran = suites.find_map(|node| node.attribute("timestamp")).map(Arc::from);
    TestCase {
        name,
        class: spelled("classname"),
        properties: properties.filter(|child| elements("property")(*child)).filter_map(value).collect(),
        outcome: outcome(node),
        ran,
    }
}

/// What a case found. A `rerunFailure` or `flakyFailure` stands beside a failure, or a later run passed.
fn outcome(node: Node<'_, '_>) -> TestResult {
    let has = |names: &[&str]| node.children().any(|child| names.contains(&child.tag_name().name()));
    let is_not_run = |name| matches!(node.attribute(name), Some("notrun" | "skipped" | "disabled" | "suppressed"));
    if has(&["failure", "error"]) {
        TestResult::Failed
    } else if has(&["skipped"]) || is_not_run("status") || is_not_run("result") {
        TestResult::Untested
    } else {
        TestResult::Passed
    }
}

fn text(source: &SourceFile, text: &str, range: Range<usize>) -> Spelled {
    Spelled { text: Arc::from(text), place: source.place(range) }
}

/// Where elements are nested more deeply than any tool nests them; the parser keeps what is open on its stack.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        let rest = &text[start..];
        // What no parser takes apart is passed over as a whole.
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))
            .map(|(open, close)| {
                rest[open.len()..].find(close).map_or(rest.len(), |end| open.len() + end + close.len())
            });
        if let Some(length) = skipped {
            at = start + length;
            continue;
        }
        let end = tag_end(&bytes[start..]);
        match (bytes.get(start + 1), bytes[start..start + end].ends_with(b"/>")) {
            (Some(b'/'), _) => depth = depth.saturating_sub(1),
            (Some(b'!'), _) | (_, true) => {}
            _ => depth += 1,
        }
        if depth > DEEPEST {
            return Some(start);
        }
        at = start + end;
    }
    None
}

/// The length of a tag: to the `>` that stands in no attribute's value.
fn tag_end(bytes: &[u8]) -> usize {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    bytes.len()
}

/// What the parser says, in the words of someone who has a report that is none.
fn broken(source: &SourceFile, error: &Error) -> Box<Diagnostic> {
    let at = match error {
        // The parser does not say where the end is.
        Error::UnexpectedEndOfStream | Error::UnclosedRootNode => source.text.len(),
        error => offset(&source.text, error.pos().row as usize, error.pos().col as usize),
    };
    let what = match error {
        Error::DtdDetected => ["Sie hat eine Dokumenttyp-Definition", "it has a document type definition"],
        Error::NodesLimitReached => ["Sie hat zu viele Elemente", "it has too many elements"],
        Error::UnexpectedEndOfStream | Error::UnclosedRootNode => ["Sie bricht hier ab", "it ends here in the middle"],
        _ => {
            let words = error.to_string();
            let words = words.rsplit_once(" at ").map_or(words.as_str(), |(words, _)| words);
            let [de, en] = [format!("Sie ist hier kein XML: {words}"), format!("it is not XML here: {words}")];
            return invalid(source, at..at + 1, [&de, &en], AGAIN);
        }
    };
    let hint = match error {
        Error::DtdDetected | Error::NodesLimitReached => NO_REPORT,
        _ => AGAIN,
    };
    invalid(source, at..at + 1, what, hint)
}

const AGAIN: [&str; 2] = [
    "Die Tests noch einmal laufen lassen; die Datei ist wohl nicht zu Ende geschrieben.",
    "Run the tests again; the file was probably not written to its end.",
];

/// The offset of a line and a column, each counted from 1, in characters.
fn offset(text: &str, row: usize, column: usize) -> usize {
    let line: usize = text.split_inclusive('\n').take(row.saturating_sub(1)).map(str::len).sum();
    let before = text[line..].char_indices().nth(column.saturating_sub(1));
    before.map_or(text.len(), |(at, _)| line + at)
}

fn invalid(source: &SourceFile, range: Range<usize>, what: [&str; 2], hint: [&str; 2]) -> Box<Diagnostic> {
    let message = Text::new(
        format!("Die Datei ist kein JUnit-Bericht, keines ihrer Ergebnisse zählt. {}.", what[0]),
        format!("the file is no JUnit report, and none of its results counts: {}", what[1]),
    );
    let found = Diagnostic::new("junit-invalid", Severity::Error, source.place(range), message);
    Box::new(found.hint(Text::new(hint[0], hint[1])))
}
