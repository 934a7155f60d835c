//! The files, read back as the theme's script reads them.

use super::{Files, INDEX, SIZES, Sizes, in_files};
use crate::site::Site;
use crate::site::tests::site;
use proptest::prelude::*;
use serde_json::Value;
use std::fmt::Write as _;

/// Small enough that every project has several files, and lists of them.
const SMALL: Sizes = Sizes { least: 300, most: 500 };

const SETTINGS: &str = "[[document]]\nkey = \"lastenheft\"\nrole = \"lastenheft\"\n\n[[document]]\nkey = \"pflichtenheft\"\nrole = \"pflichtenheft\"\nrealises = \"lastenheft\"\n";

/// A Lastenheft with one chapter.
fn lastenheft(text: &str) -> Site {
    site(&[("heftfaden.toml", SETTINGS), ("content/lastenheft/01-a.md", text)])
}

fn content(files: &Files, path: &str) -> Value {
    let text = String::from_utf8(files[path].clone()).unwrap();
    let json = text.strip_prefix("heftfadenPreviews(").and_then(|rest| rest.strip_suffix(");\n")).unwrap();
    serde_json::from_str(json).unwrap()
}

/// What is shown of an item, as lines; nothing where it is not found.
fn shown(files: &Files, address: &str) -> Option<Vec<String>> {
    let mut node = content(files, INDEX);
    let mut steps = 0;
    while let Some(starts) = node["starts"].as_array() {
        let found = starts.iter().rfind(|start| start[0].as_str().unwrap() <= address)?;
        let path = format!("assets/previews/{}.{}.js", node["of"].as_str().unwrap(), found[1].as_str().unwrap());
        node = content(files, &path);
        steps += 1;
        assert!(steps < 9, "it goes in a circle");
    }
    let item = node["items"].get(address)?;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of = |list: &str, at: &Value| text(&node[list][usize::try_from(at.as_u64().unwrap()).unwrap()]);
    let title = if item[6] == 1 { format!("({})", text(&item[1])) } else { text(&item[1]) };
    let mut lines =
        vec![format!("{} {title}", text(&item[0])), of("signs", &item[2]), of("places", &item[3]), text(&item[4])];
    lines.extend(
        item[5].as_array().unwrap().iter().map(|thread| format!("{} {}", of("labels", &thread[0]), text(&thread[1]))),
    );
    Some(lines)
}

fn text(site: &Site, address: &str) -> String {
    shown(&in_files(site, SIZES), address).unwrap()[3].clone()
}

#[test]
fn a_reference_shows_what_the_item_says_and_how_it_stands() {
    let site = site(&[
        ("heftfaden.toml", SETTINGS),
        (
            "content/lastenheft/03-funktionen.md",
            "# Funktionen\n\n## LH-310 Kunden & Co\n\n- Priorität: Muss\n- Status: abgestimmt\n\nDas System muss **Kunden** führen, siehe LH-320 und [hier](https://example.org).\n\n- erstens\n- zweitens\n\n### LH-311 Darunter\n\nEigenes.\n\n## LH-320 Suche\n\n- Priorität: Wunsch\n",
        ),
        (
            "content/pflichtenheft/01-a.md",
            "# Funktionen\n\n## PH-1 Kundenliste\n\n- Realisiert: LH-310 (teilweise)\n\nEine Liste.\n",
        ),
    ]);
    let files = in_files(&site, SIZES);
    let lines = |address: &str| shown(&files, address).unwrap();
    let found = lines("lastenheft/LH-310");
    assert_eq!(found[0], "LH-310 Kunden & Co");
    assert!(
        found[1].contains("cov partial") && found[1].contains("prio must") && found[1].contains("abgestimmt"),
        "{found:?}"
    );
    assert_eq!(found[2], "Lastenheft · 3 Funktionen");
    assert_eq!(
        found[3],
        "<p>Das System muss <strong>Kunden</strong> führen, siehe LH-320 und hier.</p><ul><li>erstens</li><li>zweitens</li></ul>"
    );
    assert_eq!(found[4..], ["realisiert durch PH-1 (teilweise)"]);
    assert_eq!(lines("lastenheft/LH-311")[3], "<p>Eigenes.</p>");
    let open = lines("lastenheft/LH-320");
    assert_eq!((open[3].as_str(), open.len()), ("", 5), "{open:?}");
    assert!(open[4].starts_with("realisiert durch ") && !open[4].contains("PH-"), "{open:?}");
    assert_eq!(lines("pflichtenheft/PH-1")[4..], ["realisiert LH-310 (teilweise)"]);
    for address in ["lastenheft/LH-3", "lastenheft/LH-9", "lastenheft", "", "zzz/LH-310", "lastenheft/funktionen"] {
        assert_eq!(shown(&files, address), None, "{address}");
    }
}

