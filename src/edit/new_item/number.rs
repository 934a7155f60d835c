//! A free ID: in steps of ten behind the last, or between two neighbours.

use crate::edit::Refusal;
use crate::edit::taken::{self, value};
use crate::model::{DocumentConfig, DocumentKey, ItemKey, Project, Role};
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An ID taken apart at its last number.
struct Parts<'i> {
    prefix: &'i str,
    number: u64,
    /// Digits of the number, with its zeros in front.
    width: usize,
}

impl<'i> Parts<'i> {
    /// `LH-310` → `LH-` and 310. A letter behind the number is left out. None where no number counts.
    fn of(id: &'i str) -> Option<Self> {
        let end = id.rfind(|c: char| c.is_ascii_digit())? + 1;
        let start = id[..end]
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |at| at + id[at..].chars().next().map_or(0, char::len_utf8));
        Some(Self { prefix: &id[..start], number: value(&id[start..end])?, width: end - start })
    }

    fn with(&self, number: u64) -> String {
        format!("{}{number:0width$}", self.prefix, width = self.width)
    }
}

/// An ID that no item of a document has, and that nothing names.
pub(super) fn free(
    sources: &Sources,
    project: &Project,
    config: &DocumentConfig,
    document: Option<DocumentKey>,
    after: Option<ItemKey>,
) -> Result<String, Refusal> {
    let base = after.or_else(|| document.and_then(|document| continued(project, document)));
    let (Some(base), Some(document)) = (base, document) else { return first(sources, project, config) };
    let id = &project.item(base).id;
    let Some(parts) = Parts::of(id) else {
        return Err(Refusal::new(
            format!(
                "Die ID „{id}“ endet auf keine Zahl, hinter der weitergezählt werden könnte. --after mit einem anderen Item angeben."
            ),
            format!("the ID \"{id}\" has no number to count on from; use --after with another item"),
        ));
    };
    let own: BTreeSet<u64> = numbers(project, document, parts.prefix).map(|(_, number)| number).collect();
    let step = step(&parts, &own);
    let mut taken = taken::numbers(sources, parts.prefix);
    taken.extend(&own);
    let between = after.and_then(|after| between(project, after, &parts, &taken, step));
    let from = if after.is_some() { parts.number } else { own.last().copied().unwrap_or(0) };
    Ok(parts.with(between.unwrap_or_else(|| next_free(from, step, &taken))))
}

/// The items of a family with their numbers, in the order of the document.
fn numbers<'p>(
    project: &'p Project,
    document: DocumentKey,
    prefix: &'p str,
) -> impl Iterator<Item = (ItemKey, u64)> + 'p {
    project.items_of_document(document).filter_map(move |key| {
        let parts = Parts::of(&project.item(key).id)?;
        (parts.prefix == prefix).then_some((key, parts.number))
    })
}

/// The item with the highest number of the family that most items of a document are of. Parts of items, as LH-310.1, only
/// count where there is nothing else.
pub(super) fn continued(project: &Project, document: DocumentKey) -> Option<ItemKey> {
    let mut families: HashMap<&str, (usize, u64, ItemKey)> = HashMap::new();
    for key in project.items_of_document(document) {
        let Some(parts) = Parts::of(&project.item(key).id) else { continue };
        let family = families.entry(parts.prefix).or_insert((0, parts.number, key));
        let is_last = parts.number >= family.1;
        *family = (family.0 + 1, family.1.max(parts.number), if is_last { key } else { family.2 });
    }
    let is_part = |prefix: &str| prefix.contains(|c: char| c.is_ascii_digit());
    let largest = families
        .into_iter()
        .max_by_key(|(prefix, (count, _, key))| (!is_part(prefix), *count, std::cmp::Reverse(key.0)));
    let (prefix, (_, _, key)) = largest?;
    Some(last_of_chapter(project, among_its_like(project, document, prefix, key)))
}

/// The item, or the one that it is a part of where most of its family are no parts: `LH-21` inside of `LH-20` among `LH-10`,
/// `LH-30` and so on does not make the next item another part.
fn among_its_like(project: &Project, document: DocumentKey, prefix: &str, key: ItemKey) -> ItemKey {
    let depth = |key: ItemKey| lineage(project, key).count();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (item, _) in numbers(project, document, prefix) {
        *counts.entry(depth(item)).or_default() += 1;
    }
    let usual = counts.into_iter().max_by_key(|(depth, count)| (*count, std::cmp::Reverse(*depth)));
    let usual = usual.map_or(1, |(depth, _)| depth);
    let is_like = |item: &ItemKey| {
        depth(*item) == usual && Parts::of(&project.item(*item).id).is_some_and(|parts| parts.prefix == prefix)
    };
    lineage(project, key).find(is_like).unwrap_or(key)
}

/// An item, the one that it is a part of, and so on.
fn lineage(project: &Project, key: ItemKey) -> impl Iterator<Item = ItemKey> + '_ {
    let parent = |key: &ItemKey| {
        let parent = project.item(*key).parent?;
        Some(project.item_key(project.chapter_of(*key), parent))
    };
    std::iter::successors(Some(key), parent)
}

