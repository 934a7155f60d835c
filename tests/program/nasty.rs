//! Inputs that nobody should write: each beside a healthy chapter, whose page must not change.

use crate::html::Page;
use crate::project::{Project, Run, Tree};
use std::fmt::Write as _;
use std::time::Instant;

const HEALTHY: &str = "lastenheft/ziele/index.html";

/// Builds a healthy project with a file of this content beside it, and says what was published.
fn build(name: &str, file: &str, content: &[u8]) -> Tree {
    let project = Project::healthy();
    project.write(&format!("content/pflichtenheft/{file}"), content);
    let started = Instant::now();
    let run = Run::of(&mut project.command(&["build"]));
    println!("{:>6} ms  {name}", started.elapsed().as_millis());
    assert_eq!(run.code, 0, "{name}: {}\n{}", run.out, run.err.chars().take(4000).collect::<String>());
    assert!(!run.err.contains("panicked"), "{name}: {}", run.err);
    project.tree("public")
}

/// Builds each of some inputs, and asserts that the healthy page is as without it and all pages are well-formed.
fn survive(inputs: &[(&str, String)]) {
    let healthy = build("nothing", "02-nichts.md", b"");
    for (name, text) in inputs {
        let tree = build(name, "02-nichts.md", text.as_bytes());
        assert!(tree[HEALTHY] == healthy[HEALTHY], "{name} changed the healthy page");
        for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
            let page = Page::parse(std::str::from_utf8(bytes).expect("pages are UTF-8"));
            let (dangers, faults) = (page.dangers(), page.faults());
            assert!(dangers.is_empty(), "{name}: {path}: {:#?}", &dangers[..dangers.len().min(5)]);
            assert!(faults.is_empty(), "{name}: {path}: {:#?}", &faults[..faults.len().min(5)]);
        }
    }
}

fn named<const N: usize>(inputs: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    inputs.into_iter().map(|(name, text)| (name, text.to_owned())).collect()
}

/// A text of many pieces, made from their numbers.
fn many(number: usize, piece: impl Fn(usize) -> String) -> String {
    (0..number).map(piece).collect()
}

#[test]
fn bytes_that_editors_leave() {
    survive(&named([
        ("byte-order mark", "\u{FEFF}# A\n\n## PH-2 B\n\nText\n"),
        ("byte-order mark and front matter", "\u{FEFF}---\ntitle: A\n---\n\n## PH-2 B\n"),
        ("byte-order marks inside", "# \u{FEFF}A\n\n## \u{FEFF}PH-2\u{FEFF} B\n"),
        ("CRLF", "---\r\ntitle: A\r\n---\r\n# A\r\n\r\n## PH-2 B\r\n\r\n- Status: entwurf\r\n\r\nText\r\n"),
        ("lone CR", "---\rtitle: A\r---\r# A\r\r## PH-2 B\r\r- Status: entwurf\r\rText\r"),
        ("mixed line ends", "# A\r\n\n\r## PH-2 B\r\r\n- Status: entwurf\n\rText"),
        ("NUL", "# A\0B\n\n## PH-2 \0\n\n`\0` [\0](\0) <a name=\"\0\"></a>\n"),
        (
            "control characters",
            "# \u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}[31m\n\n## PH-2 \u{7f}\u{9b}31m\n\n\u{85}\u{2028}\u{2029}\n",
        ),
        (
            "noncharacters and private use",
            "# \u{FFFE}\u{FFFF}\u{10FFFF}\n\n\u{E000}0\u{E001} PH-1 \u{E000}\u{E001} \u{E000}99999999999999999999\u{E001}\n\n<p>\u{E000}0\u{E001} PH-1</p> &#xE000;0&#xE001;\n",
        ),
        ("form feeds", "\u{c}\u{c}# A\n\u{c}\n## PH-2 B\n"),
    ]));
}

