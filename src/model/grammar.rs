//! The IDs of all documents of a project, to find them in text.

use super::IdPattern;
use std::sync::Arc;

/// What the IDs of each document look like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grammar {
    documents: Vec<DocumentGrammar>,
    starts: Starts,
}

/// What one document's IDs look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentGrammar {
    /// The document's key.
    pub document: Arc<str>,
    /// Its patterns, from the settings or from the text itself.
    pub patterns: Vec<IdPattern>,
}

/// ASCII characters that some ID starts with; and whether one may start with another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Starts {
    ascii: [bool; 128],
    others: bool,
}

impl Default for Starts {
    fn default() -> Self {
        Self { ascii: [false; 128], others: false }
    }
}

impl Grammar {
    /// The grammar of some documents, in the project's order.
    pub fn new(documents: Vec<DocumentGrammar>) -> Self {
        let mut starts = Starts::default();
        let patterns = || documents.iter().flat_map(|document| &document.patterns);
        for code in 0..128u8 {
            starts.ascii[code as usize] = patterns().any(|pattern| pattern.may_start_with(char::from(code)));
        }
        let any_ascii = |pattern: &IdPattern| (0..128u8).any(|code| pattern.may_start_with(char::from(code)));
        starts.others = patterns().any(|pattern| !any_ascii(pattern) || pattern.as_str().starts_with('*'));
        Self { documents, starts }
    }

    /// The grammars of the documents.
    pub fn documents(&self) -> &[DocumentGrammar] {
        &self.documents
    }

    /// The length of the ID of any document that starts `text`; the longest, when several patterns fit.
    pub fn id(&self, text: &str) -> Option<usize> {
        self.documents.iter().filter_map(|document| document.id(text)).max()
    }

    /// The length of one document's ID that starts `text`, when no other document has a longer one there.
    pub fn own_id(&self, document: &str, text: &str) -> Option<usize> {
        let own = self.documents.iter().find(|grammar| *grammar.document == *document)?.id(text)?;
        self.id(text).filter(|any| *any == own)
    }

    /// Every ID in a text, as byte ranges from left to right.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = std::ops::Range<usize>> + 't {
        let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let mut from = 0;
        std::iter::from_fn(move || {
            while let Some(byte) = text.as_bytes().get(from) {
                let at = from;
                // This goes over every byte of a project, so what is looked up in a table comes first.
                if self.may_start_with(*byte)
                    && text.is_char_boundary(at)
                    && !text[..at].ends_with(goes_on)
                    && let Some(length) = self.id(&text[at..])
                {
                    from = at + length;
                    return Some(at..from);
                }
                from += 1;
            }
            None
        })
    }

    fn may_start_with(&self, byte: u8) -> bool {
        if byte.is_ascii() { self.starts.ascii[usize::from(byte)] } else { self.starts.others }
    }
}

impl DocumentGrammar {
    fn id(&self, text: &str) -> Option<usize> {
        self.patterns.iter().filter_map(|pattern| pattern.matches(text)).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_running_text() {
        let patterns = ["LH-#", "/LF#/", "A-#"].iter().filter_map(|p| IdPattern::new(p)).collect();
        let grammar = Grammar::new(vec![DocumentGrammar { document: Arc::from("lh"), patterns }]);
        let text = "vgl. LH-10, L-A-3 und /LF20/; A-1/A-2. xLH-4 größeA-9";
        let found: Vec<&str> = grammar.find(text).map(|range| &text[range]).collect();
        assert_eq!(found, ["LH-10", "LF20", "A-1", "A-2"]);
    }
}
