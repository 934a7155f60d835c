//! Where links and images lead.

use crate::config::path;
use crate::diag::{Diagnostic, Place, Severity, Text, nearest};
use crate::model::{Chapter, ChapterKey, Destination, Link, Project, slug};
use percent_encoding::percent_decode_str;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use unicode_normalization::UnicodeNormalization;

/// Schemes that a page may link to.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "ftp", "sip"];

/// How many suggestions are looked for: each compares with all files, or all places of one.
const SUGGESTIONS: usize = 200;

/// The folder whose files link to each other; [`crate::model::Chapter::file`] starts with it.
const CONTENT: &str = "content/";

/// Where every link of a project leads, by chapter, and what is wrong with them.
pub(super) fn resolve(project: &Project) -> (Vec<Vec<Destination>>, Vec<Diagnostic>) {
    let places = Places::of(project);
    let of_chapter = |(number, chapter): (usize, &Arc<Chapter>)| {
        let mut diagnostics = Vec::new();
        let mut resolver =
            Resolver { project, places: &places, chapter: ChapterKey(number as u32), diagnostics: &mut diagnostics };
        let links = chapter.links.iter().map(|link| resolver.destination(link)).collect();
        (links, diagnostics)
    };
    let (links, diagnostics): (Vec<_>, Vec<_>) =
        project.chapters.par_iter().with_max_len(super::SHARE).enumerate().map(of_chapter).unzip();
    (links, diagnostics.into_iter().flatten().collect())
}

/// Where addresses lead that a project's files have, those too that no page shows as a link.
pub(crate) struct Addresses<'p> {
    project: &'p Project,
    places: Places,
}

impl<'p> Addresses<'p> {
    /// The addresses of a project that is linked.
    pub fn new(project: &'p Project) -> Self {
        Self { project, places: Places::of(project) }
    }

    /// Where an address in a chapter leads.
    pub fn destination(&self, chapter: ChapterKey, address: &str) -> Destination {
        let place =
            Place { file: Arc::clone(&self.project.chapter(chapter).file), line: 1, column: 1, start: 0, end: 0 };
        // What is wrong with it was said when the project was linked.
        let mut diagnostics = Vec::new();
        let mut resolver =
            Resolver { project: self.project, places: &self.places, chapter, diagnostics: &mut diagnostics };
        resolver.destination(&Link { address: Arc::from(address), is_image: false, place })
    }
}

/// What links may lead to, by lower-cased path below `content/`.
#[derive(Default)]
struct Places {
    chapters: HashMap<String, (ChapterKey, Arc<str>)>,
    folders: HashMap<String, ChapterKey>,
    attachments: HashMap<String, Arc<str>>,
    /// What each chapter names, from the first link that asks for it.
    anchors: Vec<OnceLock<Anchors>>,
}

/// The indices of a chapter's anchors by name, and by name in lower case: the first where several have it.
struct Anchors {
    exact: HashMap<Arc<str>, usize>,
    lower: HashMap<String, usize>,
}

