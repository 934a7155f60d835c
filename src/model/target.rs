//! Traces as they are written, before what they name is looked up (authoring format, section 5).

use super::Verdict;
use crate::config::FieldName;
use crate::diag::Place;
use std::sync::Arc;

/// The kind of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TraceKind {
    /// This is how that is met.
    Realises,
    /// Deliberately not met.
    Excludes,
    /// A child of it.
    Refines,
    /// This test decides whether it is met.
    Verifies,
    /// Cannot be without it.
    DependsOn,
    /// Cannot be together with it.
    ConflictsWith,
    /// Stands in its place.
    Replaces,
    /// Is wanted because of that finding of the survey.
    StemsFrom,
}

impl TraceKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Realises,
        Self::Excludes,
        Self::Refines,
        Self::Verifies,
        Self::DependsOn,
        Self::ConflictsWith,
        Self::Replaces,
        Self::StemsFrom,
    ];

    /// Its name in exports.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Realises => "realises",
            Self::Excludes => "excludes",
            Self::Refines => "refines",
            Self::Verifies => "verifies",
            Self::DependsOn => "depends on",
            Self::ConflictsWith => "conflicts with",
            Self::Replaces => "replaces",
            Self::StemsFrom => "stems from",
        }
    }

    /// The kind that a field names.
    pub const fn of_field(name: FieldName) -> Option<Self> {
        Some(match name {
            FieldName::Realises => Self::Realises,
            FieldName::Excludes => Self::Excludes,
            FieldName::Refines => Self::Refines,
            FieldName::Verifies => Self::Verifies,
            FieldName::DependsOn => Self::DependsOn,
            FieldName::ConflictsWith => Self::ConflictsWith,
            FieldName::Replaces => Self::Replaces,
            _ => return None,
        })
    }
}

/// A trace field as it is written, before its targets are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceField {
    /// The kind of its traces.
    pub kind: TraceKind,
    /// What it names.
    pub targets: Vec<Target>,
}

/// A target of a trace field: one ID, or a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The ID, or the first of a range.
    pub first: TargetEnd,
    /// The last of a range.
    pub last: Option<TargetEnd>,
    /// How far: in full unless a qualifier says otherwise.
    pub verdict: Verdict,
}

/// An ID in a trace field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetEnd {
    /// The document that it names expressly: `lastenheft:LH-310`.
    pub document: Option<Arc<str>>,
    /// The ID, or the word that stands where one should.
    pub id: Arc<str>,
    /// Where it stands.
    pub place: Place,
}
