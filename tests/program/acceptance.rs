//! Acceptance: the report that follows from the tests, and results that test tools leave.

use crate::preview::Preview;
use crate::project::Project;
use crate::properties::runner;
use heftfaden::model::{Acceptance, DefectClass, Proposal, TestResult, Tested};
use heftfaden::parse::junit;
use heftfaden::source::SourceFile;
use proptest::prelude::*;
use scraper::{Html, Selector};
use std::fmt::Write as _;
use std::process::Command;

const REPORT: &str = "public/abnahme/protokoll/index.html";

/// A project in order with an acceptance document.
fn accepted(tests: &str) -> Project {
    let project =
        Project::healthy().file("content/abnahme/01-tests.md", format!("# Tests\n\nGeprüft am System.\n\n{tests}"));
    let settings = project.text("heftfaden.toml");
    let settings =
        settings.replace("[documents.lastenheft]", "customer = \"Amt\"\nsupplier = \"Haus\"\n\n[documents.lastenheft]");
    project.file(
        "heftfaden.toml",
        format!("{settings}\n[documents.abnahme]\nids = [\"AT-#\"]\njunit = \"results/*.xml\"\n\n[checks]\njunit-missing = \"off\"\n"),
    )
}

/// A test of LH-1.
fn test(id: u32, result: &str, class: &str) -> String {
    format!(
        "### AT-{id} Fall {id}\n\n- Prüft: LH-1\n- Ergebnis: {result}\n- Datum: 2027-05-10\n- Fehlerklasse: {class}\n\nWie beschrieben.\n\n"
    )
}

