//! The pipeline itself: inputs to an outcome, stage after stage. It alone knows all of them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::check::{Context, check};
use crate::document::Document;
use crate::finding::{Check, Severity, Status, Suggestion};
use crate::forms::{Catalogue, Families, FormError};
use crate::problem::{Problem, ProblemKind};
use crate::read;
use crate::recognise::{Recognised, Recogniser};
use crate::report::Report;

/// Where a report comes from.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file.
    Path(PathBuf),
    /// Standard input, under a name for messages.
    Stdin {
        /// The name.
        name: String,
    },
    /// Text that is at hand, under a name for messages.
    Text {
        /// The name.
        name: String,
        /// The text.
        text: String,
    },
}

/// A report with everything that was checked in it.
#[derive(Debug, Clone)]
pub struct CheckedReport {
    /// The report.
    pub report: Report,
    /// The checks, in the order of the forms and of the rules in them.
    pub checks: Vec<Check>,
    /// What would repair the failed checks, the likeliest first.
    pub suggestions: Vec<Suggestion>,
}

/// What came of a run over one or more files.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The reports, in the order of the files.
    pub reports: Vec<CheckedReport>,
    /// What could not be read or checked, in the order of the files.
    pub problems: Vec<Problem>,
}

/// Checks reports against a catalogue of forms.
pub struct Checker {
    catalogue: Catalogue,
    form: Option<String>,
    previous: Vec<Report>,
    parts: Vec<Report>,
    problems: Vec<Problem>,
    recognisers: Mutex<BTreeMap<Families, Arc<Recogniser>>>,
}

impl Input {
    /// A file by its path.
    #[must_use]
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::Path(path.into())
    }

    /// Text under a name.
    #[must_use]
    pub fn text(name: &str, text: &str) -> Self {
        Self::Text { name: name.into(), text: text.into() }
    }

    fn read(&self) -> Result<Document, Problem> {
        match self {
            Self::Path(path) => read::read_path(path, &path.display().to_string()),
            Self::Stdin { name } => read::read_bytes(name, std::io::stdin().lock()),
            Self::Text { name, text } => read::read_bytes(name, text.as_bytes()),
        }
    }
}

impl Checker {
    /// A checker that recognises every form of the catalogue.
    #[must_use]
    pub fn new(catalogue: Catalogue) -> Self {
        Self {
            catalogue,
            form: None,
            previous: Vec::new(),
            parts: Vec::new(),
            problems: Vec::new(),
            recognisers: Mutex::default(),
        }
    }

    /// Recognises only one form, or the forms of one family.
    ///
    /// # Errors
    /// [`FormError::Unknown`] where the catalogue has neither.
    pub fn form(mut self, id: Option<String>) -> Result<Self, FormError> {
        if let Some(id) = &id {
            self.catalogue.select(id)?;
        }
        self.form = id;
        Ok(self)
    }

    /// Reports of the period before, for rules with `prev.`. What cannot be read is a problem of
    /// the outcome.
    #[must_use]
    pub fn previous(mut self, inputs: &[Input]) -> Self {
        self.previous = self.others(inputs);
        self
    }

    /// Reports of the bodies that roll up into the one under check, for rules with `parts.`.
    #[must_use]
    pub fn parts(mut self, inputs: &[Input]) -> Self {
        self.parts = self.others(inputs);
        self
    }

    fn others(&mut self, inputs: &[Input]) -> Vec<Report> {
        let mut reports = Vec::new();
        for input in inputs {
            let recognised = self.recognise(input);
            self.problems.extend(recognised.problems);
            reports.extend(recognised.reports);
        }
        reports
    }

