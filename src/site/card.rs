//! An item as a card: its ID in the margin, its title, its signs, its fields and its text.

use super::fragment::Writer;
use super::signs;
use crate::config::Milestone;
use crate::model::{Block, Field, FieldKey, FieldName, ItemKey, Titled};
use std::fmt::Write as _;

/// Which parts of an item a card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Card {
    /// All: text, thread and nested items.
    Whole,
    /// Text alone: the item's own page shows its chain in full.
    Text,
}

impl Writer<'_> {
    /// Appends an item as a card.
    pub fn card(&mut self, key: ItemKey, shown: Card) {
        let project = &*self.site.project;
        let (item, chapter) = (project.item(key), project.chapter_of(key));
        let classes = signs::item_classes(project, key);
        let class = if classes.is_empty() { "item".to_owned() } else { format!("item {classes}") };
        let _ = write!(self.out, "<article class=\"{class}\" id=\"");
        self.text(project.name_of(key));
        self.raw("\"");
        self.source_of(key);
        self.raw(">\n");
        let depth = self.levels.len();
        let level = match item.level {
            _ if shown == Card::Text => 1,
            Some(written) => self.level(written),
            None => {
                // Items in lists and paragraphs stand one below what they stand in.
                self.levels.push(self.levels.last().map_or(2, |above| above + 1));
                (self.base + self.levels.len() as u8).min(6)
            }
        };
        let _ = write!(self.out, "<h{level}>");
        self.id_link(key);
        self.raw(" ");
        match item.titled {
            Titled::Given => self.fragment(chapter, &item.heading),
            // The text says it again right below: only those who do not see the page hear it as a heading.
            Titled::FirstSentence if shown == Card::Whole => {
                self.raw("<span class=\"vh\">");
                self.text(&item.title);
                self.raw("</span>");
            }
            Titled::FirstSentence => self.text(&item.title),
        }
        let _ = writeln!(self.out, "</h{level}>");
        self.facts(key);
        self.fields(key);
        let is_item = |block: &Block| matches!(block, Block::Item(_));
        if shown == Card::Whole {
            // The thread closes what is the item's alone; what it contains follows in the order in which it was written.
            let nested = item.blocks.iter().position(is_item).unwrap_or(item.blocks.len());
            self.blocks(chapter, &item.blocks[..nested]);
            self.links(key);
            self.blocks(chapter, &item.blocks[nested..]);
        } else {
            self.blocks(chapter, item.blocks.iter().filter(|block| !is_item(block)));
        }
        if item.level.is_none() {
            self.levels.truncate(depth);
        }
        self.raw("</article>\n");
    }

    /// An item's own ID, the way to its page.
    pub fn id_link(&mut self, key: ItemKey) {
        let href = self.href(self.site.plan.item(key));
        for part in ["<a class=\"id\" href=\"", &href, "\">"] {
            self.raw(part);
        }
        self.text(&self.site.project.item(key).id);
        self.raw("</a>");
    }

    fn facts(&mut self, key: ItemKey) {
        const START: &str = "<p class=\"facts\">";
        let before = self.out.len();
        self.raw(START);
        signs::facts(&self.site.project, self.site.words(), key, self.site.has_tests, &mut self.out);
        if self.out.len() == before + START.len() {
            self.out.truncate(before);
        } else {
            self.raw("</p>\n");
        }
    }

    /// The fields that are neither signs nor threads.
    fn fields(&mut self, key: ItemKey) {
        let project = &*self.site.project;
        let is_shown = |field: &&Field| match &field.key {
            FieldKey::Known(FieldName::Priority | FieldName::Status | FieldName::Result) => false,
            FieldKey::Known(name) => !name.is_trace(),
            FieldKey::Own(_) | FieldKey::Column(_) => true,
        };
        let shown: Vec<&Field> = project.item(key).fields.iter().filter(is_shown).collect();
        if shown.is_empty() {
            return;
        }
        self.raw("<dl class=\"fields\">\n");
        for field in shown {
            self.raw("<dt>");
            let name = self.field_name(&field.key);
            self.text(&name);
            self.raw("</dt>\n<dd>");
            self.field_value(key, field);
            self.raw("</dd>\n");
        }
        self.raw("</dl>\n");
    }

    pub fn field_name(&self, key: &FieldKey) -> String {
        match key {
            FieldKey::Known(name) => {
                self.site.words().get(&format!("field.{}", name.key().replace(' ', "-"))).to_owned()
            }
            FieldKey::Own(own) => {
                self.site.project.config.field(own).map_or_else(|| own.to_string(), |field| field.title.clone())
            }
            FieldKey::Column(head) => head.to_string(),
        }
    }

    fn field_value(&mut self, key: ItemKey, field: &Field) {
        if field.key == FieldKey::Known(FieldName::Owner) {
            return self.owners(key, field);
        }
        let chapter = self.site.project.chapter_of(key);
        let config = &self.site.project.config;
        if field.key == FieldKey::Known(FieldName::Milestone) {
            let is_it = |known: &Milestone| known.key.eq_ignore_ascii_case(field.value.trim());
            if let Some(at) = config.milestones.iter().position(is_it) {
                return self.milestone(at);
            }
        }
        self.fragment(chapter, &field.fragment);
        let unit = match &field.key {
            FieldKey::Own(own) => config.field(own).and_then(|field| field.unit.as_deref()),
            _ => None,
        };
        if let Some(unit) = unit.filter(|unit| !field.value.contains(unit)) {
            self.raw(" ");
            self.text(unit);
        }
    }

    /// A milestone's key and title, as a link where the site has a page of milestones.
    fn milestone(&mut self, at: usize) {
        let site = self.site;
        let milestone = &site.project.config.milestones[at];
        let path = site.plan.milestones();
        if let Some(path) = path {
            let href = self.href(path);
            let _ = write!(self.out, "<a href=\"{href}#{}\">", site.plan.anchor(at));
        }
        self.text(&milestone.key);
        self.raw(" ");
        self.text(&milestone.title);
        if path.is_some() {
            self.raw("</a>");
        }
    }
}
