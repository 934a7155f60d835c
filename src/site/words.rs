//! The words that the site itself says, in the project's language: a table in the theme, which a project may override.

use super::Error;
use crate::diag::Language;
use foldhash::HashMap;

/// The words of one language, by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    table: HashMap<String, String>,
}

impl Words {
    /// Reads the built-in table, and then the project's own words over it.
    pub fn new(language: Language, built_in: &str, own: Option<&str>) -> Result<Self, Error> {
        let read = |text: &str| {
            toml::from_str::<HashMap<String, String>>(text)
                .map_err(|error| Error::Words { language: language.code(), message: error.to_string() })
        };
        let mut table = read(built_in)?;
        if let Some(own) = own {
            table.extend(read(own)?);
        }
        Ok(Self { table })
    }

    /// A word; the key itself where the table has none, so that a page is never without.
    pub fn get<'w>(&'w self, key: &'w str) -> &'w str {
        self.table.get(key).map_or(key, String::as_str)
    }

    /// A word, if the table has it.
    pub fn known(&self, key: &str) -> Option<&str> {
        self.table.get(key).map(String::as_str)
    }

    /// A phrase with its `{name}`s filled in. What is filled in is text, not HTML.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut phrase = self.get(key).to_owned();
        for (name, value) in values {
            phrase = phrase.replace(&format!("{{{name}}}"), value);
        }
        phrase
    }

    /// A number with its noun: the key with `.none`, `.one` or `.many`, filled with `{n}`.
    pub fn count(&self, key: &str, number: usize) -> String {
        let form = match number {
            0 if self.table.contains_key(&format!("{key}.none")) => "none",
            1 => "one",
            _ => "many",
        };
        self.fill(&format!("{key}.{form}"), &[("n", &number.to_string())])
    }
}
