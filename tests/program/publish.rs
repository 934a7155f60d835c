//! What a build writes, leaves and removes.

use crate::html::Page;
use crate::project::Project;
use std::fs;
use unicode_normalization::UnicodeNormalization;

const MANIFEST: &str = "public/.heftfaden-manifest";

/// Asserts that no trace of a run's work is left in the output.
#[track_caller]
fn assert_tidy(project: &Project) {
    assert!(!project.exists("public/.heftfaden-staging"), "the staging folder is left");
}

#[test]
fn a_second_build_writes_nothing() {
    let project = Project::healthy();
    project.build();
    project.age("public");
    let before = project.times("public");
    let run = project.build();
    assert!(run.out.contains(" 0 geschrieben, ") && run.out.contains(" 0 entfernt"), "{}", run.out);
    assert_eq!(project.times("public"), before);
    assert_tidy(&project);
}

#[test]
fn a_changed_chapter_changes_only_its_pages() {
    let project = Project::healthy();
    project.build();
    project.age("public");
    let before = project.times("public");
    project.write("content/lastenheft/02-betrieb.md", "# Betrieb\n\nWie es anders betrieben wird.\n");
    let run = project.build();
    let after = project.times("public");
    let changed = after.iter().filter(|(path, time)| before.get(*path) != Some(*time)).map(|(path, _)| path);
    // The manifest names files of the index by their hashes.
    let changed = changed.filter(|path| !path.starts_with(".heftfaden"));
    let (index, pages): (Vec<&String>, Vec<&String>) = changed.partition(|path| path.starts_with("assets/search/"));
    assert_eq!(pages, ["lastenheft/betrieb/index.html", "lastenheft/gesamt/index.html"]);
    // The index of the search: its words and its texts, and the file that names them, but no titles.
    let names: Vec<&str> = index.iter().filter_map(|path| path["assets/search/".len()..].split('.').next()).collect();
    assert_eq!(names, ["index", "part", "text"]);
    assert!(run.out.contains(": 5 geschrieben, ") && run.out.contains(" 2 entfernt"), "{}", run.out);
}

#[test]
fn what_an_item_says_changes_no_page_that_names_it() {
    let project = Project::healthy();
    project.build();
    let before = project.tree("public");
    project.write(
        "content/lastenheft/01-ziele.md",
        "# Ziele\n\nWozu das Ganze dient.\n\n## LH-1 Suche\n\n- Priorität: muss\n\nDas System muss Lieferanten finden.\n",
    );
    project.build();
    let after = project.tree("public");
    let differs = |path: &&String| before.get(*path) != after.get(*path);
    let changed: Vec<&String> = after.keys().filter(differs).collect();
    let of = |start: &str| changed.iter().filter(|path| path.starts_with(start)).count();
    assert!(!changed.iter().any(|path| path.contains("PH-1") || path.contains("funktionen")), "{changed:?}");
    assert_eq!(of("assets/previews/items."), 1, "what a reference to it shows: {changed:?}");
    assert_eq!(of("assets/previews/index.js"), 1, "{changed:?}");
    let preview = after.iter().find(|(path, _)| path.starts_with("assets/previews/items.")).unwrap().1;
    assert!(String::from_utf8_lossy(preview).contains("muss Lieferanten finden"));
}

#[test]
fn a_deleted_chapter_takes_its_pages_and_empty_folders_along() {
    let project = Project::healthy()
        .file("content/lastenheft/teil/weg/03-weg.md", "# Weg\n\n## LH-9 Auch weg\n\nText.\n")
        .file("content/lastenheft/teil/weg/bild.svg", "<svg/>")
        .file("content/lastenheft/teil/bleibt.csv", "a");
    project.build();
    assert!(
        project.exists("public/lastenheft/teil/weg/weg/index.html")
            && project.exists("public/lastenheft/LH-9/index.html")
    );
    assert!(project.exists("public/lastenheft/teil/weg/bild.svg"));
    fs::remove_dir_all(project.path("content/lastenheft/teil/weg")).unwrap();
    let run = project.build();
    assert!(run.out.contains(" 10 entfernt"), "three, and what search, previews and graph knew of them: {}", run.out);
    assert!(!project.exists("public/lastenheft/teil/weg") && !project.exists("public/lastenheft/LH-9"));
    assert!(project.exists("public/lastenheft/teil/bleibt.csv"));
    assert!(!project.text(MANIFEST).contains("weg"));
}

