//! Reading `heftfaden.toml`: every problem is a diagnostic with its place, and what can be read is kept.

use super::{
    Config, Currency, Editor, FILE, FieldConfig, FieldKind, LevelSetting, Milestone, Money, Paper, Priority, Status,
    fold, is_web_address,
};
use crate::diag::{Diagnostic, Language, Lines, Place, Severity, Text, nearest};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the settings. Unknown keys, wrong types and broken TOML become diagnostics; the rest is kept.
pub fn parse(text: &str) -> (Config, Vec<Diagnostic>) {
    let file = Arc::from(FILE);
    let mut reader = Reader { text, lines: Lines::new(&file, text), diagnostics: Vec::new(), named: Vec::new() };
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut last_line = 0;
    for error in errors {
        let message = error.message().to_owned();
        let place = reader.place(error.span().unwrap_or_default());
        // What follows a mistake in the same line is its consequence.
        if std::mem::replace(&mut last_line, place.line) == place.line {
            continue;
        }
        let text = Text::new(
            format!("Diese Stelle ist kein gültiges TOML: {message}"),
            format!("this is not valid TOML: {message}"),
        );
        reader.diagnostics.push(Diagnostic::new("config-invalid", Severity::Error, place, text).hint(Text::new(
            "Texte gehören in Anführungszeichen, Tabellen in eckige Klammern; die übrigen Einstellungen gelten weiter.",
            "Text goes in quotes, tables in square brackets; the other settings still apply.",
        )));
    }
    let config = reader.config(root.get_ref());
    (config, reader.diagnostics)
}

/// What `[project]` may say.
const PROJECT: &[&str] = &[
    "title", "language", "customer", "supplier", "users", "budget", "currency", "years", "paper", "base_url", "theme",
];

/// Nobody plans the use of a system for longer than this, in years.
const LONGEST_USE: u32 = 50;

/// The tables that the settings may have.
const TABLES: &[&str] = &[
    "project",
    "documents",
    "fields",
    "milestones",
    "checks",
    "words",
    "serve",
    "moved",
    "offers",
    "bidders",
    "answers",
    "criteria",
];

/// An entry of a table with the places of its key and its value.
pub(super) struct Entry<'t> {
    pub key: &'t str,
    pub key_range: Range<usize>,
    pub value: &'t DeValue<'t>,
    pub range: Range<usize>,
}

/// A table's entries in the order of the file.
pub(super) fn entries<'t>(table: &'t DeTable<'t>) -> Vec<Entry<'t>> {
    let entry = |(key, value): (&'t Spanned<std::borrow::Cow<'t, str>>, &'t Spanned<DeValue<'t>>)| Entry {
        key: key.get_ref(),
        key_range: key.span(),
        value: value.get_ref(),
        range: value.span(),
    };
    let mut entries: Vec<_> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.key_range.start);
    entries
}

/// Reads the settings, and collects what is wrong with them.
pub(super) struct Reader<'a> {
    text: &'a str,
    lines: Lines,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) named: Vec<(Arc<str>, Place)>,
}

