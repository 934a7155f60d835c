//! What to ask each bidder, and how its offer answers the seven questions of the guide's chapter 3.1.

use super::Figures;
use crate::compare::{Outcome, Question, hidden};
use crate::config::{Fact, Rhythm};
use crate::model::{CostAmount, CostLine, FactValue, Offer, QUESTIONS, StatedFact, Statement};
use crate::site::fragment::Writer;
use std::fmt::Write as _;

/// How many questions to a bidder are listed: nobody asks more in a letter.
const LISTED: usize = 1000;

pub(super) fn write(writer: &mut Writer<'_>) {
    let site = writer.site;
    writer.note("asked.about", &[]);
    for (offer, outcome) in site.project.offers.iter().zip(&site.comparison().results) {
        writer.raw("<h3>");
        writer.text(&offer.name);
        writer.raw("</h3>\n");
        missing(writer, offer, outcome);
        seven(writer, offer, outcome);
    }
}

/// What the offer leaves open, each as a question.
fn missing(writer: &mut Writer<'_>, offer: &Offer, outcome: &Outcome) {
    if outcome.questions.is_empty() {
        writer.note("asked.none", &[]);
        return;
    }
    writer.raw("<ol class=\"asked\">\n");
    for question in outcome.questions.iter().take(LISTED) {
        writer.raw("<li>");
        self::question(writer, offer, question);
        writer.raw("</li>\n");
    }
    writer.raw("</ol>\n");
    if outcome.questions.len() > LISTED {
        let more = writer.site.words().count("more", outcome.questions.len() - LISTED);
        writer.raw("<p>");
        writer.text(&more);
        writer.raw("</p>\n");
    }
}

fn question(writer: &mut Writer<'_>, offer: &Offer, question: &Question) {
    let position = |number: usize| {
        let line = &offer.costs[number];
        if line.position.is_empty() { line.factor_name.clone() } else { line.position.clone() }
    };
    match question {
        Question::Unanswered(item) => {
            writer.reference(*item);
            writer.raw(" ");
            let title = &writer.site.project.item(*item).title;
            writer.phrase("question.item", &[("title", title)]);
        }
        Question::Fact(fact) => writer.word(&format!("question.fact.{}", fact.key())),
        Question::Factor(factor) => {
            let name = writer.site.words().get(&format!("factor.{}", factor.key())).to_owned();
            writer.phrase("question.factor", &[("factor", &name)]);
        }
        Question::Amount(number) => writer.phrase("question.amount", &[("position", &position(*number))]),
        Question::Due(number) => {
            let is_once = offer.costs[*number].rhythm == Rhythm::Once;
            let key = if is_once { "question.due" } else { "question.start" };
            writer.phrase(key, &[("position", &position(*number))]);
        }
    }
}

/// The seven questions: what the program sees, beside what the offer says.
fn seven(writer: &mut Writer<'_>, offer: &Offer, outcome: &Outcome) {
    let project = &*writer.site.project;
    let statements: Vec<&Statement> =
        offer.chapters.iter().flat_map(|chapter| &project.chapter(*chapter).offer.statements).collect();
    let answered = (1..=QUESTIONS).filter(|number| statements.iter().any(|said| said.question == *number)).count();
    writer.raw("<details class=\"opens seven\"><summary>");
    let values = [("n", answered.to_string()), ("of", QUESTIONS.to_string())];
    writer.phrase("seven.summary", &[("n", &values[0].1), ("of", &values[1].1)]);
    writer.raw("</summary>\n");
    writer.table_start("seven", "seven");
    writer.heads(&[("seven.question", false), ("seven.seen", false), ("seven.said", false)]);
    writer.raw("</tr></thead>\n<tbody>\n");
    for number in 1..=QUESTIONS {
        let _ = write!(writer.out, "<tr><th scope=\"row\">{number}. ");
        writer.word(&format!("seven.{number}"));
        writer.raw("</th><td>");
        seen(writer, offer, outcome, number);
        writer.raw("</td><td>");
        if let Some(said) = statements.iter().find(|said| said.question == number) {
            writer.place_link(offer.chapters.iter().copied(), &said.place, &said.answer);
        } else {
            writer.raw("<span class=\"level warn\">");
            writer.word("seven.unsaid");
            writer.raw("</span>");
        }
        writer.raw("</td></tr>\n");
    }
    writer.table_end();
    writer.raw("</details>\n");
}