#[test]
fn a_manifest_with_other_line_ends_says_the_same() {
    let project = Project::healthy().file("content/weg.md", "# Weg\n").file("content/weg.csv", "a");
    project.build();
    let manifest = project.text(MANIFEST);
    project.write(MANIFEST, manifest.replace('\n', "\r\n"));
    project.build();
    assert_eq!(project.text(MANIFEST), manifest);
    project.write(MANIFEST, manifest.replace('\n', "\r\n"));
    project.remove("content/weg.md");
    project.remove("content/weg.csv");
    project.build();
    assert!(!project.exists("public/weg") && !project.exists("public/weg.csv"));
}

#[test]
fn what_others_put_into_the_output_stays() {
    let project = Project::healthy().file("content/lastenheft/03-weg.md", "# Weg\n");
    project.build();
    project.write("public/fremd.txt", "fremd");
    project.write("public/lastenheft/weg/fremd.txt", "fremd");
    project.remove("content/lastenheft/03-weg.md");
    project.build();
    assert_eq!(project.text("public/fremd.txt"), "fremd");
    assert_eq!(project.text("public/lastenheft/weg/fremd.txt"), "fremd");
    assert!(!project.exists("public/lastenheft/weg/index.html"));
}

#[test]
fn a_folder_of_foreign_files_is_refused() {
    let project = Project::healthy().file("public/quelle/wichtig.txt", "wichtig");
    let run = project.run(&["build"]).expect(2);
    assert!(run.err.contains("quelle") && run.err.contains("--out"), "{}", run.err);
    assert_eq!(project.tree("public").keys().collect::<Vec<_>>(), ["quelle/wichtig.txt"]);
    assert!(!project.exists(MANIFEST));
    assert_tidy(&project);
    // The project's own folder is one, too.
    project.run(&["build", "--out", "."]).expect(2);
    assert!(!project.exists("index.html"));
}

#[test]
fn hidden_files_are_no_foreign_files() {
    let project = Project::healthy().file("public/.gitignore", "*").file("public/.git/HEAD", "ref");
    project.build();
    project.build();
    assert_eq!((project.text("public/.gitignore").as_str(), project.text("public/.git/HEAD").as_str()), ("*", "ref"));
    assert!(project.exists("public/index.html"));
}

#[test]
fn a_manifest_removes_nothing_outside_of_the_output() {
    let project = Project::healthy().file("daneben.txt", "bleibt").file("ordner/daneben.txt", "bleibt");
    project.build();
    let absolute = project.path("daneben.txt");
    let lines = [
        "../daneben.txt",
        "lastenheft/../../daneben.txt",
        "./../daneben.txt",
        "../ordner/daneben.txt",
        "..",
        "",
        "/",
        absolute.to_str().unwrap(),
    ];
    let manifest = project.text(MANIFEST) + &lines.join("\n") + "\n";
    project.write(MANIFEST, manifest);
    let run = project.build();
    assert!(run.out.contains(" 0 entfernt"), "{}", run.out);
    assert_eq!(project.text("daneben.txt"), "bleibt");
    assert_eq!(project.text("ordner/daneben.txt"), "bleibt");
}

#[test]
fn a_manifest_that_names_a_folder_or_nothing_at_all_harms_nobody() {
    let project = Project::healthy();
    project.build();
    project.write("public/eigen/datei.txt", "fremd");
    project.write(MANIFEST, project.text(MANIFEST) + "eigen\n.\nfehlt/ganz.html\n");
    project.build();
    assert_eq!(project.text("public/eigen/datei.txt"), "fremd");
    assert!(project.exists("public/index.html"));
}

#[cfg(unix)]
#[test]
fn a_folder_of_the_output_that_leads_elsewhere_loses_nothing() {
    let project = Project::healthy().file("content/lastenheft/anlagen/a.csv", "a").file("woanders/a.csv", "fremd");
    project.build();
    fs::remove_dir_all(project.path("public/lastenheft/anlagen")).unwrap();
    std::os::unix::fs::symlink(project.path("woanders"), project.path("public/lastenheft/anlagen")).unwrap();
    project.remove("content/lastenheft/anlagen/a.csv");
    project.run(&["build"]);
    assert_eq!(project.text("woanders/a.csv"), "fremd");
}

