//! Lines of a panel that are looked at closer: checked the ordinary way, a few bodies at a time, and told
//! in the order of the file.

use std::io;
use std::ops::Range;

use rayon::prelude::*;

use super::bodies::Body;
use super::gather::{Found, Way};
use super::pieces::changed;
use super::spool::Spool;
use super::{AT_ONCE, Panel, Piece, Stand, Telling, stand};
use crate::CheckedReport;
use crate::check::{Findings, Given, Linked, Wanted, findings};
use crate::finding::Check;
use crate::problem::{Problem, ProblemKind};
use crate::read::chunks::{Line, Reader};

/// Lines of bodies that are gathered at once.
const BATCH: u32 = 32_768;
/// Lines that are checked together, unless one body has more.
const TOGETHER: usize = 32;

/// What came of some lines.
struct Looked<C> {
    reports: Vec<(usize, Vec<u8>, C)>,
    problems: Vec<(usize, Vec<u8>)>,
    decided: bool,
}

/// Lines that simply hold, and those a year earlier that stand before all of them.
struct Held<'f> {
    earlier: Vec<(usize, String)>,
    own: &'f [Found],
}

/// The last line of a body: its number, and its bytes in the file.
type Last = Option<(usize, Range<u64>)>;

/// Where what is found goes.
struct Out<'o, C> {
    count: &'o mut dyn FnMut(C),
    tell: &'o mut dyn FnMut(Piece<'_>) -> io::Result<()>,
    reports: Spool,
    problems: Spool,
    decided: bool,
}

