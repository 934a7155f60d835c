//! Looking at pages with a browser's parser: what runs, what leaves the site, what is not well-formed.

use scraper::{ElementRef, Html, Selector};

/// A parsed page.
pub struct Page {
    html: Html,
}

/// Elements that no page may have: they run, frame, send or redirect.
const FORBIDDEN: &[&str] = &[
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "base",
    "style",
    "noscript",
    "template",
    "portal",
    "audio",
    "video",
    "source",
    "track",
    "map",
    "area",
    "xmp",
    "plaintext",
    "foreignobject",
    "animate",
    "set",
    "use",
];

/// Attributes whose value is an address.
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "xlink:href",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "cite",
    "longdesc",
    "ping",
    "srcset",
    "manifest",
    "archive",
    "codebase",
    "lowsrc",
    "dynsrc",
];

/// Schemes that a link may have.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "ftp", "sip"];

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";

impl Page {
    pub fn parse(html: &str) -> Self {
        Self { html: Html::parse_document(html) }
    }

    /// What makes a page unsafe, each in words; nothing for a safe one.
    pub fn dangers(&self) -> Vec<String> {
        let mut dangers = Vec::new();
        let mut scripts = 0;
        let all = self.select("*");
        for element in &all {
            let name = element.value().name().to_ascii_lowercase();
            let is_of_every_page = element.attr("src").is_some_and(|src| src.contains("assets/site."));
            scripts += usize::from(name == "script" && is_of_every_page && is_own_script(*element));
            if name == "script" && !is_own_script(*element) {
                dangers.push(format!("a script: {}", element.html()));
            }
            if FORBIDDEN.contains(&name.as_str()) || name == "form" && element.attr("action").is_some() {
                dangers.push(format!("an element that must not be: {}", element.html()));
            }
            if name == "meta" && !is_own_meta(*element) || name == "link" && !is_own_link(*element) {
                dangers.push(format!("not the page's own: {}", element.html()));
            }
            for (attribute, value) in element.value().attrs() {
                if let Some(danger) = dangerous(&name, attribute, value) {
                    dangers.push(format!("{danger}: <{name} {attribute}={value:?}>"));
                }
            }
        }
        if scripts != 1 {
            dangers.push(format!("{scripts} scripts of the page's own"));
        }
        let policies: Vec<_> = self.select("head > meta[http-equiv=\"Content-Security-Policy\"]");
        if policies.len() != 1 || policies[0].attr("content") != Some(POLICY) {
            dangers.push("no Content-Security-Policy, or another".to_owned());
        }
        dangers
    }

    /// What the parser had to repair: unbalanced elements, elements where none may stand, duplicate attributes.
    pub fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> = self.html.errors.iter().map(ToString::to_string).collect();
        let mut seen = std::collections::HashSet::new();
        for element in self.select("[id]") {
            let id = element.attr("id").unwrap_or_default();
            if !seen.insert(id) {
                faults.push(format!("the id {id:?} twice"));
            }
        }
        for inner in self.select("a a, a button") {
            faults.push(format!("a link in a link: {}", inner.html()));
        }
        faults
    }

    /// The addresses that some elements lead to or show.
    pub fn addresses(&self, selector: &str) -> Vec<String> {
        let of = |element: &ElementRef<'_>| element.attr("href").or(element.attr("src")).map(str::to_owned);
        self.select(selector).iter().filter_map(of).collect()
    }

    /// Whether an element has this name.
    pub fn has_id(&self, id: &str) -> bool {
        self.select("[id]").iter().any(|element| element.attr("id") == Some(id))
    }

    /// All text that the page shows.
    pub fn text(&self) -> String {
        self.html.root_element().text().collect()
    }

    fn select(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).expect("a selector");
        self.html.select(&selector).collect()
    }
}

