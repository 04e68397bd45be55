//! The figures that a statement names, found in the report, the earlier one, or the parts.

use std::sync::Arc;

use super::Context;
use crate::finding::{CheckedFigure, Reason};
use crate::forms::Form;
use crate::number::{Decimal, Interval, Number, Overflow, Reading, Unit};
use crate::report::{Content, Figure, FormTable, Report};
use crate::rules::{At, CellRef, Scope, Side, Statement};

/// Where a rule looks.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) report: &'a Report,
    pub(super) table: &'a FormTable,
    pub(super) context: &'a Context<'a>,
}

/// A cell of one table in memory: two relations that name the same cell mean the same figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FigureId {
    pub(super) table: usize,
    pub(super) row: usize,
    pub(super) column: usize,
}

impl FigureId {
    /// The cell of a table.
    pub(super) fn of(table: &FormTable, row: usize, column: usize) -> Self {
        Self { table: std::ptr::from_ref(table).addr(), row, column }
    }

    /// A figure of the prose, by where it stands: it is in no table, and beside no other.
    pub(super) fn prose(start: usize) -> Self {
        Self { table: usize::MAX, row: start.saturating_mul(2), column: 0 }
    }

    /// Whether two figures of a table stand above or next to each other.
    pub(super) fn is_beside(self, other: Self) -> bool {
        let apart = self.row.abs_diff(other.row) + self.column.abs_diff(other.column);
        self.table == other.table && apart == 1
    }
}

/// A figure that counts, with what a check shows of it.
pub(super) struct Found {
    pub(super) id: FigureId,
    pub(super) unit: Unit,
    pub(super) number: Number,
    /// A blank that the form takes for zero.
    pub(super) blank: bool,
    pub(super) shown: CheckedFigure,
}

/// A cell that has no usable figure.
pub(super) struct Lacking {
    pub(super) reason: Reason,
    pub(super) shown: Option<Box<CheckedFigure>>,
    /// The figure with the value zero, where the cell is blank.
    pub(super) blank: Option<Box<Found>>,
}

/// A sum of figures, evaluated.
pub(super) struct Evaluated {
    /// The sum of the printed values, not yet divided.
    pub(super) value: Decimal,
    /// What the sum may be, not yet divided.
    pub(super) interval: Interval,
    /// What it is to be divided by.
    pub(super) divisor: Decimal,
    /// How it is made up.
    pub(super) terms: String,
    /// How far the sum moves when the last digit of a rounded figure moves by one.
    pub(super) steps: Vec<Decimal>,
    /// How many figures are blanks taken for zero.
    pub(super) blanks: usize,
    /// How many figures there are.
    pub(super) count: usize,
}

impl<'a> View<'a> {
    /// Whether an instance of a statement speaks of this report at all: something it names stands
    /// in the file, other reports that it needs were given, other forms that it names are there,
    /// and optional lines that the file leaves out are not asked for.
    pub(super) fn applies(&self, statement: &Statement, at: usize) -> bool {
        let cells = statement.cells();
        let given = |cell: &&CellRef| match cell.scope {
            Scope::Here => true,
            Scope::Previous => self.context.previous.is_some() || self.context.gap.is_some() || self.context.not_kept,
            Scope::Parts => !self.context.parts.is_empty(),
        };
        let other_form = |cell: &&CellRef| cell.form.as_ref().is_none_or(|form| self.other_table(form).is_some());
        let form = self.table.form();
        let left_out = |cell: &&CellRef| {
            let (row, column) = (cell.row.at(at), cell.column.at(at));
            let own = cell.form.is_none() && cell.scope == Scope::Here;
            let optional = |line: Option<&crate::forms::Line>| line.is_some_and(|line| line.optional);
            own && (optional(form.columns.get(column)) && !self.table.has_column(column)
                || optional(form.rows.get(row)) && !self.table.has_row(row))
        };
        let present = |cell: &&CellRef| {
            let own = cell.form.is_none() && cell.scope == Scope::Here;
            own && self.table.get(cell.row.at(at), cell.column.at(at)).is_some()
        };
        cells.iter().all(given)
            && cells.iter().all(other_form)
            && !cells.iter().any(left_out)
            && cells.iter().any(present)
    }