impl Panel {
    /// Tells what is to be said of the lines: of all where `every` report is wanted, or of those that do not
    /// simply hold. `count` gets what is counted of each report that was looked at, in no order.
    ///
    /// # Errors
    /// What `tell` gives, and where the file cannot be read a second time.
    pub fn tell<T: Telling>(
        &self,
        every: bool,
        telling: &T,
        count: &mut dyn FnMut(T::Count),
        tell: &mut dyn FnMut(Piece<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let decided = self.counted(every).passed > 0;
        let mut out = Out { count, tell, reports: Spool::new(), problems: Spool::new(), decided };
        self.together(every, telling, &mut out)?;
        self.alone(every, telling, &mut out)?;
        out.reports.sort();
        out.problems.sort();
        if every {
            self.in_order(telling, &mut out)?;
        }
        out.reports.give(usize::MAX, |bytes| (out.tell)(Piece::Report(bytes)))?;
        out.problems.give(usize::MAX, |bytes| (out.tell)(Piece::Problem(bytes)))?;
        if !out.decided && self.is_whole() {
            let kind = ProblemKind::NothingChecked;
            let problem = Problem { source: self.source().clone(), place: None, kind };
            (out.tell)(Piece::Problem(&telling.problem(&problem, "")))?;
        }
        Ok(())
    }

    /// Checks bodies that do not simply hold, all lines of each together.
    fn together<T: Telling>(&self, every: bool, telling: &T, out: &mut Out<'_, T::Count>) -> io::Result<()> {
        self.batches(every, |_| true, |found| self.look_at(&found, true, telling, out))
    }

    /// How many lines are those of others once more, of bodies with years that may stand twice.
    pub(super) fn repeated(&self) -> io::Result<usize> {
        let mut repeated = 0;
        self.batches(
            false,
            |body| body.run.repeats,
            |found| {
                for group in found {
                    let document = self.lines.document(group.iter().map(Found::line)).map_err(|_| changed())?;
                    let recognised = self.lines.recogniser.panel_lines(&self.lines.panel, &document);
                    repeated += recognised.problems.iter().filter(|problem| is_of_two_lines(problem)).count();
                }
                Ok(())
            },
        )?;
        Ok(repeated)
    }

    /// Gathers all lines of bodies that do not simply hold, and are wanted, some bodies at a time.
    fn batches(
        &self,
        every: bool,
        wanted: impl Fn(&Body) -> bool + Sync,
        mut each: impl FnMut(Vec<Vec<Found>>) -> io::Result<()>,
    ) -> io::Result<()> {
        let goes = |body: &Body| stand(body, every) == Stand::Together && wanted(body);
        let bodies = self.bodies.all().iter().zip(0_u32..);
        let closer: Vec<u32> = bodies.filter(|(body, _)| goes(body)).map(|(_, number)| number).collect();
        let lines = |number: &u32| self.bodies.get(*number).map_or(0, |body| body.run.lines);
        let mut rest = closer.as_slice();
        while let (Some(first), mut sum) = (rest.first().copied(), 0) {
            let within = |number: &&u32| {
                sum += lines(number);
                sum <= BATCH
            };
            let (batch, after) = rest.split_at(rest.iter().take_while(within).count().max(1));
            let last = batch.last().copied().unwrap_or(first);
            let mut found: Vec<(u32, Found)> = Vec::new();
            let closer = |number: u32| self.bodies.get(number).is_some_and(goes);
            let may = |body: Option<u32>| body.is_some_and(|body| (first..=last).contains(&body) && closer(body));
            let wanted = |way| matches!(way, Way::Together(number) if may(Some(number)));
            self.gather(&self.pieces_of(batch), every, may, wanted, |lines| {
                found.extend(lines.into_iter().filter_map(|line| match line.way {
                    Way::Together(number) => Some((number, line)),
                    _ => None,
                }));
                Ok(())
            })?;
            found.sort_by_key(|(number, _)| *number);
            each(groups(found))?;
            rest = after;
        }
        Ok(())
    }

    /// The pieces of the file that have lines of some bodies.
    fn pieces_of(&self, bodies: &[u32]) -> Vec<usize> {
        // What each piece opens or closes; the running sum tells where any body is open.
        let mut steps = vec![0_i64; self.pieces.count() + 1];
        for body in bodies.iter().filter_map(|number| self.bodies.get(*number)) {
            let (first, last) = (body.pieces.0 as usize, body.pieces.1 as usize);
            for (at, step) in [(first, 1), (last + 1, -1)] {
                if let Some(slot) = steps.get_mut(at) {
                    *slot += step;
                }
            }
        }
        let open = steps.iter().scan(0, |open, step| {
            *open += step;
            Some(*open)
        });
        open.enumerate().filter(|(_, open)| *open > 0).map(|(piece, _)| piece).collect()
    }

    /// Checks lines that are linked to none and do not simply hold.
    fn alone<T: Telling>(&self, every: bool, telling: &T, out: &mut Out<'_, T::Count>) -> io::Result<()> {
        let apart = self.bodies.all().iter().zip(0..).filter(|(body, _)| stand(body, every) == Stand::Apart);
        let mut pieces = self.pieces_of(&apart.map(|(_, number)| number).collect::<Vec<u32>>());
        let lonely = |number: &usize| self.pieces.get(*number).is_some_and(|piece| piece.lonely);
        pieces.extend((0..self.pieces.count()).filter(lonely));
        pieces.sort_unstable();
        pieces.dedup();
        for kept in [true, false] {
            let wanted = |way| way == if kept { Way::Alone(false) } else { Way::NotKept(false) };
            self.gather(
                &pieces,
                every,
                |_| true,
                wanted,
                |lines| {
                    let groups: Vec<Vec<Found>> = lines.chunks(TOGETHER).map(<[Found]>::to_vec).collect();
                    self.look_at(&groups, kept, telling, out)
                },
            )?;
        }
        Ok(())
    }

    /// Checks groups of lines, several at once, and keeps what is told of them until their turn.
    fn look_at<T: Telling>(
        &self,
        groups: &[Vec<Found>],
        kept: bool,
        telling: &T,
        out: &mut Out<'_, T::Count>,
    ) -> io::Result<()> {
        for some in groups.chunks(AT_ONCE) {
            let looked: io::Result<Vec<Looked<T::Count>>> = some
                .par_iter()
                .map(|group| self.look(group.iter().map(Found::line), kept, &|_| true, telling))
                .collect();
            for looked in looked? {
                out.decided |= looked.decided;
                for (line, bytes, count) in looked.reports {
                    (out.count)(count);
                    out.reports.push(line, &bytes)?;
                }
                for (line, bytes) in looked.problems {
                    out.problems.push(line, &bytes)?;
                }
            }
        }
        Ok(())
    }

    /// Checks the lines that simply hold, each beside the one a year earlier, and tells all in their order.
    fn in_order<T: Telling>(&self, telling: &T, out: &mut Out<'_, T::Count>) -> io::Result<()> {
        let pieces: Vec<usize> = (0..self.pieces.count()).collect();
        let mut last = vec![None; self.bodies.all().len()];
        let mut reader = self.source.open()?;
        let wanted = |way| matches!(way, Way::Held(_) | Way::Alone(true) | Way::NotKept(true));
        let may = |_| true;
        self.gather(&pieces, true, may, wanted, |lines| {
            let alike = lines.chunk_by(|one, next| is_kept(one) == is_kept(next));
            let groups = alike.flat_map(|some| some.chunks(TOGETHER)).map(|own| Held::of(own, &mut last, &mut reader));
            let groups: Vec<Held<'_>> = groups.collect::<io::Result<_>>()?;
            for some in groups.chunks(AT_ONCE) {
                let look = |group: &Held<'_>| {
                    let lines = group.earlier.iter().map(|(number, text)| Line { number: *number, text });
                    let lines = lines.chain(group.own.iter().map(Found::line));
                    self.look(lines, group.own.first().is_none_or(is_kept), &|line| line >= group.first(), telling)
                };
                let looked: io::Result<Vec<Looked<T::Count>>> = some.par_iter().map(look).collect();
                for looked in looked? {
                    out.decided |= looked.decided;
                    for (line, bytes, count) in looked.reports {
                        (out.count)(count);
                        out.reports.give(line, |bytes| (out.tell)(Piece::Report(bytes)))?;
                        (out.tell)(Piece::Report(&bytes))?;
                    }
                }
            }
            Ok(())
        })
    }

