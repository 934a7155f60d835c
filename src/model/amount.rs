//! What a cost field and an effort field say: an amount that counts, one that stands beside the sums, or none.

use crate::config::offer_words::is_free;
use crate::config::{Currency, Money, Quantity, fold};

/// What a field for an amount says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount<T> {
    /// A word that nothing is to be paid or done, or that it is not known yet.
    None,
    /// An amount that counts in every sum, and what of its item it is for.
    Counted(T, Reach),
    /// An amount that stands beside the sums: a price for each or for a time, or what is said to be optional, to follow
    /// later or for information only.
    Beside(T),
    /// Something else.
    Flawed(Flaw),
}

/// What of an item an amount is for, where the item has parts with amounts of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It does not say: a cost is the total of its parts, an effort comes on top of theirs.
    Unsaid,
    /// For all of it, parts and all: `(gesamt)`.
    Whole,
    /// For the item alone, on top of its parts: `(zusätzlich)`.
    Own,
}

/// Why an amount does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It cannot be read.
    Unreadable,
    /// It is below zero.
    Negative,
    /// It is in another currency than the project's.
    Foreign(Currency),
}

/// Words behind an amount that make it one for each, or for a time. Folded.
const RATES: &[&str] = &[
    "je",
    "pro",
    "per",
    "a",
    "an",
    "each",
    "im",
    "pa",
    "jaehrlich",
    "jaehrl",
    "monatlich",
    "monatl",
    "mtl",
    "vierteljaehrlich",
    "quartalsweise",
    "woechentlich",
    "taeglich",
    "yearly",
    "annually",
    "monthly",
    "quarterly",
    "weekly",
    "daily",
];

/// What is said of an amount that is not known yet; whether that may be is a question of its own. Folded.
const OPEN: &[&str] = &["offen", "open", "tbd", "todo", "folgt", "klaer", "tobe", "unbekannt", "unknown"];

/// What a remark in brackets says of an amount that does not count. Folded.
const ASIDES: &[&str] =
    &["optional", "folgekosten", "nachrichtlich", "ausserhalb", "followup", "forinformation", "outside"];

/// What a remark in brackets says of an amount that is for all parts of its item, and of one that comes on top of them. Folded.
const WHOLE: &[&str] = &["gesamt", "summe", "total", "overall"];
const OWN: &[&str] = &["zusaetzlich", "ohneteile", "additional", "withoutparts"];

/// The longest unit, in characters.
const LONGEST_UNIT: usize = 24;

/// Reads a cost: `1.380 €`, `enthalten`, `1.380 € je Nutzer`, `37.800 € (Folgekosten)`.
pub fn cost(text: &str, currency: Currency) -> Amount<Money> {
    let Some(said) = Said::of(text) else { return Amount::None };
    let net = |text: &str| text.split_whitespace().filter(|word| !is_net(word)).collect::<Vec<_>>().join(" ");
    match Money::read(&net(said.amount), currency) {
        None => Amount::Flawed(Flaw::Unreadable),
        Some(money) if money.currency != currency => Amount::Flawed(Flaw::Foreign(money.currency)),
        Some(money) if money.amount.is_sign_negative() && !money.amount.is_zero() => Amount::Flawed(Flaw::Negative),
        Some(money) => said.weigh(money),
    }
}

/// Reads an effort: `4 PT`, `12,5 Tage`, `3 PT (optional)`, `keiner`.
pub fn effort(text: &str) -> Amount<Quantity> {
    let Some(said) = Said::of(text) else { return Amount::None };
    match Quantity::read(said.amount) {
        Some(quantity) if quantity.number.is_sign_negative() && !quantity.number.is_zero() => {
            Amount::Flawed(Flaw::Negative)
        }
        Some(quantity) if is_unit(&quantity.unit) => said.weigh(quantity),
        _ => Amount::Flawed(Flaw::Unreadable),
    }
}

/// A field's text, taken apart.
struct Said<'t> {
    amount: &'t str,
    is_beside: bool,
    reach: Reach,
}

impl<'t> Said<'t> {
    /// None where a word says that there is no amount.
    fn of(text: &'t str) -> Option<Self> {
        let text = text.trim();
        let (amount, remark) = match text.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
            Some((amount, remark)) if !amount.trim().is_empty() => (amount.trim_end(), fold(remark)),
            _ => (text, String::new()),
        };
        let word = fold(amount);
        let has_figure = amount.contains(|c: char| c.is_ascii_digit());
        let is_none = matches!(word.as_str(), "" | "kein" | "na")
            || !has_figure && (is_free(amount) || OPEN.iter().any(|open| word.contains(open)))
            || is_inside(&word) && !amount.starts_with(|c: char| c.is_ascii_digit());
        if is_none {
            return None;
        }
        let says = |words: &[&str]| words.iter().any(|word| remark.contains(word));
        let reach = match (says(WHOLE), says(OWN)) {
            (true, false) => Reach::Whole,
            (false, true) => Reach::Own,
            _ => Reach::Unsaid,
        };
        let rate = rate(amount);
        let is_beside = rate.is_some() || says(ASIDES);
        Some(Self { amount: &amount[..rate.unwrap_or(amount.len())], is_beside, reach })
    }

    fn weigh<T>(&self, amount: T) -> Amount<T> {
        if self.is_beside { Amount::Beside(amount) } else { Amount::Counted(amount, self.reach) }
    }
}

