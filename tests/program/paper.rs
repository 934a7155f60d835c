//! Documents on one page, as they will stand on paper: what their cover, heads, contents and signatures say.

use heftfaden::load::load;
use heftfaden::site::{Site, Theme};

use crate::project::Project;

const SETTINGS: &str = "[project]\ntitle = \"Kartei \\\"Süd\\\"\"\ncustomer = \"Nord & Söhne\"\nsupplier = \"Süd GmbH\"\nPAPER\n[documents.lastenheft]\nids = [\"LH-#\"]\noutline = \"none\"\n";

fn project(paper: &str, chapters: &[&str]) -> Project {
    let mut project = Project::new().file("heftfaden.toml", SETTINGS.replace("PAPER", paper));
    for (number, text) in chapters.iter().enumerate() {
        project = project.file(&format!("content/lastenheft/{:02}-kapitel.md", number + 1), text);
    }
    project
}

fn page(project: &Project, path: &str) -> String {
    let loaded = load(&project.root()).unwrap();
    assert!(loaded.project.config.title.starts_with("Kartei"));
    let findings = heftfaden::check::check(&loaded.project).into();
    let theme = Theme::new(loaded.project.config.language, &loaded.sources.theme).unwrap();
    let site = Site::new(loaded.project.clone(), findings, loaded.sources.clone(), theme.into());
    let page = site.page_at(path).unwrap_or_else(|| panic!("no page {path}"));
    String::from_utf8(site.render(page).unwrap()).unwrap()
}

fn whole(paper: &str, chapters: &[&str]) -> String {
    page(&project(paper, chapters), "lastenheft/gesamt/index.html")
}

fn says(html: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(html.contains(wanted), "{wanted:?} is not in: {html}");
    }
}

/// So many words that chapters begin on new sheets.
fn long(text: &str) -> String {
    format!("{text}\n\n{}\n", "Wort ".repeat(120))
}

const COVER: &str = "---\nfassung: \"1.2\"\ndatum: 2026-10-05\nuntertitel: Vertrieb <Innen>\nansprechpartner: Vertrieb, 555-0100\nvertraulichkeit: nur für die Parteien\nstatus: agreed\n---\n\n# Ziele\n\n## Wozu\n\n### LH-1 Suche\n\nText.\n\n## Für wen\n\n### LH-20 Druck\n\nText.\n";

#[test]
fn a_cover_says_what_front_matter_says() {
    let html = whole("", &[COVER]);
    says(
        &html,
        &[
            "<p class=\"kicker\">Kartei &quot;Süd&quot;</p>",
            "<p class=\"lead\">Vertrieb &lt;Innen&gt;</p>",
            "<dd>Nord &amp; Söhne</dd>",
            "<dt>Fassung</dt><dd>1.2</dd>\n<dt>Datum</dt><dd>05.10.2026</dd>\n<dt>Status</dt><dd>abgestimmt</dd>",
            "<dt>Ansprechpartner</dt><dd>Vertrieb, 555-0100</dd>\n<dt>Vertraulichkeit</dt><dd>nur für die Parteien</dd>",
        ],
    );
    let bare = whole("", &["# Ziele\n\nText.\n"]);
    for nothing in ["class=\"lead\"", "Ansprechpartner", "Vertraulichkeit", "<dt>Fassung</dt>", "class=\"revisions\""] {
        assert!(!bare.contains(nothing), "{nothing}");
    }
}

#[test]
fn front_matter_for_the_cover_is_known() {
    let loaded = load(&project("", &[COVER]).root()).unwrap();
    let findings = heftfaden::check::check(&loaded.project);
    let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    assert!(!codes.contains(&"unknown-front-matter-key"), "{codes:?}");
}

#[test]
fn heads_and_feet_are_attributes_of_the_page() {
    let second = long("# Betrieb \"Nord\"\n\n- **LH-30** Es muss laufen.");
    let html = whole("", &[&long(COVER), &second]);
    let head = &html[..html.find("<head>").unwrap()];
    says(
        head,
        &[
            " data-running-left=\"Lastenheft\"",
            " data-foot=\"Kartei &quot;Süd&quot; · Fassung 1.2, 05.10.2026, abgestimmt · nur für die Parteien\"",
            " data-page=\"Seite\" data-of=\"von\"",
        ],
    );
    says(&html, &["<section class=\"chapter sheets run-1\"", "<section class=\"chapter sheets run-2\""]);
    // Signatures share the last chapter's sheet, so they are of its kind.
    says(&html, &["<section class=\"signing-off run-2\""]);
    says(
        &page(&project("", &[COVER]), "lastenheft/LH-1/index.html"),
        &["<html lang=\"de\" data-running-left=\"LH-1 Suche · Lastenheft · Kartei &quot;Süd&quot;\">"],
    );
}

#[test]
fn short_chapters_follow_each_other_on_one_sheet() {
    let html = whole("", &["# Ziele\n\nText.\n", "# Betrieb\n\nText.\n"]);
    says(&html, &["<section class=\"chapter\" aria-labelledby=\"k2-kapitel\">"]);
    assert!(!html.contains("run-1"));
}

