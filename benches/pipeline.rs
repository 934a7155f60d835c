//! How long the steps of the program take for a project of 1,000 items; `benches/run` measures whole commands, larger
//! projects, and memory.

#[allow(dead_code, reason = "its `main` is for the program that benches/run makes of it")]
mod generate;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use heftfaden::check::check;
use heftfaden::diag::Diagnostic;
use heftfaden::load::{Workshop, assemble};
use heftfaden::model::Project;
use heftfaden::site::{Page, Site, Theme};
use heftfaden::source::{self, Sources};

const ITEMS: usize = 1_000;

/// Where the index of the search stands in the output.
const SEARCH: &str = "assets/search/index.js";

/// What a site is planned from.
struct Planned {
    sources: Arc<Sources>,
    project: Arc<Project>,
    findings: Arc<[Diagnostic]>,
    theme: Arc<Theme>,
}

impl Planned {
    fn of(sources: &Arc<Sources>) -> Self {
        let project = assemble(sources);
        let findings = check(&project).into();
        let theme = Theme::new(project.config.language, &sources.theme).expect("the theme's templates are sound");
        Self { sources: Arc::clone(sources), project: project.into(), findings, theme: theme.into() }
    }

    fn site(&self) -> Site {
        let (project, findings) = (Arc::clone(&self.project), Arc::clone(&self.findings));
        Site::new(project, findings, Arc::clone(&self.sources) as _, Arc::clone(&self.theme))
    }
}

/// The largest page of each kind, by the kind that its `<body>` names.
fn largest_pages(site: &Site) -> BTreeMap<String, &Page> {
    let mut largest: BTreeMap<String, (usize, &Page)> = BTreeMap::new();
    for page in site.pages() {
        let html = String::from_utf8(site.render(page).expect("a page")).expect("pages are UTF-8");
        let kind = html.split(" data-kind=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a kind");
        let best = largest.entry(kind.to_owned()).or_insert((0, page));
        if html.len() > best.0 {
            *best = (html.len(), page);
        }
    }
    largest.into_iter().map(|(kind, (_, page))| (kind, page)).collect()
}

fn steps(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("project");
    generate::generate(ITEMS, &root).expect("a generated project");
    let sources = Arc::new(source::load(&root).expect("a project"));

    let mut group = criterion.benchmark_group(format!("{ITEMS} items"));
    group.sample_size(20);
    group.bench_function("read", |bencher| bencher.iter(|| source::load(black_box(&root))));
    group.bench_function("parse and link", |bencher| bencher.iter(|| assemble(black_box(&sources))));
    // What is parsed is kept, so that linking is all that is left.
    let mut workshop = Workshop::default();
    workshop.assemble(&sources);
    group.bench_function("link", |bencher| bencher.iter(|| workshop.assemble(black_box(&sources))));
    let planned = Planned::of(&sources);
    group.bench_function("check", |bencher| bencher.iter(|| check(black_box(&planned.project))));
    group.bench_function("plan the pages", |bencher| bencher.iter(|| black_box(&planned).site()));
    group.bench_function("search index", |bencher| {
        bencher.iter_batched_ref(
            || planned.site(),
            |site| assert!(site.asset(SEARCH).is_some()),
            criterion::BatchSize::PerIteration,
        );
    });
    group.finish();

    let site = planned.site();
    let mut group = criterion.benchmark_group("render");
    group.sample_size(20);
    for (kind, page) in largest_pages(&site) {
        group
            .bench_function(format!("{kind} ({})", page.path), |bencher| bencher.iter(|| site.render(black_box(page))));
    }
    group.finish();
}

criterion_group!(benches, steps);
criterion_main!(benches);
