//! Runs the cases of `tests/suite/*.md`: small projects, each with the findings and items that must come of it.
//!
//! A case is a section `## name` with fenced blocks:
//!
//! - ` ```md content/lastenheft/01.md `, ` ```toml heftfaden.toml `: a file of the project. Words behind the path change
//!   how it is written: `crlf` and `cr` end its lines so, `bom` puts a byte-order mark before it, `latin1` encodes it in
//!   ISO 8859-1; `link` makes a symbolic link to the path that the block holds.
//! - ` ```findings `: each line `level code file:line:column`, and optionally words that the message or the hint must
//!   contain, in either language. They are all findings of the case, in any order.
//! - ` ```items `: each line `document ID place coverage proof`, with `-` for none; then, behind ` | `, facts `name:
//!   value` about the item (`title`, `priority`, `status`, `result`, `defect`, `day`, `cases`, `parent`, `traces`, or a field). They are all items
//!   of the case, in order.
//!
//! `SUITE=word cargo test --test suite` runs the cases whose names contain a word.

use heftfaden::Loaded;
use heftfaden::check::{CHECKS, check};
use heftfaden::diag::{Diagnostic, Texts};
use heftfaden::model::{Block, ItemKey, Origin, Project, RowKind, Titled, Trace, Verdict, WordingKind};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

#[test]
fn every_case() {
    let wanted = std::env::var("SUITE").unwrap_or_default();
    let cases: Vec<Case> = cases().into_iter().filter(|case| case.name.contains(&wanted)).collect();
    assert!(!cases.is_empty(), "no case");
    let failures: Vec<String> = cases.iter().filter_map(|case| case.run().err()).collect();
    assert!(failures.is_empty(), "{} of {} cases fail\n\n{}", failures.len(), cases.len(), failures.join("\n\n"));
}

#[test]
fn every_check_has_a_case() {
    let cases = cases();
    let seen: HashSet<&str> = cases
        .iter()
        .filter_map(|case| case.findings.as_deref())
        .flatten()
        .map(|finding| finding.code.as_str())
        .collect();
    let missing: Vec<&str> = CHECKS.iter().map(|check| check.code).filter(|code| !seen.contains(code)).collect();
    assert!(missing.is_empty(), "no case has a finding of {missing:?}");
    let unknown: Vec<&&str> = seen.iter().filter(|code| CHECKS.iter().all(|check| check.code != **code)).collect();
    assert!(unknown.is_empty(), "the table of checks lacks {unknown:?}");
}

#[test]
fn names_are_unique() {
    let mut seen = HashSet::new();
    for case in cases() {
        assert!(seen.insert(case.name.clone()), "{} has a case of that name already: {}", case.place, case.name);
    }
}

#[test]
fn what_is_wrong_fails() {
    let project = "```md content/lastenheft/01.md\n### LH-1 A\n\n### LH-1 B\n```\n";
    let fails = |expected: &str| Case::read("x.md", &format!("## a\n\n{project}\n{expected}"))[0].run().is_err();
    let items =
        "```items\nlastenheft LH-1 heading open untested | title: A\nlastenheft LH-1 heading open untested\n```";
    assert!(!fails("```findings\nerror duplicate-id content/lastenheft/01.md:3:5 vergeben\n```"));
    assert!(fails("```findings\n```"));
    assert!(fails("```findings\nwarning duplicate-id content/lastenheft/01.md:3:5\n```"));
    assert!(fails("```findings\nerror duplicate-id content/lastenheft/01.md:3:4\n```"));
    assert!(fails("```findings\nerror duplicate-id content/lastenheft/01.md:3:5 Unsinn\n```"));
    assert!(!fails(items));
    assert!(fails(&items.replace("title: A", "title: B")));
    assert!(fails(&items.replacen("untested\n", "passed\n", 1)));
    assert!(fails("```items\nlastenheft LH-1 heading open untested\n```"));
}

/// A case of the suite.
struct Case {
    /// The file and line of its heading.
    place: String,
    name: String,
    files: Vec<File>,
    findings: Option<Vec<Finding>>,
    items: Option<Vec<String>>,
}

struct File {
    path: String,
    ways: Vec<String>,
    text: String,
}

/// A finding as a case expects it.
struct Finding {
    line: String,
    head: String,
    code: String,
    words: String,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("tests/suite").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        Case::read(&name, &fs::read_to_string(path).expect("UTF-8"))
    };
    paths.iter().flat_map(read).collect()
}

