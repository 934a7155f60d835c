//! The preview: what a browser is answered while the files change.

use crate::preview::Preview;
use crate::project::{Project, Run};
use std::fs;
use std::process::Command;

const GOALS: &str = "/lastenheft/ziele/";

fn goals(project: &Project, text: &str) {
    project.write(
        "content/lastenheft/01-ziele.md",
        format!("# Ziele\n\n{text}\n\n## LH-1 Suche\n\nDas System muss suchen.\n"),
    );
}

#[test]
fn pages_are_those_that_build_writes() {
    let project = Project::healthy().file("content/lastenheft/bild.png", b"\x89PNG").file("content/b ü.txt", "x");
    let preview = Preview::of(&project);
    assert!(!project.exists("public"), "the preview writes nothing");
    project.build();
    let published = project.tree("public");
    assert!(published.len() > 10);
    for (path, bytes) in &published {
        if path.ends_with(".html") {
            assert!(preview.page(path).as_bytes() == bytes, "{path} differs");
        } else {
            let address = path.replace(' ', "%20").replace('ü', "%C3%BC");
            let answer = preview.get(&format!("/{address}"));
            assert_eq!((answer.status, answer.is_whole), (200, true), "{path}");
        }
    }
    assert_eq!(preview.get("/lastenheft/ziele").status, 307);
    let head = preview.ask("HEAD", GOALS, &preview.host);
    assert!(head.body.is_empty() && !head.head.contains("content-length: 0"), "{}", head.head);
    let post = preview.ask("POST", GOALS, &preview.host);
    assert!(post.status == 405 && post.head.contains("allow: get, head"), "{}", post.head);
}

