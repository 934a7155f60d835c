//! Addresses of pages where several want the same one.

use crate::project::Project;
use heftfaden::site::{Site, Theme};

const SETTINGS: &str = "[documents.lastenheft]\nrole = \"lastenheft\"\nids = [\"LH-#\", \"lh-#\"]\n";

/// IDs that differ in case or not at all, the first of them also the name of their file.
const ITEMS: &str = "# Suche\n\n### LH-1 Eins\n\n### lh-1 Noch eins\n\n### LH-2 Zwei\n\n### LH-2 Noch zwei\n";

/// Every address in order. The chapter has the item's address, and the second item's second choice is taken too; a
/// chapter called like another takes the next number; a page beside the documents stands back behind the program's own.
const ADDRESSES: &[&str] = &[
    "index.html",
    "synopse/index.html",
    "matrix/index.html",
    "befunde/index.html",
    "lastenheft/index.html",
    "lastenheft/gesamt/index.html",
    "lastenheft/ziel/index.html",
    "lastenheft/ziel~2/index.html",
    "lastenheft/ziel~3/index.html",
    "lastenheft/ziel-2/index.html",
    "lastenheft/lh-1/index.html",
    "ziel/index.html",
    "befunde~2/index.html",
    "ziel~2/index.html",
    "lastenheft/LH-1~2/index.html",
    "lastenheft/lh-1~2~2/index.html",
    "lastenheft/LH-2/index.html",
    "lastenheft/LH-2~2/index.html",
    "tastatur/index.html",
];

#[test]
fn each_page_has_an_address_of_its_own_and_is_found_there() {
    let project = Project::new()
        .file("heftfaden.toml", SETTINGS)
        .file("content/lastenheft/LH-1.md", ITEMS)
        .file("content/lastenheft/01-ziel.md", "# Ziel\n")
        .file("content/lastenheft/02-ziel.md", "# Ziel\n")
        .file("content/lastenheft/03-ZIEL.md", "# Ziel\n")
        .file("content/lastenheft/04-ziel~2.md", "# Ziel\n")
        .file("content/1-ziel.md", "# Ziel\n")
        .file("content/befunde.md", "# Befunde\n")
        .file("content/ziel.md", "# Ziel\n");
    let loaded = heftfaden::load(&project.root()).unwrap();
    let theme = Theme::new(loaded.project.config.language, &loaded.sources.theme).unwrap();
    let site = Site::new(loaded.project.clone(), Vec::new().into(), loaded.sources.clone(), theme.into());
    let paths: Vec<&str> = site.pages().iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths, ADDRESSES);
    assert!(site.pages().iter().all(|page| site.page_at(&page.path) == Some(page)));
    assert_eq!(site.page_at("lastenheft/LH-1/index.html"), None);
}