impl Anchors {
    fn of(chapter: &Chapter) -> Self {
        let named = || chapter.anchors.iter().map(|anchor| &anchor.name).enumerate().rev();
        Self {
            exact: named().map(|(index, name)| (Arc::clone(name), index)).collect(),
            lower: named().map(|(index, name)| (name.to_lowercase(), index)).collect(),
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.exact.get(name).or_else(|| self.lower.get(&name.to_lowercase())).copied()
    }
}

impl Places {
    fn of(project: &Project) -> Self {
        let anchors = project.chapters.iter().map(|_| OnceLock::new()).collect();
        let mut places = Self { anchors, ..Self::default() };
        for (number, chapter) in project.chapters.iter().enumerate() {
            let path = chapter.file.strip_prefix(CONTENT).unwrap_or(&chapter.file);
            places.chapters.insert(path.to_lowercase(), (ChapterKey(number as u32), Arc::from(path)));
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if chapter.is_index || !places.folders.contains_key(folder) {
                places.folders.insert(folder.to_owned(), ChapterKey(number as u32));
            }
        }
        places.attachments = project.attachments.iter().map(|path| (path.to_lowercase(), Arc::clone(path))).collect();
        places
    }
}

struct Resolver<'p> {
    project: &'p Project,
    places: &'p Places,
    chapter: ChapterKey,
    diagnostics: &'p mut Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn destination(&mut self, link: &Link) -> Destination {
        let address = link.address.trim();
        if let Some(scheme) = scheme(address) {
            return self.external(link, address, &scheme);
        }
        if address.starts_with("//") || address.starts_with("\\\\") {
            return self.external(link, &format!("https:{}", address.replace('\\', "/")), "https");
        }
        let (path, anchor) = address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)));
        let path = path.split('?').next().unwrap_or(path);
        if path.is_empty() {
            return self.in_chapter(link, self.chapter, anchor);
        }
        let Some(path) = self.absolute(path) else {
            let message = Text::new(
                format!("Der Verweis „{address}“ führt aus dem Ordner content hinaus."),
                format!("the link \"{address}\" leaves the content folder"),
            );
            self.missing(link, message, None);
            return Destination::Missing;
        };
        let lower = path.to_lowercase();
        if let Some((chapter, _)) = self.places.chapters.get(&lower).filter(|_| !link.is_image) {
            return self.in_chapter(link, *chapter, anchor);
        }
        if let Some(chapter) = self.places.folders.get(path.trim_end_matches('/')).filter(|_| !link.is_image) {
            return self.in_chapter(link, *chapter, anchor);
        }
        if let Some(file) = self.places.attachments.get(&lower) {
            return Destination::Attachment(Arc::clone(file));
        }
        let what = if link.is_image { ("Das Bild", "the image") } else { ("Die Datei", "the file") };
        let message = Text::new(
            format!("{} „{path}“ gibt es im Ordner content nicht.", what.0),
            format!("{} \"{path}\" is not in the content folder", what.1),
        );
        let near = (self.diagnostics.len() < SUGGESTIONS).then(|| self.near(&path, link.is_image)).flatten();
        self.missing(link, message, near.as_deref());
        Destination::Missing
    }

    /// A file whose name is like the one that is missing.
    fn near(&self, path: &str, is_image: bool) -> Option<String> {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let chapters = self.places.chapters.values().map(|(_, path)| path).filter(|_| !is_image);
        let mut known: Vec<(String, &str)> =
            chapters.chain(self.places.attachments.values()).map(|path| (name(path), &**path)).collect();
        // Sorted, since a map's order differs from run to run.
        known.sort_unstable();
        let near = nearest(&name(path), known.iter().map(|(name, _)| name.as_str()))?.to_owned();
        known.iter().find(|(name, _)| *name == near).map(|(_, path)| (*path).to_owned())
    }

    fn external(&mut self, link: &Link, address: &str, scheme: &str) -> Destination {
        if !SCHEMES.contains(&scheme) {
            let message = Text::new(
                format!("Ein Verweis mit „{scheme}:“ wird nicht auf die Website übernommen."),
                format!("a link with \"{scheme}:\" is not taken over to the website"),
            );
            let hint = Text::new(
                "Auf eine Datei im Ordner content oder eine Adresse mit https:// verweisen.",
                "Link to a file in the content folder or to an address with https://.",
            );
            self.diagnostics
                .push(Diagnostic::new("unsafe-link", Severity::Warning, link.place.clone(), message).hint(hint));
            return Destination::Unsafe;
        }
        if link.is_image {
            let message = Text::new(
                "Das Bild liegt auf einem fremden Server; die Website zeigt statt seiner einen Verweis.",
                "the image lies on another server; the website shows a link in its place",
            );
            let hint = Text::new("Das Bild in den Ordner content kopieren.", "Copy the image into the content folder.");
            self.diagnostics
                .push(Diagnostic::new("external-image", Severity::Warning, link.place.clone(), message).hint(hint));
        }
        Destination::External(clean(address, scheme))
    }

    /// A path below `content/` from one in a chapter's folder; none when it leaves the folder.
    fn absolute(&self, path: &str) -> Option<String> {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let decoded: String = decoded.replace('\\', "/").nfc().collect();
        let own = &self.project.chapter(self.chapter).file;
        let own = own.strip_prefix(CONTENT).unwrap_or(own);
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        path::joined(if decoded.starts_with('/') { "" } else { folder }, &decoded)
    }

    fn in_chapter(&mut self, link: &Link, key: ChapterKey, anchor: Option<&str>) -> Destination {
        let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else { return Destination::Chapter(key, None) };
        let wanted: String = percent_decode_str(anchor).decode_utf8_lossy().nfc().collect();
        let chapter = self.project.chapter(key);
        let anchors = self.places.anchors[key.0 as usize].get_or_init(|| Anchors::of(chapter));
        // A forge keeps umlauts, and underscores, in the anchors of headings.
        let found = anchors.find(&wanted).or_else(|| anchors.find(&slug(&wanted)));
        if let Some(found) = found.map(|index| &chapter.anchors[index]) {
            let item = found.item.map(|index| Arc::clone(self.project.name_of(self.project.item_key(key, index))));
            return Destination::Chapter(key, Some(item.unwrap_or_else(|| Arc::clone(&found.name))));
        }
        let message = Text::new(
            format!("Eine Stelle „#{wanted}“ gibt es in {} nicht.", chapter.file),
            format!("there is no place \"#{wanted}\" in {}", chapter.file),
        );
        let names = chapter.anchors.iter().map(|anchor| &*anchor.name);
        let near = (self.diagnostics.len() < SUGGESTIONS).then(|| nearest(&wanted, names)).flatten();
        let hint = near.map_or_else(
            || {
                Text::new(
                    "Anker heißen wie ihre Überschrift, klein, mit Bindestrichen; oder wie die ID eines Items.",
                    "Anchors are named like their heading, in lower case with dashes, or like an item's ID.",
                )
            },
            |near| Text::new(format!("Gemeint ist vielleicht „#{near}“."), format!("\"#{near}\" may be meant")),
        );
        self.diagnostics
            .push(Diagnostic::new("dead-anchor", Severity::Warning, link.place.clone(), message).hint(hint));
        Destination::Chapter(key, None)
    }

    fn missing(&mut self, link: &Link, message: Text, near: Option<&str>) {
        let (code, severity) =
            if link.is_image { ("missing-image", Severity::Error) } else { ("dead-link", Severity::Error) };
        let is_web = link.address.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
        let hint = near.map_or_else(
            || {
                if is_web {
                    return Text::new(
                        format!("Eine Adresse im Web beginnt mit https://: https://{}", link.address),
                        format!("An address of the web begins with https://: https://{}", link.address),
                    );
                }
                Text::new(
                    "Die Datei dorthin legen, oder den Verweis berichtigen.",
                    "Put the file there, or correct the link.",
                )
            },
            |near| Text::new(format!("Gemeint ist vielleicht „{near}“."), format!("\"{near}\" may be meant")),
        );
        self.diagnostics.push(Diagnostic::new(code, severity, link.place.clone(), message).hint(hint));
    }
}

