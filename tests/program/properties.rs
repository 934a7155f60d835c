//! Properties of parsing and rendering: whatever the text, nothing panics, and every place lies in it.

use crate::{invariants, targets};
use heftfaden::config::Config;
use heftfaden::model::Chapter;
use heftfaden::site::{Site, Theme};
use heftfaden::source::{SourceFile, Sources};
use proptest::prelude::*;
use proptest::test_runner::{Config as Runner, RngSeed};
use std::sync::Arc;

/// Texts that once failed, or nearly did.
const REGRESSIONS: &[&str] = &[
    "",
    "\u{FEFF}",
    "\u{FEFF}---\nä: \"\n---\n",
    "---\r---\rPH-1",
    "+++\nä = \"ß\"\n+++\n",
    "---\n\"title: x\n---\n",
    "**LH-1**",
    "**LH-1** \"ä",
    "- **LH-1**\n  - Realisiert: LH-1–LH-2ä",
    "| ID |\n|-|\n| LH-1ä |",
    "`` `LH-1` ``",
    "&auml;LH-1 &#xE4;LH-2",
    "\\LH-1 \\*LH-2\\*",
    "\"LH-1\"--LH-2'",
    "<a name=\"ä\"></a>LH-1",
    "A[^ä]\n\n[^ä]: LH-1\u{301}",
    "$ä LH-1$ $$\\ä$$",
    "## PH-1 a\n\n- Realisiert: ä\u{a0}ß1 LH-1/2, LHä1/3",
    "## LH-1 {#ä}\n\n- Status: \u{10FFFF}",
    "\u{E000}0\u{E001}LH-1",
    "<b>LH-1 [a](b) ![c](d)",
    "---\n\"\"ä:\n",
    "$</$ $\\operatorname{<b>}$",
    "## PH-1 <h2>a\n\n- Realisiert: LH-1 (siehe LH-2), LH-3 (LH-4",
    "| ID | Text |\n|-|-|\n| PH-1 | <p>a</p><ul><li>b</ul> |",
    "a\0b </",
    "<p align=\"center\">\n\n```\nx\n```\n\n| a |\n|-|\n\n</p>",
    "<table><tr>[a](b)<td>LH-1</table> LH-2",
    "\"><img src=x onerror=alert(1)> B\n: C\" onmouseover=\"x\n\nB & B\n\n| Begriff | Bedeutung |\n|-|-|\n| <i>a | b</i> |\n| | |\n",
    "| Rolle |\n|-|\n| \"><script> |\n\n- **PH-1** A\n  - Verantwortlich: \"><script>, <b>x\n\n- a (frei\n- <p>b. frei</p>\n",
    "<a name=\"PH-1\">a\n\n**PH-1** b\n\n<a name=\"c\"></a>d [e](#c)",
];

/// How the properties of all modules are tried: always alike, and with as many cases as `PROPTEST_CASES` says.
pub fn runner() -> Runner {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(96);
    Runner { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_124), ..Runner::default() }
}

fn parsed(text: &str) -> (Chapter, SourceFile) {
    let config = Config::default();
    let source = SourceFile::new("content/pflichtenheft/01-text.md", text);
    (targets::parsed(&config, &source), source)
}

/// Parses a text, and asserts all that must hold of the chapter.
fn check(text: &str) {
    let (chapter, source) = parsed(text);
    invariants::front_matter(&source);
    invariants::chapter(&chapter, &source);
}