#[test]
fn names_that_a_manifest_could_misread_are_written_and_removed_as_they_are() {
    let names = ["content/#raute.csv", "content/ leer .csv"];
    let project = names.iter().fold(Project::healthy(), |project, name| project.file(name, "a"));
    #[cfg(unix)]
    project.write("content/zeile\nfremd.txt", "a");
    project.build();
    project.write("public/fremd.txt", "fremd");
    for name in names {
        assert!(project.exists(&name.replace("content", "public")), "{name}");
        project.remove(name);
    }
    project.build();
    assert_eq!(project.text("public/fremd.txt"), "fremd");
    for name in names {
        assert!(!project.exists(&name.replace("content", "public")), "{name} stays");
    }
}

#[test]
fn a_template_that_fails_leaves_what_was_published() {
    let project = Project::healthy();
    project.build();
    project.age("public");
    let before = (project.tree("public"), project.times("public"));
    project.write("content/lastenheft/02-betrieb.md", "# Betrieb\n\nAnders.\n");
    for template in ["{{#each", "{{> gibtesnicht}}", "<h1>{{gibt.es.nicht}}</h1>", "{{#if}}"] {
        project.write("themes/standard/templates/chapter.hbs", template);
        let run = project.run(&["build"]).expect(2);
        assert!(run.err.contains("chapter") && !run.err.contains("panicked"), "{template}: {}", run.err);
        assert_eq!((project.tree("public"), project.times("public")), before, "{template}");
        assert_tidy(&project);
    }
    project.remove("themes/standard/templates/chapter.hbs");
    assert!(project.build().out.contains(": 5 geschrieben, "), "two pages, three files of the search's index");
}

#[test]
fn words_that_are_no_toml_leave_what_was_published() {
    let project = Project::healthy().file("themes/standard/words/de.toml", "\"matrix\" = ");
    let run = project.run(&["build"]).expect(2);
    assert!(run.err.contains("words/de.toml"), "{}", run.err);
    assert!(!project.exists("public/index.html"));
}

#[test]
fn what_an_interrupted_run_left_is_cleaned_up() {
    let project = Project::healthy();
    project.write("public/.heftfaden-staging/17", "halb geschrieben");
    project.build();
    assert_tidy(&project);
    // Cut off after the manifest named what was to come: an old page and a new one are there.
    project.write("public/alt/index.html", "alt");
    project.write("public/.heftfaden-staging/manifest", "halb");
    project.write(MANIFEST, project.text(MANIFEST) + "alt/index.html\nneu/index.html\n");
    let run = project.build();
    assert!(run.out.contains(" 1 entfernt"), "{}", run.out);
    assert!(!project.exists("public/alt"));
    assert_tidy(&project);
}

#[test]
fn a_published_file_that_someone_changed_is_written_again() {
    let project = Project::healthy();
    project.build();
    let page = project.text("public/index.html");
    project.write("public/index.html", page.replace("Kundenkartei", "Kundenkartoi"));
    project.remove("public/lastenheft/LH-1/index.html");
    assert!(project.build().out.contains(": 2 geschrieben, "));
    assert_eq!(project.text("public/index.html"), page);
    assert!(project.exists("public/lastenheft/LH-1/index.html"));
}

#[test]
fn stamps_that_are_lost_or_wrong_publish_the_same() {
    const STAMPS: &str = "public/.heftfaden-stamps";
    let project = Project::healthy();
    project.build();
    let (site, stamps) = (project.tree("public"), project.text(STAMPS));
    let page = "public/lastenheft/index.html";
    let (kept, other) = (project.text(page), "x".repeat(project.text(page).len()));
    let lines: Vec<&str> = stamps.lines().collect();
    assert!(lines.len() > site.len() && lines[0].starts_with("# "), "{stamps}");
    let foreign = format!("# 0.0.0 1 2\n{}", lines[1..].join("\n"));
    for wrong in ["", "\n\n", "# \n1 2 3", foreign.as_str(), &stamps.replace(' ', "  "), &stamps[..stamps.len() / 2]] {
        project.write(STAMPS, wrong);
        // Of the same length, so that its time alone tells that it is another one.
        project.write(page, &other);
        project.build();
        assert_eq!(project.tree("public"), site, "{wrong}");
        assert_eq!(project.text(page), kept);
    }
    project.remove(STAMPS);
    project.build();
    assert_eq!(project.tree("public"), site);
}