#[test]
fn contents_name_chapters_with_their_items_and_sections() {
    let html = whole("", &[COVER]);
    says(
        &html,
        &[
            "<li><a href=\"#k1-kapitel\"><span class=\"num\">1</span> <span class=\"name\">Ziele <small>LH-1\u{a0}–\u{a0}LH-20</small></span></a>\n<ol>\n<li><a href=\"#k1-wozu\"><span class=\"name\">Wozu</span></a></li>",
            "<li><a href=\"#_unterschriften\"><span class=\"name\">Unterschriften</span></a></li>",
        ],
    );
    for anchor in ["k1-kapitel", "k1-wozu", "_unterschriften"] {
        assert_eq!(html.matches(&format!(" id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
}

#[test]
fn what_is_signed_is_named_where_it_is_signed() {
    let html = whole("", &[COVER]);
    let signatures = &html[html.find("class=\"signing-off").unwrap()..];
    says(
        signatures,
        &["Lastenheft, Fassung 1.2, 05.10.2026.", "<strong>Nord &amp; Söhne</strong>", "<strong>Süd GmbH</strong>"],
    );
    assert_eq!(signatures.matches("Ort, Datum").count(), 2);
}

#[test]
fn tables_get_the_breadth_that_they_need() {
    let table = |columns: usize| {
        let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(columns));
        format!("{}{}{}", row("Kopfzeile"), row("---"), row("Inhalt der Zelle"))
    };
    let item_table = "| ID | Text | Messgröße | Herkunft | Beteiligte | Begründung | Verantwortlich | Abnahmekriterium |\n|---|---|---|---|---|---|---|---|\n| LH-9 | a | b | c | d | e | f | g |\n";
    let text = ["# Ziele", &table(3), &table(6), &table(9), &table(60), item_table].join("\n\n");
    let html = whole("", &[&text]);
    let boxes: Vec<_> =
        html.split("<div class=\"scroll").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect();
    assert_eq!(boxes, ["", " full", " full broad", " full broad tight crammed", " full tight"]);
}

#[test]
fn paper_is_what_the_settings_say() {
    let sheet = "assets/letter.";
    assert!(!whole("", &[COVER]).contains(sheet));
    assert!(!whole("paper = \"A4\"", &[COVER]).contains(sheet));
    let project = project("paper = \"Letter\"", &[COVER]);
    for path in ["index.html", "lastenheft/gesamt/index.html", "lastenheft/LH-1/index.html"] {
        let html = page(&project, path);
        let (last, own) = (html.rfind("rel=\"stylesheet\"").unwrap(), html.find(sheet).unwrap());
        assert!(own > last, "{path}: it comes after all others");
    }
}

#[test]
fn unknown_paper_is_a_finding() {
    let run = project("paper = \"foolscap\"", &[COVER]).run(&["check"]);
    assert_eq!(run.code, 1, "{}", run.out);
    says(&(run.out + &run.err), &["foolscap", "heftfaden.toml:5", "letter"]);
}

#[test]
fn what_no_browser_shows_at_once_comes_in_volumes_that_lead_to_each_other() {
    let filler = "Das System muss laufen. ".repeat(17_000);
    let chapter = |title: &str, id: u32, see: u32, other: &str| {
        let link = format!("[mehr](0{other}-kapitel.md), [genau](0{other}-kapitel.md#mittel)");
        format!("# {title}\n\n## LH-{id} Suche\n\nSiehe LH-{see}, {link}.\n\n# Mittel\n\n{filler}\n")
    };
    let project =
        project("", &[&chapter("Ziele", 1, 3, "3"), &chapter("Wege", 2, 1, "1"), &chapter("Orte", 3, 2, "2")]);
    let first = page(&project, "lastenheft/gesamt/index.html");
    let second = page(&project, "lastenheft/gesamt/2/index.html");
    assert!(first.len().max(second.len()) < 1_000_000, "{} and {} bytes", first.len(), second.len());
    says(
        &first,
        &[
            "<h1>Lastenheft <small>Teil 1 von 2</small></h1>",
            "<a href=\"../index.html\"",
            "<a href=\"2/index.html\">LH-3</a>",
            "<li><a href=\"2/index.html#k3-kapitel\"><span class=\"num\">3</span> <span class=\"name\">Orte <small>LH-3 · Teil 2</small></span></a></li>",
            "<a class=\"ref\" href=\"2/index.html#LH-3\">LH-3</a>",
            "<a href=\"2/index.html#k3-kapitel\">mehr</a>, <a href=\"2/index.html#k3-mittel\">genau</a>",
            "<a class=\"ref\" href=\"#LH-1\">LH-1</a>",
            "Kartei &quot;Süd&quot; · Teil 1 von 2",
        ],
    );
    says(
        &second,
        &[
            "<section class=\"chapter sheets run-1\" aria-labelledby=\"k3-kapitel\">",
            "<a class=\"ref\" href=\"../index.html#LH-2\">LH-2</a>",
            "<a href=\"../index.html#k2-kapitel\">mehr</a>, <a href=\"../index.html#k2-mittel\">genau</a>",
            "class=\"signing-off run-1\"",
        ],
    );
    assert!(!first.contains("signing-off"), "signatures stand at the end alone");
    assert!(!second.contains("k1-kapitel") && !second.contains("id=\"LH-1\""), "a volume holds its own chapters");
}
