//! How long the program takes for a project of 1,000 items; `benches/run` measures larger ones, and memory.

#[allow(dead_code, reason = "its `main` is for the program that benches/run makes of it")]
mod generate;

use std::path::Path;
use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};

const ITEMS: usize = 1_000;

/// Runs the program; `check` may answer 1, since it may find errors.
fn run(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heftfaden"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let code = command.status().expect("the program starts").code();
    assert!(matches!(code, Some(0 | 1)), "{arguments:?} ended with {code:?}");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a temporary path in UTF-8")
}

fn pipeline(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = folder.path().join("project");
    let out = folder.path().join("out");
    generate::generate(ITEMS, &project).expect("a generated project");

    let mut group = criterion.benchmark_group(format!("{ITEMS} items"));
    group.sample_size(10);
    group.bench_function("check", |bencher| {
        bencher.iter(|| run(&["check", text(&project)]));
    });
    group.bench_function("export json", |bencher| {
        bencher.iter(|| run(&["export", "json", text(&project)]));
    });
    group.bench_function("build, nothing changed", |bencher| {
        bencher.iter(|| run(&["build", text(&project), "--out", text(&out)]));
    });
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
