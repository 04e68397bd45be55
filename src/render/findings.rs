//! The findings of a run as the formats for other tools want them: one by one, each with the place
//! to show it at, what to say, and a name that outlives edits of the file.

use std::collections::HashMap;
use std::ops::Range;

use super::name::figure_name;
use super::path;
use super::sentence::{sentence, suggestion};
use crate::document::Place;
use crate::finding::{Check, CheckedFigure, Severity, Suggestion};
use crate::message::Lang;
use crate::report::{Part, Report};
use crate::{CheckedReport, Outcome};

/// A check that failed.
#[derive(Clone, Copy)]
pub(super) struct Finding<'a> {
    pub(super) checked: &'a CheckedReport,
    pub(super) check: &'a Check,
    pub(super) severity: Severity,
}

/// Where a piece of text stands; lines and columns from 1, columns in UTF-16 units, as editors count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// Every check that failed, in the order of the reports.
pub(super) fn findings(outcome: &Outcome) -> impl Iterator<Item = Finding<'_>> {
    outcome.reports.iter().flat_map(findings_of)
}

/// Every check of a report that failed.
pub(super) fn findings_of(checked: &CheckedReport) -> impl Iterator<Item = Finding<'_>> {
    checked.checks.iter().filter_map(move |check| check.failed().map(|severity| Finding { checked, check, severity }))
}

impl<'a> Finding<'a> {
    /// What would repair it, the likeliest first.
    pub(super) fn suggestions(self) -> impl Iterator<Item = &'a Suggestion> {
        let id = self.check.id();
        self.checked.suggestions.iter().filter(move |suggestion| suggestion.resolves.contains(&id))
    }

    /// The figure to show it at: the wrong one where only one can be, or the first one of the relation.
    pub(super) fn figure(self) -> Option<&'a CheckedFigure> {
        let certain = self.suggestions().find(|suggestion| suggestion.unique);
        let suspect = certain.and_then(|suggestion| suggestion.changes.first());
        suspect.map(|change| &change.figure).or(self.check.figures.first())
    }

    /// What a figure of it is called.
    pub(super) fn name(self, figure: &CheckedFigure, lang: Lang) -> String {
        figure_name(&self.checked.report, self.check, figure, lang)
    }

    /// The file to show it in.
    pub(super) fn source(self) -> &'a str {
        self.figure().map_or(&self.checked.report.source, |figure| &figure.source)
    }

    /// What was found, then each suggestion, a line each.
    pub(super) fn lines(self, lang: Lang) -> Vec<String> {
        let suggestions = self.suggestions().map(|one| suggestion(one, lang));
        std::iter::once(sentence(self.check, lang)).chain(suggestions).collect()
    }

    /// A name that stays while lines move: file, body, period and check.
    pub(super) fn fingerprint(self) -> String {
        let report = &self.checked.report;
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        [path::relative(&report.source), part(&report.entity), part(&report.period), self.check.id()].join("|")
    }
}

/// Names that are told apart where they would be the same: the second gets `#2`.
#[derive(Default)]
pub(super) struct Unique(HashMap<String, usize>);

impl Unique {
    pub(super) fn name(&mut self, name: String) -> String {
        let count = self.0.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
        if *count == 1 { name } else { format!("{name}#{count}") }
    }
}

/// The line of a place, where the file has lines that an editor shows.
pub(super) fn line(place: &Place) -> Option<usize> {
    place.is_in_file().then_some(place.line.max(1))
}

/// Whether the figure can be pointed at in the report's own text.
pub(super) fn stands_in(report: &Report, figure: &CheckedFigure) -> bool {
    figure.source == report.source && report.text.get(figure.place.span.clone()).is_some()
}

/// Whether the figure stands among the lines that the report itself is: in its text, or in its line of a
/// panel.
pub(super) fn is_own(report: &Report, figure: &CheckedFigure) -> bool {
    let span = &figure.place.span;
    let within = |part: &Part| part.span.start <= span.start && span.end <= part.span.end;
    report.part.as_ref().is_none_or(within) && stands_in(report, figure)
}

/// Where the figure stands in the bytes of the file, if it does.
pub(super) fn region(report: &Report, figure: &CheckedFigure) -> Option<Region> {
    let inside = stands_in(report, figure) && figure.place.is_in_file();
    let span = &figure.place.span;
    inside.then(|| region_of(&report.text, span, figure.place.line)).flatten()
}

fn region_of(text: &str, span: &Range<usize>, line: usize) -> Option<Region> {
    let units = |text: &str| text.encode_utf16().count();
    let before = text.get(..span.start)?;
    let within = text.get(span.clone())?;
    let column = units(before.rsplit(['\n', '\r']).next()?) + 1;
    let mut lines = within.split('\n');
    let last = lines.next_back()?;
    let breaks = lines.count();
    let end_column = if breaks == 0 { column } else { 1 } + units(last);
    Some(Region { line, column, end_line: line + breaks, end_column })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn columns_count_utf16_units() {
        let text = "a,b\n𠀀中,\"1\n23\"";
        let start = text.find('1').unwrap();
        let region = region_of(text, &(start..start + 4), 2).unwrap();
        assert_eq!(region, Region { line: 2, column: 6, end_line: 3, end_column: 3 });
        let end = text.len();
        assert_eq!(region_of(text, &(end..end), 3).unwrap().column, 4);
        assert!(region_of(text, &(5..6), 2).is_none());
    }

    #[test]
    fn a_finding_is_shown_at_the_figure_that_is_wrong_for_certain() {
        let mut outcome = sample::outcome(vec![sample::failing()]);
        assert_eq!(findings(&outcome).next().unwrap().figure().unwrap().row, "received");
        outcome.reports[0].suggestions = vec![sample::suggestion()];
        let guessed = findings(&outcome).next().unwrap();
        assert_eq!(guessed.figure().unwrap().row, "received");
        assert_eq!(guessed.lines(Lang::En).len(), 2);
        outcome.reports[0].suggestions[0].unique = true;
        assert_eq!(findings(&outcome).next().unwrap().figure().unwrap().row, "received.mail");
    }

    #[test]
    fn equal_names_are_numbered() {
        let mut unique = Unique::default();
        assert_eq!(["a", "b", "a", "a"].map(|name| unique.name(name.into())), ["a", "b", "a#2", "a#3"]);
    }
}
