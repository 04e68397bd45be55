//! The figures that a statement names, found in the report, the earlier one, or the parts.

use super::Context;
use super::shown::Shown;
use crate::finding::Reason;
use crate::forms::Form;
use crate::number::{Decimal, Interval, Number, Overflow, Reading, Unit};
use crate::report::{Content, FormTable, Report};
use crate::rules::{At, CellRef, Scope, Side, Statement, Term};

/// Where a rule looks.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) report: &'a Report,
    pub(super) table: &'a FormTable,
    pub(super) context: &'a Context<'a>,
    /// Whether what a check shows is wanted where it passes.
    pub(super) passes: bool,
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
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) id: FigureId,
    pub(super) unit: Unit,
    pub(super) number: Number,
    /// Whether a number stands there.
    pub(super) print: Print,
    pub(super) shown: Shown<'a>,
}

/// What a figure that counts was printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Print {
    /// A number, or a word for zero.
    Number,
    /// A blank.
    Blank,
    /// A sign for what does not apply, in a line that holds nothing else.
    Sign,
}

/// A cell that has no usable figure.
pub(super) struct Lacking<'a> {
    pub(super) reason: Reason,
    pub(super) shown: Option<Shown<'a>>,
    /// The figure with the value zero, where the cell could be filled in.
    pub(super) open: Option<Found<'a>>,
    /// Whether the table has no such row at all, though it has the column: the cell may hold anything.
    absent: bool,
}

/// A sum of figures, evaluated.
pub(super) struct Evaluated {
    /// The sum of the printed values, not yet divided.
    pub(super) value: Decimal,
    /// What the sum may be, not yet divided.
    pub(super) interval: Interval,
    /// What it is to be divided by.
    pub(super) divisor: Decimal,
    /// How it is made up: values with their factors.
    written: Vec<(Decimal, Decimal)>,
    /// How far the sum moves when the last digit of a rounded figure moves by one.
    pub(super) steps: Vec<Decimal>,
    /// How many figures are blanks taken for zero.
    pub(super) blanks: usize,
    /// How many are signs taken for zero.
    pub(super) signs: usize,
    /// How many figures there are.
    pub(super) count: usize,
    /// The cells without a figure, each from zero on.
    pub(super) open: Vec<Open>,
}

/// A cell without a figure in a sum.
pub(super) struct Open {
    pub(super) factor: Decimal,
    pub(super) reason: Reason,
    /// Whether the table lacks its row.
    pub(super) absent: bool,
}

impl<'a> View<'a> {
    /// Whether an instance of a statement speaks of this report at all: something it names stands
    /// in the file, other reports that it needs were given, other forms that it names are there,
    /// and optional lines that the file leaves out are not asked for.
    pub(super) fn applies(&self, statement: &Statement, at: usize) -> bool {
        let given = |cell: &CellRef| match cell.scope {
            Scope::Here => true,
            Scope::Previous => {
                let Context { previous, gap, rivals, not_kept, previous_given, .. } = self.context;
                previous.is_some() || gap.is_some() || rivals.is_some() || *not_kept || *previous_given
            }
            Scope::Parts => !self.context.parts.is_empty() || self.context.parts_given,
        };
        let other_form = |cell: &CellRef| cell.form.as_ref().is_none_or(|form| self.other_table(form).is_some());
        let form = self.table.form();
        let left_out = |cell: &CellRef| {
            let (row, column) = (cell.row.at(at), cell.column.at(at));
            let own = cell.form.is_none() && cell.scope == Scope::Here;
            let optional = |line: Option<&crate::forms::Line>| line.is_some_and(|line| line.optional);
            own && (optional(form.columns.get(column)) && !self.table.has_column(column)
                || optional(form.rows.get(row)) && !self.table.has_row(row))
        };
        let present = |cell: &CellRef| {
            let own = cell.form.is_none() && cell.scope == Scope::Here;
            own && self.table.get(cell.row.at(at), cell.column.at(at)).is_some()
        };
        let cells = || statement.cells();
        cells().all(given) && cells().all(other_form) && !cells().any(left_out) && cells().any(present)
    }

    /// Whether the table lacks a row of which it has a column.
    fn lacks_row(&self, row: usize, column: usize) -> bool {
        // A line of a panel has the columns that somebody chose.
        if self.report.part.is_some() {
            return false;
        }
        let starts_at_zero = || self.table.form().unit(row, column).starts_at_zero();
        !self.table.has_row(row) && self.table.has_column(column) && starts_at_zero()
    }

