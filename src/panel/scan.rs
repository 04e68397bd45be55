//! One piece of a panel, line by line: which lines hold on their own, which have to be looked at closer,
//! and which bodies and years they are of.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::Arc;

use super::bodies::{Run, Years, join};
use super::shape::{Fields, Shape};
use crate::check::panel::Sums;
use crate::document::Document;
use crate::limits::Limit;
use crate::read::chunks::{Layout, Line};
use crate::recognise::{Panel, Recogniser, Under, year_alone};

/// What does not change from line to line.
pub(super) struct Lines {
    pub(super) source: Arc<str>,
    pub(super) recogniser: Arc<Recogniser>,
    pub(super) panel: Panel,
    pub(super) layout: Layout,
    pub(super) shape: Shape,
    /// `None` where the rules are no sums: every line has to be looked at closer.
    pub(super) sums: Option<Arc<Sums>>,
    hasher: RandomState,
}

/// A line that is no line of a panel: the file is not read in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Odd;

/// What one line is.
pub(super) enum Kind {
    /// A report.
    Report {
        /// The body by the hash of its name, and the year, where both are named.
        whose: Option<(u64, i32)>,
        /// The bytes of the name.
        name: Range<usize>,
        /// Whether it holds on its own.
        good: bool,
        /// How much of it cannot be read.
        problems: usize,
    },
    /// No report; what is wrong with it is told.
    Ragged,
    Blank,
}

/// What a piece of a panel holds.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) text: String,
    pub(super) lines: usize,
    pub(super) reports: usize,
    pub(super) ragged: usize,
    pub(super) problems: usize,
    /// The last line that is a report, from the first one of the piece.
    pub(super) last_report: Option<usize>,
    /// Blank lines at the start, and at the end.
    pub(super) blanks: (usize, usize),
    /// Reports that no body or year links to others: how many hold on their own, and how many do not.
    pub(super) alone: (usize, usize),
    /// Each with the bytes of the name and whether years descend.
    pub(super) runs: Vec<(Run, Range<usize>, bool)>,
    pub(super) sides: Vec<i64>,
}

impl Lines {
    pub(super) fn new(
        source: &Arc<str>,
        recogniser: Arc<Recogniser>,
        (panel, layout): (Panel, Layout),
        shape: Shape,
        sums: Option<Arc<Sums>>,
    ) -> Self {
        Self { source: Arc::clone(source), recogniser, panel, layout, shape, sums, hasher: RandomState::new() }
    }

    /// What a line is. Lines of plain figures are told apart without a copy.
    pub(super) fn kind(&self, text: &str, fields: &mut Fields) -> Result<Kind, Odd> {
        let line = text.trim_end_matches(['\r', '\n']);
        let short = line.len() <= self.layout.limits.size(Limit::Cell);
        let (Some(sums), true) = (&self.sums, short && self.shape.read(line.as_bytes(), fields)) else {
            return self.closer(text);
        };
        let of = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default().trim();
        let (name, year) = (of(&fields.entity), of(&fields.period));
        // What may be the label of a row, or of all bodies, is looked at closer; names are looked up once.
        let nameless = name.is_empty() && self.panel.entity().is_some();
        let numeral = year.bytes().all(|byte| byte.is_ascii_digit());
        let others = fields.others.iter().map(of).chain((!numeral).then_some(year));
        if nameless || others.into_iter().any(|text| self.recogniser.may_know(text)) {
            return self.closer(text);
        }
        let good = sums.hold(&fields.figures);
        let whose = self.whose(name, year, &mut fields.hashed);
        Ok(Kind::Report { whose, name: fields.entity.clone(), good, problems: 0 })
    }

    /// The body and the year, where both are named.
    fn whose(&self, name: &str, year: &str, hashed: &mut (String, u64)) -> Option<(u64, i32)> {
        let year = year.parse().ok().or_else(|| year_alone(year)?.parse().ok()).filter(|_| !name.is_empty())?;
        if hashed.0 != name {
            hashed.0.clear();
            hashed.0.push_str(name);
            hashed.1 = self.hasher.hash_one(name);
        }
        Some((hashed.1, year))
    }

