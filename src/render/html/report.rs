//! The section of one report: its verdict, each finding with its arithmetic and its figures, the
//! tables, and what was not understood.

use maud::{Markup, html};

use super::super::findings::{Finding, findings_of};
use super::super::name::{entity, label};
use super::super::sentence::{self, coverage_of, statement, suggestion, title};
use super::super::tally::{Tally, Verdict};
use super::grid::{At, Marks, grid};
use super::{both, shown};
use crate::finding::{CheckedFigure, Severity, Status};
use crate::message::{self, Lang};
use crate::report::FormTable;
use crate::{CheckedReport, Outcome};

/// How many figures of a finding are listed; a roll-up may have one for every part.
const MOST_FIGURES: usize = 60;

/// A report as the page shows it.
pub(super) struct View<'a> {
    /// Its place in the run, for links.
    pub(super) number: usize,
    pub(super) checked: &'a CheckedReport,
    pub(super) findings: Vec<Finding<'a>>,
    tally: Tally,
    verdict: Verdict,
}

/// The class that colours a verdict.
pub(super) fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Inconsistent => "error",
        Verdict::Undecided | Verdict::NotFullyChecked => "warning",
        Verdict::Consistent => "pass",
    }
}

/// The class that colours a severity.
pub(super) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

impl<'a> View<'a> {
    pub(super) fn new(number: usize, checked: &'a CheckedReport, tally: Tally, outcome: &Outcome) -> Self {
        let verdict = Verdict::of(&checked.report, tally, outcome);
        Self { number, checked, findings: findings_of(checked).collect(), tally, verdict }
    }

