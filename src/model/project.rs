//! All chapters, linked.

use super::{
    Amounts, Answer, ByItem, CaseKey, Chapter, Config, Contacts, DocumentConfig, Grammar, Item, Mention, Offer,
    Outline, Priority, Status, TermSpot, Terms, TestReport, TraceKind, Verdict,
};
use crate::diag::{Diagnostic, Place};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A document: index into [`Project::documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentKey(pub u32);

/// A chapter: index into [`Project::chapters`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChapterKey(pub u32);

/// An item: its number in the order of all documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemKey(pub u32);

/// A trace: index into [`Project::traces`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TraceKey(pub u32);

/// An answer in a table: its chapter, and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnswerKey(pub ChapterKey, pub u32);

/// An ID in running text: its chapter, and its index there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MentionKey(pub ChapterKey, pub u32);

/// A document with its chapters.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its settings.
    pub config: DocumentConfig,
    /// Its title: from the settings, else from its folder's own page, else its role's name.
    pub title: String,
    /// Its chapters, in order.
    pub chapters: Range<u32>,
    /// Its items, in order.
    pub items: Range<u32>,
    /// The outline that it must fill.
    pub outline: Option<Arc<Outline>>,
}

/// What a trace starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// An item.
    Item(ItemKey),
    /// A row of a table that answers, and names no item of its own document.
    Answer(AnswerKey),
}

/// A trace, resolved.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Its kind.
    pub kind: TraceKind,
    /// What it starts from.
    pub from: Origin,
    /// The item that it leads to.
    pub to: ItemKey,
    /// How far it meets that item.
    pub verdict: Verdict,
    /// The answer that states it, where a table does.
    pub answer: Option<AnswerKey>,
    /// Where it is written.
    pub place: Place,
}

/// How far a Lastenheft item is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Coverage {
    /// In full.
    Realised,
    /// In part.
    Partial,
    /// In another way than asked for.
    Deviating,
    /// Deliberately not, as declared.
    Excluded,
    /// No trace, but the realising document names it; for every gate still open.
    Mentioned,
    /// Not at all.
    Open,
}

impl Coverage {
    /// Every verdict, the best first.
    pub const ALL: [Self; 6] =
        [Self::Realised, Self::Partial, Self::Deviating, Self::Excluded, Self::Mentioned, Self::Open];

    /// Its name in exports and style sheets.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Realised => "realised",
            Self::Partial => "partial",
            Self::Deviating => "deviating",
            Self::Excluded => "excluded",
            Self::Mentioned => "mentioned",
            Self::Open => "open",
        }
    }
}

/// Whether tests show that an item is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Proof {
    /// Every test of it passed.
    Passed,
    /// A test of it failed.
    Failed,
    /// It has no test, or one that has not been run.
    Untested,
}

impl Proof {
    /// Every verdict, the best first.
    pub const ALL: [Self; 3] = [Self::Passed, Self::Failed, Self::Untested];

    /// Its name in exports and style sheets.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Untested => "untested",
        }
    }
}

/// Where an ID in running text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// To this item.
    Item(ItemKey),
    /// To none: no document has it.
    Dangling,
    /// To several in other documents, and it does not say which.
    Ambiguous(Vec<ItemKey>),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Out of the project: `https:`, `mailto:` and the like.
    External(Arc<str>),
    /// To a chapter of the project, or a place in it.
    Chapter(ChapterKey, Option<Arc<str>>),
    /// To a file that is copied along: path below `content/`.
    Attachment(Arc<str>),
    /// To a file that is not there.
    Missing,
    /// To a scheme that runs programs, or to anything else that a page must not link.
    Unsafe,
}

/// A project: everything that its pages and checks are made from.
#[derive(Clone, Debug)]
pub struct Project {
    /// The settings.
    pub config: Arc<Config>,
    /// What the IDs of its documents look like.
    pub grammar: Arc<Grammar>,
    /// The documents that have chapters, in the order of the chain.
    pub documents: Vec<Document>,
    /// The documents' chapters in order, then the pages beside the documents.
    pub chapters: Vec<Arc<Chapter>>,
    /// Files that are copied along: paths below `content/`, in Unicode's composed form.
    pub attachments: Vec<Arc<str>>,
    /// Width and height, in CSS pixels, of those that are pictures.
    pub pictures: BTreeMap<Arc<str>, (u32, u32)>,
    /// Where each item stands: its chapter and its index there.
    pub slots: Vec<(ChapterKey, u32)>,
    /// The number of the first item of each chapter.
    pub first_items: Vec<u32>,
    /// Each item's name in addresses: its ID, made unique inside its document.
    pub names: Vec<Arc<str>>,
    /// Every trace.
    pub traces: Vec<Trace>,
    /// For each item the traces that start from it.
    pub outgoing: ByItem<TraceKey>,
    /// For each item the traces that lead to it.
    pub incoming: ByItem<TraceKey>,
    /// For each item the places in running text that name it.
    pub mentioned: ByItem<MentionKey>,
    /// Results that test tools report.
    pub reports: Vec<Arc<TestReport>>,
    /// For each item the cases of these that decide about it.
    pub evidence: ByItem<CaseKey>,
    /// For each item that some document is to realise, how far it is met. None for items given up, and for tests.
    pub coverage: Vec<Option<Coverage>>,
    /// For each item that tests are to prove, whether they do.
    pub proof: Vec<Option<Proof>>,
    /// For each item whether it answers a demand of another document: itself, through what it refines, or through what
    /// refines it.
    pub origin: Vec<bool>,
    /// For each chapter, where its mentions lead.
    pub mentions: Vec<Vec<Resolution>>,
    /// For each chapter, where its links lead.
    pub links: Vec<Vec<Destination>>,
    /// The terms of all glossaries, searchable.
    pub vocabulary: Arc<Terms>,
    /// The terms of all glossaries: the chapter of each, and its index there.
    pub terms: Vec<(ChapterKey, u32)>,
    /// For each term where the documents and pages use it: at most once in a chapter, in their order.
    pub term_spots: Vec<Vec<TermSpot>>,
    /// The roles of all pages of contacts, searchable.
    pub contacts: Contacts,
    /// These roles: the chapter of each, and its index there.
    pub roles: Vec<(ChapterKey, u32)>,
    /// For each role the items that it is responsible for.
    pub duties: Vec<Vec<ItemKey>>,
    /// The offers, in the order of their documents, then of their names.
    pub offers: Vec<Offer>,
    /// What was wrong in reading, parsing and linking, before the settings' levels are applied.
    pub diagnostics: Vec<Diagnostic>,
    /// Efforts and costs of all items, added up.
    pub amounts: Amounts,
}

impl Project {
    /// Says where the site will be published, over what the settings say; whether that is an address of the web, and so
    /// taken.
    pub fn set_base_url(&mut self, address: &str) -> bool {
        let is_taken = crate::config::is_web_address(address);
        if is_taken {
            Arc::make_mut(&mut self.config).base_url = Some(address.to_owned());
        }
        is_taken
    }

    /// The keys of all items, in order.
    pub fn items(&self) -> impl ExactSizeIterator<Item = ItemKey> + use<> {
        (0..self.slots.len() as u32).map(ItemKey)
    }

    /// An item.
    pub fn item(&self, key: ItemKey) -> &Item {
        let (chapter, index) = self.slots[key.0 as usize];
        &self.chapter(chapter).items[index as usize]
    }

    /// A chapter.
    pub fn chapter(&self, key: ChapterKey) -> &Chapter {
        &self.chapters[key.0 as usize]
    }

    /// The chapter that an item stands in.
    pub fn chapter_of(&self, key: ItemKey) -> ChapterKey {
        self.slots[key.0 as usize].0
    }

    /// The key of a chapter's item.
    pub fn item_key(&self, chapter: ChapterKey, index: usize) -> ItemKey {
        ItemKey(self.first_items[chapter.0 as usize] + index as u32)
    }

    /// The items of a chapter.
    pub fn items_of(
        &self,
        chapter: ChapterKey,
    ) -> impl ExactSizeIterator<Item = ItemKey> + DoubleEndedIterator + use<> {
        let first = self.first_items[chapter.0 as usize];
        (first..first + self.chapter(chapter).items.len() as u32).map(ItemKey)
    }

    /// A document.
    pub fn document(&self, key: DocumentKey) -> &Document {
        &self.documents[key.0 as usize]
    }

    /// The keys of all documents, in the order of the chain.
    pub fn document_keys(&self) -> impl ExactSizeIterator<Item = DocumentKey> + use<> {
        (0..self.documents.len() as u32).map(DocumentKey)
    }

    /// The document with this name in the settings.
    pub fn document_named(&self, name: &str) -> Option<DocumentKey> {
        self.documents.iter().position(|document| *document.config.key == *name).map(|at| DocumentKey(at as u32))
    }

    /// The document that a chapter belongs to: the one in whose range it lies; none for pages beside the documents.
    pub fn document_of_chapter(&self, chapter: ChapterKey) -> Option<DocumentKey> {
        let at = self.documents.partition_point(|document| document.chapters.end <= chapter.0);
        (at < self.documents.len()).then_some(DocumentKey(at as u32))
    }

    /// The document that an item belongs to: the one in whose range it lies. Only documents have items.
    pub fn document_of(&self, item: ItemKey) -> DocumentKey {
        let at = self.documents.partition_point(|document| document.items.end <= item.0);
        DocumentKey(at as u32)
    }

    /// A document's chapters.
    pub fn chapters_of(&self, document: DocumentKey) -> impl ExactSizeIterator<Item = ChapterKey> + use<> {
        self.document(document).chapters.clone().map(ChapterKey)
    }

    /// The pages beside the documents.
    pub fn pages(&self) -> impl Iterator<Item = ChapterKey> + use<> {
        let first = self.documents.last().map_or(0, |document| document.chapters.end);
        (first..self.chapters.len() as u32).map(ChapterKey)
    }

    /// A document's items.
    pub fn items_of_document(&self, document: DocumentKey) -> impl ExactSizeIterator<Item = ItemKey> + use<> {
        self.document(document).items.clone().map(ItemKey)
    }

    /// Whether an item is open only because no document is there yet that could realise it.
    pub fn is_waiting(&self, key: ItemKey) -> bool {
        self.coverage_of(key) == Some(Coverage::Open) && self.realisers(self.document_of(key)).next().is_none()
    }

    /// The documents that realise a document.
    pub fn realisers(&self, document: DocumentKey) -> impl Iterator<Item = DocumentKey> + '_ {
        let name = &self.document(document).config.key;
        self.document_keys().filter(move |other| self.document(*other).config.realises.as_ref() == Some(name))
    }

    /// An answer in a table.
    pub fn answer(&self, key: AnswerKey) -> &Answer {
        &self.chapter(key.0).answers[key.1 as usize]
    }

    /// An ID in running text.
    pub fn mention(&self, key: MentionKey) -> &Mention {
        &self.chapter(key.0).mentions[key.1 as usize]
    }

    /// A trace.
    pub fn trace(&self, key: TraceKey) -> &Trace {
        &self.traces[key.0 as usize]
    }

    /// The traces that start from an item.
    pub fn traces_from(&self, item: ItemKey) -> impl Iterator<Item = &Trace> {
        self.outgoing.of(item).iter().map(|key| self.trace(*key))
    }

    /// The traces that lead to an item.
    pub fn traces_to(&self, item: ItemKey) -> impl Iterator<Item = &Trace> {
        self.incoming.of(item).iter().map(|key| self.trace(*key))
    }

    /// The places in running text that name an item.
    pub fn mentions_of(&self, item: ItemKey) -> &[MentionKey] {
        self.mentioned.of(item)
    }

    /// How far an item is met, where a document is to realise it.
    pub fn coverage_of(&self, item: ItemKey) -> Option<Coverage> {
        self.coverage[item.0 as usize]
    }

    /// Whether tests show that an item is met, where they are to.
    pub fn proof_of(&self, item: ItemKey) -> Option<Proof> {
        self.proof[item.0 as usize]
    }

    /// Whether an item answers a demand of another document, and does not hang in the air.
    pub fn has_origin(&self, item: ItemKey) -> bool {
        self.origin[item.0 as usize]
    }

    /// An item's name in addresses: its ID, made unique inside its document.
    pub fn name_of(&self, item: ItemKey) -> &Arc<str> {
        &self.names[item.0 as usize]
    }

    /// Whether an item is given up, and counts nowhere.
    pub fn is_dropped(&self, item: ItemKey) -> bool {
        self.item(item).status == Some(Status::Verworfen)
    }

    /// The priority that an item counts under: a Muss, where nothing says otherwise.
    pub fn weight(&self, item: ItemKey) -> Priority {
        self.item(item).priority.unwrap_or(Priority::Muss)
    }

    /// The offer that was chosen.
    pub fn chosen_offer(&self) -> Option<&Offer> {
        let (chosen, _) = self.config.offers.chosen.as_ref()?;
        self.offers.iter().find(|offer| offer.key == *chosen)
    }
}
