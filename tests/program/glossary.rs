//! Glossary, contacts and literature: terms are linked, and nothing else of a text changes by it.

use crate::project::Project;
use crate::properties::{CHAPTERS, mutated, runner};
use heftfaden::config::Config;
use heftfaden::diag::Language;
use heftfaden::load::{Loaded, load};
use heftfaden::model::{Block, Chapter, Fragment, Grammar, HoleKind, Terms};
use heftfaden::parse::{Context, parse};
use heftfaden::site::{Site, Theme};
use heftfaden::source::SourceFile;
use proptest::prelude::*;
use std::collections::BTreeMap;

const SETTINGS: &str = "[project]\ntitle = \"Kartei\"\nlanguage = \"de\"\n\n[documents.lastenheft]\nids = [\"LH-#\"]\noutline = \"none\"\n\n[documents.pflichtenheft]\nids = [\"PH-#\"]\noutline = \"none\"\n";

const GLOSSARY: &str = "# Glossar

## Fachwörter

Vorgang
: Alles, was zu einer Anfrage gehört, vom ersten Anruf bis zur Rechnung.

ÄRA (Änderung der Rahmenabrede)
: Ein Nachtrag.

Abnahme
: Die *Erklärung*, dass das Werk taugt: <b>siehe</b> LH-1.

Technische Abnahme
: Die Prüfung an der Anlage.
";

const WANTED: &str = "# Vorgänge

