//! All that was found, grouped by check.

use super::{Content, Error, Prepared, View};
use crate::diag::{Diagnostic, Severity, render::excerpt};
use crate::site::fragment::{Scope, Writer};
use crate::site::parts::FINDINGS;
use crate::site::{Site, signs};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>, part: usize) -> Result<Prepared<'s>, Error> {
    let mut sorted: Vec<&Diagnostic> = site.findings.iter().collect();
    // The worst first, each check's together; inside of them by place, as they come.
    sorted.sort_by(|a, b| (b.severity, a.code).cmp(&(a.severity, b.code)));
    let shown: Vec<&Diagnostic> = sorted.iter().skip(part * FINDINGS).take(FINDINGS).copied().collect();
    let mut writer = site.writer(page, Scope::Nothing);
    let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in &shown {
        groups.entry((std::cmp::Reverse(finding.severity), finding.code)).or_default().push(finding);
    }
    for ((severity, code), findings) in &groups {
        group(&mut writer, severity.0, code, findings);
    }
    let body = writer.take();
    let levels: Value = [Severity::Error, Severity::Warning, Severity::Hint]
        .iter()
        .map(|severity| {
            let class = signs::level_class(*severity);
            json!({ "key": class, "label": site.words().get(&format!("level.{class}")) })
        })
        .collect();
    let part_title = |number: usize| site.words().fill("part", &[("n", &(number + 1).to_string())]);
    let content = Content::new("findings", site.words().get("findings"))
        .with("total", site.findings.len())
        .with("sum", site.words().count("findings.sum", site.findings.len()))
        .with("levels", levels)
        .with("body", body)
        .with("parts", site.parts(page, site.plan.findings().iter(), part_title));
    site.finish(page, content)
}

fn group(writer: &mut Writer<'_>, severity: Severity, code: &str, findings: &[&Diagnostic]) {
    let level = signs::level_class(severity);
    let _ = write!(
        writer.out,
        "<section class=\"group\" data-group aria-labelledby=\"{level}-{code}\">\n<h2 id=\"{level}-{code}\">",
    );
    let site = writer.site;
    writer.text(site.check_title(code));
    let count = findings.len();
    let _ = write!(
        writer.out,
        " <small>{code} · <span data-tally=\"check:{level}-{code}\">{count}</span></small></h2>\n<ol class=\"findings\">\n"
    );
    for finding in findings {
        let _ = writeln!(writer.out, "<li data-row data-check=\"{level}-{code}\" data-level=\"{level}\">");
        entry(writer, finding);
        writer.raw("</li>\n");
    }
    writer.raw("</ol>\n</section>\n");
}

fn entry(writer: &mut Writer<'_>, finding: &Diagnostic) {
    let site = writer.site;
    let language = site.project.config.language;
    writer.raw("<p>");
    writer.raw(&signs::level(site.words(), finding.severity));
    writer.raw(" ");
    writer.text(finding.message.get(language));
    writer.raw("</p>\n<p class=\"where\"><code>");
    writer.text(&finding.place.to_string());
    writer.raw("</code>");
    for (place, why) in &finding.related {
        writer.raw(" · ");
        writer.text(why.get(language));
        writer.raw(": <code>");
        writer.text(&place.to_string());
        writer.raw("</code>");
    }
    if let Some(item) = site.item_of(finding) {
        let href = writer.href(site.plan.item(item));
        let label = site.words().fill("findings.show", &[("id", &site.project.item(item).id)]);
        let _ = write!(writer.out, " <a data-item href=\"{href}\">");
        writer.text(&label);
        writer.raw("</a>");
    }
    writer.raw("</p>\n");
    lines(writer, finding);
    if let Some(hint) = &finding.hint {
        writer.raw("<p class=\"advice\">");
        writer.text(hint.get(language));
        writer.raw("</p>\n");
    }
}

/// The source line with a mark below what is meant.
fn lines(writer: &mut Writer<'_>, finding: &Diagnostic) {
    let Some(excerpt) = excerpt(&finding.place, &*writer.site.texts).filter(|excerpt| !excerpt.line.trim().is_empty())
    else {
        return;
    };
    let number = finding.place.line;
    let before = excerpt.line[..excerpt.marked.start].chars().count();
    let marked = excerpt.line[excerpt.marked.clone()].chars().count().max(1);
    let _ = write!(writer.out, "<pre class=\"excerpt\" tabindex=\"0\"><span class=\"ln\">{number:>4} │ </span>");
    writer.text(excerpt.line);
    let _ = write!(
        writer.out,
        "\n<span class=\"ln\">     │ </span>{}<span class=\"caret\">{}</span></pre>\n",
        " ".repeat(before),
        "^".repeat(marked)
    );
}
