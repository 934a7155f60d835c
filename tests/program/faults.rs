//! What disks, clocks, other programs and the power switch do to a run: what was published stays whole, and the next run
//! mends the rest.

use crate::preview::Preview;
use crate::project::{Project, Run, Tree, tree};
use crate::stress::Dice;
use std::fs::{self, File};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// Runs a script in a mount namespace of its own, where it may mount what it likes and nobody else sees it; nothing where
/// the machine allows that to nobody. `$PROGRAM` is the program, `$DISK` an empty folder, `$AROUND` the one around the
/// project's, in which the script starts.
fn with_mounts(project: &Project, script: &str) -> Option<Run> {
    let unshare = |flags: &str| {
        let mut command = assert_cmd::Command::new("unshare");
        command.arg(flags).args(["sh", "-euc"]).timeout(Duration::from_mins(2)).current_dir(project.root());
        command
    };
    fs::create_dir_all(project.around().join("platte")).unwrap();
    let disk = project.around().join("platte");
    // A user's own namespace needs no root; some containers allow only the other.
    let can_mount = |flags: &&&str| {
        let tried = unshare(flags).arg("mount -t tmpfs -o size=1m none \"$DISK\"").env("DISK", &disk).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let Some(flags) = ["-rm", "-m"].iter().find(can_mount) else {
        println!("not tested: this machine allows no mount");
        return None;
    };
    let mut command = unshare(flags);
    command.arg(script).env("PROGRAM", env!("CARGO_BIN_EXE_heftfaden")).env("DISK", &disk);
    command.env("AROUND", project.around()).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "de_DE.UTF-8");
    Some(Run::of(&mut command))
}

/// What is in the script's copy of a published folder.
fn copied(project: &Project, name: &str) -> Tree {
    let folder = project.around().join(name);
    assert!(!folder.join(".heftfaden-staging").exists(), "{name}: the staging folder is left");
    tree(&folder)
}

/// What a build of the project as it is publishes into a new folder.
fn clean(project: &Project) -> Tree {
    let out = tempfile::tempdir().unwrap();
    project.run(&["build", "--out", out.path().to_str().unwrap()]).expect(0);
    tree(out.path())
}

fn titled(project: &Project, title: &str) {
    let settings = project.text("heftfaden.toml");
    let line = settings.lines().find(|line| line.starts_with("title = ")).unwrap();
    project.write("heftfaden.toml", settings.replacen(line, &format!("title = \"{title}\""), 1));
}

