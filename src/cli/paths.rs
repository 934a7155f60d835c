//! Paths as other programs want them: below the repository, or below the working folder.

use std::path::{Component, Path, PathBuf};

/// What comes before a path of the project so that it starts at the repository's folder, as reports in a pipeline want it.
/// Where there is no repository, it starts at the working folder. Empty, or ends with `/`.
pub(super) fn below_repository(folder: &Path) -> String {
    let absolute = absolute(folder);
    // In a linked worktree or a submodule `.git` is a file.
    let repository = absolute.ancestors().find(|above| above.join(".git").exists());
    repository.map_or_else(|| below_working_folder(folder), |repository| between(repository, &absolute))
}

/// What comes before a path of the project so that it starts at the working folder, as editors want it.
pub(super) fn below_working_folder(folder: &Path) -> String {
    between(&absolute(Path::new(".")), &absolute(folder))
}

fn absolute(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

/// The way from one folder to another.
fn between(from: &Path, to: &Path) -> String {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "../".to_owned());
    let down = to[shared..].iter().map(|part| format!("{}/", part.as_os_str().to_string_lossy()));
    up.chain(down).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_goes_up_and_down() {
        let way = |from: &str, to: &str| between(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b", "/a/b"), "");
        assert_eq!(way("/a", "/a/b/c"), "b/c/");
        assert_eq!(way("/a/b/x", "/a/c"), "../../c/");
    }
}
