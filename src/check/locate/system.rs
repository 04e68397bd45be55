//! All relations of some linked reports as one system over their figures.
//! It knows how to tell whether a relation holds for other values; looking for such values is not here.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::super::lookup::{FigureId, Found, Lacking, Print, View};
use super::super::{Context, Instance, breakdown, counts, instances, ratio, relation};
use super::changed::Changed;
use super::open::Open;
use super::shape::{Shape, Sum, Variable};
use crate::finding::{CheckedFigure, Severity};
use crate::forms::Rule;
use crate::number::{Decimal, Interval, Number, Overflow, Unit};
use crate::report::{FormTable, Report};
use crate::rules::{CellRef, Relation, Side, Statement};

/// A relation, by its position in the system.
pub(super) type ConstraintId = usize;

/// The figures of some reports and the relations between them.
#[derive(Default)]
pub(crate) struct System {
    pub(super) figures: Vec<Entry>,
    pub(super) constraints: Vec<Constraint>,
    /// The relations with cells that hold no figure.
    pub(super) open: Vec<Open>,
    /// The relations that each figure is in.
    pub(super) touching: Vec<Vec<ConstraintId>>,
    known: HashMap<FigureId, Variable>,
}

/// A figure with what it may become.
pub(super) struct Entry {
    pub(super) number: Number,
    pub(super) unit: Unit,
    /// Whether the cell is blank: taken for zero, or of unknown value.
    pub(super) blank: bool,
    pub(super) shown: CheckedFigure,
    pub(super) id: FigureId,
}

/// A relation over the figures.
pub(super) struct Constraint {
    pub(super) rule: Arc<Rule>,
    /// The check's id.
    pub(super) id: String,
    /// Which of the reports it is of.
    pub(super) report: usize,
    pub(super) shape: Shape,
    pub(super) variables: Vec<Variable>,
    /// Blank figures whose value the form does not give.
    pub(super) blanks: usize,
}