#[test]
fn a_full_disk_leaves_what_was_published() {
    for room in ["0", "40"] {
        let project = Project::healthy();
        let script = r#"
            mount -t tmpfs -o size=8m none "$DISK"
            "$PROGRAM" build --out "$DISK/site" >/dev/null
            cp -a "$DISK/site" "$AROUND/before"
            sed -i 's/Kundenkartei/Kundenakte/' heftfaden.toml
            head -c 8m /dev/zero >"$DISK/ballast" 2>/dev/null || true
            truncate -s -${ROOM}K "$DISK/ballast"
            code=0
            "$PROGRAM" build --out "$DISK/site" || code=$?
            cp -a "$DISK/site" "$AROUND/full"
            rm "$DISK/ballast"
            "$PROGRAM" build --out "$DISK/site" >/dev/null
            cp -a "$DISK/site" "$AROUND/mended"
            exit $code
        "#;
        let Some(run) = with_mounts(&project, &script.replace("${ROOM}", room)) else { return };
        let run = run.expect(2);
        for part in ["platte/site/", "Der Datenträger ist voll.", "ist unverändert", "Platz schaffen"] {
            assert!(run.err.contains(part), "{room} KiB: {part}: {}", run.err);
        }
        let (before, full, mended) = (copied(&project, "before"), copied(&project, "full"), copied(&project, "mended"));
        assert!(before.len() > 10 && full == before, "{room} KiB: what was published has changed");
        assert!(mended == clean(&project) && mended != before, "{room} KiB");
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_left() {
    let project = Project::healthy();
    let script = r#"
        mount -t tmpfs -o size=8m none "$DISK"
        "$PROGRAM" build --out "$DISK" >/dev/null
        sed -i 's/Kundenkartei/Kundenakte/' heftfaden.toml
        mount -o remount,ro none "$DISK"
        code=0
        "$PROGRAM" build --out "$DISK" || code=$?
        "$PROGRAM" build --out "$DISK/new" || true
        cp -a "$DISK" "$AROUND/kept"
        exit $code
    "#;
    let before = clean(&project);
    let Some(run) = with_mounts(&project, script) else { return };
    let run = run.expect(2);
    for part in ["platte: Dort kann nur gelesen werden.", "ist unverändert", "--out", "platte/new: "] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
    assert!(copied(&project, "kept") == before);
}

#[test]
fn one_run_at_a_time_publishes_into_a_folder() {
    let project = Project::healthy();
    project.build();
    let before = project.tree("public");
    titled(&project, "Kundenakte");
    let lock = File::open(project.path("public/.heftfaden-lock")).unwrap();
    lock.lock().unwrap();
    let run = project.run(&["build"]).expect(2);
    assert!(
        run.err.contains("public veröffentlicht gerade ein anderer Lauf") && run.err.contains("--out"),
        "{}",
        run.err
    );
    assert!(project.tree("public") == before);
    drop(lock);
    project.build();
    // Many at once: whoever is not refused publishes all of it.
    for round in 0..4 {
        titled(&project, &format!("Kundenakte {round}"));
        let (mut good, mut refused) = (0, 0);
        std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| project.run(&["build"]))).collect();
            for run in runs {
                match run.join().unwrap() {
                    run if run.code == 0 => good += 1,
                    run => refused += usize::from(run.expect(2).err.contains("ein anderer Lauf")),
                }
            }
        });
        assert!(good >= 1 && good + refused == 4, "{good} published, {refused} refused");
        assert!(project.tree("public") == clean(&project));
        assert!(!project.exists("public/.heftfaden-staging"));
    }
}

/// A project with several hundred pages, in one of two states that differ in every page.
fn large(project: &Project, is_second: bool) {
    const CHAPTERS: u32 = 6;
    const ITEMS: u32 = 40;
    let word = if is_second { "später" } else { "zuvor" };
    titled(project, word);
    for chapter in 1..=CHAPTERS {
        let mut text = format!("# Teil {chapter}\n\nWie es {word} war.\n");
        for item in 0..ITEMS {
            text.push_str(&format!("\n## LH-{}{item:02} Anforderung\n\nDas System muss {word} gehen.\n", chapter + 10));
        }
        // Of the chapters each state has one that the other has not.
        let path = |chapter| format!("content/lastenheft/{:02}-teil.md", 10 + chapter);
        match (chapter, is_second) {
            (1, true) | (2, false) => drop(fs::remove_file(project.path(&path(chapter)))),
            _ => project.write(&path(chapter), text),
        }
    }
}

#[test]
fn killed_at_any_moment_every_file_is_wholly_old_or_wholly_new() {
    const KILLS: usize = 100;
    // Two at once, each with a project of its own.
    let kills: Vec<usize> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|worker| scope.spawn(move || kill_often(worker, KILLS / 2))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    assert!(kills.iter().sum::<usize>() >= KILLS / 4, "few of the runs were cut off while they published: {kills:?}");
}

/// Kills builds of a project again and again; says how many of them were publishing just then.
fn kill_often(worker: u64, kills: usize) -> usize {
    let (project, mut dice, mut cut_off) = (Project::healthy(), Dice(worker), 0);
    let states = [false, true].map(|is_second| {
        large(&project, is_second);
        clean(&project)
    });
    large(&project, false);
    let started = Instant::now();
    project.build();
    let whole = started.elapsed();
    assert!(states[0].len() > 200, "{} files", states[0].len());
    for kill in 0..kills {
        large(&project, kill % 2 == 0);
        let mut child = Command::new(env!("CARGO_BIN_EXE_heftfaden"))
            .current_dir(project.root())
            .args(["build"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Reading changes nothing; most are killed while they write.
        let staging = project.path("public/.heftfaden-staging");
        if kill % 5 > 0 {
            while !staging.exists() && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_micros(200));
            }
        }
        std::thread::sleep(Duration::from_micros(dice.throw(whole.as_micros() as u64 / 2)));
        child.kill().unwrap();
        child.wait().unwrap();
        cut_off += usize::from(staging.exists());
        for (path, bytes) in project.tree("public") {
            assert!(
                states.iter().any(|state| state.get(&path) == Some(&bytes)),
                "{path} is neither the old nor the new"
            );
        }
        for path in states[0].keys().filter(|path| states[1].contains_key(*path)) {
            assert!(project.exists(&format!("public/{path}")), "{path} is gone");
        }
        if kill % 10 == 9 {
            project.build();
            assert!(project.tree("public") == states[usize::from(kill % 2 == 0)], "the next run does not mend it");
            assert!(!staging.exists());
        }
    }
    cut_off
}

