//! Findings for programs: the contract `disclose-check/1`.
//! Its types are apart from the inner ones, so that these may change and the contract not.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::sentence::{reason, sentence, why};
use super::tally::{Tally, Total};
use super::{Settings, Stream, Verbosity, printable};
use crate::check::Coverage;
use crate::claims;
use crate::document::{Place, Within};
use crate::finding::{Change, Check, CheckedFigure, Kind, Severity, Status, Suggestion};
use crate::message::{self, Lang};
use crate::problem::Problem;
use crate::report::{Header, Report, Stated};
use crate::{CheckedReport, Outcome};

/// One element of `reports`.
#[derive(Serialize)]
pub(super) struct ReportEntry<'a> {
    source: &'a str,
    entity: Option<&'a str>,
    period: Option<&'a str>,
    forms: Vec<&'a str>,
    figures: usize,
    checks: Vec<CheckEntry<'a>>,
    suggestions: Vec<SuggestionEntry<'a>>,
    unrecognised: Vec<TextEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageEntry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    read_as: Vec<ReadAsEntry<'a>>,
    /// Only in verbose output: the figures of the prose that no check uses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unused: Vec<UnusedEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<HeaderEntry<'a>>,
}

#[derive(Serialize)]
struct CheckEntry<'a> {
    rule: String,
    kind: Kind,
    status: &'static str,
    severity: Severity,
    rounded: bool,
    message: String,
    left: Option<String>,
    right: Option<String>,
    difference: Option<String>,
    figures: Vec<FigureEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Counts::is_empty")]
    recovered: Counts<'a>,
}

#[derive(Serialize)]
struct FigureEntry<'a> {
    form: &'a str,
    row: &'a str,
    column: &'a str,
    label: &'a str,
    value: Option<String>,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    cell: String,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
}

#[derive(Serialize)]
struct SuggestionEntry<'a> {
    figures: Vec<ChangeEntry<'a>>,
    resolves: &'a [String],
    why: String,
    unique: bool,
}

#[derive(Serialize)]
struct ChangeEntry<'a> {
    form: &'a str,
    row: &'a str,
    column: &'a str,
    from: String,
    to: String,
    location: Location<'a>,
}

#[derive(Serialize)]
struct CoverageEntry<'a> {
    figures: usize,
    covered: usize,
    changes: usize,
    noticed: usize,
    each: Vec<CoveredEntry<'a>>,
}

#[derive(Serialize)]
struct CoveredEntry<'a> {
    form: &'a str,
    row: &'a str,
    column: &'a str,
    location: Location<'a>,
    rules: &'a [String],
    changes: usize,
    noticed: usize,
}

#[derive(Serialize)]
struct TextEntry<'a> {
    location: Location<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct UnusedEntry<'a> {
    location: Location<'a>,
    text: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct ReadAsEntry<'a> {
    location: Location<'a>,
    text: &'a str,
    label: &'a str,
    form: &'a str,
    id: &'a str,
}

#[derive(Serialize)]
struct HeaderEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<StatedEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<StatedEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<StatedEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    covers: Option<StatedEntry<'a>>,
}

#[derive(Serialize)]
struct StatedEntry<'a> {
    value: &'a str,
    location: Location<'a>,
}

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

/// Counts by row, as an object in the order of the rows.
struct Counts<'a>(&'a [(String, i128)]);

impl Counts<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(row, count)| (row, count.to_string())))
    }
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

impl<'a> ReportEntry<'a> {
    /// The entry of a report.
    pub(super) fn of(checked: &'a CheckedReport, settings: &Settings) -> Self {
        let lang = settings.lang;
        let report = &checked.report;
        let unused = match settings.verbosity {
            Verbosity::Verbose => claims::unused(&report.prose, &checked.checks),
            Verbosity::Normal | Verbosity::Quiet => Vec::new(),
        };
        let located = |place, text| Location::of(&report.source, place, text);
        let unrecognised = report.unrecognised.iter();
        let read_as = report.read_as.iter();
        Self {
            source: &report.source,
            entity: report.entity.as_deref(),
            period: report.period.as_deref(),
            forms: report.tables.iter().map(|table| &*table.form().id).collect(),
            figures: report.figure_count(),
            checks: checked.checks.iter().map(|check| CheckEntry::of(check, lang)).collect(),
            suggestions: checked.suggestions.iter().map(|one| SuggestionEntry::of(one, lang)).collect(),
            unrecognised: unrecognised
                .map(|found| TextEntry { location: located(&found.place, &found.text), text: &found.text })
                .collect(),
            coverage: checked.coverage.as_ref().map(CoverageEntry::of),
            read_as: read_as
                .map(|read| ReadAsEntry {
                    location: located(&read.place, &read.text),
                    text: &read.text,
                    label: &read.label,
                    form: &read.form,
                    id: &read.id,
                })
                .collect(),
            unused: unused
                .into_iter()
                .map(|quantity| UnusedEntry {
                    location: located(&quantity.place, &quantity.text),
                    text: &quantity.text,
                    label: &quantity.label,
                })
                .collect(),
            header: HeaderEntry::of(report),
        }
    }
}

