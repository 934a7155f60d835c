use super::{draw, svg};
use crate::model::DiagramKind;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// One diagram of each kind.
const KINDS: &[(&str, DiagramKind)] = &[
    (
        "flowchart LR\n A([Prüfung]) -->|ja| B{{Größe}}\n subgraph x [Gruppe]\n B -.-> C[(Ä)]\n end\n style A fill:#f96\n",
        DiagramKind::Flowchart,
    ),
    ("graph TD\n A-->B\n", DiagramKind::Flowchart),
    (
        "sequenceDiagram\n autonumber\n actor K as Kunde\n K->>+S: fragt\n alt gut\n S-->>-K: grüßt\n end\n Note over K,S: so\n",
        DiagramKind::Sequence,
    ),
    ("stateDiagram-v2\n [*] --> Offen\n Offen --> [*]: Ende\n", DiagramKind::State),
    (
        "classDiagram\n class Kunde {\n +String name\n }\n Kunde \"1\" --> \"0..*\" Anfrage : stellt\n",
        DiagramKind::Class,
    ),
    ("erDiagram\n KUNDE ||--o{ ANFRAGE : stellt\n ANFRAGE {\n int nummer PK\n }\n", DiagramKind::Er),
    (
        "gantt\n title Plan\n dateFormat YYYY-MM-DD\n section Eins\n Aufnahme :done, a, 2026-01-05, 30d\n Heft :after a, 2w\n",
        DiagramKind::Gantt,
    ),
    ("timeline\n title Plan\n 2026 : Start\n 2027 : Abnahme : Übergabe\n", DiagramKind::Timeline),
    ("pie title Kanäle\n \"E-Mail\" : 60\n \"Telefon\" : 40\n", DiagramKind::Pie),
    ("mindmap\n  root((CRM))\n    Vertrieb\n      Anfragen\n    Service\n", DiagramKind::Mindmap),
    ("journey\n title Tag\n section Früh\n Lesen: 3: Ich, Du\n", DiagramKind::Journey),
    (
        "quadrantChart\n title Felder\n x-axis wenig --> viel\n y-axis a --> b\n quadrant-1 hier\n P: [0.3, 0.4]\n",
        DiagramKind::Quadrant,
    ),
    (
        "requirementDiagram\n requirement a {\n id: 1\n text: x\n risk: high\n verifymethod: test\n }\n element b {\n type: x\n }\n b - satisfies -> a\n",
        DiagramKind::Requirement,
    ),
    ("gitGraph\n commit\n branch x\n commit id:\"Ä\"\n checkout main\n merge x\n", DiagramKind::GitGraph),
];

/// The drawing as a page has it, read by a parser of XML.
fn drawn(source: &str) -> String {
    let diagram = draw(source).unwrap_or_else(|fault| panic!("{source}\n{fault:?}"));
    format!("<svg>{}</svg>", diagram.parts.join("_d1-"))
}

/// What a page must never hold, whatever the text.
fn assert_harmless(source: &str, html: &str) {
    let document = roxmltree::Document::parse(html).unwrap_or_else(|error| panic!("{source}\n{html}\n{error}"));
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(node.tag_name().name() == "svg" || svg::ELEMENTS.contains(&node.tag_name().name()), "{source}\n{html}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(name != "style" && name != "href" && !name.starts_with("on"), "{source}\n{html}");
            assert!(!value.contains("url(") || value.starts_with("url(#_d1-"), "{source}\n{html}");
            assert!(name != "id" || value.starts_with("_d1-"), "{source}\n{html}");
        }
    }
}

#[test]
fn every_kind_is_drawn_and_harmless() {
    for (source, kind) in KINDS {
        let html = drawn(source);
        assert_eq!(draw(source).map(|diagram| diagram.kind), Ok(*kind), "{source}");
        assert!(html.contains("<text") && html.contains("class=\"f-"), "{source}\n{html}");
        assert_harmless(source, &html);
    }
    for kind in DiagramKind::ALL {
        assert!(KINDS.iter().any(|(_, known)| known == kind), "{kind:?} has no diagram");
    }
}

