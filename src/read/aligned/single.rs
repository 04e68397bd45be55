//! Tables of a single line of figures, whose headings stand over one another. Nothing but the figures tells
//! where its columns are, so that its cells come out in order, one by one: of each column the headings from the
//! top, then the figures.

use std::ops::Range;

use super::{At, Found, LEADING, Line, figures};

/// Figures of the shortest such line: shorter ones stand in prose as well.
const FEWEST_FIGURES: usize = 10;
/// Lines of the highest heading.
const MOST_LINES: usize = 12;

/// A line of figures with the texts over its columns.
pub(in crate::read) struct Single {
    pub(in crate::read) lines: Range<usize>,
    /// The headings, column by column.
    pub(in crate::read) heading: Vec<At>,
    /// The figures from the left.
    pub(in crate::read) figures: Vec<At>,
}

/// Such lines outside of tables, in order.
pub(in crate::read) fn singles(lines: &[Line<'_>], tables: &[Found]) -> Vec<Single> {
    let mut found: Vec<Single> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let (before, own) = figures(line);
        let is_taken = || tables.iter().any(|table| table.lines.contains(&number));
        if before > 0 || own.len() < FEWEST_FIGURES || is_taken() {
            continue;
        }
        let from = tables.iter().map(|table| &table.lines).chain(found.iter().map(|one| &one.lines));
        let from = from.map(|lines| lines.end).filter(|end| *end <= number).max().unwrap_or(0);
        let top = top(lines, number, from);
        if top < number {
            let heading = heading(lines, top..number, line);
            let figures = (0..own.len()).map(|at| (number, at)).collect();
            found.push(Single { lines: top..number + 1, heading, figures });
        }
    }
    found
}

/// The first of the lines without figures that stand close above one another.
fn top(lines: &[Line<'_>], number: usize, from: usize) -> usize {
    let heads = |at: &usize| {
        let (Some(line), Some(next)) = (lines.get(*at), lines.get(at + 1)) else { return false };
        let is_near = next.y - line.y <= 2.0 * LEADING * line.size.max(next.size);
        is_near && figures(line).1.is_empty()
    };
    let lowest = number.saturating_sub(MOST_LINES).max(from);
    (lowest..number).rev().take_while(heads).last().unwrap_or(number)
}

/// The texts of the heading by the figure that their middle is nearest to, each from the top.
fn heading(lines: &[Line<'_>], heading: Range<usize>, figures: &Line<'_>) -> Vec<At> {
    let middle = |left: f64, right: f64| f64::midpoint(left, right);
    let columns: Vec<f64> = figures.tokens.iter().map(|token| middle(token.left, token.right)).collect();
    let mut texts: Vec<(usize, At)> = Vec::new();
    for number in heading {
        for (at, token) in lines.get(number).into_iter().flat_map(|line| line.tokens.iter().enumerate()) {
            let own = middle(token.left, token.right);
            let off = |column: &f64| (column - own).abs();
            let nearest = columns.iter().enumerate().min_by(|(_, one), (_, other)| off(one).total_cmp(&off(other)));
            texts.extend(nearest.map(|(column, _)| (column, (number, at))));
        }
    }
    texts.sort_by_key(|(column, _)| *column);
    texts.into_iter().map(|(_, at)| at).collect()
}
