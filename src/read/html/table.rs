//! Which tables of a page hold data, and the grid that they show.

use super::super::Refusal;
use super::super::budget::Budget;
use super::super::data_table::Signs;
use super::super::grid::Grid;
use super::super::inline::Piece;
use super::super::lines::Lines;
use super::super::tree::{Id, Tree};
use super::{framed, hidden, nested_tables, piece_of};
use crate::document::{Cell, Place, Row, Table, Within};

/// The rows of a table, each cell with where the cell itself stands in the source.
pub(super) type Rows = Vec<Vec<Option<Piece>>>;

/// The grid of a table, or `None` where it only lays out the page.
pub(super) fn data(tree: &Tree, id: Id, lines: &Lines<'_>, budget: &mut Budget) -> Result<Option<Rows>, Refusal> {
    let (mut grid, mut signs) = (Grid::new(budget.limits()), Signs::default());
    for row in rows(tree, id) {
        for cell in row_cells(tree, row) {
            let piece = piece_of(tree, cell).unwrap_or_default();
            signs.cell(&piece.text, nested_tables(tree, cell).len());
            let piece = framed(tree, cell).unwrap_or(piece);
            let span = |name: &str| tree.get(cell).attribute(name).map(|value| value.trim().parse::<usize>());
            let columns = span("colspan").and_then(Result::ok).unwrap_or(1);
            let height = match span("rowspan") {
                Some(Ok(0)) => usize::MAX,
                Some(Ok(rows)) => rows,
                Some(Err(_)) | None => 1,
            };
            grid.cell(piece, columns, height);
        }
        signs.end_row();
        grid.end_row(budget).map_err(|over| Refusal::at(over, lines.place(tree.get(row).span.clone())))?;
    }
    Ok(signs.is_data().then(|| grid.finish()))
}

/// The rows of a table in the order in which they are shown.
fn rows(tree: &Tree, id: Id) -> Vec<Id> {
    let (mut head, mut body, mut foot) = (Vec::new(), Vec::new(), Vec::new());
    for &child in tree.children(id) {
        let part = match &*tree.get(child).name {
            "thead" => &mut head,
            "tfoot" => &mut foot,
            "tbody" => &mut body,
            "tr" => {
                body.push(child);
                continue;
            }
            _ => continue,
        };
        if !hidden(tree, child) {
            part.extend(tree.children_named(child, "tr"));
        }
    }
    let shown = |row: &Id| !hidden(tree, *row);
    head.into_iter().chain(body).chain(foot).filter(shown).collect()
}

fn row_cells(tree: &Tree, row: Id) -> impl Iterator<Item = Id> + '_ {
    let is_cell = |cell: &Id| matches!(&*tree.get(*cell).name, "td" | "th") && !hidden(tree, *cell);
    tree.children(row).iter().copied().filter(is_cell)
}

/// Every cell of a table.
pub(super) fn cells(tree: &Tree, id: Id) -> Vec<Id> {
    rows(tree, id).into_iter().flat_map(|row| row_cells(tree, row).collect::<Vec<_>>()).collect()
}

/// The grid with places; blank rows are left out.
pub(super) fn placed(rows: Rows, lines: &Lines<'_>, within: &Within) -> Table {
    let mut table = Table::default();
    for (number, row) in rows.into_iter().enumerate() {
        let Some(first) = row.iter().flatten().find(|piece| !piece.text.is_empty()) else { continue };
        // A blank cell has no text to point to; it stands where the row starts.
        let mut at = first.span.start..first.span.start;
        let mut cells = Vec::with_capacity(row.len());
        for (column, piece) in row.into_iter().enumerate() {
            let piece = piece.unwrap_or_default();
            let span = if piece.text.is_empty() { at.clone() } else { piece.span };
            at = span.end..span.end;
            let line = lines.line(span.start);
            let place = Place { line, column: column + 1, row: number + 1, span, within: within.clone() };
            cells.push(Cell { text: piece.text.into(), place });
        }
        table.rows.push(Row { cells });
    }
    table
}
