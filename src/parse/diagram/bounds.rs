//! What is too large to be drawn, and which kinds are drawn at all.

use super::Fault;
use crate::diag::{Text, nearest};
use crate::model::DiagramKind;

/// The longest text, in bytes.
const LONGEST: usize = 20_000;
/// The most statements: lines, and what semicolons part.
const STATEMENTS: usize = 400;
/// The most connections that `A & B --> C & D` may make, as an upper bound.
const FANS: usize = 2_000;
/// The most nodes, and the most edges between them. Mermaid itself has 500 edges.
const NODES: usize = 300;
const EDGES: usize = 500;
/// The longest number in a chart of time: four digits of a year.
const DIGITS: usize = 4;
/// The longest line of text that is set in one shape, in bytes.
const LINE: usize = 4_000;

/// Other words that the text of a kind may begin with.
const ALSO: &[(&str, DiagramKind)] = &[
    ("graph", DiagramKind::Flowchart),
    ("stateDiagram-v2", DiagramKind::State),
    ("classDiagram-v2", DiagramKind::Class),
];

/// Whether a text is short enough to be looked at.
pub(super) fn text(source: &str) -> Result<(), Fault> {
    let statements = source.bytes().filter(|byte| matches!(byte, b'\n' | b';')).count();
    let longest = source.lines().map(str::len).max().unwrap_or_default();
    if source.len() > LONGEST || statements > STATEMENTS || longest > LINE {
        return Err(too_large(0));
    }
    let fans = |line: &str| (line.matches('&').count() + 1).pow(2) - 1;
    match source.lines().map(fans).sum::<usize>() {
        0..=FANS => Ok(()),
        _ => Err(too_large(source.lines().position(|line| line.contains('&')).unwrap_or_default())),
    }
}

/// Whether a text begins with the word of a kind that is drawn, and has none of what its size would not bound.
pub(super) fn kind(text: &str) -> Result<(), Fault> {
    let is_text = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("%%");
    let Some((line, first)) = text.lines().enumerate().find(|(_, line)| is_text(line)) else {
        return Err(Fault::new(
            0,
            Text::new("Dieses Diagramm ist leer.", "this diagram is empty"),
            Text::new("Es beginnt mit seiner Art: flowchart TD", "It begins with its kind: flowchart TD"),
        ));
    };
    let word = first.trim().split([' ', '\t', ';', ':']).next().unwrap_or_default();
    let known = DiagramKind::ALL.iter().map(|kind| (kind.word(), *kind)).chain(ALSO.iter().copied());
    match known.clone().find(|(known, _)| *known == word) {
        Some((_, DiagramKind::Gantt)) => time(text),
        Some((_, DiagramKind::State)) => composite(text),
        Some(_) => Ok(()),
        None => Err(unsupported(line, word)),
    }
}

/// Whether a chart of states has none with others inside: what leads in and out of those is drawn to the wrong places.
fn composite(text: &str) -> Result<(), Fault> {
    match text.lines().position(|line| line.trim_start().starts_with("state ") && line.contains('{')) {
        None => Ok(()),
        Some(line) => Err(Fault::new(
            line,
            Text::new(
                "Zustände, in denen andere liegen, werden nicht gezeichnet.",
                "states with others inside are not drawn",
            ),
            Text::new("Das Innere als eigenes Diagramm zeichnen.", "Draw the inside as a diagram of its own."),
        )),
    }
}

/// Whether a chart of time has no more days than can be drawn.
fn time(text: &str) -> Result<(), Fault> {
    for (at, line) in text.lines().enumerate() {
        let word = line.split_whitespace().next().unwrap_or_default();
        if let Some(word) =
            ["excludes", "includes", "tickInterval", "weekend", "todayMarker"].iter().find(|w| **w == word)
        {
            return Err(Fault::new(
                at,
                Text::new(
                    format!("„{word}“ wird in Balkenplänen nicht gezeichnet."),
                    format!("\"{word}\" is not drawn in Gantt charts"),
                ),
                Text::new("Die Zeile streichen.", "Remove the line."),
            ));
        }
        let is_long = |digits: &str| digits.len() > DIGITS;
        let is_ages = |word: &str| word.strip_suffix('y').is_some_and(|n| n.len() > 2 && n.parse::<u32>().is_ok());
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ':');
        if line.split(|c: char| !c.is_ascii_digit()).any(is_long) || line.split(ends).any(is_ages) {
            return Err(too_large(at));
        }
    }
    Ok(())
}

/// Whether a graph has few enough nodes and edges to be laid out.
pub(super) fn graph(diagram: &mermaid_svg::Diagram) -> Result<(), Fault> {
    let (nodes, edges) = match diagram {
        mermaid_svg::Diagram::Flowchart(chart) => (chart.nodes.len(), chart.edges.len()),
        _ => return Ok(()),
    };
    if nodes > NODES || edges > EDGES { Err(too_large(0)) } else { Ok(()) }
}

fn too_large(line: usize) -> Fault {
    Fault::new(
        line,
        Text::new("Dieses Diagramm ist zu groß, um gezeichnet zu werden.", "this diagram is too large to be drawn"),
        Text::new(
            format!(
                "Es teilen: Ein Diagramm hat höchstens {STATEMENTS} Zeilen, {NODES} Knoten und {EDGES} Kanten, Zahlen in Balkenplänen haben höchstens vier Stellen."
            ),
            format!(
                "Divide it: a diagram has at most {STATEMENTS} lines, {NODES} nodes and {EDGES} edges, numbers in Gantt charts have at most four digits."
            ),
        ),
    )
}

/// A kind that is not drawn.
pub(super) fn unsupported(line: usize, word: &str) -> Fault {
    let word: String = word.chars().take(40).collect();
    let words = DiagramKind::ALL.iter().map(|kind| kind.word());
    let all = words.clone().collect::<Vec<_>>().join(", ");
    let hint = match nearest(&word, words) {
        Some(near) => Text::new(format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
        None => Text::new(format!("Es gibt: {all}."), format!("There are: {all}.")),
    };
    Fault::new(
        line,
        Text::new(
            format!("Diagramme der Art „{word}“ werden nicht gezeichnet."),
            format!("diagrams of the kind \"{word}\" are not drawn"),
        ),
        hint,
    )
}
