//! Text to tables: the delimiter, the fields with the place of each, and the blank lines between
//! tables. What csv-core makes of quotes is taken as it is; ragged rows are not judged here.

use std::cell::Cell as Slot;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::Refusal;
use super::budget::Budget;
use crate::document::{Cell, Place, Row, Table, Within};
use crate::limits::{Limit, Limits};
use crate::problem::ProblemKind;

/// Delimiters that are looked for, the most common one first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Records and bytes that the delimiter is told by.
const SNIFFED_RECORDS: usize = 200;
const SNIFFED_BYTES: usize = 1024 * 1024;

/// Splits a text into its tables.
///
/// # Errors
/// [`ProblemKind::UnclosedQuote`] and the limits on rows and cells, with the place.
pub(super) fn tables(text: &str, limits: &Limits) -> Result<Vec<Table>, Refusal> {
    with_reader(delimiter(text), |reader| tables_of(Fields::new(text, reader), limits))
}

fn tables_of(mut fields: Fields<'_>, limits: &Limits) -> Result<Vec<Table>, Refusal> {
    let (mut tables, mut table) = (Vec::new(), Table::default());
    let (mut width, mut budget) = (0, Budget::new(limits));
    loop {
        if fields.skip_blank_lines() {
            close(&mut tables, &mut table);
        }
        let Some(row) = record(&mut fields, width, limits)? else { break };
        width = row.cells.len();
        let place = || row.place().cloned().unwrap_or_else(start);
        budget.row(table.rows.len(), width).map_err(|over| Refusal::at(over, place()))?;
        if row.cells.iter().all(Cell::is_blank) {
            close(&mut tables, &mut table);
        } else {
            table.rows.push(row);
        }
    }
    close(&mut tables, &mut table);
    Ok(tables)
}

/// The records of a text in which no line is blank.
///
/// # Errors
/// As [`tables`].
pub(super) fn rows(text: &str, delimiter: u8, limits: &Limits) -> Result<Vec<Row>, Refusal> {
    with_reader(delimiter, |reader| {
        let mut fields = Fields::new(text, reader);
        let mut rows: Vec<Row> = Vec::new();
        while let Some(row) = record(&mut fields, rows.last().map_or(0, |row| row.cells.len()), limits)? {
            rows.push(row);
        }
        Ok(rows)
    })
}

fn start() -> Place {
    Place { line: 1, column: 1, row: 1, span: 0..0, within: Within::File }
}

fn close(tables: &mut Vec<Table>, table: &mut Table) {
    if !table.rows.is_empty() {
        tables.push(std::mem::take(table));
    }
}

/// The next record, or `None` at the end; `width` is the number of fields it probably has.
fn record(fields: &mut Fields<'_>, width: usize, limits: &Limits) -> Result<Option<Row>, Refusal> {
    let mut cells = Vec::with_capacity(width);
    while let Some(field) = fields.next() {
        let place =
            Place { line: field.line, column: cells.len() + 1, row: field.row, span: field.span, within: Within::File };
        if field.unclosed {
            return Err(Refusal::at(ProblemKind::UnclosedQuote, place));
        }
        if let Err(over) = limits.within(Limit::Columns, cells.len() + 1) {
            return Err(Refusal::at(over, place));
        }
        let text = if field.quoted { fields.unquoted() } else { fields.text(&place) };
        cells.push(Cell { text, place });
        if field.ends_record {
            return Ok(Some(Row { cells }));
        }
    }
    Ok(None)
}

/// The candidate by which the fewest quotes stand where none may; among equals the one with the most
/// records of several fields, then the one whose records have the same number of fields most often, then
/// the more common one.
pub(super) fn delimiter(text: &str) -> u8 {
    let start = text.as_bytes().get(..SNIFFED_BYTES).unwrap_or(text.as_bytes());
    let mut candidates = DELIMITERS.into_iter().filter(|delimiter| start.contains(delimiter));
    let mut chosen = candidates.next().unwrap_or(b',');
    let mut best = None;
    for candidate in candidates {
        let so_far = *best.get_or_insert_with(|| score(text, chosen));
        let score = score(text, candidate);
        if score > so_far {
            (best, chosen) = (Some(score), candidate);
        }
    }
    chosen
}

/// The delimiter of a table: most of the records at the start have several fields, and as many as the
/// record before or after them. Prose has commas too, but not that evenly.
pub(super) fn delimiter_of_table(text: &str) -> Option<u8> {
    let delimiter = delimiter(text);
    let (counts, _) = counts(text, delimiter);
    let is_even = |at: usize| {
        let count = |at: Option<usize>| at.and_then(|at| counts.get(at).copied());
        let own = count(Some(at));
        own > Some(1) && (own == count(at.checked_sub(1)) || own == count(at.checked_add(1)))
    };
    let even = (0..counts.len()).filter(|at| is_even(*at)).count();
    (even >= 2 && even * 2 >= counts.len()).then_some(delimiter)
}

/// How few fields have a quote where none may stand, how many records have several fields, and how many of
/// those have the same number of fields.
fn score(text: &str, delimiter: u8) -> (Reverse<usize>, usize, usize) {
    let (counts, ill_quoted) = counts(text, delimiter);
    let mut records = BTreeMap::new();
    for count in counts.into_iter().filter(|count| *count > 1) {
        *records.entry(count).or_insert(0_usize) += 1;
    }
    (Reverse(ill_quoted), records.values().sum(), records.into_values().max().unwrap_or(0))
}

