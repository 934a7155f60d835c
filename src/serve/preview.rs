//! What the preview adds to a page: its script, and what the script is told of the page it stands in.

use super::fault::Fault;
use super::snapshot::Snapshot;
use crate::config::Editor;
use crate::diag::{Diagnostic, Language, Place, Text};
use crate::model::{Block, Chapter, RowKind, escape};
use crate::site::Page;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where everything of the preview's own lies.
pub(super) const FOLDER: &str = "_heftfaden";

/// What of a file's path must be encoded in an address. A colon stays: `/C:/…`.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':');

/// A file's path as an editor's address has it: with `/` in front and between its parts.
pub(super) fn address_of(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let path = path.trim_start_matches("//?");
    format!("/{}", utf8_percent_encode(path.trim_start_matches('/'), PATH))
}

/// A page with the preview's script, which is all that tells it from the published one.
pub(super) fn with_script(html: &str, path: &str, version: &str) -> String {
    let mut script = format!("<script type=\"module\" src=\"/{FOLDER}/preview.js\" data-page=\"");
    escape(path, &mut script);
    script.push_str("\" data-version=\"");
    script.push_str(version);
    script.push_str("\"></script>");
    let at = html.find("</head>").unwrap_or(html.len());
    format!("{}{script}{}", &html[..at], &html[at..])
}

/// Why there is no page to send.
#[derive(Clone, Copy)]
pub(super) enum Lack {
    /// There is none.
    Missing,
    /// Its template cannot show it.
    Broken,
}

/// The page in the place of one that there is not.
pub(super) fn stand_in(path: &str, language: Language, lack: Lack, message: &str) -> String {
    let title = match lack {
        Lack::Missing => Text::new("Diese Seite gibt es nicht", "There is no such page"),
        Lack::Broken => Text::new("Diese Seite ist nicht zu zeigen", "This page cannot be shown"),
    };
    let home = Text::new("Zur Startseite", "To the home page");
    let (title, home) = (title.get(language), home.get(language));
    let mut text = String::new();
    escape(message, &mut text);
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n<p><a href=\"/index.html\">{home}</a></p>\n</main>\n</body>\n</html>\n",
        language.code()
    );
    with_script(&html, path, GONE)
}

/// The version of a page that is not there.
const GONE: &str = "gone";

/// What the script is told of a page.
pub(super) struct Payload {
    /// Differs where anything of the rest does.
    pub version: String,
    /// The rest, as JSON.
    pub json: String,
}

impl Payload {
    /// Of a page that is not there, and perhaps elsewhere now.
    pub fn gone(to: Option<&str>) -> Self {
        let json = json!({ "gone": true, "to": to, "version": GONE }).to_string();
        Self { version: GONE.to_owned(), json }
    }

    /// Of a page: its HTML with the lines that it shows, and what was found in them.
    pub fn of(snapshot: &Snapshot, page: &Page) -> Self {
        let html = snapshot.site.render_with_sources(page).unwrap_or_default();
        let findings = findings(snapshot, page, &html);
        let editor = snapshot.sources.config.editor.as_ref().map(Editor::pattern);
        let mut value = json!({ "html": html, "findings": findings, "editor": editor, "root": snapshot.root });
        let hash = blake3::hash(value.to_string().as_bytes()).to_hex();
        let version = hash[..16].to_owned();
        value["version"] = json!(version);
        Self { version, json: value.to_string() }
    }
}

/// The faults as the script is told of them.
pub(super) fn faults(faults: &[Fault], snapshot: &Snapshot) -> String {
    let language = snapshot.sources.config.language;
    let fault = |fault: &Fault| {
        let mut value = described(&fault.diagnostic, snapshot);
        value["excerpt"] = json!(fault.excerpt.get(language));
        value
    };
    faults.iter().map(fault).collect::<Value>().to_string()
}

fn described(found: &Diagnostic, snapshot: &Snapshot) -> Value {
    let language = snapshot.sources.config.language;
    json!({
        "level": found.severity,
        "code": found.code,
        "message": found.message.get(language),
        "hint": found.hint.as_ref().map(|hint| hint.get(language)),
        "file": &*found.place.file,
        "line": found.place.line,
        "column": found.place.column,
        "href": href(&found.place, snapshot),
    })
}

/// The address that opens a place in the author's editor.
fn href(place: &Place, snapshot: &Snapshot) -> Option<String> {
    let path = format!("{}{}", snapshot.root, address_of(Path::new(&*place.file)));
    Some(snapshot.sources.config.editor.as_ref()?.address(&path, place.line, place.column))
}

/// What was found in the lines that a page shows, each with the element that it belongs to.
fn findings(snapshot: &Snapshot, page: &Page, html: &str) -> Vec<Value> {
    let mut shown: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for mark in html.split(" data-source=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if let Some((file, line)) = mark.rsplit_once(':') {
            shown.entry(file).or_default().extend(line.parse::<u32>());
        }
    }
    let own = snapshot.site.file_of(page);
    let mut lines: BTreeMap<&str, Lines> = BTreeMap::new();
    let mut found = Vec::new();
    for finding in snapshot.findings.iter() {
        let file = &*finding.place.file;
        let escaped = escaped(file);
        let Some(marks) = shown.get(escaped.as_str()) else { continue };
        let Some(chapter) = snapshot.chapter(file) else { continue };
        let lines = lines.entry(file).or_insert_with(|| Lines::of(chapter));
        let at = lines.around(finding.place.line).into_iter().flatten().find(|line| marks.contains(line));
        // What stands before the first block concerns the chapter's own page as a whole.
        let is_of_whole = lines.around(finding.place.line)[0].is_none() && own == Some(file);
        if at.is_none() && !is_of_whole {
            continue;
        }
        let mut value = described(finding, snapshot);
        value["title"] = json!(snapshot.site.check_title(finding.code));
        value["at"] = json!(at.map(|line| format!("{file}:{line}")));
        found.push(value);
    }
    found
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    escape(text, &mut escaped);
    escaped
}

/// The lines on which a chapter's blocks and items start.
struct Lines {
    blocks: Vec<u32>,
    items: Vec<u32>,
}

impl Lines {
    fn of(chapter: &Chapter) -> Self {
        let mut lines = Self { blocks: Vec::new(), items: chapter.items.iter().map(|item| item.place.line).collect() };
        lines.blocks.clone_from(&lines.items);
        lines.add(chapter, &chapter.blocks);
        chapter.items.iter().for_each(|item| lines.add(chapter, &item.blocks));
        lines.blocks.sort_unstable();
        lines.items.sort_unstable();
        lines
    }

    fn add(&mut self, chapter: &Chapter, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(index) => self.blocks.push(chapter.headings[*index].place.line),
                Block::Prose(prose) => self.blocks.push(prose.line),
                Block::Item(_) => {}
                Block::Table(table) => {
                    self.blocks.push(table.line);
                    let rows = table.rows.iter().filter_map(|row| match row.kind {
                        RowKind::Answer(index) => Some(chapter.answers[index].place.line),
                        RowKind::Question(index) => Some(chapter.questions[index].place.line),
                        RowKind::Item(_) | RowKind::Plain => None,
                    });
                    self.blocks.extend(rows);
                }
            }
        }
    }

    /// The starts of the block and of the item that a line lies in.
    fn around(&self, line: u32) -> [Option<u32>; 2] {
        [&self.blocks, &self.items]
            .map(|starts| starts[..starts.partition_point(|start| *start <= line)].last().copied())
    }
}
