//! The commands: what they print, and with which code they exit.

use crate::project::{Project, Run};
use serde_json::Value;
use std::io::Read;
use std::process::Stdio;

/// A project with one error: a reference that leads nowhere.
fn broken() -> Project {
    Project::healthy()
        .file("content/pflichtenheft/02-mehr.md", "# Mehr\n\n## PH-2 Export\n\n- Realisiert: LH-99\n\nText.\n")
}

#[test]
fn build_publishes_and_sums_up() {
    let project = Project::healthy();
    let run = project.build();
    let line = run.out.trim_end();
    assert_eq!(line.lines().count(), 1, "{line}");
    let pages = project.tree("public").keys().filter(|path| path.ends_with(".html")).count();
    assert!(line.starts_with(&format!("2 Items, {pages} Seiten nach ")), "{line}");
    assert!(line.contains(" geschrieben, 0 unverändert, 0 entfernt. "), "{line}");
    assert!(line.contains("0 Fehler") && line.ends_with(" ms"), "{line}");
    assert!(project.text("public/lastenheft/ziele/index.html").contains("Das System muss Kunden finden."));
}

#[test]
fn errors_in_documents_fail_a_check_and_a_strict_build_but_no_build() {
    let project = broken();
    let check = project.run(&["check"]).expect(1);
    assert!(
        check.out.contains("dangling-reference") && check.out.contains("content/pflichtenheft/02-mehr.md:5:15"),
        "{}",
        check.out
    );
    let strict = project.run(&["build", "--strict"]).expect(1);
    assert!(strict.err.contains("Nicht veröffentlicht") && strict.err.contains("1 Fehler"), "{}", strict.err);
    assert!(!project.exists("public"), "a strict build with errors publishes nothing");
    let build = project.run(&["build"]).expect(0);
    assert!(build.err.contains("LH-99") && build.out.contains("1 Fehler"), "{}{}", build.err, build.out);
    assert!(project.exists("public/index.html"));
}

#[test]
fn a_strict_build_with_errors_leaves_what_was_published() {
    let project = Project::healthy();
    project.build();
    let before = project.tree("public");
    project.write("content/lastenheft/02-betrieb.md", "# Betrieb\n\n[tot](fehlt.md)\n");
    project.run(&["build", "--strict"]).expect(1);
    assert_eq!(project.tree("public"), before);
}

#[test]
fn a_project_in_order_passes() {
    let project = Project::healthy();
    project.run(&["check"]).expect(0);
    project.run(&["build", "--strict"]).expect(0);
    assert!(project.exists("public/index.html"));
}

#[test]
fn wrong_use_exits_2_and_help_0() {
    let project = Project::healthy();
    for arguments in [
        &["bauen"][..],
        &["build", "--nein"],
        &["check", "--format", "xml"],
        &["export", "xls"],
        &["build", "--threads", "viele"],
    ] {
        let run = project.run(arguments).expect(2);
        assert!(!run.err.is_empty() && run.out.is_empty(), "{arguments:?}");
    }
    project.run(&[]).expect(2);
    assert!(project.run(&["--help"]).expect(0).out.contains("build"));
    assert!(project.run(&["--version"]).expect(0).out.contains(env!("CARGO_PKG_VERSION")));
    assert!(!project.exists("public"));
}

#[test]
fn without_content_every_command_exits_2_and_says_what_is_missing() {
    let project = Project::new();
    for arguments in [&["build"][..], &["check"], &["export", "json"]] {
        let run = project.run(arguments).expect(2);
        assert!(run.err.contains("kein Ordner content"), "{}", run.err);
        assert!(run.out.is_empty());
    }
    let english = Run::of(project.command(&["build", "nirgends"]).env("LANG", "C")).expect(2);
    assert!(english.err.contains("no folder content in nirgends"), "{}", english.err);
}

#[test]
fn an_output_that_cannot_be_written_exits_2_and_is_named() {
    let project = Project::healthy().file("public", "eine Datei");
    let run = project.run(&["build"]).expect(2);
    assert!(run.err.contains("public"), "{}", run.err);
    assert_eq!(project.text("public"), "eine Datei");
}