/// The last item of the same chapter that stands by itself as an item does, and is of its family.
fn last_of_chapter(project: &Project, key: ItemKey) -> ItemKey {
    let own = project.item(key);
    let prefix = Parts::of(&own.id).map(|parts| parts.prefix.to_owned());
    let is_like = |other: &ItemKey| {
        let item = project.item(*other);
        item.parent == own.parent && Parts::of(&item.id).map(|parts| parts.prefix.to_owned()) == prefix
    };
    project.items_of(project.chapter_of(key)).rfind(is_like).unwrap_or(key)
}

/// Ten, unless the document counts by ones.
fn step(parts: &Parts<'_>, taken: &BTreeSet<u64>) -> u64 {
    let is_part = parts.prefix.contains(|c: char| c.is_ascii_digit());
    let tens = taken.iter().filter(|number| **number % 10 == 0).count();
    if is_part || taken.len() >= 3 && tens * 6 < taken.len() { 1 } else { 10 }
}

/// The next multiple of a step.
fn next(number: u64, step: u64) -> u64 {
    (number / step + 1) * step
}

/// The next multiple of a step that is not taken.
fn next_free(number: u64, step: u64, taken: &HashSet<u64>) -> u64 {
    let mut free = next(number, step);
    while taken.contains(&free) {
        free = next(free, step);
    }
    free
}

/// A free number behind an item and before the one that follows it.
fn between(project: &Project, after: ItemKey, parts: &Parts<'_>, taken: &HashSet<u64>, step: u64) -> Option<u64> {
    let document = project.document_of(after);
    let is_inside = |key: ItemKey| {
        let chapter = project.chapter_of(after);
        let mut item = Some(key).filter(|key| project.chapter_of(*key) == chapter);
        while let Some(own) = item.filter(|own| *own != after) {
            item = project.item(own).parent.map(|parent| project.item_key(chapter, parent));
        }
        item == Some(after)
    };
    let of_family: Vec<(ItemKey, u64)> = numbers(project, document, parts.prefix).collect();
    let inside = of_family.iter().filter(|(key, _)| is_inside(*key)).map(|(_, number)| *number);
    let lower = inside.max().unwrap_or(parts.number);
    let behind = of_family.iter().find(|(key, number)| *key > after && !is_inside(*key) && *number > lower);
    let is_free = |number: &u64| !taken.contains(number);
    let Some((_, upper)) = behind else { return Some(next_free(lower, step, taken)) };
    let even = Some(next(lower, step)).filter(|number| number < upper).filter(is_free);
    let middle = lower + (upper - lower) / 2;
    let reach = (upper - lower).min(2 * taken.len() as u64 + 2);
    let near = (0..=reach).flat_map(|away| [middle.saturating_sub(away), middle.saturating_add(away)]);
    even.or_else(|| near.filter(|number| *number > lower && number < upper).find(is_free))
}

/// The first ID of a document without items: by its pattern, or as documents of its role have it.
fn first(sources: &Sources, project: &Project, config: &DocumentConfig) -> Result<String, Refusal> {
    let own = project.grammar.documents().iter().find(|own| own.document == config.key);
    let pattern = own.and_then(|own| own.patterns.first()).map(|pattern| pattern.as_str().to_owned());
    let pattern = pattern.unwrap_or_else(|| {
        match config.role {
            Role::Survey => "IST-#",
            Role::Lastenheft => "LH-#",
            Role::Offers => "AN-#",
            Role::Pflichtenheft => "PH-#",
            Role::Acceptance => "AT-#",
            Role::Annex => "AH-#",
        }
        .to_owned()
    });
    let halves =
        pattern.split_once('#').filter(|(before, behind)| !before.contains('*') && !behind.contains(['#', '*']));
    let Some((before, behind)) = halves else {
        return Err(Refusal::new(
            format!(
                "{} hat noch kein Item, und das Muster {pattern} sagt nicht, wie die erste ID heißt. Das erste Item von Hand anlegen.",
                config.key
            ),
            format!(
                "{} has no item yet, and the pattern {pattern} does not say what the first ID is; write the first item by hand",
                config.key
            ),
        ));
    };
    Ok(format!("{before}{}{behind}", next_free(0, 10, &taken::numbers(sources, before))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_fall_apart_at_their_last_number() {
        let parts = |id| Parts::of(id).map(|parts| (parts.prefix, parts.number, parts.width));
        assert_eq!(parts("LH-310"), Some(("LH-", 310, 3)));
        assert_eq!((parts("01.02a"), parts("ÄB7"), parts("A")), (Some(("01.", 2, 2)), Some(("ÄB", 7, 1)), None));
        assert_eq!(Parts { prefix: "F-", number: 1, width: 3 }.with(20), "F-020");
    }

    #[test]
    fn steps_are_ten_unless_a_document_counts_by_ones() {
        let step =
            |prefix, numbers: &[u64]| step(&Parts { prefix, number: 1, width: 1 }, &numbers.iter().copied().collect());
        assert_eq!((step("LH-", &[310, 311, 312, 320]), step("LH-", &[])), (10, 10));
        assert_eq!((step("F", &[1, 2, 3, 4]), step("LH-311.", &[10])), (1, 1));
        assert_eq!((next(319, 10), next(310, 10), next(0, 10)), (320, 320, 10));
    }
}
