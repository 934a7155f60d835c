//! Diagrams on a page: the drawing, and its text for those who cannot see it.

use super::fragment::Writer;
use crate::model::Diagram;
use std::fmt::Write as _;

/// Drawings wider than this, in pixels, keep a size on small screens at which they can be read, and scroll.
const WIDE: u32 = 420;
const WIDER: u32 = 640;

impl Writer<'_> {
    /// Appends a diagram. Its names get the number of the diagram on the page, since markers are found by them.
    pub fn diagram(&mut self, diagram: &Diagram) {
        self.diagrams += 1;
        let class = match diagram.size.0 {
            width if width > WIDER => " class=\"wider\"",
            width if width > WIDE => " class=\"wide\"",
            _ => "",
        };
        let (width, height) = diagram.size;
        self.raw("<figure class=\"diagram\">\n<div class=\"canvas\" role=\"group\" aria-label=\"");
        self.word(diagram.kind.key());
        self.raw("\" tabindex=\"0\">");
        let _ = write!(self.out, "<svg{class} width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"");
        self.raw(" role=\"img\" aria-label=\"");
        self.word(diagram.kind.key());
        if let Some(title) = &diagram.title {
            self.raw(": ");
            self.text(title);
        }
        self.raw("\">");
        for (at, part) in diagram.parts.iter().enumerate() {
            if at > 0 {
                let _ = write!(self.out, "_d{}-", self.diagrams);
            }
            self.raw(part);
        }
        self.raw("</svg></div>\n<details><summary>");
        self.word("diagram.source");
        self.raw("</summary>\n");
        self.code("mermaid", &diagram.source);
        self.raw("</details>\n</figure>\n");
    }
}
