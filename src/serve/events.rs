//! What browsers are told of each new snapshot, and nothing where it does not concern what they show.

use super::builder::State;
use super::fault::Fault;
use super::http::Server;
use super::preview;
use super::snapshot::Snapshot;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

/// How often an open connection is shown to be alive: seldom, since only a dead one costs anything.
const ALIVE: Duration = Duration::from_secs(30);

/// Pages that one browser shows at most; it asks for those of its visible windows.
const PAGES: usize = 64;

/// The events for the pages that a browser shows: `page=PATH&version=VERSION`, and so on for each.
pub(super) fn stream(
    server: &Arc<Server>,
    query: Vec<(String, String)>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let mut shown: Vec<Shown> = Vec::new();
    for (name, value) in query {
        if name == "page" && shown.len() < PAGES {
            shown.push(Shown { path: value, version: String::new() });
        } else if let ("version", Some(page)) = (name.as_str(), shown.last_mut()) {
            page.version = value;
        }
    }
    let states = server.states.clone();
    let listener = Listener { states, shown, told: None, queue: VecDeque::from([event("start", &server.start)]) };
    let events = unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE))
}

/// A page that a browser shows.
#[derive(Clone)]
struct Shown {
    path: String,
    version: String,
}

/// One connection.
struct Listener {
    states: watch::Receiver<State>,
    shown: Vec<Shown>,
    /// The state that all was told of.
    told: Option<State>,
    queue: VecDeque<Event>,
}

impl Listener {
    /// The next event; waits until there is one, and ends with the program.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Some(event);
            }
            if self.told.is_some() {
                self.states.changed().await.ok()?;
            }
            let state = self.states.borrow_and_update().clone();
            self.compare(state).await;
        }
    }

    /// Queues what a state has that was not told yet.
    async fn compare(&mut self, state: State) {
        let is_same = |told: &State| Arc::ptr_eq(&told.snapshot, &state.snapshot);
        if !self.told.as_ref().is_some_and(is_same) {
            self.pages(&state.snapshot).await;
            if let Some(told) = &self.told {
                let files = state.snapshot.changed_files(&told.snapshot);
                if !files.is_empty() {
                    self.queue.push_back(event("files", &files));
                }
            }
        }
        let told: Option<&[Fault]> = self.told.as_ref().map(|told| &*told.faults);
        if told != Some(&*state.faults) {
            let faults = preview::faults(&state.faults, &state.snapshot);
            self.queue.push_back(Event::default().event("faults").data(faults));
        }
        self.told = Some(state);
    }

    /// Queues the pages that are no longer what the browser shows.
    async fn pages(&mut self, snapshot: &Arc<Snapshot>) {
        let (snapshot, shown) = (Arc::clone(snapshot), self.shown.clone());
        let versions = spawn_blocking(move || -> Vec<String> {
            shown.iter().map(|page| snapshot.payload(&page.path).version.clone()).collect()
        });
        // A page that cannot be made is told of by its faults.
        let Ok(versions) = versions.await else { return };
        let mut changed = Vec::new();
        for (page, version) in self.shown.iter_mut().zip(versions) {
            if page.version != version {
                changed.push(page.path.clone());
                page.version = version;
            }
        }
        if !changed.is_empty() {
            self.queue.push_back(event("pages", &changed));
        }
    }
}

fn event(name: &str, data: &impl serde::Serialize) -> Event {
    let data = serde_json::to_string(data).unwrap_or_default();
    Event::default().event(name).data(data)
}
