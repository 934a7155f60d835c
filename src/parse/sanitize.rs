//! HTML that authors write passes an allow-list: no script, no style, no event, no address that runs programs.

use ammonia::{Builder, UrlRelative};
use std::collections::HashSet;
use std::sync::LazyLock;

static SANITIZER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        // Landmarks and names are the page's own; images of the author's become checked ones before this.
        .rm_tags(["img", "area", "map", "nav", "header", "footer", "article", "aside", "section", "hgroup", "center"])
        .rm_tag_attributes("a", ["hreflang"])
        .add_tag_attributes("details", ["open"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .generic_attributes(HashSet::from(["lang", "title", "dir"]));
    for (tag, classes) in CLASSES {
        builder.add_allowed_classes(*tag, *classes);
    }
    builder
});

/// Classes that the program itself writes around the author's text.
const CLASSES: &[(&str, &[&str])] = &[
    ("th", &["num", "mid"]),
    ("td", &["num", "mid"]),
    ("p", &["alert-title", "heading"]),
    ("div", &["alert", "note", "tip", "important", "warning", "caution"]),
    ("li", &["task"]),
    ("dl", &["defs"]),
];

/// The allowed part of some HTML, balanced.
pub(super) fn sanitize(html: &str) -> String {
    SANITIZER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_falls_away() {
        let html =
            "<p>a<script>x()</script><b onclick=\"x()\">b</b><img src=x onerror=x()><a href=\"javascript:x()\">c</a>";
        assert_eq!(sanitize(html), "<p>a<b>b</b><a rel=\"noopener noreferrer\">c</a></p>");
        assert_eq!(sanitize("<details open><summary>s</summary>"), "<details open=\"\"><summary>s</summary></details>");
        assert_eq!(sanitize("<p style=\"x\" id=\"y\" class=\"heading z\">"), "<p class=\"heading\"></p>");
    }
}
