//! The home page: where the project stands.

use super::{Content, Error, Prepared, View, iso_date, shown_date};
use crate::diag::Severity;
use crate::model::{Coverage, DocumentKey, FieldKey, FieldName, ItemKey, Priority, Proof};
use crate::site::fragment::{Scope, Writer};
use crate::site::{Site, signs};
use serde_json::{Value, json};

/// Open Muss items that are listed; the matrix has them all.
const LISTED: usize = 25;

/// Milestones that are listed; their own page has them all.
const MILESTONES: usize = 50;

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>) -> Result<Prepared<'s>, Error> {
    let project = &*site.project;
    let config = &project.config;
    let own = project.pages().find(|key| site.plan.chapter(*key) == "index.html");
    let mut writer = site.writer(page, own.map_or(Scope::Nothing, Scope::Chapter));
    let mut heading = config.title.clone();
    if let Some(own) = own {
        writer.blocks(own, &project.chapter(own).blocks);
        writer.footnote_list();
        if heading.is_empty() {
            heading.clone_from(&project.chapter(own).title);
        }
    }
    if heading.is_empty() {
        heading.push_str(site.words().get("project"));
    }
    let words = writer.take();
    let users = config.users.map(|users| users.to_string());
    let parties = [("customer", config.customer.clone()), ("supplier", config.supplier.clone()), ("users", users)]
        .into_iter()
        .filter_map(|(key, name)| Some(json!({ "label": site.words().get(key), "name": name? })));
    let is_cut = config.milestones.len() > MILESTONES;
    let all_milestones = site.plan.milestones().filter(|_| is_cut).map(|path| writer.href(path));
    let content = Content::new("home", heading)
        .with("parties", parties.collect::<Vec<_>>())
        .with("standing", standing(site, &mut writer))
        .with("open", open(site, &writer))
        .with("words", words)
        .with("documents", documents(site, &writer))
        .with("is_empty", project.documents.is_empty() && project.pages().next().is_none())
        .with("proof", proof(site, &writer))
        .with("reports", reports(site, &writer))
        .with("milestones", milestones(site, &writer))
        .with("all_milestones", all_milestones)
        .with("levels", levels(site, &writer))
        .with("findings", writer.href(&site.plan.findings()[0]));
    site.finish(page, content)
}

/// How far each realised document is met: a bar, and figures that lead to the items behind them.
fn standing(site: &Site, writer: &mut Writer<'_>) -> Value {
    let mut one = |(number, target): (usize, &DocumentKey)| {
        let tally = &site.tallies[target.0 as usize];
        let matrix = writer.href(site.plan.matrix(number));
        let figures: Vec<Value> = Coverage::ALL
            .iter()
            .map(|coverage| {
                let sign = signs::coverage(site.words(), *coverage, tally.open_muss > 0);
                json!({ "sign": sign, "number": tally.covered(*coverage), "href": format!("{matrix}#?coverage={}", coverage.key()) })
            })
            .collect();
        crate::site::graph::flow(writer, number);
        json!({
            "flow": writer.take(),
            "title": site.project.document(*target).title,
            "bar": signs::bar(site.words(), tally, 20),
            "total": tally.coverable(),
            "matrix": matrix,
            "figures": figures,
            "has_realiser": site.project.realisers(*target).next().is_some(),
        })
    };
    site.plan.targets.iter().enumerate().map(&mut one).collect()
}

/// The Muss items that nothing realises, excludes or even names.
fn open(site: &Site, writer: &Writer<'_>) -> Value {
    let project = &*site.project;
    let is_open = |item: &ItemKey| {
        !project.is_waiting(*item)
            && project.weight(*item) == Priority::Muss
            && matches!(project.coverage_of(*item), Some(Coverage::Open | Coverage::Mentioned))
    };
    let open: Vec<ItemKey> =
        site.plan.targets.iter().flat_map(|target| project.items_of_document(*target)).filter(is_open).collect();
    let row = |item: &ItemKey| {
        let chapter = writer.chapter_title(project.chapter_of(*item));
        let found = project.item(*item);
        let owner = found.fields.iter().find(|field| field.key == FieldKey::Known(FieldName::Owner));
        let owner = owner.map(|field| field.value.clone());
        let about = [Some(chapter), owner].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        json!({
            "id": &*found.id,
            "title": found.title,
            "href": writer.href(site.plan.item(*item)),
            "about": about,
        })
    };
    let more = open.len().saturating_sub(LISTED);
    let matrix =
        (!site.plan.targets.is_empty()).then(|| format!("{}#?gap=1&priority=must", writer.href(site.plan.matrix(0))));
    json!({
        "title": site.words().count("open-muss", open.len()),
        "none": open.is_empty(),
        "rows": open.iter().take(LISTED).map(row).collect::<Vec<_>>(),
        "more": (more > 0).then(|| site.words().count("more", more)),
        "matrix": matrix,
        "has_items": site.plan.targets.iter().any(|target| {
            site.tallies[target.0 as usize].coverable() > 0 && project.realisers(*target).next().is_some()
        }),
    })
}