/// Does something again and again, in another thread, while something runs.
fn meanwhile<T>(disturb: impl Fn(u64) + Sync, run: impl FnOnce() -> T) -> T {
    struct End<'a>(&'a AtomicBool);
    impl Drop for End<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut round = 0;
            while !is_over.load(Ordering::Relaxed) {
                disturb(round);
                round += 1;
            }
        });
        // However it ends, the other ends too.
        let _end = End(&is_over);
        run()
    })
}

#[test]
fn files_that_vanish_while_they_are_read_are_there_or_not() {
    let (chapter, file) = ("content/lastenheft/03-mal.md", "content/lastenheft/mal.txt");
    let text = "# Mal da\n\n## LH-3 Mal da\n\nDas System muss da sein.\n";
    let project = Project::healthy();
    let mut states = Vec::new();
    for has_chapter in [false, true] {
        for has_file in [false, true] {
            for (path, is_there) in [(chapter, has_chapter), (file, has_file)] {
                project.write(path, text);
                if !is_there {
                    project.remove(path);
                }
            }
            states.push(clean(&project));
        }
    }
    let beside = project.around().join("fertig");
    let flicker = |_| {
        for path in [chapter, file] {
            fs::write(&beside, text).unwrap();
            fs::rename(&beside, project.path(path)).unwrap();
            std::thread::sleep(Duration::from_micros(300));
            project.remove(path);
        }
    };
    project.build();
    meanwhile(flicker, || {
        for _ in 0..12 {
            let before = project.tree("public");
            let run = project.run(&["build"]);
            let after = project.tree("public");
            if run.code == 2 {
                assert!(
                    run.err.contains("mal.txt: Das gibt es nicht. Was veröffentlicht war, ist unverändert."),
                    "{}",
                    run.err
                );
                assert!(before == after);
            } else {
                let run = run.expect(0);
                assert!(states.contains(&after), "no state of the project looks like this: {}", run.err);
            }
        }
    });
}

#[test]
fn a_file_that_grows_while_it_is_read_is_read_up_to_somewhere() {
    let path = "content/lastenheft/03-log.md";
    let start = "# Log\n\n## LH-3 Größe\n\nDas System muss";
    let project = Project::healthy().file(path, start);
    let grow = |round: u64| {
        let mut file = File::options().append(true).open(project.path(path)).unwrap();
        if round % 300 == 299 {
            file.set_len(start.len() as u64).unwrap();
        }
        // Half a letter, and a moment later the other half.
        for piece in [&b" gr\xc3"[..], b"\xb6\xc3", b"\x9fer"] {
            file.write_all(piece).unwrap();
        }
    };
    meanwhile(grow, || {
        for _ in 0..12 {
            let run = project.run(&["build"]).expect(0);
            let page = project.text("public/lastenheft/LH-3/index.html");
            assert!(page.contains("Größe") && page.ends_with("</html>\n"));
            let is_said = run.err.contains("not-utf8") && run.err.contains(path);
            assert_eq!(page.contains('\u{fffd}'), is_said, "{}", run.err);
        }
    });
    project.write(path, format!("{start} größer."));
    project.build();
    assert!(project.tree("public") == clean(&project));
}

