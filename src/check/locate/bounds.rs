//! What the relations of a system say about a few free figures, as inequalities over their mantissas.
//! Where a relation is not linear in the free figures the inequalities say less than it does.

use std::cell::Cell;

use super::linear::Inequality;
use super::shape::{Shape, Sum, Variable};
use super::system::{Constraint, ConstraintId, System};
use crate::number::{Decimal, Interval, Number, Overflow, Unit};
use crate::rules::Relation;

/// How many values are tried for figures that hang together before they count as too tangled.
const MAX_STEPS: usize = 50_000;

/// The inequalities of every relation of a system.
pub(super) struct Bounds {
    by_constraint: Vec<Vec<Bound>>,
    /// The printed mantissas.
    printed: Vec<i128>,
    /// What each mantissa may be at all: whether none is below zero, and the largest.
    domain: Vec<(bool, Option<i128>)>,
    /// Steps that the search may still take.
    steps: Cell<usize>,
}

/// `low <= sum of factor * mantissa <= high`.
struct Bound {
    terms: Vec<(Variable, i128)>,
    low: Option<i128>,
    high: Option<i128>,
    /// The sum as printed.
    total: i128,
    /// It says nothing where one of these is free.
    unless_free: Vec<Variable>,
}

impl Bounds {
    pub(super) fn of(system: &System) -> Result<Self, Overflow> {
        Ok(Self {
            by_constraint: system
                .constraints
                .iter()
                .map(|constraint| bounds(system, constraint))
                .collect::<Result<_, _>>()?,
            printed: system.figures.iter().map(|entry| entry.number.value().mantissa()).collect(),
            domain: system.figures.iter().map(|entry| domain(entry.unit, entry.number)).collect(),
            steps: Cell::new(MAX_STEPS),
        })
    }

    /// Allows the full number of steps again.
    pub(super) fn refresh(&self) {
        self.steps.set(MAX_STEPS);
    }

    /// Takes a step, unless none is left.
    pub(super) fn step(&self) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        left > 0
    }

    /// The inequalities over free figures, from the relations that `constraints` lists.
    pub(super) fn inequalities(
        &self,
        free: &[Variable],
        constraints: &[ConstraintId],
    ) -> Result<Vec<Inequality>, Overflow> {
        let mut list = Vec::new();
        for (position, variable) in free.iter().enumerate() {
            let (starts_at_zero, high) = self.domain.get(*variable).copied().unwrap_or((false, None));
            let unit = |sign| (0..free.len()).map(|at| if at == position { sign } else { 0 }).collect();
            if starts_at_zero {
                list.push(Inequality { factors: unit(-1), bound: 0, sources: Vec::new() });
            }
            if let Some(high) = high {
                list.push(Inequality { factors: unit(1), bound: high, sources: Vec::new() });
            }
        }
        for id in constraints {
            for bound in self.by_constraint.get(*id).into_iter().flatten() {
                if bound.unless_free.iter().any(|variable| free.contains(variable)) {
                    continue;
                }
                self.add(bound, free, *id, &mut list)?;
            }
        }
        Ok(list)
    }

    fn add(
        &self,
        bound: &Bound,
        free: &[Variable],
        id: ConstraintId,
        list: &mut Vec<Inequality>,
    ) -> Result<(), Overflow> {
        let mut factors = vec![0_i128; free.len()];
        let mut fixed = bound.total;
        for (variable, factor) in &bound.terms {
            if let Some(slot) = free.iter().position(|one| one == variable).and_then(|at| factors.get_mut(at)) {
                *slot = *factor;
                let printed = self.printed.get(*variable).copied().unwrap_or(0);
                fixed = factor.checked_mul(printed).and_then(|part| fixed.checked_sub(part)).ok_or(Overflow)?;
            }
        }
        if let Some(high) = bound.high {
            let bound = high.checked_sub(fixed).ok_or(Overflow)?;
            list.push(Inequality { factors: factors.clone(), bound, sources: vec![id] });
        }
        if let Some(low) = bound.low {
            let bound = fixed.checked_sub(low).ok_or(Overflow)?;
            let factors = factors.iter().map(|factor| -factor).collect();
            list.push(Inequality { factors, bound, sources: vec![id] });
        }
        Ok(())
    }
}

/// Counts and amounts start at 0, shares end at 100.
fn domain(unit: Unit, number: Number) -> (bool, Option<i128>) {
    let hundred = || {
        let places = number.value().exponent().min(0).unsigned_abs();
        10_i128.checked_pow(places).and_then(|scale| scale.checked_mul(100))
    };
    (unit.starts_at_zero(), if unit == Unit::Share { hundred() } else { None })
}

fn bounds(system: &System, constraint: &Constraint) -> Result<Vec<Bound>, Overflow> {
    match &constraint.shape {
        Shape::Compare { sum, relation } => {
            let slack = slack(system, sum)?;
            let (low, high, step) = match relation {
                Relation::Equal => (true, true, 0),
                Relation::AtMost => (false, true, 0),
                Relation::Below => (false, true, 1),
                Relation::AtLeast => (true, false, 0),
                Relation::Above => (true, false, 1),
            };
            let low = if low { Some(Decimal::ZERO.sub(slack)?) } else { None };
            let mut bound = scaled(system, sum, low, high.then_some(slack), Vec::new())?;
            bound.low = bound.low.map(|low| low + step);
            bound.high = bound.high.map(|high| high - step);
            Ok(vec![bound])
        }
        Shape::Shares { shares, .. } => {
            let terms = shares.iter().map(|share| (Decimal::from(1), *share)).collect();
            let sum = Sum { terms, constant: Decimal::ZERO };
            let slack = slack(system, &sum)?;
            let (low, high) = (Decimal::HUNDRED.sub(slack)?, Decimal::HUNDRED.add(slack)?);
            Ok(vec![scaled(system, &sum, Some(low), Some(high), Vec::new())?])
        }
        Shape::Ratio { share, part, whole, offset } => ratio(system, *share, part, whole, *offset),
        Shape::Attainable { .. } => Ok(Vec::new()),
    }
}

