//! `heftfaden fmt`: the files look alike and say what they said.

use crate::project::Project;
use crate::properties::{mutated, runner};
use heftfaden::edit::format;
use heftfaden::load::assemble;
use heftfaden::source::{SourceFile, Sources};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

const WANTED: &str = "content/lastenheft/01-soll.md";
const ANSWER: &str = "content/pflichtenheft/01-wie.md";

/// A project of a chapter of each document, formatted.
fn formatted(wanted: &str) -> String {
    let project = Project::new().file(WANTED, wanted);
    project.run(&["fmt"]).expect(0);
    let once = project.text(WANTED);
    project.run(&["fmt"]).expect(0);
    assert_eq!(project.text(WANTED), once, "again");
    once
}

#[test]
fn tables_are_set_in_line() {
    let table = "| ID | Größe |Wert|x|\n|-|:-:|--:|:--|\n|LH-1|日本|1|a \\| b\n| `LH-2` | 🧵🧵 | 200 |\n";
    let expected = "| ID   | Größe | Wert | x      |\n| ---- | :---: | ---: | :----- |\n| LH-1 | 日本  |    1 | a \\| b |\n| LH-2 | 🧵🧵  |  200 |        |\n";
    // `LH-1` came first, so it says how IDs are written.
    assert_eq!(formatted(table), expected);
    let quoted = "- Liste\n\n  > a | b\n  > -|-\n  > lang | c\n";
    assert_eq!(formatted(quoted), "- Liste\n\n  > | a    | b   |\n  > | ---- | --- |\n  > | lang | c   |\n");
    let blanks = "a|b\n  -|-\n1|2\n |3\n\n- x\n\n  a|b\n  -|-\n    1|2\n";
    let expected = "| a   | b   |\n| --- | --- |\n| 1   | 2   |\n| 3   |     |\n\n- x\n\n  | a   | b   |\n  | --- | --- |\n  | 1   | 2   |\n";
    assert_eq!(formatted(blanks), expected);
    let long = "x".repeat(150);
    let table = format!("| a | b |\n| --- | --- |\n| {long} | c |\n| d | e |\n");
    let line = "| a   | b   |\n| --- | --- |\n";
    assert_eq!(formatted(&table), format!("{line}| {long} | c   |\n| d   | e   |\n"));
}

#[test]
fn fields_have_one_name_and_one_blank() {
    let text = "### LH-1 A\n\n* PRIORITAET:   muss\n*   **Quelle**: Gespräch\n* akzeptanzkriterien: eins\n    und mehr\n\n### LH-2 B\n\n__Prio:__  soll\n**Zuständig**:   alle\n\nText: `Prio: a`.\n";
    let expected = "### LH-1 A\n\n- Priorität: muss\n- Herkunft: Gespräch\n- Abnahmekriterium: eins\n    und mehr\n\n### LH-2 B\n\n**Priorität:** soll\n**Verantwortlich:** alle\n\nText: `Prio: a`.\n";
    assert_eq!(formatted(text), expected);
    let english = Project::new()
        .file(
            "heftfaden.toml",
            "[project]\nlanguage = \"en\"\n\n[fields.risk]\ntype = \"text\"\ntitle = \"Risk class\"\n",
        )
        .file(WANTED, "### LH-1 A\n\n- Priorität: muss\n- RISK: high\n\n- Status: x\n");
    english.run(&["fmt"]).expect(0);
    assert_eq!(english.text(WANTED), "### LH-1 A\n\n- Priority: muss\n- Risk class: high\n\n- Status: x\n");
}

#[test]
fn ids_are_decorated_as_most_of_their_document_are() {
    let text = "- **LH-1** Das System muss a.\n- **LH-2** b.\n- `LH-3` – c.\n\n/LH-4/ **Titel:** d.\n\n### **LH-5** E\n\n### LH-6: F\n\n### LH-7: G\n\n**LH-8 Titel** h.\n";
    let expected = "- **LH-1** Das System muss a.\n- **LH-2** b.\n- **LH-3** c.\n\n**LH-4** **Titel:** d.\n\n### LH-5: E\n\n### LH-6: F\n\n### LH-7: G\n\n**LH-8 Titel** h.\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn nothing_else_changes() {
    let text = "\u{FEFF}---\r\ntitle: \"X\"\r\n---\r\n\r\n# X  \r\n\r\n*  ein\r\n*  zwei\r\n\r\n```\r\n|a|b|\r\n|-|-|\r\n```\r\n\r\n### LH-1 A\r\n\r\n-  Status:  neu\r\n\r\n|a|b|\r\n|-|-|\r\n|1|2|\r\n\r\nPriorität:   kein Feld";
    let expected = text
        .replace("-  Status:  neu", "- Status: neu")
        .replace("\r\n|a|b|\r\n|-|-|\r\n|1|2|", "\r\n| a   | b   |\r\n| --- | --- |\r\n| 1   | 2   |");
    assert_eq!(formatted(text), expected);
}

