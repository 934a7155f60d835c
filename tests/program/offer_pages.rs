//! The pages of offers: what they say of a small project, that their links lead somewhere, and what they say where there
//! is little to say.

use std::fmt::Write as _;

use heftfaden::load::{Loaded, load};
use heftfaden::site::{Site, Theme};
use serde_json::Value;

use crate::html::Page;
use crate::project::Project;

const SETTINGS: &str = r#"[project]
title = "Kundenkartei"
users = 10
years = 2

[documents.lastenheft]
ids = ["LH-#"]
outline = "none"

[documents.pflichtenheft]
ids = ["PH-#"]
outline = "none"

[milestones.M1]
title = "Start"
date = "2027-03-01"

[offers]
chosen = "albers"
start = "M1"

[criteria]
muss = 50
entfernung = { weight = 20, best = 0, worst = 400 }
festpreis = 10
praesentation = 20
"#;

const DEMANDS: &str = "# Funktionen\n\n## Musskriterien\n\n- **LH-1** Suche\n- **LH-2** Kartei\n\n## Wunschkriterien\n\n- **LH-3** Druck\n- **LH-4** Export\n";

const ALBERS: &str = "---\nanbieter: Albers & Söhne\nentfernung: 100\nfestpreis: ja\n---\n\n# Angebot\n\n\
    | ID | Antwort | Preis | Bemerkung |\n| --- | --- | --- | --- |\n\
    | LH-1 | Standard | | ab Werk |\n| LH-2 | Parametrierung | | |\n| LH-3 | Zusatzprogrammierung | 1.200,50 € | eigenes Modul |\n\n\
    | Kostenfaktor | Position | Betrag | Turnus | Bezug | Fällig |\n| --- | --- | --- | --- | --- | --- |\n\
    | Komponenten | Lizenz | 100 € | | je Nutzer | M1 |\n| Wartung | Pflege | 50 € | vierteljährlich | | M1 |\n| Hotline | | enthalten | | | |\n| Schulung | | | | | |\n| Reisen | Fahrten | 300 € | | | |\n\n\
    | Frage | Antwort |\n| --- | --- |\n| Welche laufenden Kosten entstehen? | Nur die Pflege. |\n";

const BERGER: &str = "---\nanbieter: Berger\nentfernung: 20\nfestpreis: nein\n---\n\n# Angebot\n\n\
    | ID | Antwort |\n| --- | --- |\n| LH-1 | Standard |\n| LH-2 | Standard |\n| LH-3 | künftiges Release |\n| LH-4 | Standard |\n\n\
    | Kostenfaktor | Betrag |\n| --- | --- |\n| Komponenten | 3.000 € |\n";

const CLAUSEN: &str =
    "---\nanbieter: Clausen\n---\n\n# Angebot\n\n| ID | Antwort |\n| --- | --- |\n| LH-1 | nicht erfüllt |\n";

const POINTS: &str = "# Bewertung\n\n| Kriterium | albers | berger | Begründung |\n| --- | --- | --- | --- |\n| Präsentation | 7,5 – sicher | 9 | Vorführung |\n";

const ANSWER: &str = "# Lösung\n\n## PH-1 Suchfeld\n\n- Realisiert: LH-1, LH-2\n\nEin Feld.\n\n\
    | ID | Entscheidung | Begründung |\n| --- | --- | --- |\n| LH-3 | ausgeschlossen | Kein Bedarf. |\n";

fn three() -> Project {
    Project::new()
        .file("heftfaden.toml", SETTINGS)
        .file("content/lastenheft/01-funktionen.md", DEMANDS)
        .file("content/angebote/albers/index.md", ALBERS)
        .file("content/angebote/berger/index.md", BERGER)
        .file("content/angebote/clausen/index.md", CLAUSEN)
        .file("content/angebote/bewertung.md", POINTS)
        .file("content/pflichtenheft/01-loesung.md", ANSWER)
}

fn site(project: &Project) -> Site {
    let loaded: Loaded = load(&project.root()).unwrap();
    let findings = heftfaden::check::check(&loaded.project).into();
    let theme = Theme::new(loaded.project.config.language, &loaded.sources.theme).unwrap();
    Site::new(loaded.project.clone(), findings, loaded.sources.clone(), theme.into())
}

