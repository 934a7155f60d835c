//! A chapter's text: prose and headings as written, tables of items with their threads.

use super::card::Card;
use super::fragment::{Scope, Writer};
use super::plain::{Piece, pieces};
use super::signs;
use super::thread::LINKS;
use crate::model::{
    Block, Breadth, ChapterKey, Columns, Fragment, Heading, ItemKey, Origin, Row, RowKind, Table, TraceKind,
};
use std::fmt::Write as _;

impl Writer<'_> {
    /// Appends some of a chapter's blocks.
    pub fn blocks<'b>(&mut self, chapter: ChapterKey, blocks: impl IntoIterator<Item = &'b Block>) {
        let mut in_prose = false;
        for block in blocks {
            let is_prose = matches!(block, Block::Prose(_) | Block::Heading(_));
            if is_prose != in_prose {
                self.raw(if is_prose { "<div class=\"prose\">\n" } else { "</div>\n" });
                in_prose = is_prose;
            }
            match block {
                Block::Prose(prose) => {
                    let start = self.out.len();
                    self.fragment(chapter, &prose.fragment);
                    let site = self.site;
                    self.source_after(start, &site.project.chapter(chapter).file, prose.line);
                }
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
    pub fn level(&mut self, written: u8) -> u8 {
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
        self.raw("\"");
        self.source(&heading.place);
        self.raw(">");
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
        let has = |is: fn(&RowKind) -> bool| table.rows.iter().any(|row| is(&row.kind));
        let answers = has(|kind| matches!(kind, RowKind::Answer(_)));
        let questions = has(|kind| matches!(kind, RowKind::Question(_)));
        // An offer's answers have none.
        let thread = table.rows.iter().any(|row| self.has_thread(chapter, row));
        let _ = write!(self.out, "<div class=\"scroll{}\"", breadth(table, thread).classes());
        self.raw(" role=\"group\" aria-label=\"");
        self.word("table");
        let class = if questions { "questions" } else { "items" };
        let _ = write!(self.out, "\" tabindex=\"0\"><table class=\"{class}{}\"", if answers { " answers" } else { "" });
        let site = self.site;
        self.source_line(&site.project.chapter(chapter).file, table.line);
        self.raw(">\n<thead><tr>");
        for head in &table.head {
            self.raw("<th scope=\"col\">");
            self.fragment(chapter, head);
            self.raw("</th>");
        }
        if thread {
            self.raw("<th scope=\"col\">");
            self.word(match (questions, self.site.is_for_bidders()) {
                (true, _) => "state",
                (false, true) => "field.status",
                (false, false) => "thread",
            });
            self.raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.row(chapter, row);
            if thread {
                self.raw("<td class=\"faden\">");
                self.row_thread(chapter, row);
                self.raw("</td>");
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n</table></div>\n");
    }

    fn row(&mut self, chapter: ChapterKey, row: &Row) {
        let project = &*self.site.project;
        match row.kind {
            RowKind::Item(index) => {
                let key = project.item_key(chapter, index);
                self.raw("<tr");
                self.class(&signs::item_classes(project, key));
                self.raw(" id=\"");
                self.text(project.name_of(key));
                self.raw("\"");
                self.source_of(key);
                self.raw("><th scope=\"row\">");
                self.id_link(key);
                self.raw("</th>");
                self.cells(chapter, &row.cells[1.min(row.cells.len())..]);
            }
            RowKind::Answer(index) => {
                let answer = &project.chapter(chapter).answers[index];
                let class = answer.verdict.map_or("", signs::verdict_class);
                let id = format!("{}_antwort-{}", self.anchor_prefix(chapter), index + 1);
                self.raw("<tr");
                self.class(class);
                let _ = write!(self.out, " id=\"{id}\"");
                self.source(&answer.place);
                self.raw("><th scope=\"row\">");
                if let Some(first) = row.cells.first() {
                    self.fragment(chapter, first);
                }
                self.raw("</th>");
                self.cells(chapter, &row.cells[1.min(row.cells.len())..]);
            }
            RowKind::Question(index) => {
                let question = &project.chapter(chapter).questions[index];
                let id = format!("{}_frage-{}", self.anchor_prefix(chapter), index + 1);
                let _ = write!(self.out, "<tr class=\"{}\" id=\"{id}\"", question.state.key());
                self.source(&question.place);
                self.raw(">");
                self.cells(chapter, &row.cells);
            }
            RowKind::Plain => {
                self.raw("<tr>");
                self.cells(chapter, &row.cells);
            }
        }
    }

    /// Whether there is anything to say on how a row goes on.
    fn has_thread(&self, chapter: ChapterKey, row: &Row) -> bool {
        match row.kind {
            // Bidders see no more than that a demand is given up.
            RowKind::Item(index) if self.site.is_for_bidders() => {
                self.site.project.is_dropped(self.site.project.item_key(chapter, index))
            }
            RowKind::Item(_) | RowKind::Question(_) => true,
            RowKind::Answer(index) => {
                let answer = &self.site.project.chapter(chapter).answers[index];
                answer.verdict.is_some() || answer.result.is_some()
            }
            RowKind::Plain => false,
        }
    }

    /// How a row goes on: an item's verdict and threads, an answer's verdict, or what a test found.
    fn row_thread(&mut self, chapter: ChapterKey, row: &Row) {
        let project = &*self.site.project;
        match row.kind {
            RowKind::Item(index) => self.thread_cell(project.item_key(chapter, index)),
            RowKind::Answer(index) => {
                let answer = &project.chapter(chapter).answers[index];
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
            }
            RowKind::Question(index) => {
                let question = &project.chapter(chapter).questions[index];
                self.raw(&signs::question(self.site.words(), question.state));
            }
            RowKind::Plain => {}
        }
    }

    /// A class attribute, unless there is nothing in it.
    fn class(&mut self, class: &str) {
        if !class.is_empty() {
            let _ = write!(self.out, " class=\"{class}\"");
        }
    }

    fn cells(&mut self, chapter: ChapterKey, cells: &[Fragment]) {
        for cell in cells {
            self.raw("<td>");
            self.fragment(chapter, cell);
            self.raw("</td>");
        }
    }

    /// An item's verdict and the other ends of its threads, in a table's cell.
    fn thread_cell(&mut self, key: ItemKey) {
        let project = &*self.site.project;
        if let Some(status) = project.item(key).status.filter(|_| self.site.is_for_bidders()) {
            return self.raw(&signs::status(self.site.words(), status));
        }
        if let Some(verdict) = signs::verdict(project, self.site.words(), key) {
            self.raw(if project.is_waiting(key) { "" } else { &verdict });
        } else if let Some(result) = project.result_of(key) {
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

/// The longest of the verdicts with its sign.
const THREAD: &str = "—— ausgeschlossen";

/// How wide a table is on paper.
fn breadth(table: &Table, has_thread: bool) -> Breadth {
    let mut columns = Columns::default();
    let mut text = String::new();
    for row in std::iter::once(&table.head).chain(table.rows.iter().map(|row| &row.cells)) {
        for (column, cell) in row.iter().enumerate() {
            text.clear();
            pieces(cell, &mut |piece| {
                if let Piece::Text(piece) = piece {
                    text.push_str(piece);
                }
            });
            columns.cell(column, &text);
        }
    }
    if has_thread {
        columns.cell(table.head.len(), THREAD);
    }
    columns.breadth()
}
