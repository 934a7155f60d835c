//! The signs of the site: coverage, priority, status, proof and level, each with its word.

use super::words::Words;
use crate::diag::Severity;
use crate::model::{
    Coverage, FieldName, Item, ItemKey, Origin, Priority, Project, Proof, QuestionState, Reply, Status, Tally,
    TestResult, Tested, TraceKind, Verdict, escape,
};
use std::fmt::Write as _;

/// The class of a priority.
pub(super) const fn priority_class(priority: Priority) -> &'static str {
    match priority {
        Priority::Muss => "must",
        Priority::Wunsch => "wish",
        Priority::Abgrenzung => "wont",
    }
}

/// The class of a severity.
pub(super) const fn level_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warn",
        Severity::Hint => "hint",
    }
}

/// `<span class="KIND CLASS">word</span>`, with the word that a group of them has for a name. Put together without formatting,
/// since a site has a dozen for each item.
fn sign(words: &Words, kind: &str, class: &str, [group, name]: [&str; 2]) -> String {
    let mut html = ["<span class=\"", kind, " ", class, "\">"].concat();
    escape(words.get(&[group, ".", name].concat()), &mut html);
    html.push_str("</span>");
    html
}

pub(super) fn coverage(words: &Words, coverage: Coverage, is_must: bool) -> String {
    let class = coverage.key();
    let loud = if is_must && coverage == Coverage::Open { " must" } else { "" };
    sign(words, "cov", &[class, loud].concat(), ["coverage", class])
}

/// An item's coverage; loud where it is a Muss that somebody could realise and nobody does.
pub(super) fn verdict(project: &Project, words: &Words, key: ItemKey) -> Option<String> {
    let is_loud = project.weight(key) == Priority::Muss && !project.is_waiting(key);
    project.coverage_of(key).map(|found| coverage(words, found, is_loud))
}

pub(super) fn origin(words: &Words, class: &str) -> String {
    sign(words, "cov", class, ["origin", class])
}

pub(super) fn priority(words: &Words, priority: Priority) -> String {
    let class = priority_class(priority);
    sign(words, "prio", class, ["priority", class])
}

pub(super) fn status(words: &Words, status: Status) -> String {
    sign(words, "status", status.key(), ["status", status.key()])
}

pub(super) fn proof(words: &Words, proof: Proof) -> String {
    sign(words, "proof", proof.key(), ["proof", proof.key()])
}

pub(super) fn result(words: &Words, result: TestResult) -> String {
    sign(words, "proof", result.key(), ["proof", result.key()])
}

pub(super) fn tested(words: &Words, tested: Tested) -> String {
    let class = if tested == Tested::Without { "missing" } else { tested.key() };
    sign(words, "proof", class, ["tested", tested.key()])
}

/// The sign of an offer's answer; loud where it costs the offer its place.
pub(super) fn reply(words: &Words, reply: Option<Reply>, is_knockout: bool) -> String {
    let key = reply.map_or("unanswered", Reply::key);
    let loud = if is_knockout { " must" } else { "" };
    sign(words, "reply", &[key, loud].concat(), ["reply", key])
}

pub(super) fn question(words: &Words, state: QuestionState) -> String {
    sign(words, "quest", state.key(), ["question", state.key()])
}

pub(super) fn level(words: &Words, severity: Severity) -> String {
    let class = level_class(severity);
    sign(words, "level", class, ["level", class])
}

/// `(teilweise)` beside a link; nothing for a link in full.
pub(super) fn qualifier(words: &Words, verdict: Verdict) -> String {
    let key = match verdict {
        Verdict::Full => return String::new(),
        Verdict::Partial => "coverage.partial",
        Verdict::Deviating => "coverage.deviating",
        Verdict::Excluded => "coverage.excluded",
        Verdict::Open => "coverage.open",
    };
    format!(" <span class=\"qual\">({})</span>", handlebars::html_escape(words.get(key)))
}

/// The class of the trace that a verdict makes.
pub(super) const fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Full => "realised",
        Verdict::Partial => "partial",
        Verdict::Deviating => "deviating",
        Verdict::Excluded => "excluded",
        Verdict::Open => "open",
    }
}

/// The classes of an item's container: how it is covered, and how much it is wanted.
pub(super) fn item_classes(project: &Project, key: ItemKey) -> String {
    let item = project.item(key);
    let priority = || priority_class(project.weight(key));
    if project.is_waiting(key) {
        return format!("waiting {}", priority());
    }
    if let Some(coverage) = project.coverage_of(key) {
        return format!("{} {}", coverage.key(), priority());
    }
    if project.is_dropped(key) {
        return "dropped".to_owned();
    }
    let realises = project.document(project.document_of(key)).config.realises.is_some();
    let origin = if project.has_origin(key) { "traced" } else { "loose" };
    match (realises, item.priority) {
        (true, Some(_)) => format!("{origin} {}", priority()),
        (true, None) => origin.to_owned(),
        (false, Some(_)) => priority().to_owned(),
        (false, None) => String::new(),
    }
}

