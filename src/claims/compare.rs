//! Facts of prose compared: with each other, and with the tables of the same report.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::concepts::{Cells, concepts};
use super::facts::Subject;
use super::rules::rule;
use super::{Fact, Prose};
use crate::check::Verdict;
use crate::finding::{Check, CheckedFigure, Failure, Kind, Sides, Status};
use crate::number::Decimal;
use crate::report::Report;

/// How many tellings of one fact are shown.
const MOST_SHOWN: usize = 100;

/// Every comparison that the facts of a report allow.
pub(super) fn compare(prose: &Prose, report: &Report) -> Vec<Check> {
    let facts = own_facts(prose, report);
    let mut checks = repeats(&facts, report);
    checks.extend(facts.iter().filter_map(|fact| with_tables(fact, report)));
    checks
}

/// The facts of the report's own year.
pub(super) fn own_facts<'p>(prose: &'p Prose, report: &Report) -> Vec<&'p Fact> {
    let own = report.period.as_ref().and_then(|period| period.parse::<i32>().ok());
    prose.facts.iter().filter(|fact| fact.year.is_none() || own.is_none() || fact.year == own).collect()
}

fn repeats(facts: &[&Fact], report: &Report) -> Vec<Check> {
    let mut groups: BTreeMap<(String, bool), Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        groups.entry((name(&fact.subject), fact.cumulative)).or_default().push(fact);
    }
    let told = groups.into_values().filter_map(|group| repeat(&group, report));
    let mut checks: Vec<(usize, Check)> = told.collect();
    checks.sort_by_key(|(start, _)| *start);
    checks.into_iter().map(|(_, check)| check).collect()
}

fn name(subject: &Subject) -> String {
    match subject {
        Subject::Concept(index) => format!("{index:03}"),
        Subject::Label(label) => label.clone(),
    }
}

/// A fact told twice: the first telling against the first that differs, or the last.
fn repeat(group: &[&Fact], report: &Report) -> Option<(usize, Check)> {
    let (first, rest) = group.split_first()?;
    let years = |fact: &&&Fact| fact.year.is_some() && first.year.is_some() && fact.year != first.year;
    let last = rest.last()?;
    if rest.iter().any(|fact| years(&fact)) {
        return None;
    }
    let other = rest.iter().find(|fact| fact.value != first.value).unwrap_or(last);
    let label = matches!(first.subject, Subject::Label(_));
    // Words that no concept knows must stand apart, or they tell two things of one list.
    if label && (first.paragraph == other.paragraph || group.len() > 2) {
        return None;
    }
    let status = if other.value == first.value { Status::Pass } else { Status::Fail(Failure::Disagree) };
    let sides = sides(first.value, other.value, other.value.to_string())?;
    let shown =
        group.iter().take(MOST_SHOWN).chain(group.iter().skip(MOST_SHOWN).find(|fact| std::ptr::eq(**fact, *other)));
    let figures = shown.map(|fact| fact.figure(report)).collect();
    let verdict = Verdict { status, rounded: false, sides: Some(sides), figures };
    let check = verdict.into_check(rule("repeat")?, first.instance.clone(), Kind::Repeat);
    Some((first.place.span.start, check))
}

fn sides(left: Decimal, right: Decimal, right_terms: String) -> Option<Sides> {
    let difference = left.sub(right).ok()?;
    Some(Sides { left, left_terms: left.to_string(), relation: "=", right, right_terms, difference })
}

/// A fact against the cells that count the same; any of them that agrees will do.
fn with_tables(fact: &Fact, report: &Report) -> Option<Check> {
    let Subject::Concept(index) = fact.subject else { return None };
    let concept = concepts().all.get(index)?;
    let cells = if fact.cumulative { &concept.cumulative } else { &concept.cells };
    let sums: Vec<Summed> = cells.iter().filter_map(|cells| summed(cells, report)).collect();
    let agreeing = sums.iter().find(|sum| sum.value == fact.value);
    let shown = agreeing.or(sums.first())?;
    let status = if agreeing.is_some() { Status::Pass } else { Status::Fail(Failure::Disagree) };
    let mut figures = vec![fact.figure(report)];
    figures.extend(shown.figures.iter().cloned());
    let sides = sides(fact.value, shown.value, shown.terms.clone())?;
    let verdict = Verdict { status, rounded: false, sides: Some(sides), figures };
    Some(verdict.into_check(rule("prose-table")?, fact.instance.clone(), Kind::ProseTable))
}

/// A sum of cells as a table gives it.
pub(super) struct Summed {
    pub(super) value: Decimal,
    terms: String,
    pub(super) figures: Vec<CheckedFigure>,
}

/// `None` where the report lacks the form or one of the cells.
pub(super) fn summed(cells: &Cells, report: &Report) -> Option<Summed> {
    let table = report.table(&cells.form)?;
    let form = table.form();
    let mut sum = Summed { value: Decimal::ZERO, terms: String::new(), figures: Vec::new() };
    for (row, column, negative) in &cells.terms {
        let line = form.rows.iter().position(|line| line.id == *row)?;
        let at = form.columns.iter().position(|line| line.id == *column)?;
        let figure = table.get(line, at)?;
        let value = figure.number()?.value();
        sum.value = if *negative { sum.value.sub(value) } else { sum.value.add(value) }.ok()?;
        let sign = match (sum.terms.is_empty(), negative) {
            (true, _) => "",
            (false, true) => " - ",
            (false, false) => " + ",
        };
        sum.terms.push_str(sign);
        sum.terms.push_str(&value.to_string());
        let named = form.rows.get(line)?;
        sum.figures.push(CheckedFigure {
            form: Arc::clone(&form.id),
            row: row.clone(),
            column: column.clone(),
            label: named.label.clone(),
            label_en: named.en.clone(),
            value: Some(value),
            text: figure.text().into(),
            source: Arc::clone(&report.source),
            place: figure.place().clone(),
        });
    }
    Some(sum)
}

impl Fact {
    pub(super) fn figure(&self, report: &Report) -> CheckedFigure {
        CheckedFigure {
            form: "prose".into(),
            row: format!("p{}", self.paragraph),
            column: String::new(),
            label: self.label.to_string(),
            label_en: self.label.to_string(),
            value: Some(self.value),
            text: self.text.clone(),
            source: Arc::clone(&report.source),
            place: self.place.clone(),
        }
    }
}
