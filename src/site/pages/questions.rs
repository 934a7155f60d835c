//! The questions of a survey by theme, those without an answer first.

use super::{Content, Error, Prepared, View};
use crate::model::{ContentSpot, QuestionKey, QuestionState, Theme, question_counts};
use crate::site::fragment::{Scope, Writer};
use crate::site::parts::QUESTIONS;
use crate::site::{Site, signs};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>, survey: usize, part: usize) -> Result<Prepared<'s>, Error> {
    let document = site.plan.surveys[survey];
    let mut themes = site.project.themes_of(document);
    for theme in &mut themes {
        theme.questions.sort_by_key(|key| site.project.question(*key).state);
    }
    let mut writer = site.writer(page, Scope::Nothing);
    let mut passed = 0;
    let shown = part * QUESTIONS..(part + 1) * QUESTIONS;
    for (number, theme) in themes.iter().enumerate() {
        let of = |at: usize| at.clamp(passed, passed + theme.questions.len()) - passed;
        let questions = &theme.questions[of(shown.start)..of(shown.end)];
        passed += theme.questions.len();
        if !questions.is_empty() {
            section(&mut writer, number, theme, questions);
        }
    }
    writer.footnote_list();
    let body = writer.take();
    let counts = site.project.question_counts(document);
    let part_title = |number: usize| site.words().fill("part", &[("n", &(number + 1).to_string())]);
    let content = Content::new("questions", site.words().get("questions"))
        .of(Some(document))
        .with("document", site.project.document(document).title.clone())
        .with("document_href", writer.href(site.plan.document(document)))
        .with("sum", site.words().count("questions.open", counts[QuestionState::Open as usize]))
        .with("themes", summary(site, &writer, &themes))
        .with("total", figures(&counts))
        .with("body", body)
        .with("parts", site.parts(page, site.plan.questions(survey).iter(), part_title));
    site.finish(page, content)
}

/// A line for each theme: how many of its questions are open, answered, or do not apply.
fn summary(site: &Site, writer: &Writer<'_>, themes: &[Theme]) -> Value {
    let language = site.project.config.language;
    let mut passed = 0;
    let line = |(number, theme): (usize, &Theme)| {
        let page = passed / QUESTIONS;
        passed += theme.questions.len();
        let mut line = figures(&question_counts(&site.project, theme.questions.iter().copied()));
        line["title"] = json!(theme.title.get(language));
        let survey = theme.questions.first().and_then(|key| site.project.document_of_chapter(key.0));
        let survey = site.plan.surveys.iter().position(|other| Some(*other) == survey);
        // A theme without questions leads to where they would stand.
        line["href"] = json!(match (survey, theme.spot) {
            (Some(survey), _) => format!("{}#_thema-{}", writer.href(&site.plan.questions(survey)[page]), number + 1),
            (None, Some(ContentSpot::Section(chapter, at))) => {
                writer.chapter_href(chapter, Some(&site.project.chapter(chapter).headings[at].anchor))
            }
            (None, Some(ContentSpot::Chapter(chapter))) => writer.chapter_href(chapter, None),
            (None, None) => String::new(),
        });
        line
    };
    themes.iter().enumerate().map(line).collect()
}

fn figures(counts: &[usize; 3]) -> Value {
    let of = |state: QuestionState| counts[state as usize];
    json!({
        "open": of(QuestionState::Open),
        "answered": of(QuestionState::Answered),
        "none": of(QuestionState::NotApplicable),
        "all": counts.iter().sum::<usize>(),
    })
}

fn section(writer: &mut Writer<'_>, number: usize, theme: &Theme, questions: &[QuestionKey]) {
    let site = writer.site;
    let id = format!("_thema-{}", number + 1);
    let _ = write!(writer.out, "<section class=\"group\" data-group aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">");
    let title = theme.title.get(site.project.config.language);
    writer.text(title);
    let open = question_counts(&site.project, questions.iter().copied())[QuestionState::Open as usize];
    if open > 0 {
        writer.raw(" <small>");
        writer.text(&site.words().fill("open.n", &[("n", &open.to_string())]));
        writer.raw("</small>");
    }
    writer.raw("</h2>\n<div class=\"scroll\" role=\"group\" aria-label=\"");
    writer.text(title);
    writer.raw("\" tabindex=\"0\"><table class=\"questions\">\n<thead><tr>");
    let has_findings = questions.iter().any(|key| site.project.question(*key).finding.is_some());
    let heads = [Some("question"), Some("answer"), has_findings.then_some("finding"), Some("state"), Some("chapter")];
    for head in heads.into_iter().flatten() {
        writer.raw("<th scope=\"col\">");
        writer.word(head);
        writer.raw("</th>");
    }
    writer.raw("</tr></thead>\n<tbody>\n");
    for key in questions {
        row(writer, *key, has_findings);
    }
    writer.raw("</tbody>\n</table></div>\n</section>\n");
}

fn row(writer: &mut Writer<'_>, key: QuestionKey, has_findings: bool) {
    let site = writer.site;
    let question = site.project.question(key);
    let state = question.state.key();
    let _ = write!(writer.out, "<tr class=\"{state}\" data-row data-state=\"{state}\"");
    writer.source(&question.place);
    writer.raw("><td>");
    writer.fragment(key.0, &question.question);
    writer.raw("</td><td>");
    writer.fragment(key.0, &question.answer);
    writer.raw("</td>");
    if has_findings {
        writer.raw("<td>");
        if let Some(finding) = &question.finding {
            writer.fragment(key.0, finding);
        }
        writer.raw("</td>");
    }
    let href = format!("{}#_frage-{}", writer.href(site.plan.chapter(key.0)), key.1 + 1);
    let _ = write!(writer.out, "<td>{}</td><td><a href=\"{href}\">", signs::question(site.words(), question.state));
    let title = writer.chapter_title(key.0);
    writer.text(&title);
    writer.raw("</a></td></tr>\n");
}
