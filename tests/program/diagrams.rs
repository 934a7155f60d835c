//! Diagrams on the pages of the program: once or twice, in a chapter, an item, the document on one page.

use crate::project::Project;
use std::collections::BTreeSet;

const TEXT: &str = "# Ablauf

```mermaid
flowchart TD
    accTitle: Weg der Prüfung
    A[Größe] --> B
```

### LH-1 Suche

- Priorität: muss

Das System muss Kunden so finden:

```mermaid
flowchart TD
    accTitle: Weg der Prüfung
    A[Größe] --> B
```

```mermaid
flowchart TD
    A --> [
```
";

#[test]
fn pages_show_drawings_and_their_texts() {
    let project = Project::healthy().file("content/lastenheft/01-ziele.md", TEXT);
    assert_eq!(project.run(&["build"]).code, 0, "a diagram that is none is a warning");
    let pages =
        [("lastenheft/ziele/index.html", 2), ("lastenheft/gesamt/index.html", 2), ("lastenheft/LH-1/index.html", 1)];
    for (page, count) in pages {
        let html = std::fs::read_to_string(project.path("public").join(page)).unwrap();
        let document = scraper::Html::parse_document(&html);
        let all = |selector: &str| {
            let selector = scraper::Selector::parse(selector).unwrap();
            document.select(&selector).map(|element| element.value().clone()).collect::<Vec<_>>()
        };
        let ids: Vec<_> = all("[id]").iter().filter_map(|element| element.id().map(str::to_owned)).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{page}: each name is there once: {ids:?}");
        let drawings = all(".diagram svg[role=img]");
        assert_eq!(drawings.len(), count, "{page}");
        assert!(drawings.iter().all(|svg| svg.attr("aria-label") == Some("Ablaufdiagramm: Weg der Prüfung")), "{page}");
        assert_eq!(all(".diagram details pre code.language-mermaid").len(), count, "{page}: the text of each");
        assert_eq!(all("pre code.language-mermaid").len(), count + 1, "{page}: what is not drawn is code");
        for (at, marked) in all(".diagram path[marker-end]").iter().enumerate() {
            let name = marked.attr("marker-end").unwrap().trim_start_matches("url(#").trim_end_matches(')');
            assert!(ids.iter().any(|id| id == name) && name.starts_with(&format!("_d{}-", at + 1)), "{page}: {name}");
        }
        assert!(!html.contains(" style="), "{page}");
    }
}

#[test]
fn a_drawing_looks_as_agreed() {
    let project = Project::healthy().file("content/lastenheft/01-ziele.md", TEXT);
    project.run(&["build"]);
    let html = std::fs::read_to_string(project.path("public/lastenheft/LH-1/index.html")).unwrap();
    let (from, to) = (html.find("<figure class=\"diagram\"").unwrap(), html.find("</figure>").unwrap());
    insta::assert_snapshot!(html[from..to].replace("><", ">\n<"));
}
