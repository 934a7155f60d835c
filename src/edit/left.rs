//! Files that are left as they are whatever is asked for, and files that nobody could read.

use super::Refusal;
use crate::config::FILE;
use crate::diag::{Diagnostic, Place, Text};
use crate::source::{CONTENT, SourceFile, Sources};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why a file stays as it is: its bytes are not all read, or a merge in it is not resolved.
pub(super) fn untouchable(file: &SourceFile) -> Option<Refusal> {
    let is_garbled = |finding: &&Diagnostic| finding.code == "not-utf8";
    if let Some(finding) = file.diagnostics.iter().find(is_garbled) {
        return Some(not_utf8(&finding.place));
    }
    unmerged(file).map(|place| {
        Refusal::at(
            &place,
            "Hier steht noch, worin zwei Fassungen sich widersprechen; die Datei bleibt, wie sie ist. Zuerst die Stellen zwischen „<<<<<<<“ und „>>>>>>>“ zusammenführen.",
            "two versions still contradict each other here, so the file stays as it is; resolve the merge between \"<<<<<<<\" and \">>>>>>>\" first",
        )
    })
}

/// What is left as it is, and why: what of a project's text could not be read at all, and which of some files are not to be
/// touched.
pub fn left(sources: &Sources, files: &BTreeSet<Arc<str>>) -> Vec<Refusal> {
    let chosen = sources.files.iter().filter(|file| files.contains(&file.path));
    unread(sources).into_iter().chain(chosen.filter_map(|file| untouchable(file))).collect()
}

/// What of a project's text could not be read at all.
pub(super) fn unread(sources: &Sources) -> Vec<Refusal> {
    let is_of_text = |finding: &&Diagnostic| finding.place.file.starts_with(CONTENT) || *finding.place.file == *FILE;
    unreadable(sources).filter(is_of_text).map(refused).collect()
}

/// Refuses where some of what may name an item could not be read, or not in full.
pub(super) fn all_is_read(sources: &Sources) -> Result<(), Refusal> {
    let settings = sources.diagnostics.iter().find(|it| it.code == "not-utf8" && *it.place.file == *FILE);
    let texts = sources.files.iter().flat_map(|file| &file.diagnostics).find(|finding| finding.code == "not-utf8");
    let is_of_frame = |finding: &&Diagnostic| {
        let file = &*finding.place.file;
        file.starts_with(crate::source::THEMES) || sources.config.outline_files().any(|outline| *outline == *file)
    };
    let unread = unreadable(sources).find(|finding| !is_of_frame(finding)).map(|finding| {
        let Text { de, en } = &finding.message;
        Refusal::at(
            &finding.place,
            &format!("{de} Was dort steht, kann Items nennen; es zuerst lesbar machen oder wegnehmen."),
            &format!("{en}; what is there may name items, so make it readable or take it away first"),
        )
    });
    let found = unread.or_else(|| settings.or(texts).map(|finding| not_utf8(&finding.place)));
    found.map_or(Ok(()), Err)
}

/// Refuses where a merge is not resolved in a text or the settings.
pub(super) fn all_is_merged(sources: &Sources) -> Result<(), Refusal> {
    let settings = sources.config_text.as_deref().map(|text| SourceFile::new(FILE, text));
    let texts = sources.files.iter().map(|file| &**file);
    settings.iter().chain(texts).find_map(untouchable).map_or(Ok(()), Err)
}

fn unreadable(sources: &Sources) -> impl Iterator<Item = &Diagnostic> {
    sources.diagnostics.iter().filter(|finding| finding.code == "unreadable-file")
}

fn refused(finding: &Diagnostic) -> Refusal {
    Refusal::at(&finding.place, &finding.message.de, &finding.message.en)
}

fn not_utf8(place: &Place) -> Refusal {
    Refusal::at(
        place,
        "Ab hier ist die Datei kein UTF-8; sie bleibt, wie sie ist. Sie im Editor mit der Kodierung UTF-8 speichern.",
        "from here on the file is not UTF-8, so it stays as it is; save it in the editor with the encoding UTF-8",
    )
}

/// Where two versions that a merge could not join begin.
fn unmerged(file: &SourceFile) -> Option<Place> {
    let text = &*file.text;
    let begins = |at: &usize| *at == 0 || text[..*at].ends_with(['\n', '\r', '\u{FEFF}']);
    let line = |from: usize, sign: &str| text[from..].match_indices(sign).map(|(at, _)| from + at).find(&begins);
    let start = line(0, "<<<<<<< ")?;
    line(start, ">>>>>>> ").map(|_| file.place(start..start + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_is_two_signs_at_the_start_of_lines() {
        let place = |text: &str| unmerged(&SourceFile::new("a.md", text)).map(|place| place.to_string());
        assert_eq!(place("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n").as_deref(), Some("a.md:2:1"));
        assert_eq!(place("\u{FEFF}<<<<<<< HEAD\r>>>>>>> x").as_deref(), Some("a.md:1:2"));
        assert_eq!(place("x <<<<<<< HEAD\n>>>>>>> x\n"), None);
        assert_eq!(place(">>>>>>> x\n<<<<<<< HEAD\n"), None);
    }
}
