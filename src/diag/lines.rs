//! From byte offsets to lines and columns.

use super::Place;
use std::ops::Range;
use std::sync::Arc;

/// The starts of a file's lines. Lines end with LF, CRLF or a lone CR.
#[derive(Clone, Debug)]
pub struct Lines {
    file: Arc<str>,
    starts: Vec<u32>,
}

impl Lines {
    /// Finds the lines of a text.
    pub fn new(file: &Arc<str>, text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
            }
        }
        Self { file: Arc::clone(file), starts }
    }

    /// The file whose lines these are.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The line, counted from 1, that an offset lies in.
    pub fn line(&self, offset: usize) -> u32 {
        self.starts.partition_point(|start| *start as usize <= offset) as u32
    }

    /// The place of a byte range of the text that the lines were found in.
    pub fn place(&self, text: &str, range: Range<usize>) -> Place {
        let start = text.floor_char_boundary(range.start.min(text.len()));
        let end = text.floor_char_boundary(range.end.min(text.len())).max(start);
        let line = self.line(start);
        let line_start = self.starts[line as usize - 1] as usize;
        Place {
            file: Arc::clone(&self.file),
            line,
            column: text[line_start..start].chars().count() as u32 + 1,
            start: start as u32,
            end: end as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let text = "a\r\nb\rc\nä!";
        let lines = Lines::new(&Arc::from("f.md"), text);
        let place = lines.place(text, text.len() - 1..text.len());
        assert_eq!((place.line, place.column), (4, 2));
        assert_eq!(lines.line(3), 2);
        assert_eq!(lines.line(5), 3);
    }
}
