//! Fills forms from blocks whose heading names row and column: the one line of a proceedings
//! table, or a panel with one line for every body and year.

use std::sync::Arc;

use super::blocks::Block;
use super::builder::Builder;
use super::index::{Axis, Index};
use super::matching::{Heading, Layout, candidates};
use super::title::year_alone;
use super::vocabulary::{Role, vocabulary};
use crate::document::{Cell, Place, Row};
use crate::forms::Form;
use crate::problem::ProblemKind;
use crate::report::{Part, Rank};

pub(super) fn fill(builder: &mut Builder<'_>, block: &Block<'_>, heading: &Heading<'_>, best: usize) {
    let lines = Lines::of(builder.index, block, heading, best);
    if !lines.keys.are_there() && block.data.len() > 1 {
        let place = block.data.get(1).and_then(|row| row.row.place()).cloned();
        builder.problem(place, ProblemKind::NoKey);
        return;
    }
    for labelled in &block.data {
        lines.read(builder, labelled.row);
    }
    for cell in lines.unknown_columns(block, heading) {
        builder.unrecognised(&cell.text, &cell.place);
    }
}

/// What the heading says of the lines under it.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    pub(super) targets: Vec<Target>,
    pub(super) keys: Keys,
    /// Fields of a line.
    pub(super) width: usize,
}

/// A column of the block: whose figure it holds.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) column: usize,
    pub(super) form: Arc<Form>,
    pub(super) cell: (usize, usize),
}

/// The columns that tell whose line it is.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    pub(super) entity: Option<usize>,
    component: Option<usize>,
    superior: Option<usize>,
    pub(super) period: Option<usize>,
}

impl Lines {
    pub(super) fn of(index: &Index, block: &Block<'_>, heading: &Heading<'_>, best: usize) -> Self {
        let targets = targets(index, block, heading, best);
        let is_free = |column: &usize| targets.iter().all(|target| target.column != *column);
        let keys = Keys {
            entity: heading.column_with(Role::Entity).filter(is_free),
            component: heading.column_with(Role::Component),
            superior: heading.column_with(Role::Superior),
            period: heading.column_with(Role::Period),
        };
        let width = block.headers.iter().map(|header| header.row.cells.len()).max().unwrap_or(0);
        Self { targets, keys, width }
    }

    /// Reads a line into a report of its own, or into the one under way where no column names it.
    pub(super) fn read(&self, builder: &mut Builder<'_>, row: &Row) {
        if !self.fits(row) {
            let kind = ProblemKind::RaggedRow { found: row.cells.len(), expected: self.width };
            builder.problem(row.place().cloned(), kind);
            return;
        }
        if self.keys.are_there() {
            let (entity, rank) = self.keys.entity(row);
            builder.start_report(entity, rank, text_of(row, self.keys.period).map(period));
            builder.part(part(row));
            if let Some((key, place)) = self.key(row) {
                builder.key(key, place);
            }
        }
        for target in &self.targets {
            if let Some(cell) = row.cells.get(target.column) {
                builder.put(&target.form, target.cell.0, target.cell.1, cell);
            }
        }
    }

