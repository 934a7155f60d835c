//! `heftfaden number`: IDs for what states an obligation and has none.

use crate::project::Project;
use crate::properties::{mutated, runner};
use heftfaden::config::Config;
use heftfaden::edit::Edited;
use heftfaden::edit::number::{Numbering, Scope, number};
use heftfaden::source::{SourceFile, Sources};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A Lastenheft without IDs, with what surrounds requirements.
const BARE: &str = "# Kundenkartei\n\n> Zitat: Es muss nicht stimmen.\n\n## Ziele\n\nDas System muss Kunden finden.\n\n\
                    Es soll:\n\n- Orte anzeigen\n- Namen anzeigen\n\n## Suche\n\nDie Suche soll schnell sein.\n";

fn bare() -> Project {
    Project::new().file("content/lastenheft/01-ziele.md", BARE)
}

#[test]
fn a_diff_is_shown_and_nothing_written() {
    let project = bare();
    let run = project.run(&["number"]).expect(0);
    assert_eq!(project.text("content/lastenheft/01-ziele.md"), BARE);
    assert!(run.out.starts_with("--- a/content/lastenheft/01-ziele.md\n+++ b/"), "{}", run.out);
    assert!(
        run.out.contains("\n-- Orte anzeigen\n") && run.out.contains("\n+- **LH-20** Orte anzeigen\n"),
        "{}",
        run.out
    );
    assert!(run.err.contains("4 neue IDs in 1 Datei: LH-10 … LH-40.") && run.err.contains("--write"), "{}", run.err);
}

#[test]
fn written_ids_are_items_and_a_second_run_changes_nothing() {
    let project = bare();
    let run = project.run(&["number", "--write"]).expect(0);
    assert!(run.out.is_empty() && run.err.contains("geschrieben"), "{}{}", run.out, run.err);
    let after = project.text("content/lastenheft/01-ziele.md");
    assert!(after.contains("## LH-40 Suche\n") && after.contains("> Zitat: Es muss nicht stimmen.\n"), "{after}");
    assert!(project.build().out.starts_with("4 Items, "));
    let again = project.run(&["number", "--write"]).expect(0);
    assert!(again.err.contains("Keine Verpflichtung ohne ID"), "{}", again.err);
    assert_eq!(project.text("content/lastenheft/01-ziele.md"), after);
}

#[test]
fn a_pflichtenheft_with_items_gets_ids_only_where_it_is_named() {
    let project = bare()
        .file("content/lastenheft/02-mehr.md", "Es muss mehr geben.\n")
        .file("content/pflichtenheft/01-wie.md", "Es muss LH-10 erfüllen.\n")
        .file("content/pflichtenheft/02-was.md", "- **PH-5** Es druckt.\n")
        .file("content/glossar.md", "# Glossar\n\nEs muss Wörter geben.\n");
    let out = project.run(&["number"]).expect(0).out;
    assert!(out.contains("02-mehr.md") && !out.contains("01-wie.md") && !out.contains("glossar.md"), "{out}");
    for named in ["pflichtenheft", "content/pflichtenheft", "content/pflichtenheft/01-wie.md"] {
        let out = project.run(&["number", named]).expect(0).out;
        assert!(out.contains("+**PH-10** Es muss LH-10") && !out.contains("02-mehr.md"), "{named}: {out}");
    }
    let all = project.run(&["number", "content/lastenheft/02-mehr.md", "pflichtenheft"]).expect(0).out;
    // LH-10 is named in the Pflichtenheft already.
    assert!(all.contains("+**LH-20** Es muss mehr") && all.contains("PH-10") && !all.contains("01-ziele.md"), "{all}");
    for wrong in ["fehlt", "content/glossar.md", "content/lastenheft/99.md"] {
        let run = project.run(&["number", wrong]).expect(2);
        assert!(run.err.contains(wrong) && run.out.is_empty(), "{}", run.err);
    }
}

#[test]
fn a_pflichtenheft_without_items_gets_ids() {
    let project = Project::new().file("content/pflichtenheft/01-wie.md", "Es muss drucken.\n\nEs zeigt.\n");
    let run = project.run(&["number", "--write"]).expect(0);
    assert_eq!(project.text("content/pflichtenheft/01-wie.md"), "**PH-10** Es muss drucken.\n\nEs zeigt.\n");
    assert!(run.err.contains("1 neue ID in 1 Datei geschrieben"), "{}", run.err);
    let both = bare().file("content/pflichtenheft/01-wie.md", "Es muss drucken.\n");
    let out = both.run(&["number"]).expect(0).out;
    assert!(out.contains("+**PH-10** Es muss drucken.") && out.contains("+**LH-10** Das System"), "{out}");
}