#[test]
fn very_long_things() {
    let id = format!("PH-{}", "1".repeat(10_000));
    survive(&[
        ("a line of 1 MB", "wort ".repeat(200_000)),
        ("a word of 1 MB", "w".repeat(1_000_000)),
        ("a heading of 1 MB", format!("## PH-2 {}\n", "wort ".repeat(200_000))),
        (
            "IDs of 10 KB",
            format!(
                "## {id} Titel\n\n- **{id}2** Text\n\nSiehe {id} und {id}3\n\n| ID | Text |\n|---|---|\n| {id}4 | a |\n"
            ),
        ),
        (
            "like IDs of 10 KB",
            format!(
                "## PH-{}\n\nA{} A-{}1\n\n**PH{}**\n",
                "-1".repeat(5000),
                "-".repeat(10_000),
                "A-".repeat(5000),
                "_1".repeat(5000)
            ),
        ),
        ("a dotted ID of 10 KB", format!("## PH-1{}a Titel\n", ".1".repeat(5000))),
        (
            "a link address of 100 KB",
            format!(
                "[a]({}) <https://{}.example> ![b]({}.png)\n",
                "a/".repeat(50_000),
                "b".repeat(100_000),
                "../".repeat(30_000)
            ),
        ),
        (
            "a code line of 60 KB",
            format!("```rust\n{}\n```\n\n```json\n{}\n```\n", "let a = 1; ".repeat(6_000), "[".repeat(30_000)),
        ),
        (
            "a field of 1 MB",
            format!("## PH-2 A\n\n- Quelle: {}\n- Status: {}\n", "x ".repeat(250_000), "y".repeat(500_000)),
        ),
        (
            "a range without end",
            "## PH-2 A\n\n- Verfeinert: PH-1–PH-99999999999999999999, PH-1 bis PH-1000000000, PH-9–PH-1\n".to_owned(),
        ),
        ("many targets", format!("## PH-2 A\n\n- Hängt ab von: {}\n", many(20_000, |number| format!("PH-{number}, ")))),
    ]);
}

#[test]
fn deep_nesting() {
    let n = 4_000;
    survive(&[
        ("quotes", format!("{} tief\n", ">".repeat(n))),
        ("quotes with items", many(100, |depth| format!("{} **PH-{depth}** tief\n", ">".repeat(depth + 2)))),
        ("lists", many(n, |_| "- ".to_owned()) + "tief\n"),
        ("lists by indentation", many(500, |depth| format!("{}- **PH-{}** tief\n", "  ".repeat(depth), depth + 2))),
        ("ordered lists", many(n, |_| "1. ".to_owned()) + "tief\n"),
        ("lists in quotes", "> - ".repeat(n) + "tief\n"),
        ("emphasis", format!("{}tief{}\n", "*a **b ".repeat(n), "** *".repeat(n))),
        ("strong", format!("{0}tief{0}\n", "**".repeat(n))),
        ("brackets", format!("{}tief{}\n", "[".repeat(n), "](a)".repeat(n))),
        ("open brackets", "[".repeat(50_000)),
        ("images", format!("{}tief{}\n", "![".repeat(n), "](a)".repeat(n))),
        ("open images", "![".repeat(50_000)),
        ("links to nowhere", "[a](".repeat(n)),
        ("angles", "<".repeat(50_000) + &"<a ".repeat(n)),
        ("HTML", format!("{}tief\n", "<div>".repeat(n))),
        ("inline HTML", format!("a {}tief\n", "<b><i>".repeat(n))),
        ("HTML blocks with blank lines", "<div>\n\n".repeat(2_000) + "tief"),
        ("HTML tables", "<table><tr><td>".repeat(n)),
        ("details", "<details><summary>a</summary>\n\n".repeat(2_000)),
        ("backticks", many(2_000, |number| "`".repeat(number % 300) + "a")),
        ("math", format!("$${}x{}$$\n", "{".repeat(n), "}".repeat(n))),
        ("fractions", format!("$${}x{}$$\n", "\\frac{1}{".repeat(2_000), "}".repeat(2_000))),
        ("roots", format!("${}$\n", "\\sqrt ".repeat(n))),
        ("definition lists", "a\n: ".repeat(3_000)),
        ("tasks", "- [ ] ".repeat(n)),
        ("superscripts", format!("{0}a{0}\n", "^".repeat(n))),
    ]);
}

