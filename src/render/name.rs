//! What reports and figures are called, alike in every format.

use crate::finding::{Check, CheckedFigure};
use crate::message::{self, Lang};
use crate::report::{FormTable, Report};

/// The report by body and period, or by its file where it names neither.
pub(super) fn named(report: &Report, lang: Lang) -> String {
    match entity(report) {
        name if name.is_empty() => report.source.to_string(),
        name => message::named_report(lang, &name, &report.source),
    }
}

/// The body and the period, as far as the report names them.
pub(super) fn entity(report: &Report) -> String {
    let known: Vec<&str> = [&report.entity, &report.period].into_iter().flatten().map(String::as_str).collect();
    known.join(" ")
}

/// The figure's name in the reader's language.
pub(super) fn label(figure: &CheckedFigure, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &figure.label,
        Lang::En => &figure.label_en,
    }
}

/// The figure's name within a check. It is named by its row; by its column where all figures stand in one
/// row; by both where only both tell it from the others.
pub(super) fn figure_name(report: &Report, check: &Check, figure: &CheckedFigure, lang: Lang) -> String {
    let row = label(figure, lang);
    let others = || check.figures.iter().filter(|other| other.place != figure.place);
    if others().all(|other| other.row != figure.row || other.column == figure.column) {
        row.to_owned()
    } else if others().all(|other| other.row == figure.row) {
        column_name(report, figure, lang)
    } else {
        message::crossing(lang, &row, &column_name(report, figure, lang))
    }
}

fn column_name(report: &Report, figure: &CheckedFigure, lang: Lang) -> String {
    let form = report.table(&figure.form).map(FormTable::form);
    let column = form.and_then(|form| form.columns.iter().find(|column| column.id == figure.column));
    column.map_or(figure.column.as_str(), |column| column.name(lang)).to_owned()
}
