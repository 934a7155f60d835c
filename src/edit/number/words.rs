//! Running text as sentences, clauses and words, as far as finding obligations needs it.

/// Stands for code, a formula or anything else that is no word, so that what surrounds it stays apart.
pub const NO_WORD: char = '\u{fffc}';

/// A sentence.
#[derive(Debug, Default)]
pub struct Sentence<'t> {
    /// Its clauses, none of them empty.
    pub clauses: Vec<Clause<'t>>,
    /// Whether it asks.
    pub asks: bool,
}

/// Words between two commas, dashes, colons, brackets or sentence ends.
#[derive(Debug, Default)]
pub struct Clause<'t> {
    /// Its words, in order.
    pub words: Vec<Word<'t>>,
    /// The mark that ends it; none at the end of a line.
    pub end: Option<char>,
}

/// A word.
#[derive(Debug)]
pub struct Word<'t> {
    /// As it was written.
    pub text: &'t str,
    /// In small letters.
    pub lower: String,
    /// Whether it stands in quotation marks alone.
    pub is_quoted: bool,
}

/// Clauses of more words, and sentences of more clauses, go on in another one: each is looked at with all others around it.
const LONGEST: usize = 400;

/// Words whose dot ends no sentence, in small letters.
const ABBREVIATIONS: &[&str] = &[
    "abb", "abs", "approx", "art", "bspw", "bzgl", "bzw", "ca", "dr", "evtl", "ff", "fig", "fr", "gem", "ggf", "hr",
    "incl", "inkl", "kap", "lt", "max", "min", "no", "nr", "prof", "rd", "resp", "sec", "sog", "st", "tab", "vgl",
    "vs",
];

impl Word<'_> {
    /// Whether it starts with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether it is written in capitals throughout: `MUSS`.
    pub fn is_shouted(&self) -> bool {
        self.text.chars().count() > 2 && !self.text.contains(char::is_lowercase)
    }
}

impl<'t> Clause<'t> {
    /// The word at an index, in small letters; nothing behind the end.
    pub fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.lower)
    }

    /// Whether it has one of some words.
    pub fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&&*word.lower))
    }

    /// Whether one of its words is of a kind.
    pub fn any(&self, is: impl Fn(&Word<'t>) -> bool) -> bool {
        self.words.iter().any(is)
    }
}

/// Takes a text apart. Lines are sentences of their own.
pub fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut reader = Reader { text, sentences: Vec::new(), sentence: Sentence::default(), clause: Clause::default() };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at = match c {
            c if is_letter(c) => reader.word(at),
            _ => reader.mark(at, c),
        };
    }
    reader.end_sentence();
    reader.sentences
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | NO_WORD | '\u{301}' | '\u{308}')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '„' | '“' | '”' | '‚' | '‘' | '’' | '«' | '»' | '›' | '‹')
}

struct Reader<'t> {
    text: &'t str,
    sentences: Vec<Sentence<'t>>,
    sentence: Sentence<'t>,
    clause: Clause<'t>,
}

