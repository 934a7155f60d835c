//! The text of a few pages of a small project, as it was last agreed to look.

use heftfaden::load::{Loaded, load};
use heftfaden::site::{Site, Theme};

use crate::project::Project;

const SETTINGS: &str = r#"[project]
title = "Kundenkartei"
language = "LANGUAGE"
customer = "Nordwind & Söhne"
supplier = "Südhang GmbH"

[documents.lastenheft]
ids = ["LH-#"]

[documents.pflichtenheft]
ids = ["PH-#"]

[documents.abnahme]
ids = ["AT-#"]

[milestones.M1]
title = "Abnahme"
date = "2027-02-01"
"#;

const WANTED: &str = "---
author: Vertrieb
version: \"1.1\"
date: 2026-11-24
history:
  - {version: \"1.0\", date: 2026-10-01, author: Vertrieb, change: Erste Fassung}
---

# Funktionen

Was das System *können* muss.[^1]

## Musskriterien

### LH-1 Suche

- Herkunft: Gespräch vom 3. März
- Meilenstein: M1

Das System muss Kunden in höchstens 2 s finden; siehe LH-2.

- **LH-2** Auch mit Tippfehlern.

## Wunschkriterien

| ID | Titel | Aufwand |
| --- | --- | ---: |
| LH-3 | Export als CSV | 3 PT |
| LH-4 | Druck | 1 PT |

[^1]: Nach der [Ist-Aufnahme](fehlt.md).
";

const ANSWER: &str = "# Lösung

## PH-1 Suchfeld

- Realisiert: LH-1, LH-2 (teilweise)
- Status: abgestimmt

Ein Feld über jeder Liste:

```sql
SELECT name FROM kunde -- LH-1
```

| ID | Entscheidung | Begründung |
| --- | --- | --- |
| LH-3 | ausgeschlossen | Kein Bedarf <b>mehr</b>. |
";

const TEST: &str = "# Vertrieb

## AT-1 Suche messen

- Prüft: LH-1, PH-1
- Ergebnis: bestanden

Zehn Suchen, keine über 2 s.
";

fn loaded(language: &str) -> Loaded {
    let project = Project::new()
        .file("heftfaden.toml", SETTINGS.replace("LANGUAGE", language))
        .file("content/index.md", "# Kundenkartei\n\nWarum es dieses Projekt gibt.\n")
        .file("content/lastenheft/01-funktionen.md", WANTED)
        .file("content/pflichtenheft/01-loesung.md", ANSWER)
        .file("content/abnahme/01-vertrieb.md", TEST);
    load(&project.root()).unwrap()
}

/// The `<main>` part of a page.
fn main_part(loaded: &Loaded, path: &str) -> String {
    let findings = heftfaden::check::check(&loaded.project).into();
    let theme = Theme::new(loaded.project.config.language, &loaded.sources.theme).unwrap();
    let site = Site::new(loaded.project.clone(), findings, loaded.sources.clone(), theme.into());
    let page = site.pages().iter().find(|page| page.path == path).unwrap_or_else(|| panic!("no page {path}"));
    let html = String::from_utf8(site.render(page).unwrap()).unwrap();
    let (from, to) = (html.find("<main").unwrap(), html.find("</main>").unwrap());
    html[from..to + "</main>".len()].to_owned()
}

#[track_caller]
fn german(path: &str) -> String {
    main_part(&loaded("de"), path)
}

#[test]
fn home() {
    insta::assert_snapshot!(german("index.html"));
}

#[test]
fn chapter() {
    insta::assert_snapshot!(german("lastenheft/funktionen/index.html"));
}

#[test]
fn answers() {
    insta::assert_snapshot!(german("pflichtenheft/loesung/index.html"));
}

#[test]
fn item() {
    insta::assert_snapshot!(german("lastenheft/LH-1/index.html"));
}

#[test]
fn synopsis() {
    insta::assert_snapshot!(german("synopse/index.html"));
}

#[test]
fn matrix() {
    insta::assert_snapshot!(german("matrix/index.html"));
}

#[test]
fn findings() {
    insta::assert_snapshot!(german("befunde/index.html"));
}

#[test]
fn document_on_one_page() {
    insta::assert_snapshot!(german("lastenheft/gesamt/index.html"));
}

#[test]
fn item_in_english() {
    insta::assert_snapshot!(main_part(&loaded("en"), "lastenheft/LH-1/index.html"));
}