#[test]
fn where_nothing_is_found_it_is_said_where_nobody_looked() {
    let project = Project::new()
        .file("content/lastenheft/01-was.md", "Es druckt.\n")
        .file("content/pflichtenheft/01-wie.md", "**PH-10** Es muss drucken.\n")
        .file("content/abnahme/01-tests.md", "Es muss drucken.\n");
    let err = project.run(&["number"]).expect(0).err;
    let told = "Keine Verpflichtung ohne ID gefunden. Nicht angesehen: pflichtenheft, abnahme. \
                Dort sucht `heftfaden number pflichtenheft abnahme`.";
    assert!(err.contains(told), "{err}");
    let named = project.run(&["number", "pflichtenheft"]).expect(0).err;
    assert!(!named.contains("Nicht angesehen"), "{named}");
    let call = ["number", "pflichtenheft", "abnahme"];
    assert!(project.run(&call).expect(0).out.contains("+**AT-10** Es muss drucken."));
}

#[test]
fn the_settings_say_what_ids_look_like() {
    let project = bare().file("heftfaden.toml", "[documents.lastenheft]\nids = [\"/LF#/\", \"LL#\"]\n");
    let out = project.run(&["number"]).expect(0).out;
    assert!(out.contains("+**/LF10/** Das System muss") && out.contains("+## /LF40/ Suche"), "{out}");
}

#[test]
fn an_id_that_results_name_is_not_given() {
    let project = Project::new()
        .file("content/abnahme/01.md", "Es muss drucken.\n\nEs muss für alle laden.\n")
        .file("results.xml", "<testsuite><testcase name=\"test_at_10\"/></testsuite>\n")
        .file("heftfaden.toml", "[documents.abnahme]\nids = [\"AT-#\"]\njunit = [\"results.xml\"]\n");
    let out = project.run(&["number", "abnahme"]).expect(0).out;
    assert!(out.contains("+**AT-20** Es muss drucken.") && out.contains("+**AT-30** Es muss für"), "{out}");
}

#[test]
fn a_pattern_that_makes_no_ids_is_said() {
    let project = bare().file("heftfaden.toml", "[documents.lastenheft]\nids = [\"LH-#.#\"]\n");
    let err = project.run(&["number"]).expect(0).err;
    assert!(
        err.contains("heftfaden.toml:2:7: ") && err.contains("LH-#.#") && err.contains("Keine ID vergeben"),
        "{err}"
    );
    let out =
        bare().file("heftfaden.toml", "[documents.lastenheft]\nids = [\"LH #\"]\n").run(&["number"]).expect(0).out;
    assert!(out.contains("+**LH 10** Das System"), "{out}");
}

#[test]
fn ids_may_be_nothing_but_a_number() {
    let project = Project::new()
        .file("content/lastenheft/01.md", "Es muss für 10 Nutzer gehen.\n")
        .file("heftfaden.toml", "[documents.lastenheft]\nids = [\"#\"]\n");
    let out = project.run(&["number"]).expect(0).out;
    assert!(out.contains("+**20** Es muss für"), "{out}");
}

#[test]
fn a_file_that_is_no_utf_8_stays() {
    let project = Project::new().file("content/lastenheft/01.md", b"Es muss gr\xfc\xdfen.\n");
    let run = project.run(&["number", "--write"]).expect(0);
    assert!(run.err.contains("content/lastenheft/01.md") && run.err.contains("UTF-8"), "{}", run.err);
    assert_eq!(std::fs::read(project.path("content/lastenheft/01.md")).unwrap(), b"Es muss gr\xfc\xdfen.\n");
}

fn sources(text: &str, other: &str) -> Sources {
    let files = [("content/lastenheft/01.md", text), ("content/pflichtenheft/01.md", other)];
    let files = files.into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text))).collect();
    Sources::in_memory(Arc::new(Config::default()), files)
}

fn numbered(sources: &Sources) -> (Numbering, usize) {
    let project = heftfaden::load::assemble(sources);
    let files: BTreeSet<Arc<str>> = sources.files.iter().map(|file| Arc::clone(&file.path)).collect();
    (number(&project, sources, &Scope::Files(files), &BTreeSet::new()), project.items().len())
}

/// Whether a line with something put in is the line before when that is taken out: an ID with its decoration, or a cell.
fn gives_back(before: &str, after: &str, ids: &[String]) -> bool {
    let Some(length) = after.len().checked_sub(before.len()) else { return false };
    if length == 0 {
        return before == after;
    }
    let at =
        |start: usize| Some((after.get(..start)?, after.get(start..start + length)?, after.get(start + length..)?));
    (0..=before.len()).filter_map(at).any(|(head, put_in, tail)| {
        let bare = put_in.trim_matches(|c: char| matches!(c, '*' | '/' | '|' | '-' | ' '));
        let is_id = bare.is_empty() || bare == "ID" || ids.iter().any(|id| id == bare);
        is_id && before.strip_prefix(head) == Some(tail)
    })
}

