//! What one check finds, and the words that all of them share.

use super::Check;
use crate::compare::{Broken, broken};
use crate::diag::{Diagnostic, Language, Place, Text};
use crate::model::{
    Coverage, DocumentKey, FieldKey, FieldName, ItemKey, Origin, Priority, Project, Role, Titled, Trace, TraceKind,
    Verdict,
};

/// The findings of one check in a project.
pub(super) struct Report<'p> {
    /// The project that is looked at.
    pub project: &'p Project,
    check: &'p Check,
    found: Vec<Diagnostic>,
}

impl<'p> Report<'p> {
    pub fn new(project: &'p Project, check: &'p Check) -> Self {
        Self { project, check, found: Vec::new() }
    }

    pub fn finish(self) -> Vec<Diagnostic> {
        self.found
    }

    /// A finding at a place.
    pub fn at(&self, place: &Place, message: Text, hint: Text) -> Diagnostic {
        Diagnostic::new(self.check.code, self.check.severity, place.clone(), message).hint(hint)
    }

    /// A finding at an item.
    pub fn at_item(&self, key: ItemKey, message: Text, hint: Text) -> Diagnostic {
        self.on_item(key, &self.project.item(key).place, message, hint)
    }

    /// A finding at a place, that concerns an item.
    pub fn on_item(&self, key: ItemKey, place: &Place, message: Text, hint: Text) -> Diagnostic {
        let document = &self.project.document(self.project.document_of(key)).config.key;
        self.at(place, message, hint).item(document, &self.project.item(key).id)
    }

    pub fn add(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }
}

/// The longest title in a message, in characters.
const TITLE: usize = 48;

/// An item by its ID and its title, shortened: `„LH-310“ (Kundenhistorie)`.
pub(super) fn named(project: &Project, key: ItemKey) -> Text {
    let item = project.item(key);
    let id = &item.id;
    if item.title.is_empty() || *item.title == **id {
        return Text::new(format!("„{id}“"), format!("\"{id}\""));
    }
    let title = shortened(&item.title);
    Text::new(format!("„{id}“ ({title})"), format!("\"{id}\" ({title})"))
}

/// A text of a message, cut at a word where it is long.
pub(super) fn shortened(title: &str) -> String {
    match title.char_indices().nth(TITLE) {
        None => title.to_owned(),
        Some((limit, _)) => {
            let cut = title[..limit].rfind(' ').unwrap_or(limit);
            format!("{} …", title[..cut].trim_end_matches([',', ';', ':', ' ']))
        }
    }
}

/// The titles of the documents that are to realise a document: `„Pflichtenheft“`. None where the project has none.
pub(super) fn realisers(project: &Project, document: DocumentKey) -> Option<Text> {
    let titles: Vec<&str> = project.realisers(document).map(|other| project.document(other).title.as_str()).collect();
    let quoted = |open, close| {
        let quoted: Vec<String> = titles.iter().map(|title| format!("{open}{title}{close}")).collect();
        quoted.join(", ")
    };
    (!titles.is_empty()).then(|| Text::new(quoted("„", "“"), quoted("\"", "\"")))
}

/// Every item that some document of the project is to realise, with how far it does and that document's title.
pub(super) fn coverable(project: &Project) -> impl Iterator<Item = (ItemKey, Coverage, Text)> + '_ {
    let demanded = project.document_keys().filter_map(|document| Some((document, realisers(project, document)?)));
    demanded.flat_map(move |(document, titles)| {
        let items = project.items_of_document(document);
        items.filter_map(move |item| Some((item, project.coverage_of(item)?, titles.clone())))
    })
}