impl System {
    /// The system of some reports, each with the reports that its rules may reach.
    pub(crate) fn of(reports: &[(&Report, &Context<'_>)]) -> Result<Self, Overflow> {
        let mut system = Self::default();
        for (number, (report, context)) in reports.iter().enumerate() {
            let mut failed = None;
            instances(report, context, |view, rule, instance| {
                let added = match instance {
                    Instance::Statement { statement, at, name } => {
                        system.add_statement(view, rule, statement, at, &name, number)
                    }
                    Instance::Breakdown(list) => {
                        system.add_breakdown(view, rule, list, number);
                        Ok(())
                    }
                };
                match added {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(overflow) => {
                        failed = Some(overflow);
                        ControlFlow::Break(())
                    }
                }
            });
            if let Some(overflow) = failed {
                return Err(overflow);
            }
        }
        system.index();
        Ok(system)
    }

    pub(super) fn index(&mut self) {
        self.touching = vec![Vec::new(); self.figures.len()];
        for (id, constraint) in self.constraints.iter().enumerate() {
            for variable in &constraint.variables {
                if let Some(list) = self.touching.get_mut(*variable) {
                    list.push(id);
                }
            }
        }
    }

    fn add_statement(
        &mut self,
        view: View<'_>,
        rule: &Arc<Rule>,
        statement: &Statement,
        at: usize,
        name: &str,
        report: usize,
    ) -> Result<(), Overflow> {
        let shape = match statement {
            Statement::Compare { left, relation, right } => {
                let (more, less) = (view.lacking(left, at), view.lacking(right, at));
                let (Some(first), Some(second)) = (self.side(view, &more.0, at), self.side(view, &less.0, at)) else {
                    return Ok(());
                };
                let sum = first.times(right.divisor)?.less(second.times(left.divisor)?)?;
                // Rows that the table lacks count nothing, where that decides it.
                let (rises, falls) = (more.1 || less.2, more.2 || less.1);
                let interval = self.interval(&sum, &Changed::NONE)?;
                let holds = relation::admits(interval, *relation);
                if !holds && relation::may_hold(interval, *relation, rises, falls) {
                    return Ok(());
                }
                Shape::Compare { sum: self.without_open(sum, *relation, rule, name, report)?, relation: *relation }
            }
            Statement::Share { share, part, whole } => {
                match self.ratio(view, share, part, whole, at, Decimal::ZERO)? {
                    Some(shape) => shape,
                    None => return Ok(()),
                }
            }
            Statement::Rate { rate, new, old } => match self.ratio(view, rate, new, old, at, Decimal::HUNDRED)? {
                Some(shape) => shape,
                None => return Ok(()),
            },
        };
        self.add(rule, name, report, shape);
        Ok(())
    }

    fn ratio(
        &mut self,
        view: View<'_>,
        share: &CellRef,
        part: &Side,
        whole: &Side,
        at: usize,
        offset: Decimal,
    ) -> Result<Option<Shape>, Overflow> {
        let Some([share]) = self.cell(view, share, at).and_then(|list| <[Variable; 1]>::try_from(list).ok()) else {
            return Ok(None);
        };
        let (Some(first), Some(second)) = (self.side(view, part, at), self.side(view, whole, at)) else {
            return Ok(None);
        };
        let (part, whole) = (first.times(whole.divisor)?, second.times(part.divisor)?);
        if self.value(&whole)? <= Decimal::ZERO {
            return Ok(None);
        }
        Ok(Some(Shape::Ratio { share, part, whole, offset }))
    }

    fn add_breakdown(&mut self, view: View<'_>, rule: &Arc<Rule>, list: &crate::forms::Breakdown, report: usize) {
        let Some(found) = breakdown::members(list, view) else { return };
        let base = found.base.map(|found| self.figure(found));
        let mut shares = Vec::new();
        for member in found.shares {
            let share = self.figure(member.share);
            shares.push(share);
            let Some(base) = base else { continue };
            let relation = match member.count {
                Some(count) => Shape::Ratio {
                    share,
                    part: Sum::one(self.figure(count)),
                    whole: Sum::one(base),
                    offset: Decimal::ZERO,
                },
                None => Shape::Attainable { share, base },
            };
            self.add(rule, &member.row, report, relation);
        }
        if found.complete {
            self.add(rule, "", report, Shape::Shares { shares, base });
        }
    }

    pub(super) fn add(&mut self, rule: &Arc<Rule>, name: &str, report: usize, shape: Shape) {
        let mut variables = shape.variables();
        variables.sort_unstable();
        variables.dedup();
        let blank = |variable: &&Variable| self.figures.get(**variable).is_some_and(Entry::is_unknown);
        let blanks = variables.iter().filter(blank).count();
        if variables.is_empty() || blanks > 1 {
            return;
        }
        let id = rule.id_of(name);
        self.constraints.push(Constraint { rule: Arc::clone(rule), id, report, shape, variables, blanks });
    }

    fn side(&mut self, view: View<'_>, side: &Side, at: usize) -> Option<Sum> {
        let mut sum = Sum { terms: Vec::new(), constant: side.constant };
        for term in &side.terms {
            let cells = self.cell(view, &term.cell, at)?;
            sum.terms.extend(cells.into_iter().map(|variable| (term.factor, variable)));
        }
        Some(sum)
    }

    /// The figures of a cell, `None` where one of them can never be part of a relation.
    fn cell(&mut self, view: View<'_>, cell: &CellRef, at: usize) -> Option<Vec<Variable>> {
        let figure = |found: Result<Found<'_>, Lacking<'_>>| match found {
            Ok(found) => Some(self.figure(found)),
            Err(lacking) => lacking.open.map(|found| self.figure(found)),
        };
        view.figures(cell, at).into_iter().map(figure).collect()
    }

    /// The sum without its cells that hold no figure, where it is decided without them. It is decided where it
    /// holds with all of them zero, since they count nothing, and where it fails whatever they hold.
    fn without_open(
        &mut self,
        sum: Sum,
        relation: Relation,
        rule: &Arc<Rule>,
        name: &str,
        report: usize,
    ) -> Result<Sum, Overflow> {
        let unknown = |variable: Variable| self.figures.get(variable).is_some_and(Entry::is_unknown);
        let (open, known): (Vec<_>, Vec<_>) = sum.terms.iter().copied().partition(|(_, variable)| unknown(*variable));
        let at_zero = |variable: Variable| self.figures.get(variable).is_some_and(|one| one.unit.starts_at_zero());
        if open.is_empty() || known.is_empty() || !open.iter().all(|(_, variable)| at_zero(*variable)) {
            return Ok(sum);
        }
        let of = |negative: bool| {
            let same = open.iter().filter(move |(factor, _)| factor.is_negative() == negative);
            same.map(|(_, variable)| *variable).collect::<Vec<_>>()
        };
        let without = Sum { terms: known, constant: sum.constant };
        let (rises, falls) = (of(false), of(true));
        let interval = self.interval(&without, &Changed::NONE)?;
        let holds = relation::admits(interval, relation);
        let may_hold = relation::may_hold(interval, relation, !rises.is_empty(), !falls.is_empty());
        let single = |(factor, _): &(Decimal, Variable)| factor.mantissa().abs() == 1 && factor.exponent() == 0;
        if (holds || may_hold) && rule.severity == Severity::Error && open.iter().all(single) {
            self.open.push(Open { id: rule.id_of(name), report, known: interval, relation, rises, falls });
        }
        Ok(if holds || !may_hold { without } else { sum })
    }

    fn figure(&mut self, found: Found<'_>) -> Variable {
        if let Some(known) = self.known.get(&found.id) {
            return *known;
        }
        self.known.insert(found.id, self.figures.len());
        self.figures.push(Entry {
            number: found.number,
            unit: found.unit,
            blank: found.print != Print::Number,
            shown: found.shown.figure(),
            id: found.id,
        });
        self.figures.len() - 1
    }

    /// The figure of a cell, where a relation names it.
    pub(crate) fn variable(&self, table: &FormTable, row: usize, column: usize) -> Option<Variable> {
        self.known.get(&FigureId::of(table, row, column)).copied()
    }

    /// The ids of the relations that a figure is in and that can be decided.
    pub(crate) fn rules_of(&self, variable: Variable) -> Vec<String> {
        self.decided(variable).map(|(_, constraint)| constraint.id.clone()).collect()
    }

    /// Whether another value of a figure breaks a relation that holds as printed.
    pub(crate) fn notices(&self, variable: Variable, mantissa: i128) -> Result<bool, Overflow> {
        let changed = Changed { variables: &[variable], mantissas: &[mantissa] };
        for (id, _) in self.decided(variable) {
            if self.holds(id, &Changed::NONE)? && !self.holds(id, &changed)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn decided(&self, variable: Variable) -> impl Iterator<Item = (ConstraintId, &Constraint)> {
        let ids = self.touching.get(variable).into_iter().flatten().copied();
        ids.filter_map(|id| Some((id, self.constraints.get(id)?))).filter(|(_, constraint)| constraint.blanks == 0)
    }

    /// The printed number of a figure.
    pub(super) fn number(&self, variable: Variable) -> Number {
        self.figures.get(variable).map_or(Number::exact(Decimal::ZERO), |entry| entry.number)
    }

    /// The value of a sum as printed.
    pub(super) fn value(&self, sum: &Sum) -> Result<Decimal, Overflow> {
        sum.terms
            .iter()
            .try_fold(sum.constant, |value, (factor, variable)| value.add(self.number(*variable).value().mul(*factor)?))
    }

    /// What a sum may be where some figures have other values.
    fn interval(&self, sum: &Sum, changed: &Changed<'_>) -> Result<Interval, Overflow> {
        sum.terms.iter().try_fold(Interval::exact(sum.constant), |interval, (factor, variable)| {
            interval.add(changed.number(self, *variable).interval()?.times(*factor)?)
        })
    }

    /// Whether a relation holds where some figures have other values.
    pub(super) fn holds(&self, constraint: ConstraintId, changed: &Changed<'_>) -> Result<bool, Overflow> {
        let Some(constraint) = self.constraints.get(constraint) else { return Ok(true) };
        let interval = |sum: &Sum| self.interval(sum, changed);
        match &constraint.shape {
            Shape::Compare { sum, relation } => Ok(relation::admits(interval(sum)?, *relation)),
            Shape::Ratio { share, part, whole, offset } => {
                let (part, whole) = (interval(part)?, interval(whole)?);
                let printed = changed.number(self, *share).interval()?.moved(*offset)?;
                Ok(whole.low() > Decimal::ZERO && ratio::reaches(printed, part, whole)?)
            }
            Shape::Attainable { share, base } => {
                let Some(base) = changed.number(self, *base).value().to_integer().filter(|base| *base > 0) else {
                    return Ok(false);
                };
                counts::attainable(changed.number(self, *share), base)
            }
            Shape::Shares { shares, base } => {
                let numbers: Vec<Number> = shares.iter().map(|share| changed.number(self, *share)).collect();
                let base = match base {
                    None => None,
                    // That nothing has no shares is said of each share by itself.
                    Some(base) => match changed.number(self, *base).value().to_integer() {
                        Some(base) => Some(base),
                        None => return Ok(false),
                    },
                };
                counts::feasible(&numbers, base)
            }
        }
    }
}

impl Entry {
    /// A blank that the form does not take for zero.
    pub(super) fn is_unknown(&self) -> bool {
        self.blank && self.shown.value.is_none()
    }
}

impl Constraint {
    /// How bad a failure of its rule is, apart from rounding.
    pub(super) fn severity(&self) -> Severity {
        self.rule.severity
    }
}