impl Reader<'_> {
    pub(super) fn place(&self, range: Range<usize>) -> Place {
        self.lines.place(self.text, range)
    }

    fn config(&mut self, root: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        let (mut moved, mut bidders) = (None, None);
        for entry in entries(root) {
            match entry.key {
                "project" => self.project(&entry, &mut config),
                "documents" => self.documents(&entry, &mut config),
                "fields" => self.each(&entry, |reader, field| {
                    let field = reader.field(field);
                    config.fields.extend(field);
                }),
                "milestones" => self.each(&entry, |reader, milestone| {
                    let milestone = reader.milestone(milestone);
                    config.milestones.extend(milestone);
                }),
                "checks" => self.each(&entry, |reader, check| reader.level(check, &mut config)),
                "words" => self.words(&entry, &mut config),
                "serve" => self.serve(&entry, &mut config),
                "offers" => self.offers(&entry, &mut config),
                "answers" => self.answers(&entry, &mut config),
                "criteria" => self.criteria(&entry, &mut config),
                "bidders" => bidders = Some(entry),
                "moved" => moved = Some(entry),
                _ => self.unknown(&entry, TABLES),
            }
        }
        // They name documents and fields, which must all be known.
        if let Some(entry) = bidders {
            self.bidders(&entry, &mut config);
        }
        if let Some(entry) = moved {
            self.moved(&entry, &mut config);
        }
        config
    }

    fn project(&mut self, entry: &Entry<'_>, config: &mut Config) {
        let mut budget = None;
        self.each(entry, |reader, entry| match entry.key {
            "title" => config.title = reader.string(entry).unwrap_or_default(),
            "language" => {
                let known = reader.choice(entry, Language::from_code, &["de", "en"]);
                config.language = known.unwrap_or(config.language);
            }
            "customer" => config.customer = reader.string(entry),
            "supplier" => config.supplier = reader.string(entry),
            "users" => config.users = reader.number(entry),
            "budget" => budget = Some(entry.range.clone()).zip(reader.string(entry)),
            "currency" => {
                let known = reader.choice(entry, Currency::from_word, &["EUR", "CHF", "USD", "GBP"]);
                config.currency = known.unwrap_or(config.currency);
            }
            "years" => {
                if let Some(years) = reader.number(entry) {
                    config.years = years.clamp(1, LONGEST_USE);
                }
            }
            "paper" => config.paper = reader.choice(entry, Paper::from_word, &Paper::WORDS).unwrap_or_default(),
            "base_url" => {
                let address = reader.string(entry);
                if address.as_deref().is_some_and(|address| !is_web_address(address)) {
                    let begin = ["eine Adresse, die mit https:// beginnt", "an address that begins with https://"];
                    reader.wrong(entry, begin[0], begin[1]);
                }
                config.base_url = address.filter(|address| is_web_address(address));
            }
            "theme" => {
                if let Some(theme) = reader.string(entry) {
                    config.theme = theme;
                    config.theme_place = Some(reader.place(entry.range.clone()));
                }
            }
            _ => reader.unknown(entry, PROJECT),
        });
        // What it is written in when it names no currency may stand below it.
        if let Some((range, text)) = budget {
            self.budget(range, &text, config);
        }
    }

    fn budget(&mut self, range: Range<usize>, text: &str, config: &mut Config) {
        let own = config.currency;
        match Money::read(text, own) {
            Some(budget) if budget.currency == own && !budget.amount.is_sign_negative() => {
                config.budget = Some(budget);
                config.budget_place = Some(self.place(range));
            }
            Some(budget) if budget.currency != own => {
                let (found, own) = (budget.currency.code(), own.code());
                let message = Text::new(
                    format!("Der Kostenrahmen „{text}“ ist in {found}, das Projekt rechnet in {own}; er zählt nicht."),
                    format!("the budget \"{text}\" is in {found}, the project adds up {own}; it does not count"),
                );
                let hint = Text::new(
                    format!("Den Betrag in {own} nennen, oder currency = \"{found}\" setzen."),
                    format!("Give the amount in {own}, or set currency = \"{found}\"."),
                );
                let place = self.place(range);
                self.diagnostics.push(Diagnostic::new("mixed-currency", Severity::Error, place, message).hint(hint));
            }
            _ => self.invalid(range, "budget", "ein Betrag wie „148.000 €“", "an amount such as \"148.000 €\""),
        }
    }

    fn serve(&mut self, entry: &Entry<'_>, config: &mut Config) {
        self.each(entry, |reader, entry| match entry.key {
            "editor" => config.editor = reader.choice(entry, Editor::from_word, &Editor::names()),
            _ => reader.unknown(entry, &["editor"]),
        });
    }

    fn field(&mut self, entry: &Entry<'_>) -> Option<FieldConfig> {
        const KINDS: [&str; 6] = ["text", "number", "money", "date", "choice", "ids"];
        self.table(entry)?;
        let (mut kind, mut values, mut title, mut unit) = (FieldKind::Text, Vec::new(), None, None);
        let mut internal = false;
        self.each(entry, |reader, entry| match entry.key {
            "type" => {
                let named = |word: &str| {
                    Some(match word {
                        "text" => FieldKind::Text,
                        "number" => FieldKind::Number,
                        "money" => FieldKind::Money,
                        "date" => FieldKind::Date,
                        "choice" => FieldKind::Choice(Vec::new()),
                        "ids" => FieldKind::Ids,
                        _ => return None,
                    })
                };
                kind = reader.choice(entry, named, &KINDS).unwrap_or(FieldKind::Text);
            }
            "title" => title = reader.string(entry),
            "unit" => unit = reader.string(entry),
            "values" => values = reader.strings(entry).unwrap_or_default(),
            // What cannot be read is kept inside.
            "internal" => internal = reader.truth(entry).unwrap_or(true),
            _ => reader.unknown(entry, &["type", "title", "unit", "values", "internal"]),
        });
        if let FieldKind::Choice(choices) = &mut kind {
            *choices = values;
        }
        let title = title.unwrap_or_else(|| capitalised(entry.key));
        Some(FieldConfig { key: Arc::from(entry.key), title, kind, unit, internal })
    }

    fn milestone(&mut self, entry: &Entry<'_>) -> Option<Milestone> {
        self.table(entry)?;
        let (mut title, mut date) = (entry.key.to_owned(), None);
        self.each(entry, |reader, entry| match entry.key {
            "title" => title = reader.string(entry).unwrap_or_default(),
            "date" => {
                date = reader.string(entry);
                if date.as_deref().is_some_and(|date| super::date::read(date).is_none()) {
                    reader.wrong(entry, "ein Tag wie „2027-01-29“", "a day such as \"2027-01-29\"");
                }
            }
            _ => reader.unknown(entry, &["title", "date"]),
        });
        Some(Milestone { key: Arc::from(entry.key), title, date })
    }

    fn level(&mut self, entry: &Entry<'_>, config: &mut Config) {
        let named = |word: &str| {
            Some(match word {
                "error" => Some(Severity::Error),
                "warn" | "warning" => Some(Severity::Warning),
                "hint" => Some(Severity::Hint),
                "off" => None,
                _ => return None,
            })
        };
        if let Some(level) = self.choice(entry, named, &["error", "warn", "hint", "off"]) {
            let place = self.place(entry.key_range.clone());
            config.levels.insert(entry.key.to_owned(), LevelSetting { level, place });
        }
    }

    fn words(&mut self, entry: &Entry<'_>, config: &mut Config) {
        self.each(entry, |reader, entry| match entry.key {
            "priority" => reader.each(entry, |reader, word| {
                if let Some(meant) = reader.choice(word, Priority::from_word, &["muss", "wunsch", "abgrenzung"]) {
                    config.priorities.insert(fold(word.key), meant);
                }
            }),
            "status" => reader.each(entry, |reader, word| {
                let known: Vec<&str> = Status::ALL.iter().map(|status| status.key()).collect();
                if let Some(meant) = reader.choice(word, Status::from_word, &known) {
                    config.statuses.insert(fold(word.key), meant);
                }
            }),
            _ => reader.unknown(entry, &["priority", "status"]),
        });
    }

    /// Calls `read` for each entry of the table that an entry holds.
    pub(super) fn each(&mut self, entry: &Entry<'_>, mut read: impl FnMut(&mut Self, &Entry<'_>)) {
        if let Some(table) = self.table(entry) {
            for inner in entries(table) {
                read(self, &inner);
            }
        }
    }

    pub(super) fn table<'t>(&mut self, entry: &Entry<'t>) -> Option<&'t DeTable<'t>> {
        let table = entry.value.as_table();
        if table.is_none() {
            self.wrong(entry, "eine Tabelle", "a table");
        }
        table
    }

    /// A text; a number or date is taken as it is written.
    pub(super) fn string(&mut self, entry: &Entry<'_>) -> Option<String> {
        match entry.value {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Datetime(date) => Some(date.to_string()),
            _ => {
                self.wrong(entry, "ein Text in Anführungszeichen", "text in quotes");
                None
            }
        }
    }

    pub(super) fn strings(&mut self, entry: &Entry<'_>) -> Option<Vec<String>> {
        let all = match entry.value {
            DeValue::String(one) => Some(vec![one.to_string()]),
            DeValue::Array(many) => many.iter().map(|one| one.get_ref().as_str().map(str::to_owned)).collect(),
            _ => None,
        };
        if all.is_none() {
            self.wrong(entry, "eine Liste von Texten", "a list of texts");
        }
        all
    }

    fn truth(&mut self, entry: &Entry<'_>) -> Option<bool> {
        let truth = entry.value.as_bool();
        if truth.is_none() {
            self.wrong(entry, "true oder false", "true or false");
        }
        truth
    }

    pub(super) fn number(&mut self, entry: &Entry<'_>) -> Option<u32> {
        let number = entry.value.as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        if number.is_none() {
            self.wrong(entry, "eine ganze Zahl ab 0", "a whole number, 0 or more");
        }
        number
    }

    pub(super) fn choice<T>(
        &mut self,
        entry: &Entry<'_>,
        meant: impl Fn(&str) -> Option<T>,
        known: &[&str],
    ) -> Option<T> {
        let word = self.string(entry)?;
        let value = meant(&word);
        if value.is_none() {
            self.unknown_value(entry, &word, known);
        }
        value
    }

    pub(super) fn unknown_value(&mut self, entry: &Entry<'_>, word: &str, known: &[&str]) {
        let place = self.place(entry.range.clone());
        let message = Text::new(
            format!("Die Einstellung „{}“ kennt den Wert „{word}“ nicht.", entry.key),
            format!("the setting \"{}\" does not know the value \"{word}\"", entry.key),
        );
        let hint = suggestion(word, known);
        self.diagnostics.push(Diagnostic::new("config-invalid", Severity::Error, place, message).hint(hint));
    }

    pub(super) fn wrong(&mut self, entry: &Entry<'_>, de: &str, en: &str) {
        self.invalid(entry.range.clone(), entry.key, de, en);
    }

    fn invalid(&mut self, range: Range<usize>, key: &str, de: &str, en: &str) {
        let place = self.place(range);
        let message = Text::new(
            format!("Die Einstellung „{key}“ muss {de} sein."),
            format!("the setting \"{key}\" must be {en}"),
        );
        self.diagnostics.push(Diagnostic::new("config-invalid", Severity::Error, place, message));
    }

    pub(super) fn unknown(&mut self, entry: &Entry<'_>, known: &[&str]) {
        let place = self.place(entry.key_range.clone());
        let message = Text::new(
            format!("Die Einstellung „{}“ gibt es hier nicht.", entry.key),
            format!("there is no setting \"{}\" here", entry.key),
        );
        let hint = suggestion(entry.key, known);
        self.diagnostics.push(Diagnostic::new("unknown-config-key", Severity::Warning, place, message).hint(hint));
    }
}

