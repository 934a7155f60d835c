//! The thread of an item: every trace from and to it, and where it is mentioned.

use super::fragment::Writer;
use super::signs;
use crate::model::{AnswerKey, Coverage, ItemKey, MentionKey, Origin, Project, Trace, TraceKind};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

/// How many links a card lists of one kind; the item's own page has them all.
pub(super) const LINKS: usize = 40;

/// The traces without those that say no more than another: from and to the same items with the same verdict, and no reason.
pub(super) fn distinct<'t>(project: &Project, traces: Vec<&'t Trace>) -> Vec<&'t Trace> {
    if traces.len() < 2 {
        return traces;
    }
    let reason = |trace: &Trace| trace.answer.is_some_and(|answer| !project.answer(answer).reason.is_empty());
    let mut kept: Vec<&Trace> = Vec::with_capacity(traces.len());
    let mut last = HashMap::with_capacity(traces.len());
    for trace in traces {
        let same = (trace.kind, trace.from, trace.to, trace.verdict);
        match last.get(&same).map(|at: &usize| &mut kept[*at]) {
            Some(other) if !reason(other) => *other = trace,
            Some(_) if !reason(trace) => {}
            _ => {
                last.insert(same, kept.len());
                kept.push(trace);
            }
        }
    }
    kept
}

impl<'s> Writer<'s> {
    /// The thread of an item: every kind of trace from and to it, and where it is mentioned.
    pub fn links(&mut self, key: ItemKey) {
        let start = self.out.len();
        self.raw("<dl class=\"links\">\n");
        let empty = self.out.len();
        for (label, traces, incoming) in self.kinds(key) {
            self.link_list(key, label, &traces, incoming);
        }
        let coverage = self.site.project.coverage_of(key);
        if matches!(coverage, Some(Coverage::Open | Coverage::Mentioned)) && !self.site.project.is_waiting(key) {
            self.raw("<dt>");
            self.word("link.realised-by");
            self.raw("</dt><dd>");
            self.word("empty.realisation");
            self.raw("</dd>\n");
        }
        self.mentions(key);
        if self.out.len() == empty {
            self.out.truncate(start);
        } else {
            self.raw("</dl>\n");
        }
    }

    /// The traces of an item by kind and direction, with the words for them. What nesting shows already is left out.
    pub fn kinds(&self, key: ItemKey) -> Vec<(&'static str, Vec<&'s Trace>, bool)> {
        const KINDS: [(TraceKind, &str, &str); 8] = [
            (TraceKind::StemsFrom, "link.stems-from", "link.source-of"),
            (TraceKind::Realises, "link.realises", "link.realised-by"),
            (TraceKind::Excludes, "link.excludes", "link.excluded-in"),
            (TraceKind::Verifies, "link.verifies", "link.verified-by"),
            (TraceKind::Refines, "link.refines", "link.refined-in"),
            (TraceKind::DependsOn, "link.depends-on", "link.needed-by"),
            (TraceKind::ConflictsWith, "link.conflicts-with", "link.conflicts-with"),
            (TraceKind::Replaces, "link.replaces", "link.replaced-by"),
        ];
        let project = &*self.site.project;
        let nested = |trace: &Trace| {
            let Origin::Item(from) = trace.from else { return false };
            let parent = project.item(from).parent.map(|index| project.item_key(project.chapter_of(from), index));
            trace.kind == TraceKind::Refines && parent == Some(trace.to)
        };
        let outgoing: Vec<&Trace> = project.traces_from(key).filter(|trace| !nested(trace)).collect();
        let incoming: Vec<&Trace> = project.traces_to(key).filter(|trace| !nested(trace)).collect();
        let of_kind = |traces: &[&'s Trace], kind| {
            let traces: Vec<&Trace> = traces.iter().copied().filter(|trace| trace.kind == kind).collect();
            (!traces.is_empty()).then(|| distinct(project, traces))
        };
        let mut found = Vec::new();
        for (kind, out, back) in KINDS {
            found.extend(of_kind(&outgoing, kind).map(|traces| (out, traces, false)));
            found.extend(of_kind(&incoming, kind).map(|traces| (back, traces, true)));
        }
        found
    }

    fn link_list(&mut self, key: ItemKey, label: &str, traces: &[&Trace], incoming: bool) {
        self.raw("<dt>");
        self.word(label);
        self.raw("</dt>\n<dd><ul>\n");
        for trace in traces.iter().take(LINKS) {
            self.raw("<li>");
            self.trace_end(trace, incoming);
            self.raw("</li>\n");
        }
        self.more(key, traces.len());
        self.raw("</ul></dd>\n");
    }

