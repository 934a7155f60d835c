//! The acceptance report: what was tested, what came of it, and what follows; a page to print and sign.

use super::{Content, Error, Prepared, View, shown_date};
use crate::model::{
    Acceptance, Answer, Block, DefectClass, DocumentKey, FieldName, ItemKey, Origin, Project, Role, Test, TestResult,
    Tested, Titled, TraceKind, Verification,
};
use crate::site::fragment::{Scope, Writer};
use crate::site::parts::TESTS;
use crate::site::plain::plain_text;
use crate::site::{Site, signs};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Items that are listed of one state, with their titles; the matrix has them all.
const LISTED: usize = 300;
/// What a test verifies: so many are listed.
const VERIFIED: usize = 40;
/// Cases that are named at a test; the item's page has them all.
const CASES: usize = 3;

pub(super) fn render<'s>(
    site: &'s Site,
    page: &View<'_>,
    key: DocumentKey,
    part: usize,
) -> Result<Prepared<'s>, Error> {
    let Some((acceptance, paths)) = site.plan.acceptance(key) else {
        return site.finish(page, Content::new("acceptance", ""));
    };
    let project = &*site.project;
    let words = site.words();
    let mut writer = site.writer(page, Scope::Nothing);
    let is_first = part == 0;
    for test in acceptance.tests.iter().skip(part * TESTS).take(TESTS) {
        row(&mut writer, test);
    }
    let rows = writer.take();
    let musts = if is_first { musts(&mut writer, acceptance) } else { String::new() };
    let defects = if is_first { defects(&mut writer, acceptance) } else { String::new() };
    let config = &project.config;
    let named = [("customer", &config.customer), ("supplier", &config.supplier)];
    let party = |(role, name): &(&str, &Option<String>)| json!({ "label": words.get(role), "name": name });
    let (signing, mut parties): (Vec<Value>, Vec<Value>) = (named.iter().map(party).collect(), Vec::new());
    parties.extend(signing.iter().filter(|party| !party["name"].is_null()).cloned());
    let part_title = |number: usize| {
        let last = ((number + 1) * TESTS).min(acceptance.tests.len());
        let number_of = |at: usize| acceptance.tests.get(at).map(|test| id_of(project, test)).unwrap_or_default();
        format!("{} – {}", number_of(number * TESTS), number_of(last.saturating_sub(1)))
    };
    let proposal = acceptance.proposal().key();
    let content = Content::new("acceptance", words.get("acceptance"))
        .of(Some(key))
        .with("parties", parties)
        .with("signing", signing)
        .with("document", project.document(key).title.clone())
        .with("document_href", writer.href(site.plan.document(key)))
        .with("state", super::document::state(site, key)["line"].clone())
        .with("documents", documents(site, &writer, key))
        .with("is_first", is_first)
        .with("proposal", proposal)
        .with("proposed", words.get(&format!("proposal.{proposal}")))
        .with("reasons", reasons(site, acceptance))
        .with("coverage", coverage(site, acceptance))
        .with("musts", musts)
        .with("defects", defects)
        .with("counted", counted(site, acceptance))
        .with("rows", rows)
        .with("parts", site.parts(page, paths.iter(), part_title));
    site.finish(page, content)
}

/// The documents that the report is about, with their versions.
fn documents(site: &Site, writer: &Writer<'_>, key: DocumentKey) -> Value {
    let project = &*site.project;
    let verifies = &project.document(key).config.verifies;
    let is_subject = |other: &DocumentKey| {
        let config = &project.document(*other).config;
        *other == key || verifies.contains(&config.key) || config.role == Role::Lastenheft
    };
    let row = |other: DocumentKey| {
        let state = super::document::state(site, other);
        let shown = |part: &str| state[part].as_str().unwrap_or("–").to_owned();
        let version = super::document::leading(site, other).and_then(|meta| meta.version.clone());
        json!({
            "title": project.document(other).title,
            "href": writer.href(site.plan.document(other)),
            "version": version.unwrap_or_else(|| "–".to_owned()),
            "date": shown("date"),
            "status": shown("status"),
        })
    };
    project.document_keys().filter(is_subject).map(row).collect()
}

/// Why the proposal is what it is, each a sentence; where nothing speaks against it, that.
fn reasons(site: &Site, acceptance: &Acceptance) -> Value {
    let words = site.words();
    let class = |class: Option<DefectClass>| acceptance.defects(class).count();
    let all = [
        ("reason.blocking", class(Some(DefectClass::Blocking))),
        ("reason.unclassed", class(None)),
        ("reason.hindering", class(Some(DefectClass::Hindering))),
        ("reason.minor", class(Some(DefectClass::Minor))),
        ("reason.without", acceptance.tested(Tested::Without)),
        ("reason.untested", acceptance.open),
    ];
    let mut reasons: Vec<String> =
        all.into_iter().filter(|(_, number)| *number > 0).map(|(key, number)| words.count(key, number)).collect();
    if acceptance.with_result(TestResult::Untested) == acceptance.tests.len() {
        reasons = vec![words.get("reason.pending").to_owned()];
    } else if reasons.is_empty() {
        reasons.push(words.get("reason.none").to_owned());
    }
    json!(reasons)
}

