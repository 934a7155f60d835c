//! Which file systems tell nobody of changes that others make: those of networks, of virtual machines and of containers.

use std::path::{Path, PathBuf};

/// Their names in Linux's list of mounts; what starts with `fuse.` is one too.
const SILENT: [&str; 20] = [
    "9p",
    "afs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "drvfs",
    "fakeowner",
    "fuse",
    "gfs2",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "prl_fs",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
];

/// The kind of file system that one of the paths lies on, if it is one that tells of no changes.
pub(super) fn without_events(paths: &[PathBuf]) -> Option<String> {
    // A share by its name under Windows: `\\server\share`.
    if cfg!(windows) && paths.iter().any(|path| path.to_string_lossy().trim_start_matches(r"\\?\").starts_with("UNC\\"))
    {
        return Some("UNC".to_owned());
    }
    // Other systems have no such list.
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    paths.iter().filter_map(|path| kind_of(path, &mounts)).find(|kind| is_silent(kind)).map(str::to_owned)
}

fn is_silent(kind: &str) -> bool {
    SILENT.contains(&kind) || kind.starts_with("fuse.") || kind == "vmhgfs"
}

/// The kind of the file system that a path lies on, by `/proc/self/mountinfo` (its manual page is `proc_pid_mountinfo`): the fifth field
/// of a line is the folder, and what follows the lone hyphen the kind. Of two on one folder the later one shows.
fn kind_of<'m>(path: &Path, mounts: &'m str) -> Option<&'m str> {
    let mount = |line: &'m str| {
        let (before, after) = line.split_once(" - ")?;
        let folder = PathBuf::from(unescaped(before.split(' ').nth(4)?));
        path.starts_with(&folder).then(|| (folder.components().count(), after.split(' ').next().unwrap_or_default()))
    };
    mounts.lines().filter_map(mount).max_by_key(|(depth, _)| *depth).map(|(_, kind)| kind)
}

/// A folder's name, in which blanks and the like are written as `\040`.
fn unescaped(folder: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(folder.to_owned(), |folder, (escaped, sign)| folder.replace(escaped, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "21 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n\
        40 21 0:35 / /mnt/c rw,noatime - 9p drvfs rw,dirsync\n\
        41 21 0:36 /x /srv/team\\040share rw,relatime shared:7 - cifs //server/team rw\n\
        42 21 0:37 / /home/a/remote rw - fuse.sshfs a@b: rw\n\
        43 41 8:1 / /srv/team\\040share/local rw - xfs /dev/sdb rw\n";

    #[test]
    fn the_innermost_mount_counts() {
        let kind = |path: &str| kind_of(Path::new(path), MOUNTS);
        assert_eq!(kind("/home/a/project"), Some("ext4"));
        assert_eq!(kind("/mnt/c/Users/a"), Some("9p"));
        assert_eq!(kind("/mnt/cd"), Some("ext4"), "a name that starts alike is another folder");
        assert_eq!(kind("/srv/team share/project"), Some("cifs"));
        assert_eq!(kind("/srv/team share/local/project"), Some("xfs"));
        assert_eq!(kind("/home/a/remote"), Some("fuse.sshfs"));
    }

    #[test]
    fn shares_and_shared_folders_are_silent() {
        assert!(["nfs4", "cifs", "9p", "fuse.sshfs", "virtiofs"].into_iter().all(is_silent));
        assert!(!["ext4", "btrfs", "overlay", "tmpfs", "fuseblk"].into_iter().any(is_silent));
    }
}
