//! The skeleton of a new item, where it belongs and in the form of its neighbours.
//!
//! `number` finds a free ID, `spot` the place and its form, `skeleton` the words. Then the project is assembled with it: if
//! that makes anything but one more item, nothing is proposed.

mod number;
mod skeleton;
mod spot;

use super::left::{all_is_read, untouchable};
use super::rename::{changed, item, unknown};
use super::{Edits, Refusal};
use crate::diag::{Language, Place, nearest};
use crate::link::References;
use crate::model::{ChapterKey, DocumentConfig, DocumentKey, ItemKey, Project, Resolution, Role, TraceKind};
use crate::parse::Events;
use crate::source::{CONTENT, SourceFile, Sources};
use pulldown_cmark::{Event, Tag};
use skeleton::Skeleton;
use spot::Spot;
use std::sync::Arc;

/// What is wished for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'w> {
    /// The document, by the name of its folder.
    pub document: &'w str,
    /// The item that it is to follow; none for the end of a chapter.
    pub after: Option<&'w str>,
    /// IDs of what it realises, or in an acceptance document verifies.
    pub realises: &'w [String],
}

/// A new item.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// The change that writes it.
    pub edits: Edits,
    /// Its ID.
    pub id: Arc<str>,
    /// Where its ID will stand.
    pub place: Place,
}

/// Proposes a new item. Nothing is written.
///
/// # Errors
///
/// When there is no such document, or no item of an ID that is named; and when the place does not take an item.
pub fn new_item(sources: &Sources, project: &Project, wish: &Wish<'_>) -> Result<NewItem, Refusal> {
    all_is_read(sources)?;
    let references = References::new(project);
    let config = document(project, wish.document)?;
    let document = project.document_named(&config.key);
    let after = wish.after.map(|after| self::after(project, &references, config, after)).transpose()?;
    let kind = if config.role == Role::Acceptance { TraceKind::Verifies } else { TraceKind::Realises };
    let traced = traced(&references, wish.realises, kind, document)?;
    let id = number::free(sources, project, config, document, after)?;
    let neighbour = after.or_else(|| document.and_then(|document| number::continued(project, document)));
    let mut skeleton = Skeleton::new(sources, project, config, document, (&id, &traced, kind));
    let mut edits = Edits::default();
    match (neighbour, document.and_then(|document| last_chapter(project, document))) {
        (Some(neighbour), _) => beside(sources, project, neighbour, &mut skeleton, &mut edits)?,
        (None, Some(chapter)) => {
            let file = file_of(sources, project, chapter)?;
            let level = Spot::level_below(file);
            Spot::at_end(file).write(&skeleton.section(level), &file.path, &mut edits);
        }
        (None, None) => {
            let (path, title) = first_file(config, project.config.language);
            edits.create(&Arc::from(path), format!("# {title}\n\n{}", skeleton.section(2)));
        }
    }
    let place = verified(sources, project, config, &id, &edits)?;
    Ok(NewItem { edits, id: Arc::from(id), place })
}

/// The document that somebody names: by its folder, or by what it is for.
fn document<'p>(project: &'p Project, name: &str) -> Result<&'p DocumentConfig, Refusal> {
    let config = &project.config;
    let name = name.trim_matches('/').trim_start_matches("content/");
    let by_role = || config.documents.iter().find(|document| Role::from_word(name) == Some(document.role));
    config.document(name).or_else(by_role).ok_or_else(|| {
        let known: Vec<&str> = config.documents.iter().map(|document| &*document.key).collect();
        let near = nearest(name, known.iter().copied());
        let (de, en) = near.map_or_else(
            || (format!("Möglich: {}", known.join(", ")), format!("possible: {}", known.join(", "))),
            |near| (format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
        );
        Refusal::new(
            format!("Ein Dokument „{name}“ gibt es nicht. {de}"),
            format!("there is no document \"{name}\"; {en}"),
        )
    })
}

/// The item that the new one is to follow, which must stand in the document.
fn after(
    project: &Project,
    references: &References<'_>,
    config: &DocumentConfig,
    written: &str,
) -> Result<ItemKey, Refusal> {
    let own = project.document_named(&config.key).filter(|own| references.get(*own, written).is_some());
    let exact = own.map_or_else(|| written.to_owned(), |_| format!("{}:{written}", config.key));
    let found = item(project, references, &exact)?;
    let key = &project.document(project.document_of(found)).config.key;
    if *key == config.key {
        return Ok(found);
    }
    Err(Refusal::new(
        format!(
            "„{written}“ steht in {key}, nicht in {}. Ein Item dieses Dokuments nennen, oder: new item {key} --after {written}",
            config.key
        ),
        format!(
            "\"{written}\" stands in {key}, not in {}; name an item of this document, or: new item {key} --after {written}",
            config.key
        ),
    ))
}

/// The IDs that the new item is to trace to, as they are to be written.
fn traced(
    references: &References<'_>,
    ids: &[String],
    kind: TraceKind,
    document: Option<DocumentKey>,
) -> Result<Vec<String>, Refusal> {
    let words = ids.iter().flat_map(|ids| ids.split([',', ' '])).map(str::trim).filter(|id| !id.is_empty());
    let mut traced: Vec<String> = Vec::new();
    for word in words {
        let id = word.split_once(':').map_or((None, word), |(document, id)| (Some(document), id));
        match references.traced(id, kind, document) {
            Resolution::Item(_) if traced.iter().any(|known| *known == *word) => {}
            Resolution::Item(_) => traced.push(word.to_owned()),
            Resolution::Dangling => return Err(unknown(references, id.1)),
            Resolution::Ambiguous(_) => {
                return Err(Refusal::new(
                    format!(
                        "„{word}“ gibt es in mehreren Dokumenten. Das Dokument mit dazuschreiben, etwa lastenheft:{word}"
                    ),
                    format!("several documents have \"{word}\"; write the document with it, such as lastenheft:{word}"),
                ));
            }
        }
    }
    Ok(traced)
}

