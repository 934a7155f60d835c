//! All chapters → one [`Project`]: IDs resolved, ranges expanded, traces both ways, coverage and proof.
//!
//! Global and cheap: after an edit everything is linked again from what is in memory, so nothing can be stale.

mod cycles;
mod faults;
mod glossary;
mod index;
mod links;
mod offers;
mod origins;
mod references;
mod results;
mod traces;
mod verdicts;

pub(crate) use links::Addresses;
pub use references::{Reference, References, Way};

use crate::diag::{Diagnostic, Language, Text};
use crate::model::{
    Amounts, ByItem, Chapter, ChapterKey, Config, Contacts, Document, DocumentKey, Grammar, ItemKey, MentionKey,
    Origin, Outline, Project, Resolution, Role, Terms, TestReport, TraceKey,
};
use faults::Faults;
use index::Index;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use traces::Resolved;

/// What is linked.
#[derive(Debug)]
pub struct Input {
    /// The settings.
    pub config: Arc<Config>,
    /// What the IDs of all documents look like.
    pub grammar: Arc<Grammar>,
    /// The terms that the chapters' text was searched for, in the order of the chapters.
    pub terms: Arc<Terms>,
    /// The chapters: in the order of the files, in any order of documents.
    pub chapters: Vec<Arc<Chapter>>,
    /// Files that are copied along: paths below `content/`.
    pub attachments: Vec<Arc<str>>,
    /// Width and height of those that are pictures.
    pub pictures: BTreeMap<Arc<str>, (u32, u32)>,
    /// Results of tests, each with the document whose tests they are of.
    pub reports: Vec<(Arc<str>, Arc<TestReport>)>,
    /// Outlines of the project's own, by their name in the settings.
    pub outlines: BTreeMap<String, Arc<Outline>>,
    /// What was wrong before.
    pub diagnostics: Vec<Diagnostic>,
}

/// Chapters that a core takes at once: few, so that no core waits for another at the end.
const SHARE: usize = 16;

/// Links a project. What is wrong becomes a diagnostic of the project.
pub fn link(input: Input) -> Project {
    let Input { config, grammar, terms, mut chapters, attachments, pictures, reports, outlines, mut diagnostics } =
        input;
    let rank = |chapter: &Chapter| {
        let position = |key: &Arc<str>| config.documents.iter().position(|document| document.key == *key);
        chapter.document.as_ref().and_then(position).unwrap_or(usize::MAX)
    };
    chapters.sort_by_cached_key(|chapter| rank(chapter));
    diagnostics.extend(chapters.iter().flat_map(|chapter| chapter.diagnostics.iter().cloned()));
    let mut project = skeleton(config, grammar, chapters, attachments, &outlines);
    project.pictures = pictures;
    project.diagnostics = diagnostics;
    project.vocabulary = terms;
    let chapters = project.chapters.clone();
    let index = Index::new(&project, &chapters);
    index.report_duplicates(&mut project);
    project.names = index.names(&project);
    let mut faults = Faults::new(&index);
    let Resolved { traces, offered, faults: wrong } = traces::resolve(&project, &index);
    let wrong: Vec<Diagnostic> = wrong.iter().map(|fault| faults.in_trace(&project, fault)).collect();
    project.diagnostics.extend(wrong);
    project.traces = traces;
    offers::find(&mut project, &offered);
    resolve_mentions(&mut project, &index, &mut faults);
    traces::realise_mentions(&mut project);
    connect(&mut project);
    results::match_up(&mut project, &index, reports);
    verdicts::judge(&mut project);
    let (amounts, (origin, circles, (links, wrong))) = rayon::join(
        || Amounts::of(&project),
        || (origins::find(&project), cycles::find(&project), links::resolve(&project)),
    );
    (project.amounts, project.origin, project.links) = (amounts, origin, links);
    project.diagnostics.extend(circles.into_iter().chain(wrong));
    glossary::resolve(&mut project);
    project
}

/// The project with its documents, chapters and items, and nothing linked.
fn skeleton(
    config: Arc<Config>,
    grammar: Arc<Grammar>,
    chapters: Vec<Arc<Chapter>>,
    attachments: Vec<Arc<str>>,
    outlines: &BTreeMap<String, Arc<Outline>>,
) -> Project {
    let mut slots = Vec::new();
    let mut first_items = Vec::with_capacity(chapters.len());
    for (number, chapter) in chapters.iter().enumerate() {
        first_items.push(slots.len() as u32);
        slots.extend((0..chapter.items.len() as u32).map(|index| (ChapterKey(number as u32), index)));
    }
    let mut documents = Vec::new();
    for settings in &config.documents {
        let own = |chapter: &Arc<Chapter>| chapter.document.as_ref() == Some(&settings.key);
        let Some(first) = chapters.iter().position(own) else { continue };
        let end = first + chapters[first..].iter().take_while(|chapter| own(chapter)).count();
        let item = |chapter: usize| first_items.get(chapter).copied().unwrap_or(slots.len() as u32);
        let outline = settings
            .outline
            .as_deref()
            .and_then(|name| outlines.get(name).cloned().or_else(|| Outline::built_in(name).map(Arc::new)));
        documents.push(Document {
            title: title(settings.title.as_deref(), settings.role, &chapters[first..end], &config),
            config: settings.clone(),
            chapters: first as u32..end as u32,
            items: item(first)..item(end),
            outline,
        });
    }
    let count = slots.len();
    Project {
        config,
        grammar,
        documents,
        mentions: Vec::with_capacity(chapters.len()),
        links: Vec::with_capacity(chapters.len()),
        chapters,
        attachments,
        pictures: BTreeMap::new(),
        slots,
        first_items,
        names: Vec::new(),
        traces: Vec::new(),
        outgoing: ByItem::empty(count),
        incoming: ByItem::empty(count),
        mentioned: ByItem::empty(count),
        reports: Vec::new(),
        evidence: ByItem::empty(count),
        coverage: vec![None; count],
        proof: vec![None; count],
        origin: vec![false; count],
        vocabulary: Arc::default(),
        terms: Vec::new(),
        term_spots: Vec::new(),
        contacts: Contacts::default(),
        roles: Vec::new(),
        duties: Vec::new(),
        offers: Vec::new(),
        diagnostics: Vec::new(),
        amounts: Amounts::default(),
    }
}

