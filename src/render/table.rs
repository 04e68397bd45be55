//! The look of tables: no vertical lines, so that they stay straight in terminals that draw
//! box characters wide. What stands in them is the caller's.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

use super::{Settings, printable};

const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-'));

/// A table with a heading, as wide as the terminal at most.
pub(super) fn new(heading: impl IntoIterator<Item = String>, settings: &Settings) -> Table {
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(settings.width())
        .set_header(heading.into_iter().collect::<Vec<_>>());
    table
}

/// Adds a row, safe for a terminal.
pub(super) fn add(table: &mut Table, cells: impl IntoIterator<Item = String>) {
    table.add_row(cells.into_iter().map(|cell| printable::line(&cell)).collect::<Vec<_>>());
}

/// Sets the figures of some columns to the right.
pub(super) fn align_right(table: &mut Table, columns: &[usize]) {
    for &column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Never breaks the cells of a column over lines: an id is there to be copied.
pub(super) fn keep_whole(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// The table as text, without blanks at the ends of lines.
pub(super) fn drawn(table: &Table) -> String {
    table.trim_fmt()
}
