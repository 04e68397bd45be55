//! That a comparison names each figure once: a rounded figure on both sides would stand for two values at a
//! time. Equal names on one side are one term already.

use super::parse::ParseError;
use super::resolve::Names;
use super::{At, CellRef, Statement};
use crate::forms::{Each, MemberStatement};
use crate::message::mistakes;

/// Refuses a rule, whose text is so long, that names a figure twice in a line that it is repeated over.
pub(crate) fn check_once(
    each: &Each,
    statements: &[MemberStatement],
    names: Names<'_>,
    length: usize,
) -> Result<(), ParseError> {
    for one in statements {
        // A part may stand in its own whole.
        let Statement::Compare { .. } = &one.statement else { continue };
        for (number, cell) in one.statement.cells().enumerate() {
            let before = one.statement.cells().take(number).filter(|other| may_be_same(cell, other));
            let mut again =
                before.filter_map(|other| each.lines().iter().find(|line| is_same(cell, other, **line, names)));
            if let Some(&line) = again.next() {
                let name = name(cell, line, names);
                return Err(ParseError::new(0..length, |lang| mistakes::named_twice(lang, &name), mistakes::once));
            }
        }
    }
    Ok(())
}

/// Whether two names can mean one cell at all.
fn may_be_same(cell: &CellRef, other: &CellRef) -> bool {
    let apart = |one: At, other: At| matches!((one, other), (At::Fixed(one), At::Fixed(other)) if one != other);
    cell.scope == other.scope && !apart(cell.row, other.row) && !apart(cell.column, other.column)
}

/// Whether two names mean one cell where the rule is at some line.
fn is_same(cell: &CellRef, other: &CellRef, line: usize, names: Names<'_>) -> bool {
    let form = |cell: &CellRef| cell.form.as_ref().unwrap_or(&names.own.id).clone();
    let at = |one: At, other: At| one.at(line) == other.at(line);
    cell.scope == other.scope && at(cell.row, other.row) && at(cell.column, other.column) && form(cell) == form(other)
}

/// The cell as a rule may name it.
fn name(cell: &CellRef, line: usize, names: Names<'_>) -> String {
    let form = cell.form.as_ref().and_then(|id| names.family.iter().find(|form| form.id == *id)).unwrap_or(names.own);
    let row = form.rows.get(cell.row.at(line)).map_or("", |row| &row.id);
    let column = form.columns.get(cell.column.at(line)).map_or("", |column| &column.id);
    format!("{row}[{column}]")
}