#[test]
fn check_lists_diff_shows_and_files_choose() {
    let (bad, good) = ("|a|b|\n|-|-|\n|1|2|\n", "# Gut\n");
    let project = Project::new().file(WANTED, bad).file(ANSWER, bad).file("content/notiz.md", good);
    let check = project.run(&["fmt", "--check"]).expect(1);
    assert_eq!(check.out, format!("{WANTED}\n{ANSWER}\n"));
    let diff = project.run(&["fmt", "--diff", WANTED]).expect(0);
    assert!(diff.out.contains("-|a|b|\n") && diff.out.contains("+| a   | b   |\n"), "{}", diff.out);
    assert_eq!((project.text(WANTED).as_str(), project.text(ANSWER).as_str()), (bad, bad));
    let run = project.run(&["fmt", "content/lastenheft"]).expect(0);
    assert!(run.err.contains("1 von 1 Datei geändert"), "{}", run.err);
    assert_eq!(project.text(ANSWER), bad);
    project.run(&["fmt", "--check", WANTED, "content/notiz.md"]).expect(0);
    let wrong = project.run(&["fmt", "heftfaden.toml"]).expect(2);
    assert!(wrong.err.contains("keine Markdown-Datei dieses Projekts"), "{}", wrong.err);
    let unchanged = project.times("content");
    project.run(&["fmt"]).expect(0);
    let times = project.times("content");
    assert_eq!(times["notiz.md"], unchanged["notiz.md"], "a file in order is not written");
}

fn sources(wanted: &str, answer: &str) -> Sources {
    let files = [(WANTED, wanted), (ANSWER, answer)];
    let files = files.into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text))).collect();
    Sources::in_memory(Arc::default(), files)
}

fn with_format(sources: &Sources) -> Sources {
    let files: BTreeSet<Arc<str>> = sources.files.iter().map(|file| Arc::clone(&file.path)).collect();
    let edits = format(sources, &assemble(sources), &files);
    let mut after = sources.clone();
    for file in edits.files(sources) {
        after.put(Arc::new(SourceFile::new(&file.path, file.after)));
    }
    after
}

/// What a project exports, without positions, and the lines that findings show.
fn export(sources: &Sources) -> Value {
    fn without_places(value: &mut Value) {
        match value {
            Value::Object(map) => {
                for key in ["line", "column", "excerpt", "related"] {
                    map.remove(key);
                }
                map.values_mut().for_each(without_places);
            }
            Value::Array(values) => values.iter_mut().for_each(without_places),
            _ => {}
        }
    }
    let project = assemble(sources);
    let mut bytes = Vec::new();
    let findings = heftfaden::check::check(&project);
    heftfaden::exchange::json::write(&project, &findings, sources, &mut bytes).unwrap();
    let mut export = serde_json::from_slice(&bytes).unwrap();
    without_places(&mut export);
    export
}

/// Formats a project, and asserts all that must hold of it.
fn check(wanted: &str, answer: &str) {
    let before = sources(wanted, answer);
    let after = with_format(&before);
    assert_eq!(export(&after), export(&before), "{wanted:?}\n{answer:?}");
    let again = with_format(&after);
    for (once, twice) in after.files.iter().zip(&again.files) {
        assert_eq!(once.text, twice.text, "again: {wanted:?}\n{answer:?}");
    }
}

#[test]
fn pipes_behind_backslashes_are_text() {
    let row = "| `x\\\\|y` | z \\\\| w |\n";
    let expected = format!("| a       | b       |\n| ------- | ------- |\n{row}\n");
    // Once each of these was tried by itself, for half a minute.
    assert_eq!(formatted(&format!("|a|b|\n|-|-|\n{row}\n").repeat(600)), expected.repeat(600));
}

/// Texts that once came out different.
const REGRESSIONS: &[&str] = &["", "| a |\n|-|\n", "* Status: neu\n- x\n", "|a|\\\\|b|\n|-|-|\n|`|`|c|\n"];

#[test]
fn texts_that_once_failed() {
    for text in REGRESSIONS.iter().chain(crate::properties::CHAPTERS) {
        check(text, text);
    }
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn what_is_formatted_says_the_same_and_stays(wanted in mutated(), answer in mutated()) {
        check(&wanted, &answer);
    }
}
