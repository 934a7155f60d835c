//! The synopsis: a document's items on the left, beside each all that realises it on the right.

use super::{Content, Error, Prepared, View};
use crate::model::{
    Block, ChapterKey, Coverage, DocumentKey, Item, ItemKey, Origin, Priority, Titled, Trace, TraceKind,
};
use crate::site::fragment::{Scope, Writer};
use crate::site::listing::Control;
use crate::site::parts::synopsis_parts;
use crate::site::plain::plain_text;
use crate::site::thread::distinct;
use crate::site::{Site, signs};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// So many parts are called by their chapters; names of more would fill the screen.
const NAMED_PARTS: usize = 20;
/// How much of an item's text stands in the synopsis, in characters.
const LINES: usize = 220;

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>, pair: usize, part: usize) -> Result<Prepared<'s>, Error> {
    let (target, realiser) = site.plan.pairs[pair];
    let mut writer = site.writer(page, Scope::Nothing);
    let parts = synopsis_parts(&site.project, target);
    let paths = site.plan.synopsis(pair);
    let chapters = parts.get(part).cloned().unwrap_or_default();
    let mut rows = 0;
    if let Some(realiser) = realiser {
        for chapter in &chapters {
            rows += self::chapter(&mut writer, *chapter, realiser);
        }
    }
    let body = writer.take();
    let loose = match realiser {
        Some(realiser) if part + 1 == parts.len() => self::loose(&mut writer, realiser),
        _ => 0,
    };
    let loose_list = writer.take();
    let tally =
        crate::model::Tally::of(&site.project, chapters.iter().flat_map(|chapter| site.project.items_of(*chapter)));
    let legend: Vec<Value> = Coverage::ALL
        .iter()
        .map(|coverage| json!({ "key": coverage.key(), "sign": signs::coverage(site.words(), *coverage, false), "number": tally.covered(*coverage) }))
        .collect();
    let listing = site.listing(target);
    let part_rows: Vec<String> = parts.iter().map(|chapters| covered(site, chapters).count().to_string()).collect();
    let document = |key: DocumentKey| json!({ "title": site.project.document(key).title, "state": super::document::state(site, key)["line"] });
    let part_title = |number: usize| {
        let chapters = &parts[number];
        let title =
            |chapter: Option<&ChapterKey>| chapter.map(|chapter| writer.chapter_title(*chapter)).unwrap_or_default();
        let items = chapters.iter().flat_map(|chapter| site.project.items_of(*chapter));
        if let Some(range) = super::document::range(site, items).filter(|_| parts.len() > NAMED_PARTS) {
            range
        } else if chapters.len() > 1 {
            format!("{} – {}", title(chapters.first()), title(chapters.last()))
        } else {
            title(chapters.first())
        }
    };
    let content = Content::new("synopsis", site.words().get("synopsis"))
        .with("left", document(target))
        .with("right", realiser.map_or(Value::Null, document))
        .with("rows", rows)
        .with("total", site.tallies[target.0 as usize].coverable())
        .with("muss", site.tallies[target.0 as usize].prioritised(Priority::Muss))
        .with("target_href", writer.href(site.plan.document(target)))
        .with("legend", legend)
        .with("filters", super::listing::filters(site, &writer, listing))
        .with("part_rows", part_rows.join(" "))
        .with("parts", site.parts(page, paths.iter(), part_title))
        .with("body", body)
        .with("loose", loose)
        .with("loose_about", site.words().fill("loose.about", &[("document", &site.project.document(target).title)]))
        .with("loose_list", loose_list);
    site.finish(page, content)
}

/// The rows of some chapters.
fn covered(site: &Site, chapters: &[ChapterKey]) -> impl Iterator<Item = ItemKey> {
    let items = chapters.iter().flat_map(|chapter| site.project.items_of(*chapter));
    items.filter(|item| site.project.coverage_of(*item).is_some())
}

/// Appends a chapter's items with what realises them; returns how many there are.
fn chapter(writer: &mut Writer<'_>, chapter: ChapterKey, realiser: DocumentKey) -> usize {
    let project = &*writer.site.project;
    let items: Vec<ItemKey> = project.items_of(chapter).filter(|item| project.coverage_of(*item).is_some()).collect();
    if items.is_empty() {
        return 0;
    }
    let _ = write!(writer.out, "<section data-group aria-labelledby=\"k{0}\">\n<h3 id=\"k{0}\">", chapter.0);
    let title = writer.chapter_title(chapter);
    writer.text(&title);
    writer.raw("</h3>\n");
    for item in &items {
        row(writer, *item, realiser);
    }
    writer.raw("</section>\n");
    items.len()
}

