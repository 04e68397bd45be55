//! Fills forms from blocks whose heading names row and column: the one line of a proceedings
//! table, or a panel with one line for every body and year.

use std::sync::Arc;

use super::blocks::Block;
use super::builder::Builder;
use super::matching::{Heading, Layout, candidates};
use super::vocabulary::{Role, vocabulary};
use crate::document::Row;
use crate::forms::Form;
use crate::problem::ProblemKind;
use crate::report::Rank;

/// A column of the block: whose figure it holds.
struct Target {
    column: usize,
    form: Arc<Form>,
    cell: (usize, usize),
}

pub(super) fn fill(builder: &mut Builder<'_>, block: &Block<'_>, heading: &Heading<'_>, best: usize) {
    let targets = targets(builder, block, best);
    let keys = Keys {
        entity: heading
            .column_with(Role::Entity)
            .filter(|column| targets.iter().all(|target| target.column != *column)),
        component: heading.column_with(Role::Component),
        superior: heading.column_with(Role::Superior),
        period: heading.column_with(Role::Period),
    };
    let keyed = keys.entity.is_some() || keys.period.is_some();
    if !keyed && block.data.len() > 1 {
        let place = block.data.get(1).and_then(|row| row.row.place()).cloned();
        builder.problem(place, ProblemKind::NoKey);
        return;
    }
    for labelled in &block.data {
        let expected = block.headers.iter().map(|header| header.row.cells.len()).max().unwrap_or(0);
        let cells = &labelled.row.cells;
        if cells.len() < expected || cells.iter().skip(expected).any(|cell| !cell.is_blank()) {
            let place = labelled.row.place().cloned();
            builder.problem(place, ProblemKind::RaggedRow { found: cells.len(), expected });
            continue;
        }
        if keyed {
            let (entity, rank) = keys.entity(labelled.row);
            builder.start_report(entity, rank, text_of(labelled.row, keys.period));
        }
        for target in &targets {
            if let Some(cell) = cells.get(target.column) {
                builder.put(&target.form, target.cell.0, target.cell.1, cell);
            }
        }
    }
    unknown_columns(builder, block, heading, &targets, &keys);
}

/// The columns of the best form, and of the other forms of its family where it has no use for one.
fn targets(builder: &Builder<'_>, block: &Block<'_>, best: usize) -> Vec<Target> {
    let Some(own) = builder.index.forms.get(best) else { return Vec::new() };
    let mut found = candidates(block, builder.index);
    found.retain(|other| builder.index.forms.get(other.form).is_some_and(|form| form.family.id == own.family.id));
    found.sort_by_key(|other| (other.form != best, std::cmp::Reverse(other.score), other.form));
    let mut targets: Vec<Target> = Vec::new();
    for other in &found {
        let (Layout::Line(cells), Some(form)) = (&other.layout, builder.index.forms.get(other.form)) else { continue };
        for (column, cell) in cells.iter().enumerate() {
            let Some(cell) = *cell else { continue };
            if targets.iter().all(|target| target.column != column) {
                targets.push(Target { column, form: Arc::clone(form), cell });
            }
        }
    }
    targets.sort_by_key(|target| target.column);
    targets
}

/// The columns that tell whose line it is.
struct Keys {
    entity: Option<usize>,
    component: Option<usize>,
    superior: Option<usize>,
    period: Option<usize>,
}

fn text_of(row: &Row, column: Option<usize>) -> Option<String> {
    let text = row.cells.get(column?)?.text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Keys {
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

fn unknown_columns(
    builder: &mut Builder<'_>,
    block: &Block<'_>,
    heading: &Heading<'_>,
    targets: &[Target],
    keys: &Keys,
) {
    for column in 0..heading.paths().len() {
        if keys.holds(column) || targets.iter().any(|target| target.column == column) {
            continue;
        }
        let ignored = heading.lowest(column).is_some_and(|label| vocabulary().is(&label.key, Role::Ignore));
        let cell = block.headers.iter().rev().filter_map(|row| row.row.cells.get(column)).find(|cell| !cell.is_blank());
        if let Some(cell) = cell.filter(|_| !ignored) {
            builder.unrecognised(&cell.text, &cell.place);
        }
    }
}