fn html(site: &Site, path: &str) -> String {
    let page = site.page_at(path).unwrap_or_else(|| panic!("no page {path}"));
    String::from_utf8(site.render(page).unwrap()).unwrap()
}

fn main_part(site: &Site, path: &str) -> String {
    let html = html(site, path);
    let (from, to) = (html.find("<main").unwrap(), html.find("</main>").unwrap());
    html[from..to + "</main>".len()].to_owned()
}

/// The text of a page with blanks alike.
fn text(site: &Site, path: &str) -> String {
    let apart =
        main_part(site, path).replace("</t", " </t").replace("</d", " </d").replace("</summary>", " </summary>");
    let words = Page::parse(&apart).text();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted:?} is not in: {text}");
    }
}

#[test]
fn comparison() {
    insta::assert_snapshot!(main_part(&site(&three()), "angebote/vergleich/index.html"));
}

#[test]
fn costs() {
    insta::assert_snapshot!(main_part(&site(&three()), "angebote/kosten/index.html"));
}

/// Where a link of a page leads, from the site's folder.
fn target(from: &str, address: &str) -> (String, Option<String>) {
    let (path, anchor) = address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)));
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part == ".." {
            folders.pop().expect("no link leaves the site");
        } else {
            folders.push(part);
        }
    }
    let path = if path.is_empty() { from.to_owned() } else { folders.join("/") };
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    (decoded(&path), anchor.map(decoded))
}

#[test]
fn every_link_leads_somewhere_and_every_page_is_sound() {
    let site = site(&three());
    let mut links = 0;
    for path in [
        "angebote/index.html",
        "angebote/vergleich/index.html",
        "angebote/kosten/index.html",
        "lastenheft/LH-1/index.html",
        "lastenheft/LH-4/index.html",
    ] {
        let page = Page::parse(&html(&site, path));
        assert_eq!((page.dangers(), page.faults()), (Vec::new(), Vec::new()), "{path}");
        for address in page.addresses("main a[href]") {
            let (to, anchor) = target(path, &address);
            let there = html(&site, &to);
            if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
                assert!(Page::parse(&there).has_id(&anchor), "{path} leads to {address}, where no such place is");
            }
            links += 1;
        }
    }
    assert!(links > 60, "{links}");
}

#[test]
fn what_is_chosen_is_held_against_the_pflichtenheft() {
    let site = site(&three());
    for path in ["angebote/index.html", "angebote/vergleich/index.html"] {
        says(
            &text(&site, path),
            &[
                "Eine Zusage des gewählten Angebots",
                "LH-3 Druck Zusatzprogrammierung + 1.200,50 € eigenes Modul",
                "Kein Bedarf.",
            ],
        );
    }
    let item = text(&site, "lastenheft/LH-3/index.html");
    says(&item, &["Albers & Söhne (gewählt)", "eigenes Modul", "künftiges Release", "unbeantwortet"]);
}

#[test]
fn sums_are_those_of_their_parts() {
    // Once 1.000 + 300 + 1.200,50; again and again 8 × 50.
    let text = text(&site(&three()), "angebote/kosten/index.html");
    says(
        &text,
        &["2.500,50 € 400,00 € 2.900,50 €", "100,00 € × 10 Nutzer = 1.000,00 €", "50,00 € × 8 Zahlungen = 400,00 €"],
    );
    // 2027: licence and four payments, 2028: four. Without a date: travel and the price of an answer.
    says(&text, &["2027 1.200,00 €", "2028 200,00 €", "ohne Termin 1.500,50 €", "kein Wort dazu", "enthalten"]);
}

#[test]
fn the_seven_questions_show_both_sides() {
    let text = text(&site(&three()), "angebote/vergleich/index.html");
    says(
        &text,
        &["1 von 7 im Angebot beantwortet", "Nur die Pflege.", "Laufende Zeilen: 1, zusammen 400 € in 2 Jahren."],
    );
    says(
        &text,
        &[
            "0 von 7 im Angebot beantwortet",
            "Das Angebot hat keine Kostentabelle.",
            "LH-4 Export: Wie erfüllen Sie diese Anforderung?",
        ],
    );
}