#[test]
fn what_is_never_closed() {
    let texts = [
        ("fence", "# A\n\n```rust\nfn f() {\n\n## PH-2 B\n"),
        ("tildes", "~~~~~~\n## PH-2 B"),
        ("link", "## PH-2 [B](\n\n[a](<b\n\n[a][\n\n![\n"),
        ("emphasis", "## PH-2 **B\n\n**PH-3 *a __b _c ~~d ***e\n\n**PH-4"),
        (
            "HTML tags",
            "## PH-2 <b>B\n\n<div><p><span>a\n\n<table><tr><td>b\n\n<ul><li>c\n\n# A\n\n</section></main></body></html>\n",
        ),
        ("details", "<details>\n\n<summary>PH-2\n\n## PH-3 B\n\n- **PH-4** c <details>\n\n## PH-5 D\n"),
        ("div around an item", "<div>\n\n## PH-2 B\n\nText </div> mehr\n\n</div>\n"),
        ("comment", "<!-- a\n\n## PH-2 B\n"),
        ("CDATA and processing", "<![CDATA[ a\n\n<?php a\n\n<!DOCTYPE a\n"),
        ("raw text elements", "<textarea>\n\n## PH-2 B\n\n<title>\n\n<xmp>\n\n<plaintext>\n"),
        ("select and option", "<select><option>a\n\n<button>\n\n<svg><foreignObject>\n\n<math><mi>\n"),
        ("attribute", "<a href=\"b\n\n## PH-2 B\n\nc <a name=\"\n"),
        ("named anchor", "<a name=\"b\">PH-2 ohne Ende\n\nText <a name=c>mehr <a href=\"https://example.org\">d\n"),
        (
            "table",
            "| ID | Text |\n|---|\n| PH-2 | a\n\n| ID |\n|---|---|\n\n| ID | Text |\n|---|---|\n| PH-3 | `a | b\n|",
        ),
        ("front matter", "---\ntitle: \"A\nstatus: entwurf\n\n# B\n\n## PH-2 C\n"),
        ("TOML front matter", "+++\ntitle = \"A\n\n## PH-2 C\n"),
        ("front matter with a list", "---\ncovers: [a, b\n---\n\n## PH-2 C\n"),
        ("math", "$a\n\n$$b\n\n## PH-2 $\\frac{$\n"),
        ("footnote", "[^1\n\n[^2]:\n\n[^3]: [^3] [^4]\n\n[^4]: [^3]\n\nA[^3] B[^4] C[^5]\n"),
        ("alert", "> [!NOTE\n\n> [!WARNING]\n\n> [!TIP]\n> > [!NOTE]\n"),
        ("heading attributes", "## PH-2 B {#\n\n## C {#d .e f=g\n\n## D {#\"><b>}\n"),
        ("entity", "## PH-2 &am &#x &#99999999; &#0; &#xD800; &nbsp\n"),
        ("escape", "## PH-2 \\\n\n\\"),
    ];
    survive(&named(texts));
}

#[test]
fn front_matter_that_is_none() {
    let n = 10_000;
    survive(&[
        ("empty file", String::new()),
        ("one newline", "\n".to_owned()),
        ("only blanks", " \t \n \n".to_owned()),
        ("only front matter", "---\ntitle: A\n---".to_owned()),
        ("empty front matter", "---\n---\n".to_owned()),
        ("only a fence", "---".to_owned()),
        ("two fences", "---\n---\n---\ntitle: A\n---\n".to_owned()),
        ("deep YAML lists", format!("---\na: {}\n---\n\n## PH-2 A\n", "[".repeat(n))),
        ("deep YAML maps", format!("---\na: {}1{}\n---\n", "{a: ".repeat(n), "}".repeat(n))),
        ("deep YAML entries", format!("---\na:\n{}x\n---\n", "- ".repeat(n))),
        ("deep YAML lines", format!("---\n{}---\n", many(340, |depth| format!("{}a:\n", " ".repeat(depth))))),
        ("deep YAML keys", format!("---\na: 1\n{}b\n---\n", "? ".repeat(n))),
        ("deep TOML lists", format!("+++\na = {}\n+++\n", "[".repeat(n))),
        ("deep TOML tables", format!("+++\na = 1\n[b{}]\nc = 1\n+++\n", ".b".repeat(n))),
        ("dotted TOML keys", format!("+++\na{} = 1\n+++\n", ".a".repeat(n))),
        ("YAML bombs", {
            let mut text = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
            for number in 1..12 {
                let _ = writeln!(text, "a{number}: &a{number} [{}]", vec![format!("*a{}", number - 1); 10].join(", "));
            }
            text + "title: *a11\n---\n"
        }),
        ("YAML with itself in it", "---\na: &a [*a]\nb: &b {c: *b}\n<<: *b\n---\n".to_owned()),
        ("YAML tags", "---\ntitle: !!binary aGFsbG8=\nversion: !!python/object:os.system [ls]\ndate: !<tag> x\n---\n".to_owned()),
        ("YAML with odd keys", "---\ntitle: A\n? [a, b]\n: c\n1: 2\ntrue: false\nnull: ~\n\"\": x\n---\n".to_owned()),
        ("YAML documents", "---\ntitle: A\n...\n---\ntitle: B\n---\n".to_owned()),
        ("the same key twice", "---\ntitle: A\ntitle: B\n---\n".to_owned()),
        ("values of wrong kinds", "---\ntitle: [a, {b: c}]\nnumber: {a: b}\ncovers: 7\nhistory: x\nversion: .inf\nauthor: ~\ndate: 2026-11-24T00:00:00Z\npriority: [muss, nein]\nstatus: {a: b}\n---\n".to_owned()),
        ("numbers without measure", "---\nnumber: 999999999999999999999999999999\nversion: 1e999\ntitle: 0x7fffffffffffffffffff\n---\n".to_owned()),
        ("YAML with tabs", "---\ntitle:\tA\n\tb: c\n---\n".to_owned()),
        ("TOML dates and floats", "+++\ntitle = 1979-05-27\nversion = nan\nnumber = -0.0\n[[history]]\nversion = 1\n+++\n".to_owned()),
        ("1 MB of front matter", format!("---\ntitle: {}\n---\n\n## PH-2 A\n", "x".repeat(1_000_000))),
        ("many keys", format!("---\n{}---\n", many(5_000, |number| format!("key{number}: {number}\n")))),
    ]);
}

