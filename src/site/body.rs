//! A chapter's text: prose as written, items as cards, tables of items with their threads.

use super::fragment::{Scope, Writer};
use super::signs;
use crate::model::{
    Block, ChapterKey, Field, FieldKey, FieldName, Heading, ItemKey, MentionKey, Origin, Row, RowKind, Table, Titled,
    Trace, TraceKind,
};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many links a card lists of one kind; the item's own page has them all.
const LINKS: usize = 40;

/// Which parts of an item a card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Card {
    /// All: text, thread and nested items.
    Whole,
    /// Text alone: the item's own page shows its chain in full.
    Text,
}

impl<'s> Writer<'s> {
    /// Appends a chapter's blocks.
    pub fn blocks(&mut self, chapter: ChapterKey, blocks: &[Block]) {
        let mut in_prose = false;
        for block in blocks {
            let is_prose = matches!(block, Block::Prose(_) | Block::Heading(_));
            if is_prose != in_prose {
                self.raw(if is_prose { "<div class=\"prose\">\n" } else { "</div>\n" });
                in_prose = is_prose;
            }
            match block {
                Block::Prose(prose) => self.fragment(chapter, &prose.fragment),
                Block::Heading(index) => self.heading(chapter, &self.site.project.chapter(chapter).headings[*index]),
                Block::Item(index) => self.card(self.site.project.item_key(chapter, *index), Card::Whole),
                Block::Table(table) => self.table(chapter, table),
            }
        }
        if in_prose {
            self.raw("</div>\n");
        }
    }

    /// The level at which a heading of the author's is shown: below those that it stands below, without gaps.
    fn level(&mut self, written: u8) -> u8 {
        while self.levels.last().is_some_and(|above| *above >= written) {
            self.levels.pop();
        }
        self.levels.push(written);
        (self.base + self.levels.len() as u8).min(6)
    }

    fn heading(&mut self, chapter: ChapterKey, heading: &Heading) {
        let level = self.level(heading.level);
        let id = format!("{}{}", self.anchor_prefix(chapter), heading.anchor);
        let _ = write!(self.out, "<h{level} id=\"");
        self.text(&id);
        self.raw("\">");
        self.fragment(chapter, &heading.fragment);
        if matches!(self.scope, Scope::Chapter(_)) {
            self.raw(" <a class=\"anchor\" href=\"#");
            self.text(&id);
            self.raw("\" aria-label=\"");
            let label = self.site.words().fill("anchor", &[("title", &heading.title)]);
            self.text(&label);
            self.raw("\">§</a>");
        }
        let _ = writeln!(self.out, "</h{level}>");
    }

    /// Appends an item as a card.
    pub fn card(&mut self, key: ItemKey, shown: Card) {
        let project = self.site.project;
        let (item, chapter) = (project.item(key), project.chapter_of(key));
        let classes = signs::item_classes(project, key);
        let class = if classes.is_empty() { "item".to_owned() } else { format!("item {classes}") };
        let _ = write!(self.out, "<article class=\"{class}\" id=\"");
        self.text(project.name_of(key));
        self.raw("\">\n");
        let depth = self.levels.len();
        let level = match item.level {
            _ if shown == Card::Text => 1,
            Some(written) => self.level(written),
            None => {
                // Items in lists and paragraphs stand one below what they stand in.
                self.levels.push(self.levels.last().map_or(2, |above| above + 1));
                (self.base + self.levels.len() as u8).min(6)
            }
        };
        let _ = write!(self.out, "<h{level}>");
        self.id_link(key);
        self.raw(" ");
        match item.titled {
            Titled::Given => self.fragment(chapter, &item.heading),
            // The text says it again right below: only those who do not see the page hear it as a heading.
            Titled::FirstSentence if shown == Card::Whole => {
                self.raw("<span class=\"vh\">");
                self.text(&item.title);
                self.raw("</span>");
            }
            Titled::FirstSentence => self.text(&item.title),
        }
        let _ = writeln!(self.out, "</h{level}>");
        self.facts(key);
        self.fields(key);
        let own: Vec<&Block> = item.blocks.iter().filter(|block| !matches!(block, Block::Item(_))).collect();
        self.own_blocks(chapter, &own);
        if shown == Card::Whole {
            self.links(key);
            for block in &item.blocks {
                if let Block::Item(index) = block {
                    self.card(project.item_key(chapter, *index), Card::Whole);
                }
            }
        }
        if item.level.is_none() {
            self.levels.truncate(depth);
        }
        self.raw("</article>\n");
    }

