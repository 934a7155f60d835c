//! What the fuzzers in `fuzz/` call with bytes of any kind. `fuzzing.rs` calls it with few of them in every test run.

use crate::{html::Page, invariants};
use heftfaden::config::Config;
use heftfaden::diag::Language;
use heftfaden::link::{Input, link};
use heftfaden::model::{
    Chapter, Destination, DocumentGrammar, Grammar, IdPattern, ItemKey, Link, Project, Terms, TestReport,
};
use heftfaden::parse::{Context, junit as read_report, parse};
use heftfaden::site::{Page as SitePage, PageId, Site, Theme};
use heftfaden::source::{Attachment, ResultFile, SourceFile, Sources};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

const CHAPTER: &str = "content/pflichtenheft/01-text.md";

/// A chapter in order, for others to refer to.
const WANTED: &str =
    "# Funktionen\n\n## LH-1 Eins\n\nDer Betrieb muss laufen.\n\n## LH-2 Zwei\n\nText.\n\n- **LH-3** Drei\n";

/// Files of each kind: what a text is read as depends on where it lies.
const KINDS: &[&str] = &[
    "content/ist-aufnahme/01-text.md",
    "content/lastenheft/01-text.md",
    "content/angebote/text/index.md",
    "content/angebote/bewertung.md",
    CHAPTER,
    "content/abnahme/01-text.md",
    "content/glossar.md",
    "content/ansprechpartner.md",
    "content/literatur.md",
];

/// Front matter: found and read, in the file and in any bytes.
pub fn front_matter(bytes: &[u8]) {
    let source = SourceFile::from_bytes(CHAPTER, bytes.to_vec());
    invariants::front_matter(&source);
    let again = SourceFile::from_bytes(CHAPTER, bytes.to_vec());
    assert_eq!(
        (&source.front_matter, &source.diagnostics),
        (&again.front_matter, &again.diagnostics),
        "the same bytes, read differently"
    );
    let config = Config::default();
    let sources = Sources::in_memory(Arc::new(config), vec![Arc::new(source)]);
    let source = &sources.files[0];
    let chapter = parsed(&sources.config, source);
    invariants::chapter(&chapter, source);
    invariants::findings(&chapter.diagnostics, &sources);
}

/// A chapter: read as each kind of file, linked with another, and rendered.
pub fn chapter(bytes: &[u8]) {
    let config = Arc::new(Config::default());
    for path in KINDS {
        let source = SourceFile::from_bytes(path, bytes.to_vec());
        let chapter = parsed(&config, &source);
        invariants::chapter(&chapter, &source);
        if *path == CHAPTER {
            let again = parsed(&config, &source);
            assert_eq!(format!("{chapter:?}"), format!("{again:?}"), "the same text, read differently");
        }
    }
    let file = |path: &str| SourceFile::from_bytes(path, bytes.to_vec());
    let files = [SourceFile::new("content/lastenheft/01-soll.md", WANTED), file(CHAPTER), file("content/glossar.md")];
    let sources = Sources::in_memory(config, files.into_iter().map(Arc::new).collect());
    let (site, chapter) = (site(heftfaden::load::assemble(&sources), sources), ChapterOf("content/pflichtenheft"));
    rendered(&site, chapter.page(&site));
    // One more, another for each text, since all of them would take too long.
    let pages = site.pages();
    rendered(&site, &pages[hash(bytes) as usize % pages.len()]);
}

