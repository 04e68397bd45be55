//! Which form a block belongs to, and which of its columns are which.

use std::collections::BTreeSet;

use super::blocks::{Block, Labelled};
use super::cells::CellKind;
use super::index::{Axis, Index, Label};
use super::vocabulary::{Role, vocabulary};

/// How a block maps onto one form.
#[derive(Debug, Clone)]
pub(super) struct Match {
    /// Index of the form.
    pub(super) form: usize,
    /// How many labels fit.
    pub(super) score: usize,
    pub(super) layout: Layout,
}

/// Where the labels of the rows stand.
#[derive(Debug, Clone)]
pub(super) enum Layout {
    /// Rows have labels at their left: for each column of the block its column in the form.
    Grid(Vec<Option<usize>>),
    /// The heading names row and column: for each column of the block both.
    Line(Vec<Option<(usize, usize)>>),
}

/// The heading's texts over every column, the lowest first.
pub(super) struct Heading<'a> {
    paths: Vec<Vec<&'a Label<'a>>>,
}

impl<'a> Heading<'a> {
    pub(super) fn of(block: &'a Block<'a>) -> Self {
        // Sheets pad their rows to the widest table; no heading reaches over columns without content.
        let filled = |row: &Labelled<'_>| row.row.filled().last().map_or(0, |(last, _)| last + 1);
        let width = block.headers.iter().chain(&block.data).map(filled).max().unwrap_or(0);
        let mut paths: Vec<Vec<&Label<'_>>> = vec![Vec::new(); width];
        // Nor does one name a column that holds nothing, such as one between others to part them.
        let mut held = vec![false; width];
        for row in block.headers.iter().chain(&block.data) {
            for (column, _) in row.row.filled() {
                if let Some(held) = held.get_mut(column) {
                    *held = true;
                }
            }
        }
        let last = block.headers.len().saturating_sub(1);
        for (number, header) in block.headers.iter().enumerate() {
            let mut running = None;
            for ((path, kind), held) in paths.iter_mut().zip(&header.kinds).zip(&held) {
                let label = match kind {
                    CellKind::Text(label) => Some(label),
                    _ => None,
                };
                // A merged cell leaves blanks at its right; the lowest row is never merged sideways.
                running = if number == last { label } else { label.or(running) };
                if let Some(label) = running.filter(|_| *held) {
                    path.insert(0, label);
                }
            }
        }
        Self { paths }
    }

    pub(super) fn paths(&self) -> &[Vec<&'a Label<'a>>] {
        &self.paths
    }

    /// The lowest text over a column.
    pub(super) fn lowest(&self, column: usize) -> Option<&'a Label<'a>> {
        self.paths.get(column)?.first().copied()
    }

    /// The column whose heading has a role.
    pub(super) fn column_with(&self, role: Role) -> Option<usize> {
        self.paths.iter().position(|path| path.iter().any(|label| vocabulary().is(&label.key, role)))
    }

    /// The year that stands over a column.
    pub(super) fn year_over(&self, column: usize) -> Option<&'a str> {
        self.paths.get(column)?.iter().find_map(|label| label.year.as_deref())
    }

    /// The year that stands over a column of figures.
    pub(super) fn year(&self) -> Option<&'a str> {
        self.paths.iter().flatten().find_map(|label| label.year.as_deref())
    }
}

/// Every form that a block may belong to.
pub(super) fn candidates(block: &Block<'_>, heading: &Heading<'_>, index: &Index) -> Vec<Match> {
    if block.data.is_empty() {
        return Vec::new();
    }
    (0..index.forms.len())
        .filter_map(|form| {
            line(block, heading, index, form)
                .into_iter()
                .chain(grid(block, heading, index, form))
                .max_by_key(|found| found.score)
        })
        .collect()
}