#[test]
fn strangers_and_strange_paths_get_nothing() {
    let project = Project::healthy();
    let preview = Preview::of(&project);
    for host in ["evil.example", "localhost.evil.example", "192.168.7.7", ""] {
        for path in ["/", "/_heftfaden/page?path=index.html", "/_heftfaden/events", "/_heftfaden/preview.js"] {
            let answer = preview.ask("GET", path, host);
            assert_eq!(answer.status, 403, "{host} {path}");
            assert!(!answer.body.contains("Kundenkartei"));
        }
    }
    for host in ["localhost", "127.0.0.1:1", "[::1]"] {
        assert_eq!(preview.ask("GET", "/", host).status, 200, "{host}");
    }
    let paths = [
        "/../Cargo.toml",
        "/..%2fheftfaden.toml",
        "/%2e%2e/heftfaden.toml",
        "/%252e%252e/heftfaden.toml",
        "/heftfaden.toml",
        "//etc/passwd",
        "/content/index.md",
        "/_heftfaden/..%2f..%2fhttp.rs",
        "/_heftfaden/../http.rs",
        "/%00",
        "/%ff",
        "/lastenheft/%2e%2e/%2e%2e/x",
    ];
    for path in paths {
        assert_eq!(preview.get(path).status, 404, "{path}");
    }
    let hostile = preview.get("/%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(hostile.status == 404 && !hostile.body.contains("<script>"), "{}", hostile.body);
    let head = preview.get("/").head;
    for header in
        ["content-security-policy: default-src 'none'", "x-content-type-options: nosniff", "x-frame-options: deny"]
    {
        assert!(head.contains(header), "{header}: {head}");
    }
    assert!(!head.contains("access-control"), "{head}");
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let project = Project::healthy().file("content/plan.svg", "<svg/>").file("content/plan.txt", "x");
    let preview = Preview::of(&project);
    let get = |path: &str| preview.get(path);
    let answers = [
        (200, get("/")),
        (200, get(GOALS)),
        (200, get("/assets/search/index.js")),
        (200, get("/plan.svg")),
        (200, get("/plan.txt")),
        (200, get("/_heftfaden/preview.js")),
        (200, get("/_heftfaden/worker.js")),
        (200, get("/_heftfaden/page?path=index.html")),
        (307, get("/lastenheft/ziele")),
        (400, get("/_heftfaden/page")),
        (403, preview.ask("GET", "/", "evil.example")),
        (404, get("/nichts")),
        (404, get("/_heftfaden/nichts")),
        (405, preview.ask("POST", "/", &preview.host)),
        (405, preview.ask("DELETE", "/_heftfaden/events", &preview.host)),
    ];
    for (status, answer) in answers {
        assert_eq!(answer.status, status, "{}", answer.head);
        for header in [
            "content-security-policy: default-src 'none'",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "cross-origin-opener-policy: same-origin",
            "cache-control: no-cache",
        ] {
            assert!(answer.head.contains(header), "{header}: {}", answer.head);
        }
        assert!(
            !answer.head.contains("access-control") && !answer.head.contains("unsafe-inline'; script"),
            "{}",
            answer.head
        );
        // What the head of a page cannot say, and pages that stand for errors have no other.
        if answer.head.contains("text/html") {
            assert!(
                answer.head.contains("frame-ancestors 'none'") && answer.head.contains("script-src 'self'"),
                "{}",
                answer.head
            );
        }
    }
}

#[test]
fn the_index_of_the_search_follows() {
    const INDEX: &str = "/assets/search/index.js";
    let project = Project::healthy();
    let preview = Preview::of(&project);
    let part = |index: &str| {
        let hash = index.split("\"parts\":[\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        format!("/assets/search/part.{hash}.js")
    };
    let before = preview.get(INDEX);
    assert!(before.status == 200 && before.head.contains("content-type: text/javascript"), "{}", before.head);
    let first = part(&before.body);
    assert!(!preview.get(&first).body.contains("neuwort"));
    goals(&project, "Ein Neuwort steht hier.");
    preview.until(INDEX, |answer| answer.body != before.body);
    let second = part(&preview.get(INDEX).body);
    assert!(preview.get(&second).body.contains("neuwort"));
    assert_eq!(preview.get(&first).status, 404, "what is out of date is not served");
}

#[test]
fn what_references_show_of_items_follows() {
    const INDEX: &str = "/assets/previews/index.js";
    let project = Project::healthy();
    let preview = Preview::of(&project);
    let piece = |index: &str| {
        let hash = index.split("[[\"\",\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        format!("/assets/previews/items.{hash}.js")
    };
    let before = preview.get(INDEX);
    assert!(before.status == 200 && before.head.contains("content-type: text/javascript"), "{}", before.head);
    let first = piece(&before.body);
    assert!(preview.get(&first).body.contains("Das System muss Kunden finden."));
    goals(&project, "Wozu?");
    preview.until(INDEX, |answer| answer.body != before.body);
    let second = piece(&preview.get(INDEX).body);
    assert!(preview.get(&second).body.contains("Das System muss suchen."));
    assert_eq!(preview.get(&first).status, 404, "what is out of date is not served");
}

#[test]
fn it_ends_at_once_and_well() {
    for signal in ["INT", "TERM"] {
        let project = Project::healthy();
        let preview = Preview::of(&project);
        // Somebody still listens.
        let events = preview.events(&[("index.html", "")]);
        events.next("pages");
        assert_eq!(preview.end_by(signal).code(), Some(0), "{signal}");
    }
}

#[test]
fn a_taken_port_is_passed_over_but_not_one_that_was_asked_for() {
    let project = Project::healthy();
    let first = Preview::with(&project, &[]);
    let second = Preview::with(&project, &[]);
    assert_ne!(first.host, second.host);
    let port = first.host.rsplit(':').next().unwrap();
    let run = project.run(&["serve", "--port", port]).expect(2);
    assert!(run.err.contains(port), "{}", run.err);
    Project::new().run(&["serve"]).expect(2);
}

#[test]
fn a_new_term_shows_in_every_chapter() {
    let project = Project::healthy();
    goals(&project, "Kunden sollen gefunden werden.");
    let preview = Preview::of(&project);
    assert!(!preview.get(GOALS).body.contains("role=\"tooltip\""));
    project.write("content/glossar.md", "Kunde\n: Wer gekauft hat.\n");
    preview.until_text(GOALS, "aria-describedby=\"_term-1\">Kunden</a>");
    project.write("content/glossar.md", "Kunde\n: Wer kaufen will.\n");
    preview.until_text(GOALS, "Wer kaufen will.");
    project.remove("content/glossar.md");
    preview.until(GOALS, |answer| !answer.body.contains("role=\"tooltip\""));
}

#[test]
fn edits_new_files_and_deletions_show() {
    let project = Project::healthy();
    let preview = Preview::of(&project);
    goals(&project, "Erster Satz.");
    preview.until_text(GOALS, "Erster Satz.");
    let line = preview.line();
    assert!(line.starts_with("content/lastenheft/01-ziele.md geändert · 2 Items · Befunde: 0 neu"), "{line}");
    project.write("content/lastenheft/neu/07-mehr.md", "# Mehr\n\n## LH-7 Mehr\n\nDas System muss mehr.\n");
    preview.until_text("/lastenheft/neu/mehr/", "Mehr");
    preview.until_text("/lastenheft/LH-7/", "Das System muss mehr.");
    // It may have been seen while it was written.
    while !preview.line().contains(" · 3 Items · Befunde: ") {}
    project.remove("content/lastenheft/neu/07-mehr.md");
    preview.until("/lastenheft/LH-7/", |answer| answer.status == 404);
    // Whole folders come and go.
    fs::rename(project.path("content/pflichtenheft"), project.around().join("weg")).unwrap();
    preview.until("/pflichtenheft/PH-1/", |answer| answer.status == 404);
    fs::rename(project.around().join("weg"), project.path("content/pflichtenheft")).unwrap();
    preview.until_text("/pflichtenheft/PH-1/", "Suchfeld");
    // The content as a whole, and the project.
    for folder in [project.path("content"), project.root()] {
        let aside = project.around().join("beiseite");
        fs::rename(&folder, &aside).unwrap();
        let events = preview.events(&[]);
        while events.next("faults").as_array().unwrap().is_empty() {}
        assert!(preview.get(GOALS).body.contains("Erster Satz."), "the last good page stays");
        fs::rename(&aside, &folder).unwrap();
        while !events.next("faults").as_array().unwrap().is_empty() {}
    }
    goals(&project, "Wieder da.");
    preview.until_text(GOALS, "Wieder da.");
}

#[test]
fn a_renamed_chapter_is_found_at_its_new_address() {
    let project = Project::healthy();
    let preview = Preview::of(&project);
    let events = preview.events(&[("lastenheft/ziele/index.html", "")]);
    events.next("pages");
    fs::rename(project.path("content/lastenheft/01-ziele.md"), project.path("content/lastenheft/01-zwecke.md"))
        .unwrap();
    assert_eq!(events.next("pages"), serde_json::json!(["lastenheft/ziele/index.html"]));
    let payload = preview.payload("lastenheft/ziele/index.html");
    assert_eq!((payload["gone"].as_bool(), payload["to"].as_str()), (Some(true), Some("lastenheft/zwecke/index.html")));
    let answer = preview.get(GOALS);
    assert!(answer.status == 307 && answer.head.contains("location: /lastenheft/zwecke/index.html"), "{}", answer.head);
    // So is an item whose ID alone changed.
    let text = project.text("content/lastenheft/01-zwecke.md").replace("LH-1", "LH-9");
    project.write("content/lastenheft/01-zwecke.md", text);
    preview.until("/lastenheft/LH-1/", |answer| answer.head.contains("location: /lastenheft/lh-9/index.html"));
}

#[test]
fn editors_save_in_many_ways() {
    let project = Project::healthy();
    let preview = Preview::of(&project);
    let (chapter, folder) = (project.path("content/lastenheft/01-ziele.md"), project.path("content/lastenheft"));
    let text = |sentence: &str| format!("# Ziele\n\n{sentence}\n");
    // A new file in the old one's place.
    fs::write(folder.join(".01-ziele.md.swp"), "x").unwrap();
    fs::write(folder.join("01-ziele.md.tmp"), text("Umbenannt.")).unwrap();
    fs::rename(folder.join("01-ziele.md.tmp"), &chapter).unwrap();
    preview.until_text(GOALS, "Umbenannt.");
    // The old file as a copy, then a new one.
    fs::rename(&chapter, folder.join("01-ziele.md~")).unwrap();
    fs::write(&chapter, text("Mit Sicherung.")).unwrap();
    fs::remove_file(folder.join("01-ziele.md~")).unwrap();
    preview.until_text(GOALS, "Mit Sicherung.");
    // The same length, right after the last.
    fs::write(&chapter, text("Ohne Sicherung")).unwrap();
    preview.until_text(GOALS, "Ohne Sicherung");
    preview.lines();
    // What an editor keeps for itself is no change.
    for name in [".01-ziele.md.swp", "01-ziele.md~", "#01-ziele.md#", "~$plan.docx", "4913", "01-ziele.md___jb_tmp___"]
    {
        fs::write(folder.join(name), "x").unwrap();
        fs::remove_file(folder.join(name)).unwrap();
    }
    fs::write(&chapter, text("Ohne Sicherung")).unwrap();
    assert_eq!(preview.lines(), Vec::<String>::new(), "nothing changed");
}

#[test]
fn many_files_at_once_are_one_rebuild() {
    let project = Project::healthy();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let status = Command::new("git").current_dir(project.root()).args(identity).args(arguments).output().unwrap();
        assert!(status.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&status.stderr));
    };
    git(&["init", "-q", "-b", "eins"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "eins"]);
    git(&["checkout", "-qb", "zwei"]);
    for number in 10..310 {
        project.write(
            &format!("content/lastenheft/teil-{number}.md"),
            format!("# Teil {number}\n\n## LH-{number} Teil\n\nDas System muss.\n"),
        );
    }
    git(&["add", "."]);
    git(&["commit", "-qm", "zwei"]);
    let preview = Preview::of(&project);
    git(&["checkout", "-q", "eins"]);
    preview.until("/lastenheft/LH-309/", |answer| answer.status == 404);
    git(&["checkout", "-q", "zwei"]);
    preview.until_text("/lastenheft/LH-309/", "LH-309");
    let lines = preview.lines();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(
        lines[0].starts_with("300 Dateien (300 weg)") && lines[1].starts_with("300 Dateien (300 neu)"),
        "{lines:#?}"
    );
}

#[test]
fn settings_theme_and_images_need_no_restart() {
    let project = Project::healthy().file("content/bild.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    project.write("content/index.md", "# Kundenkartei\n\n![Plan](bild.svg)\n");
    let preview = Preview::of(&project);
    let events = preview.events(&[("index.html", "")]);
    events.next("pages");
    let settings = project.text("heftfaden.toml");
    project.write("heftfaden.toml", settings.replace("Kundenkartei", "Kundenakte"));
    events.next("pages");
    preview.until_text("/", "Kundenakte");
    project.write("content/bild.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>");
    assert_eq!(events.next("files"), serde_json::json!(["bild.svg"]));
    assert!(preview.get("/bild.svg").body.contains("path"));
    // The theme: words, style, a template, and one that is broken in between.
    project.write("themes/standard/words/de.toml", "\"made-with\" = \"Von Hand\"\n");
    preview.until_text("/", "Von Hand");
    project.write("themes/standard/style.css", "body { color: green }\n");
    let page = preview.until("/", |answer| {
        let style =
            answer.body.split("href=\"assets/style.").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        style.is_some_and(|style| preview.get(&format!("/assets/style.{style}")).body.contains("green"))
    });
    assert!(page.body.contains("Von Hand"));
    project.write("themes/standard/eigen.css", "a {}");
    preview.until_text("/assets/eigen.css", "a {}");
    project.write("themes/standard/eigen.css", "b {}");
    assert_eq!(events.next("files"), serde_json::json!(["assets/eigen.css"]));
    project.write("themes/standard/templates/home.hbs", "<main>\n  {{ ) }}\n</main>\n");
    let faults = loop {
        let faults = events.next("faults");
        if !faults.as_array().unwrap().is_empty() {
            break faults;
        }
    };
    assert_eq!(
        (faults[0]["file"].as_str(), faults[0]["line"].as_u64()),
        (Some("themes/standard/templates/home.hbs"), Some(2)),
        "{faults}"
    );
    assert!(preview.get("/").body.contains("Von Hand"), "the last good page stays");
    project.write("themes/standard/templates/home.hbs", "\n<main id=\"_text\">{{nix}}</main>\n");
    let faults = events.next("faults");
    assert!(faults[0]["message"].as_str().unwrap().contains("nix"), "{faults}");
    project.write("themes/standard/templates/home.hbs", "<main id=\"_text\"><h1>Neu gesetzt</h1></main>\n");
    preview.until_text("/", "Neu gesetzt");
    assert_eq!(events.next("faults"), serde_json::json!([]));
    // An outline of one's own.
    project.write("keine.toml", "[[contents]]\nkey = \"kosten\"\ntitle = \"Kostenrahmen\"\n");
    preview.until_text("/befunde/", "Kostenrahmen");
    // While it is gone it is as it was, and one that never was may come.
    project.remove("keine.toml");
    assert_eq!(events.next("faults")[0]["file"].as_str(), Some("keine.toml"));
    assert!(preview.get("/befunde/").body.contains("Kostenrahmen"));
    project.write("keine.toml", "[[contents]]\nkey = \"kosten\"\ntitle = \"Geldrahmen\"\n");
    preview.until_text("/befunde/", "Geldrahmen");
}

#[test]
fn what_is_broken_stays_as_it_was_until_it_is_mended() {
    let project = Project::healthy();
    let preview = Preview::of(&project);
    let (events, good) =
        (preview.events(&[("lastenheft/ziele/index.html", "")]), preview.page("lastenheft/ziele/index.html"));
    events.next("faults");
    let text = project.text("content/lastenheft/01-ziele.md");
    project.write("content/lastenheft/01-ziele.md", format!("---\ntitle: \"Ziele\nnumber: 1\n---\n{text}"));
    let faults = events.next("faults");
    let fault = &faults[0];
    assert_eq!(
        (fault["file"].as_str(), fault["code"].as_str()),
        (Some("content/lastenheft/01-ziele.md"), Some("front-matter-invalid"))
    );
    assert!(fault["line"].as_u64() >= Some(2) && fault["column"].is_u64() && fault["hint"].is_string(), "{fault}");
    assert!(fault["excerpt"].as_str().unwrap().contains("Ziele"), "{fault}");
    assert_eq!(preview.page("lastenheft/ziele/index.html"), good);
    // All others go on.
    project.write("content/lastenheft/02-betrieb.md", "# Betrieb\n\nRund um die Uhr.\n");
    preview.until_text("/lastenheft/betrieb/", "Rund um die Uhr.");
    project.write("heftfaden.toml", "[project\n");
    assert_eq!(events.next("faults").as_array().unwrap().len(), 2);
    assert!(preview.get("/").body.contains("Kundenkartei"), "so do the settings");
    project.write("heftfaden.toml", "[project]\ntitle = \"Kundenakte\"\n");
    assert_eq!(events.next("faults").as_array().unwrap().len(), 1);
    project.write("content/lastenheft/01-ziele.md", format!("---\ntitle: \"Absichten\"\n---\n{text}"));
    assert_eq!(events.next("faults"), serde_json::json!([]));
    preview.until_text(GOALS, "Absichten");
    preview.until_text("/", "Kundenakte");
}

#[test]
fn browsers_are_told_of_their_own_pages_alone() {
    let project = Project::healthy();
    let preview = Preview::of(&project);
    let version = preview.payload("lastenheft/betrieb/index.html")["version"].as_str().unwrap().to_owned();
    let events = preview.events(&[("lastenheft/betrieb/index.html", &version)]);
    events.next("faults");
    goals(&project, "Anderes.");
    preview.until_text(GOALS, "Anderes.");
    assert_eq!(events.names(), Vec::<String>::new());
    project.write("content/lastenheft/02-betrieb.md", "# Betrieb\n\nNeues.\n");
    assert_eq!(events.next("pages"), serde_json::json!(["lastenheft/betrieb/index.html"]));
    // Who comes back is told what is new since.
    assert_eq!(
        preview.events(&[("lastenheft/betrieb/index.html", &version)]).next("pages"),
        serde_json::json!(["lastenheft/betrieb/index.html"])
    );
}

#[test]
fn the_script_is_told_lines_findings_and_the_editor() {
    let project = Project::healthy();
    project.write("heftfaden.toml", "[project]\ntitle = \"K\"\n[serve]\neditor = \"vscode\"\n");
    project.write("content/lastenheft/01-ziele.md", "# Ziele\n\nErster Absatz, siehe LH-77.\n\n## LH-1 Suche\n\n- Priorität: muss\n\nDas System muss suchen.\n\n| ID | Titel |\n|---|---|\n| LH-2 | Zwei |\n");
    let preview = Preview::of(&project);
    let payload = preview.payload("lastenheft/ziele/index.html");
    let html = payload["html"].as_str().unwrap();
    for mark in [
        "<p data-source=\"content/lastenheft/01-ziele.md:3\">",
        "id=\"LH-1\" data-source=\"content/lastenheft/01-ziele.md:5\"",
        "id=\"LH-2\" data-source=\"content/lastenheft/01-ziele.md:13\"",
    ] {
        assert!(html.contains(mark), "{mark}\n{html}");
    }
    let found = payload["findings"].as_array().unwrap();
    let dangling = found.iter().find(|found| found["code"] == "dangling-reference").expect("the dangling reference");
    assert_eq!(dangling["at"], "content/lastenheft/01-ziele.md:3");
    let root = project.root().canonicalize().unwrap();
    let href = format!("vscode://file{}/content/lastenheft/01-ziele.md:3:", root.display());
    assert!(dangling["href"].as_str().unwrap().starts_with(&href), "{dangling}");
    let open = found.iter().find(|found| found["code"] == "muss-open").expect("the open Muss item");
    assert_eq!(open["at"], "content/lastenheft/01-ziele.md:13");
    // The same item on its own page, and in the matrix.
    for page in ["lastenheft/LH-2/index.html", "matrix/index.html"] {
        let payload = preview.payload(page);
        let codes: Vec<_> =
            payload["findings"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect();
        assert!(codes.contains(&"muss-open") && !codes.contains(&"dangling-reference"), "{page}: {codes:?}");
    }
    let wrong = Project::healthy().file("heftfaden.toml", "[serve]\neditor = \"javascript:{path}\"\n");
    let run = Run::of(&mut wrong.command(&["check"]));
    assert!(run.out.contains("heftfaden.toml:2:10") && run.out.contains("config-invalid"), "{}", run.out);
}

#[test]
fn where_no_events_come_it_looks_by_itself() {
    let project = Project::healthy();
    let preview = Preview::with(&project, &["--port", "0", "--poll"]);
    let line = preview.line();
    assert!(line.contains("--poll"), "{line}");
    goals(&project, "Gefunden.");
    preview.until_text(GOALS, "Gefunden.");
    // The same length again, as soon as it was seen.
    goals(&project, "Gefundex.");
    preview.until_text(GOALS, "Gefundex.");
    project.remove("content/lastenheft/02-betrieb.md");
    preview.until("/lastenheft/betrieb/", |answer| answer.status == 404);
}

#[test]
fn whoever_may_read_along_is_said() {
    let project = Project::healthy();
    let preview = Preview::with(&project, &["--port", "0", "--host", "0.0.0.0"]);
    assert!(preview.line().starts_with("Achtung: "));
    let ask = |host: &str| preview.ask("GET", "/", host).status;
    assert_eq!((ask("192.168.0.7:4338"), ask("localhost"), ask("evil.example")), (200, 200, 403));
}
