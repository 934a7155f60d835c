//! An item: its text, its whole chain up and down, and every place that mentions it.

use super::{Content, Error, Prepared, View};
use crate::model::{Coverage, DocumentKey, Item, ItemKey, Origin, Project, Role, TraceKind, Verdict};
use crate::site::card::Card;
use crate::site::fragment::{Scope, Writer};
use crate::site::graph::{Drawing, around_item, is_chained};
use crate::site::{Site, signs};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many places that mention an item its page lists.
const MENTIONS: usize = 500;
/// How many cases of test tools its page lists.
const CASES: usize = 100;

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>, key: ItemKey) -> Result<Prepared<'s>, Error> {
    let project = &*site.project;
    let (item, chapter, document) = (project.item(key), project.chapter_of(key), project.document_of(key));
    let mut writer = site.writer(page, Scope::Item(key));
    writer.card(key, Card::Text);
    let card = writer.take();
    // Bidders see one document: without a group around it there is no chain.
    let is_grouped = |trace: &crate::model::Trace| trace.kind == TraceKind::Refines;
    if !site.is_for_bidders() || project.traces_from(key).chain(project.traces_to(key)).any(is_grouped) {
        strand(&mut writer, key);
    }
    let strand = writer.take();
    let graph = if site.is_for_bidders() { Drawing::default() } else { around_item(&mut writer, key, "#_faden") };
    super::offers::on_item(&mut writer, key);
    let replies = writer.take();
    cases(&mut writer, key);
    let cases = writer.take();
    others(&mut writer, key);
    let others = writer.take();
    mentions(&mut writer, key);
    let mentions = writer.take();
    writer.footnote_list();
    let footnotes = writer.take();
    let chapter_href = format!("{}#{}", writer.href(site.plan.chapter(chapter)), project.name_of(key));
    let content = Content::new("item", name(item))
        .of(Some(document))
        .with("id", &*item.id)
        .with("document_title", project.document(document).title.clone())
        .with("document_href", writer.href(site.plan.document(document)))
        .with("chapter_title", writer.chapter_title(chapter))
        .with("chapter_href", chapter_href)
        .with("card", card)
        .with("graph", graph)
        .with("strand", strand)
        .with("replies", replies)
        .with("cases", cases)
        .with("others", others)
        .with("mentions", mentions)
        .with("footnotes", footnotes)
        .with("source", site.words().fill("source.line", &[("line", &item.place.line.to_string())]))
        .with("file", (!site.is_for_bidders()).then(|| item.place.file.to_string()))
        .with("formerly", formerly(site, key))
        .with("previous", neighbour(&writer, key, key.0.checked_sub(1)))
        .with("next", neighbour(&writer, key, Some(key.0 + 1)));
    site.finish(page, content)
}

/// An item's ID and title.
pub(super) fn name(item: &Item) -> String {
    [&*item.id, " ", &item.title].concat()
}

/// The IDs that an item had before, as a sentence; nothing where it had none.
fn formerly(site: &Site, key: ItemKey) -> Value {
    let old: Vec<&str> =
        site.plan.forwards.iter().filter(|forward| forward.item == key).map(|forward| &*forward.old).collect();
    if old.is_empty() { Value::Null } else { json!(site.words().fill("moved.formerly", &[("ids", &old.join(", "))])) }
}

/// The item before or after, in the same document.
fn neighbour(writer: &Writer<'_>, key: ItemKey, other: Option<u32>) -> Value {
    let project = &*writer.site.project;
    let range = &project.document(project.document_of(key)).items;
    let Some(other) = other.filter(|other| range.contains(other)).map(ItemKey) else { return Value::Null };
    let item = project.item(other);
    json!({ "title": name(item), "href": writer.href(writer.site.plan.item(other)) })
}

/// One end of the chain: an item, or an answer's row, with what qualifies the way to it.
#[derive(Clone, PartialEq, Eq)]
enum End {
    Item(ItemKey, Verdict),
    Answer(crate::model::TraceKey),
}

/// The chain of an item: for each document of the project what stands in it above or below.
fn chain(project: &Project, key: ItemKey) -> BTreeMap<DocumentKey, Vec<End>> {
    let mut chain: BTreeMap<DocumentKey, Vec<End>> = BTreeMap::new();
    let mut add = |end: End| {
        let document = match &end {
            End::Item(item, _) => Some(project.document_of(*item)),
            End::Answer(trace) => match project.trace(*trace).from {
                Origin::Answer(answer) => project.document_of_chapter(answer.0),
                Origin::Item(item) => Some(project.document_of(item)),
            },
        };
        let Some(document) = document else { return };
        let ends = chain.entry(document).or_default();
        let known = ends.iter().any(|known| match (known, &end) {
            (End::Item(a, _), End::Item(b, _)) => a == b,
            (a, b) => a == b,
        });
        if !known {
            ends.push(end);
        }
    };
    let own = project.document_of(key);
    let mut up = vec![key];
    let mut down = vec![key];
    // From the survey to the test there are few steps; the bound keeps circles finite.
    for _ in 0..4 {
        up = step_up(project, &up, &mut add);
        down = step_down(project, &down, &mut add);
    }
    chain.remove(&own);
    chain
}

