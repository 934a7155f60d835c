//! A document's own page, and a document on one page for reading, printing and signing.

use super::{Content, Error, Prepared, View};
use crate::model::{ChapterKey, Coverage, DocumentKey, ItemKey, Meta, QuestionState, Role, Tally};
use crate::site::fragment::{Scope, Writer};
use crate::site::parts::volume_at;
use crate::site::plan::is_document_index;
use crate::site::{Site, signs};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>, key: DocumentKey) -> Result<Prepared<'s>, Error> {
    let document = site.project.document(key);
    let index = site.project.chapters_of(key).find(|chapter| is_document_index(&site.project, *chapter));
    let mut writer = site.writer(page, index.map_or(Scope::Nothing, Scope::Chapter));
    if let Some(index) = index {
        writer.blocks(index, &site.project.chapter(index).blocks);
        writer.footnote_list();
    }
    let intro = writer.take();
    let rows: Value = site
        .project
        .chapters_of(key)
        .filter(|chapter| Some(*chapter) != index)
        .map(|chapter| row(site, &writer, chapter))
        .collect();
    let pair = site.plan.pairs.iter().position(|pair| pair.0 == key && pair.1.is_some() || pair.1 == Some(key));
    let tally = &site.tallies[key.0 as usize];
    let content = Content::new("document", document.title.clone())
        .of(Some(key))
        .with("intro", intro)
        .with("offers", super::offers::overview(site, page, key))
        .with("state", state(site, key))
        .with("chapters", rows)
        .with("items_word", site.words().get(site.items_word(key)))
        .with("is_covered", tally.coverable() > 0 && !site.is_for_bidders())
        .with("total", figures(tally))
        .with("whole", writer.href(&site.plan.wholes(key)[0].0))
        .with("synopsis", pair.map(|pair| writer.href(&site.plan.synopsis(pair)[0])))
        .with("report", site.plan.acceptance(key).map(|(_, paths)| writer.href(&paths[0])))
        .with("overviews", overviews(site, &writer, key))
        .with("revisions", revisions(site, key));
    site.finish(page, content)
}

/// The overviews that belong to the document, with the most urgent of what they show.
fn overviews(site: &Site, writer: &Writer<'_>, key: DocumentKey) -> Value {
    let mut overviews = Vec::new();
    if let Some((path, _)) = site.plan.listing(key).first() {
        let is_target = site.plan.targets.contains(&key);
        overviews.push(json!({
            "title": site.words().get(if is_target { "matrix" } else { "list" }),
            "href": writer.href(path),
            "about": site.words().get(if is_target { "matrix.about" } else { "list.about.open-it" }),
        }));
    }
    if let Some(survey) = site.plan.surveys.iter().position(|survey| *survey == key) {
        let open = site.project.question_counts(key)[QuestionState::Open as usize];
        overviews.push(json!({
            "title": site.words().get("questions"),
            "href": writer.href(&site.plan.questions(survey)[0]),
            "about": site.words().count("questions.open", open),
        }));
    }
    Value::Array(overviews)
}

fn figures(tally: &Tally) -> Value {
    let covered = tally.coverable() > 0;
    let shown = |number: usize| if covered { number.to_string() } else { "–".to_owned() };
    json!({
        "items": if tally.items > 0 { tally.items.to_string() } else { "–".to_owned() },
        "realised": shown(tally.covered(Coverage::Realised)),
        "open": shown(tally.covered(Coverage::Open) + tally.covered(Coverage::Mentioned)),
    })
}

pub(super) fn row(site: &Site, writer: &Writer<'_>, key: ChapterKey) -> Value {
    let chapter = site.project.chapter(key);
    let tally = Tally::of(&site.project, site.project.items_of(key));
    let mut row = figures(&tally);
    row["number"] = json!(chapter.number);
    row["title"] = json!(chapter.title);
    row["href"] = json!(writer.href(site.plan.chapter(key)));
    row["bar"] = json!(signs::bar(site.words(), &tally, 10));
    row
}