impl Case {
    /// Reads the cases of a file.
    fn read(file: &str, text: &str) -> Vec<Self> {
        let mut cases: Vec<Self> = Vec::new();
        let mut lines = text.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            if let Some(name) = line.strip_prefix("## ") {
                let place = format!("tests/suite/{file}:{}", number + 1);
                cases.push(Self { place, name: name.to_owned(), files: Vec::new(), findings: None, items: None });
            }
            let fence: String = line.chars().take_while(|c| *c == '`').collect();
            if fence.len() < 3 {
                continue;
            }
            let inside: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != fence).collect();
            let case = cases.last_mut().unwrap_or_else(|| panic!("{file}:{}: a block outside of a case", number + 1));
            case.block(line[fence.len()..].trim(), &inside);
        }
        for case in &cases {
            assert!(!case.files.is_empty(), "{}: no files", case.place);
            assert!(case.findings.is_some() || case.items.is_some(), "{}: expects nothing", case.place);
        }
        cases
    }

    fn block(&mut self, info: &str, lines: &[&str]) {
        let mut words = info.split_whitespace().map(str::to_owned);
        let kind = words.next().unwrap_or_default();
        match kind.as_str() {
            "findings" => self.findings = Some(lines.iter().map(|line| Finding::read(line)).collect()),
            "items" => self.items = Some(lines.iter().map(|line| (*line).to_owned()).collect()),
            _ => {
                let path = words.next().unwrap_or_else(|| panic!("{}: a block without a path", self.place));
                let text = lines.iter().fold(String::new(), |text, line| text + line + "\n");
                self.files.push(File { path, ways: words.collect(), text });
            }
        }
    }

    /// Runs the case; what is not as expected is the error.
    fn run(&self) -> Result<(), String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in &self.files {
            file.write(folder.path());
        }
        let loaded = heftfaden::load(folder.path()).expect("a project");
        let project = &loaded.project;
        let mut problems = String::new();
        invariants(&loaded, &mut problems);
        if let Some(expected) = &self.findings {
            compare_findings(expected, &check(project), &mut problems);
        }
        if let Some(expected) = &self.items {
            compare_items(expected, project, &mut problems);
        }
        if problems.is_empty() { Ok(()) } else { Err(format!("{} {}\n{problems}", self.place, self.name)) }
    }
}

impl File {
    fn write(&self, root: &Path) {
        let path = root.join(&self.path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let has = |way: &str| self.ways.iter().any(|other| other == way);
        let mut text = self.text.clone();
        if has("crlf") {
            text = text.replace('\n', "\r\n");
        }
        if has("cr") {
            text = text.replace('\n', "\r");
        }
        if has("bom") {
            text.insert(0, '\u{FEFF}');
        }
        if has("link") {
            #[cfg(unix)]
            std::os::unix::fs::symlink(text.trim(), path).expect("a link");
            return;
        }
        let latin1 = || text.chars().map(|c| u8::try_from(u32::from(c)).expect("a character of Latin-1")).collect();
        let bytes: Vec<u8> = if has("latin1") { latin1() } else { text.into_bytes() };
        fs::write(path, bytes).expect("a written file");
    }
}

impl Finding {
    fn read(line: &str) -> Self {
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        let [level, code, place, ..] = words.as_slice() else { panic!("not a finding: {line}") };
        Self {
            line: line.to_owned(),
            head: format!("{level} {code} {place}"),
            code: (*code).to_owned(),
            words: words.get(3).copied().unwrap_or_default().to_owned(),
        }
    }