/// From items to what they stem from: what they realise, verify, or name as their origin.
fn step_up(project: &Project, items: &[ItemKey], add: &mut impl FnMut(End)) -> Vec<ItemKey> {
    let mut next = Vec::new();
    for item in items {
        for trace in project.traces_from(*item) {
            if is_chained(trace.kind) && !next.contains(&trace.to) {
                add(End::Item(trace.to, trace.verdict));
                next.push(trace.to);
            }
        }
    }
    next
}

/// From items to what answers them: what realises or excludes them, and what verifies them.
fn step_down(project: &Project, items: &[ItemKey], add: &mut impl FnMut(End)) -> Vec<ItemKey> {
    let mut next = Vec::new();
    for item in items {
        for key in project.incoming.of(*item) {
            let trace = project.trace(*key);
            if !is_chained(trace.kind) {
                continue;
            }
            match trace.from {
                Origin::Item(from) => {
                    add(End::Item(from, trace.verdict));
                    if trace.kind != TraceKind::Verifies && !next.contains(&from) {
                        next.push(from);
                    }
                }
                Origin::Answer(_) => add(End::Answer(*key)),
            }
        }
    }
    next
}

/// The chain as a list along the thread: a stage for each document.
fn strand(writer: &mut Writer<'_>, key: ItemKey) {
    let site = writer.site;
    let project = &*site.project;
    let own = project.document_of(key);
    let chain = chain(project, key);
    let is_stage = |document: &DocumentKey| {
        let role = project.document(*document).config.role;
        *document == own || chain.contains_key(document) || !matches!(role, Role::Annex | Role::Offers | Role::Survey)
    };
    writer.raw("<ol class=\"strand\">\n");
    let stages: Vec<DocumentKey> = project.document_keys().filter(is_stage).collect();
    for (number, document) in stages.iter().enumerate() {
        let ends = chain.get(document);
        let is_last = number + 1 == stages.len();
        let mut classes = vec![if is_last { "" } else { onward(project, key, *document, own, &chain) }];
        classes.extend((*document == own).then_some("here"));
        classes.extend((*document != own && ends.is_none()).then_some("gap"));
        let class = classes.join(" ");
        let _ = write!(writer.out, "<li class=\"{}\">\n<h3>", class.trim());
        writer.text(&project.document(*document).title);
        writer.raw("</h3>\n");
        if *document == own {
            here(writer, key);
        } else if let Some(ends) = ends {
            writer.raw("<ul>\n");
            for end in ends {
                writer.raw("<li>");
                self::end(writer, end);
                writer.raw("</li>\n");
            }
            writer.raw("</ul>\n");
        } else {
            writer.raw("<p>");
            let role = project.document(*document).config.role;
            writer.word(match role {
                Role::Pflichtenheft if project.coverage_of(key).is_some() => "empty.realisation",
                Role::Acceptance => "empty.test",
                _ => "empty.stage",
            });
            writer.raw("</p>\n");
        }
        writer.raw("</li>\n");
    }
    writer.raw("</ol>\n");
}

/// How the thread runs on from a stage.
fn onward(
    project: &Project,
    key: ItemKey,
    document: DocumentKey,
    own: DocumentKey,
    chain: &BTreeMap<DocumentKey, Vec<End>>,
) -> &'static str {
    if document < own {
        return if chain.contains_key(&document) { "realised" } else { "break" };
    }
    if document == own
        && let Some(coverage) = project.coverage_of(key)
    {
        return match coverage {
            Coverage::Open | Coverage::Excluded => "break",
            other => other.key(),
        };
    }
    let follows = chain.keys().any(|other| *other > document);
    if follows && (document == own || chain.contains_key(&document)) { "realised" } else { "break" }
}

/// The item itself in its chain, with what it is part of and what refines it.
fn here(writer: &mut Writer<'_>, key: ItemKey) {
    let project = &*writer.site.project;
    writer.raw("<ul>\n");
    for trace in project.traces_from(key).filter(|trace| trace.kind == TraceKind::Refines) {
        writer.raw("<li>");
        writer.reference(trace.to);
        writer.raw(" ");
        writer.text(&project.item(trace.to).title);
        writer.raw(" <small>");
        writer.word("link.parent");
        writer.raw("</small></li>\n");
    }
    writer.raw("<li><span class=\"ref\">");
    writer.text(&project.item(key).id);
    writer.raw("</span> <span class=\"here-item\">");
    writer.text(&project.item(key).title);
    writer.raw("</span></li>\n");
    for trace in project.traces_to(key).filter(|trace| trace.kind == TraceKind::Refines) {
        if let Origin::Item(child) = trace.from {
            writer.raw("<li>");
            end(writer, &End::Item(child, Verdict::Full));
            writer.raw("</li>\n");
        }
    }
    writer.raw("</ul>\n");
}

