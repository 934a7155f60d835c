//! What a new project begins with: its files, out of the folder `starters/`.
//!
//! They are Markdown, TOML and YAML as they will lie in the project, for each language:
//!
//! - `common/` goes into every project;
//! - `new/` has a chapter for each content of the built-in outlines, with guidance in comments;
//! - `example/` is a small project that is complete.
//!
//! A name that begins with `dot-` gets a dot instead, so that neither git nor cargo takes these files for its own.

use super::Edits;
use crate::config;
use crate::diag::Language;
use rust_embed::RustEmbed;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "starters"]
struct Starters;

/// What stands in the pipelines for the version of the program.
const VERSION: &str = "{version}";

/// A project to begin with.
#[derive(Clone, Debug)]
pub struct Starter {
    /// The language of its text, and of its site.
    pub language: Language,
    /// What is in it.
    pub kind: Kind,
    /// Its title; that of the template where none is given.
    pub title: Option<String>,
    /// Auftraggeber.
    pub customer: Option<String>,
    /// Auftragnehmer.
    pub supplier: Option<String>,
}

/// What a new project has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chapters that are empty but for guidance, one for each content of both outlines.
    Outlines,
    /// A small project that is complete.
    Example,
}

impl Starter {
    /// Every file of the project as one to be created, by its path below the project's folder.
    pub fn edits(&self) -> Edits {
        let mut edits = Edits::default();
        let language = self.language.code();
        let kind = match self.kind {
            Kind::Outlines => "new",
            Kind::Example => "example",
        };
        for folder in [format!("{language}/common/"), format!("{language}/{kind}/")] {
            for name in Starters::iter() {
                let Some(below) = name.strip_prefix(&folder) else { continue };
                let Some(file) = Starters::get(&name) else { continue };
                let path = with_dots(below);
                edits.create(&Arc::from(&*path), self.filled(&path, &String::from_utf8_lossy(&file.data)));
            }
        }
        edits
    }

    /// A template with what is known of the project.
    fn filled(&self, path: &str, text: &str) -> String {
        if path == config::FILE {
            self.settings(text)
        } else if path.starts_with('.') {
            text.replace(VERSION, env!("CARGO_PKG_VERSION"))
        } else {
            text.to_owned()
        }
    }

    /// The settings with title and parties. A line of `[project]` that sets one of them, or would without its `#`, gives
    /// way to a line with the value; all else stays as it is.
    fn settings(&self, template: &str) -> String {
        let values = [("title", &self.title), ("customer", &self.customer), ("supplier", &self.supplier)];
        let mut is_project = false;
        let line = |line: &str| {
            if line.starts_with('[') {
                is_project = line == "[project]";
            }
            let setting = line.strip_prefix("# ").unwrap_or(line);
            let value = values.iter().filter(|_| is_project).find_map(|(key, value)| {
                let is_set = setting.strip_prefix(key).is_some_and(|rest| rest.starts_with(" = "));
                let value = one_line(value.as_deref().filter(|_| is_set)?);
                (!value.is_empty()).then(|| format!("{key} = {}\n", toml::Value::String(value)))
            });
            value.unwrap_or_else(|| format!("{line}\n"))
        };
        template.lines().map(line).collect()
    }
}

