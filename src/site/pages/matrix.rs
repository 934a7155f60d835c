//! The matrix: every item that is to be realised, its verdict, its realisations and its tests, in one table.

use super::synopsis::{coverage_options, priority_options};
use super::{Content, Error, View};
use crate::model::{Coverage, ItemKey, Origin, Proof, Trace, TraceKind};
use crate::site::fragment::{Scope, Writer};
use crate::site::plan::MATRIX_ROWS;
use crate::site::thread::distinct;
use crate::site::{Site, signs};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many links a cell lists.
const LINKS: usize = 20;

pub(super) fn render(site: &Site, page: &View<'_>, target: usize, part: usize) -> Result<String, Error> {
    let document = site.plan.targets[target];
    let items: Vec<ItemKey> =
        site.project.items_of_document(document).skip(part * MATRIX_ROWS).take(MATRIX_ROWS).collect();
    let mut writer = site.writer(page, Scope::Nothing);
    let mut rows = 0;
    for item in items.iter().filter(|item| site.project.coverage_of(**item).is_some()) {
        row(&mut writer, *item);
        rows += 1;
    }
    let body = std::mem::take(&mut writer.out);
    let proofs: Value = Proof::ALL
        .iter()
        .map(|proof| json!({ "key": proof.key(), "label": site.words().get(&format!("proof.{}", proof.key())) }))
        .collect();
    let others: Vec<Value> = site
        .plan
        .targets
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != target)
        .map(|(number, other)| json!({ "title": site.project.document(*other).title, "href": writer.href(&site.plan.matrix(number)[0]) }))
        .collect();
    let part_title = |number: usize| {
        let ids = |index: usize| {
            let range = &site.project.document(document).items;
            site.project.item(ItemKey((range.start + index as u32).min(range.end - 1))).id.to_string()
        };
        format!("{} – {}", ids(number * MATRIX_ROWS), ids((number + 1) * MATRIX_ROWS - 1))
    };
    let content = Content::new("matrix", site.words().get("matrix"))
        .with("document", site.project.document(document).title.clone())
        .with("rows", rows)
        .with("body", body)
        .with("coverages", coverage_options(site))
        .with("priorities", priority_options(site))
        .with("proofs", proofs)
        .with("others", others)
        .with("parts", site.parts(page, site.plan.matrix(target), part_title));
    site.finish(page, content)
}

fn row(writer: &mut Writer<'_>, key: ItemKey) {
    let site = writer.site;
    let project = &*site.project;
    let coverage = project.coverage_of(key).unwrap_or(Coverage::Open);
    let proof = project.proof_of(key).unwrap_or(Proof::Untested);
    let weight = project.weight(key);
    let priority = signs::priority_class(weight);
    let is_gap = matches!(coverage, Coverage::Open | Coverage::Mentioned) || proof == Proof::Failed;
    let gap = if is_gap { " data-gap=\"1\"" } else { "" };
    let _ = write!(
        writer.out,
        "<tr class=\"{}\" data-row data-coverage=\"{}\" data-priority=\"{priority}\" data-proof=\"{}\"{gap}",
        signs::item_classes(project, key),
        coverage.key(),
        proof.key()
    );
    writer.source_of(key);
    writer.raw(">\n<th scope=\"row\">");
    writer.id_link(key);
    writer.raw("</th>\n<td>");
    writer.text(&project.item(key).title);
    let _ = write!(writer.out, "</td>\n<td data-v=\"{}\">", weight as u8);
    writer.raw(&signs::priority(site.words(), weight));
    // The worst sorts first.
    let _ = write!(writer.out, "</td>\n<td data-v=\"{}\">", Coverage::ALL.len() - 1 - coverage as usize);
    writer.raw(&signs::verdict(project, site.words(), key).unwrap_or_default());
    writer.raw("</td>\n<td>");
    realisations(writer, key);
    writer.raw("</td>\n<td>");
    tests(writer, key);
    let rank = match proof {
        Proof::Failed => 0,
        Proof::Untested => 1,
        Proof::Passed => 2,
    };
    let _ = write!(writer.out, "</td>\n<td data-v=\"{rank}\">{}</td>\n</tr>\n", signs::proof(site.words(), proof));
}

fn list(writer: &mut Writer<'_>, traces: &[&Trace], mut show: impl FnMut(&mut Writer<'_>, &Trace)) {
    if traces.is_empty() {
        return;
    }
    writer.raw("<ul>");
    for trace in traces.iter().take(LINKS) {
        writer.raw("<li>");
        show(writer, trace);
        writer.raw("</li>");
    }
    if traces.len() > LINKS {
        let more = writer.site.words().count("more", traces.len() - LINKS);
        writer.raw("<li>");
        writer.text(&more);
        writer.raw("</li>");
    }
    writer.raw("</ul>");
}

fn realisations(writer: &mut Writer<'_>, key: ItemKey) {
    let project = &*writer.site.project;
    let kinds = [TraceKind::Realises, TraceKind::Excludes];
    let traces: Vec<&Trace> = project.traces_to(key).filter(|trace| kinds.contains(&trace.kind)).collect();
    list(writer, &distinct(project, traces), |writer, trace| {
        end(writer, trace);
        writer.raw(&signs::qualifier(writer.site.words(), trace.verdict));
    });
}

/// The tests of an item and of what realises it, each once.
fn tests(writer: &mut Writer<'_>, key: ItemKey) {
    let project = &*writer.site.project;
    let realisers =
        project.traces_to(key).filter(|trace| trace.kind == TraceKind::Realises).filter_map(|trace| match trace.from {
            Origin::Item(from) => Some(from),
            Origin::Answer(_) => None,
        });
    let mut seen = BTreeSet::new();
    let mut traces = Vec::new();
    for item in std::iter::once(key).chain(realisers) {
        for trace in project.traces_to(item).filter(|trace| trace.kind == TraceKind::Verifies) {
            let is_new = match trace.from {
                Origin::Item(from) => seen.insert((0, from.0, 0)),
                Origin::Answer(answer) => seen.insert((1, answer.0.0, answer.1)),
            };
            if is_new {
                traces.push(trace);
            }
        }
    }
    list(writer, &traces, end);
}

/// Where a trace starts, as a link.
fn end(writer: &mut Writer<'_>, trace: &Trace) {
    match trace.from {
        Origin::Item(from) => writer.reference(from),
        Origin::Answer(answer) => {
            let href = format!("{}#_antwort-{}", writer.href(writer.site.plan.chapter(answer.0)), answer.1 + 1);
            let _ = write!(writer.out, "<a href=\"{href}\">");
            let project = &*writer.site.project;
            let title = project.document_of_chapter(answer.0).map(|document| project.document(document).title.as_str());
            writer.text(title.unwrap_or_default());
            writer.raw("</a>");
        }
    }
}
