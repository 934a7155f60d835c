//! Rendering text: Markdown events → a [`Fragment`] with its references, links, typography and footnotes.

use super::events::{Plain, after_skip};
use super::ink::{Bars, Begin, Ink};
use super::sanitize::mathml;
use super::scribe::Scribe;
use super::typography;
use crate::diag::{Severity, Text};
use crate::model::{Breadth, Columns, HoleKind, Link, Mention, TargetEnd};
use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{Alignment, BlockQuoteKind, Event, LinkType, Tag};
use pulldown_latex::event::{Content, Event as MathEvent};
use std::ops::Range;
use std::sync::Arc;

impl Scribe<'_> {
    /// Renders a range of events; bytes of the file before `skip` are left out.
    pub fn ink(&mut self, range: Range<usize>, skip: usize) -> Ink {
        let mut ink = Ink::default();
        self.write(range, skip, &mut ink);
        ink
    }

    /// Renders a range of events behind what is there.
    pub fn write(&mut self, range: Range<usize>, skip: usize, ink: &mut Ink) {
        ink.reserve(self.events.bytes(&range));
        let mut at = range.start;
        while at < range.end {
            let source = self.events.range(at);
            let taken = source.end <= skip;
            at = match self.events.get(at) {
                Event::Text(_) => {
                    // Over the ends of lines, since a term of several words may stand there.
                    let is_text = |at: &usize| matches!(self.events.get(*at), Event::Text(_) | Event::SoftBreak);
                    let end = (at..range.end).find(|at| !is_text(at)).unwrap_or(range.end);
                    self.texts(at..end, skip, ink);
                    end
                }
                Event::Start(tag) => self.start(tag, at, ink),
                Event::End(_) => {
                    ink.end();
                    at + 1
                }
                _ if taken => at + 1,
                Event::Code(text) => {
                    self.code_span(text, source, ink);
                    at + 1
                }
                Event::InlineMath(latex) => {
                    self.math(latex, source, pulldown_latex::config::DisplayMode::Inline, at, ink)
                }
                Event::DisplayMath(latex) => {
                    self.math(latex, source, pulldown_latex::config::DisplayMode::Block, at, ink)
                }
                Event::InlineHtml(html) | Event::Html(html) => {
                    self.raw(html, source, ink);
                    at + 1
                }
                Event::FootnoteReference(name) => {
                    if let Some(number) = self.footnote_names.get(&**name) {
                        ink.fragment.hole(HoleKind::Footnote(*number));
                    }
                    at + 1
                }
                Event::SoftBreak => {
                    ink.fragment.markup("\n");
                    ink.plain.push(' ');
                    at + 1
                }
                Event::HardBreak => {
                    ink.fragment.markup("<br>\n");
                    ink.trail.end_sentence(ink.plain.len());
                    ink.plain.push(' ');
                    at + 1
                }
                Event::Rule => {
                    ink.fragment.markup("<hr>\n");
                    at + 1
                }
                Event::TaskListMarker(done) => {
                    let (done, label) = match done {
                        true => (" checked", self.word("erledigt", "done")),
                        false => ("", self.word("offen", "open")),
                    };
                    let html = format!("<input type=\"checkbox\" disabled{done} aria-label=\"{label}\"> ");
                    ink.fragment.hole(HoleKind::Html(html));
                    at + 1
                }
            };
        }
    }

    fn word<'w>(&self, de: &'w str, en: &'w str) -> &'w str {
        match self.context.config.language {
            crate::diag::Language::De => de,
            crate::diag::Language::En => en,
        }
    }

    /// Opens an element, or renders it whole; returns the index of the event to go on with.
    fn start(&mut self, tag: &Tag<'_>, at: usize, ink: &mut Ink) -> usize {
        let end = self.events.end(at);
        if !ink.plain.is_empty() && super::events::is_block(tag) {
            ink.trail.end_sentence(ink.plain.len());
            ink.plain.push(' ');
        }
        match tag {
            Tag::Paragraph => {
                ink.begins = Begin::Block;
                ink.element("<p>", "</p>\n");
            }
            // A heading inside a quote or a list is no section of the page.
            Tag::Heading { .. } => ink.element_without_terms("<p class=\"heading\">", "</p>\n"),
            Tag::BlockQuote(kind) => self.quote(*kind, ink),
            Tag::CodeBlock(kind) => {
                self.code_block(kind, at, ink);
                return end + 1;
            }
            Tag::HtmlBlock => {
                let html: String = (at + 1..end)
                    .filter_map(|at| match self.events.get(at) {
                        Event::Html(html) | Event::Text(html) => Some(&**html),
                        _ => None,
                    })
                    .collect();
                self.raw(&html, self.events.range(at), ink);
                return end + 1;
            }
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => return end + 1,
            Tag::List(None) => ink.element("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => ink.element("<ol>\n", "</ol>\n"),
            Tag::List(Some(start)) => ink.element(&format!("<ol start=\"{start}\">\n"), "</ol>\n"),
            Tag::Item => {
                ink.begins = Begin::Block;
                ink.element(if self.is_task(at) { "<li class=\"task\">" } else { "<li>" }, "</li>\n");
            }
            Tag::DefinitionList => ink.element("<dl class=\"defs\">\n", "</dl>\n"),
            Tag::DefinitionListTitle => {
                ink.begins = Begin::Entry;
                ink.element("<dt>", "</dt>\n");
            }
            Tag::DefinitionListDefinition => ink.element("<dd>", "</dd>\n"),
            Tag::Table(alignments) => {
                ink.alignments.clone_from(alignments);
                let label = self.word("Tabelle", "Table");
                let breadth = self.breadth(at..end).classes();
                let scroll =
                    format!("<div class=\"scroll{breadth}\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\">");
                ink.element(&format!("{scroll}<table>"), "</tbody></table></div>\n");
            }
            Tag::TableHead => {
                (ink.in_head, ink.column) = (true, 0);
                ink.element("<thead><tr>", "</tr></thead>\n<tbody>");
            }
            Tag::TableRow => {
                (ink.in_head, ink.column) = (false, 0);
                ink.element("<tr>", "</tr>\n");
            }
            Tag::TableCell => {
                let is_first = ink.column == 0 && !ink.in_head;
                ink.begins = if is_first { Begin::Entry } else { Begin::Nothing };
                cell(ink);
            }
            Tag::Emphasis => ink.element("<em>", "</em>"),
            Tag::Strong => {
                if ink.begins == Begin::Block {
                    ink.begins = Begin::Entry;
                }
                ink.element("<strong>", "</strong>");
            }
            Tag::Strikethrough => ink.element("<del>", "</del>"),
            Tag::Superscript => ink.element("<sup>", "</sup>"),
            Tag::Subscript => ink.element("<sub>", "</sub>"),
            Tag::Link { link_type, dest_url, .. } => self.link(*link_type, dest_url, at, ink),
            Tag::Image { dest_url, title, .. } => {
                let alt = self.events.plain(at + 1..end, 0).text;
                let link = self.add_link(dest_url, Some(&alt), self.events.range(at));
                ink.fragment.hole(HoleKind::Image { link, alt, title: title.to_string() });
                return end + 1;
            }
        }
        at + 1
    }

    /// How wide a table is on paper.
    fn breadth(&self, table: Range<usize>) -> Breadth {
        let mut columns = Columns::default();
        let mut column = 0;
        for at in table {
            match self.events.get(at) {
                Event::Start(Tag::TableHead | Tag::TableRow) => column = 0,
                Event::Start(Tag::TableCell) => {
                    columns.cell(column, &self.events.plain(at + 1..self.events.end(at), 0).text);
                    column += 1;
                }
                _ => {}
            }
        }
        columns.breadth()
    }

    /// Whether a list's entry starts with a box to tick.
    fn is_task(&self, entry: usize) -> bool {
        let paragraph = matches!(self.events.get(entry + 1), Event::Start(Tag::Paragraph));
        matches!(self.events.get(entry + 1 + usize::from(paragraph)), Event::TaskListMarker(_))
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, ink: &mut Ink) {
        let Some(kind) = kind else { return ink.element("<blockquote>\n", "</blockquote>\n") };
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", self.word("Hinweis", "Note")),
            BlockQuoteKind::Tip => ("tip", self.word("Tipp", "Tip")),
            BlockQuoteKind::Important => ("important", self.word("Wichtig", "Important")),
            BlockQuoteKind::Warning => ("warning", self.word("Warnung", "Warning")),
            BlockQuoteKind::Caution => ("caution", self.word("Vorsicht", "Caution")),
        };
        let open = format!("<div class=\"alert {class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n");
        ink.element(&open, "</div>\n");
    }

    fn link(&mut self, kind: LinkType, address: &str, at: usize, ink: &mut Ink) {
        let text = self.events.plain(at + 1..self.events.end(at), 0);
        // A link around an ID is the same reference as the ID alone.
        if let Some(range) = self.context.grammar.find(&text.text).next()
            && text.text.trim() == &text.text[range.clone()]
        {
            self.add_mention(&text, range, None);
        }
        let address = if kind == LinkType::Email { format!("mailto:{address}") } else { address.to_owned() };
        let link = self.add_link(&address, None, self.events.range(at));
        ink.fragment.hole(HoleKind::LinkStart(link));
        ink.in_links += 1;
        ink.closing.push(("</a>", Bars::None));
        let bare = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let is_hidden = bare.is_some_and(|bare| !text.text.contains(bare.trim_end_matches('/')));
        ink.address = (is_hidden && ink.shows_addresses).then_some(address);
    }

    pub fn add_link(&mut self, address: &str, image: Option<&str>, range: Range<usize>) -> u32 {
        let place = self.source.place(range);
        self.chapter.links.push(Link { address: Arc::from(address), is_image: image.is_some(), place });
        self.chapter.links.len() as u32 - 1
    }

    /// Renders neighbouring pieces of text as one: typography, addresses, IDs.
    fn texts(&mut self, range: Range<usize>, skip: usize, ink: &mut Ink) {
        let mut run = Plain::default();
        for at in range {
            let source = self.events.range(at);
            if source.end <= skip {
                continue;
            }
            let Event::Text(text) = self.events.get(at) else {
                run.push("\n", source.start);
                continue;
            };
            let text = after_skip(text, &source, skip);
            let written = &self.source.text[source.clone()];
            if matches!(written, "\"" | "'" | "--" | "---") {
                let before =
                    run.text.chars().next_back().or_else(|| self.source.text[..source.start].chars().next_back());
                let after = self.source.text[source.end..].chars().next();
                let open = &mut ink.quotes;
                let set = typography::set(self.context.config.language, written, text, (before, after), open);
                run.push(&set, source.start);
            } else {
                ink.quotes.note(text);
                run.push(text, source.start.max(skip));
            }
        }
        self.unread_link(&run);
        match ink.quoted {
            0 => ink.trail.add(ink.plain.len(), &run),
            _ => ink.trail.hide(ink.plain.len()),
        }
        self.abbreviations(&run, ink);
        let begins = std::mem::take(&mut ink.begins) != Begin::Nothing;
        for (number, line) in run.text.split('\n').enumerate() {
            ink.plain.push_str(if number > 0 { " " } else { "" });
            ink.plain.push_str(line);
        }
        if ink.in_links > 0 {
            self.note_terms(&run);
            return ink.fragment.text(&run.text);
        }
        let mut from = 0;
        if run.text.contains("://") || run.text.contains("www.") || run.text.contains('@') {
            for (range, address) in addresses(&run.text) {
                self.references(&run, from..range.start, ink);
                let link = self.add_link(&address, None, run.source_range(range.clone()));
                ink.fragment.hole(HoleKind::LinkStart(link));
                ink.fragment.text(&run.text[range.clone()]);
                ink.fragment.hole(HoleKind::LinkEnd);
                from = range.end;
            }
        }
        let first = self.chapter.mentions.len();
        self.references(&run, from..run.text.len(), ink);
        if begins && from == 0 {
            self.note_first(first, &run);
        }
    }

    /// Notes of the mention that a block starts with that it looks like an ID of the document's own.
    fn note_first(&mut self, first: usize, run: &Plain) {
        let text = run.text.trim_start();
        let start = run.text.len() - text.len();
        let own = self.context.document.and_then(|document| self.context.grammar.own_id(&document.key, text));
        let place = own.map(|length| self.source.place(run.source_range(start..start + length)));
        if let Some(mention) =
            self.chapter.mentions.get_mut(first).filter(|it| Some(&it.target.place) == place.as_ref())
        {
            mention.is_first = true;
        }
    }

    /// Renders text with the IDs in it as references.
    fn references(&mut self, run: &Plain, range: Range<usize>, ink: &mut Ink) {
        let text = &run.text[range.clone()];
        let grammar = self.context.grammar;
        let mut from = 0;
        for id in grammar.find(text) {
            let named = self.document_before(&text[from..id.start]);
            let start = id.start - named.as_ref().map_or(0, |name| name.len() + 1);
            self.text_with_terms(run, range.start + from..range.start + start, ink);
            let mention = self.add_mention(run, range.start + id.start..range.start + id.end, named);
            ink.fragment.hole(HoleKind::MentionStart(mention));
            ink.fragment.text(&text[start..id.end]);
            ink.fragment.hole(HoleKind::MentionEnd);
            from = id.end;
        }
        self.text_with_terms(run, range.start + from..range.end, ink);
    }

    /// The document that a text's end names, as in `lastenheft:LH-310`, however its letters are cased.
    pub fn document_before(&self, text: &str) -> Option<Arc<str>> {
        let text = text.strip_suffix(':')?;
        let named = |key: &str| {
            let start = text.len().checked_sub(key.len()).filter(|start| text.is_char_boundary(*start));
            start.is_some_and(|start| {
                text[start..].eq_ignore_ascii_case(key) && !text[..start].ends_with(char::is_alphanumeric)
            })
        };
        self.context.config.documents.iter().map(|document| &document.key).find(|key| named(key)).cloned()
    }

    fn add_mention(&mut self, run: &Plain, range: Range<usize>, document: Option<Arc<str>>) -> u32 {
        let place = self.source.place(run.source_range(range.clone()));
        let target = TargetEnd { document, id: Arc::from(&run.text[range]), place };
        self.chapter.mentions.push(Mention { target, item: self.item(), is_first: false });
        self.chapter.mentions.len() as u32 - 1
    }

    fn code_span(&mut self, text: &str, source: Range<usize>, ink: &mut Ink) {
        ink.trail.hide(ink.plain.len());
        ink.plain.push_str(text);
        let mut run = Plain::default();
        run.push(text, source.start + 1);
        let id =
            self.context.grammar.find(text).next().filter(|id| ink.in_links == 0 && text.trim() == &text[id.clone()]);
        let mention = id.map(|id| self.add_mention(&run, id, None));
        if let Some(mention) = mention {
            ink.fragment.hole(HoleKind::MentionStart(mention));
        }
        ink.fragment.markup("<code>");
        ink.fragment.text(text);
        ink.fragment.markup("</code>");
        if mention.is_some() {
            ink.fragment.hole(HoleKind::MentionEnd);
        }
    }

    fn math(
        &mut self,
        latex: &str,
        source: Range<usize>,
        display_mode: pulldown_latex::config::DisplayMode,
        at: usize,
        ink: &mut Ink,
    ) -> usize {
        ink.trail.hide(ink.plain.len());
        ink.plain.push_str(latex);
        let storage = pulldown_latex::Storage::new();
        let parser = pulldown_latex::Parser::new(latex, &storage).map(|event| match event {
            // The name of an operator is not escaped, but text is.
            Ok(MathEvent::Content(Content::Function(name))) if name.contains(['<', '>', '&']) => {
                Ok(MathEvent::Content(Content::Text(name)))
            }
            event => event,
        });
        let config = pulldown_latex::RenderConfig { display_mode, annotation: None, ..Default::default() };
        let mut html = String::new();
        let written = pulldown_latex::push_mathml(&mut html, parser, config);
        if written.is_ok() && !html.contains("<merror") {
            let mut html = mathml(&html);
            if matches!(display_mode, pulldown_latex::config::DisplayMode::Block) {
                // It scrolls where it is wider than the screen, by keyboard too.
                html = format!("<span class=\"formula\" tabindex=\"0\">{html}</span>");
            }
            ink.fragment.hole(HoleKind::Html(html));
        } else {
            ink.fragment.markup("<code>");
            ink.fragment.text(latex);
            ink.fragment.markup("</code>");
            self.report(
                "math-invalid",
                Severity::Warning,
                source,
                Text::new("Diese Formel ist kein gültiges LaTeX.", "this formula is not valid LaTeX"),
                Text::new(
                    "Klammern und Befehle prüfen; sie steht so lange als Text da.",
                    "Check its braces and commands; until then it is shown as text.",
                ),
            );
        }
        at + 1
    }
}

fn cell(ink: &mut Ink) {
    let class = match ink.alignments.get(ink.column) {
        Some(Alignment::Right) => " class=\"num\"",
        Some(Alignment::Center) => " class=\"mid\"",
        _ => "",
    };
    ink.column += 1;
    if ink.in_head {
        ink.element(&format!("<th scope=\"col\"{class}>"), "</th>");
    } else {
        ink.element(&format!("<td{class}>"), "</td>");
    }
}

/// Addresses in running text, with what they link to.
fn addresses(text: &str) -> Vec<(Range<usize>, String)> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let links = finder.links(text).filter_map(|link| {
        let address = match link.kind() {
            LinkKind::Email => format!("mailto:{}", link.as_str()),
            _ if link.as_str().starts_with("http://") || link.as_str().starts_with("https://") => {
                link.as_str().to_owned()
            }
            _ if link.as_str().starts_with("www.") => format!("https://{}", link.as_str()),
            _ => return None,
        };
        Some((link.start()..link.end(), address))
    });
    links.collect()
}