#[test]
fn whatever_changes_a_build_over_another_is_as_a_first_one() {
    let project = Project::healthy();
    project.build();
    let own = ["themes/standard/words/de.toml", "themes/standard/templates/item.hbs"];
    let steps = [
        ("content/lastenheft/02-betrieb.md", "# Betrieb\n\n## LH-9 Neu\n\nDas System muss laufen.\n"),
        (own[0], "\"strand\" = \"Werdegang\"\n"),
        (own[1], "<main id=\"_text\">{{{card}}}</main>\n"),
        ("heftfaden.toml", "[project]\ntitle = \"Anders\"\n"),
        ("heftfaden.toml", "[project]\ntitle = \"Anders\"\nlanguage = \"en\"\n"),
        ("content/lastenheft/02-betrieb.md", "# Betrieb\n\nOhne.\n"),
    ];
    let check = |step: &str| {
        project.build();
        project.run(&["build", "--out", "neu"]).expect(0);
        assert_eq!(project.tree("public"), project.tree("neu"), "{step}");
        std::fs::remove_dir_all(project.path("neu")).unwrap();
    };
    for (path, text) in steps {
        project.write(path, text);
        check(path);
    }
    for path in own {
        project.remove(path);
        check(path);
    }
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let project = Project::healthy().file("content/lastenheft/anlage", "Datei");
    project.build();
    assert_eq!(project.text("public/lastenheft/anlage"), "Datei");
    project.remove("content/lastenheft/anlage");
    project.write("content/lastenheft/anlage/a.csv", "a");
    project.build();
    assert_eq!(project.text("public/lastenheft/anlage/a.csv"), "a");
    fs::remove_dir_all(project.path("content/lastenheft/anlage")).unwrap();
    project.write("content/lastenheft/anlage", "Datei");
    project.build();
    assert_eq!(project.text("public/lastenheft/anlage"), "Datei");
}

#[test]
fn a_file_at_the_address_of_a_page_stands_back() {
    let project = Project::healthy()
        .file("content/index.html", "fremd")
        .file("content/lastenheft/LH-1/index.html", "fremd")
        // These have the name of a page's folder.
        .file("content/lastenheft/ziele", "fremd")
        .file("content/assets", "fremd");
    project.build();
    for page in ["index.html", "lastenheft/LH-1/index.html", "lastenheft/ziele/index.html"] {
        assert!(project.text(&format!("public/{page}")).contains("Kundenkartei"), "{page}");
    }
}

