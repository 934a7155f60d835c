//! `heftfaden rename`: whatever names an item goes with it, and everything else stays.

use crate::project::{Project, Run};
use crate::properties::{mutated, runner};
use heftfaden::edit::rename;
use heftfaden::load::assemble;
use heftfaden::source::{SourceFile, Sources};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::Arc;

const SETTINGS: &str = "[documents.lastenheft]\nids = [\"LH-#\", \"/LF#/\"]\noutline = \"none\"\n\n[documents.pflichtenheft]\nids = [\"PH-#\", \"FU-*-#\"]\noutline = \"none\"\n";

/// A project of a Lastenheft and a Pflichtenheft of one chapter each.
fn project(wanted: &str, answer: &str) -> Project {
    Project::new()
        .file("heftfaden.toml", SETTINGS)
        .file("content/lastenheft/01-soll.md", wanted)
        .file("content/pflichtenheft/01-wie.md", answer)
}

const WANTED: &str = "content/lastenheft/01-soll.md";
const ANSWER: &str = "content/pflichtenheft/01-wie.md";

#[test]
fn every_spelling_of_an_id_goes_with_the_item() {
    let wanted = "---\ntitle: Soll\npriority: muss\nsource: Wunsch nach LH-310\n---\n\n# Soll\n\n<a name=\"LH-310\"></a>\n\n### LH-310 Kundenakte {#lh-310}\n\nSiehe <a href=\"#LH-310\">oben</a>.\n\n### LH-311 Suche\n\nWie `LH-310`, [LH-310], /LH-310/ und **LH-310**; nicht LH-3100, xLH-310 oder https://x.example/LH-310.\n\n- Hängt ab von: LH-310 (teilweise, siehe LH-310)\n\n```\nLH-310\n```\n";
    let answer = "# Wie\n\n### PH-1 Akte\n\n- Realisiert: lastenheft:LH-310, `LH-311`\n\n[Akte](../lastenheft/01-soll.md#LH-310), [dort][d], [LH-310](../lastenheft/01-soll.md#lh-310 \"t\").\n\n| ID | Entscheidung |\n|---|---|\n| LH-310 | teilweise |\n\n[d]: ../lastenheft/01-soll.md#lh-310\n";
    let project = project(wanted, answer);
    let run = project.run(&["rename", "LH-310", "LH-510", "--write"]).expect(0);
    let kept = ["nicht LH-3100, xLH-310 oder https://x.example/LH-310.", "```\nLH-310\n```", "siehe LH-310)"];
    let (after, answered) = (project.text(WANTED), project.text(ANSWER));
    let expected = wanted
        .replace("LH-310", "LH-510")
        .replace("lh-310", "lh-510")
        .replace("nicht LH-5100, xLH-510 oder https://x.example/LH-510.", kept[0])
        .replace("```\nLH-510\n```", kept[1]);
    assert_eq!(after, expected);
    assert_eq!(answered, answer.replace("LH-310", "LH-510").replace("lh-310", "lh-510"));
    assert_eq!(project.text("heftfaden.toml"), format!("{SETTINGS}\n[moved.lastenheft]\nLH-310 = \"LH-510\"\n"));
    assert!(run.err.contains("bleibt an 2 Stellen") && run.err.contains("LH-310 heißt jetzt LH-510"), "{}", run.err);
    project.run(&["rename", "LH-510", "LH-310", "--write"]).expect(0);
    assert_eq!((project.text(WANTED), project.text(ANSWER)), (wanted.to_owned(), answer.to_owned()));
    assert_eq!(project.text("heftfaden.toml"), SETTINGS);
}

#[test]
fn a_diff_is_shown_and_nothing_written_unless_it_is_asked_for() {
    let project = project("### LH-1 A\r\n\r\nText.\r\n", "### PH-1 B\n\n- Realisiert: LH-1\n");
    let before = project.tree(".");
    let run = project.run(&["rename", "LH-1", "LH-2"]).expect(0);
    assert!(run.out.contains("-### LH-1 A") && run.out.contains("+### LH-2 A"), "{}", run.out);
    assert!(run.err.contains("--write"), "{}", run.err);
    assert_eq!(project.tree("."), before);
    project.run(&["rename", "LH-1", "LH-2", "--write"]).expect(0);
    assert_eq!(project.text(WANTED), "### LH-2 A\r\n\r\nText.\r\n");
}

