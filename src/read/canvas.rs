//! A document in the making, for files that are no lines of text: a text with one line for each
//! paragraph and row, and the tables and paragraphs whose places point into it.

use super::limits::{Limits, Quantity};
use crate::document::{Cell, Paragraph, Place, Row, Table, Within};
use crate::problem::ProblemKind;

/// What a reader draws a document on.
pub(super) struct Canvas<'a> {
    limits: &'a Limits,
    text: String,
    line: usize,
    cells: usize,
    rows: usize,
    pub(super) tables: Vec<Table>,
    pub(super) paragraphs: Vec<Paragraph>,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        let (tables, paragraphs) = (Vec::new(), Vec::new());
        Self { limits, text: String::new(), line: 1, cells: 0, rows: 0, tables, paragraphs }
    }

    /// The text, and what stands in it.
    pub(super) fn finish(self) -> (String, Vec<Table>, Vec<Paragraph>) {
        (self.text, self.tables, self.paragraphs)
    }

    /// The number of the next paragraph.
    pub(super) fn next_paragraph(&self) -> usize {
        self.paragraphs.len() + 1
    }

    /// Adds a paragraph unless it is blank.
    pub(super) fn paragraph(&mut self, text: &str, within: Within) -> Result<(), ProblemKind> {
        let text = collapsed(text);
        if text.is_empty() {
            return Ok(());
        }
        if self.paragraphs.len() >= self.limits.paragraphs {
            return Err(self.limits.exceeded(Quantity::Paragraphs));
        }
        let start = self.text.len();
        self.text.push_str(&text);
        let place = Place { line: self.line, column: 1, row: self.line, span: start..self.text.len(), within };
        self.paragraphs.push(Paragraph { text: text.into(), place });
        self.end_line();
        Ok(())
    }

    /// Adds a row to a table. `row` is its number in the source, from 1.
    pub(super) fn row(
        &mut self,
        table: &mut Table,
        texts: &[String],
        row: usize,
        within: &Within,
    ) -> Result<(), ProblemKind> {
        self.rows += 1;
        self.cells += texts.len();
        if texts.len() > self.limits.columns {
            return Err(self.limits.exceeded(Quantity::Columns));
        }
        if self.rows > self.limits.rows {
            return Err(self.limits.exceeded(Quantity::Rows));
        }
        if self.cells > self.limits.cells {
            return Err(self.limits.exceeded(Quantity::Cells));
        }
        let mut cells = Vec::with_capacity(texts.len());
        for (column, text) in texts.iter().enumerate() {
            if column > 0 {
                self.text.push('\t');
            }
            let text = collapsed(text);
            let start = self.text.len();
            self.text.push_str(&text);
            let span = start..self.text.len();
            let place = Place { line: self.line, column: column + 1, row, span, within: within.clone() };
            cells.push(Cell { text: text.into(), place });
        }
        self.end_line();
        if cells.iter().any(|cell| !cell.is_blank()) {
            table.rows.push(Row { cells });
        }
        Ok(())
    }

    /// Adds a finished table unless it has no rows.
    pub(super) fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.tables.push(table);
        }
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.line += 1;
    }
}

/// The text on one line: white space of any kind becomes one space.
pub(super) fn collapsed(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut line = words.next().unwrap_or_default().to_owned();
    for word in words {
        line.push(' ');
        line.push_str(word);
    }
    line
}
