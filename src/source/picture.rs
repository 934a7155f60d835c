//! How large a picture is, so that a page can keep its place free while it loads.
//!
//! Only the head of a file is read. What is no picture, or does not say its size, has none.

use super::discover::has_extension;
use super::file::read_start;
use std::path::Path;

/// Width and height in CSS pixels.
pub type Size = (u32, u32);

/// How much of a file is looked at.
const HEAD: u64 = 256 * 1024;

/// No screen is larger; what says so is broken.
const MOST: u32 = 100_000;

/// The size that a browser gives a picture if nobody says otherwise.
pub(super) fn size(on_disk: &Path) -> Option<Size> {
    let is_svg = has_extension(on_disk, &["svg"]);
    if !is_svg && !has_extension(on_disk, &["png", "jpg", "jpeg", "gif", "webp"]) {
        return None;
    }
    let head = read_start(on_disk, HEAD).ok()?;
    if is_svg { svg(&String::from_utf8_lossy(&head)) } else { raster(&head) }
}

fn raster(head: &[u8]) -> Option<Size> {
    let size = imagesize::blob_size(head).ok()?;
    let side = |side: usize| u32::try_from(side).ok().filter(|side| (1..=MOST).contains(side));
    let (width, height) = (side(size.width)?, side(size.height)?);
    Some(if is_on_its_side(head) { (height, width) } else { (width, height) })
}

#[allow(clippy::cast_sign_loss, reason = "only what is above 0.5 gets there")]
fn sound(width: f64, height: f64) -> Option<Size> {
    let is_sound = |side: &f64| (0.5..=f64::from(MOST)).contains(side);
    [width, height].iter().all(is_sound).then_some((width.round() as u32, height.round() as u32))
}

/// Whether a photograph says that it is to be turned by a quarter, as browsers do: the field 274 of its Exif data.
fn is_on_its_side(head: &[u8]) -> bool {
    const MARK: &[u8] = b"Exif\0\0";
    if !head.starts_with(&[0xFF, 0xD8]) {
        return false;
    }
    let Some(start) = memchr::memmem::find(head, MARK) else { return false };
    let exif = &head[start + MARK.len()..];
    let is_little = exif.starts_with(b"II");
    let number = |at: usize, length: usize| -> Option<usize> {
        let bytes = exif.get(at..at.checked_add(length)?)?;
        let add = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(if is_little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) })
    };
    let orientation = || {
        let directory = number(4, 4)?;
        let fields = number(directory, 2)?;
        let field = (0..fields).map(|field| directory + 2 + 12 * field).find(|at| number(*at, 2) == Some(274))?;
        number(field + 8, 2)
    };
    orientation().is_some_and(|turned| (5..=8).contains(&turned))
}

/// The size that an SVG's first element says, or else the one of what it shows.
fn svg(text: &str) -> Option<Size> {
    let tag = first_tag(text)?;
    let view = attribute(tag, "viewBox").and_then(|view| {
        let numbers: Vec<f64> = view
            .split([' ', ',', '\t', '\n', '\r'])
            .filter(|it| !it.is_empty())
            .filter_map(|it| it.parse().ok())
            .collect();
        <[f64; 4]>::try_from(numbers).ok().map(|[_, _, width, height]| (width, height))
    });
    let width = attribute(tag, "width").and_then(pixels);
    let height = attribute(tag, "height").and_then(pixels);
    match (width, height, view) {
        (Some(width), Some(height), _) => sound(width, height),
        (Some(width), None, Some((x, y))) if x > 0.0 => sound(width, width * y / x),
        (None, Some(height), Some((x, y))) if y > 0.0 => sound(height * x / y, height),
        (None, None, Some((x, y))) => sound(x, y),
        _ => None,
    }
}

/// The inside of the first tag, if it is `<svg …>`, behind the declaration, comments and the document type.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<!") {
            // A document type may declare entities between brackets.
            let open = rest.find(['[', '>'])?;
            if rest[open..].starts_with('[') {
                open + rest[open..].find("]>").or_else(|| rest[open..].find(']'))? + 2
            } else {
                open + 1
            }
        } else {
            break;
        };
        rest = rest.get(end..)?.trim_start();
    }
    let tag = rest.strip_prefix("<svg")?;
    tag.starts_with(char::is_whitespace).then(|| tag.split('>').next()).flatten()
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some(equals) = rest.find('=') {
        let own = rest[..equals].trim();
        let value = rest[equals + 1..].trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = value[1..].split_once(quote)?;
        if own == name {
            return Some(value.trim());
        }
        rest = after;
    }
    None
}

