//! `heftfaden new item`: a free ID, at the right place, in the form of the neighbours.

use crate::project::Project;
use crate::properties::{mutated, runner};
use heftfaden::edit::{Wish, new_item};
use heftfaden::load::assemble;
use heftfaden::source::{SourceFile, Sources};
use proptest::prelude::*;
use std::sync::Arc;

const WANTED: &str = "content/lastenheft/01-soll.md";
const ANSWER: &str = "content/pflichtenheft/01-wie.md";

/// A Lastenheft of one chapter, after `new item` with some arguments.
fn with_new(text: &str, arguments: &[&str]) -> String {
    let project = Project::new().file(WANTED, text);
    project.run(&[&["new", "item", "lastenheft"], arguments].concat()).expect(0);
    project.text(WANTED)
}

#[test]
fn a_heading_is_followed_by_a_heading_behind_all_that_it_holds() {
    let text = "# Soll\n\n### LH-310 A\n\n- Priorität: wunsch\n- Status: abgestimmt\n\nText.\n\n- **LH-311** B\n\n## Ende\n\n### LH-320 C\n\n- Priorität: wunsch\n- Status: abgestimmt\n\nText.\n";
    let new =
        |id: &str| format!("### {id} TODO\n\n- Priorität: wunsch\n- Status: entwurf\n\nTODO: Das System muss …\n");
    assert_eq!(with_new(text, &["--after", "LH-310"]), text.replace("## Ende", &format!("{}\n## Ende", new("LH-315"))));
    assert_eq!(with_new(text, &[]), format!("{text}\n{}", new("LH-330")));
}

#[test]
fn an_entry_is_followed_by_an_entry() {
    let text = "* **LH-10** A\n  mehr\n* **LH-20** B\n  * **LH-20.1** b\n\nText.\n";
    let after = |id| with_new(text, &["--after", id]);
    assert_eq!(after("LH-10"), text.replace("  mehr\n", "  mehr\n* **LH-15** TODO: Das System muss …\n"));
    assert_eq!(after("LH-20"), text.replace("b\n\n", "b\n* **LH-30** TODO: Das System muss …\n\n"));
    assert_eq!(after("LH-20.1"), text.replace("b\n\n", "b\n  * **LH-20.2** TODO: Das System muss …\n\n"));
    let loose = "1. /LF10/ A\n\n2. /LF20/ B";
    assert_eq!(with_new(loose, &[]), "1. /LF10/ A\n\n2. /LF20/ B\n\n3. /LF30/ TODO: Das System muss …\n");
}

#[test]
fn paragraphs_and_lines_of_one() {
    let text =
        "# A\r\n\r\n**/LF10/** Eins.\r\n\r\nMehr dazu.\r\n\r\n**/LF20/** Zwei.\r\n**/LF40/** Drei.\r\n\r\n## B\r\n";
    let (new, line) = ("**/LF15/** TODO: Das System muss …\r\n\r\n", "**/LF30/** TODO: Das System muss …\r\n");
    assert_eq!(with_new(text, &["--after", "LF10"]), text.replace("**/LF20/**", &format!("{new}**/LF20/**")));
    assert_eq!(with_new(text, &["--after", "LF20"]), text.replace("**/LF40/**", &format!("{line}**/LF40/**")));
}

#[test]
fn a_row_has_a_cell_for_each_head() {
    let text = "| ID | Anforderung | Priorität | Notiz |\n|---|---|---|---|\n| `LH-01` | A | soll | x |\n| `LH-02` | B | soll | y |\n| `LH-03` | C | muss | z |\n\nText.\n";
    let expected = text.replace("| z |\n", "| z |\n| `LH-04` | TODO | soll |  |\n");
    assert_eq!(with_new(text, &[]), expected);
    let project = Project::new().file(WANTED, text).file(ANSWER, "| ID | Text |\n|---|---|\n| PH-1 | A |\n");
    let run = project.run(&["new", "item", "pflichtenheft", "--realises", "LH-01"]).expect(2);
    assert!(run.err.contains("Spalte „Realisiert“"), "{}", run.err);
    project.write(ANSWER, "| ID | Text | Realisiert |\n|---|---|---|\n| PH-1 | A | LH-01 |\n");
    project.run(&["new", "item", "pflichtenheft", "--realises", "LH-01", "LH-02"]).expect(0);
    assert!(project.text(ANSWER).ends_with("| PH-10 | TODO | LH-01, LH-02 |\n"), "{}", project.text(ANSWER));
}

