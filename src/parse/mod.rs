//! One Markdown file → one [`Chapter`]: its items, fields, references and rendered text.
//!
//! Pure: looks at no other file. Never fails: what is wrong becomes a diagnostic in the chapter. The steps:
//! `events` reads the Markdown, `blocks` walks it and finds items by `opening`, `fields`, `table` and
//! `targets` read what stands in them, `inline` renders text; `code` and `diagram` are blocks of code and what is drawn
//! of them; `wording` looks at what the items' text says.

mod abbreviations;
mod amount;
mod answers;
mod blocks;
mod broken;
mod code;
mod contacts;
mod diagram;
mod events;
mod fields;
mod glossary;
mod ink;
mod inline;
mod internal;
mod junit;
mod kind;
mod labels;
mod layout;
mod literature;
mod meta;
mod offer;
mod opening;
mod outline;
mod overview;
mod pieces;
mod questions;
mod raw;
mod sanitize;
mod scribe;
mod stray;
mod survey;
mod table;
mod targets;
mod terms;
mod typography;
mod unread;
mod wording;

pub(crate) use broken::cells_of;
pub(crate) use events::{Events, is_block};
pub use junit::junit;
pub use kind::page_kind;
pub use layout::{Layout, ListLayout, Setting, TableLayout, layout};
pub(crate) use opening::{Spot, opening};
pub use outline::outline;
pub use pieces::{Piece, PieceKind, pieces};
pub use survey::Survey;

use crate::model::{Chapter, Config, DocumentConfig, Grammar, Terms};
use crate::source::SourceFile;

/// What parsing a file needs to know of its project.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The settings.
    pub config: &'a Config,
    /// What the IDs of all documents look like.
    pub grammar: &'a Grammar,
    /// The terms of the glossaries.
    pub terms: &'a Terms,
    /// The document that the file belongs to; none for the pages beside the documents.
    pub document: Option<&'a DocumentConfig>,
}

/// Parses a file.
pub fn parse(source: &SourceFile, context: Context<'_>) -> Chapter {
    let body = source.body();
    let events = events::Events::new(&body);
    let mut scribe = scribe::Scribe::new(source, context, &events);
    scribe.front_matter();
    scribe.footnotes();
    scribe.overviews = scribe.overviews();
    scribe.blocks(0..events.len(), blocks::Nesting::Top);
    scribe.unclosed_block();
    scribe.finish()
}
