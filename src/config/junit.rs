//! Files with results of tests: `[documents.<acceptance>] junit`.

use super::Role;
use super::read::{Entry, Reader};
use crate::diag::{Diagnostic, Place, Severity, Text};
use globset::{GlobBuilder, GlobMatcher};

/// A pattern of files below the project's folder, in which test tools leave their results as JUnit XML.
#[derive(Clone, Debug)]
pub struct JunitGlob {
    /// The pattern: `results/*.xml`, `target/**/junit.xml`.
    pub pattern: String,
    /// Where it is set.
    pub place: Place,
    matcher: GlobMatcher,
}

/// Patterns are equal where they are written alike, in the same place.
impl PartialEq for JunitGlob {
    fn eq(&self, other: &Self) -> bool {
        (&self.pattern, &self.place) == (&other.pattern, &other.place)
    }
}

impl Eq for JunitGlob {}

impl JunitGlob {
    /// Whether a file matches, by its path below the project's folder.
    pub fn matches(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }

    /// The folder, below the project's, that all the files lie in: the pattern's parts before its first wildcard. Empty
    /// where that is the project's folder itself.
    pub fn folder(&self) -> &str {
        let fixed = self.pattern.find(['*', '?', '[', '{', '\\']).unwrap_or(self.pattern.len());
        self.pattern[..fixed].rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl Reader<'_> {
    /// Reads one pattern or a list of them. What leads out of the project's folder is none.
    pub(super) fn junit(&mut self, entry: &Entry<'_>, role: Role) -> Vec<JunitGlob> {
        let patterns = self.strings(entry).unwrap_or_default();
        if role != Role::Acceptance {
            let place = self.place(entry.key_range.clone());
            let message = Text::new(
                "Ergebnisse von Tests gehören zu einem Abnahmedokument; hier werden sie nicht gelesen.",
                "results of tests belong to an acceptance document; here they are not read",
            );
            let hint = Text::new(
                "Die Einstellung zum Dokument mit role = \"acceptance\" stellen.",
                "Move the setting to the document with role = \"acceptance\".",
            );
            self.diagnostics.push(Diagnostic::new("config-invalid", Severity::Error, place, message).hint(hint));
            return Vec::new();
        }
        patterns.iter().filter_map(|pattern| self.glob(entry, pattern)).collect()
    }

    fn glob(&mut self, entry: &Entry<'_>, pattern: &str) -> Option<JunitGlob> {
        let place = self.place(entry.range.clone());
        let pattern = pattern.trim_start_matches("./").to_owned();
        let is_inside = !pattern.is_empty()
            && !pattern.starts_with(['/', '\\'])
            && !pattern.contains(':')
            && pattern.split(['/', '\\']).all(|part| part != "..");
        if !is_inside {
            let message = Text::new(
                format!("Das Muster „{pattern}“ führt aus dem Ordner des Projekts hinaus."),
                format!("the pattern \"{pattern}\" leads out of the project's folder"),
            );
            let hint = Text::new(
                "Die Dateien in einem Ordner des Projekts ablegen: junit = \"results/*.xml\"",
                "Put the files into a folder of the project: junit = \"results/*.xml\"",
            );
            self.diagnostics.push(Diagnostic::new("config-invalid", Severity::Error, place, message).hint(hint));
            return None;
        }
        match GlobBuilder::new(&pattern).literal_separator(true).build() {
            Ok(glob) => Some(JunitGlob { pattern, place, matcher: glob.compile_matcher() }),
            Err(error) => {
                let what = error.kind();
                let message = Text::new(
                    format!("„{pattern}“ ist kein Muster für Dateien: {what}"),
                    format!("\"{pattern}\" is no pattern of files: {what}"),
                );
                let hint = Text::new(
                    "* steht für einen Namen, ** für beliebig viele Ordner, {a,b} für eines von beiden.",
                    "* stands for a name, ** for any folders, {a,b} for one of the two.",
                );
                self.diagnostics.push(Diagnostic::new("config-invalid", Severity::Error, place, message).hint(hint));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::config::parse;

    #[test]
    fn patterns_of_result_files() {
        let (config, found) =
            parse("[documents.abnahme]\njunit = [\"./a/b/*.xml\", \"a/{x,y}.xml\", \"**/TEST-*.xml\"]\n");
        assert!(found.is_empty(), "{found:?}");
        let globs = &config.document("abnahme").unwrap().junit;
        assert_eq!(globs.iter().map(|glob| glob.folder()).collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert!(globs[0].matches("a/b/c.xml") && !globs[0].matches("a/b/c/d.xml"));
        assert!(globs[2].matches("TEST-a.xml") && globs[2].matches("x/y/TEST-a.xml"));
    }

    #[test]
    fn patterns_that_are_none_are_findings() {
        for bad in ["../x/*.xml", "/tmp/*.xml", "a/../../*.xml", "C:/x.xml", "", "a/[.xml", "a/{b.xml"] {
            let (config, found) = parse(&format!("[documents.abnahme]\njunit = \"{bad}\"\n"));
            assert_eq!(found.len(), 1, "{bad}");
            assert_eq!((found[0].code, found[0].place.line, found[0].place.column), ("config-invalid", 2, 9), "{bad}");
            assert!(config.document("abnahme").unwrap().junit.is_empty(), "{bad}");
        }
        for bad in ["[documents.abnahme]\njunit = 3\n", "[documents.lastenheft]\njunit = \"a.xml\"\n"] {
            let (_, found) = parse(bad);
            assert_eq!(found[0].code, "config-invalid");
        }
    }
}
