//! How far a figure is from the year before, as the prose tells it, against the report of that year.

use std::collections::{BTreeMap, BTreeSet};

use super::arithmetic::{Outcome, Sum, negative, ratio};
use super::cells::summed;
use super::compare::own_facts;
use super::concepts::concepts;
use super::facts::Counted;
use super::names::Subject;
use super::periods::years;
use super::rules::rule;
use super::{Fact, Prose, Quantity};
use crate::check::Verdict;
use crate::finding::{Check, CheckedFigure, Failure, Kind, Severity, Sides, Status};
use crate::number::{Decimal, Number, Overflow};
use crate::report::Report;

/// Figures of one name beyond these are a list of their own.
const MOST_TELLINGS: usize = 100;

/// A figure of the year before.
struct Before {
    value: Decimal,
    figures: Vec<CheckedFigure>,
}

/// Every change that the earlier report bears out or not.
pub(super) fn changes(prose: &Prose, report: &Report, previous: &Report) -> Vec<Check> {
    let mut checks = Vec::new();
    for fact in own_facts(prose, report) {
        let before = before(fact, previous);
        for (ordinal, (index, down)) in fact.changes.iter().enumerate() {
            let change = prose.quantities.get(*index);
            checks.extend(change.and_then(|change| check(fact, change, *down, &before, ordinal, report)));
        }
    }
    checks
}

/// Every change whose two ends stand in other paragraphs than it.
pub(super) fn told_apart(prose: &Prose, report: &Report) -> Vec<Check> {
    let told: BTreeSet<usize> = prose.told.iter().filter_map(|told| told.statement.change()).collect();
    let mut of_subject: BTreeMap<(&Option<Subject>, Option<&str>), Vec<&Fact>> = BTreeMap::new();
    let dated = |fact: &&Fact| fact.subject.is_some() && fact.counted != Counted::SinceSomeDay;
    for fact in prose.facts.iter().filter(dated) {
        of_subject.entry((&fact.subject, fact.scope())).or_default().push(fact);
    }
    let named: BTreeSet<i32> = years(&report.text).into_iter().collect();
    let mut checks = Vec::new();
    for fact in prose.facts.iter().filter(dated).filter(|fact| !fact.changes.is_empty()) {
        let others = of_subject.get(&(&fact.subject, fact.scope())).into_iter().flatten().copied().take(MOST_TELLINGS);
        // A fact that names no year and is compared with the last one is of the year behind a named one that the text names too.
        let before_it = |fact: &Fact, other: &Fact| match (fact.year, other.year) {
            (Some(year), Some(other)) => other + 1 == year,
            (None, Some(other)) => named.contains(&(other + 1)),
            _ => false,
        };
        let year_before = |fact: &Fact, other: &Fact| (other.then && !fact.then) || before_it(fact, other);
        let ends: Vec<(&Fact, &Fact)> = others
            .filter_map(|other| match () {
                () if fact.then && !other.then => Some((other, fact)),
                () if year_before(fact, other) => Some((fact, other)),
                () => None,
            })
            .collect();
        let [(now, then)] = *ends else { continue };
        let before = [Before { value: then.number.value(), figures: vec![then.figure(report)] }];
        for (ordinal, (index, down)) in fact.changes.iter().enumerate().filter(|(_, (index, _))| !told.contains(index))
        {
            let change = prose.quantities.get(*index);
            checks.extend(change.and_then(|change| check(now, change, *down, &before, ordinal, report)));
        }
    }
    checks
}

/// What the earlier report says of the same, in its tables and in its prose.
fn before(fact: &Fact, previous: &Report) -> Vec<Before> {
    let Some(index) = fact.concept else { return Vec::new() };
    let cells = concepts().all.get(index).map(|concept| concept.cells.as_slice()).unwrap_or_default();
    let in_tables = cells.iter().filter_map(|cells| summed(cells, previous));
    let mut all: Vec<Before> =
        in_tables.map(|sum| Before { value: sum.number.value(), figures: sum.figures }).collect();
    let told = own_facts(&previous.prose, previous).into_iter().filter(|other| other.concept == fact.concept);
    all.extend(told.map(|other| Before { value: other.number.value(), figures: vec![other.figure(previous)] }));
    all
}

fn check(
    fact: &Fact,
    change: &Quantity,
    down: bool,
    before: &[Before],
    ordinal: usize,
    report: &Report,
) -> Option<Check> {
    let judged: Vec<(Outcome, Sides, &Before)> = before
        .iter()
        .filter_map(|before| {
            let (outcome, sides) = judge(fact.number.value(), before.value, change, down).ok()??;
            Some((outcome, sides, before))
        })
        .collect();
    let holding = judged.iter().find(|(outcome, ..)| outcome.holds());
    let alone = judged.iter().all(|(.., other)| judged.first().is_some_and(|(.., first)| first.value == other.value));
    // Figures that may or may not be the ones meant contradict nothing.
    let (outcome, sides, earlier) = holding.or(judged.first().filter(|_| alone))?;
    let status = match outcome {
        Outcome::Exact | Outcome::Rounded => Status::Pass,
        Outcome::Slip => Status::Fail(Failure::RoundingSlip),
        Outcome::Fails => Status::Fail(Failure::Disagree),
    };
    let mut figures = vec![change.checked(&report.source), fact.figure(report)];
    figures.extend(earlier.figures.iter().cloned());
    let rounded = *outcome == Outcome::Rounded;
    let verdict = Verdict { status, rounded, sides: Some(sides.clone()), figures };
    let instance = format!("{}.{}", fact.instance, ordinal + 1);
    let mut check = verdict.into_check(rule("change")?, instance, Kind::CrossPeriod);
    // Figures of earlier years are often restated.
    check.severity = check.severity.min(Severity::Warning);
    Some(check)
}

fn judge(now: Decimal, then: Decimal, change: &Quantity, down: bool) -> Result<Option<(Outcome, Sides)>, Overflow> {
    let [now_sum, then_sum] = [Sum::of(&[Number::exact(now)])?, Sum::of(&[Number::exact(then)])?];
    let value = change.number.value();
    let signed = if down { negative(value)? } else { value };
    let (difference, terms) =
        if down { (then.sub(now)?, format!("{then} - {now}")) } else { (now.sub(then)?, format!("{now} - {then}")) };
    let (outcome, right, right_terms) = if change.is_percent() {
        if then.is_zero() {
            return Ok(None);
        }
        let outcome = ratio(Number::rounded(signed), &now_sum, &then_sum, negative(Decimal::HUNDRED)?)?;
        let right = difference.mul(Decimal::HUNDRED)?.quotient_for_display(then, value.exponent())?;
        (outcome, right, format!("100 × ({terms}) / {then}"))
    } else if change.is_size() && !change.is_multiple() {
        let outcome = if difference == value { Outcome::Exact } else { Outcome::Fails };
        (outcome, difference, terms)
    } else {
        return Ok(None);
    };
    Ok(Some((outcome, Sides::equal(value, value.to_string(), right, right_terms)?)))
}
