//! What explains a difference between a whole and its parts: one part left out or counted twice,
//! or parts of the period before that have no report now.

use super::lookup::View;
use crate::finding::{Check, Remark};
use crate::number::Decimal;
use crate::report::Report;

/// What can be said of a failed roll-up.
pub(super) fn remarks(check: &Check, view: View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if let Some(difference) = check.sides.as_ref().map(|sides| sides.difference) {
        remarks.extend(lone_part(check, difference, view));
    }
    if !view.context.missing_parts.is_empty() {
        remarks.push(Remark::PartsMissing(view.context.missing_parts.clone()));
    }
    remarks
}

/// The one part whose figure is the difference.
fn lone_part(check: &Check, difference: Decimal, view: View<'_>) -> Option<Remark> {
    let size = difference.magnitude().ok()?;
    let whole = check.figures.first()?;
    let figure = |part: &&Report| {
        let table = part.table(&whole.form)?;
        let row = table.form().rows.iter().position(|line| line.id == whole.row)?;
        let column = table.form().columns.iter().position(|line| line.id == whole.column)?;
        Some(table.get(row, column)?.number()?.value())
    };
    let mut same = view.context.parts.iter().filter(|part| figure(part) == Some(size));
    let (Some(only), None) = (same.next(), same.next()) else { return None };
    let name = only.entity.clone().unwrap_or_else(|| only.source.to_string());
    let less = difference.is_negative();
    let remark = if less { Remark::LeavesOut(name) } else { Remark::CountsTwice(name) };
    (!size.is_zero()).then_some(remark)
}
