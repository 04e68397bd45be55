//! Excel files of 1997 to 2003: what each cell shows. Sheets and cells are chosen as in newer files.
//! The container is read by a library, the records in it here: no library gives their number formats
//! or keeps to limits. How a text is stored is in `strings`.

mod strings;

use std::io::{Cursor, Read};

use super::number_format::{built_in, shown};
use super::sheet::Sheet;
use super::shield::shielded;
use super::transcript::Transcript;
use super::{Content, Refusal};
use crate::limits::{Limit, Limits};
use crate::problem::{FileType, ProblemKind};
use strings::{Shared, text_with_length};

const FORMAT: &str = "XLS";

/// Types of records.
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const EOF: u16 = 0x000A;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const FILE_PASS: u16 = 0x002F;
    pub(super) const CONTINUE: u16 = 0x003C;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const MUL_RK: u16 = 0x00BD;
    pub(super) const RICH_STRING: u16 = 0x00D6;
    pub(super) const XF: u16 = 0x00E0;
    pub(super) const SST: u16 = 0x00FC;
    pub(super) const LABEL_SST: u16 = 0x00FD;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOL_ERR: u16 = 0x0205;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027E;
    pub(super) const FORMAT: u16 = 0x041E;
    pub(super) const BOF: u16 = 0x0809;
}

/// Reads a workbook.
///
/// # Errors
/// Damage, encryption, versions before 1997, and the limits.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Refusal> {
    let stream = shielded(FORMAT, || stream(bytes, limits))?;
    let book = Book::read(&stream)?;
    let (mut transcript, mut tables) = (Transcript::new(limits), Vec::new());
    for (name, start) in &book.sheets {
        let mut sheet = Sheet::new(name, limits);
        fill(&mut sheet, &book, stream.get(*start..).unwrap_or_default())?;
        tables.extend(sheet.tables(&mut transcript)?);
    }
    Ok(Content { text: transcript.finish(), encoding: FORMAT, tables, paragraphs: Vec::new() })
}

fn stream(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    let Ok(stream) = file.open_stream("Workbook") else {
        return Err(ProblemKind::WrongType(FileType::LegacyOffice).into());
    };
    let mut bytes = Vec::new();
    stream.take(limits.of(Limit::Packed)).read_to_end(&mut bytes).map_err(|error| damaged(&error.to_string()))?;
    Ok(bytes)
}

fn damaged(detail: &str) -> ProblemKind {
    ProblemKind::Damaged { format: FORMAT, detail: detail.into() }
}

/// The records of a stream: type and content.
struct Records<'s>(&'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.0, 0)?, usize::from(u16_at(self.0, 2)?));
        let content = self.0.get(4..4 + length)?;
        self.0 = self.0.get(4 + length..)?;
        Some((kind, content))
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes)
}

/// What the records before the sheets say.
#[derive(Default)]
struct Book {
    /// The sheets that are shown: name and start.
    sheets: Vec<(String, usize)>,
    strings: Vec<String>,
    /// For each style of a cell the number of its format.
    styles: Vec<u16>,
    codes: Vec<(u16, String)>,
    counts_from_1904: bool,
}

impl Book {
    fn read(stream: &[u8]) -> Result<Self, ProblemKind> {
        let mut book = Self::default();
        let mut records = Records(stream);
        let mut shared = Shared::default();
        let mut last = 0;
        for (kind, content) in records.by_ref() {
            match kind {
                kind::FILE_PASS => return Err(ProblemKind::Encrypted),
                kind::DATE_MODE => book.counts_from_1904 = u16_at(content, 0) == Some(1),
                kind::BOUND_SHEET => book.sheets.extend(bound_sheet(content)),
                kind::XF => book.styles.extend(u16_at(content, 2)),
                kind::FORMAT => {
                    let code = content.get(2..).and_then(text_with_length);
                    book.codes.extend(u16_at(content, 0).zip(code));
                }
                kind::SST => shared.start(content),
                kind::CONTINUE if last == kind::SST => shared.go_on(content),
                kind::EOF => break,
                _ => {}
            }
            // All continuations of the shared strings follow the record itself.
            last = if kind == kind::CONTINUE { last } else { kind };
        }
        if last != kind::EOF && book.sheets.is_empty() {
            return Err(damaged("the file ends before its first sheet"));
        }
        book.strings = shared.read();
        Ok(book)
    }

    fn shown(&self, value: f64, style: Option<u16>) -> String {
        let id = style.and_then(|style| self.styles.get(usize::from(style)).copied());
        let own = id.and_then(|id| self.codes.iter().find(|(known, _)| *known == id)).map(|(_, code)| code.as_str());
        shown(value, own.or_else(|| id.and_then(built_in)), self.counts_from_1904)
    }
}

