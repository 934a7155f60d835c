//! Which files beside the text may not be published, since a browser or a web server would run what is in them. Files of
//! suppliers are published on the customer's own server.

use std::io;
use std::path::Path;

/// How a file's name lets a browser or a server take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// As a program, or a page that may hold some.
    Program,
    /// As XML, which runs only what is in it.
    Xml,
    /// As whatever its start looks like.
    Unknown,
    /// As something that runs nothing.
    Passive,
}

/// Run by web servers that know the language, wherever in a name this stands: `a.php.txt`.
const SERVED: [&str; 18] = [
    "asax", "ascx", "ashx", "asmx", "asp", "aspx", "cfm", "cgi", "fcgi", "jsp", "jspx", "phar", "php", "php5", "php7",
    "php8", "phtml", "shtml",
];
/// Pages, archives of pages, and SVG that is packed so that nobody looks inside.
const PAGES: [&str; 9] = ["hta", "htm", "html", "mht", "mhtml", "svgz", "xht", "xhtm", "xhtml"];
/// XML, whether or not a table of types knows it.
const XML: [&str; 8] = ["atom", "mml", "rdf", "rss", "svg", "xml", "xsl", "xslt"];

impl Kind {
    fn of(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let guess = mime_guess::from_ext(extension).first_raw();
        match guess {
            _ if name == "web.config" || name.split('.').skip(1).any(|part| SERVED.contains(&part)) => Self::Program,
            _ if PAGES.contains(&extension) => Self::Program,
            Some("text/html" | "application/xhtml+xml") => Self::Program,
            _ if XML.contains(&extension) => Self::Xml,
            Some(kind) if kind.ends_with("xml") => Self::Xml,
            Some(_) => Self::Passive,
            None => Self::Unknown,
        }
    }
}

/// Whether a file's content decides, and not its name alone.
pub(super) fn is_looked_into(path: &Path) -> bool {
    matches!(Kind::of(path), Kind::Xml | Kind::Unknown)
}

/// Whether a browser that opens a file, or a server that is asked for it, may run what is in it. `read` gives so many bytes
/// of its start at most, or the whole of it, and is called only where the content decides.
pub(super) fn is_active(path: &Path, read: impl Fn(Option<u64>) -> io::Result<Vec<u8>>) -> io::Result<bool> {
    /// As much as browsers look at.
    const START: u64 = 1445;
    match Kind::of(path) {
        Kind::Program => Ok(true),
        Kind::Passive => Ok(false),
        Kind::Xml => Ok(is_active_xml(&read(None)?)),
        Kind::Unknown => {
            let start = read(Some(START))?;
            let start = start.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&start).trim_ascii_start();
            if start.starts_with(b"<?xml") {
                return Ok(is_active_xml(&read(None)?));
            }
            Ok(start.starts_with(b"<"))
        }
    }
}

/// Whether XML has in it what runs, or what could hide such: elements under any prefix, events, addresses of programs in any
/// spelling. It is looked through and not parsed, so what stands in a comment counts too.
fn is_active_xml(bytes: &[u8]) -> bool {
    const ELEMENTS: [&str; 7] = ["embed", "foreignobject", "handler", "iframe", "listener", "object", "script"];
    const SIGNS: [&str; 4] = ["<!entity", "<!attlist", "xml-stylesheet", "www.w3.org/1999/xhtml"];
    const ADDRESSES: [&str; 3] = ["javascript:", "vbscript:", "data:text"];
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    // In UTF-16 and in encodings that switch between alphabets, words are not what they seem.
    if text.contains(['\0', '\u{1b}']) || !is_plain_encoding(&text) {
        return true;
    }
    let Some(text) = with_characters(&text) else { return true };
    let is_end = |c: char| c.is_whitespace() || matches!(c, '/' | '>');
    let elements = text.split('<').skip(1).filter_map(|tag| tag.split(is_end).next());
    let spelled: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    SIGNS.iter().any(|sign| text.contains(sign))
        || elements.map(|name| name.rsplit(':').next().unwrap_or(name)).any(|name| ELEMENTS.contains(&name))
        || ADDRESSES.iter().any(|address| spelled.contains(address))
        || text.split('=').any(|before| ends_in_event(before.trim_end()))
}