#[test]
fn things_by_the_thousand() {
    let columns = 10_000;
    survive(&[
        (
            "a table of 10,000 columns",
            format!("|{}\n|{}\n|{}\n", "ID|".repeat(columns), "-|".repeat(columns), "PH-2|".repeat(columns)),
        ),
        (
            "a table of 10,000 columns and short rows",
            format!("|{}\n|{}\n{}", "ID|".repeat(columns), "-|".repeat(columns), "|PH-2|\n".repeat(200)),
        ),
        (
            "a table of 1,000 rows",
            format!("|ID|Text|\n|-|-|\n{}", many(1_000, |number| format!("|PH-{}|Text {number}|\n", number + 2))),
        ),
        ("footnotes", many(5_000, |number| format!("A[^{number}]\n\n[^{number}]: Text {number}\n\n"))),
        ("one footnote often", "A[^1] ".repeat(20_000) + "\n\n[^1]: Text\n"),
        (
            "footnotes that name each other",
            many(2_000, |number| format!("[^{number}]: Text[^{}]\n\n", number + 1)) + "A[^0]\n",
        ),
        ("footnotes with the same name", "[^1]: a\n\n".repeat(3_000) + "A[^1]\n"),
        ("duplicate headings", "## Gleich\n\nText\n\n".repeat(3_000)),
        ("duplicate IDs", "## PH-2 Gleich\n\nText\n\n".repeat(1_000)),
        ("IDs that differ in case", "## PH-2a A\n\n## PH-2A B\n\n## ph-2a C\n".to_owned()),
        ("empty headings", "#\n\n##\n\n".repeat(3_000)),
        ("references", "PH-1 ".repeat(20_000)),
        ("dangling references", many(5_000, |number| format!("PH-{} ", number + 100))),
        ("link definitions", many(10_000, |number| format!("[a{number}]: b{number}\n")) + "\n[a1][a2][a3]\n"),
        (
            "dead links",
            many(2_000, |number| format!("[a](fehlt-{number}.md) ![b](fehlt-{number}.png) [c](#fehlt-{number})\n\n")),
        ),
        ("rules", "---\n\n***\n\n".repeat(10_000)),
        (
            "autolinks",
            many(3_000, |number| format!("https://example.org/{number} a{number}@example.org www.example.org ")),
        ),
        ("quotes and dashes", "\"a\" 'b' -- --- ... ".repeat(10_000)),
        ("unbalanced quotes", "\"'".repeat(20_000)),
        ("sections called alike", many(10_000, |_| "## Ziel\n\n".to_owned())),
        ("an ID again and again", many(2_000, |_| "PH-2: Es muss.\n\n".to_owned())),
        ("lists in lists", many(10_000, |at| format!("{}- **PH-{at}** a\n", "  ".repeat(at % 60)))),
        ("labels in lines", format!("## PH-2 A\n\n**Realisiert:** LH-999\n{}", many(5_000, |_| "LH-999\n".to_owned()))),
        (
            "words between targets",
            format!("## PH-2 A\n\n- Realisiert: {}\n", many(5_000, |_| "nicht LH-999, ".to_owned())),
        ),
        ("fields", format!("## PH-2 A\n\n{}", many(2_000, |number| format!("- Quelle: {number}\n")))),
        (
            "unknown fields",
            format!("## PH-2 A\n\n- Status: entwurf\n{}", many(2_000, |number| format!("- Feld{number}: {number}\n"))),
        ),
        ("code blocks", many(500, |number| format!("```json\n{{\"a\": {number}}}\n```\n\n"))),
        ("formulas", many(1_000, |number| format!("$x_{{{number}}} = \\frac{{{number}}}{{2}}$\n\n"))),
        (
            "circles of refinement",
            many(300, |number| {
                format!(
                    "## PH-{} A\n\n- Verfeinert: PH-{}\n- Ersetzt: PH-{}\n\n",
                    number + 2,
                    (number + 1) % 300 + 2,
                    number + 2
                )
            }),
        ),
    ]);
}

