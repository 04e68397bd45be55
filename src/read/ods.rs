//! `OpenDocument` spreadsheets (ODS): the text that each cell shows.

use super::archive::Archive;
use super::canvas::Canvas;
use super::limits::{Limits, Quantity};
use super::sheet::blocks;
use super::xml::{Element, Node, parse};
use crate::document::Within;
use crate::problem::ProblemKind;

const KIND: &str = "ODS";

/// Reads every sheet.
pub(super) fn read(archive: &mut Archive<'_>, canvas: &mut Canvas<'_>, limits: &Limits) -> Result<(), ProblemKind> {
    let missing = || ProblemKind::Damaged { kind: KIND, detail: "no spreadsheet in content.xml".into() };
    let text = archive.text("content.xml")?.ok_or_else(missing)?;
    let root = parse(&text, KIND, limits)?;
    let book = root.child("body").and_then(|body| body.child("spreadsheet")).ok_or_else(missing)?;
    for sheet in book.elements().filter(|element| element.name == "table") {
        let within = Within::Sheet(sheet.attribute("name").unwrap_or_default().into());
        let mut rows = Vec::new();
        collect(sheet, &mut rows, limits)?;
        blocks(canvas, rows, &within)?;
    }
    Ok(())
}

/// The filled rows with their numbers from 1; groups and headings of rows may stand around them.
fn collect(parent: &Element, rows: &mut Vec<(usize, Vec<String>)>, limits: &Limits) -> Result<usize, ProblemKind> {
    fn walk(
        parent: &Element,
        rows: &mut Vec<(usize, Vec<String>)>,
        number: &mut usize,
        limits: &Limits,
    ) -> Result<(), ProblemKind> {
        for child in parent.elements() {
            match child.name.as_str() {
                "table-row" => {
                    let repeated = times(child, "number-rows-repeated");
                    let row = cells(child, limits)?;
                    if row.iter().any(|text| !text.trim().is_empty()) {
                        if rows.len().saturating_add(repeated) > limits.rows {
                            return Err(limits.exceeded(Quantity::Rows));
                        }
                        rows.extend((0..repeated).map(|step| (*number + step, row.clone())));
                    }
                    *number = number.saturating_add(repeated);
                }
                "table-row-group" | "table-header-rows" | "table-rows" => walk(child, rows, number, limits)?,
                _ => {}
            }
        }
        Ok(())
    }
    let mut number = 1;
    walk(parent, rows, &mut number, limits)?;
    Ok(number)
}

fn cells(row: &Element, limits: &Limits) -> Result<Vec<String>, ProblemKind> {
    let mut cells: Vec<String> = Vec::new();
    let mut blanks = 0_usize;
    for cell in row.elements().filter(|cell| matches!(cell.name.as_str(), "table-cell" | "covered-table-cell")) {
        let repeated = times(cell, "number-columns-repeated");
        let text = shown(cell);
        if text.trim().is_empty() {
            // Sheets end in thousands of blank columns; only those before a filled one count.
            blanks = blanks.saturating_add(repeated);
            continue;
        }
        if cells.len().saturating_add(blanks).saturating_add(repeated) > limits.columns {
            return Err(limits.exceeded(Quantity::Columns));
        }
        cells.extend(std::iter::repeat_n(String::new(), blanks));
        cells.extend(std::iter::repeat_n(text, repeated));
        blanks = 0;
    }
    Ok(cells)
}

fn times(element: &Element, attribute: &str) -> usize {
    element.attribute(attribute).and_then(|value| value.parse().ok()).unwrap_or(1).max(1)
}

/// The text that a cell shows: its paragraphs, without notes.
fn shown(cell: &Element) -> String {
    fn add(element: &Element, text: &mut String) {
        for node in &element.children {
            match node {
                Node::Text(part) => text.push_str(part),
                Node::Element(inner) if matches!(inner.name.as_str(), "s" | "tab" | "line-break") => text.push(' '),
                Node::Element(inner) if inner.name == "annotation" => {}
                Node::Element(inner) => add(inner, text),
            }
        }
    }
    let mut text = String::new();
    for paragraph in cell.elements().filter(|element| element.name == "p") {
        if !text.is_empty() {
            text.push(' ');
        }
        add(paragraph, &mut text);
    }
    text
}
