//! From the chapters of offers to offers: each supplier's files together, answers by item, points by criterion.

use crate::config::{Config, Criterion, Fact, Measure, fold};
use crate::diag::{Diagnostic, Place, Severity, Text, nearest};
use crate::model::{Answer, AnswerKey, ChapterKey, DocumentKey, ItemKey, ItemReply, Offer, Points, Project, Role};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Finds the offers of a project, and says what is wrong with how they are put together. `offered` is what the answers of
/// offers are about, in the order of the text; what leads nowhere is said where references are.
pub(super) fn find(project: &mut Project, offered: &[(AnswerKey, ItemKey)]) {
    let documents: Vec<DocumentKey> =
        project.document_keys().filter(|key| project.document(*key).config.role == Role::Offers).collect();
    let mut findings = Vec::new();
    let mut offers = Vec::new();
    for document in documents {
        let (mut of_document, own) = gathered(project, document);
        for offer in &mut of_document {
            offer.replies = replies(project, offered, offer, &mut findings);
        }
        hand_out_points(project, &mut of_document, &own, &mut findings);
        offers.extend(of_document);
    }
    settings(&project.config, &offers, &mut findings);
    project.offers = offers;
    project.diagnostics.extend(findings);
}

/// The offers of a document without answers and points, and the chapters that are the customer's own.
fn gathered(project: &Project, document: DocumentKey) -> (Vec<Offer>, Vec<ChapterKey>) {
    let mut offers: BTreeMap<Arc<str>, Offer> = BTreeMap::new();
    let mut own = Vec::new();
    for key in project.chapters_of(document) {
        let chapter = project.chapter(key);
        let Some(name) = supplier_of(&chapter.file, chapter.offer.facts.iter().any(|fact| fact.fact == Fact::Supplier))
        else {
            own.push(key);
            continue;
        };
        let offer = offers.entry(Arc::from(name)).or_insert_with_key(|name| Offer {
            key: Arc::clone(name),
            name: name.to_string(),
            document,
            chapters: Vec::new(),
            facts: Vec::new(),
            replies: Vec::new(),
            costs: Vec::new(),
            points: Vec::new(),
            place: Place::whole(&chapter.file),
        });
        offer.chapters.push(key);
        for stated in &chapter.offer.facts {
            if offer.fact(stated.fact).is_none() {
                offer.facts.push(stated.clone());
            }
        }
        offer.costs.extend(chapter.offer.costs.iter().cloned());
    }
    let mut offers: Vec<Offer> = offers.into_values().collect();
    for offer in &mut offers {
        if let Some(stated) = offer.fact(Fact::Supplier) {
            offer.name = stated.text.clone();
        }
    }
    (offers, own)
}

/// The name of the offer that a file belongs to: that of its folder; of a file beside the folders its own, if it says whose
/// it is.
fn supplier_of(file: &str, says_whose: bool) -> Option<&str> {
    let inside = file.splitn(3, '/').nth(2)?;
    match inside.split_once('/') {
        Some((folder, _)) => Some(folder),
        None if says_whose => {
            let stem = inside.rsplit_once('.').map_or(inside, |(stem, _)| stem);
            let bare = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.', ' ']);
            Some(if bare.is_empty() { stem } else { bare })
        }
        None => None,
    }
}

/// An offer's answers in the order of the items; of two to one item the first counts.
fn replies(
    project: &Project,
    offered: &[(AnswerKey, ItemKey)],
    offer: &Offer,
    findings: &mut Vec<Diagnostic>,
) -> Vec<ItemReply> {
    let of_chapter = |chapter: ChapterKey| {
        let start = offered.partition_point(|(answer, _)| answer.0 < chapter);
        offered[start..].iter().take_while(move |(answer, _)| answer.0 == chapter)
    };
    let mut rows: Vec<(AnswerKey, ItemKey)> = offer.chapters.iter().copied().flat_map(of_chapter).copied().collect();
    rows.sort_by_key(|(_, item)| *item);
    let mut repeated = Vec::new();
    rows.dedup_by(|(answer, item), (first, known)| {
        let is_repeated = item == known;
        repeated.extend(is_repeated.then_some((*answer, *first)));
        is_repeated
    });
    repeated.sort_unstable();
    let answered = repeated.iter().map(|(answer, first)| (project.answer(*answer), project.answer(*first)));
    findings.extend(answered.map(|(answer, first)| answered_twice(project, offer, answer, first)));
    let reply = |(key, item): (AnswerKey, ItemKey)| {
        let answer = project.answer(key);
        ItemReply { item, answer: key, reply: answer.reply, price: answer.price }
    };
    rows.into_iter().map(reply).collect()
}