#[test]
fn letters_of_every_kind() {
    survive(&named([
        (
            "right to left",
            "# \u{202E}evil\u{202C}\n\n## PH-2 \u{200F}שלום\u{200E} مرحبا\n\n\u{2066}PH-1\u{2069} \u{200B}PH-1\u{FEFF}\n",
        ),
        ("emoji in IDs", "## PH-🧵 A\n\n## PH-2🧵 B\n\n- **PH-3👩‍💻** c\n\n🧵PH-1🧵 PH-1️⃣\n"),
        ("combining", "## PH-2 A\u{308}\u{308}\u{308}\n\nPH-1\u{301} \u{301}PH-1\n"),
        ("wide digits and letters", "## PH-２ A\n\n## ＰＨ-2 B\n\nPH-١ PH-²\n"),
        ("dashes of every length", "## PH‑2 A\n\n## PH–2 B\n\n## PH—2 C\n\n## PH−2 D\n\nPH-1–PH-1—PH-1\n"),
        ("Turkish I and sharp S", "# İıſßẞ\n\n## PH-2 İ\n\n- Priorität: MUSS\n- STATUS: ENTWURF\n- İd: x\n"),
        ("ligatures and numbers that grow", "## PH-2 ﬀ ŉ ΐ ﷺ \u{1D400}\n\n[a](#ﬀ)\n"),
        ("headings that slug to nothing", "## ---\n\n## !!!\n\n## 🧵\n\n[a](#) [b](#abschnitt-1)\n"),
        ("Zalgo", "# A\u{30d}\u{30e}\u{304}\u{305}\u{33f}\u{311}\u{306}\u{310}\u{352}\u{357}\u{351}\u{307}\u{308}\n"),
        ("the last characters", "\u{10FFFF}PH-1\u{10FFFF}\n\n## PH-2\u{10FFFF}\n"),
    ]));
}

#[test]
fn items_where_none_should_be() {
    survive(&named([
        ("levels that jump", "###### PH-2 A\n\n# PH-3 B\n\n#### C\n\n##### PH-4 D\n\n## E\n\n###### F\n"),
        (
            "in every place of the other",
            "## PH-2 A\n\n- **PH-3** b\n\n  **PH-4** c\n\n  | ID | Text |\n  |---|---|\n  | PH-5 | - **PH-6** d |\n\n  ### PH-7 E\n\n  > **PH-8** f\n  >\n  > - **PH-9** g\n  >   1. **PH-10** h\n",
        ),
        ("in a quote", "> ## PH-2 A\n>\n> - Status: entwurf\n>\n> | ID | Text |\n> |---|---|\n> | PH-3 | b |\n"),
        (
            "in a footnote",
            "A[^1]\n\n[^1]: **PH-2** a\n\n    ## PH-3 B\n\n    - **PH-4** c\n\n    | ID | Text |\n    |---|---|\n    | PH-5 | d |\n",
        ),
        ("in a definition list", "PH-2\n: **PH-3** a\n\n  ## PH-4 B\n\n**PH-5**\n: - **PH-6** c\n"),
        ("in an alert", "> [!NOTE]\n> **PH-2** a\n>\n> ## PH-3 B\n"),
        ("in code", "```\n## PH-2 A\n```\n\n    ## PH-3 B\n\n`PH-4` c\n"),
        (
            "in HTML",
            "<div>\n\n**PH-2** a\n\n</div>\n\n<table><tr><td>\n\n## PH-3 B\n\n</td></tr></table>\n\n<b>PH-4</b> c\n",
        ),
        (
            "in links",
            "## [PH-2](a.md) A\n\n- [**PH-3**](b.md) b\n\n[PH-1](https://example.org) [a PH-1 b](https://example.org) <a href=\"https://example.org\">PH-1</a> ![PH-1](c.png)\n\n<a href=\"https://example.org\">\n\nPH-1 und [d](01-funktionen.md) www.example.org\n\n</a>\n",
        ),
        ("nothing but IDs", "## PH-2\n\n**PH-3**\n\n- **PH-4**\n- PH-5\n\n| ID |\n|---|\n| PH-6 |\n"),
        (
            "fields of nothing",
            "- Status: entwurf\n\n# A\n\n- Realisiert:\n\n## PH-2 B\n\n- Realisiert:\n- Status:\n- :\n- ::\n\n## PH-3 C\n\n**Status:** **Priorität:** muss\n",
        ),
        (
            "anchors",
            "<a name=\"PH-2\"></a>PH-2 A\n\n## <a id=\"PH-3\"></a> PH-3 B\n\n| ID |\n|---|\n| <a name=\"x\"></a>PH-4 |\n\n<a name=\"\"></a><a name></a><a></a>\n",
        ),
        (
            "tables in order and not",
            "| Nr. | Nr. | ID |\n|:-:|--:|:--|\n| PH-2 | PH-3 | PH-4 |\n| | PH-5 |\n| PH-2 |\n| LH-9 | PH-1 | x |\n",
        ),
        (
            "itself as its origin",
            "## PH-2 A\n\n- Verfeinert: PH-2\n- Hängt ab von: PH-2\n- Ersetzt: pflichtenheft:PH-2\n",
        ),
    ]));
}

