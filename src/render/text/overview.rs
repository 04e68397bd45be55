//! The worst reports of a run in a table, a line each. It keeps as many as it may show, however many
//! reports there are.

use std::io::{self, Write};

use super::super::standing::{Rank, Standing};
use super::super::tally::Tally;
use super::super::{Settings, table};
use crate::CheckedReport;
use crate::message;

/// How many reports are listed unasked.
const MOST: usize = 50;

/// A report with failures.
pub(in super::super) struct Row {
    rank: Rank,
    cells: [String; 6],
}

impl Row {
    /// `None` where nothing failed. Of equals the one of the smaller number comes first.
    pub(in super::super) fn of(
        checked: &CheckedReport,
        tally: Tally,
        number: usize,
        settings: &Settings,
    ) -> Option<Self> {
        let standing = Standing { checked, tally, number };
        standing.has_findings().then(|| Self { rank: standing.rank(), cells: standing.cells(settings.lang) })
    }
}

/// The worst reports so far.
#[derive(Default)]
pub(in super::super) struct Overview {
    rows: Vec<Row>,
    all: usize,
}

impl Overview {
    /// Takes up a report with failures.
    pub(in super::super) fn add(&mut self, row: Row, settings: &Settings) {
        self.all += 1;
        self.rows.push(row);
        let most = most(settings);
        if self.rows.len() >= most.saturating_mul(2).max(MOST) {
            self.keep(most);
        }
    }

    fn keep(&mut self, most: usize) {
        self.rows.sort_by_key(|row| row.rank);
        self.rows.truncate(most);
    }

    pub(super) fn write(&mut self, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        let lang = settings.lang;
        self.keep(most(settings));
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut shown = table::new(Standing::headings(lang), settings);
        table::align_right(&mut shown, &[2, 3, 4]);
        for row in &self.rows {
            table::add(&mut shown, row.cells.clone());
        }
        writeln!(out, "{}", table::drawn(&shown))?;
        if self.all > self.rows.len() {
            writeln!(out, "{}", message::more_reports(lang, self.all - self.rows.len()))?;
        }
        writeln!(out)
    }
}

fn most(settings: &Settings) -> usize {
    settings.top.unwrap_or(MOST)
}

#[cfg(test)]
mod tests {
    use super::super::super::sample;
    use super::*;
    use crate::message::Lang;
    use crate::render::Verbosity;

    #[test]
    fn the_worst_reports_stay_and_of_equals_the_first() {
        let settings = Settings { top: Some(2), ..sample::settings(Lang::En, Verbosity::Normal) };
        let mut overview = Overview::default();
        for number in 0..200 {
            let errors = if number == 150 { 2 } else { 1 };
            let mut checked = sample::outcome(vec![sample::failing(); errors]).reports.remove(0);
            checked.report.entity = Some(format!("body {number}"));
            overview.add(Row::of(&checked, Tally::of(&checked.checks), number, &settings).unwrap(), &settings);
        }
        let mut out = Vec::new();
        overview.write(&settings, &mut out).unwrap();
        let told = String::from_utf8(out).unwrap();
        let bodies: Vec<&str> = told.lines().filter_map(|line| line.trim_start().strip_prefix("body ")).collect();
        let numbers: Vec<&str> = bodies.iter().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(numbers, ["year", "150", "0"], "{told}");
        assert!(told.contains("and 198 more reports"), "{told}");
    }
}