    fn own_blocks(&mut self, chapter: ChapterKey, blocks: &[&Block]) {
        let mut in_prose = false;
        for block in blocks {
            let is_prose = !matches!(block, Block::Table(_));
            if is_prose != in_prose {
                self.raw(if is_prose { "<div class=\"prose\">\n" } else { "</div>\n" });
                in_prose = is_prose;
            }
            match block {
                Block::Prose(prose) => self.fragment(chapter, &prose.fragment),
                Block::Heading(index) => self.heading(chapter, &self.site.project.chapter(chapter).headings[*index]),
                Block::Table(table) => self.table(chapter, table),
                Block::Item(_) => {}
            }
        }
        if in_prose {
            self.raw("</div>\n");
        }
    }

    /// An item's own ID, the way to its page.
    pub fn id_link(&mut self, key: ItemKey) {
        let href = self.href(self.site.plan.item(key));
        let _ = write!(self.out, "<a class=\"id\" href=\"{href}\">");
        self.text(&self.site.project.item(key).id);
        self.raw("</a>");
    }

    fn facts(&mut self, key: ItemKey) {
        let facts = signs::facts(self.site.project, self.site.words(), key, self.site.has_tests);
        if !facts.is_empty() {
            let _ = writeln!(self.out, "<p class=\"facts\">{facts}</p>");
        }
    }

    /// The fields that are neither signs nor threads.
    fn fields(&mut self, key: ItemKey) {
        let project = self.site.project;
        let is_shown = |field: &&Field| match &field.key {
            FieldKey::Known(FieldName::Priority | FieldName::Status | FieldName::Result) => false,
            FieldKey::Known(FieldName::Source | FieldName::Reference) => true,
            FieldKey::Known(name) => !name.is_trace(),
            FieldKey::Own(_) | FieldKey::Column(_) => true,
        };
        let shown: Vec<&Field> = project.item(key).fields.iter().filter(is_shown).collect();
        if shown.is_empty() {
            return;
        }
        self.raw("<dl class=\"fields\">\n");
        for field in shown {
            self.raw("<dt>");
            let name = self.field_name(&field.key);
            self.text(&name);
            self.raw("</dt>\n<dd>");
            self.field_value(project.chapter_of(key), field);
            self.raw("</dd>\n");
        }
        self.raw("</dl>\n");
    }

    pub fn field_name(&self, key: &FieldKey) -> String {
        match key {
            FieldKey::Known(name) => {
                self.site.words().get(&format!("field.{}", name.key().replace(' ', "-"))).to_owned()
            }
            FieldKey::Own(own) => {
                self.site.project.config.field(own).map_or_else(|| own.to_string(), |field| field.title.clone())
            }
            FieldKey::Column(head) => head.to_string(),
        }
    }

    fn field_value(&mut self, chapter: ChapterKey, field: &Field) {
        let config = &self.site.project.config;
        let milestone = match &field.key {
            FieldKey::Known(FieldName::Milestone) => {
                config.milestones.iter().find(|milestone| milestone.key.eq_ignore_ascii_case(field.value.trim()))
            }
            _ => None,
        };
        if let Some(milestone) = milestone {
            self.text(&milestone.key);
            self.raw(" ");
            return self.text(&milestone.title);
        }
        self.fragment(chapter, &field.fragment);
        let unit = match &field.key {
            FieldKey::Own(own) => config.field(own).and_then(|field| field.unit.as_deref()),
            _ => None,
        };
        if let Some(unit) = unit.filter(|unit| !field.value.contains(unit)) {
            self.raw(" ");
            self.text(unit);
        }
    }

