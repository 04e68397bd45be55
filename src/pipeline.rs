//! The pipeline itself: inputs to an outcome, stage after stage. It alone knows all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::check::{Findings, Given, Linked, Wanted, findings};
use crate::document::Document;
use crate::forms::{Catalogue, Families, FormError};
use crate::kept::Kept;
use crate::limits::{Limit, Limits};
use crate::outcome::{CheckedReport, Outcome};
use crate::panel::Panel;
use crate::problem::{Problem, ProblemKind};
use crate::read;
use crate::read::chunks::Source;
use crate::recognise::{Recognised, Recogniser};
use crate::report::Report;

/// How many inputs are held at once where memory must not grow with their number.
pub const BATCH: usize = 512;

/// Threads for each processor, unless a number is asked for: of many files most time is spent on waiting for the disk.
const THREADS_PER_PROCESSOR: usize = 4;

/// Bytes of the stack of a thread.
const STACK: usize = 8 * 1024 * 1024;

/// Called after each input.
pub type Progress = Box<dyn Fn() + Send + Sync>;

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

/// Checks reports against a catalogue of forms.
pub struct Checker {
    catalogue: Catalogue,
    form: Option<String>,
    wanted: Wanted,
    limits: Limits,
    progress: Option<Progress>,
    previous: Vec<Report>,
    parts: Vec<Report>,
    /// Files of parts without a report that could be read.
    unread_parts: Vec<Arc<str>>,
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

