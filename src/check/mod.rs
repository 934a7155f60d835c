//! What is wrong with a project: the table of all checks with their levels, and those that look at the project as a
//! whole.
//!
//! Reading, parsing and linking report what they stumble over ([`Project::diagnostics`]). What only the whole shows has a
//! file of its own here for each check, and that file's comment is the check's manual page.

mod ambiguous_or;
pub mod baseline;
mod bidders_unknown;
mod boundary_realised;
mod budget_exceeded;
mod comparative_without_reference;
mod contradictory_answer;
mod criterion_unrated;
mod defects;
mod excluded_without_reason;
mod finding_unused;
mod hidden_cost;
mod long_sentence;
pub mod manual;
mod misnamed_folder;
mod moved_nowhere;
mod muss_open;
mod muss_partial;
mod muss_untested;
mod muss_without_criterion;
mod no_obligation;
mod no_origin;
mod offer_unanswered;
mod open_list;
mod open_point;
mod outline_empty;
mod outline_missing;
mod owner_unknown;
mod passive_without_actor;
mod pflichtenheft_without_lastenheft;
mod promise_excluded;
mod promise_missing;
mod quantity_without_figure;
mod question_open;
mod report;
pub mod since;
mod sum_exceeded;
mod term_duplicate;
mod term_undefined;
mod term_unused;
mod test_without_target;
mod totality;
mod two_obligations;
mod unknown_cover;
mod users_unknown;
mod vague_wording;
mod weights_sum;
mod wording;
mod wunsch_open;

use crate::diag::{self, Diagnostic, Severity, Text, nearest};
use crate::model::Project;
use rayon::prelude::*;
use report::Report;
use std::collections::HashMap;

/// A kind of finding.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its stable name, as `[checks]` of the settings and every finding have it.
    pub code: &'static str,
    /// The level of its findings unless the settings say otherwise. Some are less: an ID in running text that no item
    /// has is a warning, in a trace an error.
    pub severity: Severity,
    /// Finds it in a whole project; none for what is found while reading, parsing and linking.
    run: Option<fn(&mut Report<'_>)>,
}

/// Every kind of finding, by the step that reports it.
pub const CHECKS: &[Check] = &[
    // Settings and files.
    reported("config-invalid", Severity::Error),
    reported(UNKNOWN_CONFIG_KEY, Severity::Warning),
    reported("unreadable-file", Severity::Error),
    reported("theme-missing", Severity::Warning),
    reported("link-outside", Severity::Warning),
    reported("unsafe-attachment", Severity::Warning),
    reported("not-utf8", Severity::Error),
    reported("front-matter-unclosed", Severity::Error),
    reported("front-matter-invalid", Severity::Error),
    // Chapters.
    reported("unknown-front-matter-key", Severity::Warning),
    reported("unquoted-number", Severity::Warning),
    reported("unknown-field", Severity::Error),
    reported("stray-field", Severity::Warning),
    reported("doubled-field", Severity::Warning),
    reported("unknown-choice", Severity::Error),
    reported("invalid-effort", Severity::Error),
    reported("invalid-price", Severity::Error),
    reported("mixed-currency", Severity::Error),
    reported("math-invalid", Severity::Warning),
    reported("diagram-invalid", Severity::Warning),
    reported("unknown-allowance", Severity::Warning),
    // Offers.
    reported("unknown-answer", Severity::Error),
    reported("answered-twice", Severity::Error),
    reported("unknown-cost-factor", Severity::Warning),
    reported("unclear-due", Severity::Warning),
    reported("unclear-fact", Severity::Warning),
    reported("invalid-points", Severity::Error),
    reported("unknown-offer", Severity::Error),
    reported("unknown-criterion", Severity::Error),
    // Links and references.
    reported("unread-id", Severity::Warning),
    reported("broken-table", Severity::Warning),
    reported("unclosed-block", Severity::Warning),
    reported("duplicate-id", Severity::Error),
    reported("dangling-reference", Severity::Error),
    reported("ambiguous-reference", Severity::Error),
    reported("dangling-range", Severity::Error),
    reported("trace-elsewhere", Severity::Warning),
    reported("refinement-cycle", Severity::Error),
    reported("dead-link", Severity::Error),
    reported("dead-anchor", Severity::Warning),
    reported("missing-image", Severity::Error),
    reported("external-image", Severity::Warning),
    reported("unsafe-link", Severity::Warning),
    // Results of tests.
    reported("junit-missing", Severity::Warning),
    reported("junit-invalid", Severity::Error),
    reported("junit-unmatched", Severity::Warning),
    // The project as a whole.
    of_project("muss-open", Severity::Error, muss_open::run),
    of_project("muss-partial", Severity::Error, muss_partial::run),
    of_project("wunsch-open", Severity::Warning, wunsch_open::run),
    of_project("excluded-without-reason", Severity::Error, excluded_without_reason::run),
    of_project("boundary-realised", Severity::Error, boundary_realised::run),
    of_project("contradictory-answer", Severity::Warning, contradictory_answer::run),
    of_project("no-origin", Severity::Warning, no_origin::run),
    of_project("sum-exceeded", Severity::Warning, sum_exceeded::run),
    of_project("budget-exceeded", Severity::Warning, budget_exceeded::run),
    of_project("test-without-target", Severity::Hint, test_without_target::run),
    of_project("muss-untested", Severity::Warning, muss_untested::run),
    of_project("defect-without-class", Severity::Warning, defects::without_class),
    of_project("class-without-defect", Severity::Hint, defects::without_defect),
    of_project("result-without-date", Severity::Hint, defects::without_date),
    of_project("result-contradicts", Severity::Warning, defects::contradicting),
    of_project("pflichtenheft-without-lastenheft", Severity::Error, pflichtenheft_without_lastenheft::run),
    of_project("outline-missing", Severity::Warning, outline_missing::run),
    of_project("outline-empty", Severity::Warning, outline_empty::run),
    of_project("misnamed-folder", Severity::Warning, misnamed_folder::run),
    of_project("moved-nowhere", Severity::Warning, moved_nowhere::run),
    of_project("term-duplicate", Severity::Warning, term_duplicate::run),
    of_project("term-unused", Severity::Hint, term_unused::run),
    of_project("term-undefined", Severity::Hint, term_undefined::run),
    of_project("owner-unknown", Severity::Hint, owner_unknown::run),
    of_project("unknown-cover", Severity::Warning, unknown_cover::run),
    of_project("question-open", Severity::Hint, question_open::run),
    of_project("finding-unused", Severity::Hint, finding_unused::run),
    of_project("bidders-unknown", Severity::Error, bidders_unknown::run),
    of_project("weights-sum", Severity::Warning, weights_sum::run),
    of_project("criterion-unrated", Severity::Warning, criterion_unrated::run),
    of_project("offer-unanswered", Severity::Warning, offer_unanswered::run),
    of_project("hidden-cost", Severity::Warning, hidden_cost::run),
    of_project("users-unknown", Severity::Warning, users_unknown::run),
    of_project("promise-excluded", Severity::Warning, promise_excluded::run),
    of_project("promise-missing", Severity::Warning, promise_missing::run),
    of_project("vague-wording", Severity::Warning, vague_wording::run),
    of_project("passive-without-actor", Severity::Hint, passive_without_actor::run),
    of_project("ambiguous-or", Severity::Warning, ambiguous_or::run),
    of_project("open-list", Severity::Warning, open_list::run),
    of_project("comparative-without-reference", Severity::Warning, comparative_without_reference::run),
    of_project("quantity-without-figure", Severity::Warning, quantity_without_figure::run),
    of_project("totality", Severity::Hint, totality::run),
    of_project("two-obligations", Severity::Hint, two_obligations::run),
    of_project("no-obligation", Severity::Hint, no_obligation::run),
    of_project("open-point", Severity::Error, open_point::run),
    of_project("muss-without-criterion", Severity::Hint, muss_without_criterion::run),
    of_project("long-sentence", Severity::Hint, long_sentence::run),
];

