//! Tables that nothing but the place of their texts sets in columns. Figures that stand under one another
//! make a column, so that a blank cell is told from one that is not there. `labels` gives each row its
//! label, `heading` each column its heading. What a text means is not known here, only whether it is a
//! figure.

mod heading;
mod labels;
mod single;

use std::ops::Range;

use crate::number::{looks_numeric, means_zero_or_nothing};
pub(super) use single::singles;

/// A piece of a line without a gap in it. Lengths may be in any unit.
pub(super) struct Token<'t> {
    pub(super) left: f64,
    pub(super) right: f64,
    /// Where it stands from the top; a line may hold pieces a little apart.
    pub(super) y: f64,
    pub(super) text: &'t str,
}

/// A line: where it stands from the top, how high its signs are, and its pieces from the left.
pub(super) struct Line<'t> {
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) tokens: Vec<Token<'t>>,
}

/// A piece as the number of its line and its own in it.
pub(super) type At = (usize, usize);

/// A table: the lines that it takes, and the pieces in each cell.
pub(super) struct Found {
    pub(super) lines: Range<usize>,
    pub(super) rows: Vec<Vec<Vec<At>>>,
    /// Whether some row with figures has none in some column.
    pub(super) has_blanks: bool,
}

/// Figures of the first row, rows with figures, and columns of the smallest table.
const FEWEST_FIGURES: usize = 2;
const FEWEST_ROWS: usize = 3;
const FEWEST_COLUMNS: usize = 3;
/// Lines further apart, in heights of their signs, are not one text.
const LEADING: f64 = 1.6;

/// The tables among some lines, in order. Where texts do not wrap, a line without figures between the
/// rows is a row as well.
pub(super) fn tables(lines: &[Line<'_>], wraps: bool) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let from = found.last().map_or(0, |table| table.lines.end);
        let body = Body::at(lines, at);
        let table = if body.is_table() { body.table(lines, from, wraps) } else { None };
        at = body.rows.last().map_or(at, |last| *last) + 1;
        at = table.as_ref().map_or(at, |table| table.lines.end.max(at));
        found.extend(table);
    }
    found
}

/// The figures of a table by their lines and columns.
struct Body {
    rows: Vec<usize>,
    bands: Vec<Band>,
}

/// Where a column of figures begins and ends.
type Band = (f64, f64);

/// The figures at the end of a line, and how many pieces stand before them.
fn figures<'l, 't>(line: &'l Line<'t>) -> (usize, &'l [Token<'t>]) {
    let is_figure = |token: &&Token<'_>| looks_numeric(token.text) || means_zero_or_nothing(token.text);
    let before = line.tokens.len() - line.tokens.iter().rev().take_while(is_figure).count();
    (before, line.tokens.get(before..).unwrap_or_default())
}

fn meets(token: &Token<'_>, band: &Band) -> bool {
    token.left < band.1 && band.0 < token.right
}

fn column(bands: &[Band], token: &Token<'_>) -> Option<usize> {
    bands.iter().position(|band| meets(token, band))
}

impl Body {
    /// The figures from a line on, as far as they may be one table.
    fn at(lines: &[Line<'_>], first: usize) -> Self {
        let mut body = Self { rows: Vec::new(), bands: Vec::new() };
        for (number, line) in lines.iter().enumerate().skip(first) {
            let (_, own) = figures(line);
            let fewest = if body.rows.is_empty() { FEWEST_FIGURES } else { 1 };
            if own.len() >= fewest && own.first().is_some_and(|figure| figure.right > body.left()) {
                let Some(bands) = body.with(own) else { break };
                body.bands = bands;
                body.rows.push(number);
            } else if body.rows.is_empty() || line.tokens.iter().any(|token| token.right > body.left()) {
                break;
            }
        }
        body
    }

    fn is_table(&self) -> bool {
        self.rows.len() >= FEWEST_ROWS && self.bands.len() >= FEWEST_COLUMNS
    }

    /// Where the figures begin.
    fn left(&self) -> f64 {
        self.bands.first().map_or(f64::MIN, |band| band.0)
    }

    /// The columns with the figures of a further line; `None` where these would make one of two, so that
    /// the line is of another table.
    fn with(&self, figures: &[Token<'_>]) -> Option<Vec<Band>> {
        let mut bands = self.bands.clone();
        for figure in figures {
            let (met, mut others): (Vec<Band>, Vec<Band>) = bands.into_iter().partition(|band| meets(figure, band));
            if met.len() > 1 {
                return None;
            }
            let own = (figure.left, figure.right);
            others.push(met.iter().fold(own, |own, band| (own.0.min(band.0), own.1.max(band.1))));
            bands = others;
        }
        bands.sort_by(|one, other| one.0.total_cmp(&other.0));
        let places: Vec<Option<usize>> = figures.iter().map(|figure| column(&bands, figure)).collect();
        let distinct = places.iter().zip(places.iter().skip(1)).all(|(one, next)| one != next);
        distinct.then_some(bands)
    }

    /// The table; no line before `from` is part of it.
    fn table(&self, lines: &[Line<'_>], from: usize, wraps: bool) -> Option<Found> {
        let top = heading::top(lines, self, from)?;
        let first = *self.rows.first()?;
        let bands = heading::bands(lines.get(top..first)?, &self.bands);
        let edge = bands.first()?.0.min(self.left());
        let labels = if wraps {
            labels::wrapped(lines, top, &self.rows, edge)?
        } else {
            labels::one_a_line(lines, top, &self.rows, edge)
        };
        let mut rows = heading::rows(lines, top..first, &bands, wraps);
        let mut has_blanks = false;
        for label in labels.rows {
            let mut cells: Vec<Vec<At>> = vec![Vec::new(); bands.len() + 1];
            *cells.first_mut()? = label.text;
            let Some(number) = label.figures else {
                rows.push(cells);
                continue;
            };
            let line = lines.get(number)?;
            let (before, figures) = figures(line);
            // A label that runs into the columns has pushed the figures out of theirs.
            if line.tokens.iter().take(before).any(|token| token.right > edge) {
                return None;
            }
            for (at, figure) in figures.iter().enumerate() {
                cells.get_mut(column(&bands, figure)? + 1)?.push((number, before + at));
            }
            has_blanks |= cells.iter().skip(1).any(Vec::is_empty);
            rows.push(cells);
        }
        Some(Found { lines: top..labels.end, rows, has_blanks })
    }
}

#[cfg(test)]
mod tests;
