//! `heftfaden build --for bidders`: a folder that can be sent to those who are asked for an offer.

use super::{Failure, out};
use crate::bidders::{self, NoTexts};
use crate::diag::{Diagnostic, Language};
use crate::load::Loaded;
use crate::publish::{Content, Kind, Output};
use crate::site::{Site, Theme};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Makes the package.
pub(super) fn make(
    folder: &Path,
    out: Option<&Path>,
    loaded: &Loaded,
    findings: &[Diagnostic],
    started: Instant,
) -> Result<ExitCode, Failure> {
    let language = super::language();
    let config = &loaded.project.config;
    // A level of the settings must not let something inside pass for text.
    let all: Vec<Diagnostic> = loaded.project.diagnostics.iter().chain(findings).cloned().collect();
    let mut obstacles: Vec<Diagnostic> = bidders::obstacles(config, &all).cloned().collect();
    crate::diag::sort(&mut obstacles);
    obstacles.dedup_by(|a, b| a.code == b.code && a.place == b.place);
    if !obstacles.is_empty() {
        return refuse(&obstacles, loaded, language);
    }
    let out = out.map_or_else(|| folder.join(default_folder(config.language)), Path::to_owned);
    out::refuse_site(folder, &out, language)?;
    out::refuse_sources(folder, &out, config, language)?;
    let project = Arc::new(bidders::edition(&loaded.sources));
    let mut sheet = Vec::new();
    crate::exchange::answers::write(&project, &mut sheet)?;
    let theme = Theme::new(project.config.language, &loaded.sources.theme)?;
    let site = Site::new(Arc::clone(&project), Arc::from([]), Arc::new(NoTexts), Arc::new(theme));
    let attachments = project.attachments.iter().filter_map(|path| {
        let file = loaded.sources.attachments.get(path)?;
        Some(Output { path, content: Content::File(&file.on_disk) })
    });
    // The sheet before all files of the authors', one of which may be called like it.
    let answers = Output { path: site.answer_sheet(), content: Content::Bytes(&sheet) };
    let outputs = super::build::with_pages(&site, std::iter::once(answers).chain(attachments));
    let summary = crate::publish::publish(&out, Kind::Package, &outputs, &|_| {})?;
    said(&site, &out, summary, loaded, (language, started))?;
    Ok(ExitCode::SUCCESS)
}

/// The folder below the project's that a package goes to.
const fn default_folder(language: Language) -> &'static str {
    match language {
        Language::De => "bieter",
        Language::En => "bidders",
    }
}

/// Says what keeps the package from being made.
fn refuse(obstacles: &[Diagnostic], loaded: &Loaded, language: Language) -> Result<ExitCode, Failure> {
    let reported = super::build::report_all(obstacles, loaded, language);
    let text = match language {
        Language::De => {
            "Kein Paket für Bieter: Solange das Programm Einstellungen oder Felder nicht versteht, könnte Internes als Text darin stehen."
        }
        Language::En => {
            "No package for bidders: as long as settings or fields cannot be understood, what is internal might stand in it as text."
        }
    };
    let said = reported.and_then(|()| writeln!(std::io::stderr(), "{text}"));
    super::ended(ExitCode::from(1), said.map_err(Failure::from))
}

/// Says what was made, and which fields are in it and which are not.
fn said(
    site: &Site,
    out: &Path,
    summary: crate::publish::Summary,
    loaded: &Loaded,
    (language, started): (Language, Instant),
) -> Result<(), Failure> {
    let fields = bidders::fields(&loaded.project);
    let list = |names: &std::collections::BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
    let (shown, left_out) = (list(&fields.shown), list(&fields.left_out));
    let crate::publish::Summary { written, unchanged, removed, .. } = summary;
    let (pages, out) = (site.pages().len(), out.display());
    let milliseconds = started.elapsed().as_millis();
    let mut stdout = std::io::stdout().lock();
    match language {
        Language::De => {
            writeln!(
                stdout,
                "Paket für Bieter, {pages} Seiten nach {out}: {written} geschrieben, {unchanged} unverändert, {removed} entfernt. {milliseconds} ms"
            )?;
            writeln!(stdout, "Felder darin: {}", if shown.is_empty() { "keine" } else { &shown })?;
            writeln!(stdout, "Weggelassen: {}", if left_out.is_empty() { "nichts" } else { &left_out })?;
        }
        Language::En => {
            writeln!(
                stdout,
                "package for bidders, {pages} pages to {out}: {written} written, {unchanged} unchanged, {removed} removed; {milliseconds} ms"
            )?;
            writeln!(stdout, "fields in it: {}", if shown.is_empty() { "none" } else { &shown })?;
            writeln!(stdout, "left out: {}", if left_out.is_empty() { "nothing" } else { &left_out })?;
        }
    }
    Ok(())
}
