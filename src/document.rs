//! What a reader makes of a file: grids of text cells and paragraphs of prose, each with its place.
//! Nothing here knows what a cell means; recognising it is the next stage's work.

use std::ops::Range;
use std::sync::Arc;

/// A file as read: its name as the user gave it, its text and its tables.
#[derive(Debug, Clone)]
pub struct Document {
    /// The path as given, or the name given for standard input.
    pub source: Arc<str>,
    /// The whole text, decoded; spans point into it. A file that is no text itself (Word, a
    /// spreadsheet, PDF) is written out: a line for each row and paragraph, cells apart by tabs.
    pub text: Arc<str>,
    /// The encoding that the bytes were read as, for example `UTF-8` or `gb18030`; the type of a
    /// file that is no text, for example `DOCX`.
    pub encoding: &'static str,
    /// Tables in the order of the file; a blank line ends a table.
    pub tables: Vec<Table>,
    /// Prose in the order of the file, a paragraph each; a CSV has none.
    pub paragraphs: Vec<Paragraph>,
}

/// A piece of prose that stands on its own: a paragraph, a heading, a line of a list.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// The text as printed, without line breaks that only wrap it.
    pub text: Box<str>,
    /// Where it stands.
    pub place: Place,
}

/// Rows that stand together without a blank line between them.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The rows, none of them blank.
    pub rows: Vec<Row>,
}

/// One record of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// The cells from left to right, blank ones included.
    pub cells: Vec<Cell>,
}

/// One field with its text as printed and the place where it stands.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The text, unquoted but otherwise as printed.
    pub text: Box<str>,
    /// Where it stands.
    pub place: Place,
}

/// Where a piece of text stands in its file. All numbers start at 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line of [`Document::text`].
    pub line: usize,
    /// Field within the record, cell within the row, character within the line.
    pub column: usize,
    /// Row as a spreadsheet counts it: a field with a line break inside is one row. The row of a
    /// table or sheet, the line of a page.
    pub row: usize,
    /// Bytes in [`Document::text`], without quotes.
    pub span: Range<usize>,
    /// What the row and column are counted in.
    pub within: Within,
}

/// The part of a file that rows are counted in, in the file's own terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Within {
    /// The text of the file; rows are its records.
    #[default]
    Text,
    /// A sheet of a spreadsheet.
    Sheet(Arc<str>),
    /// A table of a page or of a Word file, by its number in the file.
    Table(usize),
    /// A page.
    Page(usize),
    /// A paragraph of a Word file, by its number in the file.
    Paragraph(usize),
}

impl Place {
    /// The place as a spreadsheet names it, for example `D6`, or `Sheet1!D6` where there are sheets.
    #[must_use]
    pub fn cell_name(&self) -> String {
        match &self.within {
            Within::Sheet(name) if name.contains(|sign: char| !sign.is_alphanumeric()) => {
                format!("'{}'!{}", name.replace('\'', "''"), self.cell())
            }
            Within::Sheet(name) => format!("{name}!{}", self.cell()),
            _ => self.cell(),
        }
    }

    fn cell(&self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.column;
        while rest > 0 {
            rest -= 1;
            let letter = u8::try_from(rest % 26).unwrap_or(0) + b'A';
            letters.push(char::from(letter));
            rest /= 26;
        }
        letters.reverse();
        let letters: String = letters.into_iter().collect();
        format!("{letters}{}", self.row)
    }
}

impl Row {
    /// The place of the row: that of its first cell.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.cells.first().map(|cell| &cell.place)
    }

    /// The cells that hold more than white space, with their column (from 0).
    pub fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank())
    }
}

impl Cell {
    /// Whether the cell holds nothing but white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Within};

    fn cell(column: usize, row: usize) -> String {
        Place { line: 1, column, row, span: 0..0, within: Within::Text }.cell_name()
    }

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!(cell(4, 6), "D6");
        assert_eq!(cell(26, 1), "Z1");
        assert_eq!(cell(27, 10), "AA10");
        assert_eq!(cell(702, 2), "ZZ2");
        assert_eq!(cell(703, 2), "AAA2");
    }

    #[test]
    fn a_sheet_stands_before_its_cells() {
        let of = |name: &str| {
            Place { line: 9, column: 4, row: 6, span: 0..0, within: Within::Sheet(name.into()) }.cell_name()
        };
        assert_eq!(of("附表1"), "附表1!D6");
        assert_eq!(of("it's 2"), "'it''s 2'!D6");
    }
}
