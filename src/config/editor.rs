//! `[serve] editor`: the address that opens a file at a line in the author's editor.

/// An address with `{path}`, `{line}` and `{column}` in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    pattern: String,
}

/// Editors by name, with the addresses that their makers document. A path starts with `/`, on Windows too: `/C:/…`.
const KNOWN: [(&str, &str); 5] = [
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
    ("idea", "idea://open?file={path}&line={line}&column={column}"),
    ("zed", "zed://file{path}:{line}:{column}"),
    ("sublime", "subl://open?url=file://{path}&line={line}&column={column}"),
];

/// Schemes that run what follows them, or show it as a page.
const UNSAFE: [&str; 6] = ["javascript", "vbscript", "data", "blob", "file", "about"];

impl Editor {
    /// The names that stand for an address.
    pub fn names() -> [&'static str; 5] {
        KNOWN.map(|(name, _)| name)
    }

    /// The editor of a name, or of an address of one's own that has `{path}` in it; none for anything else.
    pub fn from_word(word: &str) -> Option<Self> {
        let known = KNOWN.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        let pattern = known.map_or(word, |(_, pattern)| pattern);
        let (scheme, _) = pattern.split_once(':')?;
        let is_scheme = scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        let is_safe = !UNSAFE.contains(&scheme.to_ascii_lowercase().as_str());
        (is_scheme && is_safe && pattern.contains("{path}")).then(|| Self { pattern: pattern.to_owned() })
    }

    /// The address with its gaps.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// The address that opens a place. The path starts with `/` and is encoded already.
    pub fn address(&self, path: &str, line: u32, column: u32) -> String {
        // The path comes last: a file's name may look like a gap.
        let numbers = self.pattern.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
        numbers.replace("{path}", path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_own_addresses_open_a_place() {
        let address = |word| Editor::from_word(word).map(|editor| editor.address("/a/b%20c.md", 12, 3));
        assert_eq!(address("vscode").as_deref(), Some("vscode://file/a/b%20c.md:12:3"));
        assert_eq!(address("Idea").as_deref(), Some("idea://open?file=/a/b%20c.md&line=12&column=3"));
        assert_eq!(address("my-editor://{path}#{line}").as_deref(), Some("my-editor:///a/b%20c.md#12"));
        for wrong in ["emacs", "javascript:{path}", " data:{path}", "x:{path}", "vscode://file"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
