//! How many checks came out how, and what that says of a report. It counts and compares; it prints nothing.

use std::sync::Arc;

use crate::Outcome;
use crate::finding::{Check, Severity, Status};
use crate::message::{self, Lang};
use crate::problem::Problem;
use crate::report::Report;

/// What is said of a report as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Figures contradict each other.
    Inconsistent,
    /// No relation could be decided.
    Undecided,
    /// Something of the file could not be read or checked.
    NotFullyChecked,
    /// Every relation that could be decided holds.
    Consistent,
}

impl Verdict {
    /// A file of which something could not be read is never called consistent.
    pub(super) fn of(report: &Report, tally: Tally, outcome: &Outcome) -> Self {
        Self::new(tally, is_whole(report, outcome))
    }

    /// The verdict on a report whose file could be read and checked as a whole, or not.
    pub(super) fn new(tally: Tally, whole: bool) -> Self {
        match (tally.is_inconsistent(), tally.pass + tally.fail()) {
            (true, _) => Self::Inconsistent,
            (false, 0) => Self::Undecided,
            (false, _) if !whole || tally.open > 0 => Self::NotFullyChecked,
            (false, _) => Self::Consistent,
        }
    }

    pub(super) fn word(self, lang: Lang) -> String {
        match self {
            Self::Inconsistent => message::inconsistent(lang),
            Self::Undecided => message::undecided(lang),
            Self::NotFullyChecked => message::not_fully_checked(lang),
            Self::Consistent => message::consistent(lang),
        }
    }
}

/// Whether all of a report's file could be read and checked.
pub(super) fn is_whole(report: &Report, outcome: &Outcome) -> bool {
    outcome.problems.iter().all(|problem| problem.source != report.source)
}

/// Numbers of checks by result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) pass: usize,
    pub(super) error: usize,
    pub(super) warning: usize,
    pub(super) note: usize,
    pub(super) skip: usize,
    /// Of the skipped ones those whose table lacks rows or columns, that do not hold without the figures that they
    /// lack, or for which reports were given that do not fit.
    pub(super) open: usize,
}

impl Tally {
    /// Counts checks.
    pub(super) fn of<'a>(checks: impl IntoIterator<Item = &'a Check>) -> Self {
        let mut tally = Self::default();
        for check in checks {
            let slot = match (&check.status, check.severity) {
                (Status::Pass, _) => &mut tally.pass,
                (Status::Skip(_), _) => &mut tally.skip,
                (Status::Fail(_), Severity::Error) => &mut tally.error,
                (Status::Fail(_), Severity::Warning) => &mut tally.warning,
                (Status::Fail(_), Severity::Note) => &mut tally.note,
            };
            *slot += 1;
            tally.open += usize::from(matches!(&check.status, Status::Skip(reason) if reason.leaves_open()));
        }
        tally
    }

    /// Every check.
    pub(super) fn all(self) -> usize {
        self.pass + self.fail() + self.skip
    }

    /// Failed checks of any severity.
    pub(super) fn fail(self) -> usize {
        self.error + self.warning + self.note
    }

    /// The worst severity of a failed check.
    pub(super) fn worst(self) -> Option<Severity> {
        let found = [(self.error, Severity::Error), (self.warning, Severity::Warning), (self.note, Severity::Note)];
        found.into_iter().find(|(count, _)| *count > 0).map(|(_, severity)| severity)
    }

    /// The counts in words.
    pub(super) fn parts(self, lang: Lang) -> String {
        [
            message::passed(lang, self.pass),
            message::errors(lang, self.error),
            message::warnings(lang, self.warning),
            message::notes(lang, self.note),
            message::skipped(lang, self.skip),
        ]
        .join(&message::comma(lang))
    }

    /// Whether figures contradict each other; a note alone does not say so.
    pub(super) fn is_inconsistent(self) -> bool {
        self.error + self.warning > 0
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.pass += other.pass;
        self.error += other.error;
        self.warning += other.warning;
        self.note += other.note;
        self.skip += other.skip;
        self.open += other.open;
    }
}

/// What is said of a whole run.
#[derive(Debug, Clone, Default)]
pub(super) struct Total {
    pub(super) reports: usize,
    pub(super) checks: Tally,
    inconsistent: usize,
    /// Files with something that could not be read or checked.
    unchecked: usize,
    /// The last of these, of which the next problem may be as well.
    last: Option<Arc<str>>,
}

impl Total {
    /// All of a run.
    pub(super) fn of(outcome: &Outcome) -> Self {
        let mut total = Self::default();
        outcome.reports.iter().for_each(|checked| total.add(Tally::of(&checked.checks)));
        total.add_problems(&outcome.problems);
        total
    }

    /// Counts a report.
    pub(super) fn add(&mut self, tally: Tally) {
        self.reports += 1;
        self.inconsistent += usize::from(tally.is_inconsistent());
        self.checks += tally;
    }

    /// Counts reports whose checks all passed or were skipped.
    pub(super) fn add_consistent(&mut self, reports: usize, checks: Tally) {
        self.reports += reports;
        self.checks += checks;
    }

    /// Counts the files of problems, which are in the order of the files.
    pub(super) fn add_problems(&mut self, problems: &[Problem]) {
        for problem in problems {
            self.add_unchecked(&problem.source);
        }
    }

    /// Counts a file with something that could not be read or checked.
    pub(super) fn add_unchecked(&mut self, source: &Arc<str>) {
        if self.last.as_ref() != Some(source) {
            self.unchecked += 1;
            self.last = Some(Arc::clone(source));
        }
    }

    /// Everything in one line.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        let mut reports =
            vec![message::reports(lang, self.reports), message::reports_inconsistent(lang, self.inconsistent)];
        if self.unchecked > 0 {
            reports.push(message::unchecked(lang, self.unchecked));
        }
        let checks = message::labelled(lang, &message::checks(lang, self.checks.all()), &self.checks.parts(lang));
        message::totals(lang, &reports.join(&message::comma(lang)), &checks)
    }
}
