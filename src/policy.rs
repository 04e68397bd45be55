//! What a project decides about findings: severities of its own, waivers, and a baseline of old
//! findings. It changes how failures count, never what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use globset::GlobSet;
use serde::{Deserialize, Serialize};

use crate::finding::{Check, Failure, Reason, Severity, Status};
use crate::number::Decimal;
use crate::pattern::pattern;
use crate::report::Report;
use crate::{CheckedReport, Outcome};

/// A day, in the order of the calendar: year, month, day.
pub type Day = (i32, u8, u8);

/// Decisions about findings.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Severities by rule id, with or without an instance.
    pub severity: BTreeMap<String, Severity>,
    /// Findings that are accepted for a reason.
    pub waivers: Vec<Waiver>,
    /// Findings that were there when the tool was adopted.
    pub baseline: Option<Baseline>,
}

/// A finding that is accepted for a reason.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The rule's id; without an instance it means all of them.
    pub rule: String,
    /// The files; `None` means all.
    pub source: Option<Pattern>,
    /// A figure that the check must be about, `row` or `row[column]`; `None` means any.
    pub figure: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day that it counts.
    pub until: Option<Day>,
}

/// A pattern of paths such as `reports/**/*.csv`.
#[derive(Debug, Clone)]
pub struct Pattern(GlobSet);

/// A waiver that does nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Idle {
    /// No failed check is what this waiver is about.
    MatchesNothing {
        /// The waiver's rule.
        rule: String,
    },
    /// The waiver's last day is over.
    Expired {
        /// The waiver's rule.
        rule: String,
        /// The last day.
        until: Day,
    },
    /// Findings of the baseline that are gone.
    Gone {
        /// How many.
        findings: usize,
    },
}

/// Decisions at work, with what has come of each of them.
#[derive(Debug)]
pub struct Applied<'a> {
    policy: &'a Policy,
    today: Day,
    waivers: Vec<(&'a Waiver, Use)>,
    known: BTreeMap<Known, Use>,
}

/// What has come of a decision.
#[derive(Debug, Clone, Copy, Default)]
struct Use {
    /// A file that it is about was checked.
    concerned: bool,
    /// It let a finding pass.
    used: bool,
}

/// Findings that were there when the tool was adopted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The format, `disclose-check-baseline/1`.
    pub schema: String,
    /// The findings.
    pub findings: Vec<Known>,
}

/// An old finding: a failed check of a report by its difference, so that another wrong figure in
/// the same place is a new finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    source: String,
    entity: Option<String>,
    period: Option<String>,
    rule: String,
    difference: Option<String>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: &str) -> Result<Self, globset::Error> {
        Ok(Self(pattern(text, false)?))
    }

    /// A path may be given from another folder than that of the configuration: the end of the whole path decides.
    fn matches(&self, source: &str) -> bool {
        let path = std::path::absolute(source).unwrap_or_else(|_| source.into());
        let path = path.to_string_lossy().replace('\\', "/");
        let mut rest = path.as_str();
        loop {
            if self.0.is_match(rest) {
                return true;
            }
            match rest.split_once('/') {
                Some((_, shorter)) => rest = shorter,
                None => return false,
            }
        }
    }
}

impl Policy {
    /// The rules that decisions of the project are about, as they name them.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.severity.keys().map(String::as_str).chain(self.waivers.iter().map(|waiver| waiver.rule.as_str()))
    }

    /// Applies the decisions to a whole run. `today` is the day that waivers are compared with.
    pub fn apply(&self, outcome: &mut Outcome, today: Day) -> Vec<Idle> {
        let mut applied = self.applied(today);
        applied.apply(outcome);
        applied.idle()
    }

    /// The decisions for a run that comes in pieces.
    #[must_use]
    pub fn applied(&self, today: Day) -> Applied<'_> {
        let waivers = self.waivers.iter().map(|waiver| (waiver, Use::default())).collect();
        let known = self.baseline.iter().flat_map(|baseline| &baseline.findings);
        let known = known.map(|known| (Known { source: plain(&known.source), ..known.clone() }, Use::default()));
        Applied { policy: self, today, waivers, known: known.collect() }
    }

    /// The severity that the project gives a rule; a rounding slip stays a warning at most.
    fn grade(&self, check: &mut Check) {
        if self.severity.is_empty() {
            return;
        }
        let own = self.severity.get(&check.id()).or_else(|| self.severity.get(&check.rule.id));
        if let Some(own) = own {
            let most = match check.status {
                Status::Fail(Failure::RoundingSlip | Failure::BlankTotal) => Severity::Warning,
                _ => Severity::Error,
            };
            check.severity = (*own).min(most);
        }
    }
}

