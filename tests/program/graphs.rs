//! Pictures of traces: around an item, of a chapter, of the project, and the flow of coverage.

use crate::project::Project;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;

fn select<'h>(page: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn page(project: &Project, path: &str) -> Html {
    Html::parse_document(&project.text(&format!("public/{path}")))
}

/// The words of an element, those of each part of it apart.
fn words(element: &ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The names of the nodes of a picture, as those who do not see it get them.
fn names(page: &Html) -> Vec<String> {
    select(page, ".net a.node > title").iter().map(|title| title.text().collect()).collect()
}

/// The edges of a picture by the IDs at their ends, each with its class.
fn edges(page: &Html) -> BTreeSet<String> {
    let id = |number: &str| {
        let found = select(page, &format!(".net [data-n=\"{number}\"] .id"));
        found[0].text().collect::<String>()
    };
    let edge = |path: &ElementRef<'_>| {
        let ends: Vec<String> = path.attr("data-e").unwrap().split(' ').map(id).collect();
        format!("{} {}", ends.join(" "), path.attr("class").unwrap())
    };
    select(page, ".net > path[data-e]").iter().map(edge).collect()
}

/// The whole chain, with every verdict: LH-1 is met twice, LH-2 in part, LH-3 excluded by a row, LH-4 open.
fn chain() -> Project {
    Project::new()
        .file("heftfaden.toml", "[project]\ntitle = \"Kette\"\nlanguage = \"de\"\n")
        .file("content/ist-aufnahme/01-lage.md", "# Lage\n\n### IST-1 Zettel & \\<Listen>\n\nText.\n\n### IST-2 Ungenutzt\n\nText.\n")
        .file(
            "content/lastenheft/01-ziele.md",
            "# Ziele\n\n### LH-1 Suche\n\n- Herkunft: IST-1\n\nText.\n\n### LH-2 Liste\n\n- Hängt ab von: LH-1\n\nText.\n\n### LH-3 Karte\n\nText.\n\n### LH-4 Sprache\n\nText.\n",
        )
        .file(
            "content/pflichtenheft/01-loesung.md",
            "# Lösung\n\n### PH-1 Feld\n\n- Realisiert: LH-1\n\nText.\n\n### PH-2 Index\n\n- Realisiert: LH-1, LH-2 (teilweise)\n\nText.\n\n| ID | Entscheidung | Begründung |\n| --- | --- | --- |\n| LH-3 | ausgeschlossen | zu teuer |\n",
        )
        .file(
            "content/abnahme/01-tests.md",
            "# Tests\n\n### AT-1 Suchen\n\n- Prüft: PH-1, LH-1\n- Ergebnis: bestanden\n\nText.\n\n### AT-2 Index\n\n- Prüft: PH-2\n- Ergebnis: nicht bestanden\n\nText.\n",
        )
}

#[test]
fn an_item_shows_its_chain_two_steps_each_way() {
    let project = chain();
    project.build();
    let page = page(&project, "lastenheft/LH-1/index.html");
    assert_eq!(
        names(&page),
        [
            "IST-1 Zettel & <Listen>",
            "LH-1 Suche – realisiert",
            "LH-2 Liste – teilweise",
            "PH-1 Feld – mit Ursprung",
            "PH-2 Index – mit Ursprung",
            "AT-1 Suchen – bestanden",
            "AT-2 Index – nicht bestanden"
        ]
    );
    let expected = [
        "IST-1 LH-1 realised",
        "LH-1 LH-2 aside",
        "LH-1 PH-1 realised",
        "LH-1 PH-2 realised",
        "LH-1 AT-1 realised",
        "PH-1 AT-1 realised",
        "PH-2 AT-2 realised",
    ];
    assert_eq!(edges(&page), expected.map(str::to_owned).into());
    let own: Vec<_> = select(&page, ".net .own").iter().map(|node| node.attr("href").unwrap().to_owned()).collect();
    assert_eq!(own, ["index.html"], "what the picture is about");
    // The form of the thread says how it is met; what is open has a mark instead.
    let sign = |id: &str, path: &str| {
        let page = self::page(&project, path);
        let node =
            select(&page, ".net a.node").into_iter().find(|node| node.html().contains(&format!(">{id}<"))).unwrap();
        let mark = node.select(&Selector::parse("path, .mark").unwrap()).next().unwrap();
        format!("{} {}", mark.attr("class").unwrap(), mark.text().collect::<String>())
    };
    assert_eq!(sign("LH-2", "lastenheft/LH-1/index.html"), "partial ");
    assert_eq!(sign("AT-2", "lastenheft/LH-1/index.html"), "mark proof failed ✗ nicht bestanden");
    assert_eq!(sign("LH-4", "lastenheft/ziele/graph/index.html"), "mark cov open must offen");
    assert_eq!(sign("LH-3", "lastenheft/ziele/graph/index.html"), "excluded ");
}

