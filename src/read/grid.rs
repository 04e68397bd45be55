//! Cells that span rows and columns to a plain grid: the content stands at the top left of a span,
//! the rest of it is blank, as in a spreadsheet. What a cell holds is not looked at.

use super::budget::Budget;
use crate::limits::{Exceeded, Limit, Limits};

/// A grid in the making, row by row.
pub(super) struct Grid<T> {
    rows: Vec<Vec<Option<T>>>,
    /// For each column how many rows, from the one under way, a cell above still covers.
    covered: Vec<usize>,
    /// The same as it will be after the row under way.
    next: Vec<usize>,
    row: Vec<Option<T>>,
    /// How wide a row may be.
    widest: usize,
}

impl<T> Grid<T> {
    pub(super) fn new(limits: &Limits) -> Self {
        let widest = limits.size(Limit::Columns);
        Self { rows: Vec::new(), covered: Vec::new(), next: Vec::new(), row: Vec::new(), widest }
    }

    /// The next cell of the row, in the first column that no cell above covers.
    pub(super) fn cell(&mut self, content: T, columns: usize, rows: usize) {
        self.skip_covered();
        // A row that is too wide is refused when it ends; it need not be built.
        let columns = columns.clamp(1, self.widest);
        let start = self.row.len();
        if start > self.widest {
            return;
        }
        self.row.push(Some(content));
        for _ in 1..columns {
            self.row.push(None);
        }
        if rows > 1 {
            self.next.resize(self.next.len().max(self.row.len()), 0);
            for left in self.next.iter_mut().skip(start).take(columns) {
                *left = rows - 1;
            }
        }
    }

    /// Leaves columns blank, as a row that starts further right does.
    pub(super) fn skip(&mut self, columns: usize) {
        for _ in 0..columns.min(self.widest.saturating_add(1)) {
            self.row.push(None);
        }
    }

    /// Ends the row.
    pub(super) fn end_row(&mut self, budget: &mut Budget) -> Result<(), Exceeded> {
        self.skip_covered();
        let last = self.covered.iter().rposition(|left| *left > 0).map_or(0, |last| last + 1);
        while self.row.len() < last {
            self.row.push(None);
        }
        budget.row(self.rows.len(), self.row.len())?;
        let width = self.covered.len().max(self.next.len());
        self.covered.resize(width, 0);
        self.next.resize(width, 0);
        for (covered, next) in self.covered.iter_mut().zip(&mut self.next) {
            *covered = covered.saturating_sub(1).max(std::mem::take(next));
        }
        self.rows.push(std::mem::take(&mut self.row));
        Ok(())
    }

    /// The rows; a span that reaches below the last one is cut.
    pub(super) fn finish(self) -> Vec<Vec<Option<T>>> {
        self.rows
    }

    fn skip_covered(&mut self) {
        while self.covered.get(self.row.len()).is_some_and(|left| *left > 0) {
            self.row.push(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[(&'static str, usize, usize)]]) -> Vec<String> {
        let (mut grid, mut budget) = (Grid::new(&Limits::DEFAULT), Budget::new(&Limits::DEFAULT));
        for row in rows {
            for (text, columns, height) in *row {
                grid.cell(*text, *columns, *height);
            }
            grid.end_row(&mut budget).unwrap();
        }
        let line =
            |row: Vec<Option<&str>>| row.into_iter().map(|cell| cell.unwrap_or("")).collect::<Vec<_>>().join(",");
        grid.finish().into_iter().map(line).collect()
    }

    #[test]
    fn content_stands_at_the_top_left_of_its_span() {
        let heading = grid(&[
            &[("项目", 1, 3), ("申请人情况", 4, 1)],
            &[("自然人", 1, 2), ("法人", 2, 1), ("总计", 1, 2)],
            &[("企业", 1, 1), ("其他", 1, 1)],
            &[("新收", 1, 1), ("1", 1, 1), ("2", 1, 1), ("3", 1, 1), ("6", 1, 1)],
        ]);
        assert_eq!(heading, ["项目,申请人情况,,,", ",自然人,法人,,总计", ",,企业,其他,", "新收,1,2,3,6"]);
    }

    #[test]
    fn spans_past_the_end_are_cut_and_empty_rows_are_covered() {
        assert_eq!(grid(&[&[("a", 1, usize::MAX), ("b", 1, 2)], &[], &[("c", 1, 1)]]), ["a,b", ",", ",c"]);
        assert_eq!(grid(&[&[("a", 2, 2)], &[("b", 1, 1)]]), ["a,", ",,b"]);
    }

    #[test]
    fn giant_spans_are_refused_without_being_built() {
        let (mut grid, mut budget) = (Grid::new(&Limits::DEFAULT), Budget::new(&Limits::DEFAULT));
        grid.cell("a", 1, usize::MAX);
        grid.cell("b", usize::MAX, usize::MAX);
        grid.cell("c", usize::MAX, 1);
        assert_eq!(grid.end_row(&mut budget), Err(Limits::DEFAULT.exceeded(Limit::Columns)));
    }
}
