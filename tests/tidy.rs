//! Rules of the source that the compiler does not know: which module may use which, where files are read and words
//! are printed, how long a file may be. See `ARCHITECTURE.md` for the reasons.

use std::fs;
use std::path::{Path, PathBuf};

/// Which module may use which others. Every module may use itself.
const MAY_USE: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("config", &["diag"]),
    ("source", &["diag", "config"]),
    ("model", &["diag", "config"]),
    ("parse", &["source", "model", "diag", "config"]),
    ("link", &["model", "diag", "config"]),
    ("compare", &["model", "diag", "config"]),
    ("check", &["compare", "model", "diag", "config"]),
    ("site", &["compare", "model", "diag", "config"]),
    ("exchange", &["compare", "model", "diag", "config"]),
    ("load", &["source", "parse", "link", "model", "diag", "config"]),
    ("bidders", &["source", "load", "model", "diag", "config"]),
    ("edit", &["source", "parse", "link", "load", "check", "model", "diag", "config"]),
    ("publish", &["site", "exchange", "diag", "config"]),
    ("serve", EVERYTHING_BUT_CLI),
    ("cli", EVERYTHING_BUT_CLI),
];

const EVERYTHING_BUT_CLI: &[&str] = &[
    "diag", "config", "source", "model", "parse", "link", "load", "bidders", "compare", "check", "site", "exchange",
    "edit", "publish", "serve",
];

const MAX_LINES: usize = 450;