/// The name of the finding that a setting is unknown, which a check of that name may be too.
const UNKNOWN_CONFIG_KEY: &str = "unknown-config-key";

const fn reported(code: &'static str, severity: Severity) -> Check {
    Check { code, severity, run: None }
}

const fn of_project(code: &'static str, severity: Severity, run: fn(&mut Report<'_>)) -> Check {
    Check { code, severity, run: Some(run) }
}

impl Check {
    /// The check of this name.
    pub fn named(code: &str) -> Option<&'static Self> {
        CHECKS.iter().find(|check| check.code == code)
    }

    /// What it finds in a whole project.
    fn run(&self, project: &Project) -> Vec<Diagnostic> {
        let mut report = Report::new(project, self);
        if let Some(run) = self.run {
            run(&mut report);
        }
        report.finish()
    }
}

/// Everything that is wrong with a project, at the levels that its settings give, sorted by place.
pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut findings = project.diagnostics.clone();
    let is_off = |check: &Check| project.config.levels.get(check.code).is_some_and(|setting| setting.level.is_none());
    let found: Vec<Vec<Diagnostic>> =
        CHECKS.par_iter().with_max_len(1).filter(|check| !is_off(check)).map(|check| check.run(project)).collect();
    findings.extend(found.into_iter().flatten());
    findings.extend(unknown_names(project));
    set_levels(project, &mut findings);
    diag::sort(&mut findings);
    findings
}

/// Whether some finding is an error, so that `check` fails.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// Gives each finding the level of the settings, else at most that of the table; one that is turned off falls away.
fn set_levels(project: &Project, findings: &mut Vec<Diagnostic>) {
    let table: HashMap<&str, Severity> = CHECKS.iter().map(|check| (check.code, check.severity)).collect();
    findings.retain_mut(|finding| {
        let set = project.config.levels.get(finding.code).map(|setting| setting.level);
        let most = table.get(finding.code).copied().unwrap_or(finding.severity);
        let level = set.unwrap_or(Some(finding.severity.min(most)));
        finding.severity = level.unwrap_or(finding.severity);
        level.is_some()
    });
}

/// Names in `[checks]` that no check has.
fn unknown_names(project: &Project) -> impl Iterator<Item = Diagnostic> + '_ {
    let unknown = project.config.levels.iter().filter(|(name, _)| Check::named(name).is_none());
    unknown.map(|(name, setting)| {
        let message =
            Text::new(format!("Eine Prüfung „{name}“ gibt es nicht."), format!("there is no check \"{name}\""));
        let hint = nearest(name, CHECKS.iter().map(|check| check.code)).map_or_else(
            || Text::new("Jeder Befund nennt den Namen seiner Prüfung.", "Each finding gives its check's name."),
            |near| Text::new(format!("Gemeint ist wohl „{near}“."), format!("\"{near}\" is probably meant")),
        );
        Diagnostic::new(UNKNOWN_CONFIG_KEY, Severity::Warning, setting.place.clone(), message).hint(hint)
    })
}
