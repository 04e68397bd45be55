//! Findings for programs that read line by line: each report as `json` has it, one per line.
//! There is no line for problems and none for the summary.

use std::io::{self, Write};

use super::json::ReportEntry;
use super::printable::write_json_line;
use super::{Settings, Stream};
use crate::{CheckedReport, Outcome};

/// The format; it keeps nothing.
pub(super) struct Ndjson;

impl Stream for Ndjson {
    fn batch(&mut self, outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        outcome.reports.iter().try_for_each(|checked| line(checked, settings, out))
    }

    fn end(&mut self, _: &Settings, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the line of a report.
pub(super) fn line(checked: &CheckedReport, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    write_json_line(&ReportEntry::of(checked, settings), out)
}