fn grid(block: &Block<'_>, heading: &Heading<'_>, index: &Index, form: usize) -> Option<Match> {
    let known = index.forms.get(form)?;
    let of_path = |path: &Vec<&Label<'_>>| path.iter().find_map(|label| label.lines(form, Axis::Column).next());
    let mut columns: Vec<Option<usize>> = heading.paths().iter().map(of_path).collect();
    let required: Vec<usize> =
        known.columns.iter().enumerate().filter(|(_, line)| !line.optional).map(|(index, _)| index).collect();
    let named = columns.iter().flatten().count();
    let mut score = named;
    if let ([only], 0) = (required.as_slice(), score) {
        let place = sole_figure_column(block)?;
        *columns.get_mut(place)? = Some(*only);
    }
    let first = columns.iter().position(Option::is_some)?;
    // A line without figures of its own in the form explains no row that has figures.
    let explains = |label: &Label<'_>, figures: bool| {
        label.lines(form, Axis::Row).any(|row| known.rows.get(row).is_some_and(|line| !(line.heading && figures)))
    };
    let matched = block
        .data
        .iter()
        .filter(|row| {
            let figures = row.kinds.iter().any(|kind| matches!(kind, CellKind::Figure));
            row.labels(first).any(|(_, label)| explains(label, figures))
        })
        .count();
    // The heading of a sole column says little of the form, and so does a single common label.
    let only = || block.data.iter().filter(|row| row.has_figures()).count() == matched;
    let enough = match required.len() {
        1 => matched >= 3 || (named > 0 || matched >= 2) && only(),
        _ => matched * 2 >= block.data.len() || matched >= 3,
    };
    score += matched;
    (matched > 0 && enough).then_some(Match { form, score, layout: Layout::Grid(columns) })
}

/// The only column in which figures stand.
fn sole_figure_column(block: &Block<'_>) -> Option<usize> {
    let mut columns: Vec<usize> = block
        .data
        .iter()
        .flat_map(|row| row.kinds.iter().enumerate())
        .filter(|(_, kind)| matches!(kind, CellKind::Figure))
        .map(|(column, _)| column)
        .collect();
    columns.sort_unstable();
    columns.dedup();
    match columns.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// Whether what looks like a panel is rather a list of units within the report of a body: no years, and fewer
/// indicators than its rules would need.
pub(super) fn lists_units(heading: &Heading<'_>, found: &Match) -> bool {
    const FEWEST_INDICATORS: usize = 3;
    let Layout::Line(_) = found.layout else { return false };
    found.score < FEWEST_INDICATORS && heading.column_with(Role::Period).is_none()
}

fn line(block: &Block<'_>, heading: &Heading<'_>, index: &Index, form: usize) -> Option<Match> {
    let known = index.forms.get(form)?;
    let cells: Vec<Option<(usize, usize)>> = heading
        .paths()
        .iter()
        .map(|path| {
            let row = path.iter().find_map(|label| label.lines(form, Axis::Row).next());
            let column = path.iter().find_map(|label| label.lines(form, Axis::Column).next());
            match (row, column) {
                (Some(row), Some(column)) => Some((row, column)),
                (Some(row), None) => Some((row, known.panel)),
                _ => path.iter().find_map(|label| joined(label, index, form)),
            }
            .filter(|(row, column)| known.has_cell(*row, *column))
        })
        .collect();
    // A heading over several columns names one cell for all of them where its form has no others.
    let score = cells.iter().flatten().collect::<BTreeSet<_>>().len();
    // Where bodies stand, a total is that of all bodies.
    let bodies = heading.column_with(Role::Entity);
    let is_row = |(column, label): (usize, &Label<'_>)| {
        let everybody = bodies == Some(column) && vocabulary().is(&label.key, Role::Everybody);
        !everybody && label.lines(form, Axis::Row).next().is_some()
    };
    let labelled_rows = block.data.iter().any(|row| row.texts().any(is_row));
    (score >= 2 && !labelled_rows).then_some(Match { form, score, layout: Layout::Line(cells) })
}

/// A heading that names row and column at once: `行政复议结果维持`, `received[cumulative]`.
fn joined(label: &Label<'_>, index: &Index, form: usize) -> Option<(usize, usize)> {
    if !label.meanings.is_empty() || label.key.is_empty() {
        return None;
    }
    let cut = |at: usize| {
        let (left, right) = (label.key.get(..at)?, label.key.get(at..)?);
        let (left, right) = (index.look_up(left), index.look_up(right));
        let pair = |rows: &Label<'_>, columns: &Label<'_>| {
            Some((rows.lines(form, Axis::Row).next()?, columns.lines(form, Axis::Column).next()?))
        };
        pair(&left, &right).or_else(|| pair(&right, &left))
    };
    label.key.char_indices().skip(1).find_map(|(at, _)| cut(at))
}
