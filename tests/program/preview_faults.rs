//! The preview: what keeps it from showing files as they lie on disk, and how it goes on afterwards.

use crate::preview::{Events, Preview};
use crate::project::Project;
use serde_json::{Value, json};

const HOME: &str = "themes/standard/templates/home.hbs";
const MENDED: &str = "<main id=\"_text\"><h1>Neu gesetzt</h1></main>\n";

/// The next faults that are any, or none.
#[track_caller]
fn faults(events: &Events, are_any: bool) -> Value {
    loop {
        let faults = events.next("faults");
        if faults.as_array().unwrap().is_empty() != are_any {
            return faults;
        }
    }
}

#[test]
fn a_theme_breaks_and_is_mended_though_pages_go_with_the_same_save() {
    let project = Project::healthy().file(HOME, "<main id=\"_text\"><h1>Gut</h1></main>\n");
    let preview = Preview::of(&project);
    let events = preview.events(&[]);
    project.remove("content/lastenheft/02-betrieb.md");
    project.write(HOME, "<h1>{{#if}");
    assert_eq!(faults(&events, true)[0]["file"], json!(HOME));
    assert!(preview.get("/").body.contains("Gut"));
    project.remove("content/pflichtenheft/01-funktionen.md");
    project.write(HOME, MENDED);
    faults(&events, false);
    preview.until_text("/", "Neu gesetzt");
}

#[test]
fn a_template_that_fails_from_the_start_is_a_fault_and_the_built_in_theme_shows() {
    let project = Project::healthy().file(HOME, "<h1>{{nope}}</h1>\n");
    let preview = Preview::of(&project);
    let events = preview.events(&[]);
    let faults = faults(&events, true);
    assert_eq!((faults[0]["file"].as_str(), faults[0]["line"].as_u64()), (Some(HOME), Some(1)), "{faults}");
    assert!(faults[0]["message"].as_str().unwrap().contains("nope"), "{faults}");
    preview.until_text("/", "Kundenkartei");
    project.write(HOME, MENDED);
    preview.until_text("/", "Neu gesetzt");
    assert_eq!(events.next("faults"), json!([]));
}

#[test]
fn a_template_that_fails_on_the_first_page_of_its_kind_is_a_fault() {
    let template = "themes/standard/templates/milestones.hbs";
    let project = Project::healthy().file(template, "{{nope}}\n");
    let preview = Preview::of(&project);
    let events = preview.events(&[]);
    assert_eq!(events.next("faults"), json!([]));
    let costs = "content/pflichtenheft/02-preise.md";
    project.write(costs, "- **PH-10** Alles.\n  - Aufwand: 2 PT\n");
    assert_eq!(faults(&events, true)[0]["file"], json!(template));
    let answer = preview.get("/meilensteine/");
    assert!(
        answer.status == 500 && answer.body.contains("<h1>Diese Seite ist nicht zu zeigen</h1>"),
        "{}",
        answer.body
    );
    // Without the page it is none, and with a template that knows it neither.
    project.remove(costs);
    faults(&events, false);
    project.write(costs, "- **PH-10** Alles.\n  - Aufwand: 2 PT\n");
    faults(&events, true);
    project.write(template, MENDED);
    faults(&events, false);
    preview.until_text("/meilensteine/", "Neu gesetzt");
}

#[cfg(unix)]
#[test]
fn folders_that_cannot_be_listed_for_a_while_stay_as_they_were() {
    const GOALS: &str = "lastenheft/ziele/index.html";
    let project = Project::healthy();
    // All that it may open are connections, soon.
    let preview = Preview::limited(&project, 60);
    let version = preview.payload(GOALS)["version"].as_str().unwrap().to_owned();
    let events = preview.events(&[(GOALS, &version)]);
    assert_eq!(events.next("faults"), json!([]));
    let many: Vec<_> = (0..80).map(|_| std::net::TcpStream::connect(&preview.host).unwrap()).collect();
    std::thread::sleep(std::time::Duration::from_millis(500));
    // A look that began before may have met some of them already.
    let mut told = events.names();
    project.write("content/daneben.txt", "x");
    told.extend(events.names());
    assert!(!told.is_empty() && told.iter().all(|name| name == "faults"), "the page is as it was: {told:?}");
    drop(many);
    // Nothing is saved, and it goes on.
    faults(&events, false);
    preview.until_text("/daneben.txt", "x");
    assert!(preview.get("/lastenheft/LH-1/").body.contains("Kunden finden"));
}