#[test]
fn files_that_are_no_text() {
    let binary: Vec<u8> = (0..200_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let healthy = build("nothing", "02-nichts.md", b"");
    let inputs: [(&str, &str, &[u8]); 6] = [
        ("random bytes", "02-nichts.md", &binary),
        ("a PNG", "02-nichts.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"),
        ("a ZIP", "02-nichts.md", b"PK\x03\x04\x14\0\x06\0\x08\0"),
        ("NULs", "02-nichts.md", &vec![0; 100_000]),
        ("cut off in a character", "02-nichts.md", b"# A\n\n## PH-2 Gr\xc3"),
        ("surrogates and overlong", "02-nichts.md", b"\xed\xa0\x80 \xc0\xaf \xf8\x88\x80\x80\x80\n"),
    ];
    for (name, file, content) in inputs {
        let tree = build(name, file, content);
        assert!(tree[HEALTHY] == healthy[HEALTHY], "{name} changed the healthy page");
        let text = String::from_utf8(tree["pflichtenheft/nichts/index.html"].clone()).expect("pages are UTF-8");
        assert_eq!(Page::parse(&text).dangers(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn file_names_of_every_kind() {
    let names = [
        "-.md",
        "..md",
        "...md",
        "0.md",
        "00-.md",
        "99999999999999999999-a.md",
        "a b.md",
        "A B.MD",
        "a_b.markdown",
        "ä.md",
        "🧵.md",
        "index.md",
        "INDEX.md",
        "ReadMe.md",
        "con.md",
        "a'b\"c<d>&e.md",
        "%2e%2e%2f.md",
        "#a?b=c.md",
        "PH-1.md",
        "{{title}}.md",
        "~2.md",
        "gesamt.md",
        "a\tb\nc.md",
    ];
    let project = names.iter().fold(Project::healthy(), |project, name| {
        project.file(&format!("content/pflichtenheft/{name}"), format!("# {name}\n\nText\n"))
    });
    let project = project
        .file(&format!("content/pflichtenheft/{}.md", "ü".repeat(120)), "# Lang\n")
        .file("content/pflichtenheft/a/b/c/d/e/f/g.md", "# Tief\n");
    project.build();
    let tree = project.tree("public");
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = Page::parse(std::str::from_utf8(bytes).unwrap());
        assert_eq!((page.dangers(), page.faults()), (vec![], vec![]), "{path}");
        for address in page.addresses("a[href]").iter().filter(|address| !address.starts_with('#')) {
            let decoded =
                percent_encoding::percent_decode_str(address.split('#').next().unwrap()).decode_utf8().unwrap();
            let target = project.path("public").join(path).parent().unwrap().join(&*decoded);
            assert!(target.is_file(), "{path} links to {address}");
        }
    }
    let pages = tree.keys().filter(|path| path.starts_with("pflichtenheft/") && path.ends_with("/index.html")).count();
    assert!(pages >= names.len() - 4, "{pages} pages: {:#?}", tree.keys());
}