#[test]
fn one_place_and_one_file_are_said_as_one() {
    let wanted = "### LH-1 A\n\n```\nLH-1\n```\n";
    let project = Project::new().file(WANTED, wanted).file("heftfaden.toml", "[moved.lastenheft]\nLH-2 = \"LH-1\"\n");
    let german = project.run(&["rename", "LH-1", "LH-2"]).expect(0).err;
    assert!(german.contains("an 1 Stelle, die nicht auf dieses Item verweist: "), "{german}");
    let mut english = project.command(&["rename", "LH-1", "LH-2", "--write"]);
    let english = Run::of(english.env("LANG", "en_GB.UTF-8")).expect(0).err;
    assert!(english.contains("stays in 1 place that does not refer"), "{english}");
    assert!(english.contains("LH-1 is now LH-2; 2 files changed"), "{english}");
}

#[test]
fn another_documents_item_of_the_same_id_stays() {
    let settings = "[documents.lastenheft]\nids = [\"FA-#\"]\noutline = \"none\"\n\n[documents.pflichtenheft]\nids = [\"FA-#\"]\noutline = \"none\"\n";
    let wanted = "### FA-1 Soll\n\nWie FA-1 sagt.\n\n### FA-2 Mehr\n";
    let answer = "### FA-1 Wie\n\n- Realisiert: FA-1\n\nNach FA-1 und lastenheft:FA-1.\n\n### FA-7 Frei\n\n- Realisiert: FA-2\n\nSiehe FA-7.\n";
    let project = project(wanted, answer).file("heftfaden.toml", settings);
    let refused = project.run(&["rename", "FA-1", "FA-9"]).expect(2);
    assert!(refused.err.contains("lastenheft:FA-1 oder pflichtenheft:FA-1"), "{}", refused.err);
    project.run(&["rename", "lastenheft:FA-1", "FA-9", "--write"]).expect(0);
    assert_eq!(project.text(WANTED), wanted.replace("FA-1", "FA-9"));
    let expected = answer.replace("Realisiert: FA-1", "Realisiert: FA-9").replace("lastenheft:FA-1", "lastenheft:FA-9");
    assert_eq!(project.text(ANSWER), expected);
    // FA-7 is the Pflichtenheft's own, so that the document must be named once the Lastenheft has one too.
    project.run(&["rename", "lastenheft:FA-2", "FA-7", "--write"]).expect(0);
    assert!(project.text(ANSWER).contains("- Realisiert: FA-7\n\nSiehe FA-7."), "{}", project.text(ANSWER));
}

#[test]
fn a_reference_that_would_mean_another_item_names_its_document() {
    let settings = "[documents.lastenheft]\nids = [\"FA-#\"]\noutline = \"none\"\n\n[documents.pflichtenheft]\nids = [\"FA-#\"]\noutline = \"none\"\n";
    let answer = "### FA-7 Frei\n\nSiehe FA-2.\n";
    let project = project("### FA-2 Mehr\n", answer)
        .file("heftfaden.toml", settings)
        .file("content/notiz.md", "# Notiz\n\nFA-7 und FA-2.\n");
    project.run(&["rename", "FA-2", "FA-7", "--write"]).expect(0);
    assert_eq!(project.text(ANSWER), "### FA-7 Frei\n\nSiehe lastenheft:FA-7.\n");
    assert_eq!(project.text("content/notiz.md"), "# Notiz\n\npflichtenheft:FA-7 und lastenheft:FA-7.\n");
}

