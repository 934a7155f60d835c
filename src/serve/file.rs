//! Files beside the text, sent piece by piece from where they lie: they may be larger than the memory, and who watches a film
//! asks for it from the middle on.

use super::http::file;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_RANGE, RANGE};
use axum::http::{Method, StatusCode, request};
use axum::response::{IntoResponse, Response};
use futures_util::stream::try_unfold;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::SystemTime;
use tokio::task::spawn_blocking;

/// How much is read at once, in bytes.
const PIECE: u64 = 1 << 18;

/// The answer with a file, or with the part of it that is asked for.
///
/// # Errors
///
/// When it cannot be read.
pub(super) fn answer(path: &str, on_disk: &Path, asked: &request::Parts) -> io::Result<Response> {
    // Opening what is no file, such as a pipe, may take for ever.
    if !std::fs::metadata(on_disk)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut opened = File::open(on_disk)?;
    let metadata = opened.metadata()?;
    let length = metadata.len();
    let age = metadata.modified()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let tag = format!("\"{length:x}-{:x}\"", age.as_nanos());
    let header = |name| asked.headers.get(name).and_then(|value| value.to_str().ok());
    let is_same = header(IF_RANGE).is_none_or(|known| known == tag);
    let range = header(RANGE).filter(|_| is_same && asked.method == Method::GET);
    let part = range.map_or(Part::Whole, |range| Part::of(range, length));
    let (status, from, count, of) = match part {
        Part::Whole => (StatusCode::OK, 0, length, None),
        Part::Bytes { from, to } => {
            (StatusCode::PARTIAL_CONTENT, from, to - from + 1, Some(format!("bytes {from}-{to}/{length}")))
        }
        Part::Outside => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0, Some(format!("bytes */{length}"))),
    };
    opened.seek(SeekFrom::Start(from))?;
    let headers = [(ACCEPT_RANGES, "bytes".to_owned()), (ETAG, tag), (CONTENT_LENGTH, count.to_string())];
    let of = of.map(|of| [(CONTENT_RANGE, of)]);
    Ok((status, headers, of, file(path, pieces(opened, count))).into_response())
}

/// So many bytes of a file, each read when those before it are on their way. A file that got shorter ends the connection.
fn pieces(opened: File, count: u64) -> Body {
    let pieces = try_unfold((opened, count), |(mut opened, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let read = spawn_blocking(move || {
            let mut piece = Vec::new();
            (&mut opened).take(left.min(PIECE)).read_to_end(&mut piece)?;
            Ok::<_, io::Error>((piece, opened))
        });
        let (piece, opened) = read.await.map_err(io::Error::other)??;
        if piece.is_empty() {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        let left = left - piece.len() as u64;
        Ok(Some((Bytes::from(piece), (opened, left))))
    });
    Body::from_stream(pieces)
}

/// The part of a file that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// All of it.
    Whole,
    /// From one byte to another, that one too.
    Bytes { from: u64, to: u64 },
    /// What it does not have.
    Outside,
}

impl Part {
    /// What a `Range` header asks for (RFC 9110, 14.2). Several ranges, and what is none, mean the whole.
    fn of(range: &str, length: u64) -> Self {
        let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?;
        let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
            return Self::Whole;
        };
        match (number(first), number(last)) {
            (Some(from), Some(to)) if from > to => Self::Whole,
            (Some(from), to) if to.is_some() || last.is_empty() => Self::within(from, to.unwrap_or(u64::MAX), length),
            (None, Some(0)) if first.is_empty() => Self::Outside,
            (None, Some(count)) if first.is_empty() => Self::within(length.saturating_sub(count), u64::MAX, length),
            _ => Self::Whole,
        }
    }

    fn within(from: u64, to: u64, length: u64) -> Self {
        match length.checked_sub(1) {
            Some(last) if from <= last => Self::Bytes { from, to: to.min(last) },
            _ => Self::Outside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_of_the_file_or_none_at_all() {
        let bytes = |from, to| Part::Bytes { from, to };
        for (range, part) in [
            ("bytes=0-0", bytes(0, 0)),
            ("bytes=2-5", bytes(2, 5)),
            ("bytes=2-", bytes(2, 9)),
            ("bytes=0-99999", bytes(0, 9)),
            ("bytes=-3", bytes(7, 9)),
            ("bytes=-99", bytes(0, 9)),
            ("bytes=9-9", bytes(9, 9)),
            ("bytes=10-", Part::Outside),
            ("bytes=10-20", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=5-2", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=1-x", Part::Whole),
            ("bytes=1-99999999999999999999", Part::Whole),
            ("bytes=--1", Part::Whole),
            ("lines=1-2", Part::Whole),
            ("", Part::Whole),
        ] {
            assert_eq!(Part::of(range, 10), part, "{range}");
        }
        assert_eq!((Part::of("bytes=0-", 0), Part::of("bytes=-1", 0)), (Part::Outside, Part::Outside));
    }
}
