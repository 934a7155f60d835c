//! The manual's page of each check, embedded in the program.

use super::Check;
use crate::diag::Language;
use std::collections::BTreeMap;

const PAGES: [&str; 2] =
    [include_str!("../../docs/content/checks-de.md"), include_str!("../../docs/content/05-checks.md")];

const WORDS: [&str; 2] =
    [include_str!("../../themes/standard/words/de.toml"), include_str!("../../themes/standard/words/en.toml")];

/// What the manual says of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its title, as the site has it.
    pub title: String,
    /// What it finds and what to do, as Markdown.
    pub text: String,
    /// The language of the text: English where there is no other.
    pub language: Language,
}

/// The manual's page of a check, in a language if it is written in it.
pub fn page(check: &Check, language: Language) -> Page {
    let text = |language| section(PAGES[column(language)], check.code);
    let (text, language) = match text(language) {
        Some(text) => (text, language),
        None => (text(Language::En).unwrap_or_default(), Language::En),
    };
    Page { title: title(check, language), text: text.to_owned(), language }
}

const fn column(language: Language) -> usize {
    match language {
        Language::De => 0,
        Language::En => 1,
    }
}

/// The title of a check; its code where the words lack one.
fn title(check: &Check, language: Language) -> String {
    let words: BTreeMap<String, String> = toml::from_str(WORDS[column(language)]).unwrap_or_default();
    words.get(&format!("check.{}", check.code)).cloned().unwrap_or_else(|| check.code.to_owned())
}

/// What stands in a page under the heading of this name.
fn section<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = page.split_once(&format!("\n### {name}\n"))?;
    let end = behind.find("\n#").unwrap_or(behind.len());
    Some(behind[..end].trim())
}

#[cfg(test)]
mod tests {
    use super::super::CHECKS;
    use super::*;

    #[test]
    fn every_check_has_its_page_in_both_languages() {
        let lacks = |check: &&Check, language| section(PAGES[column(language)], check.code).is_none_or(str::is_empty);
        for (language, file) in [(Language::De, "checks-de.md"), (Language::En, "05-checks.md")] {
            let missing: Vec<&str> =
                CHECKS.iter().filter(|check| lacks(check, language)).map(|check| check.code).collect();
            assert!(missing.is_empty(), "docs/content/{file} has no section on {missing:?}");
        }
    }

    #[test]
    fn no_page_is_of_a_check_that_is_not_there() {
        for page in PAGES {
            for code in page.lines().filter_map(|line| line.strip_prefix("### ")) {
                assert!(Check::named(code).is_some(), "{code}");
            }
        }
    }

    #[test]
    fn a_page_says_what_is_found_and_what_to_do() {
        let check = Check::named("muss-open").unwrap();
        let (german, english) = (page(check, Language::De), page(check, Language::En));
        assert_eq!(german.title, "Muss-Anforderung offen");
        assert!(german.text.contains("Realisiert: LH-310") && !german.text.contains("###"), "{}", german.text);
        assert!(english.text.starts_with("*error.*") && english.text.ends_with("with a reason."), "{}", english.text);
        assert_eq!(section("\n### a\n\nText\n## B\n", "a"), Some("Text"));
        assert_eq!(section("\n### ab\n\nText", "a"), None);
    }
}