/// A document's title: from the settings, else from its folder's own page, else its role's name; an annex with a single
/// chapter is called like it.
fn title(set: Option<&str>, role: Role, chapters: &[Arc<Chapter>], config: &Config) -> String {
    let is_single = chapters.len() == 1 && role == Role::Annex;
    let own = chapters.iter().find(|chapter| chapter.is_index).or_else(|| is_single.then(|| &chapters[0]));
    let german = config.language == Language::De;
    let word = match role {
        Role::Survey if german => "Ist-Aufnahme",
        Role::Offers if german => "Angebote",
        Role::Acceptance if german => "Abnahme",
        Role::Annex if german => "Anhang",
        Role::Survey => "Survey",
        Role::Offers => "Offers",
        Role::Acceptance => "Acceptance",
        Role::Annex => "Annex",
        Role::Lastenheft => "Lastenheft",
        Role::Pflichtenheft => "Pflichtenheft",
    };
    set.or_else(|| own.map(|chapter| chapter.title.as_str())).unwrap_or(word).to_owned()
}

/// Looks up every ID in running text.
fn resolve_mentions(project: &mut Project, index: &Index<'_>, faults: &mut Faults<'_>) {
    let chapters = (0..project.chapters.len() as u32).into_par_iter().with_max_len(SHARE).map(ChapterKey);
    let (mentions, mentioned): (Vec<_>, Vec<_>) = chapters
        .map(|chapter| {
            let found = mentions_of(project, index, chapter);
            let mentioned = mentioned_in(project, chapter, &found);
            (found, mentioned)
        })
        .unzip();
    project.mentioned = ByItem::new(project.slots.len(), mentioned.iter().flatten().copied());
    project.mentions = mentions;
    let each = project.mentions.iter().enumerate().flat_map(|(chapter, found)| {
        let key = move |number| MentionKey(ChapterKey(chapter as u32), number as u32);
        found.iter().enumerate().map(move |(number, found)| (key(number), found))
    });
    let wrong = each.filter(|(_, found)| !matches!(found, Resolution::Item(_)));
    let wrong: Vec<Diagnostic> =
        wrong.map(|(key, found)| faults.in_text(project, project.mention(key), found)).collect();
    project.diagnostics.extend(wrong);
}

/// The items that a chapter's mentions lead to: what names an item elsewhere than in its own text, or in a row that answers it.
fn mentioned_in(project: &Project, chapter: ChapterKey, found: &[Resolution]) -> Vec<(ItemKey, MentionKey)> {
    let keys = (0..).map(|number| MentionKey(chapter, number));
    let of_items = keys.zip(found).filter_map(|(key, found)| {
        let Resolution::Item(item) = found else { return None };
        let own = project.mention(key).item.map(|index| project.item_key(chapter, index));
        (own != Some(*item) && !is_offer_row(project, key)).then_some((*item, key))
    });
    of_items.collect()
}

/// Whether a mention is the ID of a row in which an offer answers: it says how, which is more than naming the item.
fn is_offer_row(project: &Project, mention: MentionKey) -> bool {
    let is_offers = |document| project.document(document).config.role == Role::Offers;
    let start = project.mention(mention).target.place.start;
    // Answers stand in the order of the text.
    let answers = &project.chapter(mention.0).answers;
    project.document_of_chapter(mention.0).is_some_and(is_offers)
        && answers.binary_search_by_key(&start, |answer| answer.target.place.start).is_ok()
}

/// Where the mentions of a chapter lead.
fn mentions_of(project: &Project, index: &Index<'_>, chapter: ChapterKey) -> Vec<Resolution> {
    let document = project.document_of_chapter(chapter);
    let prefer = preferred_by_mentions(project, document);
    let look_up = |mention: &crate::model::Mention| index.look_up(project, &mention.target, &prefer, document);
    project.chapter(chapter).mentions.iter().map(look_up).collect()
}

/// The documents that mentions in a document are about before all others.
fn preferred_by_mentions(project: &Project, document: Option<DocumentKey>) -> Vec<DocumentKey> {
    let first = document.filter(|key| project.document(*key).config.mentions == crate::config::Mentions::Realise);
    let prefer = first.and_then(|key| project.document(key).config.realises.as_deref());
    prefer.and_then(|name| project.document_named(name)).into_iter().collect()
}

/// Fills in, for each item, the traces that start from it and lead to it.
fn connect(project: &mut Project) {
    let each = project.traces.iter().zip(0..).map(|(trace, number)| (trace, TraceKey(number)));
    let outgoing = each.clone().filter_map(|(trace, key)| match trace.from {
        Origin::Item(from) => Some((from, key)),
        Origin::Answer(_) => None,
    });
    let count = project.slots.len();
    let (outgoing, incoming) =
        (ByItem::new(count, outgoing), ByItem::new(count, each.map(|(trace, key)| (trace.to, key))));
    project.outgoing = outgoing;
    project.incoming = incoming;
}

/// A short name of an item for messages: its ID, and its title where there is one.
fn named(project: &Project, item: ItemKey) -> Text {
    let found = project.item(item);
    Text::new(format!("„{}“ ({})", found.id, found.title), format!("\"{}\" ({})", found.id, found.title))
}
