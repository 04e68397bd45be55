//! A report in one line of a table of reports, and which of them come first. How the table is written is
//! each format's own.

use std::cmp::Reverse;

use super::at;
use super::findings::Finding;
use super::sentence::sentence;
use super::tally::Tally;
use crate::message::{self, Lang};
use crate::{CheckedReport, Outcome};

/// With more reports than this, only those with findings are shown in full.
pub(super) const FEW: usize = 3;

/// Sorts the worst first, and of equals the first.
pub(super) type Rank = (Reverse<(usize, usize, usize)>, usize);

/// A report among others.
#[derive(Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) checked: &'a CheckedReport,
    pub(super) tally: Tally,
    /// Its position in the order of the files.
    pub(super) number: usize,
}

impl<'a> Standing<'a> {
    /// Every report of a run, the worst first.
    pub(super) fn all(outcome: &'a Outcome) -> Vec<Self> {
        let standing =
            |(number, checked): (usize, &'a CheckedReport)| Self { checked, tally: Tally::of(&checked.checks), number };
        let mut all: Vec<Self> = outcome.reports.iter().enumerate().map(standing).collect();
        all.sort_by_key(Self::rank);
        all
    }

    pub(super) fn rank(&self) -> Rank {
        (Reverse((self.tally.error, self.tally.warning, self.tally.note)), self.number)
    }

    pub(super) fn has_findings(&self) -> bool {
        self.tally.fail() > 0
    }

    /// What the columns are called.
    pub(super) fn headings(lang: Lang) -> [String; 6] {
        [
            message::body(lang),
            message::period(lang),
            message::checks_heading(lang),
            message::error(lang),
            message::warning(lang),
            message::worst(lang),
        ]
    }

    /// Body, or file where none is named, year, numbers of checks, errors and warnings, the worst finding.
    pub(super) fn cells(&self, lang: Lang) -> [String; 6] {
        let report = &self.checked.report;
        [
            report.entity.clone().unwrap_or_else(|| report.source.to_string()),
            report.period.clone().unwrap_or_default(),
            self.tally.all().to_string(),
            self.tally.error.to_string(),
            self.tally.warning.to_string(),
            self.worst(lang).unwrap_or_default(),
        ]
    }

    /// The worst finding, of equals the first, with its place.
    pub(super) fn worst(&self, lang: Lang) -> Option<String> {
        let checked = self.checked;
        let failed = checked.checks.iter().rev().filter_map(|check| Some((check.failed()?, check)));
        let (severity, check) = failed.max_by_key(|(severity, _)| *severity)?;
        let figure = Finding { checked, check, severity }.figure();
        let place = figure.map_or_else(|| checked.report.source.to_string(), |one| at(&one.source, &one.place));
        Some(message::named_report(lang, &sentence(check, lang), &place))
    }
}
