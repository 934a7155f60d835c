//! Colours for code: a dozen short classes over syntect's scopes.
//!
//! The syntaxes are loaded at the first block that names a language, and what was coloured once is kept by content, since
//! a block stands on its chapter's page, its item's page and the document on one page.

use crate::model::escape;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Scopes and the class of what they mark; the first that fits the innermost scope wins.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    const TABLE: &[(&str, &str)] = &[
        ("comment", "c"),
        ("punctuation.definition.comment", "c"),
        ("string", "s"),
        ("punctuation.definition.string", "s"),
        ("constant.character.escape", "s"),
        ("constant.numeric", "n"),
        ("constant", "n"),
        ("keyword.operator", "o"),
        ("keyword", "k"),
        ("storage.type", "k"),
        ("storage", "k"),
        ("entity.name.function", "f"),
        ("support.function", "f"),
        ("variable.function", "f"),
        ("entity.name.tag", "m"),
        ("entity.other.attribute-name", "a"),
        ("entity.name", "t"),
        ("support", "t"),
        ("variable", "v"),
        ("markup.deleted", "d"),
        ("markup.inserted", "i"),
        ("markup.heading", "k"),
        ("punctuation", "p"),
    ];
    TABLE.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect()
});

/// Code longer than this, in bytes, stays plain: nobody reads it on a page, and colouring takes its time.
const LONGEST: usize = 100_000;

/// Code that was coloured before, by language and text.
type Cache = Mutex<HashMap<(String, blake3::Hash), Arc<str>>>;

static CACHE: LazyLock<Cache> = LazyLock::new(Cache::default);

/// Appends code as HTML, coloured if its language is known.
pub(super) fn code(language: &str, text: &str, out: &mut String) {
    if language.is_empty() || text.len() > LONGEST {
        return escape(text, out);
    }
    let key = (language.to_owned(), blake3::hash(text.as_bytes()));
    let known = CACHE.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    let html = known.unwrap_or_else(|| {
        let mut html = String::with_capacity(text.len() * 2);
        match SYNTAXES.find_syntax_by_token(language) {
            Some(syntax) => colour(syntax, text, &mut html),
            None => escape(text, &mut html),
        }
        let html: Arc<str> = Arc::from(html);
        CACHE.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&html));
        html
    });
    out.push_str(&html);
}

fn colour(syntax: &SyntaxReference, text: &str, out: &mut String) {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut current = None;
    for line in text.split_inclusive('\n') {
        // A line that the syntax cannot take is shown as it is.
        let operations = state.parse_line(line, &SYNTAXES).unwrap_or_default();
        let mut from = 0;
        for (at, operation) in operations {
            piece(&line[from..at], class(&stack), &mut current, out);
            from = at;
            // Operations on a stack that does not fit are the syntax's fault, and leave the colour as it was.
            let _ = stack.apply(&operation);
        }
        piece(&line[from..], class(&stack), &mut current, out);
    }
    if current.is_some() {
        out.push_str("</span>");
    }
}

/// Appends a piece of code, in the span that is open if it has the same class.
fn piece(text: &str, class: Option<&'static str>, current: &mut Option<&'static str>, out: &mut String) {
    if text.is_empty() {
        return;
    }
    // Blanks have no colour, and need no change of it.
    if class != *current && !text.trim().is_empty() {
        if current.is_some() {
            out.push_str("</span>");
        }
        if let Some(class) = class {
            out.push_str("<span class=\"");
            out.push_str(class);
            out.push_str("\">");
        }
        *current = class;
    }
    escape(text, out);
}

fn class(stack: &ScopeStack) -> Option<&'static str> {
    let of = |scope: &Scope| CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class);
    stack.as_slice().iter().rev().find_map(of)
}

#[cfg(test)]
mod tests {
    #[test]
    fn known_languages_have_colours() {
        let mut html = String::new();
        super::code("sql", "SELECT 1 -- <b>\n", &mut html);
        assert!(html.starts_with("<span class=\"k\">SELECT"), "{html}");
        assert!(html.contains("&lt;b&gt;") && html.contains("<span class=\"c\">"), "{html}");
        let mut plain = String::new();
        super::code("no such language", "a < b", &mut plain);
        assert_eq!(plain, "a &lt; b");
    }
}
