//! Why a command could not do its work, in the reader's language. What the system and its libraries say is English.

use crate::diag::Language;
use crate::{publish, serve, site};
use std::io::{self, ErrorKind};

/// Why a command could not do its work at all.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("{0}")]
    Load(String),
    /// What was asked for cannot be, in the reader's language.
    #[error("{0}")]
    Use(String),
    #[error(transparent)]
    Publish(#[from] publish::Error),
    #[error(transparent)]
    Site(#[from] site::Error),
    #[error(transparent)]
    Serve(#[from] serve::Error),
    #[error("output failed: {0}")]
    Output(#[from] io::Error),
}

impl Failure {
    /// Whether whoever reads the output closed the pipe, and has read enough.
    pub(super) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == ErrorKind::BrokenPipe)
    }

    /// The failure in words.
    pub(super) fn said(&self, language: Language) -> String {
        match (language, self) {
            (Language::En, Self::Publish(error)) => {
                format!("{error}{}", remedy(error).map(|it| format!("; {}", it[1])).unwrap_or_default())
            }
            (Language::En, _) | (_, Self::Load(_) | Self::Use(_)) => self.to_string(),
            (Language::De, Self::Publish(error)) => published(error),
            (Language::De, Self::Site(error)) => rendered(error),
            (Language::De, Self::Serve(error)) => served(error),
            (Language::De, Self::Output(error)) => format!("Ausgabe gescheitert: {}", reason(error, Language::De)),
        }
    }
}

fn published(error: &publish::Error) -> String {
    match error {
        publish::Error::Io { path, source } => format!("{}: {}", path.display(), reason(source, Language::De)),
        publish::Error::Foreign { folder, file } => format!(
            "In {} liegt, was Heftfaden nicht geschrieben hat, etwa {file}. Mit --out einen leeren Ordner wählen, oder es wegräumen.",
            folder.display()
        ),
        publish::Error::OtherKind { folder, kind } => {
            let folder = folder.display();
            match kind {
                publish::Kind::Website => format!(
                    "{folder} ist ein Paket für Bieter; die Website braucht einen Ordner außerhalb davon. Mit --out einen anderen nennen, oder jenen entfernen."
                ),
                publish::Kind::Package => format!(
                    "{folder} ist eine Website; das Paket für Bieter braucht einen Ordner außerhalb davon. Mit --out einen anderen nennen, oder jenen entfernen."
                ),
            }
        }
        publish::Error::InTheWay { path } => format!(
            "{} steht der Website im Weg und ist nicht von Heftfaden. Es wegräumen, oder mit --out einen anderen Ordner wählen. Was veröffentlicht war, ist unverändert.",
            path.display()
        ),
        publish::Error::Changed { path } => format!(
            "{} hat sich inzwischen geändert; dort wurde nichts geschrieben. Bitte noch einmal versuchen.",
            path.display()
        ),
        publish::Error::Protected { path } => {
            format!("{} ist schreibgeschützt und bleibt, wie sie ist. Zuerst das Schreiben erlauben.", path.display())
        }
        publish::Error::Twice { path, other } => format!(
            "{} und {} sind dieselbe Datei und würden verschieden geändert; nichts wurde geschrieben. Eine davon wegnehmen.",
            path.display(),
            other.display()
        ),
        publish::Error::Torn { path, error } => {
            format!("{} {} ist schon geändert und ließ sich nicht zurücksetzen.", published(error), path.display())
        }
        publish::Error::Render(error) => rendered(error),
        publish::Error::Busy { folder } => format!(
            "Nach {} veröffentlicht gerade ein anderer Lauf. Wenn er fertig ist, noch einmal veröffentlichen, oder mit --out einen anderen Ordner wählen.",
            folder.display()
        ),
        publish::Error::Unpublished { path, source, is_begun } => {
            let state = if *is_begun {
                "Ein Teil der Website ist schon neu; noch einmal veröffentlichen."
            } else {
                "Was veröffentlicht war, ist unverändert."
            };
            format!("{}: {} {state}{}", path.display(), reason(source, Language::De), german_remedy(error))
        }
        publish::Error::Unreadable { path, source } => format!(
            "{}: {} Was veröffentlicht war, ist unverändert.{}",
            path.display(),
            reason(source, Language::De),
            german_remedy(error)
        ),
    }
}

fn german_remedy(error: &publish::Error) -> String {
    remedy(error).map(|it| format!(" {}", it[0])).unwrap_or_default()
}

/// What to do where a site cannot be published.
fn remedy(error: &publish::Error) -> Option<[&'static str; 2]> {
    let (source, is_read) = match error {
        publish::Error::Unpublished { source, .. } => (source, false),
        publish::Error::Unreadable { source, .. } => (source, true),
        _ => return None,
    };
    Some(match source.kind() {
        ErrorKind::PermissionDenied if is_read => ["Das Recht geben, sie zu lesen.", "allow reading it"],
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            ["Platz schaffen und noch einmal veröffentlichen.", "make room and build again"]
        }
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => [
            "Das Recht zu schreiben geben, oder mit --out einen anderen Ordner wählen.",
            "allow writing there, or choose another folder with --out",
        ],
        // What the site is made of went away while it was read.
        ErrorKind::NotFound => ["Noch einmal veröffentlichen.", "build again"],
        _ => return None,
    })
}

