//! Changes to the project's own files, as data: what a command would write, shown as a diff or applied.
//!
//! Nothing here touches a file. An [`Edits`] is made from texts as they were read, and [`crate::publish::rewrite_all`]
//! writes what comes of it.

mod format;
mod left;
mod new_item;
pub mod number;
mod refusal;
mod rename;
pub mod starter;
mod taken;

pub use format::format;
pub use left::left;
pub use new_item::{NewItem, Wish, new_item};
pub use refusal::Refusal;
pub use rename::{Renamed, rename};

use crate::diag::Texts;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Replacements in files, and new files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// By file, each range of bytes with what comes in its place.
    replaced: BTreeMap<Arc<str>, Vec<(Range<usize>, String)>>,
    created: BTreeMap<Arc<str>, String>,
}

/// A file before and after some edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// Path below the project's folder.
    pub path: Arc<str>,
    /// Its text as it was read; none where the file is new.
    pub before: Option<String>,
    /// Its text with the edits.
    pub after: String,
}

impl Edits {
    /// Puts a text in the place of a range of bytes. Ranges of one file must not overlap; an insertion is an empty range.
    pub fn replace(&mut self, file: &Arc<str>, range: Range<usize>, text: impl Into<String>) {
        self.replaced.entry(Arc::clone(file)).or_default().push((range, text.into()));
    }

    /// Makes a file that is not there yet.
    pub fn create(&mut self, file: &Arc<str>, text: impl Into<String>) {
        self.created.insert(Arc::clone(file), text.into());
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.replaced.is_empty() && self.created.is_empty()
    }

    /// The files that change, sorted by path. A file that is not among the texts is left out, and so is one that comes out
    /// as it was.
    pub fn files(&self, texts: &dyn Texts) -> Vec<Edited> {
        let replaced = self.replaced.iter().filter_map(|(path, edits)| {
            let before = texts.text(path)?;
            Some(Edited { path: Arc::clone(path), before: Some(before.to_owned()), after: applied(before, edits) })
        });
        let created = self.created.iter().map(|(path, text)| Edited {
            path: Arc::clone(path),
            before: None,
            after: text.clone(),
        });
        let mut files: Vec<Edited> = replaced.chain(created).collect();
        files.retain(|file| file.before.as_deref() != Some(&file.after));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}

/// A text with its edits, in whatever order they were made. Two insertions at one place come in the order in which they
/// were made.
fn applied(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut sorted: Vec<&(Range<usize>, String)> = edits.iter().collect();
    sorted.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut after, mut from) = (String::with_capacity(text.len()), 0);
    for (range, new) in sorted {
        // A range that overlaps the one before it is the caller's mistake, and must not lose text.
        let start = range.start.max(from);
        after.push_str(&text[from..start]);
        after.push_str(new);
        from = range.end.max(start);
    }
    after.push_str(&text[from..]);
    after
}

impl Edited {
    /// The change as a unified diff, as `git diff` shows it.
    pub fn diff(&self) -> String {
        let before = self.before.as_deref().unwrap_or_default();
        let old = if self.before.is_some() { format!("a/{}", self.path) } else { "/dev/null".to_owned() };
        let diff = TextDiff::from_lines(before, self.after.as_str());
        diff.unified_diff().header(&old, &format!("b/{}", self.path)).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(&'static str);

    impl Texts for One {
        fn text(&self, file: &str) -> Option<&str> {
            (file == "a.md").then_some(self.0)
        }
    }

    #[test]
    fn edits_apply_in_the_order_of_the_text() {
        let (mut edits, file) = (Edits::default(), Arc::from("a.md"));
        edits.replace(&file, 4..7, "2");
        edits.replace(&file, 0..0, "# ");
        edits.replace(&file, 8..8, "!");
        edits.create(&Arc::from("b.md"), "neu\n");
        let files = edits.files(&One("eins zwei\n"));
        assert_eq!(files[0].after, "# eins2e!i\n");
        assert_eq!(files[1].before, None);
        assert_eq!(files[1].diff(), "--- /dev/null\n+++ b/b.md\n@@ -0,0 +1 @@\n+neu\n");
        assert!(Edits::default().is_empty() && Edits::default().files(&One("")).is_empty());
    }
}