    /// A cell of the table under check that has no usable figure, perhaps since the table lacks its row or column.
    fn absent<'l>(&self, lacking: Lacking<'l>, row: usize, column: usize) -> Lacking<'l> {
        // A line of a panel has the columns that somebody chose.
        let lacks_column = self.report.part.is_none() && !self.table.has_column(column);
        let reason = match lacking.reason {
            Reason::Missing(cell) if lacks_column => Reason::NoColumn(cell),
            other => other,
        };
        Lacking { reason, absent: self.lacks_row(row, column), ..lacking }
    }

    /// The table of another form of the same body and period.
    fn other_table(&self, form: &str) -> Option<(&'a Report, &'a FormTable)> {
        let reports = std::iter::once(self.report).chain(self.context.beside.iter().copied());
        reports.into_iter().find_map(|report| Some((report, report.table(form)?)))
    }

    /// A side without the rows that the table lacks, and whether these make it larger or smaller.
    pub(super) fn lacking(&self, side: &Side, at: usize) -> (Side, bool, bool) {
        let lacks = |term: &&Term| {
            let own = term.cell.scope == Scope::Here && term.cell.form.is_none();
            own && self.lacks_row(term.cell.row.at(at), term.cell.column.at(at))
        };
        let (absent, terms): (Vec<&Term>, Vec<&Term>) = side.terms.iter().partition(lacks);
        let falls = absent.iter().any(|term| term.factor.is_negative());
        let rises = absent.iter().any(|term| !term.factor.is_negative()) || self.unread(side, at).is_some();
        (Side { terms: terms.into_iter().cloned().collect(), ..*side }, rises, falls)
    }

    /// The figures of a cell: one, for parts one of each.
    pub(super) fn figures(&self, cell: &CellRef, at: usize) -> Vec<Result<Found<'a>, Lacking<'a>>> {
        let (row, column) = (cell.row.at(at), cell.column.at(at));
        let form = cell.form.as_ref().unwrap_or(&self.table.form().id);
        let nothing = |reason| Err(Lacking { reason, shown: None, open: None, absent: false });
        let only = match cell.scope {
            Scope::Here if cell.form.is_none() => {
                one(self.report, self.table, row, column).map_err(|lacking| self.absent(lacking, row, column))
            }
            Scope::Here => match self.other_table(form) {
                Some((report, table)) => one(report, table, row, column),
                None => nothing(Reason::Missing(form.to_string())),
            },
            Scope::Previous => match self.context.previous.and_then(|report| Some((report, report.table(form)?))) {
                Some((report, table)) => one(report, table, row, column),
                None => nothing(self.no_previous()),
            },
            Scope::Parts if self.context.unfit_part.is_some() || self.context.parts.is_empty() => {
                nothing(self.context.unfit_part.clone().map_or(Reason::NoParts, Reason::UnfitPart))
            }
            Scope::Parts => {
                let figure = |part: &&'a Report| match part.table(form) {
                    Some(table) => one(part, table, row, column),
                    None => nothing(Reason::NoPart(part.entity.clone().unwrap_or_else(|| part.source.to_string()))),
                };
                return self.context.parts.iter().map(figure).collect();
            }
        };
        vec![only]
    }

    /// The figure of a cell that stands for one.
    pub(super) fn figure(&self, cell: &CellRef) -> Option<Found<'a>> {
        self.figures(cell, 0).into_iter().next()?.ok()
    }

    /// Why there is no figure of the period before.
    fn no_previous(&self) -> Reason {
        match self.context {
            Context { rivals: Some(rivals), .. } => Reason::Rivals(rivals.clone()),
            Context { previous_given: true, .. } => Reason::UnfitPrevious,
            Context { gap: Some(gap), .. } => Reason::Gap(*gap),
            Context { not_kept: true, .. } => Reason::NotKept,
            _ => Reason::NoPrevious,
        }
    }

    /// The sum of exact figures of the table under check; `None` where any is not one, or it is too large.
    pub(super) fn exact_sum(&self, side: &Side, at: usize) -> Option<Decimal> {
        if side.divisor != Decimal::from(1) {
            return None;
        }
        side.terms.iter().try_fold(side.constant, |sum, Term { factor, cell }| {
            let is_own = cell.scope == Scope::Here && cell.form.is_none();
            let figure = self.table.get(cell.row.at(at), cell.column.at(at)).filter(|_| is_own)?;
            let number = figure.number().filter(|number| !number.is_rounded())?;
            sum.add(number.value().mul(*factor).ok()?).ok()
        })
    }

    /// Evaluates a sum. Figures are added to `shown` whether they can be used or not.
    pub(super) fn evaluate(
        &self,
        side: &Side,
        at: usize,
        shown: &mut Vec<Shown<'a>>,
    ) -> Result<Result<Evaluated, Reason>, Overflow> {
        let mut sum = Evaluated {
            value: side.constant,
            interval: Interval::exact(side.constant),
            divisor: side.divisor,
            written: Vec::with_capacity(side.terms.len()),
            steps: Vec::new(),
            blanks: 0,
            signs: 0,
            count: 0,
            open: Vec::new(),
        };
        let mut lacking = None;
        for term in &side.terms {
            for found in self.figures(&term.cell, at) {
                match found {
                    Ok(figure) => {
                        sum.add(&figure, term.factor)?;
                        shown.push(figure.shown);
                    }
                    Err(one) => {
                        shown.extend(one.shown);
                        if one.absent || one.open.is_some_and(|figure| figure.unit.starts_at_zero()) {
                            sum.open.push(Open { factor: term.factor, reason: one.reason, absent: one.absent });
                        } else {
                            lacking = lacking.or(Some(one.reason));
                        }
                    }
                }
            }
        }
        if let Some(row) = self.unread(side, at) {
            sum.open.push(Open {
                factor: Decimal::from(1),
                reason: Reason::UnreadRow(row.label.to_string()),
                absent: false,
            });
        }
        if !side.constant.is_zero() || side.terms.is_empty() {
            sum.written.push((side.constant, Decimal::from(1)));
        }
        Ok(lacking.map_or(Ok(sum), Err))
    }
}

