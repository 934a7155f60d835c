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
            format!("Der Wert „{}“ ist für „{}“ nicht möglich.", value?, argument?)
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
