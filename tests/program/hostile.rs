//! Text of others is not trusted: whatever it says, and wherever it says it, no page runs it.

use crate::html::Page;
use crate::project::{Project, Tree};

/// What an attacker would like a page to hold. None has a line end or a pipe, so that each fits everywhere.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<SCRIPT SRC=//a.example/x.js></SCRIPT>",
    "</title><script>alert(1)</script>",
    "</textarea></style></noscript></template><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "'><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "` onload=`alert(1)",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">",
    "<object data=data:text/html,x></object><embed src=x>",
    "<style>@import '//a.example/x.css'</style>",
    "<p style=\"background:url(//a.example/x)\">x</p>",
    "<form action=//a.example><input name=x formaction=javascript:alert(1)><button>x</button></form>",
    "<meta http-equiv=refresh content=\"0;url=//a.example\">",
    "<base href=//a.example/>",
    "<link rel=stylesheet href=//a.example/x.css>",
    "<svg onload=alert(1)><script>alert(1)</script><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
    "<math href=javascript:alert(1)><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\"java&#10;script:alert(1)\">x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<a href=\"&#1;javascript:alert(1)\">x</a>",
    "<a href=\"data:text/html,x\">x</a>",
    "<a href=\"vbscript:x\" ping=\"//a.example\">x</a>",
    "<a href=\"//a.example\" target=_blank>x</a>",
    "<a name=\"x\" onclick=alert(1)></a>",
    "<a name='x\" onclick=\"alert(1)'></a>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video src=x onerror=alert(1)><source src=//a.example></video>",
    "<img src=//a.example/x.png srcset=\"//a.example/y.png 2x\">",
    "<img alt='\" onerror=\"alert(1)' src='x\" onerror=\"alert(1)'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#9;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](<java script:alert(1)>)",
    "[x](%6aavascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\u{1}javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//a.example)",
    "[x](\\\\a.example)",
    "[x](file:///etc/passwd)",
    "[x](blob:x) [x](view-source:x) [x](filesystem:x)",
    "[x](https://a.example/\"onmouseover=\"alert(1))",
    "[x](https://a.example \"\\\" onmouseover=\\\"alert(1)\")",
    "![x](javascript:alert(1))",
    "![\" onerror=\"alert(1)](bild.svg \"\\\" onload=\\\"alert(1)\")",
    "![x](data:image/svg+xml,x)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "`</code><script>alert(1)</script>`",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\text{<script>alert(1)</script>}$",
    "$\\unicode{x}<img src=x onerror=alert(1)>$",
    "$\\class{\" onclick=\"alert(1)}{x} \\style{color:red}{x} \\color{\" onclick=\"alert(1)}{x}$",
    "$\\operatorname{<img src=x onerror=alert(1)>}$",
    "$\\operatorname{</mi></math><script>alert(1)</script>}$",
    "[![x](https://a.example/x.png)](https://a.example) <a href=\"https://a.example\">LH-1 [x](https://b.example) ![x](bild.svg)</a>",
    "<b title=\"&#xE000;0&#xE001;\">LH-1</b> [x](<https://a.example/ onmouseover=alert(1) y>)",
    "{{{title}}}{{> layout}}{{#each x}}",
    "\u{E000}0\u{E001}\u{E000}1\u{E001}<b>\u{E000}0\u{E001}</b>",
];

/// Asserts that every page is safe and well-formed.
#[track_caller]
fn assert_safe(tree: &Tree, what: &str) {
    let mut pages = 0;
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = Page::parse(std::str::from_utf8(bytes).expect("pages are UTF-8"));
        let (dangers, faults) = (page.dangers(), page.faults());
        assert!(dangers.is_empty(), "{what}: {path}: {dangers:#?}");
        assert!(faults.is_empty(), "{what}: {path}: {faults:#?}");
        pages += 1;
    }
    assert!(pages >= 10, "{what}: {pages} pages");
}

