//! Abbreviations in running text, and where the text itself says what they mean.

use super::events::Plain;
use super::ink::{Begin, Ink};
use super::scribe::Scribe;
use crate::model::{Abbreviation, is_abbreviation, words};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// The most letters of an abbreviation; what is longer is a word in capitals.
const LONGEST: usize = 6;

/// The most bytes of what an abbreviation is short for.
const LONG_FORM: usize = 200;

/// The part of a chapter that an abbreviation stands in: an item, or what is below a heading.
type Part = (Option<usize>, usize);

/// Which abbreviations were met, each with the part that it stands in.
#[derive(Default)]
pub(super) struct Shorts {
    met: HashSet<(Part, Arc<str>)>,
}

impl Scribe<'_> {
    /// Notes the abbreviations of a text, and those that it explains.
    pub fn abbreviations(&mut self, run: &Plain, ink: &Ink) {
        let text = run.text.as_str();
        // Two capitals in a row are rare: most texts are passed over at once.
        if !text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_uppercase() && pair[1].is_ascii_uppercase()) {
            return;
        }
        for word in words(text) {
            let mut start = word.start;
            for part in text[word].split('-') {
                let range = start..start + part.len();
                start = range.end + 1;
                let Some(short) = short(part) else { continue };
                let range = range.start..range.start + short.len();
                if is_explained(text, &range, ink) {
                    self.chapter.explained.insert(Arc::from(short));
                }
                if self.context.document.is_some() && !is_in_name(text, &range) {
                    self.note_abbreviation(short, run, range);
                }
            }
        }
    }

    fn note_abbreviation(&mut self, short: &str, run: &Plain, range: Range<usize>) {
        let part = (self.item(), self.chapter.headings.len());
        let word: Arc<str> = Arc::from(short);
        if self.shorts.met.insert((part, Arc::clone(&word))) {
            let place = self.source.place(run.source_range(range));
            self.chapter.abbreviations.push(Abbreviation { word, place });
        }
    }
}

/// The abbreviation that a word is: `DSGVO`, `LKWs`.
fn short(word: &str) -> Option<&str> {
    let short = word.strip_suffix('s').filter(|rest| rest.len() > 1).unwrap_or(word);
    let is_letters = short.chars().all(char::is_alphabetic);
    (is_letters && short.chars().count() <= LONGEST && is_abbreviation(short)).then_some(short)
}

/// Whether what stands around a word shows that it is part of an address, a path or another name.
fn is_in_name(text: &str, range: &Range<usize>) -> bool {
    let is_bound = |c: char| matches!(c, '_' | '@' | '\\' | '/' | '.' | ':');
    let mut after = text[range.end..].chars();
    let bound = after.next().is_some_and(is_bound) && after.next().is_some_and(char::is_alphanumeric);
    let mut before = text[..range.start].chars().rev();
    bound || before.next().is_some_and(is_bound) && before.next().is_some_and(char::is_alphanumeric)
}

/// Whether a text says what an abbreviation in it means: `Datenschutz-Grundverordnung (DSGVO)`, `DSGVO
/// (Datenschutz-Grundverordnung)`, `DSGVO: …` where a text begins, an entry of a list of abbreviations.
fn is_explained(text: &str, range: &Range<usize>, ink: &Ink) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let opened = before.trim_end_matches(['„', '"', '“', ' ', ':']);
    let opened = ["kurz", "Abk.", "Abkürzung", "im Folgenden", "short", "abbreviated"]
        .iter()
        .find_map(|word| opened.strip_suffix(word))
        .unwrap_or(opened)
        .trim_end_matches([',', ':', ' ']);
    let in_brackets = opened.ends_with('(') && after.trim_start_matches(['“', '"', '”']).starts_with([')', ',', ';']);
    if in_brackets && (opened.len() > 1 || !ink.plain.is_empty()) {
        return true;
    }
    let behind = after.trim_start();
    if let Some(inside) = behind.strip_prefix('(') {
        let inside = &inside[..inside.floor_char_boundary(LONG_FORM)];
        let meant = inside.trim_start_matches(['„', '"', '“']).split(')').next().unwrap_or_default();
        return is_long_form(meant, &text[range.clone()]);
    }
    let begins = ink.begins != Begin::Nothing && before.trim().is_empty();
    let says = [":", "=", "–", "—", "- "].iter().any(|sign| behind.starts_with(sign));
    let means = ["steht für", "bedeutet", "stands for", "means"].iter().any(|word| behind.starts_with(word));
    means || behind.starts_with("= ") || begins && (says || ink.begins == Begin::Entry && behind.is_empty())
}

/// Whether some words may be what an abbreviation is short for: they begin with its first letter, or are no abbreviation
/// and several.
fn is_long_form(words: &str, short: &str) -> bool {
    let first = |text: &str| text.chars().next().map(|c| c.to_lowercase().to_string());
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    letters > short.chars().count() && first(words) == first(short)
}

#[cfg(test)]
mod tests {
    use crate::model::{Chapter, Config, Grammar, Terms};
    use crate::source::SourceFile;

    fn chapter(text: &str) -> Chapter {
        let config = Config::default();
        let context = crate::parse::Context {
            config: &config,
            grammar: &Grammar::default(),
            terms: &Terms::default(),
            document: config.document("lastenheft"),
        };
        crate::parse::parse(&SourceFile::new("content/lastenheft/1.md", text), context)
    }

    fn explained(text: &str) -> Vec<String> {
        chapter(text).explained.iter().map(|word| word.to_string()).collect()
    }

    #[test]
    fn texts_explain() {
        for text in [
            "Die Datenschutz-Grundverordnung (DSGVO) gilt.",
            "Die *Datenschutz-Grundverordnung* (kurz: DSGVO) gilt.",
            "Die DSGVO (Datenschutz-Grundverordnung) gilt.",
            "- DSGVO: Grundverordnung",
            "- **DSGVO** – Grundverordnung",
            "DSGVO\n: Grundverordnung",
            "| Kürzel | Langform |\n|---|---|\n| DSGVO | Grundverordnung |",
            "DSGVO steht für Grundverordnung.",
        ] {
            assert_eq!(explained(text), ["DSGVO"], "{text}");
        }
    }

    #[test]
    fn texts_that_do_not() {
        for text in
            ["Die DSGVO gilt (siehe Anhang).", "Die DSGVO (Art. 15) gilt.", "- DSGVO beachten", "(DSGVO)", "- DSGVO"]
        {
            assert!(explained(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn each_part_counts_once() {
        let text = "# A\n\nDas ERP und das ERP. `SQL` x.ERP ERP2 LH_ERP UMFANGREICH\n\n## B\n\nDie ERP-Anbindung, zwei ERPs, a/DMS/b\n";
        let words: Vec<String> = chapter(text).abbreviations.iter().map(|short| short.word.to_string()).collect();
        assert_eq!(words, ["ERP", "ERP"]);
    }
}
