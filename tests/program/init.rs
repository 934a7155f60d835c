//! `heftfaden init`: what a new project has, that it is in order, and that nothing of anybody's is lost.

use crate::project::{Project, Run, Tree, tree};
use crate::properties::runner;
use heftfaden::config;
use heftfaden::diag::Language;
use heftfaden::edit::starter::{Kind, Starter};
use heftfaden::model::Outline;
use heftfaden::source::Sources;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

const BOTH: [(&str, Language); 2] = [("de", Language::De), ("en", Language::En)];

/// A folder in which `init` has run.
fn begun(arguments: &[&str]) -> Project {
    let project = Project::new();
    project.run(&[&["init"], arguments].concat()).expect(0);
    project
}

/// All files of a project, hidden ones too.
fn everything(project: &Project) -> Tree {
    let mut files = tree(&project.root());
    for hidden in [".gitignore", ".gitlab-ci.yml", ".github/workflows/heftfaden.yml", ".pre-commit-config.yaml"] {
        files.extend(std::fs::read(project.path(hidden)).ok().map(|bytes| (hidden.to_owned(), bytes)));
    }
    files
}

fn findings(project: &Project, code: i32) -> Vec<Value> {
    let run = project.run(&["check", "--format", "json"]).expect(code);
    serde_json::from_str(&run.out).expect("JSON")
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

#[test]
fn a_new_project_builds_and_only_its_contents_are_empty() {
    for (lang, language) in BOTH {
        let project = begun(&["--lang", lang]);
        let found: BTreeSet<(String, String, String)> = findings(&project, 0)
            .iter()
            .map(|it| (text(it, "code").into(), text(it, "file").into(), text(it, "message").into()))
            .collect();
        let mut expected = BTreeSet::new();
        for (folder, document) in
            [("ist-aufnahme", "survey"), ("lastenheft", "lastenheft"), ("pflichtenheft", "pflichtenheft")]
        {
            let folder = format!("content/{folder}");
            let outline = Outline::built_in(document).unwrap();
            for (name, content) in project.tree(&folder).keys().zip(&outline.contents) {
                let message = format!("Unter „{}“ steht noch nichts.", content.title.de);
                assert!(
                    project.text(&format!("{folder}/{name}")).contains(&format!("# {}\n", content.title.get(language)))
                );
                expected.insert(("outline-empty".to_owned(), format!("{folder}/{name}"), message));
            }
        }
        assert_eq!(expected.len(), 26);
        assert_eq!(found, expected, "{lang}");
        let run = project.run(&["build", "--strict"]).expect(0);
        assert!(run.out.contains("0 Fehler, 26 Warnungen, 0 Hinweise"), "{}", run.out);
    }
}

#[test]
fn the_site_of_a_new_project_is_complete_and_shows_no_guidance() {
    for (lang, _) in BOTH {
        let project = begun(&["--lang", lang, "--title", "Pumpe", "--customer", "Kell", "--supplier", "Taub"]);
        project.build();
        let site = project.tree("public");
        let chapters = |document: &str| project.tree(&format!("content/{document}")).into_keys().collect::<Vec<_>>();
        for document in ["ist-aufnahme", "lastenheft", "pflichtenheft"] {
            for name in chapters(document) {
                let slug = name.split_once('-').unwrap().1.strip_suffix(".md").unwrap();
                assert!(site.contains_key(&format!("{document}/{slug}/index.html")), "{document}/{slug}");
            }
        }
        let overviews =
            if lang == "de" { ["glossar", "synopse", "befunde"] } else { ["glossary", "synopsis", "findings"] };
        for page in overviews {
            assert!(site.contains_key(&format!("{page}/index.html")), "{page}");
        }
        for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
            let page = String::from_utf8_lossy(bytes);
            assert!(!page.contains("Anleitung") && !page.contains("guidance") && !page.contains("LH-110"), "{path}");
            assert!(page.contains(&format!("<html lang=\"{lang}\"")) && page.contains("Pumpe"), "{path}");
        }
        let home = project.text("public/index.html");
        assert!(home.contains("Kell") && home.contains("Taub"), "{home}");
    }
}

