//! Excel workbooks (XLSX, XLS): the values of cells as their number formats show them, as far as
//! places and percent signs go. Formulas are not computed: the value that the file holds is read.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Sheets, Xls, Xlsx};

use super::archive::Archive;
use super::canvas::Canvas;
use super::format::Formats;
use super::limits::{Limits, Quantity};
use crate::document::{Table, Within};
use crate::problem::ProblemKind;

/// Reads every sheet of an XLSX workbook, hidden ones as well: a figure is a figure.
pub(super) fn read_xlsx(
    bytes: &[u8],
    archive: &mut Archive<'_>,
    canvas: &mut Canvas<'_>,
    limits: &Limits,
) -> Result<(), ProblemKind> {
    let damaged = |error: calamine::XlsxError| ProblemKind::Damaged { kind: "XLSX", detail: error.to_string() };
    let formats = Formats::of(archive, limits)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    for name in book.sheet_names() {
        let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
        let mut cells = book.worksheet_cells_reader(&name).map_err(damaged)?;
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
            let (row, column) = cell.get_position();
            let text = match cell.get_value() {
                DataRef::Int(value) => formats.shown(&value.to_string(), style),
                DataRef::Float(value) => formats.shown(&value.to_string(), style),
                DataRef::String(text) => text.clone(),
                DataRef::SharedString(text) => (*text).to_owned(),
                other => written(&other.clone().into()),
            };
            put(&mut rows, row, column, text, limits)?;
        }
        blocks(canvas, rows, &Within::Sheet(name.as_str().into()))?;
    }
    Ok(())
}

/// Reads every sheet of a workbook in the format of Excel 97.
pub(super) fn read_xls(bytes: &[u8], canvas: &mut Canvas<'_>, limits: &Limits) -> Result<(), ProblemKind> {
    let damaged = |detail: String| ProblemKind::Damaged { kind: "XLS", detail };
    let book = Xls::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    let mut book = Sheets::Xls(book);
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|error| damaged(error.to_string()))?;
        let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            put(&mut rows, at(first_row, row), at(first_column, column), written(value), limits)?;
        }
        blocks(canvas, rows, &Within::Sheet(name.as_str().into()))?;
    }
    Ok(())
}

/// A value that has no number format to show it by. The shortest decimal that gives the same
/// binary number is the one that was typed.
fn written(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(value) => value.to_string(),
        Data::Float(value) => value.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(day) => day.to_string(),
    }
}

/// Puts a text into its row; cells come row by row.
fn put(
    rows: &mut Vec<(usize, Vec<String>)>,
    row: u32,
    column: u32,
    text: String,
    limits: &Limits,
) -> Result<(), ProblemKind> {
    if text.trim().is_empty() {
        return Ok(());
    }
    let (number, column) = (row as usize + 1, column as usize);
    if column >= limits.columns {
        return Err(limits.exceeded(Quantity::Columns));
    }
    if rows.last().is_none_or(|(last, _)| *last != number) {
        if rows.len() >= limits.rows {
            return Err(limits.exceeded(Quantity::Rows));
        }
        rows.push((number, Vec::new()));
    }
    if let Some((_, cells)) = rows.last_mut() {
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(slot) = cells.get_mut(column) {
            *slot = text;
        }
    }
    Ok(())
}

/// The tables of a sheet: rows without a blank row between them, as wide as the widest of them.
pub(super) fn blocks(
    canvas: &mut Canvas<'_>,
    mut rows: Vec<(usize, Vec<String>)>,
    within: &Within,
) -> Result<(), ProblemKind> {
    rows.sort_by_key(|(number, _)| *number);
    for block in rows.chunk_by(|(one, _), (next, _)| *next <= one + 1) {
        let width = block.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let mut table = Table::default();
        for (number, cells) in block {
            let mut cells = cells.clone();
            cells.resize(width, String::new());
            canvas.row(&mut table, &cells, *number, within)?;
        }
        canvas.table(table);
    }
    Ok(())
}
