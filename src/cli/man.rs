//! `heftfaden man`: manual pages for `man`, made from the commands' help.

use super::Failure;
use super::help::Purpose;
use crate::diag::Language;
use clap::{Args, Command};
use clap_mangen::Man;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct Manual {
    /// The folder to write the pages into; it is made where it is missing
    dir: Option<PathBuf>,
}

impl Manual {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let (command, language) = (super::command(Purpose::Writing), super::language());
        let Some(folder) = &self.dir else {
            std::io::stdout().write_all(&page(command, language)?)?;
            return Ok(ExitCode::SUCCESS);
        };
        std::fs::create_dir_all(folder).map_err(|error| failure(folder, &error, language))?;
        write_all(command, folder, language)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes the pages of a command and of those below it.
fn write_all(command: Command, folder: &Path, language: Language) -> Result<(), Failure> {
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        write_all(inner.clone(), folder, language)?;
    }
    let path = folder.join(format!("{}.1", command.get_display_name().unwrap_or_else(|| command.get_name())));
    let page = page(command, language)?;
    std::fs::write(&path, page).map_err(|error| failure(&path, &error, language))
}

fn failure(path: &Path, error: &io::Error, language: Language) -> Failure {
    let path = path.display();
    Failure::Use(match language {
        Language::De => format!("{path} ist nicht zu schreiben: {}", super::reason(error, language)),
        Language::En => format!("{path} cannot be written: {error}"),
    })
}

/// What the pages have in English whatever the command says, with the words that German pages use.
const WORDS: [(&str, &str); 8] = [
    (".SH NAME\n", ".SH BEZEICHNUNG\n"),
    (".SH SYNOPSIS\n", ".SH ÜBERSICHT\n"),
    (".SH DESCRIPTION\n", ".SH BESCHREIBUNG\n"),
    (".SH OPTIONS\n", ".SH OPTIONEN\n"),
    (".SH Befehle\n", ".SH BEFEHLE\n"),
    ("\\fIPossible values:\\fR", "\\fIMögliche Werte:\\fR"),
    ("[possible values: ", "[möglich: "),
    ("[default: ", "[Vorgabe: "),
];

/// A command's page, as roff.
fn page(command: Command, language: Language) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Man::new(command).source(concat!("heftfaden ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    if language == Language::En {
        return Ok(page);
    }
    let page = String::from_utf8_lossy(&page).into_owned();
    Ok(WORDS.iter().fold(page, |page, (english, german)| page.replace(english, german)).into_bytes())
}
