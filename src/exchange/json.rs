//! The whole project as JSON. `docs/content/export-json.md` describes it for readers; [`VERSION`] grows when a name or meaning
//! changes, not when one is added.

use super::offers;
use super::plan;
use crate::compare::Comparison;
use crate::diag::{Diagnostic, Texts, json as diagnostics};
use crate::model::{
    Acceptance, Amounts, CaseKey, DefectClass, DocumentKey, ItemKey, Origin, Project, Role, Schedule, Tally, TermKey,
    Tested, Trace, TraceKind,
};
use serde_json::{Value, json};
use std::io::{self, Write};

/// The version of the format.
pub const VERSION: u32 = 1;

/// Writes a project and what was found in it.
///
/// # Errors
///
/// What the writer says.
pub fn write(project: &Project, findings: &[Diagnostic], texts: &dyn Texts, out: &mut dyn Write) -> io::Result<()> {
    let config = &project.config;
    let amounts = &project.amounts;
    let head = json!({
        "title": config.title,
        "language": config.language.code(),
        "customer": config.customer,
        "supplier": config.supplier,
        "users": config.users,
        "currency": config.currency.code(),
        "budget": config.budget.map(|budget| budget.amount.normalize().to_string()),
    });
    writeln!(out, "{{\n\"format\": \"heftfaden\",\n\"version\": {VERSION},\n\"project\": {head},\n\"documents\": [")?;
    list(out, project.document_keys().map(|key| document(project, amounts, key)))?;
    writeln!(out, "],\n\"milestones\": [")?;
    let schedule = Schedule::of(project, amounts);
    list(out, schedule.deliveries.iter().map(|delivery| plan::delivery(project, amounts, delivery)))?;
    writeln!(out, "],\n\"items\": [")?;
    let mut said = plan::Said::new(project, amounts);
    list(out, project.items().map(|key| item(project, &mut said, key)))?;
    writeln!(out, "],\n\"terms\": [")?;
    list(out, project.term_keys().map(|key| term(project, key)))?;
    let comparison = Comparison::of(project);
    writeln!(out, "],\n\"offers\": [")?;
    list(out, (0..project.offers.len()).map(|number| offers::offer(project, &comparison, number)))?;
    let compared = (!project.offers.is_empty()).then(|| offers::comparison(project, &comparison));
    writeln!(out, "],\n\"comparison\": {},", json!(compared))?;
    writeln!(out, "\"findings\": [")?;
    list(out, findings.iter().map(|finding| diagnostics::value(finding, texts, config.language)))?;
    writeln!(out, "]\n}}")
}

/// Writes values one a line, so that a large project is never held twice.
fn list(out: &mut dyn Write, values: impl Iterator<Item = Value>) -> io::Result<()> {
    for (number, value) in values.enumerate() {
        if number > 0 {
            writeln!(out, ",")?;
        }
        serde_json::to_writer(&mut *out, &value)?;
    }
    writeln!(out)
}

fn document(project: &Project, amounts: &Amounts, key: DocumentKey) -> Value {
    let document = project.document(key);
    let tally = Tally::of(project, project.items_of_document(key));
    let chapters = project.chapters_of(key).map(|chapter| {
        let chapter = project.chapter(chapter);
        json!({ "file": &*chapter.file, "number": chapter.number, "title": chapter.title, "version": chapter.meta.version })
    });
    json!({
        "key": &*document.config.key,
        "role": document.config.role.key(),
        "title": document.title,
        "realises": document.config.realises.as_deref(),
        "verifies": document.config.verifies.iter().map(|key| &**key).collect::<Vec<_>>(),
        "chapters": chapters.collect::<Vec<_>>(),
        "acceptance": acceptance(project, key),
        "items": tally.items,
        "dropped": tally.dropped,
        "sum": plan::sum(amounts, &amounts.sum(document.items.clone())),
    })
}

