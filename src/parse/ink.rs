//! Text on its way to become a fragment: what is rendered, and what it is inside of.

use super::sanitize::{sanitize, sanitize_inline};
use super::typography;
use super::wording::Trail;
use crate::model::{Fragment, FragmentBuilder, HoleKind};
use pulldown_cmark::Alignment;

/// Text on its way to become a fragment.
#[derive(Default)]
pub(super) struct Ink {
    pub fragment: FragmentBuilder,
    /// The same text without markup.
    pub plain: String,
    /// Where that text stands in the file.
    pub trail: Trail,
    /// How many quotations and deletions the text is inside of.
    pub quoted: u32,
    /// How many links the text is inside of: no link stands in another.
    pub in_links: u32,
    /// How many headings and elements of code the text is inside of: there no term is linked.
    unlinked: u32,
    /// Whether the text begins a block.
    pub begins: Begin,
    /// Whether the address stands behind each link that does not show it.
    pub shows_addresses: bool,
    /// The address to show behind the link that is open.
    pub address: Option<String>,
    /// Whether a closing `</a>` belongs to an anchor that was replaced.
    pub in_anchor: bool,
    pub quotes: typography::Quotes,
    pub alignments: Vec<Alignment>,
    pub column: usize,
    pub in_head: bool,
    /// What closes each open element.
    pub closing: Vec<(&'static str, Bars)>,
}

impl Ink {
    /// Text in which the address stands behind each link that does not show it.
    pub fn with_addresses() -> Self {
        Self { shows_addresses: true, ..Self::default() }
    }

    /// The finished fragment.
    pub fn finish(self) -> Fragment {
        self.fragment.finish(sanitize)
    }

    /// The finished fragment of a heading, in which no block may stand.
    pub fn finish_inline(self) -> Fragment {
        self.fragment.finish(sanitize_inline)
    }

    /// Makes room for so many bytes of Markdown.
    pub fn reserve(&mut self, bytes: usize) {
        self.fragment.reserve(bytes + bytes / 4);
        self.plain.reserve(bytes);
    }

    /// Appends the start of an element, remembering its end.
    pub fn element(&mut self, open: &str, close: &'static str) {
        self.fragment.markup(open);
        self.quoted += u32::from(is_quoted(close));
        self.closing.push((close, Bars::None));
    }

    /// Appends the start of an element in which no term is linked.
    pub fn element_without_terms(&mut self, open: &str, close: &'static str) {
        self.fragment.markup(open);
        self.unlinked += 1;
        self.closing.push((close, Bars::Terms));
    }

    /// Whether no term is linked where the text is now.
    pub fn is_unlinked(&self) -> bool {
        self.unlinked > 0 || self.in_head
    }

    /// Counts the author's own tags between which no term is linked.
    pub fn note_tags(&mut self, html: &str) {
        for tag in html.split('<').skip(1) {
            let name =
                tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            if UNLINKED.iter().any(|own| name.eq_ignore_ascii_case(own)) {
                let ends = tag.starts_with('/');
                self.unlinked = if ends { self.unlinked.saturating_sub(1) } else { self.unlinked + 1 };
            }
        }
    }

    /// Closes the innermost element.
    pub fn end(&mut self) {
        match self.closing.pop() {
            Some(("</a>", _)) => {
                self.in_links -= 1;
                self.fragment.hole(HoleKind::LinkEnd);
                if let Some(address) = self.address.take() {
                    self.fragment.markup(" <span class=\"address\">");
                    self.fragment.text(&address);
                    self.fragment.markup("</span>");
                }
            }
            Some((close, bars)) => {
                if bars == Bars::Terms {
                    self.unlinked = self.unlinked.saturating_sub(1);
                } else {
                    self.quoted -= u32::from(is_quoted(close));
                }
                self.fragment.markup(close);
            }
            // The end of an element whose start was taken by an item's opening.
            None => {}
        }
    }
}

/// What a text begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Begin {
    /// Nothing: it goes on.
    #[default]
    Nothing,
    /// A paragraph, or an entry of a list.
    Block,
    /// What has an explanation behind it: a first cell, a term, what is in bold where a block begins.
    Entry,
}

/// What an element keeps out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bars {
    None,
    /// Links of terms.
    Terms,
}

/// Tags of the author's between which no term is linked.
const UNLINKED: &[&str] = &["code", "pre", "kbd", "samp", "var", "a", "h1", "h2", "h3", "h4", "h5", "h6", "summary"];

/// Whether what an element's end closes is not the author's own demand: a quotation, a note, or what is struck out.
fn is_quoted(close: &str) -> bool {
    matches!(close, "</blockquote>\n" | "</div>\n" | "</del>")
}
