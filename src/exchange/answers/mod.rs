//! The answer sheet: a Markdown file that a bidder fills in and that, saved in a folder of offers, is an offer.
//!
//! `docs/content/16-bidders.md` describes it for readers. Its words are in a table for each language beside this file.

use crate::compare::demands;
use crate::config::{Fact, Role};
use crate::diag::Language;
use crate::model::{ChapterKey, ItemKey, Priority, Project};
use std::collections::HashSet;
use std::io::{self, Write};

/// What the sheet says in one language.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    title: String,
    intro: String,
    customer: String,
    users: String,
    currency: String,
    answers: String,
    answers_about: String,
    heads: [String; 6],
    muss: String,
    wunsch: String,
    beside: String,
    costs: String,
    costs_about: String,
    milestones: String,
    milestone_heads: [String; 3],
    cost_heads: [String; 6],
    factors: Vec<[String; 3]>,
    questions: String,
    question_heads: [String; 3],
    cost_questions: Vec<String>,
    facts: std::collections::BTreeMap<String, String>,
}

impl Words {
    fn new(language: Language) -> io::Result<Self> {
        let text = match language {
            Language::De => include_str!("de.toml"),
            Language::En => include_str!("en.toml"),
        };
        // They are part of the program, and a test reads both.
        toml::from_str(text).map_err(io::Error::other)
    }
}

/// Writes the answer sheet of a project in its language.
///
/// # Errors
///
/// What the writer says.
pub fn write(project: &Project, out: &mut dyn Write) -> io::Result<()> {
    let words = Words::new(project.config.language)?;
    facts(project, &words, out)?;
    opening(project, &words, out)?;
    items(project, &words, out)?;
    costs(project, &words, out)?;
    writeln!(out, "\n## {}\n", words.questions)?;
    head(&words.question_heads, out)?;
    for (number, question) in words.cost_questions.iter().enumerate() {
        writeln!(out, "| {} | {question} | |", number + 1)?;
    }
    Ok(())
}

/// What the bidder is to say of itself, as front matter.
fn facts(project: &Project, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "---")?;
    for fact in Fact::ALL {
        let about = words.facts.get(fact.key()).map_or("", String::as_str);
        writeln!(out, "{:<17}# {about}", format!("{}:", fact.label(project.config.language)))?;
    }
    writeln!(out, "---\n")
}

fn opening(project: &Project, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    let config = &project.config;
    let lastenheft = project.document_keys().find(|key| project.document(*key).config.role == Role::Lastenheft);
    let title = match (config.title.as_str(), lastenheft) {
        ("", Some(document)) => &project.document(document).title,
        (title, _) => title,
    };
    writeln!(out, "# {}\n\n{}\n", words.title.replace("{title}", &escaped(title)), words.intro.trim())?;
    let customer = config.customer.as_ref().map(|customer| words.customer.replace("{customer}", &escaped(customer)));
    let users = config.users.map(|users| words.users.replace("{users}", &users.to_string()));
    let currency = words.currency.replace("{currency}", config.currency.code());
    let facts: Vec<String> = [customer, users, Some(currency)].into_iter().flatten().collect();
    writeln!(out, "{}\n", facts.join(" "))
}

/// A table of items for each chapter.
fn items(project: &Project, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {}\n\n{}", words.answers, words.answers_about.trim())?;
    let several = project.documents.iter().filter(|document| document.config.role == Role::Lastenheft).count() > 1;
    let items = demands(project);
    let repeated = repeated(project, &items);
    let mut seen = HashSet::with_capacity(items.len());
    let mut last: Option<ChapterKey> = None;
    for item in items {
        let (document, id) = (project.document_of(item), &*project.item(item).id);
        // An ID that two items of a document have is the first one's.
        if !seen.insert((document, id)) {
            continue;
        }
        let chapter = project.chapter_of(item);
        if last.replace(chapter) != Some(chapter) {
            writeln!(out, "\n### {}\n", heading(project, words, chapter, several))?;
            head(&words.heads, out)?;
        }
        let key = &project.document(document).config.key;
        let id = if repeated.contains(id) { format!("{key}:{id}") } else { id.to_owned() };
        let priority = if project.weight(item) == Priority::Wunsch { &words.wunsch } else { &words.muss };
        writeln!(out, "| {} | {} | {priority} | | | |", escaped(&id), escaped(&project.item(item).title))?;
    }
    Ok(())
}

