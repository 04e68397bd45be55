//! The cells of a sheet to tables: rows that stand together without a blank row between them. What
//! a cell shows was decided before.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::limits::{MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, within};
use super::transcript::Transcript;
use crate::document::{Table, Within};
use crate::problem::{Limit, ProblemKind};

/// The cells of a sheet that show anything, by row and column from 0.
#[derive(Default)]
pub(super) struct Sheet {
    cells: BTreeMap<(usize, usize), String>,
    text: usize,
}

impl Sheet {
    /// Puts a text into a cell; a blank text leaves it blank.
    pub(super) fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), ProblemKind> {
        if text.trim().is_empty() {
            return Ok(());
        }
        within(Limit::Rows, row + 1, MAX_ROWS)?;
        within(Limit::Columns, column + 1, MAX_COLUMNS)?;
        within(Limit::Cells, self.cells.len() + 1, MAX_CELLS)?;
        self.text += text.len();
        within(Limit::Text, self.text, MAX_TEXT)?;
        self.cells.insert((row, column), text.to_owned());
        Ok(())
    }

    /// The tables of the sheet; every row up to the last one has a line in the transcript.
    pub(super) fn tables(&self, name: &str, transcript: &mut Transcript) -> Result<Vec<Table>, ProblemKind> {
        let within = Within::Sheet(Arc::from(name));
        let (mut tables, mut next) = (Vec::new(), 0);
        let mut cells = self.cells.iter().peekable();
        while let Some(((first, _), _)) = cells.peek() {
            let first = *first;
            for _ in next..first {
                transcript.blank_line()?;
            }
            let mut rows: Vec<BTreeMap<usize, &str>> = Vec::new();
            while let Some(((row, column), text)) = cells.next_if(|((row, _), _)| *row <= first + rows.len()) {
                if *row == first + rows.len() {
                    rows.push(BTreeMap::new());
                }
                if let Some(cells) = rows.last_mut() {
                    cells.insert(*column, text);
                }
            }
            next = first + rows.len();
            tables.push(table(&rows, first, &within, transcript)?);
        }
        Ok(tables)
    }
}

/// Rows that stand together, as wide as the widest of them.
fn table(
    rows: &[BTreeMap<usize, &str>],
    first: usize,
    within: &Within,
    transcript: &mut Transcript,
) -> Result<Table, ProblemKind> {
    let width = rows.iter().filter_map(|row| row.keys().next_back()).max().map_or(0, |last| last + 1);
    let mut table = Table::default();
    for (number, row) in rows.iter().enumerate() {
        transcript.budget.row(number, width)?;
        let cells = (0..width).map(|column| row.get(&column).copied().unwrap_or(""));
        table.rows.push(transcript.row(cells, first + number + 1, within)?);
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_rows_part_tables_and_places_are_those_of_the_sheet() {
        let mut sheet = Sheet::default();
        for (row, column, text) in [(1, 0, "标题"), (2, 0, "项目"), (2, 2, "本年"), (3, 1, " "), (5, 1, "3")] {
            sheet.put(row, column, text).unwrap();
        }
        let mut transcript = Transcript::default();
        let tables = sheet.tables("附表", &mut transcript).unwrap();
        assert_eq!(transcript.finish(), "\n标题\t\t\n项目\t\t本年\n\n\n\t3\n");
        let names = |table: &Table| -> Vec<String> {
            table.rows.iter().filter_map(|row| row.filled().last()).map(|(_, cell)| cell.place.cell_name()).collect()
        };
        assert_eq!(tables.iter().map(names).collect::<Vec<_>>(), [vec!["附表!A2", "附表!C3"], vec!["附表!B6"]]);
        assert_eq!(tables[1].rows[0].cells[1].place.line, 6);
    }

    #[test]
    fn a_cell_far_out_is_refused() {
        let mut sheet = Sheet::default();
        assert_eq!(sheet.put(0, 16383, "x"), Err(ProblemKind::OverLimit(Limit::Columns, 4096)));
        assert_eq!(sheet.put(1_048_576, 0, "x"), Err(ProblemKind::OverLimit(Limit::Rows, 1_048_576)));
        assert_eq!(sheet.put(1_048_576, 16383, " "), Ok(()));
    }
}
