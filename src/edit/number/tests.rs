//! Texts with and without IDs, as authors write them.

use super::*;
use crate::diag::Texts;
use crate::model::Config;

/// What files of a project become.
fn numbered(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files.iter().map(|(path, text)| Arc::new(SourceFile::new(path, *text))).collect();
    let all: BTreeSet<Arc<str>> = files.iter().map(|file| Arc::clone(&file.path)).collect();
    let sources = Sources::in_memory(Arc::new(Config::default()), files);
    let project = crate::load::assemble(&sources);
    let numbering = number(&project, &sources, &Scope::Files(all.clone()), &BTreeSet::new());
    let after = numbering.edits.files(&sources);
    let text = |path: &Arc<str>| {
        let edited = after.iter().find(|edited| edited.path == *path).map(|edited| edited.after.as_str());
        edited.or_else(|| sources.text(path)).unwrap_or_default().to_owned()
    };
    all.iter().map(text).collect()
}

/// A Lastenheft of one chapter, numbered.
fn lastenheft(text: &str) -> String {
    numbered(&[("content/lastenheft/01.md", text)]).remove(0)
}

#[test]
fn entries_paragraphs_and_headings_get_ids() {
    let text = "# Soll\n\nDas System muss drucken.\n\nMehr.\n\n- Es soll laden\n- kurz\n- [ ] It shall save\n\n### Suche\n\nDie Suche muss finden.\n";
    let after = "# Soll\n\n**LH-10** Das System muss drucken.\n\nMehr.\n\n- **LH-20** Es soll laden\n- kurz\n- [ ] **LH-30** It shall save\n\n### LH-40 Suche\n\nDie Suche muss finden.\n";
    assert_eq!(lastenheft(text), after);
    assert_eq!(lastenheft(after), after);
}

#[test]
fn headings_are_items_only_where_they_are_titles_of_requirements() {
    let stays = [
        "# A\n\n## 9. Liste\n\nEs muss gehen.\n",
        "# A\n\n## B\n\nEs muss gehen.\n\n- Es muss\n",
        "# A\n\n## Produktfunktionen\n\nEs muss gehen.\n",
        "# A\n\n## B\n\nEs muss gehen.\n\n### C\n\nText.\n",
        "# A\n\n## B\n\nEs muss gehen, siehe [B](#b).\n",
    ];
    for text in stays {
        let after = lastenheft(text);
        assert!(after.contains("**LH-10** Es muss") && !after.contains("# LH"), "{after}");
    }
    assert_eq!(
        lastenheft("# A\n\n## Das System muss stets alles können\n\nText.\n"),
        "# A\n\n## LH-10 Das System muss stets alles können\n\nText.\n"
    );
    let fields = "# A\n\n### B\n\n- Priorität: muss\n\nEs muss gehen.\n";
    assert_eq!(lastenheft(fields), fields.replace("### B", "### LH-10 B"));
}

#[test]
fn entries_complete_the_sentence_above_them() {
    let text = "Das System muss:\n\n- A anzeigen\n  - auf jeder Seite oben\n- B\n  - rot\n\nThe system shall:\n\n1. print\n2. save\n";
    let after = "Das System muss:\n\n- **LH-10** A anzeigen\n  - **LH-20** auf jeder Seite oben\n- **LH-30** B\n  - rot\n\nThe system shall:\n\n1. **LH-40** print\n2. **LH-50** save\n";
    assert_eq!(lastenheft(text), after);
    let details = "Das System muss diese Formate lesen:\n\n- CSV\n- XML\n";
    assert_eq!(lastenheft(details), format!("**LH-10** {details}"));
    let label = "# A\n\n## Musskriterien\n\n- Kunden anlegen\n\n## Abgrenzungskriterien\n\n- Drucken\n";
    assert_eq!(lastenheft(label), label.replace("- Kunden", "- **LH-10** Kunden"));
    let named = "# A\n\n## Anforderungen\n\n- Datenschutz\n  - Zugriff nur nach Rolle\n- Drucken\n  - A4\n";
    let after = named.replace("- Zugriff", "- **LH-10** Zugriff").replace("- Drucken", "- **LH-20** Drucken");
    assert_eq!(lastenheft(named), after);
    let denied = "Das Portal soll nicht:\n\n- die Kasse ersetzen\n";
    assert_eq!(lastenheft(denied), format!("**LH-10** {denied}"));
    let above = "Es muss drucken.\n\n| ID | Text |\n|---|---|\n| LH-1 | Es muss |\n";
    assert_eq!(lastenheft(above), above);
    let entry = "- Die Nutzer müssen:\n  - sich anmelden\n";
    assert_eq!(lastenheft(entry), "- Die Nutzer müssen:\n  - **LH-10** sich anmelden\n");
}

