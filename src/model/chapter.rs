//! One file, parsed: its blocks, and the items, answers, references and links in them.
//!
//! Indices (`usize` or `u32`) are into the lists of the same chapter; nothing here knows another file.

use super::{
    Abbreviation, Allowance, Contact, Fragment, Money, OfferText, PageKind, Priority, Question, Reply, Status,
    TargetEnd, Term, TermUse, TraceField, Verdict, Wording,
};
use crate::config::{DefectClass, FieldName, TestResult};
use crate::diag::{Diagnostic, Place};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A Markdown file of the project, parsed.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Path below the project's folder: `content/lastenheft/03-funktionen.md`.
    pub file: Arc<str>,
    /// The document that it belongs to; none for the pages beside the documents.
    pub document: Option<Arc<str>>,
    /// Its title as plain text.
    pub title: String,
    /// Its number, from the front matter or the file's name.
    pub number: Option<String>,
    /// Whether it is its folder's own page: `index.md` or `README.md`.
    pub is_index: bool,
    /// What it is for, where it is a page beside the documents.
    pub kind: PageKind,
    /// The front matter.
    pub meta: Meta,
    /// The text, in order.
    pub blocks: Vec<Block>,
    /// The items in the order of the text; a child comes after its parent.
    pub items: Vec<Item>,
    /// Decisions on another document's items, in tables.
    pub answers: Vec<Answer>,
    /// The questions of a survey, in tables.
    pub questions: Vec<Question>,
    /// IDs in running text.
    pub mentions: Vec<Mention>,
    /// Links and images.
    pub links: Vec<Link>,
    /// The headings that open no item, in order.
    pub headings: Vec<Heading>,
    /// Footnotes, in the order of their definitions.
    pub footnotes: Vec<Fragment>,
    /// Everything that the fragment of an address may name in the chapter.
    pub anchors: Vec<Anchor>,
    /// Words of text that are more than a placeholder.
    pub words: u32,
    /// What there is to say about the wording of the items, one after the other.
    pub wording: Vec<Wording>,
    /// What of it is meant as it stands.
    pub allowed: Vec<Allowance>,
    /// The terms that it defines, in the order of the text; only a glossary does.
    pub terms: Vec<Term>,
    /// The roles that it names, in the order of the text; only a page of contacts does.
    pub contacts: Vec<Contact>,
    /// The glossary's terms in its text, each once.
    pub uses: Vec<TermUse>,
    /// The abbreviations in its text; of a page beside the documents none.
    pub abbreviations: Vec<Abbreviation>,
    /// Abbreviations that its text explains.
    pub explained: BTreeSet<Arc<str>>,
    /// What it says as part of an offer, or about offers.
    pub offer: OfferText,
    /// What was wrong in this file alone.
    pub diagnostics: Vec<Diagnostic>,
}

/// A chapter's front matter, beyond title and number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The contents of the outline that stand here, by key.
    pub covers: Vec<String>,
    /// Where that is written.
    pub covers_place: Option<Place>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its version, as written.
    pub version: Option<String>,
    /// Its date, as written.
    pub date: Option<String>,
    /// What stands below the document's title on its cover.
    pub subtitle: Option<String>,
    /// Who answers questions about the document, as written.
    pub contact: Option<String>,
    /// Who may read the document, as written.
    pub confidentiality: Option<String>,
    /// Its revisions, the oldest first.
    pub history: Vec<Revision>,
    /// Fields that every item of the file starts from.
    pub fields: Vec<Field>,
}

/// A name that the fragment of an address may have in a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The name.
    pub name: Arc<str>,
    /// The item that it means, where it is an item's: index into the chapter's items.
    pub item: Option<usize>,
}

/// A row of the revision history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// The version that it made.
    pub version: String,
    /// When.
    pub date: String,
    /// Who.
    pub author: String,
    /// What changed.
    pub change: String,
}

/// A piece of a chapter's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading that opens no item: index into the chapter's headings.
    Heading(usize),
    /// Running text.
    Prose(Prose),
    /// An item that stands by itself: index into the chapter's items.
    Item(usize),
    /// A table with items or answers in its rows.
    Table(Table),
}

/// Running text with the line that it starts on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// The text.
    pub fragment: Fragment,
    /// Line in the file, counted from 1.
    pub line: u32,
}

/// A heading that opens no item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Plain text.
    pub title: String,
    /// The text as it is shown.
    pub fragment: Fragment,
    /// Its anchor, unique in the chapter.
    pub anchor: Arc<str>,
    /// Words in its section, up to the next heading of its level or above, that are more than a placeholder.
    pub words: u32,
    /// Where it stands.
    pub place: Place,
}

/// A table in which rows are items, answers or questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The heads.
    pub head: Vec<Fragment>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Line in the file, counted from 1.
    pub line: u32,
}

