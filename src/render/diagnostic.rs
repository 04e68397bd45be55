//! A failed check shown in its file: the lines of its figures, underlined and labelled.
//! Only failures come here; tables and counts are drawn elsewhere.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::findings::is_own;
use super::name::figure_name;
use super::sentence::{self, statement};
use super::{Settings, Verbosity, at, printable};
use crate::finding::{Check, CheckedFigure, Severity};
use crate::message::{self, Lang};
use crate::report::Report;

/// How many figures of other files are listed unasked.
const FEW_FIGURES: usize = 10;
/// How many figures of the file are pointed at unasked.
const MOST_POINTED: usize = 60;

/// The diagnostic of a failed check, without a line break at its end.
pub(super) fn diagnostic(report: &Report, check: &Check, settings: &Settings) -> String {
    let lang = settings.lang;
    let (here, elsewhere): (Vec<_>, Vec<_>) = check.figures.iter().partition(|figure| is_own(report, figure));
    let title = level(check.severity, lang)
        .primary_title(printable::line(sentence::title(&check.rule, lang)))
        .id(printable::line(&check.id()));
    let mut group = Group::with_title(title);
    let all = settings.verbosity == Verbosity::Verbose;
    let pointed = if all { here.len() } else { here.len().min(MOST_POINTED) };
    let here_pointed = here.get(..pointed).unwrap_or_default();
    if let Some(snippet) = snippet(report, check, here_pointed, lang) {
        // What is shown of a file that has no lines is no line of it: its place is told as the file itself names it.
        let first = here_pointed.iter().find(|figure| !figure.place.is_in_file());
        group = match first {
            Some(figure) => {
                group.element(Origin::path(printable::line(&at(&report.source, &figure.place)))).element(snippet)
            }
            None => group.element(snippet.path(printable::line(&report.source))),
        };
    }
    let note = |text: String| Level::NOTE.with_name(message::remark(lang)).message(printable::line(&text));
    let help = |text: &str| Level::HELP.with_name(message::help(lang)).message(printable::line(text));
    let limit = if all { elsewhere.len() } else { FEW_FIGURES };
    for figure in elsewhere.iter().take(limit) {
        let place = at(&figure.source, &figure.place);
        group = group.element(note(message::labelled(lang, &place, &label(report, check, figure, lang))));
    }
    let hint = check.rule.hint.get(lang);
    let more = elsewhere.len().saturating_sub(limit) + here.len() - pointed;
    if more > 0 {
        group = group.element(note(message::and_more(lang, more)));
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
    let start = if first.place.is_in_file() { first.place.line } else { first.place.row };
    Some(Snippet::source(printable::source(text)).line_start(start).annotations(annotations))
}

/// The span, widened to the ends of its lines.
fn whole_lines(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let breaks = ['\n', '\r'];
    let start = text.get(..span.start)?.rfind(breaks).map_or(0, |index| index + 1);
    let length = text.get(span.end..)?.find(breaks);
    Some(start..length.map_or(text.len(), |length| span.end + length))
}

/// The figure's name, value and cell.
fn label(report: &Report, check: &Check, figure: &CheckedFigure, lang: Lang) -> String {
    let value = match figure.value {
        _ if figure.text.trim().is_empty() => message::blank_cell(lang),
        Some(value) => value.to_string(),
        None => figure.text.to_string(),
    };
    message::figure(lang, &figure_name(report, check, figure, lang), &value, &figure.place.cell_name())
}