#[test]
fn attachments_are_copied_whatever_their_names() {
    // In composed and in decomposed form, as macOS writes them; with blanks, signs of addresses, and capitals.
    let composed = "Übersicht der Größen.csv";
    let decomposed: String = "Lösungsskizze für Ärzte.svg".nfd().collect();
    let files = [composed, &decomposed, "100 % #1 & Co.txt", "a+b;c=d.txt", "README.PDF", "日本語.bin"];
    let mut project = Project::healthy();
    let mut text = String::from("# Anlagen\n\n![Skizze](<anlagen/Lösungsskizze für Ärzte.svg>)\n");
    for file in files {
        project = project.file(&format!("content/lastenheft/anlagen/{file}"), format!("Inhalt von {file}"));
        let encoded = percent_encoding::utf8_percent_encode(file, percent_encoding::NON_ALPHANUMERIC);
        text.push_str(&format!("\n- [kodiert](anlagen/{encoded})\n"));
        if !file.contains(['#', '%']) {
            text.push_str(&format!("- [in Klammern](<anlagen/{file}>)\n"));
        }
    }
    let project = project.file("content/lastenheft/03-anlagen.md", &text);
    project.run(&["build", "--strict"]).expect(0);
    let path = project
        .tree("public")
        .into_keys()
        .find(|path| path.starts_with("lastenheft/anlagen") && path.ends_with("index.html"));
    let path = path.expect("the chapter's page");
    let page = Page::parse(&project.text(&format!("public/{path}")));
    let folder = path.rsplit_once('/').unwrap().0;
    let mut found = 0;
    // They lie in the page's own folder.
    let is_file = |address: &&String| !address.contains(['/', '#']) && !address.ends_with(".html");
    for address in page.addresses("main a[href], main img[src]").iter().filter(is_file) {
        let decoded = percent_encoding::percent_decode_str(address).decode_utf8().unwrap().into_owned();
        let target = project.path("public").join(folder).join(&decoded);
        let content = fs::read_to_string(&target).unwrap_or_else(|error| panic!("{address}: {error}"));
        assert!(content.starts_with("Inhalt von"), "{address}");
        found += 1;
    }
    assert_eq!(found, 2 * files.len(), "one link of each kind, and the image");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_inside_of_content_alone() {
    use std::os::unix::fs::symlink;
    let project = Project::healthy()
        .file("geheim/passwort.txt", "geheim")
        .file("geheim/kapitel.md", "# Geheim\n")
        .file("content/lastenheft/anlagen/offen.txt", "offen");
    symlink(project.path("geheim"), project.path("content/lastenheft/ordner")).unwrap();
    symlink(project.path("geheim/kapitel.md"), project.path("content/lastenheft/04-kapitel.md")).unwrap();
    symlink(project.path("geheim/passwort.txt"), project.path("content/lastenheft/passwort.txt")).unwrap();
    symlink("../nirgends.md", project.path("content/lastenheft/05-tot.md")).unwrap();
    symlink("anlagen/offen.txt", project.path("content/lastenheft/verweis.txt")).unwrap();
    symlink(".", project.path("content/lastenheft/kreis")).unwrap();
    let run = project.run(&["check"]);
    for name in ["ordner", "04-kapitel.md", "passwort.txt", "05-tot.md", "kreis"] {
        assert!(run.out.contains(&format!("content/lastenheft/{name}")), "{name} is not reported: {}", run.out);
    }
    project.build();
    assert_eq!(project.text("public/lastenheft/verweis.txt"), "offen");
    let tree = project.tree("public");
    assert!(tree.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("geheim\n") && bytes != b"geheim"));
    assert!(
        !tree.keys().any(|path| path.contains("passwort") || path.contains("kapitel/index.html")),
        "{:?}",
        tree.keys()
    );
}

#[test]
fn links_to_folders_with_links_do_not_multiply_without_end() {
    use std::os::unix::fs::symlink;
    let project = Project::healthy();
    for level in 0..22 {
        let folder = project.path(&format!("content/anhang/{level:02}"));
        std::fs::create_dir_all(&folder).unwrap();
        for name in ["a", "b"] {
            symlink(format!("../{:02}", level + 1), folder.join(name)).unwrap();
        }
    }
    project.write("content/anhang/22/ende.md", "# Ende\n");
    let run = project.run(&["check"]);
    assert!(run.out.contains("[unreadable-file]") && run.out.contains("256"), "{}", run.out);
}

#[test]
fn a_file_that_is_no_utf8_is_named_and_the_rest_built() {
    let project = Project::healthy()
        .file("content/lastenheft/03-latin1.md", b"# Ma\xdfe\n\n## LH-3 Gr\xf6\xdfe\n\nText.\n")
        .file("content/lastenheft/04-utf16.md", b"\xff\xfe#\0 \0A\0\n\0");
    let run = project.run(&["check"]).expect(1);
    for place in ["content/lastenheft/03-latin1.md:1:5", "content/lastenheft/04-utf16.md:1:1"] {
        assert!(run.out.contains(place) && run.out.contains("not-utf8"), "{place}: {}", run.out);
    }
    project.build();
    assert!(project.text("public/lastenheft/LH-3/index.html").contains("Gr\u{fffd}"));
    assert!(project.text("public/lastenheft/ziele/index.html").contains("Kunden finden"));
}

