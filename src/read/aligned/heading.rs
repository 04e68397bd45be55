//! The heading of aligned columns: how far up it reaches, and what stands over each column.

use std::ops::Range;

use super::{At, Band, Body, LEADING, Line, Token, figures, over};

/// Lines of the highest heading.
const MOST_LINES: usize = 12;

/// The line that the heading starts in. Above it stands a line that goes over labels and columns alike,
/// one with figures, or one that is far away.
pub(super) fn top(lines: &[Line<'_>], body: &Body, from: usize) -> Option<usize> {
    let first = *body.rows.first()?;
    let heads = |at: &usize| {
        let (Some(line), Some(next)) = (lines.get(*at), lines.get(at + 1)) else { return false };
        // A heading may be a little wider than the figures under it.
        let crosses = |token: &Token<'_>| token.left + line.size < body.left() && token.right > body.left();
        let is_near = next.y - line.y <= 2.0 * LEADING * line.size.max(next.size);
        is_near && figures(line).1.is_empty() && !line.tokens.iter().any(crosses)
    };
    let lowest = first.saturating_sub(MOST_LINES).max(from);
    let mut top = (lowest..first).rev().take_while(heads).last().unwrap_or(first);
    // A line of labels alone above the heading is a title.
    while top < first && lines.get(top)?.tokens.iter().all(|token| token.right <= body.left()) {
        top += 1;
    }
    Some(top)
}

/// The columns with those that only the heading shows, the lowest line first.
pub(super) fn bands(heading: &[Line<'_>], body: &[Band]) -> Vec<Band> {
    let mut bands = body.to_vec();
    let edge = bands.first().map_or(0.0, |band| band.0);
    for token in heading.iter().rev().flat_map(|line| &line.tokens) {
        let met = over(&bands, token);
        if token.left > edge && met.is_empty() {
            bands.insert(met.start, (token.left, token.right));
        }
    }
    beside(heading, body, bands)
}

/// A column of figures over which nothing stands, right of a heading under which no figure does: figures at the
/// right of a wide column whose heading is at its left.
fn beside(heading: &[Line<'_>], body: &[Band], bands: Vec<Band>) -> Vec<Band> {
    let meets = |one: &Band, other: &Band| one.0 < other.1 && other.0 < one.1;
    let has_figures = |band: &Band| body.iter().any(|own| meets(own, band));
    let tokens = || heading.iter().flat_map(|line| &line.tokens);
    let is_over = |token: &Token<'_>, band: &Band| meets(&(token.left, token.right), band);
    // What stands over both columns is the heading of neither.
    let is_headed = |band: &Band, before: &Band| tokens().any(|token| is_over(token, band) && !is_over(token, before));
    let mut joined: Vec<Band> = Vec::with_capacity(bands.len());
    for band in bands {
        match joined.last_mut() {
            Some(before) if !has_figures(before) && !is_headed(&band, before) => before.1 = band.1,
            _ => joined.push(band),
        }
    }
    joined
}

/// The heading as at most two rows: the lowest text over each column, and what stands higher or over
/// several columns.
pub(super) fn rows(lines: &[Line<'_>], heading: Range<usize>, bands: &[Band], wraps: bool) -> Vec<Vec<Vec<At>>> {
    let blank = || vec![Vec::new(); bands.len() + 1];
    let (mut higher, mut lowest): (Vec<Vec<At>>, Vec<Vec<At>>) = (blank(), blank());
    let mut heights: Vec<Option<f64>> = vec![None; bands.len()];
    for number in heading.rev() {
        let Some(line) = lines.get(number) else { continue };
        for (at, token) in line.tokens.iter().enumerate().rev() {
            let met = over(bands, token);
            let Some(column) = met.clone().next() else { continue };
            let height = heights.get(column).copied().flatten();
            let near = |height: f64| if wraps { height - token.y <= LEADING * line.size } else { height <= token.y };
            let is_lowest = met.len() == 1 && height.is_none_or(near);
            if let Some(slot) = heights.get_mut(column).filter(|_| is_lowest) {
                *slot = Some(token.y);
            }
            let row = if is_lowest { &mut lowest } else { &mut higher };
            if let Some(cell) = row.get_mut(column + 1) {
                cell.insert(0, (number, at));
            }
        }
    }
    [higher, lowest].into_iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect()
}