    fn is(&self, found: &Diagnostic) -> bool {
        self.head == head(found) && said(found).iter().any(|said| said.contains(&self.words))
    }
}

fn head(found: &Diagnostic) -> String {
    let level = format!("{:?}", found.severity).to_lowercase();
    format!("{level} {} {}", found.code, found.place)
}

/// Everything that a finding says.
fn said(found: &Diagnostic) -> Vec<&str> {
    let texts = std::iter::once(&found.message).chain(&found.hint).chain(found.related.iter().map(|(_, why)| why));
    texts.flat_map(|text| [text.de.as_str(), text.en.as_str()]).collect()
}

/// What holds of every project: each item stands in its chapter's text exactly once, and each place is in its file.
fn invariants(loaded: &Loaded, problems: &mut String) {
    let project = &loaded.project;
    for chapter in &project.chapters {
        let mut shown = vec![0; chapter.items.len()];
        let mut left: Vec<&Block> = chapter.blocks.iter().collect();
        while let Some(block) = left.pop() {
            let items = match block {
                Block::Item(item) => vec![*item],
                Block::Table(table) => table.rows.iter().filter_map(|row| row_item(row.kind)).collect(),
                Block::Heading(_) | Block::Prose(_) => Vec::new(),
            };
            for item in items {
                shown[item] += 1;
                left.extend(&chapter.items[item].blocks);
            }
        }
        for (item, times) in chapter.items.iter().zip(shown).filter(|(_, times)| *times != 1) {
            writeln!(problems, "  {} stands in the text {times} times", item.id).expect("a text");
        }
        for item in &chapter.items {
            let text = loaded.sources.text(&item.place.file).expect("a file");
            if text.get(item.place.range()) != Some(&*item.id) {
                writeln!(problems, "  {} is not at {}", item.id, item.place).expect("a text");
            }
        }
    }
    for wording in project.chapters.iter().flat_map(|chapter| &chapter.wording) {
        let text = loaded.sources.text(&wording.place.file).expect("a file");
        let there = text.get(wording.place.range()).unwrap_or_default();
        let blank = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_said = matches!(wording.kind, WordingKind::NoObligation | WordingKind::LongSentence);
        let first = wording.words.split(" … ").next().unwrap_or_default();
        if !is_said && blank(there) != blank(first) {
            writeln!(problems, "  {:?} is not at {}: {there:?}", wording.words, wording.place).expect("a text");
        }
    }
    for found in &project.diagnostics {
        let text = loaded.sources.text(&found.place.file).unwrap_or_default();
        if text.get(found.place.range()).is_none() {
            writeln!(problems, "  {} is not at {}", found.code, found.place).expect("a text");
        }
    }
}

fn row_item(kind: RowKind) -> Option<usize> {
    match kind {
        RowKind::Item(item) => Some(item),
        RowKind::Answer(_) | RowKind::Question(_) | RowKind::Plain => None,
    }
}

fn compare_findings(expected: &[Finding], found: &[Diagnostic], problems: &mut String) {
    let mut left: Vec<&Diagnostic> = found.iter().collect();
    for finding in expected {
        match left.iter().position(|found| finding.is(found)) {
            Some(at) => drop(left.remove(at)),
            None => writeln!(problems, "  - {}", finding.line).expect("a text"),
        }
    }
    for found in left {
        let hint = found.hint.as_ref().map_or("", |hint| hint.de.as_str());
        writeln!(problems, "  + {} {} / {hint}", head(found), found.message.de).expect("a text");
    }
}

fn compare_items(expected: &[String], project: &Project, problems: &mut String) {
    let items: Vec<ItemKey> = project.items().collect();
    for at in 0..expected.len().max(items.len()) {
        let (line, item) = (expected.get(at), items.get(at));
        let is_same = line.zip(item).is_some_and(|(line, item)| {
            let mut parts = line.split(" | ");
            parts.next().is_some_and(|columns| columns.trim() == columns_of(project, *item))
                && parts.all(|fact| holds(project, *item, fact))
        });
        if !is_same {
            if let Some(line) = line {
                writeln!(problems, "  - {line}").expect("a text");
            }
            if let Some(item) = item {
                writeln!(problems, "  + {}", described(project, *item)).expect("a text");
            }
        }
    }
}

/// `document ID place coverage proof`.
fn columns_of(project: &Project, key: ItemKey) -> String {
    let item = project.item(key);
    let document = &project.document(project.document_of(key)).config.key;
    let coverage = project.coverage_of(key).map_or("-", heftfaden::model::Coverage::key);
    let proof = project.proof_of(key).map_or("-", heftfaden::model::Proof::key);
    format!("{document} {} {} {coverage} {proof}", item.id, item.kind.key())
}

fn described(project: &Project, key: ItemKey) -> String {
    let mut text = columns_of(project, key);
    let fields = project.item(key).fields.iter().map(|field| field.key.name());
    for name in ["title", "titled", "priority", "status", "result", "parent", "traces"].into_iter().chain(fields) {
        write!(text, " | {name}: {}", fact(project, key, name)).expect("a text");
    }
    text
}

fn holds(project: &Project, key: ItemKey, expected: &str) -> bool {
    let (name, value) = expected.split_once(':').unwrap_or_else(|| panic!("not a fact: {expected}"));
    fact(project, key, name.trim()) == value.trim()
}

/// A fact about an item; `-` where there is none.
fn fact(project: &Project, key: ItemKey, name: &str) -> String {
    let item = project.item(key);
    let text = match name {
        "title" => Some(item.title.clone()),
        "titled" => Some(if item.titled == Titled::Given { "given" } else { "first sentence" }.to_owned()),
        "priority" => item.priority.map(|priority| priority.key().to_owned()),
        "status" => item.status.map(|status| status.key().to_owned()),
        "result" => project.result_of(key).map(|result| result.key().to_owned()),
        "defect" => item.defect.map(|defect| defect.key().to_owned()),
        "day" => project.day_of(key).map(str::to_owned),
        "cases" => Some(project.cases_of(key).len().to_string()),
        "parent" => item.parent.map(|parent| project.chapter(project.chapter_of(key)).items[parent].id.to_string()),
        "traces" => {
            let traces: Vec<String> = project.traces_from(key).map(|trace| described_trace(project, trace)).collect();
            (!traces.is_empty()).then(|| traces.join(", "))
        }
        field => item.fields.iter().find(|other| other.key.name() == field).map(|field| field.value.clone()),
    };
    text.unwrap_or_else(|| "-".to_owned())
}

/// `realises lastenheft:LH-310 partial`; a trace in full has no third word.
fn described_trace(project: &Project, trace: &Trace) -> String {
    let document = &project.document(project.document_of(trace.to)).config.key;
    let by_row = if matches!(trace.from, Origin::Item(_)) && trace.answer.is_some() { " by row" } else { "" };
    let verdict = if trace.verdict == Verdict::Full { String::new() } else { format!(" {}", trace.verdict.key()) };
    format!("{} {document}:{}{verdict}{by_row}", trace.kind.key(), project.item(trace.to).id)
}