#[test]
fn a_content_that_is_written_is_empty_no_longer() {
    let project = begun(&[]);
    let chapter = project.text("content/lastenheft/06-qualitaetsanforderungen.md");
    // The example of the guidance, taken out of its comment.
    let example = chapter.split_once("Zum Abschreiben:").unwrap().1.replace("-->", "");
    let front = chapter.split_once("<!--").unwrap().0;
    project.write("content/lastenheft/06-qualitaetsanforderungen.md", format!("{front}{example}"));
    let found = findings(&project, 1);
    let empty = found.iter().filter(|it| text(it, "code") == "outline-empty");
    assert_eq!(empty.count(), 25);
    let open = found.iter().find(|it| text(it, "code") == "muss-open").expect("the demand is one");
    assert!(text(open, "message").contains("LH-610"), "{open}");
}

#[test]
fn a_second_run_changes_nothing_and_says_why() {
    for arguments in [&["init"][..], &["init", "--lang", "en", "--title", "Anders"], &["init", "--example"]] {
        let project = begun(&[]);
        project.age(".");
        let (before, times) = (everything(&project), project.times("."));
        let run = project.run(arguments).expect(2);
        assert!(run.err.contains("ist schon ein Projekt") && run.err.contains("heftfaden.toml"), "{}", run.err);
        assert!(run.out.is_empty(), "{}", run.out);
        assert_eq!((everything(&project), project.times(".")), (before, times));
    }
}

#[test]
fn what_is_there_stays_as_it_is_and_is_named() {
    let files = [
        (".gitignore", "target\n"),
        (".gitlab-ci.yml", "eigen: {}\n"),
        ("content/index.md", "# Eigene Seite\r\n"),
        ("content/lastenheft/01-unternehmen.md", "# Unternehmen\n\nWir bauen seit 1908 Pumpen.\n"),
        ("README.md", "\u{FEFF}Lies mich"),
    ];
    let project = files.iter().fold(Project::new(), |project, (path, text)| project.file(path, text));
    let run = project.run(&["init"]).expect(0);
    for (path, text) in files {
        assert_eq!(project.text(path), text, "{path}");
    }
    let line =
        run.out.lines().find(|line| line.starts_with("Schon da und unverändert: ")).expect("a line that says so");
    for path in files[..4].iter().map(|(path, _)| path) {
        assert!(line.contains(path), "{line}");
    }
    assert!(!line.contains("README.md") && run.out.contains("29 Dateien angelegt"), "{}", run.out);
    assert!(run.out.contains("In .gitignore fehlt noch die Zeile /public/"), "{}", run.out);
    assert_eq!(findings(&project, 0).len(), 25, "one content is written");
}

#[test]
fn an_ignore_file_that_is_right_is_not_spoken_of() {
    for line in ["public", "/public", "public/", "/public/"] {
        let project = Project::new().file(".gitignore", format!("a\n{line}\n"));
        let run = project.run(&["init"]).expect(0);
        assert!(!run.out.contains("In .gitignore fehlt"), "{line}: {}", run.out);
    }
}

#[test]
fn a_folder_with_chapters_of_its_own_is_a_project_without_settings_too() {
    let project = Project::new().file("content/lastenheft/01-eigenes.md", "# Eigenes\n");
    let run = project.run(&["init"]).expect(2);
    assert!(run.err.contains("content/lastenheft/01-eigenes.md ist da"), "{}", run.err);
    assert_eq!(project.tree(".").len(), 1);
}

#[test]
fn a_run_that_was_cut_off_is_finished_by_the_next() {
    let project = begun(&["--title", "Pumpe"]);
    let whole = everything(&project);
    for path in ["heftfaden.toml", "content/pflichtenheft/13-ergaenzungen.md"] {
        project.remove(path);
    }
    let run = project.run(&["init", "--title", "Pumpe"]).expect(0);
    assert!(run.out.contains("2 Dateien angelegt"), "{}", run.out);
    assert_eq!(everything(&project), whole);
}

#[test]
fn the_folder_is_made_and_gives_the_title() {
    let project = Project::new();
    let run = project.run(&["init", "neu/Größe 2"]).expect(0);
    assert!(project.text("neu/Größe 2/heftfaden.toml").contains("title = \"Größe 2\""));
    assert!(run.out.contains("cd \"neu/Größe 2\"") && run.out.contains("01-unternehmen.md"), "{}", run.out);
    project.run(&["build", "neu/Größe 2"]).expect(0);
    let here = begun(&["."]);
    assert!(here.text("heftfaden.toml").contains("title = \"projekt\""), "the folder's name, not its dot");
}

