//! A small example of every rule, made from the rule itself: figures that satisfy it and figures
//! that do not. `explain` shows them, and the tests run every rule on both.

use std::sync::Arc;

use crate::check::{Context, check};
use crate::document::Place;
use crate::finding::{Check, Failure, Status};
use crate::forms::{Breakdown, Catalogue, Each, Form, FormError, Rule, RuleBody};
use crate::number::{Decimal, Number, Overflow, Reading, Unit};
use crate::report::{Content, Figure, FormTable, Report};
use crate::rules::{At, CellRef, Relation, Scope, Side, Statement};

/// Figures on which one rule holds, and the same with one figure changed on which it fails.
#[derive(Debug, Clone)]
pub struct Example {
    /// The rule holds.
    pub pass: Sample,
    /// The rule fails.
    pub fail: Sample,
}

/// The smallest report that a rule can be checked on.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The report with the figures that the rule names.
    pub report: Report,
    /// The earlier report, for rules between periods.
    pub previous: Option<Report>,
    /// The parts, for rules of roll-up.
    pub parts: Vec<Report>,
    /// The rule, checked on them.
    pub check: Check,
}

/// A cell of a report with the value that it gets.
type Assigned = (CellRef, Decimal);

impl Example {
    /// Makes the example of a rule; `None` where no small whole numbers satisfy it.
    ///
    /// # Errors
    /// [`FormError`] where a form that the rule reaches cannot be compiled.
    pub fn of(catalogue: &Catalogue, form: &Arc<Form>, rule: &Rule) -> Result<Option<Self>, FormError> {
        let Some((good, bad)) = assignments(form, rule) else { return Ok(None) };
        let make = |figures: &[Assigned]| sample(catalogue, form, rule, figures);
        let (Some(pass), Some(fail)) = (make(&good)?, make(&bad)?) else { return Ok(None) };
        Ok(Some(Self { pass, fail }))
    }
}

/// Figures that satisfy a rule, and figures that do not.
fn assignments(form: &Form, rule: &Rule) -> Option<(Vec<Assigned>, Vec<Assigned>)> {
    match &rule.body {
        RuleBody::Breakdown(list) => breakdown(form, list).ok(),
        RuleBody::Claim => None,
        RuleBody::Relation { each, statements } => {
            let at = match each {
                Each::Once => 0,
                Each::Row(list) | Each::Column(list) => *list.first()?,
            };
            match &statements.first()?.statement {
                Statement::Compare { left, relation, right } => compare(left, *relation, right, at),
                Statement::Share { share, part, whole } => ratio(share, part, whole, false, at).ok()?,
                Statement::Rate { rate, new, old } => ratio(rate, new, old, true, at).ok()?,
            }
        }
    }
}

/// The cell with the running row or column put in.
fn fix(cell: &CellRef, at: usize) -> CellRef {
    CellRef { row: At::Fixed(cell.row.at(at)), column: At::Fixed(cell.column.at(at)), ..cell.clone() }
}

/// Small different numbers, none of which is the sum of two others.
const SEEDS: [i128; 12] = [20, 41, 69, 102, 138, 204, 232, 306, 375, 434, 529, 636];

fn seed(index: usize) -> Decimal {
    Decimal::from(
        SEEDS.get(index % SEEDS.len()).copied().unwrap_or(1) + i128::try_from(index / SEEDS.len()).unwrap_or(0),
    )
}

fn value_of(side: &Side, at: usize, figures: &[Assigned]) -> Result<Decimal, Overflow> {
    side.terms.iter().try_fold(side.constant, |sum, term| {
        let cell = fix(&term.cell, at);
        let value = figures.iter().find(|(known, _)| *known == cell).map_or(Decimal::ZERO, |(_, value)| *value);
        sum.add(value.mul(term.factor)?)
    })
}

fn compare(left: &Side, relation: Relation, right: &Side, at: usize) -> Option<(Vec<Assigned>, Vec<Assigned>)> {
    let terms: Vec<_> =
        left.terms.iter().map(|term| (term, true)).chain(right.terms.iter().map(|term| (term, false))).collect();
    let mut figures: Vec<Assigned> = Vec::new();
    for (term, _) in &terms {
        let cell = fix(&term.cell, at);
        if figures.iter().all(|(known, _)| *known != cell) {
            figures.push((cell, seed(figures.len())));
        }
    }
    // Left less right, and how far it must be moved so that the relation holds by a margin.
    let gap = |figures: &[Assigned]| {
        let left_value = value_of(left, at, figures)?.mul(right.divisor)?;
        left_value.sub(value_of(right, at, figures)?.mul(left.divisor)?)
    };
    let margin = match relation {
        Relation::Equal => 0,
        Relation::AtMost | Relation::Below => -7,
        Relation::AtLeast | Relation::Above => 7,
    };
    for (term, is_left) in &terms {
        let divisor = if *is_left { right.divisor } else { left.divisor };
        let weight = term.factor.mul(divisor).ok()?.to_integer()?;
        let weight = if *is_left { weight } else { -weight };
        let missing = Decimal::from(margin).sub(gap(&figures).ok()?).ok()?.to_integer()?;
        let cell = fix(&term.cell, at);
        let mut good = figures.clone();
        let slot = good.iter_mut().find(|(known, _)| *known == cell)?;
        let value = slot.1.to_integer()? + missing / weight.max(1).max(-weight) * weight.signum();
        if missing % weight != 0 || value < 0 {
            continue;
        }
        slot.1 = Decimal::from(value);
        let mut bad = good.clone();
        let wrong = bad.iter_mut().find(|(known, _)| *known == cell)?;
        let changed = if margin == 0 { value + 100 } else { value - margin * 100 * weight.signum() };
        wrong.1 = Decimal::from(changed.max(0));
        return Some((good, bad));
    }
    None
}