#[test]
fn the_same_text_gives_the_same_drawing() {
    for (source, _) in KINDS {
        let first = draw(source);
        assert!((0..20).all(|_| draw(source) == first), "{source}");
    }
}

#[test]
fn names_are_told_apart_by_the_page() {
    let diagram = draw("flowchart TD\n A --> B\n").expect("a diagram");
    let html = diagram.parts.join("_d7-");
    assert!(
        html.contains("id=\"_d7-arrow-filled\"") && html.contains("marker-end=\"url(#_d7-arrow-filled)\""),
        "{html}"
    );
}

#[test]
fn titles_come_from_wherever_they_stand() {
    let title = |source: &str| draw(source).expect("a diagram").title;
    assert_eq!(title("---\ntitle: \"Ein Weg\"\n---\nflowchart TD\n A-->B\n").as_deref(), Some("Ein Weg"));
    assert_eq!(title("flowchart TD\n accTitle: Ein Weg\n accDescr: Worte\n A-->B\n").as_deref(), Some("Ein Weg"));
    assert_eq!(title("pie title Kanäle\n \"a\" : 1\n").as_deref(), Some("Kanäle"));
    assert_eq!(title("flowchart TD\n A-->B\n"), None);
}

#[test]
fn what_authors_write_stays_text() {
    let html = drawn(concat!(
        "flowchart TD\n A[\"<script>alert(1)</script> & <b onclick=x>\"] -->|\"<img src=x>\"| B\n",
        " click A \"javascript:alert(1)\" \"Tip\"\n click B \"https://example.org\" _blank\n",
        " style A fill:#f00,stroke:url(https://example.org/x)\n",
    ));
    assert_harmless("injections", &html);
    assert!(!html.contains("javascript") && !html.contains("example.org") && !html.contains("<script"), "{html}");
}

#[test]
fn what_colour_tells_apart_is_told_apart() {
    let html = drawn("pie\n \"a\" : 1\n \"b\" : 2\n \"c\" : 3\n");
    assert!(["f-1", "f-2", "f-3"].iter().all(|class| html.contains(class)), "{html}");
    let html = drawn("sequenceDiagram\n autonumber\n A->>B: x\n");
    assert!(html.contains("<circle") && html.contains("class=\"f-paper s-ink\""), "numbers are ink on paper: {html}");
}

#[test]
fn what_is_no_drawing_is_refused() {
    let clean = |svg: &str| svg::clean(svg, DiagramKind::Flowchart).map(|clean| clean.parts.concat());
    let root = "<svg viewBox=\"0 0 10 10\">";
    assert_eq!(
        clean(&format!(
            "{root}<script>a<g>b</g></script><a href=\"x\"><text onclick=\"y\" x=\"1\">c &amp; d</text></a></svg>"
        ))
        .as_deref(),
        Some("<text x=\"1\">c &amp; d</text>")
    );
    for svg in ["", "<svg>", "<svg viewBox=\"0 0 10 10\">", "<g></g>", "<svg viewBox=\"0 0 NaN 1\"></svg>"] {
        assert_eq!(clean(svg), None, "{svg}");
    }
    for inner in
        ["<g></svg>", "</g></svg>", "<g x=1></g></svg>", "</svg><script>", "</svg><svg viewBox=\"0 0 1 1\"></svg>"]
    {
        assert_eq!(clean(&format!("{root}{inner}")), None, "{inner}");
    }
}

