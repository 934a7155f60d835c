//! The preview: the site from memory, and always as the files are now.
//!
//! One thread waits for changes ([`watch`](self)), and makes the next snapshot of the whole site; the server answers from
//! the one that is there, which is swapped as a whole. A page is rendered when it is asked for. Nothing is written.

mod builder;
mod connections;
mod events;
mod fault;
mod file;
mod hosts;
mod http;
mod mounts;
mod preview;
mod snapshot;
mod stand_in;
mod targets;
mod themed;
mod watch;

pub use builder::Rebuilt;
pub use fault::Fault;
pub use watch::{Looking, Noticing};

use builder::Builder;
use hosts::Hosts;
use http::Server;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use watch::Watch;

/// The port that is taken where none is asked for; HEFT on a telephone's keys.
pub const PORT: u16 = 4338;
/// How many ports after that are tried where it is taken.
const PORTS: u16 = 50;

/// What is asked of a preview.
#[derive(Clone, Debug)]
pub struct Options {
    /// The project's folder.
    pub root: PathBuf,
    /// The address or name to bind; none for loopback.
    pub host: Option<String>,
    /// The port to bind, 0 for any that is free; none for [`PORT`] or the next that is free.
    pub port: Option<u16>,
    /// Whether to look at the files every so often.
    pub looking: Looking,
}

/// What a preview tells while it runs.
#[derive(Debug)]
pub enum Told<'t> {
    /// It answers at this address.
    Listening {
        /// `http://127.0.0.1:4338/`
        address: &'t str,
        /// The first look at the project.
        first: &'t Rebuilt,
        /// How changes are noticed.
        noticing: &'t Noticing,
        /// Whether others than this machine can reach it.
        is_exposed: bool,
    },
    /// The files differ.
    Rebuilt(&'t Rebuilt),
}

/// Why a preview cannot start, or not go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The project's folder cannot be read.
    #[error("{0}")]
    Folder(io::Error),
    /// The address cannot be bound.
    #[error("{address}: {source}")]
    Bind {
        /// Which one.
        address: String,
        /// Why.
        source: io::Error,
    },
    /// The server failed.
    #[error("{0}")]
    Server(io::Error),
}

/// Previews a project until it is interrupted.
///
/// # Errors
///
/// When the project's folder cannot be read at the start, or the address cannot be bound.
pub fn serve(options: &Options, tell: impl Fn(&Told<'_>) + Send + 'static) -> Result<(), Error> {
    let started = Instant::now();
    let root = options.root.canonicalize().map_err(Error::Folder)?;
    let builder = Builder::new(&root).map_err(Error::Folder)?;
    let first = builder.first(started.elapsed());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Server)?;
    let host = options.host.as_deref().unwrap_or("127.0.0.1");
    let listener = runtime.block_on(connections::bind(host, options.port))?;
    let local = listener.local_addr().map_err(Error::Server)?;
    let watch = Watch::new(&root, options.looking, builder.targets());
    let (sender, states) = tokio::sync::watch::channel(builder.state().clone());
    tell(&Told::Listening {
        address: &connections::address(host, local),
        first: &first,
        noticing: watch.noticing(),
        is_exposed: !local.ip().is_loopback(),
    });
    std::thread::spawn(move || follow(builder, watch, &sender, &tell));
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let server = Server { states, hosts: Hosts::of(host, local.ip()), start: format!("{:x}", now.as_nanos()) };
    let router = http::router(Arc::new(server));
    runtime.block_on(async {
        tokio::select! {
            () = connections::answer(listener, router) => {},
            () = interrupted() => {},
        }
    });
    // Who still listens is not waited for.
    runtime.shutdown_background();
    Ok(())
}

/// Waits for changes, and swaps the snapshot after each, as long as anybody is there to see it.
fn follow(
    mut builder: Builder,
    mut watch: Watch,
    states: &tokio::sync::watch::Sender<builder::State>,
    tell: &dyn Fn(&Told<'_>),
) {
    let mut batch = watch::Batch::default();
    loop {
        let started = Instant::now();
        let rebuilt = builder.look(&batch.touched);
        watch.took(started.elapsed());
        if let Some(rebuilt) = rebuilt {
            if states.send(builder.state().clone()).is_err() {
                return;
            }
            tell(&Told::Rebuilt(&rebuilt));
        }
        // What happened before the watching began anew is found by looking once more.
        let is_renewed = watch.aim(builder.targets()) || batch.is_moved;
        if std::mem::take(&mut batch.is_moved) {
            watch.renew();
        }
        batch = if is_renewed { watch::Batch::default() } else { watch.next(builder.is_incomplete()) };
    }
}

/// Waits for ctrl-C, or for the system's request to end.
async fn interrupted() {
    let interrupt = async {
        // Without the system's signals the program ends without an exit code of its own.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        let terminate = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => drop(signal.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { () = interrupt => {}, () = terminate => {} }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