/// Asserts that a text stands on a page as its author wrote it.
#[track_caller]
fn assert_shown(tree: &Tree, path: &str, text: &str) {
    let page = Page::parse(std::str::from_utf8(&tree[path]).unwrap());
    assert!(page.text().contains(text), "{path} does not show {text}: {}", page.text());
}

/// A text in quotes, as TOML and YAML both read it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn published(project: &Project) -> Tree {
    project.build();
    project.tree("public")
}

/// Each kind of page has a template of its own around the one of the frame, in which the policy stands.
#[test]
fn pages_of_every_kind_have_their_policy() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let mut kinds = std::collections::BTreeSet::new();
    for (name, arguments) in [("site", &[][..]), ("package", &["--for", "bidders"])] {
        let out = out.path().join(name);
        let build = ["build", root.to_str().unwrap(), "--out", out.to_str().unwrap()];
        Project::healthy().run(&[&build, arguments].concat()).expect(0);
        let tree = crate::project::tree(&out);
        assert_safe(&tree, name);
        for bytes in tree.iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, bytes)| bytes) {
            let html = String::from_utf8_lossy(bytes);
            kinds
                .extend(html.split("<body data-kind=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
    let mut templates = 0;
    for file in std::fs::read_dir(root.join("themes/standard/templates")).unwrap().map(Result::unwrap) {
        if std::fs::read_to_string(file.path()).unwrap().contains("<main ") {
            let name = file.path().file_stem().unwrap().to_string_lossy().into_owned();
            assert!(kinds.contains(&name), "the example has no page of the kind {name}: {kinds:?}");
            templates += 1;
        }
    }
    assert!(templates > 15);
}

#[test]
fn in_files_beside_the_text() {
    let svg = |inside: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>");
    let bad = [
        ("a.svg", svg("<s:script xmlns:s=\"http://www.w3.org/2000/svg\">alert(1)</s:script>")),
        ("b.svg", svg("<g onload = \"alert(1)\"/>")),
        ("c.svg", svg("<a href=\"java&#115;cript:alert(1)\"><text>x</text></a>")),
        ("d.xml", "<a xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></a>".to_owned()),
        ("e.xsl", svg("<script>alert(1)</script>")),
        ("f.html", "Text".to_owned()),
        ("g.php", "<?php phpinfo();".to_owned()),
        ("LIESMICH", "<html><script>alert(1)</script></html>".to_owned()),
    ];
    let good = [("gut.svg", svg("<path d=\"M0 0\"/>")), ("gut.xml", "<a/>".to_owned()), ("LIZENZ", "MIT".to_owned())];
    let mut project = Project::healthy();
    for (name, text) in bad.iter().chain(&good) {
        project = project.file(&format!("content/lastenheft/anlagen/{name}"), text);
    }
    let run = project.build();
    for (name, _) in bad {
        assert!(!project.exists(&format!("public/lastenheft/anlagen/{name}")), "{name} is published");
        assert!(run.err.contains(&format!("content/lastenheft/anlagen/{name}")), "{name} is not named: {}", run.err);
    }
    for (name, text) in good {
        assert_eq!(project.text(&format!("public/lastenheft/anlagen/{name}")), text);
    }
    assert_eq!(run.err.matches("unsafe-attachment").count(), 8, "{}", run.err);
}

#[test]
fn in_running_text() {
    let mut text = String::from("# Angriffe\n\n");
    for (number, payload) in PAYLOADS.iter().enumerate() {
        text.push_str(&format!("{payload}\n\nIm Satz {payload} danach LH-1.\n\n- Im Eintrag {payload}\n\n> Im Zitat {payload}\n\n**Fett {payload}**\n\nA[^{number}]\n\n[^{number}]: In der Fußnote {payload}\n\n"));
    }
    let tree = published(&Project::healthy().file("content/lastenheft/03-angriffe.md", text));
    assert_safe(&tree, "running text");
    assert_shown(&tree, "lastenheft/angriffe/index.html", "{{{title}}}{{> layout}}");
}

#[test]
fn one_at_a_time() {
    // What breaks one payload may hide the next, so each also has a chapter of its own.
    let mut project = Project::healthy();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let text = format!(
            "# Angriff\n\n## LH-9{number} Titel {payload}\n\n- Quelle: {payload}\n\n{payload}\n\nIm Satz {payload} danach LH-1.\n"
        );
        project = project.file(&format!("content/lastenheft/{:02}-angriff.md", number + 10), text);
    }
    assert_safe(&published(&project), "one at a time");
}

#[test]
fn in_headings_and_items() {
    let mut text = String::new();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let id = 100 + number;
        text.push_str(&format!("# {payload}\n\n## Abschnitt {payload}\n\n## LH-{id} {payload}\n\n- Priorität: {payload}\n- Status: {payload}\n- Quelle: {payload}\n- Risiko: {payload}\n- Realisiert: {payload}\n- **Begründung:** {payload}\n\n{payload}\n\n- **LH-{id}.1** {payload}\n- **LH-{id}.2{payload}** Text\n\n**LH-{id}.3** {payload}\n\n<a name=\"x{number}\"></a>LH-{id}.4 {payload}\n\n"));
        text.push_str(&format!(
            "## Kopf {{#{} .{} a={}}}\n\n",
            payload.replace([' ', '}'], ""),
            payload.replace([' ', '}'], ""),
            payload.replace([' ', '}'], "")
        ));
    }
    let tree = published(&Project::healthy().file("content/lastenheft/03-angriffe.md", text));
    assert_safe(&tree, "headings and items");
    assert!(
        tree.keys().filter(|path| path.starts_with("lastenheft/LH-1")).count() >= 3 * PAYLOADS.len(),
        "items are missing"
    );
}

