//! The words that are looked for, in both languages.

use std::sync::LazyLock;

/// What a word of the lexicon is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// No test can decide about it.
    Vague,
    /// The same, in a word that often means something.
    Loose,
    /// „einfach“, „leicht“: vague beside what one does.
    Easy,
    /// The list goes on, and nobody says how.
    Open,
    /// Only examples follow.
    Example,
    /// „oder“
    Or,
    /// „bzw.“
    Respectively,
    /// A comparison.
    Better,
    /// A comparison, or a plain adjective before a noun: „ein schneller Weg“.
    PerhapsBetter,
    /// An amount without a number.
    Some,
    /// „mehrere“: more than one, which may be meant; not of units.
    Several,
    /// A size, vague before a noun that can be measured.
    Size,
    /// No exception in time or place.
    Always,
    /// No exception among things.
    All,
    /// A demand.
    Oblige,
    /// How binding something is, in other words than a demand's.
    Bind,
    /// „wird“, „werden“
    Become,
    /// be, is, are
    Be,
    /// „man“
    Nobody,
    /// Something is still to be done.
    Todo,
    /// „offen“
    Undecided,
    /// A number.
    Number,
}

/// German adjectives, without their endings.
const ADJECTIVES: &[(Class, &str)] = &[
    (
        Class::Vague,
        "adäquat angemessen ansprechend anwenderfreundlich attraktiv ausreichend bedienerfreundlich benutzerfreundlich \
         bequem bestmöglich effizient elegant eventuell flexibel flexibl hinreichend intuitiv komfortabel komfortabl \
         modern nahtlos nutzerfreundlich optimal performant praktikabel praktikabl professionell reibungslos robust \
         schnell schnellstmöglich selbsterklärend sinnvoll skalierbar unkompliziert wartbar weitestgehend weitgehend \
         zeitgemäß zeitnah zuverlässig zweckmäßig zügig übersichtlich",
    ),
    (Class::Loose, "geeignet gängig relevant ungefähr"),
    (
        Class::Better,
        "besser effizientere einfachere flexiblere geringere genauere größer günstigere höher komfortablere kleinere \
         kürzer leichtere länger modernere niedrigere schnellere sicherere stabilere stärker zuverlässigere \
         übersichtlichere",
    ),
    (Class::Some, "diverse einige etliche manche viele wenige zahlreiche"),
    (Class::Several, "mehrere"),
    (Class::Size, "erheblich gering groß hoh kurz lang niedrig umfangreich"),
];

