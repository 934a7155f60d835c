//! The command line: one file for each command, and what they share.

mod build;
mod check;
mod completions;
mod explain;
mod export;
mod failure;
mod fmt;
mod gate;
mod german;
mod help;
mod init;
mod man;
mod new;
mod number;
mod out;
mod package;
mod paths;
mod refusal;
mod rename;
mod serve;
mod writing;

use crate::diag::Language;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use failure::{Failure, reason};
use std::io::{IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use writing::Writing;

/// Turns a Lastenheft and a Pflichtenheft, written in Markdown, into a traced website.
#[derive(Debug, Parser)]
#[command(name = "heftfaden", version, about, arg_required_else_help = true)]
struct Arguments {
    /// Threads to use; by default one for each processor.
    #[arg(long, global = true, value_name = "N", display_order = 900)]
    threads: Option<usize>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a project: settings, chapters with guidance, pipelines
    Init(init::Init),
    /// Publish the website
    Build(build::Build),
    /// Say what is wrong in the documents; exit 1 when there are errors
    Check(check::Check),
    /// Show the website in the browser while you write; nothing is published
    Serve(serve::Serve),
    /// Write the project in another format to standard output
    Export(export::Export),
    /// Propose IDs for what states an obligation and has none, as a diff
    Number(number::Number),
    /// Print the manual's page of a check
    Explain(explain::Explain),
    /// Print what a shell completes commands with
    Completions(completions::Completions),
    /// Print the program's manual page, or write those of all commands into a folder
    Man(man::Manual),
    /// Write the skeleton of something new
    New(new::New),
    /// Lay out tables, fields and IDs alike; nothing that the text means changes
    Fmt(fmt::Fmt),
    /// Give an item another ID, and every reference to it
    Rename(rename::Rename),
}

/// Runs the program with the process's arguments. The exit code is 0 for success, 1 for errors in the documents where
/// the command asks for them, and 2 for wrong use and for errors of the world.
pub fn run() -> ExitCode {
    let parsed =
        command(help::Purpose::Parsing).try_get_matches().and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            // Printing to a closed pipe is the reader's choice.
            let _ = refusal::print(&error, language());
            return ExitCode::from(u8::from(error.use_stderr()) * 2);
        }
    };
    if let Some(threads) = arguments.threads {
        // Fails only when the pool was made before, which nothing does.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let result = match arguments.command {
        Command::Init(command) => command.run(),
        Command::Build(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Number(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
        Command::New(command) => command.run(),
        Command::Fmt(command) => command.run(),
        Command::Rename(command) => command.run(),
    };
    match result {
        Ok(code) => code,
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody may be there to read it.
            let _ = writeln!(std::io::stderr(), "heftfaden: {}", failure.said(language()));
            ExitCode::from(2)
        }
    }
}

/// The end of a command that has printed why it ends with this exit code. Who closed the pipe gets it too.
fn ended(code: ExitCode, printed: Result<(), Failure>) -> Result<ExitCode, Failure> {
    match printed {
        Err(failure) if !failure.is_closed_pipe() => Err(failure),
        _ => Ok(code),
    }
}

/// The commands, with their help in the reader's language.
fn command(purpose: help::Purpose) -> clap::Command {
    help::in_language(Arguments::command(), language(), purpose)
}

/// The language of the environment: German where the locale says so, English otherwise.
fn language() -> Language {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    locale.and_then(|locale| Language::from_code(&locale)).unwrap_or_default()
}

/// The project's folder, where none is named: the working folder or the nearest above it with settings in it.
fn project_folder(named: Option<&Path>) -> PathBuf {
    if let Some(named) = named {
        return named.to_owned();
    }
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let with_settings = here.ancestors().find(|folder| folder.join(crate::config::FILE).is_file());
    with_settings.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Loads a project, and says in the reader's language why where it cannot be. It is never dropped, since the end of the
/// program frees all memory at once.
fn load(folder: &Path) -> Result<ManuallyDrop<crate::load::Loaded>, Failure> {
    use std::io::ErrorKind;
    crate::load::load(folder).map(ManuallyDrop::new).map_err(|error| {
        let (path, content) = (folder.display(), folder.join(crate::source::CONTENT));
        let content = content.display();
        Failure::Load(match (language(), error.kind()) {
            (Language::De, ErrorKind::NotFound) => {
                format!("In {path} ist kein Ordner content. Ein Projekt hat die Ordner content/lastenheft und content/pflichtenheft mit Markdown-Dateien; „heftfaden init“ legt eines an.")
            }
            (Language::En, ErrorKind::NotFound) => {
                format!("there is no folder content in {path}; a project has the folders content/lastenheft and content/pflichtenheft with Markdown files; \"heftfaden init\" begins one")
            }
            (Language::De, _) => {
                format!("Der Ordner {content} ist nicht zu lesen: {} Seine Zugriffsrechte ansehen.", reason(&error, Language::De))
            }
            (Language::En, _) => format!("the folder {content} cannot be read: {error}; look at its permissions"),
        })
    })
}

/// A number with its noun.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// How diagnostics are printed to a stream: in colour on a terminal that wants it.
fn style(is_terminal: bool) -> crate::diag::render::Style {
    if is_terminal && std::env::var_os("NO_COLOR").is_none() {
        crate::diag::render::Style::Coloured
    } else {
        crate::diag::render::Style::Plain
    }
}

/// Whether standard error is a terminal.
fn stderr_is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// How many findings there are of each severity, in words: `2 errors, 1 warning`.
fn summary(findings: &[crate::diag::Diagnostic], language: Language) -> String {
    use crate::diag::Severity;
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let part = |severity, one: [&str; 2], many: [&str; 2]| {
        let (number, column) = (count(severity), usize::from(language == Language::En));
        format!("{number} {}", if number == 1 { one[column] } else { many[column] })
    };
    [
        part(Severity::Error, ["Fehler", "error"], ["Fehler", "errors"]),
        part(Severity::Warning, ["Warnung", "warning"], ["Warnungen", "warnings"]),
        part(Severity::Hint, ["Hinweis", "hint"], ["Hinweise", "hints"]),
    ]
    .join(", ")
}