/// Patterns of IDs in the first line, the rest a text in which they are looked for and named as ranges.
pub fn ids(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (written, text) = text.split_once('\n').unwrap_or((&text, ""));
    let written: Vec<String> = written.split_whitespace().take(8).map(str::to_owned).collect();
    let patterns: Vec<IdPattern> = written.iter().filter_map(|pattern| IdPattern::new(pattern)).collect();
    let document =
        |key: &str, patterns: &[IdPattern]| DocumentGrammar { document: Arc::from(key), patterns: patterns.to_vec() };
    let (own, others) = patterns.split_at(patterns.len().div_ceil(2));
    let grammar = Grammar::new(vec![document("lastenheft", own), document("pflichtenheft", others)]);
    let longest = |at: usize| patterns.iter().filter_map(|pattern| pattern.matches(&text[at..])).max();
    let (mut expected, mut from, mut before) = (Vec::new(), 0, None);
    while let Some(c) = text[from..].chars().next() {
        let is_inside = before.is_some_and(|b: char| b.is_alphanumeric() || matches!(b, '_' | '-'));
        let found = longest(from).filter(|_| !is_inside);
        let end = from + found.unwrap_or(c.len_utf8());
        assert!(text.is_char_boundary(end) && end > from && found.is_none_or(|length| length <= 64));
        if found.is_some() {
            expected.push(from..end);
            let id = &text[from..end];
            assert_eq!(grammar.id(id), Some(id.len()), "{id:?} is an ID in its text and none alone");
        }
        before = text[..end].chars().next_back();
        from = end;
    }
    assert_eq!(grammar.find(text).collect::<Vec<_>>(), expected, "{written:?}");

    let mut config = Config::default();
    for (number, document) in config.documents.iter_mut().enumerate() {
        document.ids = Some(if number == 1 { written.clone() } else { vec!["PH-#".to_owned()] });
    }
    let line = text.replace(['\r', '\n'], " ");
    let files = [
        ("content/lastenheft/01-soll.md", text.to_owned()),
        ("content/pflichtenheft/01-wie.md", format!("## PH-1 Titel\n\n- Realisiert: {line}\n")),
    ];
    let files = files.into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text))).collect();
    let sources = Sources::in_memory(Arc::new(config), files);
    let project = heftfaden::load::assemble(&sources);
    invariants::findings(&project.diagnostics, &sources);
    let items = project.slots.len();
    // An item says of another once, whatever the ranges, that it traces it.
    assert!(project.traces.len() <= 6 * items * items + links_of_answers(&project), "{} traces", project.traces.len());
    assert!(project.traces.iter().all(|trace| (trace.to.0 as usize) < items));
}

fn links_of_answers(project: &Project) -> usize {
    project.chapters.iter().flat_map(|chapter| &chapter.answers).map(|answer| 1 + answer.by.len()).sum()
}

/// Settings: read, and shown on the home page.
pub fn config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (config, findings) = heftfaden::config::parse(&text);
    let again = heftfaden::config::parse(&text);
    assert_eq!(format!("{:?}", (&config, &findings)), format!("{again:?}"), "the same settings, read differently");
    for (number, document) in config.documents.iter().enumerate() {
        assert!(!config.documents[..number].iter().any(|other| other.key == document.key), "two {}", document.key);
        for glob in &document.junit {
            let is_below = |path: &str| !path.starts_with('/') && path.split(['/', '\\']).all(|part| part != "..");
            assert!(is_below(&glob.pattern) && is_below(glob.folder()), "{glob:?} leaves the project");
        }
    }
    for (moved, new) in config.all_moved(|_, _| false) {
        assert_eq!(config.moved_to(&moved.document, &moved.old, |_| false).map(|it| &**it), Some(&**new), "{moved:?}");
    }
    let files = config.documents.iter().take(8).map(|document| format!("content/{}/01-text.md", document.key));
    let files = files.map(|path| Arc::new(SourceFile::new(&path, WANTED))).collect();
    let mut sources = Sources::in_memory(Arc::new(config), files);
    sources.config_text = Some(Arc::from(&*text));
    sources.diagnostics = findings;
    let site = site(heftfaden::load::assemble(&sources), sources);
    let pages = site.pages();
    rendered(&site, &pages[0]);
    rendered(&site, &pages[hash(bytes) as usize % pages.len()]);
}

/// Files beside the text, some with names that addresses must escape.
const ATTACHMENTS: &[&str] = &["bilder/a.png", "lastenheft/unter/b ü.svg", "lastenheft/c%41#?&'.txt", "d:e.pdf"];