#[test]
fn the_environment_gives_the_language() {
    for (locale, chapter, said) in [
        ("de_AT.UTF-8", "01-unternehmen.md", "angelegt"),
        ("en_GB.UTF-8", "01-company.md", "files made"),
        ("C", "01-company.md", "files made"),
    ] {
        let project = Project::new();
        let run = Run::of(project.command(&["init"]).env("LANG", locale)).expect(0);
        assert!(project.exists(&format!("content/lastenheft/{chapter}")) && run.out.contains(said), "{locale}");
    }
    let project = Project::new();
    let run = project.run(&["init", "--lang", "en"]).expect(0);
    assert!(project.exists("content/lastenheft/01-company.md") && run.out.contains("angelegt"), "{}", run.out);
}

#[test]
fn it_asks_nothing_where_nobody_can_answer() {
    let project = Project::new();
    let run = Run::of(project.command(&["init"]).write_stdin("Titel aus der Leitung\n")).expect(0);
    assert!(run.err.is_empty(), "{}", run.err);
    assert!(project.text("heftfaden.toml").contains("title = \"projekt\""));
}

#[test]
fn a_place_in_another_project_is_refused_or_noted() {
    let project = begun(&[]);
    let inside = project.run(&["init", "content/lastenheft/neu"]).expect(2);
    assert!(inside.err.contains("liegt im Ordner content des Projekts"), "{}", inside.err);
    assert!(!project.exists("content/lastenheft/neu"));
    let beside = project.run(&["init", "handbuch"]).expect(0);
    assert!(beside.err.contains("Hinweis: Der Ordner liegt in einem anderen Projekt"), "{}", beside.err);
    assert!(project.exists("handbuch/heftfaden.toml"));
    assert_eq!(findings(&project, 0).len(), 26, "the outer project is as it was");
}

#[test]
fn below_the_top_of_a_repository_there_are_no_pipelines() {
    let project = Project::new().file(".git/HEAD", "ref: refs/heads/main\n");
    let run = project.run(&["init", "docs"]).expect(0);
    assert!(run.out.contains("Ohne Pipelines") && run.out.contains("30 Dateien"), "{}", run.out);
    assert!(!run.out.contains("HEFTFADEN_SOURCE"), "{}", run.out);
    assert!(project.exists("docs/.gitignore"));
    for path in [".gitlab-ci.yml", ".github", ".pre-commit-config.yaml"] {
        assert!(!project.exists(&format!("docs/{path}")), "{path}");
    }
    let top = Project::new().file(".git/HEAD", "ref: refs/heads/main\n");
    let run = top.run(&["init"]).expect(0);
    assert!(run.out.contains("33 Dateien") && run.out.contains("HEFTFADEN_SOURCE"), "{}", run.out);
    assert!(top.exists(".github/workflows/heftfaden.yml"));
}

#[test]
fn a_file_in_the_way_stops_it_before_anything_is_written() {
    let project = Project::new().file("content", "eine Datei");
    let run = project.run(&["init"]).expect(2);
    assert!(run.err.contains("content ist kein Ordner"), "{}", run.err);
    assert_eq!(everything(&project).into_keys().collect::<Vec<_>>(), ["content"]);
    let run = project.run(&["init", "content"]).expect(2);
    assert!(run.err.contains("content ist kein Ordner"), "{}", run.err);
}

#[test]
fn the_example_is_in_order_and_shows_what_matters() {
    for (lang, _) in BOTH {
        let project = begun(&["--example", "--lang", lang]);
        let loud: Vec<_> = findings(&project, 0).into_iter().filter(|it| text(it, "level") != "hint").collect();
        assert!(loud.is_empty(), "{lang}: {loud:#?}");
        project.run(&["build", "--strict"]).expect(0);
        let glossary = if lang == "de" { "glossar" } else { "glossary" };
        assert!(project.exists(&format!("public/{glossary}/index.html")));
        let export: Value = serde_json::from_str(&project.run(&["export", "json"]).expect(0).out).unwrap();
        let items = export["items"].as_array().unwrap();
        let of = |key: &str| -> BTreeSet<&str> { items.iter().filter_map(|item| item[key].as_str()).collect() };
        assert_eq!(of("priority"), BTreeSet::from(["muss", "wunsch", "abgrenzung"]), "{lang}");
        assert_eq!(of("coverage"), BTreeSet::from(["realised", "partial", "excluded"]), "{lang}");
        assert!(of("proof").is_superset(&BTreeSet::from(["passed", "untested"])), "{lang}: {:?}", of("proof"));
    }
}