#[test]
fn in_tables_code_and_images() {
    let mut text = String::from("# Angriffe\n\n");
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let id = 1000 + number;
        text.push_str(&format!("| ID | Titel | Priorität | Quelle | {payload} |\n|---|---|---|---|---|\n| LH-{id} | {payload} | {payload} | {payload} | {payload} |\n\n| {payload} | b |\n|---|--:|\n| {payload} | {payload} |\n\n```{payload}\n{payload}\n```\n\n~~~html {payload}\n{payload}\n~~~\n\n    {payload}\n\n![{payload}](bild.svg)\n\n![a](<{payload}>)\n\n[{payload}]({payload})\n\n[a{number}]: <{payload}> '{payload}'\n\n[b][a{number}] ![b][a{number}]\n\n"));
    }
    let tree = published(
        &Project::healthy()
            .file("content/lastenheft/03-angriffe.md", text)
            .file("content/lastenheft/bild.svg", "<svg/>"),
    );
    assert_safe(&tree, "tables, code and images");
}

#[test]
fn in_html_that_reaches_over_paragraphs() {
    // The parts of such an attribute or element are the program's markup, which links fill later.
    let link =
        "[x](<https://a.example/ onmouseover=alert(1) y>) LH-1 `LH-1` https://a.example/?onmouseover=alert(1) [^1]";
    let image = "![\" onerror=alert(1) x=\"](bild.svg)";
    let mut text = String::from("# Angriffe\n\n[^1]: Fußnote\n\n");
    for (start, end) in [
        ("<div title=\"", "\">x</div>"),
        ("<div title='", "'>x</div>"),
        ("<div title=", ">x</div>"),
        ("<a href=\"https://a.example/", "\">x</a>"),
        ("<a name=\"", "\"></a>"),
        ("<table><tr>", "</tr></table>"),
        ("<table><caption>", "<td>x</table>"),
        ("<details><summary>", "</details>"),
        ("<p><b>", "</p></b>"),
        ("<p align=\"center\">", "</p>"),
        ("<ul><li>", "</ul></li>"),
        ("<textarea>", "</textarea>"),
        ("<select><option>", "</select>"),
        ("<svg><desc>", "</svg>"),
        ("<math><mtext>", "</math>"),
        ("<!--", "-->"),
        ("<style>", "</style>"),
        ("<title>", "</title>"),
        ("<noscript><p title=\"</noscript>", "\">"),
    ] {
        let table = format!("| {link} |\n|---|\n| <i title='{end}'>{link} {image} |");
        text.push_str(&format!("{start}\n\n{link} {image}\n\n{end}\n\n- {start}\n\n  {link}\n\n  {end}\n\n{start}\n\n```html\n{end}\n```\n\n{table}\n\n{end}\n\n<i title='{end}'>{link}</i> {link}\n\n## Kopf\n\n"));
    }
    let tree = published(
        &Project::healthy()
            .file("content/lastenheft/03-angriffe.md", text)
            .file("content/lastenheft/bild.svg", "<svg/>"),
    );
    assert_safe(&tree, "HTML over paragraphs");
    assert!(
        String::from_utf8_lossy(&tree["lastenheft/angriffe/index.html"])
            .contains("<a class=\"ref\" href=\"../LH-1/index.html\">")
    );
}

