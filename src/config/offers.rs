//! How offers are compared: `[offers]`, `[answers]`, `[criteria]`.

use super::read::{Entry, Reader, entries};
use super::{Config, Measure, Reply};
use crate::diag::Place;
use rust_decimal::Decimal;
use std::sync::Arc;
use toml::de::DeValue;

/// What the settings say about the comparison of offers.
#[derive(Clone, Debug)]
pub struct Offers {
    /// The offer that was chosen, by its folder's name, and where that is written.
    pub chosen: Option<(Arc<str>, Place)>,
    /// When use begins, as written: a milestone's key, or a day.
    pub start: Option<(String, Place)>,
    /// How far an offer may stay behind the best, in percent, and still be considered (erweiterte Richtwertmethode).
    pub band: Decimal,
    /// What decides between those.
    pub decision: Decision,
    /// The degree of fulfilment of each [`Reply`] in percent, in their order.
    pub degrees: [Decimal; Reply::ALL.len()],
    /// What offers are judged by, in the order of the settings. Empty: by how far they meet all items.
    pub criteria: Vec<Criterion>,
    /// Where `[criteria]` stands.
    pub criteria_place: Option<Place>,
}

/// What decides between offers whose price–performance is nearly the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The higher performance.
    Performance,
    /// The lower price.
    Price,
}

/// Something that offers are judged by.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its name in the settings.
    pub key: Arc<str>,
    /// Its title, if the settings give one.
    pub title: Option<String>,
    /// What the program reads it from; none for the project's own.
    pub measure: Option<Measure>,
    /// How much it counts; all together are 100.
    pub weight: Decimal,
    /// The figures that get ten points, and none.
    pub scale: Option<Scale>,
    /// Where it is written.
    pub place: Place,
}

/// From figures to points, in a straight line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The figure that gets ten points, as all beyond it do.
    pub best: Decimal,
    /// The figure that gets none, as all beyond it do.
    pub worst: Decimal,
}

impl Default for Offers {
    fn default() -> Self {
        Self {
            chosen: None,
            start: None,
            band: Decimal::from(10),
            decision: Decision::Performance,
            degrees: [100, 90, 70, 60, 30, 0].map(Decimal::from),
            criteria: Vec::new(),
            criteria_place: None,
        }
    }
}

