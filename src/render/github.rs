//! Findings as annotations of GitHub Actions, one workflow command a line.
//! Nothing from a file can end a line or begin a command.

use std::io::{self, Write};

use super::findings::{Finding, findings, line, region};
use super::sentence::{self, title};
use super::{Settings, Stream, path, printable};
use crate::Outcome;
use crate::document::Place;
use crate::finding::Severity;
use crate::message::{self, Lang};
use crate::problem::Problem;

/// The format: one annotation for each finding and each problem; it keeps nothing.
pub(super) struct Github;

impl Stream for Github {
    fn batch(&mut self, outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        findings(outcome).try_for_each(|finding| annotation(finding, settings.lang, out))?;
        outcome.problems.iter().try_for_each(|problem| unchecked(problem, settings.lang, out))
    }

    fn tells_passes(&self, _: &Settings) -> bool {
        false
    }

    fn end(&mut self, _: &Settings, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn annotation(finding: Finding<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    write!(out, "::{command} file={}", property(&path::relative(finding.source())))?;
    if let Some(figure) = finding.figure() {
        match region(&finding.checked.report, figure) {
            Some(region) if region.line == region.end_line => {
                write!(out, ",line={},col={},endColumn={}", region.line, region.column, region.end_column)?;
            }
            _ => write_line(&figure.place, out)?,
        }
    }
    let title = format!("{} [{}]", title(&finding.check.rule, lang), finding.check.id());
    writeln!(out, ",title={}::{}", property(&title), data(&finding.lines(lang)))
}

fn unchecked(problem: &Problem, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "::error file={}", property(&path::relative(&problem.source)))?;
    problem.place.as_ref().map_or(Ok(()), |place| write_line(place, out))?;
    let said = sentence::problem(problem, lang);
    writeln!(out, ",title={}::{}", property(&message::not_fully_checked(lang)), data(&[said]))
}

fn write_line(place: &Place, out: &mut dyn Write) -> io::Result<()> {
    line(place).map_or(Ok(()), |line| write!(out, ",line={line}"))
}

/// A value between `=` and `,`.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

/// The message, with its lines.
fn data(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    lines.join("%0A")
}

fn escaped(text: &str) -> String {
    printable::line(text).replace('%', "%25")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_place() {
        assert_eq!(property("a%0A,b:c\r\n::error::d"), "a%250A%2Cb%3Ac  %3A%3Aerror%3A%3Ad");
        assert_eq!(data(&["x::y%0A\n##[error]".into(), "z".into()]), "x::y%250A #?[error]%0Az");
    }
}
