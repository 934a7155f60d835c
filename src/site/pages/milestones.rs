//! The milestones: when each is due, what it delivers, what of that is open, and what all of it comes to.

use super::{Content, Error, Prepared, View, iso_date, shown_date, sums};
use crate::config::Milestone;
use crate::config::date::shown;
use crate::model::{Coverage, Delivery, ItemKey, Part, is_open};
use crate::site::fragment::{Scope, Writer};
use crate::site::timeline::{Captions, Knot, timeline};
use crate::site::{Site, signs};
use serde_json::{Value, json};

/// Items that are listed for a milestone and a document.
const LISTED: usize = 20;
/// Milestones on the page.
const MILESTONES: usize = 500;

/// A milestone with what it delivers.
pub(super) struct Due<'s> {
    pub milestone: &'s Milestone,
    pub delivery: &'s Delivery,
    /// Its name in the fragment of an address.
    pub anchor: &'s str,
}

/// The milestones by date.
pub(super) fn deliveries(site: &Site) -> impl Iterator<Item = Due<'_>> {
    site.schedule.deliveries.iter().filter_map(|delivery| {
        let at = delivery.milestone?;
        Some(Due { milestone: &site.project.config.milestones[at], delivery, anchor: site.plan.anchor(at) })
    })
}

impl Due<'_> {
    /// How many items it delivers, and how many of them are open; none where it delivers none.
    pub fn about(&self, site: &Site) -> Option<String> {
        let (items, open) = (self.delivery.items(), self.delivery.open());
        let about = site.words().count("items", items);
        match open {
            _ if items == 0 => None,
            0 => Some(about),
            open => Some(format!("{about}, {}", site.words().fill("open.n", &[("n", &open.to_string())]))),
        }
    }

    fn date(&self, site: &Site) -> Option<String> {
        let language = site.project.config.language;
        let unread = || self.milestone.date.as_ref().map(|date| shown_date(site, date));
        self.milestone.day().map(|day| shown(day, language)).or_else(unread)
    }
}

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>) -> Result<Prepared<'s>, Error> {
    let mut writer = site.writer(page, Scope::Nothing);
    let due: Vec<Due<'_>> = deliveries(site).collect();
    let rows: Value = due.iter().take(MILESTONES).map(|due| row(&mut writer, due)).collect();
    let more = due.len().saturating_sub(MILESTONES);
    let content = Content::new("milestones", site.words().get("milestones"))
        .with("about", site.words().get(if due.is_empty() { "sums.about" } else { "milestones.about" }))
        .with("timeline", drawing(site, &due))
        .with("milestones", rows)
        .with("more", (more > 0).then(|| site.words().count("more", more)))
        .with("sums", sums::documents(site, &writer, &due))
        .with("totals", sums::totals(site, &writer))
        .with("budget", sums::budget(site))
        .with("beside", sums::beside(site, &writer));
    site.finish(page, content)
}

fn drawing(site: &Site, due: &[Due<'_>]) -> String {
    let words = site.words();
    let knot = |due: &Due<'_>| {
        let (items, open) = (due.delivery.items(), due.delivery.open());
        let note = match (items, open) {
            (0, _) => None,
            (_, 0) => Some(words.get("open.none").to_owned()),
            _ => Some(words.fill("open.n", &[("n", &open.to_string())])),
        };
        let date = due.date(site).unwrap_or_default();
        Some(Knot {
            day: due.milestone.day()?,
            head: format!("{} · {date}", due.milestone.key),
            title: due.milestone.title.clone(),
            note,
            is_done: items > 0 && open == 0,
        })
    };
    let knots: Vec<Knot> = due.iter().filter_map(knot).collect();
    let day = |knot: Option<&Knot>| knot.map(|knot| shown(knot.day, site.project.config.language)).unwrap_or_default();
    let count = knots.len().to_string();
    let label =
        words.fill("timeline.label", &[("n", &count), ("from", &day(knots.first())), ("to", &day(knots.last()))]);
    timeline(&knots, &Captions { label: &label, months: words.get("months") })
}

fn row(writer: &mut Writer<'_>, due: &Due<'_>) -> Value {
    let site = writer.site;
    let parts: Vec<Value> = due.delivery.parts.iter().map(|part| self::part(writer, part)).collect();
    let sum = sums::of_delivery(due.delivery);
    json!({
        "key": &*due.milestone.key,
        "title": due.milestone.title,
        "anchor": due.anchor,
        "iso": due.milestone.day().map(|day| day.to_string()).or_else(|| due.milestone.date.as_deref().map(iso_date)),
        "date": due.date(site),
        "about": due.about(site),
        "effort": sums::effort(site, &sum),
        "cost": sums::cost(site, &sum),
        "parts": parts,
    })
}

/// What a milestone delivers of a document: the open items first.
fn part(writer: &mut Writer<'_>, part: &Part) -> Value {
    let site = writer.site;
    let project = &*site.project;
    let document = project.document(part.document);
    let (open, done): (Vec<ItemKey>, Vec<ItemKey>) =
        part.items.iter().partition(|item| is_open(project, **item) == Some(true));
    for item in open.iter().chain(&done).take(LISTED) {
        entry(writer, *item);
    }
    let more = part.items.len().saturating_sub(LISTED);
    json!({
        "title": document.title,
        "items": site.words().count("items", part.items.len()),
        "open": part.open.filter(|open| *open > 0).map(|open| site.words().fill("open.n", &[("n", &open.to_string())])),
        "entries": writer.take(),
        "more": (more > 0).then(|| site.words().count("more", more)),
        "href": writer.href(site.plan.document(part.document)),
    })
}

fn entry(writer: &mut Writer<'_>, key: ItemKey) {
    let site = writer.site;
    let (project, words) = (&*site.project, site.words());
    writer.raw("<li");
    writer.source_of(key);
    writer.raw(">");
    writer.id_link(key);
    writer.raw(" <span>");
    writer.text(&project.item(key).title);
    writer.raw("</span> ");
    let item = project.item(key);
    let sign = match (signs::verdict(project, words, key), is_open(project, key)) {
        (Some(verdict), _) => verdict,
        (None, Some(true)) => signs::coverage(words, Coverage::Open, false),
        (None, _) => match (project.result_of(key), project.proof_of(key).filter(|_| site.has_tests), item.status) {
            (Some(result), ..) => signs::result(words, result),
            (None, Some(proof), _) => signs::proof(words, proof),
            (None, None, status) => status.map(|status| signs::status(words, status)).unwrap_or_default(),
        },
    };
    writer.raw(&sign);
    writer.raw("</li>\n");
}
