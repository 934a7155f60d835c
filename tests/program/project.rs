//! A project in a temporary folder, and the program run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A project in a folder of its own. Beside that folder is room for what must not be touched.
pub struct Project {
    around: TempDir,
}

/// What a run of the program left.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Files by their path below a folder, with `/` between its parts.
pub type Tree = BTreeMap<String, Vec<u8>>;

impl Project {
    /// A project without any file.
    pub fn new() -> Self {
        let project = Self { around: tempfile::tempdir().unwrap() };
        fs::create_dir(project.root()).unwrap();
        project
    }

    /// A small project in order: one requirement, and what realises it.
    pub fn healthy() -> Self {
        Self::new()
            .file("content/lastenheft/01-ziele.md", "# Ziele\n\nWozu das Ganze dient.\n\n## LH-1 Suche\n\n- Priorität: muss\n\nDas System muss Kunden finden.\n")
            .file("content/lastenheft/02-betrieb.md", "# Betrieb\n\nWie es betrieben wird.\n")
            .file("content/pflichtenheft/01-funktionen.md", "# Funktionen\n\n## PH-1 Suchfeld\n\n- Realisiert: LH-1\n\nEin Feld über jeder Liste.\n")
            .file("heftfaden.toml", "[project]\ntitle = \"Kundenkartei\"\n\n[documents.lastenheft]\nids = [\"LH-#\"]\noutline = \"keine.toml\"\n\n[documents.pflichtenheft]\nids = [\"PH-#\"]\noutline = \"keine.toml\"\n")
            .file("keine.toml", "contents = []\n")
    }

    /// Adds a file.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// Writes a file, new or changed.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap();
    }

    /// The project's folder.
    pub fn root(&self) -> PathBuf {
        self.around.path().join("projekt")
    }

    /// The folder around the project's.
    pub fn around(&self) -> &Path {
        self.around.path()
    }

    /// A path in the project's folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// A text file of the project.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The program in the project's folder, in German, ready for more.
    pub fn command(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_heftfaden"));
        command.current_dir(self.root()).args(arguments);
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "de_DE.UTF-8").env_remove("RUST_BACKTRACE");
        // No test asserts how long something takes; this one ends what would never end.
        command.timeout(Duration::from_mins(2));
        command
    }

    /// Runs the program in the project's folder, in German.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Runs the program as somebody who may read all of the project but one file or folder; nothing where the machine does
    /// not allow that.
    #[cfg(unix)]
    pub fn run_without(&self, closed: &str, arguments: &[&str]) -> Option<Run> {
        use std::os::unix::fs::PermissionsExt as _;
        let program = env!("CARGO_BIN_EXE_heftfaden");
        let (closed, mode) = (self.path(closed), |mode| fs::Permissions::from_mode(mode));
        let opened = std::process::Command::new("chmod").args(["-R", "a+rwX"]).arg(self.around()).status().unwrap();
        assert!(opened.success());
        fs::set_permissions(&closed, mode(0)).unwrap();
        // Root may read everything.
        let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];
        let is_root = fs::File::open(&closed).is_ok();
        let can = |flag: &str, path: &Path| {
            let tried = std::process::Command::new("setpriv").args(nobody).args(["test", flag]).arg(path).status();
            tried.is_ok_and(|status| status.success())
        };
        let run = if !is_root {
            Some(self.run(arguments))
        } else if can("-x", Path::new(program)) && !can("-r", &closed) {
            let mut command = assert_cmd::Command::new("setpriv");
            command.args(nobody).arg(program).args(arguments).current_dir(self.root());
            Some(Run::of(command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "de_DE.UTF-8")))
        } else {
            println!("not tested: nobody else can run the program here");
            None
        };
        fs::set_permissions(&closed, mode(0o777)).unwrap();
        run
    }

    /// Publishes the project to its folder `public`, which must succeed.
    pub fn build(&self) -> Run {
        self.run(&["build"]).expect(0)
    }

    /// All files below a folder of the project, but hidden ones.
    pub fn tree(&self, folder: &str) -> Tree {
        tree(&self.path(folder))
    }

    /// When each file below a folder of the project was last written. The stamps, which note these times, are left out.
    pub fn times(&self, folder: &str) -> BTreeMap<String, SystemTime> {
        let folder = self.path(folder);
        let time = |path: &str| fs::metadata(folder.join(path)).unwrap().modified().unwrap();
        let paths = paths(&folder).into_iter().filter(|path| !path.ends_with(".heftfaden-stamps"));
        paths.map(|path| (path.clone(), time(&path))).collect()
    }

    /// Makes every file below a folder of the project an hour old, so that whatever is written stands out.
    pub fn age(&self, folder: &str) {
        let folder = self.path(folder);
        let then = SystemTime::now() - Duration::from_hours(1);
        for path in paths(&folder) {
            fs::File::options().write(true).open(folder.join(path)).unwrap().set_modified(then).unwrap();
        }
    }
}

impl Run {
    /// Runs a command to its end.
    pub fn of(command: &mut assert_cmd::Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        let code = output.status.code().unwrap_or(-1);
        Self { code, out: text(output.stdout), err: text(output.stderr) }
    }

    /// Asserts the exit code.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code\n--- stdout\n{}\n--- stderr\n{}", self.out, self.err);
        self
    }
}

/// All files below a folder, hidden ones too, sorted.
fn paths(folder: &Path) -> Vec<String> {
    let files =
        walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let below = |entry: walkdir::DirEntry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    let mut paths: Vec<String> = files.map(below).collect();
    paths.sort();
    paths
}

/// All files below a folder, but hidden ones.
pub fn tree(folder: &Path) -> Tree {
    let shown = paths(folder).into_iter().filter(|path| !path.split('/').any(|part| part.starts_with('.')));
    shown.map(|path| (path.clone(), fs::read(folder.join(path)).unwrap())).collect()
}
