//! The index, read back as the theme's script reads it.

use super::code::tests::{fronts, read};
use super::entries::{Entry, Kind};
use super::fold::{fold, words};
use super::terms::{ChapterTerms, Part};
use super::{Files, INDEX, PART, TEXT, index};
use crate::site::Site;
use crate::site::tests::site;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// An entry as a search has it.
#[derive(Debug, PartialEq)]
struct Found {
    group: String,
    page: String,
    path: String,
    id: Option<String>,
    anchor: String,
    sign: [String; 2],
    title: String,
    words: BTreeSet<String>,
    text: String,
}

fn content(files: &Files, path: &str) -> Value {
    let text = String::from_utf8(files[path].clone()).unwrap();
    let json = text.strip_prefix("heftfadenSearch(").and_then(|rest| rest.strip_suffix(");\n")).unwrap();
    serde_json::from_str(json).unwrap()
}

fn named(files: &Files, name: &str, hash: &Value) -> Value {
    content(files, &format!("assets/search/{name}.{}.js", hash.as_str().unwrap()))
}

fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

fn decoded(files: &Files) -> Vec<Found> {
    let index = content(files, INDEX);
    let names = named(files, "names", &index["names"]);
    let mut ids = fronts(names["ids"].as_str().unwrap(), '\n').into_iter();
    let (titles, anchors) = (string(&names["titles"]), string(&names["anchors"]));
    if names["signs"] == "" {
        return Vec::new();
    }
    let (mut titles, mut anchors) = (titles.split('\n'), anchors.split('\n'));
    let (mut signs, mut found) = (names["signs"].as_str().unwrap().chars(), Vec::new());
    for page in names["pages"].as_array().unwrap() {
        let group = &names["groups"][number(&page[0])];
        for _ in 0..number(&page[3]) {
            let mark = &names["marks"][read(&mut signs).unwrap() as usize];
            let id = mark[2].as_bool().unwrap().then(|| ids.next().unwrap());
            let own = id.as_ref().map(|id| format!("{}/{id}/index.html", group[1].as_str().unwrap()));
            let path = names["paths"].get(found.len().to_string()).map(string).or(own);
            found.push(Found {
                group: string(&group[0]),
                page: string(&page[1]),
                path: path.unwrap_or_else(|| string(&page[2])),
                anchor: if id.is_some() { String::new() } else { anchors.next().unwrap().to_owned() },
                id,
                sign: [string(&mark[0]), string(&mark[1])],
                title: titles.next().unwrap().to_owned(),
                words: BTreeSet::new(),
                text: String::new(),
            });
        }
    }
    assert!(ids.next().is_none() && titles.next().is_none() && signs.next().is_none());
    for hash in index["parts"].as_array().unwrap() {
        add_words(&named(files, "part", hash), &mut found);
    }
    for text in index["texts"].as_array().unwrap() {
        let texts = named(files, "text", &text[1]);
        assert_eq!(texts["first"], text[0]);
        for (at, text) in texts["texts"].as_array().unwrap().iter().enumerate() {
            found[number(&texts["first"]) + at].text = string(text);
        }
    }
    found
}

fn add_words(part: &Value, found: &mut [Found]) {
    let mut signs = part["lists"].as_str().unwrap().chars();
    let mut mentions = 0;
    for word in fronts(part["terms"].as_str().unwrap(), ' ') {
        let mut next = number(&part["first"]);
        for _ in 0..read(&mut signs).unwrap() {
            next += read(&mut signs).unwrap() as usize;
            assert!(found[next].words.insert(word.clone()), "{word} twice");
            next += 1;
            mentions += 1;
        }
    }
    assert_eq!(mentions, number(&part["size"]));
    assert!(signs.next().is_none());
}

/// Small enough that every project has several files.
fn split(site: &Site) -> Files {
    index(site, 9, 60)
}

fn words_of(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    words(&fold(text), &mut String::new(), |word| {
        found.insert(word.to_owned());
    });
    found
}

const SETTINGS: &str = "[project]\nlanguage = \"de\"\n[documents.lastenheft]\nids = [\"LH-#\"]\n[documents.pflichtenheft]\nids = [\"PH-#\"]\nrealises = \"lastenheft\"\n[moved.lastenheft]\nLH-9 = \"LH-1\"\n";

fn example() -> Site {
    site(&[
        ("heftfaden.toml", SETTINGS),
        (
            "content/lastenheft/01-ziel.md",
            "# Ziel\n\nVorab.[^a]\n\n## Überblick\n\nDruck<b>prüf</b>ungen &amp; mehr.\n\n### LH-1 Kunden suchen\n\n- Priorität: muss\n- Quelle: Gespräch Einkauf\n\nDas System muss suchen.\n\n- **LH-2** Es muss finden.\n\n### LH-3 Nie\n\n| ID | Titel | Text |\n|-|-|-|\n| LH-4 | Tabelle | Zeile vier |\n\n[^a]: Fußnote.\n",
        ),
        (
            "content/pflichtenheft/01-antwort.md",
            "# Antwort\n\n### PH-1 Maske\n\n- Realisiert: LH-1\n\n```sql\nselect kunde\n```\n",
        ),
        ("content/glossar.md", "# Glossar\n\nABC-Klasse\n: Einteilung der Kunden.\n\nDebitor\n: Ein Kunde.\n"),
    ])
}

