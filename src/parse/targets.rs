//! What a trace field names: IDs with qualifiers, and ranges of them (authoring format, section 5).

use super::events::Plain;
use super::scribe::Scribe;
use crate::config::{Role, Verdict, fold};
use crate::diag::{Diagnostic, Severity, Text, nearest};
use crate::model::{Target, TargetEnd, TraceKind};
use std::ops::Range;
use std::sync::Arc;

/// Words that take an ID out, where each one in the field is a trace.
const NEGATIONS: &[&str] = &[
    "nicht",
    "ohne",
    "ausser",
    "kein",
    "keine",
    "keinen",
    "ausgenommen",
    "not",
    "no",
    "without",
    "except",
    "excluding",
];

/// The longest qualifier without brackets, in bytes.
const LONGEST_BARE: usize = 48;
/// The longest qualifier, in bytes, with the remark in it.
const LONGEST_QUALIFIER: usize = 512;

/// The longest value, in words, that is meant to name items; what is longer tells something.
const LONGEST_NAMING: usize = 4;

impl Scribe<'_> {
    /// Reads the targets of a field that is nothing but a trace.
    pub fn targets_of(&mut self, kind: TraceKind, value: &Plain) -> Vec<Target> {
        let targets = self.targets(value);
        if targets.is_empty() && matches!(kind, TraceKind::Realises | TraceKind::Excludes | TraceKind::Refines) {
            self.names_nothing(value);
        }
        let in_part = |target: &&Target| matches!(target.verdict, Verdict::Partial | Verdict::Deviating);
        for target in targets.iter().filter(in_part).filter(|_| kind == TraceKind::Excludes) {
            let id = &target.first.id;
            let message = Text::new(
                format!("Ein Ausschluss gilt ganz; der Zusatz hinter „{id}“ zählt nicht."),
                format!("an exclusion is of the whole; the qualifier behind \"{id}\" does not count"),
            );
            let hint = Text::new(
                format!("Was zum Teil gemacht wird, realisiert zum Teil: - Realisiert: {id} (teilweise)"),
                format!("What is done in part is realised in part: - Realises: {id} (partial)"),
            );
            let place = target.first.place.clone();
            self.chapter
                .diagnostics
                .push(Diagnostic::new("unknown-choice", Severity::Error, place, message).hint(hint));
        }
        targets
    }

    /// Says that a value names no item, unless it says that there is none.
    fn names_nothing(&mut self, value: &Plain) {
        const NOTHING: &[&str] = &[
            "keine",
            "keiner",
            "keines",
            "nichts",
            "none",
            "nothing",
            "na",
            "offen",
            "open",
            "tbd",
            "entfaellt",
            "unklar",
            "nochoffen",
            "spaeter",
        ];
        let text = value.text.trim();
        let is_meant = text.contains(char::is_alphanumeric)
            && text.split_whitespace().count() <= LONGEST_NAMING
            && !NOTHING.contains(&fold(text).as_str());
        if !is_meant {
            return;
        }
        let start = value.text.len() - value.text.trim_start().len();
        self.report(
            "dangling-reference",
            Severity::Warning,
            value.source_range(start..start + text.len()),
            Text::new(
                format!("„{text}“ nennt kein Item; verfolgt wird nichts."),
                format!("\"{text}\" names no item; nothing is traced"),
            ),
            Text::new(
                "Die IDs der Items nennen, mit Komma dazwischen; bei keinem einen Strich setzen.",
                "Name the IDs of the items, with commas between them; where there is none, put a dash.",
            ),
        );
    }

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
            self.negation(value, from..id.start);
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

    /// An ID at a range of the value, with the document that is named before it, even if there is none of that name.
    pub fn target_end(&self, value: &Plain, id: &Range<usize>) -> TargetEnd {
        let before = &value.text[..id.start];
        let document = self.document_before(before.trim_end()).or_else(|| {
            let named = before.strip_suffix(':')?;
            let start = named.trim_end_matches(char::is_alphabetic).len();
            let is_word = named[start..].chars().count() > 1 && !named[..start].ends_with(char::is_alphanumeric);
            is_word.then(|| Arc::from(&named[start..]))
        });
        let place = self.source.place(value.source_range(id.clone()));
        TargetEnd { document, id: Arc::from(&value.text[id.clone()]), place }
    }

    /// A word that takes the ID behind it out.
    fn negation(&mut self, value: &Plain, range: Range<usize>) {
        let text = value.text[range.clone()].trim_end();
        let start = text.trim_end_matches(char::is_alphabetic).len();
        let word = &text[start..];
        if !NEGATIONS.contains(&fold(word).as_str()) {
            return;
        }
        self.report(
            "unknown-choice",
            Severity::Error,
            value.source_range(range.start + start..range.start + text.len()),
            Text::new(
                format!("„{word}“ wird hier nicht verstanden: Verfolgt wird jede ID, die das Feld nennt."),
                format!("\"{word}\" is not understood here: every ID that the field names is traced"),
            ),
            Text::new(
                "Nur nennen, was gemeint ist; aus einem Bereich zwei machen. Was nicht geleistet wird: - Schließt aus: …",
                "Name only what is meant, and make two ranges of one. What is not met: - Excludes: …",
            ),
        );
    }

    /// A qualifier behind an ID, in brackets or not: what it means, and where it ends.
    fn qualifier(&mut self, value: &Plain, from: usize) -> (Verdict, usize) {
        let rest = &value.text[from..];
        let rest = &rest[..rest.floor_char_boundary(LONGEST_QUALIFIER)];
        // `/LF10/ (teilweise)`: the closing slash is the ID's.
        let Some(open) = rest.find('(').filter(|open| rest[..*open].trim_matches(['/', ' ', ']']).is_empty()) else {
            return bare_qualifier(rest).map_or((Verdict::Full, from), |(verdict, length)| (verdict, from + length));
        };
        // One that is not closed ends where the next target may start.
        let close = rest[open..].find(')').or_else(|| rest[open..].find([',', ';'])).unwrap_or(rest.len() - open);
        let close = open + close;
        let word = &rest[open + 1..close];
        let first = word.split([',', ';', ':']).next().unwrap_or_default();
        let verdict = Verdict::from_word(first).unwrap_or_else(|| {
            let known = ["teilweise", "abweichend", "vollständig", "ausgeschlossen", "partial", "deviating", "full"];
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
                    format!(
                        "Gemeint ist wohl „{near}“; möglich sind teilweise, abweichend, vollständig, ausgeschlossen."
                    ),
                    format!("\"{near}\" is probably meant; possible are partial, deviating, full, excluded"),
                ),
            );
            Verdict::Partial
        });
        (verdict, from + (close + 1).min(rest.len()))
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

    /// IDs with a blank in the middle, such as `LH 310`: they are looked up as they stand, and will dangle.
    fn parted_ids(&mut self, value: &Plain, range: Range<usize>, targets: &mut Vec<Target>) {
        let text = &value.text[range.clone()];
        for (at, blank) in text.match_indices([' ', '\u{a0}']) {
            let family = text[..at].trim_end_matches(char::is_alphabetic).len();
            let number = &text[at + blank.len()..];
            let number = &number[..number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len())];
            let number = number.trim_end_matches('.');
            let meant = format!("{}-{number}", &text[family..at]);
            if number.is_empty() || self.context.grammar.id(&meant) != Some(meant.len()) {
                continue;
            }
            let end = range.start + at + blank.len() + number.len();
            let first = self.target_end(value, &(range.start + family..end));
            targets.push(Target { first, last: None, verdict: Verdict::Full });
        }
    }

    /// Words between the IDs. One with a digit in it was meant for an ID, and is looked up like one: it will dangle.
    fn words_for_ids(&mut self, value: &Plain, range: Range<usize>, targets: &mut Vec<Target>) {
        let text = &value.text[range.clone()];
        self.shortened(value, range.clone());
        self.parted_ids(value, range.clone(), targets);
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

/// A qualifier without brackets, such as `LH-1 teilweise`, or in square ones: what it means, and its length.
fn bare_qualifier(rest: &str) -> Option<(Verdict, usize)> {
    // Shorter words may begin a title.
    const SHORTEST: usize = 4;
    let rest = &rest[..rest.floor_char_boundary(LONGEST_BARE)];
    let end = [",", ";", " und ", " and "].iter().filter_map(|sign| rest.find(sign)).min().unwrap_or(rest.len());
    let word = rest[..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '/' | ':' | '–'));
    let verdict = Verdict::from_word(word).filter(|_| word.len() >= SHORTEST)?;
    Some((verdict, end))
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