fn row(writer: &mut Writer<'_>, key: ItemKey, realiser: DocumentKey) {
    let site = writer.site;
    let project = &*site.project;
    let coverage = project.coverage_of(key).unwrap_or(Coverage::Open);
    let priority = signs::priority_class(project.weight(key));
    let class = coverage.key();
    let listing = site.listing(project.document_of(key));
    let place = listing.place(key);
    let _ = write!(writer.out, "<article class=\"row spread {class} {priority}\" id=\"");
    writer.text(project.name_of(key));
    let _ =
        write!(writer.out, "\" data-row data-f=\"{}\"", place.map(|place| listing.codes(place)).unwrap_or_default());
    for (number, _) in listing.facets.iter().enumerate().filter(|(_, one)| one.control == Control::Text) {
        let text = place.map(|place| listing.text_of(site, place, number)).unwrap_or_default();
        if !text.is_empty() {
            let _ = write!(writer.out, " data-t{number}=\"");
            writer.text(&text);
            writer.raw("\"");
        }
    }
    writer.raw(">\n<div class=\"left\" data-id=\"");
    writer.text(project.name_of(key));
    writer.raw("\"");
    writer.source_of(key);
    writer.raw("><div>\n<h4>");
    let start = Start::of(project.item(key));
    title(writer, key, &start);
    writer.raw("</h4>\n<p class=\"facts\">");
    signs::facts(project, site.words(), key, false, &mut writer.out);
    writer.raw("</p>\n");
    paragraph(writer, &start.lines, "");
    writer.raw("</div></div>\n");
    answers(writer, key, realiser, coverage);
    writer.raw("</article>\n");
}

fn title(writer: &mut Writer<'_>, key: ItemKey, start: &Start) {
    let item = writer.site.project.item(key);
    writer.id_link(key);
    writer.raw(" ");
    if start.is_hiding_title {
        // The text says it again right below: only those who do not see the page hear it as a heading.
        writer.raw("<span class=\"vh\">");
        writer.text(&item.title);
        writer.raw("</span>");
    } else {
        writer.text(&item.title);
    }
}

/// The first lines of an item's text, and what of them its title says already.
struct Start {
    /// Empty where they are the title.
    lines: String,
    /// Whether the title is how they begin, so that it is not shown twice.
    is_hiding_title: bool,
}

impl Start {
    fn of(item: &Item) -> Self {
        let bare = |text: &str| text.trim_end_matches(['.', ' ', '…']).len();
        let mut lines = first_lines(item);
        let is_beginning = item.titled == Titled::FirstSentence;
        let is_title = is_beginning && lines[..bare(&lines)] == item.title[..bare(&item.title)];
        if is_title {
            lines.clear();
        }
        Self { lines, is_hiding_title: is_beginning && !is_title }
    }
}

/// The start of an item's text without markup, cut at a word.
fn first_lines(item: &Item) -> String {
    let prose = item.blocks.iter().find_map(|block| match block {
        Block::Prose(prose) => Some(prose),
        _ => None,
    });
    let text = prose.map(|prose| plain_text(&prose.fragment)).unwrap_or_default();
    match text.char_indices().nth(LINES) {
        None => text,
        Some((limit, _)) => format!("{} …", &text[..text[..limit].rfind(' ').unwrap_or(limit)]),
    }
}

/// What the realising document says of an item.
fn answers(writer: &mut Writer<'_>, key: ItemKey, realiser: DocumentKey, coverage: Coverage) {
    let project = &*writer.site.project;
    let answers: Vec<&Trace> = project
        .traces_to(key)
        .filter(|trace| {
            matches!(trace.kind, TraceKind::Realises | TraceKind::Excludes) && stands_in(writer, trace, realiser)
        })
        .collect();
    let answers = distinct(project, answers);
    let mentions: Vec<_> = if coverage == Coverage::Mentioned {
        let places = writer.mention_places(key).into_iter();
        places.filter(|(_, mention)| project.document_of_chapter(mention.0) == Some(realiser)).take(5).collect()
    } else {
        Vec::new()
    };
    if answers.is_empty() && mentions.is_empty() {
        return nothing(writer, key, coverage);
    }
    let summary = writer.site.words().count("answers", answers.len() + mentions.len());
    writer.raw("<details class=\"fold\"><summary>");
    writer.text(&summary);
    writer.raw("</summary>\n<ul class=\"reals\">\n");
    for trace in answers {
        answer(writer, trace);
    }
    for (item, mention) in mentions {
        writer.raw("<li class=\"mentioned\"><h4>");
        writer.mention_place(item, mention);
        writer.raw("</h4></li>\n");
    }
    writer.raw("</ul></details>\n");
}

