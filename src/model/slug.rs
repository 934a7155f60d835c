//! Anchors and file names from titles.

use std::borrow::Cow;
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The longest slug, in bytes.
const LONGEST: usize = 80;

/// A title as it stands in an address: lower case, `ä` as `ae`, all but letters and digits as one dash.
///
/// ```
/// assert_eq!(heftfaden::model::slug("3. Größe & Maße"), "3-groesse-masse");
/// ```
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    let composed = if is_nfc(title) { Cow::Borrowed(title) } else { title.nfc().collect() };
    for c in composed.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            c if c.is_alphanumeric() => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// An ID as a name of a file: what no file name may have is replaced by `_`.
pub fn file_name(id: &Arc<str>) -> Arc<str> {
    let is_safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if id.chars().all(is_safe) && !id.starts_with('.') {
        return Arc::clone(id);
    }
    let replaced: String = id.chars().map(|c| if is_safe(c) { c } else { '_' }).collect();
    Arc::from(replaced.trim_start_matches('.'))
}