impl<'a> HeaderEntry<'a> {
    /// What a report says of itself, where it says anything.
    fn of(report: &'a Report) -> Option<Self> {
        let stated = |one: &'a Option<Stated>| {
            let one = one.as_ref()?;
            Some(StatedEntry { value: &one.value, location: Location::of(&report.source, &one.place, &one.text) })
        };
        let Header { title, published, issuer, covers } = &report.header;
        let said = title.is_some() || published.is_some() || issuer.is_some() || covers.is_some();
        said.then(|| Self {
            title: stated(title),
            published: stated(published),
            issuer: stated(issuer),
            covers: stated(covers),
        })
    }
}

impl<'a> CheckEntry<'a> {
    fn of(check: &'a Check, lang: Lang) -> Self {
        let sides = check.sides.as_ref();
        let (status, why) = match &check.status {
            Status::Pass => ("pass", None),
            Status::Fail(_) => ("fail", None),
            Status::Skip(why) => ("skip", Some(reason(why, lang))),
        };
        Self {
            rule: check.id(),
            kind: check.kind,
            status,
            severity: check.severity,
            rounded: check.rounded,
            message: sentence(check, lang),
            left: sides.map(|sides| sides.left.to_string()),
            right: sides.map(|sides| sides.right.to_string()),
            difference: sides.map(|sides| sides.difference.to_string()),
            figures: check.figures.iter().map(FigureEntry::of).collect(),
            reason: why,
            recovered: Counts(&check.recovered),
        }
    }
}

impl<'a> FigureEntry<'a> {
    fn of(figure: &'a CheckedFigure) -> Self {
        Self {
            form: &figure.form,
            row: &figure.row,
            column: &figure.column,
            label: &figure.label,
            value: figure.value.map(|value| value.to_string()),
            location: Location::of(&figure.source, &figure.place, &figure.text),
        }
    }
}

impl<'a> SuggestionEntry<'a> {
    fn of(suggestion: &'a Suggestion, lang: Lang) -> Self {
        Self {
            figures: suggestion.changes.iter().map(ChangeEntry::of).collect(),
            resolves: &suggestion.resolves,
            why: why(suggestion, lang),
            unique: suggestion.unique,
        }
    }
}

impl<'a> ChangeEntry<'a> {
    fn of(change: &'a Change) -> Self {
        let figure = &change.figure;
        Self {
            form: &figure.form,
            row: &figure.row,
            column: &figure.column,
            from: figure.value.map_or_else(|| figure.text.trim().to_owned(), |value| value.to_string()),
            to: change.to.to_string(),
            location: Location::of(&figure.source, &figure.place, &figure.text),
        }
    }
}

impl<'a> CoverageEntry<'a> {
    fn of(coverage: &'a Coverage) -> Self {
        let (changes, noticed) = coverage.changes();
        let each = coverage.figures.iter().map(|one| CoveredEntry {
            form: &one.figure.form,
            row: &one.figure.row,
            column: &one.figure.column,
            location: Location::of(&one.figure.source, &one.figure.place, &one.figure.text),
            rules: &one.rules,
            changes: one.changes,
            noticed: one.noticed,
        });
        let (figures, covered) = (coverage.figures.len(), coverage.covered());
        Self { figures, covered, changes, noticed, each: each.collect() }
    }
}

impl<'a> Location<'a> {
    fn of(file: &'a str, place: &'a Place, text: &'a str) -> Self {
        Self {
            file,
            line: place.line,
            column: place.column,
            cell: place.cell_name(),
            text,
            sheet: if let Within::Sheet(name) = &place.within { Some(name) } else { None },
            table: if let Within::Table(at) = place.within { Some(at) } else { None },
            page: if let Within::Page(at) = place.within { Some(at) } else { None },
            paragraph: if let Within::Paragraph(at) = place.within { Some(at) } else { None },
        }
    }
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
    use super::super::sample;
    use super::*;

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