/// The numbers of fields of the records at the start, and how many of the fields have a quote where none may
/// stand.
fn counts(text: &str, delimiter: u8) -> (Vec<usize>, usize) {
    with_reader(delimiter, |reader| counts_of(Fields::new(text, reader)))
}

fn counts_of(mut fields: Fields<'_>) -> (Vec<usize>, usize) {
    let mut counts = Vec::new();
    let mut ill_quoted = 0;
    while counts.len() < SNIFFED_RECORDS && fields.at <= SNIFFED_BYTES {
        fields.skip_blank_lines();
        let mut count = 0;
        while let Some(field) = fields.next() {
            count += 1;
            ill_quoted += usize::from(fields.is_ill_quoted(&field));
            if field.ends_record {
                break;
            }
        }
        if count == 0 {
            break;
        }
        counts.push(count);
    }
    (counts, ill_quoted)
}

thread_local! {
    /// The last reader and its delimiter. Making one takes longer than reading a small file, and a copy of one
    /// reads nothing.
    static LAST: Slot<Option<(u8, Reader)>> = const { Slot::new(None) };
}

/// Reads with a reader at its start.
fn with_reader<T>(delimiter: u8, read: impl FnOnce(&mut Reader) -> T) -> T {
    let last = LAST.take().filter(|(of, _)| *of == delimiter);
    let mut reader = last.map_or_else(|| ReaderBuilder::new().delimiter(delimiter).build(), |(_, reader)| reader);
    reader.reset();
    let done = read(&mut reader);
    LAST.set(Some((delimiter, reader)));
    done
}

/// The fields of a text, one after the other, with the place of each.
struct Fields<'t> {
    text: &'t str,
    reader: &'t mut Reader,
    /// The byte that the next field starts at.
    at: usize,
    line: usize,
    row: usize,
    /// The last field without its quotes: the first `written` bytes.
    buffer: Vec<u8>,
    written: usize,
}

struct Field {
    span: std::ops::Range<usize>,
    line: usize,
    row: usize,
    quoted: bool,
    unclosed: bool,
    ends_record: bool,
}

impl<'t> Fields<'t> {
    fn new(text: &'t str, reader: &'t mut Reader) -> Self {
        Self { text, reader, at: 0, line: 1, row: 1, buffer: vec![0; 256], written: 0 }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Steps over blank lines, which csv-core would do without telling.
    fn skip_blank_lines(&mut self) -> bool {
        let start = self.at;
        while let Some(b'\r' | b'\n') = self.byte(self.at) {
            self.at += 1;
            self.end_line();
        }
        self.at > start
    }

    /// Counts the line and row whose line break has just been passed, or passed by half.
    fn end_line(&mut self) {
        if self.byte(self.at - 1) == Some(b'\r') && self.byte(self.at) == Some(b'\n') {
            self.at += 1;
        }
        self.line += 1;
        self.row += 1;
    }

    /// The next field; a record ends with the field that says so.
    fn next(&mut self) -> Option<Field> {
        let (start, line, row) = (self.at, self.line, self.row);
        let (ends_record, at_end) = self.advance()?;
        let end = if at_end { self.at } else { self.at - 1 };
        let quoted = self.byte(start) == Some(b'"');
        let mut field = Field { span: start..end, line, row, quoted, unclosed: false, ends_record };
        if quoted {
            let raw = self.text.get(start..end).unwrap_or_default();
            field.unclosed = at_end && is_unclosed(raw);
            self.line += line_breaks(raw);
            let closing = usize::from(raw.len() > 1 && raw.ends_with('"'));
            field.span = start + 1..end - closing;
        }
        if ends_record && !at_end {
            self.end_line();
        }
        Some(field)
    }

    /// Lets csv-core read one field: whether it ends its record, and whether the text ends with it.
    fn advance(&mut self) -> Option<(bool, bool)> {
        self.written = 0;
        loop {
            let input = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let output = self.buffer.get_mut(self.written..).unwrap_or_default();
            let (result, read, written) = self.reader.read_field(input, output);
            let at_end = input.is_empty();
            self.at += read;
            self.written += written;
            match result {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => self.buffer.resize(self.buffer.len() * 2, 0),
                ReadFieldResult::Field { record_end } => return Some((record_end, at_end)),
                ReadFieldResult::End => return None,
            }
        }
    }

    /// Whether a quote stands within an unquoted field, or text after the quoted part of a field.
    fn is_ill_quoted(&self, field: &Field) -> bool {
        let raw = self.text.get(field.span.clone()).unwrap_or_default();
        let has_odd_quotes = || raw.split("\"\"").any(|part| part.contains('"'));
        field.unclosed || if field.quoted { has_odd_quotes() } else { raw.contains('"') }
    }

    /// The last field without its quotes. It is valid UTF-8, as only ASCII was taken out of it.
    fn unquoted(&self) -> Box<str> {
        let bytes = self.buffer.get(..self.written).unwrap_or_default();
        String::from_utf8_lossy(bytes).into()
    }

    /// The text at a place, for fields without quotes, which csv-core leaves as they are.
    fn text(&self, place: &Place) -> Box<str> {
        self.text.get(place.span.clone()).unwrap_or_default().into()
    }
}

/// Whether a field that starts with a quote and reaches the end of the text lacks the closing one.
fn is_unclosed(raw: &str) -> bool {
    let mut bytes = raw.bytes().skip(1).peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
            return false;
        }
    }
    true
}

/// Line breaks of all three kinds.
fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let single = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    single - bytes.windows(2).filter(|pair| pair == b"\r\n").count()
}

#[cfg(test)]
mod tests;
