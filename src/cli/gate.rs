//! What makes `check` a gate: which checks look, what changed since a revision, and which findings are known.

use super::Failure;
use crate::check::baseline::{Baseline, Malformed};
use crate::check::since::{State, since};
use crate::check::{CHECKS, Check, check};
use crate::diag::{Cached, Diagnostic, Language, key, nearest};
use crate::load::{Loaded, assemble};
use crate::source::{RevisionError, revision};
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Gate {
    /// Only these checks, separated by commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    only: Vec<String>,
    /// All checks but these, separated by commas
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    skip: Vec<String>,
    /// Only findings in what changed since this revision of the git repository
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Only findings that this file does not know
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write what is found into the baseline, and print nothing of it
    #[arg(long, requires = "baseline", conflicts_with_all = ["since", "only", "skip"])]
    write_baseline: bool,
}

/// What passed the gate.
pub(super) enum Passed {
    /// These findings, with a word for standard error.
    Findings { findings: Vec<Diagnostic>, note: Option<String> },
    /// None: they were written into the baseline.
    Written,
}

impl Gate {
    /// The codes of the checks that look.
    pub(super) fn codes(&self, language: Language) -> Result<Vec<&'static str>, Failure> {
        for name in self.only.iter().chain(&self.skip) {
            named(name, language)?;
        }
        let is_in = |list: &[String], code: &str| list.iter().any(|name| name.trim() == code);
        let looks = |code: &str| (self.only.is_empty() || is_in(&self.only, code)) && !is_in(&self.skip, code);
        let codes: Vec<&str> = CHECKS.iter().map(|check| check.code).filter(|code| looks(code)).collect();
        if codes.is_empty() {
            // A gate that nothing looks at would always be open.
            return Err(Failure::Use(match language {
                Language::De => "--only und --skip zusammen lassen keine Prüfung übrig.".to_owned(),
                Language::En => "--only and --skip together leave no check to look".to_owned(),
            }));
        }
        Ok(codes)
    }

    /// Checks the project, and lets pass what it is asked for.
    pub(super) fn pass(
        &self,
        codes: &[&'static str],
        folder: &Path,
        loaded: &Loaded,
        language: Language,
    ) -> Result<Passed, Failure> {
        let is_selected = |finding: &Diagnostic| codes.contains(&finding.code);
        let mut findings = check(&loaded.project);
        findings.retain(is_selected);
        let texts = Cached::new(&*loaded.sources);
        let mut kept = vec![true; findings.len()];
        let mut note = None;
        if let Some(path) = &self.baseline {
            let keys = key::keys(&findings, &texts);
            if self.write_baseline {
                write(path, &Baseline::of(&keys), language)?;
                return Ok(Passed::Written);
            }
            let Some((_, baseline)) = read(path, language)? else { return Err(missing(path, language)) };
            let compared = baseline.compare(&keys, |code| codes.contains(&code));
            kept.iter_mut().zip(&compared.known).for_each(|(kept, known)| *kept = !known);
            note = Some(known_words(compared.known.iter().filter(|known| **known).count(), compared.gone, language));
        }
        if let Some(name) = &self.since {
            let before = revision(folder, name, &loaded.sources).map_err(|error| revision_failure(&error, language))?;
            let project = assemble(&before.sources);
            let mut old = check(&project);
            old.retain(is_selected);
            let now = State { project: &loaded.project, findings: &findings, texts: &texts };
            let old_texts = Cached::new(&before.sources);
            let then = State { project: &project, findings: &old, texts: &old_texts };
            let belongs = since(now, then, &before.renamed);
            kept.iter_mut().zip(belongs).for_each(|(kept, belongs)| *kept &= belongs);
        }
        let mut kept = kept.into_iter();
        findings.retain(|_| kept.next().unwrap_or(true));
        Ok(Passed::Findings { findings, note })
    }

    /// What the counts are counted from, behind them: ` since main`.
    pub(super) fn since_words(&self, language: Language) -> String {
        let word = match language {
            Language::De => "seit",
            Language::En => "since",
        };
        self.since.as_ref().map(|name| format!(" {word} {name}")).unwrap_or_default()
    }
}

/// The check of a name that somebody typed.
pub(super) fn named(name: &str, language: Language) -> Result<&'static Check, Failure> {
    let name = name.trim();
    Check::named(name).ok_or_else(|| {
        let near = nearest(name, CHECKS.iter().map(|check| check.code));
        Failure::Use(match (language, near) {
            (Language::De, Some(near)) => format!("Eine Prüfung „{name}“ gibt es nicht. Gemeint ist wohl „{near}“."),
            (Language::De, None) => {
                format!("Eine Prüfung „{name}“ gibt es nicht. Jeder Befund nennt den Namen seiner Prüfung.")
            }
            (Language::En, Some(near)) => format!("there is no check \"{name}\"; \"{near}\" is probably meant"),
            (Language::En, None) => {
                format!("there is no check \"{name}\"; each finding gives its check's name")
            }
        })
    })
}

