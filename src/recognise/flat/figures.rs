//! The figures of one row: whether there are as many as the row has columns, and which column each
//! belongs to.

use std::ops::Range;

use super::cells::{Kind, Piece};
use super::columns::Column;
use crate::document::Cell;
use crate::forms::Form;
use crate::number::Unit;

/// What every row of a table should look like.
#[derive(Clone, Copy)]
pub(super) struct Shape<'s> {
    pub(super) pieces: &'s [Piece<'s>],
    pub(super) form: &'s Form,
    pub(super) columns: &'s [Column],
    /// Whether shares are printed with their sign in this table.
    pub(super) signs: bool,
}

/// How spaces within a line were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spaces {
    /// No space could be read in two ways.
    Clear,
    /// They part figures.
    Part,
    /// They group the digits of a figure.
    Group,
}

/// The figures of a row in the order of the columns; `None` where the row has no cell.
pub(super) struct Fit {
    pub(super) cells: Vec<Option<Cell>>,
    pub(super) spaces: Spaces,
}

/// How many figures stand there, each line of digits as one.
pub(super) fn count(pieces: &[Piece<'_>], values: Range<usize>) -> usize {
    pieces.get(values).unwrap_or_default().iter().filter(|piece| piece.is_value()).count()
}

/// Whether any figure has the sign of a share.
pub(super) fn signs(pieces: &[Piece<'_>], values: Range<usize>) -> bool {
    pieces.get(values).unwrap_or_default().iter().any(|piece| piece.is_value() && has_sign(piece.text()))
}

fn has_sign(text: &str) -> bool {
    text.contains(['%', '％', '﹪', '‰']) || text.contains("百分之")
}

impl Shape<'_> {
    /// How many figures a row has: one in every column that it takes part in.
    pub(super) fn expected(&self, row: Option<usize>) -> usize {
        self.takes(row).iter().filter(|takes| **takes).count()
    }

    fn takes(&self, row: Option<usize>) -> Vec<bool> {
        let takes = |column: &Column| column.line.zip(row).is_none_or(|(line, row)| self.form.has_cell(row, line));
        self.columns.iter().map(takes).collect()
    }

    /// Gives the figures to the columns, where there are as many as the row should have.
    pub(super) fn fit(&self, values: Range<usize>, row: Option<usize>) -> Option<Fit> {
        let values = self.pieces.get(values).unwrap_or_default();
        if self.scales(values, row) {
            return None;
        }
        let own = self.takes(row);
        let lacks = row.and_then(|row| self.form.rows.get(row)).map(|line| line.lacks.as_slice()).unwrap_or_default();
        let lacks = |column: &Column| column.line.is_some_and(|line| lacks.contains(&line));
        let most = self.columns.iter().zip(&own).map(|(column, takes)| *takes && !lacks(column)).collect();
        // A row may be filled where the form leaves it blank.
        let all = vec![true; self.columns.len()];
        [own, most, all].into_iter().find_map(|takes| {
            let (cells, spaces) = exactly(values, takes.iter().filter(|takes| **takes).count())?;
            let mut cells = cells.into_iter();
            let cells: Vec<_> = takes.iter().map(|takes| if *takes { cells.next() } else { None }).collect();
            let signed =
                cells.iter().zip(self.columns).all(|(cell, column)| self.is_signed(row, column, cell.as_ref()));
            signed.then_some(Fit { cells, spaces })
        })
    }

    /// Whether a figure has the sign of a share where it should, and only there.
    fn is_signed(&self, row: Option<usize>, column: &Column, cell: Option<&Cell>) -> bool {
        let (Some(line), Some(cell)) = (column.line, cell) else { return true };
        let unit = row.map_or_else(
            || self.form.columns.get(line).and_then(|line| line.unit),
            |row| Some(self.form.unit(row, line)),
        );
        let figure = cell.text.contains(char::is_numeric);
        let share = matches!(unit, Some(Unit::Share | Unit::Rate));
        !figure || has_sign(&cell.text) == (share && self.signs)
    }

    /// Whether a measure word after a figure makes it another number than its digits say.
    fn scales(&self, values: &[Piece<'_>], row: Option<usize>) -> bool {
        let own = row.and_then(|row| self.form.measure(row, 0));
        let after = values.iter().skip_while(|piece| !piece.is_value());
        let mut measures = after.filter(|piece| matches!(piece.kind, Kind::Measure)).map(Piece::text);
        measures.any(|text| Some(text) != own && (has_sign(text) || text.contains(['万', '亿'])))
    }
}

/// Exactly so many figures, if the values can be read as such in one way.
fn exactly(values: &[Piece<'_>], wanted: usize) -> Option<(Vec<Cell>, Spaces)> {
    let mut figures: Vec<&Piece<'_>> = values.iter().filter(|piece| piece.is_value()).collect();
    // Blank fields that are too many were covered by the label, or stood after the last column.
    let blank = |piece: &&Piece<'_>| piece.text().is_empty();
    let before = figures.len().saturating_sub(wanted).min(figures.iter().take_while(|piece| blank(piece)).count());
    figures.drain(..before);
    while figures.len() > wanted && figures.last().is_some_and(blank) {
        figures.pop();
    }
    let glued = figures.iter().filter(|piece| piece.glued).count();
    if wanted == 0 {
        return None;
    }
    if figures.len() == wanted {
        let spaces = if glued > 0 { Spaces::Part } else { Spaces::Clear };
        return Some((figures.iter().map(|piece| piece.cell()).collect(), spaces));
    }
    // In a line that is no figure as a whole, a further one may be a stray as well as a group.
    let mut lines = figures.chunk_by(|left, right| left.paragraph == right.paragraph);
    let whole = lines.clone().count() == 1 || lines.all(|line| line.iter().skip(1).all(|piece| piece.glued));
    if glued == 0 || figures.len() - glued != wanted || !whole {
        return None;
    }
    let mut cells = Vec::with_capacity(wanted);
    let mut rest = figures.as_slice();
    while let Some((first, others)) = rest.split_first() {
        let more = others.iter().take_while(|piece| piece.glued).count();
        let last = others.get(..more).and_then(<[_]>::last).unwrap_or(first);
        cells.push(first.through(last));
        rest = others.get(more..).unwrap_or_default();
    }
    Some((cells, Spaces::Group))
}