#[test]
fn in_front_matter() {
    let mut project = Project::healthy();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let value = quoted(payload);
        let text = format!(
            "---\ntitle: {value}\nnumber: {value}\nauthor: {value}\nversion: {value}\ndate: {value}\nstatus: {value}\nquelle: {value}\ncovers: [{value}]\n{value}: {value}\nhistory:\n  - {{version: {value}, date: {value}, author: {value}, change: {value}}}\n  - {value}\n---\n\n## LH-{} A\n\nText.\n",
            number + 100
        );
        project = project.file(&format!("content/lastenheft/{:02}-angriff.md", number + 10), text);
    }
    let tree = published(&project);
    assert_safe(&tree, "front matter");
    assert_shown(&tree, "lastenheft/angriff/index.html", PAYLOADS[0]);
    assert_shown(&tree, "lastenheft/gesamt/index.html", PAYLOADS[6]);
}

#[test]
fn in_the_settings() {
    for payload in PAYLOADS {
        let value = quoted(payload);
        let project = Project::healthy();
        project.write(
            "heftfaden.toml",
            format!("{value} = {value}\n[project]\ntitle = {value}\ncustomer = {value}\nsupplier = {value}\nbase_url = {value}\ntheme = {value}\nlanguage = {value}\n[documents.lastenheft]\ntitle = {value}\nids = [\"LH-#\", {value}]\noutline = {value}\n[documents.pflichtenheft]\ntitle = {value}\nids = [\"PH-#\"]\nrealises = {value}\n[documents.{value}]\ntitle = {value}\n[fields.risiko]\ntype = \"text\"\ntitle = {value}\n[fields.{value}]\ntype = \"choice\"\nvalues = [{value}]\n[fields.preis]\ntype = \"number\"\nunit = {value}\n[milestones.{value}]\ntitle = {value}\ndate = {value}\n[milestones.M1]\ntitle = {value}\ndate = {value}\n[checks]\n{value} = {value}\n[words]\n{value} = {value}\n"),
        );
        project.write(
            "content/lastenheft/03-felder.md",
            "# Felder\n\n## LH-3 A\n\n- Risiko: hoch\n- Preis: 7\n- Meilenstein: M1\n",
        );
        let run = project.run(&["build"]);
        // Folder names that no document can have are refused; that is safe, too.
        if run.code == 0 {
            let tree = project.tree("public");
            assert_safe(&tree, payload);
            // Control characters are no HTML.
            let shown: String = payload.trim().chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
            assert_shown(&tree, "index.html", &shown);
        } else {
            assert!(run.code == 2 && !run.err.contains("panicked"), "{payload}: {}", run.err);
        }
    }
}

