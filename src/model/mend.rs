//! Putting a fragment together that holds HTML of the author's, after the sanitizer was at it.
//!
//! The sanitizer may have taken marks away, or moved what they mark: text in a table comes before the table. So only
//! those pairs of holes are kept between which the HTML is balanced. Links of the author's become holes too, since no
//! link may stand in another, and only the page knows which holes become links.

use super::fragment::{Mark, next_mark};
use super::{Fragment, Hole, HoleKind};

/// The fragment that some sanitised HTML with marks is.
pub(super) fn mend(html: &str, holes: Vec<HoleKind>) -> Fragment {
    let mut holes: Vec<Option<HoleKind>> = holes.into_iter().map(Some).collect();
    let mut mender = Mender { fragment: Fragment::default(), keep: Vec::new(), open: Vec::new(), depth: 0 };
    let mut from = 0;
    // Both are looked for only when the last one was passed, so that no text is read twice.
    let (mut mark, mut tag) = (mark_from(html, 0), tag_from(html, 0));
    loop {
        match (&mark, tag) {
            (Some(Mark { range, number }), tag) if tag.is_none_or(|(start, _)| range.start <= start) => {
                mender.fragment.html.push_str(&html[from..range.start]);
                if let Some(kind) = holes.get_mut(*number).and_then(Option::take) {
                    mender.hole(kind);
                }
                from = range.end;
                mark = mark_from(html, from);
            }
            (_, Some((start, end))) => {
                mender.fragment.html.push_str(&html[from..start]);
                mender.tag(&html[start..end]);
                from = end;
            }
            (_, None) => break,
        }
        tag = tag.filter(|(start, _)| *start >= from).or_else(|| tag_from(html, from));
    }
    mender.fragment.html.push_str(&html[from..]);
    mender.finish()
}

/// The first mark from an offset on.
fn mark_from(html: &str, from: usize) -> Option<Mark> {
    let Mark { range, number } = next_mark(&html[from..])?;
    Some(Mark { range: from + range.start..from + range.end, number })
}

/// Where the first tag of sanitised HTML starts and ends, from an offset on.
fn tag_from(html: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + html[from..].find('<')?;
    let mut is_quoted = false;
    let end = html[start..].bytes().position(|byte| {
        is_quoted ^= byte == b'"';
        byte == b'>' && !is_quoted
    })?;
    Some((start, start + end + 1))
}

/// A hole that opened and did not end yet.
struct Opened {
    /// Index into the fragment's holes.
    hole: usize,
    /// How many elements were open there.
    depth: i32,
    /// Whether one of those was closed since.
    is_broken: bool,
}

struct Mender {
    fragment: Fragment,
    /// Whether each hole of the fragment stays.
    keep: Vec<bool>,
    open: Vec<Opened>,
    depth: i32,
}

impl Mender {
    fn hole(&mut self, kind: HoleKind) {
        let number = self.fragment.holes.len();
        let keep = match kind {
            HoleKind::MentionStart(_) | HoleKind::TermStart(_) | HoleKind::LinkStart(_) | HoleKind::TagStart(_) => {
                self.open.push(Opened { hole: number, depth: self.depth, is_broken: false });
                false
            }
            HoleKind::MentionEnd | HoleKind::TermEnd | HoleKind::LinkEnd => self.close(&kind),
            // They hold links, so that no link of the author's that was left open may go on around them.
            HoleKind::Footnote(_) | HoleKind::Duties(_) => {
                self.break_open();
                true
            }
            // So do these, which are an entry of a list, and a table that the author left open may have taken them in.
            HoleKind::Uses(_) => {
                self.break_open();
                self.fragment.html.trim_end().ends_with("</dd>")
            }
            _ => true,
        };
        self.fragment.holes.push(Hole { at: self.fragment.html.len() as u32, kind });
        self.keep.push(keep);
    }

    /// Nothing that is open may go on.
    fn break_open(&mut self) {
        self.open.iter_mut().for_each(|opened| opened.is_broken = true);
    }