    /// The body of a line, by its first fields alone; `None` where they do not simply name one.
    pub(super) fn body(&self, text: &str, fields: &mut Fields) -> Option<u64> {
        let line = text.trim_end_matches(['\r', '\n']);
        self.shape.names(line.as_bytes(), fields)?;
        let of = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default().trim();
        self.whose(of(&fields.entity), of(&fields.period), &mut fields.hashed).map(|(body, _)| body)
    }

    /// What a line is that may be anything.
    fn closer(&self, text: &str) -> Result<Kind, Odd> {
        let document = self.document([Line { number: 1, text }].into_iter())?;
        let row = document.tables.first().and_then(|table| table.rows.first()).ok_or(Odd)?;
        let most = self.layout.limits.size(Limit::Cell);
        match self.recogniser.under(&self.panel, row) {
            Under::Other => Err(Odd),
            // Sums of longer figures may overflow, which is a problem that only checking shows.
            _ if row.cells.iter().any(|cell| digits(&cell.text) > 18 || cell.text.len() > most) => Err(Odd),
            Under::Blank => Ok(Kind::Blank),
            Under::Ragged => Ok(Kind::Ragged),
            Under::Line => {
                let cell = |column: usize| row.cells.get(column).map(|cell| cell.text.trim());
                let field = |column: Option<usize>| column.and_then(cell).unwrap_or_default();
                let whose = self.whose(field(self.panel.entity()), field(self.panel.period()), &mut <_>::default());
                let problems = self.recogniser.panel_lines(&self.panel, &document).problems.len();
                Ok(Kind::Report { whose, name: 0..0, good: false, problems })
            }
        }
    }

    /// Lines as a document.
    pub(super) fn document<'t>(&self, lines: impl Iterator<Item = Line<'t>>) -> Result<Document, Odd> {
        self.layout.document(&self.source, lines).ok_or(Odd)
    }

    /// Goes through the lines of a piece.
    pub(super) fn scan(&self, text: String) -> Result<Scan, Odd> {
        let mut scan = Scan::default();
        let mut fields = Fields::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            scan.lines += 1;
            let kind = if line.trim_ascii_end().is_empty() { Kind::Blank } else { self.kind(line, &mut fields)? };
            match kind {
                Kind::Blank if scan.reports + scan.ragged == 0 => scan.blanks.0 += 1,
                Kind::Blank => scan.blanks.1 += 1,
                // A blank line between others parts tables.
                _ if scan.blanks.1 > 0 => return Err(Odd),
                Kind::Ragged => (scan.ragged, scan.problems) = (scan.ragged + 1, scan.problems + 1),
                Kind::Report { whose, name, good, problems } => {
                    scan.problems += problems;
                    scan.reports += 1;
                    scan.last_report = Some(scan.lines - 1);
                    self.add(&mut scan, whose, start + name.start..start + name.end, good.then_some(&*fields.figures));
                }
            }
            start += line.len();
        }
        scan.text = text;
        Ok(scan)
    }

    fn add(&self, scan: &mut Scan, whose: Option<(u64, i32)>, name: Range<usize>, figures: Option<&[i64]>) {
        let good = figures.is_some();
        let Some((body, year)) = whose else {
            let slot = if good { &mut scan.alone.0 } else { &mut scan.alone.1 };
            *slot += 1;
            return;
        };
        let empty = Sums::default();
        let sums = self.sums.as_deref().unwrap_or(&empty);
        let start = scan.sides.len();
        match figures {
            Some(figures) => scan.sides.extend(sums.later(figures).chain(sums.earlier(figures))),
            None => scan.sides.resize(start + 2 * sums.linked().0, 0),
        }
        let years = Years { first: year, last: year };
        let run = Run { body, years, lines: 1, good: good.into(), holds: good, repeats: false };
        let width = 2 * sums.linked().0;
        match scan.runs.last_mut().filter(|(last, ..)| last.body == body) {
            Some((last, _, descends)) => {
                if let Some((before, own)) = scan.sides.split_at_mut_checked(start) {
                    let at = before.len() - width;
                    *descends |= join(sums, last, before.get_mut(at..).unwrap_or_default(), &run, own);
                }
                scan.sides.truncate(start);
            }
            None => scan.runs.push((run, name, false)),
        }
    }
}

fn digits(text: &str) -> usize {
    text.chars().filter(|char| char.is_numeric()).count()
}