impl Open {
    /// The cell as a rule would name it.
    pub(super) fn name(&self) -> String {
        match &self.reason {
            Reason::Blank(cell) | Reason::NotApplicable(cell) | Reason::Missing(cell) => cell.clone(),
            _ => String::new(),
        }
    }
}

impl Evaluated {
    /// The sum where every cell has a figure.
    pub(super) fn closed(self) -> Result<Self, Reason> {
        match self.open.first() {
            Some(open) => Err(open.reason.clone()),
            None => Ok(self),
        }
    }

    fn add(&mut self, figure: &Found, factor: Decimal) -> Result<(), Overflow> {
        let value = figure.number.value();
        self.value = self.value.add(value.mul(factor)?)?;
        self.interval = self.interval.add(figure.number.interval()?.times(factor)?)?;
        if figure.number.is_rounded() {
            self.steps.push(value.unit().mul(factor)?);
        }
        self.blanks += usize::from(figure.print == Print::Blank);
        self.signs += usize::from(figure.print == Print::Sign);
        self.count += 1;
        self.written.push((value, factor));
        Ok(())
    }

    /// How it is made up, written out.
    pub(super) fn terms(&self) -> String {
        let mut terms = String::new();
        for (value, factor) in &self.written {
            let negative = factor.is_negative();
            let size = factor.magnitude().unwrap_or(*factor);
            let sign = match (terms.is_empty(), negative) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            };
            let times = if size == Decimal::from(1) { String::new() } else { format!("{size} × ") };
            let written =
                if value.is_negative() && !terms.is_empty() { format!("({value})") } else { value.to_string() };
            terms.extend([sign, &times, &written]);
        }
        match (self.divisor == Decimal::from(1), self.count > 1) {
            (true, _) => terms,
            (false, true) => format!("({terms}) / {}", self.divisor),
            (false, false) => format!("{terms} / {}", self.divisor),
        }
    }

    /// The sum as shown: divided, where it has a divisor, to two more places than printed.
    pub(super) fn shown(&self) -> Result<Decimal, Overflow> {
        if self.divisor == Decimal::from(1) {
            return Ok(self.value);
        }
        self.value.quotient_for_display(self.divisor, self.value.exponent().min(0) - 2)
    }
}

fn one<'a>(report: &'a Report, table: &'a FormTable, row: usize, column: usize) -> Result<Found<'a>, Lacking<'a>> {
    let form = table.form();
    let Some(figure) = table.get(row, column) else {
        let reason = Reason::Missing(cell_name(form, row, column));
        return Err(Lacking { reason, shown: None, open: None, absent: false });
    };
    let shown = Shown::of(report, table, figure, row, column);
    let id = FigureId::of(table, row, column);
    let unit = form.unit(row, column);
    let zero = Number::exact(Decimal::ZERO);
    let found = |number, print, shown| Found { id, unit, number, print, shown };
    let (print, reason): (_, fn(String) -> Reason) = match figure.content() {
        Content::Read(Reading::Number(number)) => return Ok(found(number, Print::Number, shown)),
        Content::Read(Reading::ZeroByWord) => return Ok(found(zero, Print::Number, shown)),
        Content::Read(Reading::Blank) if form.blank_is_zero => {
            return Ok(found(zero, Print::Blank, shown.as_zero()));
        }
        Content::Read(Reading::NotApplicable) if unit.starts_at_zero() && table.is_nothing(row, column) => {
            return Ok(found(zero, Print::Sign, shown.as_zero()));
        }
        Content::Read(Reading::Blank) => (Some(Print::Blank), Reason::Blank),
        Content::Read(Reading::NotApplicable) => (Some(Print::Sign), Reason::NotApplicable),
        Content::Read(Reading::Approximate(_)) => (None, Reason::Approximate),
        Content::Unreadable => (None, Reason::Unreadable),
    };
    let open = print.map(|print| found(zero, print, shown));
    Err(Lacking { reason: reason(cell_name(form, row, column)), shown: Some(shown), open, absent: false })
}

/// A cell as a rule would name it.
pub(super) fn cell_name(form: &Form, row: usize, column: usize) -> String {
    let row = form.rows.get(row).map_or("", |line| &line.id);
    match form.columns.get(column) {
        Some(column) if form.columns.len() > 1 => format!("{row}[{}]", column.id),
        _ => row.to_owned(),
    }
}

/// A cell at a fixed place of the rule's own form.
pub(super) fn fixed(row: usize, column: usize) -> CellRef {
    CellRef { scope: Scope::Here, form: None, row: At::Fixed(row), column: At::Fixed(column) }
}
