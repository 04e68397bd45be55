//! What a file may hold at most, and the counter that keeps to it. Every limit is far above any
//! published report; they are here so that no file can take the memory or the time of the machine.

use crate::problem::{Limit, ProblemKind};

/// Bytes that a line of plain text or CSV may have: no table needs more, and a device without line
/// ends must not fill the memory.
pub const MAX_LINE: usize = 1024 * 1024;
/// Bytes that a file of text may have.
pub const MAX_FILE: u64 = 256 * 1024 * 1024;
/// Bytes that a page, a PDF or an office file may have: each takes many times its size once read.
pub const MAX_PACKED: u64 = 64 * 1024 * 1024;
/// Rows of one table or sheet: as many as a spreadsheet has.
pub const MAX_ROWS: usize = 1024 * 1024;
/// Cells of one row.
pub const MAX_COLUMNS: usize = 4096;
/// Cells of a whole file, covered ones included.
pub const MAX_CELLS: usize = 4 * 1024 * 1024;
/// Paragraphs of a file.
pub const MAX_PARAGRAPHS: usize = 1024 * 1024;
/// Elements inside one another, in pages and in office files.
pub const MAX_DEPTH: usize = 512;
/// Elements and pieces of text of one page or of one part of an office file.
pub const MAX_ELEMENTS: usize = 2 * 1024 * 1024;
/// Bytes of text that the cells and paragraphs of an office file or a PDF may come to. A shared
/// text counts wherever it stands.
pub const MAX_TEXT: usize = 64 * 1024 * 1024;
/// Bytes that all parts of an office file, or one part of a PDF, may unpack to.
pub const MAX_UNPACKED: u64 = 128 * 1024 * 1024;
/// How many times its size a part may unpack to, unless it stays small.
pub const MAX_RATIO: u64 = 250;
/// Parts of an office file.
pub const MAX_PARTS: usize = 10_000;
/// Pages of a PDF.
pub const MAX_PAGES: usize = 5_000;

/// Counts what a file has taken so far.
#[derive(Debug, Default)]
pub(super) struct Budget {
    cells: usize,
    paragraphs: usize,
    text: usize,
}

impl Budget {
    /// A row with its cells.
    pub(super) fn row(&mut self, rows_before: usize, cells: usize) -> Result<(), ProblemKind> {
        within(Limit::Rows, rows_before + 1, MAX_ROWS)?;
        within(Limit::Columns, cells, MAX_COLUMNS)?;
        self.cells += cells;
        within(Limit::Cells, self.cells, MAX_CELLS)
    }

    pub(super) fn paragraph(&mut self) -> Result<(), ProblemKind> {
        self.paragraphs += 1;
        within(Limit::Paragraphs, self.paragraphs, MAX_PARAGRAPHS)
    }

    pub(super) fn text(&mut self, bytes: usize) -> Result<(), ProblemKind> {
        self.text = self.text.saturating_add(bytes);
        within(Limit::Text, self.text, MAX_TEXT)
    }
}

/// Refuses more than the limit.
pub(super) fn within(what: Limit, found: usize, limit: usize) -> Result<(), ProblemKind> {
    if found <= limit { Ok(()) } else { Err(over(what, limit)) }
}

fn over(what: Limit, limit: usize) -> ProblemKind {
    ProblemKind::OverLimit(what, u64::try_from(limit).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_exact_and_tells_itself() {
        let mut budget = Budget::default();
        assert!(budget.row(MAX_ROWS - 1, MAX_COLUMNS).is_ok());
        let rows = ProblemKind::OverLimit(Limit::Rows, 1_048_576);
        assert_eq!(budget.row(MAX_ROWS, 1), Err(rows));
        assert_eq!(budget.row(0, MAX_COLUMNS + 1), Err(ProblemKind::OverLimit(Limit::Columns, 4096)));
        let mut budget = Budget::default();
        for _ in 0..MAX_CELLS / MAX_COLUMNS {
            assert!(budget.row(0, MAX_COLUMNS).is_ok());
        }
        assert_eq!(budget.row(0, 1), Err(ProblemKind::OverLimit(Limit::Cells, 4_194_304)));
        assert!(budget.text(MAX_TEXT).is_ok());
        assert_eq!(budget.text(1), Err(ProblemKind::OverLimit(Limit::Text, 67_108_864)));
    }
}
