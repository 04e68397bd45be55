//! Ruled lines to the grids that they draw. Which text stands in a cell is decided elsewhere.

use super::geometry::Rule;
use crate::limits::{Exceeded, Limit, Limits};

/// How far apart, in points, two lines may be to be one, or to meet.
const NEAR: f64 = 3.0;

/// A grid, from the top left.
#[derive(Debug, PartialEq)]
pub(super) struct Lattice {
    /// Where its columns and rows begin and end.
    pub(super) columns: Vec<f64>,
    pub(super) rows: Vec<f64>,
    /// Cells row by row; one that spans several squares begins in the first of them.
    pub(super) cells: Vec<Cell>,
}

/// A cell by its squares: the first and the one after the last.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub(super) rows: std::ops::Range<usize>,
    pub(super) columns: std::ops::Range<usize>,
}

impl Lattice {
    pub(super) fn contains(&self, x: f64, y: f64) -> bool {
        let inside = |edges: &[f64], at: f64| match edges {
            [first, .., last] => (*first..=*last).contains(&at),
            _ => false,
        };
        inside(&self.columns, x) && inside(&self.rows, y)
    }

    /// The square at a point.
    pub(super) fn square(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        let index = |edges: &[f64], at: f64| {
            let after = edges.partition_point(|edge| *edge <= at);
            (after > 0 && after < edges.len()).then(|| after - 1)
        };
        Some((index(&self.rows, y)?, index(&self.columns, x)?))
    }
}

/// The grids of a page, from the top.
///
/// # Errors
/// The limits on lines and on the size of a table.
pub(super) fn lattices(rules: &[Rule], limits: &Limits) -> Result<Vec<Lattice>, Exceeded> {
    let mut level = merged(rules, true);
    let mut upright = merged(rules, false);
    limits.within(Limit::Drawn, level.len() + upright.len())?;
    let mut found = Vec::new();
    while let Some(first) = level.pop() {
        let (mut rows, mut columns, mut open) = (Vec::new(), Vec::new(), vec![first]);
        // Lines that meet lines of the grid belong to it.
        while let Some(line) = open.pop() {
            let (own, others) = if line.is_level { (&mut rows, &mut upright) } else { (&mut columns, &mut level) };
            open.extend(others.extract_if(.., |other| meet(&line, other)));
            own.push(line);
        }
        found.extend(lattice(rows, columns, limits)?);
    }
    found.sort_by(|one: &Lattice, other| {
        let top = |lattice: &Lattice| lattice.rows.first().copied().unwrap_or(0.0);
        top(one).total_cmp(&top(other))
    });
    Ok(found)
}

/// Whether two lines, of which one is level and the other upright, touch.
fn meet(one: &Rule, other: &Rule) -> bool {
    let on = |line: &Rule, at: f64| line.from - NEAR <= at && at <= line.to + NEAR;
    on(one, other.at) && on(other, one.at)
}

/// Lines of one direction; pieces that go on from one another are one line. What is shorter than two lines may be
/// apart bounds no cell: drawings are made of such.
fn merged(rules: &[Rule], is_level: bool) -> Vec<Rule> {
    let mut lines: Vec<Rule> = rules.iter().copied().filter(|rule| rule.is_level == is_level).collect();
    lines.sort_by(|one, other| one.at.total_cmp(&other.at));
    // Lines a little apart count as being in one place, so that their pieces sort along it.
    let mut place = f64::MIN;
    for line in &mut lines {
        if line.at - place > NEAR / 2.0 {
            place = line.at;
        }
        line.at = place;
    }
    lines.sort_by(|one, other| one.at.total_cmp(&other.at).then(one.from.total_cmp(&other.from)));
    let mut merged: Vec<Rule> = Vec::new();
    for line in lines {
        match merged.last_mut() {
            Some(last) if (last.at - line.at).abs() < f64::EPSILON && line.from <= last.to + NEAR => {
                last.to = last.to.max(line.to);
            }
            _ => merged.push(line),
        }
    }
    merged.retain(|line| line.to - line.from >= NEAR);
    merged
}