/// The text of the first element that a selector finds.
fn shown(page: &Html, selector: &str) -> String {
    let found = page.select(&Selector::parse(selector).unwrap()).next();
    let text = found.unwrap_or_else(|| panic!("no {selector}")).text().collect::<String>();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn report(project: &Project) -> Html {
    project.build();
    Html::parse_document(&project.text(REPORT))
}

#[test]
fn the_proposal_follows_from_the_worst() {
    let cases: [(&str, &[(&str, &str)]); 8] = [
        ("Die Abnahme kann erklärt werden", &[("bestanden", "–")]),
        ("Die Abnahme kann unter Vorbehalt erklärt werden", &[("bestanden", "–"), ("offen", "–")]),
        ("Die Abnahme kann erklärt werden", &[("bestanden", "–"), ("nicht bestanden", "leicht")]),
        ("Die Abnahme kann unter Vorbehalt erklärt werden", &[("bestanden", "–"), ("nicht bestanden", "behindernd")]),
        ("Die Abnahme kann nicht erklärt werden", &[("nicht bestanden", "leicht"), ("nicht bestanden", "verhindernd")]),
        ("Die Abnahme kann nicht erklärt werden", &[("bestanden", "–"), ("nicht bestanden", "–")]),
        ("Noch kein Vorschlag", &[("offen", "–"), ("offen", "–")]),
        ("Die Abnahme kann nicht erklärt werden", &[("offen", "–"), ("nicht bestanden", "verhindernd")]),
    ];
    for (expected, tests) in cases {
        let text: String = tests.iter().zip(1..).map(|((result, class), id)| test(id, result, class)).collect();
        let page = report(&accepted(&text));
        assert_eq!(shown(&page, ".verdict .lead"), expected, "{tests:?}");
        let failed = tests.iter().filter(|(result, _)| *result == "nicht bestanden").count();
        assert_eq!(page.select(&Selector::parse("#_maengel ~ .named > li").unwrap()).count(), failed);
        assert_eq!(page.select(&Selector::parse("table.tests tbody tr").unwrap()).count(), tests.len());
        let signed = shown(&page, ".signing");
        assert!(signed.contains("Auftraggeber: Amt") && signed.contains("Auftragnehmer: Haus"), "{signed}");
    }
}

#[test]
fn the_report_says_where_results_come_from_and_so_do_document_item_and_home() {
    let project = accepted(
        "### AT-1 Suche\n\n- Prüft: LH-1\n- Nachweis: Vorführung\n- Ergebnis: bestanden\n- Datum: 2027-05-10\n- Prüfer: Amt\n\nEine Suche.\n",
    );
    project.write(
        "results/a.xml",
        "<testsuite timestamp=\"2027-05-11T08:00:00\">\n<testcase classname=\"c.D\" name=\"AT-1 &lt;b&gt;Suche\"><failure/></testcase>\n</testsuite>",
    );
    let page = report(&project);
    let row = shown(&page, "table.tests tbody tr");
    for part in [
        "AT-1",
        "Suche",
        "Vorführung",
        "LH-1",
        "nicht bestanden",
        "AT-1 <b>Suche",
        "results/a.xml",
        "10.05.2027",
        "Amt",
    ] {
        assert!(row.contains(part), "{part}: {row}");
    }
    assert!(shown(&page, ".verdict").contains("Ein Mangel ist nicht eingestuft."));
    let item = Html::parse_document(&project.text("public/abnahme/AT-1/index.html"));
    let cases = shown(&item, "section:has(> #_faelle)");
    for part in ["AT-1 <b>Suche", "c.D", "11.05.2027", "results/a.xml, Zeile 2", "Im Text steht „bestanden“"] {
        assert!(cases.contains(part), "{part}: {cases}");
    }
    assert!(project.text("public/abnahme/index.html").contains("protokoll/index.html\""));
    let home = project.text("public/index.html");
    assert!(
        home.contains("href=\"abnahme/protokoll/index.html\"")
            && home.contains("Die Abnahme kann nicht erklärt werden")
    );
    assert!(!project.exists("public/results"), "results are not published");
    let found = project.run(&["check", "--format", "short"]).expect(0).out;
    assert!(found.contains("result-contradicts") && found.contains("defect-without-class"), "{found}");
}

#[test]
fn a_report_without_tests_says_so_and_english_has_its_own_address() {
    let project = accepted("");
    let page = report(&project);
    assert!(shown(&page, "section:has(> #_pruefungen)").contains("Noch kein Test"));
    let settings = project.text("heftfaden.toml").replace("[project]", "[project]\nlanguage = \"en\"");
    project.write("heftfaden.toml", settings);
    project.build();
    assert!(project.text("public/abnahme/report/index.html").contains("No test yet"));
}

#[test]
fn many_tests_are_split_and_each_is_on_one_page() {
    let mut text = String::new();
    for id in 1..=1000 {
        writeln!(text, "- **AT-{id}** Fall {id}.\n  - Prüft: LH-1\n  - Ergebnis: bestanden\n  - Datum: 2027-05-10")
            .unwrap();
    }
    let project = accepted(&text);
    project.build();
    let pages = [REPORT.to_owned(), REPORT.replace("index", "2/index"), REPORT.replace("index", "3/index")];
    let rows = pages.map(|path| {
        let page = Html::parse_document(&project.text(&path));
        page.select(&Selector::parse("table.tests tbody tr").unwrap()).count()
    });
    assert_eq!(rows, [400, 400, 200]);
    assert!(!project.text(&REPORT.replace("index", "2/index")).contains("_unterschriften"));
}

#[test]
fn the_preview_shows_new_results() {
    let project = accepted("### AT-1 Suche\n\n- Prüft: LH-1\n\nEine Suche.\n");
    let preview = Preview::of(&project);
    preview.until_text("/abnahme/protokoll/", "Noch kein Vorschlag");
    project.write("results/a.xml", "<testsuite><testcase name=\"AT-1\"/></testsuite>");
    preview.until_text("/abnahme/protokoll/", "Die Abnahme kann erklärt werden");
    project.write("results/a.xml", "<testsuite><testcase name=\"AT-1\"><failure/></testcase></testsuite>");
    preview.until_text("/abnahme/protokoll/", "Ein Mangel ist nicht eingestuft");
    project.write("results/a.xml", "<testsuite><testcase name=\"AT-1\">");
    preview.until_text("/befunde/", "kein JUnit-Bericht");
    project.remove("results/a.xml");
    preview.until_text("/abnahme/protokoll/", "Noch kein Vorschlag");
}

#[test]
fn an_older_state_has_its_own_results_or_those_of_now() {
    let project =
        accepted("### AT-1 Suche\n\n- Prüft: LH-1\n- Ergebnis: bestanden\n- Datum: 2027-05-10\n\nEine Suche.\n");
    project.write("results/a.xml", "<testsuite><testcase name=\"AT-1\"/></testsuite>");
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"];
        let done = Command::new("git").args(identity).args(arguments).current_dir(project.root()).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    let new = || project.run(&["check", "--since", "main", "--format", "short"]).expect(0).out;
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "Anfang"]);
    git(&["checkout", "-qb", "zweig"]);
    assert!(!new().contains("result-contradicts"));
    project.write("results/a.xml", "<testsuite><testcase name=\"AT-1\"><failure/></testcase></testsuite>");
    assert!(new().contains("result-contradicts"), "the results of then were others");
    // Where results are made by a pipeline, the older state has none of its own.
    git(&["rm", "-q", "--cached", "results/a.xml"]);
    git(&["commit", "-qm", "Ohne Ergebnisse"]);
    git(&["branch", "-qf", "main", "zweig"]);
    assert!(!new().contains("result-contradicts"));
}

