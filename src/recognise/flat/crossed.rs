//! Tables of one line whose heading names row and column of every figure: the heading comes out
//! flat as well, each column once for every row.

use std::ops::Range;

use super::super::index::{Axis, Index};
use super::Rebuilt;
use super::cells::Piece;
use super::columns::{Segment, segments};
use super::figures::{Shape, count};
use super::records::Record;
use crate::document::{Cell, Row, Table};
use crate::problem::ProblemKind;

/// Rows of the smallest such table.
const FEWEST_ROWS: usize = 2;

/// Rebuilds such a table as one with a row for each row of the form; `false` where the record is
/// none.
pub(super) fn rebuild(record: &Record<'_>, pieces: &[Piece<'_>], index: &Index, out: &mut Rebuilt) -> bool {
    if !record.headed || record.texts.len() < FEWEST_ROWS * 3 {
        return false;
    }
    let texts = pieces.get(record.texts.clone()).unwrap_or_default();
    // Some row and some column of the form must be there as they stand.
    let hits = |form: usize, axis: Axis| {
        let labels = texts.iter().filter_map(Piece::label);
        labels.filter(|label| label.lines(form, axis).next().is_some()).count()
    };
    let forms = (0..index.forms.len()).filter(|form| hits(*form, Axis::Row) > 0 && hits(*form, Axis::Column) > 2);
    let found = forms.filter_map(|form| Crossed::of(record, pieces, index, form));
    let Some(found) = found.reduce(|best, next| if next.names() > best.names() { next } else { best }) else {
        return false;
    };
    found.rebuild(record, pieces, index, out);
    out.take(pieces, found.start..record.values.end);
    true
}

struct Crossed {
    form: usize,
    start: usize,
    rows: Vec<Cell>,
    columns: Vec<(usize, Cell)>,
}

impl Crossed {
    fn of(record: &Record<'_>, pieces: &[Piece<'_>], index: &Index, form: usize) -> Option<Self> {
        let texts: Range<usize> = record.texts.clone();
        let segments = segments(pieces, texts, index, form);
        let lines = |segment: &Segment<'_>, axis| segment.label.lines(form, axis).next();
        let column = |segment: &Segment<'_>| lines(segment, Axis::Column);
        let row = |segment: &Segment<'_>| lines(segment, Axis::Row).filter(|_| column(segment).is_none());
        let names: Vec<usize> = segments.iter().filter_map(row).collect();
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        let first = segments.iter().position(|segment| row(segment).is_some() || column(segment).is_some())?;
        let start = segments.get(first)?.pieces.start;
        for segment in segments.get(first..)? {
            let cell = segment.cell(pieces)?;
            if let Some(line) = column(segment) {
                columns.push((line, cell));
            } else if row(segment).is_some() {
                rows.push(cell);
            }
        }
        let distinct = |numbers: &[usize]| numbers.iter().collect::<std::collections::BTreeSet<_>>().len();
        let lines: Vec<usize> = columns.iter().map(|(line, _)| *line).collect();
        // The last text heads a figure, and some column stands there for more than one row.
        let crossed = distinct(&names) >= FEWEST_ROWS && segments.last().and_then(column).is_some();
        let repeated = distinct(&lines) >= 2 && lines.len() >= distinct(&lines) + 2;
        (crossed && repeated).then_some(Self { form, start, rows, columns })
    }

    fn names(&self) -> usize {
        self.rows.len() + self.columns.len()
    }

    fn rebuild(&self, record: &Record<'_>, pieces: &[Piece<'_>], index: &Index, out: &mut Rebuilt) {
        let Some(form) = index.forms.get(self.form) else { return };
        let Some((_, first)) = self.columns.first() else { return };
        let figures = count(pieces, record.values.clone());
        let width = self.columns.len() / self.rows.len().max(1);
        let lines: Vec<usize> = self.columns.iter().map(|(line, _)| *line).collect();
        let mut groups = lines.chunks(width.max(1));
        let one = groups.next().unwrap_or_default();
        let distinct = one.iter().enumerate().all(|(at, line)| !one.get(..at).unwrap_or_default().contains(line));
        let whole = lines.len() == width * self.rows.len() && distinct && groups.all(|group| group == one);
        if !whole {
            out.problem(first, ProblemKind::FlatColumns { found: self.columns.len(), figures });
            return;
        }
        let column = |(_, cell): &(usize, Cell)| super::columns::Column { line: None, cell: cell.clone() };
        let columns: Vec<_> = self.columns.iter().map(column).collect();
        let shape = Shape { pieces, form, columns: &columns, signs: false };
        let Some(found) = shape.fit(record.values.clone(), None) else {
            let label = form.title.zh.clone();
            out.problem(first, ProblemKind::FlatRow { label, found: figures, expected: columns.len() });
            return;
        };
        let corner = Cell { text: "".into(), place: first.place.clone() };
        let heading = self.columns.iter().take(width).map(|(_, cell)| cell.clone());
        let mut rows = vec![Row { cells: std::iter::once(corner).chain(heading).collect() }];
        for (label, cells) in self.rows.iter().zip(found.cells.chunks(width)) {
            let cells = cells.iter().flatten().cloned();
            rows.push(Row { cells: std::iter::once(label.clone()).chain(cells).collect() });
        }
        out.tables.push(Table { rows });
    }
}
