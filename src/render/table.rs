//! The look of tables: no vertical lines, so that they stay straight in terminals that draw
//! box characters wide. What stands in them is the caller's.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

use super::{Settings, printable};

const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-'));

/// Columns of a terminal that are left for what is not kept whole.
const LEAST_REST: u16 = 24;

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

/// Never breaks the cells of the first columns over lines, as far as enough room is left for the others: an id is
/// there to be copied.
pub(super) fn keep_whole(table: &mut Table, columns: usize) {
    const BETWEEN: u16 = 3;
    let width = table.width().unwrap_or(u16::MAX);
    let content = table.column_max_content_widths();
    let taken = content.iter().take(columns).fold(0_u16, |sum, one| sum.saturating_add(*one).saturating_add(BETWEEN));
    if taken.saturating_add(LEAST_REST) > width {
        return;
    }
    for column in table.column_iter_mut().take(columns) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// The table as text, without blanks at the ends of lines.
pub(super) fn drawn(table: &Table) -> String {
    table.trim_fmt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Lang;
    use crate::render::{Verbosity, sample};

    fn lines(width: u16, id: &str) -> Vec<String> {
        let settings = Settings { width: Some(width), ..sample::settings(Lang::En, Verbosity::Normal) };
        let mut table = new(["check", "what"].map(str::to_owned), &settings);
        add(&mut table, [id, "some words on what is wrong here and by how much that is"].map(str::to_owned));
        keep_whole(&mut table, 1);
        drawn(&table).lines().skip(2).map(str::to_owned).collect()
    }

    #[test]
    fn an_id_is_broken_only_where_it_leaves_no_room() {
        let id = "received-by-channel[cumulative]";
        assert!(lines(60, id).first().is_some_and(|line| line.contains(id)));
        assert!(lines(60, id).iter().all(|line| line.chars().count() <= 60));
        assert!(!lines(50, id).iter().any(|line| line.contains(id)));
        assert!(lines(50, id).iter().all(|line| line.chars().count() <= 50));
    }
}