/// The newest version that the document's chapters name, with its date, and their status.
pub(super) fn state(site: &Site, key: DocumentKey) -> Value {
    let meta = leading(site, key);
    let number = meta.and_then(|meta| meta.version.as_ref());
    let version =
        meta.and_then(|meta| meta.version.as_ref()).map(|version| site.words().fill("version.n", &[("n", version)]));
    let date = meta.and_then(|meta| meta.date.as_deref()).map(|date| super::shown_date(site, date));
    let status = site.tallies[key.0 as usize].status;
    let status = status.map(|status| site.words().get(&format!("status.{}", status.key())).to_owned());
    let line = [version.clone(), date.clone(), status.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    json!({ "version": version, "number": number, "date": date, "status": status, "line": line })
}

/// The front matter that speaks for the document: the first chapter's that names a version or a history.
pub(super) fn leading(site: &Site, key: DocumentKey) -> Option<&Meta> {
    let mut metas = site.project.chapters_of(key).map(|chapter| &site.project.chapter(chapter).meta);
    metas.find(|meta| meta.version.is_some() || !meta.history.is_empty())
}

/// The revision history, the newest first.
fn revisions(site: &Site, key: DocumentKey) -> Value {
    let chapters = site.project.chapters_of(key).map(|chapter| &site.project.chapter(chapter).meta.history);
    let history = chapters.into_iter().find(|history| !history.is_empty());
    let row = |revision: &crate::model::Revision| json!({ "version": revision.version, "date": super::shown_date(site, &revision.date), "author": revision.author, "change": revision.change });
    history.map_or_else(|| Value::Array(Vec::new()), |history| history.iter().rev().map(row).collect())
}

/// Words of a chapter from which on a sheet of paper is not wasted on it.
const LONG: usize = 100;

/// Whether chapters are long enough to begin on a new sheet.
fn has_long_chapters(site: &Site, key: DocumentKey) -> bool {
    let words = site.project.chapters_of(key).map(|chapter| site.project.chapter(chapter).words as usize);
    words.sum::<usize>() >= LONG * site.project.chapters_of(key).count()
}

/// What a document's front matter says for its cover: the first chapter that says it speaks for all.
fn stated(site: &Site, key: DocumentKey, what: impl Fn(&Meta) -> Option<&String>) -> Option<&str> {
    site.project.chapters_of(key).find_map(|chapter| what(&site.project.chapter(chapter).meta)).map(String::as_str)
}

pub(super) fn render_whole<'s>(
    site: &'s Site,
    page: &View<'_>,
    key: DocumentKey,
    volume: usize,
) -> Result<Prepared<'s>, Error> {
    let document = site.project.document(key);
    let volumes = site.plan.wholes(key);
    let (is_first, is_last) = (volume == 0, volume + 1 == volumes.len());
    let part = (volumes.len() > 1).then(|| {
        let numbers = [("n", (volume + 1).to_string()), ("of", volumes.len().to_string())];
        site.words().fill("part.of", &numbers.each_ref().map(|(name, number)| (*name, number.as_str())))
    });
    let mut writer = site.writer(page, Scope::Whole(key, volume));
    let mut contents = Vec::new();
    let is_long = has_long_chapters(site, key);
    let chapters = &volumes[volume].1;
    for (place, chapter) in site.project.chapters_of(key).enumerate() {
        if chapters.contains(&place) {
            contents.push(whole_chapter(&mut writer, chapter, is_long.then(|| place - chapters.start + 1)));
        } else if is_first {
            contents.push(further_chapter(&writer, chapter, volume_at(volumes, place)));
        }
    }
    // On the last chapter's kind of page: another would begin a sheet of its own.
    let run = is_long.then(|| format!("run-{}", chapters.len()));
    if let Some(run) = &run {
        let _ = writeln!(writer.out, "<div class=\"{run}\">");
    }
    writer.footnote_list();
    if run.is_some() {
        writer.raw("</div>\n");
    }
    let body = writer.take();
    let config = &site.project.config;
    let state = state(site, key);
    let confidentiality = stated(site, key, |meta| meta.confidentiality.as_ref());
    let is_signed = is_last
        && !site.is_for_bidders()
        && matches!(document.config.role, Role::Lastenheft | Role::Pflichtenheft | Role::Acceptance);
    let part_title = |number: usize| {
        let first = document.chapters.start;
        let chapters = volumes[number].1.clone().map(|place| ChapterKey(first + place as u32));
        let range = range(site, chapters.flat_map(|chapter| site.project.items_of(chapter)));
        range.unwrap_or_else(|| site.words().fill("part", &[("n", &(number + 1).to_string())]))
    };
    let content = Content::new("onepage", document.title.clone())
        .of(Some(key))
        .running(running(site, part.as_deref(), &state, confidentiality))
        .with("run", run)
        .with("signed", is_signed.then(|| signed(site, &document.title, &state)))
        .with("state", state)
        .with("subtitle", stated(site, key, |meta| meta.subtitle.as_ref()))
        .with("contact", stated(site, key, |meta| meta.contact.as_ref()))
        .with("confidentiality", confidentiality)
        .with("supplier", json!(config.supplier))
        .with("revisions", is_first.then(|| revisions(site, key)))
        .with("part", part)
        .with("parts", site.parts(page, volumes.iter().map(|(path, _)| path), part_title))
        .with("contents", contents)
        .with("body", body)
        .with("document_href", writer.href(site.plan.document(key)));
    site.finish(page, content)
}