#[test]
fn long_texts_and_titles_are_cut_at_a_word() {
    let long = "Wörter ".repeat(900).trim_end().to_owned();
    let site = lastenheft(&format!(
        "# A\n\n## LH-1 {long}\n\nText mit **vielen {long}** und Ende.\n\n## LH-2 Wort\n\n{}\n",
        "ö".repeat(2000)
    ));
    let found = shown(&in_files(&site, SIZES), "lastenheft/LH-1").unwrap();
    assert!(found[3].ends_with("Wörter …</strong></p>") && found[3].chars().count() < 420, "{}", found[3]);
    assert!(found[0].ends_with("Wörter …") && found[0].chars().count() < 180, "{}", found[0]);
    let one = text(&site, "lastenheft/LH-2");
    assert!(one.starts_with("<p>öö") && one.ends_with("ö …</p>") && one.chars().count() < 380, "{one}");
}

#[test]
fn a_title_that_the_text_says_again_is_marked() {
    let site = lastenheft("# A\n\n- **LH-1** Das System muss rechnen. Es muss auch drucken.\n- **LH-2** Das Ende.\n");
    let found = shown(&in_files(&site, SIZES), "lastenheft/LH-1").unwrap();
    assert_eq!(
        (found[0].as_str(), found[3].as_str()),
        ("LH-1 (Das System muss rechnen)", "<p>Das System muss rechnen. Es muss auch drucken.</p>")
    );
}

#[test]
fn tables_pictures_code_formulas_and_diagrams_are_simple_text() {
    let site = lastenheft(
        "# A\n\n## LH-1 Tabelle\n\n| Rolle | Zahl |\n| --- | --- |\n| Leitung | 2 |\n\n![Plan](plan.png)\n\n## LH-2 Code\n\n```sql\nselect *\n  from a < b\n```\n\nFormel $a^2$.\n\n## LH-3 Bild\n\n```mermaid\npie title Anteile\n  \"A\" : 1\n  \"B\" : 2\n```\n\n## LH-4 Fußnote\n\nText[^1] <kbd>F1</kbd> <details><summary>Mehr</summary>Inhalt</details>\n\n[^1]: Unten.\n",
    );
    assert_eq!(text(&site, "lastenheft/LH-1"), "<p>Rolle · Zahl</p><p>Leitung · 2</p><p>Plan</p>");
    assert_eq!(
        text(&site, "lastenheft/LH-2"),
        "<pre>select *\n  from a &lt; b\n</pre><p>Formel <math><msup><mi>a</mi><mn>2</mn></msup></math>.</p>"
    );
    assert_eq!(text(&site, "lastenheft/LH-3"), "<p><i>Kreisdiagramm: Anteile</i></p>");
    assert_eq!(text(&site, "lastenheft/LH-4"), "<p>Text <kbd>F1</kbd></p><p>Mehr</p><p>Inhalt</p>");
}

