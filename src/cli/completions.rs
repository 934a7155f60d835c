//! `heftfaden completions`: what a shell completes commands with.

use super::Failure;
use super::help::Purpose;
use crate::check::CHECKS;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Args, Command};
use clap_complete::Shell;
use std::io::Write;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let mut script = Vec::new();
        let mut command = with_codes(super::command(Purpose::Writing));
        clap_complete::generate(self.shell, &mut command, "heftfaden", &mut script);
        std::io::stdout().write_all(&script)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The commands with the names of the checks where one is to be typed. A wrong name gets an answer of our own, so that the
/// arguments themselves take any.
fn with_codes(command: Command) -> Command {
    let codes = |argument: Arg| {
        argument.value_parser(PossibleValuesParser::new(CHECKS.iter().map(|check| PossibleValue::new(check.code))))
    };
    command
        .mut_subcommand("explain", |explain| explain.mut_arg("code", codes))
        .mut_subcommand("check", |check| check.mut_arg("only", codes).mut_arg("skip", codes))
}
