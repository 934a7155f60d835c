//! What a file says, but for where it says it: two texts of the same meaning make the same pages and exports.

use crate::model::{Block, Chapter, Field, Fragment, Item, Project, RowKind, Target, TargetEnd, Trace};
use std::fmt::Write as _;

/// What a chapter says, in a form to be compared.
pub(super) fn of(chapter: &Chapter) -> String {
    let mut out = String::new();
    let mut say = |what: &dyn std::fmt::Debug| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{what:?}");
    };
    let meta = &chapter.meta;
    say(&(&chapter.title, &chapter.number, &meta.covers, &meta.version, &meta.date));
    for item in &chapter.items {
        say(&facts(item));
        say(&(&item.heading, &item.fields.iter().map(field).collect::<Vec<_>>()));
        let traces = item.traces.iter().map(|trace| (trace.kind, trace.targets.iter().map(target).collect::<Vec<_>>()));
        say(&traces.collect::<Vec<_>>());
        say(&item.blocks.iter().map(block).collect::<Vec<_>>());
    }
    say(&chapter.blocks.iter().map(block).collect::<Vec<_>>());
    for answer in &chapter.answers {
        let by: Vec<_> = answer.by.iter().map(end).collect();
        say(&(end(&answer.target), answer.verdict, answer.result, &answer.reason, by));
    }
    say(&chapter.mentions.iter().map(|mention| (end(&mention.target), mention.item)).collect::<Vec<_>>());
    say(&chapter.links.iter().map(|link| (&link.address, link.is_image)).collect::<Vec<_>>());
    let heading = |heading: &crate::model::Heading| (heading.level, heading.title.clone(), heading.anchor.clone());
    say(&chapter.headings.iter().map(heading).collect::<Vec<_>>());
    say(&chapter.wording.iter().map(|found| (found.kind, found.item, &found.words)).collect::<Vec<_>>());
    say(&(&chapter.allowed, &chapter.footnotes, &chapter.anchors, chapter.words));
    say(&chapter.diagnostics.iter().map(|found| (found.code, &found.message.en)).collect::<Vec<_>>());
    say(&chapter.wording.iter().map(|found| (found.kind, found.item, &found.words)).collect::<Vec<_>>());
    out
}

/// Whether two projects export the same.
pub(super) fn is_same_project(before: &Project, after: &Project) -> bool {
    let trace = |trace: &Trace| (trace.kind, trace.from, trace.to, trace.verdict);
    let codes = |project: &Project| project.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>();
    let items = |project: &Project| project.items().map(|key| project.item(key).id.clone()).collect::<Vec<_>>();
    items(before) == items(after)
        && before.traces.iter().map(trace).eq(after.traces.iter().map(trace))
        && (before.mentions == after.mentions, before.links == after.links) == (true, true)
        && (before.coverage == after.coverage, before.proof == after.proof) == (true, true)
        && codes(before) == codes(after)
}

fn facts(item: &Item) -> impl std::fmt::Debug + '_ {
    let own = (&item.id, &item.title, item.titled, item.kind, item.level, item.parent);
    (own, item.priority, item.status, (item.result, item.defect), item.words)
}

fn field(field: &Field) -> impl std::fmt::Debug + '_ {
    (&field.key, &field.value, &field.fragment)
}

fn target(target: &Target) -> impl std::fmt::Debug + '_ {
    (end(&target.first), target.last.as_ref().map(end), target.verdict)
}

fn end(end: &TargetEnd) -> impl std::fmt::Debug + '_ {
    (&end.document, &end.id)
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(_) | Block::Item(_) => format!("{block:?}"),
        Block::Prose(prose) => format!("{:?}", prose.fragment),
        Block::Table(table) => {
            let row = |row: &crate::model::Row| {
                // How an item's ID is decorated shows in its own cell.
                let taken = usize::from(matches!(row.kind, RowKind::Item(_)));
                (row.kind, row.cells.iter().skip(taken).cloned().collect::<Vec<Fragment>>())
            };
            format!("{:?} {:?}", table.head, table.rows.iter().map(row).collect::<Vec<_>>())
        }
    }
}
