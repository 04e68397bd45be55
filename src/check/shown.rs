//! A figure as a check shows it. Which figures a check is about is not known here.

use std::sync::Arc;

use crate::finding::CheckedFigure;
use crate::forms::Form;
use crate::number::{Decimal, Number};
use crate::report::{Figure, FormTable, Report};

/// A figure that a check may show. What it shows is made only for those that do: most checks pass and are counted.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    report: &'a Report,
    form: &'a Form,
    figure: &'a Figure,
    row: usize,
    column: usize,
    /// Whether it has no number and counts as zero.
    is_zero: bool,
}

impl<'a> Shown<'a> {
    /// A figure as it stands.
    pub(super) fn of(report: &'a Report, table: &'a FormTable, figure: &'a Figure, row: usize, column: usize) -> Self {
        Self { report, form: table.form(), figure, row, column, is_zero: false }
    }

    /// The same, counted as zero.
    pub(super) fn as_zero(self) -> Self {
        Self { is_zero: true, ..self }
    }

    /// All that a check shows of it.
    pub(super) fn figure(self) -> CheckedFigure {
        let Self { report, form, figure, row, column, is_zero } = self;
        let line = form.rows.get(row);
        CheckedFigure {
            form: Arc::clone(&form.id),
            row: line.map(|line| line.id.clone()).unwrap_or_default(),
            column: form.columns.get(column).map(|line| line.id.clone()).unwrap_or_default(),
            label: line.map(|line| line.label.clone()).unwrap_or_default(),
            label_en: line.map(|line| line.en.clone()).unwrap_or_default(),
            value: if is_zero { Some(Decimal::ZERO) } else { figure.number().map(Number::value) },
            text: figure.text().into(),
            source: Arc::clone(&report.source),
            place: figure.place().clone(),
        }
    }
}

/// All that a check shows of its figures.
pub(super) fn figures(shown: &[Shown<'_>]) -> Vec<CheckedFigure> {
    shown.iter().map(|shown| shown.figure()).collect()
}