/// Where the words begin that make an amount one for each: `/Monat`, `je Nutzer`.
fn rate(amount: &str) -> Option<usize> {
    let first = amount.find(|c: char| c.is_ascii_digit())?;
    let slash = amount[first..].find('/').map(|at| first + at);
    let words = amount[first..].split_whitespace();
    // Each word is a slice of the text, so the distance of their starts is its offset.
    let mut starts = words.map(|word| (word.as_ptr() as usize - amount.as_ptr() as usize, word));
    let word = starts.find(|(_, word)| *word == "p." || RATES.contains(&fold(word).as_str())).map(|(at, _)| at);
    [slash, word].into_iter().flatten().min()
}

/// Whether a text says that an amount is part of another: `im Festpreis enthalten`. Folded.
fn is_inside(folded: &str) -> bool {
    ["enthalten", "inbegriffen", "included"].iter().any(|word| folded.ends_with(word))
}

/// Whether a word says that tax is not in the amount, as it is in none here.
fn is_net(word: &str) -> bool {
    matches!(fold(word).as_str(), "netto" | "net")
}

/// Whether a text can be a unit: short, and no further figure.
fn is_unit(unit: &str) -> bool {
    let starts = unit.chars().next().is_none_or(|c| c.is_alphabetic() || c == '%');
    starts && unit.chars().count() <= LONGEST_UNIT && !unit.contains(|c: char| c.is_numeric() || c == ',')
}

/// The name of a unit under whichever of its spellings: `person-days` for `PT`. Others are themselves, folded.
pub fn unit_key(unit: &str) -> String {
    let folded = fold(unit);
    let known = match folded.as_str() {
        "pt" | "personentag" | "personentage" | "personentagen" | "manntag" | "manntage" | "mt" | "pd"
        | "personday" | "persondays" | "manday" | "mandays" => "person-days",
        "tag" | "tage" | "tagen" | "d" | "day" | "days" => "days",
        "h" | "std" | "stunde" | "stunden" | "hour" | "hours" | "hrs" => "hours",
        "woche" | "wochen" | "week" | "weeks" => "weeks",
        "pm" | "personenmonat" | "personenmonate" | "personmonth" | "personmonths" => "person-months",
        _ => return if folded.is_empty() { unit.to_owned() } else { folded },
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<T>(amount: Amount<T>, shown: impl Fn(T) -> String) -> String {
        match amount {
            Amount::None => "none".to_owned(),
            Amount::Counted(value, Reach::Unsaid) => shown(value),
            Amount::Counted(value, reach) => format!("{reach:?} {}", shown(value)),
            Amount::Beside(value) => format!("beside {}", shown(value)),
            Amount::Flawed(flaw) => format!("{flaw:?}"),
        }
    }

    #[test]
    fn a_cost_is_an_amount_alone_or_says_why_not() {
        for (text, meant) in [
            ("1.380 €", "1380"),
            ("34.500,50 € netto", "34500.50"),
            ("18.000 € (einmalig)", "18000"),
            ("18.000 € (zusätzlich)", "Own 18000"),
            ("0 €", "0"),
            ("enthalten", "none"),
            ("im Festpreis enthalten", "none"),
            ("in PH-1340 enthalten", "none"),
            ("keine Kosten", "none"),
            ("included (see 3)", "none"),
            ("offen", "none"),
            ("noch zu klären", "none"),
            ("to be defined", "none"),
            ("1.380 € je Nutzer", "beside 1380"),
            ("500 € p. a.", "beside 500"),
            ("500 € mtl.", "beside 500"),
            ("9.600 € im Jahr", "beside 9600"),
            ("9.600 € p.a.", "beside 9600"),
            ("100 €/Monat", "beside 100"),
            ("€100 a month", "beside 100"),
            ("37.800 € (Folgekosten)", "beside 37800"),
            ("500 € (optional, ab 2028)", "beside 500"),
            ("ca. 500 €", "Unreadable"),
            ("500–600 €", "Unreadable"),
            ("auf Anfrage", "Unreadable"),
            ("-500 €", "Negative"),
            ("500 CHF", "Foreign(CHF)"),
            (")", "none"),
            ("(", "none"),
            (") (", "none"),
            ("(500 €)", "Unreadable"),
        ] {
            let found = said(cost(text, Currency::EUR), |money: Money| money.amount.to_string());
            assert_eq!(found, meant, "{text}");
        }
    }

    #[test]
    fn an_effort_is_a_number_with_a_unit_or_says_why_not() {
        for (text, meant) in [
            ("4 PT", "4 PT"),
            ("0,5 PT", "0.5 PT"),
            ("12", "12 "),
            ("4 PT (à 8 h)", "4 PT"),
            ("3 PT (optional)", "beside 3 PT"),
            ("3 PT (gesamt)", "Whole 3 PT"),
            ("2 h je Woche", "beside 2 h"),
            ("2 person days", "2 person days"),
            ("keiner", "none"),
            ("enthalten", "none"),
            ("ca. 4 PT", "Unreadable"),
            ("4–6 PT", "Unreadable"),
            ("2 Tage Bau, 1 Tag Test", "Unreadable"),
            ("-1 PT", "Negative"),
            ("viel", "Unreadable"),
        ] {
            let found = said(effort(text), |quantity: Quantity| format!("{} {}", quantity.number, quantity.unit));
            assert_eq!(found, meant, "{text}");
        }
    }

    #[test]
    fn spellings_of_a_unit_are_one() {
        assert_eq!(unit_key("PT"), unit_key("Personentage"));
        assert_ne!(unit_key("PT"), unit_key("Tage"));
        assert_eq!(unit_key("Story Points"), unit_key("story-points"));
        assert_eq!(unit_key("%"), "%");
    }
}
