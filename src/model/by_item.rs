//! Lists of what belongs to each item.

use super::ItemKey;

/// A list for each item, all of them in one vector: most are empty or short, and there are as many as items.
#[derive(Clone, Debug)]
pub struct ByItem<T> {
    /// Where each item's list starts, and last where all end.
    starts: Vec<u32>,
    entries: Vec<T>,
}

impl<T: Copy> ByItem<T> {
    /// An empty list for each of so many items.
    pub fn empty(items: usize) -> Self {
        Self { starts: vec![0; items + 1], entries: Vec::new() }
    }

    /// A list for each of so many items, each in the order of the entries.
    pub fn new(items: usize, entries: impl Iterator<Item = (ItemKey, T)> + Clone) -> Self {
        let mut starts = vec![0; items + 1];
        for (item, _) in entries.clone() {
            starts[item.0 as usize + 1] += 1;
        }
        for item in 0..items {
            starts[item + 1] += starts[item];
        }
        let mut next = starts.clone();
        // The right number of entries, each of which now goes to its place.
        let mut sorted: Vec<T> = entries.clone().map(|(_, entry)| entry).collect();
        for (item, entry) in entries {
            let next = &mut next[item.0 as usize];
            sorted[*next as usize] = entry;
            *next += 1;
        }
        Self { starts, entries: sorted }
    }

    /// An item's list.
    pub fn of(&self, item: ItemKey) -> &[T] {
        let item = item.0 as usize;
        &self.entries[self.starts[item] as usize..self.starts[item + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{ByItem, ItemKey};

    #[test]
    fn each_item_has_its_entries_in_their_order() {
        let entries = [(2, 'a'), (0, 'b'), (2, 'c'), (3, 'd')].map(|(item, entry)| (ItemKey(item), entry));
        let lists = ByItem::new(5, entries.into_iter());
        let found = |item| lists.of(ItemKey(item)).iter().collect::<String>();
        assert_eq!([0, 1, 2, 3, 4].map(found), ["b", "", "ac", "d", ""]);
        assert!(ByItem::<u8>::empty(1).of(ItemKey(0)).is_empty());
    }
}
