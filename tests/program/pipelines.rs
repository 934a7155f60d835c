//! The pipelines and the hook that `heftfaden init` writes: read as YAML, and their scripts run by a shell as a runner would.

#![cfg(unix)]

use crate::project::{Project, Run};
use gray_matter::{Matter, engine::YAML};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const GITLAB: &str = ".gitlab-ci.yml";
const GITHUB: &str = ".github/workflows/heftfaden.yml";
const REPORT: &str = "gl-code-quality-report.json";

/// What stands in for cargo and rustup: notes how it was called, and fetches nothing.
const NOTES: &str = "#!/bin/sh\necho \"$(basename \"$0\") $*\" >> \"$NOTES\"\n";

/// A project of a language, with what is not to be called for real.
fn begun(lang: &str) -> Project {
    let project = Project::new();
    project.run(&["init", "--lang", lang]).expect(0);
    for name in ["cargo", "rustup"] {
        let path = project.around().join("stand-ins").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, NOTES).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    project
}

/// A YAML file as a value.
fn yaml(project: &Project, path: &str) -> Value {
    let fenced = format!("---\n{}\n---\n", project.text(path));
    let entity = Matter::<YAML>::new().parse::<Value>(&fenced).unwrap_or_else(|error| panic!("{path}: {error}"));
    entity.data.unwrap_or_else(|| panic!("{path} is empty"))
}

/// The lines of scripts, one after the other.
fn lines(scripts: &[&Value]) -> String {
    let all = scripts.iter().flat_map(|script| script.as_array().expect("a list"));
    all.map(|line| format!("{}\n", line.as_str().expect("a line"))).collect()
}

/// What the steps of a job run that have a script.
fn steps(github: &Value) -> Vec<&str> {
    github["jobs"]["website"]["steps"].as_array().unwrap().iter().filter_map(|step| step["run"].as_str()).collect()
}

/// Whether the program is on the runner's path.
#[derive(Clone, Copy, PartialEq)]
enum Program {
    There,
    Missing,
}

/// Runs a script as a runner does: it ends at the first line that fails, and has the file's variables.
fn shell(project: &Project, script: &str, variables: &Value, source: &str, program: Program) -> Run {
    let own = Path::new(env!("CARGO_BIN_EXE_heftfaden")).parent().unwrap();
    let first = if program == Program::There { own.to_owned() } else { project.around().join("stand-ins") };
    let mut command = assert_cmd::Command::new("/bin/sh");
    command.current_dir(project.root()).env_clear().args(["-e", "-c", script]);
    for (name, value) in variables.as_object().expect("variables") {
        command.env(name, value.as_str().expect("a text"));
    }
    command.env("HEFTFADEN_SOURCE", source).env("CI_PROJECT_DIR", project.root());
    command.env("NOTES", project.around().join("notes")).env("PATH", format!("{}:/usr/bin:/bin", first.display()));
    Run::of(&mut command)
}

/// How cargo and rustup were called; empty where they were not.
fn notes(project: &Project) -> String {
    std::fs::read_to_string(project.around().join("notes")).unwrap_or_default()
}

