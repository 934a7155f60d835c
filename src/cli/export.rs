//! `heftfaden export`: the project in another format.

use super::Failure;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// Items with fields, traces, coverage and proof, and the findings, as JSON
    Json {
        /// The project's folder; by default the one that the working folder lies in
        dir: Option<PathBuf>,
    },
    /// The sheet that bidders fill in: every item with an empty answer, the costs, questions; as Markdown
    Answers {
        /// The project's folder; by default the one that the working folder lies in
        dir: Option<PathBuf>,
    },
}

impl Export {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let (Format::Json { dir } | Format::Answers { dir }) = &self.format;
        let loaded = super::load(&super::project_folder(dir.as_deref()))?;
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        match &self.format {
            Format::Json { .. } => {
                let findings = crate::check::check(&loaded.project);
                crate::exchange::json::write(&loaded.project, &findings, &*loaded.sources, &mut out)?;
            }
            // What a bidder gets is made from what bidders get.
            Format::Answers { .. } => {
                crate::exchange::answers::write(&crate::bidders::edition(&loaded.sources), &mut out)?;
            }
        }
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}
