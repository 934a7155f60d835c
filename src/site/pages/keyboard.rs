//! The page that says how the site is used by keyboard and by a screen reader.
//!
//! What the keys are called and what they do are words of the theme; here stands which of them belong together, and what
//! only some sites have.

use super::{Content, Error, Prepared, View};
use crate::site::Site;
use serde_json::{Value, json};

/// The parts of a page that a key is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    /// Every site has them.
    All,
    /// Overviews of the whole project, which a package for bidders has not.
    Overviews,
    /// The comparison of offers.
    Offers,
}

/// A group of keys: its words are `keyboard.<name>`, and `keyboard.<name>.about` where there is more to say.
struct Group {
    name: &'static str,
    belongs: For,
    /// Keys and the name of what they do: `+` between keys that are held together, a blank between others.
    keys: &'static [(&'static str, &'static str)],
}

const GROUPS: [Group; 6] = [
    Group {
        name: "everywhere",
        belongs: For::All,
        keys: &[
            ("tab", "next"),
            ("shift+tab", "previous"),
            ("enter", "follow"),
            ("space", "press"),
            ("tab enter", "skip"),
            ("up down left right", "scroll"),
            ("escape", "escape"),
        ],
    },
    Group {
        name: "search",
        belongs: For::All,
        keys: &[
            ("/", "slash"),
            ("control+K", "control-k"),
            ("up down", "choose"),
            ("enter", "open"),
            ("escape", "close"),
        ],
    },
    Group { name: "previews", belongs: For::All, keys: &[("tab", "show"), ("escape", "hide")] },
    Group {
        name: "tables",
        belongs: For::Overviews,
        keys: &[("tab", "fields"), ("space", "tick"), ("enter", "sort"), ("left right", "sideways")],
    },
    Group {
        name: "graphs",
        belongs: For::Overviews,
        keys: &[
            ("tab", "nodes"),
            ("enter", "open"),
            ("plus minus", "zoom"),
            ("0", "whole"),
            ("left right up down", "pan"),
        ],
    },
    Group { name: "folds", belongs: For::Offers, keys: &[("enter space", "toggle")] },
];

pub(super) fn render<'s>(site: &'s Site, page: &View<'_>) -> Result<Prepared<'s>, Error> {
    let words = site.words();
    let shown = |group: &&Group| match group.belongs {
        For::All => true,
        For::Overviews => !site.is_for_bidders(),
        For::Offers => !site.plan.compared().is_empty(),
    };
    let groups = GROUPS.iter().filter(shown).map(|group| {
        let name = format!("keyboard.{}", group.name);
        let rows = group.keys.iter().map(|(keys, does)| {
            let keys: Vec<Value> =
                keys.split(' ').map(|held| held.split('+').map(|key| label(site, key)).collect()).collect();
            json!({ "keys": keys, "does": words.get(&format!("{name}.{does}")) })
        });
        json!({
            "id": format!("_{}", group.name),
            "title": words.get(&name),
            "about": words.known(&format!("{name}.about")),
            "rows": rows.collect::<Vec<_>>(),
        })
    });
    let content = Content::new("keyboard", words.get("keyboard"))
        .with("groups", groups.collect::<Vec<_>>())
        .with("has_overviews", !site.is_for_bidders());
    site.finish(page, content)
}

/// What stands on a key: a word of the theme, or else the sign itself.
fn label<'s>(site: &'s Site, key: &'s str) -> &'s str {
    site.words().known(&format!("key.{key}")).unwrap_or(key)
}
