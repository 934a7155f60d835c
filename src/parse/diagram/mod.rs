//! Diagrams in text: Mermaid's language, drawn as SVG.
//!
//! The library that draws has no bounds of its own: a few bytes can ask for millions of shapes. So what it gets is bounded
//! before, by length, lines, nodes and edges, and only those kinds are drawn whose size follows from that of their text.

mod bounds;
mod svg;

use crate::diag::Text;
use crate::model::{Diagram, DiagramKind};
use mermaid_svg::ast::EdgeCurve;
use mermaid_svg::{ParseError, SyntaxKind, Theme};
use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why a text is not drawn.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The line of the diagram where it shows, counted from 0.
    pub line: usize,
    pub message: Text,
    pub hint: Text,
}

impl Fault {
    fn new(line: usize, message: Text, hint: Text) -> Self {
        Self { line, message, hint }
    }
}

/// Draws a text.
pub(super) fn draw(source: &str) -> Result<Diagram, Fault> {
    bounds::text(source)?;
    let prepared = Prepared::of(source);
    bounds::kind(&prepared.text)?;
    // The library has places that would panic on what its own parser lets pass; none is known among the kinds drawn
    // here, but a page must not fail for one that is not known. Nothing outlives the call that a panic could leave torn.
    let drawn = catch_unwind(AssertUnwindSafe(|| -> Result<_, Fault> {
        let mut parsed = mermaid_svg::parse(&prepared.text).map_err(|error| misread(&error, source))?;
        bounds::graph(&parsed)?;
        let (kind, own_title) = facts(&parsed).ok_or_else(|| bounds::unsupported(0, "?"))?;
        if let mermaid_svg::Diagram::Flowchart(chart) = &mut parsed {
            // Its curves end along a node's border, with half of the arrow below it.
            chart.config_curve.get_or_insert(EdgeCurve::Linear);
        }
        // Theme and settings that the text may ask for are not heard: colours are the page's.
        let svg = mermaid_svg::render_diagram_with(&parsed, &theme());
        Ok((kind, own_title, svg.unwrap_or_default()))
    }));
    let (kind, own_title, svg) = drawn.unwrap_or_else(|_| Err(undrawable()))?;
    let svg = svg::clean(&svg, kind).ok_or_else(undrawable)?;
    let title = prepared.title.or(own_title).map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    Ok(Diagram { kind, title, source: source.to_owned(), size: svg.size, parts: svg.parts })
}

/// The library's colours, by which `svg` knows what a shape is; the slices of a pie get some that mean nothing else.
fn theme() -> Theme {
    let slices = (1..=8).map(|slice| format!("#00000{slice}").into()).collect();
    Theme { pie_palette: Cow::Owned(slices), ..Theme::default_theme() }
}

/// A text without what stands before the diagram, line for line.
struct Prepared {
    text: String,
    title: Option<String>,
}

impl Prepared {
    /// Takes front matter, settings and names for those who cannot see it off, so that lines keep their numbers.
    fn of(source: &str) -> Self {
        let (mut text, mut title) = (String::with_capacity(source.len()), None);
        let (mut is_first, mut in_front, mut in_directive, mut in_description) = (true, false, false, false);
        for line in source.lines() {
            let trimmed = line.trim();
            let named = |key: &str| {
                let rest = trimmed.strip_prefix(key)?.trim_start().strip_prefix(':')?;
                Some(rest.trim().trim_matches(['"', '\'']).to_owned())
            };
            let opens_front = is_first && trimmed == "---";
            is_first &= trimmed.is_empty();
            let is_kept = if in_front || opens_front {
                title = title.or_else(|| named("title"));
                in_front = opens_front || trimmed != "---";
                false
            } else if in_directive || trimmed.starts_with("%%{") {
                in_directive = !trimmed.contains("}%%");
                false
            } else if in_description || trimmed.starts_with("accDescr") {
                in_description = !trimmed.contains('}') && (in_description || trimmed.contains('{'));
                false
            } else if let Some(named) = named("accTitle") {
                title = Some(named);
                false
            } else {
                true
            };
            if is_kept {
                text.push_str(line);
            }
            text.push('\n');
        }
        Self { text, title }
    }
}

/// What a diagram is, and the title that stands in it; none for the kinds that are not drawn.
fn facts(diagram: &mermaid_svg::Diagram) -> Option<(DiagramKind, Option<String>)> {
    use mermaid_svg::Diagram as D;
    Some(match diagram {
        D::Flowchart(chart) => (DiagramKind::Flowchart, chart.title.clone()),
        D::Sequence(chart) => (DiagramKind::Sequence, chart.title.clone()),
        D::State(_) => (DiagramKind::State, None),
        D::Class(_) => (DiagramKind::Class, None),
        D::Er(_) => (DiagramKind::Er, None),
        D::Gantt(chart) => (DiagramKind::Gantt, chart.title.clone()),
        D::Timeline(chart) => (DiagramKind::Timeline, chart.title.clone()),
        D::Pie(chart) => (DiagramKind::Pie, chart.title.clone()),
        D::Mindmap(_) => (DiagramKind::Mindmap, None),
        D::Journey(chart) => (DiagramKind::Journey, chart.title.clone()),
        D::Quadrant(chart) => (DiagramKind::Quadrant, chart.title.clone()),
        D::Requirement(_) => (DiagramKind::Requirement, None),
        D::GitGraph(chart) => (DiagramKind::GitGraph, chart.title.clone()),
        _ => return None,
    })
}

/// What the library could not read.
fn misread(error: &ParseError, source: &str) -> Fault {
    let ParseError::Syntax { kind, line, message } = error else {
        return bounds::kind(source).err().unwrap_or_else(undrawable);
    };
    let line = line.saturating_sub(1);
    let words = source.lines().nth(line).unwrap_or_default().trim();
    let words =
        if words.chars().count() > 60 { words.chars().take(59).chain(['…']).collect() } else { words.to_owned() };
    let (de, en) = match kind {
        SyntaxKind::Unclosed => ("eine Klammer oder ein Block bleibt offen", "a bracket or a block stays open"),
        SyntaxKind::InvalidNumber => ("eine Zahl ist keine", "a number is none"),
        _ => ("diese Schreibweise kennt ein solches Diagramm nicht", "a diagram of its kind knows no such words"),
    };
    Fault::new(
        line,
        Text::new(
            format!("Das Diagramm ist unverständlich bei „{words}“: {de}."),
            format!("the diagram is not understood at \"{words}\": {en} ({message})"),
        ),
        Text::new(
            "Die Zeile nach Mermaids Schreibweise berichtigen; so lange steht der Text als Code da.",
            "Correct the line as Mermaid's language has it; until then the text is shown as code.",
        ),
    )
}

fn undrawable() -> Fault {
    Fault::new(
        0,
        Text::new("Dieses Diagramm lässt sich nicht zeichnen.", "this diagram cannot be drawn"),
        Text::new(
            "Es einfacher schreiben; so lange steht der Text als Code da.",
            "Write it more simply; until then the text is shown as code.",
        ),
    )
}

#[cfg(test)]
mod tests;