#[test]
fn the_output_may_be_anywhere() {
    let project = Project::healthy();
    let out = project.around().join("fern/ab/seite");
    project.run(&["build", "--out", out.to_str().unwrap()]).expect(0);
    assert!(out.join("index.html").is_file() && !project.exists("public"));
    let relative = project.run(&["build", "--out", "ausgabe"]).expect(0);
    assert!(relative.out.contains("nach ausgabe"), "{}", relative.out);
    assert_eq!(project.tree("ausgabe"), crate::project::tree(&out));
}

#[test]
fn a_base_url_gives_canonical_links_and_changes_nothing_else() {
    let project = Project::healthy();
    project.build();
    let without = project.text("public/lastenheft/ziele/index.html");
    assert!(!without.contains("canonical"));
    project.run(&["build", "--base-url", "https://example.org/crm/"]).expect(0);
    let link = "<link rel=\"canonical\" href=\"https://example.org/crm/lastenheft/ziele/index.html\">\n";
    let with = project.text("public/lastenheft/ziele/index.html");
    assert!(with.contains(link), "{with}");
    assert_eq!(with.replace(link, ""), without);
    let settings =
        project.text("heftfaden.toml").replace("[project]", "[project]\nbase_url = \"https://example.org/crm\"");
    project.write("heftfaden.toml", settings);
    project.build();
    assert_eq!(project.text("public/lastenheft/ziele/index.html"), with);
}

#[test]
fn the_folder_is_searched_upwards_and_may_be_named() {
    let project = Project::healthy();
    let deep = project.path("content/lastenheft");
    Run::of(project.command(&["build"]).current_dir(&deep)).expect(0);
    assert!(project.exists("public/index.html") && !deep.join("public").exists());
    let other = project.around().join("anderswo");
    std::fs::create_dir(&other).unwrap();
    let root = project.root();
    Run::of(project.command(&["build", root.to_str().unwrap(), "--out", "hier"]).current_dir(&other)).expect(0);
    assert!(other.join("hier/index.html").is_file(), "--out is relative to the working folder");
}

#[test]
fn a_project_needs_no_settings() {
    let project = Project::new()
        .file("content/lastenheft/01-ziele.md", "# Ziele\n\n- **LH-1** Das System muss suchen.\n")
        .file("content/pflichtenheft/01-a.md", "# Lösung\n\n## PH-1 Suche\n\n- Realisiert: LH-1\n\nText.\n");
    let run = project.build();
    assert!(run.out.starts_with("2 Items, "), "{}", run.out);
    assert!(project.text("public/pflichtenheft/PH-1/index.html").contains("LH-1"));
}

#[test]
fn the_program_needs_no_other_file() {
    let project = Project::healthy();
    let copy = project.around().join("programm");
    // Not copied by this process: a test that starts a program meanwhile would hold the copy open for writing.
    let copied =
        std::process::Command::new("cp").args([env!("CARGO_BIN_EXE_heftfaden").as_ref(), copy.as_os_str()]).status();
    assert!(copied.unwrap().success());
    let mut command = assert_cmd::Command::new(&copy);
    command.current_dir("/").env_clear().args(["build".as_ref(), project.root().as_os_str()]);
    Run::of(&mut command).expect(0);
    project.run(&["build", "--out", "zum-vergleich"]).expect(0);
    assert_eq!(project.tree("public"), project.tree("zum-vergleich"));
}

#[test]
fn the_locale_chooses_the_language_of_messages() {
    let project = broken();
    let check = |set: &[(&str, &str)]| {
        let mut command = project.command(&["check"]);
        command.env_remove("LANG").envs(set.iter().copied());
        Run::of(&mut command).expect(1).out
    };
    let (german, english) = (check(&[("LANG", "de_AT.UTF-8")]), check(&[("LANG", "en_GB.UTF-8")]));
    assert!(german.contains("Ein Item „LH-99“ gibt es nicht.") && german.contains("1 Fehler"), "{german}");
    assert!(english.contains("there is no item \"LH-99\"") && english.contains("1 error,"), "{english}");
    let words = |text: &str| text.rsplit_once(" (").unwrap().0.to_owned();
    for (set, like) in [
        (&[][..], &english),
        (&[("LANG", "C")], &english),
        (&[("LANG", "fr_FR.UTF-8")], &english),
        (&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "C.UTF-8")], &english),
        (&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "de_DE")], &german),
        (&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "")], &german),
        (&[("LANG", "ö")], &english),
    ] {
        assert_eq!(words(&check(set)), words(like), "{set:?}");
    }
}