fn end(writer: &mut Writer<'_>, end: &End) {
    let site = writer.site;
    let project = &*site.project;
    match end {
        End::Item(item, verdict) => {
            writer.reference(*item);
            writer.raw(" ");
            writer.text(&project.item(*item).title);
            writer.raw(&signs::qualifier(site.words(), *verdict));
            if let Some(verdict) = signs::verdict(project, site.words(), *item) {
                writer.raw(" ");
                writer.raw(if project.is_waiting(*item) { "" } else { &verdict });
            } else if signs::is_test(project.item(*item)) {
                writer.raw(" ");
                writer.raw(&signs::result(site.words(), signs::test_result(project, Origin::Item(*item))));
            }
        }
        End::Answer(trace) => writer.trace_end(project.trace(*trace), true),
    }
}

/// Traces that are no part of the chain: what it depends on, conflicts with, replaces.
fn others(writer: &mut Writer<'_>, key: ItemKey) {
    let is_other = |kind| !is_chained(kind) && kind != TraceKind::Refines;
    let kinds: Vec<_> = writer.kinds(key).into_iter().filter(|(_, traces, _)| is_other(traces[0].kind)).collect();
    if kinds.is_empty() {
        return;
    }
    writer.raw("<dl class=\"links\">\n");
    for (label, traces, incoming) in kinds {
        writer.raw("<dt>");
        writer.word(label);
        writer.raw("</dt>\n<dd><ul>\n");
        for trace in traces {
            writer.raw("<li>");
            writer.trace_end(trace, incoming);
            writer.raw("</li>\n");
        }
        writer.raw("</ul></dd>\n");
    }
    writer.raw("</dl>\n");
}

/// The cases of test tools that decide about an item, each with where it stands and when it ran.
fn cases(writer: &mut Writer<'_>, key: ItemKey) {
    let site = writer.site;
    let project = &*site.project;
    let cases = project.cases_of(key);
    if cases.is_empty() {
        return;
    }
    writer.raw("<ul class=\"named\">\n");
    for case in cases.iter().take(CASES) {
        let (report, case) = project.case(*case);
        let place = [("file", &*report.file), ("line", &case.name.place.line.to_string())];
        let place = site.words().fill("cases.line", &place);
        let day = case.day().map(|day| super::shown_date(site, day));
        let about: Vec<&str> =
            case.class.iter().map(|class| &*class.text).chain(day.as_deref()).chain([place.as_str()]).collect();
        writer.raw("<li>");
        writer.raw(&signs::result(site.words(), case.outcome));
        writer.raw(" <code>");
        writer.text(&case.name.text);
        writer.raw("</code> <small>");
        writer.text(&about.join(" · "));
        writer.raw("</small></li>\n");
    }
    if cases.len() > CASES {
        let more = site.words().count("more", cases.len() - CASES);
        writer.raw("<li>");
        writer.text(&more);
        writer.raw("</li>\n");
    }
    writer.raw("</ul>\n");
    if let Some(written) = project.item(key).result.filter(|_| project.is_contradicted(key)) {
        let word = site.words().get(&format!("proof.{}", written.key())).to_owned();
        let note = site.words().fill("cases.contradict", &[("written", &word)]);
        writer.raw("<p class=\"note-line\">");
        writer.text(&note);
        writer.raw("</p>\n");
    }
}

/// How much is quoted on each side of a mention, in characters.
const QUOTED: usize = 60;

fn mentions(writer: &mut Writer<'_>, key: ItemKey) {
    let places = writer.mention_places(key);
    for (item, mention) in places.iter().take(MENTIONS) {
        writer.raw("<li>");
        writer.mention_place(*item, *mention);
        quote(writer, *mention);
        writer.raw("</li>\n");
    }
}

/// A piece of a line without its marks, and with one blank where there are several, as in the cells of a table.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !matches!(c, '*' | '`' | '|' | '#')) {
        match c.is_whitespace() {
            true if plain.ends_with(' ') => {}
            true => plain.push(' '),
            false => plain.push(c),
        }
    }
    plain
}

/// The words around a mention, without the marks between them.
fn quote(writer: &mut Writer<'_>, mention: crate::model::MentionKey) {
    let site = writer.site;
    let place = &site.project.mention(mention).target.place;
    let Some(excerpt) = crate::diag::render::excerpt(place, &*site.texts) else { return };
    let before = plain(&excerpt.line[..excerpt.marked.start]);
    let after = plain(&excerpt.line[excerpt.marked.end..]);
    let start = before.char_indices().rev().take(QUOTED).last().map_or(before.len(), |(at, _)| at);
    let end = after.char_indices().nth(QUOTED).map_or(after.len(), |(at, _)| at);
    writer.raw(" <q>… ");
    writer.text(before[start..].trim_start());
    writer.raw("<mark>");
    writer.text(&excerpt.line[excerpt.marked.clone()]);
    writer.raw("</mark>");
    writer.text(after[..end].trim_end());
    writer.raw(" …</q>");
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_quotation_has_neither_marks_nor_the_blanks_that_align_a_table() {
        assert_eq!(plain("| **LH-1**   | Das `System`     muss\t|"), " LH-1 Das System muss ");
    }
}