#[test]
fn questions_are_told_by_their_number_or_their_words() {
    let offer = "---\nanbieter: Albers\n---\n\n# Angebot\n\n| Nr. | Frage | Antwort |\n| --- | --- | --- |\n| 6. | Preis je Tag? | 980 € |\n| 12 | Gibt es versteckte Kosten? | Nein. |\n| | Sind alle Kostenpunkte gut erklärt? | offen |\n| | Wer? | Wir. |\n";
    let project = three().file("content/angebote/albers/index.md", offer);
    let loaded = load(&project.root()).unwrap();
    let chapter = loaded.project.chapters.iter().find(|chapter| chapter.file.contains("albers")).unwrap();
    let said: Vec<(u8, &str)> =
        chapter.offer.statements.iter().map(|said| (said.question, said.answer.as_str())).collect();
    assert_eq!(said, [(6, "980 €"), (4, "Nein.")]);
}

#[test]
fn where_there_is_little_the_pages_say_so() {
    let settings = "[project]\ntitle = \"Leer\"\n[documents.lastenheft]\nids = [\"LH-#\"]\noutline = \"none\"\n";
    let bare = || Project::new().file("heftfaden.toml", settings).file("content/lastenheft/01-a.md", DEMANDS);
    let none = site(&bare().file("content/angebote/bewertung.md", "# Bewertung\n\nNoch nichts.\n"));
    for path in ["angebote/index.html", "angebote/vergleich/index.html", "angebote/kosten/index.html"] {
        says(&text(&none, path), &["Noch liegt kein Angebot vor."]);
    }
    let one =
        bare().file("content/angebote/a/index.md", "# A\n\n| ID | Antwort |\n| --- | --- |\n| LH-1 | Standard |\n");
    let site_of_one = site(&one);
    let said = text(&site_of_one, "angebote/vergleich/index.html");
    says(
        &said,
        &[
            "das einzige Angebot",
            "keine Kriterien",
            "kein zweites Angebot im Rennen",
            "ohne Preis",
            "keine engere Wahl",
        ],
    );
    says(&text(&site_of_one, "angebote/kosten/index.html"), &["Kein Angebot nennt Preise."]);
    let out = "# A\n\n| ID | Antwort |\n| --- | --- |\n| LH-1 | nicht erfüllt |\n";
    let none_left = site(&bare().file("content/angebote/a/index.md", out).file("content/angebote/b/index.md", out));
    says(
        &text(&none_left, "angebote/vergleich/index.html"),
        &["Jedes Angebot ist ausgeschlossen", "LH-1 Suche: nicht erfüllt"],
    );
    let without_demands = Project::new().file("content/angebote/a/index.md", "# A\n");
    says(&text(&site(&without_demands), "angebote/vergleich/index.html"), &["keine Anforderung"]);
    let no_offers = site(&bare());
    assert!(no_offers.page_at("angebote/vergleich/index.html").is_none());
}

#[test]
fn names_and_remarks_are_text() {
    let evil = "<img src=x onerror=alert(1)>\"'&";
    let offer = format!(
        "---\nanbieter: '<script>alert(1)</script> \"x\" &'\nspezialisierung: '<b>'\n---\n\n# A\n\n| ID | Antwort | Bemerkung |\n| --- | --- | --- |\n| LH-1 | Standard | `{evil}` |\n\n| Kostenfaktor | Position | Betrag | Turnus |\n| --- | --- | --- | --- |\n| Hotline | `{evil}` | 9,99 € | jährlich |\n| `{evil}` | | 1 € | |\n\n| Frage | Antwort |\n| --- | --- |\n| Was läuft laufend? | `{evil}` |\n"
    );
    let site = site(&three().file("content/angebote/albers/index.md", offer));
    for path in [
        "angebote/index.html",
        "angebote/vergleich/index.html",
        "angebote/kosten/index.html",
        "lastenheft/LH-1/index.html",
    ] {
        let page = Page::parse(&html(&site, path));
        assert_eq!((page.dangers(), page.faults()), (Vec::new(), Vec::new()), "{path}");
        assert!(page.text().contains("<script>alert(1)</script>"), "{path}");
    }
}