#[test]
fn check_as_json() {
    let project = broken();
    let run = project.run(&["check", "--format", "json"]).expect(1);
    let findings: Value = serde_json::from_str(&run.out).unwrap();
    let found = findings.as_array().unwrap().iter().find(|found| found["code"] == "dangling-reference").unwrap();
    assert_eq!(found["level"], "error");
    assert_eq!(found["file"], "content/pflichtenheft/02-mehr.md");
    assert_eq!((&found["line"], &found["column"]), (&Value::from(5), &Value::from(15)));
    assert_eq!(found["excerpt"], "- Realisiert: LH-99");
    assert_eq!(found["message"], "Ein Item „LH-99“ gibt es nicht.");
    assert!(found["hint"].is_string() && found["related"].is_array(), "{found}");
    let healthy = Project::healthy().file("heftfaden.toml", "[project]\ntitle = \"K\"\n");
    let run = healthy.run(&["check", "--format", "json"]);
    assert!(serde_json::from_str::<Value>(&run.out).unwrap().is_array(), "{}", run.out);
}

#[test]
fn export_as_json() {
    let run = Project::healthy().run(&["export", "json"]).expect(0);
    let export: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&export["format"], &export["version"]), (&Value::from("heftfaden"), &Value::from(1)));
    assert_eq!(export["project"]["title"], "Kundenkartei");
    let keys: Vec<&str> =
        export["documents"].as_array().unwrap().iter().map(|document| document["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["lastenheft", "pflichtenheft"]);
    let items = export["items"].as_array().unwrap();
    let (demand, answer) = (&items[0], &items[1]);
    assert_eq!(
        (&demand["id"], &demand["document"], &demand["title"]),
        (&Value::from("LH-1"), &Value::from("lastenheft"), &Value::from("Suche"))
    );
    assert_eq!(
        (&demand["priority"], &demand["coverage"], &demand["place"]),
        (&Value::from("muss"), &Value::from("realised"), &Value::from("heading"))
    );
    assert_eq!((&demand["file"], &demand["line"]), (&Value::from("content/lastenheft/01-ziele.md"), &Value::from(5)));
    assert_eq!(answer["traces"][0]["id"], "LH-1");
    assert_eq!(demand["traced_by"][0]["id"], "PH-1");
    assert!(export["findings"].is_array());
    broken().run(&["export", "json"]).expect(0);
}

/// Runs a command whose output nobody reads.
fn unread(project: &Project, arguments: &[&str], close_errors: bool) -> Run {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_heftfaden"));
    command.current_dir(project.root()).args(arguments).env("LC_ALL", "de_DE.UTF-8");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    let mut errors = child.stderr.take().filter(|_| !close_errors);
    if let Some(errors) = &mut errors {
        errors.read_to_string(&mut err).unwrap();
    }
    let code = child.wait().unwrap().code().unwrap_or(-1);
    Run { code, out: String::new(), err }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    // Long enough not to fit a pipe's buffer.
    let many: String = (0..2000).map(|number| format!("Siehe LH-{number}9.\n\n")).collect();
    let project = Project::healthy().file("content/lastenheft/03-viele.md", format!("# Viele\n\n{many}"));
    for arguments in [&["check"][..], &["check", "--format", "json"], &["export", "json"], &["--help"], &["build"]] {
        let run = unread(&project, arguments, false).expect(0);
        assert!(!run.err.contains("panicked") && !run.err.contains("pipe"), "{arguments:?}: {}", run.err);
    }
    assert!(project.exists("public/index.html"));
}

#[test]
fn a_build_whose_messages_nobody_reads_publishes_all_the_same() {
    let project = broken();
    unread(&project, &["build"], true).expect(0);
    assert!(project.exists("public/index.html"), "exit 0 without a site");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_said_in_both_languages() {
    let project = Project::healthy();
    for (language, words) in [("C", "heftfaden: output failed: "), ("de_DE.UTF-8", "heftfaden: Ausgabe gescheitert: ")]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_heftfaden"));
        command.current_dir(project.root()).args(["export", "json"]).env_remove("LC_ALL").env_remove("LC_MESSAGES");
        let output = command.env("LANG", language).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).starts_with(words), "{language}: {output:?}");
    }
}
