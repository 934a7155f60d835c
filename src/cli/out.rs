//! Folders that nothing is published into: those that the sources lie in, and for a package the website's.

use super::Failure;
use crate::config::Config;
use crate::diag::Language;
use crate::source::{CONTENT, THEMES};
use std::path::{Path, PathBuf};

/// Refuses a folder that is, holds or lies in one that sources are read from: the next run would read what this one wrote.
pub(super) fn refuse_sources(folder: &Path, out: &Path, config: &Config, language: Language) -> Result<(), Failure> {
    let results = config.documents.iter().flat_map(|document| &document.junit).map(|glob| glob.folder());
    // A pattern that begins with a wildcard looks into every folder.
    let named = results.filter(|it| !it.is_empty());
    let Some(source) = [CONTENT, THEMES].into_iter().chain(named).find(|it| overlaps(&folder.join(it), out)) else {
        return Ok(());
    };
    let out = out.display();
    Err(Failure::Use(match language {
        Language::De => format!(
            "{out} ist oder enthält den Ordner {source}, aus dem gelesen wird, oder liegt darin. Mit --out einen anderen nennen."
        ),
        Language::En => {
            format!("{out} is, holds or lies in the folder {source}, which is read from; name another with --out")
        }
    }))
}

/// Refuses a folder that is published, or will be.
pub(super) fn refuse_site(folder: &Path, out: &Path, language: Language) -> Result<(), Failure> {
    if !overlaps(&folder.join("public"), out) {
        return Ok(());
    }
    let out = out.display();
    Err(Failure::Use(match language {
        Language::De => format!(
            "{out} ist oder enthält den Ordner der Website oder liegt darin; das Paket für Bieter braucht einen eigenen. Mit --out einen anderen nennen."
        ),
        Language::En => format!(
            "{out} is, holds or lies in the folder of the website; the package for bidders needs one of its own. Name another with --out."
        ),
    }))
}

/// Whether two folders are the same, or one lies in the other.
fn overlaps(a: &Path, b: &Path) -> bool {
    let (a, b) = (resolved(a), resolved(b));
    a.starts_with(&b) || b.starts_with(&a)
}

/// A path without links and dots, as far as it is there.
fn resolved(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut parts = PathBuf::new();
    for part in whole.components() {
        match part {
            std::path::Component::ParentDir => {
                parts.pop();
            }
            part => parts.push(part),
        }
        parts = parts.canonicalize().unwrap_or(parts);
    }
    parts
}
