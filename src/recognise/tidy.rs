//! Files with one figure a line: `form,row,column,value`.

use std::sync::Arc;

use super::blocks::{Block, Labelled};
use super::builder::Builder;
use super::index::Axis;
use super::line::period;
use super::vocabulary::{Role, vocabulary};
use crate::document::Cell;
use crate::forms::Form;
use crate::problem::ProblemKind;
use crate::report::Rank;
use crate::rules::nearest;

/// Where the parts of a line stand.
struct Fields {
    form: Option<usize>,
    row: usize,
    column: Option<usize>,
    value: usize,
    entity: Option<usize>,
    period: Option<usize>,
}

/// Fills reports from such a block; `false` where the block is none.
pub(super) fn fill(builder: &mut Builder<'_>, block: &Block<'_>) -> bool {
    let Some(fields) = block.headers.last().and_then(fields) else { return false };
    let mut key = None;
    for labelled in &block.data {
        let text = |column: Option<usize>| {
            let cell = labelled.row.cells.get(column?)?;
            (!cell.is_blank()).then(|| cell.text.trim().to_owned())
        };
        let whose = (text(fields.entity), text(fields.period).map(period));
        if key.as_ref() != Some(&whose) && whose != (None, None) {
            builder.start_report(whose.0.clone(), Rank::Own, whose.1.clone());
            key = Some(whose);
        }
        line(builder, labelled, &fields);
    }
    true
}

/// Whether a block is headed as such a file is.
pub(super) fn heads(block: &Block<'_>) -> bool {
    block.headers.last().and_then(fields).is_some()
}

fn fields(header: &Labelled<'_>) -> Option<Fields> {
    let words = vocabulary();
    let with = |role| header.texts().find(|(_, label)| words.is(&label.key, role)).map(|(column, _)| column);
    let (form, column) = (with(Role::TidyForm), with(Role::TidyColumn));
    let (row, value) = (with(Role::TidyRow)?, with(Role::TidyValue)?);
    (form.is_some() || column.is_some()).then(|| Fields {
        form,
        row,
        column,
        value,
        entity: with(Role::Entity),
        period: with(Role::Period),
    })
}

fn line(builder: &mut Builder<'_>, labelled: &Labelled<'_>, fields: &Fields) {
    let cells = &labelled.row.cells;
    let (Some(row), Some(value)) = (cells.get(fields.row), cells.get(fields.value)) else {
        let expected = fields.value.max(fields.row) + 1;
        let place = labelled.row.place().cloned();
        builder.problem(place, ProblemKind::RaggedRow { found: cells.len(), expected });
        return;
    };
    let Some((number, form)) = form_of(builder, fields.form.and_then(|at| cells.get(at)), row) else { return };
    let Some(row) = find(builder, &form, number, row, Axis::Row) else { return };
    let column = match fields.column.and_then(|at| cells.get(at)).filter(|cell| !cell.is_blank()) {
        Some(cell) => find(builder, &form, number, cell, Axis::Column),
        None => Some(form.panel),
    };
    if let Some(column) = column {
        builder.put(&form, row, column, value);
    }
}

/// The form by its full id, its name within a family or its title; without one, the only form
/// that has the row.
fn form_of(builder: &mut Builder<'_>, cell: Option<&Cell>, row: &Cell) -> Option<(usize, Arc<Form>)> {
    let named = cell.filter(|cell| !cell.is_blank());
    let forms = &builder.index.forms;
    let wanted = named.map(|cell| cell.text.trim());
    let fits = |form: &Form| match wanted {
        Some(name) => *form.id == *name || form.title.zh == name || form.title.en == name,
        None => form.rows.iter().any(|line| line.id == row.text.trim()),
    };
    let mut found = forms.iter().enumerate().filter(|(_, form)| fits(form));
    if let (Some((number, form)), None) = (found.next(), found.next()) {
        return Some((number, Arc::clone(form)));
    }
    let near = nearest(wanted.unwrap_or_default(), forms.iter().map(|form| &*form.id)).map(str::to_owned);
    let (cell, what) = named.map_or((row, "row"), |cell| (cell, "form"));
    let (name, place) = (cell.text.trim().to_owned(), cell.place.clone());
    builder.problem(Some(place), ProblemKind::UnknownName { name, what, nearest: near });
    None
}

fn find(builder: &mut Builder<'_>, form: &Form, number: usize, cell: &Cell, axis: Axis) -> Option<usize> {
    let (lines, what) = match axis {
        Axis::Row => (&form.rows, "row"),
        Axis::Column => (&form.columns, "column"),
    };
    let name = cell.text.trim();
    if let Some(index) = lines.iter().position(|line| line.id == name) {
        return Some(index);
    }
    let label = builder.index.look_up(name);
    let mut found = label.lines(number, axis);
    if let (Some(index), None) = (found.next(), found.next()) {
        builder.period_from_heading(label.year.as_deref());
        return Some(index);
    }
    let near = nearest(name, lines.iter().map(|line| line.id.as_str())).map(str::to_owned);
    builder.problem(Some(cell.place.clone()), ProblemKind::UnknownName { name: name.to_owned(), what, nearest: near });
    None
}
