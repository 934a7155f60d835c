//! Properties of reports and of what belongs to a change, whatever the text.

use crate::properties::runner;
use heftfaden::assemble;
use heftfaden::check::check;
use heftfaden::check::since::{State, since};
use heftfaden::config::Config;
use heftfaden::diag::{Diagnostic, Language, Report, Severity, github, junit, key, short};
use heftfaden::model::Project;
use heftfaden::source::{SourceFile, Sources};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const PIECES: &[&str] = &[
    "# A\n\n",
    "## LH-1 Titel \"x\"\n\n",
    "## LH-2 Ä\r\n\r\n",
    "- **LH-3** Möglichst.\n\n",
    "- Priorität: muss\n- Status: egal\n\n",
    "[tot](fehlt.md) ![b](b.png)\n\n",
    "[a\nb](fehlt.md)\n\n",
    "Möglichst LH-9 <&> 100 %\r",
    "$\\frac{$\n\n",
    "| ID | Text |\n|-|-|\n| LH-4 | ä |\n| LH-4 | b |\n\n",
    "---\nfarbe: rot\n---\n",
    "### LH-5 \u{1}\u{FFFE}\n\n",
    "\u{FEFF}",
    "ein Satz\n",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

struct Checked {
    sources: Sources,
    project: Project,
    findings: Vec<Diagnostic>,
}

impl Checked {
    fn state(&self) -> State<'_> {
        State { project: &self.project, findings: &self.findings, texts: &self.sources }
    }
}

fn checked(text: &str) -> Checked {
    let answers = "# L\n\n## PH-1 A\n\n- Realisiert: LH-1\n\nText.\n";
    let files = [("content/lastenheft/01.md", text), ("content/pflichtenheft/01.md", answers)];
    let files = files.map(|(path, text)| Arc::new(SourceFile::new(path, text))).into();
    let sources = Sources::in_memory(Arc::new(Config::default()), files);
    let project = assemble(&sources);
    let findings = check(&project);
    Checked { sources, project, findings }
}

fn belonging(now: &Checked, then: &Checked) -> Vec<bool> {
    since(now.state(), then.state(), &BTreeMap::new())
}

proptest! {
    #![proptest_config(runner())]

    #[test]
    fn nothing_belongs_to_no_change_and_all_of_a_new_file_to_its_making(text in text()) {
        let now = checked(&text);
        prop_assert!(belonging(&now, &now).iter().all(|belongs| !belongs));
        // Another way to end lines is no change.
        if !text.contains('\r') && !text.contains("---") {
            let crlf = checked(&text.replace('\n', "\r\n"));
            prop_assert_eq!(crlf.findings.len(), now.findings.len());
            prop_assert!(belonging(&crlf, &now).iter().all(|belongs| !belongs));
        }
    }

    #[test]
    fn what_is_more_than_before_always_belongs_to_the_change(before in text(), after in text()) {
        let (then, now) = (checked(&before), checked(&after));
        let belongs = belonging(&now, &then);
        let count = |checked: &Checked, wanted: &str| {
            key::keys(&checked.findings, &checked.sources).iter().filter(|key| *key == wanted).count()
        };
        let keys = key::keys(&now.findings, &now.sources);
        for wanted in keys.iter().collect::<BTreeSet<_>>() {
            let reported = keys.iter().zip(&belongs).filter(|(key, belongs)| *key == wanted && **belongs).count();
            let more = count(&now, wanted).saturating_sub(count(&then, wanted));
            prop_assert!(reported >= more, "{}: {} of {} more", wanted, reported, more);
        }
    }

    #[test]
    fn every_report_is_well_formed(text in text()) {
        let Checked { sources, findings, .. } = checked(&text);
        let report = Report { findings: &findings, texts: &sources, language: Language::De, folder: "" };
        let written = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
            let mut out = Vec::new();
            write(&mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect::<BTreeSet<_>>().into_iter().collect();
        let xml = written(&|out| junit::write(&report, &codes, Severity::Hint, out));
        let tree = roxmltree::Document::parse(&xml).unwrap();
        prop_assert_eq!(tree.descendants().filter(|node| node.has_tag_name("failure")).count(), findings.len());
        prop_assert_eq!(written(&|out| short::write(&report, out)).lines().count(), findings.len());
        prop_assert_eq!(written(&|out| github::write(&report, out)).lines().count(), findings.len());
        let fingerprints = key::fingerprints(&findings, &sources);
        prop_assert_eq!(fingerprints.iter().collect::<BTreeSet<_>>().len(), findings.len());
        for key in key::keys(&findings, &sources) {
            prop_assert!(key.lines().count() == 1 && key.contains(' '), "{:?}", key);
        }
        for finding in &findings {
            let (line, column) = report.end(&finding.place);
            prop_assert!((line, column) >= (finding.place.line, finding.place.column));
        }
    }
}
