//! How many checks came out how. It counts and compares; it prints nothing.

use crate::finding::{Check, Severity, Status};

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
