//! `build --for bidders` and `export answers`: nothing internal leaves the house, and the sheet comes back as an offer.

use crate::project::{Project, Run, Tree};
use crate::properties::runner;
use heftfaden::load;
use heftfaden::model::{Project as Model, Role};
use proptest::prelude::*;
use serde_json::Value;

/// A word that stands in every place that is internal, and in no other.
const SECRET: &str = "Zwetschgenkrampf";

const SETTINGS: &str = r#"
[project]
title = "Vorhaben"
customer = "Kundin"
supplier = "SECRET GmbH"
users = 12
budget = "SECRET"

[documents.lastenheft]
ids = ["LH-#"]
[documents.anhang]
role = "annex"
[documents.notizen]
role = "annex"

[fields.marge]
type = "money"
internal = true
title = "Marge"
[fields.sparte]
type = "choice"
values = ["Bau", "Amt"]
[fields.rang]
type = "choice"
values = ["SECRET-a", "b"]
internal = true

[milestones.M1]
title = "Freigabe"
date = "2027-01-29"
[milestones.M2]
title = "SECRET unterschreibt"
date = "2027-02-01"

[moved.lastenheft]
SECRET-9 = "LH-1"

[bidders]
include = ["anhang", "glossar"]
internal = ["Nachweis", "Gremium"]

[words.status]
SECRETstatus = "entwurf"
"#;

const CHAPTER: &str = r#"---
title: Funktionen
author: SECRET
version: "1.0" # SECRET
history:
  - version: "0.9"
    author: SECRET
    change: SECRET
verantwortlich: SECRET
kosten: SECRET
marge: SECRET 5
SECRET: SECRET
status: SECRETstatus
---
<!-- SECRET -->

# Funktionen <!-- SECRET -->

Text mit <!-- SECRET --> Kommentar, vgl. IST-1 und [ein Angebot](../angebote/SECRET/index.md), [Datei](SECRET.pdf),
![Bild](../bilder/SECRET.png) und PH-1.[^eins]

<!--
SECRET
über Zeilen
-->

