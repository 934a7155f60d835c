//! What stands first and was meant for an ID, but opens and answers nothing.

use super::events::Plain;
use super::scribe::Scribe;
use crate::diag::{Severity, Text};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// The longest word, in bytes, that may have been meant for an ID.
const LONGEST: usize = 64;

impl Scribe<'_> {
    /// Says of a heading, an entry or a paragraph that starts with an ID of the document's own but for its dashes, blanks or
    /// capitals that it opens no item.
    pub fn unread_opening(&mut self, range: Range<usize>) {
        let Some(document) = self.context.document else { return };
        let grammar = self.context.grammar;
        self.unread(range, &|text| grammar.own_id(&document.key, text));
    }

    /// Says the same of what starts with bold text.
    pub fn unread_bold(&mut self, at: usize) {
        if matches!(self.events.get(at), Event::Start(Tag::Strong)) {
            self.unread_opening(at..self.events.end(at));
        }
    }

    /// Says the same of the entries of a list that opens no item, and which of them look like fields.
    pub fn unread_entries(&mut self, entries: &[(usize, usize)]) {
        let texts: Vec<Range<usize>> = entries.iter().map(|(entry, end)| self.entry_text(*entry, *end)).collect();
        for text in &texts {
            self.unread_bold(text.start);
        }
        self.stray_in_item(&texts);
    }

    /// Says the same of a row under a head that promises IDs, whichever document's. One that names several items decides on
    /// none of them.
    pub fn unread_row(&mut self, cell: Range<usize>) {
        let plain = self.events.plain(cell.clone(), 0);
        let grammar = self.context.grammar;
        let Some(first) = grammar.find(&plain.text).next() else {
            return self.unread(cell, &|text| grammar.id(text));
        };
        if !plain.text[..first.start].contains(char::is_alphanumeric) && grammar.find(&plain.text).count() > 1 {
            let text = plain.text.trim();
            let start = plain.text.len() - plain.text.trim_start().len();
            let message = Text::new(
                format!("Die Zeile nennt mehrere Items („{text}“) und gilt für keines."),
                format!("the row names several items (\"{text}\") and holds for none"),
            );
            let hint = Text::new("Jedem Item eine Zeile geben.", "Give each item a row.");
            let source = plain.source_range(start..start + text.len());
            self.report("unread-id", Severity::Warning, source, message, hint);
        }
    }

    /// Says of a link that the blank in its address makes it text.
    pub fn unread_link(&mut self, run: &Plain) {
        let Some(first) = run.text.find('[') else { return };
        for (at, open) in run.text.match_indices("](").skip_while(|(at, _)| *at < first) {
            let start = at + open.len();
            let Some(end) = run.text[start..].find([')', '\n']).map(|length| start + length) else { return };
            let address = &run.text[start..end];
            let is_path = address.contains(['.', '/']) && address.trim() == address && address.contains(' ');
            if !is_path || !run.text[end..].starts_with(')') {
                continue;
            }
            let message = Text::new(
                format!("Das ist kein Link, denn in der Adresse „{address}“ steht ein Leerzeichen."),
                format!("this is no link, since there is a blank in the address \"{address}\""),
            );
            let written = address.replace(' ', "%20");
            let hint = Text::new(
                format!("Das Leerzeichen als %20 schreiben: ({written})"),
                format!("Write the blank as %20: ({written})"),
            );
            self.report("dead-link", Severity::Error, run.source_range(start..end), message, hint);
        }
    }

    fn unread(&mut self, range: Range<usize>, id: &dyn Fn(&str) -> Option<usize>) {
        let plain = self.events.plain(range, 0);
        let start = plain.text.len() - plain.text.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let Some((length, meant)) = meant(&plain.text[start..], id) else { return };
        let written = &plain.text[start..start + length];
        let message = Text::new(
            format!("„{written}“ eröffnet kein Item: So sieht hier keine ID aus."),
            format!("\"{written}\" opens no item: no ID looks like that here"),
        );
        let hint = Text::new(format!("Gemeint ist wohl „{meant}“."), format!("\"{meant}\" is probably meant"));
        self.report("unread-id", Severity::Warning, plain.source_range(start..start + length), message, hint);
    }
}

/// The ID that the start of a text was meant for, and how much of the text that is.
fn meant(text: &str, id: &dyn Fn(&str) -> Option<usize>) -> Option<(usize, String)> {
    let letters = text.find(|c: char| !c.is_alphabetic()).filter(|length| *length > 0 && *length < LONGEST)?;
    let (mut spelled, mut end) = (text[..letters].to_uppercase(), letters);
    for c in text[letters..].chars() {
        let is_gap = is_dash(c) || matches!(c, ' ' | '\u{a0}' | '\u{202f}');
        match c {
            _ if is_gap && spelled.ends_with('-') => {}
            _ if is_gap => spelled.push('-'),
            '\u{ad}' => {}
            _ if c.is_ascii_digit() && spelled.ends_with(char::is_alphabetic) => spelled.extend(['-', c]),
            _ if c.is_ascii_digit() || c == '.' && spelled.ends_with(|c: char| c.is_ascii_digit()) => spelled.push(c),
            _ => break,
        }
        end += c.len_utf8();
        if end > LONGEST {
            return None;
        }
    }
    let closing = |c: char| is_dash(c) || c.is_whitespace() || matches!(c, '.' | '\u{ad}');
    let (written, spelled) = (text[..end].trim_end_matches(closing), spelled.trim_end_matches(['-', '.']));
    let is_word = !text[written.len()..].starts_with(char::is_alphanumeric);
    let is_it = is_word && written != spelled && id(spelled) == Some(spelled.len()) && id(written).is_none();
    is_it.then(|| (written.len(), spelled.to_owned()))
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '−')
}
