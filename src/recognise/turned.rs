//! Tables whose rows are the columns of their form: turned, so that all others know one way only. Every cell
//! keeps its place. What the cells mean in the end is decided later.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::cells::{CellKind, Kinds, is_year, kinds};
use super::index::{Axis, Index, Label};
use crate::document::{Cell, Row, Table};

/// Lines of the largest table that is looked at: forms have no more rows or columns.
const MOST_LINES: usize = 80;
/// Lines of a heading, and columns of labels.
const HEADING: usize = 4;
/// Names of rows in the heading, and of columns beside the figures, that such a table has at least.
const FEWEST_ROWS: usize = 3;
const FEWEST_COLUMNS: usize = 2;

/// Figures of the shortest line that stands upright.
const FEWEST_FIGURES: usize = 10;

/// The table as its form has it, and what its cells are.
pub(super) fn upright<'t>(table: &'t Table, index: &'t Index) -> (Cow<'t, Table>, Kinds<'t>) {
    let printed = kinds(table, index);
    match turned(table, &printed, index) {
        None => (Cow::Borrowed(table), printed),
        Some(turned) => {
            let kinds = kinds(&turned, index);
            (Cow::Owned(turned), kinds)
        }
    }
}

/// The table with its rows as columns, where its form has it so. Lines with one text are titles and notes; between
/// them may stand several tables.
fn turned(table: &Table, kinds: &Kinds<'_>, index: &Index) -> Option<Table> {
    let width = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if table.rows.len() > MOST_LINES || !(2..=MOST_LINES).contains(&width) {
        return None;
    }
    let is_title = |row: &&Row| row.filled().take(2).count() <= 1;
    let titles = table.rows.iter().take_while(is_title).count();
    let notes = table.rows.iter().skip(titles).rev().take_while(is_title).count();
    // Of a line whose cells are blank the label may be left alone.
    let parts = |(row, kinds): (&Row, &Vec<CellKind<'_>>)| {
        let known = |kind: &CellKind<'_>| matches!(kind, CellKind::Text(label) if !label.meanings.is_empty());
        is_title(&row) && !kinds.iter().any(known)
    };
    let body = titles..table.rows.len() - notes;
    let starts = body.clone().filter(|at| table.rows.get(*at).zip(kinds.get(*at)).is_some_and(parts));
    let ends: Vec<usize> = starts.chain([body.end]).collect();
    // Nearly all tables are upright, so that nothing is copied before one is found that is not.
    let mut upright: Vec<Row> = Vec::new();
    let (mut from, mut copied, mut is_turned) = (titles, 0, false);
    for end in ends {
        let lines = Lines { rows: table.rows.get(from..end)?, kinds: kinds.get(from..end)?, index };
        if let Some(turned) = lines.upright() {
            upright.extend_from_slice(table.rows.get(copied..from)?);
            upright.extend(turned);
            (copied, is_turned) = (end, true);
        }
        from = end + 1;
    }
    if !is_turned {
        return None;
    }
    upright.extend_from_slice(table.rows.get(copied..)?);
    upright.retain(|row| row.cells.iter().any(|cell| !cell.is_blank()));
    Some(Table { rows: upright })
}

/// The cell in a column; a blank one beside the last where the row is shorter.
fn cell(row: &Row, column: usize) -> Option<Cell> {
    let blank = |last: &Cell| Cell { text: "".into(), place: last.place.clone() };
    row.cells.get(column).cloned().or_else(|| row.cells.last().map(blank))
}

/// The rows of a table without its titles and notes.
struct Lines<'l> {
    rows: &'l [Row],
    kinds: &'l [Vec<CellKind<'l>>],
    index: &'l Index,
}

/// Lines of forms: form, whether it is a row, and its number.
type Named = BTreeSet<(usize, bool, usize)>;

