//! What the commands that change the project's files never do: half of it, or to files that they could not read.

use crate::project::Project;
use std::fs;

const WANTED: &str = "content/lastenheft/1.md";
const ANSWER: &str = "content/pflichtenheft/1.md";
const LOOSE: &str = "|a|b|\n|-|-|\n|1|2|\n";

/// A project in which each of the commands would change each file.
fn project() -> Project {
    let wanted = format!("### LH-1 Eins\n\nText.\n\n## Neu\n\nDas System muss drucken.\n\n{LOOSE}");
    let answer = format!("### PH-1 Wie\n\n- Realisiert: LH-1\n\nText.\n\n## Neu\n\nEs muss laden.\n\n{LOOSE}");
    Project::new().file(WANTED, wanted).file(ANSWER, answer)
}

const RENAME: &[&str] = &["rename", "LH-1", "LH-5", "--write"];
const NEW: &[&str] = &["new", "item", "lastenheft"];
const NUMBER: &[&str] = &["number", "--write", "lastenheft", "pflichtenheft"];
const FMT: &[&str] = &["fmt"];

#[cfg(unix)]
fn protect(project: &Project, path: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(project.path(path), fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_stops_what_belongs_together_and_nothing_else() {
    for (arguments, others_change) in [(RENAME, false), (NUMBER, true), (FMT, true)] {
        let project = project();
        let before = project.tree(".");
        protect(&project, ANSWER, 0o444);
        let run = project.run(arguments).expect(2);
        let said = format!("{ANSWER} ist schreibgeschützt und bleibt, wie sie ist.");
        assert!(run.err.contains(&said), "{arguments:?}: {}", run.err);
        let after = project.tree(".");
        assert_eq!(after[ANSWER], before[ANSWER], "{arguments:?}");
        assert_eq!(after[WANTED] != before[WANTED], others_change, "{arguments:?}");
        assert_eq!(after.len(), before.len(), "{arguments:?}");
        let left = walkdir::WalkDir::new(project.root()).into_iter().filter_map(Result::ok);
        assert_eq!(left.filter(|entry| entry.file_name().to_string_lossy().ends_with(".tmp")).count(), 0);
    }
    let project = project();
    protect(&project, WANTED, 0o400);
    assert!(project.run(NEW).expect(2).err.contains("schreibgeschützt"));
}

#[test]
fn files_that_are_no_utf_8_stay_and_are_said() {
    for (arguments, code) in [(RENAME, 2), (NEW, 2), (NUMBER, 0), (FMT, 0)] {
        let mut latin = format!("### PH-1 Wie\n\nEs muss laden.\n\n{LOOSE}Gr").into_bytes();
        latin.extend(b"\xfc\xdfe\n");
        let project = project().file(ANSWER, &latin);
        let run = project.run(arguments).expect(code);
        let said = format!("{ANSWER}:8:3: Ab hier ist die Datei kein UTF-8");
        assert!(run.err.contains(&said) && !run.err.contains("inzwischen geändert"), "{arguments:?}: {}", run.err);
        assert_eq!(fs::read(project.path(ANSWER)).unwrap(), latin, "{arguments:?}");
    }
}

#[test]
fn a_long_name_is_no_hindrance() {
    let long = format!("content/lastenheft/{}.md", "x".repeat(248));
    let project = project().file(&long, LOOSE);
    project.run(FMT).expect(0);
    assert!(project.text(&long).starts_with("| a "));
}

#[test]
fn a_merge_that_is_not_resolved_is_left_alone() {
    let (ours, theirs) = ("### LH-1 Eins\n\nDas System muss a.\n", "### LH-2 Zwei\n\nDas System muss b.\n");
    let text = format!("{LOOSE}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> zweig\n");
    for (arguments, code) in [(RENAME, 2), (NEW, 2), (NUMBER, 0), (FMT, 0), (&["fmt", "--check"][..], 1)] {
        let project = project().file(WANTED, &text);
        let run = project.run(arguments).expect(code);
        assert!(run.err.contains(&format!("{WANTED}:4:1: ")) && run.err.contains("<<<<<<<"), "{}", run.err);
        assert_eq!(project.text(WANTED), text, "{arguments:?}");
    }
    let settings = "<<<<<<< HEAD\n=======\n>>>>>>> zweig\n";
    let run = project().file("heftfaden.toml", settings).run(RENAME).expect(2);
    assert!(run.err.contains("heftfaden.toml:1:1: "), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_may_name_the_item() {
    for (arguments, code) in [(RENAME, 2), (NEW, 2), (NUMBER, 0), (FMT, 0)] {
        let project = project();
        std::os::unix::fs::symlink("fehlt.md", project.path("content/lastenheft/2.md")).unwrap();
        let before = project.tree(".");
        let run = project.run(arguments).expect(code);
        assert!(run.err.contains("content/lastenheft/2.md:1:1: "), "{arguments:?}: {}", run.err);
        assert_eq!(run.err.contains("zuerst lesbar machen"), code == 2, "{arguments:?}: {}", run.err);
        assert_eq!(project.tree(".") == before, code == 2, "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_stays_one_file() {
    for arguments in [RENAME, NEW, NUMBER, FMT] {
        let project = project();
        let other = project.around().join("anders.md");
        fs::hard_link(project.path(WANTED), &other).unwrap();
        let before = project.text(WANTED);
        project.run(arguments).expect(0);
        assert_ne!(project.text(WANTED), before, "{arguments:?}");
        assert_eq!(fs::read_to_string(&other).unwrap(), project.text(WANTED), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_two_paths_lead_to_is_one() {
    for arguments in [NUMBER, FMT] {
        let project = Project::new().file(WANTED, format!("Das System muss drucken.\n\n{LOOSE}"));
        std::os::unix::fs::symlink("1.md", project.path("content/lastenheft/2.md")).unwrap();
        let arguments = if arguments == NUMBER { &["number", "--write"][..] } else { arguments };
        let run = project.run(arguments).expect(0);
        assert!(!run.err.contains("inzwischen"), "{arguments:?}: {}", run.err);
        assert!(arguments[0] == "fmt" || run.err.contains("1 neue ID in 1 Datei"), "{}", run.err);
    }
}
