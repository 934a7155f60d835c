//! `check` as a gate: what changed since a revision, known findings, and which checks look.

use crate::project::{Project, Run};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Runs git in a folder, for nobody in particular.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").current_dir(folder);
    command.args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]);
    command.args(["-c", "protocol.file.allow=always"]).args(arguments);
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn commit(project: &Project, message: &str) {
    git(&project.root(), &["add", "-A"]);
    git(&project.root(), &["commit", "-q", "--allow-empty", "-m", message]);
}

/// A project whose items are all met, on main, with a branch checked out.
fn branched() -> Project {
    on_a_branch(Project::healthy())
}

fn on_a_branch(project: Project) -> Project {
    git(&project.root(), &["init", "-q"]);
    commit(&project, "Alles erfüllt");
    git(&project.root(), &["checkout", "-q", "-b", "zweig"]);
    project
}

const DEMANDS: &str = "content/lastenheft/01-ziele.md";
const ANSWERS: &str = "content/pflichtenheft/01-funktionen.md";

/// Changes a file of the project.
fn edit(project: &Project, path: &str, from: &str, to: &str) {
    let text = project.text(path);
    assert!(text.contains(from), "{path} has no {from:?}");
    project.write(path, text.replacen(from, to, 1));
}

/// Check, path and line of each entry of a report for GitLab.
fn entries(run: &Run) -> Vec<(String, String, u64)> {
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let entry = |entry: &Value| {
        let location = &entry["location"];
        (text(&entry["check_name"]), text(&location["path"]), location["lines"]["begin"].as_u64().unwrap())
    };
    report.as_array().unwrap().iter().map(entry).collect()
}

fn since_main(project: &Project) -> Run {
    project.run(&["check", "--since", "main", "--format", "gitlab"])
}

/// The report's entry on an open Muss.
fn open(path: &str, line: u64) -> (String, String, u64) {
    ("muss-open".to_owned(), path.to_owned(), line)
}

#[test]
fn a_pipeline_lets_a_commit_pass_that_opens_nothing() {
    let project = branched();
    assert_eq!(entries(&since_main(&project).expect(0)), []);
    edit(&project, DEMANDS, "Wozu das Ganze dient.", "Ein Absatz mehr.\n\nUnd wozu das Ganze dient.");
    edit(&project, ANSWERS, "Ein Feld über jeder Liste.", "Ein Feld, das über jeder Liste steht.");
    commit(&project, "Anders gesagt");
    assert_eq!(entries(&since_main(&project).expect(0)), []);
}

#[test]
fn a_commit_that_adds_an_open_muss_fails_the_pipeline() {
    let project = branched();
    edit(
        &project,
        DEMANDS,
        "Kunden finden.\n",
        "Kunden finden.\n\n## LH-2 Export\n\nDas System muss Kunden ausgeben.\n",
    );
    commit(&project, "Eine Anforderung mehr");
    assert_eq!(entries(&since_main(&project).expect(1)), [open(DEMANDS, 11)]);
}

#[test]
fn a_commit_that_takes_a_realisation_away_fails_the_pipeline_at_the_line_of_the_muss() {
    let project = branched();
    edit(&project, ANSWERS, "- Realisiert: LH-1\n", "");
    commit(&project, "Spur gestrichen");
    let found = entries(&since_main(&project).expect(1));
    assert!(found.contains(&open(DEMANDS, 5)), "{found:?}");
    // Whatever the way: the whole file, a part of it, or the status.
    git(&project.root(), &["reset", "-q", "--hard", "main"]);
    project.remove(ANSWERS);
    project.write("content/pflichtenheft/02-rest.md", "# Rest\n\nNoch nichts.\n");
    assert!(entries(&since_main(&project).expect(1)).contains(&open(DEMANDS, 5)));
    git(&project.root(), &["reset", "-q", "--hard", "main"]);
    edit(&project, ANSWERS, "LH-1\n", "LH-1\n- Status: verworfen\n");
    assert!(entries(&since_main(&project).expect(1)).contains(&open(DEMANDS, 5)));
    git(&project.root(), &["reset", "-q", "--hard", "main"]);
    edit(&project, ANSWERS, "LH-1", "LH-1 (teilweise)");
    let found = entries(&since_main(&project).expect(1));
    assert!(found.iter().any(|(code, ..)| code == "muss-partial"), "{found:?}");
}

