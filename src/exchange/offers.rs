//! The offers and their comparison as JSON. Amounts, points and percentages are decimal texts, so that no reader makes
//! binary fractions of them.

use crate::compare::{Basis, Broken, Comparison, Degree, Outcome, Question, Turn, broken};
use crate::config::{Criterion, Reply};
use crate::model::{CostAmount, CostLine, Due, FactValue, ItemKey, Offer, Project};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// An offer with what comes of it.
pub(super) fn offer(project: &Project, comparison: &Comparison, number: usize) -> Value {
    let (offer, outcome) = (&project.offers[number], &comparison.results[number]);
    let chapters = offer.chapters.iter().map(|chapter| &*project.chapter(*chapter).file);
    let facts: Map<String, Value> =
        offer.facts.iter().map(|stated| (stated.fact.key().to_owned(), fact(stated.value, &stated.text))).collect();
    let answers: Vec<Value> = comparison.demands.iter().map(|item| answer(project, offer, *item)).collect();
    let costs: Vec<Value> =
        offer.costs.iter().zip(&outcome.costs.rows).map(|(line, row)| cost(line, row.payments, row.total)).collect();
    json!({
        "key": &*offer.key,
        "name": offer.name,
        "document": &*project.document(offer.document).config.key,
        "files": chapters.collect::<Vec<_>>(),
        "chosen": project.chosen_offer().is_some_and(|chosen| chosen.key == offer.key),
        "facts": facts,
        "answers": answers,
        "costs": costs,
        "outcome": self::outcome(project, comparison, offer, outcome),
    })
}

fn decimal(number: Decimal) -> Value {
    json!(number.normalize().to_string())
}

fn decimal_or_null(number: Option<Decimal>) -> Value {
    number.map_or(Value::Null, decimal)
}

fn fact(value: FactValue, text: &str) -> Value {
    match value {
        FactValue::Number(number) => decimal(number),
        FactValue::Truth(truth) => json!(truth),
        FactValue::Words => json!(text),
    }
}

fn address(project: &Project, key: ItemKey) -> Value {
    json!({ "document": &*project.document(project.document_of(key)).config.key, "id": &*project.item(key).id })
}

/// An offer's answer to an item; what is unanswered has `null`.
fn answer(project: &Project, offer: &Offer, item: ItemKey) -> Value {
    let mut value = address(project, item);
    let row = offer.row(item);
    let written = row.map(|row| project.answer(row.answer));
    value["answer"] = json!(row.and_then(|row| row.reply).map(Reply::key));
    value["price"] = decimal_or_null(row.and_then(|row| row.price).map(|price| price.amount));
    value["remark"] = json!(written.map(|written| written.reason.as_str()));
    value["file"] = json!(written.map(|written| &*written.place.file));
    value["line"] = json!(written.map(|written| written.place.line));
    value
}

fn cost(line: &CostLine, payments: u32, total: Decimal) -> Value {
    let (said, amount) = match line.amount {
        CostAmount::Money(money) => ("amount", Some(money.amount)),
        CostAmount::Free => ("included", None),
        CostAmount::Unsaid => ("nothing", None),
        CostAmount::Unreadable => ("unreadable", None),
    };
    let due = match &line.due {
        Some(Due::Day(day)) => json!(day.to_string()),
        Some(Due::Milestone(key)) => json!(&**key),
        None => Value::Null,
    };
    json!({
        "factor": line.factor.map(|factor| factor.key()),
        "factor_name": line.factor_name,
        "position": line.position,
        "said": said,
        "amount": decimal_or_null(amount),
        "rhythm": line.rhythm.key(),
        "basis": line.basis.key(),
        "due": due,
        "payments": payments,
        "total": decimal(total),
        "file": &*line.place.file,
        "line": line.place.line,
    })
}