/// Whether a text ends in the name of an event: ` onload`.
fn ends_in_event(before: &str) -> bool {
    let start = before.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| {
        // What stands there may be longer than a byte.
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let is_name = !before[..start].ends_with([':', '-', '_', '.']);
    is_name && before.len() > start + 3 && before[start..].starts_with("on")
}

/// Whether a file says of itself that its letters are those of ASCII, or says nothing.
fn is_plain_encoding(text: &str) -> bool {
    let declaration =
        text.trim_start_matches('\u{feff}').strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let Some(said) = declaration.and_then(|it| it.split("encoding").nth(1)) else { return true };
    let name = said.trim_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
    let name = name.split(['"', '\'']).next().unwrap_or(name);
    matches!(name, "utf-8" | "utf8" | "ascii" | "us-ascii")
        || ["iso-8859-", "windows-125"].iter().any(|family| name.starts_with(family))
}

/// A text with the characters that it names by their numbers; none where it names some by words that are not XML's own: what
/// those mean is up to a document type.
fn with_characters(text: &str) -> Option<String> {
    let mut pieces = text.split('&');
    let mut whole = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let Some((name, rest)) = piece.split_once(';') else {
            whole.push_str(piece);
            continue;
        };
        let number = match name.strip_prefix('#').map(|digits| (digits, digits.strip_prefix('x'))) {
            Some((_, Some(digits))) => u32::from_str_radix(digits, 16).ok(),
            Some((digits, None)) => digits.parse().ok(),
            None => None,
        };
        match (number.and_then(char::from_u32), name) {
            (Some(c), _) => whole.extend(c.to_lowercase()),
            (None, "amp" | "lt" | "gt" | "quot" | "apos") => whole.push(' '),
            (None, name) if name.starts_with(|c: char| c.is_alphabetic()) && !name.contains(char::is_whitespace) => {
                return None;
            }
            (None, _) => whole.push_str(name),
        }
        whole.push_str(rest);
    }
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn active(name: &str, text: impl AsRef<[u8]>) -> bool {
        let bytes = text.as_ref();
        let read = |start: Option<u64>| {
            Ok(bytes.iter().copied().take(start.map_or(bytes.len(), |most| most as usize)).collect())
        };
        is_active(Path::new(name), read).unwrap()
    }

    #[test]
    fn drawings_as_programs_write_them_are_passive() {
        for text in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><g class=\"on\" data-once='1'><text>Button on = x; on</text></g></svg>",
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<svg><style>a{fill:red}</style><path style=\"stroke:#000\" d=\"M0 0\"/></svg>",
            "<svg><image xlink:href=\"data:image/png;base64,AA==\"/><use xlink:href=\"#a\"/><text>A &amp; B &#8211; &lt;C&gt; R&D</text></svg>",
            "<?xml version='1.0' encoding='ISO-8859-1'?><daten><skript name='a'/>Gr\u{f6}\u{df}e</daten>",
            "<svg><sodipodi:namedview inkscape:window-maximized=\"1\" inkscape:zoom-on-x=\"1\"/></svg>",
        ] {
            assert!(!active("a.svg", text) && !active("a.xml", text), "{text}");
        }
    }

    #[test]
    fn what_runs_is_active_however_it_is_written() {
        for inside in [
            "<script>alert(1)</script>",
            "<s:script xmlns:s=\"http://www.w3.org/2000/svg\">alert(1)</s:script>",
            "<h:img xmlns:h=\"http://www.w3.org/1999/xhtm&#108;\" src=\"x\"/>",
            "<x:foreignObject/>",
            "<g onload=\"alert(1)\"/>",
            "<g\tonload = 'alert(1)'/>",
            "<g a=\"\"onload=\"alert(1)\"/>",
            "<a xlink:href=\"java&#115;cript:alert(1)\"/>",
            "<a href=\"java&#x0A;script:alert(1)\"/>",
            "<a href=\"javascript&colon;alert(1)\"/>",
            "<set attributeName=\"href\" to=\" JavaScript:alert(1)\"/>",
            "<a href=\"data:text/html,x\"/>",
        ] {
            let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>");
            assert!(
                active("a.svg", &text) && active("A.XSL", &text) && active("ohne", format!("<?xml?>{text}")),
                "{inside}"
            );
        }
        for text in [
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
            "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]><svg/>",
            "<?xml-stylesheet href='a.xsl'?><svg/>",
            "<?xml version='1.0' encoding='ISO-2022-JP'?><svg/>",
            "<?xml version='1.0' encoding = \"utf-7\"?><svg/>",
            "<svg><scr\u{1b}(Bipt/></svg>",
            "\u{feff}<\0s\0v\0g\0",
        ] {
            assert!(active("a.svg", text), "{text}");
        }
    }

    #[test]
    fn names_say_what_a_server_runs_and_a_browser_opens() {
        for name in
            ["a.html", "A.HTM", "a.xhtml", "a.svgz", "a.shtml", "a.php", "a.php.txt", "a.JSP", "a.aspx", "web.config"]
        {
            assert!(active(name, ""), "{name}");
        }
        for name in ["a.pdf", "a.png", "a.zip", "a.docx", "a.txt", "a.csv", "phpinfo.pdf", "LIESMICH", "a.unbekannt"] {
            assert!(!active(name, "%PDF <script>"), "{name}");
        }
        // Without a type that a server knows, a browser looks at the start.
        assert!(active("LIESMICH", " \n<!DOCTYPE html><script>1</script>") && active("a.unbekannt", "\u{feff}<b>"));
    }
}
