//! The flow of coverage, as one picture: what of the survey is taken up, how the demands are met, and what tests show of it.
//!
//! Each column is a stage of the chain, each part of it as high as it has items; bands lead on. It is drawn twice, for wide
//! screens and for narrow ones, and the style sheet shows one. A table beside it says the same.

use crate::model::{Coverage, DocumentKey, Project, Proof, Role, Tally, TraceKind, escape};
use crate::site::Site;
use crate::site::fragment::Writer;
use crate::site::measure::{fitted, width};
use std::fmt::Write as _;

/// How high the column with the most is, without gaps.
const HEIGHT: usize = 200;
/// Between the parts of a column.
const GAP: i32 = 12;
const TOP: i32 = 30;

/// Sizes of one of the two drawings.
struct Sizes {
    class: &'static str,
    /// From one column to the next, at most and at least.
    pitch: i32,
    /// Room for the labels of a column.
    label: i32,
    /// Width of a bar, and the gap to its label.
    bar: i32,
    gap: i32,
    /// Size of letters, and of a word below its number.
    text: i32,
    word: i32,
    /// Whether number and word stand below each other.
    is_stacked: bool,
}

const WIDE: Sizes =
    Sizes { class: "wide", pitch: 300, label: 200, bar: 11, gap: 6, text: 14, word: 14, is_stacked: false };
const NARROW: Sizes =
    Sizes { class: "narrow", pitch: 91, label: 87, bar: 7, gap: 3, text: 11, word: 11, is_stacked: true };

/// A part of a column.
struct Part {
    count: usize,
    class: &'static str,
    word: String,
    href: String,
}

struct Column {
    title: String,
    href: String,
    parts: Vec<Part>,
}

/// A band from a part of a column to one of a later column: column and part of each end, how much it takes at each, and where
/// it leads.
struct Band {
    from: (usize, usize),
    to: (usize, usize),
    take: (usize, usize),
    href: String,
    title: String,
}

/// A part of which tests show something: how much of it by proof.
struct Source {
    part: (usize, usize),
    proofs: [usize; 3],
    /// The coverage that it is, as an address names it.
    coverage: Option<&'static str>,
    word: String,
}

/// Counts of a document that others are to realise.
struct Counts {
    /// Items of surveys: all that count, and those that the Lastenheft takes up; and the demands that stem from any.
    survey: Option<(usize, usize, usize)>,
    total: usize,
    coverage: [usize; 6],
    /// By coverage, then by proof.
    proof: [[usize; 3]; 6],
    is_loud: bool,
}

impl Counts {
    fn of(project: &Project, target: DocumentKey, tally: &Tally) -> Self {
        let surveys = || project.document_keys().filter(|key| project.document(*key).config.role == Role::Survey);
        let is_survey = |document: DocumentKey| project.document(document).config.role == Role::Survey;
        let stems = |item| {
            let mut traces = project.traces_from(item);
            traces.any(|trace| trace.kind == TraceKind::StemsFrom && is_survey(project.document_of(trace.to)))
        };
        let mut counts = Self {
            survey: None,
            total: tally.coverable(),
            coverage: tally.coverage,
            proof: [[0; 3]; 6],
            is_loud: tally.open_muss > 0,
        };
        let mut stemming = 0;
        for item in project.items_of_document(target) {
            let Some(coverage) = project.coverage_of(item) else { continue };
            let proof = project.proof_of(item).unwrap_or(Proof::Untested);
            counts.proof[coverage as usize][proof as usize] += 1;
            stemming += usize::from(stems(item));
        }
        let all =
            surveys().flat_map(|key| project.items_of_document(key)).filter(|key| !project.is_dropped(*key)).count();
        if all > 0 && project.document(target).config.role == Role::Lastenheft {
            let unused: usize = surveys().map(|key| project.without_consequence(key).len()).sum();
            counts.survey = Some((all, all - unused, stemming));
        }
        counts
    }
}

/// Appends the flow through a document, the `number`th of those that others are to realise; nothing where there is no more
/// than one stage.
pub(in crate::site) fn flow(writer: &mut Writer<'_>, number: usize) {
    let site = writer.site;
    let target = site.plan.targets[number];
    let counts = Counts::of(&site.project, target, &site.tallies[target.0 as usize]);
    let (columns, bands) = stages(writer, number, &counts);
    if columns.len() < 2 || counts.total == 0 {
        return;
    }
    let title = &site.project.document(target).title;
    let label = site.words().fill("flow.label", &[("document", title)]);
    writer.raw("<div class=\"flow\">\n");
    for sizes in [WIDE, NARROW] {
        picture(writer, &sizes, &columns, &bands, &label);
    }
    table(writer, number, &counts, &label);
    writer.raw("</div>\n");
}

