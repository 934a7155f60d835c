//! `heftfaden init`: begin a project.

use super::Failure;
use crate::config;
use crate::diag::Language;
use crate::edit::Edited;
use crate::edit::starter::{Kind, Starter};
use clap::{Args, ValueEnum};
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The project's folder, made if it is not there; by default the working folder
    dir: Option<PathBuf>,
    /// The language of the project; by default the environment's
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// A small project that is complete, to look at and to change
    #[arg(long)]
    example: bool,
    /// The project's title; by default the folder's name
    #[arg(long)]
    title: Option<String>,
    /// Who writes the Lastenheft
    #[arg(long, value_name = "NAME")]
    customer: Option<String>,
    /// Who writes the Pflichtenheft
    #[arg(long, value_name = "NAME")]
    supplier: Option<String>,
    /// Ask nothing: what is not given is left to be filled in
    #[arg(long, short)]
    yes: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    /// German
    De,
    /// English
    En,
}

/// Where a project is to be.
struct Folder {
    /// As it was typed.
    named: PathBuf,
    /// Without symbolic links, as far as it is there.
    whole: PathBuf,
}

/// Files that do something only at the top of a repository.
const OF_REPOSITORY: [&str; 3] = [".gitlab-ci.yml", ".github/", ".pre-commit-config.yaml"];

impl Init {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let language = super::language();
        let folder = Folder::new(self.dir.as_deref().unwrap_or(Path::new(".")))?;
        let starter = Starter {
            language: match self.lang {
                Some(Lang::De) => Language::De,
                Some(Lang::En) => Language::En,
                None => language,
            },
            kind: if self.example { Kind::Example } else { Kind::Outlines },
            title: self.title.clone(),
            customer: self.customer.clone(),
            supplier: self.supplier.clone(),
        };
        let mut files = starter.edits().files(&crate::source::Sources::default());
        folder.refuse(&files, language)?;
        folder.warn(language);
        let starter = self.answered(starter, &folder, language)?;
        files = starter.edits().files(&crate::source::Sources::default());
        let repository = folder.repository();
        if repository.is_some() {
            files.retain(|file| !OF_REPOSITORY.iter().any(|start| file.path.starts_with(start)));
        }
        let (present, mut new): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|file| folder.named.join(&*file.path).symlink_metadata().is_ok());
        // The settings last: only with them it is a project, so that a run that is cut off can be run again.
        new.sort_by_key(|file| *file.path == *config::FILE);
        for file in &new {
            crate::publish::rewrite(&folder.named.join(&*file.path), None, &file.after)?;
        }
        let made = Made { folder: &folder, new: &new, present: &present, repository: repository.as_deref() };
        std::io::stdout().write_all(made.said(&starter, language).as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }

    /// The project with what the terminal answers; without one, and where nothing is to be asked, with the defaults.
    fn answered(&self, mut starter: Starter, folder: &Folder, language: Language) -> Result<Starter, Failure> {
        // The example has a title and parties.
        if self.example {
            return Ok(starter);
        }
        let name = folder.whole.file_name().map(|name| name.to_string_lossy().into_owned());
        if !self.yes && std::io::stdin().is_terminal() && super::stderr_is_terminal() {
            let (mut input, mut output) = (std::io::stdin().lock(), std::io::stderr());
            if !ask_all(&mut starter, name.as_deref(), language, (&mut input, &mut output))? {
                let _ = writeln!(output);
                return Err(Failure::Use(match language {
                    Language::De => "abgebrochen; nichts wurde angelegt".to_owned(),
                    Language::En => "stopped; nothing was made".to_owned(),
                }));
            }
        }
        starter.title = starter.title.filter(|title| !title.trim().is_empty()).or(name);
        Ok(starter)
    }
}

/// Asks for what was not given. Returns whether there was an answer to each question, if only an empty line.
fn ask_all(
    starter: &mut Starter,
    name: Option<&str>,
    language: Language,
    (input, output): (&mut impl BufRead, &mut impl Write),
) -> std::io::Result<bool> {
    let [title, customer, supplier] = match language {
        Language::De => ["Titel", "Auftraggeber (kann leer bleiben)", "Auftragnehmer (kann leer bleiben)"],
        Language::En => ["Title", "Customer (may stay empty)", "Supplier (may stay empty)"],
    };
    let title = name.map_or_else(|| title.to_owned(), |name| format!("{title} [{name}]"));
    let questions =
        [(title.as_str(), &mut starter.title), (customer, &mut starter.customer), (supplier, &mut starter.supplier)];
    for (question, value) in questions.into_iter().filter(|(_, value)| value.is_none()) {
        write!(output, "{question}: ")?;
        output.flush()?;
        // A terminal may be set to something other than UTF-8, which is no reason to stop.
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(false);
        }
        *value = Some(String::from_utf8_lossy(&line).trim().to_owned());
    }
    Ok(true)
}

