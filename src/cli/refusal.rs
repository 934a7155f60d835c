//! What is said where the arguments are wrong, in the reader's language. clap has English alone.

use crate::diag::Language;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::io::{self, Write};

/// Prints what clap answers: help to standard output, and what is wrong to standard error.
pub(super) fn print(error: &Error, language: Language) -> io::Result<()> {
    match language {
        Language::De if error.use_stderr() => match german(error) {
            Some(text) => writeln!(io::stderr(), "heftfaden: {text}"),
            None => error.print(),
        },
        _ => error.print(),
    }
}

/// The sentences for what is wrong, how the command is called, and where help is; none for what is rarer than these.
fn german(error: &Error) -> Option<String> {
    let get = |kind| error.get(kind).map(words).filter(|words| !words.is_empty());
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let sentence = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("Einen Befehl „{}“ gibt es nicht.", get(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::UnknownArgument => format!("„{}“ wird hier nicht erwartet.", argument?),
        ErrorKind::InvalidValue if value.is_none() => format!("Zu „{}“ fehlt ein Wert.", argument?),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("Der Wert „{}“ ist für „{}“ nicht möglich.{}", value?, argument?, why(error))
        }
        ErrorKind::NoEquals => format!("Zu „{}“ fehlt ein Wert.", argument?),
        ErrorKind::TooManyValues => format!("Der Wert „{}“ ist für „{}“ zu viel.", value?, argument?),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("„{}“ braucht mehr oder weniger Werte.", argument?)
        }
        ErrorKind::MissingRequiredArgument => format!("Es fehlt: {}.", argument?),
        ErrorKind::MissingSubcommand => "Es fehlt ein Befehl.".to_owned(),
        ErrorKind::ArgumentConflict => match get(ContextKind::PriorArg) {
            Some(prior) if argument.as_ref() != Some(&prior) => {
                format!("„{}“ geht nicht zusammen mit „{prior}“.", argument?)
            }
            _ => format!("„{}“ steht mehr als einmal da.", argument?),
        },
        ErrorKind::InvalidUtf8 => "Ein Argument ist kein UTF-8.".to_owned(),
        _ => return None,
    };
    let mut text = vec![sentence];
    let suggested = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    if let Some(near) = suggested.into_iter().find_map(get) {
        text[0].extend([" Gemeint ist wohl „", &near, "“."]);
    }
    if let Some(valid) = get(ContextKind::ValidValue) {
        text.push(format!("Möglich sind: {valid}"));
    }
    if let Some(usage) = get(ContextKind::Usage) {
        text.push(format!("\nAufruf: {}", usage.trim_start_matches("Usage:").trim()));
    }
    text.push("\nMehr sagt „--help“.".to_owned());
    Some(text.join("\n"))
}

/// Why a value is not possible, where its reason is a number's. The library's own words for it are English.
fn why(error: &Error) -> String {
    let words = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let range = words.rsplit_once(" is not in ").and_then(|(_, range)| range.split_once("..="));
    if let Some((least, most)) = range {
        return format!(" Es muss eine ganze Zahl von {least} bis {most} sein.");
    }
    let is_number =
        ["invalid digit", "number too", "cannot parse integer"].iter().any(|start| words.starts_with(start));
    if is_number { " Es muss eine ganze Zahl sein.".to_owned() } else { String::new() }
}

/// A piece of what clap knows about the mistake, in words.
fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Arguments;
    use super::super::help::{Purpose, in_language};
    use super::*;
    use clap::CommandFactory;

    /// What a German reader is told of a call.
    fn said(arguments: &[&str]) -> String {
        let command = in_language(Arguments::command(), Language::De, Purpose::Parsing);
        let called = std::iter::once("heftfaden").chain(arguments.iter().copied());
        let error = command.try_get_matches_from(called).expect_err("wrong use");
        german(&error).unwrap_or_default()
    }

    #[test]
    fn numbers_say_what_they_must_be() {
        let said = [["check", "--threads", "x"], ["check", "--threads", "-1"], ["serve", "--port", "99999"]]
            .map(|it| said(&it));
        assert!(said[0].contains("Der Wert „x“ ist für „--threads <N>“ nicht möglich. Es muss eine ganze Zahl sein."));
        assert!(!said[1].is_empty(), "an option in a value's place");
        assert!(said[2].contains("Es muss eine ganze Zahl von 0 bis 65535 sein."), "{}", said[2]);
    }

    #[test]
    fn values_are_called_by_their_german_names() {
        assert!(said(&["new", "item"]).contains("Es fehlt: <DOKUMENT>."));
        assert!(said(&["build", "--out"]).contains("Zu „--out <ORDNER>“ fehlt ein Wert."));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_utf8_is_said_so() {
        use std::os::unix::ffi::OsStrExt;
        let command = in_language(Arguments::command(), Language::De, Purpose::Parsing);
        let odd = std::ffi::OsStr::from_bytes(b"\xFF");
        let words = ["heftfaden".as_ref(), "explain".as_ref(), odd];
        let error = command.try_get_matches_from(words).expect_err("no UTF-8");
        assert!(german(&error).is_some_and(|text| text.starts_with("Ein Argument ist kein UTF-8.")));
    }
}
