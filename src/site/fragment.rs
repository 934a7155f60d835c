//! Filling the holes of fragments on the page that shows them.

use super::Site;
use super::parts::volume_at;
use crate::diag::Place;
use crate::model::{ChapterKey, Destination, DocumentKey, Fragment, HoleKind, ItemKey, Resolution, escape};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::HashSet;
use std::fmt::Write as _;

/// What of a path must be encoded in an address.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A path of the output as an address has it.
pub(crate) fn encoded(path: &str) -> percent_encoding::PercentEncode<'_> {
    utf8_percent_encode(path, PATH)
}

/// ` data-source="content/lastenheft/01-ziel.md:12"`
fn source_attribute(file: &str, line: u32) -> String {
    let mut attribute = String::from(" data-source=\"");
    escape(file, &mut attribute);
    // Writing to a string cannot fail, here and below.
    let _ = write!(attribute, ":{line}\"");
    attribute
}

/// Which text stands on the page itself, so that links to it need not leave the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// None.
    Nothing,
    /// A chapter.
    Chapter(ChapterKey),
    /// A volume of a document with all its chapters, mostly the only one.
    Whole(DocumentKey, usize),
    /// An item.
    Item(ItemKey),
}

/// Whether elements say which place of which file they show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// They do not: pages as they are published.
    None,
    /// By the attribute `data-source="FILE:LINE"`.
    Sources,
}

/// HTML of a page while it is written.
pub(super) struct Writer<'s> {
    pub site: &'s Site,
    pub out: String,
    pub scope: Scope,
    pub marks: Marks,
    /// The page's path in the output.
    path: String,
    /// Footnotes in the order in which the page names them.
    pub footnotes: Vec<(ChapterKey, u32)>,
    /// How many diagrams the page shows so far.
    pub diagrams: u32,
    /// The terms that the text named so far, by chapter: each is linked once.
    pub terms: HashSet<(ChapterKey, u32)>,
    /// The levels of the headings that the text is below, as the authors wrote them.
    pub levels: Vec<u8>,
    /// The level of the heading above the text.
    pub base: u8,
}

impl<'s> Writer<'s> {
    pub fn new(site: &'s Site, path: &str, scope: Scope, marks: Marks) -> Self {
        Self {
            site,
            out: String::new(),
            scope,
            marks,
            path: path.to_owned(),
            footnotes: Vec::new(),
            diagrams: 0,
            terms: HashSet::new(),
            levels: Vec::new(),
            base: 1,
        }
    }

    /// What was written so far.
    pub fn take(&mut self) -> String {
        const LARGE: usize = 1 << 16;
        if self.out.len() > LARGE {
            return std::mem::take(&mut self.out);
        }
        // So the room stays for what comes next.
        let written = self.out.as_str().to_owned();
        self.out.clear();
        written
    }

    /// Appends markup of the program's own.
    pub fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Appends text, escaped.
    pub fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// Appends one of the site's words, escaped.
    pub fn word(&mut self, key: &str) {
        escape(self.site.words().get(key), &mut self.out);
    }

    /// The address of a path of the output, from this page.
    pub fn href(&self, path: &str) -> String {
        // Up only as far as the ways part: pages name their neighbours often, and the way from the top is long.
        let (own, other) = (self.path.as_bytes(), path.as_bytes());
        let alike = own.iter().zip(other).take_while(|(a, b)| a == b).count();
        let shared = memchr::memrchr(b'/', &own[..alike]).map_or(0, |at| at + 1);
        let mut href = String::with_capacity(path.len() + 12);
        for _ in self.path[shared..].bytes().filter(|byte| *byte == b'/') {
            href.push_str("../");
        }
        href.extend(encoded(&path[shared..]));
        href
    }

    /// The way from this page to the top of the output: empty, or `../` once or more.
    pub fn root(&self) -> String {
        "../".repeat(self.path.matches('/').count())
    }

    /// Says inside of a tag which place it shows.
    pub fn source(&mut self, place: &Place) {
        self.source_line(&place.file, place.line);
    }

