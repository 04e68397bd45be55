//! What the figures of a rule count: counts, shares, rates and amounts are not added to or compared with
//! each other. How the names of a rule are looked up is not here.

use std::ops::Range;

use super::parse::ParseError;
use super::resolve::Names;
use super::{CellRef, Statement};
use crate::forms::{Each, MemberStatement};
use crate::message::{Lang, mistakes};
use crate::number::Unit;

/// What may be added and compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Quantity {
    Count,
    Share,
    Rate,
    Amount,
}

fn quantity(unit: Unit) -> Quantity {
    match unit {
        Unit::Count | Unit::Change => Quantity::Count,
        Unit::Share => Quantity::Share,
        Unit::Rate => Quantity::Rate,
        Unit::Amount | Unit::Quantity => Quantity::Amount,
    }
}

pub(super) fn check_quantities(
    each: &Each,
    statements: &[MemberStatement],
    names: Names<'_>,
    span: Range<usize>,
) -> Result<(), ParseError> {
    let unit_of = |cell: &CellRef, running: usize| {
        let form = match &cell.form {
            None => Some(names.own),
            Some(id) => names.family.iter().find(|form| form.id == *id),
        };
        form.map(|form| quantity(form.unit(cell.row.at(running), cell.column.at(running))))
    };
    for one in statements {
        for &index in each.lines() {
            let cells: Vec<&CellRef> = one.statement.cells().collect();
            let (shown, summed) = match &one.statement {
                Statement::Compare { .. } => (None, cells.as_slice()),
                _ => match cells.split_first() {
                    Some((first, rest)) => (Some(*first), rest),
                    None => continue,
                },
            };
            let mut kinds = summed.iter().filter_map(|cell| unit_of(cell, index));
            let first = kinds.next();
            if let Some(other) = kinds.find(|kind| Some(*kind) != first) {
                let first = first.unwrap_or(other);
                let found = |lang| mistakes::beside(lang, &name(lang, first), &name(lang, other));
                return Err(ParseError::new(span, found, mistakes::one_kind));
            }
            let ratio = shown.and_then(|cell| unit_of(cell, index));
            if let Some(kind @ (Quantity::Count | Quantity::Amount)) = ratio {
                let found = |lang| mistakes::as_ratio(lang, &name(lang, kind));
                return Err(ParseError::new(span, found, mistakes::unit_of_ratio));
            }
        }
    }
    Ok(())
}

fn name(lang: Lang, quantity: Quantity) -> String {
    match quantity {
        Quantity::Count => mistakes::count(lang),
        Quantity::Share => mistakes::share(lang),
        Quantity::Rate => mistakes::rate(lang),
        Quantity::Amount => mistakes::amount(lang),
    }
}
