//! Findings as JUnit XML: a suite for each report and a case for each check; what kept a file from
//! being checked is a suite of errors.

use std::io::{self, Write};

use super::findings::{Finding, line};
use super::name::named;
use super::sentence::{self, statement, title};
use super::tally::{Tally, Total};
use super::{Settings, path, printable};
use crate::finding::{Check, Severity, Status};
use crate::message::Lang;
use crate::problem::Problem;
use crate::{CheckedReport, Outcome};

/// Writes one document for the whole run.
pub(super) fn render(outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let lang = settings.lang;
    let total = Total::of(outcome).checks;
    let problems = outcome.problems.len();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="{}" tests="{}" failures="{}" errors="{problems}">"#,
        env!("CARGO_PKG_NAME"),
        total.all() + problems,
        total.error + total.warning,
    )?;
    for checked in &outcome.reports {
        suite(checked, lang, out)?;
    }
    for problems in outcome.problems.chunk_by(|one, next| one.source == next.source) {
        unchecked(problems, lang, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(checked: &CheckedReport, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let report = &checked.report;
    let tally = Tally::of(&checked.checks);
    writeln!(
        out,
        r#"  <testsuite name="{}" file="{}" tests="{}" failures="{}" errors="0" skipped="{}">"#,
        escaped(&named(report, lang)),
        escaped(&path::relative(&report.source)),
        tally.all(),
        tally.error + tally.warning,
        tally.skip,
    )?;
    for check in &checked.checks {
        case(checked, check, lang, out)?;
    }
    writeln!(out, "  </testsuite>")
}

/// A note is no failure: the case passes and the note stands in what it printed.
fn case(checked: &CheckedReport, check: &Check, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let class = check.rule.id.split(':').next().unwrap_or_default();
    write!(out, r#"    <testcase classname="{}" name="{}""#, escaped(class), escaped(&check.id()))?;
    let said = escaped(&statement(check, lang));
    let lines = |severity| {
        let lines = Finding { checked, check, severity }.lines(lang);
        lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("\n")
    };
    let content = match (&check.status, check.severity) {
        (Status::Pass, _) => return writeln!(out, "/>"),
        (Status::Skip(_), _) => format!(r#"<skipped message="{said}"/>"#),
        (Status::Fail(_), severity @ Severity::Note) => format!("<system-out>{}</system-out>", lines(severity)),
        (Status::Fail(_), severity) => {
            let kind = if severity == Severity::Error { "error" } else { "warning" };
            let title = escaped(title(&check.rule, lang));
            format!(r#"<failure type="{kind}" message="{title}">{}</failure>"#, lines(severity))
        }
    };
    writeln!(out, ">{content}</testcase>")
}

/// The problems of one file.
fn unchecked(problems: &[Problem], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = problems.first() else { return Ok(()) };
    let file = escaped(&path::relative(&first.source));
    let count = problems.len();
    writeln!(
        out,
        r#"  <testsuite name="{file}" file="{file}" tests="{count}" failures="0" errors="{count}" skipped="0">"#
    )?;
    for problem in problems {
        let line = problem.place.as_ref().and_then(line).map(|line| format!(":{line}")).unwrap_or_default();
        let said = escaped(&sentence::problem(problem, lang));
        writeln!(
            out,
            r#"    <testcase classname="{file}" name="{file}{line}"><error type="unchecked" message="{said}"/></testcase>"#
        )?;
    }
    writeln!(out, "  </testsuite>")
}

/// Text for an element or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in printable::line(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // These two are no characters of XML.
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escaped("a<b a=\"c\">&\u{1b}\u{ffff}\n"), "a&lt;b a=&quot;c&quot;&gt;&amp;?\u{fffd} ");
    }
}