/// What holds of any text.
fn check(text: &str, other: &str) {
    let before = sources(text, other);
    let (numbering, items) = numbered(&before);
    let files = numbering.edits.files(&before);
    let mut after = before.clone();
    for Edited { path, before, after: new } in &files {
        let old = before.as_deref().unwrap_or_default();
        let lines = |text: &str| text.split(['\n', '\r']).map(str::to_owned).collect::<Vec<_>>();
        let (old_lines, new_lines) = (lines(old), lines(new));
        assert_eq!(old_lines.len(), new_lines.len());
        for (one, other) in old_lines.iter().zip(&new_lines) {
            assert!(gives_back(one, other, &numbering.ids), "{one:?} became {other:?}");
        }
        after.put(Arc::new(SourceFile::new(path, new.as_str())));
    }
    let unique: BTreeSet<&String> = numbering.ids.iter().collect();
    assert_eq!(unique.len(), numbering.ids.len());
    let is_new = |id: &String| !before.files.iter().any(|file| file.text.contains(id.as_str()));
    let project = heftfaden::load::assemble(&after);
    assert_eq!(project.items().len(), items + numbering.ids.len(), "{numbering:?}\n{files:#?}");
    for id in &numbering.ids {
        assert!(project.items().any(|key| *project.item(key).id == **id), "{id} is no item\n{files:#?}");
    }
    // Longer numbers may hold shorter ones: `LH-100` in a text does not use up `LH-10`.
    let short = numbering.ids.iter().filter(|id| !is_new(id));
    for id in short {
        let follows = |text: &str| {
            text.match_indices(id.as_str()).all(|(at, _)| {
                let digit = text[at + id.len()..].starts_with(|c: char| c.is_ascii_digit());
                digit || text[..at].ends_with(char::is_alphanumeric)
            })
        };
        assert!(before.files.iter().all(|file| follows(&file.text)), "{id} occurs already");
    }
    let (again, _) = numbered(&after);
    assert!(again.edits.is_empty(), "a second run changes {:#?}", again.edits.files(&after));
}

const PIECES: &[&str] = &[
    "Das System muss drucken",
    "es soll laden",
    "The system shall:",
    "Das System muss:",
    "darf nicht",
    "wenn",
    "dass",
    "sind zu löschen",
    "ist erforderlich",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\n\n# ",
    "\n\n## ",
    "\n\n### ",
    "\n- ",
    "\n  - ",
    "\n1. ",
    "\n\n| A | B |\n|---|---|\n| ",
    " | ",
    "\n| ID | Anforderung |\n| - | - |\n| LH-10 | x |\n|  | ",
    "**",
    "*",
    "`",
    "```\n",
    "> ",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "\\",
    "[ ] ",
    "[x](#suche)",
    "Suche",
    "Musskriterien",
    "Glossar",
    "Nichtfunktionale Anforderungen",
    "LH-7 ",
    "**LH-20** ",
    "/LF10/ ",
    "LH-010",
    "**L-Q-01** ",
    "PH-10",
    ": ",
    ", ",
    ". ",
    "? ",
    "…",
    " ",
    "\t",
    "    ",
    "---\n",
    "===\n",
    "\n---\n",
    "[^1]",
    "\n[^1]: ",
    "\u{feff}",
    "Priorität: muss",
    "ä",
    "🧵",
    "\u{301}",
    "\"",
    "„muss“",
    "~~",
    "$",
    "{#a}",
    "<a name=\"LH-30\"></a>",
    "<br>",
    "\n[a]: b\n",
    "\0",
    "&amp;",
    "1986. ",
];

fn demanding() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn any_text_is_given_back(text in demanding(), other in demanding()) {
        check(&text, &other);
    }

    #[test]
    fn changed_chapters_are_given_back(text in mutated(), more in demanding(), other in mutated()) {
        check(&format!("{text}\n\n{more}"), &other);
    }

    #[test]
    fn arbitrary_text_is_given_back(text in any::<String>()) {
        check(&text, &text);
    }
}

#[test]
fn texts_that_once_took_minutes() {
    for piece in ["Es darf ", "Test darf, ", "may ", "["] {
        let before = sources(&piece.repeat(40_000), "");
        assert!(numbered(&before).0.ids.is_empty(), "{piece}");
    }
}

#[test]
fn texts_that_once_failed() {
    check(BARE, BARE);
}