impl Reader<'_> {
    /// Reads `[offers]`.
    pub(super) fn offers(&mut self, entry: &Entry<'_>, config: &mut Config) {
        let offers = &mut config.offers;
        self.each(entry, |reader, entry| {
            let place = reader.place(entry.range.clone());
            match entry.key {
                "chosen" => offers.chosen = reader.string(entry).map(|key| (Arc::from(key), place)),
                "start" => offers.start = reader.string(entry).map(|start| (start, place)),
                "band" => {
                    let band = reader.percentage(entry);
                    offers.band = band.unwrap_or(offers.band);
                }
                "decision" => {
                    let named = |word: &str| match word {
                        "performance" => Some(Decision::Performance),
                        "price" => Some(Decision::Price),
                        _ => None,
                    };
                    let decision = reader.choice(entry, named, &["performance", "price"]);
                    offers.decision = decision.unwrap_or(offers.decision);
                }
                _ => reader.unknown(entry, &["chosen", "start", "band", "decision"]),
            }
        });
    }

    /// Reads `[answers]`: how far each kind of answer meets an item.
    pub(super) fn answers(&mut self, entry: &Entry<'_>, config: &mut Config) {
        self.each(entry, |reader, entry| match Reply::from_word(entry.key) {
            Some(reply) => {
                if let Some(degree) = reader.percentage(entry) {
                    config.offers.degrees[reply as usize] = degree;
                }
            }
            None => reader.unknown(entry, &Reply::ALL.iter().map(|reply| reply.key()).collect::<Vec<_>>()),
        });
    }

    /// Reads `[criteria]`: a weight each, or a table with weight, title and scale.
    pub(super) fn criteria(&mut self, entry: &Entry<'_>, config: &mut Config) {
        config.offers.criteria_place = Some(self.place(entry.key_range.clone()));
        self.each(entry, |reader, entry| {
            let criterion = reader.criterion(entry);
            config.offers.criteria.extend(criterion);
        });
    }

    fn criterion(&mut self, entry: &Entry<'_>) -> Option<Criterion> {
        let measure = Measure::from_word(entry.key);
        let place = self.place(entry.key_range.start..entry.range.end);
        let key = Arc::from(entry.key);
        if entry.value.as_table().is_none() {
            let weight = self.percentage(entry)?;
            return Some(Criterion { key, title: None, measure, weight, scale: None, place });
        }
        let (mut weight, mut title, mut best, mut worst) = (None, None, None, None);
        self.each(entry, |reader, entry| match entry.key {
            "weight" => weight = reader.percentage(entry),
            "title" => title = reader.string(entry),
            "best" => best = reader.decimal(entry),
            "worst" => worst = reader.decimal(entry),
            _ => reader.unknown(entry, &["weight", "title", "best", "worst"]),
        });
        let has_weight = entry.value.as_table().is_some_and(|table| entries(table).iter().any(|e| e.key == "weight"));
        if !has_weight {
            self.wrong(entry, "ein Gewicht haben (weight)", "given a weight");
        }
        let scale = best.zip(worst).map(|(best, worst)| Scale { best, worst });
        if best.is_some() != worst.is_some() || scale.is_some_and(|scale| scale.best == scale.worst) {
            self.wrong(
                entry,
                "zwei verschiedene Zahlen für best und worst haben",
                "given two different numbers for best and worst",
            );
        }
        let scale = scale.filter(|scale| scale.best != scale.worst);
        Some(Criterion { key, title, measure, weight: weight?, scale, place })
    }

    /// A number from 0 to 100.
    fn percentage(&mut self, entry: &Entry<'_>) -> Option<Decimal> {
        let number = written(entry.value).filter(|number| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(number));
        if number.is_none() {
            self.wrong(entry, "eine Zahl von 0 bis 100", "a number from 0 to 100");
        }
        number
    }

    fn decimal(&mut self, entry: &Entry<'_>) -> Option<Decimal> {
        let number = written(entry.value);
        if number.is_none() {
            self.wrong(entry, "eine Zahl", "a number");
        }
        number
    }
}

/// A number as it is written, without binary fractions in between; of no more digits than a person writes.
fn written(value: &DeValue<'_>) -> Option<Decimal> {
    let text = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        _ => return None,
    };
    let number: Decimal = text.replace('_', "").parse().ok()?;
    (number.scale() <= 6 && number.abs() < Decimal::from(1_000_000_000)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn criteria_are_read() {
        let text = "[criteria]\nmuss = 40\nnaehe = { weight = 12.5, best = 0, worst = 400 }\nstil = { weight = 5, title = \"Stil\" }\n[answers]\nparametrierung = 80\n[offers]\nband = 7.5\nchosen = \"a\"\n";
        let (config, diagnostics) = parse(text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let offers = &config.offers;
        let read: Vec<_> = offers.criteria.iter().map(|c| (&*c.key, c.measure, c.weight.to_string())).collect();
        let expected = [
            ("muss", Some(Measure::Muss), "40".to_owned()),
            ("naehe", Some(Measure::Distance), "12.5".to_owned()),
            ("stil", None, "5".to_owned()),
        ];
        assert_eq!(read, expected);
        assert_eq!(offers.criteria[1].scale, Some(Scale { best: Decimal::ZERO, worst: Decimal::from(400) }));
        assert_eq!(offers.degrees[1], Decimal::from(80));
        assert_eq!(offers.band.to_string(), "7.5");
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let text = "[criteria]\na = 120\nb = { title = \"B\" }\nc = { weight = 5, best = 3 }\nd = \"viel\"\n[answers]\nvielleicht = 3\n";
        let (config, diagnostics) = parse(text);
        let lines: Vec<u32> = diagnostics.iter().map(|diagnostic| diagnostic.place.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 7]);
        assert_eq!(config.offers.criteria.len(), 1);
    }
}