fn stands_in(writer: &Writer<'_>, trace: &Trace, document: DocumentKey) -> bool {
    let project = &*writer.site.project;
    match trace.from {
        Origin::Item(from) => project.document_of(from) == document && !project.is_dropped(from),
        Origin::Answer(answer) => project.document_of_chapter(answer.0) == Some(document),
    }
}

fn nothing(writer: &mut Writer<'_>, key: ItemKey, coverage: Coverage) {
    let site = writer.site;
    let is_must = site.project.weight(key) == Priority::Muss;
    writer.raw("<div class=\"right nothing\" data-id=\"");
    writer.text(site.project.name_of(key));
    writer.raw("\">");
    writer.raw(&signs::verdict(&site.project, site.words(), key).unwrap_or_default());
    writer.raw(" <small>");
    writer.word(match (coverage, is_must) {
        (Coverage::Excluded, _) => "synopsis.boundary",
        (_, true) => "synopsis.open-muss",
        (_, false) => "synopsis.open",
    });
    writer.raw("</small></div>\n");
}

fn answer(writer: &mut Writer<'_>, trace: &Trace) {
    let project = &*writer.site.project;
    let verdict = trace.verdict;
    let _ = write!(writer.out, "<li class=\"{}\"", signs::verdict_class(verdict));
    match trace.from {
        Origin::Item(from) => {
            writer.raw(" data-id=\"");
            writer.text(project.name_of(from));
            writer.raw("\"");
            writer.source_of(from);
            writer.raw("><h4>");
            let start = Start::of(project.item(from));
            title(writer, from, &start);
            // Beside an ID alone there is no room for it: there it ends the text.
            let qualifier = signs::qualifier(writer.site.words(), verdict);
            let (above, below) =
                if start.is_hiding_title { ("", qualifier.as_str()) } else { (qualifier.as_str(), "") };
            writer.raw(above);
            writer.raw("</h4>\n");
            let reason = trace.answer.map(|answer| &project.answer(answer).reason);
            paragraph(writer, reason.filter(|reason| !reason.is_empty()).unwrap_or(&start.lines), below);
        }
        Origin::Answer(answer) => {
            let row = project.answer(answer);
            writer.raw(" data-id=\"antwort-");
            let _ = write!(writer.out, "{}-{}\"><h4>", answer.0.0, answer.1);
            let href = format!("{}#_antwort-{}", writer.href(writer.site.plan.chapter(answer.0)), answer.1 + 1);
            let _ = write!(writer.out, "<a href=\"{href}\">");
            let title = writer.chapter_title(answer.0);
            writer.text(&title);
            writer.raw("</a>");
            writer.raw(&signs::qualifier(writer.site.words(), verdict));
            writer.raw("</h4>\n");
            paragraph(writer, &row.reason, "");
        }
    }
    writer.raw("</li>\n");
}

fn paragraph(writer: &mut Writer<'_>, text: &str, qualifier: &str) {
    if text.is_empty() {
        return;
    }
    writer.raw("<p>");
    writer.text(text);
    writer.raw(qualifier);
    writer.raw("</p>\n");
}

/// Appends the realising document's items that nothing asked for; returns how many there are.
fn loose(writer: &mut Writer<'_>, realiser: DocumentKey) -> usize {
    let project = &*writer.site.project;
    let is_loose = |item: &ItemKey| {
        !project.is_dropped(*item) && !signs::is_test(project.item(*item)) && !project.has_origin(*item)
    };
    let loose: Vec<ItemKey> = project.items_of_document(realiser).filter(is_loose).collect();
    for item in loose.iter().take(crate::site::parts::SYNOPSIS_ROWS) {
        writer.raw("<li class=\"loose\"><h3>");
        let start = Start::of(project.item(*item));
        title(writer, *item, &start);
        writer.raw("</h3>\n");
        paragraph(writer, &start.lines, "");
        writer.raw("</li>\n");
    }
    loose.len()
}
