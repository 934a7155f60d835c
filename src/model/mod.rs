//! The nouns of a requirements project: documents, chapters, items, traces, coverage. Plain data, no I/O.
//!
//! A [`Chapter`] is what parsing one file yields, and says nothing about any other file. A [`Project`] is all
//! chapters linked: traces both ways, coverage, proof, and where every reference leads.

mod acceptance;
pub mod amount;
mod breadth;
mod by_item;
mod chapter;
mod collation;
mod consequence;
mod contacts;
mod contents;
mod diagram;
mod fragment;
mod glossary;
mod grammar;
mod inflection;
mod mend;
mod offer;
mod outline;
mod pattern;
mod project;
mod question;
mod results;
mod schedule;
mod shown;
mod slug;
pub mod sums;
mod tally;
mod target;
mod terms;
mod wording;

pub use crate::config::{
    Basis, Config, CostFactor, Currency, DefectClass, DocumentConfig, Fact, FieldName, Money, Priority, Quantity,
    Reply, Rhythm, Role, Status, TestResult, Verdict, Verification,
};
pub use acceptance::{Acceptance, Proposal, Test, Tested};
pub use breadth::{Breadth, Columns};
pub use by_item::ByItem;
pub use chapter::{
    Anchor, Answer, Block, Chapter, Field, FieldKey, Heading, Item, Link, Mention, Meta, PlaceKind, Prose, Revision,
    Row, RowKind, Table, Titled,
};
pub use collation::collation;
pub use contacts::Contacts;
pub use contents::ContentSpot;
pub use diagram::{Diagram, DiagramKind};
pub(crate) use fragment::without_marks;
pub use fragment::{Fragment, FragmentBuilder, Hole, HoleKind, escape};
pub use glossary::{Abbreviation, Contact, Owners, PageKind, Party, Term, TermKey, TermSpot, TermUse};
pub use grammar::{DocumentGrammar, Grammar};
pub use inflection::is_abbreviation;
pub use offer::{
    CostAmount, CostLine, Due, FactValue, ItemReply, Offer, OfferText, Points, QUESTIONS, StatedFact, Statement,
};
pub use outline::{Content, Outline};
pub use pattern::IdPattern;
pub use project::{
    AnswerKey, ChapterKey, Coverage, Destination, Document, DocumentKey, ItemKey, MentionKey, Origin, Project, Proof,
    Resolution, Trace, TraceKey,
};
pub use question::{Question, QuestionKey, QuestionState, Theme, counts as question_counts};
pub use results::{CaseKey, Spelled, TestCase, TestReport};
pub use schedule::{Delivery, Part, Schedule, is_open, milestone_key};
pub use slug::{file_name, slug};
pub use sums::{Amounts, ByKind, Kind, is_own};
pub use tally::Tally;
pub use target::{Target, TargetEnd, TraceField, TraceKind};
pub use terms::Terms;
pub(crate) use terms::words;
pub use wording::{Allowance, Wording, WordingKind};
