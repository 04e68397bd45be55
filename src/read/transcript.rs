//! The text that stands for a file that is none itself: a line for each row and paragraph, cells
//! apart by tabs. Places point into it, so that a diagnostic has a line to show.

use super::Refusal;
use super::budget::Budget;
use crate::document::{Cell, Paragraph, Place, Row, Table, Within};
use crate::limits::{Exceeded, Limits};

/// The text so far, and what was counted.
pub(super) struct Transcript {
    text: String,
    lines: usize,
    pub(super) budget: Budget,
}

impl Transcript {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { text: String::new(), lines: 0, budget: Budget::new(limits) }
    }

    /// A paragraph on a line of its own; `row` is its number in what it stands within.
    pub(super) fn paragraph(&mut self, text: &str, row: usize, within: Within) -> Result<Paragraph, Refusal> {
        let mut place = Place { line: self.lines + 1, column: 1, row, span: 0..0, within };
        match self.budget.paragraph().and_then(|()| self.push(text)) {
            Ok(span) => place.span = span,
            Err(over) => return Err(Refusal::at(over, place)),
        }
        self.end_line();
        Ok(Paragraph { text: text.into(), place })
    }

    /// A row on a line of its own. Its cells must have been counted.
    pub(super) fn row<'c>(
        &mut self,
        cells: impl IntoIterator<Item = &'c str>,
        row: usize,
        within: &Within,
    ) -> Result<Row, Refusal> {
        let mut made = Vec::new();
        for (column, text) in cells.into_iter().enumerate() {
            if column > 0 {
                self.text.push('\t');
            }
            let mut place = Place { line: self.lines + 1, column: column + 1, row, span: 0..0, within: within.clone() };
            match self.push(text) {
                Ok(span) => place.span = span,
                Err(over) => return Err(Refusal::at(over, place)),
            }
            made.push(Cell { text: text.into(), place });
        }
        self.end_line();
        Ok(Row { cells: made })
    }

    /// A table whose rows are on lines of their own; blank rows are left out.
    pub(super) fn table(&mut self, rows: &[Vec<Option<String>>], within: &Within) -> Result<Table, Refusal> {
        let mut table = Table::default();
        for (number, row) in rows.iter().enumerate() {
            let cells = || row.iter().map(|cell| cell.as_deref().unwrap_or(""));
            if cells().any(|text| !text.trim().is_empty()) {
                table.rows.push(self.row(cells(), number + 1, within)?);
            }
        }
        Ok(table)
    }

    /// A line without content.
    pub(super) fn blank_line(&mut self) -> Result<(), Exceeded> {
        self.budget.text(1)?;
        self.end_line();
        Ok(())
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Line breaks and tabs inside a cell become spaces, which are as long.
    fn push(&mut self, text: &str) -> Result<std::ops::Range<usize>, Exceeded> {
        self.budget.text(text.len() + 1)?;
        let start = self.text.len();
        self.text.extend(text.chars().map(|sign| if matches!(sign, '\n' | '\r' | '\t') { ' ' } else { sign }));
        Ok(start..self.text.len())
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.lines += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_point_into_the_text() {
        let mut transcript = Transcript::new(&Limits::DEFAULT);
        let title = transcript.paragraph("标题", 1, Within::Paragraph(1)).unwrap();
        let rows =
            [vec![Some("项\n目".to_owned()), None], vec![None, None], vec![Some("收到".into()), Some("3".into())]];
        let table = transcript.table(&rows, &Within::Table(1)).unwrap();
        let text = transcript.finish();
        assert_eq!(text, "标题\n项 目\t\n收到\t3\n");
        assert_eq!(&text[title.place.span], "标题");
        let cell = &table.rows[1].cells[1];
        assert_eq!((cell.place.line, cell.place.row, cell.place.column), (3, 3, 2));
        assert_eq!(&text[cell.place.span.clone()], "3");
        assert_eq!(&*table.rows[0].cells[0].text, "项\n目");
    }
}