/// A row of a [`Table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row is.
    pub kind: RowKind,
    /// Its cells.
    pub cells: Vec<Fragment>,
}

/// What a table's row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// An item: index into the chapter's items.
    Item(usize),
    /// An answer: index into the chapter's answers.
    Answer(usize),
    /// A question: index into the chapter's questions.
    Question(usize),
    /// A row like any other.
    Plain,
}

/// Which of the five places opens an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// `### LH-310 Title`
    Heading,
    /// `- **LH-311** …`
    List,
    /// `**LH-312** …`
    Paragraph,
    /// A row of a table whose first head is ID.
    Table,
    /// `<a name="LH-313"></a>LH-313 …`, in any of the other places.
    Anchor,
}

impl PlaceKind {
    /// Its name in exports.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::List => "list",
            Self::Paragraph => "paragraph",
            Self::Table => "table",
            Self::Anchor => "anchor",
        }
    }
}

/// Where an item's title comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Titled {
    /// The author gave it.
    Given,
    /// It is the first sentence of the item's text.
    FirstSentence,
}

/// An item: what an ID that stands first in its place opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its ID without decoration.
    pub id: Arc<str>,
    /// Its title as plain text.
    pub title: String,
    /// Where the title comes from. A given title is not part of `blocks`.
    pub titled: Titled,
    /// The given title as it is shown; empty where it is the first sentence.
    pub heading: Fragment,
    /// Which place opens it.
    pub kind: PlaceKind,
    /// The level of its heading, if a heading opens it.
    pub level: Option<u8>,
    /// Where its ID stands.
    pub place: Place,
    /// The item that it is nested in: index into the chapter's items.
    pub parent: Option<usize>,
    /// Its priority: its own, its section's, its chapter's or its document's.
    pub priority: Option<Priority>,
    /// Its status: its own, its chapter's or its document's.
    pub status: Option<Status>,
    /// What its test found, if it is one.
    pub result: Option<TestResult>,
    /// How bad the defect is that its test found.
    pub defect: Option<DefectClass>,
    /// Its own fields, in the order of the text; traces are in `traces` too.
    pub fields: Vec<Field>,
    /// What it says, without fields and given title; nested items are blocks.
    pub blocks: Vec<Block>,
    /// Its trace fields.
    pub traces: Vec<TraceField>,
    /// Words of its own text.
    pub words: u32,
}

impl Item {
    /// The value of a field of its own, as plain text: of the one that every project knows, else of the project's own of
    /// that name.
    pub fn field(&self, name: FieldName) -> Option<&Field> {
        let is_own = |field: &&Field| match &field.key {
            FieldKey::Own(key) => FieldName::from_word(key) == Some(name),
            _ => false,
        };
        let known = self.fields.iter().find(|field| field.key == FieldKey::Known(name));
        known.or_else(|| self.fields.iter().find(is_own))
    }
}

/// A field of an item or a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Which one.
    pub key: FieldKey,
    /// Its value as plain text.
    pub value: String,
    /// Its value as it is shown.
    pub fragment: Fragment,
    /// Where the value stands.
    pub place: Place,
}

/// The name of a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldKey {
    /// One that every project knows.
    Known(FieldName),
    /// One of the project's own, by its key in the settings.
    Own(Arc<str>),
    /// A table's column that names no field, by its head.
    Column(Arc<str>),
}

impl FieldKey {
    /// Its name in exports.
    pub fn name(&self) -> &str {
        match self {
            Self::Known(name) => name.key(),
            Self::Own(key) | Self::Column(key) => key,
        }
    }
}

/// A decision on another document's item, in a table's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The item that is decided on.
    pub target: TargetEnd,
    /// The decision; none where the row names no known one.
    pub verdict: Option<Verdict>,
    /// What a test found, when the document is an acceptance.
    pub result: Option<TestResult>,
    /// The class of the defect, when the document is an acceptance.
    pub defect: Option<DefectClass>,
    /// When it was tested, as written.
    pub date: Option<String>,
    /// Who tested it.
    pub tester: Option<String>,
    /// How a supplier means to meet it, when the document holds offers.
    pub reply: Option<Reply>,
    /// What that costs, once, when the document holds offers.
    pub price: Option<Money>,
    /// The reason, as plain text.
    pub reason: String,
    /// Items of the answering document that the row names.
    pub by: Vec<TargetEnd>,
    /// Where the row starts.
    pub place: Place,
}

/// An ID in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it names.
    pub target: TargetEnd,
    /// The item in whose text it stands: index into the chapter's items.
    pub item: Option<usize>,
    /// Whether it may have been meant to open an item: it stands first, and looks like the document's own.
    pub is_first: bool,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address as the author wrote it.
    pub address: Arc<str>,
    /// Whether it is to be shown in the page.
    pub is_image: bool,
    /// Where it stands.
    pub place: Place,
}