#[test]
fn a_theme_overrides_file_by_file() {
    let project = Project::healthy();
    project.build();
    let (before, standard) = (project.text("public/lastenheft/ziele/index.html"), project.tree("public"));
    project.write("heftfaden.toml", project.text("heftfaden.toml").replace("[project]", "[project]\ntheme = \"haus\""));
    project.write("themes/haus/style.css", "body { color: teal }");
    project.write("themes/haus/words/de.toml", "\"made-with\" = \"Gesetzt <von> uns\"\n");
    project.write("themes/haus/templates/page.hbs", "<main id=\"text\">Haus: {{heading}}</main>");
    project.write("themes/haus/schrift/haus.woff2", "Schrift");
    project.write("content/impressum.md", "# Impressum\n");
    project.build();
    let page = project.text("public/lastenheft/ziele/index.html");
    assert!(before.contains("Gesetzt mit Heftfaden"));
    assert!(page.contains("Gesetzt &lt;von&gt; uns") && !page.contains("Gesetzt mit"), "{page}");
    assert!(page.contains("Kapitel dieses Dokuments"), "other words stay");
    assert!(project.text("public/impressum/index.html").contains("Haus: Impressum"));
    let tree = project.tree("public");
    let style =
        |tree: &crate::project::Tree| tree.keys().find(|path| path.starts_with("assets/style.")).unwrap().clone();
    assert_eq!(tree[&style(&tree)], b"body { color: teal }");
    assert_ne!(style(&tree), style(&standard), "other content, other name");
    assert!(!tree.contains_key(&style(&standard)), "the old style sheet is gone");
    assert_eq!(tree["assets/schrift/haus.woff2"], b"Schrift");
}

#[test]
fn anchors_of_the_author_are_reached_from_every_page() {
    let text = |title: &str| {
        format!("# {title}\n\n<a name=\"stelle\"></a>Hier.\n\n## Unten\n\n[hierher](#stelle) [dahin](#unten)\n")
    };
    let project = Project::healthy()
        .file("content/lastenheft/03-a.md", text("Eins"))
        .file("content/lastenheft/04-b.md", text("Zwei") + "\n[nach A](03-a.md#stelle)\n");
    project.build();
    for path in ["lastenheft/a/index.html", "lastenheft/b/index.html", "lastenheft/gesamt/index.html"] {
        let page = Page::parse(&project.text(&format!("public/{path}")));
        assert_eq!(page.faults(), Vec::<String>::new(), "{path}");
        let anchors: Vec<String> =
            page.addresses("main a[href]").into_iter().filter(|href| href.starts_with('#')).collect();
        assert!(anchors.iter().filter(|href| href.ends_with("stelle")).count() >= 1, "{path}: {anchors:?}");
        for anchor in anchors {
            assert!(page.has_id(&anchor[1..]), "{path}: {anchor} leads nowhere");
        }
    }
}

#[test]
fn assets_carry_the_hash_of_their_content() {
    let project = Project::healthy();
    project.build();
    let tree = project.tree("public");
    let page = project.text("public/lastenheft/LH-1/index.html");
    for (stem, extension) in [("style", "css"), ("site", "js"), ("icon", "svg")] {
        let (path, bytes) = tree.iter().find(|(path, _)| path.starts_with(&format!("assets/{stem}."))).unwrap();
        let hash = blake3::hash(bytes).to_hex();
        assert_eq!(*path, format!("assets/{stem}.{}.{extension}", &hash[..12]));
        assert!(page.contains(&format!("\"../../{path}\"")), "{path} is not named by a page");
    }
}

#[test]
fn settings_cannot_publish_outside_of_the_output() {
    let project = Project::healthy();
    let settings = project.text("heftfaden.toml")
        + "\n[documents.\"../../ausbruch\"]\nrole = \"annex\"\n\n[documents.\"/tmp/ausbruch\"]\n\n[documents.\"a/../../ausbruch\"]\n";
    project.write("heftfaden.toml", settings);
    project.run(&["build"]);
    let names = |folder: &std::path::Path| {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(project.around()), ["projekt"]);
    let expected = ["content", "heftfaden.toml", "keine.toml", "public"];
    assert_eq!(names(&project.root()), expected);
    assert!(!std::path::Path::new("/tmp/ausbruch").exists());
}

