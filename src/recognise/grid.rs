//! Fills a form from a block whose rows have their labels at the left.

use std::sync::Arc;

use super::blocks::{Block, Labelled};
use super::builder::Builder;
use super::cells::CellKind;
use super::index::Axis;
use super::label::number_of;
use super::matching::Heading;
use super::vocabulary::{Role, vocabulary};
use crate::document::Cell;
use crate::forms::{Form, Line};
use crate::number::{Reading, Unit, read};
use crate::problem::ProblemKind;
use crate::report::{ReadAs, UnreadRow};

/// Fills a form from some of the columns of a block, of which all that have a meaning are known.
pub(super) fn fill(
    builder: &mut Builder<'_>,
    block: &Block<'_>,
    heading: &Heading<'_>,
    form_index: usize,
    (columns, known): (&[Option<usize>], &[Option<usize>]),
) {
    let Some(form) = builder.index.forms.get(form_index).map(Arc::clone) else { return };
    builder.period_from_heading(heading.year());
    let columns = distinct_columns(builder, block, heading, &form, columns);
    let first = known.iter().position(Option::is_some).unwrap_or(0);
    let rows = rows_of(builder, block, form_index, &form, first);
    let form = widened(builder, form, block, &rows, first);
    let mut extra = form_rows(builder, form_index);
    for (labelled, row) in block.data.iter().zip(&rows) {
        if !ragged(builder, block, labelled, &columns) {
            continue;
        }
        let row = match row {
            Found::Row(row) => *row,
            Found::Heading(_) => {
                tell_heading_figures(builder, labelled);
                continue;
            }
            Found::Extra => {
                extra += 1;
                extra - 1
            }
            Found::Nothing => {
                builder.unrecognised_row(labelled.row);
                continue;
            }
        };
        let label = labelled.row.cells.iter().take(first).rev().find(|cell| !cell.is_blank());
        if let Some(label) = label {
            builder.table(&form).set_row_label(row, label.text.trim());
        }
        put_cells(builder, &form, row, labelled, &columns);
    }
    keep_unread(builder, &form, block, &rows, &columns);
    tell_unknown_columns(builder, block, heading, known, first);
}

/// Keeps the rows with figures that are not understood, each with its place among the others.
fn keep_unread(
    builder: &mut Builder<'_>,
    form: &Arc<Form>,
    block: &Block<'_>,
    rows: &[Found],
    columns: &[Option<usize>],
) {
    let known = |row: &Found| match row {
        Found::Row(row) | Found::Heading(row) => Some(*row),
        Found::Extra | Found::Nothing => None,
    };
    for (at, (labelled, _)) in
        block.data.iter().zip(rows).enumerate().filter(|(_, (_, row))| matches!(row, Found::Nothing))
    {
        let cells = labelled.row.cells.iter().zip(columns);
        let columns: Vec<usize> = cells.filter(|(cell, _)| counts(cell)).filter_map(|(_, column)| *column).collect();
        let label = labelled.texts().next_back().and_then(|(column, _)| labelled.row.cells.get(column));
        let Some(label) = label.filter(|_| !columns.is_empty()) else { continue };
        let after = rows.iter().take(at).rev().find_map(known);
        builder.table(form).add_unread(UnreadRow { label: label.text.trim().into(), after, columns });
    }
}

/// Whether a cell holds more than nothing.
fn counts(cell: &Cell) -> bool {
    match read(&cell.text, Unit::Quantity, None) {
        Ok(Reading::Number(number)) => !number.value().is_zero(),
        Ok(Reading::Blank | Reading::NotApplicable | Reading::ZeroByWord) => false,
        Ok(Reading::Approximate(_)) | Err(_) => true,
    }
}

fn form_rows(builder: &Builder<'_>, form: usize) -> usize {
    builder.index.forms.get(form).map_or(0, |form| form.rows.len())
}

fn put_cells(
    builder: &mut Builder<'_>,
    form: &Arc<Form>,
    row: usize,
    labelled: &Labelled<'_>,
    columns: &[Option<usize>],
) {
    for (cell, column) in labelled.row.cells.iter().zip(columns) {
        let Some(column) = *column else { continue };
        let figure = !cell.is_blank() || form.has_cell(row, column);
        if figure {
            builder.put(form, row, column, cell);
        }
    }
}

/// What a row of a block is.
enum Found {
    /// This row of the form.
    Row(usize),
    /// A line of the form without figures.
    Heading(usize),
    /// A row that an open form takes in.
    Extra,
    /// Not understood.
    Nothing,
}