/// Words and groups of words that stand as they are; `_` joins the words of a group.
const WORDS: &[(Class, &str)] = &[
    (
        Class::Vague,
        "evtl fast idealerweise manchmal meistens möglichst nahezu gelegentlich \
         nach_Möglichkeit soweit_möglich so_weit_möglich wenn_möglich falls_möglich \
         wie_möglich soweit_sinnvoll falls_nötig falls_erforderlich wenn_nötig soweit_erforderlich unter_Umständen \
         im_Allgemeinen im_Wesentlichen in_der_Regel i_d_R wie_vereinbart wie_besprochen wie_üblich wie_gehabt",
    ),
    (
        Class::Vague,
        "adequate adequately appropriate appropriately easily easy easy-to-use efficient efficiently elegant fast \
         flexible flexibly intuitive intuitively optimal optimally quick quickly reasonable reasonably reliable reliably \
         robust scalable seamless seamlessly sufficient sufficiently suitable timely user-friendly user_friendly \
         state-of-the-art as_far_as_possible as_possible where_possible if_possible when_possible as_appropriate \
         as_applicable as_necessary if_necessary as_needed to_the_extent as_agreed as_discussed as_usual",
    ),
    (
        Class::Loose,
        "ca circa normalerweise typischerweise üblicherweise bei_Bedarf bspw gegebenenfalls ggf approximately relevant significant \
         significantly when_required typically",
    ),
    (Class::Easy, "einfach einfache einfachen einfaches leicht leichte leichten leichtes simple"),
    (
        Class::Open,
        "usw etc u_s_w und_so_weiter und_ähnliches und_Ähnliches oder_ähnliches oder_Ähnliches und_dergleichen u_ä o_ä \
         u_a unter_anderem nicht_beschränkt_auf and_so_on and_so_forth or_similar not_limited_to among_others",
    ),
    (
        Class::Example,
        "z_B zB beispielsweise zum_Beispiel insbesondere e_g eg for_example for_instance such_as in_particular",
    ),
    (Class::Or, "oder or"),
    (Class::Respectively, "bzw beziehungsweise"),
    (Class::Better, "better faster higher larger lower quicker shorter simpler smaller easier greater"),
    (
        Class::PerhapsBetter,
        "einfacher schneller kleiner niedriger geringer leichter effizienter flexibler genauer günstiger komfortabler \
         übersichtlicher zuverlässiger häufiger",
    ),
    (Class::Some, "few many numerous some various"),
    (Class::Several, "several"),
    (Class::Size, "large huge high low small short long"),
    (
        Class::Always,
        "immer stets jederzeit nie niemals überall ausnahmslos always never everywhere at_all_times at_any_time",
    ),
    (Class::All, "alle allen aller sämtliche sämtlichen sämtlicher all every"),
    (Class::Oblige, "muss müssen muß müsste müssten soll sollen sollte sollten darf dürfen must shall should"),
    (
        Class::Bind,
        "kann können könnte könnten hat haben ist_zu sind_zu wünschenswert erforderlich notwendig nötig zwingend verlangt \
         gefordert fordert erwartet verpflichtet braucht brauchen benötigt benötigen Pflicht erlaubt zulässig \
         unzulässig untersagt verboten gewünscht may can could will need needs has have \
         require required requires mandatory optional optionally desirable cannot expected permitted \
         prohibited forbidden",
    ),
    (Class::Become, "wird werden wurde wurden"),
    (Class::Be, "be is are"),
    (Class::Nobody, "man"),
    (
        Class::Todo,
        "TODO ToDo TBD TBC TBR TBA FIXME noch_zu_klären noch_zu_definieren noch_zu_bestimmen noch_zu_prüfen \
         noch_zu_entscheiden noch_festzulegen noch_abzustimmen noch_festgelegt noch_bestimmt noch_definiert noch_geklärt \
         noch_abgestimmt noch_entschieden noch_ergänzt noch_nicht_entschieden noch_nicht_geklärt noch_unklar bleibt_offen \
         to_be_defined to_be_determined to_be_decided to_be_confirmed to_be_specified to_be_clarified to_be_discussed \
         still_open still_undecided not_yet_decided not_yet_defined",
    ),
    (Class::Undecided, "offen"),
];

/// Endings of German adjectives.
const ENDINGS: &[&str] = &["", "e", "em", "en", "er", "es", "n", "r", "s", "m"];

/// How letters are written where umlauts are not.
const UMLAUTS: &[(&str, &str)] = &[("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")];

/// A word of the lexicon, or the last one of a group.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub class: Class,
    /// The words before it, the nearest first.
    pub before: Vec<&'static str>,
}

/// A word with all that it may be.
struct Word {
    folded: Vec<u8>,
    entries: Vec<Entry>,
}

/// The lexicon. Most words of a text are in none, so a table of bits that stays in the processor's nearest cache comes first.
pub(super) struct Lexicon {
    /// For each key of a word's first letters a bit: whether a word starts so.
    starts: Box<[u64; KEYS / 64]>,
    /// For each key the list of its words in `words`.
    lists: Vec<u16>,
    words: Vec<Vec<Word>>,
}

/// How many keys there are.
const KEYS: usize = 1 << 15;

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

/// A byte of a letter, with capitals and small letters alike; this holds of umlauts too.
pub(super) const fn folded(byte: u8) -> u8 {
    byte | 0x20
}

