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
