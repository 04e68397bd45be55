//! A panel that is told as it is checked: one large file in one format. Everything else, and a project
//! whose waivers or baseline have to see all findings, goes the ordinary way.

use std::fs;
use std::io;
use std::path::Path;

use disclose_check::finding::Severity;
use disclose_check::panel::{PIECE, Panel, Telling};
use disclose_check::policy::Policy;
use disclose_check::problem::Problem;
use disclose_check::render::{Count, InPieces, Settings, Told};
use disclose_check::{CheckedReport, Checker, Input, Outcome};

use super::commands::{status_of, today};
use super::output;
use super::targets::Target;

/// A panel that was opened, and how it is told.
pub(super) struct Run<'a> {
    panel: Panel,
    target: &'a Target,
    words: Words<'a>,
}

/// Puts findings into words under the severities of the project.
struct Words<'a> {
    told: InPieces,
    policy: &'a Policy,
}

impl Telling for Words<'_> {
    type Count = Count;

    fn report(&self, checked: CheckedReport) -> (Vec<u8>, Count) {
        let mut outcome = Outcome { reports: vec![checked], problems: Vec::new() };
        self.policy.apply(&mut outcome, today());
        outcome.reports.pop().map_or_else(Default::default, |checked| self.told.report(checked))
    }

    fn problem(&self, problem: &Problem, text: &str) -> Vec<u8> {
        self.told.problem(problem, text)
    }
}

impl<'a> Run<'a> {
    /// `None` where the file goes the ordinary way.
    pub(super) fn open(
        checker: &Checker,
        path: &Path,
        (target, settings): (&'a Target, Settings),
        policy: &'a Policy,
        jobs: Option<usize>,
    ) -> Option<Self> {
        let large = fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() > PIECE);
        if !large || !policy.waivers.is_empty() || policy.baseline.is_some() {
            return None;
        }
        // Once there are such threads, they stay for checking again.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build_global();
        let panel = checker.panel(&Input::path(path), PIECE)?;
        let told = InPieces::new(target.format, settings, &panel);
        told.map(|told| Self { panel, target, words: Words { told, policy } })
    }

    /// Writes the findings and gives the exit status.
    pub(super) fn write(self, threshold: Option<Severity>) -> anyhow::Result<u8> {
        let mut told = Told::default();
        output::to(self.target.file.as_deref(), |out| {
            self.words.told.run(&self.panel, &self.words, (out, &mut io::stderr().lock()), &mut told)
        })?;
        Ok(status_of(told.problems, told.worst, threshold))
    }
}
