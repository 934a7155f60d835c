//! Many edits and many readers at once: nobody ever gets less than a whole page, and in the end all pages are right.

use crate::preview::{Preview, without_script};
use crate::project::Project;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const SECONDS: u64 = 8;
/// 500 edits a minute.
const BETWEEN: Duration = Duration::from_millis(120);
const READERS: u64 = 20;
const CHAPTERS: u64 = 12;
const ITEMS: u64 = 6;

/// A generator of numbers that are as good as random and always the same (`SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    pub fn any<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.throw(all.len() as u64) as usize]
    }
}

fn project() -> Project {
    let project = Project::healthy()
        .file("content/anlage.csv", "a;b\n")
        .file("content/index.md", "# Start\n\n[Anlage](anlage.csv)\n");
    for chapter in 10..10 + CHAPTERS {
        let (mut wanted, mut answer) =
            (format!("---\ntitle: Teil {chapter}\n---\n\nWorum es geht.\n"), format!("# Antwort {chapter}\n"));
        for item in 0..ITEMS {
            let id = chapter * 10 + item;
            wanted.push_str(&format!(
                "\n## LH-{id} Anforderung {id}\n\n- Priorität: muss\n\nDas System muss {id} können, siehe LH-{}.\n",
                id + 10
            ));
            answer.push_str(&format!("\n## PH-{id} Lösung {id}\n\n- Realisiert: LH-{id}\n\nSo geht es.\n"));
        }
        project.write(&format!("content/lastenheft/{chapter}-teil.md"), wanted);
        project.write(&format!("content/pflichtenheft/{chapter}-antwort.md"), answer);
    }
    project
}

/// Changes a file in one of the ways in which authors, editors and tools do; what was there before stays there.
fn edit(project: &Project, files: &mut BTreeMap<String, String>, dice: &mut Dice, number: usize) {
    let paths: Vec<String> = files.keys().cloned().collect();
    let path = dice.any(&paths).clone();
    let text = files.get_mut(&path).unwrap();
    match dice.throw(6) {
        0 => text.push_str(&format!("\nSatz {number}, siehe LH-{}.\n", 100 + dice.throw(200))),
        1 => *text = text.replacen("können", "leisten", 1),
        2 => *text = text.replacen("- Priorität: muss", "- Priorität: wunsch", 1),
        3 => *text = text.replacen("- Realisiert: ", "- Realisiert: LH-101 (teilweise), ", 1),
        4 => text.push_str(&format!("\n| Spalte | Wert |\n|---|---|\n| {number} | `x` |\n")),
        _ => *text = text.replacen("\n## ", &format!("\nZwischen {number}.\n\n## "), 1),
    }
    let (on_disk, text) = (project.path(&path), text.clone());
    match dice.throw(4) {
        // In place.
        0 => fs::write(&on_disk, &text).unwrap(),
        // In two pieces, with a pause that a slow disk may make.
        1 => {
            let (first, rest) = text.as_bytes().split_at(text.len() / 2);
            let mut file = fs::File::create(&on_disk).unwrap();
            file.write_all(first).unwrap();
            file.flush().unwrap();
            std::thread::sleep(Duration::from_millis(15));
            file.write_all(rest).unwrap();
        }
        // Beside, and renamed to its place.
        2 => {
            let beside = on_disk.with_extension("md.tmp");
            fs::write(&beside, &text).unwrap();
            fs::rename(&beside, &on_disk).unwrap();
        }
        // Away, and anew.
        _ => {
            let backup = on_disk.with_extension("md~");
            fs::rename(&on_disk, &backup).unwrap();
            fs::write(&on_disk, &text).unwrap();
            fs::remove_file(&backup).unwrap();
        }
    }
    // A broken front matter comes in between, and goes with the next edit of the file.
    if text.starts_with("---") && dice.throw(8) == 0 {
        fs::write(&on_disk, text.replacen("title: ", "title: \"", 1)).unwrap();
    }
}

#[test]
fn nobody_ever_gets_less_than_a_whole_page() {
    let project = project();
    let preview = Preview::of(&project);
    project.build();
    let pages: Vec<String> = project.tree("public").into_keys().filter(|path| path.ends_with(".html")).collect();
    assert!(pages.len() > 150, "{} pages", pages.len());
    let mut files: BTreeMap<String, String> = project
        .tree("content")
        .into_iter()
        .filter(|(path, _)| path.contains("teil") || path.contains("antwort"))
        .map(|(path, bytes)| (format!("content/{path}"), String::from_utf8(bytes).unwrap()))
        .collect();
    let (is_over, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for reader in 0..READERS {
            let (client, pages, is_over, asked) = (&*preview, &pages, &is_over, &asked);
            scope.spawn(move || {
                let mut dice = Dice(reader);
                while !is_over.load(Ordering::Relaxed) {
                    let path = dice.any(pages);
                    let answer = client.get(&format!("/{path}"));
                    assert_eq!(answer.status, 200, "{path}");
                    assert!(answer.is_whole && answer.body.ends_with("</html>\n"), "{path} is cut off");
                    asked.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(20 + dice.throw(40)));
                }
            });
        }
        // However the edits end, the readers end too.
        let end = End(&is_over);
        let (start, mut dice, mut edits) = (Instant::now(), Dice(4338), 0);
        while start.elapsed() < Duration::from_secs(SECONDS) {
            edit(&project, &mut files, &mut dice, edits);
            edits += 1;
            std::thread::sleep(BETWEEN.saturating_sub(start.elapsed().saturating_sub(BETWEEN * (edits as u32 - 1))));
        }
        drop(end);
        println!("{edits} edits, {} answers", asked.load(Ordering::Relaxed));
    });
    assert!(asked.load(Ordering::Relaxed) > 200, "readers got {asked:?} answers");
    // The last word is a mended one, and the preview comes to say the same as a build.
    for (path, text) in &files {
        project.write(path, text);
    }
    project.build();
    let built = project.tree("public");
    for path in &pages {
        let wanted = std::str::from_utf8(&built[path]).unwrap();
        preview.until(&format!("/{path}"), |answer| answer.status == 200 && without_script(&answer.body) == wanted);
    }
}

/// Ends the readers.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
