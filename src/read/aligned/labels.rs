//! The labels of aligned rows. A label may take several lines, with its figures at its top or in its
//! middle; other labels, of rows that belong together, may stand at its left.

use std::ops::Range;

use super::{At, Line, figures};

/// Lines of the longest label.
const MOST_LINES: usize = 12;
/// Rows of the longest table whose labels wrap: no page has more lines. Text, which has no pages, does not wrap.
const MOST_ROWS: usize = 300;
/// How far figures may stand from where their label says, in heights of their signs.
const FAR: f64 = 0.8;

/// What is no difference between two ways to give labels to figures, in heights of their signs.
const SLIGHT: f64 = 0.1;

/// A row: its label and the line of its figures.
pub(super) struct Label {
    pub(super) text: Vec<At>,
    pub(super) figures: Option<usize>,
}

/// The rows of a table, and the line after them.
pub(super) struct Labels {
    pub(super) rows: Vec<Label>,
    pub(super) end: usize,
}

/// Every line is a row of its own; the heading ends where nothing but labels stands.
pub(super) fn one_a_line(lines: &[Line<'_>], top: usize, rows: &[usize], edge: f64) -> Labels {
    let (first, end) = (rows.first().copied().unwrap_or(top), rows.last().map_or(top, |last| last + 1));
    let heads = |line: &Line<'_>| line.tokens.iter().any(|token| token.right > edge);
    let above = lines.get(top..first).unwrap_or_default().iter().rev().take_while(|line| !heads(line)).count();
    let row = |number: usize| {
        let text = texts(lines, number, edge);
        Label { text, figures: rows.binary_search(&number).is_ok().then_some(number) }
    };
    Labels { rows: (first - above..end).map(row).collect(), end }
}

/// The lines of labels go to the rows in order, so that all figures stand in the middle of their labels or
/// all at the top. `None` where neither fits.
pub(super) fn wrapped(lines: &[Line<'_>], top: usize, rows: &[usize], edge: f64) -> Option<Labels> {
    let (first, last) = (*rows.first()?, *rows.last()?);
    // Between the first row and the last no line is left over.
    if rows.len() > MOST_ROWS || last - first > rows.len() * MOST_LINES {
        return None;
    }
    let gutter = gutter(lines, first..last + 1, rows.len(), edge);
    let is_label = |line: &Line<'_>| !line.tokens.is_empty() && line.tokens.iter().all(|token| token.right <= edge);
    let after = lines.iter().skip(last + 1).take(MOST_LINES / 2).take_while(|line| is_label(line)).count();
    let in_column =
        |at: &At| lines.get(at.0).and_then(|line| line.tokens.get(at.1)).is_some_and(|token| token.right > gutter);
    let texts: Vec<(usize, Vec<At>)> = (top..last + 1 + after)
        .map(|number| (number, texts(lines, number, edge).into_iter().filter(in_column).collect()))
        .filter(|(_, text): &(usize, Vec<At>)| !text.is_empty())
        .collect();
    // The pieces of a line may stand a little apart.
    let y = |at: &At| lines.get(at.0).and_then(|line| line.tokens.get(at.1)).map(|token| token.y);
    let figure = |row: &usize| lines.get(*row).and_then(|line| figures(line).1.first()).map(|token| token.y);
    let ys: Vec<f64> = texts.iter().filter_map(|(_, text)| y(text.first()?)).collect();
    let places: Vec<f64> = rows.iter().filter_map(figure).collect();
    let size = lines.get(first)?.size;
    let slight = SLIGHT * SLIGHT * size * size;
    let divided = [true, false].into_iter().filter_map(|in_middle| divide(&ys, &places, in_middle));
    let (cost, ranges) = divided.reduce(|best, next| if next.0 + slight < best.0 { next } else { best })?;
    let far = FAR * size;
    if cost > far * far * f64::from(u32::try_from(rows.len()).ok()?) {
        return None;
    }
    let end =
        ranges.last().and_then(|range| texts.get(range.end.checked_sub(1)?)).map_or(last, |(line, _)| *line).max(last)
            + 1;
    let text =
        |range: Range<usize>| texts.get(range).unwrap_or_default().iter().flat_map(|(_, text)| text.clone()).collect();
    let rows = ranges.into_iter().zip(rows).map(|(range, row)| Label { text: text(range), figures: Some(*row) });
    Some(Labels { rows: rows.collect(), end })
}

/// The pieces of a line that are no figures of columns.
fn texts(lines: &[Line<'_>], number: usize, edge: f64) -> Vec<At> {
    let Some(line) = lines.get(number) else { return Vec::new() };
    let (before, _) = figures(line);
    let own = line.tokens.iter().take(before).enumerate().filter(|(_, token)| token.right <= edge);
    own.map(|(at, _)| (number, at)).collect()
}

/// Where the last column of labels begins: some lines have a label on either side, and many rows have
/// one at the right.
fn gutter(lines: &[Line<'_>], body: Range<usize>, rows: usize, edge: f64) -> f64 {
    let tokens = |number: usize| {
        let line = lines.get(number);
        texts(lines, number, edge).into_iter().filter_map(move |(_, at)| line?.tokens.get(at))
    };
    let is_gutter = |at: &f64| {
        let right = |number: &usize| tokens(*number).any(|token| token.left >= *at);
        let both = |number: &usize| right(number) && tokens(*number).any(|token| token.right <= *at);
        body.clone().filter(both).count() > 1 && body.clone().filter(right).count() * 3 >= rows
    };
    let mut edges: Vec<f64> = body.clone().flat_map(tokens).map(|token| token.left).collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    // Labels that end at one place begin at many: none that begins behind those at the left stands across.
    let is_clear = |at: &f64| {
        let beside = |number: &usize| tokens(*number).any(|token| token.left >= *at);
        let left = body.clone().filter(beside).flat_map(tokens).filter(|token| token.right <= *at);
        let end = left.map(|token| token.right).fold(f64::MIN, f64::max);
        !body.clone().flat_map(tokens).any(|token| (end..*at).contains(&token.left) && token.right > *at)
    };
    edges.into_iter().rev().find(|at| is_gutter(at) && is_clear(at)).unwrap_or(f64::MIN)
}

/// The cheapest way to give lines in order to rows in order, and its cost: the squares of how far the
/// rows stand from the middle, or from the first line, of what they get. Lines before the first row and
/// after the last may be left over.
fn divide(lines: &[f64], rows: &[f64], in_middle: bool) -> Option<(f64, Vec<Range<usize>>)> {
    // For each row and each number of lines up to its end: the cost, and where its lines start.
    let mut best: Vec<Vec<Option<(f64, usize)>>> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let cost = |start: usize, end: usize| -> Option<(f64, usize)> {
            let (first, last) = (lines.get(start)?, lines.get(end.checked_sub(1)?)?);
            let off = if in_middle { f64::midpoint(*first, *last) } else { *first } - row;
            let before = match number.checked_sub(1) {
                Some(before) => best.get(before)?.get(start).copied().flatten()?.0,
                None => 0.0,
            };
            Some((before + off * off, start))
        };
        let least = |end: usize| {
            let starts = end.saturating_sub(MOST_LINES)..end;
            starts.filter_map(|start| cost(start, end)).min_by(|one, other| one.0.total_cmp(&other.0))
        };
        let own = (0..=lines.len()).map(least).collect();
        best.push(own);
    }
    let ends = best.last()?.iter().enumerate().filter_map(|(end, found)| Some((end, (*found)?.0)));
    let (mut end, cost) = ends.min_by(|one, other| one.1.total_cmp(&other.1))?;
    let mut ranges = Vec::with_capacity(rows.len());
    for row in best.iter().rev() {
        let (_, start) = row.get(end).copied().flatten()?;
        ranges.push(start..end);
        end = start;
    }
    ranges.reverse();
    Some((cost, ranges))
}
