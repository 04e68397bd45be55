//! Sums of cells of a report's tables, as the concepts of prose name them, and their values.

use std::sync::Arc;

use crate::finding::CheckedFigure;
use crate::forms::Form;
use crate::number::{Decimal, Number, Overflow, Unit};
use crate::report::{FormTable, Report};

/// A sum of cells of one form.
pub(super) struct Cells {
    pub(super) form: String,
    pub(super) terms: Vec<Term>,
}

/// A cell, or those of every row below one.
pub(super) struct Term {
    row: String,
    pub(super) column: String,
    /// Whether it is taken off.
    negative: bool,
}

impl Cells {
    /// Reads `form|form: row[column] + row.*[column] - row[column]`, for each of the forms.
    pub(super) fn of(text: &str) -> Vec<Self> {
        let (names, sum) = text.split_once(": ").unwrap_or_default();
        let (families, id) = names.split_once('/').unwrap_or_default();
        families
            .split('|')
            .map(|family| Self { form: format!("{family}/{id}"), terms: Term::all(sum).unwrap_or_default() })
            .collect()
    }
}

impl Term {
    fn all(sum: &str) -> Option<Vec<Self>> {
        let mut terms = Vec::new();
        let mut negative = false;
        for word in sum.split(' ') {
            match word {
                "+" | "-" => negative = word == "-",
                cell => {
                    let (row, column) = cell.strip_suffix(']')?.split_once('[')?;
                    terms.push(Self { row: row.to_owned(), column: column.to_owned(), negative });
                }
            }
        }
        Some(terms)
    }

    pub(super) fn is_of_row(&self, id: &str) -> bool {
        match self.row.strip_suffix('*') {
            Some(above) => id.starts_with(above),
            None => id == self.row,
        }
    }
}

/// A sum of cells as a table gives it.
pub(super) struct Summed {
    pub(super) number: Number,
    pub(super) terms: String,
    pub(super) figures: Vec<CheckedFigure>,
    /// Whether every cell has a figure.
    pub(super) complete: bool,
    /// Whether a cell of its own stands there and is blank.
    pub(super) lacks_one: bool,
    /// Whether the form leaves open in which power of ten an amount is printed.
    pub(super) any_unit: bool,
}

/// `None` where the report lacks the form or one of the cells, or all that is below a row.
pub(super) fn summed(cells: &Cells, report: &Report) -> Option<Summed> {
    let table = report.table(&cells.form)?;
    let form = table.form();
    let mut sum = Summed {
        number: Number::exact(Decimal::ZERO),
        terms: String::new(),
        figures: Vec::new(),
        complete: true,
        lacks_one: false,
        any_unit: false,
    };
    for term in &cells.terms {
        let column = form.columns.iter().position(|line| line.id == term.column)?;
        let single = !term.row.ends_with('*');
        for (row, _) in form.rows.iter().enumerate().filter(|(_, line)| term.is_of_row(&line.id)) {
            match sum.add(table, row, column, term.negative, report) {
                Some(added) => added.ok()?,
                None if single && table.get(row, column).is_some() => {
                    (sum.complete, sum.lacks_one) = (false, true);
                }
                None if single => return None,
                None => sum.complete = false,
            }
        }
    }
    (!sum.figures.is_empty() || sum.lacks_one).then_some(sum)
}

impl Summed {
    /// Whether a figure may stand for the sum, one of whose cells is blank.
    pub(super) fn may_be(&self, number: Number) -> bool {
        self.lacks_one && number.value() >= self.number.value()
    }

    /// `None` where the cell has no figure.
    fn add(
        &mut self,
        table: &FormTable,
        row: usize,
        column: usize,
        negative: bool,
        report: &Report,
    ) -> Option<Result<(), Overflow>> {
        let figure = table.get(row, column)?;
        let number = figure.number()?;
        let form = table.form();
        let named = form.rows.get(row)?;
        let sign = match (self.terms.is_empty(), negative) {
            (true, _) => "",
            (false, true) => " - ",
            (false, false) => " + ",
        };
        self.any_unit |=
            form.measure(row, column).is_none() && matches!(form.unit(row, column), Unit::Amount | Unit::Quantity);
        let added = in_units(number, form, row, column).and_then(|number| {
            let (sum, value) = (self.number.value(), number.value());
            let value = if negative { sum.sub(value)? } else { sum.add(value)? };
            let rounded = number.is_rounded() || self.number.is_rounded();
            self.number = if rounded { Number::rounded(value) } else { Number::exact(value) };
            self.terms.push_str(sign);
            self.terms.push_str(&number.value().to_string());
            Ok(())
        });
        self.figures.push(CheckedFigure {
            form: Arc::clone(&form.id),
            row: named.id.clone(),
            column: form.columns.get(column)?.id.clone(),
            label: named.label.clone(),
            label_en: named.en.clone(),
            value: Some(number.value()),
            text: figure.text().into(),
            source: Arc::clone(&report.source),
            place: figure.place().clone(),
        });
        Some(added)
    }
}

/// A figure in units rather than in the 万 or 亿 of its cell.
fn in_units(number: Number, form: &Form, row: usize, column: usize) -> Result<Number, Overflow> {
    let measure = form.measure(row, column).unwrap_or_default();
    let power = match measure.chars().next() {
        Some('万') => 4,
        Some('亿') => 8,
        _ => return Ok(number),
    };
    let value = number.value().scaled(power)?;
    Ok(if number.is_rounded() { Number::rounded(value) } else { Number::exact(value) })
}
