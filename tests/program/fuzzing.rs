//! Every fuzzer of `fuzz/`, on its seeds and on some changes of these, the same ones in each run. What a fuzzer found is
//! one of its seeds. `CONTRIBUTING.md` says how the fuzzers themselves are run.

use crate::targets;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A fuzzer: its name, what it calls, and how many changed seeds a test run tries.
type Fuzzer = (&'static str, fn(&[u8]), usize);

const FUZZERS: [Fuzzer; 6] = [
    ("front_matter", targets::front_matter, 1500),
    ("chapter", targets::chapter, 60),
    ("ids", targets::ids, 500),
    ("config", targets::config, 100),
    ("links", targets::links, 150),
    ("junit", targets::junit, 300),
];

/// The longest input that is made of others, in bytes.
const LONGEST: usize = 4096;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = folder.read_dir().unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = folder("seeds").join(name);
    names(&folder).iter().map(|file| std::fs::read(folder.join(file)).unwrap()).collect()
}

/// The words of a fuzzer's dictionary: `"\x0A## "` a line.
fn dictionary(name: &str) -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(folder(&format!("{name}.dict"))).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| word(line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).expect("quotes"))).collect()
}

fn word(written: &str) -> Vec<u8> {
    let (mut word, mut rest) = (Vec::new(), written.as_bytes());
    while let [first, behind @ ..] = rest {
        (rest, word) = match (first, behind) {
            (b'\\', [b'x', code @ ..]) => {
                let code = std::str::from_utf8(&code[..2]).unwrap();
                word.push(u8::from_str_radix(code, 16).unwrap());
                (&behind[3..], word)
            }
            (b'\\', [escaped, behind @ ..]) => {
                word.push(*escaped);
                (behind, word)
            }
            _ => {
                word.push(*first);
                (behind, word)
            }
        };
    }
    word
}

/// Numbers that look as if by chance (Marsaglia's xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end.max(1)
    }

    fn one<'a>(&mut self, of: &'a [Vec<u8>]) -> &'a [u8] {
        &of[self.below(of.len())]
    }

    /// One of the seeds, with up to eight changes.
    fn changed(&mut self, seeds: &[Vec<u8>], words: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = self.one(seeds).to_vec();
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(24)).min(bytes.len());
            let put = match self.below(8) {
                0..3 => self.one(words).to_vec(),
                3 => vec![u8::try_from(self.below(256)).unwrap()],
                4 => bytes[at..end].repeat(2),
                5 => self.one(words).repeat(1 + self.below(40)),
                6 => {
                    let other = self.one(seeds);
                    other[self.below(other.len())..].to_vec()
                }
                _ => Vec::new(),
            };
            bytes.splice(at..end, put);
            bytes.truncate(LONGEST);
        }
        bytes
    }
}

/// Shows what a fuzzer was called with when it fails.
struct Tried<'a>(&'a str, &'a [u8]);

impl Drop for Tried<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} failed with b\"{}\"", self.0, self.1.escape_ascii());
        }
    }
}

fn run(name: &str) {
    let (name, target, changes) = FUZZERS.iter().find(|fuzzer| fuzzer.0 == name).expect("a fuzzer");
    let (seeds, words) = (seeds(name), dictionary(name));
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let changed = std::iter::repeat_with(|| numbers.changed(&seeds, &words)).take(*changes);
    for bytes in seeds.iter().cloned().chain(changed) {
        let tried = Tried(name, &bytes);
        target(tried.1);
    }
}

#[test]
fn front_matter() {
    run("front_matter");
}

#[test]
fn chapter() {
    run("chapter");
}

#[test]
fn ids() {
    run("ids");
}

#[test]
fn config() {
    run("config");
}

#[test]
fn links() {
    run("links");
}

#[test]
fn junit() {
    run("junit");
}

#[test]
fn every_fuzzer_is_run() {
    let known: BTreeSet<String> = FUZZERS.iter().map(|fuzzer| fuzzer.0.to_owned()).collect();
    assert_eq!(names(&folder("seeds")), known);
    let files = names(&folder("fuzz_targets"));
    assert_eq!(files, known.iter().map(|name| format!("{name}.rs")).collect());
}