#[test]
fn ranges_that_would_read_wrongly_are_written_out() {
    let items: String = (310..318).map(|number| format!("### LH-{number} A\n\nText.\n\n")).collect();
    let answer = |field: &str| format!("### PH-1 B\n\n- Realisiert: {field}\n");
    for (field, old, new, expected) in [
        ("LH-310–LH-317", "LH-314", "LH-999", "LH-310–LH-313, LH-999, LH-315–LH-317"),
        (
            "LH-310 bis LH-313 (teilweise)",
            "LH-311",
            "LH-5",
            "LH-310 (teilweise), LH-5 (teilweise), LH-312 (teilweise), LH-313 (teilweise)",
        ),
        ("/LH-310/–/LH-317/", "LH-310", "LH-400", "/LH-400/, /LH-311/–/LH-317/"),
        ("lastenheft:LH-310–LH-317", "LH-317", "LH-1", "lastenheft:LH-310–LH-316, lastenheft:LH-1"),
        ("LH-310–LH-317", "LH-317", "LH-320", "LH-310–LH-320"),
        ("LH-312–LH-314", "LH-310", "LH-300", "LH-312–LH-314"),
    ] {
        let project = project(&items, &answer(field));
        project.run(&["rename", old, new, "--write"]).expect(0);
        assert_eq!(project.text(ANSWER), answer(expected), "{field}: {old} → {new}");
    }
}

#[test]
fn links_to_a_heading_follow_its_name() {
    let wanted = "### LH-1 Große Akte\n\nText.\n\n## Zu LH-1\n\n[a](#lh-1-grosse-akte) [b](#zu-lh-1) [c](#LH-1)\n";
    let project = project(wanted, "### PH-1 B\n\n[d](../lastenheft/01-soll.md#lh-1-grosse-akte \"e\")\n");
    project.run(&["rename", "LH-1", "LH-2", "--write"]).expect(0);
    assert_eq!(project.text(WANTED), wanted.replace("LH-1", "LH-2").replace("lh-1", "lh-2"));
    assert_eq!(project.text(ANSWER), "### PH-1 B\n\n[d](../lastenheft/01-soll.md#lh-2-grosse-akte \"e\")\n");
    project.run(&["build", "--strict"]).expect(1);
    assert!(!project.run(&["check"]).out.contains("dead-anchor"));
}

#[test]
fn links_in_fields_follow_too() {
    let answer = "### PH-1 B\n\n- Realisiert: [LH-1](../lastenheft/01-soll.md#lh-1-akte), [Akte][a]\n\n[a]: ../lastenheft/01-soll.md#lh-1-akte\n";
    let project = project("### LH-1 Akte\n\nText.\n", answer);
    project.run(&["rename", "LH-1", "LH-2", "--write"]).expect(0);
    assert_eq!(project.text(ANSWER), answer.replace("LH-1", "LH-2").replace("lh-1", "lh-2"));
}

#[test]
fn what_cannot_be_is_refused_with_a_place_and_a_way_out() {
    let project = project(
        "### LH-1 A\n\n### LH-2 B\n\nLH-9 fehlt, LH-**1** auch.\n\n### LH-3 C\n\n### LH-3 D\n",
        "### PH-1 B\n\n- Realisiert: LH-2\n",
    );
    let before = project.tree("content");
    for (old, new, words) in [
        ("LH-1", "LH-2", "01-soll.md:3:5: „LH-2“ hat schon"),
        ("LH-1", "XY-2", "LH-#, LF#"),
        ("LH-1", "LH-1", "ist schon die ID"),
        ("LH-1", "pflichtenheft:PH-9", "bleibt dort"),
        ("LH-22", "LH-5", "Gemeint ist vielleicht"),
        ("LH-3", "LH-5", "01-soll.md:9:5: „LH-3“ ist hier ein zweites Mal"),
        ("LH-1", "LH-9", "01-soll.md:5:1: „LH-9“ steht hier schon"),
    ] {
        let run = project.run(&["rename", old, new, "--write"]).expect(2);
        assert!(run.err.contains(words) && run.out.is_empty(), "{old} → {new}: {}", run.err);
    }
    assert_eq!(project.tree("content"), before);
}