impl Applied<'_> {
    /// Applies the decisions to some more reports.
    pub fn apply(&mut self, outcome: &mut Outcome) {
        for checked in &mut outcome.reports {
            let CheckedReport { report, checks, suggestions, .. } = checked;
            for check in checks.iter_mut() {
                self.policy.grade(check);
                self.pardon(report, check);
            }
            let failing: Vec<String> = checks.iter().filter(|check| check.failed().is_some()).map(Check::id).collect();
            suggestions.retain(|one| one.resolves.is_empty() || one.resolves.iter().any(|id| failing.contains(id)));
        }
        let sources: BTreeSet<&str> = outcome.reports.iter().map(|one| &*one.report.source).collect();
        for (waiver, of) in &mut self.waivers {
            let pattern = waiver.source.as_ref();
            of.concerned |= pattern.is_none_or(|pattern| sources.iter().any(|source| pattern.matches(source)));
        }
        if !self.known.is_empty() {
            let sources: BTreeSet<String> = sources.into_iter().map(plain).collect();
            for (known, of) in &mut self.known {
                of.concerned |= sources.contains(&known.source);
            }
        }
    }

    /// Lets a failed check pass that a waiver or the baseline is about.
    fn pardon(&mut self, report: &Report, check: &mut Check) {
        if check.failed().is_none() {
            return;
        }
        let today = self.today;
        let mut valid = self.waivers.iter_mut().filter(|(waiver, _)| waiver.until.is_none_or(|until| today <= until));
        if let Some((waiver, of)) = valid.find(|(waiver, _)| waiver.covers(report, check)) {
            of.used = true;
            check.status = Status::Skip(Reason::Waived(waiver.reason.clone()));
        } else if let Some(of) = self.known.get_mut(&Known::of(report, check)) {
            of.used = true;
            check.status = Status::Skip(Reason::Known);
        }
    }

    /// What did nothing although its files were checked.
    #[must_use]
    pub fn idle(&self) -> Vec<Idle> {
        let unused = self.waivers.iter().filter(|(_, of)| of.concerned && !of.used);
        let mut idle: Vec<Idle> = unused
            .map(|(waiver, _)| match waiver.until {
                Some(until) if until < self.today => Idle::Expired { rule: waiver.rule.clone(), until },
                _ => Idle::MatchesNothing { rule: waiver.rule.clone() },
            })
            .collect();
        let gone = self.known.values().filter(|of| of.concerned && !of.used).count();
        if gone > 0 {
            idle.push(Idle::Gone { findings: gone });
        }
        idle
    }
}

impl Waiver {
    fn covers(&self, report: &Report, check: &Check) -> bool {
        let rule = self.rule == check.rule.id || self.rule == check.id();
        let source = self.source.as_ref().is_none_or(|pattern| pattern.matches(&report.source));
        let figure = self.figure.as_ref().is_none_or(|wanted| {
            check
                .figures
                .iter()
                .any(|figure| *wanted == figure.row || *wanted == format!("{}[{}]", figure.row, figure.column))
        });
        rule && source && figure
    }
}

impl Baseline {
    /// The format that is written and read.
    pub const SCHEMA: &str = "disclose-check-baseline/1";

    /// Every failed check of a run.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        let failed = |one: &CheckedReport| {
            let failed = one.checks.iter().filter(|check| check.failed().is_some());
            failed.map(|check| Known::of(&one.report, check)).collect::<Vec<_>>()
        };
        let mut findings: Vec<Known> = outcome.reports.iter().flat_map(failed).collect();
        findings.sort();
        findings.dedup();
        Self { schema: Self::SCHEMA.into(), findings }
    }
}

/// A path as it is kept: with `/`, and the same for `a.csv` and `./a.csv`.
fn plain(source: &str) -> String {
    let path: PathBuf = Path::new(source).components().filter(|part| *part != Component::CurDir).collect();
    path.to_string_lossy().replace('\\', "/")
}

impl Known {
    fn of(report: &Report, check: &Check) -> Self {
        let difference = check.sides.as_ref().map(|sides| sides.difference);
        Self {
            source: plain(&report.source),
            entity: report.entity.clone(),
            period: report.period.clone(),
            rule: check.id(),
            difference: difference.map(|difference: Decimal| difference.to_string()),
        }
    }
}