impl Folder {
    fn new(folder: &Path) -> Result<Self, Failure> {
        let absolute = std::path::absolute(folder)?;
        let there = absolute.ancestors().find(|folder| folder.exists()).unwrap_or(&absolute);
        let mut whole = std::fs::canonicalize(there)?;
        // Joined with nothing it would end in a slash.
        if let Some(rest) = absolute.strip_prefix(there).ok().filter(|rest| !rest.as_os_str().is_empty()) {
            whole.push(rest);
        }
        Ok(Self { named: folder.to_owned(), whole })
    }

    /// Refuses where there is a project already, and where one cannot be.
    fn refuse(&self, files: &[Edited], language: Language) -> Result<(), Failure> {
        let refused = |de: String, en: String| {
            Err(Failure::Use(match language {
                Language::De => de,
                Language::En => en,
            }))
        };
        let folder = self.named.display();
        if let Some(sign) = self.sign_of_project(files) {
            return refused(
                format!(
                    "{folder} ist schon ein Projekt, denn {sign} ist da. Nichts wurde geändert. Für ein neues einen anderen Ordner nennen: heftfaden init ORDNER"
                ),
                format!(
                    "{folder} is a project already: {sign} is there. Nothing was changed. For a new one, name another folder: heftfaden init FOLDER"
                ),
            );
        }
        if let Some(outer) =
            self.outer_project().filter(|outer| self.whole.starts_with(outer.join(crate::source::CONTENT)))
        {
            let outer = outer.display();
            return refused(
                format!(
                    "{folder} liegt im Ordner content des Projekts {outer}; was dort angelegt wird, wären Kapitel von ihm. Nichts wurde angelegt. Ein Ordner außerhalb von content geht."
                ),
                format!(
                    "{folder} lies in the folder content of the project {outer}; what is made there would be chapters of that. Nothing was made. A folder outside of content will do."
                ),
            );
        }
        let folders = files.iter().flat_map(|file| {
            let path = self.named.join(&*file.path);
            path.ancestors().skip(1).map(Path::to_owned).collect::<Vec<_>>()
        });
        let is_in_the_way = |folder: &PathBuf| folder.symlink_metadata().is_ok() && !folder.is_dir();
        if let Some(file) = folders.into_iter().find(is_in_the_way) {
            let file = file.display();
            return refused(
                format!(
                    "{file} ist kein Ordner; dort muss einer hin. Nichts wurde angelegt. Die Datei umbenennen, oder einen anderen Ordner nennen."
                ),
                format!(
                    "{file} is no folder, and one must go there. Nothing was made. Rename the file, or name another folder."
                ),
            );
        }
        Ok(())
    }

    /// What shows that there is a project already: settings, or a chapter that `init` would not make.
    fn sign_of_project(&self, files: &[Edited]) -> Option<String> {
        if self.named.join(config::FILE).symlink_metadata().is_ok() {
            return Some(config::FILE.to_owned());
        }
        let documents = config::Config::default().documents;
        documents.iter().find_map(|document| {
            let below = format!("{}/{}", crate::source::CONTENT, document.key);
            let names = std::fs::read_dir(self.named.join(&below)).ok()?;
            let mut chapters: Vec<String> = names
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .filter(|name| Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("md")))
                .map(|name| format!("{below}/{name}"))
                .filter(|path| !files.iter().any(|file| *file.path == **path))
                .collect();
            chapters.sort();
            chapters.into_iter().next()
        })
    }

    /// The project that the folder lies in.
    fn outer_project(&self) -> Option<&Path> {
        self.whole.ancestors().skip(1).find(|folder| folder.join(config::FILE).is_file())
    }

    /// The repository that the folder lies in, where it is not the top of it.
    fn repository(&self) -> Option<PathBuf> {
        let top = self.whole.ancestors().find(|folder| folder.join(".git").exists())?;
        (top != self.whole).then(|| top.to_owned())
    }

    /// Says where the new project lies in another.
    fn warn(&self, language: Language) {
        let Some(outer) = self.outer_project().map(Path::display) else { return };
        let text = match language {
            Language::De => {
                format!("Hinweis: Der Ordner liegt in einem anderen Projekt, {outer}. Beide bleiben getrennt.")
            }
            Language::En => format!("Note: the folder lies in another project, {outer}. The two stay apart."),
        };
        // Nobody may be there to read it.
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

/// What was made, and what was there.
struct Made<'a> {
    folder: &'a Folder,
    new: &'a [Edited],
    present: &'a [Edited],
    /// The repository whose pipelines stand elsewhere.
    repository: Option<&'a Path>,
}

