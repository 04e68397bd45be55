//! Findings for programs that read line by line: each report as `json` has it, one per line.
//! There is no line for problems and none for the summary.

use std::io::{self, Write};

use super::Settings;
use super::json::ReportEntry;
use super::printable::write_json_line;
use crate::Outcome;

/// Writes one line for each report.
pub(super) fn render(outcome: &Outcome, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    for checked in &outcome.reports {
        write_json_line(&ReportEntry::of(checked, settings), out)?;
    }
    Ok(())
}
