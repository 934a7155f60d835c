//! `heftfaden new item`: the skeleton of an item, where it belongs.

use super::{Failure, Writing};
use crate::edit::Wish;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write the skeleton of an item with the next free ID
    Item(Item),
}

#[derive(Debug, Args)]
struct Item {
    /// The document, by the name of its folder: lastenheft
    document: String,
    /// The project's folder; by default the one that the working folder lies in
    dir: Option<PathBuf>,
    /// The item that it is to follow; by default it ends the chapter that has the last ID
    #[arg(long, value_name = "ID")]
    after: Option<String>,
    /// What it realises, or in an acceptance document verifies; one ID or several
    #[arg(long, value_name = "ID", num_args = 1..)]
    realises: Vec<String>,
    /// Show what would be written instead of writing it
    #[arg(long)]
    dry_run: bool,
}

impl New {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let What::Item(item) = &self.what;
        item.run()
    }
}

impl Item {
    fn run(&self) -> Result<ExitCode, Failure> {
        let language = super::language();
        let folder = super::project_folder(self.dir.as_deref());
        let loaded = super::load(&folder)?;
        let wish = Wish { document: &self.document, after: self.after.as_deref(), realises: &self.realises };
        let new = crate::edit::new_item(&loaded.sources, &loaded.project, &wish)
            .map_err(|refusal| Failure::Use(refusal.0.get(language).to_owned()))?;
        let writing = if self.dry_run { Writing::Show } else { Writing::Write };
        super::writing::together(&folder, &loaded.sources, &new.edits, writing)?;
        if !self.dry_run {
            writeln!(std::io::stdout(), "{}:{}: {}", new.place.file, new.place.line, new.id)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