    /// "and 12 more", with the way to the item's own page.
    fn more(&mut self, key: ItemKey, number: usize) {
        if number > LINKS {
            let href = self.href(self.site.plan.item(key));
            let more = self.site.words().count("more", number - LINKS);
            let _ = write!(self.out, "<li><a href=\"{href}\">");
            self.text(&more);
            self.raw("</a></li>\n");
        }
    }

    /// The other end of a trace, with what qualifies it.
    pub fn trace_end(&mut self, trace: &Trace, incoming: bool) {
        let project = &*self.site.project;
        match (incoming, trace.from) {
            (true, Origin::Answer(answer)) => {
                let href = self.answer_href(answer);
                self.start_reference(&href);
                let title =
                    project.document_of_chapter(answer.0).map(|document| project.document(document).title.as_str());
                self.text(title.unwrap_or_default());
                self.raw("</a> ");
                self.text(&project.chapter(answer.0).title);
            }
            (true, Origin::Item(from)) => {
                self.reference(from);
                self.raw(" ");
                self.text(&project.item(from).title);
            }
            (false, _) => {
                self.reference(trace.to);
                self.raw(" ");
                self.text(&project.item(trace.to).title);
            }
        }
        if matches!(trace.kind, TraceKind::Realises) {
            self.raw(&signs::qualifier(self.site.words(), trace.verdict));
        }
        if trace.kind == TraceKind::Verifies && incoming {
            self.raw(" ");
            self.raw(&signs::result(self.site.words(), signs::test_result(project, trace.from)));
        }
        if let Some(reason) =
            trace.answer.map(|answer| &project.answer(answer).reason).filter(|reason| !reason.is_empty())
        {
            self.raw(" <q>");
            self.text(reason);
            self.raw("</q>");
        }
    }

    /// The address of an answer's row.
    pub fn answer_href(&self, answer: AnswerKey) -> String {
        let number = answer.1 + 1;
        match self.volume_href(answer.0) {
            Some(page) => format!("{page}#{}_antwort-{number}", self.anchor_prefix(answer.0)),
            None => format!("{}#_antwort-{number}", self.href(self.site.plan.chapter(answer.0))),
        }
    }

    /// Where running text names an item: each item or chapter once.
    fn mentions(&mut self, key: ItemKey) {
        let places = self.mention_places(key);
        if places.is_empty() {
            return;
        }
        self.raw("<dt>");
        self.word("link.mentioned-in");
        self.raw("</dt>\n<dd><ul>\n");
        for (item, mention) in places.iter().take(LINKS) {
            self.raw("<li>");
            self.mention_place(*item, *mention);
            self.raw("</li>\n");
        }
        self.more(key, places.len());
        self.raw("</ul></dd>\n");
    }

    /// The items and chapters whose text names an item, each with its first mention.
    pub fn mention_places(&self, key: ItemKey) -> Vec<(Option<ItemKey>, MentionKey)> {
        let project = &*self.site.project;
        let mut seen = BTreeSet::new();
        let mut places = Vec::new();
        let mentions = project.mentions_of(key);
        if mentions.is_empty() {
            return places;
        }
        let traced: BTreeSet<ItemKey> = project
            .traces_to(key)
            .filter_map(|trace| match trace.from {
                Origin::Item(from) => Some(from),
                Origin::Answer(_) => None,
            })
            .chain(project.traces_from(key).map(|trace| trace.to))
            .collect();
        for mention in mentions {
            let item = project.mention(*mention).item.map(|index| project.item_key(mention.0, index));
            // Who is tied to it by a trace need not be named twice.
            if item.is_none_or(|item| !traced.contains(&item)) && seen.insert((item, mention.0)) {
                places.push((item, *mention));
            }
        }
        places
    }

    pub fn mention_place(&mut self, item: Option<ItemKey>, mention: MentionKey) {
        let project = &*self.site.project;
        if let Some(item) = item {
            self.reference(item);
            self.raw(" ");
            return self.text(&project.item(item).title);
        }
        let href = self.chapter_href(mention.0, None);
        let _ = write!(self.out, "<a href=\"{href}\">");
        if let Some(document) = project.document_of_chapter(mention.0) {
            self.text(&project.document(document).title);
            self.raw(", ");
        }
        let title = self.chapter_title(mention.0);
        self.text(&title);
        self.raw("</a>");
    }
}
