//! Efforts, costs, milestones and the budget: that each amount counts once, and that pages say what the sums are.

use crate::html::Page;
use crate::project::Project;
use crate::properties::runner;
use heftfaden::config::{self, Role};
use heftfaden::load::{assemble, load};
use heftfaden::model::{Amounts, ByKind, Kind, Project as Linked, Schedule};
use heftfaden::source::{SourceFile, Sources};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::Arc;

/// An item of a made-up Pflichtenheft.
#[derive(Clone, Debug)]
struct Made {
    /// In cents.
    cost: Option<u32>,
    /// In tenths.
    effort: Option<(u32, &'static str)>,
    milestone: Option<u32>,
    /// What it refines, as an index; behind the last there is none.
    refines: Option<usize>,
    is_nested: bool,
    is_dropped: bool,
    remark: &'static str,
}

fn made() -> impl Strategy<Value = Made> {
    let remark = prop_oneof![
        6 => Just(""),
        1 => Just(" (gesamt)"),
        1 => Just(" (zusätzlich)"),
        1 => Just(" (optional)"),
        1 => Just(" je Nutzer"),
    ];
    let unit = prop_oneof![Just("PT"), Just("Personentage"), Just("h"), Just("")];
    (
        prop::option::of(0_u32..1_000_000),
        prop::option::of((0_u32..500, unit)),
        prop::option::of(1_u32..4),
        prop::option::of(0_usize..40),
        any::<bool>(),
        prop::bool::weighted(0.1),
        remark,
    )
        .prop_map(|(cost, effort, milestone, refines, is_nested, is_dropped, remark)| Made {
            cost,
            effort,
            milestone,
            refines,
            is_nested,
            is_dropped,
            remark,
        })
}

fn text(items: &[Made]) -> String {
    let mut text = "# Kapitel\n\n".to_owned();
    for (number, item) in items.iter().enumerate() {
        let indent = if item.is_nested && number > 0 { "  " } else { "" };
        text.push_str(&format!("{indent}- **PH-{number}** Das Teil {number}.\n"));
        let mut field = |line: String| text.push_str(&format!("{indent}  - {line}\n"));
        if let Some(cost) = item.cost {
            field(format!("Kosten: {},{:02} €{}", cost / 100, cost % 100, item.remark));
        }
        if let Some((effort, unit)) = item.effort {
            field(format!("Aufwand: {},{} {unit}{}", effort / 10, effort % 10, item.remark));
        }
        if let Some(milestone) = item.milestone {
            field(format!("Meilenstein: M{milestone}"));
        }
        if let Some(refines) = item.refines.filter(|refines| *refines < items.len()) {
            field(format!("Verfeinert: PH-{refines}"));
        }
        if item.is_dropped {
            field("Status: verworfen".to_owned());
        }
    }
    text
}

const SETTINGS: &str = "[milestones.M1]\ntitle = \"a\"\ndate = \"2027-03-01\"\n[milestones.M2]\ntitle = \"b\"\n\
    [milestones.M3]\ntitle = \"c\"\ndate = \"2027-01-01\"\n[documents.pflichtenheft]\nids = [\"PH-#\"]\n";

fn linked(chapters: &[Vec<Made>]) -> Linked {
    let (config, diagnostics) = config::parse(SETTINGS);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let file = |(number, items): (usize, &Vec<Made>)| {
        let text = text(items).replace("PH-", &format!("PH-{number}00"));
        Arc::new(SourceFile::new(&format!("content/pflichtenheft/{number}-kapitel.md"), text))
    };
    assemble(&Sources::in_memory(Arc::new(config), chapters.iter().enumerate().map(file).collect()))
}

fn plus(mut sum: ByKind, other: &ByKind) -> ByKind {
    for (kind, number) in other {
        *sum.entry(*kind).or_default() += number;
    }
    sum
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn sums_are_the_sum_of_their_parts(chapters in prop::collection::vec(prop::collection::vec(made(), 1..40), 1..4)) {
        let project = linked(&chapters);
        let amounts = Amounts::of(&project);
        let whole = amounts.sum(0..project.slots.len() as u32);
        let of_chapters = project.chapters.iter().enumerate().map(|(number, chapter)| {
            let first = project.first_items[number];
            amounts.sum(first..first + chapter.items.len() as u32)
        });
        prop_assert_eq!(&of_chapters.fold(ByKind::new(), |sum, part| plus(sum, &part)), &whole);
        let schedule = Schedule::of(&project, &amounts);
        let parts = || schedule.deliveries.iter().flat_map(|delivery| &delivery.parts);
        prop_assert_eq!(&parts().fold(ByKind::new(), |sum, part| plus(sum, &part.sum)), &whole);
        // Every item that is not given up belongs to one milestone or to none.
        let mut delivered: Vec<u32> = parts().flat_map(|part| &part.items).map(|item| item.0).collect();
        delivered.sort_unstable();
        let kept: Vec<u32> = project.items().filter(|item| !project.is_dropped(*item)).map(|item| item.0).collect();
        prop_assert_eq!(delivered, kept);
        // No amount counts and is a total at once, and what is counted is what was written.
        for total in &amounts.totals {
            prop_assert!(!amounts.counted.iter().any(|counted| counted.item == total.item && counted.kind == total.kind));
        }
        let cents: Decimal = amounts.counted.iter().filter(|counted| counted.kind == Kind::Cost).map(|counted| counted.number).sum();
        let stated: Decimal = amounts.totals.iter().filter(|total| total.kind == Kind::Cost).map(|total| total.stated).sum();
        let written: i64 = chapters.iter().flatten().filter(|item| !item.is_dropped && !matches!(item.remark, " (optional)" | " je Nutzer")).filter_map(|item| item.cost).map(i64::from).sum();
        prop_assert_eq!(cents + stated, Decimal::new(written, 2));
    }
}

/// A Pflichtenheft with one item for each line.
fn with(lines: &str) -> Project {
    Project::healthy()
        .file("content/pflichtenheft/02-preise.md", format!("# Preise\n\n{lines}"))
        .file(
            "heftfaden.toml",
            "[project]\ntitle = \"Kundenkartei\"\nbudget = \"200 €\"\n[documents.lastenheft]\noutline = \"keine.toml\"\n[documents.pflichtenheft]\noutline = \"keine.toml\"\n[milestones.M1]\ntitle = \"Ende\"\ndate = \"31.3.2027\"\n[milestones.M2]\ntitle = \"<b>Anfang\"\ndate = \"2027-01-04\"\n",
        )
}

#[test]
fn the_page_says_what_is_due_and_what_it_costs() {
    let project = with(
        "- **PH-10** Alles.\n  - Kosten: 300 €\n  - Meilenstein: M1\n  - **PH-11** Eins.\n    - Kosten: 120,50 €\n    - Aufwand: 1,5 PT\n  - **PH-12** Zwei.\n    - Kosten: 100 €\n    - Meilenstein: m2\n    - Aufwand: 3 h\n",
    );
    project.build();
    let html = project.text("public/meilensteine/index.html");
    let page = Page::parse(&html);
    assert_eq!((page.dangers(), page.faults()), (Vec::new(), Vec::new()));
    let text = page.text().replace('\u{a0}', " ");
    // By date, not in the order of the settings.
    assert!(text.find("M2 <b>Anfang") < text.find("M1 Ende"), "{text}");
    for part in
        ["220,50 €", "20,50 € über dem Rahmen (10,3 %)", "1,5 PT + 3 h", "120,50 €", "100 €", "79,50 €", "04.01.2027"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(page.has_id("_m-m1") && page.has_id("_m-m2"));
    let home = Page::parse(&project.text("public/index.html"));
    assert!(home.addresses("ol.milestones a").contains(&"meilensteine/index.html#_m-m1".to_owned()));
    let found = project.run(&["check"]).expect(0).out;
    assert!(found.contains("budget-exceeded") && !found.contains("sum-exceeded"), "{found}");
}

#[test]
fn there_is_no_page_without_milestones_and_amounts() {
    let project = Project::healthy();
    project.build();
    assert!(!project.exists("public/meilensteine/index.html"));
    assert!(!project.text("public/index.html").contains("Meilensteine"));
    // A word that there is none is no amount.
    project.write("content/pflichtenheft/02-preise.md", "- **PH-10** Alles.\n  - Kosten: enthalten\n");
    project.build();
    assert!(!project.exists("public/meilensteine/index.html"));
    project.write("content/pflichtenheft/02-preise.md", "- **PH-10** Alles.\n  - Aufwand: 2 PT\n");
    project.build();
    let html = project.text("public/meilensteine/index.html");
    assert!(html.contains("2\u{a0}PT") && !html.contains("<svg"), "{html}");
}

#[test]
fn the_export_has_amounts_as_texts() {
    let project = with(
        "- **PH-10** Alles.\n  - Kosten: 300 €\n  - **PH-11** Eins.\n    - Kosten: 120,50 €\n    - Aufwand: 1,50 PT\n",
    );
    let exported: serde_json::Value = serde_json::from_str(&project.run(&["export", "json"]).expect(0).out).unwrap();
    assert_eq!(exported["project"]["budget"], "200");
    let sum = serde_json::json!({ "cost": "120.5", "effort": [{ "number": "1.5", "unit": "PT" }] });
    let item = |id: &str| exported["items"].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap();
    assert_eq!(item("PH-11")["counted"], sum);
    assert_eq!(item("PH-10")["counted"], serde_json::Value::Null);
    assert_eq!(item("PH-10")["total"]["cost"], "300");
    let documents = exported["documents"].as_array().unwrap();
    assert_eq!(documents.iter().find(|document| document["key"] == "pflichtenheft").unwrap()["sum"], sum);
    assert_eq!(exported["milestones"][0]["key"], "M2");
    assert_eq!(exported["milestones"].as_array().unwrap().len(), 3);
}

#[test]
fn the_example_costs_what_its_text_says() {
    let loaded = load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let amounts = Amounts::of(&loaded.project);
    let document = loaded.project.document_named("pflichtenheft").unwrap();
    let sum = amounts.sum(loaded.project.document(document).items.clone());
    let shown: Vec<String> = sum.values().map(|number| number.normalize().to_string()).collect();
    // PH-1340 names both.
    assert_eq!(shown, ["99", "138420"]);
    assert_eq!(amounts.cost_of(&loaded.project, Role::Lastenheft), Some(Decimal::from(145_200)));
}

#[test]
fn a_long_chain_and_a_circle_end() {
    let mut text = "# Kette\n\n".to_owned();
    for number in 0..20_000 {
        text.push_str(&format!(
            "- **PH-{number}** Teil.\n  - Aufwand: 1 e{} (gesamt)\n  - Verfeinert: PH-{}\n",
            "x".repeat(number % 20),
            (number + 1) % 20_000
        ));
    }
    let (config, _) = config::parse("[documents.pflichtenheft]\nids = [\"PH-#\"]\n");
    let files = vec![Arc::new(SourceFile::new("content/pflichtenheft/1.md", text.as_str()))];
    let circle = assemble(&Sources::in_memory(Arc::new(config.clone()), files));
    // What refines itself in a circle has no total.
    assert_eq!(Amounts::of(&circle).counted.len(), 20_000);
    let open = text.replace("Verfeinert: PH-0\n", "Status: entwurf\n");
    let files = vec![Arc::new(SourceFile::new("content/pflichtenheft/1.md", open.as_str()))];
    let chain = assemble(&Sources::in_memory(Arc::new(config), files));
    let amounts = Amounts::of(&chain);
    // Of each unit the first is a part, and all above it state its total.
    assert_eq!((amounts.units.len(), amounts.counted.len(), amounts.totals.len()), (20, 20, 19_980));
}
