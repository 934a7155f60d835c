//! `heftfaden check`: what is wrong in the documents.

use super::Failure;
use crate::diag::{json, render};
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The project's folder; by default the one that the working folder lies in
    dir: Option<PathBuf>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// With the lines that are meant
    Human,
    /// One JSON array
    Json,
}

impl Check {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let (started, language) = (Instant::now(), super::language());
        let loaded = super::load(&super::project_folder(self.dir.as_deref()))?;
        let findings = crate::check::check(&loaded.project);
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        match self.format {
            Format::Json => {
                let values: Vec<_> =
                    findings.iter().map(|finding| json::value(finding, &*loaded.sources, language)).collect();
                serde_json::to_writer_pretty(&mut out, &values).map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            Format::Human => {
                let style = super::style(std::io::stdout().is_terminal());
                for finding in &findings {
                    writeln!(out, "{}\n", render::human(finding, &*loaded.sources, language, style))?;
                }
                let counts = super::summary(&findings, language);
                writeln!(out, "{counts} ({} ms)", started.elapsed().as_millis())?;
            }
        }
        out.flush()?;
        let failed = crate::check::has_errors(&findings);
        Ok(ExitCode::from(u8::from(failed)))
    }
}
