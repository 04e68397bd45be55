//! Reports that speak of each other: the same body one year earlier, and the bodies of a whole.
//! They are checked one by one, and the wrong figures are looked for over all that hang together.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::locate::{System, locate};
use super::{Context, check};
use crate::finding::{Check, Suggestion};
use crate::problem::Problem;
use crate::report::Report;

/// Reports under check, each with those that its rules may reach.
pub struct Linked<'a> {
    reports: Vec<(&'a Report, Context<'a>)>,
}

/// What checking one report yields.
#[derive(Debug, Default)]
pub struct Findings {
    /// The checks, in the order of the forms and of the rules in them.
    pub checks: Vec<Check>,
    /// What would repair the failed ones, the likeliest first.
    pub suggestions: Vec<Suggestion>,
}

impl<'a> Linked<'a> {
    /// Pairs each report with the one a year earlier, out of the reports themselves or `previous`.
    #[must_use]
    pub fn of(reports: &'a [Report], previous: &'a [Report], parts: &'a [Report]) -> Self {
        let mut by_key: BTreeMap<(&str, i32), &Report> = BTreeMap::new();
        for report in previous.iter().chain(reports) {
            if let (Some(entity), Some(year)) = (report.entity.as_deref(), year(report)) {
                by_key.entry((entity, year)).or_insert(report);
            }
        }
        let with_context = |report: &'a Report| {
            let key = report.entity.as_deref().zip(year(report));
            let own = key.and_then(|(entity, year)| by_key.get(&(entity, year - 1)).copied());
            let earlier = own.or_else(|| only_one(previous, report));
            (report, Context { previous: earlier, parts })
        };
        Self { reports: reports.iter().map(with_context).collect() }
    }

    /// The positions of reports that hang together.
    fn groups(&self) -> Vec<Vec<usize>> {
        let position: BTreeMap<*const Report, usize> =
            self.reports.iter().enumerate().map(|(at, (report, _))| (std::ptr::from_ref(*report), at)).collect();
        let mut first: Vec<usize> = (0..self.reports.len()).collect();
        // A report's earlier one may come later in the list: follow the chain to its start.
        for at in 0..self.reports.len() {
            let (mut start, mut steps) = (at, 0);
            while let Some(before) = self.previous_position(start, &position).filter(|_| steps < self.reports.len()) {
                (start, steps) = (before, steps + 1);
            }
            if let Some(slot) = first.get_mut(at) {
                *slot = start;
            }
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, start) in first.into_iter().enumerate() {
            groups.entry(start).or_default().push(at);
        }
        groups.into_values().collect()
    }

    fn previous_position(&self, at: usize, position: &BTreeMap<*const Report, usize>) -> Option<usize> {
        let previous = self.reports.get(at)?.1.previous?;
        position.get(&std::ptr::from_ref(previous)).copied()
    }
}

/// The only earlier report that was given, where a name is missing to tell whose it is.
fn only_one<'a>(previous: &'a [Report], report: &Report) -> Option<&'a Report> {
    let [only] = previous else { return None };
    let nameless = only.entity.is_none() || report.entity.is_none();
    let before = match (year(only), year(report)) {
        (Some(earlier), Some(later)) => earlier == later - 1,
        _ => true,
    };
    (nameless && before).then_some(only)
}

fn year(report: &Report) -> Option<i32> {
    report.period.as_ref().and_then(|period| period.parse().ok())
}

/// Checks every report and looks for the wrong figures, on the threads of the current pool.
#[must_use]
pub fn findings(linked: &Linked<'_>) -> Vec<(Findings, Vec<Problem>)> {
    let each = |(report, context): &(&Report, Context<'_>)| {
        let (checks, problems) = check(report, *context);
        (Findings { checks, suggestions: Vec::new() }, problems)
    };
    let mut all: Vec<(Findings, Vec<Problem>)> = if rayon::current_num_threads() > 1 && linked.reports.len() > 1 {
        linked.reports.par_iter().map(each).collect()
    } else {
        linked.reports.iter().map(each).collect()
    };
    for group in linked.groups() {
        let unsettled = |at: &usize| all.get(*at).is_some_and(|(one, _)| one.checks.iter().any(Check::is_unsettled));
        if !group.iter().any(unsettled) {
            continue;
        }
        for (at, suggestion) in repairs(linked, &group) {
            if let Some((findings, _)) = all.get_mut(at) {
                findings.suggestions.push(suggestion);
            }
        }
    }
    all
}

/// Repairs for a group of reports, each with the position of the report that it is for. Relations
/// whose figures are too large to be computed with were told as problems already.
fn repairs(linked: &Linked<'_>, group: &[usize]) -> Vec<(usize, Suggestion)> {
    let own: Vec<(&Report, Context<'_>)> = group.iter().filter_map(|at| linked.reports.get(*at).copied()).collect();
    let told = own.len();
    let mut members = own.clone();
    for (_, context) in own {
        for other in context.previous.into_iter().chain(context.parts) {
            if !members.iter().any(|(known, _)| std::ptr::eq(*known, other)) {
                members.push((other, Context::default()));
            }
        }
    }
    let Ok(located) = System::of(&members).and_then(|system| locate(&system, told)) else { return Vec::new() };
    located.into_iter().filter_map(|one| Some((*group.get(one.report)?, one.suggestion))).collect()
}