#[test]
fn a_wish_that_becomes_a_muss_fails_the_pipeline() {
    let project = Project::healthy();
    project.write("content/lastenheft/03-wünsche.md", "# Wünsche\n\n## LH-9 Farbe\n\n- Priorität: wunsch\n\nBunt.\n");
    let project = on_a_branch(project);
    assert_eq!(entries(&since_main(&project).expect(0)), []);
    edit(&project, "content/lastenheft/03-wünsche.md", "wunsch\n", "muss\n");
    commit(&project, "Doch ein Muss");
    assert_eq!(entries(&since_main(&project).expect(1)), [open("content/lastenheft/03-wünsche.md", 3)]);
}

/// A project with a finding of every kind of file: what is old must stay silent, wherever it stands.
fn full_of_findings() -> Project {
    let project = Project::healthy()
        .file("content/lastenheft/03-alt.md", "# Alt\n\n[tot](fehlt.md) ![x](bild.png) $\\frac{1$\n\n## LH-7 Offen\n\nMöglichst schnell, siehe LH-98.\n\n## LH-7 Doppelt\n\nText.\n")
        .file("content/lastenheft/04-crlf.md", "# CRLF\r\n\r\n[tot](weg.md)\r\n")
        .file("content/lastenheft/05-latin.md", b"# Latin\n\nM\xfcssen.\n")
        .file("content/lastenheft/06-vorspann.md", "---\ntitle: \"offen\nfarbe: rot\n---\n\n# V\n")
        .file("content/lastenheft/07-schlüssel.md", "---\ntitle: S\nfarbe: rot\nversion: 1.10\n---\n\n[a](#nirgends)\n")
        .file("content/anlagen/böse.svg", "<svg><script>1</script></svg>")
        .file("content/anlagen/gut.svg", "<svg></svg>")
        .file("content/anlagen/seite.html", "<p>x</p>")
        .file("content/.versteckt/01.md", "[tot](fehlt.md)\n")
        .file("content/lastenheft/entwurf.md~", "[tot](fehlt.md)\n")
        .file("geheim.md", "# Geheim\n\n[tot](fehlt.md)\n");
    let settings = project.text("heftfaden.toml").replacen("keine.toml", "fehlt.toml", 1);
    project.write("heftfaden.toml", settings + "\nfarbe = 1\n\n[checks]\nkeine-prüfung = \"off\"\n");
    #[cfg(unix)]
    {
        let link = |target: &str, path: &str| std::os::unix::fs::symlink(target, project.path(path)).unwrap();
        link("../../geheim.md", "content/lastenheft/08-hinaus.md");
        link("nirgends.md", "content/lastenheft/09-leer.md");
        link("../../nirgends.md", "content/lastenheft/11-leer.md");
        link("03-alt.md", "content/lastenheft/10-noch-einmal.md");
        link("../anlagen", "content/lastenheft/anlagen");
    }
    project
}

#[test]
fn what_was_there_before_is_silent_and_an_older_state_is_read_as_a_folder_is() {
    let project = on_a_branch(full_of_findings());
    let all = entries(&project.run(&["check", "--format", "gitlab"]).expect(1));
    let codes: std::collections::BTreeSet<&str> = all.iter().map(|(code, ..)| code.as_str()).collect();
    assert!(all.len() > 20 && codes.len() > 14, "{codes:?}");
    assert_eq!(entries(&since_main(&project).expect(0)), []);
    // Text that only moves keeps its findings to itself.
    edit(&project, "content/lastenheft/03-alt.md", "# Alt\n", "# Alt\n\nEin Satz vorn.\n");
    assert_eq!(entries(&since_main(&project).expect(0)), []);
    // With the whole history of an empty project before it, everything is new.
    let root = project.root();
    git(&root, &["checkout", "-q", "--orphan", "leer"]);
    git(&root, &["rm", "-rfq", "--cached", "."]);
    git(&root, &["commit", "-q", "--allow-empty", "-m", "Nichts"]);
    let run = project.run(&["check", "--since", "leer", "--format", "gitlab"]).expect(1);
    assert_eq!(entries(&run).len(), all.len());
}