impl Lexicon {
    fn new() -> Self {
        let mut lexicon = Self { starts: Box::new([0; KEYS / 64]), lists: vec![0; KEYS], words: vec![Vec::new()] };
        for (class, words) in WORDS {
            for group in words.split_whitespace() {
                let mut parts = group.rsplit('_');
                let last = parts.next().unwrap_or_default();
                lexicon.add(last, *class, &parts.collect::<Vec<_>>());
            }
        }
        for (class, stems) in ADJECTIVES {
            for stem in stems.split_whitespace() {
                let ends_in_e = stem.ends_with('e');
                // `einige` takes `n`, `großem` is `groß` with `em`.
                for ending in ENDINGS.iter().filter(|ending| ending.is_empty() || ending.starts_with('e') != ends_in_e)
                {
                    lexicon.add(&format!("{stem}{ending}"), *class, &[]);
                }
            }
        }
        lexicon
    }

    /// Adds a word, and its spelling without umlauts.
    fn add(&mut self, word: &str, class: Class, before: &[&'static str]) {
        self.add_spelling(word.as_bytes(), class, before.to_vec());
        if !word.is_ascii() {
            let spelt = UMLAUTS.iter().fold(word.to_owned(), |word, (umlaut, letters)| word.replace(umlaut, letters));
            self.add_spelling(spelt.as_bytes(), class, before.to_vec());
        }
    }

    fn add_spelling(&mut self, word: &[u8], class: Class, before: Vec<&'static str>) {
        let folded: Vec<u8> = word.iter().map(|byte| folded(*byte)).collect();
        let key = key(&folded);
        self.starts[key / 64] |= 1 << (key % 64);
        if self.lists[key] == 0 {
            self.lists[key] = self.words.len() as u16;
            self.words.push(Vec::new());
        }
        let list = &mut self.words[usize::from(self.lists[key])];
        let at = list.iter().position(|word| word.folded == folded).unwrap_or_else(|| {
            list.push(Word { folded, entries: Vec::new() });
            list.len() - 1
        });
        let entries = &mut list[at].entries;
        // What stands in the lexicon as it is comes before what an ending makes.
        if entries.iter().any(|entry| entry.before == before) {
            return;
        }
        entries.push(Entry { class, before });
        // The longest group is looked at first.
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.before.len()));
    }

    /// What a word may be.
    pub fn of(&self, word: &[u8]) -> &[Entry] {
        let key = key(word);
        if self.starts[key / 64] & (1 << (key % 64)) == 0 {
            return &[];
        }
        let is_same = |other: &&Word| {
            other.folded.len() == word.len()
                && other.folded.iter().zip(word).all(|(known, byte)| *known == folded(*byte))
        };
        self.words[usize::from(self.lists[key])].iter().find(is_same).map_or(&[], |word| &word.entries)
    }
}

/// A number for the first three letters of a word, below 2¹⁵.
fn key(word: &[u8]) -> usize {
    let letter = |at: usize| word.get(at).map_or(0, |byte| usize::from(byte & 0x1f));
    letter(0) | letter(1) << 5 | letter(2) << 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_endings_and_no_others() {
        let class = |word: &str| {
            let entries = LEXICON.of(word.as_bytes()).iter();
            entries.filter(|entry| entry.before.is_empty()).map(|entry| entry.class).next()
        };
        for word in [
            "schnell",
            "schnelle",
            "SCHNELLEM",
            "flexiblen",
            "Möglichst",
            "MÖGLICHST",
            "moeglichst",
            "user-friendly",
            "Übersichtliche",
        ] {
            assert_eq!(class(word), Some(Class::Vague), "{word}");
        }
        for word in
            ["Möglichkeit", "schnellstens", "Robustheit", "Fasttag", "unschnell", "modernisieren", "", "e", "étc"]
        {
            assert_eq!(class(word), None, "{word}");
        }
        assert_eq!(class("einigen"), Some(Class::Some));
        assert_eq!(class("einig"), None);
        assert_eq!(class("hohem"), Some(Class::Size));
        assert_eq!(class("größere"), Some(Class::Better));
    }

    #[test]
    fn groups_come_before_their_last_word() {
        let classes = |word: &str| LEXICON.of(word.as_bytes()).iter().map(|entry| entry.class).collect::<Vec<_>>();
        assert_eq!(classes("offen"), [Class::Todo, Class::Undecided]);
        assert_eq!(classes("schneller"), [Class::PerhapsBetter], "not an ending of `schnell`");
    }
}
