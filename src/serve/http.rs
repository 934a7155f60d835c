//! Answers to requests, from the snapshot of the moment.

use super::builder::State;
use super::events;
use super::file;
use super::hosts::Hosts;
use super::preview::{self, FOLDER, Lack};
use super::snapshot::{Found, Snapshot};
use crate::diag::Text;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, Request};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{Method, StatusCode, request};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use percent_encoding::percent_decode_str;
use rust_embed::RustEmbed;
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

/// What a page may do, unless its template says otherwise.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
/// The worker asks this server, and nothing else.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'";
/// A picture may be drawn in the style that it brings along, and runs nothing.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// The preview's own files, which the browser loads from [`FOLDER`].
#[derive(RustEmbed)]
#[folder = "src/serve/browser"]
struct Own;

/// What all requests share.
pub(super) struct Server {
    pub states: watch::Receiver<State>,
    pub hosts: Hosts,
    /// Differs each time that the program starts.
    pub start: String,
}

impl Server {
    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.states.borrow().snapshot)
    }
}

/// All addresses.
pub(super) fn router(server: Arc<Server>) -> Router {
    let [of_events, of_pages, of_own, of_all] = std::array::from_fn(|_| Arc::clone(&server));
    Router::new()
        .route(
            &format!("/{FOLDER}/events"),
            get(move |query: Query<Vec<(String, String)>>| async move { events::stream(&of_events, query.0) }),
        )
        .route(&format!("/{FOLDER}/page"), get(move |query: Query<PageQuery>| payload(of_pages, query.0.path)))
        .route(
            &format!("/{FOLDER}/{{file}}"),
            get(move |Path(name): Path<String>, request: Request| own(of_own, name, request)),
        )
        .fallback(move |request: Request| content(of_all, request))
        .layer(middleware::from_fn(move |request: Request, next: Next| guarded(Arc::clone(&server), request, next)))
}

#[derive(serde::Deserialize)]
struct PageQuery {
    path: String,
}

/// Answers only who asks for this machine by a name that is its own: a page of the web could otherwise have its name point
/// here, and read along. And says in each answer what a browser may do with it.
async fn guarded(server: Arc<Server>, request: Request, next: Next) -> Response {
    let mut response = match refusal(&server, &request) {
        None => next.run(request).await,
        Some((status, text)) => plain(status, text.get(server.snapshot().sources.config.language)),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy_of(""))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

/// Why a request is not answered, if it is not: what it is sent to, and each name that it gives, must be this machine's own.
fn refusal(server: &Server, request: &Request) -> Option<(StatusCode, Text)> {
    let hosts: Vec<_> = request.headers().get_all(HOST).iter().collect();
    if hosts.len() > 1 {
        let text = Text::new(
            "Die Anfrage nennt mehr als einen Host; einer genügt.\n",
            "The request names more than one host; one is enough.\n",
        );
        return Some((StatusCode::BAD_REQUEST, text));
    }
    let named = hosts.iter().map(|host| host.to_str().unwrap_or_default());
    let names: Vec<&str> = named.chain(request.uri().authority().map(|target| target.as_str())).collect();
    if !names.is_empty() && names.iter().all(|name| server.hosts.allow(name)) {
        return None;
    }
    let text = Text::new(
        "Unter diesem Namen antwortet die Vorschau nicht. heftfaden serve nennt die Adresse; weitere erlaubt --host.\n",
        "The preview does not answer to this name. heftfaden serve prints its address; --host allows others.\n",
    );
    Some((StatusCode::FORBIDDEN, text))
}

fn plain(status: StatusCode, text: &str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], text.to_owned()).into_response()
}

fn html(status: StatusCode, html: String) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

/// A file of the preview's own, or one of the site in a folder of the same name.
async fn own(server: Arc<Server>, name: String, request: Request) -> Response {
    match Own::get(&name) {
        Some(own) if name == "worker.js" => {
            ([(CONTENT_SECURITY_POLICY, WORKER_POLICY)], file(&name, own.data.into_owned())).into_response()
        }
        Some(own) => file(&name, own.data.into_owned()),
        None => content(server, request).await,
    }
}