fn item(project: &Project, said: &mut plan::Said<'_>, key: ItemKey) -> Value {
    let item = project.item(key);
    let fields: Vec<Value> =
        item.fields.iter().map(|field| json!({ "name": field.key.name(), "value": field.value })).collect();
    let (counted, total) = said.of(key);
    let outgoing: Vec<Value> = project.traces_from(key).map(|trace| self::trace(project, trace)).collect();
    let incoming: Vec<Value> = project.traces_to(key).map(|trace| back(project, trace)).collect();
    let mentions: Vec<Value> = project
        .mentions_of(key)
        .iter()
        .map(|mention| {
            let place = &project.mention(*mention).target.place;
            let from = project.mention(*mention).item.map(|index| address(project, project.item_key(mention.0, index)));
            json!({ "file": &*place.file, "line": place.line, "column": place.column, "item": from })
        })
        .collect();
    json!({
        "document": &*project.document(project.document_of(key)).config.key,
        "id": &*item.id,
        "title": item.title,
        "place": item.kind.key(),
        "file": &*item.place.file,
        "line": item.place.line,
        "column": item.place.column,
        "parent": item.parent.map(|index| &*project.item(project.item_key(project.chapter_of(key), index)).id),
        "priority": item.priority.map(|priority| priority.key()),
        "status": item.status.map(|status| status.key()),
        "result": project.result_of(key).map(|result| result.key()),
        "defect": item.defect.map(|defect| defect.key()),
        "cases": project.cases_of(key).iter().map(|case| self::case(project, *case)).collect::<Vec<_>>(),
        "fields": fields,
        "counted": counted,
        "total": total,
        "traces": outgoing,
        "traced_by": incoming,
        "mentioned_in": mentions,
        "coverage": project.coverage_of(key).map(|coverage| coverage.key()),
        "proof": project.proof_of(key).map(|proof| proof.key()),
    })
}

/// A term of a glossary, and where it is used: at most once in a chapter.
fn term(project: &Project, key: TermKey) -> Value {
    let term = project.term(key);
    let uses = project.term_spots[key.0 as usize].iter().map(|spot| {
        let chapter = project.chapter(spot.chapter);
        let place = &chapter.uses[spot.index as usize].place;
        let item = spot.item.map(|item| address(project, item));
        json!({ "file": &*place.file, "line": place.line, "column": place.column, "document": chapter.document.as_deref(), "item": item })
    });
    json!({
        "name": term.name,
        "spellings": term.spellings,
        "definition": term.definition,
        "file": &*term.place.file,
        "line": term.place.line,
        "column": term.place.column,
        "anchor": &*term.anchor,
        "uses": uses.collect::<Vec<_>>(),
    })
}

/// A test case that a tool reports.
fn case(project: &Project, key: CaseKey) -> Value {
    let (_, case) = project.case(key);
    json!({
        "name": &*case.name.text,
        "class": case.class.as_ref().map(|class| &*class.text),
        "result": case.outcome.key(),
        "ran": case.ran.as_deref(),
        "file": &*case.name.place.file,
        "line": case.name.place.line,
        "column": case.name.place.column,
    })
}

/// What the tests of an acceptance document say together; nothing for other documents.
fn acceptance(project: &Project, key: DocumentKey) -> Value {
    if project.document(key).config.role != Role::Acceptance {
        return Value::Null;
    }
    let acceptance = Acceptance::of(project, key);
    let musts = Tested::ALL.map(|tested| (tested.key().to_owned(), json!(acceptance.tested(tested))));
    let classes = DefectClass::ALL.iter().map(|class| (class.key(), Some(*class))).chain([("unclassed", None)]);
    let defects = classes.map(|(name, class)| (name.to_owned(), json!(acceptance.defects(class).count())));
    json!({
        "proposal": acceptance.proposal().key(),
        "musts": musts.into_iter().collect::<serde_json::Map<_, _>>(),
        "defects": defects.collect::<serde_json::Map<_, _>>(),
    })
}

/// An item as document and ID.
fn address(project: &Project, key: ItemKey) -> Value {
    json!({ "document": &*project.document(project.document_of(key)).config.key, "id": &*project.item(key).id })
}

fn trace(project: &Project, trace: &Trace) -> Value {
    let mut value = address(project, trace.to);
    qualify(project, trace, &mut value);
    value
}

/// A trace seen from its target: what it starts from.
fn back(project: &Project, trace: &Trace) -> Value {
    let mut value = match trace.from {
        Origin::Item(from) => address(project, from),
        Origin::Answer(answer) => {
            json!({ "document": project.chapter(answer.0).document.as_deref(), "id": Value::Null })
        }
    };
    qualify(project, trace, &mut value);
    value
}

fn qualify(project: &Project, trace: &Trace, value: &mut Value) {
    value["kind"] = json!(trace.kind.key());
    value["file"] = json!(&*trace.place.file);
    value["line"] = json!(trace.place.line);
    if matches!(trace.kind, TraceKind::Realises | TraceKind::Excludes) {
        value["qualifier"] = json!(trace.verdict.key());
    }
    if let Some(answer) = trace.answer.map(|key| project.answer(key)) {
        value["reason"] = json!(answer.reason);
        if let Some(result) = answer.result {
            value["result"] = json!(result.key());
        }
        if let Some(defect) = answer.defect {
            value["defect"] = json!(defect.key());
        }
    }
}