#[test]
fn findings_on_edited_lines_and_in_edited_items_are_reported_though_they_are_old() {
    let project = on_a_branch(full_of_findings());
    edit(&project, "content/lastenheft/04-crlf.md", "[tot]", "Hier: [tot]");
    let crlf = ("dead-link".to_owned(), "content/lastenheft/04-crlf.md".to_owned(), 3);
    assert_eq!(entries(&since_main(&project).expect(1)), [crlf]);
    git(&project.root(), &["reset", "-q", "--hard"]);
    // The finding stands at the item's heading, the edit below it.
    edit(&project, "content/lastenheft/03-alt.md", "siehe LH-98", "wirklich, siehe LH-98");
    let found = entries(&since_main(&project).expect(1));
    assert!(found.contains(&open("content/lastenheft/03-alt.md", 5)), "{found:?}");
    assert!(found.iter().any(|(code, ..)| code == "vague-wording"), "{found:?}");
    assert!(!found.iter().any(|(code, ..)| code == "dead-link"), "another line: {found:?}");
}

#[test]
fn a_new_file_counts_as_a_whole_and_a_renamed_one_does_not() {
    let project = on_a_branch(full_of_findings());
    project.write("content/lastenheft/20-neu.md", "# Neu\n\n[tot](fehlt.md)\n");
    let new = ("dead-link".to_owned(), "content/lastenheft/20-neu.md".to_owned(), 3);
    assert_eq!(entries(&since_main(&project).expect(1)), [new], "git does not know the file yet");
    project.remove("content/lastenheft/20-neu.md");
    git(&project.root(), &["mv", "content/lastenheft/04-crlf.md", "content/lastenheft/14-zeilen ende.md"]);
    assert_eq!(entries(&since_main(&project).expect(0)), []);
    let text = project.text("content/lastenheft/14-zeilen ende.md");
    project.remove("content/lastenheft/14-zeilen ende.md");
    project.write("content/lastenheft/24-nicht-angemeldet.md", text);
    assert_eq!(entries(&since_main(&project).expect(0)), [], "git does not know the new name yet");
}

#[test]
fn a_level_that_the_settings_raise_makes_old_findings_new() {
    let project = Project::healthy();
    project.write("content/lastenheft/03-wünsche.md", "# Wünsche\n\n## LH-9 Farbe\n\n- Priorität: wunsch\n\nBunt.\n");
    let project = on_a_branch(project);
    project.write("heftfaden.toml", project.text("heftfaden.toml") + "\n[checks]\nwunsch-open = \"error\"\n");
    let found = entries(&since_main(&project).expect(1));
    assert_eq!(found.iter().map(|(code, ..)| code.as_str()).collect::<Vec<_>>(), ["wunsch-open"]);
}

#[test]
fn a_project_below_the_repository_names_paths_from_its_top() {
    let project = branched();
    let top = project.around().join("oben");
    std::fs::create_dir_all(top.join("doku")).unwrap();
    for part in ["content", "heftfaden.toml", "keine.toml"] {
        std::fs::rename(project.path(part), top.join("doku").join(part)).unwrap();
    }
    git(&top, &["init", "-q"]);
    git(&top, &["add", "-A"]);
    git(&top, &["commit", "-q", "-m", "Alles"]);
    let answers = top.join("doku").join(ANSWERS);
    let text = std::fs::read_to_string(&answers).unwrap().replace("- Realisiert: LH-1\n", "");
    std::fs::write(&answers, text).unwrap();
    let check = |format: &str, folder: &Path, named: &[&str]| {
        let mut command = project.command(&["check", "--since", "HEAD", "--format", format]);
        Run::of(command.args(named).current_dir(folder)).expect(1)
    };
    let below = format!("doku/{DEMANDS}");
    assert!(entries(&check("gitlab", &top, &["doku"])).contains(&open(&below, 5)));
    assert!(entries(&check("gitlab", &top.join("doku/content"), &[])).contains(&open(&below, 5)));
    assert!(check("short", &top, &["doku"]).out.starts_with(&format!("{below}:5:4: Fehler[muss-open]: ")));
    let deep = check("short", &top.join("doku/content"), &[]).out;
    assert!(deep.starts_with("../content/lastenheft/01-ziele.md:5:4: "), "{deep}");
    // A hook of git's sets these for its own repository.
    let mut hooked = project.command(&["check", "--since", "HEAD", "--format", "gitlab"]);
    hooked.current_dir(top.join("doku")).env("GIT_DIR", ".git").env("GIT_INDEX_FILE", ".git/index");
    assert!(entries(&Run::of(&mut hooked).expect(1)).contains(&open(&below, 5)));
}