#[test]
fn whatever_lies_among_the_results_the_rest_stands() {
    let project = accepted(&test(1, "bestanden", "–"));
    let deep = format!("<testsuite>{}", "<a>".repeat(300_000));
    let utf16: Vec<u8> = "\u{FEFF}<testsuite/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let comment = format!("<testsuite><!--{}--><testcase name=\"AT-1\"/></testsuite>", "<a>".repeat(1000));
    let many: String = (0..20_000).map(|n| format!("<testcase name=\"AT-{}\"/>", n % 3)).collect();
    let files: [(&str, Vec<u8>); 8] = [
        ("deep", deep.into_bytes()),
        ("utf16", utf16),
        ("binary", (0..=255).cycle().take(4096).collect()),
        ("empty", Vec::new()),
        ("comment", comment.into_bytes()),
        ("many", format!("<testsuites>{many}</testsuites>").into_bytes()),
        ("text", b"PASS 3 of 4".to_vec()),
        ("huge", vec![b' '; (32 << 20) + 1]),
    ];
    for (name, bytes) in &files {
        project.write(&format!("results/{name}.xml"), bytes);
    }
    let found = project.run(&["check", "--format", "short"]).expect(1).out;
    for name in ["deep", "utf16", "binary", "empty", "text", "huge"] {
        let line = found.lines().find(|line| line.starts_with(&format!("results/{name}.xml")));
        assert!(line.is_some_and(|line| line.contains("junit-invalid")), "{name}: {found}");
    }
    assert_eq!(found.matches("junit-unmatched").count(), 2, "AT-0 and AT-2, each once: {found}");
    assert_eq!(shown(&report(&project), ".verdict .lead"), "Die Abnahme kann erklärt werden");
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_results_out_of_the_project() {
    let project = accepted(&test(1, "bestanden", "–"));
    std::fs::write(
        project.around().join("geheim.xml"),
        "<testsuite><testcase name=\"AT-1\"><failure/></testcase></testsuite>",
    )
    .unwrap();
    std::fs::create_dir_all(project.path("results")).unwrap();
    std::os::unix::fs::symlink("../../geheim.xml", project.path("results/a.xml")).unwrap();
    assert_eq!(shown(&report(&project), ".verdict .lead"), "Die Abnahme kann erklärt werden");
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn a_report_may_be_cut_and_changed_anywhere(cut in 0..400usize, at in 0..400usize, byte in any::<u8>()) {
        let whole = "<?xml version=\"1.0\"?>\n<testsuites><testsuite timestamp=\"2027-05-11T08:00:00\">\r\n<testcase classname=\"ä.AT-1\" name=\"at_1_größe &amp; mehr\">\n<properties><property name=\"x\" value=\"AT-2\"/><property name=\"y\">AT-3</property></properties><failure message=\"]]>\"/></testcase><![CDATA[<a>]]><!-- <b> --></testsuite></testsuites>";
        let mut bytes = whole.as_bytes().to_vec();
        if let Some(changed) = bytes.get_mut(at) {
            *changed = byte;
        }
        bytes.truncate(cut.max(1));
        let source = SourceFile::from_bytes("r.xml", bytes);
        let report = junit(&source);
        prop_assert!(report.cases.is_empty() || report.diagnostics.is_empty());
        for place in report.cases.iter().map(|case| &case.name.place).chain(report.diagnostics.iter().map(|found| &found.place)) {
            prop_assert!(source.text.get(place.range()).is_some());
        }
    }

    #[test]
    fn no_name_of_a_case_is_too_strange(name in "[ -~äÖß\u{301}]{0,24}", class in "(at|AT|At|_|-|\\.|[0-9]|a){0,16}") {
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let xml = format!("<testsuite><testcase name=\"{}\" classname=\"{}\"/></testsuite>", escaped(&name), escaped(&class));
        let project = assembled("### AT-1 a\n\n### AT-1.1 b\n\n### AT-10a c\n", &xml);
        let evidence: usize = project.items().map(|item| project.cases_of(item).len()).sum();
        prop_assert!(evidence <= 3);
        // What is written out as an ID always counts.
        let exact = assembled("### AT-1 a\n", "<testsuite><testcase name=\"x AT-1: y\"/></testsuite>");
        prop_assert_eq!(exact.items().map(|item| exact.cases_of(item).len()).sum::<usize>(), 1);
    }

    #[test]
    fn the_sums_are_the_sums_of_their_parts(tests in prop::collection::vec((0..3usize, 0..4usize), 0..12)) {
        let results = ["bestanden", "nicht bestanden", "offen"];
        let classes = ["verhindernd", "behindernd", "leicht", "–"];
        let text: String = tests.iter().zip(1..).map(|((result, class), id)| test(id, results[*result], classes[*class])).collect();
        let project = assembled(&text, "<testsuite/>");
        let document = project.document_named("abnahme");
        let Some(document) = document else { return Ok(()) };
        let acceptance = Acceptance::of(&project, document);
        let counted: usize = TestResult::ALL.iter().map(|result| acceptance.with_result(*result)).sum();
        prop_assert_eq!(counted, tests.len());
        let failed = tests.iter().filter(|(result, _)| *result == 1);
        let classed = DefectClass::ALL.iter().map(|class| Some(*class)).chain([None]);
        prop_assert_eq!(classed.map(|class| acceptance.defects(class).count()).sum::<usize>(), failed.clone().count());
        prop_assert_eq!(Tested::ALL.iter().map(|tested| acceptance.tested(*tested)).sum::<usize>(), acceptance.musts.len());
        let refused = failed.clone().any(|(_, class)| *class == 0 || *class == 3);
        prop_assert_eq!(acceptance.proposal() == Proposal::Refuse, refused);
        let accepted = tests.iter().all(|(result, class)| *result == 0 || *result == 1 && *class == 2);
        prop_assert_eq!(acceptance.proposal() == Proposal::Accept, accepted && !tests.is_empty());
    }
}

