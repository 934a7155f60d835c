//! What stands in offers: facts in front matter, answers, cost tables, and the customer's points (guide, 3 and 3.1).

use super::meta::written;
use super::scribe::Scribe;
use super::table::{Cells, Named};
use crate::config::offer_words::{
    is_basis_head, is_criterion_head, is_due_head, is_factor_head, is_free, is_position_head, is_price_head,
    is_rhythm_head,
};
use crate::config::vocabulary::{is_answer_head, is_question_head, is_reason_head};
use crate::config::{Basis, CostFactor, Fact, Money, Reply, Rhythm, Role, date, fold, money};
use crate::diag::{Severity, Text};
use crate::model::{CostAmount, CostLine, Due, FactValue, Points, QUESTIONS, StatedFact, Statement};
use crate::source::{FrontEntry, FrontValue};
use rust_decimal::Decimal;
use std::ops::Range;
use std::sync::Arc;

/// Which of the seven questions of the guide's chapter 3.1 is asked, by a word that no other has.
fn asked(question: &str) -> Option<u8> {
    let folded = fold(question);
    let known: [(u8, &[&str]); QUESTIONS as usize] = [
        (4, &["versteckt", "hidden"]),
        (3, &["folgekosten", "followup", "consequential"]),
        (6, &["aenderung", "erweiterung", "change", "extension"]),
        (7, &["vergleichbar", "comparable"]),
        (2, &["faellig", "due"]),
        (5, &["erklaert", "erlaeutert", "explained"]),
        (1, &["laufend", "recurring", "running"]),
    ];
    known.iter().find(|(_, words)| words.iter().any(|word| folded.contains(word))).map(|(number, _)| *number)
}

/// A word in a cell that says that nothing is said.
fn is_open(word: &str) -> bool {
    matches!(fold(word).as_str(), "" | "offen" | "open" | "tbd" | "folgt")
}

/// The same, or a dash.
fn is_unsaid(word: &str) -> bool {
    is_open(word) || matches!(word, "-" | "–" | "—")
}

