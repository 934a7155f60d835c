//! Counts of items, for the home page, the documents and the chapters.

use super::{Coverage, ItemKey, Priority, Project, Proof, Status};

/// Counts over a set of items. Items given up count nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Items that count.
    pub items: usize,
    /// Items given up.
    pub dropped: usize,
    /// Items by priority, in the order of [`Priority::ALL`]; an item without one counts as a Muss where it is to be realised,
    /// and else not at all.
    pub priority: [usize; 3],
    /// Items by coverage, in the order of [`Coverage::ALL`].
    pub coverage: [usize; 6],
    /// Items by proof, in the order of [`Proof::ALL`].
    pub proof: [usize; 3],
    /// Muss items that are open, with a document there that could realise them.
    pub open_muss: usize,
    /// The status that is most behind.
    pub status: Option<Status>,
}

impl Tally {
    /// Counts some items of a project.
    pub fn of(project: &Project, items: impl IntoIterator<Item = ItemKey>) -> Self {
        let mut tally = Self::default();
        for item in items {
            tally.add(project, item);
        }
        tally
    }

    fn add(&mut self, project: &Project, key: ItemKey) {
        if project.is_dropped(key) {
            self.dropped += 1;
            return;
        }
        self.items += 1;
        let coverage = project.coverage_of(key);
        let weight = project.weight(key);
        let item = project.item(key);
        self.status = self.status.into_iter().chain(item.status).min();
        if coverage.is_some() || item.priority.is_some() {
            self.priority[weight as usize] += 1;
        }
        if let Some(coverage) = coverage {
            self.coverage[coverage as usize] += 1;
            if coverage == Coverage::Open && weight == Priority::Muss && !project.is_waiting(key) {
                self.open_muss += 1;
            }
        }
        if let Some(proof) = project.proof_of(key) {
            self.proof[proof as usize] += 1;
        }
    }

    /// Items of a coverage.
    pub fn covered(&self, coverage: Coverage) -> usize {
        self.coverage[coverage as usize]
    }

    /// Items of a proof.
    pub fn proved(&self, proof: Proof) -> usize {
        self.proof[proof as usize]
    }

    /// Items of a priority.
    pub fn prioritised(&self, priority: Priority) -> usize {
        self.priority[priority as usize]
    }

    /// Items that some document is to realise.
    pub fn coverable(&self) -> usize {
        self.coverage.iter().sum()
    }
}