#[test]
fn what_only_a_picture_shows_is_drawn_again() {
    const TESTS: &str = "content/abnahme/01-tests.md";
    const PICTURE: &str = "public/lastenheft/ziele/graph/index.html";
    let project = chain();
    project.build();
    let text = project.text(TESTS);
    // Two steps away from the Lastenheft, so its chapter's table does not name it.
    for (old, new) in [("AT-2 Index", "AT-2 Verzeichnis"), ("nicht bestanden", "bestanden"), ("AT-2", "AT-3")] {
        let before = project.text(PICTURE);
        project.write(TESTS, text.replace(old, new));
        project.build();
        assert_ne!(project.text(PICTURE), before, "{new}");
        project.run(&["build", "--out", "neu"]).expect(0);
        assert_eq!(project.tree("public"), project.tree("neu"), "{new}");
    }
}

#[test]
fn an_item_with_one_neighbour_or_none_has_no_picture() {
    let project = chain();
    project.build();
    for path in ["ist-aufnahme/IST-2", "lastenheft/LH-3", "lastenheft/LH-4"] {
        assert!(!project.text(&format!("public/{path}/index.html")).contains("data-graph"), "{path}");
    }
}

#[test]
fn a_chapter_has_a_page_with_its_items_and_the_same_as_a_table() {
    let project = chain();
    project.build();
    let chapter = project.text("public/lastenheft/ziele/index.html");
    assert!(chapter.contains("href=\"graph/index.html\">Dieses Kapitel als Graph</a>"), "{chapter}");
    let page = page(&project, "lastenheft/ziele/graph/index.html");
    assert_eq!(select(&page, ".net .own").len(), 4);
    assert!(edges(&page).contains("LH-3 Zeile 1 excluded"), "{:?}", edges(&page));
    assert!(edges(&page).contains("LH-2 PH-2 partial"), "{:?}", edges(&page));
    let rows: Vec<String> = select(&page, "table.ties tbody tr").iter().map(words).collect();
    assert_eq!(rows.len(), 4);
    assert!(rows[1].starts_with("LH-2 Liste teilweise PH-2 Index (teilweise)"), "{rows:?}");
    // Every node of the picture is in the table or is a test two steps away, and every link leads to a page.
    for link in select(&page, ".net a") {
        let href = link.attr("href").unwrap();
        let path = href.split('#').next().unwrap();
        assert!(project.exists(&format!("public/lastenheft/ziele/graph/{path}")), "{href}");
    }
}

#[test]
fn the_project_is_drawn_by_chapters_that_unfold() {
    let project = chain();
    project.build();
    let home = project.text("public/index.html");
    assert!(home.contains("<a href=\"graph/index.html\">Graph</a>"), "{home}");
    let page = page(&project, "graph/index.html");
    let heads: Vec<String> = select(&page, ".net .head").iter().map(|head| head.text().collect()).collect();
    assert_eq!(heads, ["Ist-Aufnahme", "Lastenheft", "Pflichtenheft", "Abnahme"]);
    let bundle = |path: &ElementRef<'_>| format!("{}: {}", path.attr("data-e").unwrap(), path.attr("data-w").unwrap());
    let bundles: Vec<String> = select(&page, ".net .bundle").iter().map(bundle).collect();
    assert_eq!(bundles, ["0 1: 1", "1 2: 4", "1 3: 1", "2 3: 2"]);
    let pieces: Vec<&str> = select(&page, ".level").iter().map(|node| node.attr("data-piece").unwrap()).collect();
    let script = project.text(&format!("public/{}", pieces[1].trim_start_matches("../")));
    let json = script.split_once("= {})[1] = ").unwrap().1.trim_end().trim_end_matches(';');
    let piece: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(
        piece["rows"][3].to_string(),
        "[\"LH-4\",\"Sprache\",\"cov open must\",\"offen\",\"lastenheft/LH-4/index.html\"]"
    );
    // LH-1 with the finding, both solutions and the test; LH-2 with the solution; LH-3 with the row.
    assert_eq!(piece["ends"].to_string(), "[[0,0,0],[0,2,6],[0,2,7],[0,3,8],[1,2,7],[2,2,-1]]");
    assert!(
        project
            .text("public/graph/index.html")
            .contains("Lastenheft <a href=\"../lastenheft/ziele/graph/index.html\">1 Ziele</a> (4)")
    );
}

