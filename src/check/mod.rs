//! Reports to findings: every rule of every recognised form is evaluated, exactly.
//! How a finding is worded or printed is not known here.

mod breakdown;
pub(crate) mod counts;
mod coverage;
mod linked;
mod locate;
mod lookup;
pub mod panel;
mod ratio;
mod relation;
mod rollup;
mod shown;
mod union;
mod unread;

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::finding::{Check, Failure, Kind, Reason, Severity, Status};
use crate::forms::{Breakdown, Each, Form, Rule, RuleBody};
use crate::number::Overflow;
use crate::problem::{Problem, ProblemKind};
use crate::report::{FormTable, Report};
use crate::rules::{Scope, Statement};
use lookup::View;
pub(crate) use ratio::reaches;

pub use coverage::{Coverage, FigureCoverage};
pub use linked::{Findings, Given, Linked, Wanted, findings};

/// Other reports that rules may reach.
#[derive(Debug, Clone, Default)]
pub struct Context<'a> {
    /// The same body's report one period earlier.
    pub previous: Option<&'a Report>,
    /// The last year before that for which the body has a report, where the one between is missing.
    pub gap: Option<Gap>,
    /// Two reports of one period earlier whose figures differ, so that none of them is relied on.
    pub rivals: Option<Rivals>,
    /// Whether there are more bodies than earlier figures are kept for, so that none is at hand.
    pub not_kept: bool,
    /// Whether earlier reports were given, of whatever body and period.
    pub previous_given: bool,
    /// Whether reports of parts were given, of whatever form and period.
    pub parts_given: bool,
    /// One that was given as a part and cannot be added up with the others.
    pub unfit_part: Option<Unfit>,
    /// Further reports of the same body and period, with other forms.
    pub beside: Vec<&'a Report>,
    /// The reports of the bodies that roll up into this one.
    pub parts: Vec<&'a Report>,
    /// Bodies that were part of this one a period earlier and have no report now.
    pub missing_parts: Vec<String>,
}

/// What was given as a part and cannot be added up with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// No report could be read from this file.
    Unread(Arc<str>),
    /// The report of this body is of another year.
    OtherYear(String),
    /// These two are of one body and year.
    Rivals(Rivals),
}

/// Two reports of one body and year with different figures: where each stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rivals {
    /// The first one.
    pub first: String,
    /// One that differs from it.
    pub second: String,
}

/// Years without a report between two that have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The last year before the gap.
    pub last: i32,
    /// The year that was needed.
    pub needed: i32,
}

/// One use of a rule in a report.
enum Instance<'a> {
    /// A statement at the line that the rule runs over, with the name of the instance.
    Statement { statement: &'a Statement, at: usize, name: String },
    /// A list of shares, which yields several checks.
    Breakdown(&'a Breakdown),
}

/// Checks every rule of every form in a report.
#[must_use]
pub fn check(report: &Report, context: &Context<'_>) -> (Vec<Check>, Vec<Problem>) {
    check_and_tell(report, context, true)
}

/// Of rules that pass, the figures and sides come where `passes` asks for them.
fn check_and_tell(report: &Report, context: &Context<'_>, passes: bool) -> (Vec<Check>, Vec<Problem>) {
    let (mut checks, mut problems) = (Vec::new(), Vec::new());
    let mut told: Option<*const Rule> = None;
    instances(report, context, |view, rule, instance| {
        let checked = check_instance(rule, instance, View { passes, ..view }, &mut checks);
        if checked.is_err() && told != Some(Arc::as_ptr(rule)) {
            told = Some(Arc::as_ptr(rule));
            problems.push(overflow(rule, report, view.table));
        }
        ControlFlow::Continue(())
    });
    checks.extend(crate::claims::check(report, context.previous));
    (checks, problems)
}

/// Calls `visit` for each use of each rule that speaks of the report, in the order of the forms.
fn instances<'a>(
    report: &'a Report,
    context: &'a Context<'a>,
    mut visit: impl FnMut(View<'a>, &'a Arc<Rule>, Instance<'a>) -> ControlFlow<()>,
) {
    for table in &report.tables {
        let view = View { report, table, context, passes: true };
        for rule in &table.form().rules {
            let flow = match &rule.body {
                RuleBody::Claim => ControlFlow::Continue(()),
                RuleBody::Breakdown(list) => visit(view, rule, Instance::Breakdown(list)),
                RuleBody::Relation { each, statements } => statements.iter().try_for_each(|one| {
                    each.places().iter().copied().filter(|at| view.applies(&one.statement, *at)).try_for_each(|at| {
                        let name = instance(view.table.form(), each, at, one.member.as_deref());
                        visit(view, rule, Instance::Statement { statement: &one.statement, at, name })
                    })
                }),
            };
            if flow.is_break() {
                return;
            }
        }
    }
}

fn check_instance(
    rule: &Arc<Rule>,
    instance: Instance<'_>,
    view: View<'_>,
    checks: &mut Vec<Check>,
) -> Result<(), Overflow> {
    let (statement, at, name) = match instance {
        Instance::Breakdown(list) => return breakdown::check(rule, list, view, checks),
        Instance::Statement { statement, at, name } => (statement, at, name),
    };
    let verdict = match statement {
        Statement::Compare { left, relation, right } => relation::compare(left, *relation, right, view, at)?,
        Statement::Share { share, part, whole } => ratio::share(share, part, whole, view, at)?,
        Statement::Rate { rate, new, old } => ratio::rate(rate, new, old, view, at)?,
    };
    let mut check = verdict.into_check(rule, name, kind_of(statement));
    if check.kind == Kind::RollUp && check.failed().is_some() {
        check.remarks = rollup::remarks(&check, view);
    }
    checks.push(check);
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
    let names = |scope| statement.cells().any(|cell| cell.scope == scope);
    if names(Scope::Previous) {
        Kind::CrossPeriod
    } else if names(Scope::Parts) {
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
    /// Of a relation that holds, where nothing more is wanted of it.
    fn passed() -> Self {
        Self { status: Status::Pass, rounded: false, sides: None, figures: Vec::new() }
    }

    /// Of a relation that was not decided.
    fn skipped(reason: Reason, figures: Vec<crate::finding::CheckedFigure>) -> Self {
        Self { status: Status::Skip(reason), rounded: false, sides: None, figures }
    }

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
            remarks: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