fn answered_twice(project: &Project, offer: &Offer, second: &Answer, first: &Answer) -> Diagnostic {
    let (id, name) = (&second.target.id, &offer.name);
    let message = Text::new(
        format!("Das Angebot „{name}“ beantwortet „{id}“ zweimal; es gilt die erste Antwort."),
        format!("the offer \"{name}\" answers \"{id}\" twice; the first answer counts"),
    );
    Diagnostic::new("answered-twice", Severity::Error, second.target.place.clone(), message)
        .related(first.target.place.clone(), Text::new("zuerst hier", "first here"))
        .hint(Text::new(
            "Eine der beiden Zeilen streichen; den Anbieter fragen, welche gilt.",
            "Remove one of the two rows; ask the bidder which one holds.",
        ))
        .item(&project.document(offer.document).config.key, id)
}

/// Gives each offer the points of the customer's own tables.
fn hand_out_points(project: &Project, offers: &mut [Offer], own: &[ChapterKey], findings: &mut Vec<Diagnostic>) {
    let criteria = &project.config.offers.criteria;
    let mut named: HashMap<String, usize> = HashMap::new();
    for (number, offer) in offers.iter().enumerate() {
        named.entry(fold(&offer.name)).or_insert(number);
    }
    for (number, offer) in offers.iter().enumerate() {
        named.insert(fold(&offer.key), number);
    }
    let mut said = BTreeSet::new();
    for points in own.iter().flat_map(|chapter| &project.chapter(*chapter).offer.points) {
        let offer = named.get(&fold(&points.offer)).copied();
        let criterion = criterion_named(criteria, &points.criterion);
        match (offer, criterion) {
            (Some(offer), Some(criterion)) => {
                let taken = &mut offers[offer].points;
                if taken.iter().all(|(number, _)| *number != criterion) {
                    taken.push((criterion, points.clone()));
                }
            }
            (None, _) if said.insert((0, points.offer.clone())) => findings.push(unknown_offer(offers, points)),
            (_, None) if said.insert((1, points.criterion.clone())) => {
                findings.push(unknown_criterion(criteria, points));
            }
            _ => {}
        }
    }
}

/// The criterion that a word names: by its name in the settings, its title, or what it measures.
fn criterion_named(criteria: &[Criterion], word: &str) -> Option<usize> {
    let folded = fold(word);
    let is_named = |criterion: &Criterion| {
        fold(&criterion.key) == folded || criterion.title.as_ref().is_some_and(|title| fold(title) == folded)
    };
    criteria.iter().position(is_named).or_else(|| {
        let measure = Measure::from_word(word)?;
        criteria.iter().position(|criterion| criterion.measure == Some(measure))
    })
}

fn unknown_offer(offers: &[Offer], points: &Points) -> Diagnostic {
    let name = &points.offer;
    let message = Text::new(
        format!("Ein Angebot „{name}“ gibt es nicht; die Punkte dieser Spalte zählen für keines."),
        format!("there is no offer \"{name}\"; the points in this column count for none"),
    );
    let known: Vec<&str> = offers.iter().map(|offer| &*offer.key).collect();
    Diagnostic::new("unknown-offer", Severity::Error, points.place.clone(), message).hint(near(name, &known))
}

fn unknown_criterion(criteria: &[Criterion], points: &Points) -> Diagnostic {
    let name = &points.criterion;
    let message = Text::new(
        format!("Ein Kriterium „{name}“ steht nicht in den Einstellungen; seine Punkte zählen nicht."),
        format!("the settings have no criterion \"{name}\"; its points do not count"),
    );
    let known: Vec<&str> = criteria.iter().map(|criterion| &*criterion.key).collect();
    Diagnostic::new("unknown-criterion", Severity::Error, points.criterion_place.clone(), message)
        .hint(near(name, &known))
}

/// What of the settings names something that the project does not have.
fn settings(config: &Config, offers: &[Offer], findings: &mut Vec<Diagnostic>) {
    if let Some((chosen, place)) = &config.offers.chosen
        && offers.iter().all(|offer| offer.key != *chosen)
    {
        let message =
            Text::new(format!("Ein Angebot „{chosen}“ gibt es nicht."), format!("there is no offer \"{chosen}\""));
        let known: Vec<&str> = offers.iter().map(|offer| &*offer.key).collect();
        findings
            .push(Diagnostic::new("unknown-offer", Severity::Error, place.clone(), message).hint(near(chosen, &known)));
    }
    if let Some((start, place)) = &config.offers.start
        && config.day(start).is_none()
    {
        let message = Text::new(
            format!("„{start}“ ist weder ein Tag noch ein Meilenstein mit einem Tag."),
            format!("\"{start}\" is neither a day nor a milestone with one"),
        );
        let known: Vec<&str> = config.milestones.iter().map(|milestone| &*milestone.key).collect();
        findings
            .push(Diagnostic::new("config-invalid", Severity::Error, place.clone(), message).hint(near(start, &known)));
    }
}

fn near(word: &str, known: &[&str]) -> Text {
    match nearest(word, known.iter().copied()) {
        Some(near) => Text::new(format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
        None if known.is_empty() => Text::new("Es gibt noch keines.", "There is none yet."),
        None => Text::new(format!("Möglich: {}", known.join(", ")), format!("possible: {}", known.join(", "))),
    }
}