/// `share + offset = 100 * part / whole` is linear in part and whole where the share is fixed, and
/// in the share where these are.
fn ratio(system: &System, share: Variable, part: &Sum, whole: &Sum, offset: Decimal) -> Result<Vec<Bound>, Overflow> {
    let printed = system.number(share).interval()?.moved(offset)?;
    let (part_slack, whole_slack) = (slack(system, part)?, slack(system, whole)?);
    // 100 part - share * whole, at one end of what the share may be.
    let against = |end: Decimal| -> Result<(Sum, Decimal), Overflow> {
        let mut sum = Sum { terms: Vec::new(), constant: Decimal::ZERO };
        for (from, factor) in [(part, Decimal::HUNDRED), (whole, Decimal::ZERO.sub(end)?)] {
            sum.constant = sum.constant.add(from.constant.mul(factor)?)?;
            for (own, variable) in &from.terms {
                sum.terms.push((own.mul(factor)?, *variable));
            }
        }
        let size = end.magnitude()?;
        let slack = part_slack.mul(Decimal::HUNDRED)?.add(whole_slack.mul(size)?)?;
        Ok((sum, slack))
    };
    let (low, low_slack) = against(printed.low())?;
    let (high, high_slack) = against(printed.high())?;
    let mut bounds = vec![
        scaled(system, &low, Some(Decimal::ZERO.sub(low_slack)?), None, vec![share])?,
        scaled(system, &high, None, Some(high_slack), vec![share])?,
    ];
    let (part_value, whole_value) = (system.value(part)?, system.value(whole)?);
    let (least, most) = (whole_value.sub(whole_slack)?, whole_value.add(whole_slack)?);
    let least_part = part_value.sub(part_slack)?;
    if least > Decimal::ZERO && least_part >= Decimal::ZERO {
        let half =
            Interval::sub(system.number(share).interval()?, Interval::exact(system.number(share).value()))?.high();
        let others: Vec<Variable> = part.terms.iter().chain(&whole.terms).map(|(_, variable)| *variable).collect();
        let lone = |factor| Sum { terms: vec![(factor, share)], constant: Decimal::ZERO };
        let low = least_part.mul(Decimal::HUNDRED)?.sub(most.mul(half.add(offset)?)?)?;
        let high = part_value.add(part_slack)?.mul(Decimal::HUNDRED)?.add(least.mul(half.sub(offset)?)?)?;
        bounds.push(scaled(system, &lone(most), Some(low), None, others.clone())?);
        bounds.push(scaled(system, &lone(least), None, Some(high), others)?);
    }
    Ok(bounds)
}

/// How far a sum may be off its printed value by rounding.
fn slack(system: &System, sum: &Sum) -> Result<Decimal, Overflow> {
    let interval = sum.terms.iter().try_fold(Interval::exact(Decimal::ZERO), |interval, (factor, variable)| {
        let number = system.number(*variable);
        interval.add(number.interval()?.sub(Interval::exact(number.value()))?.times(*factor)?)
    })?;
    Ok(interval.high())
}

/// `low <= sum <= high` in whole numbers: everything times the power of ten that makes it so.
fn scaled(
    system: &System,
    sum: &Sum,
    low: Option<Decimal>,
    high: Option<Decimal>,
    unless_free: Vec<Variable>,
) -> Result<Bound, Overflow> {
    let mut factors: Vec<(Variable, Decimal)> = Vec::with_capacity(sum.terms.len());
    for (factor, variable) in &sum.terms {
        let step = factor.scaled(system.number(*variable).value().exponent())?;
        match factors.iter_mut().find(|(known, _)| known == variable) {
            Some((_, known)) => *known = known.add(step)?,
            None => factors.push((*variable, step)),
        }
    }
    let ends = low.into_iter().chain(high).chain([sum.constant]);
    let least = factors.iter().map(|(_, factor)| *factor).chain(ends).map(Decimal::exponent).min().unwrap_or(0);
    let whole = |value: Decimal| value.scaled(least.checked_neg().ok_or(Overflow)?)?.to_integer().ok_or(Overflow);
    let constant = whole(sum.constant)?;
    let end = |end: Option<Decimal>| end.map(|end| whole(end)?.checked_sub(constant).ok_or(Overflow)).transpose();
    let terms = factors
        .into_iter()
        .map(|(variable, factor)| Ok((variable, whole(factor)?)))
        .collect::<Result<Vec<_>, Overflow>>()?;
    let mut total = 0_i128;
    for (variable, factor) in &terms {
        let printed = system.number(*variable).value().mantissa();
        total = factor.checked_mul(printed).and_then(|part| total.checked_add(part)).ok_or(Overflow)?;
    }
    Ok(Bound { terms, low: end(low)?, high: end(high)?, total, unless_free })
}
