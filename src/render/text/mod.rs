//! Findings for people: a verdict, what failed in its file, and a table. With many reports only
//! those with failures are told, and a table of the worst closes the run.
//! Problems are not here; they go to the other stream.

mod lines;
mod notices;
mod overview;
mod skipped;

use std::io::{self, Write};

use annotate_snippets::renderer::{AnsiColor, Style};

use super::diagnostic::diagnostic;
use super::name::named;
use super::sentence::{coverage_of, result, sentence, suggestion};
use super::tally::{Tally, Total, Verdict, is_whole};
use super::{Settings, Stream, Verbosity, at, printable, table};
use crate::check::{Coverage, FigureCoverage};
use crate::finding::Check;
use crate::message::{self, Lang};
use crate::report::{Header, Report, Unrecognised};
use crate::{CheckedReport, Outcome};
use lines::Lines;
use notices::Notices;
use overview::Overview;
pub(super) use overview::Row;

/// With more reports than this, only those with failures are told one by one.
const FEW_REPORTS: usize = 3;
/// How many repairs of one report are listed unasked.
const FEW_SUGGESTIONS: usize = 10;
/// How much unrecognised text is listed unasked.
const FEW_LINES: usize = 20;

/// The text format, and what it has to say at the end.
#[derive(Default)]
pub(super) struct Text {
    many: bool,
    started: bool,
    pub(super) total: Total,
    overview: Overview,
    notices: Notices,
}

impl Stream for Text {
    fn batch(&mut self, outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        self.total.add_problems(&outcome.problems);
        self.many |= is_many(self.total.reports + outcome.reports.len());
        for checked in &outcome.reports {
            let tally = Tally::of(&checked.checks);
            self.count(tally, Row::of(checked, tally, self.total.reports, settings), settings);
            if is_told(tally, self.many, settings) {
                self.gap(settings, out)?;
                report(checked, tally, is_whole(&checked.report, outcome), self.many, settings, out)?;
            }
        }
        if settings.top.is_none() && settings.verbosity != Verbosity::Quiet {
            self.notices.add(outcome, self.many, settings);
        }
        // What is not limited is not kept.
        if is_verbose(settings) { self.notices.write(settings.lang, out) } else { Ok(()) }
    }

    fn tells_passes(&self, settings: &Settings) -> bool {
        is_verbose(settings)
    }

    fn end(&mut self, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        let quiet = settings.verbosity == Verbosity::Quiet;
        self.notices.write(settings.lang, out)?;
        if !self.many && settings.top.is_none() {
            return Ok(());
        }
        if self.started && !quiet {
            writeln!(out)?;
        }
        if !quiet || settings.top.is_some() {
            self.overview.write(settings, out)?;
        }
        writeln!(out, "{}", self.total.sentence(settings.lang))
    }
}

impl Text {
    /// Of a panel of some reports.
    pub(super) fn of_panel(reports: usize) -> Self {
        Self { many: is_many(reports), ..Self::default() }
    }

    /// Counts a report, with its line among the worst.
    pub(super) fn count(&mut self, tally: Tally, row: Option<Row>, settings: &Settings) {
        self.total.add(tally);
        if let Some(row) = row {
            self.overview.add(row, settings);
        }
    }

    /// The line between two reports.
    pub(super) fn gap(&mut self, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        let between = std::mem::replace(&mut self.started, true) && settings.verbosity != Verbosity::Quiet;
        if between { writeln!(out) } else { Ok(()) }
    }

    /// Takes up the headings of a panel that nothing explains.
    pub(super) fn headings(&mut self, source: &str, headings: &[Unrecognised], settings: &Settings) {
        if settings.top.is_none() && settings.verbosity != Verbosity::Quiet {
            self.notices.add_headings(source, headings, settings);
        }
    }
}

/// Whether so many reports are too many to tell each.
pub(super) fn is_many(reports: usize) -> bool {
    reports > FEW_REPORTS
}

/// Whether a report is told: of many only those with failures are, or with relations that lack a figure to hold.
pub(super) fn is_told(tally: Tally, many: bool, settings: &Settings) -> bool {
    settings.top.is_none() && (!many || is_verbose(settings) || tally.fail() + tally.open > 0)
}

/// All that is told of one report, whose file could be read and checked as a whole or not.
pub(super) fn report(
    checked: &CheckedReport,
    tally: Tally,
    whole: bool,
    many: bool,
    settings: &Settings,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", verdict(&checked.report, tally, whole, settings))?;
    if settings.verbosity == Verbosity::Quiet {
        return Ok(());
    }
    if is_verbose(settings) {
        header(&checked.report, settings, out)?;
    }
    diagnostics(checked, settings, out)?;
    suggestions(checked, settings, out)?;
    skipped::undecided(checked, settings, out)?;
    skipped::accepted(checked, settings, out)?;
    if !many || is_verbose(settings) {
        summary(checked, settings, out)?;
    }
    checked.coverage.as_ref().map_or(Ok(()), |coverage| covered(coverage, settings, out))
}

