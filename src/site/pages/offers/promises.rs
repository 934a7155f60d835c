//! After the choice: what the chosen offer promised, and the Pflichtenheft does not keep.

use super::replies::answer;
use crate::compare::{Broken, Promise, broken};
use crate::model::{Coverage, ItemKey, Role, TraceKind};
use crate::site::fragment::Writer;
use crate::site::signs;
use crate::site::thread::distinct;

/// Each broken promise beside what the Pflichtenheft says; nothing where nobody is chosen.
pub(super) fn write(writer: &mut Writer<'_>) {
    let project = &*writer.site.project;
    let Some(offer) = project.chosen_offer() else { return };
    let has_pflichtenheft = project
        .document_keys()
        .any(|key| project.document(key).config.role == Role::Pflichtenheft && !project.document(key).items.is_empty());
    if !has_pflichtenheft {
        writer.note("promises.waiting", &[("offer", &offer.name)]);
        return;
    }
    let broken = broken(project);
    if broken.is_empty() {
        writer.note("promises.kept", &[("offer", &offer.name)]);
        return;
    }
    let count = writer.site.words().count("promises.n", broken.len());
    writer.raw("<p>");
    writer.text(&count);
    writer.raw("</p>\n");
    writer.table_start("promises", "promises");
    writer.heads(&[("item", false), ("promises.promised", false), ("promises.now", false)]);
    writer.raw("</tr></thead>\n<tbody>\n");
    for promise in &broken {
        writer.raw("<tr><th scope=\"row\">");
        writer.reference(promise.item);
        writer.raw(" ");
        writer.text(&project.item(promise.item).title);
        writer.raw("</th><td>");
        answer(writer, offer, promise.item);
        writer.raw("</td><td>");
        now(writer, promise);
        writer.raw("</td></tr>\n");
    }
    writer.table_end();
}

/// What the Pflichtenheft says today.
fn now(writer: &mut Writer<'_>, promise: &Promise) {
    let site = writer.site;
    writer.raw(&signs::verdict(&site.project, site.words(), promise.item).unwrap_or_default());
    match promise.broken {
        Broken::Excluded => exclusions(writer, promise.item),
        Broken::Missing => {
            let is_named = site.project.coverage_of(promise.item) == Some(Coverage::Mentioned);
            writer.raw(" ");
            writer.word(if is_named { "promises.mentioned" } else { "promises.missing" });
        }
    }
}

fn exclusions(writer: &mut Writer<'_>, item: ItemKey) {
    let project = &*writer.site.project;
    let traces = project.traces_to(item).filter(|trace| trace.kind == TraceKind::Excludes).collect();
    for trace in distinct(project, traces) {
        writer.raw(" ");
        writer.trace_end(trace, true);
    }
}