fn rendered(error: &site::Error) -> String {
    let (path, line, column) = error.place();
    format!("Das Theme ist nicht in Ordnung: themes/…/{path}:{line}:{column}: {}", error.message())
}

fn served(error: &serve::Error) -> String {
    match error {
        serve::Error::Folder(error) => {
            format!("Der Ordner des Projekts ist nicht zu lesen: {}", reason(error, Language::De))
        }
        serve::Error::Bind { address, source } => {
            format!("{address} ist nicht zu haben: {}", reason(source, Language::De))
        }
        serve::Error::Server(error) => format!("Die Vorschau ist gescheitert: {}", reason(error, Language::De)),
    }
}

/// What the system says. What is rarer than these stays in its words.
pub(super) fn reason(error: &io::Error, language: Language) -> String {
    let german = match error.kind() {
        ErrorKind::NotFound => "Das gibt es nicht.",
        ErrorKind::PermissionDenied => "Das Recht dazu fehlt.",
        ErrorKind::AlreadyExists => "Das gibt es schon.",
        ErrorKind::NotADirectory => "Das ist kein Ordner, oder liegt in keinem.",
        ErrorKind::IsADirectory => "Das ist ein Ordner.",
        ErrorKind::DirectoryNotEmpty => "Der Ordner ist nicht leer.",
        ErrorKind::ReadOnlyFilesystem => "Dort kann nur gelesen werden.",
        ErrorKind::StorageFull => "Der Datenträger ist voll.",
        ErrorKind::QuotaExceeded => "Das Kontingent ist ausgeschöpft.",
        ErrorKind::InvalidFilename => "Der Name ist nicht möglich.",
        ErrorKind::InvalidData => "Das ist kein UTF-8.",
        ErrorKind::AddrInUse => "Die Adresse ist schon vergeben; mit --port eine andere wählen.",
        ErrorKind::AddrNotAvailable => "Diese Adresse hat der Rechner nicht.",
        _ => return error.to_string(),
    };
    if language == Language::De { german.to_owned() } else { error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn what_cannot_be_written_is_said_in_the_readers_language() {
        let path = PathBuf::from("public/a.html");
        let denied = || io::Error::from(ErrorKind::PermissionDenied);
        let errors: [(Failure, &str, &str); 6] = [
            (
                publish::Error::Io { path: path.clone(), source: denied() }.into(),
                "public/a.html: Das Recht dazu fehlt.",
                "public/a.html: permission denied",
            ),
            (
                publish::Error::Foreign { folder: PathBuf::from("aus"), file: "b.txt".to_owned() }.into(),
                "In aus liegt, was Heftfaden nicht geschrieben hat, etwa b.txt. Mit --out",
                "aus has files",
            ),
            (
                publish::Error::Unreadable { path: PathBuf::from("content/a.pdf"), source: denied() }.into(),
                "content/a.pdf: Das Recht dazu fehlt. Was veröffentlicht war, ist unverändert. Das Recht geben, sie zu lesen.",
                "content/a.pdf: permission denied; what was published is as it was; allow reading it",
            ),
            (publish::Error::Changed { path }.into(), "public/a.html hat sich inzwischen geändert", "has changed"),
            (
                serve::Error::Bind { address: "[::1]:80".to_owned(), source: ErrorKind::AddrInUse.into() }.into(),
                "[::1]:80 ist nicht zu haben: Die Adresse ist schon vergeben",
                "[::1]:80: address in use",
            ),
            (denied().into(), "Ausgabe gescheitert: Das Recht dazu fehlt.", "output failed: permission denied"),
        ];
        for (failure, german, english) in errors {
            assert!(failure.said(Language::De).starts_with(german), "{}", failure.said(Language::De));
            assert!(failure.said(Language::En).contains(english), "{}", failure.said(Language::En));
        }
    }

    #[test]
    fn what_is_rare_keeps_the_systems_words() {
        let rare = io::Error::other("odd");
        assert_eq!([reason(&rare, Language::De), reason(&rare, Language::En)], ["odd", "odd"]);
    }
}
