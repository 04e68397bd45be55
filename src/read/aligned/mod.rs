//! Tables that nothing but the place of their texts sets in columns. Figures that stand under one another
//! make a column, so that a blank cell is told from one that is not there. `labels` gives each row its
//! label, `heading` each column its heading. What a text means is not known here, only whether it is a
//! figure.

mod heading;
mod labels;
mod single;

use std::ops::Range;

use crate::limits::{Exceeded, Limit, Limits};
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

/// More cells than the tables of a file may have.
pub(super) struct TooMany {
    pub(super) over: Exceeded,
    /// The first line of the table that has too many.
    pub(super) line: usize,
}

/// The tables among some lines, in order. Where texts do not wrap, a line without figures between the
/// rows is a row as well.
///
/// # Errors
/// [`TooMany`] cells: a row has one for each column, however few figures stand in it.
pub(super) fn tables(lines: &[Line<'_>], wraps: bool, limits: &Limits) -> Result<Vec<Found>, TooMany> {
    let mut found: Vec<Found> = Vec::new();
    let (mut at, mut cells) = (0, 0_usize);
    while at < lines.len() {
        let from = found.last().map_or(0, |table| table.lines.end);
        let body = Body::at(lines, at);
        let mut table = None;
        if body.is_table()
            && let Some(plan) = body.plan(lines, from, wraps)
        {
            cells = cells.saturating_add(plan.labels.rows.len().saturating_mul(plan.bands.len() + 1));
            limits.within(Limit::Cells, cells).map_err(|over| TooMany { over, line: plan.top })?;
            table = body.table(lines, plan, wraps);
        }
        at = body.rows.last().map_or(at, |last| *last) + 1;
        at = table.as_ref().map_or(at, |table| table.lines.end.max(at));
        found.extend(table);
    }
    Ok(found)
}

/// The figures of a table by their lines and columns.
struct Body {
    rows: Vec<usize>,
    bands: Vec<Band>,
}

/// A table before its cells are set: its first line, its columns, where its labels end, and its rows.
struct Plan {
    top: usize,
    bands: Vec<Band>,
    edge: f64,
    labels: labels::Labels,
}

/// Where a column of figures begins and ends.
type Band = (f64, f64);

/// The figures at the end of a line, and how many pieces stand before them.
fn figures<'l, 't>(line: &'l Line<'t>) -> (usize, &'l [Token<'t>]) {
    let is_figure = |token: &&Token<'_>| looks_numeric(token.text) || means_zero_or_nothing(token.text);
    let before = line.tokens.len() - line.tokens.iter().rev().take_while(is_figure).count();
    (before, line.tokens.get(before..).unwrap_or_default())
}

/// The columns that a piece stands in. They are in order and apart, so that a line of many pieces takes no look
/// at all columns for each.
fn over(bands: &[Band], token: &Token<'_>) -> Range<usize> {
    let first = bands.partition_point(|band| band.1 <= token.left);
    let met = bands.iter().skip(first).take_while(|band| band.0 < token.right).count();
    first..first + met
}

fn column(bands: &[Band], token: &Token<'_>) -> Option<usize> {
    over(bands, token).next()
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
            let met = over(&bands, figure);
            if met.len() > 1 {
                return None;
            }
            match bands.get_mut(met.clone()) {
                Some([band]) => *band = (band.0.min(figure.left), band.1.max(figure.right)),
                _ => bands.insert(met.start, (figure.left, figure.right)),
            }
        }
        let places: Vec<Option<usize>> = figures.iter().map(|figure| column(&bands, figure)).collect();
        let distinct = places.iter().zip(places.iter().skip(1)).all(|(one, next)| one != next);
        distinct.then_some(bands)
    }

    /// What the table is made of; no line before `from` is part of it.
    fn plan(&self, lines: &[Line<'_>], from: usize, wraps: bool) -> Option<Plan> {
        let top = heading::top(lines, self, from)?;
        let first = *self.rows.first()?;
        let bands = heading::bands(lines.get(top..first)?, &self.bands);
        let edge = bands.first()?.0.min(self.left());
        let labels = if wraps {
            labels::wrapped(lines, top, &self.rows, edge)?
        } else {
            labels::one_a_line(lines, top, &self.rows, edge)
        };
        Some(Plan { top, bands, edge, labels })
    }

    fn table(&self, lines: &[Line<'_>], plan: Plan, wraps: bool) -> Option<Found> {
        let Plan { top, bands, edge, labels } = plan;
        let first = *self.rows.first()?;
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