    /// Ends the hole that opened last; says whether both are a pair.
    fn close(&mut self, kind: &HoleKind) -> bool {
        let Some(opened) = self.open.pop() else { return false };
        let is_own = match self.fragment.holes[opened.hole].kind {
            HoleKind::MentionStart(_) => *kind == HoleKind::MentionEnd,
            HoleKind::TermStart(_) => *kind == HoleKind::TermEnd,
            _ => *kind == HoleKind::LinkEnd,
        };
        let is_pair = opened.depth == self.depth && !opened.is_broken && is_own;
        self.keep[opened.hole] = is_pair;
        is_pair
    }

    fn tag(&mut self, tag: &str) {
        const VOID: &[&str] = &["br", "hr", "wbr", "col", "img", "input"];
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        let closes = tag.starts_with("</");
        if name == "a" {
            return self.hole(if closes { HoleKind::LinkEnd } else { HoleKind::TagStart(tag.to_owned()) });
        }
        if closes {
            self.depth -= 1;
            for opened in &mut self.open {
                opened.is_broken |= opened.depth > self.depth;
            }
        } else if !VOID.contains(&name) {
            self.depth += 1;
        }
        self.fragment.html.push_str(tag);
    }

    fn finish(self) -> Fragment {
        let Fragment { html, holes } = self.fragment;
        let holes = holes.into_iter().zip(self.keep).filter_map(|(hole, keep)| keep.then_some(hole)).collect();
        Fragment { html, holes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The HTML and the kinds of holes that are left.
    fn left(html: &str, holes: Vec<HoleKind>) -> (String, Vec<HoleKind>) {
        let fragment = mend(html, holes);
        (fragment.html, fragment.holes.into_iter().map(|hole| hole.kind).collect())
    }

    fn link() -> Vec<HoleKind> {
        vec![HoleKind::LinkStart(0), HoleKind::LinkEnd]
    }

    #[test]
    fn pairs_stay_where_what_they_hold_is_balanced() {
        let html = "a \u{E000}0\u{E001}<b title=\"a > b\">b</b><br>\u{E000}1\u{E001} c";
        assert_eq!(left(html, link()), ("a <b title=\"a > b\">b</b><br> c".into(), link()));
    }

    #[test]
    fn pairs_go_that_the_sanitizer_tore_apart() {
        for html in [
            "\u{E000}0\u{E001}a",
            "a\u{E000}1\u{E001}",
            "\u{E000}1\u{E001}a\u{E000}0\u{E001}",
            "<p>\u{E000}0\u{E001}a</p>\u{E000}1\u{E001}",
            "\u{E000}0\u{E001}<p>a\u{E000}1\u{E001}</p>",
            "<p>\u{E000}0\u{E001}a</p><p>\u{E000}1\u{E001}</p>",
        ] {
            assert_eq!(left(html, link()).1, [], "{html}");
        }
    }

    #[test]
    fn links_of_the_author_become_holes() {
        let (html, holes) = left("<a rel=\"x\">a</a>", Vec::new());
        let tag = HoleKind::TagStart("<a rel=\"x\">".to_owned());
        assert_eq!((html.as_str(), holes), ("a", vec![tag, HoleKind::LinkEnd]));
    }

    #[test]
    fn uses_stand_behind_what_they_are_of() {
        let uses = || vec![HoleKind::Uses(0)];
        assert_eq!(left("<dd>a</dd>\n\u{E000}0\u{E001}", uses()).1, uses());
        assert_eq!(left("<dd>a \u{E000}0\u{E001}<table></table></dd>", uses()).1, []);
        let (html, holes) = left("<dd><a>a</a></dd><a>\n\u{E000}0\u{E001}\n</a>", uses());
        let own = [HoleKind::TagStart("<a>".to_owned()), HoleKind::LinkEnd];
        assert_eq!((html.as_str(), holes), ("<dd>a</dd>\n\n", own.into_iter().chain(uses()).collect()));
    }

    #[test]
    fn no_link_goes_on_around_a_footnote() {
        let note = || vec![HoleKind::Footnote(0)];
        assert_eq!(left("<a>a\u{E000}0\u{E001}</a>", note()), ("a".into(), note()));
        let (html, holes) = left("<a>a</a>\u{E000}0\u{E001}", note());
        assert_eq!((html.as_str(), holes.len()), ("a", 3));
    }

    #[test]
    fn an_entity_of_the_author_marks_nothing() {
        assert_eq!(left("a\u{E000}x\u{E001}<b>b</b>\u{E000}9\u{E001}", link()), ("a<b>b</b>".into(), vec![]));
    }
}
