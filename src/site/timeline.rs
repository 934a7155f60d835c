//! The timeline of milestones as SVG: a thread with a knot for each, by date, and labels that never overlap.
//!
//! Wide, it lies; narrow and on paper, it hangs. Both are drawn, and the style sheet shows one. What it says stands as text
//! on the same page, so it has a label and no more for those who do not see it.

use super::measure::{fitted, wrapped};
use crate::model::escape;
use jiff::civil::Date;
use std::fmt::Write as _;

/// A milestone on the timeline.
pub(super) struct Knot {
    pub day: Date,
    /// The first line: its key and its date.
    pub head: String,
    pub title: String,
    /// The last line: what is open.
    pub note: Option<String>,
    /// Whether nothing is open of what it delivers.
    pub is_done: bool,
}

/// What the drawing says beside its knots.
pub(super) struct Captions<'w> {
    /// What the picture shows, for those who do not see it.
    pub label: &'w str,
    /// The months' short names, with blanks between.
    pub months: &'w str,
}

/// More milestones than these are a list, and no picture.
pub(super) const MOST: usize = 60;

/// Lanes of labels over the lying thread; with more it hangs on wide screens too.
const LANES: usize = 4;
/// The size of the labels' letters.
const SIZE: i32 = 14;
/// Sizes in units of the drawing, which are pixels where it has its full size.
const WIDTH: i32 = 1200;
const LABEL: i32 = 176;
const LINE: i32 = 18;
const LANE: i32 = 5 * LINE + 10;
/// The hanging thread's.
const TALL_WIDTH: i32 = 360;
const TALL_LABEL: i32 = 312;
const TALL_TEXT: i32 = 44;
const TALL_THREAD: i32 = 14;

/// Lines of a title at most.
const TITLE_LINES: usize = 3;

/// The timeline as HTML; nothing where fewer than two days are to be shown, or too many.
pub(super) fn timeline(knots: &[Knot], captions: &Captions<'_>) -> String {
    let (Some(first), Some(last)) = (knots.first(), knots.last()) else { return String::new() };
    if knots.len() < 2 || knots.len() > MOST || first.day == last.day {
        return String::new();
    }
    let span = (days(first.day), days(last.day));
    let lying = lying(knots, captions, span).unwrap_or_default();
    let class = if lying.is_empty() { "timeline tall-only" } else { "timeline" };
    format!("<div class=\"{class}\">\n{lying}{}</div>\n", hanging(knots, captions, span))
}

/// The day's number.
fn days(date: Date) -> i64 {
    i64::from((date - Date::constant(1, 1, 1)).get_days())
}

/// Where a day lies on a thread of a length.
fn at(day: Date, span: (i64, i64), length: i32) -> i32 {
    let whole = (span.1 - span.0).max(1);
    ((days(day) - span.0) * i64::from(length) / whole) as i32
}

fn open_svg(out: &mut String, class: &str, size: (i32, i32), label: &str) {
    let (width, height) = size;
    let _ = write!(
        out,
        "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\""
    );
    escape(label, out);
    out.push_str("\">\n");
}

fn text(out: &mut String, (x, y): (i32, i32), class: &str, line: &str) {
    let _ = write!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\">");
    escape(line, out);
    out.push_str("</text>\n");
}

fn lines(out: &mut String, (x, mut y): (i32, i32), lines: &[(&str, String)]) {
    for (class, line) in lines {
        text(out, (x, y), class, line);
        y += LINE;
    }
}

fn knot(out: &mut String, (x, y): (i32, i32), knot: &Knot) {
    let done = if knot.is_done { " done" } else { "" };
    let _ = writeln!(out, "<circle class=\"knot{done}\" cx=\"{x}\" cy=\"{y}\" r=\"6\"/>");
}

/// The lines of a label: head, title, note.
fn label(knot: &Knot, width: i32) -> Vec<(&'static str, String)> {
    let mut lines = vec![("head", fitted(&knot.head, width, SIZE))];
    lines.extend(wrapped(&knot.title, width, SIZE, TITLE_LINES).into_iter().map(|line| ("line", line)));
    lines.extend(knot.note.as_ref().map(|note| ("note", fitted(note, width, SIZE))));
    lines
}