    /// Says inside of a tag which item it shows.
    pub fn source_of(&mut self, item: ItemKey) {
        let site = self.site;
        self.source(&site.project.item(item).place);
    }

    pub fn source_line(&mut self, file: &str, line: u32) {
        if self.marks == Marks::Sources {
            self.out.push_str(&source_attribute(file, line));
        }
    }

    /// Says in the first tag after `start` which place it shows, if a tag is what stands there.
    pub fn source_after(&mut self, start: usize, file: &str, line: u32) {
        if self.marks == Marks::None {
            return;
        }
        let written = &self.out[start..];
        let name = written.strip_prefix('<').map(|tag| tag.bytes().take_while(u8::is_ascii_alphanumeric).count());
        if let Some(length) = name.filter(|length| *length > 0) {
            self.out.insert_str(start + 1 + length, &source_attribute(file, line));
        }
    }

    /// The address of an item: its own page, or its place here where the whole document stands on this page.
    pub fn item_href(&self, item: ItemKey) -> String {
        let project = &*self.site.project;
        match self.volume_href(project.chapter_of(item)) {
            Some(volume) => format!("{volume}#{}", encoded(project.name_of(item))),
            None => self.href(self.site.plan.item(item)),
        }
    }

    /// `<a class="ref">` around an item's ID.
    pub fn reference(&mut self, item: ItemKey) {
        let href = self.item_href(item);
        self.start_reference(&href);
        self.text(&self.site.project.item(item).id);
        self.raw("</a>");
    }

    /// The start of a reference that leads to an address.
    pub fn start_reference(&mut self, href: &str) {
        for part in ["<a class=\"ref\" href=\"", href, "\">"] {
            self.raw(part);
        }
    }

    /// On the page of a whole document, where a chapter of the document stands: nothing for this page, else the address of its
    /// volume.
    pub fn volume_href(&self, chapter: ChapterKey) -> Option<String> {
        let Scope::Whole(document, own) = self.scope else { return None };
        let chapters = &self.site.project.document(document).chapters;
        let place = chapters.contains(&chapter.0).then(|| (chapter.0 - chapters.start) as usize)?;
        let volumes = self.site.plan.wholes(document);
        let volume = volume_at(volumes, place);
        Some(if volume == own { String::new() } else { self.href(&volumes[volume].0) })
    }

    /// The prefix of a chapter's anchors on this page.
    pub fn anchor_prefix(&self, chapter: ChapterKey) -> String {
        match self.scope {
            Scope::Whole(document, _) => {
                let first = self.site.project.document(document).chapters.start;
                format!("k{}-", chapter.0 - first + 1)
            }
            _ => String::new(),
        }
    }

    /// The address of a chapter, or of a place in it.
    pub fn chapter_href(&self, chapter: ChapterKey, anchor: Option<&str>) -> String {
        let volume = self.volume_href(chapter);
        let here = if self.scope == Scope::Chapter(chapter) { Some("") } else { volume.as_deref() };
        match (here, anchor) {
            // An item keeps its name on every page; headings of several chapters are told apart.
            (Some(page), Some(anchor)) if self.is_item(chapter, anchor) => format!("{page}#{}", encoded(anchor)),
            (Some(page), Some(anchor)) => format!("{page}#{}{}", self.anchor_prefix(chapter), encoded(anchor)),
            (None, Some(anchor)) => format!("{}#{}", self.href(self.site.plan.chapter(chapter)), encoded(anchor)),
            (_, None) => match volume {
                Some(page) => format!("{page}#{}kapitel", self.anchor_prefix(chapter)),
                None => self.href(self.site.plan.chapter(chapter)),
            },
        }
    }

