//! Merged cells: a grid in which a cell may reach over several rows and columns. Its text stands in
//! its first place, the others stay blank, as a spreadsheet exports it.

use super::limits::{Limits, Quantity};
use crate::problem::ProblemKind;

/// Columns that a cell may reach over, as the HTML standard has it.
const MAX_SPAN: usize = 1000;

/// A grid that is filled row by row.
pub(super) struct Grid<'a> {
    limits: &'a Limits,
    pub(super) rows: Vec<Vec<String>>,
    /// For each column, how many more rows a cell above reaches down.
    taken: Vec<usize>,
    cells: usize,
}

impl<'a> Grid<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, rows: Vec::new(), taken: Vec::new(), cells: 0 }
    }

    /// Starts the next row.
    pub(super) fn next_row(&mut self) -> Result<(), ProblemKind> {
        if let Some(row) = self.rows.last_mut() {
            // Cells that reach down into a row beyond its last own cell are part of it.
            let reach = self.taken.iter().rposition(|rows| *rows > 0).map_or(0, |last| last + 1);
            while row.len() < reach {
                row.push(String::new());
            }
        }
        if !self.rows.is_empty() {
            for rows in &mut self.taken {
                *rows = rows.saturating_sub(1);
            }
        }
        if self.rows.len() >= self.limits.rows {
            return Err(self.limits.exceeded(Quantity::Rows));
        }
        self.rows.push(Vec::new());
        Ok(())
    }

    /// Puts a cell into the next free place of the row under way.
    pub(super) fn cell(&mut self, text: String, columns: usize, rows: usize) -> Result<(), ProblemKind> {
        let Some(row) = self.rows.last_mut() else { return Ok(()) };
        while self.taken.get(row.len()).is_some_and(|rows| *rows > 0) {
            row.push(String::new());
        }
        let columns = columns.clamp(1, MAX_SPAN);
        self.cells += columns;
        if row.len() + columns > self.limits.columns {
            return Err(self.limits.exceeded(Quantity::Columns));
        }
        if self.cells > self.limits.cells {
            return Err(self.limits.exceeded(Quantity::Cells));
        }
        let mut text = Some(text);
        for _ in 0..columns {
            let at = row.len();
            row.push(text.take().unwrap_or_default());
            if self.taken.len() <= at {
                self.taken.resize(at + 1, 0);
            }
            if let Some(slot) = self.taken.get_mut(at) {
                // The row under way counts as one, and ends with the next row.
                *slot = rows.max(1);
            }
        }
        Ok(())
    }

    /// The rows, all of one width.
    pub(super) fn finish(mut self) -> Vec<Vec<String>> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut self.rows {
            row.resize(width, String::new());
        }
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_stand_in_their_first_place() {
        let limits = Limits::default();
        let mut grid = Grid::new(&limits);
        grid.next_row().unwrap();
        grid.cell("a".into(), 1, 2).unwrap();
        grid.cell("b".into(), 2, 1).unwrap();
        grid.next_row().unwrap();
        grid.cell("c".into(), 1, 1).unwrap();
        grid.cell("d".into(), 1, 1_000_000_000).unwrap();
        grid.next_row().unwrap();
        grid.cell("e".into(), 1, 1).unwrap();
        assert_eq!(grid.finish(), [["a", "b", ""], ["", "c", "d"], ["e", "", ""]]);
    }

    #[test]
    fn a_row_of_many_wide_cells_is_refused() {
        let limits = Limits { columns: 10, ..Limits::default() };
        let mut grid = Grid::new(&limits);
        grid.next_row().unwrap();
        assert_eq!(grid.cell("a".into(), 99, 1), Err(limits.exceeded(Quantity::Columns)));
    }
}
