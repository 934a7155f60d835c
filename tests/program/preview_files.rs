//! The preview: files beside the text as a browser asks for them.

use crate::preview::Preview;
use crate::project::Project;

#[test]
fn parts_of_a_file_are_sent_as_they_are_asked_for() {
    let project = Project::healthy().file("content/film.mp4", "0123456789").file("content/leer.bin", "");
    let preview = Preview::of(&project);
    let whole = preview.get("/film.mp4");
    assert!(whole.status == 200 && whole.body == "0123456789", "{whole:?}");
    assert!(whole.head.contains("accept-ranges: bytes") && whole.head.contains("content-type: video/mp4"), "{whole:?}");
    assert!(whole.head.contains("x-content-type-options: nosniff"), "{whole:?}");
    for (range, body, of) in [("0-0", "0", "0-0/10"), ("7-", "789", "7-9/10"), ("-2", "89", "8-9/10")] {
        let part = preview.get_with("/film.mp4", &format!("Range: bytes={range}"));
        assert_eq!((part.status, part.body.as_str(), part.is_whole), (206, body, true), "{part:?}");
        assert!(part.head.contains(&format!("content-range: bytes {of}")), "{part:?}");
    }
    for (path, range, length) in [("/film.mp4", "10-", 10), ("/leer.bin", "0-", 0)] {
        let none = preview.get_with(path, &format!("Range: bytes={range}"));
        assert!(none.status == 416 && none.body.is_empty(), "{none:?}");
        assert!(none.head.contains(&format!("content-range: bytes */{length}")), "{none:?}");
    }
    assert_eq!(preview.get_with("/film.mp4", "Range: bytes=0-1,4-5").status, 200);
    let empty = preview.get("/leer.bin");
    assert!(empty.status == 200 && empty.head.contains("content-length: 0"), "{empty:?}");
    // Whoever has a part of it gets more of the same file alone.
    let tag = whole.head.split("etag: ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
    let more = |tag: &str| preview.get_with("/film.mp4", &format!("Range: bytes=5-\r\nIf-Range: {tag}"));
    assert_eq!((more(tag).status, more("\"another\"").status), (206, 200));
    project.write("content/film.mp4", "abcdefghijk");
    preview.until("/film.mp4", |answer| answer.body == "abcdefghijk");
    assert_eq!((more(tag).status, more(tag).body.as_str()), (200, "abcdefghijk"));
}

#[test]
fn a_file_that_is_larger_than_the_memory_is_sent() {
    const LENGTH: u64 = 3 << 30;
    let project = Project::healthy().file("content/film.mp4", "");
    let film = std::fs::File::options().write(true).open(project.path("content/film.mp4")).unwrap();
    film.set_len(LENGTH).unwrap();
    let preview = Preview::of(&project);
    let head = preview.ask("HEAD", "/film.mp4", &preview.host);
    assert!(head.status == 200 && head.body.is_empty(), "{head:?}");
    assert!(head.head.contains(&format!("content-length: {LENGTH}")), "{head:?}");
    let end = preview.get_with("/film.mp4", "Range: bytes=-5");
    assert_eq!((end.status, end.body.as_bytes()), (206, &[0; 5][..]));
    // A piece of 100 MB, which is more than any piece that is read at once.
    let middle = preview.get_with("/film.mp4", "Range: bytes=1000000000-1099999999");
    assert_eq!((middle.status, middle.is_whole, middle.body.len()), (206, true, 100_000_000));
    #[cfg(target_os = "linux")]
    assert!(preview.memory() < 1 << 28, "{} bytes", preview.memory());
}

#[test]
fn files_beside_the_text_are_those_that_build_publishes() {
    let project = Project::healthy();
    for path in ["lastenheft/LH-1", "_heftfaden/p.png", "_heftfaden/tief/p.png", "assets/previews", "assets/eigen.txt"]
    {
        project.write(&format!("content/{path}"), "x");
    }
    let preview = Preview::of(&project);
    project.build();
    let published = project.tree("public");
    for path in ["_heftfaden/p.png", "_heftfaden/tief/p.png", "assets/eigen.txt"] {
        assert_eq!(published.get(path).map(Vec::as_slice), Some(&b"x"[..]), "{path}");
        assert_eq!(preview.get(&format!("/{path}")).body, "x", "{path}");
    }
    for (path, status) in [("lastenheft/LH-1", 307), ("assets/previews", 404)] {
        assert!(!published.contains_key(path), "{path}");
        assert_eq!(preview.get(&format!("/{path}")).status, status, "{path}");
    }
}