    /// Everything about the report.
    pub(super) fn section(&self) -> Markup {
        let report = &self.checked.report;
        let name = entity(report);
        let marks = Marks::of(self);
        html! {
            section #{ "r" (self.number) } {
                h1 { (shown(if name.is_empty() { &report.source } else { &name })) }
                p .verdict.(class(self.verdict)) {
                    strong { (both(|lang| self.verdict.word(lang))) }
                    " " (both(|lang| message::checks(lang, self.tally.all())))
                    " · " (both(|lang| self.tally.parts(lang)))
                }
                p .place { (shown(&report.source)) }
                (self.found(None))
                @for (number, table) in self.tables() {
                    div .beside { (self.found(Some(number))) (grid(self, number, table, &marks)) }
                }
                (self.coverage())
                (self.checks())
                (self.texts())
            }
        }
    }

    /// The tables with findings, then the others.
    fn tables(&self) -> Vec<(usize, &FormTable)> {
        let mut tables: Vec<(usize, &FormTable)> = self.checked.report.tables.iter().enumerate().collect();
        tables.sort_by_key(|(number, _)| !self.findings.iter().any(|one| self.table_of(*one) == Some(*number)));
        tables
    }

    /// The table that a finding is shown beside.
    fn table_of(&self, finding: Finding<'_>) -> Option<usize> {
        finding.check.figures.iter().find_map(|figure| self.cell_of(figure)).map(|(table, ..)| table)
    }

    /// The findings of a table, or those of none.
    fn found(&self, table: Option<usize>) -> Markup {
        let own: Vec<_> = self.findings.iter().enumerate().filter(|(_, one)| self.table_of(**one) == table).collect();
        html! {
            @if !own.is_empty() {
                div .found { @for (number, finding) in own { (self.finding(number, *finding)) } }
            }
        }
    }

    /// What links to a finding.
    pub(super) fn finding_id(&self, number: usize) -> String {
        format!("f{}-{number}", self.number)
    }

    /// What links to a cell of a table.
    pub(super) fn cell_id(&self, (table, row, column): At) -> String {
        format!("c{}-{table}-{row}-{column}", self.number)
    }

    fn finding(&self, number: usize, finding: Finding<'_>) -> Markup {
        let check = finding.check;
        let figures = &check.figures;
        let rule = &check.rule;
        html! {
            article #(self.finding_id(number)) .finding.(severity(finding.severity)) tabindex="-1" {
                h2 {
                    span .tag { (both(|lang| sentence::severity(finding.severity, lang))) }
                    " " (both(|lang| title(rule, lang).to_owned()))
                }
                p .statement { (both(|lang| statement(check, lang))) }
                @for one in finding.suggestions() {
                    p .repair { strong { (both(message::repair)) } " " (both(|lang| suggestion(one, lang))) }
                }
                table .figures { tbody {
                    @for figure in figures.iter().take(MOST_FIGURES) {
                        (self.figure(figure, |lang| finding.name(figure, lang)))
                    }
                } }
                @if figures.len() > MOST_FIGURES {
                    p { (both(|lang| message::more(lang, figures.len() - MOST_FIGURES))) }
                }
                @if !rule.hint.zh.is_empty() { p .hint { (both(|lang| rule.hint.get(lang).to_owned())) } }
                p .rule { code { (shown(&check.id())) } " · " (both(|lang| rule.basis.get(lang).to_owned())) }
            }
        }
    }

    /// A figure of a finding, linked to its cell where that is on the page.
    fn figure(&self, figure: &CheckedFigure, name: impl Fn(Lang) -> String) -> Markup {
        let cell = figure.place.cell_name();
        let elsewhere = figure.source != self.checked.report.source;
        let place = if elsewhere { format!("{} {cell}", figure.source) } else { cell };
        let text = shown(&figure.text);
        html! {
            tr {
                th scope="row" { (both(name)) }
                td .number { @if text.is_empty() { (both(message::blank_cell)) } @else { (text) } }
                td .place {
                    @match self.cell_of(figure) {
                        Some(cell) => a href={ "#" (self.cell_id(cell)) } { (shown(&place)) },
                        None => (shown(&place)),
                    }
                }
            }
        }
    }

    /// The cell of the report's tables that the figure stands in, if it is of this report.
    pub(super) fn cell_of(&self, figure: &CheckedFigure) -> Option<At> {
        let report = &self.checked.report;
        let of_form = |table: &FormTable| table.form().id == figure.form;
        let number = report.tables.iter().position(of_form).filter(|_| figure.source == report.source)?;
        let table = report.tables.get(number)?;
        let row = table.form().rows.iter().position(|line| line.id == figure.row)?;
        let column = table.form().columns.iter().position(|line| line.id == figure.column)?;
        // A panel has the same figure for other years.
        let here = table.get(row, column).is_some_and(|there| *there.place() == figure.place);
        here.then_some((number, row, column))
    }

    /// How well the rules guard the figures, and those that no rule guards.
    fn coverage(&self) -> Markup {
        let Some(coverage) = &self.checked.coverage else { return html! {} };
        let open: Vec<&CheckedFigure> =
            coverage.figures.iter().filter(|one| one.rules.is_empty()).map(|one| &one.figure).collect();
        html! {
            p .coverage { (both(|lang| coverage_of(coverage, lang))) }
            @if !open.is_empty() {
                details {
                    summary { (both(|lang| message::labelled(lang, &message::uncovered_heading(lang), &open.len()))) }
                    table .figures { tbody { @for figure in open { (self.figure(figure, |lang| label(figure, lang).to_owned())) } } }
                }
            }
        }
    }

    /// Every check with its result, folded away.
    fn checks(&self) -> Markup {
        html! {
            @if !self.checked.checks.is_empty() {
                details {
                    summary { (both(|lang| message::labelled(lang, &message::all_checks(lang), &self.tally.all()))) }
                    div .wide tabindex="0" {
                        table .checks {
                            thead { tr {
                                @for heading in [message::result, message::what, message::check] {
                                    th scope="col" { (both(heading)) }
                                }
                            } }
                            tbody { @for check in &self.checked.checks {
                                @let class = match check.status {
                                    Status::Pass => "pass",
                                    Status::Skip(_) => "unchecked",
                                    Status::Fail(_) => severity(check.severity),
                                };
                                tr class=(class) {
                                    td .tag { (both(|lang| sentence::result(check, lang))) }
                                    td { (both(|lang| sentence::sentence(check, lang))) }
                                    td { code { (shown(&check.id())) } }
                                }
                            } }
                        }
                    }
                }
            }
        }
    }

    /// Labels that were read by likeness and text that nothing explains.
    fn texts(&self) -> Markup {
        let report = &self.checked.report;
        html! {
            @if !report.read_as.is_empty() {
                h2 { (both(message::read_as_heading)) }
                ul { @for read in &report.read_as {
                    li {
                        span .place { (shown(&read.place.cell_name())) } " "
                        (both(|lang| message::read_as(lang, &read.text, &read.label, &read.form, &read.id)))
                    }
                } }
            }
            @if !report.unrecognised.is_empty() {
                h2 { (both(message::unrecognised_heading)) }
                ul { @for found in &report.unrecognised {
                    li { span .place { (shown(&found.place.cell_name())) } " " (shown(&found.text)) }
                } }
            }
        }
    }
}
