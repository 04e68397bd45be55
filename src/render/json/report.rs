//! What the contract says of a report besides its checks.

use serde::Serialize;

use super::check::{CheckEntry, SuggestionEntry};
use super::location::Location;
use crate::CheckedReport;
use crate::check::Coverage;
use crate::claims;
use crate::render::{Settings, Verbosity};
use crate::report::{Header, Report, Stated};

/// One element of `reports`.
#[derive(Serialize)]
pub(in crate::render) struct ReportEntry<'a> {
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

impl<'a> ReportEntry<'a> {
    /// The entry of a report.
    pub(in crate::render) fn of(checked: &'a CheckedReport, settings: &Settings) -> Self {
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

impl<'a> HeaderEntry<'a> {
    /// What a report says of itself, where it says anything.
    fn of(report: &'a Report) -> Option<Self> {
        let stated = |one: &'a Option<Stated>| {
            let one = one.as_ref()?;
            Some(StatedEntry { value: &one.value, location: Location::of(&report.source, &one.place, &one.text) })
        };
        let Header { title, published, issuer, covers, .. } = &report.header;
        let said = title.is_some() || published.is_some() || issuer.is_some() || covers.is_some();
        said.then(|| Self {
            title: stated(title),
            published: stated(published),
            issuer: stated(issuer),
            covers: stated(covers),
        })
    }
}

#[derive(Serialize)]
struct StatedEntry<'a> {
    value: &'a str,
    location: Location<'a>,
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
struct CoverageEntry<'a> {
    figures: usize,
    covered: usize,
    changes: usize,
    noticed: usize,
    each: Vec<CoveredEntry<'a>>,
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