fn lattice(mut level: Vec<Rule>, mut upright: Vec<Rule>, limits: &Limits) -> Result<Option<Lattice>, Exceeded> {
    let (mut rows, columns) = (places(&level), places(&upright));
    open_ends(&mut rows, &upright);
    if rows.len() < 2 || columns.len() < 3 {
        return Ok(None);
    }
    let (height, width) = (rows.len() - 1, columns.len() - 1);
    limits.within(Limit::Rows, height)?;
    limits.within(Limit::Columns, width)?;
    limits.within(Limit::Cells, height.saturating_mul(width))?;
    for lines in [&mut level, &mut upright] {
        lines.sort_by(|one, other| one.at.total_cmp(&other.at));
    }
    let drawn = |lines: &[Rule], place: f64, from: f64, to: f64| {
        let middle = f64::midpoint(from, to);
        let first = lines.partition_point(|line| line.at < place - NEAR);
        let here = lines.iter().skip(first).take_while(|line| line.at <= place + NEAR);
        here.into_iter().any(|line| line.from <= middle && middle <= line.to)
    };
    let pairs = |edges: &[f64]| edges.iter().copied().zip(edges.iter().copied().skip(1)).collect::<Vec<_>>();
    let (row_edges, column_edges) = (pairs(&rows), pairs(&columns));
    // Whether a square is parted from the one at its right, and from the one below.
    let right: Vec<bool> = row_edges
        .iter()
        .flat_map(|(top, bottom)| column_edges.iter().map(move |(_, edge)| (*edge, *top, *bottom)))
        .map(|(edge, top, bottom)| drawn(&upright, edge, top, bottom))
        .collect();
    let below: Vec<bool> = row_edges
        .iter()
        .flat_map(|(_, edge)| column_edges.iter().map(move |(left, right)| (*edge, *left, *right)))
        .map(|(edge, left, right)| drawn(&level, edge, left, right))
        .collect();
    let parted = |sides: &[bool], row: usize, column: usize| sides.get(row * width + column).copied().unwrap_or(true);
    let mut taken = vec![false; row_edges.len() * width];
    let mut cells = Vec::new();
    for row in 0..row_edges.len() {
        for column in 0..width {
            if taken.get(row * width + column).copied().unwrap_or(true) {
                continue;
            }
            let mut last = column;
            while last + 1 < width && !parted(&right, row, last) {
                last += 1;
            }
            let mut bottom = row;
            while bottom + 1 < row_edges.len() && (column..=last).all(|column| !parted(&below, bottom, column)) {
                bottom += 1;
            }
            for row in row..=bottom {
                for column in column..=last {
                    if let Some(square) = taken.get_mut(row * width + column) {
                        *square = true;
                    }
                }
            }
            cells.push(Cell { rows: row..bottom + 1, columns: column..last + 1 });
        }
    }
    Ok(Some(Lattice { columns, rows, cells }))
}

/// A row that a page breaks has no line at the break; the lines between its columns reach there.
fn open_ends(rows: &mut Vec<f64>, upright: &[Rule]) {
    let top = upright.iter().map(|line| line.from).fold(f64::MAX, f64::min);
    let bottom = upright.iter().map(|line| line.to).fold(f64::MIN, f64::max);
    if rows.first().is_some_and(|first| top < first - 2.0 * NEAR) {
        rows.insert(0, top);
    }
    if rows.last().is_some_and(|last| bottom > last + 2.0 * NEAR) {
        rows.push(bottom);
    }
}

/// The places of lines, each once.
fn places(lines: &[Rule]) -> Vec<f64> {
    let mut places: Vec<f64> = lines.iter().map(|line| line.at).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|later, earlier| (*later - *earlier).abs() <= NEAR);
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: f64, from: f64, to: f64) -> Rule {
        Rule { is_level: true, at, from, to }
    }

    fn upright(at: f64, from: f64, to: f64) -> Rule {
        Rule { is_level: false, at, from, to }
    }

    fn found_in(rules: &[Rule]) -> Vec<Lattice> {
        lattices(rules, &Limits::DEFAULT).unwrap()
    }

    #[test]
    fn cells_are_what_lines_enclose() {
        // Two rows; the first cell spans both, the heading at its right spans two columns.
        let rules = [
            level(0.0, 0.0, 90.0),
            level(20.0, 30.0, 60.0),
            level(20.4, 60.0, 90.0),
            level(40.0, 0.0, 90.0),
            upright(0.0, 0.0, 40.0),
            upright(30.0, 0.0, 40.0),
            upright(60.0, 20.0, 40.0),
            upright(90.0, 0.0, 40.0),
        ];
        let found = found_in(&rules);
        assert_eq!(found.len(), 1);
        let cells: Vec<_> = found[0].cells.iter().map(|cell| (cell.rows.clone(), cell.columns.clone())).collect();
        assert_eq!(cells, [(0..2, 0..1), (0..1, 1..3), (1..2, 1..2), (1..2, 2..3)]);
        assert_eq!(found[0].square(45.0, 10.0), Some((0, 1)));
        assert_eq!(found[0].square(95.0, 10.0), None);
    }

    #[test]
    fn a_row_is_open_where_a_page_breaks_it() {
        let columns = [0.0, 30.0, 60.0].map(|at| upright(at, 0.0, 40.0));
        let found = found_in(&[columns.as_slice(), &[level(15.0, 0.0, 60.0), level(25.0, 0.0, 60.0)]].concat());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rows.as_slice(), found[0].cells.len()), ([0.0, 15.0, 25.0, 40.0].as_slice(), 6));
    }

    #[test]
    fn lines_that_do_not_meet_are_no_grid() {
        assert!(found_in(&[level(0.0, 0.0, 90.0), level(50.0, 0.0, 90.0)]).is_empty());
        let apart = [level(0.0, 0.0, 10.0), level(9.0, 0.0, 10.0), upright(100.0, 50.0, 90.0)];
        assert!(found_in(&apart).is_empty());
    }
}
