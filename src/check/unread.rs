//! Rows of a table that its form does not have: which sums they may be a part of.

use super::lookup::View;
use crate::forms::Form;
use crate::report::UnreadRow;
use crate::rules::{At, Scope, Side, Term};

impl View<'_> {
    /// The row that may be a part of a sum of rows besides those that it names.
    pub(super) fn unread(&self, side: &Side, at: usize) -> Option<&UnreadRow> {
        let own = |term: &Term| {
            let is_own = term.cell.scope == Scope::Here && term.cell.form.is_none() && !term.factor.is_negative();
            matches!((is_own, term.cell.row), (true, At::Fixed(_)))
                .then(|| (term.cell.row.at(at), term.cell.column.at(at)))
        };
        if self.table.unread().is_empty() || side.terms.len() < 2 {
            return None;
        }
        let cells: Vec<(usize, usize)> = side.terms.iter().map(own).collect::<Option<_>>()?;
        let rows: Vec<usize> = cells.iter().map(|(row, _)| *row).collect();
        let counts = |one: &&UnreadRow| cells.iter().any(|(_, column)| one.columns.contains(column));
        let form = self.table.form();
        self.table.unread().iter().filter(counts).find(|one| is_among(one, &rows, form))
    }
}

/// Whether a row stands among some rows: under one of them, under what is part of one, or under what one is part of.
fn is_among(one: &UnreadRow, rows: &[usize], form: &Form) -> bool {
    let Some(after) = one.after else { return false };
    form.with_ancestors(after).iter().any(|row| rows.contains(row))
        || rows.iter().any(|row| form.parent(*row) == Some(after))
}