impl Made<'_> {
    /// What to tell the author: what was made, what was left alone, and what to do next.
    fn said(&self, starter: &Starter, language: Language) -> String {
        let folder = self.folder.named.display();
        let count = self.new.len();
        let mut lines = vec![match language {
            Language::De => format!("{folder}: {count} Dateien angelegt."),
            Language::En => format!("{folder}: {count} files made."),
        }];
        if !self.present.is_empty() {
            let names: Vec<&str> = self.present.iter().map(|file| &*file.path).collect();
            lines.push(match language {
                Language::De => format!("Schon da und unverändert: {}", names.join(", ")),
                Language::En => format!("There already, and unchanged: {}", names.join(", ")),
            });
        }
        lines.extend(self.notes(language));
        lines.push(String::new());
        lines.extend(self.next(starter, language));
        lines.push(String::new());
        lines.join("\n")
    }

    /// What is left to the author: what is missing, or stands elsewhere.
    fn notes(&self, language: Language) -> Vec<String> {
        let mut lines = Vec::new();
        if self.lacks_ignore() {
            lines.push(match language {
                Language::De => "In .gitignore fehlt noch die Zeile /public/".to_owned(),
                Language::En => ".gitignore still lacks the line /public/".to_owned(),
            });
        }
        if let Some(repository) = self.repository.map(Path::display) {
            lines.push(match language {
                Language::De => {
                    format!("Ohne Pipelines: Sie gehören in den obersten Ordner des Repositorys, {repository}.")
                }
                Language::En => {
                    format!("Without pipelines: they belong into the repository's top folder, {repository}.")
                }
            });
        }
        if self.new.iter().any(|file| file.after.contains("HEFTFADEN_SOURCE")) {
            lines.push(match language {
                Language::De => {
                    "In den Pipelines fehlt noch, woher sie das Programm holen: HEFTFADEN_SOURCE, oben in der Datei.".to_owned()
                }
                Language::En => {
                    "The pipelines still lack where they get the program from: HEFTFADEN_SOURCE, at the top of the file.".to_owned()
                }
            });
        }
        lines
    }

    /// Whether an own `.gitignore` says nothing of the folder that `build` writes.
    fn lacks_ignore(&self) -> bool {
        let own = self.present.iter().find(|file| &*file.path == ".gitignore");
        let text = own.and_then(|file| std::fs::read_to_string(self.folder.named.join(&*file.path)).ok());
        text.is_some_and(|text| !text.lines().any(|line| line.trim().trim_matches('/') == "public"))
    }

    /// What to do next, a line for each step.
    fn next(&self, starter: &Starter, language: Language) -> Vec<String> {
        let chapters = || self.new.iter().chain(self.present).map(|file| &*file.path);
        let first = chapters().filter(|path| path.starts_with("content/lastenheft/")).min().unwrap_or(config::FILE);
        let folder = self.folder.named.display().to_string();
        let folder = if folder.contains(char::is_whitespace) { format!("\"{folder}\"") } else { folder };
        let (serve, check) = ("heftfaden serve --open", "heftfaden check");
        let (next, see, open, empty) = match (language, starter.kind) {
            (Language::De, Kind::Outlines) => (
                "Weiter mit",
                "zeigt die Website, während geschrieben wird",
                "zuerst öffnen; die Anleitung darin zeigt die Website nicht",
                "nennt die Inhalte, die noch leer sind",
            ),
            (Language::De, Kind::Example) => (
                "Weiter mit",
                "zeigt die Website",
                "zuerst öffnen und etwas ändern",
                "nennt, was dann nicht mehr stimmt",
            ),
            (Language::En, Kind::Outlines) => (
                "Go on with",
                "shows the website while you write",
                "to open first; the website does not show the guidance in it",
                "names the contents that are still empty",
            ),
            (Language::En, Kind::Example) => {
                ("Go on with", "shows the website", "to open first, and to change", "names what is wrong then")
            }
        };
        let width = first.len().max(serve.len());
        let step = |what: &str, why: &str| format!("  {what:width$}  {why}");
        let enter = (folder != ".").then(|| format!("  cd {folder}"));
        [format!("{next}:")]
            .into_iter()
            .chain(enter)
            .chain([step(serve, see), step(first, open), step(check, empty)])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(customer: Option<&str>, answers: &[u8]) -> (bool, Starter, String) {
        let customer = customer.map(str::to_owned);
        let mut starter =
            Starter { language: Language::De, kind: Kind::Outlines, title: None, customer, supplier: None };
        let (mut input, mut output) = (answers, Vec::new());
        let is_answered =
            ask_all(&mut starter, Some("pumpe"), Language::De, (&mut input, &mut output)).expect("memory");
        (is_answered, starter, String::from_utf8(output).expect("UTF-8"))
    }

    #[test]
    fn only_what_was_not_given_is_asked() {
        let (is_answered, starter, said) = asked(Some("Kell GmbH"), "  Größe \r\n\n".as_bytes());
        assert!(is_answered);
        assert_eq!(said, "Titel [pumpe]: Auftragnehmer (kann leer bleiben): ");
        assert_eq!(starter.title.as_deref(), Some("Größe"));
        assert_eq!((starter.customer.as_deref(), starter.supplier.as_deref()), (Some("Kell GmbH"), Some("")));
    }

    #[test]
    fn an_end_of_the_input_is_no_answer() {
        assert!(!asked(None, b"A\nB\n").0);
        assert!(asked(None, b"A\nB\nC").0, "the last line needs no end");
    }

    #[test]
    fn a_terminal_without_utf8_is_read_all_the_same() {
        let (is_answered, starter, _) = asked(Some(""), b"Gr\xF6\xDFe\n\n");
        assert!(is_answered);
        assert_eq!(starter.title.as_deref(), Some("Gr\u{FFFD}\u{FFFD}e"));
    }
}
