//! What the help says in German: one table for all commands.
//!
//! A row's name is the command as it is typed, without the program's name; then, behind a blank, an argument with the name
//! that its field has in Rust; then, behind `=`, one of its values. The English words are the commands' own.

/// Every help text, by name.
pub(super) const HELP: &[(&str, &str)] = &[
    (
        "",
        "Macht aus Lastenheft und Pflichtenheft, in Markdown geschrieben, eine Website, in der eines auf das andere verweist.",
    ),
    (" threads", "Wie viele Threads arbeiten; sonst einer je Prozessor"),
    (" help", "Diese Hilfe zeigen"),
    (" version", "Die Version zeigen"),
    ("help", "Die Hilfe zu einem Befehl zeigen"),
    ("build", "Die Website veröffentlichen"),
    ("build dir", DIR),
    ("build out", "Wohin veröffentlicht wird; sonst in den Ordner public des Projekts"),
    ("build strict", "Nichts veröffentlichen und mit 1 enden, wenn die Dokumente Fehler haben"),
    ("build base_url", "Die Adresse, die die Website haben wird, für kanonische Links"),
    ("check", "Sagen, was in den Dokumenten nicht stimmt; bei Fehlern mit 1 enden"),
    ("check dir", DIR),
    ("check format", "Wie Befunde ausgegeben werden"),
    ("check format=human", "mit den Zeilen, die gemeint sind"),
    ("check format=short", "je eine Zeile mit Datei, Zeile, Spalte, Stufe, Prüfung und Meldung"),
    ("check format=json", "als JSON-Liste"),
    ("check format=sarif", "SARIF 2.1.0, für Code-Scanning und Editoren"),
    ("check format=github", "Workflow-Befehle für GitHub Actions"),
    ("check format=gitlab", "Code-Quality-Bericht für GitLab"),
    ("check format=junit", "JUnit-Bericht mit einer Gruppe je Prüfung"),
    ("check deny", "Auch bei weniger als Fehlern mit 1 enden"),
    ("check deny=warnings", "bei Warnungen und Fehlern"),
    ("check deny=hints", "bei jedem Befund"),
    ("check only", "Nur diese Prüfungen, durch Kommas getrennt"),
    ("check skip", "Alle Prüfungen außer diesen, durch Kommas getrennt"),
    ("check since", "Nur Befunde in dem, was sich seit dieser Revision des git-Repositorys geändert hat"),
    ("check baseline", "Nur Befunde, die diese Bestandsliste nicht kennt"),
    ("check write_baseline", "Die Befunde in die Bestandsliste schreiben und nicht ausgeben"),
    ("serve", "Die Website im Browser zeigen, während man schreibt; nichts wird veröffentlicht"),
    ("serve dir", DIR),
    ("serve open", "Sie im Browser öffnen"),
    ("serve port", "Dieser Port und kein anderer; sonst 4338 oder der nächste freie. 0 heißt: irgendein freier"),
    (
        "serve host",
        "Adresse oder Name, unter dem die Vorschau erreichbar ist; sonst 127.0.0.1, nur von diesem Rechner aus",
    ),
    ("serve poll", "Alle halbe Sekunde nach den Dateien sehen, wo das Dateisystem keine Änderungen meldet"),
    ("export", "Das Projekt in einem anderen Format auf die Standardausgabe schreiben"),
    ("export json", "Items mit Feldern, Spuren, Deckung und Nachweis, und die Befunde, als JSON"),
    ("export json dir", DIR),
    ("explain", "Die Handbuchseite einer Prüfung zeigen"),
    ("explain code", "Der Name der Prüfung, wie jeder Befund ihn nennt"),
    ("completions", "Ausgeben, womit eine Shell die Befehle vervollständigt"),
    ("completions shell", "Die Shell"),
    ("man", "Die Handbuchseite des Programms ausgeben, oder die aller Befehle in einen Ordner schreiben"),
    ("man dir", "Der Ordner, in den die Seiten kommen; er wird angelegt"),
];

const DIR: &str = "Der Ordner des Projekts; sonst der, in dem der Arbeitsordner liegt";
