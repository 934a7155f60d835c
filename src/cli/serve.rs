//! `heftfaden serve`: the site in the browser while one writes.

use super::Failure;
use crate::diag::Language;
use crate::serve::{Looking, Noticing, Options, Rebuilt, Told};
use crate::source::ChangeKind;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The project's folder; by default the one that the working folder lies in
    dir: Option<PathBuf>,
    /// The port; by default 4338, or the next one that is free
    #[arg(long)]
    port: Option<u16>,
    /// The address or name to answer at; by default only this machine can reach the preview
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Open the preview in the browser
    #[arg(long)]
    open: bool,
    /// Look at the files every half second, where the file system tells of no changes
    #[arg(long)]
    poll: bool,
}

impl Serve {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let (root, language) = (super::project_folder(self.dir.as_deref()), super::language());
        // A folder without a project is said as the other commands say it.
        if !root.join(crate::source::CONTENT).is_dir() {
            super::load(&root)?;
        }
        let looking = if self.poll { Looking::Regularly } else { Looking::WhereNeeded };
        let options = Options { root, host: self.host.clone(), port: self.port, looking };
        let is_opened = self.open;
        crate::serve::serve(&options, move |told| {
            // The preview goes on whether or not anybody reads what is printed.
            let _ = say(told, language);
            if let (Told::Listening { address, .. }, true) = (told, is_opened)
                && let Err(error) = open::that_detached(address)
            {
                let _ = writeln!(std::io::stderr(), "--open: {error}");
            }
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn say(told: &Told<'_>, language: Language) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match told {
        Told::Listening { address, first, noticing, is_exposed } => {
            let (count, milliseconds) = (counts(first, language), first.took.as_millis());
            match language {
                Language::De => writeln!(out, "Vorschau: {address} (Ende mit Strg-C)\n{count} · {milliseconds} ms")?,
                Language::En => writeln!(out, "preview: {address} (ctrl-C ends it)\n{count} · {milliseconds} ms")?,
            }
            if let Some(line) = without_events(noticing, language) {
                writeln!(out, "{line}")?;
            }
            if *is_exposed {
                writeln!(out, "{}", exposed(language))?;
            }
        }
        Told::Rebuilt(rebuilt) => {
            let (changed, milliseconds) = (changed(rebuilt, language), rebuilt.took.as_millis());
            writeln!(out, "{changed} · {} · {milliseconds} ms", counts(rebuilt, language))?;
        }
    }
    out.flush()
}

/// `329 items · findings: 2 new, 1 gone, 14 in all`, and how many faults there are.
fn counts(rebuilt: &Rebuilt, language: Language) -> String {
    let Rebuilt { items, new, gone, findings, faults, .. } = rebuilt;
    let mut line = match language {
        Language::De => format!("{items} Items · Befunde: {new} neu, {gone} weg, {findings} in allem"),
        Language::En => format!("{items} items · findings: {new} new, {gone} gone, {findings} in all"),
    };
    if let Some(fault) = faults.first() {
        let (place, message) = (&fault.diagnostic.place, fault.diagnostic.message.get(language));
        let more = faults.len() - 1;
        let rest = match language {
            _ if more == 0 => String::new(),
            Language::De => format!(" (und {more} weitere)"),
            Language::En => format!(" (and {more} more)"),
        };
        let mend = match language {
            Language::De => "zu beheben",
            Language::En => "to mend",
        };
        line = format!("{line} · {mend}: {place}: {}{rest}", message.lines().next().unwrap_or_default());
    }
    line
}

/// What changed: a file by its name, several by their number.
fn changed(rebuilt: &Rebuilt, language: Language) -> String {
    let word = |kind| match (kind, language) {
        (ChangeKind::New, Language::De) => "neu",
        (ChangeKind::Edited, Language::De) => "geändert",
        (ChangeKind::Gone, Language::De) => "weg",
        (ChangeKind::New, Language::En) => "new",
        (ChangeKind::Edited, Language::En) => "changed",
        (ChangeKind::Gone, Language::En) => "gone",
    };
    match rebuilt.changes.as_slice() {
        [] => match language {
            Language::De => "nachgesehen".to_owned(),
            Language::En => "looked again".to_owned(),
        },
        changes if changes.len() <= 2 => {
            let each = changes.iter().map(|change| format!("{} {}", change.path, word(change.kind)));
            each.collect::<Vec<_>>().join(", ")
        }
        changes => {
            let count = |kind| (changes.iter().filter(|change| change.kind == kind).count(), word(kind));
            let counts = [ChangeKind::Edited, ChangeKind::New, ChangeKind::Gone].map(count);
            let counts: Vec<String> =
                counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
            let files = if language == Language::De { "Dateien" } else { "files" };
            format!("{} {files} ({})", changes.len(), counts.join(", "))
        }
    }
}

/// Why the files are looked at every so often, where they are.
fn without_events(noticing: &Noticing, language: Language) -> Option<String> {
    Some(match (noticing, language) {
        (Noticing::Events, _) => return None,
        (Noticing::Asked, Language::De) => "Nach Änderungen wird jede halbe Sekunde gesehen (--poll).".to_owned(),
        (Noticing::Asked, Language::En) => "looking for changes every half second (--poll)".to_owned(),
        (Noticing::FileSystem(kind), Language::De) => {
            format!("Das Dateisystem {kind} meldet keine Änderungen; es wird jede halbe Sekunde nachgesehen.")
        }
        (Noticing::FileSystem(kind), Language::En) => {
            format!("the file system {kind} tells of no changes; looking every half second")
        }
        (Noticing::Refused(why), Language::De) => {
            format!("Das System meldet keine Änderungen ({why}); es wird jede halbe Sekunde nachgesehen.")
        }
        (Noticing::Refused(why), Language::En) => {
            format!("the system tells of no changes ({why}); looking every half second")
        }
    })
}

/// What it means that others can reach the preview.
fn exposed(language: Language) -> &'static str {
    match language {
        Language::De => {
            "Achtung: Wer diesen Rechner im Netz erreicht, kann die Dokumente mitlesen, auch Entwürfe. Ohne --host sieht sie nur dieser Rechner."
        }
        Language::En => {
            "warning: whoever can reach this machine can read the documents, drafts too; without --host only this machine can"
        }
    }
}
