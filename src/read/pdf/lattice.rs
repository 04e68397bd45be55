//! Ruled lines to the grids that they draw. Which text stands in a cell is decided elsewhere.

use super::geometry::Rule;

/// How far apart, in points, two lines may be to be one, or to meet.
const NEAR: f64 = 3.0;
/// Lines that a page may have; a drawing has more.
const MAX_RULES: usize = 20_000;
/// Lines of one grid in one direction.
const MAX_LINES: usize = 1000;

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
pub(super) fn lattices(rules: &[Rule]) -> Vec<Lattice> {
    if rules.len() > MAX_RULES {
        return Vec::new();
    }
    let mut level = merged(rules, true);
    let mut upright = merged(rules, false);
    let mut found = Vec::new();
    while let Some(first) = level.pop() {
        let (mut rows, mut columns) = (vec![first], Vec::new());
        // Lines that meet lines of the grid belong to it.
        loop {
            let before = rows.len() + columns.len();
            move_matching(&mut upright, &mut columns, |line| rows.iter().any(|row| meet(row, line)));
            move_matching(&mut level, &mut rows, |line| columns.iter().any(|column| meet(line, column)));
            if rows.len() + columns.len() == before {
                break;
            }
        }
        found.extend(lattice(&rows, &columns));
    }
    found.sort_by(|one: &Lattice, other| {
        let top = |lattice: &Lattice| lattice.rows.first().copied().unwrap_or(0.0);
        top(one).total_cmp(&top(other))
    });
    found
}

fn move_matching(from: &mut Vec<Rule>, to: &mut Vec<Rule>, matches: impl Fn(&Rule) -> bool) {
    let (taken, left): (Vec<Rule>, Vec<Rule>) = from.drain(..).partition(|line| matches(line));
    *from = left;
    to.extend(taken);
}

fn meet(level: &Rule, upright: &Rule) -> bool {
    let on = |line: &Rule, at: f64| line.from - NEAR <= at && at <= line.to + NEAR;
    on(level, upright.at) && on(upright, level.at)
}

/// Lines of one direction; pieces that go on from one another are one line.
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
    merged
}

fn lattice(level: &[Rule], upright: &[Rule]) -> Option<Lattice> {
    let (mut rows, columns) = (places(level), places(upright));
    open_ends(&mut rows, upright);
    let enough = rows.len() >= 2 && columns.len() >= 3;
    if !enough || rows.len() > MAX_LINES || columns.len() > MAX_LINES {
        return None;
    }
    let drawn = |lines: &[Rule], place: f64, from: f64, to: f64| {
        let middle = f64::midpoint(from, to);
        lines.iter().any(|line| (line.at - place).abs() <= NEAR && line.from <= middle && middle <= line.to)
    };
    let pairs = |edges: &[f64]| edges.iter().copied().zip(edges.iter().copied().skip(1)).collect::<Vec<_>>();
    let (row_edges, column_edges) = (pairs(&rows), pairs(&columns));
    let width = column_edges.len();
    // Whether a square is parted from the one at its right, and from the one below.
    let right: Vec<bool> = row_edges
        .iter()
        .flat_map(|(top, bottom)| column_edges.iter().map(move |(_, edge)| (*edge, *top, *bottom)))
        .map(|(edge, top, bottom)| drawn(upright, edge, top, bottom))
        .collect();
    let below: Vec<bool> = row_edges
        .iter()
        .flat_map(|(_, edge)| column_edges.iter().map(move |(left, right)| (*edge, *left, *right)))
        .map(|(edge, left, right)| drawn(level, edge, left, right))
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
    Some(Lattice { columns, rows, cells })
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
        let found = lattices(&rules);
        assert_eq!(found.len(), 1);
        let cells: Vec<_> = found[0].cells.iter().map(|cell| (cell.rows.clone(), cell.columns.clone())).collect();
        assert_eq!(cells, [(0..2, 0..1), (0..1, 1..3), (1..2, 1..2), (1..2, 2..3)]);
        assert_eq!(found[0].square(45.0, 10.0), Some((0, 1)));
        assert_eq!(found[0].square(95.0, 10.0), None);
    }

    #[test]
    fn a_row_is_open_where_a_page_breaks_it() {
        let columns = [0.0, 30.0, 60.0].map(|at| upright(at, 0.0, 40.0));
        let found = lattices(&[columns.as_slice(), &[level(15.0, 0.0, 60.0), level(25.0, 0.0, 60.0)]].concat());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].rows.as_slice(), found[0].cells.len()), ([0.0, 15.0, 25.0, 40.0].as_slice(), 6));
    }

    #[test]
    fn lines_that_do_not_meet_are_no_grid() {
        assert!(lattices(&[level(0.0, 0.0, 90.0), level(50.0, 0.0, 90.0)]).is_empty());
        let apart = [level(0.0, 0.0, 10.0), level(9.0, 0.0, 10.0), upright(100.0, 50.0, 90.0)];
        assert!(lattices(&apart).is_empty());
    }
}
