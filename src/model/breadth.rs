//! How much room a table needs on paper, where nobody can scroll: no column may be lost.

/// How wide a table is, in steps that a page can be laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breadth {
    /// It stands in the text.
    Text,
    /// It takes the whole width of the page, in smaller type.
    Page,
    /// That, in the smallest type that can be read.
    Small,
    /// It needs a page of its own that lies on its side.
    Broad,
    /// Both.
    Tight,
    /// Not even so do its longest words fit: they are divided anywhere.
    Crammed,
}

impl Breadth {
    /// Classes of the box around the table; none for one that stands in the text.
    pub const fn classes(self) -> &'static str {
        match self {
            Self::Text => "",
            Self::Page => " full",
            Self::Small => " full tight",
            Self::Broad => " full broad",
            Self::Tight => " full broad tight",
            Self::Crammed => " full broad tight crammed",
        }
    }
}

/// Twelfths of the type's size: what a sign of a running text takes, and one of a single word, which may be all capitals.
const SIGN: usize = 6;
const WORD_SIGN: usize = 7;
/// The gap beside a column.
const GAP: usize = 10;
/// So many signs of a text should stand on a line.
const LINE: usize = 16;
/// What fits, in the same twelfths: the width of the text of a sheet of A4 divided by the size of the type, with a tenth in
/// reserve for wider faces. The type and the margins are those of the theme.
const STEPS: [(Breadth, usize); 5] =
    [(Breadth::Text, 490), (Breadth::Page, 650), (Breadth::Small, 740), (Breadth::Broad, 970), (Breadth::Tight, 1110)];

/// What stands in a table, by columns.
#[derive(Clone, Debug, Default)]
pub struct Columns(Vec<(usize, usize)>);

impl Columns {
    /// Takes in what a cell says.
    pub fn cell(&mut self, column: usize, text: &str) {
        // No table that can be read has more; what is further right says so too.
        let column = column.min(255);
        if self.0.len() <= column {
            self.0.resize(column + 1, (0, 0));
        }
        let (word, line) = &mut self.0[column];
        // No text has more signs than bytes, and most cells are short.
        if text.len() > *word {
            let longest = text.split_whitespace().flat_map(parts).map(|part| part.chars().count()).max();
            *word = longest.unwrap_or_default().max(*word);
        }
        if text.len() > *line && *line < LINE {
            *line = text.chars().take(LINE).count().max(*line);
        }
    }

    /// How wide the table is.
    pub fn breadth(&self) -> Breadth {
        let column = |(word, line): &(usize, usize)| (word * WORD_SIGN).max(line * SIGN) + GAP;
        let needed: usize = self.0.iter().map(column).sum();
        STEPS.iter().find(|(_, room)| needed <= *room).map_or(Breadth::Crammed, |(breadth, _)| *breadth)
    }
}

/// The parts of a word between which a line may end.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split_inclusive(['-', '–', '\u{ad}', '\u{200b}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breadth(rows: &[&[&str]]) -> Breadth {
        let mut columns = Columns::default();
        for row in rows {
            for (column, text) in row.iter().enumerate() {
                columns.cell(column, text);
            }
        }
        columns.breadth()
    }

    #[test]
    fn few_columns_stand_in_the_text() {
        assert_eq!(breadth(&[]), Breadth::Text);
        assert_eq!(
            breadth(&[&["Rolle", "Zuständig für", "Adresse"], &["Leitung", "Umfang, Termine", "a@b.de"]]),
            Breadth::Text
        );
        let long = "Ein langer Satz, der umbrochen wird, so oft es eben nötig ist. ".repeat(40);
        assert_eq!(breadth(&[&["ID", "Text"], &["LH-1", &long]]), Breadth::Text, "text wraps");
    }

    #[test]
    fn more_columns_need_more_room_step_by_step() {
        let row = ["Muss"; 40];
        let steps: Vec<_> = (1..=40).map(|columns| breadth(&[&row[..columns]])).collect();
        assert!(steps.is_sorted());
        for step in [Breadth::Text, Breadth::Page, Breadth::Small, Breadth::Broad, Breadth::Tight, Breadth::Crammed] {
            assert!(steps.contains(&step), "{step:?} of {steps:?}");
        }
    }

    #[test]
    fn a_word_that_cannot_be_divided_makes_its_column_wide() {
        let address = "x".repeat(90);
        assert_eq!(breadth(&[&["Prüfsumme", "Datei"], &[&address, "a"]]), Breadth::Small);
        assert_eq!(breadth(&[&["Prüfsumme", "Datei"], &[&address, &"y".repeat(20)]]), Breadth::Broad);
        assert_eq!(breadth(&[&[&"x".repeat(9000)]]), Breadth::Crammed);
        let compound = "Daten-Übernahme-Prüf-Protokoll-Nummern-Verzeichnis-Eintrags-Ablage-Ort-Schlüssel-Feld";
        assert_eq!(breadth(&[&[compound]]), Breadth::Text, "it can at its hyphens");
    }

    #[test]
    fn a_table_of_any_number_of_columns_has_a_width() {
        let mut columns = Columns::default();
        columns.cell(usize::MAX, "x");
        assert_eq!(columns.breadth(), Breadth::Crammed, "256 gaps alone are too wide");
    }
}