#[test]
fn many_items_stand_on_several_pages() {
    let (mut demands, mut answers) = ("# Viel\n\n".to_owned(), "# A\n\n| ID | Antwort |\n| --- | --- |\n".to_owned());
    for number in 1..=1100 {
        let _ = writeln!(demands, "- **LH-{number}** Punkt {number}");
        let _ = writeln!(answers, "| LH-{number} | Standard |");
    }
    let site = site(
        &Project::new()
            .file("content/lastenheft/01-viel.md", demands)
            .file("content/angebote/a/index.md", &answers)
            .file("content/angebote/b/index.md", answers.replace("| LH-1100 | Standard |", "")),
    );
    let paths: Vec<&str> =
        site.pages().iter().map(|page| page.path.as_str()).filter(|path| path.contains("/vergleich/")).collect();
    assert_eq!(
        paths,
        ["angebote/vergleich/index.html", "angebote/vergleich/2/index.html", "angebote/vergleich/3/index.html"]
    );
    let last = main_part(&site, paths[2]);
    assert_eq!(last.matches("<tr data-row").count(), 100);
    assert_eq!(last.matches("data-differs").count(), 1);
    assert!(!last.contains("id=\"_ergebnis\"") && main_part(&site, paths[0]).contains("id=\"_ergebnis\""));
}

#[test]
fn the_export_has_the_offers() {
    let run = three().run(&["export", "json"]).expect(0);
    let export: Value = serde_json::from_str(&run.out).unwrap();
    let albers = &export["offers"][0];
    assert_eq!((&albers["key"], &albers["chosen"]), (&Value::from("albers"), &Value::from(true)));
    assert_eq!(albers["answers"][2]["price"], "1200.5");
    assert_eq!(albers["answers"][3]["answer"], Value::Null);
    assert_eq!((&albers["costs"][1]["payments"], &albers["costs"][1]["total"]), (&Value::from(8), &Value::from("400")));
    assert_eq!(albers["outcome"]["total"], "2900.5");
    assert_eq!(export["offers"][2]["outcome"]["excluded"], true);
    let comparison = &export["comparison"];
    assert_eq!(comparison["order"].as_array().unwrap().len(), 3);
    assert_eq!(comparison["broken_promises"][0]["id"], "LH-3");
    let without: Value = serde_json::from_str(&Project::healthy().run(&["export", "json"]).expect(0).out).unwrap();
    assert_eq!((&without["offers"], &without["comparison"]), (&Value::Array(Vec::new()), &Value::Null));
}

/// The files that a page of the manual shows: a path on a line of its own, and then what stands in the file.
fn shown_files(manual: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut lines = manual.lines();
    while let Some(line) = lines.next() {
        let Some(path) = line.strip_prefix('`').and_then(|line| line.strip_suffix("`:")) else { continue };
        let inside = lines.by_ref().skip_while(|line| !line.starts_with("```")).skip(1);
        let content: Vec<&str> = inside.take_while(|line| !line.starts_with("```")).collect();
        files.push((path.to_owned(), content.join("\n") + "\n"));
    }
    files
}

#[test]
fn the_example_in_the_manual_comes_out_as_it_says() {
    let manual = include_str!("../../docs/content/18-comparison.md");
    let files = shown_files(manual);
    assert_eq!(files.len(), 5);
    let project = files.iter().fold(Project::new(), |project, (path, content)| project.file(path, content));
    let compared = text(&site(&project), "angebote/comparison/index.html");
    says(
        &compared,
        &["North comes first.", "40 × 90 / 100 = 36", "80.0", "79.0", "€20,000", "€21,400", "40.00", "36.92"],
    );
    says(
        &compared,
        &["(60 × 8.6667 + 20 × 6 + 20 × 8) × 10 / 100 = 80", "(60 × 10 + 20 × 3 + 20 × 6.5) × 10 / 100 = 79"],
    );
    says(&compared, &["more than 62.8% instead of 60.0%", "more than 79.0% instead of 60.0%", "86.7%"]);
    for figure in ["80.0", "79.0", "€20,000", "€21,400", "40.00", "36.92", "62.8 %", "79.0 %", "86.7 %"] {
        assert!(manual.contains(figure), "{figure}");
    }
}
