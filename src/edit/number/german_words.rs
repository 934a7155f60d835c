//! German words by which clauses, infinitives and verbs are told apart.

/// Words that begin a circumstance.
pub(super) const CIRCUMSTANCES: &[&str] = &[
    "wenn", "falls", "sofern", "soweit", "insofern", "ob", "wie", "wieso", "welche", "welcher", "welches", "welchen",
    "welchem", "wann", "wo", "wohin", "woher", "wer", "wen", "wem", "was", "warum", "weshalb", "wodurch", "womit",
    "wovon", "worauf", "damit", "weil", "da", "obwohl", "während", "solange", "sobald", "bevor", "ehe", "nachdem",
    "bis", "ohne", "als", "seit", "seitdem", "indem", "statt", "anstatt", "um",
];

/// Words that begin what is said, thought or reached.
pub(super) const CONTENTS: &[&str] = &["dass", "daß", "sodass", "sodaß", "wobei", "weshalb", "weswegen"];

/// Words that begin a relative clause.
pub(super) const RELATIVES: &[&str] = &[
    "der", "die", "das", "den", "dem", "deren", "dessen", "denen", "welche", "welcher", "welches", "welchen", "welchem",
];

/// Words that may stand before those.
pub(super) const PREPOSITIONS: &[&str] = &[
    "an", "auf", "aus", "bei", "durch", "für", "gegen", "in", "mit", "nach", "neben", "ohne", "seit", "über", "um",
    "unter", "von", "vor", "zu", "zwischen", "aufgrund", "mittels", "anhand",
];

/// Verbs that stand first in the main clause behind a condition.
pub(super) const FINITE: &[&str] = &[
    "so",
    "dann",
    "wird",
    "werden",
    "muss",
    "muß",
    "müssen",
    "ist",
    "sind",
    "kann",
    "können",
    "soll",
    "sollen",
    "darf",
    "dürfen",
    "hat",
    "haben",
    "erfolgt",
    "gilt",
    "gelten",
    "bleibt",
    "bleiben",
    "genügt",
    "reicht",
    "erscheint",
    "gibt",
    "sollte",
    "sollten",
];

/// What a reader, not the system, does.
pub(super) const THOUGHTS: &[&str] = &[
    "bedenken",
    "wissen",
    "verstehen",
    "unterscheiden",
    "sagen",
    "sehen",
    "erwähnen",
    "annehmen",
    "fragen",
    "vorstellen",
    "bewusst",
    "erinnern",
    "unterstreichen",
    "beachten",
    "berücksichtigen",
];

/// Participles with which a text speaks of itself.
pub(super) const REMARKS: &[&str] =
    &["bedacht", "erwähnt", "angemerkt", "betont", "hervorgehoben", "gesagt", "hingewiesen"];

/// Infinitives behind `ist zu` that tell the reader something.
pub(super) const READERS: &[&str] = &[
    "erwarten",
    "sehen",
    "finden",
    "entnehmen",
    "erkennen",
    "nennen",
    "verstehen",
    "rechnen",
    "bedenken",
    "unterscheiden",
    "erwähnen",
    "betonen",
    "lesen",
    "klären",
    "befürchten",
    "vermuten",
    "anzumerken",
    "anzunehmen",
    "hinzuweisen",
];

/// What makes of `zu` something else than a demand: an ability, a right, an aim.
pub(super) const ABLE: &[&str] = &[
    "möglich",
    "möglichkeit",
    "möglichkeiten",
    "recht",
    "rechte",
    "gelegenheit",
    "ziel",
    "zweck",
    "aufgabe",
    "lage",
    "berechtigt",
    "fähig",
    "einfach",
    "leicht",
    "schwer",
    "schwierig",
    "wichtig",
    "sinnvoll",
    "hilfreich",
    "bereit",
    "befugt",
    "vorteil",
    "nachteil",
    "zugriff",
    "zugang",
    "bestrebt",
    "dazu",
    "um",
    "fähigkeit",
    "absicht",
];

/// Words in -n behind `zu` that are no infinitives.
pub(super) const NO_INFINITIVES: &[&str] = &[
    "den",
    "einen",
    "keinen",
    "seinen",
    "ihren",
    "unseren",
    "deren",
    "denen",
    "diesen",
    "jenen",
    "jeden",
    "allen",
    "welchen",
    "anderen",
    "weiteren",
    "folgenden",
    "einzelnen",
    "vielen",
    "wenigen",
    "selten",
    "offen",
    "trocken",
    "eben",
    "klein",
    "gering",
    "allgemein",
    "lang",
    "dünn",
    "beiden",
    "ein",
    "kein",
    "sein",
    "mein",
    "in",
    "an",
    "von",
    "den",
    "dann",
    "wann",
    "ihnen",
];

/// Prefixes that take `zu` between themselves and the verb: `anzuzeigen`.
pub(super) const PREFIXES: &[&str] = &[
    "ab",
    "an",
    "auf",
    "aus",
    "bei",
    "bereit",
    "bekannt",
    "da",
    "dar",
    "durch",
    "ein",
    "entgegen",
    "fern",
    "fest",
    "fort",
    "frei",
    "gegenüber",
    "geheim",
    "gering",
    "her",
    "hervor",
    "hin",
    "hinaus",
    "hinter",
    "hinzu",
    "los",
    "mit",
    "nach",
    "nieder",
    "offen",
    "preis",
    "rück",
    "sicher",
    "statt",
    "teil",
    "über",
    "um",
    "unter",
    "vor",
    "voraus",
    "vorweg",
    "wahr",
    "weg",
    "weiter",
    "wieder",
    "zu",
    "zurück",
    "zusammen",
    "stand",
    "heraus",
    "herunter",
    "hoch",
    "gleich",
    "klar",
];

/// Predicates that oblige.
pub(super) const NEEDED: &[&str] = &[
    "erforderlich",
    "verpflichtend",
    "verpflichtet",
    "notwendig",
    "obligatorisch",
    "vorgeschrieben",
    "unabdingbar",
    "gefordert",
    "wünschenswert",
    "erwünscht",
    "gewünscht",
    "unzulässig",
    "untersagt",
    "verboten",
];

/// Predicates that forbid where they are denied or limited: „nicht zulässig“, „nur … erlaubt“.
pub(super) const ALLOWED: &[&str] = &["zulässig", "erlaubt", "gestattet"];

/// Adverbs that make a „muss“ beside them one of today: „heute muss die Mitarbeiterin … abtippen“.
pub(super) const TODAY: &[&str] = &["heute", "bisher", "bislang", "derzeit", "momentan", "gegenwärtig", "heutzutage"];