fn coverage(site: &Site, acceptance: &Acceptance) -> String {
    let total = acceptance.musts.len();
    let tested = total - acceptance.tested(Tested::Without);
    site.words().fill("acceptance.coverage.about", &[("n", &tested.to_string()), ("of", &total.to_string())])
}

fn counted(site: &Site, acceptance: &Acceptance) -> String {
    let number = |result| acceptance.with_result(result).to_string();
    let values = [
        ("n", acceptance.tests.len().to_string()),
        ("passed", number(TestResult::Passed)),
        ("failed", number(TestResult::Failed)),
        ("untested", number(TestResult::Untested)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    site.words().fill("acceptance.tests.about", &values)
}

/// The Muss items by what tests say of them; what needs a decision first.
fn musts(writer: &mut Writer<'_>, acceptance: &Acceptance) -> String {
    for state in [Tested::Failed, Tested::Without, Tested::Untested, Tested::Passed] {
        let items: Vec<ItemKey> =
            acceptance.musts.iter().filter(|(_, own)| *own == state).map(|(item, _)| *item).collect();
        if items.is_empty() {
            continue;
        }
        let sign = signs::tested(writer.site.words(), state);
        let _ = writeln!(writer.out, "<h3>{sign} <span class=\"num\">{}</span></h3>", items.len());
        list(writer, &items, state != Tested::Passed);
        writer.raw("\n");
    }
    writer.take()
}

/// Items as a list: with their titles, or their IDs alone.
fn list(writer: &mut Writer<'_>, items: &[ItemKey], titled: bool) {
    writer.raw(if titled { "<ul class=\"named\">" } else { "<p class=\"ids\">" });
    for (number, item) in items.iter().take(LISTED).enumerate() {
        if titled {
            writer.raw("<li>");
            writer.reference(*item);
            writer.raw(" ");
            writer.text(&writer.site.project.item(*item).title);
            writer.raw("</li>");
        } else {
            writer.raw(if number > 0 { ", " } else { "" });
            writer.reference(*item);
        }
    }
    if items.len() > LISTED {
        let more = writer.site.words().count("more", items.len() - LISTED);
        writer.raw(if titled { "<li>" } else { " " });
        writer.text(&more);
        writer.raw(if titled { "</li>" } else { "" });
    }
    writer.raw(if titled { "</ul>" } else { "</p>" });
}

/// The defects by class, the worst first, each class with what it means for the acceptance.
fn defects(writer: &mut Writer<'_>, acceptance: &Acceptance) -> String {
    let classes = [Some(DefectClass::Blocking), None, Some(DefectClass::Hindering), Some(DefectClass::Minor)];
    for class in classes {
        let found: Vec<&Test> = acceptance.defects(class).collect();
        if found.is_empty() {
            continue;
        }
        let key = class.map_or("none", DefectClass::key);
        writer.raw("<h3>");
        writer.word(&format!("defect.{key}"));
        let _ = write!(writer.out, " <span class=\"num\">{}</span></h3>\n<p class=\"note-line\">", found.len());
        writer.word(&format!("defect.{key}.means"));
        writer.raw("</p>\n<ul class=\"named\">\n");
        for test in found.iter().take(LISTED) {
            writer.raw("<li>");
            test_link(writer, test);
            writer.raw(" ");
            criterion(writer, test, false);
            writer.raw(" <small>");
            verified(writer, test);
            writer.raw("</small></li>\n");
        }
        writer.raw("</ul>\n");
        if found.len() > LISTED {
            let more = writer.site.words().count("more", found.len() - LISTED);
            writer.raw("<p>");
            writer.text(&more);
            writer.raw("</p>\n");
        }
    }
    writer.take()
}

fn id_of(project: &Project, test: &Test) -> String {
    match test.from {
        Origin::Item(item) => project.item(item).id.to_string(),
        Origin::Answer(answer) => project.answer(answer).target.id.to_string(),
    }
}

/// A test's ID, the way to it.
fn test_link(writer: &mut Writer<'_>, test: &Test) {
    match test.from {
        Origin::Item(item) => writer.id_link(item),
        Origin::Answer(answer) => {
            let href = format!("{}#_antwort-{}", writer.href(writer.site.plan.chapter(answer.0)), answer.1 + 1);
            let _ = write!(writer.out, "<a class=\"id\" href=\"{href}\">");
            writer.text(&id_of(&writer.site.project, test));
            writer.raw("</a>");
        }
    }
}

/// What decides: the criterion, else the title, or the text that the title is the start of; of a row, what it remarks.
fn criterion(writer: &mut Writer<'_>, test: &Test, in_full: bool) {
    let project = &*writer.site.project;
    let key = match test.from {
        Origin::Item(key) => key,
        Origin::Answer(key) => return writer.text(&project.answer(key).reason),
    };
    let item = project.item(key);
    let criterion = item.field(FieldName::Acceptance).map(|field| field.value.clone());
    let text = || match item.blocks.first() {
        Some(Block::Prose(prose)) if item.titled == Titled::FirstSentence => Some(plain_text(&prose.fragment)),
        _ => None,
    };
    match criterion.or_else(text).filter(|_| in_full) {
        Some(text) => writer.text(&text),
        None => writer.text(&item.title),
    }
}

/// What a test decides about, as links.
fn verified(writer: &mut Writer<'_>, test: &Test) {
    let project = &*writer.site.project;
    let mut targets: Vec<ItemKey> = match test.from {
        Origin::Item(item) => {
            project.traces_from(item).filter(|trace| trace.kind == TraceKind::Verifies).map(|trace| trace.to).collect()
        }
        // The ID of the row is the one that it decides about.
        Origin::Answer(_) => Vec::new(),
    };
    targets.sort_unstable();
    targets.dedup();
    for (number, target) in targets.iter().take(VERIFIED).enumerate() {
        writer.raw(if number > 0 { ", " } else { "" });
        writer.reference(*target);
    }
    if targets.len() > VERIFIED {
        let more = writer.site.words().count("more", targets.len() - VERIFIED);
        writer.raw(" ");
        writer.text(&more);
    }
}

fn row(writer: &mut Writer<'_>, test: &Test) {
    let site = writer.site;
    let project = &*site.project;
    let _ = write!(writer.out, "<tr class=\"{}\"", test.result.key());
    if let Origin::Item(item) = test.from {
        writer.source_of(item);
    }
    writer.raw("><th scope=\"row\">");
    test_link(writer, test);
    writer.raw("</th><td>");
    criterion(writer, test, true);
    writer.raw("</td><td>");
    let (method, day, tester) = facts(project, test);
    let method = method.map(|method| shown_method(site, &method));
    writer.text(&method.unwrap_or_default());
    writer.raw("</td><td>");
    verified(writer, test);
    writer.raw("</td><td>");
    writer.raw(&signs::result(site.words(), test.result));
    if let Origin::Item(item) = test.from {
        cases(writer, item);
    }
    writer.raw("</td><td>");
    if let Some(class) = test.defect {
        writer.word(&format!("defect.{}", class.key()));
    }
    writer.raw("</td><td class=\"date\">");
    if let Some(day) = day {
        let shown = shown_date(site, &day);
        writer.text(&shown);
    }
    writer.raw("</td><td>");
    writer.text(&tester.unwrap_or_default());
    writer.raw("</td></tr>\n");
}

/// Method, day and tester.
fn facts(project: &Project, test: &Test) -> (Option<String>, Option<String>, Option<String>) {
    match test.from {
        Origin::Item(key) => {
            let field = |name| project.item(key).field(name).map(|field| field.value.clone());
            (field(FieldName::Verification), project.day_of(key).map(str::to_owned), field(FieldName::Tester))
        }
        Origin::Answer(key) => {
            let Answer { date, tester, .. } = project.answer(key);
            (None, date.clone(), tester.clone())
        }
    }
}

/// Methods of verification in the site's language; other words stay as they are.
fn shown_method(site: &Site, written: &str) -> String {
    let known = |word: &str| match Verification::from_word(word) {
        Some(method) => site.words().get(&format!("method.{}", method.key())).to_owned(),
        None => word.trim().to_owned(),
    };
    written.split([',', '/']).map(known).collect::<Vec<_>>().join(", ")
}

/// Which cases of a test tool say what is said of a test.
fn cases(writer: &mut Writer<'_>, key: ItemKey) {
    let project = &*writer.site.project;
    let cases = project.cases_of(key);
    for case in cases.iter().take(CASES) {
        let (report, case) = project.case(*case);
        writer.raw(" <small class=\"case\">");
        writer.text(&case.name.text);
        writer.raw(" <code>");
        writer.text(&report.file);
        writer.raw("</code></small>");
    }
    if cases.len() > CASES {
        let more = writer.site.words().count("more", cases.len() - CASES);
        writer.raw(" <small class=\"case\">");
        writer.text(&more);
        writer.raw("</small>");
    }
}