fn documents(site: &Site, writer: &Writer<'_>) -> Value {
    let row = |key: DocumentKey| {
        let tally = &site.tallies[key.0 as usize];
        let shown = |priority| match tally.prioritised(priority) {
            0 => "–".to_owned(),
            number => number.to_string(),
        };
        json!({
            "title": site.project.document(key).title,
            "href": writer.href(site.plan.document(key)),
            "state": super::document::state(site, key)["line"],
            "muss": shown(Priority::Muss),
            "wunsch": shown(Priority::Wunsch),
            "abgrenzung": shown(Priority::Abgrenzung),
            "items": tally.items,
        })
    };
    site.project.document_keys().map(row).collect()
}

/// What the tests show of the realised documents, with the way to the items behind each figure where one matrix has them.
fn proof(site: &Site, writer: &Writer<'_>) -> Value {
    if !site.has_tests {
        return Value::Array(Vec::new());
    }
    let number = |proof: Proof| -> usize {
        site.plan.targets.iter().map(|target| site.tallies[target.0 as usize].proved(proof)).sum()
    };
    let matrix = (site.plan.targets.len() == 1).then(|| writer.href(site.plan.matrix(0)));
    let row = |proof: &Proof| {
        let href = matrix.as_ref().map(|matrix| format!("{matrix}#?proof={}", proof.key()));
        json!({ "sign": signs::proof(site.words(), *proof), "number": number(*proof), "href": href })
    };
    Proof::ALL.iter().map(row).collect()
}

/// The acceptance reports: for each what follows from the tests.
fn reports(site: &Site, writer: &Writer<'_>) -> Value {
    let report = |key: DocumentKey| {
        let (acceptance, paths) = site.plan.acceptance(key).filter(|(acceptance, _)| !acceptance.tests.is_empty())?;
        let proposal = site.words().get(&format!("proposal.{}", acceptance.proposal().key())).to_owned();
        Some(json!({ "href": writer.href(&paths[0]), "title": site.project.document(key).title, "proposal": proposal }))
    };
    site.project.document_keys().filter_map(report).collect()
}

/// The milestones by date, with the items that each delivers and how many of them are open.
fn milestones(site: &Site, writer: &Writer<'_>) -> Value {
    let page = site.plan.milestones().map(|path| writer.href(path)).unwrap_or_default();
    let milestones = super::milestones::deliveries(site).take(MILESTONES);
    let row = |delivery: super::milestones::Due<'_>| {
        let date = delivery.milestone.date.clone().unwrap_or_default();
        json!({
            "iso": iso_date(&date),
            "date": shown_date(site, &date),
            "title": format!("{} {}", delivery.milestone.key, delivery.milestone.title),
            "href": format!("{page}#{}", delivery.anchor),
            "about": delivery.about(site),
        })
    };
    milestones.map(row).collect()
}

/// Findings by level.
fn levels(site: &Site, writer: &Writer<'_>) -> Value {
    let findings = writer.href(&site.plan.findings()[0]);
    let row = |severity: Severity| {
        let number = site.findings.iter().filter(|finding| finding.severity == severity).count();
        let class = signs::level_class(severity);
        (number > 0).then(|| {
            json!({ "sign": signs::level(site.words(), severity), "number": number, "href": format!("{findings}#?level={class}") })
        })
    };
    [Severity::Error, Severity::Warning, Severity::Hint].into_iter().filter_map(row).collect()
}
