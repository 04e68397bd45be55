//! What a reader makes of a file: grids of text cells, each cell with its place.
//! Nothing here knows what a cell means; recognising it is the next stage's work.

use std::ops::Range;
use std::sync::Arc;

use crate::number::is_blank;

/// A file as read: its name as the user gave it, its text and its tables.
#[derive(Debug, Clone)]
pub struct Document {
    /// The path as given, or the name given for standard input.
    pub source: Arc<str>,
    /// The whole text, decoded; the spans of cells point into it.
    pub text: Arc<str>,
    /// The encoding that the bytes were read as, for example `UTF-8` or `gb18030`.
    pub encoding: &'static str,
    /// Tables in the order of the file; a blank line ends a table.
    pub tables: Vec<Table>,
    /// Prose in the order of the file, a paragraph each; a CSV has none.
    pub paragraphs: Vec<Paragraph>,
    /// The title in the properties of an office file or a PDF; it may be that of the file it was copied from.
    pub properties: Option<Paragraph>,
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
    /// Line of the file.
    pub line: usize,
    /// Field within the record.
    pub column: usize,
    /// Row as a spreadsheet counts it: a field with a line break inside is one row.
    pub row: usize,
    /// Bytes in [`Document::text`], without quotes.
    pub span: Range<usize>,
    /// The part of the source that line, column and row are counted in.
    pub within: Within,
}

/// A part of a source that counts its own rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Within {
    /// The text of the file itself.
    #[default]
    File,
    /// The prose of a text file; a column is a character.
    Text,
    /// A sheet of a workbook, by its name.
    Sheet(Arc<str>),
    /// A table of a document, by its number from 1.
    Table(usize),
    /// A table in the source of a page or of Markdown, by its number from 1; lines are those of the source.
    Markup(usize),
    /// A paragraph of a page or document, by its number from 1.
    Paragraph(usize),
    /// A page of a PDF, by its number from 1.
    Page(usize),
    /// A part of an office file, by its name; nothing is counted in it.
    Part(Arc<str>),
}

impl Place {
    /// The place as its source names it: `D6` for a cell, `Sheet1!D6` in a workbook, `t2!D6` in the second table of
    /// a page or document, `p3!D6` on a page of a PDF, `12:5` for line and character of prose, `¶12` for a paragraph.
    #[must_use]
    pub fn cell_name(&self) -> String {
        let cell = self.cell();
        match &self.within {
            Within::Sheet(name) => format!("{name}!{cell}"),
            Within::Text => format!("{}:{}", self.line, self.column),
            Within::Paragraph(number) => format!("¶{number}"),
            Within::Part(name) => name.to_string(),
            Within::Page(number) => format!("p{number}!{cell}"),
            Within::Table(number) | Within::Markup(number) => format!("t{number}!{cell}"),
            Within::File => cell,
        }
    }

    /// Column and row as a spreadsheet names a cell: `D6`.
    #[must_use]
    pub fn cell(&self) -> String {
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

    /// Whether the span is of the bytes of the file, so that they can be rewritten.
    #[must_use]
    pub fn is_in_file(&self) -> bool {
        matches!(self.within, Within::File | Within::Text | Within::Markup(_))
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
    /// Whether the cell holds nothing but white space and signs that nobody sees.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        is_blank(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Within};

    fn cell(column: usize, row: usize) -> String {
        Place { line: 1, column, row, span: 0..0, within: Within::File }.cell_name()
    }

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!(cell(4, 6), "D6");
        assert_eq!(cell(26, 1), "Z1");
        assert_eq!(cell(27, 10), "AA10");
        assert_eq!(cell(702, 2), "ZZ2");
        assert_eq!(cell(703, 2), "AAA2");
    }
}