    /// Checks some lines the ordinary way, and puts into words what is `own` of them.
    fn look<'t, T: Telling>(
        &self,
        lines: impl Iterator<Item = Line<'t>>,
        kept: bool,
        own: &dyn Fn(usize) -> bool,
        telling: &T,
    ) -> io::Result<Looked<T::Count>> {
        let document = self.lines.document(lines).map_err(|_| changed())?;
        let mut recognised = self.lines.recogniser.panel_lines(&self.lines.panel, &document);
        let line = |part: &crate::report::Report| part.part.as_ref().map_or(0, |part| part.line);
        for report in recognised.reports.iter_mut().filter(|report| line(report) == self.totals.last_report) {
            report.unrecognised.extend(self.unknown().iter().cloned());
        }
        let linked = if kept {
            Linked::of(&recognised.reports, Given::default(), &[])
        } else {
            Linked::apart(&recognised.reports)
        };
        let found = findings(&linked, Wanted { coverage: false, passes: true });
        let mut looked = Looked { reports: Vec::new(), problems: Vec::new(), decided: false };
        let mut problems = recognised.problems;
        for (report, (findings, more)) in recognised.reports.into_iter().zip(found) {
            let line = line(&report);
            if !own(line) {
                continue;
            }
            problems.extend(more);
            let Findings { checks, suggestions, coverage } = findings;
            looked.decided |= checks.iter().any(Check::is_decided);
            let (bytes, count) = telling.report(CheckedReport { report, checks, suggestions, coverage });
            looked.reports.push((line, bytes, count));
        }
        for problem in problems {
            let place = problem.place.as_ref();
            let text = place.and_then(|place| document.text.get(place.span.clone())).unwrap_or_default();
            looked.problems.push((place.map_or(0, |place| place.line), telling.problem(&problem, text)));
        }
        Ok(looked)
    }
}

impl<'f> Held<'f> {
    fn of(own: &'f [Found], last: &mut [Last], reader: &mut Reader) -> io::Result<Self> {
        let mut group = Self { earlier: Vec::new(), own };
        for line in own {
            let Way::Held(number) = line.way else { continue };
            let Some(slot) = last.get_mut(number as usize) else { continue };
            let bytes = line.start..line.start + line.text.len() as u64;
            if let Some((number, bytes)) = slot.replace((line.number, bytes))
                && number < group.first()
            {
                let text = String::from_utf8(reader.bytes(bytes)?).map_err(|_| changed())?;
                group.earlier.push((number, text));
            }
        }
        group.earlier.sort();
        Ok(group)
    }

    /// The number of its first line.
    fn first(&self) -> usize {
        self.own.first().map_or(0, |line| line.number)
    }
}

fn is_kept(line: &Found) -> bool {
    !matches!(line.way, Way::NotKept(_))
}

/// Whether a problem is that a line stands twice.
fn is_of_two_lines(problem: &Problem) -> bool {
    let line = problem.place.as_ref().map(|place| place.line);
    matches!(problem.kind, ProblemKind::DuplicateRow { first, .. } if line != Some(first))
}

/// Lines of whole bodies in groups; they stand body by body.
fn groups(lines: Vec<(u32, Found)>) -> Vec<Vec<Found>> {
    let mut groups: Vec<Vec<Found>> = Vec::new();
    let mut last = None;
    for (body, line) in lines {
        match groups.last_mut().filter(|group| last == Some(body) || group.len() < TOGETHER) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
        last = Some(body);
    }
    groups
}