impl Scribe<'_> {
    /// Whether the chapter belongs to a document of offers.
    pub fn holds_offers(&self) -> bool {
        self.context.document.is_some_and(|document| document.role == Role::Offers)
    }

    /// Reads an entry of the front matter as a fact of the supplier's. Whether it is one.
    pub fn offer_fact(&mut self, entry: &FrontEntry) -> bool {
        let Some(fact) = Fact::from_word(&entry.key).filter(|_| self.holds_offers()) else { return false };
        let text = written(&entry.value).unwrap_or_default();
        if is_open(&text) {
            return true;
        }
        let number = match &entry.value {
            FrontValue::List(list) => Some(Decimal::from(list.len())),
            _ => figure(&text),
        };
        let truth = match fold(&text).as_str() {
            "ja" | "yes" | "true" => Some(true),
            "nein" | "no" | "false" | "keine" => Some(false),
            _ => number.map(|number| !number.is_zero()),
        };
        let value = match fact {
            Fact::Supplier | Fact::Specialisation | Fact::ValidUntil => Some(FactValue::Words),
            Fact::FixedPrice | Fact::OwnTrainers => truth.map(FactValue::Truth),
            _ => number.map(FactValue::Number),
        };
        let place = self.source.place(entry.value_range.clone());
        match value {
            Some(value) => self.chapter.offer.facts.push(StatedFact { fact, text, value, place }),
            None => self.unclear_fact(entry, fact, &text),
        }
        true
    }

    fn unclear_fact(&mut self, entry: &FrontEntry, fact: Fact, text: &str) {
        let (de, en) = match fact {
            Fact::FixedPrice | Fact::OwnTrainers => ("„ja“ oder „nein“", "\"yes\" or \"no\""),
            _ => ("eine Zahl ab 0, ohne Wörter daneben", "a number, 0 or more, without words beside it"),
        };
        let key = &entry.key;
        self.report(
            "unclear-fact",
            Severity::Warning,
            entry.value_range.clone(),
            Text::new(
                format!("Die Angabe „{key}“ ist nicht zu verstehen: „{text}“."),
                format!("\"{key}\" cannot be understood: \"{text}\""),
            ),
            Text::new(format!("Hierher gehört {de}."), format!("Write {en}.")),
        );
    }

    /// Reads a table of an offer that holds costs, or the customer's points.
    pub fn offer_table(&mut self, cells: &Cells) {
        let column = |is: fn(&str) -> bool| cells.heads.iter().position(|head| is(head));
        if let Some(factor) = column(is_factor_head) {
            let columns = Columns {
                factor,
                position: column(is_position_head),
                amount: cells.heads.iter().rposition(|head| is_price_head(head)),
                rhythm: column(is_rhythm_head),
                basis: column(is_basis_head),
                due: column(is_due_head),
            };
            for (row, cells) in &cells.rows {
                self.cost_row(&columns, *row, cells);
            }
        } else if let Some(criterion) = column(is_criterion_head) {
            for (row, columns) in &cells.rows {
                self.point_row(criterion, &cells.heads, *row, columns);
            }
        } else if let (Some(question), Some(answer)) = (column(is_question_head), column(is_answer_head)) {
            for (row, columns) in &cells.rows {
                self.statement_row(question, answer, *row, columns);
            }
        }
    }

    /// Reads an answer to one of the seven questions: told by the number in a column before it, else by its words.
    fn statement_row(&mut self, question: usize, answer: usize, row: usize, columns: &[Range<usize>]) {
        let answer = self.cell(row, columns, Some(answer)).0;
        let numbered =
            |column: usize| self.cell(row, columns, Some(column)).0.trim_end_matches(['.', ')']).parse().ok();
        let number = (0..question).find_map(numbered).filter(|number| (1..=QUESTIONS).contains(number));
        let number = number.or_else(|| asked(&self.cell(row, columns, Some(question)).0));
        if let Some(question) = number.filter(|_| !is_open(&answer)) {
            let place = self.source.place(self.events.range(row));
            self.chapter.offer.statements.push(Statement { question, answer, place });
        }
    }

    /// The text of a cell, and the bytes that it stands in; those of the row where it is empty.
    fn cell(&self, row: usize, columns: &[Range<usize>], column: Option<usize>) -> (String, Range<usize>) {
        let cell = column.and_then(|column| columns.get(column)).filter(|cell| !cell.is_empty());
        match cell {
            Some(cell) => {
                let range = self.events.range(cell.start).start..self.events.range(cell.end - 1).end;
                (self.events.plain(cell.clone(), 0).text.trim().to_owned(), range)
            }
            None => (String::new(), self.events.range(row)),
        }
    }

    fn cost_row(&mut self, at: &Columns, row: usize, columns: &[Range<usize>]) {
        let (factor_name, factor_range) = self.cell(row, columns, Some(at.factor));
        let (amount, amount_range) = self.cell(row, columns, at.amount);
        let is_sum = fold(&factor_name).starts_with("summe") || fold(&factor_name).starts_with("total");
        if factor_name.is_empty() && amount.is_empty() || is_sum {
            return;
        }
        let factor = CostFactor::from_word(&factor_name);
        if factor.is_none() {
            self.unknown_factor(&factor_name, factor_range);
        }
        let (position, _) = self.cell(row, columns, at.position);
        let amount = self.amount(&amount, amount_range);
        let rhythm = self.cell(row, columns, at.rhythm);
        let rhythm = self.one_of(
            &rhythm,
            Rhythm::from_word,
            Rhythm::Once,
            ["einmalig, monatlich, vierteljährlich, jährlich", "once, monthly, quarterly, yearly"],
        );
        let basis = self.cell(row, columns, at.basis);
        let basis = self.one_of(&basis, Basis::from_word, Basis::Flat, ["pauschal, je Nutzer", "flat, per user"]);
        let (due, due_range) = self.cell(row, columns, at.due);
        let due = self.due(&due, due_range);
        let place = self.source.place(self.events.range(row));
        self.chapter.offer.costs.push(CostLine { factor, factor_name, position, amount, rhythm, basis, due, place });
    }

    fn unknown_factor(&mut self, name: &str, range: Range<usize>) {
        self.report(
            "unknown-cost-factor",
            Severity::Warning,
            range,
            Text::new(
                format!("„{name}“ ist keiner der neun Kostenfaktoren; die Zeile zählt zur Summe, aber zu keinem von ihnen."),
                format!("\"{name}\" is none of the nine cost factors; the row counts in the sum, but under none of them"),
            ),
            Text::new(
                "Möglich sind: Komponenten, Administration, Einführung, Schulung, Individualanpassung, Datenübernahme, Pilotgruppe, Wartung, Hotline.",
                "Possible: components, administration, introduction, training, customisation, data migration, pilot group, maintenance, hotline.",
            ),
        );
    }

    /// What an amount says; what is no amount that can be added up is a finding.
    fn amount(&mut self, text: &str, range: Range<usize>) -> CostAmount {
        if is_free(text) {
            return CostAmount::Free;
        }
        if is_unsaid(text) {
            return CostAmount::Unsaid;
        }
        self.price(text, range).map_or(CostAmount::Unreadable, CostAmount::Money)
    }

    /// A price in the project's currency, not below zero.
    fn price(&mut self, text: &str, range: Range<usize>) -> Option<Money> {
        let currency = self.context.config.currency;
        let usual = format!("1.250 {}", currency.code());
        let (message, code) = match Money::read(text, currency) {
            Some(money) if money.currency != currency => {
                let (found, own) = (money.currency.code(), currency.code());
                let message = Text::new(
                    format!("Der Preis „{text}“ ist in {found}, das Projekt rechnet in {own}; er zählt nicht mit."),
                    format!("the price \"{text}\" is in {found}, the project adds up {own}; it is not counted"),
                );
                (message, "mixed-currency")
            }
            Some(money) if money.amount.is_sign_negative() && !money.amount.is_zero() => {
                let message = Text::new(
                    format!("Der Preis „{text}“ ist kleiner als null; er zählt nicht mit."),
                    format!("the price \"{text}\" is below zero; it is not counted"),
                );
                (message, "invalid-price")
            }
            Some(money) => return Some(money),
            None => {
                let message = Text::new(
                    format!("Der Preis „{text}“ ist kein Betrag; er zählt nicht mit."),
                    format!("the price \"{text}\" is no amount; it is not counted"),
                );
                (message, "invalid-price")
            }
        };
        let hint = Text::new(
            format!(
                "Einen Betrag wie „{usual}“ schreiben; was daneben zu sagen ist, gehört in die Bemerkung. Nachlässe vom Preis abziehen."
            ),
            format!(
                "Write an amount such as \"{usual}\"; what else there is to say goes into the remark. Take discounts off the price."
            ),
        );
        self.report(code, Severity::Error, range, message, hint);
        None
    }

    /// One of a few words; the usual one where nothing stands.
    fn one_of<T>(
        &mut self,
        (text, range): &(String, Range<usize>),
        read: fn(&str) -> Option<T>,
        usual: T,
        possible: [&str; 2],
    ) -> T {
        if text.is_empty() || matches!(text.as_str(), "-" | "–" | "—") {
            return usual;
        }
        read(text).unwrap_or_else(|| {
            self.report(
                "unknown-choice",
                Severity::Error,
                range.clone(),
                Text::new(format!("„{text}“ ist hier nicht bekannt."), format!("\"{text}\" is not known here")),
                Text::new(format!("Möglich sind: {}.", possible[0]), format!("Possible: {}.", possible[1])),
            );
            usual
        })
    }

    fn due(&mut self, text: &str, range: Range<usize>) -> Option<Due> {
        if is_unsaid(text) {
            return None;
        }
        let said = text.trim_start_matches("ab ").trim_start_matches("from ").trim_start_matches("zu ").trim();
        let milestones = &self.context.config.milestones;
        let milestone = milestones.iter().find(|milestone| milestone.key.eq_ignore_ascii_case(said));
        let due = milestone.map(|milestone| Due::Milestone(Arc::clone(&milestone.key)));
        let due = due.or_else(|| date::read(said).map(Due::Day));
        if due.is_none() {
            let known: Vec<&str> = milestones.iter().map(|milestone| &*milestone.key).collect();
            let known = known.join(", ");
            self.report(
                "unclear-due",
                Severity::Warning,
                range,
                Text::new(
                    format!("„{text}“ ist weder ein Meilenstein noch ein Tag; die Zahlung steht ohne Termin im Zahlungskalender."),
                    format!("\"{text}\" is neither a milestone nor a day; the payment stands without a date in the calendar"),
                ),
                Text::new(
                    format!("Einen Tag wie „2027-03-31“ schreiben oder einen Meilenstein: {known}"),
                    format!("Write a day such as \"2027-03-31\" or a milestone: {known}"),
                ),
            );
        }
        due
    }

    /// The answer and the price in a row that answers an item.
    pub fn reply(&mut self, named: &Named, row: usize, columns: &[Range<usize>]) -> (Option<Reply>, Option<Money>) {
        let decided = named.verdicts.first().copied();
        let (word, range) = self.cell(row, columns, decided);
        let reply = Reply::from_word(&word);
        if reply.is_none() && decided.is_some() && !is_open(&word) {
            self.report(
                "unknown-answer",
                Severity::Error,
                range,
                Text::new(
                    format!("„{word}“ ist keine Antwort auf eine Forderung; sie gilt als unbeantwortet."),
                    format!("\"{word}\" is no answer to a demand; it counts as unanswered"),
                ),
                Text::new(
                    "Möglich sind: Standard, Parametrierung, Zusatzprogrammierung, Drittprodukt, künftiges Release, nicht erfüllt. Alles Weitere gehört in die Bemerkung.",
                    "Possible: standard, configuration, customisation, third party, future release, not met. All else goes into the remark.",
                ),
            );
        }
        let (price, range) = self.cell(row, columns, named.price);
        let said = !is_unsaid(&price) && !is_free(&price);
        let price = if said { self.price(&price, range) } else { None };
        (reply, price)
    }

    fn point_row(&mut self, criterion: usize, heads: &[String], row: usize, columns: &[Range<usize>]) {
        let (name, name_range) = self.cell(row, columns, Some(criterion));
        if name.is_empty() {
            return;
        }
        let reason = heads.iter().position(|head| is_reason_head(head));
        let common = self.cell(row, columns, reason).0;
        for (column, head) in heads.iter().enumerate() {
            let is_weight = matches!(fold(head).as_str(), "gewicht" | "weight" | "gewichtung");
            if column == criterion || Some(column) == reason || is_weight {
                continue;
            }
            let (text, range) = self.cell(row, columns, Some(column));
            if is_unsaid(&text) {
                continue;
            }
            let is_figure = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '−');
            let length = text.find(|c| !is_figure(c)).unwrap_or(text.len());
            let points = number(text[..length].trim_end_matches(['.', ',', '-']));
            let Some(points) = points.filter(|points| *points <= Decimal::TEN && points.scale() <= 1) else {
                self.invalid_points(&text, range);
                continue;
            };
            let own = text[length..].trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
            self.chapter.offer.points.push(Points {
                criterion: name.clone(),
                offer: head.clone(),
                points,
                reason: if own.is_empty() { common.clone() } else { own.to_owned() },
                place: self.source.place(range),
                criterion_place: self.source.place(name_range.clone()),
            });
        }
    }

    fn invalid_points(&mut self, text: &str, range: Range<usize>) {
        self.report(
            "invalid-points",
            Severity::Error,
            range,
            Text::new(
                format!("„{text}“ sind keine Punkte von 0 bis 10; sie zählen nicht."),
                format!("\"{text}\" are no points from 0 to 10; they do not count"),
            ),
            Text::new(
                "Eine Zahl von 0 bis 10 schreiben, mit höchstens einer Stelle hinter dem Komma; dahinter, was dafür spricht.",
                "Write a number from 0 to 10, with one decimal at most; behind it, what speaks for it.",
            ),
        );
    }
}

/// Where the columns of a cost table are.
struct Columns {
    factor: usize,
    position: Option<usize>,
    amount: Option<usize>,
    rhythm: Option<usize>,
    basis: Option<usize>,
    due: Option<usize>,
}

/// A number that is nothing else, and not below zero.
fn number(text: &str) -> Option<Decimal> {
    let found = money::Quantity::read(text)?;
    (found.unit.is_empty() && !found.number.is_sign_negative()).then_some(found.number)
}

/// A number that at most a unit follows: `35`, `35 km`, `12 Jahre`.
fn figure(text: &str) -> Option<Decimal> {
    let found = money::Quantity::read(text)?;
    (found.unit.chars().all(char::is_alphabetic) && !found.number.is_sign_negative()).then_some(found.number)
}
