//! What comes of a run: reports with their findings, and what could not be read or checked. How it is come by is
//! not known here.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::Coverage;
use crate::finding::{Check, Severity, Status, Suggestion};
use crate::problem::{Problem, ProblemKind};
use crate::report::Report;

/// A report with everything that was checked in it.
#[derive(Debug, Clone)]
pub struct CheckedReport {
    /// The report.
    pub report: Report,
    /// The checks, in the order of the forms and of the rules in them.
    pub checks: Vec<Check>,
    /// What would repair the failed checks, the likeliest first.
    pub suggestions: Vec<Suggestion>,
    /// How well the figures are guarded, where that was asked for.
    pub coverage: Option<Coverage>,
}

/// What came of a run over one or more files.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The reports, in the order of the files.
    pub reports: Vec<CheckedReport>,
    /// What could not be read or checked, in the order of the files.
    pub problems: Vec<Problem>,
}

impl Outcome {
    /// Every check that failed.
    pub fn failed(&self) -> impl Iterator<Item = &Check> {
        self.reports.iter().flat_map(|one| &one.checks).filter(|check| check.failed().is_some())
    }

    /// A file whose reports leave every relation open is no consistent one.
    pub(crate) fn name_undecided(&mut self) {
        let mut decided: BTreeMap<&Arc<str>, bool> = BTreeMap::new();
        for one in &self.reports {
            *decided.entry(&one.report.source).or_default() |= one.checks.iter().any(Check::is_decided);
        }
        for problem in &self.problems {
            decided.remove(&problem.source);
        }
        let undecided = decided.into_iter().filter(|(_, decided)| !decided);
        let nothing = |(source, _): (&Arc<str>, bool)| Problem {
            source: Arc::clone(source),
            place: None,
            kind: ProblemKind::NothingChecked,
        };
        let problems: Vec<Problem> = undecided.map(nothing).collect();
        self.problems.extend(problems);
    }

    /// The worst severity of a failed check.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.failed().filter_map(Check::failed).max()
    }
}

impl Check {
    /// Whether the relation was found to hold or not.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        !matches!(self.status, Status::Skip(_))
    }
}
