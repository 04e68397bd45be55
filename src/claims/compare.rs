//! Facts of prose compared: with each other, and with the tables of the same report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::arithmetic::{Outcome, Sum};
use super::cells::{Summed, summed};
use super::concepts::concepts;
use super::names::Subject;
use super::rules::rule;
use super::slip::slip;
use super::{Fact, Prose};
use crate::check::Verdict;
use crate::finding::{Check, CheckedFigure, Failure, Kind, Sides, Status};
use crate::number::Decimal;
use crate::report::Report;

/// How many tellings of one fact are shown.
const MOST_SHOWN: usize = 100;
/// How far back a sentence refers, in facts.
const FARTHEST: usize = 100;

/// Every comparison that the facts of a report allow.
pub(super) fn compare(prose: &Prose, report: &Report) -> Vec<Check> {
    let own = own_scope(prose, report);
    let facts = own_facts(prose, report);
    let mut checks = repeats(&facts, own, report);
    let of_body = |fact: &&&Fact| fact.scope.is_none() || fact.scope.as_deref() == own;
    checks.extend(facts.iter().filter(of_body).filter_map(|fact| with_tables(fact, report)));
    checks
}

/// The facts of the report's own year.
pub(super) fn own_facts<'p>(prose: &'p Prose, report: &Report) -> Vec<&'p Fact> {
    let own = report.period.as_ref().and_then(|period| period.parse::<i32>().ok());
    let several = concepts().has_own_body(&report.text) || concepts().has_larger_body(&report.text);
    let of_other_body = |fact: &Fact| fact.names_body && several;
    let of_year = |fact: &Fact| fact.year.is_none() || own.is_none() || fact.year == own;
    prose.facts.iter().filter(|fact| !fact.then && of_year(fact) && !of_other_body(fact)).collect()
}

/// What looks like a part of the body and is all of it: the report's own name, or the only body of
/// which it speaks.
fn own_scope<'p>(prose: &'p Prose, report: &Report) -> Option<&'p str> {
    let first = prose.facts.iter().find_map(|fact| fact.scope.as_deref())?;
    let own = match &report.entity {
        Some(entity) => entity.contains(first) || first.contains(entity.as_str()),
        None => !concepts().has_larger_body(&report.text),
    };
    own.then_some(first)
}

fn repeats(facts: &[&Fact], own: Option<&str>, report: &Report) -> Vec<Check> {
    let mut groups: BTreeMap<(&Subject, Option<&str>, bool), Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        if let Some(subject) = &fact.subject {
            let scope = fact.scope.as_deref().filter(|scope| Some(*scope) != own);
            groups.entry((subject, scope, fact.cumulative)).or_default().push(fact);
        }
    }
    let told: Vec<Vec<&Fact>> = groups.into_values().filter(|group| is_told_again(group)).collect();
    let again: BTreeSet<&str> = told.iter().flatten().map(|fact| fact.instance.as_str()).collect();
    let referring = facts.iter().enumerate().filter(|(_, fact)| !fact.refers.is_empty());
    let referring: Vec<Vec<&Fact>> = referring
        .filter(|(_, fact)| !again.contains(fact.instance.as_str()))
        .filter_map(|(at, fact)| Some(vec![referred(facts.get(at.saturating_sub(FARTHEST)..at)?, fact)?, fact]))
        .collect();
    let mut checks: Vec<(usize, Check)> =
        told.iter().chain(&referring).filter_map(|group| repeat(group, report)).collect();
    checks.sort_by_key(|(start, _)| *start);
    checks.into_iter().map(|(_, check)| check).collect()
}

/// The earlier fact that a sentence refers to, where it is the same or a slip of the hand away: the
/// words may also be those of something that was never told.
fn referred<'f>(earlier: &[&'f Fact], fact: &Fact) -> Option<&'f Fact> {
    let named = |other: &&&Fact| fact.refers.iter().all(|word| other.label.contains(word.as_str()));
    let other = earlier.iter().rev().find(named)?;
    let (one, two) = (other.number.value().to_integer()?, fact.number.value().to_integer()?);
    (one == two || slip(one, two).is_some()).then_some(*other)
}

/// Whether the facts of one name tell one thing more than once.
fn is_told_again(group: &[&Fact]) -> bool {
    let [first, rest @ ..] = group else { return false };
    let other_year = |fact: &&Fact| fact.year.is_some() && first.year.is_some() && fact.year != first.year;
    if rest.is_empty() || rest.iter().any(other_year) {
        return false;
    }
    // Words that no concept knows must stand apart, or they tell two things of one list.
    let apart = group.len() == 2 && rest.iter().all(|other| other.paragraph != first.paragraph);
    apart || matches!(first.subject, Some(Subject::Concept(_)))
}

/// A fact told twice: the first telling against the first that differs, or the last.
fn repeat(group: &[&Fact], report: &Report) -> Option<(usize, Check)> {
    let (first, rest) = group.split_first()?;
    let differs = |fact: &&&Fact| fact.number.value() != first.number.value();
    let other = rest.iter().find(differs).or(rest.last())?;
    let status = if differs(&other) { Status::Fail(Failure::Disagree) } else { Status::Pass };
    let (left, right) = (first.number.value(), other.number.value());
    let sides = sides(left, right, right.to_string())?;
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
    let concept = concepts().all.get(fact.concept?)?;
    let cells = if fact.cumulative { &concept.cumulative } else { &concept.cells };
    let sums: Vec<Summed> = cells.iter().filter_map(|cells| summed(cells, report)).collect();
    let told = Sum::of(&[fact.number]).ok()?;
    let outcome = |sum: &Summed| Sum::of(&[sum.number]).and_then(|sum| told.equals(&sum)).ok();
    let agreeing = sums.iter().find(|sum| outcome(sum).is_some_and(Outcome::holds));
    // A sum that lacks a cell contradicts nothing.
    let shown = agreeing.or(sums.iter().find(|sum| sum.complete))?;
    let status = if agreeing.is_some() { Status::Pass } else { Status::Fail(Failure::Disagree) };
    let rounded = outcome(shown) == Some(Outcome::Rounded);
    let mut figures = vec![fact.figure(report)];
    figures.extend(shown.figures.iter().cloned());
    let sides = sides(fact.number.value(), shown.number.value(), shown.terms.clone())?;
    let verdict = Verdict { status, rounded, sides: Some(sides), figures };
    Some(verdict.into_check(rule("prose-table")?, fact.instance.clone(), Kind::ProseTable))
}

impl Fact {
    pub(super) fn figure(&self, report: &Report) -> CheckedFigure {
        CheckedFigure {
            form: "prose".into(),
            row: format!("p{}", self.paragraph),
            column: String::new(),
            label: self.label.to_string(),
            label_en: self.label.to_string(),
            value: Some(self.number.value()),
            text: self.text.clone(),
            source: Arc::clone(&report.source),
            place: self.place.clone(),
        }
    }
}