/// What the preview's script is told of a page.
async fn payload(server: Arc<Server>, path: String) -> Response {
    let snapshot = server.snapshot();
    let made = spawn_blocking(move || snapshot.payload(&path)).await;
    match made {
        Ok(payload) => ([(CONTENT_TYPE, "application/json")], payload.json.clone()).into_response(),
        Err(error) => plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// A page or a file of the site.
async fn content(server: Arc<Server>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ([(ALLOW, "GET, HEAD")], plain(StatusCode::METHOD_NOT_ALLOWED, "405\n")).into_response();
    }
    let asked = request.into_parts().0;
    let snapshot = server.snapshot();
    // Rendering and reading take their time, in which others must be answered.
    let answer = spawn_blocking(move || answer(&snapshot, &asked)).await;
    answer.unwrap_or_else(|error| plain(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()))
}

/// The answer to an address. It is only ever looked up in what the snapshot has: no part of it becomes a path on disk.
fn answer(snapshot: &Snapshot, asked: &request::Parts) -> Response {
    let raw = asked.uri.path();
    let Ok(decoded) = percent_decode_str(raw.strip_prefix('/').unwrap_or(raw)).decode_utf8() else {
        return missing(snapshot, raw);
    };
    let path =
        if decoded.is_empty() || decoded.ends_with('/') { format!("{decoded}index.html") } else { decoded.into() };
    match snapshot.find(&path) {
        Found::Page(page) => {
            let policy = policy_of(&page);
            let mut response = html(StatusCode::OK, page.to_string());
            if let Ok(policy) = HeaderValue::from_str(&policy) {
                response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
            }
            response
        }
        Found::Broken(error) => {
            let message = Text::new(
                format!(
                    "Eine Vorlage des Themes scheitert an ihr: {error}. Sobald sie berichtigt ist, erscheint die Seite von selbst."
                ),
                format!(
                    "A template of the theme fails at it: {error}. As soon as that is mended, the page appears by itself."
                ),
            );
            stand_in(snapshot, &path, Lack::Broken, &message)
        }
        Found::Asset(bytes) => file(&path, Bytes::copy_from_slice(bytes)),
        Found::Attachment(attachment) => {
            file::answer(&path, &attachment.on_disk, asked).unwrap_or_else(|_| missing(snapshot, &path))
        }
        Found::Moved(to) => redirect(to),
        Found::Nothing if snapshot.site.page_at(&format!("{path}/index.html")).is_some() => {
            redirect(&format!("{path}/"))
        }
        Found::Nothing => missing(snapshot, &path),
    }
}

/// The policy that a page has where it is published, in its head; and no page of others may show it.
fn policy_of(page: &str) -> String {
    let meta = page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1);
    let policy = meta.and_then(|rest| rest.split('"').next()).unwrap_or(POLICY);
    format!("{}; frame-ancestors 'none'", policy.replace("&#39;", "'").replace("&amp;", "&"))
}

fn redirect(to: &str) -> Response {
    let to = format!("/{}", crate::site::encoded(to));
    (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, to)]).into_response()
}

fn missing(snapshot: &Snapshot, path: &str) -> Response {
    let message = Text::new(
        format!("Unter /{path} liegt nichts. Entsteht dort eine Seite, erscheint sie hier von selbst."),
        format!("There is nothing at /{path}. When a page comes to be there, it appears here by itself."),
    );
    stand_in(snapshot, path, Lack::Missing, &message)
}

/// The page in the place of one that there is not.
fn stand_in(snapshot: &Snapshot, path: &str, lack: Lack, message: &Text) -> Response {
    let status = match lack {
        Lack::Missing => StatusCode::NOT_FOUND,
        Lack::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let language = snapshot.sources.config.language;
    html(status, preview::stand_in(path, language, lack, message.get(language)))
}

/// A file as it is, with the kind that its name says.
pub(super) fn file(path: &str, content: impl Into<Body>) -> Response {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = kind.type_() == mime_guess::mime::TEXT || kind.subtype() == "javascript";
    let kind = if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    let is_picture = kind.contains("svg") || kind.contains("xml");
    let mut response = ([(CONTENT_TYPE, kind)], content.into()).into_response();
    if is_picture {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(PICTURE_POLICY));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_may_do_what_published_pages_may() {
        let layout = include_str!("../../themes/standard/templates/layout.hbs");
        assert_eq!(policy_of(layout), policy_of(""));
        let own = layout.replace(POLICY, "default-src &#39;self&#39;");
        assert_eq!(policy_of(&own), "default-src 'self'; frame-ancestors 'none'");
    }
}