/// Reads a baseline, with its text; none where there is no such file.
fn read(path: &Path, language: Language) -> Result<Option<(String, Baseline)>, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let path = path.display();
            return Err(Failure::Use(match language {
                Language::De => {
                    format!("Die Bestandsliste {path} ist nicht zu lesen: {}", super::reason(&error, language))
                }
                Language::En => format!("the baseline {path} cannot be read: {error}"),
            }));
        }
    };
    let baseline = Baseline::parse(&text).map_err(|Malformed { line }| {
        let path = path.display();
        Failure::Use(match language {
            Language::De => format!(
                "{path}:{line}:1: Das ist keine Bestandsliste. Mit --write-baseline geschriebene beginnen mit „# Heftfaden baseline 1“ und haben je Zeile einen Befund; sonst die Datei entfernen und neu schreiben lassen."
            ),
            Language::En => format!(
                "{path}:{line}:1: this is no baseline; one that --write-baseline wrote begins with \"# Heftfaden baseline 1\" and has a finding in each line. Otherwise remove the file and have it written anew"
            ),
        })
    })?;
    Ok(Some((text, baseline)))
}

fn missing(path: &Path, language: Language) -> Failure {
    let path = path.display();
    Failure::Use(match language {
        Language::De => format!("Die Bestandsliste {path} gibt es nicht. --write-baseline dazu schreibt sie."),
        Language::En => format!("there is no baseline {path}; add --write-baseline to write it"),
    })
}

/// Writes a baseline over the one that is there, and says what became of it.
fn write(path: &Path, baseline: &Baseline, language: Language) -> Result<(), Failure> {
    if path.exists() && !path.is_file() {
        let path = path.display();
        return Err(Failure::Use(match language {
            Language::De => {
                format!("{path} ist keine Datei; die Bestandsliste braucht eine. Mit --baseline eine andere nennen.")
            }
            Language::En => format!("{path} is no file, which the baseline needs; name another with --baseline"),
        }));
    }
    let before = read(path, language)?;
    let text = baseline.to_text();
    if before.as_ref().is_none_or(|(before, _)| *before != text) {
        crate::publish::rewrite(path, before.as_ref().map(|(text, _)| text.as_str()), &text)?;
    }
    let (count, shown) = (baseline.len(), path.display());
    let old = before.map(|(_, old)| old).unwrap_or_default();
    let gone = old.minus(baseline);
    let new = baseline.minus(&old);
    let words = match language {
        Language::De => format!("{shown}: Befunde: {count}; neu darin: {new}; nicht mehr: {gone}."),
        Language::En => format!("{shown}: findings: {count}; new: {new}; gone: {gone}"),
    };
    writeln!(io::stdout(), "{words}")?;
    Ok(())
}

fn known_words(known: usize, gone: usize, language: Language) -> String {
    match (language, gone) {
        (Language::De, 0) => format!("Bestandsliste: bekannt und übergangen: {known}."),
        (Language::De, gone) => format!(
            "Bestandsliste: bekannt und übergangen: {known}; nicht mehr da: {gone}, was --write-baseline herausnimmt."
        ),
        (Language::En, 0) => format!("baseline: known and left out: {known}"),
        (Language::En, gone) => {
            format!("baseline: known and left out: {known}; gone: {gone}, which --write-baseline takes out")
        }
    }
}

fn revision_failure(error: &RevisionError, language: Language) -> Failure {
    let near = |near: &Option<String>, [before, behind]: [&str; 2]| {
        near.as_ref().map(|near| format!("{before}{near}{behind}")).unwrap_or_default()
    };
    Failure::Use(match (language, error) {
        (Language::De, RevisionError::NoGit) => {
            "--since braucht das Programm git, und es ist nicht zu finden. Es installieren, oder ohne --since prüfen."
                .to_owned()
        }
        (Language::En, RevisionError::NoGit) => {
            "--since needs the program git, which is not there; install it, or check without --since".to_owned()
        }
        (Language::De, RevisionError::NoRepository(words)) => {
            format!("--since braucht ein git-Repository um den Ordner des Projekts. git sagt: {words}")
        }
        (Language::En, RevisionError::NoRepository(words)) => {
            format!("--since needs a git repository around the project's folder; git says: {words}")
        }
        (Language::De, RevisionError::Unknown { name, near: it }) => format!(
            "Eine Revision „{name}“ kennt das Repository nicht.{} `git branch --all` zählt Zweige auf.",
            near(it, [" Gemeint ist wohl „", "“."])
        ),
        (Language::En, RevisionError::Unknown { name, near: it }) => format!(
            "the repository has no revision \"{name}\"{}; `git branch --all` lists branches",
            near(it, ["; \"", "\" is probably meant"])
        ),
        (Language::De, RevisionError::Shallow(name)) => format!(
            "Die Revision „{name}“ fehlt, denn von der Geschichte ist nur das Ende geholt. Mehr holt `git fetch --unshallow`; in GitLab GIT_DEPTH: 0, in GitHub fetch-depth: 0."
        ),
        (Language::En, RevisionError::Shallow(name)) => format!(
            "the revision \"{name}\" is missing, since only the end of the history was fetched; `git fetch --unshallow` fetches the rest, as GIT_DEPTH: 0 does in GitLab and fetch-depth: 0 in GitHub"
        ),
        (Language::De, error) => format!("--since: git ist gescheitert: {error}"),
        (Language::En, error) => format!("--since: git failed: {error}"),
    })
}
