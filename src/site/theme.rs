//! The theme: templates, words and assets. The standard one is inside the program; a project overrides file by file.

use super::Error;
use super::words::Words;
use crate::diag::Language;
use handlebars::template::{Parameter, TemplateElement};
use handlebars::{Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason, Template};
use rayon::prelude::*;
use rust_embed::RustEmbed;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "themes/standard"]
struct Standard;

/// A theme, ready to render.
pub struct Theme {
    templates: Handlebars<'static>,
    /// The words of the project's language.
    pub(super) words: Arc<Words>,
    /// Output path and content of each asset.
    pub(super) assets: BTreeMap<String, Cow<'static, [u8]>>,
    /// A hash of the project's own files of it, and of the language.
    pub(super) hash: blake3::Hash,
    /// The path in the output of each style sheet, script and icon of the standard theme, by its name there.
    parts: BTreeMap<String, String>,
}

/// The folder of assets in the output.
const ASSETS: &str = "assets";

/// What pages of a kind load beside `style.css` and `site.js`, in this order.
const BESIDE: [(&str, &[&str]); 16] = [
    ("home", &["home.css"]),
    ("document", &["item.css", "offers.css"]),
    ("item", &["item.css", "graph.css", "graph.js"]),
    ("graph", &["graph.css", "graph.js"]),
    ("levels", &["graph.css", "graph.js", "levels.js"]),
    ("onepage", &["onepage.css", "onepage.js"]),
    ("synopsis", &["table.css", "synopsis.js", "table.js"]),
    ("matrix", &["table.css", "table.js"]),
    ("list", &["table.css", "table.js"]),
    ("questions", &["table.css", "table.js"]),
    ("findings", &["report.css", "table.css", "table.js"]),
    ("comparison", &["item.css", "report.css", "table.css", "offers.css", "table.js"]),
    ("costs", &["item.css", "report.css", "offers.css"]),
    ("acceptance", &["report.css"]),
    ("milestones", &["report.css"]),
    ("keyboard", &["keyboard.js"]),
];

impl Theme {
    /// The standard theme in a language, with a project's files over it, by path below the theme's folder.
    ///
    /// # Errors
    ///
    /// When a file of the project's theme cannot be used.
    pub fn new(language: Language, own: &BTreeMap<String, Vec<u8>>) -> Result<Self, Error> {
        let mut files: BTreeMap<String, Cow<'static, [u8]>> =
            Standard::iter().filter_map(|path| Some((path.to_string(), Standard::get(&path)?.data))).collect();
        let words_path = format!("words/{}.toml", language.code());
        let built_in =
            files.get(&words_path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        let own_words = own.get(&words_path).map(|bytes| String::from_utf8_lossy(bytes));
        let words = Arc::new(Words::new(language, &built_in, own_words.as_deref())?);
        files.extend(own.iter().map(|(path, bytes)| (path.clone(), Cow::Owned(bytes.clone()))));
        let templates = templates(&files, &words)?;
        let mut assets = BTreeMap::new();
        let mut parts = BTreeMap::new();
        for name in Standard::iter().filter(|name| !name.contains('/')) {
            let bytes = files.get(&*name).cloned().unwrap_or_default();
            let is_standard =
                own.get(&*name).is_none_or(|own| Standard::get(&name).is_some_and(|it| *it.data == **own));
            let bytes = if is_standard { super::shrink::shrunk(&name, bytes) } else { bytes };
            let path = hashed(&name, &bytes);
            assets.insert(path.clone(), bytes);
            parts.insert(name.into_owned(), path);
        }
        // What a project's own style sheet names (fonts, images) keeps its name, which that style sheet knows.
        let is_part =
            |path: &str| path.starts_with("templates/") || path.starts_with("words/") || parts.contains_key(path);
        for path in own.keys().filter(|path| !is_part(path)) {
            assets.insert(format!("{ASSETS}/{path}"), files[path].clone());
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(language.code().as_bytes());
        for (path, bytes) in own {
            hasher.update(blake3::hash(path.as_bytes()).as_bytes()).update(blake3::hash(bytes).as_bytes());
        }
        Ok(Self { templates, words, assets, hash: hasher.finalize(), parts })
    }

    /// The path in the output of a style sheet, script or icon of the standard theme, such as `style.css`.
    pub(super) fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// The paths in the output of what pages of a kind load beside `style.css` and `site.js`.
    pub(super) fn beside(&self, kind: &str) -> impl Iterator<Item = &str> {
        let names = BESIDE.iter().find(|(of, _)| *of == kind).map_or(&[][..], |(_, names)| names);
        names.iter().map(|name| self.part(name))
    }

    /// Renders a template.
    pub(super) fn render(&self, template: &str, context: Value) -> Result<String, Error> {
        // `Context::wraps` would copy it.
        let mut owned = Context::null();
        *owned.data_mut() = context;
        self.templates.render_with_context(template, &owned).map_err(|error| Error::Template(Box::new(error)))
    }
}

/// `style.css` → `assets/style.0123456789ab.css`: a name that changes with the content, so that it can be cached for good.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{ASSETS}/{stem}.{}.{extension}", &hash[..12])
}

fn templates(files: &BTreeMap<String, Cow<'static, [u8]>>, words: &Arc<Words>) -> Result<Handlebars<'static>, Error> {
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    templates.register_escape_fn(|text| {
        let mut escaped = String::with_capacity(text.len());
        crate::model::escape(text, &mut escaped);
        escaped
    });
    let compiled = |(path, bytes): (&String, &Cow<'static, [u8]>)| {
        let name = path.strip_prefix("templates/")?.strip_suffix(".hbs")?.to_owned();
        let template = Template::compile_with_name(String::from_utf8_lossy(bytes), name.clone());
        let template = template.map_err(|error| {
            let at = error.pos().unwrap_or((1, 1));
            Error::BadTemplate { path: path.clone(), at, message: error.reason().to_string() }
        });
        Some(template.map(|mut template| {
            set_words(&mut template, words);
            (name, template)
        }))
    };
    // In the order of the files, so that of several that are wrong the same one is told of each time.
    let compiled: Vec<Result<(String, Template), Error>> = files.par_iter().filter_map(compiled).collect();
    for template in compiled {
        let (name, template) = template?;
        templates.register_template(&name, template);
    }
    let words = Arc::clone(words);
    let word = move |helper: &Helper<'_>,
                     _: &Handlebars<'_>,
                     _: &Context,
                     _: &mut RenderContext<'_, '_>,
                     out: &mut dyn Output|
          -> HelperResult {
        let key = helper.param(0).and_then(|key| key.value().as_str());
        let key = key.ok_or(RenderErrorReason::ParamNotFoundForIndex("word", 0))?;
        out.write(&handlebars::html_escape(words.get(key)))?;
        Ok(())
    };
    templates.register_helper("word", Box::new(word));
    Ok(templates)
}

/// Puts in the words that a template names by themselves: they are the same on every page.
fn set_words(template: &mut Template, words: &Words) {
    for element in &mut template.elements {
        match element {
            TemplateElement::Expression(helper) => {
                if let (Some("word"), [Parameter::Literal(key)]) = (helper.name.as_name(), helper.params.as_slice())
                    && let Some(key) = key.as_str()
                {
                    *element = TemplateElement::RawString(handlebars::html_escape(words.get(key)));
                }
            }
            TemplateElement::HelperBlock(helper) => {
                let branches = [&mut helper.template, &mut helper.inverse];
                branches.into_iter().flatten().for_each(|branch| set_words(branch, words));
            }
            _ => {}
        }
    }
}
