//! Addresses for pages, each its own.

use super::addresses::{Address, Addresses};
use super::parts::Measure;
use super::plan::PageId;
use super::words::Words;
use crate::model::Project;
use std::collections::HashMap;

/// Gives pages their addresses, while the plan is made.
pub(super) struct Planner<'p> {
    pub project: &'p Project,
    pub words: &'p Words,
    pub pages: Addresses,
    /// For each document, until its pages are added.
    pub measures: Vec<Measure>,
    /// The number that a folder got last, since a thousand chapters may be called alike.
    numbers: HashMap<String, u32>,
}

impl<'p> Planner<'p> {
    pub fn new(project: &'p Project, words: &'p Words) -> Self {
        // An item has one page, a chapter at most one, and the rest is few.
        let pages = Addresses::with_capacity(project.slots.len() + project.chapters.len() + 64);
        Self { project, words, pages, measures: Measure::of_all(project), numbers: HashMap::new() }
    }

    /// Gives a page a folder of its own, and says where it is.
    pub fn add(&mut self, id: PageId, folder: &str) -> String {
        let home = || Address::of("index.html".to_owned());
        let address = if folder.is_empty() { home() } else { Address::of_folder(&[folder]) };
        let number = self.place(id, address);
        self.pages.pages()[number].path.clone()
    }

    /// Gives a page an address of its own, with a number where another page has it; the page's own number comes back.
    pub fn place(&mut self, id: PageId, address: Address) -> usize {
        let taken = match self.pages.add(id, address) {
            Ok(page) => return page,
            Err(taken) => taken,
        };
        let number = self.numbers.entry(taken.folder().to_owned()).or_insert(1);
        loop {
            *number += 1;
            if let Ok(page) = self.pages.add(id, Address::of_folder(&[taken.folder(), "~", &number.to_string()])) {
                return page;
            }
        }
    }

    /// Gives the parts of an overview addresses below each other, and says where they are.
    pub fn parts(&mut self, base: &str, parts: usize, id: impl Fn(usize) -> PageId) -> Vec<String> {
        let mut paths = vec![self.add(id(0), base)];
        paths.extend((1..parts).map(|part| self.add(id(part), &format!("{base}/{}", part + 1))));
        paths
    }
}