/// A path of the folder `starters/` as it is in the project.
fn with_dots(path: &str) -> String {
    let part = |part: &str| part.strip_prefix("dot-").map_or_else(|| part.to_owned(), |name| format!(".{name}"));
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A text that was typed, on one line: blanks and control characters, line ends among them, become single blanks.
fn one_line(text: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || c.is_control();
    text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::NoTexts;
    use crate::edit::Edited;
    use crate::model::Outline;
    use std::collections::BTreeSet;

    const BOTH: [Language; 2] = [Language::De, Language::En];

    fn files(language: Language, kind: Kind) -> Vec<Edited> {
        let given = |text: &str| Some(text.to_owned());
        Starter { language, kind, title: given("T"), customer: given(""), supplier: None }.edits().files(&NoTexts)
    }

    /// The heading and each section's title of a chapter, and which contents it covers.
    fn titles(text: &str) -> Vec<&str> {
        // What stands in guidance is no heading.
        let (before, rest) = text.split_once("<!--").expect("every chapter has guidance");
        let after = rest.split_once("-->").expect("guidance has an end").1;
        before.lines().chain(after.lines()).filter_map(|line| line.trim_start_matches('#').strip_prefix(' ')).collect()
    }

    #[test]
    fn there_is_a_chapter_for_each_content_with_its_subpoints() {
        for language in BOTH {
            let files = files(language, Kind::Outlines);
            for (folder, document) in
                [("ist-aufnahme", "survey"), ("lastenheft", "lastenheft"), ("pflichtenheft", "pflichtenheft")]
            {
                let folder = format!("content/{folder}/");
                let chapters: Vec<_> = files.iter().filter(|file| file.path.starts_with(&folder)).collect();
                let outline = Outline::built_in(document).expect("a built-in outline");
                assert_eq!(chapters.len(), outline.contents.len(), "{document} {language:?}");
                for (chapter, content) in chapters.iter().zip(&outline.contents) {
                    let start = format!("---\ncovers: [{}]\n---\n\n", content.key);
                    assert!(chapter.after.starts_with(&start), "{}: {}", content.key, chapter.after);
                    let expected: Vec<_> =
                        [&content.title].into_iter().chain(&content.subpoints).map(|text| text.get(language)).collect();
                    let found = titles(&chapter.after);
                    assert_eq!(found[0], expected[0], "{}", chapter.path);
                    // Both languages head some of their sections otherwise where these give a priority.
                    let sections = found[1..].iter().copied().collect::<BTreeSet<_>>();
                    let is_functions = document == "lastenheft" && content.key == "produktfunktionen";
                    assert!(
                        is_functions || expected[1..].iter().copied().collect::<BTreeSet<_>>() == sections,
                        "{}: {sections:?}",
                        chapter.path
                    );
                }
            }
        }
    }

    #[test]
    fn guidance_is_short_and_holds_what_belongs_there() {
        for language in BOTH {
            let chapters = files(language, Kind::Outlines);
            for file in
                chapters.iter().filter(|file| file.path.starts_with("content/") && file.path.matches('/').count() == 2)
            {
                let guidance =
                    file.after.split_once("<!--").and_then(|(_, rest)| rest.split_once("-->")).expect("guidance").0;
                let lines = guidance.lines().filter(|line| !line.trim().is_empty()).count();
                assert!((4..=16).contains(&lines), "{}: {lines} lines", file.path);
                assert!(guidance.matches("\n- ").count() >= 3, "{}", file.path);
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_files_in_common() {
        let names = |language: &str| -> BTreeSet<String> {
            let folder = format!("{language}/common/");
            Starters::iter().filter_map(|name| Some(name.strip_prefix(&folder)?.to_owned())).collect()
        };
        assert_eq!(names("de"), names("en"));
        assert_eq!(names("de").len(), 4);
    }

    #[test]
    fn no_template_is_left_unfilled() {
        for (language, kind) in
            BOTH.into_iter().flat_map(|language| [(language, Kind::Outlines), (language, Kind::Example)])
        {
            for file in files(language, kind) {
                assert!(!file.after.contains(VERSION) && !file.path.contains("dot-"), "{}", file.path);
                assert!(file.after.ends_with('\n') && !file.after.contains('\r'), "{}", file.path);
            }
        }
    }

    #[test]
    fn an_empty_value_and_one_that_is_not_given_leave_the_comment() {
        let settings = files(Language::En, Kind::Outlines).into_iter().find(|file| *file.path == *config::FILE);
        let text = settings.expect("settings").after;
        assert!(text.contains("\ntitle = \"T\"\n") && text.contains("\n# customer = "), "{text}");
        // A document's title is none of the project's.
        assert!(text.contains("\ntitle = \"Pflichtenheft\"\n"), "{text}");
    }
}
