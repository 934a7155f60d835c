//! What `check` prints for pipelines and editors, and the commands that tell about the program: `explain`, `completions`,
//! `man`, help.

use crate::project::{Project, Run};
use heftfaden::check::CHECKS;
use serde_json::Value;
use std::collections::BTreeSet;

/// A project whose findings are full of what formats use for themselves.
fn tricky() -> Project {
    Project::healthy()
        .file("content/lastenheft/03 a,b%&.md", "# A\n\n[<tot> \"x\"](fehlt%25,:.md) und LH-98\n\n## LH-5 100 % \"gut\" & <schnell>\n\nMöglichst ::error::, siehe LH-1.\n\n## LH-5 Noch einmal\n\nText.\n")
        .file("content/lastenheft/04-lang.md", "# B\n\n[a\nb](fehlt.md)\n")
}

fn check(project: &Project, format: &str) -> String {
    project.run(&["check", "--format", format]).expect(1).out
}

fn report(project: &Project, format: &str) -> Value {
    serde_json::from_str(&check(project, format)).unwrap()
}

/// What a schema in `tests/schemas` finds wrong.
fn faults(schema: &str, report: &Value) -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(schema);
    // Two patterns of SARIF's schema have a bracket that regular expressions with Unicode want escaped.
    let text = std::fs::read_to_string(path).unwrap().replace("{2}]?$", "{2}\\\\]?$");
    let validator = jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap();
    validator.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn sarif_is_valid_and_names_rules_places_and_fingerprints() {
    let project = tricky();
    let mut sarif = report(&project, "sarif");
    assert_eq!(faults("sarif-2.1.0.json", &sarif), [] as [&str; 0]);
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), CHECKS.len());
    let results = run["results"].as_array().unwrap();
    for result in results {
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
    }
    let vague = results.iter().find(|result| result["ruleId"] == "vague-wording").unwrap();
    assert_eq!(vague["level"], "warning");
    let place = &vague["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/lastenheft/03%20a%2Cb%25%26.md");
    let region = serde_json::json!({ "startLine": 7, "startColumn": 1, "endLine": 7, "endColumn": 10 });
    assert_eq!(place["region"], region);
    let lines = results.iter().find(|it| it["locations"][0]["physicalLocation"]["region"]["endLine"] == 4).unwrap();
    assert_eq!(lines["ruleId"], "dead-link", "a link over two lines ends on the second");
    assert!(results.iter().any(|result| result["relatedLocations"].is_array()));
    // The schema is one that finds something.
    sarif["runs"][0]["results"][0]["level"] = "schlimm".into();
    assert!(!faults("sarif-2.1.0.json", &sarif).is_empty());
    let empty = Project::healthy().run(&["check", "--format", "sarif"]).expect(0).out;
    assert_eq!(faults("sarif-2.1.0.json", &serde_json::from_str(&empty).unwrap()), [] as [&str; 0]);
}

