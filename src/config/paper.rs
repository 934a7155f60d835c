//! What a project is printed on.

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm (ISO 216).
    #[default]
    A4,
    /// 8.5 × 11 inches, as in North America.
    Letter,
}

impl Paper {
    /// The words that authors may write.
    pub const WORDS: [&'static str; 2] = ["A4", "letter"];

    /// The size that a word means, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.trim().to_ascii_lowercase().as_str() {
            "a4" => Some(Self::A4),
            "letter" => Some(Self::Letter),
            _ => None,
        }
    }
}
