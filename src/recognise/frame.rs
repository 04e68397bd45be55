//! Tables as programs for data write them: without the numbers of rows and columns that these add and without
//! their words for a blank cell. Every other table stays as it is.

use std::borrow::Cow;

use super::vocabulary::vocabulary;
use crate::document::{Cell, Row, Table};
use crate::number::looks_numeric;

/// Rows at the start among which the numbers of the columns may stand: titles come before.
const FIRST_ROWS: usize = 5;
/// Columns of the narrowest such table, and of one whose rows have numbers as well.
const FEWEST_COLUMNS: usize = 3;
const FEWEST_BESIDE_ROWS: usize = 2;

/// The table as it was before the program wrote it.
pub(super) fn unframed(table: &Table) -> Cow<'_, Table> {
    // Under a heading, `0, 1, 2` may be figures.
    let is_title = |row: &&Row| row.filled().nth(1).is_none();
    let numbered = table.rows.iter().take_while(is_title).take(FIRST_ROWS).count();
    let numbered = Some(numbered).filter(|at| table.rows.get(*at..).is_some_and(numbers_columns));
    let words = vocabulary();
    // Beside figures alone such a word may be what became of one.
    let heads = |row: &&Row| !row.cells.iter().any(|cell| looks_numeric(&cell.text));
    let mut heading = table.rows.iter().take(FIRST_ROWS).filter(heads).flat_map(|row| &row.cells);
    if numbered.is_none() && !heading.any(|cell| words.means_blank(&cell.text)) {
        return Cow::Borrowed(table);
    }
    let mut rows = table.rows.clone();
    if let Some(at) = numbered {
        if rows.get(at..).is_some_and(numbers_rows) {
            for row in rows.iter_mut().skip(at) {
                row.cells.remove(0);
            }
        }
        rows.remove(at);
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells).filter(|cell| words.means_blank(&cell.text)) {
        cell.text = "".into();
    }
    rows.retain(|row| row.filled().next().is_some());
    Cow::Owned(Table { rows })
}

/// Whether the first row is nothing but 0, 1, 2 and so on, at most behind a blank cell.
fn numbers_columns(rows: &[Row]) -> bool {
    let Some(first) = rows.first() else { return false };
    let cells: &[Cell] = first.cells.get(usize::from(starts_blank(first))..).unwrap_or_default();
    let fewest = if numbers_rows(rows) { FEWEST_BESIDE_ROWS } else { FEWEST_COLUMNS };
    cells.len() >= fewest && cells.iter().enumerate().all(|(number, cell)| is(&cell.text, number))
}

/// Whether the first cells are a blank one and under it 0, 1, 2 and so on.
fn numbers_rows(rows: &[Row]) -> bool {
    let Some((first, below)) = rows.split_first().filter(|(_, below)| below.len() > 1) else { return false };
    let is_number = |(number, row): (usize, &Row)| row.cells.first().is_some_and(|cell| is(&cell.text, number));
    starts_blank(first) && below.iter().enumerate().all(is_number)
}

fn starts_blank(row: &Row) -> bool {
    row.cells.first().is_some_and(Cell::is_blank)
}

fn is(text: &str, number: usize) -> bool {
    text.trim().parse() == Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Place, Within};

    fn table(rows: &[&[&str]]) -> Table {
        let place = Place { line: 1, column: 1, row: 1, span: 0..0, within: Within::File };
        let cell = |text: &&str| Cell { text: (*text).into(), place: place.clone() };
        Table { rows: rows.iter().map(|row| Row { cells: row.iter().map(cell).collect() }).collect() }
    }

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        table.rows.iter().map(|row| row.cells.iter().map(|cell| &*cell.text).collect()).collect()
    }

    #[test]
    fn numbers_of_columns_and_rows_are_taken_out() {
        let written = table(&[&["", "0", "1", "2"], &["0", "维持", "纠正", "总计"], &["1", "4", "NaN", "4"]]);
        assert_eq!(texts(&unframed(&written)), [["维持", "纠正", "总计"], ["4", "", "4"]]);
    }

    #[test]
    fn figures_under_a_heading_are_not_numbers_of_columns() {
        let printed = table(&[&["维持", "纠正", "总计"], &["0", "1", "2"]]);
        assert_eq!(texts(&unframed(&printed)), texts(&printed));
    }
}