    /// Appends a fragment of a chapter with its holes filled.
    pub fn fragment(&mut self, chapter: ChapterKey, fragment: &Fragment) {
        let mut from = 0;
        let mut closing: Vec<&'static str> = Vec::new();
        let mut open_term = None;
        for hole in &fragment.holes {
            let at = hole.at as usize;
            self.out.push_str(&fragment.html[from..at]);
            from = at;
            // No link stands in another.
            let in_link = closing.contains(&"</a>");
            match &hole.kind {
                HoleKind::MentionStart(_) | HoleKind::LinkStart(_) | HoleKind::TagStart(_) if in_link => {
                    closing.push("");
                }
                HoleKind::TermStart(term) => open_term = (!in_link && self.term(chapter, *term)).then_some(*term),
                HoleKind::TermEnd => open_term.take().into_iter().for_each(|term| self.term_end(term)),
                HoleKind::Uses(term) => self.uses(chapter, *term),
                HoleKind::Duties(contact) => self.duties(chapter, *contact),
                HoleKind::MentionStart(mention) => closing.push(self.mention(chapter, *mention)),
                HoleKind::LinkStart(link) => closing.push(self.link(chapter, *link, &fragment.html[at..])),
                HoleKind::TagStart(tag) => {
                    self.raw(tag);
                    closing.push("</a>");
                }
                HoleKind::MentionEnd | HoleKind::LinkEnd => self.out.push_str(closing.pop().unwrap_or_default()),
                HoleKind::Image { link, alt, .. } if in_link && self.is_external(chapter, *link) => {
                    self.text(if alt.is_empty() { self.site.words().get("link.image") } else { alt });
                }
                HoleKind::Image { link, alt, title } => self.image(chapter, *link, alt, title),
                HoleKind::Code { language, text } => self.code(language, text),
                HoleKind::Diagram(diagram) => self.diagram(diagram),
                HoleKind::Anchor(name) => self.anchor(chapter, name),
                HoleKind::Footnote(number) => self.footnote(chapter, *number),
                HoleKind::Html(html) => self.out.push_str(html),
            }
        }
        self.out.push_str(&fragment.html[from..]);
    }