#[test]
fn the_old_address_leads_to_the_item_until_another_has_the_id() {
    let project = project("### LH-1 Akte\n\nText.\n", "### PH-1 B\n\n- Realisiert: LH-1\n");
    project.run(&["rename", "LH-1", "LH-2", "--write"]).expect(0);
    project.run(&["rename", "LH-2", "LH-3", "--write"]).expect(0);
    assert!(project.text("heftfaden.toml").ends_with("[moved.lastenheft]\nLH-1 = \"LH-3\"\nLH-2 = \"LH-3\"\n"));
    let run = project.build();
    assert!(run.out.starts_with("2 Items"), "{}", run.out);
    for old in ["LH-1", "LH-2"] {
        let page = project.text(&format!("public/lastenheft/{old}/index.html"));
        assert!(page.contains(&format!("<h1>{old} heißt jetzt LH-3</h1>")), "{page}");
        assert!(page.contains("<a href=\"../LH-3/index.html\">LH-3 Akte</a>"), "{page}");
        assert!(!page.contains("http-equiv=\"refresh\"") && page.matches("<script").count() == 1, "{page}");
        let parsed = crate::html::Page::parse(&page);
        assert!(parsed.dangers().is_empty() && parsed.faults().is_empty(), "{:?}", parsed.faults());
    }
    assert!(project.text("public/lastenheft/LH-3/index.html").contains("Früher: LH-1, LH-2"));
    project.write(WANTED, "### LH-3 Akte\n\nText.\n\n### LH-1 Neue\n");
    project.build();
    assert!(project.text("public/lastenheft/LH-1/index.html").contains("Neue"));
    assert!(project.text("public/lastenheft/LH-2/index.html").contains("LH-3 Akte"));
}

#[test]
fn settings_are_made_where_there_are_none_and_texts_in_them_follow() {
    let bare = Project::new().file(WANTED, "### LH-1 A\n\n### LH-2 B\n");
    bare.run(&["rename", "LH-1", "LH-5", "--write"]).expect(0);
    assert_eq!(bare.text("heftfaden.toml"), "[moved.lastenheft]\nLH-1 = \"LH-5\"\n");
    let settings =
        format!("# LH-1\r\n{}\r\n[milestones.M1]\r\ntitle = \"LH-1 fertig\"", SETTINGS.replace('\n', "\r\n"));
    let project = project("### LH-1 A\n", "### PH-1 B\n").file("heftfaden.toml", &settings);
    project.run(&["rename", "LH-1", "LH-5", "--write"]).expect(0);
    let expected = settings.replace("\"LH-1 fertig\"", "\"LH-5 fertig\"");
    assert_eq!(project.text("heftfaden.toml"), format!("{expected}\r\n\r\n[moved.lastenheft]\r\nLH-1 = \"LH-5\"\r\n"));
}

#[test]
fn settings_keep_their_byte_order_mark() {
    let project = project("### LH-1 A\n", "### PH-1 B\n").file("heftfaden.toml", format!("\u{FEFF}{SETTINGS}"));
    project.run(&["rename", "LH-1", "LH-5", "--write"]).expect(0);
    let expected = format!("\u{FEFF}{SETTINGS}\n[moved.lastenheft]\nLH-1 = \"LH-5\"\n");
    assert_eq!(project.text("heftfaden.toml"), expected);
}

#[test]
fn entries_of_other_renamings_stay() {
    let wanted = "### LH-1 Eins\n\nmuss\n\n### LH-2\n\na\n";
    let others = [
        "moved.lastenheft = { LH-5 = \"LH-1\", LH-7 = \"LH-2\" }\n",
        "[moved]\nlastenheft = { LH-5 = \"LH-1\", LH-7 = \"LH-2\" }\n",
        "moved = { lastenheft = { LH-5 = \"LH-1\" }, pflichtenheft = { PH-7 = \"PH-2\" } }\n",
    ];
    for settings in others {
        let project = project(wanted, "### PH-2 B\n").file("heftfaden.toml", settings);
        let before = project.tree(".");
        let run = project.run(&["rename", "LH-1", "LH-5", "--write"]).expect(2);
        assert!(run.err.contains("heftfaden.toml:") && run.err.contains("[moved.lastenheft]"), "{}", run.err);
        assert_eq!(project.tree("."), before, "{settings}");
    }
    // Another document's renaming is not this one's.
    let settings = "[moved.pflichtenheft]\nLH-5 = \"LH-1\"\n";
    let project = project(wanted, "### PH-2 B\n").file("heftfaden.toml", settings);
    project.run(&["rename", "LH-1", "LH-5", "--write"]).expect(0);
    assert_eq!(project.text("heftfaden.toml"), format!("{settings}\n[moved.lastenheft]\nLH-1 = \"LH-5\"\n"));
}