/// Texts that ask for more than they should have, each of them drawn or refused in time.
fn hostile() -> Vec<String> {
    let lines = |head: &str, count: usize, line: &dyn Fn(usize) -> String| {
        (0..count).fold(format!("{head}\n"), |mut text, at| {
            let _ = writeln!(text, "{}", line(at));
            text
        })
    };
    let names = |letter: char| (0..60).map(|at| format!("{letter}{at}")).collect::<Vec<_>>().join("&");
    let mut texts = vec![
        format!("flowchart TD\n{} --> {}\n", names('a'), names('b')),
        format!("flowchart TD\n{}\n", (0..2500).map(|at| format!("a{at}")).collect::<Vec<_>>().join("-->")),
        format!("flowchart TD\nA[\"{}\"]\n", "x".repeat(19_000)),
        format!("flowchart TD\nA{}\n", "[".repeat(19_000)),
        format!("sequenceDiagram\n{}", "alt x\n".repeat(390)),
        format!("sequenceDiagram\n{}A->>B: x\n{}", "loop x\n".repeat(190), "end\n".repeat(190)),
        format!("gitGraph\n{}", "commit\n".repeat(390)),
        "x".repeat(3_000_000),
        "gantt\ndateFormat YYYY-MM-DD\na: 0001-01-01, 99y\nb: 9999-12-31, 99y\n".to_owned(),
        "gantt\ndateFormat X\na: 99999999999, 1d\n".to_owned(),
        "pie\n\"a\": 1e309\n\"b\": 99999999999999999999\n".to_owned(),
        "quadrantChart\nP: [0.3, 1e308]\n".to_owned(),
        "journey\nsection S\nx: 99999999: A\n".to_owned(),
    ];
    texts.push(lines("flowchart TD", 399, &|at| format!("a{}-->a{}", at % 45, (at * 7 + at / 45) % 45)));
    texts.push(lines("flowchart TD", 399, &|at| format!("subgraph s{at}")));
    texts.push(lines("stateDiagram-v2", 190, &|at| format!("state s{at} {{")) + &"}\n".repeat(190));
    texts.push(lines("stateDiagram-v2", 390, &|at| format!("a{} --> a{}", at % 40, (at * 11) % 40)));
    texts.push(lines("classDiagram", 390, &|at| format!("A{} <|-- A{}", at % 40, (at * 11) % 40)));
    texts.push(lines("erDiagram", 390, &|at| format!("A{} ||--o{{ A{} : x", at % 40, (at * 11) % 40)));
    texts.push(lines("mindmap", 190, &|at| format!("{}n{at}", " ".repeat(at))));
    texts.push(lines("requirementDiagram", 120, &|at| format!("element e{at} {{\ntype: x\n}}")));
    texts.push(lines("gantt\ndateFormat YYYY-MM-DD", 390, &|_| "z: 9999d".to_owned()));
    texts
}

#[test]
fn states_with_others_inside_are_refused() {
    let fault = draw("stateDiagram-v2\n a --> b\n state b {\n c --> d\n }\n").expect_err("no drawing");
    assert_eq!(fault.line, 2);
}

#[test]
fn hostile_texts_end_in_time() {
    for text in hostile() {
        let start = Instant::now();
        if let Ok(diagram) = draw(&text) {
            assert_harmless(&text, &format!("<svg>{}</svg>", diagram.parts.join("_d1-")));
        }
        let head: String = text.chars().take(60).collect();
        assert!(start.elapsed() < Duration::from_secs(10), "{head}: {:?}", start.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_panics_or_harms(
        (head, lines) in (0..KINDS.len(), prop::collection::vec("[a-zA-Z0-9äß<>&\"'{}()\\[\\]|:;,.#%=\\- -]{0,30}", 0..8))
    ) {
        let (source, _) = KINDS[head];
        for text in [format!("{source}{}\n", lines.join("\n")), format!("{}\n{}", source.lines().next().unwrap_or_default(), lines.join("\n"))] {
            if let Ok(diagram) = draw(&text) {
                assert_harmless(&text, &format!("<svg>{}</svg>", diagram.parts.join("_d1-")));
            }
        }
    }

    #[test]
    fn a_changed_character_panics_nowhere(head in 0..KINDS.len(), at in 0..400usize, with in "[\\PC]") {
        let mut text: Vec<char> = KINDS[head].0.chars().collect();
        let at = at % text.len();
        text[at] = with.chars().next().unwrap_or(' ');
        let text: String = text.into_iter().collect();
        if let Ok(diagram) = draw(&text) {
            assert_harmless(&text, &format!("<svg>{}</svg>", diagram.parts.join("_d1-")));
        }
    }
}