/// Columns with one meaning each; a second column of the same meaning is a problem.
fn distinct_columns(
    builder: &mut Builder<'_>,
    block: &Block<'_>,
    heading: &Heading<'_>,
    form: &Form,
    columns: &[Option<usize>],
) -> Vec<Option<usize>> {
    let mut distinct: Vec<Option<usize>> = Vec::with_capacity(columns.len());
    for (place, column) in columns.iter().enumerate() {
        let first = column.and_then(|column| distinct.iter().position(|other| *other == Some(column)));
        distinct.push(if first.is_some() { None } else { *column });
        let (Some(first), Some(column)) = (first, *column) else { continue };
        if repeats(block, first, place) {
            continue;
        }
        let at = block
            .headers
            .iter()
            .rev()
            .filter_map(|header| header.row.cells.get(place))
            .find(|cell| !cell.is_blank())
            .map(|cell| cell.place.clone());
        let label = heading.lowest(place).map(|label| label.key.clone()).unwrap_or_default();
        let label = form.columns.get(column).map_or(label, |line| line.label.clone());
        builder.problem(at, ProblemKind::DuplicateColumn { label, first: first + 1 });
    }
    distinct
}

/// Whether a column is another one again, as merged cells are where a program repeats them.
fn repeats(block: &Block<'_>, first: usize, second: usize) -> bool {
    block.headers.iter().chain(&block.data).all(|row| {
        let text = |column: usize| row.row.cells.get(column).map(|cell| cell.text.trim());
        text(first) == text(second)
    })
}

/// Finds the row of the form for every row of the block.
fn rows_of(builder: &mut Builder<'_>, block: &Block<'_>, form_index: usize, form: &Form, first: usize) -> Vec<Found> {
    let mut previous: Option<usize> = None;
    let mut exact: Vec<Option<usize>> = Vec::with_capacity(block.data.len());
    let mut numbered = vec![false; form.rows.len()];
    for labelled in &block.data {
        let row = known_row(labelled, form_index, form, first, previous);
        previous = row.or(previous);
        exact.push(row);
        let is_numbered = |row: &usize| numbering(labelled, form, *row, first) == Some(true);
        if let Some(numbered) = row.filter(is_numbered).and_then(|row| numbered.get_mut(row)) {
            *numbered = true;
        }
    }
    // `5.其他` beside `3.其他` is a row of its own.
    let is_other = |labelled: &Labelled<'_>, row: usize| {
        numbered.get(row) == Some(&true) && numbering(labelled, form, row, first) == Some(false)
    };
    let others: Vec<bool> =
        block.data.iter().zip(&exact).map(|(labelled, row)| row.is_some_and(|row| is_other(labelled, row))).collect();
    let mut taken: Vec<usize> = exact.iter().flatten().copied().collect();
    // A row of the form may stand in the file thousands of times.
    taken.sort_unstable();
    taken.dedup();
    block
        .data
        .iter()
        .zip(&exact)
        .zip(others)
        .map(|((labelled, row), is_other)| match row {
            Some(_) if is_other => Found::Nothing,
            Some(row) if form.rows.get(*row).is_some_and(|line| line.heading) => Found::Heading(*row),
            Some(row) => Found::Row(*row),
            None => resembling(builder, labelled, form_index, first, &mut taken),
        })
        .collect()
}

/// Whether a row has the number that its label has in the form, `None` where either has none.
fn numbering(labelled: &Labelled<'_>, form: &Form, row: usize, first: usize) -> Option<bool> {
    let (column, _) = labelled.texts().rfind(|(column, _)| *column < first)?;
    let own = number_of(&labelled.row.cells.get(column)?.text)?;
    Some(own == number_of(&form.rows.get(row)?.label)?)
}

/// The row by its label to the letter; a label of several rows is decided by what stands beside
/// and above it.
fn known_row(
    labelled: &Labelled<'_>,
    form_index: usize,
    form: &Form,
    first: usize,
    previous: Option<usize>,
) -> Option<usize> {
    let labels = |end: usize| labelled.texts().filter(move |(column, _)| *column < end);
    for (column, label) in labelled.labels(first) {
        let rows = || label.lines(form_index, Axis::Row);
        match rows().count() {
            0 => {}
            1 => return rows().next(),
            _ => {
                let beside = labels(column).flat_map(|(_, label)| label.lines(form_index, Axis::Row));
                let above = previous.into_iter().flat_map(|row| form.with_ancestors(row));
                return beside.chain(above).find_map(|parent| {
                    let mut under = rows().filter(|row| form.parent(*row) == Some(parent));
                    under.next().filter(|_| under.next().is_none())
                });
            }
        }
    }
    None
}

