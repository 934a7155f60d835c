//! The program's help in the reader's language. clap has English alone: where the reader's language is German, the built
//! commands get their texts, headings and usage from the table in `german`.

use super::german::{HELP, VALUES};
use crate::diag::Language;
use clap::builder::{PossibleValue, PossibleValuesParser, Resettable, StyledStr};
use clap::{Arg, Command};

/// The help's frame: clap's own has the English word for usage in it.
const FRAME: &str =
    "{before-help}{about-with-newline}\n\u{1b}[1m\u{1b}[4mAufruf:\u{1b}[0m {usage}\n\n{all-args}{after-help}";

/// What commands are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To read arguments, and to show help in clap's frame, whose words for values are English.
    Parsing,
    /// To write about them: manual pages and completions. The values have their German texts, and are no longer Rust's.
    Writing,
}

/// The commands with all their texts in a language.
pub(super) fn in_language(mut command: Command, language: Language, purpose: Purpose) -> Command {
    // Only now help and version, and the command that shows help, are among the others.
    command.build();
    match language {
        Language::En => command,
        Language::De => german(command, "", purpose),
    }
}

/// The German text of a name in the table.
fn text(name: &str) -> Option<&'static str> {
    HELP.iter().find(|(other, _)| *other == name).map(|(_, text)| *text)
}

fn german(mut command: Command, path: &str, purpose: Purpose) -> Command {
    if let Some(about) = text(&command_name(path)) {
        command = command.about(about).long_about(Resettable::Reset);
    }
    command = command.mut_args(|argument| german_argument(argument, path, purpose));
    let usage = usage(&mut command);
    command = command.help_template(FRAME).subcommand_help_heading("Befehle").override_usage(usage);
    let names: Vec<String> = command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |inner| german(inner, &below(path, &name), purpose));
    }
    command
}

/// The name of a command in the table. What stands below `help` are copies of the other commands.
fn command_name(path: &str) -> String {
    let words: Vec<&str> = path.split(' ').collect();
    if words.last() == Some(&"help") {
        return "help".to_owned();
    }
    words.into_iter().filter(|word| *word != "help").collect::<Vec<_>>().join(" ")
}

/// The name of a command below another.
fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

/// The name of an argument in the table. Those that every command has stand there once.
fn argument_name(argument: &Arg, path: &str) -> String {
    let id = argument.get_id().as_str();
    if argument.is_global_set() || matches!(id, "help" | "version") { format!(" {id}") } else { format!("{path} {id}") }
}

/// An argument with its German text.
fn german_argument(argument: Arg, path: &str, purpose: Purpose) -> Arg {
    let name = argument_name(&argument, path);
    let argument = with_german_values(argument);
    let mut help = text(&name).map(str::to_owned).unwrap_or_default();
    let heading = if argument.is_positional() { "Argumente" } else { "Optionen" };
    let values = if argument.get_action().takes_values() { argument.get_possible_values() } else { Vec::new() };
    let of_value = |value: &PossibleValue| text(&format!("{name}={}", value.get_name()));
    match purpose {
        Purpose::Parsing => {
            add_values(&mut help, &argument, &values, of_value);
            let argument = argument.help(help).long_help(Resettable::Reset).help_heading(heading);
            argument.hide_possible_values(true).hide_default_value(true)
        }
        Purpose::Writing => {
            let values: Vec<PossibleValue> = values
                .into_iter()
                .map(|value| {
                    let about = of_value(&value);
                    value.help(about)
                })
                .collect();
            let argument = argument.help(help).long_help(Resettable::Reset).help_heading(heading);
            if values.is_empty() { argument } else { argument.value_parser(PossibleValuesParser::new(values)) }
        }
    }
}

/// An argument whose values have German names. Below a heading of ours clap sorts by name what must stand in its own order.
fn with_german_values(argument: Arg) -> Arg {
    let order = argument.get_index();
    let argument = if let Some(order) = order { argument.display_order(order) } else { argument };
    let german = |name: &str| VALUES.iter().find(|(english, _)| *english == name).map(|(_, german)| *german);
    let names: Option<Vec<&'static str>> =
        argument.get_value_names().and_then(|names| names.iter().map(|name| german(name)).collect());
    match names {
        Some(names) if argument.get_action().takes_values() => argument.value_names(names),
        _ => argument,
    }
}

/// Adds an argument's values and its default to its text, since clap's own words for them are English.
fn add_values(
    help: &mut String,
    argument: &Arg,
    values: &[PossibleValue],
    of_value: impl Fn(&PossibleValue) -> Option<&'static str>,
) {
    let width = values.iter().map(|value| value.get_name().len()).max().unwrap_or_default();
    if values.iter().any(|value| of_value(value).is_some()) {
        for value in values {
            let about = of_value(value).unwrap_or_default();
            help.extend(["\n  ", &format!("{:width$}", value.get_name()), "  ", about]);
        }
    } else if !values.is_empty() {
        let words: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
        help.extend([" [", &words.join(", "), "]"]);
    }
    let default: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !default.is_empty() && argument.get_action().takes_values() {
        let separator = if help.contains('\n') { "\n" } else { " " };
        help.extend([separator, "[Vorgabe: ", &default.join(", "), "]"]);
    }
}

