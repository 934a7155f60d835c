//! `heftfaden rename`: another ID for an item, and for every reference to it.

use super::{Failure, Writing, counted};
use crate::diag::Language;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct Rename {
    /// The ID that the item has; with its document where several have it: lastenheft:LH-310
    old: String,
    /// The ID that it gets
    new: String,
    /// The project's folder; by default the one that the working folder lies in
    dir: Option<PathBuf>,
    /// Write the files instead of showing what would change
    #[arg(long)]
    write: bool,
}

/// How many places are named that stay as they are.
const SHOWN: usize = 10;

impl Rename {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let language = super::language();
        let folder = super::project_folder(self.dir.as_deref());
        let loaded = super::load(&folder)?;
        let renamed = crate::edit::rename(&loaded.sources, &loaded.project, &self.old, &self.new)
            .map_err(|refusal| Failure::Use(refusal.0.get(language).to_owned()))?;
        let writing = if self.write { Writing::Write } else { Writing::Show };
        let files = super::writing::together(&folder, &loaded.sources, &renamed.edits, writing)?;
        let mut err = std::io::stderr().lock();
        let places = renamed.left.len();
        if places > 0 {
            let first: Vec<String> = renamed.left.iter().take(SHOWN).map(ToString::to_string).collect();
            let (list, dots) = (first.join(", "), if places > SHOWN { " …" } else { "" });
            match language {
                Language::De => {
                    let (places, verb) =
                        (counted(places, "Stelle", "Stellen"), if places == 1 { "verweist" } else { "verweisen" });
                    writeln!(err, "{} bleibt an {places}, die nicht auf dieses Item {verb}: {list}{dots}", self.old)
                }
                Language::En => {
                    let (places, verb) = (counted(places, "place", "places"), if places == 1 { "does" } else { "do" });
                    writeln!(err, "{} stays in {places} that {verb} not refer to this item: {list}{dots}", self.old)
                }
            }?;
        }
        let (is_one, old, new) = (files == 1, &self.old, &self.new);
        let files = match language {
            Language::De => counted(files, "Datei", "Dateien"),
            Language::En => counted(files, "file", "files"),
        };
        match (writing, language) {
            (Writing::Write, Language::De) => writeln!(err, "{old} heißt jetzt {new}; {files} geändert."),
            (Writing::Write, Language::En) => writeln!(err, "{old} is now {new}; {files} changed"),
            (Writing::Show, Language::De) if is_one => writeln!(err, "{files} würde geändert; --write schreibt sie."),
            (Writing::Show, Language::De) => writeln!(err, "{files} würden geändert; --write schreibt sie."),
            (Writing::Show, Language::En) => writeln!(err, "{files} would change; --write writes what is shown"),
        }?;
        Ok(ExitCode::SUCCESS)
    }
}
