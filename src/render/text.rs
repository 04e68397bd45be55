//! Findings for people: a verdict, what failed in its file, and a table.
//! Problems are not here; they go to the other stream.

use std::collections::BTreeSet;
use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};

use super::diagnostic::diagnostic;
use super::sentence::{sentence, severity};
use super::tally::Tally;
use super::{Settings, Verbosity, at, printable, table};
use crate::document::Place;
use crate::finding::{Check, Status};
use crate::message::{self, Lang};
use crate::report::Report;
use crate::{CheckedReport, Outcome};

/// With more reports than this, only those with failures are told one by one.
const FEW_REPORTS: usize = 3;
/// How much unrecognised text is listed unasked.
const FEW_LINES: usize = 20;

/// Writes the text format.
pub(super) fn render(outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let panel = outcome.reports.len() > FEW_REPORTS;
    let verbose = settings.verbosity == Verbosity::Verbose;
    let quiet = settings.verbosity == Verbosity::Quiet;
    let mut started = false;
    let mut tallies = Vec::with_capacity(outcome.reports.len());
    for checked in &outcome.reports {
        let tally = Tally::of(&checked.checks);
        tallies.push(tally);
        if panel && !verbose && tally.fail() == 0 {
            continue;
        }
        if started && !quiet {
            writeln!(out)?;
        }
        started = true;
        let whole = outcome.problems.iter().all(|problem| problem.source != checked.report.source);
        writeln!(out, "{}", verdict(&checked.report, tally, whole, settings))?;
        if !quiet {
            diagnostics(checked, settings, out)?;
            if !panel || verbose {
                summary(checked, settings, out)?;
            }
        }
    }
    if !quiet {
        notices(outcome, settings, out)?;
    }
    if !panel {
        return Ok(());
    }
    if started && !quiet {
        writeln!(out)?;
    }
    writeln!(out, "{}", total(&tallies, settings.lang))
}

/// The report in one line; a file of which something could not be read is never called consistent.
fn verdict(report: &Report, tally: Tally, whole: bool, settings: &Settings) -> String {
    let lang = settings.lang;
    let (word, color) = match (tally.is_inconsistent(), tally.pass + tally.fail()) {
        (true, _) => (message::inconsistent(lang), AnsiColor::Red),
        (false, 0) => (message::undecided(lang), AnsiColor::Yellow),
        (false, _) if !whole => (message::not_fully_checked(lang), AnsiColor::Yellow),
        (false, _) => (message::consistent(lang), AnsiColor::Green),
    };
    let word = if settings.color {
        let style = Style::new().bold().fg_color(Some(color.into()));
        format!("{style}{word}{style:#}")
    } else {
        word
    };
    let name: Vec<&str> = [&report.entity, &report.period].into_iter().flatten().map(String::as_str).collect();
    let name = if name.is_empty() {
        printable::line(&report.source)
    } else {
        printable::line(&message::named_report(lang, &name.join(" "), &report.source))
    };
    message::verdict(lang, &name, &word, &message::checks(lang, tally.all()), &parts(tally, lang))
}

fn parts(tally: Tally, lang: Lang) -> String {
    [
        message::passed(lang, tally.pass),
        message::errors(lang, tally.error),
        message::warnings(lang, tally.warning),
        message::notes(lang, tally.note),
        message::skipped(lang, tally.skip),
    ]
    .join(&message::comma(lang))
}

fn total(tallies: &[Tally], lang: Lang) -> String {
    let inconsistent = tallies.iter().filter(|tally| tally.is_inconsistent()).count();
    let reports = [message::reports(lang, tallies.len()), message::reports_inconsistent(lang, inconsistent)]
        .join(&message::comma(lang));
    let tally: Tally = tallies.iter().copied().sum();
    let checks = message::labelled(lang, &message::checks(lang, tally.all()), &parts(tally, lang));
    message::totals(lang, &reports, &checks)
}

fn diagnostics(checked: &CheckedReport, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    for check in checked.checks.iter().filter(|check| check.failed().is_some()) {
        writeln!(out, "\n{}", diagnostic(&checked.report, check, settings))?;
    }
    Ok(())
}