fn outcome(project: &Project, comparison: &Comparison, offer: &Offer, outcome: &Outcome) -> Value {
    let scores = comparison.criteria.iter().zip(&outcome.scores);
    let scores: Vec<Value> = scores
        .map(|(criterion, score)| {
            json!({ "criterion": &*criterion.key, "points": decimal(score.points), "basis": basis(&score.basis) })
        })
        .collect();
    let payments: Vec<Value> = outcome
        .costs
        .payments
        .iter()
        .map(|payment| {
            json!({
                "due": payment.due.map(|day| day.to_string()),
                "amount": decimal(payment.amount),
                "cost": payment.row,
            })
        })
        .collect();
    json!({
        "excluded": outcome.is_excluded(),
        "knockouts": outcome.knockouts.iter().map(|item| address(project, *item)).collect::<Vec<_>>(),
        "degrees": {
            "all": degree(&outcome.degrees.all),
            "muss": degree(&outcome.degrees.muss),
            "wunsch": degree(&outcome.degrees.wunsch),
        },
        "scores": scores,
        "points": decimal(outcome.points),
        "once": decimal(outcome.costs.once),
        "recurring": decimal(outcome.costs.recurring),
        "total": decimal(outcome.costs.total),
        "payments": payments,
        "ratio": decimal_or_null(outcome.ratio),
        "questions": outcome.questions.iter().map(|asked| question(project, offer, asked)).collect::<Vec<_>>(),
    })
}

fn degree(degree: &Degree) -> Value {
    let counts: Map<String, Value> =
        Reply::ALL.iter().map(|reply| (reply.key().to_owned(), json!(degree.replies[*reply as usize]))).collect();
    json!({
        "items": degree.items,
        "answers": counts,
        "unanswered": degree.unanswered,
        "percent": decimal_or_null(degree.percent),
    })
}

/// What points come from.
const fn basis(basis: &Basis) -> &'static str {
    match basis {
        Basis::Degree(_) => "degree",
        Basis::Figure(..) => "figure",
        Basis::Truth(_) => "truth",
        Basis::ByHand(_) => "by-hand",
        Basis::Unknown => "unknown",
        Basis::NoScale(_) => "no-scale",
    }
}

fn question(project: &Project, offer: &Offer, question: &Question) -> Value {
    let row =
        |about: &str, number: usize| json!({ "about": about, "cost": number, "line": offer.costs[number].place.line });
    match question {
        Question::Unanswered(item) => json!({ "about": "item", "item": address(project, *item) }),
        Question::Fact(fact) => json!({ "about": "fact", "fact": fact.key() }),
        Question::Factor(factor) => json!({ "about": "factor", "factor": factor.key() }),
        Question::Amount(number) => row("amount", *number),
        Question::Due(number) => row("due", *number),
    }
}

/// What the offers are judged by, their order, how firm it is, and which promises are broken.
pub(super) fn comparison(project: &Project, comparison: &Comparison) -> Value {
    let key = |number: &usize| &*project.offers[*number].key;
    let ranking = &comparison.ranking;
    let criteria = comparison.criteria.iter().zip(&comparison.turns);
    let criteria: Vec<Value> = criteria
        .map(|(criterion, turns)| {
            let turn = |turn: &Option<Turn>| turn.map(|turn| json!({ "weight": decimal(turn.weight), "change": decimal(turn.change), "offer": key(&turn.offer) }));
            let mut value = self::criterion(criterion);
            value["turn_by_points"] = json!(turn(&turns.points));
            value["turn_by_ratio"] = json!(turn(&turns.ratio));
            value
        })
        .collect();
    let promises: Vec<Value> = broken(project)
        .iter()
        .map(|promise| {
            let mut value = address(project, promise.item);
            value["broken"] = json!(match promise.broken {
                Broken::Excluded => "excluded",
                Broken::Missing => "missing",
            });
            value
        })
        .collect();
    json!({
        "currency": project.config.currency.code(),
        "years": project.config.years,
        "criteria": criteria,
        "weights": decimal(comparison.weights),
        "order": ranking.order.iter().map(key).collect::<Vec<_>>(),
        "best": decimal_or_null(ranking.best),
        "bound": decimal_or_null(ranking.bound),
        "shortlist": ranking.shortlist.iter().map(key).collect::<Vec<_>>(),
        "broken_promises": promises,
    })
}

fn criterion(criterion: &Criterion) -> Value {
    json!({
        "key": &*criterion.key,
        "title": criterion.title,
        "weight": decimal(criterion.weight),
        "best": decimal_or_null(criterion.scale.map(|scale| scale.best)),
        "worst": decimal_or_null(criterion.scale.map(|scale| scale.worst)),
    })
}