/// A project of two chapters, rendered in full; every page must be safe and well-formed.
fn render(wanted: &str, answer: &str) {
    let config = Config { title: "Versuch".to_owned(), ..Config::default() };
    let files = [
        ("content/index.md", "# Start\n"),
        ("content/lastenheft/01-soll.md", wanted),
        ("content/pflichtenheft/01-wie.md", answer),
        ("content/glossar.md", answer),
        ("content/ansprechpartner.md", wanted),
        ("content/literatur.md", wanted),
    ];
    let files = files.into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text))).collect();
    let sources = Sources::in_memory(Arc::new(config), files);
    let project = heftfaden::load::assemble(&sources);
    let findings = heftfaden::check::check(&project);
    invariants::findings(&findings, &sources);
    let mut export = Vec::new();
    heftfaden::exchange::json::write(&project, &findings, &sources, &mut export).unwrap();
    serde_json::from_slice::<serde_json::Value>(&export).expect("the export is JSON");
    let theme = Theme::new(project.config.language, &sources.theme).unwrap();
    let site = Site::new(project.into(), findings.into(), Arc::new(sources), theme.into());
    for page in site.pages() {
        let html = String::from_utf8(site.render(page).unwrap()).unwrap();
        invariants::page(&page.path, &html);
    }
}

/// Chapters as people write them.
pub const CHAPTERS: &[&str] = &[
    "---\ntitle: Produktfunktionen\nnumber: 3\ncovers: [produktfunktionen]\nstatus: abgestimmt\nversion: \"1.2\"\n---\n\n# Produktfunktionen\n\n## Musskriterien\n\n### LH-310 Kundenhistorie auf einen Blick\n\n- Priorität: muss\n- Herkunft: Gespräch vom 3. März\n\nDer Vertrieb sieht „alles“ – auch LH-311 und <https://example.org>.\n\n- **LH-311** Das System muss *schnell* sein.[^1]\n  - **LH-312** Auch mobil.\n\n[^1]: Unter 2 s, siehe [Anhang](../anhang.md#tempo).\n",
    "# Lösung\n\n## PH-310 Kundenakte\n\n- Realisiert: LH-310, LH-311 (teilweise)\n- Status: abgestimmt\n- **Aufwand:** 4 PT\n\nDie Kundenakte zeigt $x^2$ und `PH-311`.\n\n| ID | Entscheidung | Begründung |\n|---|---|---:|\n| LH-312 | ausgeschlossen | zu teuer |\n| LH-313 | abweichend | siehe PH-310 |\n\n```sql\nSELECT 1 -- LH-310\n```\n",
    "+++\ntitle = \"Tabelle\"\n+++\n\n| Nr. | Titel | Priorität |\n|:--|---|--:|\n| LH-1 | Erste <b>fett</b> | muss |\n| `LH-2` | Zweite ![Bild](bild.png) | soll |\n\n<a name=\"LH-3\"></a>**LH-3** Dritte\n\n> [!NOTE]\n> Siehe lastenheft:LH-1 bis LH-3.\n\nBegriff\n: Erklärung mit /LF10/\n\n- [x] erledigt\n",
    "\u{FEFF}# Kopf {#kopf}\r\n\r\n**/LF10/** Das System \"muss\" -- siehe (vgl. /LF20/).\r\n\r\n<details>\r\n<summary>Mehr</summary>\r\n\r\n## FU-AB-01: Titel #\r\n\r\n- Verfeinert: FU-AB-02–FU-AB-04\r\n\r\n</details>\r\n",
    "# Begriffe\n\nKundenakte, Akte\n: Was `alles` zu einem Kunden *gehört*.\n\nDas System\n: Die Software (PH-310).\n\n| Begriff | Abk. | Bedeutung |\n|---|---|---|\n| Vertrieb | CRM | Wer verkauft. |\n| Titel (auch: Kopf) | | <b>Oben</b> |\n\n| Rolle | Name |\n|---|---|\n| Vertrieb | Frau Meyer |\n\n- Balzert: Lehrbuch (kostenpflichtig)\n- [Ärzte](https://a.example) – kostenfrei\n",
];