/// The thread from left to right, labels over it as flags: each stands right of its staff, and the earlier of two that
/// would overlap is higher, so that no staff crosses a label. None where that takes too many lanes.
fn lying(knots: &[Knot], captions: &Captions<'_>, span: (i64, i64)) -> Option<String> {
    let length = WIDTH - LABEL - 10;
    let xs: Vec<i32> = knots.iter().map(|knot| 10 + at(knot.day, span, length)).collect();
    let lanes = lanes(&xs)?;
    let count = lanes.iter().max().map_or(1, |lane| lane + 1);
    let axis = count * LANE + 8;
    let mut out = String::new();
    open_svg(&mut out, "lying", (WIDTH, axis + 40), captions.label);
    let _ = writeln!(out, "<path class=\"run\" d=\"M{} {axis}H{}\"/>", xs[0], xs[xs.len() - 1]);
    ticks(&mut out, span, length, axis, captions.months);
    for ((found, x), lane) in knots.iter().zip(&xs).zip(&lanes) {
        let top = (count - 1 - lane) * LANE + 4;
        let _ = writeln!(out, "<path class=\"staff\" d=\"M{x} {top}V{}\"/>", axis - 6);
        lines(&mut out, (x + 8, top + 13), &label(found, LABEL - 8));
        knot(&mut out, (*x, axis), found);
    }
    out.push_str("</svg>\n");
    Some(out)
}

/// The lane of each label: from the last to the first, the lowest in which it does not reach the next.
fn lanes(xs: &[i32]) -> Option<Vec<i32>> {
    let mut next = [i32::MAX; LANES];
    let mut lanes = Vec::with_capacity(xs.len());
    for x in xs.iter().rev() {
        let (lane, next) = (0..).zip(&mut next).find(|(_, next)| x + LABEL <= **next)?;
        *next = *x;
        lanes.push(lane);
    }
    lanes.reverse();
    Some(lanes)
}

/// Months below the thread, as many as have room.
fn ticks(out: &mut String, span: (i64, i64), length: i32, axis: i32, names: &str) {
    const ROOM: i32 = 84;
    let names: Vec<&str> = names.split_whitespace().collect();
    let start = Date::constant(1, 1, 1);
    let Ok(first) = start.checked_add(jiff::Span::new().days(span.0)) else { return };
    let months = (span.1 - span.0) * 12 / 365;
    let fitting = i64::from(length / ROOM).max(1);
    let steps = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 12_000, 120_000];
    let step = steps.into_iter().find(|step| months / step <= fitting).unwrap_or(120_000);
    let mut month = i64::from(first.year()) * 12 + i64::from(first.month()) - 1;
    month = (month.div_euclid(step) + 1) * step;
    loop {
        let (year, number) = (month.div_euclid(12), month.rem_euclid(12));
        let day = i16::try_from(year).ok().and_then(|year| Date::new(year, number as i8 + 1, 1).ok());
        let Some(day) = day.filter(|day| days(*day) <= span.1) else { return };
        let x = 10 + at(day, span, length);
        let name = usize::try_from(number).ok().and_then(|number| names.get(number)).copied().unwrap_or_default();
        let caption = if number == 0 || step >= 12 { format!("{name} {year}") } else { name.to_owned() };
        let _ = writeln!(out, "<path class=\"tick\" d=\"M{x} {}V{}\"/>", axis + 8, axis + 15);
        text(out, (x, axis + 31), "month", caption.trim());
        month += step;
    }
}

