//! What the pages beside the documents give to others: terms with their definition, roles with what they are responsible for.

use super::fragment::{Scope, Writer};
use crate::model::{ChapterKey, Field, Fragment, ItemKey, TermKey};
use std::fmt::Write as _;
use std::ops::Range;

/// The longest definition beside a text, in characters; the glossary has the rest.
const DEFINITION: usize = 240;
/// So many places are named where a term is used.
const USES: usize = 5;
/// So many items are named that a role is responsible for.
const DUTIES: usize = 200;
/// Up to so many of them are simply there; more are folded.
const UNFOLDED: usize = 4;

impl Writer<'_> {
    /// Opens a link to a term, the first time that the text of a chapter has it on this page. Says whether it did.
    pub fn term(&mut self, chapter: ChapterKey, term: u32) -> bool {
        let is_shown = !matches!(self.scope, Scope::Nothing)
            && (term as usize) < self.site.project.terms.len()
            && self.terms.insert((chapter, term));
        if is_shown {
            let (page, index) = self.site.project.terms[term as usize];
            let anchor = &self.site.project.chapter(page).terms[index as usize].anchor;
            let href = self.chapter_href(page, Some(anchor));
            let number = self.terms.len();
            let _ = write!(self.out, "<span class=\"term\"><a href=\"{href}\" aria-describedby=\"_term-{number}\">");
        }
        is_shown
    }

    /// Closes the link of a term, with what it means beside it.
    pub fn term_end(&mut self, term: u32) {
        let site = self.site;
        let term = site.project.term(TermKey(term));
        let number = self.terms.len();
        let _ = write!(self.out, "</a><span class=\"gloss\" id=\"_term-{number}\" role=\"tooltip\"><b>");
        self.text(&term.name);
        self.raw("</b> ");
        self.text(&cut(&term.definition, DEFINITION));
        self.raw("</span></span>");
    }

    /// Where a term of a glossary is used: the first places, and how many more there are.
    pub fn uses(&mut self, chapter: ChapterKey, index: u32) {
        let site = self.site;
        let spots = site.project.spots_of_term(chapter, index);
        if spots.is_empty() {
            return;
        }
        self.raw("<dd class=\"uses\"><span>");
        self.word("glossary.uses");
        self.raw("</span> ");
        for (number, spot) in spots.iter().take(USES).enumerate() {
            if number > 0 {
                self.raw(", ");
            }
            if let Some(item) = spot.item {
                self.reference(item);
                continue;
            }
            let href = self.chapter_href(spot.chapter, None);
            let _ = write!(self.out, "<a href=\"{href}\">");
            let title = self.chapter_name(spot.chapter);
            self.text(&title);
            self.raw("</a>");
        }
        self.and_more(spots.len(), USES);
        self.raw("</dd>\n");
    }

    /// A chapter's name outside of its document: `Lastenheft, Kapitel 3`.
    fn chapter_name(&self, key: ChapterKey) -> String {
        let project = &self.site.project;
        let chapter = project.chapter(key);
        match (project.document_of_chapter(key), &chapter.number) {
            (Some(document), Some(number)) => {
                let title = &project.document(document).title;
                self.site.words().fill("chapter.of", &[("document", title), ("n", number)])
            }
            _ => chapter.title.clone(),
        }
    }

    /// ` und 7 weitere`, where a list was cut.
    fn and_more(&mut self, number: usize, limit: usize) {
        if number > limit {
            let more = self.site.words().count("more", number - limit);
            self.raw(" ");
            self.text(&more);
        }
    }

    /// The items that a role of a page of contacts is responsible for.
    pub fn duties(&mut self, chapter: ChapterKey, index: u32) {
        let site = self.site;
        let items = site.project.duties_of(chapter, index);
        if items.is_empty() {
            return;
        }
        let is_folded = items.len() > UNFOLDED;
        self.raw(if is_folded { "<details class=\"duties\"><summary>" } else { "<div class=\"duties\">" });
        self.word("contacts.duties");
        self.raw(" ");
        if is_folded {
            let number = self.site.words().count("items", items.len());
            self.text(&number);
            self.raw("</summary> ");
        }
        for (number, item) in items.iter().take(DUTIES).enumerate() {
            if number > 0 {
                self.raw(", ");
            }
            self.reference(*item);
        }
        self.and_more(items.len(), DUTIES);
        self.raw(if is_folded { "</details>" } else { "</div>" });
    }

    /// Who is responsible for an item, with a link to each role that the page of contacts has.
    pub fn owners(&mut self, item: ItemKey, field: &Field) {
        let project = &self.site.project;
        let chapter = project.chapter_of(item);
        let Some((own, named)) = project.owners_of(item).filter(|_| !project.contacts.is_empty()) else {
            return self.fragment(chapter, &field.fragment);
        };
        if own != field || field.fragment != Fragment::text(&field.value) {
            // With markup in it: the whole is a link, or nothing is.
            let role = named.first().and_then(|(_, role)| *role).filter(|_| named.len() == 1);
            let has_links = !field.fragment.holes.is_empty();
            return match role.filter(|_| !has_links && own == field) {
                Some(role) => {
                    self.role_link(role);
                    self.fragment(chapter, &field.fragment);
                    self.raw("</a>");
                }
                None => self.fragment(chapter, &field.fragment),
            };
        }
        let mut from = 0;
        for (Range { start, end }, role) in named {
            let Some(role) = role else { continue };
            self.text(&field.value[from..start]);
            self.role_link(role);
            self.text(&field.value[start..end]);
            self.raw("</a>");
            from = end;
        }
        self.text(&field.value[from..]);
    }

    fn role_link(&mut self, role: u32) {
        let (page, index) = self.site.project.roles[role as usize];
        let anchor = &self.site.project.chapter(page).contacts[index as usize].anchor;
        let href = self.chapter_href(page, Some(anchor));
        let _ = write!(self.out, "<a href=\"{href}\">");
    }
}

/// A text, cut at a word where it is longer than some characters.
pub(super) fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((end, _)) => {
            let end = text[..end].rfind(' ').unwrap_or(end);
            format!("{} …", text[..end].trim_end_matches([',', ';', ':', '–', ' ']))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn definitions_are_cut_at_words() {
        assert_eq!(cut("kurz", 10), "kurz");
        assert_eq!(cut("größer, länger, breiter", 14), "größer …");
        assert_eq!(cut("ohneeinwort", 4), "ohne …");
    }
}