/// "Did you mean": the nearest known word, or all of them.
pub(super) fn suggestion(word: &str, known: &[&str]) -> Text {
    match nearest(word, known.iter().copied()) {
        Some(near) => Text::new(format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
        None => Text::new(format!("Möglich: {}", known.join(", ")), format!("possible: {}", known.join(", "))),
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_documents_stay_beside_the_named_ones() {
        let (config, diagnostics) = parse("[documents.lasten]\nrole = \"lastenheft\"\nids = [\"LH-#\"]\n");
        assert!(diagnostics.is_empty());
        let keys: Vec<&str> = config.documents.iter().map(|document| &*document.key).collect();
        assert_eq!(keys, ["ist-aufnahme", "lasten", "angebote", "pflichtenheft", "abnahme"]);
        let pflichtenheft = config.document("pflichtenheft").unwrap();
        assert_eq!(pflichtenheft.realises.as_deref(), Some("lasten"));
    }

    #[test]
    fn problems_have_places_and_the_rest_is_kept() {
        let (config, diagnostics) = parse("[project]\ntitel = \"X\"\nlanguage = \"en\"\nusers = \"many\"\n");
        assert_eq!(config.language, Language::En);
        let found: Vec<_> = diagnostics.iter().map(|d| (d.code, d.place.line, d.place.column)).collect();
        assert_eq!(found, [("unknown-config-key", 2, 1), ("config-invalid", 4, 9)]);
        assert!(diagnostics[0].hint.as_ref().is_some_and(|hint| hint.en.contains("title")));
    }

    #[test]
    fn broken_toml_is_a_finding() {
        let (config, diagnostics) = parse("[project]\ntitle = \"A\"\nx = = 1\n");
        assert_eq!(config.title, "A");
        assert_eq!(diagnostics[0].code, "config-invalid");
        assert_eq!(diagnostics[0].place.line, 3);
    }
}
