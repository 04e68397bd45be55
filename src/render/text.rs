//! Findings for people: a verdict, what failed in its file, and a table.
//! Problems are not here; they go to the other stream.

use std::collections::BTreeSet;
use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};

use super::diagnostic::diagnostic;
use super::name::named;
use super::sentence::{coverage_of, result, sentence, suggestion};
use super::tally::{Tally, Verdict};
use super::{Settings, Verbosity, at, printable, table};
use crate::check::{Coverage, FigureCoverage};
use crate::document::Place;
use crate::finding::Check;
use crate::message::{self, Lang};
use crate::report::{Header, Report};
use crate::{CheckedReport, Outcome};

/// With more reports than this, only those with failures are told one by one.
const FEW_REPORTS: usize = 3;
/// How many repairs of one report are listed unasked.
const FEW_SUGGESTIONS: usize = 10;
/// How much unrecognised text is listed unasked.
const FEW_LINES: usize = 20;

/// Writes the text format.
pub(super) fn render(outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let panel = outcome.reports.len() > FEW_REPORTS;
    let verbose = settings.verbosity == Verbosity::Verbose;
    let quiet = settings.verbosity == Verbosity::Quiet;
    if let Some(top) = settings.top {
        return worst(outcome, top, settings, out);
    }
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
        writeln!(out, "{}", verdict(&checked.report, tally, outcome, settings))?;
        if !quiet {
            if verbose {
                header(&checked.report, settings, out)?;
            }
            diagnostics(checked, settings, out)?;
            suggestions(checked, settings, out)?;
            if !panel || verbose {
                summary(checked, settings, out)?;
            }
            if let Some(coverage) = &checked.coverage {
                covered(coverage, settings, out)?;
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
    if !quiet {
        overview(outcome, usize::MAX, settings, out)?;
    }
    writeln!(out, "{}", Tally::total(&tallies, settings.lang))
}

/// The reports with the most errors, and the total.
fn worst(outcome: &Outcome, top: usize, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    overview(outcome, top, settings, out)?;
    let tallies: Vec<Tally> = outcome.reports.iter().map(|checked| Tally::of(&checked.checks)).collect();
    writeln!(out, "{}", Tally::total(&tallies, settings.lang))
}

/// Reports with failures in a table, the worst first, each with its worst finding.
fn overview(outcome: &Outcome, top: usize, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let counted = outcome.reports.iter().map(|checked| (Tally::of(&checked.checks), checked));
    let mut failed: Vec<(Tally, &CheckedReport)> = counted.filter(|(tally, _)| tally.fail() > 0).collect();
    failed.sort_by_key(|(tally, _)| std::cmp::Reverse((tally.error, tally.warning, tally.note)));
    let heading = [
        message::body(lang),
        message::period(lang),
        message::checks_heading(lang),
        message::error(lang),
        message::warning(lang),
        message::worst(lang),
    ];
    let mut shown = table::new(heading, settings);
    for (tally, checked) in failed.into_iter().take(top) {
        let report = &checked.report;
        let failed = checked.checks.iter().filter(|check| check.failed().is_some());
        let worst = failed.rev().max_by_key(|check| check.failed());
        let row = [
            report.entity.clone().unwrap_or_else(|| report.source.to_string()),
            report.period.clone().unwrap_or_default(),
            tally.all().to_string(),
            tally.error.to_string(),
            tally.warning.to_string(),
            worst.map(|check| sentence(check, lang)).unwrap_or_default(),
        ];
        table::add(&mut shown, row);
    }
    if shown.is_empty() { Ok(()) } else { writeln!(out, "{}\n", table::drawn(&shown)) }
}

/// The report in one line.
fn verdict(report: &Report, tally: Tally, outcome: &Outcome, settings: &Settings) -> String {
    let lang = settings.lang;
    let verdict = Verdict::of(report, tally, outcome);
    let color = match verdict {
        Verdict::Inconsistent => AnsiColor::Red,
        Verdict::Undecided | Verdict::NotFullyChecked => AnsiColor::Yellow,
        Verdict::Consistent => AnsiColor::Green,
    };
    let word = if settings.color {
        let style = Style::new().bold().fg_color(Some(color.into()));
        format!("{style}{}{style:#}", verdict.word(lang))
    } else {
        verdict.word(lang)
    };
    let name = printable::line(&named(report, lang));
    message::verdict(lang, &name, &word, &message::checks(lang, tally.all()), &tally.parts(lang))
}

/// What the report says of itself, and where.
fn header(report: &Report, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let Header { title, published, issuer, covers } = &report.header;
    let named = [
        (message::title(lang), title),
        (message::published(lang), published),
        (message::issuer(lang), issuer),
        (message::covers(lang), covers),
    ];
    for (name, stated) in named {
        let Some(stated) = stated else { continue };
        let text = format!("{} ({})", stated.value, at(&report.source, &stated.place));
        writeln!(out, "  {}", printable::line(&message::labelled(lang, &name, &text)))?;
    }
    Ok(())
}

fn diagnostics(checked: &CheckedReport, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    for check in checked.checks.iter().filter(|check| check.failed().is_some()) {
        writeln!(out, "\n{}", diagnostic(&checked.report, check, settings))?;
    }
    Ok(())
}

/// What would repair the failures.
fn suggestions(checked: &CheckedReport, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let told: Vec<String> = checked.suggestions.iter().map(|one| suggestion(one, lang)).collect();
    let limit = if settings.verbosity == Verbosity::Verbose { told.len() } else { FEW_SUGGESTIONS };
    list(&message::suggestions_heading(lang), &told, limit, lang, out)
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

/// How many figures the rules guard, and those that none does.
fn covered(coverage: &Coverage, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    writeln!(out, "\n{}", coverage_of(coverage, lang))?;
    let place = |one: &FigureCoverage| {
        let name = match lang {
            Lang::Zh => &one.figure.label,
            Lang::En => &one.figure.label_en,
        };
        message::figure(lang, name, &one.figure.text.trim(), &one.figure.place.cell_name())
    };
    let open = coverage.figures.iter().filter(|one| one.rules.is_empty()).map(place).collect::<Vec<_>>();
    let verbose = settings.verbosity == Verbosity::Verbose;
    list(&message::uncovered_heading(lang), &open, if verbose { open.len() } else { FEW_LINES }, lang, out)?;
    if !verbose {
        return Ok(());
    }
    let each = coverage.figures.iter().filter(|one| !one.rules.is_empty());
    let each: Vec<String> =
        each.map(|one| message::noticed(lang, &place(one), &one.noticed, &one.changes, &one.rules.len())).collect();
    list(&message::covered_heading(lang), &each, each.len(), lang, out)
}

/// The form's id, and the rule's name within it with the instance.
fn split(check: &Check) -> (&str, String) {
    let form = check.rule.id.rsplit_once(':').map_or("", |(form, _)| form);
    let rule = check.rule.local_id();
    (form, if check.instance.is_empty() { rule.to_owned() } else { format!("{rule}[{}]", check.instance) })
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
            labels.push(format!("{}: {said}", at(&report.source, &read.place)));
        }
        for text in report.unrecognised.iter().filter(|text| seen_texts.insert(key(report, &text.place))) {
            texts.push(format!("{}: {}", at(&report.source, &text.place), text.text));
        }
    }
    if settings.verbosity == Verbosity::Verbose {
        let unused = outcome.reports.iter().flat_map(unused).collect::<Vec<_>>();
        list(&message::unused_heading(lang), &unused, unused.len(), lang, out)?;
    }
    list(&message::read_as_heading(lang), &labels, labels.len(), lang, out)?;
    let limit = if settings.verbosity == Verbosity::Verbose { texts.len() } else { FEW_LINES };
    list(&message::unrecognised_heading(lang), &texts, limit, lang, out)
}

/// The figures of the prose that no check uses, a line each.
fn unused(checked: &CheckedReport) -> Vec<String> {
    let report = &checked.report;
    let line = |quantity: &crate::claims::Quantity| {
        format!("{}: {} {}", at(&report.source, &quantity.place), quantity.label, quantity.text)
    };
    crate::claims::unused(&report.prose, &checked.checks).into_iter().map(line).collect()
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
    fn verbose_output_lists_the_figures_of_the_prose_that_were_not_checked() {
        let mut outcome = sample::outcome(vec![sample::failing()]);
        let prose = "办理建议89件、提案69件，共158件，接待来访12人次。";
        let place = Place { line: 8, column: 1, row: 8, span: 0..prose.len(), within: crate::document::Within::Text };
        let report = &mut outcome.reports[0].report;
        report.prose = crate::claims::read(&[crate::document::Paragraph { text: prose.into(), place }]);
        let checks = crate::claims::check(&outcome.reports[0].report, None);
        outcome.reports[0].checks.extend(checks);
        let told = text(&outcome, Lang::En, Verbosity::Verbose);
        assert!(told.contains("not checked:\n  report.csv:8:25: 接待来访 12人次\n"), "{told}");
        let told = text(&outcome, Lang::En, Verbosity::Normal);
        assert!(!told.contains("接待来访"), "{told}");
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
