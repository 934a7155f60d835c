//! A page with all that its templates show, before it is set into them.

use super::graph::Drawing;
use super::pages::Frame;
use super::{Error, Theme};
use serde_json::Value;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What a template shows, by name. Most pages are never set into theirs, so it is put in order only for those that are.
pub(super) type Parts<'s> = Vec<(&'static str, Part<'s>)>;

/// A part of what a template shows.
#[derive(Hash)]
pub(super) enum Part<'s> {
    Value(Value),
    /// Drawn when it is shown.
    Drawing(Drawing<'s>),
}

impl<T: Into<Value>> From<T> for Part<'_> {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

impl<'s> From<Drawing<'s>> for Part<'s> {
    fn from(drawing: Drawing<'s>) -> Self {
        Self::Drawing(drawing)
    }
}

/// A page that only has to be set into its templates.
pub struct Prepared<'s> {
    pub(super) theme: &'s Theme,
    /// The template of its kind, and what that shows.
    pub(super) template: &'static str,
    pub(super) context: Parts<'s>,
    /// What the layout shows, but for the page itself and its frame.
    pub(super) layout: Parts<'s>,
    /// What is around the page.
    pub(super) frame: Arc<Frame>,
}

/// All that its bytes are made from: the same program makes the same bytes of two pages that are hashed alike.
impl Hash for Prepared<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { theme, template, context, layout, frame } = self;
        (theme.hash, template, context, layout, frame.hash).hash(state);
    }
}

impl Prepared<'_> {
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

fn object(parts: Parts<'_>) -> Value {
    let value = |part| match part {
        Part::Value(value) => value,
        Part::Drawing(drawing) => drawing.html().into(),
    };
    Value::Object(parts.into_iter().map(|(name, part)| (name.to_owned(), value(part))).collect())
}

#[cfg(test)]
mod tests {
    use super::Part;
    use serde_json::json;
    use std::hash::BuildHasher as _;

    #[test]
    fn parts_that_differ_have_different_hashes() {
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
        let hash = |value| foldhash::quality::FixedState::default().hash_one(Part::from(value));
        let distinct: std::collections::BTreeSet<u64> = values.iter().cloned().map(hash).collect();
        assert_eq!(distinct.len(), values.len());
    }
}
