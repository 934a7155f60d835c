//! Amounts of money and other quantities: decimal, never binary, so that sums agree to the cent.

use crate::diag::Language;
use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

/// The code of a currency after ISO 4217: `EUR`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// An amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// How much, in units of the currency.
    pub amount: Decimal,
    /// Of which.
    pub currency: Currency,
}

/// A number with the unit that is written behind it: `4 PT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// How many.
    pub number: Decimal,
    /// Of what; empty where nothing is written.
    pub unit: String,
}

/// Amounts from here on are none: no project costs a thousand billions, and sums of millions of them stay exact.
const TOO_LARGE: i64 = 1_000_000_000_000_000;

/// Words before or behind an amount that multiply it.
const MULTIPLES: &[(&str, i64)] = &[
    ("t€", 1_000),
    ("k€", 1_000),
    ("teur", 1_000),
    ("keur", 1_000),
    ("tsd.", 1_000),
    ("tsd", 1_000),
    ("mio.", 1_000_000),
    ("mio", 1_000_000),
];

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// The currency of a code, a sign or a German or English name.
    pub fn from_word(word: &str) -> Option<Self> {
        let code = match word.to_lowercase().as_str() {
            "€" | "euro" | "euros" | "t€" | "k€" | "teur" | "keur" => "EUR",
            "$" | "us$" | "dollar" | "dollars" => "USD",
            "£" | "pfund" | "pound" | "pounds" => "GBP",
            "fr." | "sfr." | "sfr" | "franken" | "francs" => "CHF",
            _ => word,
        };
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// Its code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How it is written beside an amount.
    fn sign(&self) -> &str {
        match self.code() {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            code => code,
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Money {
    /// Reads an amount in German or English spelling: `1.380 €`, `1.380,50 EUR`, `EUR 1,380.50`, `1 380,-- Euro`, `12,5 T€`.
    /// Where no currency is written, it is `usual`. Three digits behind a single dot or comma are thousands. None for
    /// anything else than one amount.
    pub fn read(text: &str, usual: Currency) -> Option<Self> {
        let text = text.trim();
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
        let sign = text[..start].trim_end().chars().last().filter(|c| matches!(c, '-' | '−' | '–'));
        let before = text[..start].trim().trim_end_matches(['-', '−', '–', '+']).trim();
        // `1.380,-` and `1.380,00--`
        let behind = text[end..].trim_start_matches([',', '.', '-', '–', '—']).trim();
        let (mut factor, mut currency) = (1, None);
        for word in before.split_whitespace().chain(behind.split_whitespace()) {
            let multiple = MULTIPLES.iter().find(|(name, _)| *name == word.to_lowercase());
            let named = Currency::from_word(word);
            if multiple.is_none() && named.is_none() || named.is_some() && currency.is_some() {
                return None;
            }
            factor *= multiple.map_or(1, |(_, factor)| *factor);
            currency = currency.or(named);
        }
        let mut amount = number(&text[start..end], Thousands::Three)?.checked_mul(Decimal::from(factor))?;
        if sign.is_some() {
            amount.set_sign_negative(true);
        }
        let is_amount = amount.abs() < Decimal::from(TOO_LARGE) && amount.scale() <= 6;
        is_amount.then(|| Self { amount, currency: currency.unwrap_or(usual) })
    }

    /// The amount as a language writes it, to the cent; without cents where there are none: `1.380 €`, `€1,380.50`.
    pub fn shown(&self, language: Language) -> String {
        let places = if half_up(self.amount, 2).fract().is_zero() { 0 } else { 2 };
        self.written(places, language)
    }

    /// The amount as a language writes it, with cents even where there are none, as sums stand below each other: `1.380,00 €`.
    pub fn to_the_cent(&self, language: Language) -> String {
        self.written(2, language)
    }

    fn written(&self, places: u32, language: Language) -> String {
        let (number, sign) = (written(half_up(self.amount, 2), places, language), self.currency.sign());
        match language {
            Language::De => format!("{number}\u{a0}{sign}"),
            Language::En if sign.len() == 3 && sign.is_ascii() => format!("{sign}\u{a0}{number}"),
            Language::En => match number.strip_prefix('−') {
                Some(number) => format!("−{sign}{number}"),
                None => format!("{sign}{number}"),
            },
        }
    }
}

impl Quantity {
    /// Reads a number with its unit: `4 PT`, `12,5 Tage`, `3`. None where no number stands first.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let start = usize::from(text.starts_with('-'));
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’');
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        let digits = text[start..start + length].trim_end_matches(['.', ',', '\'', '’']);
        let mut number = number(digits, Thousands::Dots)?;
        if start > 0 {
            number.set_sign_negative(true);
        }
        let unit = text[start + digits.len()..].trim().to_owned();
        (number.abs() < Decimal::from(TOO_LARGE)).then_some(Self { number, unit })
    }

    /// The number with its unit as a language writes it.
    pub fn shown(&self, language: Language) -> String {
        let number = written(self.number.normalize(), self.number.normalize().scale(), language);
        if self.unit.is_empty() { number } else { format!("{number}\u{a0}{}", self.unit) }
    }
}

/// Rounds a half up, away from zero.
pub fn half_up(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// A number as a language writes it, with thousands apart and so many places behind the comma.
pub fn written(number: Decimal, places: u32, language: Language) -> String {
    let (thousands, comma) = match language {
        Language::De => ('.', ','),
        Language::En => (',', '.'),
    };
    let text = format!("{:.*}", places as usize, half_up(number.abs(), places));
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    if number.is_sign_negative() && text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        out.push('−');
    }
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(thousands);
        }
        out.push(digit);
    }
    if !rest.is_empty() {
        out.push(comma);
        out.push_str(rest);
    }
    out
}

