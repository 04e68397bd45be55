//! Rows of a flattened table whose blank cells left nothing. Where such a cell counts as zero, the sums
//! that a row must keep to tell which columns its figures may belong to. Nothing is chosen here.

use super::columns::Column;
use crate::document::Cell;
use crate::forms::{Each, Form, RuleBody};
use crate::number::{Decimal, Reading, Unit, read};
use crate::rules::{At, Relation, Scope, Side, Statement};

/// Columns of the widest table that is tried: each has two states.
const MOST_COLUMNS: usize = 12;

/// A way that the figures of a row may have stood: for each the number of its column.
pub(super) type Way = Vec<usize>;

/// Every way in which the figures keep to the sums of their row; none where one of them is no whole number.
pub(super) fn ways(form: &Form, columns: &[Column], row: usize, figures: &[Cell]) -> Vec<Way> {
    let values: Option<Vec<i128>> = figures.iter().map(value).collect();
    let Some(values) = values.filter(|_| columns.len() <= MOST_COLUMNS && form.blank_is_zero) else {
        return Vec::new();
    };
    let sums = sums(form, row);
    let chosen = (0..1_u32 << columns.len()).map(|set| {
        let in_set = |column: &usize| set >> column & 1 == 1;
        (0..columns.len()).filter(in_set).collect::<Way>()
    });
    let fits = |way: &Way| {
        let takes = |at: &usize| columns.get(*at).and_then(|column| column.line);
        let lines: Option<Vec<usize>> = way.iter().map(takes).collect();
        let Some(lines) = lines.filter(|lines| lines.iter().all(|line| form.has_cell(row, *line))) else {
            return false;
        };
        sums.iter().all(|sum| {
            let at = |line: &usize| lines.iter().position(|own| own == line).and_then(|at| values.get(at));
            sum.iter().map(|(line, factor)| at(line).copied().unwrap_or(0) * factor).sum::<i128>() == 0
        })
    };
    if sums.is_empty() {
        return Vec::new();
    }
    chosen.filter(|way| way.len() == values.len()).filter(fits).collect()
}

/// The columns that have the same figure in all ways, with the number of the figure.
pub(super) fn common(ways: &[Way]) -> Vec<(usize, usize)> {
    let Some(first) = ways.first() else { return Vec::new() };
    let same = |(figure, column): &(usize, usize)| ways.iter().all(|way| way.get(*figure) == Some(column));
    first.iter().copied().enumerate().filter(same).map(|(figure, column)| (column, figure)).collect()
}

/// A figure that is small enough to be added up without a thought.
fn value(cell: &Cell) -> Option<i128> {
    match read(&cell.text, Unit::Count, None).ok()? {
        Reading::Number(number) => number.value().to_integer().filter(|value| value.abs() < i128::from(u64::MAX)),
        _ => None,
    }
}

/// The sums of a row that must come to nothing: columns with their factors.
fn sums(form: &Form, row: usize) -> Vec<Vec<(usize, i128)>> {
    let mut found = Vec::new();
    for rule in &form.rules {
        let RuleBody::Relation { each: Each::Row(rows), statements } = &rule.body else { continue };
        for one in statements.iter().filter(|_| rows.contains(&row)) {
            if let Statement::Compare { left, relation: Relation::Equal, right } = &one.statement
                && let (Some(mut sum), Some(other)) = (terms(left, 1), terms(right, -1))
            {
                sum.extend(other);
                found.push(sum);
            }
        }
    }
    found
}

/// The terms of a side in the row that a rule is at; `None` where there are others.
fn terms(side: &Side, sign: i128) -> Option<Vec<(usize, i128)>> {
    let plain = side.constant == Decimal::ZERO && side.divisor.to_integer() == Some(1);
    let term = |term: &crate::rules::Term| match (&term.cell.form, term.cell.scope, term.cell.row, term.cell.column) {
        (None, Scope::Here, At::Running, At::Fixed(column)) => Some((column, sign * term.factor.to_integer()?)),
        _ => None,
    };
    plain.then(|| side.terms.iter().map(term).collect()).flatten()
}
