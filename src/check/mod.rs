//! Reports to findings: every rule of every recognised form is evaluated, exactly.
//! How a finding is worded or printed is not known here.

mod breakdown;
mod lookup;
mod ratio;
mod relation;

use std::sync::Arc;

use crate::finding::{Check, Failure, Kind, Severity, Status};
use crate::forms::{Each, Form, Rule, RuleBody};
use crate::number::Overflow;
use crate::problem::{Problem, ProblemKind};
use crate::report::{FormTable, Report};
use crate::rules::{Scope, Statement};
use lookup::View;
pub(crate) use ratio::reaches;

/// Other reports that rules may reach.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The same body's report one period earlier.
    pub previous: Option<&'a Report>,
    /// The reports of the bodies that roll up into this one.
    pub parts: &'a [Report],
}

/// Checks every rule of every form in a report.
#[must_use]
pub fn check(report: &Report, context: Context<'_>) -> (Vec<Check>, Vec<Problem>) {
    let (mut checks, mut problems) = (Vec::new(), Vec::new());
    for table in &report.tables {
        let view = View { report, table, context };
        for rule in &table.form().rules {
            if let Err(Overflow) = check_rule(rule, view, &mut checks) {
                problems.push(overflow(rule, report, table));
            }
        }
    }
    checks.extend(crate::claims::check(report, context.previous));
    (checks, problems)
}

fn check_rule(rule: &Arc<Rule>, view: View<'_>, checks: &mut Vec<Check>) -> Result<(), Overflow> {
    let (each, statements) = match &rule.body {
        RuleBody::Breakdown(list) => return breakdown::check(rule, list, view, checks),
        RuleBody::Relation { each, statements } => (each, statements),
        RuleBody::Claim => return Ok(()),
    };
    let once = [0];
    let running: &[usize] = match each {
        Each::Once => &once,
        Each::Row(list) | Each::Column(list) => list,
    };
    for one in statements {
        let kind = kind_of(&one.statement);
        for &at in running {
            if !view.applies(&one.statement, at) {
                continue;
            }
            let instance = instance(view.table.form(), each, at, one.member.as_deref());
            let verdict = match &one.statement {
                Statement::Compare { left, relation, right } => relation::compare(left, *relation, right, view, at)?,
                Statement::Share { share, part, whole } => ratio::share(share, part, whole, view, at)?,
                Statement::Rate { rate, new, old } => ratio::rate(rate, new, old, view, at)?,
            };
            checks.push(verdict.into_check(rule, instance, kind));
        }
    }
    Ok(())
}

/// The part of an id in brackets.
fn instance(form: &Form, each: &Each, at: usize, member: Option<&str>) -> String {
    let line = match each {
        Each::Once => None,
        Each::Row(_) => form.rows.get(at),
        Each::Column(_) if form.columns.len() == 1 => None,
        Each::Column(_) => form.columns.get(at),
    };
    let parts: Vec<&str> = member.into_iter().chain(line.map(|line| line.id.as_str())).collect();
    parts.join(",")
}

fn kind_of(statement: &Statement) -> Kind {
    let cells = statement.cells();
    if cells.iter().any(|cell| cell.scope == Scope::Previous) {
        Kind::CrossPeriod
    } else if cells.iter().any(|cell| cell.scope == Scope::Parts) {
        Kind::RollUp
    } else {
        Kind::Rule
    }
}

/// Names the largest figure of the table, which is the one that leaves the range.
fn overflow(rule: &Rule, report: &Report, table: &FormTable) -> Problem {
    let largest = table
        .figures()
        .filter_map(|(_, _, figure)| Some((figure.number()?.value(), figure)))
        .max_by(|(left, _), (right, _)| left.cmp(right));
    Problem {
        source: Arc::clone(&report.source),
        place: largest.map(|(_, figure)| figure.place().clone()),
        kind: ProblemKind::Overflow {
            rule: rule.id.clone(),
            figure: largest.map(|(value, _)| value.to_string()).unwrap_or_default(),
        },
    }
}

/// What evaluating a statement yields.
pub(crate) struct Verdict {
    pub(crate) status: Status,
    pub(crate) rounded: bool,
    pub(crate) sides: Option<crate::finding::Sides>,
    pub(crate) figures: Vec<crate::finding::CheckedFigure>,
}

impl Verdict {
    pub(crate) fn into_check(self, rule: &Arc<Rule>, instance: String, kind: Kind) -> Check {
        let severity = match &self.status {
            Status::Fail(Failure::RoundingSlip | Failure::BlankTotal | Failure::NearMiss(_)) => {
                rule.severity.min(Severity::Warning)
            }
            _ => rule.severity,
        };
        Check {
            rule: Arc::clone(rule),
            instance,
            kind,
            status: self.status,
            severity,
            rounded: self.rounded,
            sides: self.sides,
            figures: self.figures,
            recovered: Vec::new(),
        }
    }
}