    /// What tells a line of a body and year from the others, and where that stands: all that is no figure.
    fn key<'r>(&self, row: &'r Row) -> Option<(String, &'r Place)> {
        text_of(row, self.keys.entity).zip(text_of(row, self.keys.period))?;
        let is_figure = |column| self.targets.iter().any(|target| target.column == column);
        let others = row.filled().filter(|(column, _)| !is_figure(*column));
        let texts: Vec<&str> = others.map(|(_, cell)| cell.text.trim()).collect();
        Some((texts.join(" "), row.place()?))
    }

    /// Whether a line has a field for each column, and none filled beyond them.
    pub(super) fn fits(&self, row: &Row) -> bool {
        row.cells.len() >= self.width && row.cells.iter().skip(self.width).all(Cell::is_blank)
    }

    /// Headings of columns that hold something and say nothing to the forms.
    pub(super) fn unknown_columns<'b>(&self, block: &'b Block<'_>, heading: &Heading<'_>) -> Vec<&'b Cell> {
        let used = |column| self.keys.holds(column) || self.targets.iter().any(|target| target.column == column);
        let ignored = |column| heading.lowest(column).is_some_and(|label| vocabulary().is(&label.key, Role::Ignore));
        let holds =
            |column: usize| block.data.iter().filter_map(|row| row.row.cells.get(column)).any(|cell| !cell.is_blank());
        let unknown = |column: &usize| !used(*column) && !ignored(*column) && holds(*column);
        let cells = (0..heading.paths().len()).filter(unknown).filter_map(|at| {
            block.headers.iter().rev().filter_map(|row| row.row.cells.get(at)).find(|cell| !cell.is_blank())
        });
        cells.collect()
    }
}

/// The columns of the best form, and of the other forms of its family where it has no use for one.
fn targets(index: &Index, block: &Block<'_>, heading: &Heading<'_>, best: usize) -> Vec<Target> {
    let Some(own) = index.forms.get(best) else { return Vec::new() };
    let mut found = candidates(block, heading, index);
    found.retain(|other| index.forms.get(other.form).is_some_and(|form| form.family.id == own.family.id));
    found.sort_by_key(|other| (other.form != best, std::cmp::Reverse(other.score), other.form));
    let mut targets: Vec<Target> = Vec::new();
    for other in &found {
        let (Layout::Line(cells), Some(form)) = (&other.layout, index.forms.get(other.form)) else { continue };
        for (column, cell) in cells.iter().enumerate() {
            // A column of the best form whose row is not named is not one of another.
            let of_best =
                || heading.lowest(column).is_some_and(|label| label.lines(best, Axis::Column).next().is_some());
            let Some(cell) = cell.filter(|_| other.form == best || !of_best()) else { continue };
            if targets.iter().all(|target| target.column != column) {
                targets.push(Target { column, form: Arc::clone(form), cell });
            }
        }
    }
    targets.sort_by_key(|target| target.column);
    targets
}

/// Where a line stands in the text.
fn part(row: &Row) -> Option<Part> {
    let (first, last) = (row.cells.first()?, row.cells.last()?);
    Some(Part { line: first.place.line, span: first.place.span.start..last.place.span.end })
}

/// A period as it is compared: a year in digits, anything else as printed.
pub(super) fn period(text: String) -> String {
    year_alone(&text).unwrap_or(text)
}

fn text_of(row: &Row, column: Option<usize>) -> Option<String> {
    let text = row.cells.get(column?)?.text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Keys {
    /// Whether any column tells whose line it is, or of which year.
    pub(super) fn are_there(&self) -> bool {
        self.entity.is_some() || self.period.is_some()
    }

    /// Whether a column names the body that a line is a part of.
    pub(super) fn name_wholes(&self) -> bool {
        self.component.is_some() || self.superior.is_some()
    }

    /// The body of a line, and where it stands among the others.
    fn entity(&self, row: &Row) -> (Option<String>, Rank) {
        let Some(body) = text_of(row, self.entity) else { return (None, Rank::Own) };
        let is = |text: &str, role| vocabulary().is(&super::label::key(text), role);
        let part = text_of(row, self.component).filter(|part| !is(part, Role::Whole));
        if let Some(part) = part {
            return (Some(format!("{body} / {part}")), Rank::PartOf(body));
        }
        let rank = match text_of(row, self.superior) {
            _ if is(&body, Role::Everybody) => Rank::All,
            Some(superior) if superior != body => Rank::PartOf(superior),
            _ => Rank::Own,
        };
        (Some(body), rank)
    }

    fn holds(&self, column: usize) -> bool {
        [self.entity, self.component, self.superior, self.period].contains(&Some(column))
    }
}
