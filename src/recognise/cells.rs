//! What each cell of a table is, before any form is known: found out once, for all who ask. Which form it
//! belongs to is decided later.

use super::index::{Index, Label};
use super::vocabulary::vocabulary;
use crate::document::{Row, Table};
use crate::number::{Seeming, seeming};

/// What a cell is.
pub(super) enum CellKind<'i> {
    Blank,
    /// A figure, well formed or not.
    Figure,
    /// A sign or word for none.
    Nothing,
    /// A measure word such as `件`.
    Measure,
    /// Anything else.
    Text(Label<'i>),
}

/// What the cells of each row are.
pub(super) type Kinds<'i> = Vec<Vec<CellKind<'i>>>;

/// What the cells of a table are.
pub(super) fn kinds<'i>(table: &Table, index: &'i Index) -> Kinds<'i> {
    table.rows.iter().map(|row| of_row(row, index)).collect()
}

/// What the cells of a row are.
pub(super) fn of_row<'i>(row: &Row, index: &'i Index) -> Vec<CellKind<'i>> {
    row.cells.iter().map(|cell| kind_of(&cell.text, index)).collect()
}

/// Whether a figure may be the year over a column.
pub(super) fn is_year(text: &str) -> bool {
    matches!(text.trim().parse(), Ok(1949..=2100))
}

/// What the text of a cell is.
pub(super) fn kind_of<'i>(text: &str, index: &'i Index) -> CellKind<'i> {
    match seeming(text) {
        Seeming::Blank => CellKind::Blank,
        Seeming::Figure => CellKind::Figure,
        Seeming::Nothing => CellKind::Nothing,
        Seeming::Text if vocabulary().is_measure(text) => CellKind::Measure,
        Seeming::Text => CellKind::Text(index.look_up(text)),
    }
}