#[test]
fn a_report_for_gitlab_is_valid_and_its_fingerprints_outlast_edits() {
    let project = tricky();
    let mut gitlab = report(&project, "gitlab");
    assert_eq!(faults("gitlab-code-quality.json", &gitlab), [] as [&str; 0]);
    let fingerprints = |report: &Value| -> BTreeSet<String> {
        report.as_array().unwrap().iter().map(|entry| entry["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let before = fingerprints(&gitlab);
    assert_eq!(before.len(), gitlab.as_array().unwrap().len(), "no two alike");
    let english = Run::of(project.command(&["check", "--format", "gitlab"]).env("LANG", "C")).expect(1).out;
    assert_eq!(fingerprints(&serde_json::from_str(&english).unwrap()), before);
    for file in ["content/lastenheft/03 a,b%&.md", "content/lastenheft/04-lang.md"] {
        project.write(file, project.text(file).replacen('\n', "\n\nDavor ein Satz.\n\nUnd noch einer.\n", 1));
    }
    let after = report(&project, "gitlab");
    assert_ne!(after, gitlab, "lines shifted");
    assert_eq!(fingerprints(&after), before);
    gitlab[0]["location"]["path"] = "./a.md".into();
    gitlab[0]["severity"] = "error".into();
    assert_eq!(faults("gitlab-code-quality.json", &gitlab).len(), 2);
}

#[test]
fn short_has_a_line_for_each_finding() {
    let project = tricky();
    let all = report(&project, "json").as_array().unwrap().len();
    let short = check(&project, "short");
    assert_eq!(short.lines().count(), all);
    let line = "content/lastenheft/04-lang.md:3:1: Fehler[dead-link]: ";
    assert!(short.lines().any(|it| it.starts_with(line)), "{short}");
}

#[test]
fn github_gets_a_command_for_each_finding() {
    let project = tricky();
    let all = report(&project, "json").as_array().unwrap().len();
    let github = check(&project, "github");
    assert_eq!(github.lines().count(), all);
    for line in github.lines() {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (level, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&level) && !message.is_empty(), "{line}");
        let names: Vec<&str> = properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        assert!(names.starts_with(&["file", "line", "endLine"]) && names.ends_with(&["title"]), "{line}");
    }
    assert!(
        github.contains("file=content/lastenheft/03 a%2Cb%25&.md,line=5,endLine=5,col=4,endColumn=8,title="),
        "{github}"
    );
}

#[test]
fn junit_has_a_suite_for_each_check_and_a_failure_for_each_error() {
    let project = tricky();
    let count = |arguments: &[&str]| {
        let run = Run::of(project.command(&["check", "--format", "junit"]).args(arguments)).expect(1);
        let xml = roxmltree::Document::parse(&run.out).unwrap();
        let named = |name: &'static str| xml.descendants().filter(move |node| node.has_tag_name(name)).count();
        (named("testsuite"), named("testcase"), named("failure"))
    };
    let findings = report(&project, "json");
    let levels: Vec<&str> = findings.as_array().unwrap().iter().map(|it| it["level"].as_str().unwrap()).collect();
    let errors = levels.iter().filter(|level| **level == "error").count();
    let codes: BTreeSet<&str> = findings.as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    let quiet = CHECKS.len() - codes.len();
    assert_eq!(count(&[]), (CHECKS.len(), quiet + levels.len(), errors));
    assert_eq!(count(&["--deny", "hints"]), (CHECKS.len(), quiet + levels.len(), levels.len()));
    let (suites, _, failures) = count(&["--only", "dead-link"]);
    assert_eq!((suites, failures), (1, 2));
}

#[test]
fn explain_prints_every_page_in_both_languages() {
    let project = Project::new();
    for check in CHECKS {
        let german = project.run(&["explain", check.code]).expect(0).out;
        let english = Run::of(project.command(&["explain", check.code]).env("LANG", "C")).expect(0).out;
        for (text, level) in [(&german, ["Fehler", "Warnung", "Hinweis"]), (&english, ["error", "warning", "hint"])] {
            assert!(text.starts_with(&format!("{}: ", check.code)), "{text}");
            assert!(level.iter().any(|level| text.contains(&format!("\n*{level}"))), "{text}");
            assert!(!text.contains("]("), "{text}");
        }
        assert_ne!(german.lines().next(), english.lines().next());
    }
    let words = project.run(&["explain", "mus-open"]).expect(2).err;
    assert!(words.contains("Gemeint ist wohl „muss-open“."), "{words}");
    let english = Run::of(project.command(&["explain", "völlig anders"]).env("LANG", "C")).expect(2).err;
    assert!(english.contains("there is no check \"völlig anders\""), "{english}");
}

#[test]
fn completions_know_every_command_and_speak_the_readers_language() {
    let project = Project::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = project.run(&["completions", shell]).expect(0).out;
        for word in ["check", "explain", "write-baseline", "completions"] {
            assert!(script.contains(word), "{shell} lacks {word}");
        }
    }
    let fish = |language: &str| Run::of(project.command(&["completions", "fish"]).env("LANG", language)).expect(0).out;
    assert!(fish("de_DE").contains("Die Website veröffentlichen") && !fish("de_DE").contains("Publish"));
    assert!(fish("C").contains("Publish the website"));
    project.run(&["completions", "tcsh"]).expect(2);
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_values_and_the_names_of_checks() {
    let project = Project::new();
    project.write("ergaenzung", project.run(&["completions", "bash"]).expect(0).out);
    let complete = |words: &str| {
        let script = format!(
            ". ./ergaenzung; complete -p heftfaden > function; COMP_WORDS=(heftfaden {words} \"\"); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _heftfaden heftfaden '' \"${{COMP_WORDS[COMP_CWORD-1]}}\"; echo \"${{COMPREPLY[*]}}\""
        );
        let mut bash = assert_cmd::Command::new("bash");
        Run::of(bash.current_dir(project.root()).args(["--norc", "-c", &script])).expect(0).out
    };
    assert!(complete("").contains("check") && project.text("function").contains("-F _heftfaden"));
    assert_eq!(complete("check --deny"), "warnings hints\n");
    for words in ["explain", "check --only", "check --skip"] {
        let known = complete(words);
        assert!(known.contains("muss-open") && known.contains("dead-link"), "{words}: {known}");
    }
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let project = Project::new();
    project.run(&["man", "seiten/man1"]).expect(0);
    let pages = project.tree("seiten/man1");
    for page in ["heftfaden.1", "heftfaden-check.1", "heftfaden-export.1", "heftfaden-export-json.1"] {
        assert!(pages.contains_key(page), "{:?}", pages.keys());
    }
    let check = project.text("seiten/man1/heftfaden-check.1");
    for heading in [".SH BEZEICHNUNG", ".SH ÜBERSICHT", ".SH OPTIONEN", "Mögliche Werte:", "[Vorgabe: human]"] {
        assert!(check.contains(heading), "no {heading} in {check}");
    }
    assert!(!check.contains("Possible") && !check.contains("SYNOPSIS"), "{check}");
    let english = Run::of(project.command(&["man"]).env("LANG", "C")).expect(0).out;
    assert!(english.contains(".SH SYNOPSIS") && english.contains("Publish the website"), "{english}");
    project.write("datei", "");
    let words = project.run(&["man", "datei"]).expect(2).err;
    assert!(words.contains("datei ist nicht zu schreiben"), "{words}");
}

#[test]
fn wrong_use_is_said_in_the_readers_language() {
    let project = Project::new();
    for (arguments, german, english) in [
        (&["chek"][..], "Einen Befehl „chek“ gibt es nicht. Gemeint ist wohl „check“.", "unrecognized subcommand"),
        (
            &["check", "--formt"],
            "„--formt“ wird hier nicht erwartet. Gemeint ist wohl „--format“.",
            "unexpected argument",
        ),
        (&["check", "--format", "xml"], "Der Wert „xml“ ist für „--format <FORMAT>“ nicht möglich.", "invalid value"),
        (&["check", "--format"], "Zu „--format <FORMAT>“ fehlt ein Wert.", "a value is required"),
        (&["explain"], "Es fehlt: <CODE>.", "required arguments were not provided"),
        (&["check", "--write-baseline"], "Es fehlt: --baseline <DATEI>.", "required arguments were not provided"),
        (
            &["build", "--out", "a", "--out", "b"],
            "„--out <ORDNER>“ steht mehr als einmal da.",
            "cannot be used multiple times",
        ),
    ] {
        let words = project.run(arguments).expect(2).err;
        assert!(words.starts_with(&format!("heftfaden: {german}")), "{words}");
        assert!(!words.contains("Usage") && words.contains("--help"), "{words}");
        let words = Run::of(project.command(arguments).env("LANG", "C")).expect(2).err;
        assert!(words.contains(english), "{words}");
    }
    let help = project.run(&["check", "--help"]).expect(0).out;
    assert!(
        help.contains("Aufruf: heftfaden check [OPTIONEN] [ORDNER]") && help.contains("[Vorgabe: human]"),
        "{help}"
    );
}