Der Vorgang beginnt hier, ein zweiter Vorgang auch. Die Vorgangsakte nicht; `Vorgang` und [Vorgang](#x) auch nicht.

### LH-1 Abnahme

- Verantwortlich: Vertriebsleitung, Einkauf
- Abnahmekriterium: Alle Vorgänge sind da.

Nach der technischen
Abnahme folgt die Abnahme. $Abnahme$ <code>Abnahme</code> **Abnahmen**. Siehe LH-2.

| ID | Text |
| --- | --- |
| LH-2 | Bei Abnahme des Vorgangs. |
";

fn project() -> Project {
    Project::new()
        .file("heftfaden.toml", SETTINGS)
        .file("content/glossar.md", GLOSSARY)
        .file("content/lastenheft/01-vorgaenge.md", WANTED)
        .file(
            "content/ansprechpartner.md",
            "## Auftraggeber\n\n| Rolle | Adresse |\n| --- | --- |\n| Vertriebsleitung | v@firma.example |\n| Einkauf | e@firma.example |\n",
        )
        .file(
            "content/literatur.md",
            "- Zach: Zitate (kostenpflichtig)\n- [Ärger](https://a.example/b) – kostenfrei\n- Arzt. Zugang nur im Intranet.\n\n1. zwei\n2. eins\n\n| Titel | Zugang |\n| --- | --- |\n| B | kostenfrei |\n| A | im Lesesaal |\n",
        )
}

/// Every page of a project.
fn pages(loaded: &Loaded) -> BTreeMap<String, String> {
    let findings = heftfaden::check::check(&loaded.project).into();
    let theme = Theme::new(loaded.project.config.language, &loaded.sources.theme).unwrap();
    let site = Site::new(loaded.project.clone(), findings, loaded.sources.clone(), theme.into());
    site.pages()
        .iter()
        .map(|page| (page.path.clone(), String::from_utf8(site.render(page).unwrap()).unwrap()))
        .collect()
}

/// A page without the links of terms and what they open.
fn without_terms(html: &str) -> String {
    let (mut rest, mut out) = (html, String::new());
    while let Some(start) = rest.find("<span class=\"term\">") {
        out.push_str(&rest[..start]);
        let link = &rest[start..];
        let text = &link[link.find("aria-describedby").unwrap()..];
        let text = &text[text.find('>').unwrap() + 1..];
        out.push_str(&text[..text.find("</a>").unwrap()]);
        rest = &text[text.find("</span></span>").unwrap() + "</span></span>".len()..];
    }
    out + rest
}

/// The texts that the terms of a page stand in, as they are written.
fn linked(html: &str) -> Vec<&str> {
    let terms = html.split("<span class=\"term\">").skip(1);
    terms.map(|term| term.split("</a>").next().unwrap().rsplit('>').next().unwrap()).collect()
}

fn main_part(html: &str) -> &str {
    &html[html.find("<main").unwrap()..html.find("</main>").unwrap()]
}

#[test]
fn each_term_is_linked_once_in_a_chapter() {
    let pages = pages(&load(&project().root()).unwrap());
    let chapter = &pages["lastenheft/vorgaenge/index.html"];
    assert_eq!(linked(chapter), ["Vorgang", "technischen\nAbnahme", "Abnahme"]);
    assert_eq!(linked(&pages["lastenheft/LH-1/index.html"]), ["Vorgänge", "technischen\nAbnahme", "Abnahme"]);
    assert_eq!(linked(&pages["lastenheft/LH-2/index.html"]), ["Abnahme", "Vorgangs"]);
    assert_eq!(linked(&pages["lastenheft/gesamt/index.html"]).len(), 3);
    for path in ["glossar/index.html", "literatur/index.html", "synopse/index.html", "matrix/index.html"] {
        assert!(linked(&pages[path]).is_empty(), "{path}");
    }
    assert!(chapter.contains("<a href=\"../../glossar/index.html#vorgang\" aria-describedby=\"_term-1\">Vorgang</a>"));
    assert!(!chapter.contains("Nachtrag"), "only the definitions of the terms that stand there");
}

#[test]
fn long_definitions_are_cut() {
    let project = project().file("content/glossar.md", format!("Vorgang\n: {}\n", "Wort ".repeat(200)));
    let pages = pages(&load(&project.root()).unwrap());
    let chapter = &pages["lastenheft/vorgaenge/index.html"];
    let definition = chapter.split("role=\"tooltip\">").nth(1).unwrap().split("</span>").next().unwrap();
    assert!(definition.ends_with("Wort …") && definition.len() < 280, "{definition}");
    assert!(pages["glossar/index.html"].contains(&"Wort ".repeat(199)));
}

#[test]
fn pages_as_agreed() {
    let pages = pages(&load(&project().root()).unwrap());
    let shown =
        ["lastenheft/vorgaenge/index.html", "glossar/index.html", "ansprechpartner/index.html", "literatur/index.html"];
    let text: Vec<&str> = shown.iter().map(|path| main_part(&pages[*path])).collect();
    insta::assert_snapshot!(text.join("\n\n"));
}

#[test]
fn a_fragment_as_agreed() {
    let terms = Terms::new(Language::De, vec![vec!["Vorgang".to_owned()], vec!["Abnahme".to_owned()]]);
    let chapter = chapter("Der *Vorgang* und die Abnahme, <i>Vorgänge</i>.\n", &terms);
    insta::assert_snapshot!(format!("{:#?}", chapter.blocks));
}

/// A text as a chapter of the Lastenheft.
fn chapter(text: &str, terms: &Terms) -> Chapter {
    let config = Config { language: Language::De, ..Config::default() };
    let source = SourceFile::new("content/lastenheft/01-text.md", text);
    let context =
        Context { config: &config, grammar: &Grammar::default(), terms, document: config.document("lastenheft") };
    parse(&source, context)
}

/// Terms that stand in the chapters of the properties, alone, side by side, and over the ends of lines.
fn terms() -> Terms {
    let names = [
        "System",
        "Kundenakte",
        "Vertrieb",
        "Begriff",
        "Titel",
        "Das System muss",
        "alles",
        "Erste",
        "a",
        "LH",
        "Der Vertrieb sieht",
        "x",
        "erledigt",
        "Auch mobil",
        "Anhang",
        "ä",
        "tempo",
    ];
    Terms::new(Language::De, names.iter().map(|name| vec![(*name).to_owned()]).collect())
}

fn fragments<'c>(blocks: &'c [Block], all: &mut Vec<&'c Fragment>) {
    for block in blocks {
        match block {
            Block::Prose(prose) => all.push(&prose.fragment),
            Block::Table(table) => {
                all.extend(&table.head);
                all.extend(table.rows.iter().flat_map(|row| &row.cells));
            }
            _ => {}
        }
    }
}

/// Every fragment of a chapter, without terms; and how many of them there were.
fn plain(chapter: &Chapter) -> (Vec<Fragment>, usize) {
    let mut all = Vec::new();
    fragments(&chapter.blocks, &mut all);
    for item in &chapter.items {
        all.push(&item.heading);
        all.extend(item.fields.iter().map(|field| &field.fragment));
        fragments(&item.blocks, &mut all);
    }
    all.extend(&chapter.footnotes);
    all.extend(chapter.headings.iter().map(|heading| &heading.fragment));
    let mut terms = 0;
    let bare = all.into_iter().map(|fragment| {
        let mut fragment = fragment.clone();
        let mut is_open = false;
        for hole in &fragment.holes {
            match hole.kind {
                HoleKind::TermStart(_) => {
                    assert!(!is_open, "no term stands in another");
                    (is_open, terms) = (true, terms + 1);
                }
                HoleKind::TermEnd => {
                    assert!(is_open);
                    is_open = false;
                }
                _ => assert!(!is_open, "nothing else stands in a term"),
            }
        }
        assert!(!is_open);
        fragment.holes.retain(|hole| !matches!(hole.kind, HoleKind::TermStart(_) | HoleKind::TermEnd));
        fragment
    });
    (bare.collect(), terms)
}