/// What Markdown, front matter and the format give a meaning to.
const SIGNS: &[&str] = &[
    "*",
    "**",
    "_",
    "`",
    "```",
    "~~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "<",
    ">",
    "</",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<a name=\"x\">",
    "</a>",
    "<!--",
    "-->",
    "&amp;",
    "&#",
    "\\",
    "|",
    "|---|",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "    ",
    "\t",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    ": ",
    "---\n",
    "+++\n",
    "$",
    "$$",
    "[^1]",
    "[^1]: ",
    "{#",
    "}",
    "~~",
    "^",
    "\"",
    "'",
    "--",
    "...",
    "LH-310",
    "LH-1",
    "PH-310",
    "/LF10/",
    "FU-AB-1",
    "- Realisiert: ",
    "- Status: muss",
    "| ID |",
    " bis ",
    "–",
    "ä",
    "\u{301}",
    "🧵",
    "\u{FEFF}",
    "\0",
    "\u{E000}",
    "\u{202E}",
    "https://a.example",
    "www.a.example",
    "a@b.example",
    "[!NOTE]",
    "- [ ] ",
    "\u{a0}",
];

/// A change of a text. Its numbers are taken modulo what the text has.
#[derive(Clone, Debug)]
enum Change {
    Insert(usize, &'static str),
    Remove(usize, usize),
    Repeat(usize, usize),
    Swap(usize, usize),
    Append(&'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let sign = || prop::sample::select(SIGNS);
    prop_oneof![
        4 => (any::<usize>(), sign()).prop_map(|(at, sign)| Change::Insert(at, sign)),
        2 => (any::<usize>(), 0..40_usize).prop_map(|(at, length)| Change::Remove(at, length)),
        1 => (any::<usize>(), 0..80_usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Change::Swap(one, other)),
        1 => prop::sample::select(CHAPTERS).prop_map(Change::Append),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for change in changes {
        let (length, within) = (chars.len(), |at: usize| at % (chars.len() + 1));
        match *change {
            Change::Insert(at, sign) => drop(chars.splice(within(at)..within(at), sign.chars())),
            Change::Remove(at, count) => drop(chars.drain(within(at)..(within(at) + count).min(length))),
            Change::Repeat(at, count) => {
                let (from, to) = (within(at), (within(at) + count).min(length));
                let piece = chars[from..to].to_vec();
                drop(chars.splice(from..from, piece));
            }
            Change::Swap(one, other) if length > 0 => chars.swap(one % length, other % length),
            Change::Swap(..) => {}
            Change::Append(more) => chars.extend(more.chars()),
        }
    }
    chars.into_iter().collect()
}

/// A realistic chapter with changes that its author never meant.
pub fn mutated() -> impl Strategy<Value = String> {
    (prop::sample::select(CHAPTERS), prop::collection::vec(change(), 0..24))
        .prop_map(|(text, changes)| changed(text, &changes))
}

/// Signs, words and IDs in any order.
fn signs() -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => prop::sample::select(SIGNS).prop_map(str::to_owned), 1 => "[a-zäöü ]{0,6}"];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn arbitrary_text_parses(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn signs_in_any_order_parse(text in signs()) {
        check(&text);
    }

    #[test]
    fn changed_chapters_parse(text in mutated()) {
        check(&text);
    }

    #[test]
    fn front_matter_of_any_kind_is_read(text in "(---|\\+\\+\\+)\n([a-zä\" ]{0,8}[:=][ \\[\\]{}\"'#&*!|>,a-zä0-9.-]{0,16}(\n|\r\n|\r)[ \t-]{0,4}){0,8}(---|\\+\\+\\+)?\n?") {
        check(&text);
    }

    #[test]
    fn bytes_of_any_kind_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let file = SourceFile::from_bytes("content/pflichtenheft/01-text.md", bytes);
        invariants::front_matter(&file);
        check(&file.text);
    }

    #[test]
    fn changed_chapters_render(wanted in mutated(), answer in mutated()) {
        render(&wanted, &answer);
    }

    #[test]
    fn signs_in_any_order_render(wanted in signs(), answer in signs()) {
        render(&wanted, &answer);
    }
}

#[test]
fn texts_that_once_failed() {
    for text in REGRESSIONS {
        check(text);
        render(text, text);
    }
}

#[test]
fn the_chapters_as_they_are() {
    for text in CHAPTERS {
        check(text);
        render(text, CHAPTERS[1]);
    }
    assert_eq!(parsed(CHAPTERS[1]).0.items.len(), 1);
    assert_eq!(parsed(CHAPTERS[1]).0.answers.len(), 2);
}