/// The IDs that several documents have.
fn repeated<'p>(project: &'p Project, items: &[ItemKey]) -> HashSet<&'p str> {
    let mut known = std::collections::HashMap::with_capacity(items.len());
    let mut repeated = HashSet::new();
    for item in items {
        let (document, id) = (project.document_of(*item), &*project.item(*item).id);
        if *known.entry(id).or_insert(document) != document {
            repeated.insert(id);
        }
    }
    repeated
}

fn heading(project: &Project, words: &Words, key: ChapterKey, several: bool) -> String {
    let chapter = project.chapter(key);
    let title = if chapter.title.is_empty() { words.beside.clone() } else { escaped(&chapter.title) };
    let title = chapter.number.as_ref().map_or_else(|| title.clone(), |number| format!("{} {title}", escaped(number)));
    match project.document_of_chapter(key).filter(|_| several) {
        Some(document) => format!("{}: {title}", escaped(&project.document(document).title)),
        None => title,
    }
}

fn costs(project: &Project, words: &Words, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## {}\n\n{}\n", words.costs, words.costs_about.trim())?;
    let milestones = &project.config.milestones;
    if !milestones.is_empty() {
        writeln!(out, "{}\n", words.milestones)?;
        head(&words.milestone_heads, out)?;
        for milestone in milestones {
            let date = milestone.date.as_deref().unwrap_or_default();
            writeln!(out, "| {} | {} | {} |", escaped(&milestone.key), escaped(&milestone.title), escaped(date))?;
        }
        writeln!(out)?;
    }
    head(&words.cost_heads, out)?;
    for [factor, position, rhythm] in &words.factors {
        writeln!(out, "| {factor} | {position} | | {rhythm} | | |")?;
    }
    Ok(())
}

/// The head of a table.
fn head(heads: &[String], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| {} |", heads.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(heads.len()))
}

/// A text as Markdown that says just this text, in a table's cell too.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            // A table's cell would end at the bar behind it.
            '\\' if next == '|' => escaped.push_str("&#92;"),
            // Inside a word it marks nothing.
            '_' if before.is_alphanumeric() && next.is_alphanumeric() => escaped.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&' | '#' => escaped.extend(['\\', c]),
            c if c.is_control() || c.is_whitespace() => {
                if before != ' ' {
                    escaped.push(' ');
                }
                before = ' ';
                continue;
            }
            c => escaped.push(c),
        }
        before = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{CostFactor, Reply, Rhythm};

    #[test]
    fn the_words_are_those_that_an_offer_is_read_by() {
        for language in [Language::De, Language::En] {
            let words = Words::new(language).expect("a table of words");
            let factors: Vec<_> = words.factors.iter().map(|[factor, ..]| CostFactor::from_word(factor)).collect();
            assert_eq!(factors, CostFactor::ALL.iter().copied().map(Some).collect::<Vec<_>>());
            assert!(words.factors.iter().all(|[.., rhythm]| Rhythm::from_word(rhythm).is_some()));
            let lines = words.answers_about.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
            let replies: Vec<_> = lines.filter_map(Reply::from_word).collect();
            assert_eq!(replies, Reply::ALL, "{language:?}");
            assert!(Fact::ALL.iter().all(|fact| words.facts.contains_key(fact.key())));
            assert_eq!(words.cost_questions.len(), 7);
        }
    }

    #[test]
    fn marks_are_escaped_where_they_are_any() {
        assert_eq!(escaped("a|b *c* `d` <e> snake_case _f_"), "a\\|b \\*c\\* \\`d\\` \\<e\\> snake_case \\_f\\_");
        assert_eq!(escaped(" a\n b\\|c\\d "), "a b&#92;\\|c\\\\d");
    }
}
