//! How the offers answer the items: side by side, and on the page of one.

use super::{Content, Figures, Value, View, json};
use crate::config::Reply;
use crate::model::{ItemKey, ItemReply, Offer, Priority};
use crate::site::fragment::Writer;
use crate::site::parts::COMPARISON_ROWS;
use crate::site::{Site, signs};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A part of the items with every offer's answer, for the comparison's template.
pub(super) fn page_part<'s>(
    site: &Site,
    page: &View<'_>,
    writer: &mut Writer<'_>,
    part: usize,
    content: Content<'s>,
) -> Content<'s> {
    let demands = &site.comparison().demands;
    let items = demands.iter().skip(part * COMPARISON_ROWS).take(COMPARISON_ROWS);
    let mut differing = 0;
    for item in items {
        differing += usize::from(row(writer, *item));
    }
    let body = writer.take();
    let heads: Vec<Value> = site.project.offers.iter().map(|offer| json!(offer.name)).collect();
    let last = demands.len().saturating_sub(1);
    let id = |index: usize| demands.get(index.min(last)).map_or("", |item| &*site.project.item(*item).id);
    let title =
        |number: usize| format!("{} – {}", id(number * COMPARISON_ROWS), id((number + 1) * COMPARISON_ROWS - 1));
    content
        .with("body", body)
        .with("heads", heads)
        .with("differing", site.words().count("replies.differing", differing))
        .with("priorities", priorities(site))
        .with("replies", kinds(site))
        .with("parts", site.parts(page, site.plan.compared().iter(), title))
}

/// The choices of a filter by priority; nobody is asked about Abgrenzungen.
fn priorities(site: &Site) -> Value {
    let option = |priority: Priority| {
        let class = signs::priority_class(priority);
        json!({ "key": class, "label": site.words().get(&format!("priority.{class}")) })
    };
    [Priority::Muss, Priority::Wunsch].into_iter().map(option).collect()
}

/// The choices of a filter by answer.
fn kinds(site: &Site) -> Value {
    let keys = Reply::ALL.iter().map(|reply| reply.key()).chain(["unanswered"]);
    keys.map(|key| json!({ "key": key, "label": site.words().get(&format!("reply.{key}")) })).collect()
}

/// Appends an item with all answers. Whether they differ.
fn row(writer: &mut Writer<'_>, item: ItemKey) -> bool {
    let site = writer.site;
    let project = &*site.project;
    let weight = project.weight(item);
    let replies: Vec<Option<Reply>> = project.offers.iter().map(|offer| offer.reply(item)).collect();
    let differ = replies.windows(2).any(|pair| pair[0] != pair[1]);
    let kinds: BTreeSet<&str> = replies.iter().map(|reply| reply.map_or("unanswered", Reply::key)).collect();
    let kinds = kinds.into_iter().collect::<Vec<_>>().join(" ");
    let class = signs::priority_class(weight);
    let _ = write!(writer.out, "<tr data-row data-priority=\"{class}\" data-reply=\"{kinds}\"");
    writer.raw(if differ { " data-differs=\"1\"" } else { "" });
    writer.source_of(item);
    writer.raw("><th scope=\"row\">");
    writer.id_link(item);
    writer.raw("</th><td>");
    writer.text(&project.item(item).title);
    let _ = write!(writer.out, "</td><td data-v=\"{}\">", weight as u8);
    writer.raw(&signs::priority(site.words(), weight));
    writer.raw("</td>");
    for offer in &project.offers {
        let rank = offer.reply(item).map_or(Reply::ALL.len(), |reply| reply as usize);
        let _ = write!(writer.out, "<td data-v=\"{rank}\">");
        answer(writer, offer, item);
        writer.raw("</td>");
    }
    writer.raw("</tr>\n");
    differ
}

/// Appends an offer's answer to an item: its sign, linked to its row, with price and remark.
pub(super) fn answer(writer: &mut Writer<'_>, offer: &Offer, item: ItemKey) {
    let site = writer.site;
    let row = offer.row(item);
    let is_knockout =
        site.project.weight(item) == Priority::Muss && row.is_some_and(|row| row.reply == Some(Reply::NotMet));
    let sign = signs::reply(site.words(), row.and_then(|row| row.reply), is_knockout);
    let Some(row) = row else {
        writer.raw(&sign);
        return;
    };
    let href = writer.answer_href(row.answer);
    let _ = write!(writer.out, "<a class=\"reply-link\" href=\"{href}\">{sign}</a>");
    details(writer, row);
}

/// The price and the remark of an answer.
fn details(writer: &mut Writer<'_>, row: &ItemReply) {
    let site = writer.site;
    if let Some(price) = row.price {
        let shown = Figures::of(site).money(price.amount);
        writer.raw(" <span class=\"price\">");
        writer.phrase("reply.price", &[("price", &shown)]);
        writer.raw("</span>");
    }
    let remark = &site.project.answer(row.answer).reason;
    if !remark.is_empty() {
        writer.raw(" <small class=\"remark\">");
        writer.text(remark);
        writer.raw("</small>");
    }
}

/// What the offers answer to an item, for its own page; nothing where none is asked about it.
pub(in crate::site::pages) fn on_item(writer: &mut Writer<'_>, item: ItemKey) {
    let project = &*writer.site.project;
    let is_answered = project.offers.iter().any(|offer| offer.row(item).is_some());
    if project.offers.is_empty() || !is_answered && !crate::compare::is_demand(project, item) {
        return;
    }
    let chosen = project.chosen_offer().map(|offer| &offer.key);
    writer.raw("<dl class=\"links replies\">\n");
    for offer in &project.offers {
        writer.raw("<dt>");
        writer.text(&offer.name);
        if Some(&offer.key) == chosen {
            writer.raw(" <span class=\"qual\">(");
            writer.word("offer.chosen");
            writer.raw(")</span>");
        }
        writer.raw("</dt>\n<dd>");
        answer(writer, offer, item);
        writer.raw("</dd>\n");
    }
    writer.raw("</dl>\n");
}