#[test]
fn no_folder_of_the_sources_is_published_into() {
    let project = Project::healthy().file("themes/haus/style.css", "a{}").file("ergebnisse/ci/a.xml", "<testsuite/>");
    let settings = project.text("heftfaden.toml") + "\n[documents.abnahme]\njunit = \"ergebnisse/ci/*.xml\"\n";
    project.write("heftfaden.toml", settings);
    #[cfg(unix)]
    std::os::unix::fs::symlink("content/lastenheft", project.path("verweis")).unwrap();
    let before = project.tree(".");
    let folders = [
        "content",
        "content/neu/ab",
        "content/lastenheft",
        "themes/haus",
        "themes",
        "ergebnisse",
        "ergebnisse/ci",
        "verweis/a",
    ];
    for out in folders {
        for audience in [&[][..], &["--for", "bidders"]] {
            let run = project.run(&[&["build", "--out", out], audience].concat()).expect(2);
            assert!(run.err.contains("--out") && run.err.contains("gelesen wird"), "{out}: {}", run.err);
            assert!(project.tree(".") == before, "{out}");
        }
    }
    let english = project.command(&["build", "--out", "content/neu"]).env("LANG", "C").output().unwrap();
    assert!(String::from_utf8_lossy(&english.stderr).contains("name another with --out"));
    assert!(project.run(&["build", "--out", "."]).expect(2).err.contains("gelesen wird"));
    project.run(&["build", "--out", "contents"]).expect(0);
}

#[cfg(unix)]
#[test]
fn what_is_foreign_and_in_the_way_leaves_the_site_as_it_was() {
    use std::os::unix::fs::symlink;
    type Put = fn(&std::path::Path);
    let project = Project::healthy().file("woanders/index.html", "fremd");
    project.build();
    project.write("content/neu.md", "# Neu\n");
    project.write("content/a.pdf", "%PDF");
    let put: [(&str, Put); 6] = [
        ("neu", |path| fs::write(path, "fremd").unwrap()),
        ("neu", |path| symlink("nirgends", path).unwrap()),
        ("neu", |path| symlink("../woanders", path).unwrap()),
        ("neu/index.html", |path| fs::create_dir_all(path).unwrap()),
        ("a.pdf", |path| fs::create_dir(path).unwrap()),
        ("a.pdf", |path| {
            fs::create_dir(path).unwrap();
            fs::write(path.join("fremd.txt"), "fremd").unwrap();
        }),
    ];
    let state = || (project.tree("public"), project.times("public"), project.text("woanders/index.html"));
    for (name, put) in put {
        let place = project.path("public").join(name);
        put(&place);
        let before = state();
        let run = project.run(&["build"]).expect(2);
        for part in [name, "steht der Website im Weg", "--out", "ist unverändert"] {
            assert!(run.err.contains(part), "{name}: {}", run.err);
        }
        assert!(state() == before, "{name}");
        assert_tidy(&project);
        match fs::symlink_metadata(&place).unwrap() {
            found if found.is_dir() => fs::remove_dir_all(&place).unwrap(),
            _ => fs::remove_file(&place).unwrap(),
        }
        let _ = fs::remove_dir(project.path("public/neu"));
    }
    // A file that others put where a page comes to be gives way, as the manual says.
    project.write("public/neu/index.html", "fremd");
    project.build();
    assert!(project.text("public/neu/index.html").contains("Neu") && project.exists("public/a.pdf"));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_in_the_output() {
    use std::os::unix::fs::symlink;
    let project = Project::healthy();
    project.build();
    fs::remove_dir_all(project.path("public/lastenheft")).unwrap();
    fs::create_dir(project.path("fern")).unwrap();
    symlink("../fern", project.path("public/lastenheft")).unwrap();
    let run = project.run(&["build"]).expect(2);
    assert!(run.err.contains("public/lastenheft steht der Website im Weg"), "{}", run.err);
    assert!(project.tree("fern").is_empty());
    project.remove("public/lastenheft");
    project.build();
    // The output itself may be one.
    fs::rename(project.path("public"), project.path("fern/seite")).unwrap();
    symlink("fern/seite", project.path("public")).unwrap();
    project.write("content/neu.md", "# Neu\n");
    project.build();
    assert!(project.exists("fern/seite/neu/index.html"));
}
