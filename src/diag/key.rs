//! Names for findings that outlast edits: the same finding has the same key although lines shifted above it, in either
//! language, and after its sentence was put in other words.

use super::{Diagnostic, Texts, render};
use std::collections::HashMap;

/// The longest piece of an author's text in a key, in characters.
const PIECE: usize = 80;

/// What a finding is about: its code, the item or else the file that it concerns, and the names in its message, each in
/// quotation marks. Where the message names nothing, the text at its place stands for it. Two findings may share a key.
///
/// `file` is the name that its file goes by, which is an older one where the file was renamed. The key is one line.
pub fn key(diagnostic: &Diagnostic, file: &str, texts: &dyn Texts) -> String {
    let mut key = String::from(diagnostic.code);
    key.push(' ');
    let own = if let Some((document, id)) = &diagnostic.item {
        push(&mut key, document);
        key.push(':');
        push(&mut key, id);
        &**id
    } else {
        push(&mut key, file);
        ""
    };
    let mut names = quoted(&diagnostic.message.en).filter(|name| *name != own).peekable();
    if names.peek().is_some() {
        names.for_each(|name| push_quoted(&mut key, name));
    } else if diagnostic.item.is_none()
        && let Some(excerpt) = render::excerpt(&diagnostic.place, texts)
    {
        let marked = excerpt.line[excerpt.marked].trim();
        if !marked.is_empty() {
            push_quoted(&mut key, marked);
        }
    }
    key
}

/// The keys of some findings, in their order.
pub fn keys(findings: &[Diagnostic], texts: &dyn Texts) -> Vec<String> {
    findings.iter().map(|finding| key(finding, &finding.place.file, texts)).collect()
}

/// A short name for each finding, from its key and how many of the same key come before it: 32 hexadecimal digits, no
/// two alike.
pub fn fingerprints(findings: &[Diagnostic], texts: &dyn Texts) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let keys = keys(findings, texts).into_iter();
    keys.map(|key| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(key.as_bytes());
        let count = seen.entry(key).or_default();
        hasher.update(&[0]).update(&count.to_le_bytes());
        *count += 1;
        hasher.finalize().to_hex()[..32].to_owned()
    })
    .collect()
}

/// What stands between straight quotation marks.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('"').skip(1).step_by(2)
}

fn push_quoted(key: &mut String, text: &str) {
    key.push_str(" \"");
    push(key, text);
    key.push('"');
}

/// Appends a text, cut and on one line.
fn push(key: &mut String, text: &str) {
    key.extend(text.chars().take(PIECE).map(|c| if c.is_control() { ' ' } else { c }));
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Severity, Text};
    use super::*;
    use std::sync::Arc;

    struct One(&'static str);

    impl Texts for One {
        fn text(&self, _: &str) -> Option<&str> {
            Some(self.0)
        }
    }

    fn at(line: u32, start: u32, message: &str) -> Diagnostic {
        let place = Place { file: Arc::from("a.md"), line, column: 1, start, end: start + 3 };
        Diagnostic::new("math-invalid", Severity::Error, place, Text::new("Egal.", message))
    }

    #[test]
    fn a_key_names_what_the_finding_is_about_and_not_where_it_stands() {
        assert_eq!(key(&at(1, 0, "no \"x\" here"), "a.md", &One("abc")), "math-invalid a.md \"x\"");
        assert_eq!(key(&at(9, 1, "there is no \"x\""), "alt.md", &One("abc")), "math-invalid alt.md \"x\"");
        assert_eq!(key(&at(1, 2, "wrong"), "a.md", &One("  abc")), "math-invalid a.md \"abc\"");
        let item = at(1, 0, "\"LH-1\" (Suche) lacks \"y\"").item(&Arc::from("lh"), &Arc::from("LH-1"));
        assert_eq!(key(&item, "a.md", &One("")), "math-invalid lh:LH-1 \"y\"");
        assert_eq!(key(&at(1, 0, "a \"b\nc\""), "a.md", &One("")).lines().count(), 1);
    }

    #[test]
    fn fingerprints_stay_when_lines_shift_and_differ_from_each_other() {
        let before = fingerprints(&[at(1, 0, "wrong"), at(2, 4, "wrong")], &One("abc\nabc\n"));
        let after = fingerprints(&[at(3, 2, "wrong"), at(4, 6, "wrong")], &One("\n\nabc\nabc\n"));
        assert_eq!(before, after);
        assert_ne!(before[0], before[1]);
        assert!(before[0].len() == 32 && before[0].bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
