//! Overviews: tables and lists of IDs that open elsewhere in the file define nothing (authoring format, section 3).

use super::opening::Spot;
use super::scribe::Scribe;
use crate::config::vocabulary::is_id_head;
use pulldown_cmark::{Event, Tag};
use std::collections::HashSet;

/// A table or a list whose rows or entries open with IDs.
struct Group {
    at: usize,
    ids: Vec<String>,
}

impl Scribe<'_> {
    /// Finds the tables and lists that repeat IDs: all of them, and at least two, open in a heading or a paragraph of
    /// the file, or in a table or list before. They are a table of contents, a matrix, a protocol.
    pub fn overviews(&self) -> HashSet<usize> {
        let mut overviews = HashSet::new();
        if self.context.document.is_none() {
            return overviews;
        }
        let (mut defined, groups) = self.groups();
        for group in groups {
            let ids: HashSet<&String> = group.ids.iter().collect();
            if ids.len() >= 2 && ids.iter().all(|id| defined.contains(*id)) {
                overviews.insert(group.at);
            } else {
                defined.extend(group.ids);
            }
        }
        overviews
    }

    /// The IDs that headings and paragraphs open with, and the tables and lists that others open in.
    fn groups(&self) -> (HashSet<String>, Vec<Group>) {
        let mut alone = HashSet::new();
        let mut groups = Vec::new();
        for (at, end) in self.events.children(0..self.events.len()) {
            match self.events.get(at) {
                Event::Start(Tag::Heading { .. }) => {
                    alone.extend(self.own_opening(at + 1..end, Spot::Heading).map(|found| found.id));
                }
                Event::Start(Tag::Paragraph) => {
                    let lines = self.text_lines(at + 1..end).into_iter().enumerate();
                    let spot = |line| if line == 0 { Spot::Text } else { Spot::Line };
                    alone.extend(lines.filter_map(|(line, range)| Some(self.own_opening(range, spot(line))?.id)));
                }
                Event::Start(Tag::Table(_)) => groups.push(Group { at, ids: self.row_ids(at, end) }),
                Event::Start(Tag::List(_)) => groups.push(Group { at, ids: self.entry_ids(at, end) }),
                _ => {}
            }
        }
        (alone, groups)
    }

    fn row_ids(&self, at: usize, end: usize) -> Vec<String> {
        let mut ids = Vec::new();
        for (row, row_end) in self.events.children(at + 1..end) {
            let Some((cell, cell_end)) = self.events.children(row + 1..row_end).next() else { continue };
            if matches!(self.events.get(row), Event::Start(Tag::TableHead)) {
                if !is_id_head(&self.events.plain(cell..cell_end, 0).text) {
                    break;
                }
            } else {
                ids.extend(self.own_opening(cell + 1..cell_end, Spot::Cell).map(|found| found.id));
            }
        }
        ids
    }

    fn entry_ids(&self, at: usize, end: usize) -> Vec<String> {
        let entries = (at + 1..end).filter(|at| matches!(self.events.get(*at), Event::Start(Tag::Item)));
        let text = |entry: usize| self.entry_text(entry, self.events.end(entry));
        entries.filter_map(|entry| Some(self.own_opening(text(entry), Spot::Text)?.id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Chapter, Config, DocumentGrammar, Grammar, IdPattern, Priority, Status};
    use crate::source::SourceFile;
    use std::sync::Arc;

    /// The chapter that a text makes as a Lastenheft with the IDs `F-#` and `LF#`.
    fn chapter(text: &str) -> Chapter {
        let config = Config::default();
        let document = config.document("lastenheft").unwrap();
        let patterns = ["F-#", "LF#"].iter().filter_map(|pattern| IdPattern::new(pattern)).collect();
        let grammar = Grammar::new(vec![DocumentGrammar { document: Arc::clone(&document.key), patterns }]);
        let context = crate::parse::Context {
            config: &config,
            grammar: &grammar,
            terms: &crate::model::Terms::default(),
            document: Some(document),
        };
        crate::parse::parse(&SourceFile::new("content/lastenheft/1.md", text), context)
    }

    fn items(text: &str) -> Vec<String> {
        chapter(text).items.iter().map(|item| format!("{} {}", item.id, item.title)).collect()
    }

    #[test]
    fn what_repeats_defines_nothing() {
        let table = "| ID | Status |\n|---|---|\n| F-1 | ✅ |\n| F-2 | ✅ |\n\n";
        let list = "- **F-1** Anmelden\n- **F-2** Abmelden\n\n";
        let headings = "### F-1 Anmelden\n\nText.\n\n### F-2 Abmelden\n\n";
        let both = ["F-1 Anmelden", "F-2 Abmelden"];
        assert_eq!(items(&format!("{table}{headings}")), both);
        assert_eq!(items(&format!("{headings}{list}")), both);
        assert_eq!(items(&format!("{list}# B\n\n{table}")), both);
        assert_eq!(items(&format!("{table}{list}")), ["F-1 F-1", "F-2 F-2"]);
    }

    #[test]
    fn what_has_new_ids_or_only_one_defines() {
        assert_eq!(items("### F-1 A\n\n| ID | Titel |\n|---|---|\n| F-1 | B |\n| F-2 | C |\n").len(), 3);
        assert_eq!(items("### F-1 A\n\n- **F-1** B\n").len(), 2);
    }

    #[test]
    fn a_short_demand_beside_a_description_is_its_title() {
        let text =
            "| Nr. | Anforderung | Beschreibung |\n|---|---|---|\n| F-1 | **Ort** | Der Ort muss eingebbar sein. |\n";
        let chapter = chapter(text);
        assert_eq!((&*chapter.items[0].title, chapter.items[0].fields.len()), ("Ort", 0));
        let text = "| ID | Anforderung | Beschreibung |\n|---|---|---|\n| F-1 | Das System muss drucken. | kurz |\n";
        assert_eq!(items(text), ["F-1 Das System muss drucken"]);
    }

    #[test]
    fn fields_follow_other_labels_and_take_lists() {
        let text = "### F-1 A\n\n**Akteure:** alle\n\n**Beispiel:**\n- x\n\n**Priorität:** hoch\n\n\
                    **Abnahmekriterien:**\n- eins\n- zwei\n\n**Status:** 🔴 Offen\n\nText.\n\n**Status:** Fertig\n";
        let item = &chapter(text).items[0];
        assert_eq!((item.priority, item.status), (Some(Priority::Muss), Some(Status::Entwurf)));
        assert_eq!(item.fields[1].value, "eins zwei");
        assert_eq!(item.fields.len(), 3);
    }

    #[test]
    fn paragraphs_in_plain_entries_open() {
        let text = "3. Produktfunktionen\n\n    /LF10/ Anmelden\n\n    /LF20/ Abmelden\n\n4. Qualität\n\n    Text.\n";
        assert_eq!(items(text), ["LF10 Anmelden", "LF20 Abmelden"]);
    }

    #[test]
    fn a_mark_is_no_unknown_word() {
        let chapter = chapter("| ID | Text | Status |\n|---|---|---|\n| F-1 | x | ✅ |\n| F-2 | y | ✅ Fertig |\n");
        assert!(chapter.diagnostics.is_empty());
        assert_eq!(chapter.items[1].status, Some(Status::Umgesetzt));
    }
}