#[test]
fn what_git_cannot_give_is_said_and_exits_2() {
    let project = Project::healthy();
    let mut outside = project.command(&["check", "--since", "main"]);
    outside.env("GIT_CEILING_DIRECTORIES", project.around().parent().unwrap());
    let words = Run::of(&mut outside).expect(2).err;
    assert!(words.contains("--since braucht ein git-Repository") && words.contains("not a git repository"), "{words}");
    let mut without = project.command(&["check", "--since", "main"]);
    let words = Run::of(without.env("PATH", project.root())).expect(2).err;
    assert!(words.contains("das Programm git"), "{words}");

    let project = branched();
    for revision in ["nirgends", "--help", "", "main:content", "HEAD~99"] {
        let words = project.run(&["check", &format!("--since={revision}")]).expect(2).err;
        assert!(words.contains(&format!("Eine Revision „{revision}“ kennt das Repository nicht.")), "{words}");
    }
    commit(&project, "Noch einer");
    let url = format!("file://{}", project.root().display());
    git(project.around(), &["clone", "-q", "--depth", "1", &url, "flach"]);
    let mut shallow = project.command(&["check", "--since", "HEAD~1"]);
    let words = Run::of(shallow.current_dir(project.around().join("flach"))).expect(2).err;
    assert!(words.contains("git fetch --unshallow") && words.contains("GIT_DEPTH: 0"), "{words}");
    // A pipeline has the branches of others under `origin/` alone.
    git(project.around(), &["clone", "-q", &url, "ganz"]);
    let mut whole = project.command(&["check", "--since", "main"]);
    whole.current_dir(project.around().join("ganz"));
    let words = Run::of(&mut whole).expect(2).err;
    assert!(words.contains("Gemeint ist wohl „origin/main“."), "{words}");
    let english = Run::of(whole.env("LANG", "C")).expect(2).err;
    assert!(english.contains("no revision \"main\"; \"origin/main\" is probably meant"), "{english}");
}

#[test]
fn a_baseline_lets_known_findings_pass_and_new_ones_not() {
    let project = full_of_findings();
    let all = entries(&project.run(&["check", "--format", "gitlab"]).expect(1)).len();
    let known = &["check", "--baseline", "bestand.txt", "--format", "gitlab"];
    let missing = project.run(known).expect(2).err;
    assert!(missing.contains("bestand.txt gibt es nicht") && missing.contains("--write-baseline"), "{missing}");
    let write = &["check", "--baseline", "bestand.txt", "--write-baseline"];
    let written = project.run(write).expect(0).out;
    assert_eq!(written, format!("bestand.txt: Befunde: {all}; neu darin: {all}; nicht mehr: 0.\n"));
    let text = project.text("bestand.txt");
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert!(lines.len() == all && lines.is_sorted(), "{text}");
    let run = project.run(known).expect(0);
    assert_eq!(
        (entries(&run).len(), run.err.trim()),
        (0, format!("Bestandsliste: bekannt und übergangen: {all}.").as_str())
    );

    // Lines shift, titles and priorities change, another language speaks: known is known.
    edit(&project, "content/lastenheft/03-alt.md", "# Alt\n", "# Alt\n\nEin Satz vorn.\n");
    edit(&project, "content/lastenheft/03-alt.md", "LH-7 Offen", "LH-7 Geöffnet");
    let english = Run::of(project.command(known).env("LANG", "C")).expect(0);
    assert_eq!(entries(&english), []);
    project.write("content/lastenheft/20-neu.md", "# Neu\n\n[tot](fehlt.md)\n");
    project.write("content/lastenheft/04-crlf.md", "# CRLF\r\n");
    let run = project.run(known).expect(1);
    assert_eq!(entries(&run).len(), 1);
    assert!(run.err.contains("nicht mehr da: 1"), "{}", run.err);
    let again = project.run(write).expect(0).out;
    assert_eq!(again, format!("bestand.txt: Befunde: {all}; neu darin: 1; nicht mehr: 1.\n"));
    project.run(known).expect(0);
}