#[test]
fn the_priority_of_a_section_is_not_contradicted() {
    let text = "# Soll\n\n## Musskriterien\n\n### LH-10 A\n\n- Priorität: muss\n\nText.\n\n## Wunschkriterien\n\n### LH-20 B\n\nText.\n";
    assert!(with_new(text, &["--after", "LH-10"]).contains("### LH-15 TODO\n\n- Priorität: muss\n\n"));
    assert!(with_new(text, &[]).ends_with("### LH-30 TODO\n\nTODO: Das System muss …\n"), "{}", with_new(text, &[]));
    let rows = "# Soll\n\n## Wunschkriterien\n\n| ID | Anforderung | Priorität |\n|---|---|---|\n| LH-10 | A | |\n";
    assert!(with_new(rows, &[]).ends_with("| LH-20 | TODO |  |\n"), "{}", with_new(rows, &[]));
}

#[test]
fn parts_of_the_last_item_are_not_continued() {
    let text = "- **LH-10** A\n- **LH-20** B\n  - **LH-21** b\n\nText.\n";
    let expected = text.replace("b\n\n", "b\n- **LH-30** TODO: Das System muss …\n\n");
    assert_eq!(with_new(text, &[]), expected);
    let group = "- **LH-10** A\n  - **LH-20** B\n  - **LH-30** C\n";
    assert_eq!(with_new(group, &[]), format!("{group}  - **LH-40** TODO: Das System muss …\n"));
}

#[test]
fn a_document_without_items_gets_its_first() {
    let project = Project::new()
        .file(WANTED, "# Soll\n\nText.")
        .file("heftfaden.toml", "[project]\nlanguage = \"en\"\n\n[documents.lastenheft]\nids = [\"REQ-#\"]\n");
    let run = project.run(&["new", "item", "lastenheft"]).expect(0);
    assert_eq!(run.out, "content/lastenheft/01-soll.md:5: REQ-10\n");
    let expected = "# Soll\n\nText.\n\n## REQ-10 TODO\n\n- Priority: must\n\nTODO: The system must …\n";
    assert_eq!(project.text(WANTED), expected);
    let run = project.run(&["new", "item", "pflichtenheft", "--realises", "REQ-10"]).expect(0);
    assert_eq!(run.out, "content/pflichtenheft/01-requirements.md:3: PH-10\n");
    let text = project.text("content/pflichtenheft/01-requirements.md");
    assert_eq!(
        text,
        "# Requirements\n\n## PH-10 TODO\n\n- Realises: REQ-10\n- Priority: must\n\nTODO: The system must …\n"
    );
    assert!(project.run(&["export", "json"]).out.contains("\"coverage\":\"realised\""));
}

#[test]
fn a_dry_run_writes_nothing_and_what_is_not_there_is_refused() {
    let project = Project::new().file(WANTED, "### LH-10 A\n").file(ANSWER, "### PH-10 A\n");
    let before = project.tree(".");
    let run = project.run(&["new", "item", "lastenheft", "--dry-run"]).expect(0);
    assert!(run.out.contains("+### LH-20 TODO"), "{}", run.out);
    for (arguments, words) in [
        (&["lastenhaft"][..], "„lastenheft“"),
        (&["lastenheft", "--after", "LH-11"], "Gemeint ist vielleicht „LH-10“"),
        (&["lastenheft", "--after", "PH-10"], "new item pflichtenheft --after PH-10"),
        (&["pflichtenheft", "--realises", "LH-12"], "Gemeint ist vielleicht „LH-10“"),
    ] {
        let run = project.run(&[&["new", "item"], arguments].concat()).expect(2);
        assert!(run.err.contains(words) && run.out.is_empty(), "{arguments:?}: {}", run.err);
    }
    assert_eq!(project.tree("."), before);
}

