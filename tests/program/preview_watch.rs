//! The preview: that changes are noticed wherever the files lie, and whatever happens to the folders around them.

use crate::preview::Preview;
use crate::project::Project;
use std::fs;
use std::time::Duration;

const GOALS: &str = "/lastenheft/ziele/";
/// Long enough for a preview to see one step before the next one comes.
const STEP: Duration = Duration::from_millis(400);

const TESTS: &str = "[project]\ntitle = \"Kundenkartei\"\n[documents.lastenheft]\nids = [\"LH-#\"]\noutline = \"keine.toml\"\n[documents.pflichtenheft]\nids = [\"PH-#\"]\noutline = \"keine.toml\"\n[documents.abnahme]\nids = [\"AT-#\"]\noutline = \"keine.toml\"\n";
const PASSED: &str = "<testsuite><testcase name=\"AT-1 sucht\"/></testsuite>";

/// A project whose tests have their results where a pattern says.
fn with_results(pattern: &str) -> Project {
    Project::healthy()
        .file("heftfaden.toml", format!("{TESTS}junit = \"{pattern}\"\n"))
        .file("content/abnahme/01-tests.md", "# Tests\n\n## AT-1 Suche\n\n- Prüft: LH-1\n\nKunden suchen.\n")
}

/// A preview that has had its first look at the files.
fn looking(project: &Project, folder: &str) -> Preview {
    let preview = Preview::with(project, &["--port", "0", folder]);
    project.write(&format!("{folder}/content/lastenheft/09-zuletzt.md"), "# Zuletzt\n");
    preview.until_text("/lastenheft/zuletzt/", "Zuletzt");
    std::thread::sleep(STEP);
    preview
}

#[track_caller]
fn until_passed(preview: &Preview) {
    preview.until_text("/abnahme/AT-1/", "bestanden");
}

#[cfg(unix)]
#[test]
fn symbolic_links_to_content_theme_and_settings_are_followed() {
    use std::os::unix::fs::symlink;
    let project = Project::healthy().file("themes/standard/words/de.toml", "\"made-with\" = \"Von Hand\"\n");
    let aside = project.around().join("anderswo");
    fs::create_dir(&aside).unwrap();
    for (named, real) in [("content", "inhalt"), ("themes/standard", "theme"), ("heftfaden.toml", "gemeinsam.toml")] {
        fs::rename(project.path(named), aside.join(real)).unwrap();
        symlink(aside.join(real), project.path(named)).unwrap();
    }
    let preview = looking(&project, ".");
    project.write("content/lastenheft/01-ziele.md", "# Ziele\n\nHinter der Verknüpfung.\n");
    preview.until_text(GOALS, "Hinter der Verknüpfung.");
    // The same length, right after the last.
    project.write("content/lastenheft/01-ziele.md", "# Ziele\n\nHinter der VerknüpfunG.\n");
    preview.until_text(GOALS, "Hinter der VerknüpfunG.");
    project.write("content/index.md", "# Start\n\nKundenordnung\n");
    preview.until_text("/", "Kundenordnung");
    project.write("themes/standard/words/de.toml", "\"made-with\" = \"Von Fuß\"\n");
    preview.until_text("/", "Von Fuß");
    let settings = project.text("heftfaden.toml").replace("Kundenkartei", "Kundenakte");
    fs::write(aside.join("neu.toml"), settings).unwrap();
    fs::rename(aside.join("neu.toml"), aside.join("gemeinsam.toml")).unwrap();
    preview.until_text("/", "Kundenakte");
    // A link may lead elsewhere, and what it leads to may come back as another.
    let other = aside.join("zweiter");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("index.md"), "# Start\n\nDer zweite\n").unwrap();
    fs::remove_file(project.path("content")).unwrap();
    symlink(&other, project.path("content")).unwrap();
    preview.until_text("/", "Der zweite");
    fs::write(other.join("index.md"), "# Start\n\nDer dritte\n").unwrap();
    preview.until_text("/", "Der dritte");
    fs::rename(&other, aside.join("weg")).unwrap();
    std::thread::sleep(STEP);
    fs::create_dir(&other).unwrap();
    fs::write(other.join("index.md"), "# Start\n\nDer vierte\n").unwrap();
    preview.until_text("/", "Der vierte");
    fs::write(other.join("index.md"), "# Start\n\nDer fünfte\n").unwrap();
    preview.until_text("/", "Der fünfte");
}

#[test]
fn results_in_folders_that_come_one_after_the_other_show() {
    let project = with_results("build/test-results/junit/*.xml");
    fs::create_dir(project.path("build")).unwrap();
    let preview = looking(&project, ".");
    for folder in ["build/test-results", "build/test-results/junit"] {
        fs::create_dir(project.path(folder)).unwrap();
        std::thread::sleep(STEP);
    }
    project.write("build/test-results/junit/r.xml", PASSED);
    until_passed(&preview);
    // Tools remove all that they made, and make it anew.
    fs::remove_dir_all(project.path("build")).unwrap();
    preview.until("/abnahme/AT-1/", |answer| !answer.body.contains("bestanden"));
    project.write("build/test-results/junit/r.xml", PASSED);
    until_passed(&preview);
}

#[test]
fn results_beside_the_settings_show() {
    let project = with_results("*.xml");
    let preview = looking(&project, ".");
    project.write("r.xml", PASSED);
    until_passed(&preview);
}

#[test]
fn an_outline_below_folders_that_are_yet_to_come_shows() {
    let project = Project::healthy();
    project.write("heftfaden.toml", project.text("heftfaden.toml").replacen("keine.toml", "gl/a/o.toml", 1));
    let preview = looking(&project, ".");
    for folder in ["gl", "gl/a"] {
        fs::create_dir(project.path(folder)).unwrap();
        std::thread::sleep(STEP);
    }
    project.write("gl/a/o.toml", "[[contents]]\nkey = \"kosten\"\ntitle = \"Kostenrahmen\"\n");
    preview.until_text("/befunde/", "Kostenrahmen");
}

#[cfg(target_os = "linux")]
#[test]
fn another_folder_in_the_place_of_one_around_the_project_is_noticed() {
    let project = Project::healthy();
    let (inner, aside) = (project.path("content"), project.around().join("anderswo"));
    let around = project.path("um/projekt");
    fs::create_dir_all(around.parent().unwrap()).unwrap();
    fs::create_dir(&around).unwrap();
    fs::rename(inner, around.join("content")).unwrap();
    fs::rename(project.path("heftfaden.toml"), around.join("heftfaden.toml")).unwrap();
    let preview = looking(&project, "um/projekt");
    fs::rename(project.path("um"), aside).unwrap();
    project.write("um/projekt/content/lastenheft/01-ziele.md", "# Ziele\n\nAus dem anderen Ordner.\n");
    preview.until_text(GOALS, "Aus dem anderen Ordner.");
    project.write("um/projekt/content/lastenheft/01-ziele.md", "# Ziele\n\nUnd noch einmal.\n");
    preview.until_text(GOALS, "Und noch einmal.");
}
