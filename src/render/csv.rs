//! Findings for a spreadsheet: one line for each failed check, each figure of a suggestion, each
//! text that was not understood, and each problem. No cell can be taken for a formula.

use std::io::{self, Write};

use super::findings::{Finding, findings_of, line};
use super::name::label;
use super::sentence::{self, sentence, severity, why};
use super::{Settings, Stream, printable};
use crate::document::Place;
use crate::finding::{Change, Suggestion};
use crate::message::{self, Lang};
use crate::problem::Problem;
use crate::report::{Report, Unrecognised};
use crate::{CheckedReport, Outcome};

/// Spreadsheets take a file for UTF-8 only where it begins with this.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// One line; what it has nothing to say of is empty.
#[derive(Default)]
struct Record {
    kind: String,
    severity: String,
    entity: String,
    period: String,
    file: String,
    line: String,
    cell: String,
    figure: String,
    printed: String,
    should_be: String,
    what: String,
    check: String,
}

impl Record {
    fn heading(lang: Lang) -> Self {
        Self {
            kind: message::kind(lang),
            severity: message::severity(lang),
            entity: message::entity(lang),
            period: message::period(lang),
            file: message::file(lang),
            line: message::line(lang),
            cell: message::cell(lang),
            figure: message::figure_name(lang),
            printed: message::printed(lang),
            should_be: message::should_be(lang),
            what: message::what(lang),
            check: message::check(lang),
        }
    }

    /// What every line about a report says.
    fn of(report: &Report, kind: String) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            kind,
            entity: text(&report.entity),
            period: text(&report.period),
            file: report.source.to_string(),
            ..Self::default()
        }
    }

    fn at(self, place: Option<&Place>) -> Self {
        let line = place.and_then(line).map(|line| line.to_string()).unwrap_or_default();
        Self { line, cell: place.map(Place::cell_name).unwrap_or_default(), ..self }
    }

    fn cells(&self) -> [&str; 12] {
        [
            &self.kind,
            &self.severity,
            &self.entity,
            &self.period,
            &self.file,
            &self.line,
            &self.cell,
            &self.figure,
            &self.printed,
            &self.should_be,
            &self.what,
            &self.check,
        ]
    }
}

/// The format: one table for the whole run.
#[derive(Default)]
pub(super) struct Csv {
    started: bool,
}

impl Csv {
    fn start(&mut self, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        if std::mem::replace(&mut self.started, true) {
            return Ok(());
        }
        out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        write([Record::heading(settings.lang)].into_iter(), out)
    }
}

impl Stream for Csv {
    fn batch(&mut self, outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        let lang = settings.lang;
        self.start(settings, out)?;
        write(outcome.reports.iter().flat_map(|checked| records(checked, lang)), out)?;
        write(outcome.problems.iter().map(|problem| unchecked(problem, lang)), out)
    }

    fn tells_passes(&self, _: &Settings) -> bool {
        false
    }

    fn end(&mut self, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        self.start(settings, out)
    }
}

fn write(mut records: impl Iterator<Item = Record>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    records.try_for_each(|record| table.write_record(record.cells().map(inert)))?;
    table.flush()
}

fn unchecked(problem: &Problem, lang: Lang) -> Record {
    let record = Record {
        kind: message::problem(lang),
        severity: message::error(lang),
        file: problem.source.to_string(),
        what: sentence::problem(problem, lang),
        ..Record::default()
    };
    record.at(problem.place.as_ref())
}

fn records(checked: &CheckedReport, lang: Lang) -> impl Iterator<Item = Record> {
    let report = &checked.report;
    let findings = findings_of(checked).map(move |found| finding(found, lang));
    let suggestions = checked.suggestions.iter();
    let suggestions =
        suggestions.flat_map(move |one| one.changes.iter().map(move |change| suggested(report, one, change, lang)));
    let texts = report.unrecognised.iter().map(move |text| unrecognised(report, text, lang));
    findings.chain(suggestions).chain(texts)
}

fn finding(finding: Finding<'_>, lang: Lang) -> Record {
    let figure = finding.figure();
    let record = Record {
        severity: severity(finding.severity, lang),
        file: finding.source().to_owned(),
        figure: figure.map(|figure| finding.name(figure, lang)).unwrap_or_default(),
        printed: figure.map(|figure| figure.text.trim().to_owned()).unwrap_or_default(),
        what: sentence(finding.check, lang),
        check: finding.check.id(),
        ..Record::of(&finding.checked.report, message::finding(lang))
    };
    record.at(figure.map(|figure| &figure.place))
}

fn suggested(report: &Report, suggestion: &Suggestion, change: &Change, lang: Lang) -> Record {
    let figure = &change.figure;
    let record = Record {
        file: figure.source.to_string(),
        figure: label(figure, lang).to_owned(),
        printed: figure.text.trim().to_owned(),
        should_be: change.to.to_string(),
        what: why(suggestion, lang),
        check: suggestion.resolves.join(" "),
        ..Record::of(report, message::repair(lang))
    };
    record.at(Some(&figure.place))
}

fn unrecognised(report: &Report, found: &Unrecognised, lang: Lang) -> Record {
    let record =
        Record { what: found.text.trim().to_owned(), ..Record::of(report, message::unrecognised_heading(lang)) };
    record.at(Some(&found.place))
}

/// The text with an apostrophe before it where a spreadsheet would compute it.
fn inert(text: &str) -> String {
    let line = printable::line(text);
    let computed = line.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if computed && !is_number(&line) { format!("'{line}") } else { line }
}

/// Digits with a sign and a point at most.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, places].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_numbers_kept() {
        for text in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1", "-", "-1.", "+.5"] {
            assert!(inert(text).starts_with('\''), "{text}");
        }
        for text in ["-1", "+12.50", "306", "a=b", ""] {
            assert_eq!(inert(text), text);
        }
    }
}