/// Targets of links and images, one a line: where they lead, and that no page leaves the site by them.
pub fn links(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let addresses: Vec<&str> = text.lines().collect();
    let config = Arc::new(Config::default());
    let pairs: String = addresses.iter().map(|_| "[a](b)\n\n![c](d)\n\n").collect();
    let files = [
        ("content/index.md", "# Start\n"),
        ("content/lastenheft/01-soll.md", WANTED),
        ("content/lastenheft/ä ö.md", "# Größe & Maß\n\n<a name=\"o'<p>\"></a>\n"),
        ("content/lastenheft/unter/02-links.md", &pairs),
    ];
    let files: Vec<Arc<SourceFile>> =
        files.into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text))).collect();
    let mut chapters: Vec<Arc<Chapter>> = files.iter().map(|file| Arc::new(parsed(&config, file))).collect();
    let linking = Arc::make_mut(chapters.last_mut().expect("four files"));
    assert_eq!(linking.links.len(), 2 * addresses.len());
    for (link, address) in linking.links.iter_mut().zip(addresses.iter().flat_map(|address| [address, address])) {
        link.address = Arc::from(*address);
    }
    let written = linking.links.clone();
    let mut sources = Sources::in_memory(Arc::clone(&config), files);
    for path in ATTACHMENTS {
        let attachment =
            Attachment { on_disk: PathBuf::from(path), stamp: heftfaden::source::Stamp::default(), size: None };
        sources.attachments.insert(Arc::from(*path), attachment);
    }
    let project = link(Input {
        grammar: Arc::new(grammar(&config)),
        config,
        terms: Arc::default(),
        chapters,
        attachments: sources.attachments.keys().cloned().collect(),
        pictures: BTreeMap::new(),
        reports: Vec::new(),
        outlines: BTreeMap::new(),
        diagnostics: Vec::new(),
    });
    let number = project.chapters.iter().position(|chapter| chapter.file.ends_with("links.md")).expect("the chapter");
    assert_eq!(project.links[number].len(), written.len());
    for (link, destination) in written.iter().zip(&project.links[number]) {
        leads_somewhere(link, destination, &project);
    }
    let site = site(project, sources);
    let page = ChapterOf("content/lastenheft/unter").page(&site).clone();
    let shown = rendered(&site, &page);
    for address in shown.addresses("a[href], img[src]") {
        stays_inside(&site, &page.path, &address);
    }
}

/// What a link leads to is there, and of a scheme that runs nothing.
fn leads_somewhere(link: &Link, destination: &Destination, project: &Project) {
    match destination {
        Destination::External(address) => {
            let read: String = address.chars().filter(|c| !matches!(c, '\t' | '\r' | '\n')).collect();
            let scheme = read.trim_start_matches(|c: char| c <= ' ').split(':').next().unwrap_or_default();
            let is_known = ["http", "https", "mailto", "tel", "ftp", "sip"].contains(&&*scheme.to_ascii_lowercase());
            // A browser takes what is no scheme for a path, which runs nothing either.
            let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
            assert!(is_known || !is_scheme, "{link:?} leads to {address:?}");
        }
        Destination::Chapter(key, anchor) => {
            let chapter = project.chapter(*key);
            let is_item = |name: &str| project.items_of(*key).any(|item| **project.name_of(item) == *name);
            let is_there = |name: &Arc<str>| is_item(name) || chapter.anchors.iter().any(|anchor| anchor.name == *name);
            assert!(anchor.as_ref().is_none_or(is_there), "{link:?} leads to {anchor:?}");
        }
        Destination::Attachment(path) => assert!(ATTACHMENTS.contains(&&**path), "{link:?} leads to {path}"),
        Destination::Missing | Destination::Unsafe => {}
    }
}

/// An address leads to a file of the site, as a browser reads it, or says by a scheme that it does not.
fn stays_inside(site: &Site, from: &str, address: &str) {
    let is_external = ["http:", "https:", "mailto:", "tel:", "ftp:", "sip:"]
        .iter()
        .any(|scheme| address.to_lowercase().starts_with(scheme));
    let path = address.split(['#', '?']).next().unwrap_or_default();
    if is_external || path.is_empty() {
        return;
    }
    let mut parts: Vec<String> = from.split('/').map(str::to_owned).collect();
    parts.pop();
    for part in path.replace('\\', "/").split('/') {
        match &*percent_decoded(part) {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "{address:?} leaves the site from {from}"),
            part => parts.push(part.to_owned()),
        }
    }
    let path = parts.join("/");
    let is_there = site.page_at(&path).is_some() || ATTACHMENTS.contains(&&*path) || site.asset(&path).is_some();
    assert!(is_there, "{address:?} on {from} leads to {path:?}, which is not there");
}