#[test]
fn what_cannot_be_drawn_is_counted() {
    let mut wanted = String::from("# Alles\n\n");
    let mut answers = String::from("# Antworten\n\n");
    for number in 1..=120 {
        wanted.push_str(&format!("### LH-{number} Wunsch {number}\n\nText.\n\n"));
        answers.push_str(&format!(
            "### PH-{number} Antwort {number}\n\n- Realisiert: LH-1{}\n\nText.\n\n",
            if number > 1 { format!(", LH-{number}") } else { String::new() }
        ));
    }
    let mut project = Project::new()
        .file("heftfaden.toml", "[project]\ntitle = \"Viel\"\nlanguage = \"de\"\n")
        .file("content/lastenheft/01-alles.md", wanted)
        .file("content/pflichtenheft/01-antworten.md", answers);
    for number in 2..=90 {
        project = project.file(
            &format!("content/pflichtenheft/{number:02}-kapitel.md"),
            format!("# Kapitel {number}\n\n### PH-{}00 Noch eine\n\n- Realisiert: LH-2\n\nText.\n", number + 100),
        );
    }
    project.build();
    let item = page(&project, "lastenheft/LH-1/index.html");
    assert_eq!(select(&item, ".net a.node:not(.own):not(.more)").len(), 12);
    let more = select(&item, ".net a.more");
    assert_eq!(more[0].text().collect::<String>(), "und 108 weitereund 108 weitere");
    assert_eq!(more[0].attr("href"), Some("#_faden"));
    // Fifty items a part, and all of them on some part.
    for (part, own) in [("graph", 50), ("graph/2", 50), ("graph/3", 20)] {
        let page = page(&project, &format!("lastenheft/alles/{part}/index.html"));
        assert_eq!(select(&page, ".net .own").len(), own, "{part}");
        assert_eq!(select(&page, "table.ties tbody tr").len(), own, "{part}");
    }
    let first = project.text("public/lastenheft/alles/graph/index.html");
    assert!(first.contains("109 sind im Bild nur gezählt"), "{first}");
    let whole = project.text("public/graph/index.html");
    assert!(whole.contains("Pflichtenheft hat 90 Kapitel; im Bild stehen bis zu 3 in einem Knoten."), "{whole}");
    assert!(whole.contains("1 – 3 Antworten und folgende, 3 Kapitel"), "{whole}");
    let page = page(&project, "graph/index.html");
    assert_eq!(select(&page, ".level").len(), 1 + 30);
}

#[test]
fn hostile_traces_and_titles_hold() {
    let long = "Ω".repeat(500);
    let project = Project::new()
        .file("heftfaden.toml", "[project]\ntitle = \"&<>\\\"\"\nlanguage = \"de\"\n\n[documents.lastenheft]\ntitle = \"\\\"><b>L&\"\n[documents.pflichtenheft]\n")
        .file(
            "content/lastenheft/01-a.md",
            format!("# \"><script>x</script>&\n\n### LH-1 \\<b>&\"'>\n\n- Realisiert: LH-1, LH-2\n- Verfeinert: LH-1\n- Hängt ab von: PH-1\n\nT.\n\n### LH-2 {long}\n\n- Realisiert: LH-1\n- Status: verworfen\n\nT.\n\n### LH-3 מערכת הזמנות של לקוחות\n\n- Widerspricht: LH-3\n\nT.\n"),
        )
        .file("content/pflichtenheft/01-b.md", "# B\n\n### PH-1 Eins\n\n- Realisiert: LH-1, LH-2, LH-3, PH-1\n- Prüft: PH-2\n\nT.\n\n### PH-2\n\n- Realisiert: PH-1\n- Prüft: PH-1\n\nT.\n");
    project.run(&["build"]);
    for path in [
        "lastenheft/LH-1",
        "lastenheft/LH-2",
        "lastenheft/LH-3",
        "pflichtenheft/PH-1",
        "graph",
        "lastenheft/a/graph",
        "pflichtenheft/b/graph",
        ".",
    ] {
        let text = project.text(&format!("public/{path}/index.html"));
        assert!(!text.contains("<script>x") && !text.contains("<b>L&") && !text.contains("<b>&"), "{path}");
    }
    let page = page(&project, "lastenheft/a/graph/index.html");
    assert!(names(&page).iter().any(|name| name.contains("<b>&„’>")), "{:?}", names(&page));
    assert_eq!(select(&page, ".net .dropped").len(), 1, "what is given up is drawn so");
    // No edge from a node to itself, and no two between the same.
    let ends: Vec<&str> = select(&page, ".net > path").iter().map(|path| path.attr("data-e").unwrap()).collect();
    assert!(ends.iter().all(|ends| ends.split_once(' ').is_some_and(|(left, right)| left != right)), "{ends:?}");
    assert_eq!(ends.iter().collect::<BTreeSet<_>>().len(), ends.len());
    // What is drawn of a title fits its node; the whole stands in its name.
    let drawn = select(&page, ".net a text").iter().map(|text| text.text().collect::<String>().chars().count()).max();
    assert!(drawn < Some(60), "{drawn:?}");
}

