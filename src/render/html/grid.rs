//! A recognised table as the page shows it: every line that the file has, the figures of failed
//! checks marked, and for each row and column whether its checks hold.

use std::collections::HashMap;

use maud::{Markup, html};

use super::report::{View, severity};
use super::{both, shown};
use crate::finding::{Severity, Status};
use crate::forms::{Form, Line};
use crate::message::{self, Lang};
use crate::report::{Figure, FormTable};

/// What the checks say of a figure, the worst last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    #[default]
    Unchecked,
    Pass,
    Fail(Severity),
}

/// A cell of a table of the report: table, row, column.
pub(super) type At = (usize, usize, usize);

/// What is known of one figure.
#[derive(Default)]
struct Mark {
    state: State,
    /// The first finding that it is in.
    finding: Option<usize>,
    /// What it should be.
    to: Option<String>,
}

/// What is known of the figures of a report, and of the rows and columns of its tables.
#[derive(Default)]
pub(super) struct Marks {
    cells: HashMap<At, Mark>,
    rows: HashMap<(usize, usize), State>,
    columns: HashMap<(usize, usize), State>,
}

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

impl Marks {
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut marks = Self::default();
        let mut failed = 0..;
        for check in &view.checked.checks {
            let (state, finding) = match check.status {
                Status::Pass => (State::Pass, None),
                Status::Skip(_) => (State::Unchecked, None),
                Status::Fail(_) => (State::Fail(check.severity), failed.next()),
            };
            let cells: Vec<At> = check.figures.iter().filter_map(|figure| view.cell_of(figure)).collect();
            for cell in &cells {
                let mark = marks.cells.entry(*cell).or_default();
                mark.state = mark.state.max(state);
                mark.finding = mark.finding.or(finding);
            }
            marks.lines(&cells, state);
        }
        for suggestion in &view.checked.suggestions {
            // What is not certain is asked.
            let doubt = if suggestion.unique { "" } else { " ?" };
            for change in &suggestion.changes {
                if let Some(cell) = view.cell_of(&change.figure) {
                    let mark = marks.cells.entry(cell).or_default();
                    mark.to.get_or_insert_with(|| format!("{}{doubt}", change.to));
                }
            }
        }
        marks
    }

    /// A check within one row tells of that row, one within one column of that column, and any other of every
    /// row and column that it touches.
    fn lines(&mut self, cells: &[At], state: State) {
        let Some((table, row, column)) = cells.first() else { return };
        let one_row = cells.iter().all(|cell| (cell.0, cell.1) == (*table, *row));
        let one_column = cells.iter().all(|cell| (cell.0, cell.2) == (*table, *column));
        for (table, row, column) in cells {
            if one_row || !one_column {
                let of_row = self.rows.entry((*table, *row)).or_default();
                *of_row = state.max(*of_row);
            }
            if one_column || !one_row {
                let of_column = self.columns.entry((*table, *column)).or_default();
                *of_column = state.max(*of_column);
            }
        }
    }
}

/// The whole table.
pub(super) fn grid(view: &View<'_>, number: usize, table: &FormTable, marks: &Marks) -> Markup {
    let form = table.form();
    let columns: Vec<usize> = (0..form.columns.len()).filter(|column| table.has_column(*column)).collect();
    let rows: Vec<usize> = (0..form.rows.len()).filter(|row| table.has_row(*row)).collect();
    let of_row = |row: &usize| marks.rows.get(&(number, *row)).copied().unwrap_or_default();
    let of_column = |column: &usize| marks.columns.get(&(number, *column)).copied().unwrap_or_default();
    html! {
        div .wide tabindex="0" {
            table .grid {
                caption { (both(|lang| form.title.get(lang).to_owned())) " " code { (shown(&form.id)) } }
                thead { tr {
                    td {}
                    @for column in &columns { th scope="col" { (column_name(view, form, *column)) } }
                    th scope="col" { (both(message::within_row)) }
                } }
                tbody { @for row in &rows {
                    tr {
                        th scope="row" { (row_name(form, *row)) }
                        @for column in &columns {
                            @let at = (number, *row, *column);
                            (cell(view, at, table.get(*row, *column), marks.cells.get(&at)))
                        }
                        (result(of_row(row)))
                    }
                } }
                tfoot { tr {
                    th scope="row" { (both(message::within_column)) }
                    @for column in &columns { (result(of_column(column))) }
                    td {}
                } }
            }
        }
    }
}

/// A figure; one of a failed check leads to the finding.
fn cell(view: &View<'_>, at: At, figure: Option<&Figure>, mark: Option<&Mark>) -> Markup {
    let id = view.cell_id(at);
    let text = figure.map(|figure| shown(figure.text())).unwrap_or_default();
    let state = mark.map(|mark| mark.state).unwrap_or_default();
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
fn row_name(form: &Form, row: usize) -> Markup {
    let Some(line) = form.rows.get(row) else { return html! {} };
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
