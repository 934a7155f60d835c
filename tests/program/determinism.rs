//! The same content gives the same bytes, whatever the threads, the order of files on disk, and the environment.

use crate::project::{Project, Run, Tree};

/// Enough chapters that two threads have something to disagree about.
fn chapters() -> Vec<(String, String)> {
    let mut files = vec![
        ("content/index.md".to_owned(), "# Willkommen\n\nSiehe [Anlage](anlage.csv).\n".to_owned()),
        ("content/anlage.csv".to_owned(), "a;b\n".to_owned()),
        ("heftfaden.toml".to_owned(), "[project]\ntitle = \"Gleich\"\n[milestones.M1]\ntitle = \"Ende\"\ndate = \"2026-11-24\"\n[milestones.M2]\ntitle = \"Später\"\n".to_owned()),
    ];
    for number in 1..=12 {
        let wanted = format!(
            "# Kapitel {number}\n\nVgl. LH-{number}2 und LH-77.[^a]\n\n[^a]: Fußnote {number}.\n\n- **LH-{number}1** Das System muss {number} können.\n- **LH-{number}2** Das System soll $x^{number}$ können.\n\n```rust\nfn f() -> u32 {{ {number} }}\n```\n"
        );
        let answer = format!(
            "# Antwort {number}\n\n## PH-{number} Lösung\n\n- Realisiert: LH-{number}1, LH-{number}2 (teilweise)\n- Status: entwurf\n\n[fehlt](fhelt-{number}.md) siehe LH-9{number}\n"
        );
        files.push((format!("content/lastenheft/{number:02}-kapitel.md"), wanted));
        files.push((format!("content/pflichtenheft/{number:02}-antwort.md"), answer));
    }
    files
}

fn project(files: impl Iterator<Item = (String, String)>) -> Project {
    files.fold(Project::new(), |project, (path, text)| project.file(&path, text))
}

fn built(project: &Project, arguments: &[&str], environment: &[(&str, &str)]) -> Tree {
    let out = project.around().join("seite");
    if out.exists() {
        std::fs::remove_dir_all(&out).unwrap();
    }
    let mut command = project.command(&["build", "--out", out.to_str().unwrap()]);
    Run::of(command.args(arguments).envs(environment.iter().copied())).expect(0);
    crate::project::tree(&out)
}

#[track_caller]
fn assert_same(one: &Tree, other: &Tree) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in one {
        assert!(*bytes == other[path], "{path} differs");
    }
}

#[test]
fn threads_and_repetition_change_nothing() {
    let project = project(chapters().into_iter());
    let first = built(&project, &["--threads", "1"], &[]);
    assert!(first.len() > 60, "{} files", first.len());
    for threads in ["1", "2", "2", "7"] {
        assert_same(&first, &built(&project, &["--threads", threads], &[]));
    }
}

#[test]
fn the_order_in_which_files_were_made_changes_nothing() {
    let forwards = project(chapters().into_iter());
    let backwards = project(chapters().into_iter().rev());
    assert_same(&built(&forwards, &[], &[]), &built(&backwards, &[], &[]));
}

#[test]
fn the_environment_changes_nothing() {
    let project = project(chapters().into_iter());
    let german = built(&project, &[], &[("LC_ALL", "de_DE.UTF-8"), ("TZ", "Europe/Berlin")]);
    let english = built(&project, &[], &[("LC_ALL", "en_US.UTF-8"), ("TZ", "Pacific/Auckland"), ("NO_COLOR", "1")]);
    assert_same(&german, &english);
}

#[test]
fn an_incremental_build_equals_a_full_one() {
    let project = project(chapters().into_iter());
    project.build();
    project.write("content/lastenheft/03-kapitel.md", "# Anders\n\n- **LH-31** Das System muss anders.\n");
    project.remove("content/pflichtenheft/05-antwort.md");
    project.write("content/lastenheft/13-neu.md", "# Neu\n\n- **LH-131** Das System muss Neues.\n");
    project.build();
    assert_same(&project.tree("public"), &built(&project, &[], &[]));
}
