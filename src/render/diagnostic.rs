//! A failed check shown in its file: the lines of its figures, underlined and labelled.
//! Only failures come here; tables and counts are drawn elsewhere.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::sentence::{self, statement};
use super::{Settings, Verbosity, at, in_words, printable};
use crate::document::Within;
use crate::finding::{Check, CheckedFigure, Severity};
use crate::message::{self, Lang};
use crate::report::Report;

/// How many figures of other files are listed unasked.
const FEW_FIGURES: usize = 10;

/// The diagnostic of a failed check, without a line break at its end.
pub(super) fn diagnostic(report: &Report, check: &Check, settings: &Settings) -> String {
    let lang = settings.lang;
    let (here, elsewhere): (Vec<_>, Vec<_>) = check.figures.iter().partition(|figure| stands_in(report, figure));
    let title = level(check.severity, lang)
        .primary_title(printable::line(sentence::title(&check.rule, lang)))
        .id(printable::line(&check.id()));
    let mut group = Group::with_title(title);
    if let Some(snippet) = snippet(report, check, &here, lang) {
        group = group.element(snippet);
    }
    let note = |text: String| Level::NOTE.with_name(message::remark(lang)).message(printable::line(&text));
    let help = |text: &str| Level::HELP.with_name(message::help(lang)).message(printable::line(text));
    let limit = if settings.verbosity == Verbosity::Verbose { elsewhere.len() } else { FEW_FIGURES };
    for figure in elsewhere.iter().take(limit) {
        let place = at(&figure.source, &figure.place, lang);
        group = group.element(note(message::labelled(lang, &place, &label(report, check, figure, lang))));
    }
    let hint = check.rule.hint.get(lang);
    if elsewhere.len() > limit {
        group = group.element(note(message::and_more(lang, elsewhere.len() - limit)));
    }
    group = group.element(note(statement(check, lang)));
    if !hint.is_empty() {
        group = group.element(help(hint));
    }
    // The rules of an inferred form live as long as the run; there is nothing to look up.
    if !check.rule.is_inferred() {
        group = group.element(help(&format!("disclose-check explain {}", check.rule.id)));
    }
    let renderer = if settings.color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(settings.width().into()).render(&[group])
}

fn level(severity: Severity, lang: Lang) -> Level<'static> {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    level.with_name(sentence::severity(severity, lang))
}

/// Whether the figure can be pointed at in the report's own text.
fn stands_in(report: &Report, figure: &CheckedFigure) -> bool {
    figure.source == report.source && report.text.get(figure.place.span.clone()).is_some()
}

/// The lines from the first to the last figure; those between are folded.
fn snippet(
    report: &Report,
    check: &Check,
    figures: &[&CheckedFigure],
    lang: Lang,
) -> Option<Snippet<'static, Annotation<'static>>> {
    let first = figures.iter().min_by_key(|figure| figure.place.span.start)?;
    let end = figures.iter().map(|figure| figure.place.span.end).max()?;
    let lines = whole_lines(&report.text, first.place.span.start..end)?;
    let text = report.text.get(lines.clone())?;
    let mut pointed: Vec<Range<usize>> = Vec::new();
    let mut annotations = Vec::new();
    for figure in figures {
        let span = &figure.place.span;
        if pointed.contains(span) {
            continue;
        }
        pointed.push(span.clone());
        let within = span.start - lines.start..span.end - lines.start;
        let label = printable::line(&label(report, check, figure, lang));
        annotations.push(AnnotationKind::Primary.span(within).label(label));
    }
    let snippet = Snippet::source(printable::source(text))
        .path(printable::line(&report.source))
        .line_start(first_line(first, figures))
        .annotations(annotations);
    Some(snippet)
}

/// The number of the first line shown: a sheet has rows and no lines.
fn first_line(first: &CheckedFigure, figures: &[&CheckedFigure]) -> usize {
    let place = &first.place;
    let in_one_sheet =
        matches!(place.within, Within::Sheet(_)) && figures.iter().all(|figure| figure.place.within == place.within);
    if in_one_sheet { place.row } else { place.line }
}

/// The span, widened to the ends of its lines.
fn whole_lines(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let breaks = ['\n', '\r'];
    let start = text.get(..span.start)?.rfind(breaks).map_or(0, |index| index + 1);
    let length = text.get(span.end..)?.find(breaks);
    Some(start..length.map_or(text.len(), |length| span.end + length))
}

/// The figure's name, value and cell. It is named by its row; by its column where all figures
/// stand in one row; by both where only both tell it from the others.
fn label(report: &Report, check: &Check, figure: &CheckedFigure, lang: Lang) -> String {
    let row = match lang {
        Lang::Zh => &figure.label,
        Lang::En => &figure.label_en,
    };
    let others = || check.figures.iter().filter(|other| other.place != figure.place);
    let name = if others().all(|other| other.row != figure.row || other.column == figure.column) {
        row.clone()
    } else if others().all(|other| other.row == figure.row) {
        column_name(report, figure, lang)
    } else {
        message::crossing(lang, row, &column_name(report, figure, lang))
    };
    let value = match figure.value {
        _ if figure.text.trim().is_empty() => message::blank_cell(lang),
        Some(value) => value.to_string(),
        None => figure.text.to_string(),
    };
    message::figure(lang, &name, &value, &in_words(&figure.place, lang))
}

fn column_name(report: &Report, figure: &CheckedFigure, lang: Lang) -> String {
    let form = report.table(&figure.form).map(crate::report::FormTable::form);
    let column = form.and_then(|form| form.columns.iter().find(|column| column.id == figure.column));
    column.map_or(figure.column.as_str(), |column| column.name(lang)).to_owned()
}