#[test]
fn everything_is_found_with_its_title_address_sign_and_text() {
    let found = decoded(&split(&example()));
    let line = |entry: &Found| {
        let [class, word] = &entry.sign;
        let id = entry.id.as_deref().unwrap_or("–");
        format!(
            "{} | {id} | {} | {class} {word} | {}#{} | {}",
            entry.group, entry.title, entry.path, entry.anchor, entry.text
        )
    };
    let lines: Vec<String> = found.iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"));
    let entry = |id: &str| found.iter().find(|entry| entry.id.as_deref() == Some(id)).unwrap();
    assert!(entry("LH-1").words.contains("lh9"), "its old ID");
    assert!(entry("LH-1").words.contains("einkauf"), "a field");
    assert!(!entry("LH-1").words.contains("quelle"), "no field's name");
    assert!(!entry("LH-1").words.contains("suchen"), "what the title has is found there");
    assert!(entry("PH-1").words.is_superset(&words_of("LH-1 select kunde")), "traces and code");
    let section = found.iter().find(|entry| entry.title == "Überblick").unwrap();
    assert!(section.words.contains("druckprufungen"), "{section:?}");
}

#[test]
fn an_index_in_many_files_says_what_one_in_few_says() {
    let site = example();
    let (few, many) = (index(&site, PART, TEXT), split(&site));
    let count = |files: &Files, name: &str| files.keys().filter(|path| path.contains(name)).count();
    assert_eq!([count(&few, "/part."), count(&few, "/text.")], [1, 1]);
    assert!(count(&many, "/part.") > 2 && count(&many, "/text.") > 2, "{:?}", many.keys());
    assert_eq!(decoded(&few), decoded(&many));
    assert_eq!(many, split(&example()), "the same bytes each time");
}

#[test]
fn a_project_of_nothing_has_an_index() {
    assert!(decoded(&split(&site(&[]))).is_empty());
    let found = decoded(&split(&site(&[("content/lastenheft/index.md", ""), ("content/a.md", "x")])));
    assert_eq!(found.len(), 2, "{found:?}");
}

/// Ten thousand entries of sixty words each, taken from forty thousand as words of a language are: few often, most seldom.
#[test]
fn ten_thousand_items_of_a_real_language_fit() {
    let mut state = 7_u64;
    let mut random = |below: f64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        #[allow(clippy::cast_precision_loss, reason = "a random number needs no more")]
        let part = (state >> 40) as f64 / f64::from(1 << 24);
        part * below
    };
    let entries = (0..10_000).map(|_| {
        let mut entry = Entry::new(Kind::Chapter, String::new());
        for _ in 0..60 {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below forty thousand")]
            let rank = random(40_000_f64.ln()).exp() as u32;
            entry.text.push(&word_of_rank(rank));
            entry.text.space();
        }
        entry
    });
    let chapter = ChapterTerms::of(&entries.collect::<Vec<_>>());
    let parts = Part::all(&[chapter], PART);
    let bytes: usize = parts.iter().map(|part| part.json().to_string().len()).sum();
    assert_eq!(parts.len(), 1);
    assert!((500_000..1_150_000).contains(&bytes), "{bytes} bytes");
}

/// Frequent words are short, seldom ones are compounds.
fn word_of_rank(rank: u32) -> String {
    const SYLLABLES: [&str; 16] = [
        "an", "be", "druck", "ein", "fach", "gang", "kunden", "lauf", "mess", "plan", "prüf", "rech", "satz", "stand",
        "ver", "zeug",
    ];
    let mut word = String::new();
    let mut rest = rank * 7 + 1;
    while rest > 0 {
        word.push_str(SYLLABLES[rest as usize % 16]);
        rest /= 16;
    }
    word
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_of_every_item_is_found(
        items in prop::collection::vec((
            prop::collection::vec("[A-Za-zÄÖÜäöüßéł][a-zäöüß]{0,11}", 1..5),
            prop::collection::vec("[A-Za-zÄÖÜäöüßéł][a-zäöüß]{0,11}|[A-Z]-[A-Z][a-zß]{2,6}|[1-9][0-9]{0,3}", 1..30),
        ), 1..8),
    ) {
        let mut text = "# Kapitel\n\n".to_owned();
        for ((title, words), number) in items.iter().zip(1..) {
            let _ = std::fmt::Write::write_fmt(&mut text, format_args!("## LH-{number} {}\n\nText {}.\n\n", title.join(" "), words.join(" ")));
        }
        let site = site(&[("heftfaden.toml", SETTINGS), ("content/lastenheft/01-a.md", &text)]);
        let found = decoded(&split(&site));
        for ((title, said), number) in items.iter().zip(1..) {
            let id = format!("LH-{number}");
            let entry = found.iter().find(|entry| entry.id.as_ref() == Some(&id)).unwrap();
            let of_title = words_of(&entry.title);
            for word in title.iter().chain(said) {
                // Put together by hand, not by the code that is tested.
                let plain = word.to_lowercase().replace('-', "").replace('ä', "a").replace('ö', "o").replace('ü', "u");
                let plain = plain.replace('ß', "ss").replace('é', "e").replace('ł', "l");
                prop_assert!(entry.words.contains(&plain) || of_title.contains(&plain), "{word:?} ({plain}) in {entry:?}");
            }
            prop_assert!(entry.text.contains(&said.join(" ")));
        }
    }
}