#[test]
fn the_example_takes_another_title() {
    let project = begun(&["--example", "--title", "Mein \"Fall\"", "--supplier", "Wir"]);
    let settings = project.text("heftfaden.toml");
    let (read, found) = config::parse(&settings);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!((read.title.as_str(), read.supplier.as_deref()), ("Mein \"Fall\"", Some("Wir")));
    assert!(read.customer.is_some_and(|name| name.contains("Erlengrund")));
}

#[test]
fn every_setting_that_is_commented_out_can_be_taken_in() {
    for (lang, _) in BOTH {
        let project = begun(&["--lang", lang]);
        let is_setting = |line: &str| {
            let key = line.split(" = ").next().unwrap_or_default();
            line.starts_with('[')
                || line.contains(" = ") && key.chars().all(|c| c.is_ascii_lowercase() || "_-".contains(c))
        };
        let settings = project.text("heftfaden.toml");
        let mut taken = 0;
        let line = |line: &str| {
            let setting = line.strip_prefix("# ").filter(|setting| is_setting(setting));
            taken += usize::from(setting.is_some());
            format!("{}\n", setting.unwrap_or(line))
        };
        let all: String = settings.lines().map(line).collect();
        let (read, found) = config::parse(&all);
        assert!(found.is_empty(), "{all}\n{found:?}");
        assert!(taken >= 20 && read.users == Some(25) && read.fields.len() == 1 && read.milestones.len() == 1, "{all}");
        assert!(read.customer.is_some() && read.base_url.is_some() && read.editor.is_some() && read.levels.len() == 1);
        project.write("heftfaden.toml", all);
        assert_eq!(findings(&project, 0).len(), 26);
    }
}

/// Titles that mean something to TOML, to Markdown, to HTML or to a terminal.
const HOSTILE: &[&str] = &[
    "\"",
    "'''",
    "\\",
    "a\" \ncustomer = \"b",
    "\u{1F9F5} Größe — ﷽",
    "\u{0}\u{7}\u{1B}[2J\u{85}\u{7F}",
    "# kein Kommentar",
    "\"\"\"'''\\\"",
    "{version} {{title}} ${{ x }}",
    "[project]",
    "<script>alert(1)</script>",
    "\u{202E}umgekehrt",
    "]]>-->",
];

/// What the settings say of a title, a customer and a supplier that were given.
fn settled(language: Language, kind: Kind, given: [&str; 3]) -> [Option<String>; 3] {
    let [title, customer, supplier] = given.map(|text| Some(text.to_owned()));
    let edits = Starter { language, kind, title, customer, supplier }.edits();
    let files = edits.files(&Sources::default());
    let settings = &files.iter().find(|file| *file.path == *config::FILE).unwrap().after;
    let (read, found) = config::parse(settings);
    assert!(found.is_empty(), "{settings}\n{found:?}");
    [Some(read.title), read.customer, read.supplier]
}

/// A text as it is when its blanks and control characters are single blanks.
fn flat(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check_settled(given: [&str; 3]) {
    for (_, language) in BOTH {
        let read = settled(language, Kind::Outlines, given);
        for (read, given) in read.into_iter().zip(given).filter(|(_, given)| !flat(given).is_empty()) {
            assert_eq!(read.as_deref(), Some(flat(given).as_str()), "{given:?}");
        }
    }
}

#[test]
fn hostile_names_stay_values() {
    for text in HOSTILE {
        check_settled([text, text, text]);
    }
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn whatever_is_typed_is_what_the_settings_say(title in any::<String>(), customer in any::<String>(), supplier in "[\"'\\\\#=\\[\\]\n ]*") {
        check_settled([&title, &customer, &supplier]);
    }
}

#[test]
fn hostile_names_reach_the_site_as_text() {
    // An argument cannot hold a NUL.
    for title in HOSTILE.iter().filter(|title| !title.contains('\0')) {
        let project = begun(&["--title", title, "--customer", title]);
        project.run(&["build", "--strict"]).expect(0);
        let home = project.text("public/index.html");
        assert!(!home.contains("<script>alert"), "{title:?}");
        assert_eq!(findings(&project, 0).len(), 26, "{title:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_a_files_place_is_not_written_through() {
    let project = Project::new();
    let elsewhere = project.around().join("anderswo.yml");
    std::os::unix::fs::symlink(&elsewhere, project.path(".gitlab-ci.yml")).unwrap();
    let run = project.run(&["init"]).expect(0);
    assert!(run.out.contains("unverändert: .gitlab-ci.yml"), "{}", run.out);
    assert!(!elsewhere.exists() && Path::new(&project.path(".gitlab-ci.yml")).is_symlink());
}
