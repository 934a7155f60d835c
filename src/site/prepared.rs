//! A page with all that its templates show, before it is set into them.

use super::{Error, Theme};
use serde_json::Value;

/// A page that only has to be set into its templates.
pub struct Prepared<'s> {
    pub(super) theme: &'s Theme,
    /// The template of its kind, and what that shows.
    pub(super) template: &'static str,
    pub(super) context: Value,
    /// What the layout shows, but for the page itself.
    pub(super) layout: Value,
}

impl Prepared<'_> {
    /// A hash of all that its bytes are made from: the same program makes the same bytes of two pages that have the same.
    pub fn source(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.theme.hash.as_bytes());
        add_text(self.template, &mut hasher);
        add(&self.context, &mut hasher);
        add(&self.layout, &mut hasher);
        hasher.finalize()
    }

    /// The page as HTML.
    ///
    /// # Errors
    ///
    /// When a template of the project's own asks for what the page does not have.
    pub fn render(mut self) -> Result<String, Error> {
        self.layout["page"] = self.theme.render(self.template, self.context)?.into();
        self.theme.render("layout", self.layout)
    }
}

/// Adds a value, so that no other one adds the same bytes.
fn add(value: &Value, hasher: &mut blake3::Hasher) {
    match value {
        Value::Null => add_start(0, 0, hasher),
        Value::Bool(is_true) => add_start(1, usize::from(*is_true), hasher),
        Value::Number(number) => add_text(&number.to_string(), hasher.update(&[2])),
        Value::String(text) => add_text(text, hasher.update(&[3])),
        Value::Array(values) => {
            add_start(4, values.len(), hasher);
            for value in values {
                add(value, hasher);
            }
        }
        Value::Object(values) => {
            add_start(5, values.len(), hasher);
            for (name, value) in values {
                add_text(name, hasher);
                add(value, hasher);
            }
        }
    }
}

fn add_start(kind: u8, size: usize, hasher: &mut blake3::Hasher) {
    let [a, b, c, d] = (size as u32).to_le_bytes();
    hasher.update(&[kind, a, b, c, d]);
}

fn add_text(text: &str, hasher: &mut blake3::Hasher) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::add;
    use serde_json::json;

    #[test]
    fn values_that_differ_have_different_hashes() {
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
        let hash = |value| {
            let mut hasher = blake3::Hasher::new();
            add(value, &mut hasher);
            hasher.finalize().to_hex().to_string()
        };
        let hashes: std::collections::BTreeSet<String> = values.iter().map(hash).collect();
        assert_eq!(hashes.len(), values.len());
    }
}