/// Asserts that a text with and without terms is the same but for them.
fn check(text: &str) -> usize {
    let (with, without) = (chapter(text, &terms()), chapter(text, &Terms::default()));
    let ((bare, count), (plain, none)) = (plain(&with), plain(&without));
    assert_eq!(none, 0);
    assert_eq!(bare, plain, "{text:?}");
    let titles = |chapter: &Chapter| chapter.items.iter().map(|item| item.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&with), titles(&without));
    assert_eq!((with.words, &with.mentions, &with.links), (without.words, &without.mentions, &without.links));
    count
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn terms_change_nothing_else(text in mutated()) {
        check(&text);
    }

    #[test]
    fn pages_are_the_same_but_for_terms(text in mutated()) {
        let project = project().file("content/lastenheft/01-vorgaenge.md", &text);
        let names = "Das System\n: A.\n\nVertrieb\n: B.\n\nKundenakte, Titel\n: C.\n\nErste\n: D.\n";
        project.write("content/glossar.md", names);
        let with = pages(&load(&project.root()).unwrap());
        project.write("content/glossar.md", "# Glossar\n");
        let without = pages(&load(&project.root()).unwrap());
        for (path, html) in with.iter().filter(|(path, _)| path.starts_with("lastenheft/")) {
            prop_assert_eq!(&without_terms(main_part(html)), main_part(&without[path]), "{}", path);
        }
    }
}

#[test]
fn the_chapters_have_terms() {
    let found: usize = CHAPTERS.iter().map(|text| check(text)).sum();
    assert!(found > 8, "{found}");
    for text in [
        "a<b>a</b> a",
        "<table>System<tr><td>System</table>",
        "<a href=\"x\">System</a> System",
        "**Das** System\nmuss",
        "<h2>Titel</h2>\n\nTitel <code>x</code> x",
    ] {
        check(text);
    }
}

#[test]
fn code_of_the_author_has_no_terms() {
    let count = |text: &str| plain(&chapter(text, &terms())).1;
    assert_eq!(count("Ein <code>System</code>, <kbd>Titel</kbd> und <a href=\"https://a.example\">Vertrieb</a>."), 0);
    assert_eq!(count("Ein <code>System</code> und ein System."), 1);
    assert_eq!(
        count(
            "# Titel\n\n## Vertrieb\n\n`System` ![Titel](x.png) https://System.example $System$ [^1]\n\n[^1]: Vertrieb\n"
        ),
        0
    );
    assert_eq!(count("| Titel |\n| --- |\n| Vertrieb |\n"), 1, "heads are titles");
}

#[test]
fn large_pages_are_read_in_time() {
    let terms: String =
        (0..3_000).map(|n| format!("Begriff {n}, Wort{n}\n: Erklärung {n}\n\nDoppelt\n: Noch einmal.\n\n")).collect();
    let roles: String = (0..3_000).map(|n| format!("| Rolle {} | x |\n", n % 3)).collect();
    let works: String = (0..3_000).map(|n| format!("- Werk \"{n}\" (Zugang nur \"hier\")\n")).collect();
    let items: String = (0..2_000)
        .map(|n| {
            format!(
                "### LH-{n} A\n\n- Verantwortlich: Rolle {} von allen, und, und\n\nBegriff {n} Begriff AB (AB (\n\n",
                n % 5
            )
        })
        .collect();
    let project = project()
        .file("content/glossar.md", format!("# Glossar\n\n{terms}\n{}\n: Viele\n", "a, b".repeat(20_000)))
        .file("content/ansprechpartner.md", format!("| Rolle | Ort |\n| --- | --- |\n{roles}"))
        .file("content/literatur.md", works)
        .file("content/lastenheft/01-vorgaenge.md", items);
    let loaded = load(&project.root()).unwrap();
    assert_eq!((loaded.project.terms.len(), loaded.project.roles.len()), (6_001, 3_000));
    let findings = heftfaden::check::check(&loaded.project);
    let count = |code: &str| findings.iter().filter(|finding| finding.code == code).count();
    assert_eq!((count("term-duplicate"), count("owner-unknown")), (2_999, 3), "roles 3, 4, and the word und");
    assert!(pages(&loaded)["lastenheft/LH-7/index.html"].contains(">Begriff 7</a>"));
}
