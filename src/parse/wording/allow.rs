//! Comments by which an author says that a wording is meant as it stands.

use super::super::scribe::Scribe;
use crate::diag::{Severity, Text, nearest};
use crate::model::{Allowance, WordingKind};
use std::ops::Range;

/// The check that reports a comment which allows nothing.
const CODE: &str = "unknown-allowance";

/// What a comment asks for.
#[derive(Debug, PartialEq, Eq)]
enum Request {
    /// Allow a check's findings: all of them, or those with certain words.
    Allow(WordingKind, Vec<String>),
    /// Allow a check that there is not.
    UnknownCheck(String),
    /// Something else that is almost that.
    Malformed,
}

impl Scribe<'_> {
    /// Reads the comments in some HTML of the author's.
    pub fn allowances(&mut self, html: &str, source: &Range<usize>) {
        for comment in html.split("<!--").skip(1) {
            let inside = comment.split("-->").next().unwrap_or_default().trim();
            let Some(request) = request(inside) else { continue };
            let at = self.source.text[source.clone()].find(inside).unwrap_or(0);
            let range = source.start + at..(source.start + at + inside.len()).min(source.end);
            self.allow(request, range);
        }
    }

    fn allow(&mut self, request: Request, range: Range<usize>) {
        match request {
            Request::Allow(..) if self.item().is_none() && !self.chapter.items.is_empty() => self.report(
                CODE,
                Severity::Warning,
                range,
                Text::new(
                    "Dieser Kommentar steht in keinem Item und erlaubt nichts.",
                    "this comment stands in no item, and allows nothing",
                ),
                Text::new(
                    "In das Item setzen, oder für die ganze Datei vor ihr erstes Item.",
                    "Put it into the item, or before the file's first item for the whole file.",
                ),
            ),
            Request::Allow(kind, words) => {
                let item = self.item().map(|item| item as u32);
                let allowances = if words.is_empty() { vec![None] } else { words.into_iter().map(Some).collect() };
                for words in allowances {
                    self.chapter.allowed.push(Allowance { kind, item, words });
                    self.wordings.allowed.push(range.clone());
                }
            }
            Request::UnknownCheck(code) => {
                let codes = || WordingKind::ALL.iter().map(|kind| kind.code());
                let hint = nearest(&code, codes()).map_or_else(
                    || {
                        let codes: Vec<&str> = codes().collect();
                        Text::new(format!("Möglich: {}", codes.join(", ")), format!("Possible: {}", codes.join(", ")))
                    },
                    |near| Text::new(format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
                );
                let message = Text::new(
                    format!("Eine Prüfung „{code}“ des Wortlauts gibt es nicht."),
                    format!("there is no check of wording \"{code}\""),
                );
                self.report(CODE, Severity::Warning, range, message, hint);
            }
            Request::Malformed => self.report(
                CODE,
                Severity::Warning,
                range,
                Text::new("Dieser Kommentar erlaubt nichts.", "this comment allows nothing"),
                Text::new(
                    "Er lautet: <!-- heftfaden: allow vague-wording \"schnell\" -->, mit oder ohne Wort.",
                    "It reads: <!-- heftfaden: allow vague-wording \"quick\" -->, with or without a word.",
                ),
            ),
        }
    }
}

impl Scribe<'_> {
    /// Says which comments in items allow what is not there (any more). What a Muss lacks, only the whole project shows.
    pub fn note_idle_allowances(&mut self) {
        if !self.is_contract() {
            return;
        }
        let is_idle = |allowance: &Allowance| {
            allowance.kind != WordingKind::NoCriterion
                && allowance.item.is_some()
                && !self.chapter.wording.iter().any(|it| allowance.covers(it.kind, it.item, &it.words))
        };
        let places = self.chapter.allowed.iter().zip(&self.wordings.allowed);
        let idle: Vec<_> = places
            .filter(|(allowance, _)| is_idle(allowance))
            .map(|(allowance, range)| (allowance.kind.code(), allowance.words.clone(), range.clone()))
            .collect();
        for (code, words, range) in idle {
            let (de, en) =
                words.map_or_else(Default::default, |words| (format!(" mit „{words}“"), format!(" with \"{words}\"")));
            self.report(
                CODE,
                Severity::Hint,
                range,
                Text::new(
                    format!("In diesem Item findet „{code}“ nichts{de}, was zu erlauben wäre."),
                    format!("in this item \"{code}\" finds nothing{en} that could be allowed"),
                ),
                Text::new(
                    "Den Kommentar entfernen, oder die Worte so schreiben, wie der Befund sie nennt.",
                    "Remove the comment, or write the words as the finding has them.",
                ),
            );
        }
    }
}

/// What the inside of a comment asks for; none where it is for somebody else.
fn request(comment: &str) -> Option<Request> {
    let rest = comment.strip_prefix("heftfaden:")?.trim();
    let (verb, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    if verb != "allow" {
        return nearest(verb, ["allow"]).map(|_| Request::Malformed);
    }
    let rest = rest.trim();
    let (code, words) = rest
        .split_once(|c: char| c.is_whitespace() || c == '"')
        .map_or((rest, ""), |(code, _)| (code, &rest[code.len()..]));
    Some(match (WordingKind::from_code(code), quoted(words.trim())) {
        _ if code.is_empty() => Request::Malformed,
        (None, _) => Request::UnknownCheck(code.to_owned()),
        (Some(kind), Some(words)) => Request::Allow(kind, words),
        (Some(_), None) => Request::Malformed,
    })
}

/// Words in quotation marks, in lower case; none where anything else stands there.
fn quoted(mut text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    while !text.is_empty() {
        let inside = text.strip_prefix(['"', '„', '“', '»'])?;
        let end = inside.find(['"', '“', '”', '«']).filter(|end| *end > 0)?;
        words.push(inside[..end].trim().to_lowercase());
        text = inside[end..].trim_start_matches(['"', '“', '”', '«']).trim_start();
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_understood() {
        let allow = |words: &[&str]| {
            Some(Request::Allow(WordingKind::Totality, words.iter().map(|word| (*word).to_owned()).collect()))
        };
        assert_eq!(request("heftfaden: allow totality"), allow(&[]));
        assert_eq!(request("heftfaden:allow  totality \"Alle Nutzer\" „nie“"), allow(&["alle nutzer", "nie"]));
        assert_eq!(request("heftfaden: allow totality\"alle\""), allow(&["alle"]));
        assert_eq!(request("heftfaden: allow totalität"), Some(Request::UnknownCheck("totalität".to_owned())));
        for malformed in
            ["allow", "alow totality", "allow totality alle", "allow totality \"alle", "allow totality \"\""]
        {
            assert_eq!(request(&format!("heftfaden: {malformed}")), Some(Request::Malformed), "{malformed}");
        }
        for other in ["allow totality", "heftfaden: guidance", "prettier-ignore", "heftfaden", ""] {
            assert_eq!(request(other), None, "{other}");
        }
    }
}