/// What the program can see of the answer to one of the seven.
fn seen(writer: &mut Writer<'_>, offer: &Offer, outcome: &Outcome, number: u8) {
    let figures = Figures::of(writer.site);
    let is_recurring = |line: &&CostLine| line.rhythm != Rhythm::Once;
    let is_paid = |line: &&CostLine| matches!(line.amount, CostAmount::Money(money) if !money.amount.is_zero());
    let paid = offer.costs.iter().filter(is_paid).count();
    let undated = offer.costs.iter().filter(is_paid).filter(|line| line.due.is_none()).count();
    let recurring = offer.costs.iter().filter(is_recurring).filter(is_paid).count();
    let adrift = offer.costs.iter().filter(is_recurring).filter(is_paid).filter(|line| line.due.is_none()).count();
    let unreadable = offer.costs.iter().filter(|line| line.amount == CostAmount::Unreadable).count();
    let unexplained = offer.costs.iter().filter(|line| line.position.is_empty()).count();
    let missing: Vec<String> =
        hidden(offer).map(|factor| writer.site.words().get(&format!("factor.{}", factor.key())).to_owned()).collect();
    let (n, of) = (|count: usize| count.to_string(), paid.to_string());
    let years = writer.site.project.config.years.to_string();
    if offer.costs.is_empty() && number != 6 && number != 7 {
        return writer.word("seen.no-costs");
    }
    match number {
        1 | 3 if recurring == 0 => writer.word("seen.1.none"),
        1 => {
            let sum = figures.money(outcome.costs.recurring);
            writer.phrase("seen.1", &[("sum", &sum), ("years", &years), ("n", &n(recurring))]);
        }
        2 if undated == 0 => writer.word("seen.2.all"),
        2 => writer.phrase("seen.2", &[("n", &n(undated)), ("of", &of)]),
        3 if adrift == 0 => writer.phrase("seen.3.all", &[("n", &n(recurring))]),
        3 => writer.phrase("seen.3", &[("n", &n(adrift)), ("of", &n(recurring))]),
        4 if missing.is_empty() => writer.word("seen.4.all"),
        4 => writer.phrase("seen.4", &[("factors", &missing.join(", "))]),
        5 if unexplained + unreadable == 0 => writer.word("seen.5.all"),
        5 => writer.phrase("seen.5", &[("n", &n(unexplained)), ("unreadable", &n(unreadable))]),
        6 => writer.word("seen.6"),
        _ => {
            let unanswered = outcome.degrees.all.unanswered as usize;
            if unanswered + missing.len() + unreadable == 0 {
                writer.word("seen.7.all");
            } else {
                let counts = [n(unanswered), n(missing.len()), n(unreadable)];
                writer.phrase("seen.7", &[("items", &counts[0]), ("factors", &counts[1]), ("amounts", &counts[2])]);
            }
        }
    }
}

/// What the offer says of its supplier, for [`Fact::ALL`] but the name.
pub(super) fn facts(writer: &mut Writer<'_>, offer: &Offer) {
    let stated: Vec<_> =
        Fact::ALL.iter().filter(|fact| **fact != Fact::Supplier).filter_map(|fact| offer.fact(*fact)).collect();
    if stated.is_empty() {
        return;
    }
    writer.raw("<dl class=\"fields\">\n");
    for stated in stated {
        writer.raw("<dt>");
        writer.word(&format!("fact.{}", stated.fact.key()));
        writer.raw("</dt><dd>");
        fact(writer, stated);
        writer.raw("</dd>\n");
    }
    writer.raw("</dl>\n");
}

/// A fact with its unit.
fn fact(writer: &mut Writer<'_>, stated: &StatedFact) {
    let figures = Figures::of(writer.site);
    match (stated.fact, stated.value) {
        (Fact::CareYears, FactValue::Number(years)) => writer.phrase("fact.years", &[("n", &figures.exact(years))]),
        (Fact::Distance, FactValue::Number(distance)) => {
            writer.phrase("fact.kilometres", &[("n", &figures.exact(distance))]);
        }
        (Fact::References, FactValue::Number(references)) => {
            let shown = figures.exact(references);
            writer.text(&shown);
        }
        (Fact::FixedPrice | Fact::OwnTrainers, FactValue::Truth(truth)) => {
            writer.word(if truth { "yes" } else { "no" });
        }
        (Fact::ValidUntil, _) => {
            let shown = super::super::shown_date(writer.site, &stated.text);
            writer.text(&shown);
        }
        _ => writer.text(&stated.text),
    }
}
