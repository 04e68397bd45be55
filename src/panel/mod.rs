//! A panel of any length, checked piece by piece: lines of plain figures whose rules all hold are only
//! counted, and all others, with the other lines of their bodies, go the ordinary way. What is found is
//! what [`crate::Checker::check`] would find in the whole; memory does not grow with the lines.

mod bodies;
mod closer;
mod gather;
mod pieces;
mod scan;
mod shape;
mod spool;

use std::sync::Arc;

use rayon::prelude::*;

pub use bodies::{MAX_BODIES, MAX_LINES_OF_BODY};

use crate::CheckedReport;
use crate::check::panel::Sums;
use crate::document::Document;
use crate::limits::Limits;
use crate::number::Unit;
use crate::problem::Problem;
use crate::read::chunks::{Layout, Source};
use crate::recognise::{Panel as Heading, Recogniser};
use crate::report::{Report, Unrecognised};
use bodies::{Added, Bodies, Body};
use pieces::{Pieces, Start};
use scan::{Lines, Odd, Scan};
use shape::Shape;

/// Bytes of the pieces that a panel is read in.
pub const PIECE: u64 = 256 * 1024;
/// How many pieces are read at once.
const AT_ONCE: usize = 16;

/// A panel whose lines were all gone through once.
pub struct Panel {
    source: Source,
    lines: Lines,
    sums: Arc<Sums>,
    bodies: Bodies,
    pieces: Pieces,
    totals: Totals,
}

/// What was counted on the way.
#[derive(Debug, Clone, Default)]
struct Totals {
    reports: usize,
    problems: usize,
    last_report: usize,
    /// Lines that hold on their own and are linked to no other.
    alone: usize,
    /// Lines that hold on their own, of bodies that are not kept.
    not_kept: usize,
    /// Lines under the heading.
    lines: usize,
    /// Whether they have ended.
    ended: bool,
}

/// What was only counted, since all of it holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Reports.
    pub reports: usize,
    /// Checks that passed.
    pub passed: usize,
    /// Checks that could not be made for want of a column, or of the year before.
    pub skipped: usize,
}

/// Puts what was looked at closer into words, on any thread.
pub trait Telling: Sync {
    /// What is counted of a report wherever it stands.
    type Count: Send;
    /// A report; nothing where there is nothing to say.
    fn report(&self, checked: CheckedReport) -> (Vec<u8>, Self::Count);
    /// What could not be read, with the text at its place.
    fn problem(&self, problem: &Problem, text: &str) -> Vec<u8>;
}

/// What a panel yields, each in the order of the lines, the reports first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A report, as it was put into words.
    Report(&'a [u8]),
    /// Something that could not be read.
    Problem(&'a [u8]),
}

/// How the lines of a body are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// All of it holds.
    Held,
    /// Together, the ordinary way.
    Together,
    /// Each for itself: they are too many.
    Apart,
}

impl Panel {
    /// Opens a file and goes through all its lines, in pieces of some bytes. `recognise` finds what reads
    /// its first lines. `None` where it is no plain panel or cannot be read.
    pub(crate) fn open(
        source: Source,
        name: &str,
        (piece, limits): (u64, Limits),
        recognise: impl FnOnce(&Document) -> Option<(Arc<Recogniser>, Vec<Report>)>,
    ) -> Option<Self> {
        let end = source.size().ok()?;
        let (document, bytes) = source.head(name, &limits).ok()??;
        let (recogniser, reports) = recognise(&document)?;
        let heading = recogniser.panel(&document)?;
        let layout = Layout::of(&document, &bytes, heading.headings(), limits)?;
        let shape = Shape::of(&heading, layout.delimiter)?;
        let known = reports.first().and_then(|line| sums_of(&heading, line)).map(Arc::new);
        let sums = known.clone().unwrap_or_default();
        let bodies = Bodies::new(Arc::clone(&sums), MAX_BODIES);
        let pieces = Pieces::new(piece, layout.start, end, limits);
        let lines = Lines::new(&document.source, recogniser, (heading, layout), shape, known);
        let mut panel = Self { source, lines, sums, bodies, pieces, totals: Totals::default() };
        panel.scan().ok()?;
        panel.totals.problems += panel.repeated().ok()?;
        (panel.totals.reports > 0).then_some(panel)
    }