/// The documents of some stage, as one title.
fn titles(project: &Project, documents: impl Iterator<Item = DocumentKey>) -> String {
    documents.map(|key| project.document(key).title.as_str()).collect::<Vec<_>>().join(", ")
}

fn stages(writer: &Writer<'_>, number: usize, counts: &Counts) -> (Vec<Column>, Vec<Band>) {
    let site = writer.site;
    let (project, words) = (&*site.project, site.words());
    let target = site.plan.targets[number];
    let matrix = writer.href(site.plan.matrix(number));
    let of_role = |role| project.document_keys().filter(move |key| project.document(*key).config.role == role);
    let (mut columns, mut bands) = (Vec::new(), Vec::new());
    if let Some((all, used, stemming)) = counts.survey {
        let survey = of_role(Role::Survey).next().map(|key| writer.href(site.plan.document(key))).unwrap_or_default();
        let unused = writer.href(&site.plan.findings()[0]);
        let part = |count, class, word: &str, href: &str| Part {
            count,
            class,
            word: words.get(word).to_owned(),
            href: href.to_owned(),
        };
        let parts =
            vec![part(used, "realised", "flow.used", &survey), part(all - used, "open", "flow.unused", &unused)];
        let title = words.count("flow.stemming", stemming);
        if used > 0 && stemming > 0 {
            bands.push(Band { from: (0, 0), to: (1, 0), take: (used, stemming), href: matrix.clone(), title });
        }
        columns.push(Column { title: titles(project, of_role(Role::Survey)), href: survey, parts });
    }
    let demands =
        Part { count: counts.total, class: "plain", word: words.get("items").to_owned(), href: matrix.clone() };
    columns.push(Column {
        title: project.document(target).title.clone(),
        href: writer.href(site.plan.document(target)),
        parts: vec![demands],
    });
    let realisers: Vec<DocumentKey> = project.realisers(target).collect();
    let from = columns.len() - 1;
    let mut sources = Vec::new();
    if let Some(first) = realisers.first() {
        let mut parts = Vec::new();
        for coverage in Coverage::ALL.into_iter().filter(|coverage| counts.coverage[*coverage as usize] > 0) {
            let (class, count) = (coverage.key(), counts.coverage[coverage as usize]);
            let word = words.get(&format!("coverage.{class}")).to_owned();
            let href = format!("{matrix}#?coverage={class}");
            let mut proofs = counts.proof[coverage as usize];
            if matches!(coverage, Coverage::Excluded | Coverage::Mentioned | Coverage::Open) {
                // Nobody waits for a test of what is not there.
                proofs[Proof::Untested as usize] = 0;
            }
            sources.push(Source { part: (from + 1, parts.len()), proofs, coverage: Some(class), word: word.clone() });
            bands.push(Band {
                from: (from, 0),
                to: (from + 1, parts.len()),
                take: (count, count),
                href: href.clone(),
                title: format!("{count} {word}"),
            });
            let class = if coverage == Coverage::Open && counts.is_loud { "open must" } else { class };
            parts.push(Part { count, class, word, href });
        }
        columns.push(Column {
            title: titles(project, realisers.iter().copied()),
            href: writer.href(site.plan.document(*first)),
            parts,
        });
    } else {
        let sum = |proof| counts.proof.iter().map(|proofs| proofs[proof]).sum();
        let word = words.get("items").to_owned();
        sources.push(Source { part: (from, 0), proofs: [sum(0), sum(1), sum(2)], coverage: None, word });
    }
    if site.has_tests {
        proofs(writer, &matrix, &sources, &mut columns, &mut bands);
    }
    (columns, bands)
}