    /// Checks some inputs on `jobs` threads, by default on as many as there are processors. The
    /// outcome is in the order of the inputs whatever the number of threads.
    #[must_use]
    pub fn check(&self, inputs: &[Input], jobs: Option<usize>) -> Outcome {
        let each = |input: &Input| self.check_one(input);
        let outcomes: Vec<Outcome> = if inputs.len() < 2 || jobs == Some(1) {
            inputs.iter().map(each).collect()
        } else {
            match rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).build() {
                Ok(pool) => pool.install(|| inputs.par_iter().map(each).collect()),
                Err(_) => inputs.iter().map(each).collect(),
            }
        };
        let mut all = Outcome { reports: Vec::new(), problems: self.problems.clone() };
        for one in outcomes {
            all.reports.extend(one.reports);
            all.problems.extend(one.problems);
        }
        all
    }

    fn check_one(&self, input: &Input) -> Outcome {
        let recognised = self.recognise(input);
        let mut outcome = Outcome { reports: Vec::new(), problems: recognised.problems };
        let source = recognised.reports.first().map(|report| Arc::clone(&report.source));
        for report in recognised.reports {
            let context = Context { previous: self.previous_of(&report), parts: &self.parts };
            let (checks, problems) = check(&report, context);
            outcome.problems.extend(problems);
            outcome.reports.push(CheckedReport { report, checks, suggestions: Vec::new() });
        }
        let decided = outcome.reports.iter().flat_map(|one| &one.checks).any(Check::is_decided);
        if let (Some(source), false, true) = (source, decided, outcome.problems.is_empty()) {
            outcome.problems.push(Problem { source, place: None, kind: ProblemKind::NothingChecked });
        }
        outcome
    }

    /// The earlier report of the same body: by name where both have one, else the only one given.
    fn previous_of(&self, report: &Report) -> Option<&Report> {
        let same = |other: &&Report| other.entity.is_some() && other.entity == report.entity;
        let year = |report: &Report| report.period.as_ref().and_then(|period| period.parse::<i32>().ok());
        let before = |other: &&Report| match (year(other), year(report)) {
            (Some(earlier), Some(later)) => earlier == later - 1,
            _ => true,
        };
        let only = match self.previous.as_slice() {
            [only] if only.entity.is_none() || report.entity.is_none() => Some(only),
            _ => None,
        };
        self.previous.iter().filter(same).find(before).or_else(|| only.filter(before))
    }

    fn recognise(&self, input: &Input) -> Recognised {
        let document = match input.read() {
            Ok(document) => document,
            Err(problem) => return Recognised { reports: Vec::new(), problems: vec![problem] },
        };
        self.recognise_document(&document).unwrap_or_else(|error| Recognised {
            reports: Vec::new(),
            problems: vec![Problem { source: document.source, place: None, kind: ProblemKind::Io(error.to_string()) }],
        })
    }

    /// Tries the families that the text bears marks of, and all where they leave something open.
    fn recognise_document(&self, document: &Document) -> Result<Recognised, FormError> {
        let marked = self.catalogue.families_marked_in(&document.text)?;
        let recognised = self.recogniser(marked)?.recognise(document);
        if marked == Families::ALL || self.form.is_some() || recognised.explains_all() {
            return Ok(recognised);
        }
        Ok(self.recogniser(Families::ALL)?.recognise(document))
    }

    /// The recogniser of some families, made once and kept for the files that follow.
    fn recogniser(&self, families: Families) -> Result<Arc<Recogniser>, FormError> {
        let families = if self.form.is_some() { Families::ALL } else { families };
        let mut known = self.recognisers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(recogniser) = known.get(&families) {
            return Ok(Arc::clone(recogniser));
        }
        let recogniser = Arc::new(match &self.form {
            Some(id) => Recogniser::only(self.catalogue.select(id)?),
            None => Recogniser::new(self.catalogue.forms_of(families)?),
        });
        known.insert(families, Arc::clone(&recogniser));
        Ok(recogniser)
    }
}

impl Outcome {
    /// Every check that failed.
    pub fn failed(&self) -> impl Iterator<Item = &Check> {
        self.reports.iter().flat_map(|one| &one.checks).filter(|check| check.failed().is_some())
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
