//! The findings of a panel that is checked in pieces, in the formats that tell them report by report.
//! Reports are put into words on any thread; what keeps their order, counts and ends is the format's own.

use std::cell::RefCell;
use std::io::{self, Write};

use super::json::{self, Json};
use super::tally::Tally;
use super::text::{self, Row, Text};
use super::{Format, Settings, Stream, Verbosity, ndjson, problem_line, until_closed};
use crate::CheckedReport;
use crate::finding::Severity;
use crate::panel::{Panel, Piece, Telling};
use crate::problem::Problem;

/// Ends the line of a problem in the bytes of one; what follows is the entry of `json`.
const END: u8 = 0;

/// How a panel is told.
pub struct InPieces {
    format: Format,
    settings: Settings,
    reports: usize,
    whole: bool,
}

/// What was counted of one report.
#[derive(Default)]
pub struct Count {
    tally: Tally,
    row: Option<Row>,
}

/// What came of telling a panel so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// How many problems there are.
    pub problems: usize,
    /// The worst severity of a failed check.
    pub worst: Option<Severity>,
}

/// A format that reports are written in one by one.
enum Writer {
    Text(Text),
    Json(Json),
    Ndjson,
}

impl InPieces {
    /// `None` where the format does not tell a panel in pieces.
    #[must_use]
    pub fn new(format: Format, settings: Settings, panel: &Panel) -> Option<Self> {
        let tells = matches!(format, Format::Text | Format::Json | Format::Ndjson);
        tells.then(|| Self { format, settings, reports: panel.reports(), whole: panel.is_whole() })
    }

    /// Whether every report is told, also those that simply hold.
    fn tells_every_report(&self) -> bool {
        let few = !text::is_many(self.reports) && self.settings.top.is_none();
        self.format != Format::Text || few || self.settings.verbosity == Verbosity::Verbose
    }

    /// Tells the panel to `out`, and each of its problems also to `err`, a line each. `telling` puts reports
    /// into words, by what this says of them; `told` is kept up to date.
    ///
    /// # Errors
    /// What `out` and `err` give, and where the file cannot be read again.
    pub fn run<T: Telling<Count = Count>>(
        &self,
        panel: &Panel,
        telling: &T,
        (out, err): (&mut dyn Write, &mut dyn Write),
        told: &mut Told,
    ) -> io::Result<()> {
        let every = self.tells_every_report();
        let counted = panel.counted(every);
        let held = Tally { pass: counted.passed, skip: counted.skipped, ..Tally::default() };
        let state = RefCell::new((self.writer(counted.reports, held), told));
        let mut count = |count: Count| {
            let (writer, told) = &mut *state.borrow_mut();
            told.worst = told.worst.max(count.tally.worst());
            writer.count(count, &self.settings);
        };
        panel.tell(every, telling, &mut count, &mut |piece| {
            let (writer, told) = &mut *state.borrow_mut();
            match piece {
                Piece::Report(bytes) => writer.report(bytes, &self.settings, out),
                Piece::Problem(bytes) => {
                    told.problems += 1;
                    until_closed(err.write_all(writer.problem(bytes)))
                }
            }
        })?;
        let (writer, told) = state.into_inner();
        writer.end(panel, told.problems, &self.settings, out)?;
        out.flush()
    }

    fn writer(&self, reports: usize, held: Tally) -> Writer {
        match self.format {
            Format::Text => {
                let mut text = Text::of_panel(self.reports);
                text.total.add_consistent(reports, held);
                Writer::Text(text)
            }
            Format::Json => Writer::Json(Json::default()),
            _ => Writer::Ndjson,
        }
    }

    fn told(&self, checked: &CheckedReport, tally: Tally) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let many = text::is_many(self.reports);
        match self.format {
            Format::Json => out = json::report(checked, &self.settings)?,
            Format::Ndjson => ndjson::line(checked, &self.settings, &mut out)?,
            _ if text::is_told(tally, many, &self.settings) => {
                text::report(checked, tally, self.whole, many, &self.settings, &mut out)?;
            }
            _ => {}
        }
        Ok(out)
    }
}

impl Writer {
    fn count(&mut self, count: Count, settings: &Settings) {
        match self {
            Self::Text(text) => text.count(count.tally, count.row, settings),
            Self::Json(json) => json.total.add(count.tally),
            Self::Ndjson => {}
        }
    }

    fn report(&mut self, bytes: &[u8], settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Text(text) => {
                text.gap(settings, out)?;
                out.write_all(bytes)
            }
            Self::Json(json) => json.report(bytes, out),
            Self::Ndjson => out.write_all(bytes),
        }
    }

    /// Takes up a problem, and gives its line.
    fn problem<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        let mut parts = bytes.splitn(2, |byte| *byte == END);
        let line = parts.next().unwrap_or_default();
        if let (Self::Json(json), Some(entry)) = (self, parts.next()) {
            json.error(entry.to_vec());
        }
        line
    }

    fn end(self, panel: &Panel, problems: usize, settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Text(mut text) => {
                if problems > 0 {
                    text.total.add_unchecked(panel.source());
                }
                text.headings(panel.source(), panel.unknown(), settings);
                text.end(settings, out)
            }
            Self::Json(mut json) => json.end(settings, out),
            Self::Ndjson => Ok(()),
        }
    }
}

impl Telling for InPieces {
    type Count = Count;

    fn report(&self, checked: CheckedReport) -> (Vec<u8>, Count) {
        let tally = Tally::of(&checked.checks);
        let line = checked.report.part.as_ref().map_or(0, |part| part.line);
        let row = Row::of(&checked, tally, line, &self.settings).filter(|_| self.format == Format::Text);
        // Writing into memory does not fail.
        (self.told(&checked, tally).unwrap_or_default(), Count { tally, row })
    }

    fn problem(&self, problem: &Problem, text: &str) -> Vec<u8> {
        let mut bytes = problem_line(problem, self.settings.lang).into_bytes();
        bytes.push(b'\n');
        if self.format == Format::Json {
            bytes.push(END);
            bytes.extend(json::error(problem, text, self.settings.lang).unwrap_or_default());
        }
        bytes
    }
}