/// Reports the items of a priority that nothing realises. `demand` says what they are.
pub(super) fn open_items(report: &mut Report<'_>, priority: Priority, demand: [&str; 2]) {
    let project = report.project;
    for (key, coverage, by) in coverable(project) {
        if project.weight(key) != priority || !matches!(coverage, Coverage::Open | Coverage::Mentioned) {
            continue;
        }
        let (name, id) = (named(project, key), &project.item(key).id);
        let [de, en] = demand;
        let message = match coverage {
            Coverage::Mentioned => Text::new(
                format!("{} ist {de} und wird in {} nur erwähnt, nicht realisiert.", name.de, by.de),
                format!("{} is {en}, and {} only mentions it without realising it", name.en, by.en),
            ),
            _ => Text::new(
                format!("{} ist {de} und in {} nicht realisiert.", name.de, by.de),
                format!("{} is {en}, and nothing in {} realises it", name.en, by.en),
            ),
        };
        let hint = Text::new(
            format!("In {} unter das Item, das es leistet, schreiben: - Realisiert: {id}", by.de),
            format!("In {}, below the item that meets it, write: - Realises: {id}", by.en),
        );
        let mention = project.mentions_of(key).iter().find(|mention| {
            let realises = |document| project.realisers(project.document_of(key)).any(|other| other == document);
            coverage == Coverage::Mentioned && project.document_of_chapter(mention.0).is_some_and(realises)
        });
        let mut finding = report.at_item(key, message, hint);
        if let Some(mention) = mention {
            let place = project.mention(*mention).target.place.clone();
            finding = finding.related(place, Text::new("hier erwähnt", "mentioned here"));
        }
        report.add(finding);
    }
}

/// Whether a trace counts: what is given up realises and excludes nothing.
pub(super) fn counts(project: &Project, trace: &Trace) -> bool {
    !matches!(trace.from, Origin::Item(from) if project.is_dropped(from))
}

/// The document that a trace starts from.
pub(super) fn document_of_trace(project: &Project, trace: &Trace) -> Option<DocumentKey> {
    match trace.from {
        Origin::Item(item) => Some(project.document_of(item)),
        Origin::Answer(answer) => project.document_of_chapter(answer.0),
    }
}

/// Whether a trace counts for the coverage of the item that it leads to; an offer only promises.
pub(super) fn is_binding(project: &Project, trace: &Trace) -> bool {
    let document = document_of_trace(project, trace);
    counts(project, trace) && document.is_none_or(|document| project.document(document).config.role != Role::Offers)
}

/// Whether a trace says that its item is met, in whatever way.
pub(super) fn meets(trace: &Trace) -> bool {
    trace.kind == TraceKind::Realises && matches!(trace.verdict, Verdict::Full | Verdict::Partial | Verdict::Deviating)
}

/// Whether an item says more than its title, or gives a reason in a field.
pub(super) fn has_reason(project: &Project, key: ItemKey) -> bool {
    let item = project.item(key);
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let in_title = match item.titled {
        Titled::Given => item.title.split_whitespace().filter(is_word).count(),
        Titled::FirstSentence => 0,
    };
    let reason = FieldKey::Known(FieldName::Rationale);
    item.words as usize > in_title || item.fields.iter().any(|field| field.key == reason)
}

/// The offers whose gaps are worth a finding: all of them before the choice, the chosen one after it.
pub(super) fn judged_offers(project: &Project) -> impl Iterator<Item = usize> + '_ {
    let chosen = project.chosen_offer().map(|offer| &offer.key);
    (0..project.offers.len()).filter(move |number| chosen.is_none_or(|key| project.offers[*number].key == *key))
}

/// Reports the promises of the chosen offer that went one way. `end` says what became of them.
pub(super) fn broken_promises(report: &mut Report<'_>, way: Broken, end: [&str; 2]) {
    let project = report.project;
    let Some(offer) = project.chosen_offer() else { return };
    for promise in broken(project).into_iter().filter(|promise| promise.broken == way) {
        let answer = project.answer(promise.row.answer);
        let (name, supplier, [de, en]) = (named(project, promise.item), &offer.name, end);
        let reply = promise.row.reply.map(|reply| reply.names()).unwrap_or_default();
        let price = |language| match promise.row.price.filter(|price| !price.amount.is_zero()) {
            Some(price) => format!(", {}", price.shown(language)),
            None => String::new(),
        };
        let message = Text::new(
            format!("„{supplier}“ hat {} angeboten ({}{}), {de}.", name.de, reply[0], price(Language::De)),
            format!("\"{supplier}\" offered {} ({}{}), {en}", name.en, reply[1], price(Language::En)),
        );
        let hint = Text::new(
            "Ins Pflichtenheft aufnehmen, was angeboten war, oder Preis und Verzicht neu vereinbaren.",
            "Take into the Pflichtenheft what was offered, or agree anew on the price and on doing without.",
        );
        let place = answer.target.place.clone();
        let finding =
            report.at_item(promise.item, message, hint).related(place, Text::new("so angeboten", "as offered"));
        report.add(finding);
    }
}