/// A project in memory: one Muss, some tests, one report.
fn assembled(tests: &str, xml: &str) -> heftfaden::model::Project {
    use heftfaden::source::{ResultFile, Sources};
    use std::sync::Arc;
    let (config, _) = heftfaden::config::parse("[documents.abnahme]\nids = [\"AT-#\"]\njunit = \"r.xml\"\n");
    let files = [("content/lastenheft/01.md", "### LH-1 a\n\n- Priorität: muss\n"), ("content/abnahme/01.md", tests)];
    let files = files.map(|(path, text)| Arc::new(SourceFile::new(path, text))).to_vec();
    let mut sources = Sources::in_memory(Arc::new(config), files);
    sources.results.push(ResultFile { document: Arc::from("abnahme"), file: Arc::new(SourceFile::new("r.xml", xml)) });
    heftfaden::load::assemble(&sources)
}

#[test]
fn copies_in_the_published_site_are_no_results() {
    let settings = "[project]\ntitle = \"A\"\n\n[documents.abnahme]\nids = [\"AT-#\"]\njunit = \"**/*.xml\"\n";
    let report = "<testsuite><testcase name=\"AT-1\"/></testsuite>\n";
    let project = Project::new()
        .file("heftfaden.toml", settings)
        .file("content/abnahme/01-a.md", "# Abnahme\n\n## AT-1 Eins\n")
        .file("content/abnahme/ergebnis.xml", report);
    project.build();
    assert!(project.exists("public/abnahme/ergebnis.xml"));
    assert!(!project.run(&["export", "json"]).out.contains("public/"));
    // Who names it by its beginning means it.
    project.write("heftfaden.toml", settings.replace("**/*", "public/abnahme/*"));
    assert!(project.run(&["export", "json"]).out.contains("public/abnahme/ergebnis.xml"));
}