#[test]
fn a_base_url_that_is_no_web_address_is_refused() {
    for base in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://",
        "data:text/html,",
        "//a.example",
        "ftp://a.example",
        "https://",
        "",
    ] {
        let project = Project::healthy();
        let run = project.run(&["build", "--base-url", base]).expect(2);
        assert!(run.err.contains("--base-url") && run.err.contains("https://"), "{base}: {}", run.err);
        assert!(!project.exists("public"));
        let settings =
            project.text("heftfaden.toml").replace("[project]", &format!("[project]\nbase_url = \"{base}\""));
        project.write("heftfaden.toml", settings);
        let run = project.build();
        assert!(run.err.contains("config-invalid") && run.err.contains("heftfaden.toml:2:12"), "{base}: {}", run.err);
        assert_safe(&project.tree("public"), base);
        assert!(!project.text("public/index.html").contains("rel=\"canonical\""), "{base}");
    }
    let project = Project::healthy();
    let base = "https://a.example/\"><script>alert(1)</script>";
    project.run(&["build", "--base-url", base]).expect(0);
    assert_safe(&project.tree("public"), base);
    assert!(project.text("public/index.html").contains("rel=\"canonical\""));
}

#[cfg(unix)]
#[test]
fn in_names_of_files_and_folders() {
    let mut project = Project::healthy();
    for (number, payload) in PAYLOADS.iter().enumerate() {
        let name: String = payload.replace('/', "\u{2215}").chars().take(80).collect();
        project = project
            .file(
                &format!("content/lastenheft/{name}.md"),
                format!("Ohne Titel.\n\n[a](<{name}.svg>)\n\n## LH-{} A\n", number + 100),
            )
            .file(&format!("content/lastenheft/{name}.svg"), "<svg/>")
            .file(&format!("content/{name}/seite.md"), "Text.\n")
            .file(&format!("content/{name}.md"), "Text. [tot](fehlt.md)\n");
    }
    assert_safe(&published(&project), "names of files and folders");
}

#[test]
fn in_what_the_checks_find() {
    let mut text = String::from("# Funde\n\n");
    for (number, payload) in PAYLOADS.iter().enumerate() {
        text.push_str(&format!("[a](<{}.md>) ![b](<{}.png>) [c](<#{payload}>)\n\n## LH-{} A\n\n- Realisiert: {payload}, LH-77\n- {payload}: {payload}\n- Status: {payload}\n\n## LH-{} doppelt {payload}\n\nLH-78 {payload}\n\n", payload.replace(['<', '>'], ""), payload.replace(['<', '>'], ""), number + 100, number + 100));
    }
    let project = Project::healthy().file("content/lastenheft/03-funde.md", text);
    let tree = published(&project);
    assert_safe(&tree, "findings");
    let findings = std::str::from_utf8(&tree["befunde/index.html"]).unwrap();
    assert!(
        findings.contains("duplicate-id") && findings.contains("&lt;script&gt;"),
        "the findings quote what they mean"
    );
    // Control characters could drive the reader's terminal.
    let escape = Project::healthy().file(
        "content/lastenheft/03-funde.md",
        "# A\n\n[a](\u{1b}[31mrot.md) LH-9\u{1b}]0;Titel\u{7}\n\n## LH-9 \u{1b}[2J\n\n- Status: \u{1b}[2J\n",
    );
    let run = escape.run(&["check"]);
    assert!(!run.out.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{:?}", run.out);
}

#[test]
fn in_both_documents_and_their_synopsis() {
    let mut text = String::from("# Antworten\n\n");
    for (number, payload) in PAYLOADS.iter().enumerate() {
        text.push_str(&format!("## PH-{} {payload}\n\n- Realisiert: LH-1 ({payload})\n\n{payload}\n\n", number + 100));
    }
    text.push_str("# Tabelle\n\n| ID | Entscheidung | Begründung |\n|---|---|---|\n");
    for payload in PAYLOADS {
        text.push_str(&format!("| LH-1 | ausgeschlossen | {payload} |\n"));
    }
    let tree = published(&Project::healthy().file("content/pflichtenheft/03-antworten.md", text));
    assert_safe(&tree, "synopsis");
    assert!(tree.contains_key("synopse/index.html") && tree.contains_key("matrix/index.html"));
}