/// A length in pixels; none for what depends on where it stands.
fn pixels(length: &str) -> Option<f64> {
    let end = length.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '+' | '-')).unwrap_or(length.len());
    let (number, unit) = length.split_at(end);
    let unit = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    number.parse::<f64>().ok().map(|number| number * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_has_the_size_that_it_says_or_shows() {
        let cases = [
            ("<svg width=\"200\" height='100'/>", Some((200, 100))),
            ("<?xml version=\"1.0\"?>\n<!-- a > b -->\n<svg xmlns=\"x\" viewBox=\"0 0 680.4 230\">", Some((680, 230))),
            ("<svg width=\"100%\" viewBox=\"0,0, 40,20\">", Some((40, 20))),
            ("<svg width=\"80px\" viewBox=\"0 0 40 20\">", Some((80, 40))),
            ("<svg height=\"10\" viewBox=\"0 0 40 20\">", Some((20, 10))),
            ("<svg width=\"25.4mm\" height=\"72pt\">", Some((96, 96))),
            ("<!DOCTYPE svg PUBLIC \"a\" \"b\">\n<svg width=\"3\" height=\"4\">", Some((3, 4))),
            (
                "<!DOCTYPE svg [ <!ENTITY a \"<svg width='9' height='9'>\"> ]>\n<svg width=\"3\" height=\"4\">",
                Some((3, 4)),
            ),
            ("\u{FEFF}<svg\nwidth = \"3\"\n height = \"4\">", Some((3, 4))),
            ("<svg stroke-width=\"9\" width=\"3\" height=\"4\">", Some((3, 4))),
            ("<svg>", None),
            ("<svg viewBox=\"0 0 0 0\">", None),
            ("<svg width=\"0\" viewBox=\"0 0 0 5\">", None),
            ("<svg width=\"1e9\" height=\"1e9\">", None),
            ("<svg width=\"99999999\" height=\"3\">", None),
            ("<svg width=3 height=4>", None),
            ("<svgs width=\"3\" height=\"4\">", None),
            ("<html><svg width=\"3\" height=\"4\">", None),
            ("<!-- never closed <svg width=\"3\" height=\"4\">", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(svg(text), expected, "{text}");
        }
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 2, 0, 0, 0]);
        bytes
    }

    /// A JPEG's head of 300 × 200, with Exif data that say how it is to be turned.
    fn jpeg(orientation: u8, is_little: bool) -> Vec<u8> {
        let two = |value: u16| if is_little { value.to_le_bytes() } else { value.to_be_bytes() };
        let four = |value: u32| if is_little { value.to_le_bytes() } else { value.to_be_bytes() };
        let mut exif = b"Exif\0\0".to_vec();
        exif.extend(if is_little { b"II" } else { b"MM" });
        exif.extend(two(42));
        exif.extend(four(8));
        exif.extend(two(1));
        exif.extend([two(274), two(3)].concat());
        exif.extend(four(1));
        exif.extend([two(u16::from(orientation)), two(0)].concat());
        exif.extend(four(0));
        let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1];
        bytes.extend((exif.len() as u16 + 2).to_be_bytes());
        bytes.extend(exif);
        bytes.extend([0xFF, 0xC0, 0, 17, 8, 0, 200, 1, 44, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xD9]);
        bytes
    }

    #[test]
    fn a_raster_image_has_the_size_of_its_head() {
        assert_eq!(raster(&png(640, 480)), Some((640, 480)));
        assert_eq!(raster(&png(0, 480)), None);
        assert_eq!(raster(b"GIF89a\x10\0\x08\0\0\0\0"), Some((16, 8)));
        assert_eq!(raster(b"no picture at all"), None);
        assert_eq!(raster(&[]), None);
    }

    #[test]
    fn a_photograph_that_lies_on_its_side_is_shown_upright() {
        for is_little in [true, false] {
            assert_eq!(raster(&jpeg(1, is_little)), Some((300, 200)));
            assert_eq!(raster(&jpeg(6, is_little)), Some((200, 300)));
            assert_eq!(raster(&jpeg(9, is_little)), Some((300, 200)));
        }
        for length in 0..jpeg(6, true).len() {
            raster(&jpeg(6, true)[..length]); // whatever is cut off, nothing panics
        }
    }
}