#[test]
fn time_stamps_from_anywhere_change_nothing() {
    let project = Project::healthy().file("content/lastenheft/bild.txt", "Bild");
    let expected = clean(&project);
    project.build();
    let chapter = project.path("content/lastenheft/01-ziele.md");
    let at = |seconds: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let stamp = |path: &std::path::Path, seconds| {
        File::options().write(true).open(path).unwrap().set_modified(at(seconds)).unwrap();
    };
    // 1970, and 2100.
    for seconds in [0, 4_102_444_800] {
        stamp(&chapter, seconds);
        stamp(&project.path("content/lastenheft/bild.txt"), seconds);
        stamp(&project.path("public/index.html"), seconds);
        let run = project.build();
        assert!(run.out.contains(" 0 geschrieben"), "{}", run.out);
        assert!(project.tree("public") == expected);
    }
    // The preview, where no events come: the same length, with an older, a newer and the very same time stamp.
    stamp(&chapter, 1_000_000_000);
    let preview = Preview::with(&project, &["--port", "0", "--poll"]);
    let text = fs::read_to_string(&chapter).unwrap();
    for (name, seconds) in
        [("Kunzen", 900_000_000), ("Kunxen", 4_102_444_800), ("Kunyen", 900_000_000), ("Kunwen", 900_000_000)]
    {
        let beside = project.around().join("neu");
        fs::write(&beside, text.replace("Kunden", name)).unwrap();
        stamp(&beside, seconds);
        fs::rename(&beside, &chapter).unwrap();
        preview.until_text("/lastenheft/ziele/", name);
    }
}

#[cfg(unix)]
#[test]
fn edits_leave_links_and_nothing_else_behind() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let loose = "# Betrieb\n\n|a|b|\n|-|-|\n|1|2|\n";
    let project = Project::healthy().file("content/geteilt/betrieb.md", loose);
    let link = project.path("content/lastenheft/02-betrieb.md");
    fs::remove_file(&link).unwrap();
    symlink("../geteilt/betrieb.md", &link).unwrap();
    let target = project.path("content/geteilt/betrieb.md");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    // What another run left, and a trap: whoever wrote through it would write elsewhere.
    project.write("fremd.txt", "fremd");
    symlink("../../fremd.txt", project.path("content/geteilt/.betrieb.md.tmp")).unwrap();
    project.run(&["fmt", "content/lastenheft/02-betrieb.md"]);
    project.run(&["fmt"]).expect(0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink(), "the link is a file now");
    assert!(fs::read_to_string(&target).unwrap().contains("| a   | b   |"), "{}", fs::read_to_string(&target).unwrap());
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(project.text("fremd.txt"), "fremd");
    let left = walkdir::WalkDir::new(project.path("content")).into_iter().filter_map(Result::ok);
    let left: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().ends_with(".tmp")).collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_left_out_and_said() {
    let project = Project::healthy().file("content/lastenheft/a.pdf", "%PDF").file("content/lastenheft/b.pdf", "%PDF");
    let Some(run) = project.run_without("content/lastenheft/a.pdf", &["check"]) else { return };
    let run = run.expect(1);
    assert!(run.out.contains("unreadable-file") && run.out.contains("content/lastenheft/a.pdf"), "{}", run.out);
    project.run_without("content/lastenheft/a.pdf", &["build"]).unwrap().expect(0);
    assert!(project.exists("public/lastenheft/b.pdf") && !project.exists("public/lastenheft/a.pdf"));
    project.build();
    assert!(project.exists("public/lastenheft/a.pdf"));
}

#[cfg(unix)]
#[test]
fn folders_that_may_not_be_read_empty_no_site() {
    let project = Project::healthy();
    project.build();
    project.run(&["build", "--for", "bidders"]).expect(0);
    let published = || ["public", "bieter"].map(|folder| (project.tree(folder), project.times(folder)));
    let before = published();
    for (closed, words) in
        [("content", "projekt/content ist nicht zu lesen"), ("content/lastenheft", "in content/lastenheft liegt")]
    {
        for arguments in [&["build"][..], &["build", "--for", "bidders"]] {
            let Some(run) = project.run_without(closed, arguments) else { return };
            let run = run.expect(2);
            assert!(
                run.err.replace("./content", "projekt/content").contains(words) && !run.err.contains("kein Ordner"),
                "{}",
                run.err
            );
            assert!(published() == before, "{closed}");
        }
    }
    project.build();
}