fn resembling(
    builder: &mut Builder<'_>,
    labelled: &Labelled<'_>,
    form_index: usize,
    first: usize,
    taken: &mut Vec<usize>,
) -> Found {
    let index = builder.index;
    let Some((column, label)) = labelled.texts().rfind(|(column, _)| *column < first) else {
        return Found::Nothing;
    };
    if let Some(row) = index.resembling(&label.key, form_index, Axis::Row, taken)
        && let (Some(form), Some(cell)) = (index.forms.get(form_index), labelled.row.cells.get(column))
        && let Some(line) = form.rows.get(row)
    {
        taken.push(row);
        builder.read_as(ReadAs {
            text: cell.text.trim().into(),
            label: line.label.clone(),
            form: Arc::clone(&form.id),
            id: line.id.clone(),
            place: cell.place.clone(),
        });
        return Found::Row(row);
    }
    let open = index.forms.get(form_index).is_some_and(|form| form.open);
    if open && labelled.has_figures() { Found::Extra } else { Found::Nothing }
}

/// An open form with a row more for every label that it does not name.
fn widened(builder: &mut Builder<'_>, form: Arc<Form>, block: &Block<'_>, rows: &[Found], first: usize) -> Arc<Form> {
    if !rows.iter().any(|row| matches!(row, Found::Extra)) {
        return form;
    }
    let extra = block.data.iter().zip(rows).filter(|(_, row)| matches!(row, Found::Extra)).map(|(labelled, _)| {
        let cell = labelled.row.cells.iter().take(first).rev().find(|cell| !cell.is_blank());
        extra_line(cell.map_or("", |cell| cell.text.trim()))
    });
    let wider = Arc::new(form.with_rows(extra));
    builder.widen(&wider);
    wider
}

/// A row that stands in the file only.
pub(super) fn extra_line(text: &str) -> Line {
    Line {
        id: text.to_owned(),
        label: text.to_owned(),
        en: text.to_owned(),
        aliases: Vec::new(),
        unit: None,
        measure: None,
        cells: None,
        lacks: Vec::new(),
        heading: false,
        optional: false,
    }
}

/// Whether a row has as many fields as its figures need; a shorter or longer one is a problem.
fn ragged(builder: &mut Builder<'_>, block: &Block<'_>, labelled: &Labelled<'_>, columns: &[Option<usize>]) -> bool {
    let cells = &labelled.row.cells;
    let Some(expected) = block.headers.iter().map(|header| header.row.cells.len()).max() else { return true };
    let needed = columns.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let beyond = |cell: &Cell| !cell.is_blank();
    let heading_only = labelled.row.filled().count() == 1 && cells.len() < needed;
    if heading_only && cells.len() == 1 {
        return true;
    }
    if cells.len() >= needed && !cells.iter().skip(expected).any(beyond) {
        return true;
    }
    builder.problem(labelled.row.place().cloned(), ProblemKind::RaggedRow { found: cells.len(), expected });
    false
}

/// Figures in a line that should have none are listed, not dropped.
fn tell_heading_figures(builder: &mut Builder<'_>, labelled: &Labelled<'_>) {
    if labelled.has_figures() {
        builder.unrecognised_row(labelled.row);
    }
}

/// Columns with figures that the form does not have are listed by their heading.
fn tell_unknown_columns(
    builder: &mut Builder<'_>,
    block: &Block<'_>,
    heading: &Heading<'_>,
    columns: &[Option<usize>],
    first: usize,
) {
    // Before the first known column stand labels, and numbers of rows among them.
    let holds_figures = |place: usize| {
        let labelled = |row: &&Labelled<'_>| row.texts().any(|(column, _)| column < place);
        block.data.iter().filter(labelled).any(|row| matches!(row.kinds.get(place), Some(CellKind::Figure)))
    };
    let unknown = columns.iter().enumerate().filter(|(_, column)| column.is_none());
    for (place, _) in unknown.filter(|(place, _)| *place >= first || holds_figures(*place)) {
        let ignored = heading.lowest(place).is_some_and(|label| vocabulary().is(&label.key, Role::Ignore));
        let again = |(before, column): (usize, &Option<usize>)| column.is_some() && repeats(block, before, place);
        if columns.iter().enumerate().take(place).any(again) {
            continue;
        }
        let figure = block
            .data
            .iter()
            .filter(|row| matches!(row.kinds.get(place), Some(CellKind::Figure)))
            .find_map(|row| row.row.cells.get(place));
        let header =
            block.headers.iter().rev().filter_map(|row| row.row.cells.get(place)).find(|cell| !cell.is_blank());
        if let Some(cell) = figure.filter(|_| !ignored) {
            let cell = header.unwrap_or(cell);
            builder.unrecognised(&cell.text, &cell.place);
        }
    }
}