impl Reader<'_> {
    /// Reads the word at an offset; returns where it ends.
    fn word(&mut self, start: usize) -> usize {
        let rest = &self.text[start..];
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let joins = matches!(c, '-' | '\'' | '’' | '.' | ':' | '*' | '‑')
                && rest[at + c.len_utf8()..].starts_with(|next: char| is_letter(next));
            // `Ein- und Ausgabe`
            if !(is_letter(c) || joins) {
                break;
            }
            end = at + c.len_utf8();
        }
        let text = &rest[..end];
        let before = self.text[..start].chars().next_back().is_some_and(is_quote);
        let after = rest[end..].chars().next().is_some_and(is_quote);
        if self.clause.words.len() == LONGEST {
            self.close_clause();
        }
        self.clause.words.push(Word { text, lower: text.to_lowercase(), is_quoted: before && after });
        start + end
    }

    /// Reads a mark; returns where it ends.
    fn mark(&mut self, at: usize, c: char) -> usize {
        let end = at + c.len_utf8();
        let rest = &self.text[end..];
        match c {
            '\n' => self.end_sentence(),
            '!' => self.end_sentence_with(c),
            '?' => {
                self.sentence.asks = true;
                self.end_sentence_with(c);
            }
            '.' if rest.starts_with("..") => {
                self.end_clause('…');
                return end + 2;
            }
            '.' if self.ends_sentence(rest) => self.end_sentence_with(c),
            ',' | ';' | ':' | '(' | ')' | '–' | '—' | '…' => self.end_clause(c),
            '-' if rest.starts_with(char::is_whitespace) && self.text[..at].ends_with(char::is_whitespace) => {
                self.end_clause('–');
            }
            _ => {}
        }
        end
    }

    /// Whether a dot before a rest ends a sentence.
    fn ends_sentence(&self, rest: &str) -> bool {
        let Some(word) = self.clause.words.last() else { return false };
        let next = rest.trim_start_matches(is_quote).trim_start_matches(')');
        if !(next.is_empty() || next.starts_with(char::is_whitespace)) {
            return false;
        }
        let (length, is_number) = (word.text.chars().count(), word.text.bytes().all(|b| b.is_ascii_digit()));
        // `3. Mai`, `z. B.`, `vgl. Abschnitt`
        let is_short = length == 1 || is_number && length <= 2;
        !is_short && !ABBREVIATIONS.contains(&&*word.lower) || next.trim().is_empty()
    }

    fn end_clause(&mut self, mark: char) {
        self.clause.end = Some(mark);
        self.close_clause();
    }

    fn close_clause(&mut self) {
        let clause = std::mem::take(&mut self.clause);
        if !clause.words.is_empty() {
            if self.sentence.clauses.len() == LONGEST {
                self.sentences.push(std::mem::take(&mut self.sentence));
            }
            self.sentence.clauses.push(clause);
        } else if let (Some(mark), Some(last)) = (clause.end, self.sentence.clauses.last_mut())
            && matches!(mark, ':' | '…')
        {
            // `Das System muss (mindestens):`
            last.end = Some(mark);
        }
    }

    fn end_sentence_with(&mut self, mark: char) {
        self.clause.end = Some(mark);
        self.end_sentence();
    }

    fn end_sentence(&mut self) {
        self.close_clause();
        let sentence = std::mem::take(&mut self.sentence);
        if !sentence.clauses.is_empty() {
            self.sentences.push(sentence);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a text, with `|` between clauses and `#` between sentences.
    fn parts(text: &str) -> String {
        let clause = |clause: &Clause<'_>| clause.words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
        let sentence = |s: &Sentence<'_>| s.clauses.iter().map(clause).collect::<Vec<_>>().join("|");
        sentences(text).iter().map(sentence).collect::<Vec<_>>().join("#")
    }

    #[test]
    fn sentences_and_clauses() {
        assert_eq!(parts("Wenn A, muss er. C (und D) – E: F"), "Wenn A|muss er#C|und D|E|F");
        assert_eq!(
            parts("Bis zum 3. Mai z. B. um 13:00 Uhr v1.2. Ja?"),
            "Bis zum 3. Mai z. B. um 13:00 Uhr v1.2#Ja".replace("3.", "3").replace("z. B.", "z B")
        );
        assert_eq!(parts("Ein- und Ausgabe\nNutzer:innen, E-Mail - ja..."), "Ein und Ausgabe#Nutzer:innen|E-Mail|ja");
        assert_eq!(parts(" .?!,;\n…"), "");
    }

    #[test]
    fn what_never_ends_goes_on_in_another() {
        let text = "Es darf ".repeat(50_000);
        assert_eq!(sentences(&text)[0].clauses[1].words.len(), LONGEST);
        let text = "Test darf, ".repeat(50_000);
        assert!(sentences(&text).iter().all(|sentence| sentence.clauses.len() <= LONGEST));
    }

    #[test]
    fn quoted_words_are_known() {
        let text = "Das Wort „muss“ steht \"hier muss\" es.";
        let sentences = sentences(text);
        let quoted: Vec<bool> = sentences[0].clauses[0]
            .words
            .iter()
            .filter(|word| word.lower == "muss")
            .map(|word| word.is_quoted)
            .collect();
        assert_eq!(quoted, [true, false]);
    }
}