/// A worksheet that is shown; charts and macros have none.
fn bound_sheet(content: &[u8]) -> Option<(String, usize)> {
    let start = usize::try_from(u32_at(content, 0)?).ok()?;
    let is_shown = matches!((content.get(4)? % 4, *content.get(5)?), (0, 0));
    let length = usize::from(*content.get(6)?);
    is_shown.then(|| (strings::text(content.get(7..).unwrap_or_default(), length), start))
}

fn fill(sheet: &mut Sheet, book: &Book, stream: &[u8]) -> Result<(), Refusal> {
    let mut depth = 0_usize;
    let mut awaiting = None;
    for (kind, content) in Records(stream) {
        match kind {
            kind::BOF => depth += 1,
            kind::EOF if depth <= 1 => return Ok(()),
            kind::EOF => depth -= 1,
            // Charts stand inside a sheet and have cells of their own.
            _ if depth > 1 => {}
            kind::STRING => {
                if let (Some((row, column)), Some(text)) = (awaiting.take(), text_with_length(content)) {
                    sheet.put(row, column, &text)?;
                }
            }
            kind::MUL_RK => mul_rk(book, content, sheet)?,
            _ => {
                let Some(cell) = cell(book, kind, content) else { continue };
                match cell.text {
                    Some(text) => sheet.put(cell.row, cell.column, &text)?,
                    None => awaiting = Some((cell.row, cell.column)),
                }
            }
        }
    }
    Err(damaged("the file ends within a sheet").into())
}

struct Found {
    row: usize,
    column: usize,
    /// `None` where the text of a formula follows in the next record.
    text: Option<String>,
}

/// The cell of a record, `None` where the record is of no cell or broken.
fn cell(book: &Book, kind: u16, content: &[u8]) -> Option<Found> {
    let (row, column) = (usize::from(u16_at(content, 0)?), usize::from(u16_at(content, 2)?));
    let style = u16_at(content, 4);
    let text = match kind {
        kind::NUMBER => Some(book.shown(f64_at(content, 6)?, style)),
        kind::RK => Some(book.shown(rk(u32_at(content, 6)?), style)),
        kind::LABEL_SST => Some(book.strings.get(usize::try_from(u32_at(content, 6)?).ok()?)?.clone()),
        kind::LABEL | kind::RICH_STRING => Some(text_with_length(content.get(6..)?)?),
        kind::BOOL_ERR => Some(bool_or_error(*content.get(6)?, *content.get(7)? == 0)),
        kind::FORMULA => match (u16_at(content, 12)?, *content.get(6)?) {
            (0xFFFF, 0) => None,
            (0xFFFF, 1) => Some(bool_or_error(*content.get(8)?, true)),
            (0xFFFF, 2) => Some(bool_or_error(*content.get(8)?, false)),
            (0xFFFF, _) => Some(String::new()),
            _ => Some(book.shown(f64_at(content, 6)?, style)),
        },
        _ => return None,
    };
    Some(Found { row, column, text })
}

fn mul_rk(book: &Book, content: &[u8], sheet: &mut Sheet) -> Result<(), Refusal> {
    let (Some(row), Some(first)) = (u16_at(content, 0), u16_at(content, 2)) else { return Ok(()) };
    let numbers = content.get(4..content.len().saturating_sub(2)).unwrap_or_default();
    for (number, six) in numbers.chunks_exact(6).enumerate() {
        if let Some(value) = u32_at(six, 2) {
            let column = usize::from(first) + number;
            sheet.put(usize::from(row), column, &book.shown(rk(value), u16_at(six, 0)))?;
        }
    }
    Ok(())
}

/// A number in four bytes: an integer or the upper half of a double, perhaps times a hundred.
fn rk(value: u32) -> f64 {
    let number =
        if value & 2 == 0 { f64::from_bits(u64::from(value & !3) << 32) } else { f64::from(value.cast_signed() >> 2) };
    if value & 1 == 0 { number } else { number / 100.0 }
}

fn bool_or_error(value: u8, is_bool: bool) -> String {
    let text = match (is_bool, value) {
        (true, 0) => "FALSE",
        (true, _) => "TRUE",
        (false, 0x07) => "#DIV/0!",
        (false, 0x0F) => "#VALUE!",
        (false, 0x17) => "#REF!",
        (false, 0x1D) => "#NAME?",
        (false, 0x24) => "#NUM!",
        (false, _) => "#N/A",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests;
