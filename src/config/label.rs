//! The names of fields as the program writes them into a file.

use super::{FieldName, fold};
use crate::diag::Language;

impl FieldName {
    /// How a field is written in a language, as authors may write it. The first is the usual one, a second its plural.
    pub const fn labels(self, language: Language) -> &'static [&'static str] {
        match (self, language) {
            (Self::Priority, Language::De) => &["Priorität"],
            (Self::Priority, Language::En) => &["Priority"],
            (Self::Status, _) => &["Status"],
            (Self::Source, Language::De) => &["Herkunft"],
            (Self::Source, Language::En) => &["Source"],
            (Self::Rationale, Language::De) => &["Begründung"],
            (Self::Rationale, Language::En) => &["Rationale"],
            (Self::Owner, Language::De) => &["Verantwortlich"],
            (Self::Owner, Language::En) => &["Owner"],
            (Self::Acceptance, Language::De) => &["Abnahmekriterium", "Abnahmekriterien"],
            (Self::Acceptance, Language::En) => &["Acceptance", "Acceptance criteria"],
            (Self::Verification, Language::De) => &["Nachweis"],
            (Self::Verification, Language::En) => &["Verification"],
            (Self::Milestone, Language::De) => &["Meilenstein"],
            (Self::Milestone, Language::En) => &["Milestone"],
            (Self::Effort, Language::De) => &["Aufwand"],
            (Self::Effort, Language::En) => &["Effort"],
            (Self::Cost, Language::De) => &["Kosten"],
            (Self::Cost, Language::En) => &["Cost", "Costs"],
            (Self::Tags, Language::De) => &["Stichworte"],
            (Self::Tags, Language::En) => &["Tags"],
            (Self::Result, Language::De) => &["Ergebnis"],
            (Self::Result, Language::En) => &["Result"],
            (Self::DefectClass, Language::De) => &["Fehlerklasse"],
            (Self::DefectClass, Language::En) => &["Defect class"],
            (Self::Date, Language::De) => &["Datum"],
            (Self::Date, Language::En) => &["Date"],
            (Self::Tester, Language::De) => &["Prüfer"],
            (Self::Tester, Language::En) => &["Tester"],
            (Self::Realises, Language::De) => &["Realisiert"],
            (Self::Realises, Language::En) => &["Realises"],
            (Self::Excludes, Language::De) => &["Schließt aus"],
            (Self::Excludes, Language::En) => &["Excludes"],
            (Self::Refines, Language::De) => &["Verfeinert"],
            (Self::Refines, Language::En) => &["Refines"],
            (Self::Verifies, Language::De) => &["Prüft"],
            (Self::Verifies, Language::En) => &["Verifies"],
            (Self::DependsOn, Language::De) => &["Hängt ab von"],
            (Self::DependsOn, Language::En) => &["Depends on"],
            (Self::ConflictsWith, Language::De) => &["Widerspricht"],
            (Self::ConflictsWith, Language::En) => &["Conflicts with"],
            (Self::Replaces, Language::De) => &["Ersetzt"],
            (Self::Replaces, Language::En) => &["Replaces"],
            (Self::Reference, Language::De) => &["Bezug"],
            (Self::Reference, Language::En) => &["Reference"],
        }
    }

    /// What a field is usually called, in German and in English.
    pub const fn names(self) -> [&'static str; 2] {
        [self.labels(Language::De)[0], self.labels(Language::En)[0]]
    }

    /// How a field is written in a language, where an author wrote a word for it: a plural stays one.
    pub fn label(self, language: Language, written: &str) -> &'static str {
        let (labels, folded) = (self.labels(language), fold(written));
        labels.iter().find(|label| fold(label) == folded).unwrap_or(&labels[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_names_its_field() {
        for name in FieldName::ALL {
            for language in [Language::De, Language::En] {
                for label in name.labels(language) {
                    assert_eq!(FieldName::from_word(label), Some(*name), "{label}");
                }
            }
        }
        assert_eq!(FieldName::Acceptance.label(Language::De, "AKZEPTANZKRITERIEN"), "Abnahmekriterium");
        assert_eq!(FieldName::Acceptance.label(Language::De, "abnahmekriterien"), "Abnahmekriterien");
    }
}