/// An address with a scheme, without what a browser would take for a part of a path, or leave out.
fn clean(address: &str, scheme: &str) -> Arc<str> {
    match address.split_once(':') {
        Some((written, rest)) if written.len() != scheme.len() || rest.contains(char::is_control) => {
            let rest: String = rest.chars().filter(|c| !c.is_control()).collect();
            Arc::from(format!("{scheme}:{rest}"))
        }
        _ => Arc::from(address),
    }
}

/// The scheme of an address, in lower case. Blanks and control characters in front of and inside it do not hide it.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let scheme: String = scheme.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let valid = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // `C:\…` is a path of Windows and `#a:b` an anchor; a scheme starts with a letter and has two.
    (valid && scheme.len() > 1 && scheme.starts_with(|c: char| c.is_ascii_alphabetic()))
        .then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{clean, scheme};

    #[test]
    fn addresses_lead_where_they_say() {
        let cleaned = |address: &str| scheme(address).map(|scheme| clean(address, &scheme).to_string());
        assert_eq!(cleaned("HTTPS://a.example/B").as_deref(), Some("HTTPS://a.example/B"));
        assert_eq!(cleaned("\0\0http:a").as_deref(), Some("http:a"));
        assert_eq!(cleaned("ht\ttps://a.example/\u{8d}b").as_deref(), Some("https://a.example/b"));
        assert_eq!(cleaned("mail to:a@b.example").as_deref(), Some("mailto:a@b.example"));
        assert_eq!(cleaned("a/b"), None);
    }
}
