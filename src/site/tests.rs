//! What the tests of this folder share.

use super::{Site, Theme};
use crate::diag::Language;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The site of a project of these files, in German, without findings.
pub(super) fn site(files: &[(&str, &str)]) -> Site {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("content")).unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let loaded = crate::load::load(folder.path()).unwrap();
    let theme = Theme::new(Language::De, &BTreeMap::new()).unwrap();
    Site::new(loaded.project, Arc::from([]), loaded.sources, Arc::new(theme))
}
