//! The survey on the website: its questions by theme, and its findings as the source of demands.

use crate::project::Project;
use serde_json::Value;

/// A survey with two themes of the outline and one of its own.
fn surveyed() -> Project {
    Project::new()
        .file(
            "content/ist-aufnahme/01-personalstruktur.md",
            "# Personalstruktur\n\n| Nr. | Frage | Antwort | Befund |\n| --- | --- | --- | --- |\n| 1 | Wer spricht? | 25 Leute | IST-1 |\n| 2 | Wer *vertritt*? | offen | |\n\n### IST-1 Fünfundzwanzig\n\nText.\n",
        )
        .file(
            "content/ist-aufnahme/02-rest.md",
            "# Rest\n\n## 2.1 Kundenanalyse\n\n### Im Einzelnen\n\n| Frage | Antwort |\n| --- | --- |\n| Wer kauft? | entfällt: niemand |\n\n## Eigenes\n\n| Frage | Antwort |\n| --- | --- |\n| Was <b>noch</b>? | |\n",
        )
        .file("content/lastenheft/01-a.md", "# A\n\n### LH-1 Alle erreichen\n\n- Herkunft: IST-1, Gespräch\n")
}

#[test]
fn questions_stand_by_theme_and_the_open_ones_first() {
    let project = surveyed();
    project.build();
    let page = project.text("public/ist-aufnahme/fragen/index.html");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(at("Wer <em>vertritt</em>?") < at("Wer spricht?"), "the open one first");
    assert!(at("id=\"_thema-1\">Personalstruktur") < at("id=\"_thema-2\">Kundenanalyse"));
    assert!(at("id=\"_thema-2\">Kundenanalyse") < at("Wer kauft?") && at("Wer kauft?") < at("id=\"_thema-3\">Eigenes"));
    assert!(page.contains("2 Fragen sind noch unbeantwortet."), "{page}");
    let totals = "<tfoot><tr><th scope=\"row\">gesamt</th><td class=\"num\">2</td><td class=\"num\">1</td><td class=\"num\">1</td><td class=\"num\">4</td>";
    assert!(page.contains(totals), "{page}");
    assert!(page.contains("href=\"../IST-1/index.html\""), "the finding is a link");
    // The chapter shows the same states, and the page leads to its rows.
    assert!(page.contains("personalstruktur/index.html#_frage-2"), "{page}");
    let chapter = project.text("public/ist-aufnahme/personalstruktur/index.html");
    assert!(
        chapter.contains("id=\"_frage-2\"") && chapter.contains("<span class=\"quest open\">offen</span>"),
        "{chapter}"
    );
    let document = project.text("public/ist-aufnahme/index.html");
    assert!(
        document.contains("fragen/index.html\">Fragen und Antworten</a>: 2 Fragen sind noch unbeantwortet."),
        "{document}"
    );
}

#[test]
fn many_questions_are_split_and_each_is_shown_once() {
    let rows = |from: usize, to: usize| -> String {
        (from..to)
            .map(|number| {
                format!("| {number} | Frage Nummer {number:04}? | {} |\n", if number % 3 == 0 { "" } else { "ja" })
            })
            .collect()
    };
    let chapter =
        |title: &str, rows: &str| format!("# {title}\n\n| Nr. | Frage | Antwort |\n| --- | --- | --- |\n{rows}");
    let project = Project::new()
        .file("content/ist-aufnahme/01-a.md", chapter("Datenmanagement", &rows(0, 700)))
        .file("content/ist-aufnahme/02-b.md", chapter("Kundenanalyse", &rows(700, 1100)));
    project.build();
    let pages: Vec<String> = ["", "2/", "3/"]
        .iter()
        .map(|part| project.text(&format!("public/ist-aufnahme/fragen/{part}index.html")))
        .collect();
    let all = pages.concat();
    for number in 0..1100 {
        assert_eq!(all.matches(&format!("Nummer {number:04}?")).count(), 1, "{number}");
    }
    assert_eq!(pages.iter().map(|page| page.matches("data-row").count()).collect::<Vec<_>>(), [500, 500, 100]);
    // The summary leads to the part on which a theme begins.
    assert!(
        pages[2].contains("\"../index.html#_thema-1\">Kundenanalyse")
            && pages[0].contains("\"index.html#_thema-2\">Datenmanagement"),
        "{}",
        pages[2]
    );
    assert!(pages[0].contains("id=\"_thema-2\""));
}

#[test]
fn a_project_in_english_has_english_questions() {
    let project = Project::new()
        .file("heftfaden.toml", "[project]\nlanguage = \"en\"\n")
        .file("content/ist-aufnahme/01-staff.md", "# Staff structure\n\n| Question | Answer | Finding |\n| --- | --- | --- |\n| Who? | tbd | |\n| Where? | n/a, no branches | |\n");
    project.build();
    let page = project.text("public/ist-aufnahme/questions/index.html");
    assert!(page.contains("One question is not answered yet.") && page.contains("not applicable"), "{page}");
}

#[test]
fn a_finding_and_what_stems_from_it_lead_to_each_other() {
    let project = surveyed();
    project.build();
    let item = project.text("public/lastenheft/LH-1/index.html");
    let finding = project.text("public/ist-aufnahme/IST-1/index.html");
    assert!(item.contains("href=\"../../ist-aufnahme/IST-1/index.html\">IST-1</a> Fünfundzwanzig"), "{item}");
    assert!(finding.contains("href=\"../../lastenheft/LH-1/index.html\">LH-1</a> Alle erreichen"), "{finding}");
    let chapters = [
        project.text("public/lastenheft/a/index.html"),
        project.text("public/ist-aufnahme/personalstruktur/index.html"),
    ];
    assert!(chapters[0].contains("hat Herkunft in") && chapters[1].contains("ist Herkunft von"), "{chapters:?}");
    let export: Value = serde_json::from_str(&project.run(&["export", "json"]).expect(0).out).unwrap();
    let of = |id: &str| export["items"].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap().clone();
    assert_eq!(
        (of("LH-1")["traces"][0]["kind"].as_str(), of("LH-1")["traces"][0]["id"].as_str()),
        (Some("stems from"), Some("IST-1"))
    );
    assert_eq!(of("IST-1")["traced_by"][0]["id"], "LH-1");
    assert_eq!(of("LH-1")["coverage"], "open", "an origin realises nothing");
}

#[test]
fn a_finding_is_renamed_in_origins_and_questions() {
    let project = surveyed();
    project.run(&["rename", "IST-1", "IST-2", "--write"]).expect(0);
    assert!(project.text("content/lastenheft/01-a.md").contains("- Herkunft: IST-2, Gespräch"));
    assert!(project.text("content/ist-aufnahme/01-personalstruktur.md").contains("| 25 Leute | IST-2 |"));
}
