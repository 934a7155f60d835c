//! The theme's own style sheets and scripts without what only their authors need: every page loads them.
//!
//! What a project's own theme has changed stays as it is.

use std::borrow::Cow;

/// A file of the standard theme as it is published.
pub(super) fn shrunk(name: &str, bytes: Cow<'static, [u8]>) -> Cow<'static, [u8]> {
    let Ok(text) = std::str::from_utf8(&bytes) else { return bytes };
    match name.rsplit_once('.') {
        Some((_, "css")) => Cow::Owned(sheet(text).into_bytes()),
        Some((_, "js")) => Cow::Owned(script(text).into_bytes()),
        _ => bytes,
    }
}

/// A style sheet without comments, and without blanks where they mean nothing. A blank before `:`, `*`, `(` or a sign of
/// arithmetic may tell one selector or value from another, and stays.
fn sheet(text: &str) -> String {
    const BEFORE: [char; 5] = ['{', '}', ';', ',', '>'];
    const AFTER: [char; 6] = ['{', '}', ';', ',', '>', ':'];
    let mut short = String::with_capacity(text.len());
    let mut is_apart = false;
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '/' if rest.starts_with("/*") => rest[2..].find("*/").map_or(rest.len(), |end| end + 4),
            '"' | '\'' => quoted(rest, next),
            _ => next.len_utf8(),
        };
        let (token, behind) = rest.split_at(length);
        rest = behind;
        if next.is_whitespace() || token.starts_with("/*") {
            is_apart = true;
            continue;
        }
        let ends = short.chars().next_back();
        if is_apart && !BEFORE.contains(&next) && ends.is_some_and(|last| !AFTER.contains(&last)) {
            short.push(' ');
        }
        if next == '}' && ends == Some(';') {
            short.pop();
        }
        short.push_str(token);
        is_apart = false;
    }
    short
}

/// The length of a string with its quotation marks.
fn quoted(text: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if sign == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A script without indentation, blank lines and lines that are comments. What is inside of a line stays: telling a comment
/// from a string or a pattern takes more than this, and would gain little.
fn script(text: &str) -> String {
    let is_code = |line: &&str| !line.is_empty() && !line.starts_with("//");
    let mut short = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(is_code) {
        short.push_str(line);
        short.push('\n');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shrunk_text(name: &str, text: &'static str) -> String {
        String::from_utf8(shrunk(name, Cow::Borrowed(text.as_bytes())).into_owned()).unwrap()
    }

    #[test]
    fn style_sheets_lose_comments_and_blanks_and_nothing_else() {
        let cases = [
            (".a  > .b:has(> h1)::before {\n  color: red;\n}\n", ".a>.b:has(>h1)::before{color:red}"),
            ("/* a */ .a /* b */ .b { }", ".a .b{}"),
            (".a * { margin: 0 calc(1px * 2 + 3px) }", ".a *{margin:0 calc(1px * 2 + 3px)}"),
            (".a :hover, .b:is(.c, .d) :focus { x: y }", ".a :hover,.b:is(.c,.d) :focus{x:y}"),
            ("@media (min-width: 60em) and (hover) { a { b: c } }", "@media (min-width:60em) and (hover){a{b:c}}"),
            ("a { content: \"› /* b */ \\\" ; \" / \"\" ; }", "a{content:\"› /* b */ \\\" ; \" / \"\"}"),
            ("a { b: url('x {y}; z') }", "a{b:url('x {y}; z')}"),
            ("a { b: 'never closed }", "a{b:'never closed }"),
            ("a /* never closed", "a"),
        ];
        for (sheet, expected) in cases {
            assert_eq!(shrunk_text("style.css", sheet), expected);
        }
    }

    #[test]
    fn scripts_lose_indentation_and_lines_of_comment() {
        let script =
            "// What it is.\n(() => {\n  const a = \"// no comment\"; // why\n\n  // how\n  b(/\\/\\//);\n})();\n";
        let expected = "(() => {\nconst a = \"// no comment\"; // why\nb(/\\/\\//);\n})();\n";
        assert_eq!(shrunk_text("site.js", script), expected);
        assert_eq!(shrunk_text("icon.svg", "<svg>  </svg>\n"), "<svg>  </svg>\n");
    }
}
