//! What bidders are not to see: it is left out while a file is read, so that nothing behind can show it.

use super::scribe::Scribe;
use super::table::Cells;
use crate::config::vocabulary::is_id_head;
use crate::config::{FieldName, Internal, Status};
use crate::model::FieldKey;
use std::ops::Range;

impl Scribe<'_> {
    fn internal(&self) -> Option<&Internal> {
        self.context.config.edition.internal()
    }

    /// Whether a field is internal, in an edition for bidders.
    pub fn hides(&self, key: &FieldKey) -> bool {
        self.internal().is_some_and(|internal| match key {
            FieldKey::Known(name) => internal.hides(*name),
            FieldKey::Own(key) => internal.hides_word(key),
            FieldKey::Column(head) => internal.hides_head(head, self.context.config),
        })
    }

    /// Whether an entry of the front matter is internal, in an edition for bidders.
    pub fn hides_entry(&self, name: &str) -> bool {
        self.internal().is_some_and(|internal| internal.hides_word(name))
    }

    /// Takes the internal columns out of a table with items, answers, or what looks like their IDs. What stood in its column of
    /// statuses comes back, row by row; nothing where no column is internal.
    pub fn without_internal(&self, cells: &mut Cells) -> Option<Vec<Option<Range<usize>>>> {
        let internal = self.internal()?;
        cells.heads.first().filter(|head| is_id_head(head))?;
        let is_hidden = |(column, head): (usize, &String)| column > 0 && internal.hides_head(head, self.context.config);
        let hidden: Vec<bool> = cells.heads.iter().enumerate().map(is_hidden).collect();
        if !hidden.contains(&true) {
            return None;
        }
        let is_status = |head: &String| self.field_key(head) == Some(FieldKey::Known(FieldName::Status));
        let status = cells.heads.iter().position(is_status).filter(|column| hidden[*column]);
        let statuses = cells.rows.iter().map(|(_, columns)| columns.get(status?).cloned()).collect();
        let mut shown = hidden.iter().map(|hidden| !hidden);
        cells.heads.retain(|_| shown.next().unwrap_or(false));
        let rows = cells.rows.iter_mut().map(|(_, columns)| columns);
        for columns in std::iter::once(&mut cells.head).chain(rows) {
            let mut shown = hidden.iter().map(|hidden| !hidden);
            columns.retain(|_| shown.next().unwrap_or(false));
        }
        Some(statuses)
    }

    /// Takes from the chapter what was needed to read it, and is internal.
    pub fn leave_out(&mut self) {
        let Some(internal) = self.context.config.edition.internal() else { return };
        for item in &mut self.chapter.items {
            if internal.hides(FieldName::Status) {
                item.status = item.status.filter(|status| *status == Status::Verworfen);
            }
            if internal.hides(FieldName::Priority) {
                item.priority = None;
            }
            if internal.hides(FieldName::Result) {
                item.result = None;
            }
        }
        self.chapter.meta.fields.clear();
        self.chapter.diagnostics.clear();
        self.chapter.allowed.clear();
        self.chapter.wording.clear();
    }
}