fn percent_decoded(part: &str) -> String {
    let (mut bytes, mut at) = (Vec::new(), 0);
    while at < part.len() {
        let code = part.as_bytes()[at..].strip_prefix(b"%").and_then(|rest| rest.get(..2));
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(part.as_bytes()[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A report of tests: read, and linked with the tests that it names.
pub fn junit(bytes: &[u8]) {
    let source = Arc::new(SourceFile::from_bytes("results/junit.xml", bytes.to_vec()));
    let report = read_report(&source);
    assert_eq!(report, read_report(&source), "the same report, read differently");
    assert!(report.cases.is_empty() || report.diagnostics.is_empty());
    says_no_more_than_its_file(&report, &source);
    let tests = "## AT-1 Eins\n\n- Ergebnis: bestanden\n\n## AT-2.1 Zwei\n\n- Prüft: LH-1\n";
    let files = [("content/lastenheft/01-soll.md", WANTED), ("content/abnahme/01-tests.md", tests)];
    let files = files.into_iter().map(|(path, text)| Arc::new(SourceFile::new(path, text))).collect();
    let mut sources = Sources::in_memory(Arc::new(Config::default()), files);
    sources.results = vec![ResultFile { document: Arc::from("abnahme"), file: source }];
    let project = heftfaden::load::assemble(&sources);
    let items: Vec<ItemKey> = project.items().collect();
    for case in items.iter().flat_map(|item| project.cases_of(*item)) {
        let _ = project.case(*case);
    }
    let site = site(project, sources);
    let pages = site.pages().iter();
    for page in pages.filter(|page| matches!(page.id, PageId::Acceptance(..))) {
        rendered(&site, page);
    }
}

/// Nothing comes from elsewhere, and nothing grows: an entity can name but one character, in less than it takes to write.
fn says_no_more_than_its_file(report: &TestReport, source: &SourceFile) {
    let lined = invariants::Lined::new(&source.path, &source.text);
    for case in &report.cases {
        for spelled in std::iter::once(&case.name).chain(&case.class).chain(&case.properties) {
            lined.place(&spelled.place);
            assert!(spelled.text.len() <= spelled.place.range().len(), "{spelled:?}");
        }
        assert!(case.ran.as_ref().is_none_or(|ran| ran.len() <= source.text.len()));
    }
    report.diagnostics.iter().for_each(|found| lined.place(&found.place));
}

/// A chapter by the folder that it lies in, the only one there.
struct ChapterOf(&'static str);

impl ChapterOf {
    fn page(self, site: &Site) -> &SitePage {
        let chapters = site.pages().iter().filter(|page| matches!(page.id, PageId::Chapter(_)));
        let is_of = |page: &&SitePage| {
            let file = site.file_of(page);
            file.and_then(|file| file.rsplit_once('/')).is_some_and(|(folder, _)| folder == self.0)
        };
        chapters.into_iter().find(is_of).expect("every chapter has a page")
    }
}

/// A file with the usual IDs, as a chapter of the document whose folder it lies in.
pub fn parsed(config: &Config, source: &SourceFile) -> Chapter {
    let folder = source.path.split('/').nth(1).unwrap_or_default();
    let (grammar, terms) = (grammar(config), Terms::default());
    parse(source, Context { config, grammar: &grammar, terms: &terms, document: config.document(folder) })
}

/// The usual IDs of a project without settings.
fn grammar(config: &Config) -> Grammar {
    let patterns = |key: &str| match key {
        "lastenheft" => vec!["LH-#", "/LF#/"],
        "pflichtenheft" => vec!["PH-#", "FU-*-#"],
        _ => vec!["AT-#"],
    };
    let of = |key: &Arc<str>| DocumentGrammar {
        document: Arc::clone(key),
        patterns: patterns(key).into_iter().map(|pattern| IdPattern::new(pattern).expect("a pattern")).collect(),
    };
    Grammar::new(config.documents.iter().map(|document| of(&document.key)).collect())
}

/// The standard theme in German and in English, which is read once.
static THEMES: [OnceLock<Arc<Theme>>; 2] = [OnceLock::new(), OnceLock::new()];

/// The site of a project, whose findings can be printed.
fn site(project: Project, sources: Sources) -> Site {
    let findings = heftfaden::check::check(&project);
    invariants::findings(&findings, &sources);
    let theme = THEMES[usize::from(project.config.language == Language::En)].get_or_init(|| {
        Arc::new(Theme::new(project.config.language, &BTreeMap::new()).expect("the theme is in order"))
    });
    Site::new(project.into(), findings.into(), Arc::new(sources), Arc::clone(theme))
}

fn rendered(site: &Site, page: &SitePage) -> Page {
    let html = String::from_utf8(site.render(page).expect("the theme is in order")).expect("pages are UTF-8");
    invariants::page(&page.path, &html)
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