fn is_verbose(settings: &Settings) -> bool {
    settings.verbosity == Verbosity::Verbose
}

/// The report in one line.
fn verdict(report: &Report, tally: Tally, whole: bool, settings: &Settings) -> String {
    let lang = settings.lang;
    let verdict = Verdict::new(tally, whole);
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
    let Header { title, published, issuer, covers, .. } = &report.header;
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
    let mut told = Lines::new(if is_verbose(settings) { usize::MAX } else { FEW_SUGGESTIONS });
    checked.suggestions.iter().for_each(|one| told.add(|| suggestion(one, lang)));
    told.write(&message::suggestions_heading(lang), lang, out)
}

/// The checks in a table, the failed ones unless all are asked for, and the counts of each form.
fn summary(checked: &CheckedReport, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let heading = [message::form(lang), message::check(lang), message::result(lang), message::what(lang)];
    let mut shown = table::new(heading, settings);
    for check in &checked.checks {
        if check.failed().is_some() || settings.verbosity == Verbosity::Verbose {
            table::add(&mut shown, [form_of(check).into(), name(check), result(check, lang), sentence(check, lang)]);
        }
    }
    if !shown.is_empty() {
        table::keep_whole(&mut shown, 2);
        writeln!(out, "\n{}", table::drawn(&shown))?;
    }
    let mut forms: Vec<&str> = Vec::new();
    for form in checked.checks.iter().map(form_of) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    if !forms.is_empty() {
        writeln!(out)?;
    }
    for form in forms {
        let tally = Tally::of(checked.checks.iter().filter(|check| form_of(check) == form));
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
    let mut open = Lines::new(if is_verbose(settings) { usize::MAX } else { FEW_LINES });
    let mut guarded = Lines::default();
    for one in &coverage.figures {
        if one.rules.is_empty() {
            open.add(|| place(one));
        } else if is_verbose(settings) {
            guarded.add(|| message::noticed(lang, &place(one), &one.noticed, &one.changes, &one.rules.len()));
        }
    }
    open.write(&message::uncovered_heading(lang), lang, out)?;
    guarded.write(&message::covered_heading(lang), lang, out)
}

/// The id of the form that a check belongs to.
fn form_of(check: &Check) -> &str {
    check.rule.id.rsplit_once(':').map_or("", |(form, _)| form)
}

/// The rule's name within its form, with the instance.
fn name(check: &Check) -> String {
    let rule = check.rule.local_id();
    if check.instance.is_empty() { rule.to_owned() } else { format!("{rule}[{}]", check.instance) }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::finding::{Reason, Status};

    fn text(outcome: &Outcome, lang: Lang, verbosity: Verbosity) -> String {
        let mut out = Vec::new();
        super::super::render(super::super::Format::Text, outcome, &sample::settings(lang, verbosity), &mut out)
            .unwrap();
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
        let place = crate::document::Place {
            line: 8,
            column: 1,
            row: 8,
            span: 0..prose.len(),
            within: crate::document::Within::Text,
        };
        let report = &mut outcome.reports[0].report;
        report.prose = crate::claims::read(prose, &[crate::document::Paragraph { text: prose.into(), place }]);
        let checks = crate::claims::check(&outcome.reports[0].report, None);
        outcome.reports[0].checks.extend(checks);
        let told = text(&outcome, Lang::En, Verbosity::Verbose);
        assert!(told.contains("not checked:\n  report.csv:8:25: 接待来访 12人次\n"), "{told}");
        let told = text(&outcome, Lang::En, Verbosity::Normal);
        assert!(!told.contains("接待来访"), "{told}");
    }

    #[test]
    fn what_cells_without_a_figure_leave_open_is_told_unasked() {
        let mut check = sample::failing();
        check.status = Status::Skip(Reason::Open(vec!["received.online".into()]));
        let told = text(&sample::outcome(vec![check]), Lang::En, Verbosity::Normal);
        let expected = "not checked for want of a figure:\n  report.csv:2:4: requests received: not checked: no figure in \
                        received.online; the others give 306 ≠ 204 + 69 + 32 = 305, difference 1\n";
        assert!(told.contains(expected), "{told}");
        assert!(told.contains("1 skipped"), "{told}");
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