#[test]
fn what_is_larger_than_the_memory_is_said_and_left_out() {
    let project =
        Project::healthy().file("content/lastenheft/zeichnung.svg", "").file("content/lastenheft/03-log.md", "");
    let files = [
        "content/lastenheft/zeichnung.svg",
        "content/lastenheft/03-log.md",
        "keine.toml",
        "themes/standard/gross.woff2",
    ];
    for path in files {
        project.write(path, "");
        let file = File::options().write(true).open(project.path(path)).unwrap();
        if file.set_len(1 << 40).is_err() {
            println!("not tested: no file of 1 TiB can be here");
            return;
        }
    }
    let run = project.run(&["check"]).expect(1);
    for path in files {
        let line = run.out.lines().find(|line| line.contains(path)).unwrap_or_else(|| panic!("{path}: {}", run.out));
        assert!(line.contains(path), "{line}");
    }
    assert_eq!(
        run.out.matches("Die Datei ist nicht zu lesen: Sie ist größer als 32 MiB.").count(),
        files.len(),
        "{}",
        run.out
    );
    project.build();
    assert!(project.exists("public/lastenheft/LH-1/index.html") && !project.exists("public/lastenheft/zeichnung.svg"));
}

#[test]
fn large_files_beside_the_text_are_copied_whole() {
    let bytes: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let project =
        Project::healthy().file("content/lastenheft/film.mp4", &bytes).file("content/lastenheft/leer.bin", "");
    project.build();
    assert!(
        project.tree("public")["lastenheft/film.mp4"] == bytes
            && project.tree("public")["lastenheft/leer.bin"].is_empty()
    );
    assert!(project.build().out.contains(": 0 geschrieben"));
    project.remove("public/.heftfaden-stamps");
    assert!(project.build().out.contains(": 0 geschrieben"), "the same bytes are not written again");
    project.write("content/lastenheft/film.mp4", &bytes[..bytes.len() - 1]);
    assert!(project.build().out.contains(": 1 geschrieben"));
    assert!(project.tree("public")["lastenheft/film.mp4"] == bytes[..bytes.len() - 1]);
}

/// Makes a pipe that nobody writes into; says whether that can be.
#[cfg(unix)]
fn pipe(project: &Project, path: &str) -> bool {
    let path = project.path(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _ = fs::remove_file(&path);
    Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success())
}

#[cfg(unix)]
#[test]
fn pipes_and_links_to_nothing_in_the_place_of_files_are_said() {
    let paths = [
        "heftfaden.toml",
        "keine.toml",
        "content/lastenheft/a.pdf",
        "content/lastenheft/03-neu.md",
        "content/lastenheft/a.svg",
        "themes/standard/style.css",
    ];
    for path in paths {
        let project = Project::healthy();
        if !pipe(&project, path) {
            println!("not tested: no pipe can be here");
            return;
        }
        let run = project.run(&["check"]);
        assert!(run.out.contains("unreadable-file") && run.out.contains(path), "{path}: {}", run.out);
        assert!(run.out.contains("Sie ist eine Pipe, ein Socket oder ein Gerät."), "{path}: {}", run.out);
        project.build();
        assert!(project.exists("public/lastenheft/LH-1/index.html"));
    }
    let project = Project::healthy().file("content/lastenheft/ordner.md/01-a.md", "# A\n");
    project.run(&["check"]).expect(0);
    project.remove("heftfaden.toml");
    std::os::unix::fs::symlink("fehlt.toml", project.path("heftfaden.toml")).unwrap();
    let run = project.run(&["check"]).expect(1);
    assert!(run.out.contains("unreadable-file") && run.out.contains("heftfaden.toml"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn pipes_in_the_output_are_no_manifest_and_no_stamps() {
    let project = Project::healthy();
    project.build();
    let site = project.tree("public");
    if !pipe(&project, "public/.heftfaden-stamps") {
        return;
    }
    project.build();
    assert!(fs::metadata(project.path("public/.heftfaden-stamps")).unwrap().is_file());
    assert!(pipe(&project, "public/.heftfaden-manifest"));
    assert!(project.run(&["build"]).expect(2).err.contains("was Heftfaden nicht geschrieben hat"));
    assert!(project.tree("public") == site);
    assert!(pipe(&project, "bestand"));
    let run = project.run(&["check", "--baseline", "bestand", "--write-baseline"]).expect(2);
    assert!(run.err.contains("bestand ist keine Datei"), "{}", run.err);
}
