//! The cells of a sheet to tables: rows that stand together without a blank row between them. What
//! a cell shows was decided before.

use std::sync::Arc;

use super::Refusal;
use super::transcript::Transcript;
use crate::document::{Place, Table, Within};
use crate::limits::{Exceeded, Limit, Limits};

/// What a cell shows, with its row and column from 0.
struct Shown {
    row: usize,
    column: usize,
    text: Box<str>,
}

/// The cells of a sheet that show anything, by row and column from 0.
pub(super) struct Sheet {
    within: Within,
    limits: Limits,
    cells: Vec<Shown>,
    text: usize,
}

impl Sheet {
    pub(super) fn new(name: &str, limits: &Limits) -> Self {
        Self { within: Within::Sheet(Arc::from(name)), limits: *limits, cells: Vec::new(), text: 0 }
    }

    /// Puts a text into a cell; a blank text leaves it blank.
    pub(super) fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.count(row, column, text.len()).map_err(|over| Refusal::at(over, place(row, column, &self.within)))?;
        self.cells.push(Shown { row, column, text: text.into() });
        Ok(())
    }

    fn count(&mut self, row: usize, column: usize, bytes: usize) -> Result<(), Exceeded> {
        self.limits.within(Limit::Rows, row + 1)?;
        self.limits.within(Limit::Columns, column + 1)?;
        self.limits.within(Limit::Cells, self.cells.len() + 1)?;
        self.limits.within(Limit::Cell, bytes)?;
        self.text += bytes;
        self.limits.within(Limit::Text, self.text)
    }

    /// The tables of the sheet; every row up to the last one has a line in the transcript.
    pub(super) fn tables(mut self, transcript: &mut Transcript) -> Result<Vec<Table>, Refusal> {
        // Files have their cells in order; of two texts for one cell the later one counts.
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        let (mut tables, mut next) = (Vec::new(), 0);
        let mut rest = self.cells.as_slice();
        while let Some(first) = rest.first() {
            for _ in next..first.row {
                transcript.blank_line()?;
            }
            let mut last = first.row;
            let goes_on = |cell: &&Shown| {
                let together = cell.row <= last + 1;
                last = if together { cell.row } else { last };
                together
            };
            let (own, others) = rest.split_at(rest.iter().take_while(goes_on).count());
            next = last + 1;
            tables.push(table(own, &self.within, transcript)?);
            rest = others;
        }
        Ok(tables)
    }
}

/// The place of a cell; both numbers are from 0.
fn place(row: usize, column: usize, within: &Within) -> Place {
    Place { line: row + 1, column: column + 1, row: row + 1, span: 0..0, within: within.clone() }
}

/// Rows that stand together, as wide as the widest of them.
fn table(cells: &[Shown], within: &Within, transcript: &mut Transcript) -> Result<Table, Refusal> {
    let width = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(0);
    let mut table = Table::default();
    for (number, row) in cells.chunk_by(|one, next| one.row == next.row).enumerate() {
        let at = row.first().map_or(0, |cell| cell.row);
        transcript.budget.row(number, width).map_err(|over| Refusal::at(over, place(at, 0, within)))?;
        let mut texts = vec![""; width];
        for cell in row {
            if let Some(text) = texts.get_mut(cell.column) {
                *text = &cell.text;
            }
        }
        table.rows.push(transcript.row(texts, at + 1, within)?);
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::ProblemKind;

    #[test]
    fn blank_rows_part_tables_and_places_are_those_of_the_sheet() {
        let mut sheet = Sheet::new("附表", &Limits::DEFAULT);
        for (row, column, text) in [(1, 0, "标题"), (2, 0, "项目"), (2, 2, "本年"), (3, 1, " "), (5, 1, "3")] {
            sheet.put(row, column, text).unwrap();
        }
        let mut transcript = Transcript::new(&Limits::DEFAULT);
        let tables = sheet.tables(&mut transcript).unwrap();
        assert_eq!(transcript.finish(), "\n标题\t\t\n项目\t\t本年\n\n\n\t3\n");
        let names = |table: &Table| -> Vec<String> {
            table.rows.iter().filter_map(|row| row.filled().last()).map(|(_, cell)| cell.place.cell_name()).collect()
        };
        assert_eq!(tables.iter().map(names).collect::<Vec<_>>(), [vec!["附表!A2", "附表!C3"], vec!["附表!B6"]]);
        assert_eq!(tables[1].rows[0].cells[1].place.line, 6);
    }

    #[test]
    fn a_cell_far_out_is_refused() {
        let mut sheet = Sheet::new("附表", &Limits::DEFAULT);
        let mut refused = |row, column| {
            let refusal = sheet.put(row, column, "x").unwrap_err();
            (refusal.kind, refusal.place.unwrap().cell_name())
        };
        let over = |limit| ProblemKind::from(Limits::DEFAULT.exceeded(limit));
        assert_eq!(refused(0, 16383), (over(Limit::Columns), "附表!XFD1".into()));
        assert_eq!(refused(1_048_576, 0), (over(Limit::Rows), "附表!A1048577".into()));
        assert_eq!(sheet.put(1_048_576, 16383, " "), Ok(()));
    }
}
