//! The costs as bars: one-off and recurring on top of each other for each offer, with their amounts as text.
//!
//! Lengths are in percent and heights in pixels, so the text keeps its size on every screen.

use super::Figures;
use crate::site::fragment::Writer;
use rust_decimal::Decimal;
use std::fmt::Write as _;

/// Pixels for an offer: its name, its bar, its amounts, and the gap below.
const ROW: usize = 84;
/// Of a bar.
const BAR: usize = 22;
/// How recurring costs are filled: with hatching, since a shade alone says little on paper.
const HATCHED: &str = " fill=\"url(#_schraffur)\"";
/// Characters of a name that find room on a small screen.
const NAME: usize = 40;

/// Appends the chart; the table above says the same to those who do not see it.
pub(super) fn write(writer: &mut Writer<'_>) {
    let site = writer.site;
    let results = &site.comparison().results;
    let Some(most) = results.iter().map(|outcome| outcome.costs.total).max().filter(|most| !most.is_zero()) else {
        return;
    };
    let figures = Figures::of(site);
    writer.raw("<figure class=\"chart-box\">\n<ul class=\"legend\">\n");
    for part in ["once", "recurring"] {
        let _ = write!(
            writer.out,
            "<li><svg class=\"swatch\" width=\"20\" height=\"12\" aria-hidden=\"true\"><rect class=\"{part}\"{} x=\"1\" y=\"1\" width=\"18\" height=\"10\"/></svg> ",
            if part == "recurring" { HATCHED } else { "" }
        );
        writer.word(&format!("costs.{part}"));
        writer.raw("</li>\n");
    }
    writer.raw("</ul>\n");
    let height = ROW * results.len();
    let _ = write!(writer.out, "<svg class=\"chart\" height=\"{height}\" role=\"img\" aria-label=\"");
    let spoken: Vec<String> = (0..results.len()).map(|number| spoken(writer, number)).collect();
    writer.text(&spoken.join("; "));
    writer.raw("\">\n");
    writer.raw("<defs><pattern id=\"_schraffur\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs>\n");
    for (number, outcome) in results.iter().enumerate() {
        let costs = &outcome.costs;
        let top = ROW * number;
        let name = &site.project.offers[number].name;
        let _ = write!(writer.out, "<text class=\"name\" x=\"0\" y=\"{}\">", top + 16);
        writer.text(&cut(name));
        writer.raw("</text>\n");
        let (once, recurring) = (per_cent(costs.once, most), per_cent(costs.recurring, most));
        let bar = top + 24;
        let _ = writeln!(
            writer.out,
            "<rect class=\"once\" x=\"0\" y=\"{bar}\" width=\"{once}%\" height=\"{BAR}\"/><rect class=\"recurring\"{HATCHED} x=\"{once}%\" y=\"{bar}\" width=\"{recurring}%\" height=\"{BAR}\"/>"
        );
        let _ = write!(writer.out, "<text class=\"amounts\" x=\"0\" y=\"{}\">", bar + BAR + 17);
        let (first, second, sum) =
            (figures.money(costs.once), figures.money(costs.recurring), figures.money(costs.total));
        let line = format!("{first} + {second} = {sum}");
        writer.text(&line);
        writer.raw("</text>\n");
    }
    writer.raw("</svg>\n<figcaption>");
    writer.word("costs.chart.about");
    writer.raw("</figcaption>\n</figure>\n");
}

/// What a bar shows, for those who hear it.
fn spoken(writer: &Writer<'_>, number: usize) -> String {
    let site = writer.site;
    let (figures, costs) = (Figures::of(site), &site.comparison().results[number].costs);
    let (once, recurring, total) =
        (figures.money(costs.once), figures.money(costs.recurring), figures.money(costs.total));
    let values = [
        ("offer", site.project.offers[number].name.as_str()),
        ("once", &once),
        ("recurring", &recurring),
        ("total", &total),
    ];
    site.words().fill("costs.chart.row", &values)
}

/// A share in percent, in hundredths, so that every machine writes the same.
fn per_cent(amount: Decimal, most: Decimal) -> String {
    format!("{:.2}", crate::config::money::half_up(amount * Decimal::ONE_HUNDRED / most, 2))
}

/// A name that fits.
fn cut(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}