#[test]
fn a_second_finding_like_a_known_one_is_new() {
    let project = Project::healthy().file("content/lastenheft/03.md", "# A\n\n[tot](fehlt.md)\n");
    project.run(&["check", "--baseline", "b", "--write-baseline"]).expect(0);
    project.run(&["check", "--baseline", "b"]).expect(0);
    project.write("content/lastenheft/03.md", "# A\n\n[tot](fehlt.md)\n\n[tot](fehlt.md)\n");
    let run = project.run(&["check", "--baseline", "b", "--format", "gitlab"]).expect(1);
    assert_eq!(entries(&run), [("dead-link".to_owned(), "content/lastenheft/03.md".to_owned(), 5)]);
}

#[test]
fn what_is_no_baseline_is_named_and_never_written_over() {
    let project = Project::healthy().file("heft.toml", "[project]\n");
    for arguments in
        [&["check", "--baseline", "heft.toml"][..], &["check", "--baseline", "heft.toml", "--write-baseline"]]
    {
        let words = project.run(arguments).expect(2).err;
        assert!(words.contains("heft.toml:1:1: Das ist keine Bestandsliste."), "{words}");
    }
    assert_eq!(project.text("heft.toml"), "[project]\n");
    project.run(&["check", "--write-baseline"]).expect(2);
    project.run(&["check", "--baseline", "b", "--write-baseline", "--only", "dead-link"]).expect(2);
    assert!(!project.exists("b"));
}

#[test]
fn baseline_and_revision_go_together() {
    let project = on_a_branch(full_of_findings());
    project.write("content/lastenheft/20-neu.md", "# Neu\n\n[tot](fehlt.md)\n");
    project.run(&["check", "--baseline", "b", "--write-baseline"]).expect(0);
    project.run(&["check", "--baseline", "b", "--since", "main"]).expect(0);
    project.run(&["check", "--since", "main"]).expect(1);
}