#[test]
fn the_pipelines_are_yaml_whose_commands_run() {
    for lang in ["de", "en"] {
        let project = begun(lang);
        let (gitlab, github) = (yaml(&project, GITLAB), yaml(&project, GITHUB));
        let scripts = [&gitlab["default"]["before_script"], &gitlab["check"]["script"], &gitlab["pages"]["script"]];
        let run = shell(&project, &lines(&scripts), &gitlab["variables"], "", Program::There).expect(0);
        assert!(run.out.contains(if lang == "de" { "26 Warnungen" } else { "26 warnings" }), "{}", run.out);
        let artifacts = &gitlab["check"]["artifacts"];
        assert_eq!((&artifacts["reports"]["codequality"], &artifacts["when"]), (&REPORT.into(), &"always".into()));
        let report: Value = serde_json::from_str(&project.text(REPORT)).expect("a report");
        assert_eq!(report.as_array().map(Vec::len), Some(26));
        assert_eq!(gitlab["pages"]["artifacts"]["paths"][0], "public");
        assert!(project.exists("public/index.html"));

        assert!(github["on"].as_object().is_some_and(|on| on.contains_key("pull_request")), "{github}");
        let all = github["jobs"]["website"]["steps"].as_array().unwrap();
        let used: Vec<&str> = all.iter().filter_map(|step| step["uses"].as_str()).collect();
        assert_eq!(used, ["actions/checkout@v7", "actions/cache@v6", "actions/upload-artifact@v7"]);
        let script = steps(&github)[1..].join("\n");
        let run = shell(&project, &script, &github["env"], "", Program::There).expect(0);
        assert_eq!(run.out.lines().filter(|line| line.starts_with("::warning file=content/")).count(), 26);
        assert_eq!(notes(&project), "");
    }
}

#[test]
fn a_finding_is_reported_before_it_stops_the_pipeline() {
    let project = begun("de");
    project
        .write("content/lastenheft/01-unternehmen.md", "# Unternehmen\n\n## LH-10 Suche\n\nDas System muss finden.\n");
    let (gitlab, github) = (yaml(&project, GITLAB), yaml(&project, GITHUB));
    let script = lines(&[&gitlab["check"]["script"]]);
    let run = shell(&project, &script, &gitlab["variables"], "", Program::There).expect(1);
    assert!(run.out.contains("Fehler[muss-open]"), "{}", run.out);
    assert!(project.text(REPORT).contains("\"muss-open\""));
    let run = shell(&project, steps(&github)[1], &github["env"], "", Program::There).expect(1);
    assert!(run.out.contains("::error file=content/lastenheft/01-unternehmen.md,line=3"), "{}", run.out);
    assert!(run.out.contains("Fehler[muss-open]"), "{}", run.out);
}

#[test]
fn the_program_comes_from_where_the_project_says_or_not_at_all() {
    for lang in ["de", "en"] {
        let project = begun(lang);
        let (gitlab, github) = (yaml(&project, GITLAB), yaml(&project, GITHUB));
        for (path, variables, script) in [
            (GITLAB, &gitlab["variables"], lines(&[&gitlab["default"]["before_script"]])),
            (GITHUB, &github["env"], steps(&github)[0].to_owned()),
        ] {
            assert_eq!(variables["HEFTFADEN_SOURCE"], "", "no address is made up");
            let run = shell(&project, &script, variables, "", Program::Missing).expect(1);
            let said = run.out + &run.err;
            assert!(said.contains("HEFTFADEN_SOURCE") && said.contains(path), "{said}");
            assert_eq!(notes(&project), "", "nothing is fetched by its name alone");
            shell(&project, &script, variables, "https://git.example/h f.git", Program::Missing).expect(0);
            let called = notes(&project);
            let rev = concat!("--git https://git.example/h f.git --rev v", env!("CARGO_PKG_VERSION"), " heftfaden\n");
            assert!(called.contains(" install --locked ") && called.ends_with(rev), "{called}");
            std::fs::remove_file(project.around().join("notes")).unwrap();
        }
    }
}

#[test]
fn the_hook_checks_what_is_deleted_too() {
    for lang in ["de", "en"] {
        let project = begun(lang);
        let hook = &yaml(&project, ".pre-commit-config.yaml")["repos"][0]["hooks"][0];
        assert_eq!((&hook["language"], &hook["pass_filenames"]), (&Value::from("system"), &Value::from(false)));
        assert_eq!((&hook["always_run"], &hook["files"]), (&Value::from(true), &Value::Null));
        let arguments: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        assert_eq!(arguments[0], "heftfaden");
        project.run(&arguments[1..]).expect(0);
    }
}