/// The checks in a table, the failed ones unless all are asked for, and the counts of each form.
fn summary(checked: &CheckedReport, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let heading = [message::form(lang), message::check(lang), message::result(lang), message::what(lang)];
    let mut shown = table::new(heading, settings);
    for check in &checked.checks {
        if check.failed().is_some() || settings.verbosity == Verbosity::Verbose {
            let (form, rule) = split(check);
            table::add(&mut shown, [form.to_owned(), rule, result(check, lang), sentence(check, lang)]);
        }
    }
    if !shown.is_empty() {
        writeln!(out, "\n{}", table::drawn(&shown))?;
    }
    let mut forms: Vec<&str> = Vec::new();
    for check in &checked.checks {
        let (form, _) = split(check);
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    if !forms.is_empty() {
        writeln!(out)?;
    }
    for form in forms {
        let tally = Tally::of(checked.checks.iter().filter(|check| split(check).0 == form));
        let counts = [
            message::passed(lang, tally.pass),
            message::failed(lang, tally.fail()),
            message::skipped(lang, tally.skip),
        ];
        let form = printable::line(form);
        writeln!(out, "{}", message::labelled(lang, &form, &counts.join(&message::comma(lang))))?;
    }
    Ok(())
}

/// The form's id, and the rule's name within it with the instance.
fn split(check: &Check) -> (&str, String) {
    let form = check.rule.id.rsplit_once(':').map_or("", |(form, _)| form);
    let rule = check.rule.local_id();
    (form, if check.instance.is_empty() { rule.to_owned() } else { format!("{rule}[{}]", check.instance) })
}

fn result(check: &Check, lang: Lang) -> String {
    match &check.status {
        Status::Pass => message::pass(lang),
        Status::Skip(_) => message::skip(lang),
        Status::Fail(_) => severity(check.severity, lang),
    }
}

/// Labels that were matched by likeness, and text that nothing explains. Reports of one file may
/// share them; each is told once.
fn notices(outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let (mut seen_labels, mut seen_texts) = (BTreeSet::new(), BTreeSet::new());
    let (mut labels, mut texts) = (Vec::new(), Vec::new());
    for CheckedReport { report, .. } in &outcome.reports {
        for read in report.read_as.iter().filter(|read| seen_labels.insert(key(report, &read.place))) {
            let said = message::read_as(lang, &read.text, &read.label, &read.form, &read.id);
            labels.push(format!("{}: {said}", at(&report.source, &read.place, lang)));
        }
        for text in report.unrecognised.iter().filter(|text| seen_texts.insert(key(report, &text.place))) {
            texts.push(format!("{}: {}", at(&report.source, &text.place, lang), text.text));
        }
    }
    list(&message::read_as_heading(lang), &labels, labels.len(), lang, out)?;
    let limit = if settings.verbosity == Verbosity::Verbose { texts.len() } else { FEW_LINES };
    list(&message::unrecognised_heading(lang), &texts, limit, lang, out)
}

fn key<'a>(report: &'a Report, place: &Place) -> (&'a str, usize, usize) {
    (&report.source, place.line, place.column)
}

fn list(heading: &str, lines: &[String], limit: usize, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", message::listing(lang, &heading))?;
    for line in lines.iter().take(limit) {
        writeln!(out, "  {}", printable::line(line))?;
    }
    if lines.len() > limit {
        writeln!(out, "  {}", message::and_more(lang, lines.len() - limit))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn text(outcome: &Outcome, lang: Lang, verbosity: Verbosity) -> String {
        let mut out = Vec::new();
        render(outcome, &sample::settings(lang, verbosity), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_failing_sum_is_shown_in_its_file() {
        let outcome = sample::outcome(vec![sample::failing(), sample::skipped()]);
        insta::assert_snapshot!(text(&outcome, Lang::Zh, Verbosity::Normal));
    }

    #[test]
    fn verbose_output_lists_what_was_not_decided() {
        let outcome = sample::outcome(vec![sample::failing(), sample::skipped()]);
        let told = text(&outcome, Lang::En, Verbosity::Verbose);
        assert!(told.contains("received-by-channel[year]         skip"), "{told}");
        assert!(!told.contains('\u{1b}'));
    }

    #[test]
    fn quiet_output_is_the_verdict() {
        let outcome = sample::outcome(vec![sample::failing()]);
        insta::assert_snapshot!(
            text(&outcome, Lang::En, Verbosity::Quiet),
            @"建宁县 2018 (report.csv): inconsistent; 1 check: 0 passed, 1 error, 0 warnings, 0 notes, 0 skipped"
        );
    }

    #[test]
    fn a_panel_tells_the_reports_with_failures_and_a_total() {
        let mut outcome = sample::outcome(vec![sample::skipped()]);
        for _ in 0..3 {
            outcome.reports.extend(sample::outcome(vec![sample::skipped()]).reports);
        }
        outcome.reports.extend(sample::outcome(vec![sample::failing()]).reports);
        insta::assert_snapshot!(
            text(&outcome, Lang::En, Verbosity::Quiet),
            @r"
        建宁县 2018 (report.csv): inconsistent; 1 check: 0 passed, 1 error, 0 warnings, 0 notes, 0 skipped
        5 reports, 1 inconsistent; 5 checks: 0 passed, 1 error, 0 warnings, 0 notes, 4 skipped
        "
        );
    }
}
