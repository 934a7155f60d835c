//! `heftfaden.toml`: the project's settings, typed, with their defaults (authoring format, section 1).

mod bidders;
pub mod date;
mod documents;
mod editor;
mod junit;
mod label;
pub mod money;
mod moved;
pub mod offer_words;
mod offers;
mod paper;
pub mod path;
mod read;
pub mod vocabulary;

pub use bidders::{Bidders, Edition, Internal};
pub use editor::Editor;
pub use junit::JunitGlob;
pub use money::{Currency, Money, Quantity};
pub use moved::Moved;
pub use offer_words::{Basis, CostFactor, Fact, Measure, Reply, Rhythm};
pub use offers::{Criterion, Decision, Offers, Scale};
pub use paper::Paper;
pub use read::parse;
pub use vocabulary::{DefectClass, FieldName, Priority, Role, Status, TestResult, Verdict, Verification, fold};

use crate::diag::{Language, Place, Severity};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of the settings file in the project's folder.
pub const FILE: &str = "heftfaden.toml";

/// The theme that needs no folder of its own.
pub const STANDARD_THEME: &str = "standard";

/// The name of the file in a published folder that lists what was written there.
pub const MANIFEST: &str = ".heftfaden-manifest";

/// The settings of a project.
#[derive(Clone, Debug)]
pub struct Config {
    /// The project's title; the site's name.
    pub title: String,
    /// The language of every word that the site itself says.
    pub language: Language,
    /// Auftraggeber.
    pub customer: Option<String>,
    /// Auftragnehmer.
    pub supplier: Option<String>,
    /// Planned users.
    pub users: Option<u32>,
    /// The Kostenrahmen: what the project may cost.
    pub budget: Option<Money>,
    /// Where that is written.
    pub budget_place: Option<Place>,
    /// The currency of amounts that name none, and of every sum.
    pub currency: Currency,
    /// Years of use that costs are added up over.
    pub years: u32,
    /// What it is printed on.
    pub paper: Paper,
    /// Where the site will be published; only for canonical links, never needed to read it.
    pub base_url: Option<String>,
    /// The folder below `themes/` whose files override the built-in theme's.
    pub theme: String,
    /// Where it is set.
    pub theme_place: Option<Place>,
    /// The documents, in the order of the chain.
    pub documents: Vec<DocumentConfig>,
    /// The project's own fields.
    pub fields: Vec<FieldConfig>,
    /// Milestones, in the order of the file.
    pub milestones: Vec<Milestone>,
    /// Levels of checks that differ from the built-in ones.
    pub levels: BTreeMap<String, LevelSetting>,
    /// The project's own words for priorities, folded.
    pub priorities: BTreeMap<String, Priority>,
    /// The project's own words for statuses, folded.
    pub statuses: BTreeMap<String, Status>,
    /// The editor that the preview opens files in.
    pub editor: Option<Editor>,
    /// IDs that items had before, in the order of the file.
    pub moved: Vec<Moved>,
    /// How offers are compared.
    pub offers: Offers,
    /// What goes to bidders.
    pub bidders: Bidders,
    /// For whom the project is shown; no setting, but what the program is asked for.
    pub edition: Edition,
}

/// The level that the settings give to a check. `None` turns it off.
#[derive(Clone, Debug)]
pub struct LevelSetting {
    /// The severity of its findings, or none at all.
    pub level: Option<Severity>,
    /// Where it is set.
    pub place: Place,
}

/// The settings of one document.
#[derive(Clone, Debug)]
pub struct DocumentConfig {
    /// The name of its folder below `content/`, in Unicode's composed form.
    pub key: Arc<str>,
    /// What it is for.
    pub role: Role,
    /// Its title, if it is not to be the first heading's or the role's.
    pub title: Option<String>,
    /// What its IDs look like; none: the text decides.
    pub ids: Option<Vec<String>>,
    /// The outline that it must fill: a built-in name, a TOML file of the project, or `none`.
    pub outline: Option<String>,
    /// The document whose items this one realises.
    pub realises: Option<Arc<str>>,
    /// The documents whose items this one's tests verify.
    pub verifies: Vec<Arc<str>>,
    /// What a mention inside an item means.
    pub mentions: Mentions,
    /// The priority that its items start from.
    pub priority: Option<Priority>,
    /// The status that its items start from.
    pub status: Option<Status>,
    /// Where test tools leave the results of its tests.
    pub junit: Vec<JunitGlob>,
}

/// What an ID in the running text of an item means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mentions {
    /// A reference and no trace.
    #[default]
    Refer,
    /// A trace: the item realises what it mentions.
    Realise,
}

/// A field of the project's own.
#[derive(Clone, Debug)]
pub struct FieldConfig {
    /// Its name as the authors write it.
    pub key: Arc<str>,
    /// Its name as the site shows it.
    pub title: String,
    /// What its values are.
    pub kind: FieldKind,
    /// The unit of its numbers.
    pub unit: Option<String>,
    /// Whether bidders are not to see it.
    pub internal: bool,
}

impl FieldConfig {
    /// The values that it may have, where they are listed.
    pub fn choices(&self) -> &[String] {
        if let FieldKind::Choice(choices) = &self.kind { choices } else { &[] }
    }