/// The last stage: what tests show of each source.
fn proofs(writer: &Writer<'_>, matrix: &str, sources: &[Source], columns: &mut Vec<Column>, bands: &mut Vec<Band>) {
    let site = writer.site;
    let (project, words) = (&*site.project, site.words());
    let column = columns.len();
    let mut parts = Vec::new();
    for proof in Proof::ALL {
        let count = sources.iter().map(|source| source.proofs[proof as usize]).sum();
        if count == 0 {
            continue;
        }
        let word = words.get(&format!("proof.{}", proof.key())).to_owned();
        for source in sources.iter().filter(|source| source.proofs[proof as usize] > 0) {
            let take = source.proofs[proof as usize];
            let coverage = source.coverage.map(|coverage| format!("coverage={coverage}&amp;")).unwrap_or_default();
            bands.push(Band {
                from: source.part,
                to: (column, parts.len()),
                take: (take, take),
                href: format!("{matrix}#?{coverage}proof={}", proof.key()),
                title: format!("{take} {}, {word}", source.word),
            });
        }
        parts.push(Part { count, class: proof.key(), word, href: format!("{matrix}#?proof={}", proof.key()) });
    }
    let is_acceptance = |key: &DocumentKey| project.document(*key).config.role == Role::Acceptance;
    let acceptances: Vec<DocumentKey> = project.document_keys().filter(is_acceptance).collect();
    let title = titles(project, acceptances.iter().copied());
    let title = if title.is_empty() { words.get("proof").to_owned() } else { title };
    let href = acceptances.first().map_or_else(|| matrix.to_owned(), |key| writer.href(site.plan.document(*key)));
    if !parts.is_empty() {
        columns.push(Column { title, href, parts });
    }
}

/// The top and the height of each part of each column, and the height of it all.
fn places(columns: &[Column], least: i32) -> (Vec<Vec<(i32, i32)>>, i32) {
    let most = columns
        .iter()
        .map(|column| column.parts.iter().map(|part| part.count).sum::<usize>())
        .max()
        .unwrap_or(0)
        .max(1);
    let mut tall = 0;
    let place = |column: &Column| {
        let mut top = 0;
        let mut places = Vec::with_capacity(column.parts.len());
        for part in &column.parts {
            let height = if part.count == 0 { 0 } else { (part.count * HEIGHT / most).max(3) as i32 };
            places.push((top, height));
            top += height.max(least) + GAP;
        }
        tall = tall.max(top);
        places
    };
    let places = columns.iter().map(place).collect();
    (places, tall)
}

fn picture(writer: &mut Writer<'_>, sizes: &Sizes, columns: &[Column], bands: &[Band], label: &str) {
    let least = if sizes.is_stacked { 2 * sizes.text + 6 } else { sizes.text + 4 };
    let (places, tall) = places(columns, least);
    let pitch = sizes.pitch;
    let x = |column: usize| column as i32 * pitch;
    let wide = x(columns.len() - 1) + sizes.bar + sizes.gap + sizes.label;
    let tall = TOP + tall;
    let _ = write!(
        writer.out,
        "<svg class=\"{}\" role=\"group\" width=\"{wide}\" height=\"{tall}\" viewBox=\"0 {} {wide} {tall}\" aria-label=\"",
        sizes.class, -TOP
    );
    writer.text(label);
    writer.raw("\">\n");
    self::bands(writer, columns, bands, &places, (&x, sizes.bar));
    for (number, column) in columns.iter().enumerate() {
        let room = if number + 1 < columns.len() { pitch - 1 } else { sizes.bar + sizes.gap + sizes.label };
        let _ = write!(writer.out, "<a href=\"{}\"><title>", column.href);
        writer.text(&column.title);
        let _ = write!(writer.out, "</title><text class=\"head\" x=\"{}\" y=\"{}\">", x(number), 14 - TOP);
        writer.text(&fitted(&column.title, room, sizes.text));
        writer.raw("</text></a>\n");
        for (part, (top, height)) in column.parts.iter().zip(&places[number]) {
            let room = sizes.label.min(room - sizes.bar - sizes.gap);
            self::part(writer, sizes, part, (x(number), *top, *height), room);
        }
    }
    writer.raw("</svg>\n");
}

/// A part of a column: its bar, its number and its word, as one link.
fn part(writer: &mut Writer<'_>, sizes: &Sizes, part: &Part, (x, top, height): (i32, i32, i32), room: i32) {
    let Part { count, class, word, href } = part;
    if *count == 0 {
        return;
    }
    let from = x + sizes.bar + sizes.gap;
    let _ = write!(writer.out, "<a class=\"{class}\" href=\"{href}\"><title>{count} ");
    writer.text(word);
    let _ = write!(
        writer.out,
        "</title><rect x=\"{x}\" y=\"{top}\" width=\"{}\" height=\"{height}\"/><text x=\"{from}\" y=\"{}\"><tspan class=\"count\">{count}</tspan>",
        sizes.bar,
        top + sizes.text
    );
    if sizes.is_stacked {
        let _ = write!(writer.out, " <tspan class=\"word\" x=\"{from}\" dy=\"{}\">", sizes.word + 2);
    } else {
        writer.raw(" <tspan>");
    }
    // The words are few and known, and the measure has some air.
    let taken = if sizes.is_stacked { 0 } else { width(&count.to_string(), sizes.text) + 6 };
    let room = (room - taken) * 112 / 100;
    writer.text(&fitted(word, room, sizes.word));
    writer.raw("</tspan></text></a>\n");
}

