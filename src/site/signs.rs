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

/// A kind of sign and its class, and the word that it says.
#[derive(Clone, Copy, Hash)]
pub(super) struct Sign<'w> {
    pub kind: &'static str,
    pub class: &'static str,
    /// Whether somebody has to do something about it soon.
    pub is_loud: bool,
    pub word: &'w str,
}

impl<'w> Sign<'w> {
    /// A sign whose word is one of a group.
    fn new(words: &'w Words, (kind, class): (&'static str, &'static str), [group, name]: [&str; 2]) -> Self {
        let key = [group, ".", name].concat();
        // Without a word it says its class.
        Self { kind, class, is_loud: false, word: words.known(&key).unwrap_or(class) }
    }

    fn loud(self, is_loud: bool) -> Self {
        Self { is_loud, ..self }
    }

    /// Its classes in HTML.
    pub fn classes(&self) -> String {
        self.parts().concat()
    }

    fn parts(&self) -> [&'static str; 4] {
        [self.kind, " ", self.class, if self.is_loud { " must" } else { "" }]
    }

    /// Appends `<span class="KIND CLASS">word</span>`. Put together without formatting, since a site has a dozen for each item.
    pub fn write(&self, html: &mut String) {
        html.push_str("<span class=\"");
        self.parts().into_iter().for_each(|part| html.push_str(part));
        html.push_str("\">");
        escape(self.word, html);
        html.push_str("</span>");
    }

    fn html(&self) -> String {
        let mut html = String::with_capacity(96);
        self.write(&mut html);
        html
    }
}

pub(super) fn coverage(words: &Words, coverage: Coverage, is_must: bool) -> String {
    of_coverage(words, coverage, is_must).html()
}

fn of_coverage(words: &Words, coverage: Coverage, is_must: bool) -> Sign<'_> {
    let class = coverage.key();
    Sign::new(words, ("cov", class), ["coverage", class]).loud(is_must && coverage == Coverage::Open)
}

/// An item's coverage; loud where it is a Muss that somebody could realise and nobody does.
pub(super) fn verdict(project: &Project, words: &Words, key: ItemKey) -> Option<String> {
    of_verdict(project, words, key).map(|sign| sign.html())
}

fn of_verdict<'w>(project: &Project, words: &'w Words, key: ItemKey) -> Option<Sign<'w>> {
    let is_loud = || project.weight(key) == Priority::Muss && !project.is_waiting(key);
    project.coverage_of(key).map(|found| of_coverage(words, found, found == Coverage::Open && is_loud()))
}

fn of_origin<'w>(project: &Project, words: &'w Words, key: ItemKey) -> Sign<'w> {
    let class = if project.has_origin(key) { "traced" } else { "loose" };
    Sign::new(words, ("cov", class), ["origin", class])
}

fn of_result(words: &Words, result: TestResult) -> Sign<'_> {
    Sign::new(words, ("proof", result.key()), ["proof", result.key()])
}

pub(super) fn priority(words: &Words, priority: Priority) -> String {
    of_priority(words, priority).html()
}

fn of_priority(words: &Words, priority: Priority) -> Sign<'_> {
    let class = priority_class(priority);
    Sign::new(words, ("prio", class), ["priority", class])
}

pub(super) fn status(words: &Words, status: Status) -> String {
    of_status(words, status).html()
}

fn of_status(words: &Words, status: Status) -> Sign<'_> {
    Sign::new(words, ("status", status.key()), ["status", status.key()])
}

pub(super) fn proof(words: &Words, proof: Proof) -> String {
    of_proof(words, proof).html()
}

fn of_proof(words: &Words, proof: Proof) -> Sign<'_> {
    Sign::new(words, ("proof", proof.key()), ["proof", proof.key()])
}

pub(super) fn result(words: &Words, result: TestResult) -> String {
    of_result(words, result).html()
}

pub(super) fn tested(words: &Words, tested: Tested) -> String {
    let class = if tested == Tested::Without { "missing" } else { tested.key() };
    Sign::new(words, ("proof", class), ["tested", tested.key()]).html()
}

/// The sign of an offer's answer; loud where it costs the offer its place.
pub(super) fn reply(words: &Words, reply: Option<Reply>, is_knockout: bool) -> String {
    let key = reply.map_or("unanswered", Reply::key);
    Sign::new(words, ("reply", key), ["reply", key]).loud(is_knockout).html()
}

pub(super) fn question(words: &Words, state: QuestionState) -> String {
    Sign::new(words, ("quest", state.key()), ["question", state.key()]).html()
}

pub(super) fn level(words: &Words, severity: Severity) -> String {
    let class = level_class(severity);
    Sign::new(words, ("level", class), ["level", class]).html()
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

/// Appends an item's verdicts in a row: coverage, priority, status, proof or result.
pub(super) fn facts(project: &Project, words: &Words, key: ItemKey, has_tests: bool, html: &mut String) {
    let item = project.item(key);
    let first = match of_verdict(project, words, key) {
        Some(verdict) => (!project.is_waiting(key)).then_some(verdict),
        None => is_realiser(project, key).then(|| of_origin(project, words, key)),
    };
    let last = match (project.result_of(key), project.proof_of(key)) {
        (Some(found), _) => Some(of_result(words, found)),
        (None, Some(found)) if has_tests => Some(of_proof(words, found)),
        _ => None,
    };
    let wanted = item.priority.map(|found| of_priority(words, found));
    let status = item.status.map(|found| of_status(words, found));
    let start = html.len();
    for sign in [first, wanted, status, last].into_iter().flatten() {
        if html.len() > start {
            html.push(' ');
        }
        sign.write(html);
    }
}

/// Whether an item answers others or should: it stands in a document that realises another, and is not given up.
fn is_realiser(project: &Project, key: ItemKey) -> bool {
    project.document(project.document_of(key)).config.realises.is_some() && !project.is_dropped(key)
}

/// The first of an item's verdicts: coverage, origin, or what its test found.
pub(super) fn first<'w>(project: &Project, words: &'w Words, key: ItemKey) -> Option<Sign<'w>> {
    if project.is_waiting(key) {
        return None;
    }
    of_verdict(project, words, key)
        .or_else(|| project.result_of(key).map(|result| of_result(words, result)))
        .or_else(|| is_realiser(project, key).then(|| of_origin(project, words, key)))
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
