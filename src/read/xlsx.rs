//! Excel files: what each cell shows. Hidden sheets are left out, as no reader of the file sees them
//! and many hold last year's figures; hidden rows and columns are read, as a filter hides rows that
//! still count. A formula counts as the value that was saved with it; nothing is computed.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};

use super::number_format::shown;
use super::package::Package;
use super::sheet::Sheet;
use super::shield::shielded;
use super::transcript::Transcript;
use super::{Content, Refusal};
use crate::limits::Limits;
use crate::problem::ProblemKind;

const FORMAT: &str = "XLSX";

/// Reads a workbook.
///
/// # Errors
/// Damage, encryption and the limits.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Refusal> {
    // The parts are measured before a library that trusts them unpacks them.
    Package::open(bytes, limits)?;
    shielded(FORMAT, || workbook(bytes, limits))
}

fn workbook(bytes: &[u8], limits: &Limits) -> Result<Content, Refusal> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let counts_from_1904 = workbook.has_1904_epoch();
    let is_shown =
        |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet;
    let names: Vec<String> = workbook.sheets_metadata().iter().filter(is_shown).map(|one| one.name.clone()).collect();
    let (mut transcript, mut tables) = (Transcript::new(limits), Vec::new());
    for name in names {
        let mut sheet = Sheet::new(&name, limits);
        fill(&mut sheet, &mut workbook, &name, counts_from_1904)?;
        tables.extend(sheet.tables(&mut transcript)?);
    }
    Ok(Content { text: transcript.finish(), encoding: FORMAT, tables, paragraphs: Vec::new() })
}

fn fill(
    sheet: &mut Sheet,
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    counts_from_1904: bool,
) -> Result<(), Refusal> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    let codes: Vec<Option<String>> = cells
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map(|format| format.format_code.clone()))
        .collect();
    let mut has_blank = false;
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| damaged(&error))? {
        has_blank |= matches!(cell.get_value(), DataRef::Empty);
        let code = codes.get(style).and_then(Option::as_deref);
        let (row, column) = cell.get_position();
        sheet.put(position(row), position(column), &text(cell.get_value(), code, counts_from_1904))?;
    }
    drop(cells);
    if has_blank { put_formulas(sheet, workbook, name) } else { Ok(()) }
}

/// A formula that no value was saved with shows as itself: nobody knows its figure, and it is no blank.
fn put_formulas(sheet: &mut Sheet, workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<(), Refusal> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| damaged(&error))?;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|error| damaged(&error))? {
        let Some(formula) = cell.formula.filter(|_| matches!(cell.value, DataRef::Empty)) else { continue };
        let text = match formula {
            XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => formula,
            _ => String::new(),
        };
        sheet.put(position(cell.pos.0), position(cell.pos.1), &format!("={text}"))?;
    }
    Ok(())
}

fn position(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX - 1)
}

/// What a cell shows.
fn text(value: &DataRef<'_>, code: Option<&str>, counts_from_1904: bool) -> String {
    match value {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => shown(*value, code, counts_from_1904),
        DataRef::DateTime(value) => shown(value.as_f64(), code, counts_from_1904),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn damaged(error: &XlsxError) -> ProblemKind {
    match error {
        XlsxError::Password => ProblemKind::Encrypted,
        _ => ProblemKind::Damaged { format: FORMAT, detail: error.to_string() },
    }
}
