//! `heftfaden build`: publish the website.

use super::Failure;
use crate::diag::{Diagnostic, Language, Severity, render};
use crate::publish::{Content, Kind, Output};
use crate::site::{Site, Theme};
use clap::Args;
use foldhash::HashSet;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[derive(Debug, Args)]
pub(super) struct Build {
    /// The project's folder; by default the one that the working folder lies in
    dir: Option<PathBuf>,
    /// Where to publish; by default `public` in the project's folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Publish nothing, and exit 1, when there are errors in the documents
    #[arg(long)]
    strict: bool,
    /// For whom: a package without what is internal, in a folder of its own
    #[arg(long = "for", value_name = "WHOM", value_enum)]
    audience: Option<Audience>,
    /// The address that the site will have, for canonical links
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

/// For whom a site is made, if not for all who work on the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Audience {
    /// the Lastenheft and an answer sheet, for suppliers who are asked for an offer
    Bidders,
}

/// Findings that a build shows; `check` shows all of them.
const SHOWN: usize = 20;

impl Build {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let (started, language) = (Instant::now(), super::language());
        let folder = super::project_folder(self.dir.as_deref());
        let mut loaded = super::load(&folder)?;
        refuse_gaps(&loaded, language)?;
        if let Some(base) = &self.base_url
            && !Arc::make_mut(&mut loaded.project).set_base_url(base)
        {
            return Err(Failure::Use(match language {
                Language::De => format!("„{base}“ hinter --base-url ist keine Adresse, die mit https:// beginnt."),
                Language::En => format!("\"{base}\" behind --base-url is no address that begins with https://"),
            }));
        }
        let (config, own) = (&loaded.project.config, &loaded.sources.theme);
        let (findings, theme) =
            rayon::join(|| crate::check::check(&loaded.project), || Theme::new(config.language, own));
        let findings: Arc<[Diagnostic]> = findings.into();
        if self.audience == Some(Audience::Bidders) {
            return super::package::make(&folder, self.out.as_deref(), &loaded, &findings, started);
        }
        // The site is published whether or not anybody reads what is printed.
        let _ = report(&findings, &loaded, language);
        if self.strict && crate::check::has_errors(&findings) {
            let text = match language {
                Language::De => "Nicht veröffentlicht: --strict verlangt Dokumente ohne Fehler.",
                Language::En => "Not published: --strict asks for documents without errors.",
            };
            let _ = writeln!(std::io::stderr(), "{text} {}", super::summary(&findings, language));
            return Ok(ExitCode::from(1));
        }
        let site = Site::new(loaded.project.clone(), findings.clone(), loaded.sources.clone(), Arc::new(theme?));
        let site = ManuallyDrop::new(site);
        let outputs = outputs(&site, &loaded);
        let out = self.out.clone().unwrap_or_else(|| folder.join("public"));
        super::out::refuse_sources(&folder, &out, &loaded.project.config, language)?;
        let bar = bar(outputs.len(), started);
        let summary = crate::publish::publish(&out, Kind::Website, &outputs, &|done| {
            if done % 64 == 0 {
                bar.set_position(done as u64);
            }
        })?;
        bar.finish_and_clear();
        let (counts, milliseconds) = (super::summary(&findings, language), started.elapsed().as_millis());
        let pages = site.pages().len();
        let (written, removed, items) = (summary.written, summary.removed, loaded.project.slots.len());
        let out = out.display();
        match language {
            Language::De => writeln!(
                std::io::stdout(),
                "{items} Items, {pages} Seiten nach {out}: {written} geschrieben, {} unverändert, {removed} entfernt. {counts}. {milliseconds} ms",
                summary.unchanged
            ),
            Language::En => writeln!(
                std::io::stdout(),
                "{items} items, {pages} pages to {out}: {written} written, {} unchanged, {removed} removed; {counts}; {milliseconds} ms",
                summary.unchanged
            ),
        }?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Refuses to publish where parts of the text could not be listed: what was published of them would be removed.
fn refuse_gaps(loaded: &crate::load::Loaded, language: Language) -> Result<(), Failure> {
    let gaps = &loaded.sources.unlisted;
    let Some(first) = gaps.first() else { return Ok(()) };
    // Nobody may be there to read it.
    let _ = report_all(gaps, loaded, language);
    let path = &first.place.file;
    Err(Failure::Use(match language {
        Language::De => format!(
            "Nicht veröffentlicht, denn was in {path} liegt, würde fehlen. Was veröffentlicht war, ist unverändert. Das Recht geben, den Ordner zu lesen, oder ihn aus content herausnehmen."
        ),
        Language::En => format!(
            "not published, since what lies in {path} would be missing; what was published is as it was; allow reading the folder, or take it out of content"
        ),
    }))
}

/// Every file of a site: pages, what scripts load, the theme's files, and what lies beside the text. A page comes before a
/// file that the authors put at its address.
fn outputs<'a>(site: &'a Site, loaded: &'a crate::load::Loaded) -> Vec<Output<'a>> {
    let attachments =
        loaded.sources.attachments.iter().map(|(path, file)| Output { path, content: Content::File(&file.on_disk) });
    with_pages(site, attachments)
}

/// The pages of a site and the theme's files, with some files beside them.
pub(super) fn with_pages<'a>(site: &'a Site, files: impl Iterator<Item = Output<'a>>) -> Vec<Output<'a>> {
    let pages = site
        .pages()
        .iter()
        .map(|page| Output { path: &page.path, content: Content::Page(Box::new(move || site.prepare(page))) });
    let mut taken = Taken::default();
    taken.files.reserve(site.pages().len());
    taken.folders.reserve(site.pages().len());
    let mut take = |output: &Output<'a>| taken.insert(output.path);
    let of_bytes = |(path, bytes)| Output { path, content: Content::Bytes(bytes) };
    let (loaded, mut outputs): (_, Vec<Output<'a>>) =
        rayon::join(|| site.loaded_files(), || pages.filter(&mut take).collect());
    outputs.extend(loaded.chain(site.assets()).map(of_bytes).chain(files).filter(take));
    outputs
}

/// Paths that are given away.
#[derive(Default)]
struct Taken<'a> {
    files: HashSet<&'a str>,
    folders: HashSet<&'a str>,
}

impl<'a> Taken<'a> {
    /// Takes a path, unless it is taken, as a file or as a folder, or lies in what is a file.
    fn insert(&mut self, path: &'a str) -> bool {
        // Where a folder was taken before, those around it were, too.
        let folders = || path.rmatch_indices('/').map(|(at, _)| &path[..at]);
        let new = || folders().take_while(|folder| !self.folders.contains(folder));
        if self.folders.contains(path) || new().any(|folder| self.files.contains(folder)) {
            return false;
        }
        let new = new().count();
        self.folders.extend(folders().take(new));
        self.files.insert(path)
    }
}

/// Prints the first findings to standard error, the worst of them first.
fn report(findings: &[Diagnostic], loaded: &crate::load::Loaded, language: Language) -> std::io::Result<()> {
    let mut err = std::io::BufWriter::new(std::io::stderr().lock());
    let style = super::style(super::stderr_is_terminal());
    let mut loud: Vec<_> = findings.iter().filter(|finding| finding.severity > Severity::Hint).collect();
    loud.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in loud.iter().take(SHOWN) {
        writeln!(err, "{}\n", render::human(finding, &*loaded.sources, language, style))?;
    }
    if loud.len() > SHOWN {
        let more = loud.len() - SHOWN;
        match language {
            Language::De => writeln!(err, "… und {more} weitere; alle zeigt „heftfaden check“.\n")?,
            Language::En => writeln!(err, "… and {more} more; \"heftfaden check\" shows all of them\n")?,
        }
    }
    err.flush()?;
    Ok(())
}

/// Prints all of some findings to standard error.
pub(super) fn report_all(
    findings: &[Diagnostic],
    loaded: &crate::load::Loaded,
    language: Language,
) -> std::io::Result<()> {
    let mut err = std::io::BufWriter::new(std::io::stderr().lock());
    let style = super::style(super::stderr_is_terminal());
    for finding in findings {
        writeln!(err, "{}\n", render::human(finding, &*loaded.sources, language, style))?;
    }
    err.flush()
}

/// A progress bar on a terminal, for what takes over half a second.
fn bar(files: usize, started: Instant) -> ProgressBar {
    if !super::stderr_is_terminal() || files < 64 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64).with_elapsed(started.elapsed());
    // A template that is written here and known to be right.
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    let late = bar.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(500));
        if !late.is_finished() {
            late.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
    });
    bar
}
