//! A page with all that its templates show, before it is set into them.

use super::pages::Frame;
use super::{Error, Theme};
use serde_json::Value;
use std::sync::Arc;

/// What a template shows, by name. Most pages are never set into theirs, so it is put in order only for those that are.
pub(super) type Parts = Vec<(&'static str, Value)>;

/// A page that only has to be set into its templates.
pub struct Prepared<'s> {
    pub(super) theme: &'s Theme,
    /// The template of its kind, and what that shows.
    pub(super) template: &'static str,
    pub(super) context: Parts,
    /// What the layout shows, but for the page itself and its frame.
    pub(super) layout: Parts,
    /// What is around the page.
    pub(super) frame: Arc<Frame>,
}

impl Prepared<'_> {
    /// A hash of all that its bytes are made from: the same program makes the same bytes of two pages that have the same.
    pub fn source(&self) -> blake3::Hash {
        let mut bytes = Vec::with_capacity(1 << 14);
        bytes.extend(self.theme.hash.as_bytes());
        add_text(self.template, &mut bytes);
        for parts in [&self.context, &self.layout] {
            add_start(5, parts.len(), &mut bytes);
            for (name, part) in parts {
                add_text(name, &mut bytes);
                add(part, &mut bytes);
            }
        }
        bytes.extend(self.frame.hash.as_bytes());
        // At once, since that is several times as fast as text by text.
        blake3::hash(&bytes)
    }

    /// The page as HTML.
    ///
    /// # Errors
    ///
    /// When a template of the project's own asks for what the page does not have.
    pub fn render(mut self) -> Result<String, Error> {
        let Frame { links, masthead, foot, .. } = &*self.frame;
        for (name, part) in [("links", links), ("masthead", masthead), ("foot", foot)] {
            self.layout.push((name, part.as_str().into()));
        }
        self.layout.push(("page", self.theme.render(self.template, object(self.context))?.into()));
        self.theme.render("layout", object(self.layout))
    }
}

fn object(parts: Parts) -> Value {
    Value::Object(parts.into_iter().map(|(name, part)| (name.to_owned(), part)).collect())
}

/// Adds a value, so that no other one adds the same bytes.
fn add(value: &Value, bytes: &mut Vec<u8>) {
    match value {
        Value::Null => add_start(0, 0, bytes),
        Value::Bool(is_true) => add_start(1, usize::from(*is_true), bytes),
        Value::Number(number) => {
            bytes.push(2);
            add_text(&number.to_string(), bytes);
        }
        Value::String(text) => {
            bytes.push(3);
            add_text(text, bytes);
        }
        Value::Array(values) => {
            add_start(4, values.len(), bytes);
            for value in values {
                add(value, bytes);
            }
        }
        Value::Object(values) => {
            add_start(5, values.len(), bytes);
            for (name, value) in values {
                add_text(name, bytes);
                add(value, bytes);
            }
        }
    }
}

fn add_start(kind: u8, size: usize, bytes: &mut Vec<u8>) {
    bytes.push(kind);
    bytes.extend((size as u64).to_le_bytes());
}

fn add_text(text: &str, bytes: &mut Vec<u8>) {
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::add;
    use serde_json::json;

    #[test]
    fn values_that_differ_add_different_bytes() {
        let values = [
            json!(null),
            json!(false),
            json!(true),
            json!(0),
            json!(1),
            json!("0"),
            json!(""),
            json!([]),
            json!({}),
            json!([""]),
            json!(["", ""]),
            json!([[""], ""]),
            json!(["ab", "c"]),
            json!(["a", "bc"]),
            json!({ "a": "b" }),
            json!({ "a": "b", "c": null }),
            json!({ "ab": "" }),
        ];
        let added = |value| {
            let mut bytes = Vec::new();
            add(value, &mut bytes);
            bytes
        };
        let distinct: std::collections::BTreeSet<Vec<u8>> = values.iter().map(added).collect();
        assert_eq!(distinct.len(), values.len());
    }
}