/// What a single separator before three digits means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Thousands {
    /// Thousands, whichever it is: money has no third place.
    Three,
    /// Thousands if it is a dot, as in German; a comma is a decimal one.
    Dots,
}

/// Reads digits with separators.
fn number(text: &str, thousands: Thousands) -> Option<Decimal> {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '\'' | '’');
    let last = text.rfind(['.', ',']);
    let (whole, fraction) = match last {
        None => (text, ""),
        Some(at) => {
            let (whole, fraction) = (&text[..at], &text[at + 1..]);
            let mark = &text[at..=at];
            let is_repeated = whole.contains(mark);
            let is_alone = !whole.contains(['.', ',']);
            let is_thousands = fraction.len() == 3
                && whole.trim_start_matches('0').len() == whole.len()
                && (is_repeated || is_alone && (thousands == Thousands::Three || mark == "."));
            if is_repeated && !is_thousands {
                return None;
            }
            if is_thousands { (text, "") } else { (whole, fraction) }
        }
    };
    let mut groups = whole.split(|c: char| matches!(c, '.' | ',') || is_blank(c));
    let first = groups.next()?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    if digits.is_empty() || digits.len() > 18 || fraction.len() > 6 || !is_digits(&digits) || !is_digits(fraction) {
        return None;
    }
    let text = if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") };
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Option<String> {
        Money::read(text, Currency::EUR).map(|money| format!("{} {:?}", money.amount, money.currency))
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, amount) in [
            ("1.380 €", "1380 EUR"),
            ("1.380,50 EUR", "1380.50 EUR"),
            ("EUR 1,380.50", "1380.50 EUR"),
            ("1 380,5 Euro", "1380.5 EUR"),
            ("1'380.00 CHF", "1380.00 CHF"),
            ("1.380,- €", "1380 EUR"),
            ("1.234.567,89 €", "1234567.89 EUR"),
            ("$12", "12 USD"),
            ("12,5 T€", "12500.0 EUR"),
            ("1,5 Mio. €", "1500000.0 EUR"),
            ("0,20 €", "0.20 EUR"),
            ("0.125 €", "0.125 EUR"),
            ("-50 €", "-50 EUR"),
            ("− 50 €", "-50 EUR"),
            ("380", "380 EUR"),
        ] {
            assert_eq!(money(text).as_deref(), Some(amount), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for text in [
            "",
            "€",
            "auf Anfrage",
            "12 €/Monat",
            "1.38.0 €",
            "ca. 500 €",
            "500-600 €",
            "1,2,3",
            "1 € 2 €",
            "12 13 €",
            "9".repeat(40).as_str(),
        ] {
            assert_eq!(money(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_written_in_both_languages() {
        let shown = |text: &str, language| Money::read(text, Currency::EUR).map(|money| money.shown(language));
        assert_eq!(shown("148000 €", Language::De).as_deref(), Some("148.000\u{a0}€"));
        assert_eq!(shown("1.380,5 €", Language::De).as_deref(), Some("1.380,50\u{a0}€"));
        assert_eq!(shown("1.380,5 €", Language::En).as_deref(), Some("€1,380.50"));
        assert_eq!(shown("-1.380 CHF", Language::En).as_deref(), Some("CHF\u{a0}−1,380"));
        assert_eq!(shown("0,005 €", Language::De).as_deref(), Some("0,01\u{a0}€"));
    }

    #[test]
    fn quantities_have_a_unit() {
        let read = |text: &str| Quantity::read(text).map(|found| (found.number.to_string(), found.unit));
        assert_eq!(read("4 PT"), Some(("4".to_owned(), "PT".to_owned())));
        assert_eq!(read("12,5PT"), Some(("12.5".to_owned(), "PT".to_owned())));
        assert_eq!(read("1.200"), Some(("1200".to_owned(), String::new())));
        assert_eq!(read("1,125 h"), Some(("1.125".to_owned(), "h".to_owned())));
        assert_eq!(read("viel"), None);
        assert_eq!(Quantity::read("12,50 PT").map(|found| found.shown(Language::De)).as_deref(), Some("12,5\u{a0}PT"));
    }
}
