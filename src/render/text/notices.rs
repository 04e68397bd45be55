//! What was read otherwise than it stands, and what was not understood: told once, after the reports.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

use super::super::{Settings, at};
use super::lines::Lines;
use super::{FEW_LINES, is_verbose};
use crate::document::Place;
use crate::message::{self, Lang};
use crate::report::{Report, Unrecognised};
use crate::{CheckedReport, Outcome};

/// What is told after the reports.
#[derive(Default)]
pub(super) struct Notices {
    unused: Lines,
    labels: Lines,
    texts: Lines,
    /// Reports of one file may share labels and texts: those of the last file that are told.
    source: Option<Arc<str>>,
    seen: BTreeSet<(usize, usize)>,
}

impl Notices {
    /// Takes up what the reports say; a few lines unless all are asked for.
    pub(super) fn add(&mut self, outcome: &Outcome, many: bool, settings: &Settings) {
        self.limit(many, settings);
        for checked in &outcome.reports {
            self.add_report(checked, settings);
        }
    }

    /// Takes up the headings of a panel that nothing explains.
    pub(super) fn add_headings(&mut self, source: &str, headings: &[Unrecognised], settings: &Settings) {
        self.limit(true, settings);
        self.add_texts(source, headings);
    }

    fn limit(&mut self, many: bool, settings: &Settings) {
        if !is_verbose(settings) {
            self.texts.limit = FEW_LINES;
            self.labels.limit = if many { FEW_LINES } else { usize::MAX };
        }
    }

    fn add_report(&mut self, checked: &CheckedReport, settings: &Settings) {
        let report = &checked.report;
        if self.source.as_ref() != Some(&report.source) {
            self.source = Some(Arc::clone(&report.source));
            self.seen.clear();
        }
        if is_verbose(settings) {
            for line in unused(checked) {
                self.unused.add(|| line);
            }
        }
        for read in &report.read_as {
            if self.is_new(&read.place) {
                let said = message::read_as(settings.lang, &read.text, &read.label, &read.form, &read.id);
                self.labels.add(|| format!("{}: {said}", at(&report.source, &read.place)));
            }
        }
        self.add_texts(&report.source, &report.unrecognised);
    }

    /// Takes up texts of one file.
    fn add_texts(&mut self, source: &str, texts: &[Unrecognised]) {
        for text in texts {
            if self.is_new(&text.place) {
                self.texts.add(|| format!("{}: {}", at(source, &text.place), text.text));
            }
        }
    }

    fn is_new(&mut self, place: &Place) -> bool {
        self.seen.insert((place.line, place.column))
    }

    /// Writes what was taken up, and forgets it.
    pub(super) fn write(&mut self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        self.unused.write(&message::unused_heading(lang), lang, out)?;
        self.labels.write(&message::read_as_heading(lang), lang, out)?;
        self.texts.write(&message::unrecognised_heading(lang), lang, out)
    }
}

/// The figures of the prose that no check uses, a line each.
fn unused(checked: &CheckedReport) -> Vec<String> {
    let report: &Report = &checked.report;
    let line = |quantity: &crate::claims::Quantity| {
        format!("{}: {} {}", at(&report.source, &quantity.place), quantity.label, quantity.text)
    };
    crate::claims::unused(&report.prose, &checked.checks).into_iter().map(line).collect()
}
