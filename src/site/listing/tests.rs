//! What rows a document has, what they are picked by, and what pieces hold.

use super::{Control, Listing, files};
use crate::diag::Language;
use crate::model::DocumentKey;
use crate::site::{Site, Theme};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

const SETTINGS: &str = "[project]\nlanguage = \"en\"\n\n[documents.lh]\nrole = \"lastenheft\"\nids = [\"LH-#\"]\n\n\
    [documents.ph]\nrole = \"pflichtenheft\"\nids = [\"PH-#\"]\nrealises = \"lh\"\n\n\
    [fields.risk]\ntype = \"choice\"\nvalues = [\"low\", \"high\"]\n\n[fields.size]\ntype = \"number\"\n\n\
    [milestones.M1]\ntitle = \"Go <live>\"\ndate = \"2027-01-01\"\n";

const NEEDS: &str = "# Needs\n\n\
    ### LH-1 First\n\n- Priority: must\n- Tags: Data, law\n- risk: high\n- size: 12\n- Milestone: M1\n\n\
    ### LH-2 =Second\n\n- Priority: wish\n- Tags: data\n- risk: low\n\n\
    ### LH-3 Given up\n\n- Status: rejected\n";

fn site(files: &[(&str, &str)]) -> Site {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files.iter().chain([&("heftfaden.toml", SETTINGS)]) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let loaded = crate::load::load(folder.path()).unwrap();
    let theme = Theme::new(Language::En, &BTreeMap::new()).unwrap();
    Site::new(loaded.project, Arc::from([]), loaded.sources, Arc::new(theme))
}

fn two() -> Site {
    let specified =
        "# Specified\n\n### PH-1 Built\n\n- Realises: LH-1 (partial)\n- Cost: 1.200,50 EUR\n\n### PH-2 Loose\n";
    site(&[("content/lh/01-needs.md", NEEDS), ("content/ph/01-specified.md", specified)])
}

/// Each facet with its values and how many rows have them.
fn facets(listing: &Listing) -> BTreeMap<&str, Vec<String>> {
    let value = |value: &super::Value| format!("{}={} {}", value.key, value.label, value.count);
    listing.facets.iter().map(|facet| (&*facet.key, facet.values.iter().map(value).collect())).collect()
}

#[test]
fn rows_are_picked_by_what_they_have() {
    let site = two();
    let listing = site.listing(DocumentKey(0));
    assert_eq!(listing.rows.len(), 2, "what is given up is no row of a matrix");
    let facets = facets(listing);
    assert_eq!(facets["coverage"], ["open=open 1", "partial=partial 1"]);
    assert_eq!(facets["priority"], ["must=Must 1", "wish=Wish 1"]);
    // In whatever capitals it is one tag; choices have the order of the settings.
    assert_eq!(facets["tags"], ["Data=Data 2", "law=law 1"]);
    assert_eq!(facets["risk"], ["low=low 1", "high=high 1"]);
    assert_eq!(facets["milestone"], ["M1=M1 Go <live> 1"]);
    assert_eq!(facets["gap"][0].split('=').next(), Some("1"));
    assert!(!facets.contains_key("status"), "no row has one");
    assert_eq!(
        listing.text_of(&site, 0, listing.facets.iter().position(|one| one.key == "tags").unwrap()),
        "Data, law"
    );
}

#[test]
fn a_list_says_where_its_items_come_from() {
    let site = two();
    let listing = site.listing(DocumentKey(1));
    let facets = facets(listing);
    assert_eq!(
        facets["coverage"].iter().map(|value| value.split('=').next().unwrap()).collect::<Vec<_>>(),
        ["loose", "traced"]
    );
    assert!(facets["gap"][0].ends_with(" 1"), "the one in the air");
    let keys: Vec<&str> = listing.columns.iter().map(|column| &*column.key).collect();
    assert!(keys.contains(&"realises") && keys.contains(&"cost") && !keys.contains(&"effort"), "{keys:?}");
    let path = |page: &&crate::site::Page| page.path == "ph/list/index.html";
    let html = String::from_utf8(site.render(site.pages().iter().find(path).unwrap()).unwrap()).unwrap();
    assert!(html.contains("data-v=\"1200.50\">1.200,50 EUR</td>"), "{html}");
    assert!(html.contains("LH-1</a> <span class=\"qual\">(partial)</span>"), "{html}");
}

#[test]
fn many_values_are_looked_for_by_text() {
    let items: Vec<String> =
        (1..=120).map(|at| format!("### LH-{at} Item\n\n- size: {at}\n- Tags: tag {at}\n\n")).collect();
    let site = site(&[("content/lh/01-needs.md", &format!("# Needs\n\n{}", items.concat()))]);
    let listing = site.listing(DocumentKey(0));
    let control = |key: &str| listing.facets.iter().find(|facet| facet.key == key).map(|facet| facet.control);
    assert_eq!(control("size"), Some(Control::Text));
    assert_eq!(control("tags"), Some(Control::Text));
    assert_eq!(control("chapter"), Some(Control::Nothing), "every row has the same");
    let size = listing.facets.iter().position(|facet| facet.key == "size").unwrap();
    assert_eq!(listing.text_of(&site, 6, size), "7");
}

fn content(files: &super::Files, path: &str) -> Value {
    let text = String::from_utf8(files[path].clone()).unwrap();
    let json = text.strip_prefix("heftfadenTable(").and_then(|rest| rest.strip_suffix(");\n")).unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn pieces_hold_every_row_once() {
    let site = two();
    assert!(files(&site).is_empty(), "no overview is split");
    let files = super::files::of(&site, DocumentKey(0), 1);
    let index = content(&files, "assets/tables/lh.js");
    let pieces: Vec<&str> = index["pieces"].as_array().unwrap().iter().map(|hash| hash.as_str().unwrap()).collect();
    assert_eq!(pieces.len(), 2);
    let rows: Vec<Value> = pieces
        .iter()
        .flat_map(|hash| content(&files, &format!("assets/tables/lh.{hash}.js")).as_array().unwrap().clone())
        .collect();
    assert_eq!(rows[0][2], serde_json::json!([0, "LH-1"]));
    assert_eq!(rows[1][3], "=Second");
    assert_eq!(rows[0][4], serde_json::json!([[1, "PH-1", 1]]), "in part: {}", rows[0]);
    assert_eq!(index["verdicts"][1], "(partial)");
    assert_eq!(index["rows"], 2);
}