#[test]
fn the_site_has_every_word_in_both_languages() {
    let [german, english] =
        ["de", "en"].map(|language| word_keys(&read(&format!("themes/standard/words/{language}.toml"))));
    let mut wrong: Vec<String> =
        german.symmetric_difference(&english).map(|key| format!("words: \"{key}\" is in one language only")).collect();
    let checks = read("src/check/mod.rs");
    let codes = checks
        .lines()
        .filter_map(|line| line.trim().strip_prefix("reported(\"").or(line.trim().strip_prefix("of_project(\"")));
    let titles = codes.filter_map(|rest| rest.split('"').next()).map(|code| format!("check.{code}"));
    let mut named: Vec<String> = titles.collect();
    for file in std::fs::read_dir(root().join("themes/standard/templates")).expect("the theme has templates") {
        let text = std::fs::read_to_string(file.expect("a readable folder").path()).expect("a readable template");
        named.extend(text.split("{{word \"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    assert!(named.len() > 80, "checks and templates name words");
    wrong.extend(
        named.iter().filter(|key| !german.contains(key.as_str())).map(|key| format!("words: \"{key}\" is missing")),
    );
    report(wrong);
}

/// The keys of a table of words: `"key" = "word"`.
fn word_keys(table: &str) -> std::collections::BTreeSet<String> {
    table.lines().filter_map(|line| line.strip_prefix('"')?.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn modules_use_only_what_they_may() {
    report(sources().iter().flat_map(forbidden_uses));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    report(sources().iter().flat_map(length_and_doc));
}

#[test]
fn nothing_panics_without_a_proof() {
    report(sources().iter().flat_map(panics));
}

#[test]
fn only_some_modules_touch_the_world() {
    report(sources().iter().flat_map(side_effects));
}

#[test]
fn the_architecture_names_every_module() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let mut names: Vec<_> = sources().iter().filter_map(Source::head).collect();
    names.sort();
    names.dedup();
    report(unnamed_modules(&names, &text));
}

#[test]
fn the_rules_catch_what_breaks_them() {
    let uses = |path, text| forbidden_uses(&Source::new(path, text)).len();
    assert_eq!(uses("src/diag/mod.rs", "use crate::model::Item;"), 1);
    assert_eq!(
        uses("src/model/item.rs", "use crate::{\n    diag::{Span, Diagnostic},\n    parse::{self, chapter},\n};"),
        1
    );
    assert_eq!(uses("src/link/mod.rs", "fn f() -> crate::site::Page { crate::model::x() }"), 1);
    assert_eq!(uses("src/config.rs", "pub use super::model::Item;"), 1);
    assert_eq!(uses("src/model/trace/kind.rs", "use super::super::super::{link, diag};"), 1);
    assert_eq!(uses("src/model/trace/kind.rs", "use super::super::link;"), 0, "a child of model");
    assert_eq!(uses("src/novelty.rs", ""), 1, "a module that the table does not know");
    assert_eq!(uses("src/model/mod.rs", "// use crate::site;\n/* crate::site */ const A: &str = \"crate::site\";"), 0);
    assert_eq!(uses("src/model/mod.rs", "#[cfg(test)]\nmod tests {\n use crate::parse::x;\n}\nuse crate::site;"), 1);
    assert_eq!(uses("src/cli/build.rs", "use crate::{site, publish};"), 0);

    let panics = |text| panics(&Source::new("src/model/mod.rs", text)).len();
    assert_eq!(panics("a.unwrap();\nb.expect(\"b\");\ntodo!();\npanic!(\"c\");"), 4);
    assert_eq!(panics("// A slug cannot be empty.\na.unwrap();\nb.unwrap() // cannot fail: see a"), 0);
    assert_eq!(panics("a.unwrap_or(b); // panic! in words\n#[cfg(test)]\nfn f() { g('{').unwrap() }"), 0);

    let effects = |path, text| side_effects(&Source::new(path, text)).len();
    assert_eq!(effects("src/parse/mod.rs", "println!(); std::process::exit(1); use std::{fs, io};"), 3);
    assert_eq!(effects("src/source/mod.rs", "use std::fs;"), 0);
    assert_eq!(effects("src/cli/mod.rs", "println!(); std::fs::read(p);"), 0);

    assert_eq!(length_and_doc(&Source::new("src/config.rs", &"\n".repeat(451))).len(), 2);
    assert_eq!(unnamed_modules(&["config", "diag"].map(String::from), "| `config.rs` | `diagram/` |").len(), 1);
    assert_eq!(
        code_only("let a = r#\"\"//\"#; // x\nlet b: &'a str = '\"';"),
        "let a =         ;     \nlet b: &'a str =    ;"
    );
}

fn report(problems: impl IntoIterator<Item = String>) {
    let problems: Vec<_> = problems.into_iter().collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a file of the project")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// One file under `src/`.
struct Source {
    /// Below the root, with forward slashes: `src/model/item.rs`.
    path: String,
    text: String,
    /// The text without comments, literals and tests, line for line: each of their characters is a blank.
    code: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let code = if is_test_file(path) { String::new() } else { without_tests(&code_only(text)) };
        Self { path: path.to_owned(), text: text.to_owned(), code }
    }

    /// The path of the module: `["model", "item"]` for `src/model/item.rs`, nothing for the roots of the crates.
    fn module(&self) -> Vec<&str> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut names: Vec<_> = path.split('/').collect();
        if matches!(names.as_slice(), [.., "mod"] | ["lib" | "main"]) {
            names.pop();
        }
        names
    }

    /// The top-level module that the file belongs to, if any.
    fn head(&self) -> Option<String> {
        self.module().first().map(|name| (*name).to_owned())
    }

    fn is_in(&self, modules: &[&str]) -> bool {
        self.module().first().is_none_or(|name| modules.contains(name))
    }

    fn problem(&self, offset: usize, what: &str) -> String {
        let line = self.code[..offset].matches('\n').count() + 1;
        format!("{}:{line}: {what}", self.path)
    }
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src is a folder") {
            let path = entry.expect("an entry of src").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(Source::new(&below_root(&path), &fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no source files");
    found
}

fn below_root(path: &Path) -> String {
    path.strip_prefix(root()).expect("a path below the root").to_string_lossy().replace('\\', "/")
}

fn forbidden_uses(source: &Source) -> Vec<String> {
    let Some(head) = source.head() else {
        return Vec::new();
    };
    let Some((_, allowed)) = MAY_USE.iter().find(|(module, _)| *module == head) else {
        return vec![format!("{}: the table in tests/tidy.rs does not know the module `{head}`", source.path)];
    };
    let depth = source.module().len();
    let by_super = format!("{}super", "super::".repeat(depth - 1));
    let mut used = names_after(&source.code, "crate");
    // Inside an inline module `super` is nearer than this takes it for, so only names of modules count.
    let outside = names_after(&source.code, &by_super).into_iter();
    used.extend(outside.filter(|(_, name)| MAY_USE.iter().any(|(module, _)| module == name)));
    used.retain(|(_, name)| *name != head && !allowed.contains(name));
    used.iter().map(|(offset, name)| source.problem(*offset, &format!("`{head}` may not use `{name}`"))).collect()
}

fn length_and_doc(source: &Source) -> Vec<String> {
    let mut problems = Vec::new();
    let lines = source.text.lines().count();
    if lines > MAX_LINES {
        problems.push(format!("{}: {lines} lines, more than {MAX_LINES}", source.path));
    }
    if !is_test_file(&source.path) && !source.text.lines().any(|line| line.starts_with("//!")) {
        problems.push(format!("{}: does not say in a `//!` comment what it is", source.path));
    }
    problems
}

fn panics(source: &Source) -> Vec<String> {
    let words = [".unwrap()", ".expect(", "todo!", "unimplemented!", "dbg!", "panic!"];
    let found = words.iter().flat_map(|word| source.code.match_indices(word));
    let unproved = found.filter(|(offset, _)| !is_proved(&source.text, line_at(&source.code, *offset)));
    unproved
        .map(|(offset, word)| source.problem(offset, &format!("`{word}` without a comment why it cannot")))
        .collect()
}

/// Whether a comment on this line, or the comment that ends on the line before, says "cannot".
fn is_proved(text: &str, line: usize) -> bool {
    let lines: Vec<_> = text.lines().collect();
    let above = lines[..line].iter().rev().take_while(|line| line.trim_start().starts_with("//"));
    // The line before may also be code with its comment behind it.
    let before = line.checked_sub(1).map(|before| &lines[before]);
    above
        .chain(before)
        .chain([&lines[line]])
        .any(|line| line.split_once("//").is_some_and(|(_, comment)| comment.contains("cannot")))
}

fn side_effects(source: &Source) -> Vec<String> {
    let mut problems = Vec::new();
    if !source.is_in(&["cli"]) {
        for word in ["println!", "eprintln!", "print!", "eprint!", "process::exit"] {
            let found = source.code.match_indices(word).filter(|(offset, _)| is_word_start(&source.code, *offset));
            problems.extend(found.map(|(offset, _)| source.problem(offset, &format!("`{word}` outside of cli"))));
        }
    }
    if !source.is_in(&["source", "publish", "serve", "cli"]) {
        let of_std = names_after(&source.code, "std").into_iter().filter(|(_, name)| *name == "fs");
        problems.extend(
            of_std.map(|(offset, _)| source.problem(offset, "`std::fs` here: only source reads, publish writes")),
        );
    }
    problems
}

fn unnamed_modules(names: &[String], architecture: &str) -> Vec<String> {
    let is_named =
        |name: &String| [format!("`{name}/`"), format!("`{name}.rs`")].iter().any(|it| architecture.contains(it));
    let missing = names.iter().filter(|name| !is_named(name));
    missing.map(|name| format!("ARCHITECTURE.md does not name `{name}/` or `{name}.rs`")).collect()
}

/// The names that follow `path::`, each with its offset: one, or the first ones of each entry of a `{…}` group.
fn names_after<'a>(code: &'a str, path: &str) -> Vec<(usize, &'a str)> {
    let start = format!("{path}::");
    let mut names = Vec::new();
    for (offset, _) in code.match_indices(&start) {
        if !is_word_start(code, offset) || code[..offset].ends_with("::") {
            continue;
        }
        let rest = offset + start.len();
        if !code[rest..].starts_with('{') {
            names.extend(name_at(code, rest));
            continue;
        }
        let mut depth = 0;
        for (at, character) in code[rest..].char_indices() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if depth == 1 && matches!(character, '{' | ',') {
                names.extend(name_at(code, rest + at + 1));
            }
        }
    }
    names
}

/// The identifier at `offset`, blanks before it skipped.
fn name_at(code: &str, offset: usize) -> Option<(usize, &str)> {
    let start = offset + code[offset..].find(|c: char| !c.is_whitespace())?;
    let length = code[start..].find(|c: char| !is_name(c)).unwrap_or(code.len() - start);
    (length > 0).then(|| (start, &code[start..start + length]))
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn is_word_start(code: &str, offset: usize) -> bool {
    !code[..offset].ends_with(is_name)
}

/// The index, from 0, of the line that `offset` stands in.
fn line_at(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count()
}

/// `text` with comments, strings and characters blanked out, so that the rest can be searched as code.
fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after_name = code.ends_with(is_name);
        let length = match literal_or_comment(rest) {
            Some(length) if !(after_name && starts_with_prefix(rest)) => length,
            _ => {
                code.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
        };
        code.extend(rest[..length].chars().map(blank));
        rest = &rest[length..];
    }
    code
}

fn blank(character: char) -> char {
    if character == '\n' { '\n' } else { ' ' }
}

/// Whether a literal begins with a letter, which behind another letter is no prefix: the `r` in `for"`.
fn starts_with_prefix(rest: &str) -> bool {
    rest.starts_with(['r', 'b', 'c'])
}

/// The length of the comment or literal that `rest` begins with.
fn literal_or_comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    let prefix = ["br", "cr", "b", "c", "r", ""]
        .into_iter()
        .find(|prefix| rest.strip_prefix(prefix).is_some_and(|behind| behind.starts_with(['"', '#', '\''])))?;
    let behind = &rest[prefix.len()..];
    let length = if prefix.ends_with('r') { raw_string(behind)? } else { quoted(behind)? };
    Some(prefix.len() + length)
}

/// The length of a block comment; they nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => depth += 1,
            [b'*', b'/', ..] => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// The length of `#"…"#`, with any number of `#`; nothing for a raw identifier.
fn raw_string(rest: &str) -> Option<usize> {
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let body = rest[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(hashes + 1 + body.find(&end)? + end.len())
}

/// The length of `"…"` or `'x'`; nothing for a lifetime.
fn quoted(rest: &str) -> Option<usize> {
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let mut characters = rest.char_indices().skip(1);
    let mut count = 0;
    while let Some((at, character)) = characters.next() {
        if character == quote {
            return Some(at + 1);
        }
        let escaped = character == '\\';
        if escaped {
            characters.next();
        }
        count += 1;
        // A character is one, or one escape such as `\u{1F9F5}`; all else behind a `'` is a lifetime.
        if quote == '\'' && count == 1 && !escaped && !rest[at + character.len_utf8()..].starts_with('\'') {
            return None;
        }
    }
    None
}

/// `code` with every item behind `#[cfg(test)]` blanked out.
fn without_tests(code: &str) -> String {
    let mut left = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find("#[cfg(test)]") {
        let end = start + item_length(&rest[start..]);
        left.push_str(&rest[..start]);
        left.extend(rest[start..end].chars().map(blank));
        rest = &rest[end..];
    }
    left + rest
}

/// The length of the item that `code` begins with: to its `;`, or over its braces.
fn item_length(code: &str) -> usize {
    let mut depth = 0;
    for (at, character) in code.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ';' => {}
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}
