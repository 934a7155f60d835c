//! The address that the preview binds, and the connections that come there.

use super::{Error, PORT, PORTS};
use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpListener;

/// How long the head of a request may take, and a connection wait for the next one.
const HEAD: Duration = Duration::from_secs(10);
/// How long nobody is let in where the system has no room for more.
const FULL: Duration = Duration::from_secs(1);

/// Binds a port of an address or name.
///
/// # Errors
///
/// When it cannot be bound.
pub(super) async fn bind(host: &str, port: Option<u16>) -> Result<TcpListener, Error> {
    let host = host.trim_matches(['[', ']']);
    let ports = port.map_or(PORT..=PORT + PORTS, |port| port..=port);
    let last = *ports.end();
    for port in ports {
        match TcpListener::bind((host, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => {}
            Err(source) => return Err(Error::Bind { address: format!("{host}:{port}"), source }),
        }
    }
    // Not reached: the last port ends the loop.
    Err(Error::Bind { address: host.to_owned(), source: io::ErrorKind::AddrInUse.into() })
}

/// The address to open: where every address is bound, this machine's own.
pub(super) fn address(host: &str, local: SocketAddr) -> String {
    let name = match host.parse::<IpAddr>() {
        _ if local.ip().is_unspecified() => "127.0.0.1".to_owned(),
        Ok(IpAddr::V6(address)) => format!("[{address}]"),
        _ => host.to_owned(),
    };
    format!("http://{name}:{}/", local.port())
}

/// Answers whoever connects, for ever.
pub(super) async fn answer(listener: TcpListener, router: Router) {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (builder, service) = (builder.clone(), TowerToHyperService::new(router.clone()));
                // How a connection ends concerns the one at its other end alone.
                tokio::spawn(async move { builder.serve_connection(TokioIo::new(stream), service).await.ok() });
            }
            // The one who came is gone again.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(_) => tokio::time::sleep(FULL).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_one_that_can_be_opened() {
        for (host, local, opened) in [
            ("127.0.0.1", "127.0.0.1:1", "http://127.0.0.1:1/"),
            ("localhost", "127.0.0.1:1", "http://localhost:1/"),
            ("::1", "[::1]:1", "http://[::1]:1/"),
            ("[::1]", "[::1]:1", "http://[::1]:1/"),
            ("0.0.0.0", "0.0.0.0:1", "http://127.0.0.1:1/"),
            ("::", "[::]:1", "http://127.0.0.1:1/"),
            ("0", "0.0.0.0:1", "http://127.0.0.1:1/"),
        ] {
            assert_eq!(address(host, local.parse().unwrap()), opened);
        }
    }
}
