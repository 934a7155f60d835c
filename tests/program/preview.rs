//! A running preview, and what a browser asks of it.

use crate::project::Project;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// How long something may take before it counts as never; no test asserts how fast anything is.
const NEVER: Duration = Duration::from_secs(30);

/// `heftfaden serve` on a project; ends with it.
pub struct Preview {
    child: Child,
    client: Client,
    lines: Receiver<String>,
}

/// Who asks a preview.
pub struct Client {
    /// `127.0.0.1:4338`
    pub host: String,
}

impl std::ops::Deref for Preview {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
    /// Whether the body is as long as the head says.
    pub is_whole: bool,
}

impl Preview {
    /// Starts a preview at a free port.
    pub fn of(project: &Project) -> Self {
        Self::with(project, &["--port", "0"])
    }

    /// Starts a preview with these arguments.
    pub fn with(project: &Project, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_heftfaden"));
        command.arg("serve").args(arguments);
        Self::run(project, command)
    }

    /// Starts a preview that may have only so many files and connections open.
    #[cfg(unix)]
    pub fn limited(project: &Project, files: u32) -> Self {
        let mut command = Command::new("sh");
        let script = format!("ulimit -n {files}; exec \"$0\" serve --port 0");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_heftfaden")]);
        Self::run(project, command)
    }

    fn run(project: &Project, mut command: Command) -> Self {
        command.current_dir(project.root());
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "de_DE.UTF-8").stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in out.lines() {
                if sender.send(line.unwrap()).is_err() {
                    return;
                }
            }
        });
        let first = lines.recv_timeout(NEVER).expect("the preview says where it is");
        let host = first.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address");
        let host = host.to_owned();
        lines.recv_timeout(NEVER).expect("the preview says what it found");
        Self { child, client: Client { host }, lines }
    }

    /// The next line that it prints.
    #[track_caller]
    pub fn line(&self) -> String {
        self.lines.recv_timeout(NEVER).expect("a line")
    }

    /// The lines that it printed since; waits until nothing more comes for a while.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(Duration::from_millis(1500)) {
            lines.push(line);
        }
        lines
    }

    /// The most memory that it had so far, in bytes.
    #[cfg(target_os = "linux")]
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the most memory");
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
    }

    /// Sends a signal by its name, and waits for the end.
    pub fn end_by(mut self, signal: &str) -> ExitStatus {
        Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status().unwrap();
        self.child.wait().unwrap()
    }
}

impl Client {
    /// Asks for a path as it stands there, under the server's own name.
    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &self.host)
    }

    pub fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        self.send(&format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n"))
    }

    /// Asks for a path of the server's own with one more line in the head.
    pub fn get_with(&self, path: &str, line: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{line}\r\n", self.host))
    }

    /// Sends the lines of a head.
    pub fn send(&self, head: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(stream, "{head}Connection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let at = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
        let body = String::from_utf8_lossy(&bytes[at + 4..]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
        let is_whole = length.is_none_or(|length| length.parse() == Ok(bytes.len() - at - 4));
        Answer { status, head, body, is_whole }
    }

    /// A page as it would be published: without the preview's script.
    pub fn page(&self, path: &str) -> String {
        let answer = self.get(&format!("/{path}"));
        assert_eq!(answer.status, 200, "{path}");
        without_script(&answer.body)
    }

    /// Waits until a page has a text in it.
    #[track_caller]
    pub fn until(&self, path: &str, holds: impl Fn(&Answer) -> bool) -> Answer {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if holds(&answer) {
                return answer;
            }
            assert!(start.elapsed() < NEVER, "never came: {path}: {}\n{}", answer.status, answer.body);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    pub fn until_text(&self, path: &str, text: &str) -> Answer {
        self.until(path, |answer| answer.status == 200 && answer.body.contains(text))
    }

    /// Listens to what a browser that shows these pages is told.
    pub fn events(&self, pages: &[(&str, &str)]) -> Events {
        let query: Vec<String> = pages.iter().map(|(page, version)| format!("page={page}&version={version}")).collect();
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let path = format!("/_heftfaden/events?{}", query.join("&"));
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host).unwrap();
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let mut name = String::new();
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event: ") {
                    event.clone_into(&mut name);
                } else if let Some(data) = line.strip_prefix("data: ") {
                    let data = serde_json::from_str(data).expect("events carry JSON");
                    if sender.send((name.clone(), data)).is_err() {
                        return;
                    }
                }
            }
        });
        Events { receiver }
    }

    /// What the preview's script is told of a page.
    pub fn payload(&self, path: &str) -> serde_json::Value {
        serde_json::from_str(&self.get(&format!("/_heftfaden/page?path={path}")).body).unwrap()
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a browser is told.
pub struct Events {
    receiver: Receiver<(String, serde_json::Value)>,
}

impl Events {
    /// The data of the next event of a name; others are passed over.
    #[track_caller]
    pub fn next(&self, wanted: &str) -> serde_json::Value {
        loop {
            let (name, data) = self.receiver.recv_timeout(NEVER).unwrap_or_else(|_| panic!("no event {wanted}"));
            if name == wanted {
                return data;
            }
        }
    }

    /// The names of the events that came until now, and in a moment more.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        while let Ok((name, _)) = self.receiver.recv_timeout(Duration::from_millis(700)) {
            names.push(name);
        }
        names
    }
}

/// A page without the preview's script.
pub fn without_script(html: &str) -> String {
    let start = html.find("<script type=\"module\" src=\"/_heftfaden/preview.js\"").expect("the preview's script");
    let end = start + html[start..].find("</script>").unwrap() + "</script>".len();
    format!("{}{}", &html[..start], &html[end..])
}
