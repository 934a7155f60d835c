//! Items that refine each other in a circle.

use super::named;
use crate::diag::{Diagnostic, Severity, Text};
use crate::model::{ItemKey, Project, TraceKind};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Every circle once, at its first item.
pub(super) fn find(project: &Project) -> Vec<Diagnostic> {
    let mut marks = vec![Mark::New; project.slots.len()];
    let mut found = Vec::new();
    for start in project.items() {
        // Most items refine nothing, and stand in no circle.
        if marks[start.0 as usize] == Mark::New && parents(project, start).next().is_some() {
            visit(project, start, &mut marks, &mut found);
        }
    }
    let finding = |circle: Vec<ItemKey>| {
        let first = circle.iter().copied().min().unwrap_or(circle[0]);
        let ids: Vec<&str> = circle.iter().map(|item| &*project.item(*item).id).collect();
        let path = format!("{} → {}", ids.join(" → "), ids[0]);
        let name = named(project, first);
        let message = Text::new(
            format!("{} verfeinert sich über andere selbst: {path}", name.de),
            format!("{} refines itself through others: {path}", name.en),
        );
        let item = project.item(first);
        let document = &project.document(project.document_of(first)).config.key;
        let place = refinement(project, first).unwrap_or_else(|| item.place.clone());
        Diagnostic::new("refinement-cycle", Severity::Error, place, message)
            .hint(Text::new(
                "Eine der Angaben „Verfeinert“ im Kreis entfernen.",
                "Remove one of the fields \"refines\" in the circle.",
            ))
            .item(document, &item.id)
    };
    found.into_iter().map(finding).collect()
}

fn refinement(project: &Project, item: ItemKey) -> Option<crate::diag::Place> {
    project.traces_from(item).filter(|trace| trace.kind == TraceKind::Refines).last().map(|trace| trace.place.clone())
}

/// What an item refines.
fn parents(project: &Project, item: ItemKey) -> impl Iterator<Item = ItemKey> + '_ {
    project.traces_from(item).filter(|trace| trace.kind == TraceKind::Refines).map(|trace| trace.to)
}

/// Follows refinements from an item depth first, without recursion, since a chain may be as long as the project.
fn visit(project: &Project, start: ItemKey, marks: &mut [Mark], found: &mut Vec<Vec<ItemKey>>) {
    let parents = |item| parents(project, item).collect::<Vec<ItemKey>>();
    let mut path = vec![(start, parents(start))];
    marks[start.0 as usize] = Mark::Open;
    while let Some((item, left)) = path.last_mut() {
        let Some(next) = left.pop() else {
            marks[item.0 as usize] = Mark::Done;
            path.pop();
            continue;
        };
        match marks[next.0 as usize] {
            Mark::New => {
                marks[next.0 as usize] = Mark::Open;
                path.push((next, parents(next)));
            }
            Mark::Open => {
                let from = path.iter().position(|(item, _)| *item == next).unwrap_or(0);
                found.push(path[from..].iter().map(|(item, _)| *item).collect());
            }
            Mark::Done => {}
        }
    }
}
