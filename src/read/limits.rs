//! How much of everything a file may have. More is refused with the limit's name, so that no input
//! fills the memory or takes forever.

use crate::problem::ProblemKind;

/// The limits of one reading.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a file.
    pub file: u64,
    /// Bytes of a line of a text file.
    pub line: usize,
    /// Fields of a row.
    pub columns: usize,
    /// Rows of all tables together.
    pub rows: usize,
    /// Cells of all tables together.
    pub cells: usize,
    /// Paragraphs.
    pub paragraphs: usize,
    /// Elements within each other.
    pub depth: usize,
    /// Elements of a page or an XML part.
    pub elements: usize,
    /// Entries of an archive.
    pub entries: usize,
    /// Bytes that an archive unpacks to.
    pub unpacked: u64,
    /// How many times its size an archive may unpack to.
    pub ratio: u64,
    /// Pages of a PDF.
    pub pages: usize,
}

/// What there may be too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Rows.
    Rows,
    /// Columns.
    Columns,
    /// Cells.
    Cells,
    /// Paragraphs.
    Paragraphs,
    /// Elements within each other.
    Depth,
    /// Elements.
    Elements,
    /// Entries of an archive.
    Entries,
    /// What an archive unpacks to.
    Unpacked,
    /// Pages.
    Pages,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 256 << 20,
            line: 1 << 20,
            columns: 4096,
            rows: 1 << 20,
            cells: 8 << 20,
            paragraphs: 1 << 20,
            depth: 256,
            elements: 4 << 20,
            entries: 4096,
            unpacked: 512 << 20,
            ratio: 250,
            pages: 2000,
        }
    }
}

impl Limits {
    /// The problem of a file that has too much of something.
    pub(super) fn exceeded(&self, what: Quantity) -> ProblemKind {
        let limit = match what {
            Quantity::Rows => self.rows,
            Quantity::Columns => self.columns,
            Quantity::Cells => self.cells,
            Quantity::Paragraphs => self.paragraphs,
            Quantity::Depth => self.depth,
            Quantity::Elements => self.elements,
            Quantity::Entries => self.entries,
            Quantity::Unpacked => usize::try_from(self.unpacked).unwrap_or(usize::MAX),
            Quantity::Pages => self.pages,
        };
        ProblemKind::TooMuch { what, limit }
    }
}
