//! `heftfaden check`: what is wrong in the documents.

use super::{Failure, gate, paths};
use crate::check::{CHECKS, manual};
use crate::diag::{
    Cached, Diagnostic, Language, Report, Severity, Texts, github, gitlab, json, junit, render, sarif, short,
};
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The project's folder; by default the one that the working folder lies in
    dir: Option<PathBuf>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Exit 1 on less than errors too
    #[arg(long, value_enum, value_name = "LEVEL")]
    deny: Option<Deny>,
    #[command(flatten)]
    gate: gate::Gate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines that are meant
    Human,
    /// One line each, with file, line, column, level, check and message
    Short,
    /// One JSON array
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// A JUnit report, with a suite for each check
    Junit,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    /// Warnings and errors
    Warnings,
    /// Every finding
    Hints,
}

impl Check {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let (started, language) = (Instant::now(), super::language());
        let codes = self.gate.codes(language)?;
        let folder = super::project_folder(self.dir.as_deref());
        let loaded = super::load(&folder)?;
        let passed = self.gate.pass(&codes, &folder, &loaded, language)?;
        let gate::Passed::Findings { findings, note } = passed else { return Ok(ExitCode::SUCCESS) };
        let texts = Cached::new(&*loaded.sources);
        let print = || -> Result<(), Failure> {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            self.print(&findings, &texts, &codes, &folder, &mut out)?;
            if self.format == Format::Human {
                let since = self.gate.since_words(language);
                let counts = super::summary(&findings, language);
                writeln!(out, "{counts}{since} ({} ms)", started.elapsed().as_millis())?;
            }
            Ok(out.flush()?)
        };
        let printed = print();
        if let Some(note) = note {
            // Nobody may be there to read it.
            let _ = writeln!(std::io::stderr(), "{note}");
        }
        let failed = findings.iter().any(|finding| finding.severity >= self.failing());
        super::ended(ExitCode::from(u8::from(failed)), printed)
    }

    /// The least severity that makes the command fail.
    fn failing(&self) -> Severity {
        match self.deny {
            None => Severity::Error,
            Some(Deny::Warnings) => Severity::Warning,
            Some(Deny::Hints) => Severity::Hint,
        }
    }

    fn print(
        &self,
        findings: &[Diagnostic],
        texts: &dyn Texts,
        codes: &[&'static str],
        folder: &Path,
        out: &mut dyn Write,
    ) -> Result<(), Failure> {
        let language = super::language();
        let prefix = match self.format {
            Format::Human | Format::Json => String::new(),
            Format::Short => paths::below_working_folder(folder),
            Format::Sarif | Format::Github | Format::Gitlab | Format::Junit => paths::below_repository(folder),
        };
        let report = Report { findings, texts, language, folder: &prefix };
        match self.format {
            Format::Human => {
                let style = super::style(std::io::stdout().is_terminal());
                for finding in findings {
                    writeln!(out, "{}\n", render::human(finding, texts, language, style))?;
                }
            }
            Format::Json => {
                let values: Vec<_> = findings.iter().map(|finding| json::value(finding, texts, language)).collect();
                serde_json::to_writer_pretty(&mut *out, &values).map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            Format::Short => short::write(&report, out)?,
            Format::Sarif => sarif::write(&report, &rules(codes, language), out)?,
            Format::Github => github::write(&report, out)?,
            Format::Gitlab => gitlab::write(&report, out)?,
            Format::Junit => junit::write(&report, codes, self.failing(), out)?,
        }
        Ok(())
    }
}

/// The checks that looked, with their manual pages.
fn rules(codes: &[&'static str], language: Language) -> Vec<sarif::Rule> {
    let looked = CHECKS.iter().filter(|check| codes.contains(&check.code));
    let rule = |check: &crate::check::Check| {
        let page = manual::page(check, language);
        sarif::Rule { code: check.code, severity: check.severity, title: page.title, page: page.text }
    };
    looked.map(rule).collect()
}