/// The thread from above, labels right of it, each at its knot or below the label before.
fn hanging(knots: &[Knot], captions: &Captions<'_>, span: (i64, i64)) -> String {
    let labels: Vec<_> = knots.iter().map(|knot| label(knot, TALL_LABEL)).collect();
    let height = |lines: &[(&str, String)]| lines.iter().map(|_| LINE).sum::<i32>() + 14;
    let length = labels.iter().take(labels.len() - 1).map(|lines| height(lines)).sum::<i32>() * 6 / 5;
    let mut free = 8;
    let mut tops = Vec::with_capacity(knots.len());
    for (knot, lines) in knots.iter().zip(&labels) {
        let top = (8 + at(knot.day, span, length)).max(free);
        free = top + height(lines);
        tops.push(top);
    }
    let mut out = String::new();
    open_svg(&mut out, "hanging", (TALL_WIDTH, free.max(length + 30)), captions.label);
    let _ = writeln!(out, "<path class=\"run\" d=\"M{TALL_THREAD} 16V{}\"/>", 16 + length);
    for ((found, lines), top) in knots.iter().zip(&labels).zip(&tops) {
        let y = 16 + at(found.day, span, length);
        let _ = writeln!(out, "<path class=\"staff\" d=\"M{} {y}L{} {}h4\"/>", TALL_THREAD + 6, TALL_TEXT - 8, top + 8);
        self::lines(&mut out, (TALL_TEXT, top + 13), lines);
        knot(&mut out, (TALL_THREAD, y), found);
    }
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::super::measure::width_of;
    use super::*;

    fn knots(days: &[&str]) -> Vec<Knot> {
        let knot = |day: &&str| Knot {
            day: day.parse().unwrap(),
            head: format!("M · {day}"),
            title: "Testsystem mit übernommenen Daten und WWWWWWWWWWWWWWWWWWWWWWWWWW bereitgestellt und alles"
                .to_owned(),
            note: Some("3 offen".to_owned()),
            is_done: false,
        };
        days.iter().map(knot).collect()
    }

    const CAPTIONS: Captions<'static> =
        Captions { label: "a \"b\" <c>", months: "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez." };

    /// The boxes of all labels of a picture, by lines: left, top, width.
    fn lines(svg: &str) -> Vec<(i32, i32, i32)> {
        let number = |line: &str, name: &str| {
            let start = line.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
            line[start..].split('"').next().unwrap().parse::<i32>().unwrap()
        };
        let labels = svg.lines().filter(|line| line.starts_with("<text") && !line.contains("month"));
        labels
            .map(|line| {
                let shown = line.split('>').nth(1).unwrap().split('<').next().unwrap();
                (number(line, "x"), number(line, "y"), shown.chars().map(width_of).sum::<i32>() / 100)
            })
            .collect()
    }

    fn overlaps(svg: &str) -> usize {
        let lines = lines(svg);
        let is_over = |a: &(i32, i32, i32), b: &(i32, i32, i32)| {
            (a.1 - b.1).abs() < LINE - 4 && a.0 < b.0 + b.2 && b.0 < a.0 + a.2
        };
        let pairs =
            lines.iter().enumerate().flat_map(|(at, one)| lines[at + 1..].iter().map(move |other| (one, other)));
        pairs.filter(|(one, other)| is_over(one, other)).count()
    }

    #[test]
    fn labels_never_overlap_and_stay_inside() {
        let cases: [&[&str]; 4] = [
            &["2027-01-29", "2027-03-19", "2027-05-03", "2027-06-25", "2027-07-05", "2027-10-29"],
            &["2027-01-01", "2027-01-01", "2027-01-02", "2027-12-31"],
            &["0001-01-01", "9999-12-31"],
            &["2027-01-01"; 30],
        ];
        for case in cases {
            let mut all = knots(case);
            if case.len() == 30 {
                all.extend(knots(&["2028-01-01"]));
            }
            let html = timeline(&all, &CAPTIONS);
            for svg in html.split("<svg").skip(1) {
                assert_eq!(overlaps(svg), 0, "{svg}");
                let width = if svg.contains("lying") { WIDTH } else { TALL_WIDTH };
                assert!(lines(svg).iter().all(|(x, y, wide)| *x >= 0 && *y > 0 && x + wide <= width), "{svg}");
            }
            assert!(html.contains("aria-label=\"a &quot;b&quot; &lt;c&gt;\""), "{html}");
        }
    }

    #[test]
    fn knots_lie_by_their_days() {
        let html = timeline(&knots(&["2027-01-01", "2027-07-02", "2027-12-31"]), &CAPTIONS);
        let lying = html.split("<svg").nth(1).unwrap();
        let xs: Vec<i32> =
            lying.split("cx=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
        assert_eq!(xs, [10, 10 + 1014 / 2, 10 + 1014]);
        assert!(lying.contains(">Feb.<") && !lying.contains("2026"), "{lying}");
    }

    #[test]
    fn too_few_and_too_many_are_no_picture() {
        assert!(timeline(&knots(&["2027-01-01"]), &CAPTIONS).is_empty());
        assert!(timeline(&knots(&["2027-01-01", "2027-01-01"]), &CAPTIONS).is_empty());
        assert!(timeline(&knots(&["2027-01-01"; MOST + 1]), &CAPTIONS).is_empty());
        let crowded = timeline(&[knots(&["2027-01-01"; 9]), knots(&["2027-02-01"])].concat_knots(), &CAPTIONS);
        assert!(crowded.contains("tall-only") && !crowded.contains("lying"));
    }

    trait Concat {
        fn concat_knots(self) -> Vec<Knot>;
    }

    impl Concat for [Vec<Knot>; 2] {
        fn concat_knots(self) -> Vec<Knot> {
            self.into_iter().flatten().collect()
        }
    }
}
