//! Whether a project resolves as before, but for one ID.

use super::places::Spot;
use super::settings::{Entry, wanted};
use super::subject::Subject;
use crate::config::{FILE, Moved};
use crate::diag::Place;
use crate::edit::Refusal;
use crate::model::{ChapterKey, Destination, Item, Project, Trace};
use crate::source::Sources;
use std::collections::HashSet;
use std::sync::Arc;

/// Places that need not lead where they did.
pub(super) struct Apart {
    /// Their trace leads there still, and the same text mentions another item beside it.
    pub both: HashSet<Spot>,
    /// A range was written out there, so that more items are mentioned.
    pub written_out: HashSet<Spot>,
}

/// Assembles the project as it would be, and compares it.
pub(super) fn verify(subject: &Subject<'_>, sources: &Sources, after: &Sources, apart: &Apart) -> Result<(), Refusal> {
    let before = subject.project;
    if !is_remembered(subject, sources, after) {
        return Err(not_remembered(subject));
    }
    let after = crate::load::assemble(after);
    match differing(subject, before, &after, apart) {
        None => {
            let (old, new) = (before.cases_of(subject.item), after.cases_of(subject.item));
            let case = new.iter().find(|case| !old.contains(case));
            case.map_or(Ok(()), |case| Err(named_by_results(subject, &after.case(*case).1.name.place)))
        }
        Some(place) => Err(Refusal::at(
            &place,
            &format!(
                "Hier führte danach etwas anderswohin als jetzt, wenn „{}“ zu „{}“ würde. Nichts ist geändert. Die Stelle zuerst eindeutig schreiben: mit dem Dokument davor, ohne Auszeichnung in der ID, und mit ids in heftfaden.toml.",
                subject.old, subject.new
            ),
            &format!(
                "something here would lead elsewhere than now if \"{}\" became \"{}\"; nothing is changed. Write this place so that it can mean one thing only: with the document before it, without markup inside of the ID, and with ids in heftfaden.toml",
                subject.old, subject.new
            ),
        )),
    }
}

/// Whether the settings, as they would be, can be read as well as before, and remember the old ID and nothing else.
fn is_remembered(subject: &Subject<'_>, before: &Sources, after: &Sources) -> bool {
    let parses =
        |sources: &Sources| sources.config_text.as_deref().is_none_or(|text| toml::de::DeTable::parse(text).is_ok());
    let entry = |moved: &Moved| (Arc::clone(&moved.document), Arc::clone(&moved.old), Arc::clone(&moved.new));
    let mut moved: Vec<Entry> = after.config.moved.iter().map(entry).collect();
    moved.sort_unstable();
    moved == wanted(subject) && (parses(after) || !parses(before))
}

fn not_remembered(subject: &Subject<'_>) -> Refusal {
    let (key, old, new) = (subject.key(), &subject.old, &subject.new);
    let written = subject.project.config.moved.iter().find(|moved| moved.document == *key);
    let place = written.map_or_else(|| Place::whole(&Arc::from(FILE)), |moved| moved.place.clone());
    Refusal::at(
        &place,
        &format!(
            "Hier stehen alte IDs in einer Schreibweise, die sich nicht ändern lässt. Sie als eigene Tabelle schreiben: [moved.{key}], darunter je Zeile eine, wie {old} = \"{new}\""
        ),
        &format!(
            "old IDs are written here in a way that cannot be changed; write them as a table of their own: [moved.{key}], and below it a line each, such as {old} = \"{new}\""
        ),
    )
}

fn named_by_results(subject: &Subject<'_>, place: &Place) -> Refusal {
    let new = &subject.new;
    Refusal::at(
        place,
        &format!(
            "Ein Testergebnis nennt „{new}“ schon und würde für dieses Item zählen. Eine ID nehmen, die frei ist."
        ),
        &format!("a result of a test names \"{new}\" already and would count for this item; name an ID that is free"),
    )
}

/// The first place at which two projects differ in more than the ID.
fn differing(subject: &Subject<'_>, before: &Project, after: &Project, apart: &Apart) -> Option<Place> {
    let whole = || Place::whole(&before.item(subject.item).place.file);
    if before.chapters.len() != after.chapters.len() || before.documents.len() != after.documents.len() {
        return Some(whole());
    }
    for (old, new) in before.chapters.iter().zip(&after.chapters) {
        let pairs = old.items.iter().zip(&new.items);
        let differing = pairs.clone().find(|(old, new)| !is_same(subject, before, old, new));
        if let Some((item, _)) = differing {
            return Some(item.place.clone());
        }
        if old.items.len() != new.items.len() || old.file != new.file || old.answers.len() != new.answers.len() {
            let next = old.items.get(new.items.len()).map(|item| item.place.clone());
            return Some(next.unwrap_or_else(|| Place::whole(&old.file)));
        }
    }
    let same = |old: &Trace, new: &Trace| {
        (old.kind, old.from, old.to, old.verdict) == (new.kind, new.from, new.to, new.verdict)
    };
    let traces = before.traces.iter().zip(&after.traces).find(|(old, new)| !same(old, new));
    if let Some((trace, _)) = traces {
        return Some(trace.place.clone());
    }
    if before.traces.len() != after.traces.len() {
        return Some(whole());
    }
    (0..before.chapters.len()).find_map(|number| in_text(before, after, number, apart))
}

fn is_same(subject: &Subject<'_>, before: &Project, old: &Item, new: &Item) -> bool {
    let is_renamed = old.place == before.item(subject.item).place;
    let id = if is_renamed { &subject.new } else { &old.id };
    let facts =
        |item: &Item| (item.kind, item.level, item.parent, item.priority, item.status, (item.result, item.defect));
    let keys = |item: &Item| item.fields.iter().map(|field| field.key.clone()).collect::<Vec<_>>();
    new.id == *id && facts(old) == facts(new) && old.titled == new.titled && keys(old) == keys(new)
}

/// The first mention or link of a chapter that leads elsewhere.
fn in_text(before: &Project, after: &Project, number: usize, apart: &Apart) -> Option<Place> {
    let chapter = before.chapter(ChapterKey(number as u32));
    let is_apart = |place: &Place| apart.both.contains(&(Arc::clone(&place.file), place.start as usize));
    let has_more = apart.written_out.iter().any(|(file, _)| *file == chapter.file);
    let (old, new) = (&before.mentions[number], &after.mentions[number]);
    if !has_more {
        let differing =
            (0..old.len()).find(|at| old.get(*at) != new.get(*at) && !is_apart(&chapter.mentions[*at].target.place));
        if let Some(at) = differing {
            return Some(chapter.mentions[at].target.place.clone());
        }
        if old.len() != new.len() {
            return Some(Place::whole(&chapter.file));
        }
    }
    let leads = |destination: &Destination| match destination {
        Destination::Chapter(key, place) => (Some(*key), place.is_some()),
        _ => (None, false),
    };
    let (old, new) = (&before.links[number], &after.links[number]);
    let differing = (0..old.len()).find(|at| new.get(*at).map(leads) != old.get(*at).map(leads));
    differing.map(|at| chapter.links[at].place.clone())
}