#[test]
fn rows_of_tables_show_their_further_columns() {
    let site = lastenheft(
        "# A\n\n| ID | Anforderung | Prüfschritt |\n| --- | --- | --- |\n| LH-1 | Drucken | Eine Seite *drucken* |\n",
    );
    let found = text(&site, "lastenheft/LH-1");
    assert!(found.contains("<p><i>Prüfschritt:</i> Eine Seite <em>drucken</em></p>"), "{found}");
}

#[test]
fn a_project_without_items_has_an_index() {
    let files = in_files(&site(&[("content/a.md", "x")]), SIZES);
    assert_eq!(files.keys().collect::<Vec<_>>(), [INDEX]);
    assert_eq!(shown(&files, "lastenheft/LH-1"), None);
}

/// A chapter of so many items; `differs` says something else.
fn many(number: usize, differs: usize) -> String {
    (0..number).fold("# A\n\n".to_owned(), |mut text, item| {
        let word = if item == differs { "anderes".repeat(9) } else { "eines".to_owned() };
        let _ = write!(
            text,
            "## LH-{item} Titel {item}\n\nDas System muss {word} tun, und zwar {}.\n\n",
            "oft ".repeat(60)
        );
        text
    })
}

#[test]
fn a_change_of_one_item_changes_one_piece_and_the_index() {
    let before = in_files(&lastenheft(&many(900, 0)), SIZES);
    let after = in_files(&lastenheft(&many(900, 450)), SIZES);
    let gone = before.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes)).count();
    assert!(before.len() > 15, "{}", before.len());
    // Two items differ, and the index.
    assert!(gone <= 3, "{gone} of {}", before.len());
    let more = in_files(&lastenheft(&many(901, 0)), SIZES);
    let gone = before.iter().filter(|(path, bytes)| more.get(*path) != Some(bytes)).count();
    assert!(gone <= 2, "{gone} of {}", before.len());
    assert_eq!(before, in_files(&lastenheft(&many(900, 0)), SIZES), "the same bytes each time");
}

#[test]
fn no_file_is_longer_than_32_kilobytes() {
    let quoted = many(300, 0).replace("oft ", "\"\\ ");
    for text in [many(2000, 0), quoted] {
        let files = in_files(&lastenheft(&text), SIZES);
        let longest = files.values().map(Vec::len).max().unwrap();
        assert!(files.len() > 5 && (12_000..32_768).contains(&longest), "{longest}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the IDs and the text, every item is found over lists of lists, and its HTML is whole and has no links.
    #[test]
    fn every_item_is_found_and_its_text_is_whole(
        ids in prop::collection::btree_set("[A-Z]{2}-[1-9][0-9]{0,3}(\\.[1-9])?", 1..40),
        text in "(\\*\\*|\\*|`|~~|<b>|</b>|<u>|</i>|<ul>|</li>|<pre>|\\[a\\]\\(b\\)|- |\n|\n\n|\\| a \\||> |1. |[a-zäöß&<>\"' ]{1,9}|\\$x_1\\$){0,60}",
    ) {
        let mut chapter = "# A\n\n".to_owned();
        for id in &ids {
            let _ = write!(chapter, "## {id} Titel {id}\n\n{text}\n\n");
        }
        let site = lastenheft(&chapter);
        let files = in_files(&site, SMALL);
        for document in site.project.document_keys() {
            for key in site.project.items_of_document(document) {
                let path = site.plan.item(key).strip_suffix("/index.html").unwrap();
                let found = shown(&files, path);
                prop_assert!(found.is_some(), "{path}");
                let html = &found.unwrap()[3];
                let mut open = Vec::new();
                for tag in html.split('<').skip(1) {
                    let name = tag.split('>').next().unwrap();
                    prop_assert!(name != "a" && !name.contains(' '), "{html}");
                    match name.strip_prefix('/') {
                        Some(name) => prop_assert_eq!(open.pop(), Some(name), "{}", html),
                        None => open.push(name),
                    }
                }
                prop_assert!(open.is_empty(), "{html}");
            }
        }
    }
}