[//]: # (SECRET)
[SECRET]: SECRET.pdf "SECRET"

## LH-1 Erste <!-- SECRET --> Forderung

- Priorität: Muss <!-- SECRET -->
- Status: SECRETstatus
- Herkunft: IST-1, SECRET, [Beleg](beleg-SECRET.pdf)[^zwei]
- Verantwortlich: SECRET
- Aufwand: SECRET 4 PT
- Kosten: 5 SECRET
- Marge: SECRET 7
- Rang: SECRET-a
- Sparte: Bau
- Nachweis: SECRET
- Gremium: SECRET
- Meilenstein: M1
- Abnahmekriterium: Es geht. <!-- SECRET -->

Das System muss gehen.

> Zitat <!-- SECRET -->

- Liste <!-- SECRET -->

<div>HTML <!-- SECRET --> darin</div>

<details><summary>Mehr<!-- SECRET --></summary>

Text

</details>

**LH-2** Das System muss stehen.
**Kosten:** SECRET
mehr SECRET
**Marge:** SECRET

- **LH-3** Das System soll laufen. <!-- SECRET -->
  - Priorität: Wunsch
  - Kosten:
    - SECRET eins
    - SECRET zwei
  - Gremium: SECRET

| ID | Anforderung | Aufwand (PT) | Kosten in € | Interne Notiz | Gremium | Rang | Status | Sparte | Meilenstein |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| LH-4 | Das System muss rechnen. <!-- SECRET --> | SECRET | SECRET | SECRET | SECRET | SECRET-a | SECRETstatus | Amt | M1 |
| LH-5 | Das System muss schreiben. | SECRET | SECRET | SECRET | SECRET | b | verworfen | Bau | |
| IST-1 | Fremdes | SECRET | SECRET | SECRET | SECRET | SECRET | SECRET | Bau | |

| Nr. | Wort | Kosten |
| --- | --- | --- |
| 1 | Plan | SECRET |

[^eins]: Fußnote. <!-- SECRET -->
[^zwei]: Nur aus dem Inneren: [SECRET](fuss-SECRET.pdf) SECRET
"#;

fn marked(text: &str) -> String {
    text.replace("SECRET", SECRET)
}

/// A project with the word in every place that stays inside.
fn secretive() -> Project {
    let secret = |path: &str| path.replace("SECRET", SECRET);
    let files = [
        ("heftfaden.toml", SETTINGS),
        ("content/lastenheft/01-funktionen.md", CHAPTER),
        ("content/lastenheft/index.md", "---\nauthor: SECRET\n---\n# Lastenheft\n\nVorwort.<!--SECRET-->\n"),
        ("content/index.md", "# SECRET\n\nSECRET\n"),
        ("content/SECRET.md", "# SECRET\n"),
        ("content/literatur.md", "# Literatur\n\nSECRET\n"),
        ("content/90-glossar.md", "# Glossar\n\nBegriff: Erklärung. <!-- SECRET -->\n"),
        ("content/unbekannt/SECRET.md", "# SECRET\n"),
        (
            "content/ist-aufnahme/01-SECRET.md",
            "# SECRET\n\n## IST-1 SECRET\n\nSECRET\n\n| Frage | Antwort |\n| --- | --- |\n| SECRET | SECRET |\n",
        ),
        (
            "content/angebote/SECRET/index.md",
            "---\nanbieter: SECRET\n---\n# SECRET\n\n| ID | Antwort | Preis |\n| --- | --- | --- |\n| LH-1 | Standard | SECRET |\n\n| Kostenfaktor | Betrag |\n| --- | --- |\n| SECRET | SECRET |\n",
        ),
        (
            "content/angebote/bewertung.md",
            "# SECRET\n\n| Kriterium | SECRET | Begründung |\n| --- | --- | --- |\n| muss | 3 | SECRET |\n",
        ),
        ("content/pflichtenheft/01-a.md", "# SECRET\n\n## PH-1 SECRET\n\n- Realisiert: LH-1\n\nSECRET\n"),
        ("content/abnahme/01-a.md", "# SECRET\n\n## AT-1 SECRET\n\n- Prüft: LH-1\n- Ergebnis: bestanden\n"),
        ("content/notizen/01-a.md", "# SECRET\n"),
        (
            "content/anhang/01-a.md",
            "---\nautor: SECRET\n---\n# Anhang\n\nSiehe LH-1 und [Plan](plan.txt). <!-- SECRET -->\n",
        ),
        ("content/anhang/plan.txt", "ein Plan\n"),
        ("content/anhang/SECRET.txt", "SECRET\n"),
        ("content/lastenheft/beleg-SECRET.pdf", "SECRET"),
        ("content/lastenheft/fuss-SECRET.pdf", "SECRET"),
        ("content/lastenheft/SECRET-lose.pdf", "SECRET"),
    ];
    files.iter().fold(Project::new(), |project, (path, text)| project.file(&secret(path), marked(text)))
}

/// The files of a package, without its manifest being left out.
fn package(project: &Project, arguments: &[&str]) -> (Run, Tree) {
    let run = project.run(&[&["build", "--for", "bidders", "--out", "paket"], arguments].concat()).expect(0);
    let mut files = project.tree("paket");
    files.insert(".heftfaden-manifest".to_owned(), std::fs::read(project.path("paket/.heftfaden-manifest")).unwrap());
    (run, files)
}

fn holds(bytes: &[u8], word: &str) -> bool {
    String::from_utf8_lossy(bytes).to_lowercase().contains(&word.to_lowercase())
}

#[test]
fn nothing_internal_is_in_any_byte_of_the_package() {
    // The unknown field is text that nobody marked, and the linked files that are missing are said by `check`.
    let settings = marked(SETTINGS).replace("budget = \"Zwetschgenkrampf\"\n", "");
    let chapter = marked(CHAPTER).replace("- Gremium: Zwetschgenkrampf\n", "");
    let project = secretive();
    project.write("heftfaden.toml", settings);
    project.write("content/lastenheft/01-funktionen.md", chapter);
    let whole = project.run(&["build"]).expect(0);
    assert!(whole.out.contains("Items"), "{}", whole.out);
    let internal = project.tree("public").values().filter(|bytes| holds(bytes, SECRET)).count();
    assert!(internal > 10, "the word is where it should be: in {internal} files");
    let (_, files) = package(&project, &[]);
    assert!(files.len() > 12, "{:?}", files.keys());
    for (path, bytes) in &files {
        assert!(!holds(path.as_bytes(), SECRET), "{path}");
        let text = String::from_utf8_lossy(bytes);
        let at = text.to_lowercase().find(&SECRET.to_lowercase());
        assert!(
            at.is_none(),
            "{path}: {}",
            at.map_or("", |at| &text[at.saturating_sub(120)..(at + 40).min(text.len())])
        );
    }
    for page in [
        "index.html",
        "antwortbogen.md",
        "glossar/index.html",
        "anhang/a/index.html",
        "anhang/plan.txt",
        "lastenheft/LH-4/index.html",
        "lastenheft/gesamt/index.html",
    ] {
        assert!(files.contains_key(page), "{page} in {:?}", files.keys());
    }
    // What is public is there.
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let chapter = text("lastenheft/funktionen/index.html");
    for word in [
        "Das System muss rechnen.",
        "Sparte",
        "Bau",
        "Freigabe",
        "vgl. IST-1 und ein Angebot",
        "Datei",
        "Es geht.",
        "Plan",
        "PH-1",
    ] {
        assert!(chapter.contains(word), "{word}: {chapter}");
    }
    assert!(!chapter.contains("class=\"dangling\""), "{chapter}");
    let given_up = text("lastenheft/LH-5/index.html");
    assert!(given_up.contains("verworfen"), "what is given up is no demand: {given_up}");
    assert!(!text("lastenheft/LH-4/index.html").contains("Entwurf"), "a status is internal");
}

#[test]
fn what_is_not_understood_keeps_the_package_from_being_made() {
    for (path, text, code) in [
        ("content/lastenheft/01.md", "# A\n\n## LH-1 B\n\n- Status: entwurf\n- Kosden: 5\n", "unknown-field"),
        ("content/lastenheft/01.md", "---\nauthor: X\n# A\n", "front-matter-unclosed"),
        ("heftfaden.toml", "[fields.marge]\ninternl = true\n", "unknown-config-key"),
        ("heftfaden.toml", "[fields.marge]\ninternal = \"ja\"\n", "config-invalid"),
        ("heftfaden.toml", "[bidders]\ninternal = [\"Marge\"]\n", "bidders-unknown"),
        ("heftfaden.toml", "[bidders]\ninclude = [\"anlage\"]\n", "bidders-unknown"),
        (
            "heftfaden.toml",
            "[bidders]\ninclude = [\"angebote\"]\n[checks]\nconfig-invalid = \"off\"\n",
            "config-invalid",
        ),
    ] {
        let project = Project::new().file("content/lastenheft/02.md", "# C\n\n## LH-2 D\n").file(path, text);
        let run = project.run(&["build", "--for", "bidders"]).expect(1);
        assert!(run.err.contains(code) && run.err.contains("Kein Paket für Bieter"), "{code}: {}", run.err);
        assert!(!project.exists("bieter"));
    }
    // The same outside of the package is no obstacle.
    let project = Project::new()
        .file("content/lastenheft/02.md", "# C\n\n## LH-2 D\n")
        .file("content/pflichtenheft/01.md", "# A\n\n## PH-1 B\n\n- Status: entwurf\n- Kosden: 5\n");
    project.run(&["build", "--for", "bidders"]).expect(0);
    assert!(project.exists("bieter/antwortbogen.md") && !project.exists("bieter/pflichtenheft"));
}

#[test]
fn the_package_has_a_folder_of_its_own() {
    let project = Project::new().file("content/lastenheft/01.md", "# A\n\n## LH-1 B\n");
    project.build();
    let before = project.tree("public");
    for out in ["public", "public/bieter", "./public/../public", "."] {
        let run = project.run(&["build", "--for", "bidders", "--out", out]).expect(2);
        assert!(run.err.contains("braucht einen eigenen"), "{out}: {}", run.err);
    }
    assert_eq!(project.tree("public"), before);
    project.run(&["build", "--for", "bidders"]).expect(0);
    // A second run changes nothing, and what goes from the project goes from the package.
    project.age("bieter");
    let times = project.times("bieter");
    project.run(&["build", "--for", "bidders"]).expect(0);
    assert_eq!(project.times("bieter"), times);
    project.write("content/lastenheft/01.md", "# A\n\n## LH-2 B\n");
    project.run(&["build", "--for", "bidders"]).expect(0);
    assert!(project.exists("bieter/lastenheft/LH-2/index.html") && !project.exists("bieter/lastenheft/LH-1"));
}

/// What a project is when the sheet lies in it as an offer.
fn with_offer(project: &Project) -> Model {
    let sheet = project.run(&["export", "answers"]).expect(0).out;
    project.write("content/angebote/bieterin/index.md", sheet);
    load(&project.root()).expect("a project").project.as_ref().clone()
}

#[test]
fn the_sheet_is_an_offer_that_answers_nothing_yet() {
    for (lang, supplier) in [("de", "anbieter:"), ("en", "supplier:")] {
        let project = Project::new()
            .file("heftfaden.toml", format!("[project]\nlanguage = \"{lang}\"\ntitle = \"A | B\"\nusers = 3\n[milestones.M1]\ntitle = \"Start\"\ndate = \"2027-01-01\"\n"))
            .file("content/lastenheft/01-a.md", "# Kapitel | *eins*\n\n## LH-1 Suche nach `a|b` und *Sternen* [x]\n\n- Meilenstein: M1\n\n## LH-2 Zweite\n\n- Priorität: Abgrenzung\n\n## LH-3 Dritte\n\n- Status: verworfen\n\n## LH-4 Vierte\n\n- Priorität: Wunsch\n");
        let sheet = project.run(&["export", "answers"]).expect(0).out;
        assert!(sheet.contains(supplier) && sheet.contains("LH-1") && sheet.contains("LH-4"), "{sheet}");
        assert!(!sheet.contains("LH-2") && !sheet.contains("LH-3"), "{sheet}");
        let model = with_offer(&project);
        let wrong: Vec<_> = model.diagnostics.iter().filter(|found| found.place.file.contains("angebote")).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(model.offers.len(), 1);
        let offer = &model.offers[0];
        assert_eq!(offer.costs.len(), 9);
        let items: Vec<_> = model
            .items()
            .filter(|item| model.document(model.document_of(*item)).config.role == Role::Lastenheft)
            .collect();
        assert!(items.iter().all(|item| offer.reply(*item).is_none()), "an empty cell promises nothing");
        let offers = model.document_keys().find(|key| model.document(*key).config.role == Role::Offers).unwrap();
        assert_eq!(model.items_of_document(offers).len(), 0, "the sheet defines no items");
        // Filled in, it is read as it was meant.
        let filled = sheet.replace(supplier, &format!("{supplier} \"Bieterin AG\"")).replacen(
            "| | | |\n| LH-4",
            "| Standard | 120 € | gern |\n| LH-4",
            1,
        );
        project.write("content/angebote/bieterin/index.md", &filled);
        let model = load(&project.root()).unwrap().project;
        let reply = model.offers[0].reply(items[0]);
        assert!(reply.is_some(), "{filled}");
    }
}

#[test]
fn ten_thousand_items_fit_on_the_sheet() {
    let mut chapter = String::from("# Viele\n\n| ID | Anforderung |\n| --- | --- |\n");
    for number in 1..=10_000 {
        chapter.push_str(&format!("| LH-{number} | Das System muss Nummer {number} leisten. |\n"));
    }
    let project = Project::new().file("content/lastenheft/01-viele.md", chapter);
    let sheet = project.run(&["export", "answers"]).expect(0).out;
    assert_eq!(sheet.lines().filter(|line| line.starts_with("| LH-")).count(), 10_000);
    assert!(sheet.lines().any(|line| line.starts_with("| LH-10000 | Das System muss Nummer 10000 leisten")));
}

#[test]
fn titles_survive_the_sheet() {
    let title = prop::collection::vec(
        prop_oneof![
            Just('|'),
            Just('\\'),
            Just('*'),
            Just('`'),
            Just('_'),
            Just('<'),
            Just('>'),
            Just('['),
            Just(']'),
            Just('~'),
            Just('$'),
            Just('&'),
            Just('#'),
            Just(' '),
            Just('a'),
            Just('ß'),
            Just('7')
        ],
        1..24,
    );
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let settings = ProptestConfig { cases: 48, ..runner() };
    proptest::test_runner::TestRunner::new(settings)
        .run(&title, |title| {
            let title: String = title.into_iter().collect();
            let escaped: String =
                title.chars().flat_map(|c| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] }).collect();
            let project = Project::new().file("content/lastenheft/01-a.md", format!("# A\n\n## LH-1 x{escaped}x\n"));
            let model = with_offer(&project);
            let expected = one_line(&model.item(model.items().next().unwrap()).title);
            let sheet = project.text("content/angebote/bieterin/index.md");
            let row = sheet.lines().find(|line| line.starts_with("| LH-1")).unwrap().to_owned();
            // Read as a demand again, the row has the same title.
            let again = Project::new().file(
                "content/lastenheft/01-a.md",
                format!("# A\n\n| ID | Titel | P | A | B | C |\n| --- | --- | --- | --- | --- | --- |\n{row}\n"),
            );
            let loaded = load(&again.root()).unwrap().project;
            let read = one_line(&loaded.item(loaded.items().next().unwrap()).title);
            prop_assert_eq!(read, expected, "{}", row);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_example_is_sent_without_its_answers() {
    let root = env!("CARGO_MANIFEST_DIR");
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("paket");
    Project::new().run(&["build", root, "--for", "bidders", "--out", folder.to_str().unwrap()]).expect(0);
    let export: Value = serde_json::from_str(&Project::new().run(&["export", "json", root]).expect(0).out).unwrap();
    let files = crate::project::tree(&folder);
    let supplier = export["project"]["supplier"].as_str().unwrap();
    for (path, bytes) in &files {
        for word in [supplier, "taubengrund", "PH-1", "AT-1"] {
            assert!(!holds(bytes, word) && !holds(path.as_bytes(), word), "{path} names {word}");
        }
    }
    let items = export["items"].as_array().unwrap();
    let asked = items.iter().filter(|item| {
        item["document"] == "lastenheft" && item["priority"] != "abgrenzung" && item["status"] != "verworfen"
    });
    let sheet = String::from_utf8_lossy(&files["antwortbogen.md"]).into_owned();
    for id in asked.filter_map(|item| item["id"].as_str()) {
        assert!(sheet.contains(&format!("\n| {id} | ")), "{id}");
    }
}

#[test]
fn a_package_and_a_website_never_replace_each_other() {
    let project = Project::new().file("content/lastenheft/01.md", "# A\n\n## LH-1 B\n");
    project.run(&["build", "--out", "seite"]).expect(0);
    project.run(&["build", "--for", "bidders"]).expect(0);
    let state = || ["seite", "bieter"].map(|folder| (project.tree(folder), project.times(folder)));
    let before = state();
    for (arguments, words) in [
        (&["build", "--out", "bieter"][..], "Paket für Bieter; die Website"),
        (&["build", "--out", "bieter/neu/seite"], "Paket für Bieter; die Website"),
        (&["build", "--for", "bidders", "--out", "seite"], "Website; das Paket für Bieter"),
        (&["build", "--for", "bidders", "--out", "seite/lastenheft"], "Website; das Paket für Bieter"),
        (&["build", "--for", "bidders", "--out", "./seite/neu/ab"], "Website; das Paket für Bieter"),
    ] {
        let run = project.run(arguments).expect(2);
        assert!(run.err.contains(words) && run.err.contains("--out"), "{arguments:?}: {}", run.err);
        assert!(state() == before, "{arguments:?}");
    }
    // A manifest that an older program wrote is that of a website.
    let manifest = project.text("seite/.heftfaden-manifest");
    assert!(manifest.contains("\n# website\n"), "{manifest}");
    project.write("seite/.heftfaden-manifest", manifest.replace("# website\n", ""));
    project.run(&["build", "--for", "bidders", "--out", "seite"]).expect(2);
    project.run(&["build", "--out", "seite"]).expect(0);
    assert_eq!(project.text("seite/.heftfaden-manifest"), manifest);
    project.run(&["build", "--out", "seite/innen"]).expect(0);
}
