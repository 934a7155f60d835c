//! What is shown of what was read: the last good state of what is broken in its place.

use super::fault::{Fault, UNREADABLE};
use crate::source::{CONTENT, SourceFile, Sources, theme_folder};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

/// What was read, with the last good state of what is broken in its place; and what is broken.
pub(super) fn with_stand_ins(read: &Sources, good: &Sources, root: &Path) -> (Sources, Vec<Fault>) {
    let mut shown = read.clone();
    let mut faults: Vec<Fault> = Fault::of_sources(read, root).collect();
    let is_settings_good = !Fault::of_sources(good, root).any(|fault| fault.is_of_settings());
    if is_settings_good && faults.iter().any(Fault::is_of_settings) {
        shown.keep_settings(good, root);
    }
    let unreadable = faults.iter().map(|fault| Arc::clone(&fault.diagnostic.place.file));
    let mut broken: HashSet<Arc<str>> = unreadable.collect();
    for file in &read.files {
        let found: Vec<Fault> = Fault::of_file(file, read).collect();
        if !found.is_empty() {
            broken.insert(Arc::clone(&file.path));
            faults.extend(found);
        }
    }
    let is_good = |file: &&Arc<SourceFile>| Fault::of_file(file, good).next().is_none();
    for (name, text) in good.outlines.iter().filter(|(name, _)| broken.contains(name.as_str())) {
        shown.outlines.insert(name.clone(), Arc::clone(text));
        shown.diagnostics.retain(|found| *found.place.file != **name);
    }
    for stand_in in good.files.iter().filter(|file| broken.contains(&file.path)).filter(is_good) {
        shown.put(Arc::clone(stand_in));
        shown.diagnostics.retain(|found| found.place.file != stand_in.path);
    }
    let unreadable = shown.diagnostics.iter().filter(|found| found.code == UNREADABLE);
    let unreadable: Vec<Arc<str>> = unreadable.map(|found| Arc::clone(&found.place.file)).collect();
    for path in unreadable {
        if keep_below(&path, &mut shown, good) {
            shown.diagnostics.retain(|found| found.place.file != path);
        }
    }
    (shown, faults)
}

/// Keeps what lay in a folder that cannot be listed; says whether anything did.
fn keep_below(folder: &str, shown: &mut Sources, good: &Sources) -> bool {
    let is_below = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let files = good.files.iter().filter(|file| is_below(&file.path));
    let attachments = good.attachments.iter().filter(|(path, _)| is_below(&format!("{CONTENT}/{path}")));
    let (theme, before) = (theme_folder(&shown.config), theme_folder(&good.config));
    let of_theme = good.theme.iter().filter(|(name, _)| theme == before && is_below(&format!("{theme}/{name}")));
    let holds_any = [files.clone().count(), attachments.clone().count(), of_theme.clone().count()] != [0; 3];
    for (path, file) in attachments {
        shown.attachments.entry(Arc::clone(path)).or_insert_with(|| file.clone());
    }
    for (name, bytes) in of_theme {
        shown.theme.entry(name.clone()).or_insert_with(|| bytes.clone());
    }
    let listed: HashSet<Arc<str>> = shown.files.iter().map(|file| Arc::clone(&file.path)).collect();
    let mut files = files.filter(|file| !listed.contains(&file.path));
    // Putting one in sorts them all.
    if let Some(one) = files.next() {
        shown.files.extend(files.cloned());
        shown.put(Arc::clone(one));
    }
    holds_any
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;
    use std::fs;

    #[test]
    fn what_lay_in_a_folder_that_cannot_be_listed_stays() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let write = |path: &str| {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), "# Text\n").unwrap();
        };
        let all = ["content/a/1.md", "content/a/b/2.md", "content/a/b/plan.txt", "content/ab.md", "content/z.md"];
        all.into_iter().for_each(write);
        let good = source::load(root).unwrap();
        // As if the system had not listed all of it.
        fs::remove_file(root.join("content/a/b/2.md")).unwrap();
        fs::remove_file(root.join("content/a/b/plan.txt")).unwrap();
        fs::remove_file(root.join("content/ab.md")).unwrap();
        let mut read = source::load(root).unwrap();
        let finding = |file: &str| {
            let place = crate::diag::Place::whole(&Arc::from(file));
            crate::diag::Diagnostic::new(
                UNREADABLE,
                crate::diag::Severity::Error,
                place,
                crate::diag::Text::new("", ""),
            )
        };
        read.diagnostics.extend([finding("content/a"), finding("content/plan.pdf")]);
        let (shown, faults) = with_stand_ins(&read, &good, root);
        let paths: Vec<&str> = shown.files.iter().map(|file| &*file.path).collect();
        assert_eq!(paths, ["content/a/1.md", "content/a/b/2.md", "content/z.md"]);
        assert!(shown.attachments.contains_key("a/b/plan.txt"));
        assert_eq!(faults.len(), 1, "{faults:?}");
        let left: Vec<&str> = shown.diagnostics.iter().map(|found| &*found.place.file).collect();
        assert_eq!(left, ["content/plan.pdf"], "what cannot be read is said once");
    }
}