    /// Goes through all lines; while some pieces are gone through, those before them are counted.
    fn scan(&mut self) -> Result<(), Odd> {
        let numbers: Vec<usize> = (0..self.pieces.count()).collect();
        let mut before: Vec<Scan> = Vec::new();
        for group in numbers.chunks(AT_ONCE).chain([&[][..]]) {
            let (source, lines, pieces) = (&self.source, &self.lines, &self.pieces);
            let scan = |number: &usize| lines.scan(pieces.read(source, *number).map_err(|_| Odd)?.text);
            let (bodies, totals) = (&mut self.bodies, &mut self.totals);
            let first = pieces.known();
            let (after, counted) = rayon::join(
                || group.par_iter().map(scan).collect::<Result<Vec<Scan>, Odd>>(),
                || count(lines, &before, first, bodies, totals),
            );
            self.pieces.add(counted?);
            before = after?;
        }
        Ok(())
    }

    /// How many reports the panel has.
    #[must_use]
    pub fn reports(&self) -> usize {
        self.totals.reports
    }

    /// Whether all of it could be read.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.totals.problems == 0
    }

    /// The file as it was given.
    #[must_use]
    pub fn source(&self) -> &Arc<str> {
        &self.lines.source
    }

    /// Headings that no form explains.
    #[must_use]
    pub fn unknown(&self) -> &[Unrecognised] {
        self.lines.panel.unknown()
    }

    /// What was only counted. Nothing is where `every` report is looked at.
    #[must_use]
    pub fn counted(&self, every: bool) -> Counted {
        if every {
            return Counted::default();
        }
        let held = |body: &&Body| stand(body, every) == Stand::Held;
        let apart = |body: &&Body| stand(body, every) == Stand::Apart;
        let (lines, bodies) = self
            .bodies
            .all()
            .iter()
            .filter(held)
            .fold((0, 0), |(lines, bodies), body| (lines + body.run.lines as usize, bodies + 1));
        let linked = lines - bodies;
        let good = self.bodies.all().iter().filter(apart).map(|body| body.run.good as usize).sum::<usize>();
        let not_kept = self.totals.not_kept + good;
        let reports = lines + self.totals.alone + not_kept;
        let (own, lacking) = self.sums.own();
        let (between, lacking_between) = self.sums.linked();
        let skipped = reports * lacking + linked * lacking_between + not_kept * (between + lacking_between);
        Counted { reports, passed: reports * own + linked * between, skipped }
    }
}

fn stand(body: &Body, every: bool) -> Stand {
    // Where every report is told, the one a year earlier has to stand before it.
    match body.run.holds && !(every && body.descends) {
        true => Stand::Held,
        false if body.run.lines > MAX_LINES_OF_BODY => Stand::Apart,
        false => Stand::Together,
    }
}

/// The rules of a line, where all its figures are whole numbers.
fn sums_of(heading: &Heading, line: &Report) -> Option<Sums> {
    let exact = |unit| matches!(unit, Unit::Count | Unit::Change);
    let whole = heading.figures().all(|(_, form, (row, column))| exact(form.unit(row, column)));
    let slot = |wanted: &str, row: usize, column: usize| {
        heading.figures().position(|(_, form, cell)| &*form.id == wanted && cell == (row, column))
    };
    if whole { Sums::of(line, &slot) } else { None }
}

/// Counts some pieces, of which the first has a number, in the order of the file.
fn count(
    lines: &Lines,
    scans: &[Scan],
    first: usize,
    bodies: &mut Bodies,
    totals: &mut Totals,
) -> Result<Vec<Start>, Odd> {
    let mut found = Vec::with_capacity(scans.len());
    let mut line = lines.layout.line + totals.lines;
    for (number, scan) in (first..).zip(scans) {
        let filled = scan.reports + scan.ragged > 0;
        if filled && (totals.ended || scan.blanks.0 > 0) {
            return Err(Odd);
        }
        totals.ended |= scan.blanks != (0, 0);
        let mut lonely = scan.alone.1 > 0 || scan.ragged > 0;
        let width = 2 * bodies.width();
        for (at, (run, name, descends)) in scan.runs.iter().enumerate() {
            let sides = scan.sides.get(at * width..(at + 1) * width).unwrap_or_default();
            match bodies.add(run, sides, *descends, u32::try_from(number).map_err(|_| Odd)?) {
                Added::New if lines.recogniser.is_no_body(scan.text.get(name.clone()).unwrap_or_default()) => {
                    return Err(Odd);
                }
                Added::New | Added::Known => {}
                Added::Over => {
                    totals.not_kept += run.good as usize;
                    lonely |= run.good < run.lines;
                }
            }
        }
        if let Some(last) = scan.last_report {
            totals.last_report = line + last;
        }
        totals.reports += scan.reports;
        totals.problems += scan.problems;
        totals.alone += scan.alone.0;
        found.push(Start { line, lonely });
        line += scan.lines;
        totals.lines += scan.lines;
    }
    Ok(found)
}