#[test]
fn only_and_skip_choose_the_checks_that_look() {
    let project = full_of_findings();
    let codes = |arguments: &[&str]| {
        let mut command = project.command(&["check", "--format", "gitlab"]);
        let found = entries(&Run::of(command.args(arguments)));
        found.into_iter().map(|(code, ..)| code).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(
        codes(&["--only", "dead-link,vague-wording"]).into_iter().collect::<Vec<_>>(),
        ["dead-link", "vague-wording"]
    );
    let all = codes(&[]);
    let skipped = codes(&["--skip", "dead-link", "--skip", "vague-wording,muss-open"]);
    assert_eq!(skipped.len(), all.len() - 3);
    project.run(&["check", "--only", "vague-wording"]).expect(0);
    project.run(&["check", "--only", "vague-wording", "--deny", "warnings"]).expect(1);
    let none = project.run(&["check", "--only", "vague-wording", "--skip", "vague-wording"]).expect(2);
    assert!(none.err.contains("keine Prüfung übrig"), "{}", none.err);
    for option in ["--only", "--skip"] {
        let words = project.run(&["check", option, "dead-link,muss-opn"]).expect(2).err;
        assert!(words.contains("Eine Prüfung „muss-opn“ gibt es nicht. Gemeint ist wohl „muss-open“."), "{words}");
    }
}

#[test]
fn deny_fails_on_less_than_errors() {
    let project = Project::healthy();
    let hint = project.text("heftfaden.toml") + "\n[checks]\nvague-wording = \"hint\"\n";
    project.write("content/lastenheft/03.md", "# A\n\n## LH-5 B\n\nDas muss möglichst gehen.\n");
    edit(&project, ANSWERS, "LH-1\n", "LH-1, LH-5\n");
    project.run(&["check"]).expect(0);
    project.run(&["check", "--deny", "warnings"]).expect(1);
    project.run(&["check", "--deny", "hints"]).expect(1);
    project.write("heftfaden.toml", hint);
    project.run(&["check", "--deny", "warnings"]).expect(0);
    project.run(&["check", "--deny", "hints"]).expect(1);
}

#[test]
fn who_closes_the_pipe_early_gets_the_same_exit_code() {
    let project =
        Project::healthy().file("content/lastenheft/03-offen.md", "# Offen\n\n|a|b|\n|-|-|\n|1|2|\n\n[x](fehlt.md)\n");
    let closed = |arguments: &[&str]| {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_heftfaden"));
        let status = command.current_dir(project.root()).args(arguments).stdout(writer).status().unwrap();
        status.code()
    };
    for format in ["human", "short", "json", "sarif", "github", "gitlab", "junit"] {
        assert_eq!(closed(&["check", "--format", format]), Some(1), "{format}");
    }
    assert_eq!(closed(&["fmt", "--check"]), Some(1));
    assert_eq!(closed(&["export", "json"]), Some(0));
    project.run(&["fmt"]).expect(0);
    project.remove("content/lastenheft/03-offen.md");
    assert_eq!([closed(&["check"]), closed(&["fmt", "--check"])], [Some(0), Some(0)]);
}

#[cfg(unix)]
#[test]
fn a_baseline_may_come_from_a_pipe() {
    let project = Project::healthy().file("content/lastenheft/03-offen.md", "# Offen\n\n[x](fehlt.md)\n");
    project.run(&["check"]).expect(1);
    project.run(&["check", "--baseline", "bestand", "--write-baseline"]).expect(0);
    let known = std::fs::File::open(project.path("bestand")).unwrap();
    let (reader, mut writer) = std::io::pipe().unwrap();
    std::io::copy(&mut &known, &mut writer).unwrap();
    drop(writer);
    let mut command = Command::new(env!("CARGO_BIN_EXE_heftfaden"));
    command.current_dir(project.root()).args(["check", "--baseline", "/dev/stdin"]).stdin(reader);
    assert!(command.output().unwrap().status.success());
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_a_circle_are_no_news() {
    use std::os::unix::fs::symlink;
    let project = Project::healthy();
    for (name, to) in
        [("content/lastenheft/kreis", "."), ("content/lastenheft/tief/kreis", ".."), ("content/oben", ".")]
    {
        std::fs::create_dir_all(project.path(name).parent().unwrap()).unwrap();
        symlink(to, project.path(name)).unwrap();
    }
    symlink("fehlt.md", project.path("content/lastenheft/tot.md")).unwrap();
    project.remove("heftfaden.toml");
    symlink("fehlt.toml", project.path("heftfaden.toml")).unwrap();
    assert_eq!(project.run(&["check", "--only", "unreadable-file", "--format", "short"]).out.lines().count(), 5);
    let project = on_a_branch(project);
    assert_eq!(entries(&since_main(&project).expect(0)), []);
    symlink(".", project.path("content/lastenheft/neu")).unwrap();
    let found = entries(&since_main(&project).expect(1));
    assert_eq!(found, [("unreadable-file".to_owned(), "content/lastenheft/neu".to_owned(), 1)]);
}

#[test]
fn results_in_a_published_site_count_for_neither_state() {
    let settings = "[project]\ntitle = \"A\"\n\n[documents.abnahme]\nids = [\"AT-#\"]\njunit = \"**/*.xml\"\n";
    let passed = "<testsuite><testcase name=\"AT-1\"/></testsuite>\n";
    let failed = passed.replace("/>", "><failure/></testcase>");
    let project = Project::new()
        .file("heftfaden.toml", settings)
        .file("content/abnahme/01-a.md", "# Abnahme\n\n## AT-1 Eins\n\n- Ergebnis: bestanden\n")
        .file("content/abnahme/ergebnis.xml", passed);
    project.build();
    project.write("public/abnahme/ergebnis.xml", &failed);
    let project = on_a_branch(project);
    let contradicting = || {
        let run = project.run(&["check", "--since", "main", "--only", "result-contradicts", "--format", "gitlab"]);
        entries(&run).len()
    };
    assert_eq!(contradicting(), 0);
    project.write("content/abnahme/ergebnis.xml", &failed);
    assert_eq!(contradicting(), 1);
}
