//! Findings in fields for effort and cost.

use super::scribe::Scribe;
use crate::config::FieldName;
use crate::diag::{Severity, Text};
use crate::model::FieldKey;
use crate::model::amount::{Amount, Flaw, cost, effort};
use crate::model::sums::is_added_up;
use std::ops::Range;

impl Scribe<'_> {
    /// Says why a field's effort or cost does not count, in a document whose amounts are added up.
    pub fn check_amount(&mut self, key: &FieldKey, value: &str, source: &Range<usize>) {
        if !self.context.document.is_some_and(|document| is_added_up(document.role)) {
            return;
        }
        match key {
            FieldKey::Known(FieldName::Effort) => {
                if let Amount::Flawed(flaw) = effort(value) {
                    self.flawed_effort(value, flaw, source.clone());
                }
            }
            FieldKey::Known(FieldName::Cost) => {
                if let Amount::Flawed(flaw) = cost(value, self.context.config.currency) {
                    self.flawed_cost(value, flaw, source.clone());
                }
            }
            _ => {}
        }
    }

    fn flawed_effort(&mut self, value: &str, flaw: Flaw, source: Range<usize>) {
        let message = match flaw {
            Flaw::Negative => Text::new(
                format!("Der Aufwand „{value}“ ist kleiner als null; er zählt nicht mit."),
                format!("the effort \"{value}\" is below zero; it is not counted"),
            ),
            Flaw::Unreadable | Flaw::Foreign(_) => Text::new(
                format!("Der Aufwand „{value}“ ist keine Zahl mit Einheit; er zählt nicht mit."),
                format!("the effort \"{value}\" is no number with a unit; it is not counted"),
            ),
        };
        let hint = Text::new(
            "Die Zahl zuerst, dann die Einheit: „4 PT“. Was daneben zu sagen ist, gehört in Klammern dahinter; wo nichts zu tun ist, „keiner“.",
            "The number first, then the unit: \"4 days\". What else there is to say goes in brackets behind it; where nothing is to be done, \"none\".",
        );
        self.report("invalid-effort", Severity::Error, source, message, hint);
    }

    fn flawed_cost(&mut self, value: &str, flaw: Flaw, source: Range<usize>) {
        let own = self.context.config.currency;
        let (code, message) = match flaw {
            Flaw::Foreign(found) => {
                let (found, own) = (found.code(), own.code());
                let message = Text::new(
                    format!("Der Betrag „{value}“ ist in {found}, das Projekt rechnet in {own}; er zählt nicht mit."),
                    format!("the amount \"{value}\" is in {found}, the project adds up {own}; it is not counted"),
                );
                ("mixed-currency", message)
            }
            Flaw::Negative => {
                let message = Text::new(
                    format!("Die Kosten „{value}“ sind kleiner als null; sie zählen nicht mit."),
                    format!("the cost \"{value}\" is below zero; it is not counted"),
                );
                ("invalid-price", message)
            }
            Flaw::Unreadable => {
                let message = Text::new(
                    format!("Die Kosten „{value}“ sind kein Betrag; sie zählen nicht mit."),
                    format!("the cost \"{value}\" is no amount; it is not counted"),
                );
                ("invalid-price", message)
            }
        };
        let usual = format!("1.250 {}", own.code());
        let hint = Text::new(
            format!(
                "Einen Betrag wie „{usual}“ schreiben, und was daneben zu sagen ist, in Klammern dahinter; oder „enthalten“."
            ),
            format!(
                "Write an amount such as \"{usual}\", and what else there is to say in brackets behind it; or \"included\"."
            ),
        );
        self.report(code, Severity::Error, source, message, hint);
    }
}