/// An item's verdicts in a row: coverage, priority, status, proof or result.
pub(super) fn facts(project: &Project, words: &Words, key: ItemKey, has_tests: bool) -> String {
    let item = project.item(key);
    let mut signs = Vec::new();
    if project.coverage_of(key).is_some() {
        signs.extend(verdict(project, words, key).filter(|_| !project.is_waiting(key)));
    } else if project.document(project.document_of(key)).config.realises.is_some() && !project.is_dropped(key) {
        signs.push(origin(words, if project.has_origin(key) { "traced" } else { "loose" }));
    }
    signs.extend(item.priority.map(|found| priority(words, found)));
    signs.extend(item.status.map(|found| status(words, found)));
    match (project.result_of(key), project.proof_of(key)) {
        (Some(found), _) => signs.push(result(words, found)),
        (None, Some(found)) if has_tests => signs.push(proof(words, found)),
        _ => {}
    }
    signs.join(" ")
}

/// The first of an item's verdicts, as its classes and its word: coverage, origin, or what its test found.
pub(super) fn first(project: &Project, words: &Words, key: ItemKey) -> Option<(String, String)> {
    let pair = |kind: &str, class: &str, word: String| Some((format!("{kind} {class}"), words.get(&word).to_owned()));
    if project.is_waiting(key) {
        return None;
    }
    if let Some(coverage) = project.coverage_of(key) {
        let is_loud = coverage == Coverage::Open && project.weight(key) == Priority::Muss;
        let class = if is_loud { "open must" } else { coverage.key() };
        return pair("cov", class, format!("coverage.{}", coverage.key()));
    }
    if let Some(result) = project.result_of(key) {
        return pair("proof", result.key(), format!("proof.{}", result.key()));
    }
    let realises = project.document(project.document_of(key)).config.realises.is_some() && !project.is_dropped(key);
    let class = if project.has_origin(key) { "traced" } else { "loose" };
    realises.then(|| pair("cov", class, format!("origin.{class}"))).flatten()
}

/// Whether an item is a test: it decides about others.
pub(super) fn is_test(item: &Item) -> bool {
    item.traces.iter().any(|field| field.kind == TraceKind::Verifies)
        || item.fields.iter().any(|field| field.key == crate::model::FieldKey::Known(FieldName::Result))
}

/// The result of the test that a trace starts from.
pub(super) fn test_result(project: &Project, from: Origin) -> TestResult {
    let result = match from {
        Origin::Item(item) => project.result_of(item),
        Origin::Answer(answer) => project.answer(answer).result,
    };
    result.unwrap_or(TestResult::Untested)
}

/// A bar whose parts are the coverage of some items, as SVG, with all of it in words for those who do not see it.
pub(super) fn bar(words: &Words, tally: &Tally, height: u32) -> String {
    let total = tally.coverable();
    if total == 0 {
        return String::new();
    }
    let open = tally.covered(Coverage::Open);
    let loud = tally.open_muss;
    let mut parts: Vec<(&str, usize)> =
        Coverage::ALL[..5].iter().map(|kind| (kind.key(), tally.covered(*kind))).collect();
    parts.extend([("open", open - loud), ("open must", loud)]);
    let spoken: Vec<String> = Coverage::ALL
        .iter()
        .filter(|kind| tally.covered(**kind) > 0)
        .map(|kind| format!("{} {}", tally.covered(*kind), words.get(&format!("coverage.{}", kind.key()))))
        .collect();
    let small = if height < 20 { " small" } else { "" };
    let label = handlebars::html_escape(&spoken.join(", "));
    let mut svg = format!("<svg class=\"bar{small}\" height=\"{height}\" role=\"img\" aria-label=\"{label}\">");
    let per_cent = |number: usize| {
        // Hundredths of a per cent in whole numbers, so that every machine writes the same.
        let hundredths = (number * 20_000 / total).div_ceil(2);
        format!("{}.{:02}%", hundredths / 100, hundredths % 100)
    };
    let middle = height / 2;
    let mut from = 0;
    for (class, number) in parts.into_iter().filter(|(_, number)| *number > 0) {
        let (start, end) = (per_cent(from), per_cent(from + number));
        // Writing to a string cannot fail.
        let _ = if class.starts_with("open") {
            let (top, tall) = (middle * 2 / 5, middle * 6 / 5);
            write!(
                svg,
                "<rect class=\"{class}\" x=\"{start}\" width=\"{}\" y=\"{top}\" height=\"{tall}\"/>",
                per_cent(number)
            )
        } else {
            write!(svg, "<line class=\"{class}\" x1=\"{start}\" x2=\"{end}\" y1=\"{middle}\" y2=\"{middle}\"/>")
        };
        if class == "excluded" {
            let _ = write!(svg, "<circle class=\"excluded\" cx=\"{end}\" cy=\"{middle}\" r=\"{}\"/>", middle * 2 / 5);
        }
        from += number;
    }
    svg.push_str("</svg>");
    svg
}
