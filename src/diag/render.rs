//! Diagnostics for people: the line that is meant, marked, with what is wrong and what to do.

use super::report::printable;
use super::{Diagnostic, Language, Place, Severity, Text, Texts};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// Whether the rendered text carries colours for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// With ANSI colours.
    Coloured,
    /// Plain text.
    Plain,
}

/// The longest piece of a line that an excerpt shows, in bytes.
const EXCERPT: usize = 240;

/// The part of the file that an excerpt shows, and where in it the marked range lies.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The source line, or the piece of it around the place when it is very long.
    pub line: &'a str,
    /// The marked bytes inside `line`.
    pub marked: std::ops::Range<usize>,
}

/// The source line that a place means. None where the file has no text or the place lies outside it.
pub fn excerpt<'a>(place: &Place, texts: &'a dyn Texts) -> Option<Excerpt<'a>> {
    let text = texts.text(&place.file)?;
    let at = floor(text, place.start as usize);
    // Only the piece that is shown is looked at: a line may be as long as its file, and have a finding at every word.
    let first = floor(text, at.saturating_sub(EXCERPT / 2));
    let from = text[first..at].rfind(['\n', '\r']).map_or(first, |i| first + i + 1);
    let last = floor(text, from + EXCERPT).max(at);
    let to = text[at..last].find(['\n', '\r']).map_or(last, |i| at + i);
    let end = floor(text, place.end as usize).clamp(at.min(to), to);
    Some(Excerpt { line: &text[from..to], marked: at - from..end.max(at) - from })
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

/// Renders one diagnostic with its excerpt, as compilers do.
pub fn human(diagnostic: &Diagnostic, texts: &dyn Texts, language: Language, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO,
    };
    let title = level
        .with_name(diagnostic.severity.word(language))
        .primary_title(printable(diagnostic.message.get(language)))
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    group = marked(group, &diagnostic.place, "", texts);
    for (place, why) in &diagnostic.related {
        group = marked(group, place, why.get(language), texts);
    }
    if let Some(hint) = &diagnostic.hint {
        let help = Text::new("Abhilfe", "help");
        group =
            group.element(Level::HELP.with_name(help.get(language).to_owned()).message(printable(hint.get(language))));
    }
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// Adds a place with its source line to a report; a place without text is named alone.
fn marked<'a>(group: Group<'a>, place: &'a Place, label: &'a str, texts: &'a dyn Texts) -> Group<'a> {
    // A file's name may hold anything, even a line's end.
    let (path, label) = (printable(&place.file).replace('\n', " "), printable(label));
    match excerpt(place, texts) {
        Some(excerpt) if !excerpt.line.is_empty() => {
            let Excerpt { line, marked } = excerpt;
            let mut shown = without_c1(&line[..marked.start]);
            let start = shown.len();
            shown += &without_c1(&line[marked.clone()]);
            let annotation = AnnotationKind::Primary.span(start..shown.len()).label(label);
            shown += &without_c1(&line[marked.end..]);
            group.element(Snippet::source(shown).path(path).line_start(place.line as usize).annotation(annotation))
        }
        _ => group.element(annotate_snippets::Origin::path(path).line(place.line as usize)),
    }
}

/// The control characters that excerpts do not make visible by themselves, those beyond ASCII, made visible too.
fn without_c1(text: &str) -> String {
    text.replace(|c: char| c.is_control() && !c.is_ascii(), "\u{FFFD}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    struct One(&'static str);

    impl Texts for One {
        fn text(&self, _: &str) -> Option<&str> {
            Some(self.0)
        }
    }

    #[test]
    fn excerpts_steer_no_terminal() {
        let text = "a\u{8d}b \u{9b}31m \u{1b}[31m \u{84}c";
        let start = text.find("31m").unwrap() as u32;
        let place = Place { file: Arc::from("a\u{1b}[1m\nb.md"), line: 1, column: 6, start, end: start + 3 };
        let message = Text::new("Faul\u{9b}.", "bad\u{9b}.");
        let why = Text::new("wegen\u{1b}", "because of\u{1b}");
        let other = Place { file: Arc::from("\u{9b}.md"), ..place.clone() };
        let finding = Diagnostic::new("bad", Severity::Error, place, message).related(other, why);
        let printed = human(&finding, &One(text), Language::En, Style::Plain);
        assert!(!printed.contains(|c: char| c.is_control() && c != '\n'), "{printed:?}");
        let lines: Vec<&str> = printed.lines().collect();
        assert!(lines.iter().all(|line| !line.starts_with("b.md")), "{printed}");
        let at = |line: &str, what: &str| line.chars().collect::<String>().split(what).next().unwrap().chars().count();
        let source = lines.iter().find(|line| line.contains("31m")).unwrap();
        let mark = lines.iter().find(|line| line.contains('^')).unwrap();
        assert_eq!((at(source, "31m"), mark.matches('^').count()), (at(mark, "^"), 3), "{printed}");
    }
}
