//! What the checks of wording share: which wordings are reported, and how a habit is.

use super::report::{Report, named};
use crate::diag::{Place, Severity, Text};
use crate::model::{ChapterKey, DocumentKey, FieldKey, FieldName, Item, ItemKey, Project, Role, Wording, WordingKind};

/// More hints of one check in a document than this are a habit, and said once.
const HABIT: usize = 20;

/// What one check says.
pub(super) struct Sayings {
    pub kind: WordingKind,
    /// What is wrong with the words, behind `In „LH-1“ (Suche): `.
    pub message: fn(words: &str) -> Text,
    /// What to do.
    pub hint: Text,
    /// What many items of a document do: `steht ein Passiv …`.
    pub habit: Text,
}

/// One wording that is to be reported.
pub(super) struct Spot<'p> {
    pub item: ItemKey,
    pub severity: Severity,
    pub place: &'p Place,
    pub words: &'p str,
}

/// Reports what parsing found of one kind, in the items that a condition holds for.
pub(super) fn report(report: &mut Report<'_>, sayings: &Sayings, holds: fn(&Project, &Spot<'_>) -> bool) {
    for (document, spots) in spots_of(report.project, sayings.kind, holds) {
        say(report, document, sayings, &spots);
    }
}

/// What is to be reported of one kind in each document that demands or answers.
pub(super) fn spots_of(
    project: &Project,
    kind: WordingKind,
    holds: fn(&Project, &Spot<'_>) -> bool,
) -> impl Iterator<Item = (DocumentKey, Vec<Spot<'_>>)> {
    let is_contract = |role| matches!(role, Role::Lastenheft | Role::Pflichtenheft);
    let documents = project.document_keys().filter(move |key| is_contract(project.document(*key).config.role));
    documents.map(move |document| {
        let spots = project.chapters_of(document).flat_map(|chapter| spots(project, chapter, kind));
        (document, spots.filter(|spot| holds(project, spot)).collect())
    })
}

/// What was found of one kind in a chapter, but for what the author allows.
fn spots(project: &Project, key: ChapterKey, kind: WordingKind) -> impl Iterator<Item = Spot<'_>> {
    let chapter = project.chapter(key);
    let of_kind = chapter.wording.iter().filter(move |wording| wording.kind == kind);
    let is_meant = |Wording { kind, item, words, .. }: &Wording| {
        chapter.allowed.iter().any(|allowance| allowance.covers(*kind, *item, words))
    };
    of_kind.filter(move |wording| !is_meant(wording)).filter_map(move |wording| {
        let item = project.item_key(key, wording.item as usize);
        let spot = Spot { item, severity: wording.severity, place: &wording.place, words: &wording.words };
        (!project.is_dropped(item)).then_some(spot)
    })
}

/// Whether a comment in an item or its file allows a kind of finding.
pub(super) fn is_allowed(project: &Project, key: ItemKey, kind: WordingKind) -> bool {
    let chapter = project.chapter_of(key);
    let index = key.0 - project.item_key(chapter, 0).0;
    project.chapter(chapter).allowed.iter().any(|allowance| allowance.covers(kind, index, ""))
}

/// Reports some spots of a document. Many hints of one kind are one, unless the settings ask for them.
pub(super) fn say(report: &mut Report<'_>, document: DocumentKey, sayings: &Sayings, spots: &[Spot<'_>]) {
    let project = report.project;
    let hints = spots.iter().filter(|spot| spot.severity == Severity::Hint);
    let is_asked_for = project.config.levels.contains_key(sayings.kind.code());
    let is_habit = !is_asked_for && hints.clone().count() > HABIT;
    for spot in spots.iter().filter(|spot| !is_habit || spot.severity != Severity::Hint) {
        let (name, message) = (named(project, spot.item), (sayings.message)(spot.words));
        let message = Text::new(format!("In {}: {}", name.de, message.de), format!("in {}: {}", name.en, message.en));
        let mut finding = report.on_item(spot.item, spot.place, message, sayings.hint.clone());
        finding.severity = spot.severity;
        report.add(finding);
    }
    if let Some(first) = hints.clone().next().filter(|_| is_habit) {
        let (title, habit) = (&project.document(document).title, &sayings.habit);
        let count = hints.count();
        let message = Text::new(
            format!("An {count} Stellen in „{title}“ {}; die erste ist hier.", habit.de),
            format!("in {count} places in \"{title}\" {}; the first is here", habit.en),
        );
        let code = sayings.kind.code();
        let hint = Text::new(
            format!(
                "Mit {code} = \"hint\" unter [checks] in heftfaden.toml nennt die Prüfung jede, mit \"off\" keine."
            ),
            format!("With {code} = \"hint\" below [checks] in heftfaden.toml the check names each, with \"off\" none."),
        );
        let mut finding = report.at(first.place, message, hint);
        finding.severity = Severity::Hint;
        report.add(finding);
    }
}

/// Whether an item has a criterion that says how it is tested, and with it what its words mean.
pub(super) fn is_tested(item: &Item) -> bool {
    item.fields.iter().any(|field| field.key == FieldKey::Known(FieldName::Acceptance))
}

/// Every spot.
pub(super) fn always(_: &Project, _: &Spot<'_>) -> bool {
    true
}

/// Spots in items that no criterion explains.
pub(super) fn untested(project: &Project, spot: &Spot<'_>) -> bool {
    !is_tested(project.item(spot.item))
}