#[test]
fn the_home_page_shows_the_flow_of_coverage() {
    let project = chain();
    project.build();
    let page = page(&project, "index.html");
    for drawing in [".flow svg.wide", ".flow svg.narrow"] {
        let parts: Vec<String> = select(&page, &format!("{drawing} > a:not(.band) > title"))
            .iter()
            .map(|title| title.text().collect())
            .collect();
        let expected = [
            "Ist-Aufnahme",
            "1 aufgenommen",
            "1 ohne Folge",
            "Lastenheft",
            "4 Anforderungen",
            "Pflichtenheft",
            "1 realisiert",
            "1 teilweise",
            "1 ausgeschlossen",
            "1 offen",
            "Abnahme",
            "2 nicht bestanden",
        ];
        assert_eq!(parts, expected, "{drawing}");
        let hrefs: Vec<&str> =
            select(&page, &format!("{drawing} > a.band")).iter().map(|band| band.attr("href").unwrap()).collect();
        let matrix = |filter: &str| format!("matrix/index.html{filter}");
        let expected = [
            "",
            "#?coverage=realised",
            "#?coverage=partial",
            "#?coverage=excluded",
            "#?coverage=open",
            "#?coverage=realised&proof=failed",
            "#?coverage=partial&proof=failed",
        ]
        .map(matrix);
        assert_eq!(hrefs, expected, "{drawing}");
    }
    let text = words(&select(&page, ".flow details")[0]);
    assert!(
        text.contains("Aufgenommen: 1 von 2 Befunden der Aufnahme. Anforderungen mit Herkunft dort: 1 von 4."),
        "{text}"
    );
    assert!(text.contains("realisiert – 1 – 1") && text.contains("offen – – 1 1"), "{text}");
}

#[test]
fn without_a_chain_there_is_nothing_to_draw() {
    let project =
        Project::new().file("heftfaden.toml", "[project]\ntitle = \"Nur Lastenheft\"\nlanguage = \"de\"\n").file(
            "content/lastenheft/01-a.md",
            "# A\n\n### LH-1 Eins\n\nT.\n\n### LH-2 Zwei\n\n- Verfeinert: LH-1\n\nT.\n",
        );
    project.build();
    let home = project.text("public/index.html");
    assert!(!home.contains("class=\"flow\"") && !home.contains("graph/index.html"), "{home}");
    assert!(
        !project.exists("public/graph")
            && !project.exists("public/assets/graph")
            && !project.exists("public/lastenheft/a/graph")
    );
}

#[test]
fn several_of_a_kind_have_a_flow_each() {
    let project = Project::new()
        .file(
            "heftfaden.toml",
            "[project]\ntitle = \"Zwei\"\nlanguage = \"de\"\n\n[documents.lh-a]\nrole = \"lastenheft\"\ntitle = \"Erstes\"\nids = [\"LA-#\"]\n\n[documents.lh-b]\nrole = \"lastenheft\"\ntitle = \"Zweites\"\nids = [\"LB-#\"]\n\n[documents.ph-a]\nrole = \"pflichtenheft\"\ntitle = \"Lösung a\"\nids = [\"PA-#\"]\nrealises = \"lh-a\"\n\n[documents.ph-b]\nrole = \"pflichtenheft\"\ntitle = \"Lösung b\"\nids = [\"PB-#\"]\nrealises = \"lh-b\"\n",
        )
        .file("content/lh-a/01-a.md", "# A\n\n### LA-1 Eins\n\nT.\n")
        .file("content/lh-b/01-b.md", "# B\n\n### LB-1 Eins\n\nT.\n\n### LB-2 Zwei\n\nT.\n")
        .file("content/ph-a/01-a.md", "# A\n\n### PA-1 Eins\n\n- Realisiert: LA-1\n\nT.\n")
        .file("content/ph-b/01-b.md", "# B\n\n### PB-1 Eins\n\n- Realisiert: LB-1\n\nT.\n");
    project.build();
    let page = page(&project, "index.html");
    let heads: Vec<String> = select(&page, ".flow .wide .head").iter().map(|head| head.text().collect()).collect();
    assert_eq!(heads, ["Erstes", "Lösung a", "Zweites", "Lösung b"]);
    let second = select(&page, ".flow .wide")[1].html();
    assert!(second.contains("matrix/lh-b/index.html#?coverage=open"), "{second}");
}

#[test]
fn bidders_get_no_picture_of_what_is_realised() {
    let project = chain();
    project.run(&["build", "--for", "bidders", "--out", "bieter"]).expect(0);
    let files = project.tree("bieter");
    assert!(files.len() > 5 && files.keys().all(|path| !path.contains("graph/")), "{:?}", files.keys());
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("data-graph") && !text.contains("class=\"flow\""), "{path}");
    }
}
