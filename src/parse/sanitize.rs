//! HTML that authors write passes an allow-list: no script, no style, no event, no address that runs programs.

use crate::model::without_marks;
use ammonia::{Builder, UrlRelative};
use std::collections::HashSet;
use std::sync::LazyLock;

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(builder);

/// For headings, in which no block may stand.
static INLINE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = builder();
    builder.rm_tags(BLOCKS);
    builder
});

/// The allowed elements that stand in lines of their own.
const BLOCKS: &[&str] = &[
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

fn builder() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        // Landmarks and names are the page's own; images of the author's become checked ones before this.
        .rm_tags(["img", "area", "map", "nav", "header", "footer", "article", "aside", "section", "hgroup", "center"])
        // Readings are valid in a ruby element alone, and in its order.
        .rm_tags(["ruby", "rp", "rt", "rtc"])
        .rm_tag_attributes("a", ["hreflang"])
        .add_tag_attributes("details", ["open"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .generic_attributes(HashSet::from(["lang", "title", "dir"]))
        // Of the program's own markup around the author's.
        .add_tag_attributes("div", ["aria-label"])
        .add_tag_attribute_values("div", "role", ["group", "note"])
        .add_tag_attribute_values("div", "tabindex", ["0"])
        // What fills a hole is markup, and must not come to stand in an attribute.
        .attribute_filter(|_, _, value| Some(without_marks(value)));
    for (tag, classes) in CLASSES {
        builder.add_allowed_classes(*tag, *classes);
    }
    builder
}

/// Classes that the program itself writes around the author's text.
const CLASSES: &[(&str, &[&str])] = &[
    ("th", &["num", "mid"]),
    ("td", &["num", "mid"]),
    ("p", &["alert-title", "heading"]),
    ("div", &["alert", "note", "tip", "important", "warning", "caution", "scroll"]),
    ("li", &["task"]),
    ("dl", &["defs", "glossary"]),
    ("span", &["access", "free", "paid", "restricted", "address"]),
];

/// The allowed part of some HTML, balanced.
pub(super) fn sanitize(html: &str) -> String {
    twice(&SANITIZER, html)
}

/// The allowed part of some HTML in a heading, balanced.
pub(super) fn sanitize_inline(html: &str) -> String {
    twice(&INLINE, html)
}

/// What is left when an element falls away may be read in another way than it was meant, as `<p><button><p>` is: the
/// second time nothing falls away any more.
fn twice(builder: &Builder<'_>, html: &str) -> String {
    let once = builder.clean(html).to_string();
    // Where an address fell away, `rel` says nothing and is not valid.
    builder.clean(&once).to_string().replace("<a rel=\"noopener noreferrer\">", "<a>")
}

/// Whether sanitised HTML has blocks in it.
pub(super) fn has_blocks(html: &str) -> bool {
    let name = |tag: &str| tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())].to_owned();
    html.split('<').skip(1).any(|tag| BLOCKS.contains(&name(tag).as_str()))
}

/// What a formula may consist of.
static MATHML: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .add_tags([
            "math",
            "mfrac",
            "mi",
            "mn",
            "mo",
            "mover",
            "mroot",
            "mrow",
            "mspace",
            "msqrt",
            "msub",
            "msubsup",
            "msup",
            "mtable",
            "mtd",
            "mtext",
            "mtr",
            "munder",
            "munderover",
        ])
        .add_generic_attributes([
            "class",
            "depth",
            "display",
            "displaystyle",
            "height",
            "largeop",
            "linethickness",
            "mathvariant",
            "maxsize",
            "minsize",
            "movablelimits",
            "scriptlevel",
            "stretchy",
            "symmetric",
            "width",
        ]);
    builder
});

/// A formula as it may stand in a page: its names are the author's, and not all of them are escaped.
pub(super) fn mathml(html: &str) -> String {
    MATHML.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_mathematics_alone() {
        let html = "<math display=\"inline\" style=x><mo><</mo><mspace width=\"1em\" /><mi onclick=x>a<b></b></mi><script>b</script></math>";
        assert_eq!(
            mathml(html),
            "<math display=\"inline\"><mo>&lt;</mo><mspace width=\"1em\"></mspace><mi>a</mi></math>"
        );
    }

    #[test]
    fn readings_are_text() {
        let sanitized = "a<table><tbody><tr><td>b</td></tr></tbody></table>";
        assert_eq!(sanitize("<table><rt>a<td>b"), sanitized);
    }

    #[test]
    fn what_is_left_is_read_as_it_is_written() {
        let html = sanitize("<p><button><p>a</p></button></p>");
        assert_eq!(html, sanitize(&html));
    }

    #[test]
    fn what_runs_falls_away() {
        let html =
            "<p>a<script>x()</script><b onclick=\"x()\">b</b><img src=x onerror=x()><a href=\"javascript:x()\">c</a>";
        assert_eq!(sanitize(html), "<p>a<b>b</b><a>c</a></p>");
        assert_eq!(sanitize("<details open><summary>s</summary>"), "<details open=\"\"><summary>s</summary></details>");
        assert_eq!(sanitize("<p style=\"x\" id=\"y\" class=\"heading z\">"), "<p class=\"heading\"></p>");
    }
}
