//! `heftfaden explain`: the manual's page of a check.

use super::{Failure, gate};
use crate::check::manual;
use crate::diag::Language;
use clap::Args;
use std::io::Write;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The check's name, as each finding gives it
    code: String,
}

/// The longest line that is printed, in characters.
const WIDTH: usize = 80;

impl Explain {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let language = super::language();
        let check = gate::named(&self.code, language)?;
        let page = manual::page(check, language);
        let mut out = std::io::stdout();
        writeln!(out, "{}: {}\n", check.code, page.title)?;
        if page.language != language {
            writeln!(out, "(Diese Seite gibt es nur auf Englisch.)\n")?;
        }
        writeln!(out, "{}", plain(&page.text))?;
        let setting = match language {
            Language::De => "Die Stufe ändern, oder die Prüfung abstellen (error, warn, hint, off), in heftfaden.toml:",
            Language::En => "To change the level, or turn the check off (error, warn, hint, off), in heftfaden.toml:",
        };
        let level = match check.severity {
            crate::diag::Severity::Hint => "off",
            _ => "hint",
        };
        writeln!(out, "\n{}\n\n    [checks]\n    {} = \"{level}\"", wrapped(setting), check.code)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Markdown for a terminal: links lose their addresses, and paragraphs get lines of a readable length. Lists, tables and
/// code stay as they are.
fn plain(text: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_code = false;
    let mut is_open = false;
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        let is_prose = !is_code && !is_fence && !line.is_empty() && !line.starts_with(['-', '|', '>', ' ', '\t']);
        is_code ^= is_fence;
        match paragraphs.last_mut() {
            Some(last) if is_prose && is_open => {
                last.push(' ');
                last.push_str(line);
            }
            _ => paragraphs.push(line.to_owned()),
        }
        is_open = is_prose;
    }
    let is_prose = |line: &str| !line.starts_with(['-', '|', '>', ' ', '\t', '`']);
    let shown = paragraphs.iter().map(|line| if is_prose(line) { wrapped(&without_links(line)) } else { line.clone() });
    shown.collect::<Vec<_>>().join("\n")
}

/// `[text](address)` as `text`.
fn without_links(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once('[') {
        shown.push_str(before);
        // A bracket that closes before another opens is the first one's own, and that was no link.
        let is_whole = |text: &str| text.find(']') >= text.find('[');
        let link = behind.split_once("](").filter(|(text, _)| is_whole(text));
        if let Some((text, after)) = link.and_then(|(text, address)| Some((text, address.split_once(')')?.1))) {
            shown.push_str(text);
            rest = after;
        } else {
            shown.push('[');
            rest = behind;
        }
    }
    shown + rest
}

fn wrapped(line: &str) -> String {
    let (mut text, mut width) = (String::new(), 0);
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if width > 0 {
            let fits = width + 1 + length <= WIDTH;
            text.push(if fits { ' ' } else { '\n' });
            width = if fits { width + 1 } else { 0 };
        }
        text.push_str(word);
        width += length;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_text_for_a_terminal() {
        assert_eq!(without_links("Siehe [Seite](a.md#b), [`[x]`](c.md) und [offen."), "Siehe Seite, `[x]` und [offen.");
        assert_eq!(without_links("[a] und [b](c.md)"), "[a] und b");
        let long = "wort ".repeat(40);
        assert!(plain(&long).lines().all(|line| line.len() <= WIDTH) && plain(&long).lines().count() == 3);
        assert_eq!(plain("a\nb\n\n```\nx\ny\n```\n\n- c\n- d"), "a b\n\n```\nx\ny\n```\n\n- c\n- d");
    }
}