/// What stands at the head and the foot of printed pages: attributes of the page, which its style sheet reads.
fn running(site: &Site, part: Option<&str>, state: &Value, confidentiality: Option<&str>) -> Value {
    let stated = |text: &&str| !text.is_empty();
    let project = Some(site.project.config.title.as_str()).filter(stated);
    let line = state["line"].as_str().filter(stated);
    let foot = [project, part, line, confidentiality].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (page, of) = (site.words().get("paper.page"), site.words().get("paper.of"));
    let running = [
        ("foot".to_owned(), super::short(&foot)),
        ("page".to_owned(), page.to_owned()),
        ("of".to_owned(), of.to_owned()),
    ];
    running.into_iter().map(|(name, text)| json!({ "name": name, "text": text })).collect()
}

/// The first and the last of some items.
pub(super) fn range(site: &Site, items: impl DoubleEndedIterator<Item = ItemKey>) -> Option<String> {
    let mut items = items.map(|item| &site.project.item(item).id);
    let first = items.next()?;
    Some(items.next_back().map_or_else(|| first.to_string(), |last| format!("{first}\u{a0}–\u{a0}{last}")))
}

/// What is signed: the document by its name, version and date, so that the sheet with the signatures can be told whose it is.
fn signed(site: &Site, title: &str, state: &Value) -> String {
    let known = |name: &str| state[name].as_str().map(str::to_owned);
    let document = [Some(title.to_owned()), known("version"), known("date")].into_iter().flatten();
    site.words().fill("signatures.about", &[("document", &document.collect::<Vec<_>>().join(", "))])
}

/// Appends a chapter to the document on one page, and returns its line in the contents. With a number it begins on a new sheet,
/// and the head of its sheets names it.
fn whole_chapter(writer: &mut Writer<'_>, key: ChapterKey, sheets: Option<usize>) -> Value {
    let chapter = writer.site.project.chapter(key);
    let prefix = writer.anchor_prefix(key);
    let anchor = format!("{prefix}kapitel");
    let class = sheets.map(|nth| format!(" sheets run-{nth}")).unwrap_or_default();
    let _ = write!(writer.out, "<section class=\"chapter{class}\" aria-labelledby=\"{anchor}\">\n<h2 id=\"{anchor}\">");
    if let Some(number) = &chapter.number {
        writer.raw("<span class=\"num\">");
        writer.text(number);
        writer.raw("</span> ");
    }
    writer.text(&chapter.title);
    writer.raw("</h2>\n");
    writer.base = 2;
    writer.levels.clear();
    writer.blocks(key, &chapter.blocks);
    writer.raw("</section>\n");
    let top = chapter.headings.iter().map(|heading| heading.level).min();
    let sections = chapter.headings.iter().filter(|heading| Some(heading.level) == top);
    let sections: Vec<Value> = sections
        .map(|heading| json!({ "title": heading.title, "anchor": format!("{prefix}{}", heading.anchor) }))
        .collect();
    let range = range(writer.site, writer.site.project.items_of(key));
    let href = format!("#{anchor}");
    json!({ "number": chapter.number, "title": chapter.title, "href": href, "range": range, "sections": sections })
}

/// The line in the contents of a chapter that stands in another volume.
fn further_chapter(writer: &Writer<'_>, key: ChapterKey, volume: usize) -> Value {
    let chapter = writer.site.project.chapter(key);
    let href = writer.chapter_href(key, None);
    let part = writer.site.words().fill("part", &[("n", &(volume + 1).to_string())]);
    let range = range(writer.site, writer.site.project.items_of(key));
    let range = [range, Some(part)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    json!({ "number": chapter.number, "title": chapter.title, "href": href, "range": range })
}