#[test]
fn tables_get_a_column() {
    let text = "| Anforderung | Priorität |\n| :--- | --- |\n| Suche | Muss |\n| Export | Soll |\n";
    let after = "| ID    | Anforderung | Priorität |\n| ----- | :--- | --- |\n| LH-10 | Suche | Muss |\n| LH-20 | Export | Soll |\n";
    assert_eq!(lastenheft(text), after);
    assert_eq!(lastenheft(after), after);
    let bare = "Was | Wie\n--- | ---\nSuche | Es muss gehen\nRest | egal\n";
    assert_eq!(
        lastenheft(bare),
        "ID    | Was | Wie\n----- | --- | ---\nLH-10 | Suche | Es muss gehen\n|       | Rest | egal\n"
    );
    let numbers = "|Nr.|Text|\n|---|---|\n|1|Es muss gehen|\n";
    assert_eq!(lastenheft(numbers), "| ID    |Nr.|Text|\n| ----- |---|---|\n| LH-10 |1|Es muss gehen|\n");
    let weighed = "| Was | Art |\n|---|---|\n| Suche | Muss |\n| Druck | Kann |\n";
    assert!(lastenheft(weighed).contains("| LH-20 | Druck"));
    let gaps = "| ID | Text |\n|---|---|\n| F-1 | Es muss gehen |\n|  | Es soll laufen |\n";
    assert_eq!(lastenheft(gaps), gaps.replace("|  | Es", "| F-10  | Es"));
    for stays in [
        "| Begriff | Erklärung |\n|---|---|\n| X | Es muss gehen |\n",
        "| Rolle | Person |\n|---|---|\n| Leitung | A |\n| Test | Es muss B sein |\n| C | D |\n",
        "| ID | Text |\n|---|---|\n| L-Q-01 | Es muss gehen |\n",
    ] {
        assert_eq!(lastenheft(stays), stays);
    }
}

#[test]
fn what_is_no_requirement_stays() {
    for text in [
        "> Es muss gehen.\n",
        "```\nEs muss gehen.\n```\n",
        "Text.[^1]\n\n[^1]: Es muss gehen.\n",
        "<!-- Es muss gehen. -->\n",
        "---\ntitle: Es muss gehen\n---\n\nText.\n",
        "# A\n\n## Glossar\n\n- Muss: Es muss gehen.\n\n### B\n\nEs muss gehen.\n",
        "# Inhaltsverzeichnis\n\n- Es muss gehen.\n",
        "- [Es muss gehen](#x)\n",
        "Begriff\n: Es muss gehen.\n",
        "- Priorität: muss\n",
        "Der Befehl `muss` und `shall` ~~muss gehen~~.\n",
        "## LH-1 A\n\nEs muss gehen.\n\n- Es soll\n",
        "- **L-Q-01** Es muss gehen.\n",
        "- L-Q-01 Es muss gehen.\n",
        "LH-10 Das System muss gehen.\n",
        "# A\n\n## Musskriterien\n\n- LH-10 Das System muss gehen.\n- REQ_7 Es soll gehen.\n",
        "| Was | Wie |\n|---|---|\n| L-Q-01 Suche | Es muss gehen |\n",
        "**LH-1** Es muss\n\nEs soll gehen.\n",
    ] {
        assert_eq!(lastenheft(text), text);
    }
}

#[test]
fn numbers_go_on_behind_the_documents_own() {
    let text = "- **F-007** Es muss\n- Es soll\n\nSiehe F-20 und F-030.\n";
    assert_eq!(lastenheft(text), text.replace("- Es soll", "- **F-010** Es soll"));
    let slashed = "/LF10/ Es muss\n\n# B\n\nEs soll gehen.\n";
    assert_eq!(lastenheft(slashed), slashed.replace("Es soll", "**/LF20/** Es soll"));
    let pair = [
        ("content/lastenheft/1.md", "- **LH-20** Es muss\n"),
        ("content/pflichtenheft/1.md", "Es muss LH-20 gehen. Und PH-10.\n"),
    ];
    assert_eq!(numbered(&pair)[1], "**PH-20** Es muss LH-20 gehen. Und PH-10.\n");
}

#[test]
fn bytes_around_stay() {
    for text in ["\u{feff}Es muss gehen.  \r\nMehr.\r\n", "\tx\n\nEs muss gehen.\t ", "- a\r- Es muss\r\r"] {
        let after = lastenheft(text);
        assert_ne!(after, text);
        assert_eq!(after.replace("**LH-10** ", ""), text);
    }
    assert_eq!(lastenheft("\\* Es muss"), "**LH-10** \\* Es muss");
    assert_eq!(lastenheft("[a]: b\nEs muss"), "[a]: b\n**LH-10** Es muss");
}