    /// Opens a reference, and says how it closes.
    fn mention(&mut self, chapter: ChapterKey, mention: u32) -> &'static str {
        let project = &*self.site.project;
        match project.mentions[chapter.0 as usize].get(mention as usize) {
            Some(Resolution::Item(item)) if self.scope == Scope::Item(*item) => "",
            Some(Resolution::Item(item)) => {
                let href = self.item_href(*item);
                self.start_reference(&href);
                "</a>"
            }
            // What bidders do not get is named as the author named it.
            _ if self.site.is_for_bidders() => "",
            Some(Resolution::Ambiguous(_)) => self.dangling("reference.ambiguous"),
            Some(Resolution::Dangling) | None => self.dangling("reference.dangling"),
        }
    }

    fn dangling(&mut self, why: &str) -> &'static str {
        self.raw("<span class=\"dangling\" title=\"");
        self.word(why);
        self.raw("\">");
        "</span>"
    }

    /// Opens a link around what begins with some HTML, and says how it closes. One that shows its own address is marked,
    /// so that paper does not show it twice.
    fn link(&mut self, chapter: ChapterKey, link: u32, around: &str) -> &'static str {
        let href = match self.site.project.links[chapter.0 as usize].get(link as usize) {
            Some(Destination::External(address)) => {
                let start = self.out.len();
                self.text(address);
                let shown = self.out.split_off(start);
                self.raw(if around.starts_with(&shown) { "<a class=\"url\" href=\"" } else { "<a href=\"" });
                self.raw(&shown);
                self.raw("\" rel=\"noopener noreferrer\">");
                return "</a>";
            }
            Some(Destination::Chapter(target, anchor)) => {
                if anchor.as_deref().is_some_and(|anchor| self.is_item(*target, anchor)) {
                    let href = self.chapter_href(*target, anchor.as_deref());
                    let _ = write!(self.out, "<a data-item href=\"{href}\">");
                    return "</a>";
                }
                self.chapter_href(*target, anchor.as_deref())
            }
            Some(Destination::Attachment(path)) => self.href(path),
            Some(Destination::Missing) if self.site.is_for_bidders() => return "",
            Some(Destination::Missing) => return self.dangling("link.missing"),
            Some(Destination::Unsafe) | None => return "",
        };
        let _ = write!(self.out, "<a href=\"{href}\">");
        "</a>"
    }

    /// A place that the author named. An item of that name is the place itself.
    fn anchor(&mut self, chapter: ChapterKey, name: &str) {
        if self.is_item(chapter, name) {
            return;
        }
        let _ = write!(self.out, "<span id=\"{}", self.anchor_prefix(chapter));
        self.text(name);
        self.raw("\"></span>");
    }

    /// Whether a place of a chapter is an item.
    fn is_item(&self, chapter: ChapterKey, anchor: &str) -> bool {
        let project = &*self.site.project;
        project.items_of(chapter).any(|item| **project.name_of(item) == *anchor)
    }

    fn is_external(&self, chapter: ChapterKey, link: u32) -> bool {
        let links = &self.site.project.links[chapter.0 as usize];
        matches!(links.get(link as usize), Some(Destination::External(_)))
    }

    fn image(&mut self, chapter: ChapterKey, link: u32, alt: &str, title: &str) {
        match self.site.project.links[chapter.0 as usize].get(link as usize) {
            Some(Destination::Attachment(path)) => {
                let href = self.href(path);
                let _ = write!(self.out, "<img src=\"{href}\" alt=\"");
                self.text(alt);
                if !title.is_empty() {
                    self.raw("\" title=\"");
                    self.text(title);
                }
                self.raw("\"");
                // The place stays free while it loads, so that nothing moves when it is there.
                if let Some((width, height)) = self.site.project.pictures.get(path) {
                    let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
                }
                self.raw(">");
            }
            Some(Destination::External(_)) => {
                // An image from elsewhere would be a request that leaves the site: it becomes a link.
                let close = self.link(chapter, link, "");
                self.text(if alt.is_empty() { self.site.words().get("link.image") } else { alt });
                self.raw(close);
            }
            _ if self.site.is_for_bidders() => self.text(alt),
            _ => {
                let close = self.dangling("link.missing-image");
                self.text(if alt.is_empty() { self.site.words().get("link.image") } else { alt });
                self.raw(close);
            }
        }
    }

    pub(super) fn code(&mut self, language: &str, text: &str) {
        let language: String =
            language.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#' | '_')).collect();
        self.raw("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            let _ = write!(self.out, " class=\"language-{language}\"");
        }
        self.raw(">");
        super::highlight::code(&language, text, &mut self.out);
        self.raw("</code></pre>\n");
    }

    fn footnote(&mut self, chapter: ChapterKey, number: u32) {
        let known = self.footnotes.iter().position(|footnote| *footnote == (chapter, number));
        let shown = known.unwrap_or(self.footnotes.len()) + 1;
        // Only the first mark of a footnote is the way back to the text.
        let id = if known.is_none() { format!(" id=\"fnref-{shown}\"") } else { String::new() };
        let _ =
            write!(self.out, "<sup class=\"fn\"><a{id} href=\"#fn-{shown}\" role=\"doc-noteref\">{shown}</a></sup>");
        if known.is_none() {
            self.footnotes.push((chapter, number));
        }
    }

    /// Appends the footnotes that the page named. A footnote may name others.
    pub fn footnote_list(&mut self) {
        if self.footnotes.is_empty() {
            return;
        }
        self.raw("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.word("footnotes");
        self.raw("\">\n<ol>\n");
        let mut shown = 0;
        while let Some((chapter, number)) = self.footnotes.get(shown).copied() {
            shown += 1;
            let _ = write!(self.out, "<li id=\"fn-{shown}\">");
            let start = self.out.len();
            if let Some(fragment) = self.site.project.chapter(chapter).footnotes.get(number as usize) {
                self.fragment(chapter, fragment);
            }
            let mut back = format!(" <a href=\"#fnref-{shown}\" role=\"doc-backlink\" aria-label=\"");
            escape(self.site.words().get("footnotes.back"), &mut back);
            back.push_str("\">↩</a>");
            match self.out[start..].rfind("</p>") {
                Some(at) => self.out.insert_str(start + at, &back),
                None => self.out.push_str(&back),
            }
            self.raw("</li>\n");
        }
        self.raw("</ol>\n</section>\n");
    }
}