#[test]
fn an_id_that_something_names_is_not_free() {
    let project = Project::new()
        .file(WANTED, "### LH-10 A\n")
        .file(ANSWER, "### PH-10 A\n\n- Realisiert: LH-20\n")
        .file("content/abnahme/01.md", "# Tests\n")
        .file("results.xml", "<testsuite><testcase name=\"test_at_10\"/><testcase name=\"TestAT20\"/></testsuite>\n")
        .file("heftfaden.toml", "[documents.lastenheft]\nids = [\"LH-#\"]\n\n[documents.abnahme]\nids = [\"AT-#\"]\njunit = [\"results.xml\"]\n\n[moved.lastenheft]\nLH-30 = \"LH-10\"\n");
    let made = |arguments: &[&str]| project.run(&[&["new", "item"], arguments].concat()).expect(0).out;
    assert_eq!(made(&["abnahme"]), "content/abnahme/01.md:3: AT-30\n");
    assert_eq!(made(&["lastenheft"]), "content/lastenheft/01-soll.md:3: LH-40\n");
    assert_eq!(made(&["lastenheft", "--after", "LH-10"]), "content/lastenheft/01-soll.md:3: LH-25\n");
    let run = project.run(&["number", "abnahme"]).expect(0);
    assert!(!run.out.contains("AT-10") && !run.out.contains("AT-20"), "{}", run.out);
}

#[test]
fn a_block_that_is_left_open_is_named() {
    for open in ["```\nx", "<!-- x"] {
        let project = Project::new().file(WANTED, format!("### LH-10 A\n\nText.\n\n{open}"));
        let run = project.run(&["new", "item", "lastenheft"]).expect(2);
        assert!(run.err.contains(&format!("{WANTED}:5:1: Der Block, der hier beginnt, ist offen")), "{}", run.err);
    }
}

#[test]
fn numbers_that_are_no_counters_are_not_counted_on() {
    let text = "### LH-18446744073709551615 a\n";
    assert!(with_new(text, &[]).contains("LH-10 TODO"));
    let project = Project::new().file(WANTED, text);
    let run = project.run(&["new", "item", "lastenheft", "--after", "LH-18446744073709551615"]).expect(2);
    assert!(run.err.contains("weitergezählt"), "{}", run.err);
}

#[test]
fn lines_end_as_the_files_do() {
    let text = "### LH-10 A\r\rText.\r\r- **LH-20** B\r";
    assert_eq!(with_new(text, &[]), format!("{text}\r### LH-30 TODO\r\rTODO: Das System muss …\r"));
    assert!(!with_new(text, &["--after", "LH-20"]).contains('\n'));
}

/// Makes a new item in a project, if it can be made, and asserts that it is one more and nothing else.
fn check(wanted: &str, after: Option<usize>) -> bool {
    let (config, _) = heftfaden::config::parse("[documents.lastenheft]\nids = [\"LH-#\", \"/LF#/\"]\n");
    let files = vec![Arc::new(SourceFile::new(WANTED, wanted))];
    let sources = Sources::in_memory(Arc::new(config), files);
    let project = assemble(&sources);
    let item = after.and_then(|after| project.items().nth(after % project.slots.len().max(1)));
    let id = item.map(|item| project.item(item).id.to_string());
    let wish = Wish { document: "lastenheft", after: id.as_deref(), realises: &[] };
    let Ok(new) = new_item(&sources, &project, &wish) else { return false };
    let file = &new.edits.files(&sources)[0];
    let mut after = sources.clone();
    after.put(Arc::new(SourceFile::new(WANTED, file.after.as_str())));
    let after = assemble(&after);
    assert_eq!(after.slots.len(), project.slots.len() + 1, "{wanted:?}");
    let made = after.items().find(|key| *after.item(*key).id == *new.id).expect("the new item");
    assert_eq!(after.item(made).place, new.place);
    assert!(project.items().all(|key| project.item(key).id != new.id), "the ID was free");
    // Taking out what was put in gives the file back.
    let common = file.after.bytes().zip(wanted.bytes()).take_while(|(a, b)| a == b).count();
    let tail = wanted.len() - common;
    assert!(file.after.as_bytes().ends_with(&wanted.as_bytes()[common..]) && file.after.len() >= common + tail);
    true
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn it_is_one_more_and_nothing_else(wanted in mutated(), after in any::<Option<usize>>()) {
        check(&wanted, after);
    }
}

#[test]
fn the_chapters_take_one_everywhere() {
    for text in crate::properties::CHAPTERS {
        let done = (0..8).filter(|after| check(text, Some(*after))).count();
        assert_eq!(done, 8, "{text}");
    }
}