    /// The thread of an item: every kind of trace from and to it, and where it is mentioned.
    fn links(&mut self, key: ItemKey) {
        let start = self.out.len();
        self.raw("<dl class=\"links\">\n");
        let empty = self.out.len();
        for (label, traces, incoming) in self.kinds(key) {
            self.link_list(key, label, &traces, incoming);
        }
        if self
            .site
            .project
            .coverage_of(key)
            .is_some_and(|c| matches!(c, crate::model::Coverage::Open | crate::model::Coverage::Mentioned))
        {
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
        const KINDS: [(TraceKind, &str, &str); 7] = [
            (TraceKind::Realises, "link.realises", "link.realised-by"),
            (TraceKind::Excludes, "link.excludes", "link.excluded-in"),
            (TraceKind::Verifies, "link.verifies", "link.verified-by"),
            (TraceKind::Refines, "link.refines", "link.refined-in"),
            (TraceKind::DependsOn, "link.depends-on", "link.needed-by"),
            (TraceKind::ConflictsWith, "link.conflicts-with", "link.conflicts-with"),
            (TraceKind::Replaces, "link.replaces", "link.replaced-by"),
        ];
        let project = self.site.project;
        let nested = |trace: &Trace| {
            let Origin::Item(from) = trace.from else { return false };
            let parent = project.item(from).parent.map(|index| project.item_key(project.chapter_of(from), index));
            trace.kind == TraceKind::Refines && parent == Some(trace.to)
        };
        let mut found = Vec::new();
        for (kind, out, back) in KINDS {
            let outgoing: Vec<_> =
                project.traces_from(key).filter(|trace| trace.kind == kind && !nested(trace)).collect();
            let incoming: Vec<_> =
                project.traces_to(key).filter(|trace| trace.kind == kind && !nested(trace)).collect();
            found.extend((!outgoing.is_empty()).then_some((out, outgoing, false)));
            found.extend((!incoming.is_empty()).then_some((back, incoming, true)));
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
        let project = self.site.project;
        match (incoming, trace.from) {
            (true, Origin::Answer(answer)) => {
                let href = self.answer_href(answer);
                let _ = write!(self.out, "<a class=\"ref\" href=\"{href}\">");
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
    fn answer_href(&self, answer: crate::model::AnswerKey) -> String {
        let number = answer.1 + 1;
        match self.scope {
            Scope::Whole(document) if self.site.project.document_of_chapter(answer.0) == Some(document) => {
                format!("#{}antwort-{number}", self.anchor_prefix(answer.0))
            }
            _ => format!("{}#antwort-{number}", self.href(self.site.plan.chapter(answer.0))),
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
        let project = self.site.project;
        let mut seen = BTreeSet::new();
        let mut places = Vec::new();
        let traced: BTreeSet<ItemKey> = project
            .traces_to(key)
            .filter_map(|trace| match trace.from {
                Origin::Item(from) => Some(from),
                Origin::Answer(_) => None,
            })
            .chain(project.traces_from(key).map(|trace| trace.to))
            .collect();
        for mention in project.mentions_of(key) {
            let item = project.mention(*mention).item.map(|index| project.item_key(mention.0, index));
            // Who is tied to it by a trace need not be named twice.
            if item.is_none_or(|item| !traced.contains(&item)) && seen.insert((item, mention.0)) {
                places.push((item, *mention));
            }
        }
        places
    }

    pub fn mention_place(&mut self, item: Option<ItemKey>, mention: MentionKey) {
        let project = self.site.project;
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

    /// A chapter's number and title.
    pub fn chapter_title(&self, chapter: ChapterKey) -> String {
        let chapter = self.site.project.chapter(chapter);
        match &chapter.number {
            Some(number) => format!("{number} {}", chapter.title),
            None => chapter.title.clone(),
        }
    }

    /// A table with items or answers: as the author wrote it, with one more column for the thread.
    fn table(&mut self, chapter: ChapterKey, table: &Table) {
        let answers = table.rows.iter().any(|row| matches!(row.kind, RowKind::Answer(_)));
        self.raw("<div class=\"scroll\" role=\"region\" aria-label=\"");
        self.word("table");
        let _ = write!(
            self.out,
            "\" tabindex=\"0\"><table class=\"items{}\">\n<thead><tr>",
            if answers { " answers" } else { "" }
        );
        for head in &table.head {
            self.raw("<th scope=\"col\">");
            self.fragment(chapter, head);
            self.raw("</th>");
        }
        self.raw("<th scope=\"col\">");
        self.word("thread");
        self.raw("</th></tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.row(chapter, row);
        }
        self.raw("</tbody>\n</table></div>\n");
    }

    fn row(&mut self, chapter: ChapterKey, row: &Row) {
        let project = self.site.project;
        match row.kind {
            RowKind::Item(index) => {
                let key = project.item_key(chapter, index);
                self.raw("<tr");
                self.class(&signs::item_classes(project, key));
                self.raw(" id=\"");
                self.text(project.name_of(key));
                self.raw("\"><th scope=\"row\">");
                self.id_link(key);
                self.raw("</th>");
                self.cells(chapter, &row.cells[1.min(row.cells.len())..]);
                self.raw("<td class=\"faden\">");
                self.thread_cell(key);
                self.raw("</td></tr>\n");
            }
            RowKind::Answer(index) => {
                let answer = &project.chapter(chapter).answers[index];
                let class = answer.verdict.map_or("", signs::verdict_class);
                let id = format!("{}antwort-{}", self.anchor_prefix(chapter), index + 1);
                self.raw("<tr");
                self.class(class);
                let _ = write!(self.out, " id=\"{id}\"><th scope=\"row\">");
                if let Some(first) = row.cells.first() {
                    self.fragment(chapter, first);
                }
                self.raw("</th>");
                self.cells(chapter, &row.cells[1.min(row.cells.len())..]);
                self.raw("<td class=\"faden\">");
                match (answer.verdict, answer.result) {
                    (Some(verdict), _) => {
                        let class = signs::verdict_class(verdict);
                        let _ = write!(self.out, "<span class=\"cov {class}\">");
                        self.word(&format!("coverage.{class}"));
                        self.raw("</span>");
                    }
                    (None, Some(result)) => self.raw(&signs::result(self.site.words(), result)),
                    (None, None) => {}
                }
                self.raw("</td></tr>\n");
            }
            RowKind::Plain => {
                self.raw("<tr>");
                self.cells(chapter, &row.cells);
                self.raw("<td></td></tr>\n");
            }
        }
    }

    /// A class attribute, unless there is nothing in it.
    fn class(&mut self, class: &str) {
        if !class.is_empty() {
            let _ = write!(self.out, " class=\"{class}\"");
        }
    }

    fn cells(&mut self, chapter: ChapterKey, cells: &[crate::model::Fragment]) {
        for cell in cells {
            self.raw("<td>");
            self.fragment(chapter, cell);
            self.raw("</td>");
        }
    }

    /// An item's verdict and the other ends of its threads, in a table's cell.
    fn thread_cell(&mut self, key: ItemKey) {
        let project = self.site.project;
        if let Some(coverage) = project.coverage_of(key) {
            let is_must = project.weight(key) == crate::model::Priority::Muss;
            self.raw(&signs::coverage(self.site.words(), coverage, is_must));
        } else if let Some(result) = project.item(key).result {
            self.raw(&signs::result(self.site.words(), result));
        }
        let mut others = Vec::new();
        for trace in
            project.traces_to(key).filter(|trace| matches!(trace.kind, TraceKind::Realises | TraceKind::Excludes))
        {
            if let Origin::Item(from) = trace.from {
                others.push((from, trace.verdict));
            }
        }
        let outgoing = [TraceKind::Realises, TraceKind::Excludes, TraceKind::Verifies];
        others.extend(
            project
                .traces_from(key)
                .filter(|trace| outgoing.contains(&trace.kind))
                .map(|trace| (trace.to, trace.verdict)),
        );
        if others.is_empty() {
            return;
        }
        self.raw(" <span class=\"links-inline\">");
        for (number, (other, verdict)) in others.iter().take(LINKS).enumerate() {
            if number > 0 {
                self.raw(", ");
            }
            self.reference(*other);
            self.raw(&signs::qualifier(self.site.words(), *verdict));
        }
        self.raw("</span>");
    }
}