    /// The table of another form of the same body and period.
    fn other_table(&self, form: &str) -> Option<(&'a Report, &'a FormTable)> {
        let reports = std::iter::once(self.report).chain(self.context.beside.iter().copied());
        reports.into_iter().find_map(|report| Some((report, report.table(form)?)))
    }

    /// The figure of a cell; for parts the sum over them.
    pub(super) fn figures(&self, cell: &CellRef, at: usize) -> Result<Vec<Found>, Lacking> {
        let (row, column) = (cell.row.at(at), cell.column.at(at));
        let form = cell.form.as_ref().unwrap_or(&self.table.form().id);
        match cell.scope {
            Scope::Here if cell.form.is_none() => one(self.report, self.table, row, column).map(|found| vec![found]),
            Scope::Here => match self.other_table(form) {
                Some((report, table)) => one(report, table, row, column).map(|found| vec![found]),
                None => Err(Lacking { reason: Reason::Missing(form.to_string()), shown: None, blank: None }),
            },
            Scope::Previous => {
                let lacking = if self.context.not_kept { Reason::NotKept } else { Reason::NoPrevious };
                let reason = || self.context.gap.map_or(lacking.clone(), Reason::Gap);
                let nothing = || Lacking { reason: reason(), shown: None, blank: None };
                let previous = self.context.previous.ok_or_else(nothing)?;
                let table = previous.table(form).ok_or_else(nothing)?;
                one(previous, table, row, column).map(|found| vec![found])
            }
            Scope::Parts => self
                .context
                .parts
                .iter()
                .map(|part| {
                    if let Some(table) = part.table(form) {
                        return one(part, table, row, column);
                    }
                    let body = part.entity.clone().unwrap_or_else(|| part.source.to_string());
                    Err(Lacking { reason: Reason::NoPart(body), shown: None, blank: None })
                })
                .collect(),
        }
    }

    /// Evaluates a sum. Figures are added to `shown` whether they can be used or not.
    pub(super) fn evaluate(
        &self,
        side: &Side,
        at: usize,
        shown: &mut Vec<CheckedFigure>,
    ) -> Result<Result<Evaluated, Reason>, Overflow> {
        let mut sum = Evaluated {
            value: side.constant,
            interval: Interval::exact(side.constant),
            divisor: side.divisor,
            terms: String::new(),
            steps: Vec::new(),
            blanks: 0,
            count: 0,
        };
        let mut lacking = None;
        for term in &side.terms {
            let found = match self.figures(&term.cell, at) {
                Ok(found) => found,
                Err(one) => {
                    shown.extend(one.shown.map(|shown| *shown));
                    lacking = lacking.or(Some(one.reason));
                    continue;
                }
            };
            for figure in found {
                sum.add(&figure, term.factor)?;
                shown.push(figure.shown);
            }
        }
        if !side.constant.is_zero() || side.terms.is_empty() {
            sum.append(side.constant, Decimal::from(1));
        }
        if sum.divisor != Decimal::from(1) {
            sum.terms = if sum.count > 1 {
                format!("({}) / {}", sum.terms, sum.divisor)
            } else {
                format!("{} / {}", sum.terms, sum.divisor)
            };
        }
        Ok(lacking.map_or(Ok(sum), Err))
    }
}

impl Evaluated {
    fn add(&mut self, figure: &Found, factor: Decimal) -> Result<(), Overflow> {
        let value = figure.number.value();
        self.value = self.value.add(value.mul(factor)?)?;
        self.interval = self.interval.add(figure.number.interval()?.times(factor)?)?;
        if figure.number.is_rounded() {
            self.steps.push(value.unit().mul(factor)?);
        }
        self.blanks += usize::from(figure.blank);
        self.count += 1;
        self.append(value, factor);
        Ok(())
    }