/// The chapter that a document ends with, but for its folder's own page.
fn last_chapter(project: &Project, document: DocumentKey) -> Option<ChapterKey> {
    let chapters: Vec<ChapterKey> = project.chapters_of(document).collect();
    let own = chapters.iter().rev().find(|chapter| !project.chapter(**chapter).is_index);
    own.or(chapters.last()).copied()
}

/// The name and the title of a document's first chapter.
fn first_file(config: &DocumentConfig, language: Language) -> (String, &'static str) {
    let (name, title) = match (config.role, language) {
        (Role::Survey, Language::De) => ("befunde", "Befunde"),
        (Role::Survey, Language::En) => ("findings", "Findings"),
        (Role::Acceptance, Language::De) => ("pruefungen", "Prüfungen"),
        (Role::Acceptance, Language::En) => ("tests", "Tests"),
        (_, Language::De) => ("anforderungen", "Anforderungen"),
        (_, Language::En) => ("requirements", "Requirements"),
    };
    (format!("{CONTENT}/{}/01-{name}.md", config.key), title)
}

fn file_of<'s>(sources: &'s Sources, project: &Project, chapter: ChapterKey) -> Result<&'s SourceFile, Refusal> {
    let path = &project.chapter(chapter).file;
    let file = sources.files.iter().find(|file| file.path == *path);
    let file = file.ok_or_else(|| not_there(&Place::whole(path)))?;
    untouchable(file).map_or(Ok(file), Err)
}

/// Writes the item beside another, in that one's form.
fn beside(
    sources: &Sources,
    project: &Project,
    neighbour: ItemKey,
    skeleton: &mut Skeleton<'_>,
    edits: &mut Edits,
) -> Result<(), Refusal> {
    let chapter = project.chapter_of(neighbour);
    let file = file_of(sources, project, chapter)?;
    let spot = Spot::after(file, project.chapter(chapter), project.slots[neighbour.0 as usize].1 as usize)
        .ok_or_else(|| not_there(&project.item(neighbour).place))?;
    let text = skeleton.at(&spot, project.item(neighbour), file)?;
    spot.write(&text, &file.path, edits);
    Ok(())
}

fn not_there(place: &Place) -> Refusal {
    Refusal::at(
        place,
        "Hier ist keine Stelle zu finden, an der das Item stehen kann. Es von Hand anlegen, oder --after mit einem anderen Item.",
        "there is no place here where the item could stand; write it by hand, or use --after with another item",
    )
}

/// Why what is written into a file makes no new item: a block of code or HTML that is left open takes it in, or one cannot say.
fn no_item(sources: &Sources, edits: &Edits) -> Refusal {
    let put_in = edits.replaced.iter().find_map(|(path, changes)| Some((path, changes.first()?.0.start)));
    let file = put_in.and_then(|(path, at)| Some((sources.files.iter().find(|file| file.path == *path)?, at)));
    let Some((file, at)) = file else {
        let created = edits.created.keys().next().map_or_else(|| Arc::from(CONTENT), Arc::clone);
        return not_there(&Place::whole(&created));
    };
    let body = file.body();
    let events = Events::new(&body);
    let is_open = |event: &usize| {
        let range = events.range(*event);
        matches!(events.get(*event), Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock))
            && range.start < at
            && at <= range.end
    };
    let Some(block) = (0..events.len()).find(is_open).map(|event| events.range(event).start) else {
        return not_there(&file.place(at..at));
    };
    Refusal::at(
        &file.place(block..block),
        "Der Block, der hier beginnt, ist offen und nähme das neue Item in sich auf. Ihn schließen (```, --> oder </…>), oder --after mit einem anderen Item.",
        "the block that begins here is open and would take the new item in; close it (```, --> or </…>), or use --after with another item",
    )
}

/// Where the item stands once it is written; a refusal where it is not just one more item.
fn verified(
    sources: &Sources,
    project: &Project,
    config: &DocumentConfig,
    id: &str,
    edits: &Edits,
) -> Result<Place, Refusal> {
    let mut after = changed(sources, edits);
    for file in edits.files(sources).into_iter().filter(|file| file.before.is_none()) {
        after.put(Arc::new(SourceFile::new(&file.path, file.after)));
    }
    let after = crate::load::assemble(&after);
    let is_new =
        |key: &ItemKey| *after.item(*key).id == *id && after.document(after.document_of(*key)).config.key == config.key;
    let all: Vec<ItemKey> = after.items().collect();
    let position = all.iter().position(is_new);
    let others = all.iter().enumerate().filter(|(at, _)| Some(*at) != position);
    let ids = |project: &Project, key: &ItemKey| Arc::clone(&project.item(*key).id);
    let is_one_more = others.map(|(_, key)| ids(&after, key)).eq(project.items().map(|key| ids(project, &key)));
    match position.filter(|_| is_one_more) {
        Some(position) => Ok(after.item(all[position]).place.clone()),
        None => Err(no_item(sources, edits)),
    }
}
