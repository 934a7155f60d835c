//! What a trace field names: IDs with qualifiers, and ranges of them (authoring format, section 5).

use super::events::Plain;
use super::scribe::Scribe;
use crate::config::{Role, Verdict};
use crate::diag::{Severity, Text, nearest};
use crate::model::{Target, TargetEnd};
use std::ops::Range;
use std::sync::Arc;

impl Scribe<'_> {
    /// Reads the targets of a trace field.
    pub fn targets(&mut self, value: &Plain) -> Vec<Target> {
        let ids: Vec<Range<usize>> = self.context.grammar.find(&value.text).collect();
        let mut targets: Vec<Target> = Vec::new();
        let mut from = 0;
        let mut ids = ids.into_iter().peekable();
        if ids.peek().is_none() {
            self.words_for_ids(value, 0..value.text.len(), &mut targets);
            return targets;
        }
        while let Some(id) = ids.next() {
            self.words_for_ids(value, from..id.start, &mut targets);
            let first = self.target_end(value, &id);
            let mut end = id.end;
            let last = ids.next_if(|next| is_range(&value.text[id.end..next.start])).map(|next| {
                end = next.end;
                self.target_end(value, &next)
            });
            let (verdict, after) = self.qualifier(value, end);
            from = after;
            // What a qualifier names is no target.
            while ids.next_if(|next| next.start < after).is_some() {}
            targets.push(Target { first, last, verdict });
        }
        self.words_for_ids(value, from..value.text.len(), &mut targets);
        targets
    }

    /// The findings of a survey that a value names among its words. What the document itself or the one that it realises may
    /// own is none, and no survey names its own.
    pub fn surveyed(&self, value: &Plain) -> Vec<Target> {
        let Some(document) = self.context.document.filter(|document| document.role != Role::Survey) else {
            return Vec::new();
        };
        let surveys: Vec<&str> = self
            .context
            .config
            .documents
            .iter()
            .filter(|other| other.role == Role::Survey)
            .map(|other| &*other.key)
            .collect();
        let is_of = |key: &str, id: &Range<usize>| self.context.grammar.own_id(key, &value.text[id.clone()]).is_some();
        let is_finding = |id: &Range<usize>| {
            if let Some(named) = self.document_before(&value.text[..id.start]) {
                return surveys.contains(&&*named);
            }
            let is_nearer = is_of(&document.key, id) || document.realises.as_deref().is_some_and(|key| is_of(key, id));
            !is_nearer && surveys.iter().any(|survey| is_of(survey, id))
        };
        let mut targets: Vec<Target> = Vec::new();
        let mut before: Option<Range<usize>> = None;
        for id in self.context.grammar.find(&value.text).filter(is_finding) {
            let end = self.target_end(value, &id);
            let is_last = before.as_ref().is_some_and(|before| is_range(&value.text[before.end..id.start]));
            match targets.last_mut().filter(|target| is_last && target.last.is_none()) {
                Some(target) => target.last = Some(end),
                None => targets.push(Target { first: end, last: None, verdict: Verdict::Full }),
            }
            before = Some(id);
        }
        targets
    }

    /// An ID at a range of the value, with the document that is named before it.
    pub fn target_end(&self, value: &Plain, id: &Range<usize>) -> TargetEnd {
        let document = self.document_before(&value.text[..id.start]);
        let place = self.source.place(value.source_range(id.clone()));
        TargetEnd { document, id: Arc::from(&value.text[id.clone()]), place }
    }

    /// A qualifier in brackets behind an ID: what it means, and where it ends.
    fn qualifier(&mut self, value: &Plain, from: usize) -> (Verdict, usize) {
        let rest = &value.text[from..];
        // `/LF10/ (teilweise)`: the closing slash is the ID's.
        let Some(open) = rest.find('(').filter(|open| rest[..*open].trim_matches(['/', ' ', ']']).is_empty()) else {
            return (Verdict::Full, from);
        };
        let Some(close) = rest[open..].find(')').map(|length| open + length) else { return (Verdict::Full, from) };
        let word = &rest[open + 1..close];
        let first = word.split([',', ';', ':']).next().unwrap_or_default();
        let verdict = Verdict::from_word(first).unwrap_or_else(|| {
            let known = ["teilweise", "abweichend", "vollständig", "partial", "deviating", "full"];
            let near = nearest(first, known).unwrap_or("teilweise");
            self.report(
                "unknown-choice",
                Severity::Error,
                value.source_range(from + open + 1..from + close),
                Text::new(
                    format!("Der Zusatz „{word}“ ist nicht bekannt."),
                    format!("the qualifier \"{word}\" is not known"),
                ),
                Text::new(
                    format!("Gemeint ist wohl „{near}“; möglich sind teilweise, abweichend, vollständig."),
                    format!("\"{near}\" is probably meant; possible are partial, deviating, full"),
                ),
            );
            Verdict::Partial
        });
        (verdict, from + close + 1)
    }

    /// Numbers behind an ID that are short for others: `LH-310/311`, `LH-310–312`, `LH-310, 311`. Which ones is not guessed,
    /// since nothing may be traced that was not meant.
    fn shortened(&mut self, value: &Plain, range: Range<usize>) {
        let before = &value.text[..range.start];
        let prefix = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let word = before[..prefix].trim_end_matches(|c: char| !c.is_whitespace()).len();
        let family = before[word..prefix].trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut at = range.start;
        while let Some(length) = value.text[at..range.end].find(|c: char| c.is_ascii_digit()) {
            let between = value.text[at..at + length]
                .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '+'));
            let is_more = is_range(between) || matches!(between, "" | "und" | "and" | "&" | "u." | "sowie");
            let start = at + length;
            let digits = value.text[start..range.end].find(|c: char| !c.is_ascii_digit()).unwrap_or(range.end - start);
            let end = start + digits;
            let is_number = !value.text[end..range.end].starts_with(|c: char| c.is_alphanumeric() || c == '-');
            let (number, id) = (&value.text[start..end], format!("{family}{}", &value.text[start..end]));
            if family.is_empty() || !is_more || !is_number || self.context.grammar.id(&id) != Some(id.len()) {
                return;
            }
            let message = Text::new(
                format!("„{number}“ hinter der ID nennt kein Item; verfolgt wird nur, was ganz dasteht."),
                format!("\"{number}\" behind the ID names no item; only what is written out is traced"),
            );
            let hint = Text::new(
                format!("Ausschreiben: „{id}“; ein Bereich hat die volle ID an beiden Enden, wie {family}1–{family}9."),
                format!("Write it out: \"{id}\"; a range has the whole ID at both ends, such as {family}1–{family}9."),
            );
            self.report("dangling-reference", Severity::Error, value.source_range(start..end), message, hint);
            at = end;
        }
    }

    /// Words between the IDs. One with a digit in it was meant for an ID, and is looked up like one: it will dangle.
    fn words_for_ids(&mut self, value: &Plain, range: Range<usize>, targets: &mut Vec<Target>) {
        let text = &value.text[range.clone()];
        self.shortened(value, range.clone());
        for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let is_meant = word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic);
            if !is_meant || word.len() > 64 {
                continue;
            }
            let start = range.start + (word.as_ptr() as usize - text.as_ptr() as usize);
            let first = self.target_end(value, &(start..start + word.len()));
            targets.push(Target { first, last: None, verdict: Verdict::Full });
        }
    }
}

/// Whether what stands between two IDs makes them the ends of a range.
fn is_range(between: &str) -> bool {
    let between = between.trim_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '[' | ']' | '`' | '*'));
    // The second end may name its document again.
    let between =
        between.split_once(' ').map_or(between, |(word, rest)| if rest.ends_with(':') { word } else { between });
    matches!(
        between.to_lowercase().as_str(),
        "–" | "—" | "-" | "--" | "---" | "…" | "..." | ".." | "bis" | "to" | "through" | "bis einschließlich"
    )
}