/// The bands, below everything else. What they say stands at the parts and in the table, so keys pass them by.
fn bands(
    writer: &mut Writer<'_>,
    columns: &[Column],
    bands: &[Band],
    places: &[Vec<(i32, i32)>],
    (x, bar): (&impl Fn(usize) -> i32, i32),
) {
    // How much of each part is taken already, at its right and at its left.
    let empty = || columns.iter().map(|column| vec![0_usize; column.parts.len()]).collect::<Vec<_>>();
    let (mut out, mut back) = (empty(), empty());
    for band in bands {
        let span = |(column, part): (usize, usize), take: usize, taken: &mut Vec<Vec<usize>>| {
            let (top, height) = places[column][part];
            let count = columns[column].parts[part].count.max(1);
            let start = taken[column][part];
            taken[column][part] = start + take;
            let at = |number: usize| top + (number.min(count) * height as usize / count) as i32;
            (at(start), at(start + take).max(at(start) + 1))
        };
        let (from, to) = (span(band.from, band.take.0, &mut out), span(band.to, band.take.1, &mut back));
        let (left, right) = (x(band.from.0) + bar, x(band.to.0));
        let half = i32::midpoint(left, right);
        let class = columns[band.to.0].parts[band.to.1].class;
        let class = if band.to.0 == 1 && band.from.0 == 0 && class == "plain" { "realised" } else { class };
        let _ = write!(
            writer.out,
            "<a class=\"band {class}\" href=\"{}\" tabindex=\"-1\" aria-hidden=\"true\"><title>",
            band.href
        );
        escape(&band.title, &mut writer.out);
        let _ = writeln!(
            writer.out,
            "</title><path d=\"M{left} {}C{half} {} {half} {} {right} {}V{}C{half} {} {half} {} {left} {}Z\"/></a>",
            from.0, from.0, to.0, to.0, to.1, to.1, from.1, from.1
        );
    }
}

/// The same as a table: coverage by proof, each number leading to its items.
fn table(writer: &mut Writer<'_>, number: usize, counts: &Counts, label: &str) {
    let site: &Site = writer.site;
    let words = site.words();
    let matrix = writer.href(site.plan.matrix(number));
    writer.raw("<details class=\"opens\"><summary>");
    writer.word("flow.table");
    writer.raw("</summary>\n");
    if let Some((all, used, stemming)) = counts.survey {
        let numbers = [("used", used), ("all", all), ("stemming", stemming), ("total", counts.total)]
            .map(|(name, number)| (name, number.to_string()));
        let values: Vec<(&str, &str)> = numbers.iter().map(|(name, number)| (*name, number.as_str())).collect();
        let said = words.fill("flow.survey", &values);
        writer.raw("<p class=\"note-line\">");
        writer.text(&said);
        writer.raw("</p>\n");
    }
    writer.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
    writer.text(label);
    writer.raw("\">\n<table>\n<thead><tr><th scope=\"col\">");
    writer.word("thread");
    writer.raw("</th>");
    let proofs: &[Proof] = if site.has_tests { &Proof::ALL } else { &[] };
    for proof in proofs {
        let _ = write!(writer.out, "<th scope=\"col\" class=\"num\">");
        writer.word(&format!("proof.{}", proof.key()));
        writer.raw("</th>");
    }
    writer.raw("<th scope=\"col\" class=\"num\">");
    writer.word("total");
    writer.raw("</th></tr></thead>\n<tbody>\n");
    for coverage in Coverage::ALL {
        writer.raw("<tr><th scope=\"row\">");
        writer.word(&format!("coverage.{}", coverage.key()));
        writer.raw("</th>");
        let address = format!("{matrix}#?coverage={}", coverage.key());
        for proof in proofs {
            cell(
                writer,
                counts.proof[coverage as usize][*proof as usize],
                &format!("{address}&amp;proof={}", proof.key()),
            );
        }
        cell(writer, counts.coverage[coverage as usize], &address);
        writer.raw("</tr>\n");
    }
    writer.raw("</tbody>\n</table>\n</div>\n</details>\n");
}

fn cell(writer: &mut Writer<'_>, number: usize, href: &str) {
    let _ = if number == 0 {
        write!(writer.out, "<td class=\"num\">–</td>")
    } else {
        write!(writer.out, "<td class=\"num\"><a href=\"{href}\">{number}</a></td>")
    };
}
