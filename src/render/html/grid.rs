//! A recognised table as the page shows it: every line that the file has, the figures of failed
//! checks marked, and for each row and column whether its checks hold.

use std::collections::HashMap;

use maud::{Markup, html};

use super::report::{View, severity};
use super::{both, shown};
use crate::finding::{CheckedFigure, Severity, Status};
use crate::forms::{Form, Line};
use crate::message::{self, Lang};
use crate::report::{Figure, FormTable};

/// What the checks say of a figure, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Unchecked,
    Pass,
    Fail(Severity),
}

/// What is known of one figure.
struct Mark {
    state: State,
    /// The first finding that it is in.
    finding: Option<usize>,
    /// What it should be.
    to: Option<String>,
}

/// Form, row and column of a figure, and the line and field that it stands in: a panel has the same figure
/// for another year elsewhere.
type Key<'a> = (&'a str, &'a str, &'a str, usize, usize);

/// What is known of the figures of a report.
pub(super) struct Marks<'a>(HashMap<Key<'a>, Mark>);

impl State {
    fn class(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Pass => "pass",
            Self::Fail(worst) => severity(worst),
        }
    }

    /// A sign, so that nothing is told by colour alone.
    fn sign(self) -> &'static str {
        match self {
            Self::Unchecked => "–",
            Self::Pass => "✓",
            Self::Fail(_) => "✗",
        }
    }

    fn word(self, lang: Lang) -> String {
        match self {
            Self::Unchecked => message::skip(lang),
            Self::Pass => message::pass(lang),
            Self::Fail(_) => message::fail(lang),
        }
    }
}

impl<'a> Marks<'a> {
    pub(super) fn of(view: &View<'a>) -> Self {
        let mut marks = Self(HashMap::new());
        let report = &view.checked.report;
        let here = |figure: &&CheckedFigure| figure.source == report.source;
        let mut failed = 0..;
        for check in &view.checked.checks {
            let (state, finding) = match check.status {
                Status::Pass => (State::Pass, None),
                Status::Skip(_) => (State::Unchecked, None),
                Status::Fail(_) => (State::Fail(check.severity), failed.next()),
            };
            for figure in check.figures.iter().filter(here) {
                let mark = marks.entry(figure);
                mark.state = mark.state.max(state);
                mark.finding = mark.finding.or(finding);
            }
        }
        for suggestion in &view.checked.suggestions {
            // What is not certain is asked.
            let doubt = if suggestion.unique { "" } else { " ?" };
            for change in suggestion.changes.iter().filter(|change| here(&&change.figure)) {
                marks.entry(&change.figure).to.get_or_insert_with(|| format!("{}{doubt}", change.to));
            }
        }
        marks
    }

    fn entry(&mut self, figure: &'a CheckedFigure) -> &mut Mark {
        let place = &figure.place;
        let key = (&*figure.form, figure.row.as_str(), figure.column.as_str(), place.line, place.column);
        self.0.entry(key).or_insert(Mark { state: State::Unchecked, finding: None, to: None })
    }

    fn get(&self, table: &'a FormTable, row: usize, column: usize) -> Option<&Mark> {
        let form = table.form();
        let place = table.get(row, column)?.place();
        let (row, column) = (form.rows.get(row)?, form.columns.get(column)?);
        self.0.get(&(&*form.id, row.id.as_str(), column.id.as_str(), place.line, place.column))
    }
}

/// The whole table.
pub(super) fn grid<'a>(view: &View<'a>, number: usize, table: &'a FormTable, marks: &Marks<'a>) -> Markup {
    let form = table.form();
    let columns: Vec<usize> = (0..form.columns.len()).filter(|column| table.has_column(*column)).collect();
    let rows: Vec<usize> = (0..form.rows.len()).filter(|row| table.has_row(*row)).collect();
    let state = |row: usize, column: usize| marks.get(table, row, column).map_or(State::Unchecked, |mark| mark.state);
    let of_row = |row: usize| columns.iter().map(|column| state(row, *column)).max().unwrap_or(State::Unchecked);
    let of_column = |column: usize| rows.iter().map(|row| state(*row, column)).max().unwrap_or(State::Unchecked);
    html! {
        div .wide tabindex="0" {
            table .grid {
                caption { (both(|lang| form.title.get(lang).to_owned())) " " code { (shown(&form.id)) } }
                thead { tr {
                    td {}
                    @for column in &columns { th scope="col" { (column_name(view, form, *column)) } }
                    th scope="col" { (both(message::result)) }
                } }
                tbody { @for row in &rows {
                    tr {
                        th scope="row" { (row_name(table, *row)) }
                        @for column in &columns {
                            (cell(view, &view.cell_id(number, *row, *column), table.get(*row, *column), marks.get(table, *row, *column)))
                        }
                        (result(of_row(*row)))
                    }
                } }
                tfoot { tr {
                    th scope="row" { (both(message::result)) }
                    @for column in &columns { (result(of_column(*column))) }
                    td {}
                } }
            }
        }
    }
}

/// A figure; one of a failed check leads to the finding.
fn cell(view: &View<'_>, id: &str, figure: Option<&Figure>, mark: Option<&Mark>) -> Markup {
    let text = figure.map(|figure| shown(figure.text())).unwrap_or_default();
    let state = mark.map_or(State::Unchecked, |mark| mark.state);
    let printed = if text.is_empty() { "□" } else { &text };
    html! {
        @match mark.and_then(|mark| mark.finding.map(|finding| (mark, finding))) {
            Some((mark, finding)) => td #(id) .number.(state.class()) tabindex="-1" {
                a href={ "#" (view.finding_id(finding)) } { (printed) }
                " " span .sign { (state.sign()) }
                @if let Some(to) = &mark.to { " " span .to { "→ " (to) } }
            },
            None => td #(id) .number.(state.class()) tabindex="-1" { (text) },
        }
    }
}

fn result(state: State) -> Markup {
    html! {
        td .result.(state.class()) {
            span aria-hidden="true" { (state.sign()) } " " span .word { (both(|lang| state.word(lang))) }
        }
    }
}

/// The label as printed, and in English its English name.
fn row_name(table: &FormTable, row: usize) -> Markup {
    let Some(line) = table.form().rows.get(row) else { return html! {} };
    named(&line.label, line)
}

fn column_name(view: &View<'_>, form: &Form, column: usize) -> Markup {
    let Some(line) = form.columns.get(column) else { return html! {} };
    let year = view.checked.report.period.as_deref().unwrap_or_default();
    named(&line.label.replace("{year}", year), line)
}

fn named(printed: &str, line: &Line) -> Markup {
    let (printed, english) = (shown(printed), shown(&line.en));
    html! { (printed) @if english != printed { " " span .en.name lang="en" { (english) } } }
}
