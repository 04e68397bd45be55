//! Findings for programs: the contract `disclose-check/1`.
//! Its types are apart from the inner ones, so that these may change and the contract not.

mod check;
mod location;
mod report;

use std::io::{self, Write};

use serde::Serialize;

use super::tally::{Tally, Total};
use super::{Settings, Stream, printable};
use crate::message::{self, Lang};
use crate::problem::Problem;
use crate::{CheckedReport, Outcome};
use location::Location;
pub(super) use report::ReportEntry;

#[derive(Serialize)]
struct ErrorEntry<'a> {
    source: &'a str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location<'a>>,
}

#[derive(Serialize)]
struct Summary {
    reports: usize,
    pass: usize,
    fail: usize,
    warning: usize,
    skip: usize,
}

/// The format: one object for the whole run, its reports written as they come.
#[derive(Default)]
pub(super) struct Json {
    started: bool,
    written: usize,
    pub(super) total: Total,
    /// As they will be written.
    errors: Vec<Vec<u8>>,
}

impl Stream for Json {
    fn batch(&mut self, outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        self.start(out)?;
        for checked in &outcome.reports {
            self.report(&report(checked, settings)?, out)?;
            self.total.add(Tally::of(&checked.checks));
        }
        for problem in &outcome.problems {
            self.error(error(problem, text_of(problem, outcome), settings.lang)?);
        }
        Ok(())
    }

    fn end(&mut self, _: &Settings, out: &mut dyn Write) -> io::Result<()> {
        self.start(out)?;
        close(self.written, out)?;
        out.write_all(b",\n  \"errors\": [")?;
        for (number, error) in self.errors.iter().enumerate() {
            element(number, out)?;
            out.write_all(error)?;
        }
        close(self.errors.len(), out)?;
        let Tally { pass, warning, skip, .. } = self.total.checks;
        let (reports, fail) = (self.total.reports, self.total.checks.fail());
        let summary = Summary { reports, pass, fail, warning, skip };
        out.write_all(b",\n  \"summary\": ")?;
        printable::write_json_inside(&summary, "  ", out)?;
        out.write_all(b"\n}\n")
    }
}

impl Json {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if std::mem::replace(&mut self.started, true) {
            return Ok(());
        }
        out.write_all(b"{\n  \"schema\": \"disclose-check/1\",\n  \"reports\": [")
    }

    /// Writes a report that [`report`] gave.
    pub(super) fn report(&mut self, bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
        self.start(out)?;
        element(self.written, out)?;
        self.written += 1;
        out.write_all(bytes)
    }

    /// Takes up a problem that [`error`] gave.
    pub(super) fn error(&mut self, bytes: Vec<u8>) {
        self.errors.push(bytes);
    }
}

/// A report, as it will be written.
pub(super) fn report(checked: &CheckedReport, settings: &Settings) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    printable::write_json_inside(&ReportEntry::of(checked, settings), "    ", &mut bytes)?;
    Ok(bytes)
}

/// A problem with the text at its place, as it will be written.
pub(super) fn error(problem: &Problem, text: &str, lang: Lang) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    printable::write_json_inside(&ErrorEntry::of(problem, text, lang), "    ", &mut bytes)?;
    Ok(bytes)
}

/// The text at the place of a problem. Only a file that yielded a report still has it.
fn text_of<'a>(problem: &Problem, outcome: &'a Outcome) -> &'a str {
    let report = outcome.reports.iter().map(|checked| &checked.report).find(|report| report.source == problem.source);
    let text = report.zip(problem.place.as_ref()).and_then(|(report, place)| report.text.get(place.span.clone()));
    text.unwrap_or_default()
}

/// What comes before an element of a list.
fn element(number: usize, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if number == 0 { b"\n    " } else { b",\n    " })
}

/// What comes after the last of some elements.
fn close(elements: usize, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if elements == 0 { b"]" } else { b"\n  ]" })
}

impl<'a> ErrorEntry<'a> {
    fn of(problem: &'a Problem, text: &'a str, lang: Lang) -> Self {
        let said = problem.message(lang);
        let Some(place) = &problem.place else {
            return Self { source: &problem.source, message: said, location: None };
        };
        Self {
            source: &problem.source,
            message: message::problem_in_line(lang, &place.line, &place.column, &place.cell_name(), &said),
            location: Some(Location::of(&problem.source, place, text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Verbosity, sample};
    use super::*;
    use crate::finding::Status;

    #[test]
    fn the_contract_is_kept_to_the_letter() {
        let mut pinned = sample::failing();
        pinned.status = Status::Pass;
        pinned.recovered = vec![("institution".into(), 248), ("a".into(), 386)];
        pinned.figures.clear();
        let outcome = sample::outcome(vec![sample::failing(), sample::skipped(), pinned]);
        let mut out = Vec::new();
        let settings = sample::settings(Lang::Zh, Verbosity::Normal);
        super::super::render(super::super::Format::Json, &outcome, &settings, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
