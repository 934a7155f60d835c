//! Texts by name, each looked up once: findings are many, and name few files.

use super::Texts;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Texts that remember where each file is.
pub struct Cached<'a> {
    texts: &'a dyn Texts,
    known: RefCell<HashMap<Arc<str>, Option<&'a str>>>,
}

impl<'a> Cached<'a> {
    /// Remembers what some texts have.
    pub fn new(texts: &'a dyn Texts) -> Self {
        Self { texts, known: RefCell::default() }
    }
}

impl Texts for Cached<'_> {
    fn text(&self, file: &str) -> Option<&str> {
        if let Some(known) = self.known.borrow().get(file) {
            return *known;
        }
        let text = self.texts.text(file);
        self.known.borrow_mut().insert(Arc::from(file), text);
        text
    }
}