    /// Whether a value is one that it may have: any, unless they are listed.
    pub fn knows(&self, value: &str) -> bool {
        let folded = fold(value);
        !matches!(self.kind, FieldKind::Choice(_)) || self.choices().iter().any(|choice| fold(choice) == folded)
    }
}

/// The type of a project's own field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A number, with the field's unit.
    Number,
    /// An amount of money, with currency.
    Money,
    /// A date, `2026-11-24` or `24.11.2026`.
    Date,
    /// One of the listed values.
    Choice(Vec<String>),
    /// IDs of items.
    Ids,
}

/// A milestone of the project.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// The key that items name.
    pub key: Arc<str>,
    /// What it is.
    pub title: String,
    /// When it is due, as the settings write it.
    pub date: Option<String>,
}

impl Milestone {
    /// The day on which it is due, where that can be read.
    pub fn day(&self) -> Option<date::Date> {
        self.date.as_deref().and_then(date::read)
    }
}

impl Default for Config {
    /// The settings of a project without `heftfaden.toml`.
    fn default() -> Self {
        let mut config = Self {
            title: String::new(),
            language: Language::De,
            customer: None,
            supplier: None,
            users: None,
            budget: None,
            budget_place: None,
            currency: Currency::EUR,
            years: 5,
            paper: Paper::A4,
            base_url: None,
            theme: STANDARD_THEME.to_owned(),
            theme_place: None,
            documents: ["ist-aufnahme", "lastenheft", "angebote", "pflichtenheft", "abnahme"]
                .into_iter()
                .filter_map(DocumentConfig::known)
                .collect(),
            fields: Vec::new(),
            milestones: Vec::new(),
            levels: BTreeMap::new(),
            priorities: BTreeMap::new(),
            statuses: BTreeMap::new(),
            editor: None,
            moved: Vec::new(),
            offers: Offers::default(),
            bidders: Bidders::default(),
            edition: Edition::Whole,
        };
        config.pair();
        config
    }
}

impl Config {
    /// Gives each document that names no partner the usual one: a Pflichtenheft realises the first Lastenheft, an
    /// acceptance document verifies every Pflichtenheft and Lastenheft.
    pub fn pair(&mut self) {
        let of = |role: Role| self.documents.iter().filter(move |d| d.role == role).map(|d| Arc::clone(&d.key));
        let lastenheft = of(Role::Lastenheft).next();
        let verified: Vec<_> = of(Role::Pflichtenheft).chain(of(Role::Lastenheft)).collect();
        for document in &mut self.documents {
            match document.role {
                Role::Pflichtenheft if document.realises.is_none() => document.realises.clone_from(&lastenheft),
                Role::Acceptance if document.verifies.is_empty() => document.verifies.clone_from(&verified),
                _ => {}
            }
        }
    }

    /// The settings of the document with this key.
    pub fn document(&self, key: &str) -> Option<&DocumentConfig> {
        self.documents.iter().find(|document| *document.key == *key)
    }

    /// The outlines that are files of the project, by their paths below its folder.
    pub fn outline_files(&self) -> impl Iterator<Item = &str> {
        let named = self.documents.iter().filter_map(|document| document.outline.as_deref());
        named.filter(|name| name.to_ascii_lowercase().ends_with(".toml"))
    }

    /// The project's own field that a word names.
    pub fn field(&self, word: &str) -> Option<&FieldConfig> {
        let folded = fold(word);
        self.fields.iter().find(|field| fold(&field.key) == folded || fold(&field.title) == folded)
    }

    /// The priority that a word means here.
    pub fn priority(&self, word: &str) -> Option<Priority> {
        self.priorities.get(&fold(word)).copied().or_else(|| Priority::from_word(word))
    }

    /// The day that a word means: itself, or that of the milestone that it names.
    pub fn day(&self, word: &str) -> Option<date::Date> {
        let milestone = self.milestones.iter().find(|milestone| milestone.key.eq_ignore_ascii_case(word.trim()));
        match milestone {
            Some(milestone) => date::read(milestone.date.as_deref()?),
            None => date::read(word),
        }
    }

    /// The status that a word means here.
    pub fn status(&self, word: &str) -> Option<Status> {
        self.statuses.get(&fold(word)).copied().or_else(|| Status::from_word(word))
    }
}

impl DocumentConfig {
    /// A document of a role with that role's outline; [`Config::pair`] gives it its partners.
    pub fn of_role(key: &str, role: Role) -> Self {
        let outline =
            matches!(role, Role::Survey | Role::Lastenheft | Role::Pflichtenheft).then(|| role.key().to_owned());
        Self {
            key: Arc::from(key),
            role,
            title: None,
            ids: None,
            outline,
            realises: None,
            verifies: Vec::new(),
            mentions: Mentions::Refer,
            priority: None,
            status: None,
            junit: Vec::new(),
        }
    }

    /// The document that a folder of a well-known name is without any settings.
    pub fn known(folder: &str) -> Option<Self> {
        let role = match folder {
            "ist-aufnahme" => Role::Survey,
            "lastenheft" => Role::Lastenheft,
            "angebote" => Role::Offers,
            "pflichtenheft" => Role::Pflichtenheft,
            "abnahme" => Role::Acceptance,
            _ => return None,
        };
        Some(Self::of_role(folder, role))
    }
}

/// Whether a site can be published at an address: `https://…`, or `http://…`.
pub(crate) fn is_web_address(address: &str) -> bool {
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
}
