//! Tables whose rows are the columns of their form: turned, so that all others know one way only. Every cell
//! keeps its place. What the cells mean in the end is decided later.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::index::{Axis, Index};
use crate::document::{Cell, Row, Table};
use crate::number::looks_numeric;

/// Lines of the largest table that is looked at: forms have no more rows or columns.
const MOST_LINES: usize = 80;
/// Lines of a heading, and columns of labels.
const HEADING: usize = 4;
/// Names of rows in the heading, and of columns beside the figures, that such a table has at least.
const FEWEST_ROWS: usize = 3;
const FEWEST_COLUMNS: usize = 2;

/// Figures of the shortest line that stands upright.
const FEWEST_FIGURES: usize = 10;

/// The table as its form has it.
pub(super) fn upright<'t>(table: &'t Table, index: &Index) -> Cow<'t, Table> {
    let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if table.rows.len() > MOST_LINES || !(FEWEST_ROWS..=MOST_LINES).contains(&width) {
        return Cow::Borrowed(table);
    }
    // A line with one text is a title or a note.
    let is_title = |row: &&Row| row.cells.iter().filter(|cell| !cell.is_blank()).count() <= 1;
    let titles = table.rows.iter().take_while(is_title).count();
    let notes = table.rows.iter().skip(titles).rev().take_while(is_title).count();
    let body = table.rows.get(titles..table.rows.len() - notes).unwrap_or_default();
    if !is_turned(body, index) && !is_line(body, width, index) {
        return Cow::Borrowed(table);
    }
    let mut rows: Vec<Row> = table.rows.iter().take(titles).cloned().collect();
    rows.extend((0..width).map(|column| Row { cells: body.iter().filter_map(|row| cell(row, column)).collect() }));
    rows.extend(table.rows.iter().skip(titles + body.len()).cloned());
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_blank()));
    Cow::Owned(Table { rows })
}

/// The cell in a column; a blank one beside the last where the row is shorter.
fn cell(row: &Row, column: usize) -> Option<Cell> {
    let blank = |last: &Cell| Cell { text: "".into(), place: last.place.clone() };
    row.cells.get(column).cloned().or_else(|| row.cells.last().map(blank))
}

/// Whether the heading names rows of a form and the labels columns of it, and not the other way round.
fn is_turned(body: &[Row], index: &Index) -> bool {
    let across = lines(body.iter().take(HEADING).flat_map(|row| &row.cells), index);
    let mut forms: BTreeSet<usize> = across.iter().map(|(form, ..)| *form).collect();
    forms.retain(|form| named(&across, *form, true) >= FEWEST_ROWS);
    let mut down = BTreeSet::new();
    for row in body {
        // Most tables stand upright, which a few of their labels tell.
        forms.retain(|form| named(&across, *form, true) > named(&down, *form, true));
        if forms.is_empty() {
            return false;
        }
        down.extend(lines(row.cells.iter().take(HEADING), index));
    }
    let fits = |form: usize| {
        let columns = named(&down, form, false);
        let own = named(&across, form, true) > named(&down, form, true) && columns > named(&across, form, false);
        columns >= FEWEST_COLUMNS && own
    };
    forms.into_iter().any(fits)
}

/// Whether a line of figures stands upright: the last label before each names a column of one form, most of them
/// more than once, and some row of it stands before.
fn is_line(body: &[Row], width: usize, index: &Index) -> bool {
    if body.len() < FEWEST_FIGURES || !(3..=HEADING + 1).contains(&width) {
        return false;
    }
    let figures = body.iter().filter(|row| row.cells.get(width - 1).is_some_and(|cell| looks_numeric(&cell.text)));
    if figures.count() + 1 < body.len() {
        return false;
    }
    let own = lines(body.iter().filter_map(|row| row.cells.get(width - 2)), index);
    let mut forms =
        own.iter().map(|(form, ..)| *form).filter(|form| named(&own, *form, false) >= FEWEST_COLUMNS).peekable();
    if forms.peek().is_none() {
        return false;
    }
    let before = lines(body.iter().flat_map(|row| row.cells.iter().take(width - 2)), index);
    forms.any(|form| {
        let rows = named(&before, form, true);
        rows >= FEWEST_COLUMNS && named(&own, form, false) * rows == body.len()
    })
}

/// How many rows, or columns, of a form some lines are.
fn named(lines: &BTreeSet<(usize, bool, usize)>, form: usize, is_row: bool) -> usize {
    lines.range((form, is_row, 0)..=(form, is_row, usize::MAX)).count()
}

/// The lines of forms that some cells name: form, whether it is a row, and its number.
fn lines<'c>(cells: impl Iterator<Item = &'c Cell>, index: &Index) -> BTreeSet<(usize, bool, usize)> {
    // Most cells are figures, and this is asked of every table.
    let known = cells.filter(|cell| !cell.is_blank() && index.may_know(&cell.text));
    let labels = known.map(|cell| index.look_up(&cell.text));
    let meanings = labels.flat_map(|label| label.meanings);
    meanings.map(|meaning| (meaning.form, meaning.axis == Axis::Row, meaning.line)).collect()
}