#[test]
fn entries_in_any_quotation_marks_lead_on() {
    let wanted = "### LH-1 Eins\n\nmuss\n";
    for (quoted, old) in
        [("\"\"\"LH-1\"\"\"", "LH-7"), ("'LH-1'", "LH-7"), ("\"LH\\u002D1\"", "LH-7"), ("'LH-9'", "LH-1")]
    {
        let settings = format!("[moved.lastenheft]\n{old} = {quoted} # alt\n");
        let project = project(wanted, "### PH-2 B\n").file("heftfaden.toml", &settings);
        project.run(&["rename", "LH-1", "LH-5", "--write"]).expect(0);
        let new = if old == "LH-1" { "" } else { "LH-1 = \"LH-5\"\n" };
        let expected = format!("[moved.lastenheft]\n{old} = \"LH-5\" # alt\n{new}");
        assert_eq!(project.text("heftfaden.toml"), expected, "{settings}");
    }
    let settings = "[moved.lastenheft]\nLH-5 = \"LH-1\"\nLH-7 = \"\"\"LH-1\"\"\"\n";
    let project = project(wanted, "### PH-2 B\n").file("heftfaden.toml", settings);
    project.run(&["rename", "LH-1", "LH-5", "--write"]).expect(0);
    assert_eq!(project.text("heftfaden.toml"), "[moved.lastenheft]\nLH-7 = \"LH-5\"\n");
}

#[test]
fn names_and_paths_in_the_settings_stay() {
    let settings = "[project]\ntitle = \"Zu AT-10\"\nbase_url = \"https://x.example/AT-10/\"\ntheme = \"AT-10\"\n\n[documents.abnahme]\njunit = [\"results/AT-10.xml\"]\noutline = \"AT-10/outline.toml\"\n\n[fields.x]\ntype = \"choice\"\nvalues = [\"wie AT-10\", \"anders\"]\n";
    let project = Project::new().file("content/abnahme/01.md", "### AT-10 Test\n").file("heftfaden.toml", settings);
    project.run(&["rename", "AT-10", "AT-20", "--write"]).expect(0);
    let expected = settings.replace("Zu AT-10", "Zu AT-20").replace("wie AT-10", "wie AT-20");
    assert_eq!(project.text("heftfaden.toml"), format!("{expected}\n[moved.abnahme]\nAT-10 = \"AT-20\"\n"));
}

#[test]
fn an_id_that_results_name_is_not_free() {
    let results = "<testsuite><testcase classname=\"a\" name=\"test_at_20_alt\"/></testsuite>\n";
    let project = Project::new()
        .file("content/abnahme/01.md", "### AT-10 Test\n\n- Prüft: LH-1\n")
        .file("heftfaden.toml", "[documents.abnahme]\nids = [\"AT-#\"]\njunit = [\"results.xml\"]\n")
        .file("results.xml", results);
    let run = project.run(&["rename", "AT-10", "AT-20", "--write"]).expect(2);
    assert!(run.err.contains("results.xml:1:") && run.err.contains("nennt „AT-20“ schon"), "{}", run.err);
    project.run(&["rename", "AT-10", "AT-30", "--write"]).expect(0);
}

#[test]
fn only_an_anchors_own_name_is_the_items() {
    let wanted = "### LH-1 A\n\n<div id=\"LH-1\"><a href=\"#LH-1\">x</a></div>\n\n<a class=\"y\" name='LH-1'></a>\n\n<a data-id=\"LH-1\">z</a>\n";
    let project = project(wanted, "### PH-1 B\n");
    project.run(&["rename", "LH-1", "LH-5", "--write"]).expect(0);
    let expected =
        wanted.replace("### LH-1", "### LH-5").replace("#LH-1", "#LH-5").replace("name='LH-1'", "name='LH-5'");
    assert_eq!(project.text(WANTED), expected);
}

/// The files of a project in memory, with the settings of the tests.
fn sources(wanted: &str, answer: &str) -> Sources {
    let (config, _) = heftfaden::config::parse(SETTINGS);
    let files = [(WANTED, wanted), (ANSWER, answer)];
    let files = files.into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text))).collect();
    let mut sources = Sources::in_memory(Arc::new(config), files);
    sources.config_text = Some(Arc::from(SETTINGS));
    sources
}

