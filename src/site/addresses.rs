//! Pages, each at an address of its own.

use super::plan::{Page, PageId};
use foldhash::fast::FixedState;
use std::hash::BuildHasher;

/// Pages, and which of them is at which address.
pub(super) struct Addresses {
    pages: Vec<Page>,
    /// An open table with a power of two of places, at least twice as many as pages. It holds no addresses, since the
    /// pages do.
    slots: Vec<Slot>,
}

/// A page in the table, by the hash of its address.
#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    page: u32,
}

const FREE: Slot = Slot { hash: 0, page: u32::MAX };

impl Addresses {
    /// No pages, with room for some.
    pub fn with_capacity(pages: usize) -> Self {
        Self { pages: Vec::with_capacity(pages), slots: vec![FREE; (2 * pages).next_power_of_two().max(64)] }
    }

    /// Every page, in the order of adding.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The page at an address.
    pub fn at(&self, path: &str) -> Option<&Page> {
        let page = &self.pages[self.find(hash(path), path).ok()?];
        (page.path == path).then_some(page)
    }

    /// Adds a page, and gives its number; the address comes back where another has it already, however letters are cased,
    /// since some file systems do not tell `a` from `A`.
    pub fn add(&mut self, id: PageId, address: Address) -> Result<usize, Address> {
        let number = self.pages.len();
        let Err(free) = self.find(address.hash, &address.path) else { return Err(address) };
        self.slots[free] = Slot { hash: address.hash, page: number as u32 };
        self.pages.push(Page { id, path: address.path });
        if 2 * self.pages.len() > self.slots.len() {
            self.grow();
        }
        Ok(number)
    }

    /// The page at an address, however its letters are cased, or else the place in the table where it would stand.
    fn find(&self, hash: u32, path: &str) -> Result<usize, usize> {
        let mut at = self.start(hash);
        loop {
            let slot = self.slots[at];
            if slot.page == FREE.page {
                return Err(at);
            }
            let is_same = || self.pages[slot.page as usize].path.to_lowercase() == path.to_lowercase();
            if slot.hash == hash && is_same() {
                return Ok(slot.page as usize);
            }
            at = self.next(at);
        }
    }

    fn start(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn next(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        let larger = vec![FREE; 2 * self.slots.len()];
        for slot in std::mem::replace(&mut self.slots, larger).into_iter().filter(|slot| slot.page != FREE.page) {
            let mut at = self.start(slot.hash);
            while self.slots[at].page != FREE.page {
                at = self.next(at);
            }
            self.slots[at] = slot;
        }
    }
}

/// An address that a page may get.
pub(super) struct Address {
    path: String,
    hash: u32,
}

impl Address {
    /// That of a path of the output.
    pub fn of(path: String) -> Self {
        Self { hash: hash(&path), path }
    }

    /// That of a folder's own page.
    pub fn of_folder(folder: &[&str]) -> Self {
        Self::of([&folder.concat(), PAGE].concat())
    }

    /// The folder whose own page it is.
    pub fn folder(&self) -> &str {
        self.path.strip_suffix(PAGE).unwrap_or_default()
    }
}

/// A folder's own page.
const PAGE: &str = "/index.html";

/// However letters are cased. It is the same in every run, though no order hangs on it.
fn hash(path: &str) -> u32 {
    let lower = if path.is_ascii() { path.to_ascii_lowercase() } else { path.to_lowercase() };
    FixedState::default().hash_one(lower) as u32
}

#[cfg(test)]
mod tests {
    use super::{Address, Addresses, PageId};
    use crate::model::ItemKey;

    #[test]
    fn every_page_is_found_at_its_own_address_alone() {
        let mut addresses = Addresses::with_capacity(0);
        let path = |number: u32| format!("Dokument/LH-{number}/index.html");
        let mut add = |id, path| addresses.add(id, Address::of(path)).ok();
        for number in 0..1000 {
            assert_eq!(add(PageId::Item(ItemKey(number)), path(number)), Some(number as usize));
        }
        assert_eq!(add(PageId::Home, path(7)), None);
        assert_eq!(add(PageId::Home, path(7).to_uppercase()), None);
        let found = |path: &str| addresses.at(path).map(|page| page.id);
        assert!((0..1000).all(|number| found(&path(number)) == Some(PageId::Item(ItemKey(number)))));
        assert_eq!(found(&path(7).to_lowercase()), None);
        assert_eq!(found("index.html"), None);
    }
}
