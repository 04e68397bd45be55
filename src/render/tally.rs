//! How many checks came out how, and what that says of a report. It counts and compares; it prints nothing.

use crate::Outcome;
use crate::finding::{Check, Severity, Status};
use crate::message::{self, Lang};
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
        let whole = || outcome.problems.iter().all(|problem| problem.source != report.source);
        match (tally.is_inconsistent(), tally.pass + tally.fail()) {
            (true, _) => Self::Inconsistent,
            (false, 0) => Self::Undecided,
            (false, _) if !whole() => Self::NotFullyChecked,
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

/// Numbers of checks by result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) pass: usize,
    pub(super) error: usize,
    pub(super) warning: usize,
    pub(super) note: usize,
    pub(super) skip: usize,
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

    /// Several reports in one line.
    pub(super) fn total(tallies: &[Self], lang: Lang) -> String {
        let inconsistent = tallies.iter().filter(|tally| tally.is_inconsistent()).count();
        let reports = [message::reports(lang, tallies.len()), message::reports_inconsistent(lang, inconsistent)];
        let tally: Self = tallies.iter().copied().sum();
        let checks = message::labelled(lang, &message::checks(lang, tally.all()), &tally.parts(lang));
        message::totals(lang, &reports.join(&message::comma(lang)), &checks)
    }

    /// Whether figures contradict each other; a note alone does not say so.
    pub(super) fn is_inconsistent(self) -> bool {
        self.error + self.warning > 0
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |total, tally| Self {
            pass: total.pass + tally.pass,
            error: total.error + tally.error,
            warning: total.warning + tally.warning,
            note: total.note + tally.note,
            skip: total.skip + tally.skip,
        })
    }
}