type Pair = Option<(Vec<Assigned>, Vec<Assigned>)>;

fn ratio(shown: &CellRef, part: &Side, whole: &Side, growth: bool, at: usize) -> Result<Pair, Overflow> {
    let mut figures: Vec<Assigned> = Vec::new();
    for (side, value) in [(part, 31), (whole, 89)] {
        for term in &side.terms {
            let cell = fix(&term.cell, at);
            if figures.iter().all(|(known, _)| *known != cell) {
                figures.push((cell, Decimal::from(value)));
            }
        }
    }
    let top = value_of(part, at, &figures)?.mul(whole.divisor)?.mul(Decimal::HUNDRED)?;
    let bottom = value_of(whole, at, &figures)?.mul(part.divisor)?;
    let top = if growth { top.sub(bottom.mul(Decimal::HUNDRED)?)? } else { top };
    let share = top.quotient_for_display(bottom, -2)?;
    let with = |value: Decimal| {
        let mut all = vec![(fix(shown, at), value)];
        all.extend(figures.iter().cloned());
        all
    };
    Ok(Some((with(share), with(share.add(Decimal::from(5))?))))
}

fn breakdown(form: &Form, list: &Breakdown) -> Result<(Vec<Assigned>, Vec<Assigned>), Overflow> {
    let is_base = |row: &usize| list.base.iter().any(|cell| cell.form.is_none() && cell.row.at(0) == *row);
    let printed = |row: &usize| form.has_cell(*row, list.share) && form.unit(*row, list.share) == Unit::Share;
    let rows: Vec<usize> = match &list.rows {
        Some(rows) => rows.clone(),
        None => (0..form.rows.len()).filter(|row| !is_base(row)).filter(printed).collect(),
    };
    let cell =
        |row: usize| CellRef { scope: Scope::Here, form: None, row: At::Fixed(row), column: At::Fixed(list.share) };
    let counts: Vec<Decimal> = (0..rows.len()).map(seed).collect();
    let base = counts.iter().try_fold(Decimal::ZERO, |sum, count| sum.add(*count))?;
    let mut good = Vec::new();
    for (row, count) in rows.iter().zip(&counts) {
        good.push((cell(*row), count.mul(Decimal::HUNDRED)?.quotient_for_display(base, -2)?));
    }
    good.extend(list.base.first().map(|base_cell| (fix(base_cell, 0), base)));
    let mut bad = good.clone();
    if let Some(first) = bad.first_mut() {
        first.1 = first.1.add(Decimal::new(511, -2))?;
    }
    Ok((good, bad))
}

/// Builds the reports and runs the rule on them.
fn sample(
    catalogue: &Catalogue,
    form: &Arc<Form>,
    rule: &Rule,
    figures: &[Assigned],
) -> Result<Option<Sample>, FormError> {
    let report = |scope: Scope| -> Result<Report, FormError> {
        let mut report = Report::empty("example".into(), "".into());
        for (number, (cell, value)) in figures.iter().enumerate().filter(|(_, (cell, _))| cell.scope == scope) {
            let form = match &cell.form {
                None => Some(Arc::clone(form)),
                Some(id) => catalogue.form(id)?,
            };
            if let Some(form) = form {
                put(&mut report, &form, cell, *value, number + 1);
            }
        }
        Ok(report)
    };
    let own = report(Scope::Here)?;
    let other = |report: Report| (!report.tables.is_empty()).then_some(report);
    let previous = other(report(Scope::Previous)?);
    let parts: Vec<Report> = other(report(Scope::Parts)?).into_iter().collect();
    let (checks, _) =
        check(&own, &Context { previous: previous.as_ref(), parts: parts.iter().collect(), ..Context::default() });
    let decided = |check: &&Check| check.rule.id == rule.id && !matches!(check.status, Status::Skip(_));
    let told = checks.iter().filter(decided).max_by_key(|check| {
        (
            check.failed().is_some(),
            !matches!(check.status, Status::Fail(Failure::RoundingSlip)),
            check.instance.is_empty(),
        )
    });
    Ok(told.cloned().map(|check| Sample { report: own, previous, parts, check }))
}

fn put(report: &mut Report, form: &Arc<Form>, cell: &CellRef, value: Decimal, line: usize) {
    let (row, column) = (cell.row.at(0), cell.column.at(0));
    let rounded = matches!(form.unit(row, column), Unit::Share | Unit::Rate | Unit::Amount);
    let number = if rounded { Number::rounded(value) } else { Number::exact(value) };
    let place = Place { line, column: 1, row: line, span: 0..0, within: crate::document::Within::File };
    let figure = Figure::new(Content::Read(Reading::Number(number)), &value.to_string(), place);
    if report.table(&form.id).is_none() {
        report.tables.push(FormTable::new(Arc::clone(form)));
    }
    if let Some(table) = report.tables.iter_mut().find(|table| table.form().id == form.id) {
        // A cell is assigned once, so that nothing stands there yet.
        let _ = table.put(row, column, figure);
    }
}