    fn read(&self, limits: &Limits) -> Result<Document, Problem> {
        match self {
            Self::Path(path) => read::read_path(path, &path.display().to_string(), limits),
            Self::Stdin { name } => read::read_bytes(name, std::io::stdin().lock(), limits),
            Self::Text { name, text } => read::read_bytes(name, text.as_bytes(), limits),
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
            wanted: Wanted { coverage: false, passes: true },
            limits: Limits::DEFAULT,
            progress: None,
            previous: Vec::new(),
            parts: Vec::new(),
            unread_parts: Vec::new(),
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

    /// Also tells how well the rules guard each figure.
    #[must_use]
    pub fn coverage(self, coverage: bool) -> Self {
        Self { wanted: Wanted { coverage, ..self.wanted }, ..self }
    }

    /// Whether checks of rules that pass come with their figures and sides, as they do unless this says otherwise:
    /// most of the time of a long run is spent on what is said of them.
    #[must_use]
    pub fn passes(self, passes: bool) -> Self {
        Self { wanted: Wanted { passes, ..self.wanted }, ..self }
    }

    /// Keeps to other limits. To be asked for before other reports are given.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Calls `progress` after each input that was read, from any thread.
    #[must_use]
    pub fn progress(self, progress: Progress) -> Self {
        Self { progress: Some(progress), ..self }
    }

    /// Reports of the period before, for rules with `prev.`. What cannot be read is a problem of
    /// the outcome.
    #[must_use]
    pub fn previous(mut self, inputs: &[Input]) -> Self {
        let given = self.others(inputs);
        self.problems.extend(given.problems);
        self.previous = given.reports;
        self
    }

    /// Reports of the bodies that roll up into the one under check, for rules with `parts.`.
    #[must_use]
    pub fn parts(mut self, inputs: &[Input]) -> Self {
        let given = self.others(inputs);
        let is_read = |source: &Arc<str>| given.reports.iter().any(|report| report.source == *source);
        let sources = given.problems.iter().map(|problem| &problem.source);
        self.unread_parts = sources.filter(|source| !is_read(source)).cloned().collect();
        self.problems.extend(given.problems);
        self.parts = given.reports;
        self
    }

    fn others(&self, inputs: &[Input]) -> Recognised {
        let mut others = Recognised::default();
        let mut known = BTreeSet::new();
        for input in inputs {
            // A file may be given twice, as by two patterns that overlap.
            if let Input::Path(path) = input
                && !known.insert(path)
            {
                continue;
            }
            let recognised = self.recognise(input);
            others.problems.extend(recognised.problems);
            others.reports.extend(recognised.reports);
        }
        others
    }

    /// Checks some inputs on `jobs` threads, by default on four for each processor. Reports of one body for
    /// consecutive years are checked against each other. The outcome is in the order of the inputs whatever the number
    /// of threads.
    #[must_use]
    pub fn check(&self, inputs: &[Input], jobs: Option<usize>) -> Outcome {
        let all = || self.judge(self.recognise_all(inputs), &Kept::default(), self.problems.clone());
        match threads(inputs.len(), jobs) {
            Some(pool) => pool.install(all),
            None => all(),
        }
    }

    /// Checks any number of inputs in memory that does not grow with them: `consume` gets the
    /// outcome of [`BATCH`] inputs at a time, in the order of the inputs. Of earlier batches only the last
    /// report of each body is kept, for at most [`MAX_KEPT`](crate::MAX_KEPT) bodies: reports of one body are checked
    /// against each other where an earlier year comes before a later one. While one batch is judged and consumed the
    /// next is read already.
    ///
    /// # Errors
    /// What `consume` gives; the rest is not checked then.
    pub fn check_in_batches<E>(
        &self,
        inputs: &[Input],
        jobs: Option<usize>,
        mut consume: impl FnMut(&mut Outcome) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut problems = self.problems.clone();
        let Some(pool) = threads(inputs.len(), jobs) else {
            return consume(&mut self.judge(self.recognise_all(inputs), &Kept::default(), problems));
        };
        let mut kept = Kept::default();
        let mut batches = inputs.chunks(BATCH);
        let first = batches.next().unwrap_or_default();
        let mut recognised = pool.install(|| self.recognise_all(first));
        loop {
            let next = batches.next();
            let mut ahead = Vec::new();
            let outcome = pool.in_place_scope(|scope| {
                if let Some(next) = next {
                    scope.spawn(|_| ahead = self.recognise_all(next));
                }
                let mut outcome = pool.install(|| self.judge(recognised, &kept, std::mem::take(&mut problems)));
                consume(&mut outcome).map(|()| outcome)
            })?;
            if next.is_none() {
                return Ok(());
            }
            outcome.reports.into_iter().for_each(|checked| kept.keep(checked.report));
            recognised = ahead;
        }
    }

    /// Checks what was recognised in some inputs, also against earlier reports that were kept.
    fn judge(&self, all: Vec<Recognised>, kept: &Kept, mut problems: Vec<Problem>) -> Outcome {
        let mut reports = Vec::new();
        for recognised in all {
            problems.extend(recognised.problems);
            reports.extend(recognised.reports);
        }
        let given = Given { previous: &self.previous, parts: &self.parts, unread_parts: &self.unread_parts };
        let linked = Linked::of(&reports, given, &kept.of(&reports));
        let found = findings(&linked, self.wanted);
        let mut outcome = Outcome { reports: Vec::with_capacity(reports.len()), problems };
        for (report, (findings, more)) in reports.into_iter().zip(found) {
            outcome.problems.extend(more);
            let Findings { checks, suggestions, coverage } = findings;
            outcome.reports.push(CheckedReport { report, checks, suggestions, coverage });
        }
        outcome.name_undecided();
        outcome
    }

    fn recognise_all(&self, inputs: &[Input]) -> Vec<Recognised> {
        let each = |input: &Input| {
            let recognised = self.recognise(input);
            if let Some(progress) = &self.progress {
                progress();
            }
            recognised
        };
        if inputs.len() > 1 && rayon::current_num_threads() > 1 {
            inputs.par_iter().map(each).collect()
        } else {
            inputs.iter().map(each).collect()
        }
    }

    fn recognise(&self, input: &Input) -> Recognised {
        let document = match input.read(&self.limits) {
            Ok(document) => document,
            Err(problem) => return Recognised { problems: vec![problem], ..Recognised::default() },
        };
        self.recognise_document(&document).unwrap_or_else(|error| Recognised {
            problems: vec![Problem { source: document.source, place: None, kind: ProblemKind::Io(error.to_string()) }],
            ..Recognised::default()
        })
    }

    fn recognise_document(&self, document: &Document) -> Result<Recognised, FormError> {
        self.recognise_with(document).map(|(_, found)| found)
    }

    /// Tries the families that the text bears marks of, and all where they leave something open.
    fn recognise_with(&self, document: &Document) -> Result<(Arc<Recogniser>, Recognised), FormError> {
        let marked = self.catalogue.families_marked_in(&document.text)?;
        let of_marked = self.recogniser(marked)?;
        let found = of_marked.recognise(document);
        if marked == Families::ALL || self.form.is_some() || found.explains_all() {
            return Ok((of_marked, found));
        }
        let of_all = self.recogniser(Families::ALL)?;
        let found = of_all.recognise(document);
        Ok((of_all, found))
    }

    /// Opens a file as a panel that is checked in pieces of some bytes, on the threads of the current pool.
    /// `None` where it is no plain panel, is standard input, or other reports or the coverage were asked for:
    /// [`Self::check`] takes those.
    #[must_use]
    pub fn panel(&self, input: &Input, piece: u64) -> Option<Panel> {
        let (source, name) = match input {
            Input::Path(path) => (Source::Path(path.clone()), path.display().to_string()),
            Input::Text { name, text } => (Source::Text(text.as_str().into()), name.clone()),
            Input::Stdin { .. } => return None,
        };
        let alone = self.previous.is_empty() && self.parts.is_empty() && self.problems.is_empty();
        // Its size is no limit of a panel, but what a run asks for is.
        let lowered = |limit| self.limits.of(limit) < Limits::DEFAULT.of(limit);
        if !alone || self.wanted.coverage || [Limit::File, Limit::Rows, Limit::Cells].into_iter().any(lowered) {
            return None;
        }
        Panel::open(source, &name, (piece, self.limits), |document| {
            let (reads, found) = self.recognise_with(document).ok()?;
            Some((reads, found.reports))
        })
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

/// The threads to work on. One file is mostly one report: unless a number is asked for, threads are
/// made only once there is work for two, since making them takes as long as checking a report. Their
/// stacks are as large as that of the first thread, which files with deep nesting need.
fn threads(inputs: usize, jobs: Option<usize>) -> Option<rayon::ThreadPool> {
    if inputs < 2 && jobs.is_none() {
        return None;
    }
    let usual = || std::thread::available_parallelism().map_or(1, usize::from) * THREADS_PER_PROCESSOR;
    let threads = jobs.unwrap_or_else(|| usual().min(inputs));
    rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build().ok()
}