/// A script of the theme, `site.0123456789ab.js` or another kind's.
fn is_own_script(element: ElementRef<'_>) -> bool {
    let name = element.attr("src").and_then(|src| src.rsplit_once("assets/"));
    let name = name.and_then(|(_, name)| name.strip_suffix(".js")).and_then(|name| name.split_once('.'));
    let is_own = name.is_some_and(|(stem, hash)| {
        stem.bytes().all(|byte| byte.is_ascii_lowercase())
            && hash.len() == 12
            && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    is_own && element.value().attrs().count() == 1 && element.text().next().is_none()
}

fn is_own_meta(element: ElementRef<'_>) -> bool {
    element.attr("charset") == Some("utf-8")
        || matches!(element.attr("name"), Some("viewport" | "generator"))
        || element.attr("http-equiv") == Some("Content-Security-Policy")
}

fn is_own_link(element: ElementRef<'_>) -> bool {
    let is_web = |href: &str| href.starts_with("https://") || href.starts_with("http://");
    match element.attr("rel") {
        Some("icon" | "stylesheet") => {
            element.attr("href").is_some_and(|href| href.contains("assets/") && !href.contains(':'))
        }
        Some("canonical") => element.attr("href").is_some_and(is_web),
        _ => false,
    }
}

fn dangerous(element: &str, attribute: &str, value: &str) -> Option<&'static str> {
    let attribute = attribute.to_ascii_lowercase();
    if attribute.starts_with("on") {
        return Some("an event");
    }
    if matches!(attribute.as_str(), "style" | "srcdoc" | "formaction" | "autofocus" | "http-equiv") && element != "meta"
    {
        return Some("an attribute that must not be");
    }
    if !ADDRESSES.contains(&attribute.as_str()) {
        return None;
    }
    // As a browser reads it: blanks around and line ends inside do not count.
    let address: String =
        value.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains(['/', '?', '#']));
    let is_image = matches!(element, "img" | "script" | "link");
    match scheme {
        Some(scheme) if !SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) => Some("a scheme that must not be"),
        Some(_) if is_image && attribute == "src" => Some("a request that leaves the site"),
        None if address.starts_with("//") || address.starts_with('\\') => Some("an address that leaves the site"),
        _ => None,
    }
}

/// A page in order, with something in its body.
fn page(body: &str) -> Page {
    Page::parse(&format!(
        "<!DOCTYPE html><html lang=\"de\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"><title>T</title><script src=\"../assets/site.0123456789ab.js\"></script></head><body>{body}</body></html>"
    ))
}

#[test]
fn the_look_at_a_page_finds_what_it_must() {
    let fine =
        page("<p>a <a href=\"../b#c:d\">b</a><a href=\"https://example.org\">c</a><img src=\"x.png\" alt=\"\"></p>");
    assert_eq!((fine.dangers(), fine.faults()), (vec![], vec![]));
    for bad in [
        "<script>x</script>",
        "<script src=\"assets/site.0123456789ab.js\">x</script>",
        "<script src=\"https://a.example/assets/site.js\"></script>",
        "<img src=x onerror=x>",
        "<img src=\"https://a.example/x.png\" alt=\"\">",
        "<p style=\"color:red\">",
        "<a href=\"javascript:x\">",
        "<a href=\" JaVa\nScript:x\">",
        "<a href=\"&#106;avascript:x\">",
        "<a href=\"data:text/html,x\">",
        "<a href=\"//a.example\">",
        "<svg><a xlink:href=\"javascript:x\"></a></svg>",
        "<svg onload=x></svg>",
        "<iframe></iframe>",
        "<form action=\"x\"></form>",
        "<button formaction=\"x\"></button>",
        "<meta http-equiv=\"refresh\" content=\"0\">",
        "<link rel=\"stylesheet\" href=\"https://a.example/x.css\">",
        "<base href=\"x\">",
    ] {
        assert!(!page(bad).dangers().is_empty(), "{bad}");
    }
    for bad in [
        "<p>a</div>",
        "<b><p>a</b></p>",
        "<a href=a><a href=b>c</a></a>",
        "<p id=a><p id=a>",
        "<table><p>a</p></table>",
    ] {
        assert!(!page(bad).faults().is_empty(), "{bad}");
    }
    assert!(!Page::parse("<title>ohne</title>").dangers().is_empty());
}
