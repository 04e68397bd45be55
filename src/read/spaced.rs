//! Tables in plain text whose columns blanks set under one another, with cells that are blank: those
//! without are read by the order of their fields, later.

use std::ops::Range;

use super::aligned::{self, At, Token, TooMany};
use super::inline::{is_chinese, width};
use super::text::Line;
use crate::document::{Cell, Place, Row, Table, Within};
use crate::limits::Limits;

/// Columns of blanks between two fields; a full-width blank takes two.
const GAP: usize = 2;
/// Columns of blanks that may stand between the signs of one word, as in `总　　计`.
const SPREAD: usize = 4;

/// A field by its columns and bytes.
struct Field {
    columns: Range<usize>,
    bytes: Range<usize>,
}

/// A table and the lines that it takes.
pub(super) type Taken = (Range<usize>, Table);

/// The tables among some lines, by the lines that they take.
///
/// # Errors
/// [`TooMany`] cells.
pub(super) fn tables(lines: &[Line<'_>], limits: &Limits) -> Result<Vec<Taken>, TooMany> {
    let fields: Vec<Vec<Field>> = lines.iter().map(|line| fields(line.text)).collect();
    let views: Vec<aligned::Line<'_>> =
        lines.iter().zip(&fields).enumerate().map(|(number, (line, fields))| view(number, *line, fields)).collect();
    let is_set = |table: &aligned::Found| {
        table.has_blanks && !are_parted_evenly(fields.get(table.lines.clone()).unwrap_or_default())
    };
    let found = aligned::tables(&views, false, limits)?.into_iter().filter(is_set);
    Ok(found.map(|table| (table.lines.clone(), made(&table, lines, &fields))).collect())
}

fn view<'t>(number: usize, line: Line<'t>, fields: &[Field]) -> aligned::Line<'t> {
    let at = |column: usize| f64::from(u32::try_from(column).unwrap_or(u32::MAX));
    let token = |field: &Field| Token {
        left: at(field.columns.start),
        right: at(field.columns.end),
        y: at(number),
        text: line.text.get(field.bytes.clone()).unwrap_or_default(),
    };
    aligned::Line { y: at(number), size: 1.0, tokens: fields.iter().map(token).collect() }
}

/// The fields of a line. One with tabs is divided by these and no part of such a table.
fn fields(text: &str) -> Vec<Field> {
    if text.contains('\t') {
        return vec![Field { columns: 0..usize::MAX, bytes: 0..0 }];
    }
    let (mut fields, mut at): (Vec<Field>, usize) = (Vec::new(), 0);
    for (start, sign) in text.char_indices() {
        let width = width(sign);
        let bytes = start..start + sign.len_utf8();
        if !sign.is_whitespace() {
            match fields.last_mut() {
                Some(field) if at - field.columns.end < GAP => {
                    field.columns.end = at + width;
                    field.bytes.end = bytes.end;
                }
                _ => fields.push(Field { columns: at..at + width, bytes }),
            }
        }
        at += width;
    }
    together(text, fields)
}

/// Whether as many blanks stand between all fields: these part them, and set nothing under one another.
fn are_parted_evenly(lines: &[Vec<Field>]) -> bool {
    let gap = |pair: &[Field]| Some(pair.last()?.columns.start.abs_diff(pair.first()?.columns.end));
    let mut gaps = lines.iter().flat_map(|line| line.windows(2)).filter_map(gap);
    let first = gaps.next();
    gaps.all(|gap| Some(gap) == first)
}

/// Signs that stand alone, a little apart, are one word.
fn together(text: &str, fields: Vec<Field>) -> Vec<Field> {
    let is_sign = |bytes: &Range<usize>| {
        let mut signs = text.get(bytes.clone()).unwrap_or_default().chars();
        signs.next().is_some_and(is_chinese) && signs.next().is_none()
    };
    let mut found: Vec<(Field, bool)> = Vec::new();
    for field in fields {
        let alone = is_sign(&field.bytes);
        match found.last_mut() {
            Some((before, true)) if alone && field.columns.start - before.columns.end <= SPREAD => {
                before.columns.end = field.columns.end;
                before.bytes.end = field.bytes.end;
            }
            _ => found.push((field, alone)),
        }
    }
    found.into_iter().map(|(field, _)| field).collect()
}

/// The table, with a column for each field that a label has.
fn made(table: &aligned::Found, lines: &[Line<'_>], fields: &[Vec<Field>]) -> Table {
    let labels = table.rows.iter().filter_map(|row| row.first()).map(Vec::len).max().unwrap_or(0).max(1);
    let start = lines.get(table.lines.start).map_or(1, |line| line.number);
    let mut last = Place { line: start, column: 1, row: start, span: 0..0, within: Within::Text };
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut cells = Vec::with_capacity(labels + row.len());
        let (label, figures) = row.split_first().unwrap_or((const { &Vec::new() }, &[]));
        for number in 0..labels {
            cells.push(cell(label.get(number..number + 1).unwrap_or_default(), lines, fields, &mut last));
        }
        cells.extend(figures.iter().map(|at| cell(at, lines, fields, &mut last)));
        rows.push(Row { cells });
    }
    Table { rows }
}

/// A cell; a blank one stands where the one before it does.
fn cell(at: &[At], lines: &[Line<'_>], fields: &[Vec<Field>], last: &mut Place) -> Cell {
    let mut text = String::new();
    for (number, (line, field)) in at.iter().enumerate() {
        let (Some(line), Some(field)) = (lines.get(*line), fields.get(*line).and_then(|line| line.get(*field))) else {
            continue;
        };
        text.push_str(line.text.get(field.bytes.clone()).unwrap_or_default());
        if number == 0 {
            *last = line.place(field.bytes.clone());
        }
    }
    if text.is_empty() {
        let place = Place { span: last.span.end..last.span.end, ..last.clone() };
        return Cell { text: "".into(), place };
    }
    Cell { text: text.into(), place: last.clone() }
}