/// The export of a project without positions and texts.
fn export(sources: &Sources) -> Vec<Value> {
    let project = assemble(sources);
    let mut bytes = Vec::new();
    heftfaden::exchange::json::write(&project, &[], sources, &mut bytes).unwrap();
    let mut export: Value = serde_json::from_slice(&bytes).unwrap();
    let mut items = export["items"].take().as_array_mut().map(std::mem::take).unwrap_or_default();
    for item in &mut items {
        for key in ["title", "line", "column"] {
            item[key].take();
        }
        for field in item["fields"].as_array_mut().unwrap() {
            field["value"].take();
        }
        for list in ["traces", "traced_by"] {
            for trace in item[list].as_array_mut().unwrap() {
                let _ = ["line", "reason"].map(|key| trace[key].take());
            }
        }
        // Where a range is written out, more places mention the items.
        item["mentioned_in"] = Value::Null;
    }
    items
}

fn with_id(value: &Value, document: &str, old: &str, new: &str) -> Value {
    match value {
        Value::Object(map) => {
            let is_own = map.get("document").is_some_and(|own| own == document);
            let entry = |(key, value): (&String, &Value)| {
                let is_id = (key == "id" || key == "parent") && is_own && value == old;
                (key.clone(), if is_id { Value::from(new) } else { with_id(value, document, old, new) })
            };
            Value::Object(map.iter().map(entry).collect())
        }
        Value::Array(values) => values.iter().map(|value| with_id(value, document, old, new)).collect(),
        value => value.clone(),
    }
}

/// The files with a renaming, or none where it is refused.
fn renamed(sources: &Sources, old: &str, new: &str) -> Option<Sources> {
    let renamed = rename(sources, &assemble(sources), old, new).ok()?;
    let mut after = sources.clone();
    for file in renamed.edits.files(sources) {
        if &*file.path == "heftfaden.toml" {
            after.config = Arc::new(heftfaden::config::parse(&file.after).0);
            after.config_text = Some(Arc::from(file.after));
        } else {
            after.put(Arc::new(SourceFile::new(&file.path, file.after)));
        }
    }
    Some(after)
}

fn texts(sources: &Sources) -> Vec<String> {
    let files = sources.files.iter().map(|file| file.text.to_string());
    files.chain(sources.config_text.as_deref().map(str::to_owned)).collect()
}

/// Renames an item of a project to an ID that it has nowhere, and back. Returns whether it could.
fn there_and_back(wanted: &str, answer: &str, pick: usize) -> bool {
    let before = sources(wanted, answer);
    let project = assemble(&before);
    let Some(item) = project.items().nth(pick % project.slots.len().max(1)) else { return false };
    let id = project.item(item).id.to_string();
    let document = project.document(project.document_of(item)).config.key.to_string();
    let new = format!("{}7{}", id.trim_end_matches(|c: char| c.is_ascii_digit()), 900 + pick % 90);
    let named = format!("{document}:{id}");
    let Some(after) = renamed(&before, &named, &new) else { return false };
    let expected: Vec<Value> = export(&before).iter().map(|item| with_id(item, &document, &id, &new)).collect();
    assert_eq!(export(&after), expected, "{named} → {new}\n{wanted}\n{answer}");
    let back = renamed(&after, &format!("{document}:{new}"), &id);
    // Where only the ID was put in, it can be taken out again.
    let is_plain =
        texts(&before).iter().zip(texts(&after)).take(2).all(|(before, after)| {
            after.replace(&new, &id).replace(&new.to_lowercase(), &id.to_lowercase()) == *before
        });
    if is_plain {
        let back = back.expect("what was renamed can be renamed back");
        assert_eq!(texts(&back), texts(&before), "{named} → {new}");
    }
    true
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn the_project_resolves_as_before(wanted in mutated(), answer in mutated(), pick in any::<usize>()) {
        there_and_back(&wanted, &answer, pick);
    }
}

#[test]
fn most_items_of_the_chapters_can_be_renamed() {
    let chapters = crate::properties::CHAPTERS;
    let mut done = 0;
    for (wanted, answer) in [(0, 1), (2, 1), (2, 3), (0, 3)] {
        done += (0..6).filter(|pick| there_and_back(chapters[wanted], chapters[answer], *pick)).count();
    }
    assert!(done >= 18, "{done} of 24");
}