/// How a command is called, without the word before it and with German names for what is not spelt out.
fn usage(command: &mut Command) -> StyledStr {
    let english = command.render_usage().ansi().to_string();
    let call = english.split_once("Usage:").map_or(english.as_str(), |(_, call)| call);
    // The escape behind the word ends its style.
    let call = call.trim_start_matches("\u{1b}[0m").trim();
    StyledStr::from(call.replace("OPTIONS", "OPTIONEN").replace("COMMAND", "BEFEHL"))
}

#[cfg(test)]
mod tests {
    use super::super::Arguments;
    use super::*;
    use clap::CommandFactory;
    use std::collections::BTreeSet;

    /// Every name that the table must have, and whether the command says it in English.
    fn names(command: &Command, path: &str, found: &mut BTreeSet<(String, bool)>) {
        found.insert((path.to_owned(), command.get_about().is_some()));
        for argument in command.get_arguments() {
            let name = argument_name(argument, path);
            for value in argument.get_possible_values() {
                // A shell's name is no word of ours, and explains itself.
                if argument.get_action().takes_values() && value.get_help().is_some() {
                    found.insert((format!("{name}={}", value.get_name()), true));
                }
            }
            found.insert((name, argument.get_help().is_some()));
        }
        for inner in command.get_subcommands() {
            if inner.get_name() == "help" {
                found.insert(("help".to_owned(), inner.get_about().is_some()));
            } else {
                names(inner, &below(path, inner.get_name()), found);
            }
        }
    }

    #[test]
    fn every_command_and_argument_has_its_help_in_both_languages() {
        let mut command = Arguments::command();
        command.build();
        let mut wanted = BTreeSet::new();
        names(&command, "", &mut wanted);
        assert!(wanted.len() > 30, "{wanted:?}");
        let no_english: Vec<&str> =
            wanted.iter().filter(|(_, has_english)| !has_english).map(|(name, _)| name.as_str()).collect();
        assert!(no_english.is_empty(), "no doc comment in Rust, and so no English help: {no_english:?}");
        let no_german: Vec<&str> =
            wanted.iter().filter(|(name, _)| text(name).is_none()).map(|(name, _)| name.as_str()).collect();
        assert!(no_german.is_empty(), "src/cli/german.rs lacks the rows {no_german:?}");
        let idle: Vec<&str> =
            HELP.iter().map(|(name, _)| *name).filter(|name| !wanted.iter().any(|(it, _)| it == name)).collect();
        assert!(idle.is_empty(), "src/cli/german.rs has rows that no command asks for: {idle:?}");
    }

    /// The help of every command, in a language.
    fn helps(language: Language) -> Vec<String> {
        let mut command = in_language(Arguments::command(), language, Purpose::Parsing);
        let mut helps = vec![command.render_long_help().to_string()];
        for inner in command.get_subcommands_mut() {
            helps.push(inner.render_long_help().to_string());
            helps.extend(inner.get_subcommands_mut().map(|inner| inner.render_long_help().to_string()));
        }
        helps
    }

    #[test]
    fn what_stands_for_a_value_is_german_and_in_its_order() {
        let german = helps(Language::De).join("\n");
        for word in ["DIR", "FILE", "FILES", "DOCUMENT", "OLD", "NEW", "LEVEL", "TITLE", "LANG"] {
            let is_left = ['<', '['].into_iter().any(|open| german.contains(&format!("{open}{word}")));
            assert!(!is_left, "{word} in\n{german}");
        }
        assert!(german.contains("heftfaden new item [OPTIONEN] <DOKUMENT> [ORDNER]"), "{german}");
        let list = german.split("\n  <DOKUMENT>").nth(1).and_then(|rest| rest.split("Optionen:").next());
        assert!(list.is_some_and(|rest| rest.contains("\n  [ORDNER]")), "{german}");
        let mut english = Arguments::command();
        english.build();
        let known: BTreeSet<&str> = VALUES.iter().map(|(english, _)| *english).collect();
        let mut wanted = BTreeSet::new();
        value_names(&english, &mut wanted);
        assert!(wanted.iter().map(String::as_str).eq(known), "{wanted:?}: rows of VALUES in src/cli/german.rs");
    }

    /// What all arguments of a command and of those below it call their values.
    fn value_names(command: &Command, found: &mut BTreeSet<String>) {
        let taking = command.get_arguments().filter(|argument| argument.get_action().takes_values());
        found.extend(taking.filter_map(Arg::get_value_names).flatten().map(ToString::to_string));
        for inner in command.get_subcommands() {
            value_names(inner, found);
        }
    }

    #[test]
    fn german_help_has_no_english_words() {
        let german = helps(Language::De).join("\n");
        for word in ["Usage", "Options:", "Commands", "Arguments", "default", "possible", "Possible", "Print", "Show"] {
            assert!(!german.contains(word), "{word} in\n{german}");
        }
        for word in ["Aufruf:", "Optionen:", "Befehle:", "Argumente:", "[Vorgabe: human]", "[OPTIONEN]", "<BEFEHL>"] {
            assert!(german.contains(word), "no {word} in\n{german}");
        }
        assert!(helps(Language::En).join("\n").contains("Usage: heftfaden"));
    }
}