impl Lines<'_> {
    /// The rows as their form has them, `None` where they are so already.
    fn upright(&self) -> Option<Vec<Row>> {
        let width = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let is_turned = width >= FEWEST_ROWS && (self.are_turned() || self.are_upright(width)) || self.are_crossed();
        let column = |at: usize| Row { cells: self.rows.iter().filter_map(|row| cell(row, at)).collect() };
        is_turned.then(|| (0..width).map(column).collect())
    }

    /// Whether every label of the first line is a row of one form and none of its columns, and every label at the
    /// left a column and no row: so few labels tell enough.
    fn are_crossed(&self) -> bool {
        let texts = |row: usize| self.kinds.get(row).into_iter().flatten();
        let filled = |kind: &&CellKind<'_>| !matches!(kind, CellKind::Blank);
        let across: Vec<Option<&Label<'_>>> = texts(0).skip(1).filter(filled).map(text_of).collect();
        let down: Vec<Option<&Label<'_>>> =
            self.kinds.iter().skip(1).filter_map(|kinds| kinds.first()).map(text_of).collect();
        let inner = |kind: &CellKind<'_>| matches!(kind, CellKind::Figure | CellKind::Blank | CellKind::Nothing);
        if across.is_empty() || down.is_empty() || !(1..self.rows.len()).all(|row| texts(row).skip(1).all(inner)) {
            return false;
        }
        let only = |label: Option<&Label<'_>>, form: usize, axis: Axis, other: Axis| {
            label.is_some_and(|label| label.lines(form, axis).count() == 1 && label.lines(form, other).next().is_none())
        };
        (0..self.index.forms.len()).any(|form| {
            across.iter().all(|label| only(*label, form, Axis::Row, Axis::Column))
                && down.iter().all(|label| only(*label, form, Axis::Column, Axis::Row))
        })
    }

    /// Whether the heading names rows of a form and the labels columns of it, and not the other way round.
    fn are_turned(&self) -> bool {
        let mut across = Named::new();
        for row in 0..HEADING.min(self.rows.len()) {
            self.name(row, 0..usize::MAX, &mut across);
        }
        let mut forms: BTreeSet<usize> = across.iter().map(|(form, ..)| *form).collect();
        forms.retain(|form| named(&across, *form, true) >= FEWEST_ROWS);
        let mut down = Named::new();
        for row in 0..self.rows.len() {
            // Most tables stand upright, which a few of their labels tell.
            forms.retain(|form| named(&across, *form, true) > named(&down, *form, true));
            if forms.is_empty() {
                return false;
            }
            self.name(row, 0..HEADING, &mut down);
        }
        let fits = |form: usize| {
            let columns = named(&down, form, false);
            let own = named(&across, form, true) > named(&down, form, true) && columns > named(&across, form, false);
            columns >= FEWEST_COLUMNS && own
        };
        forms.into_iter().any(fits)
    }

    /// Whether a line of figures stands upright: the last label before each names a column of one form, most of
    /// them more than once, and some row of it stands before.
    fn are_upright(&self, width: usize) -> bool {
        if self.rows.len() < FEWEST_FIGURES || !(3..=HEADING + 1).contains(&width) {
            return false;
        }
        let is_figure = |row: &&Vec<CellKind<'_>>| matches!(row.get(width - 1), Some(CellKind::Figure));
        if self.kinds.iter().filter(is_figure).count() + 1 < self.rows.len() {
            return false;
        }
        let (mut own, mut before) = (Named::new(), Named::new());
        for row in 0..self.rows.len() {
            self.name(row, width - 2..width - 1, &mut own);
            self.name(row, 0..width - 2, &mut before);
        }
        let forms: BTreeSet<usize> = own.iter().map(|(form, ..)| *form).collect();
        forms.into_iter().any(|form| {
            let (rows, columns) = (named(&before, form, true), named(&own, form, false));
            columns >= FEWEST_COLUMNS && rows >= FEWEST_COLUMNS && columns * rows == self.rows.len()
        })
    }

    /// Adds the lines of forms that some cells of a row name.
    fn name(&self, row: usize, columns: Range<usize>, found: &mut Named) {
        let (Some(cells), Some(kinds)) = (self.rows.get(row), self.kinds.get(row)) else { return };
        let some = cells.cells.iter().zip(kinds).skip(columns.start).take(columns.len());
        for (cell, kind) in some {
            let year;
            let label = match kind {
                CellKind::Text(label) => label,
                CellKind::Figure if is_year(&cell.text) => {
                    year = self.index.look_up(&cell.text);
                    &year
                }
                _ => continue,
            };
            found.extend(label.meanings.iter().map(|one| (one.form, one.axis == Axis::Row, one.line)));
        }
    }
}

fn text_of<'k>(kind: &'k CellKind<'k>) -> Option<&'k Label<'k>> {
    match kind {
        CellKind::Text(label) => Some(label),
        _ => None,
    }
}

/// How many rows, or columns, of a form some lines are.
fn named(lines: &Named, form: usize, is_row: bool) -> usize {
    lines.range((form, is_row, 0)..=(form, is_row, usize::MAX)).count()
}