    /// Writes one more term.
    fn append(&mut self, value: Decimal, factor: Decimal) {
        let negative = factor.is_negative();
        let size = if negative { Decimal::ZERO.sub(factor).unwrap_or(factor) } else { factor };
        let sign = match (self.terms.is_empty(), negative) {
            (true, false) => "",
            (true, true) => "-",
            (false, false) => " + ",
            (false, true) => " - ",
        };
        let times = if size == Decimal::from(1) { String::new() } else { format!("{size} × ") };
        let written =
            if value.is_negative() && !self.terms.is_empty() { format!("({value})") } else { value.to_string() };
        self.terms.push_str(sign);
        self.terms.push_str(&times);
        self.terms.push_str(&written);
    }

    /// The sum as shown: divided, where it has a divisor, to two more places than printed.
    pub(super) fn shown(&self) -> Result<Decimal, Overflow> {
        if self.divisor == Decimal::from(1) {
            return Ok(self.value);
        }
        self.value.quotient_for_display(self.divisor, self.value.exponent().min(0) - 2)
    }
}

fn one(report: &Report, table: &FormTable, row: usize, column: usize) -> Result<Found, Lacking> {
    let form = table.form();
    let Some(figure) = table.get(row, column) else {
        return Err(Lacking { reason: Reason::Missing(cell_name(form, row, column)), shown: None, blank: None });
    };
    let mut shown = shown(report, form, figure, row, column);
    let id = FigureId::of(table, row, column);
    let unit = form.unit(row, column);
    let found = |number, blank, shown| Found { id, unit, number, blank, shown };
    let reason = match figure.content() {
        Content::Read(Reading::Number(number)) => return Ok(found(number, false, shown)),
        Content::Read(Reading::ZeroByWord) => return Ok(found(Number::exact(Decimal::ZERO), false, shown)),
        Content::Read(Reading::Blank) if form.blank_is_zero => {
            shown.value = Some(Decimal::ZERO);
            return Ok(found(Number::exact(Decimal::ZERO), true, shown));
        }
        Content::Read(Reading::Blank) => {
            let blank = Some(Box::new(found(Number::exact(Decimal::ZERO), true, shown.clone())));
            let reason = Reason::Blank(cell_name(form, row, column));
            return Err(Lacking { reason, shown: Some(Box::new(shown)), blank });
        }
        Content::Read(Reading::NotApplicable) => Reason::NotApplicable(cell_name(form, row, column)),
        Content::Read(Reading::Approximate(_)) => Reason::Approximate(cell_name(form, row, column)),
        Content::Unreadable => Reason::Unreadable(cell_name(form, row, column)),
    };
    Err(Lacking { reason, shown: Some(Box::new(shown)), blank: None })
}

/// A cell as a rule would name it.
pub(super) fn cell_name(form: &Form, row: usize, column: usize) -> String {
    let row = form.rows.get(row).map_or("", |line| &line.id);
    match form.columns.get(column) {
        Some(column) if form.columns.len() > 1 => format!("{row}[{}]", column.id),
        _ => row.to_owned(),
    }
}

pub(super) fn shown(report: &Report, form: &Form, figure: &Figure, row: usize, column: usize) -> CheckedFigure {
    let line = form.rows.get(row);
    CheckedFigure {
        form: Arc::clone(&form.id),
        row: line.map(|line| line.id.clone()).unwrap_or_default(),
        column: form.columns.get(column).map(|line| line.id.clone()).unwrap_or_default(),
        label: line.map(|line| line.label.clone()).unwrap_or_default(),
        label_en: line.map(|line| line.en.clone()).unwrap_or_default(),
        value: figure.number().map(Number::value),
        text: figure.text().into(),
        source: Arc::clone(&report.source),
        place: figure.place().clone(),
    }
}

/// A cell at a fixed place of the rule's own form.
pub(super) fn fixed(row: usize, column: usize) -> CellRef {
    CellRef { scope: Scope::Here, form: None, row: At::Fixed(row), column: At::Fixed(column) }
}
