//! When to look at the project's files again: after the file system's events, in batches; or every so often, where it
//! sends none.
//!
//! What changed is not taken from the events, which differ between systems and editors: it is found by looking. They only
//! say when, and which files must be read even if their time stamps look the same.

use super::mounts;
use super::targets::Targets;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// After the last event of a batch nothing may happen for so long; saving a file is a handful of events within a
/// millisecond.
const QUIET: Duration = Duration::from_millis(6);
/// The same where a batch touches many files, as a change of branch does.
const QUIET_OF_MANY: Duration = Duration::from_millis(120);
/// Files of one batch that are many.
const MANY: usize = 5;
/// No batch waits longer, unless git says that it is at work.
const LONGEST: Duration = Duration::from_secs(1);
/// How old git's lock may be where it is waited for; one that was left behind is older.
const LONGEST_LOCK: Duration = Duration::from_secs(20);
/// How often files are looked at where no events come; at least, since looking takes its time too.
pub(super) const POLL: Duration = Duration::from_millis(500);

/// How soon files are looked at again where some could not be read; at least, too.
const AGAIN: Duration = Duration::from_secs(3);

/// How changes are noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noticing {
    /// The file system tells.
    Events,
    /// By looking every so often, since that was asked for.
    Asked,
    /// By looking every so often, since this kind of file system tells nothing: `nfs4`.
    FileSystem(String),
    /// By looking every so often, since the system does not allow watching, for this reason.
    Refused(String),
}

/// What was touched between two looks.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The paths.
    pub touched: HashSet<PathBuf>,
    /// Whether what is watched may be another now.
    pub is_moved: bool,
}

impl Batch {
    /// Takes an event in, and says whether it counts.
    fn add(&mut self, event: notify::Result<notify::Event>, targets: &Targets) -> bool {
        // What the system lost is found by looking.
        let Ok(event) = event else { return true };
        if matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)) {
            return false;
        }
        let mut counts = event.need_rescan();
        let comes_or_goes = !matches!(
            event.kind,
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
        );
        let paths = event.paths.into_iter().flat_map(|path| targets.names(path));
        for path in paths.filter(|path| targets.concern(path)) {
            counts = true;
            self.is_moved |= comes_or_goes && targets.lead_on_from(&path);
            self.touched.insert(path);
        }
        counts
    }
}

/// Waits for changes to a project's files.
pub(super) struct Watch {
    root: PathBuf,
    targets: Targets,
    noticing: Noticing,
    events: Option<Events>,
    /// How long looking took last.
    look: Duration,
}

struct Events {
    receiver: Receiver<notify::Result<notify::Event>>,
    /// Watches for as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Events {
    fn new(targets: &Targets) -> notify::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let config = notify::Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(sender, config)?;
        // A watcher that watches nothing would wait for ever.
        if targets.near.is_empty() {
            return Err(notify::Error::path_not_found());
        }
        for folder in &targets.far {
            // Who may not look into a folder far above will not see it exchanged.
            let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
        }
        for folder in &targets.near {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        for folder in &targets.trees {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(Self { receiver, _watcher: watcher })
    }
}

impl Watch {
    /// Watches a project, whose folder's path is absolute and has no symbolic links in it.
    pub fn new(root: &Path, looking: Looking, targets: Targets) -> Self {
        let noticing = match mounts::without_events(&targets.places()) {
            _ if looking == Looking::Regularly => Noticing::Asked,
            Some(kind) => Noticing::FileSystem(kind),
            None => Noticing::Events,
        };
        let mut watch = Self { root: root.to_owned(), targets, noticing, events: None, look: Duration::ZERO };
        watch.renew();
        watch
    }

    /// How changes are noticed.
    pub fn noticing(&self) -> &Noticing {
        &self.noticing
    }

    /// Watches these from now on, and says whether that is anything new.
    pub fn aim(&mut self, targets: Targets) -> bool {
        let is_new = self.targets != targets;
        if is_new {
            self.targets = targets;
            self.renew();
        }
        is_new
    }

    /// Watches anew: a folder that vanished and came back is another one to the system.
    pub fn renew(&mut self) {
        self.events = None;
        // Without the project's folder there is nothing to watch until it is back.
        if self.noticing != Noticing::Events || !self.root.is_dir() {
            return;
        }
        match Events::new(&self.targets) {
            Ok(events) => self.events = Some(events),
            // It vanished just now.
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
            Err(error) => self.noticing = Noticing::Refused(error.to_string()),
        }
    }

    /// How long it took to look at all files: looking every so often stays a small part of the time.
    pub fn took(&mut self, look: Duration) {
        self.look = look;
    }

    /// Waits until something was touched and all is quiet again; where no events come, or `is_again`, no longer than a while.
    pub fn next(&mut self, is_again: bool) -> Batch {
        let mut batch = Batch::default();
        let end = is_again.then(|| Instant::now() + AGAIN.max(self.look * 10));
        let came = self.events.as_ref().is_some_and(|events| self.collect(events, &mut batch, end).is_ok());
        if !came {
            std::thread::sleep(POLL.max(self.look * 10));
            self.renew();
        }
        batch
    }

    /// Fills a batch with the events of a change, which must begin before `end`; an error when no more can come.
    fn collect(&self, events: &Events, batch: &mut Batch, end: Option<Instant>) -> Result<(), RecvTimeoutError> {
        let next = || match end {
            Some(end) => events.receiver.recv_timeout(end.saturating_duration_since(Instant::now())),
            None => events.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        loop {
            let event = match next() {
                Err(RecvTimeoutError::Timeout) => return Ok(()),
                event => event?,
            };
            if batch.add(event, &self.targets) {
                break;
            }
        }
        let (start, mut last) = (Instant::now(), Instant::now());
        loop {
            let is_many = batch.touched.len() >= MANY;
            let quiet = if is_many { QUIET_OF_MANY } else { QUIET };
            match events.receiver.recv_timeout((last + quiet).saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    if batch.add(event, &self.targets) {
                        last = Instant::now();
                    }
                    if start.elapsed() < LONGEST {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(error) => return Err(error),
            }
            // Not between two files of one change of branch. A lock that is older may be of somebody who writes a message.
            if !self.is_git_at_work(if is_many { LONGEST_LOCK } else { LONGEST }) {
                return Ok(());
            }
            last = Instant::now();
        }
    }

    /// Whether git is changing the working files, for no longer than this: it holds a lock for as long.
    fn is_git_at_work(&self, longest: Duration) -> bool {
        let age = |lock: PathBuf| lock.metadata().ok()?.modified().ok()?.elapsed().ok();
        let locks = self.root.ancestors().map(|above| above.join(".git/index.lock"));
        locks.filter_map(age).any(|age| age < longest)
    }
}

/// Whether to look at the files every so often in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looking {
    /// Only where no events come.
    WhereNeeded,
    /// In any case.
    Regularly,
}
