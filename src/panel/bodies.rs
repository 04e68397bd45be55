//! What is kept of the bodies of a panel while its lines go by: the years of each, and what its first and
//! last year bring to the rules between years. Nothing here grows with the lines.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use crate::check::panel::Sums;

/// How many bodies' earlier figures are kept.
pub const MAX_BODIES: usize = 450_000;
/// How many lines of one body are looked at together.
pub const MAX_LINES_OF_BODY: u32 = 4096;

/// Consecutive lines of one body.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// The body, by the hash of its name.
    pub(super) body: u64,
    pub(super) years: Years,
    pub(super) lines: u32,
    /// How many of them hold on their own.
    pub(super) good: u32,
    /// Whether all of them do, and their years follow each other, and their relations hold.
    pub(super) holds: bool,
    /// Whether some of their years may be the same.
    pub(super) repeats: bool,
}

/// The first and the last year, without a gap where the lines hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Years {
    pub(super) first: i32,
    pub(super) last: i32,
}

/// All lines of one body so far.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) run: Run,
    /// The pieces of the file with its first and its last line.
    pub(super) pieces: (u32, u32),
    /// Whether a line stands before that of the year before.
    pub(super) descends: bool,
}

/// The bodies, in the order of their first lines.
pub(super) struct Bodies {
    sums: Arc<Sums>,
    most: usize,
    index: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    list: Vec<Body>,
    sides: Vec<i64>,
}

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// It is of a body that was not seen before.
    New,
    /// It is of a known body.
    Known,
    /// There are too many bodies to keep this one.
    Over,
}

/// The names are hashed already.
#[derive(Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// Adds a run to the one before it of the same body. `sides` are what each brings to the year before and
/// to the year after; those of the sum replace the first ones.
pub(super) fn join(sums: &Sums, run: &mut Run, sides: &mut [i64], next: &Run, next_sides: &[i64]) -> bool {
    let width = sums.linked().0;
    let mut descends = false;
    let linked = match (sides.split_at_mut_checked(width), next_sides.split_at_checked(width)) {
        (Some((_, earlier)), Some((later, new))) if Some(next.years.first) == run.years.last.checked_add(1) => {
            let holds = sums.hold_between(earlier, later);
            earlier.copy_from_slice(new);
            run.years.last = next.years.last;
            holds
        }
        (Some((later, _)), Some((new, earlier))) if Some(next.years.last) == run.years.first.checked_sub(1) => {
            descends = true;
            let holds = sums.hold_between(earlier, later);
            later.copy_from_slice(new);
            run.years.first = next.years.first;
            holds
        }
        _ => {
            run.repeats |= next.years.first <= run.years.last && run.years.first <= next.years.last;
            run.years.first = run.years.first.min(next.years.first);
            run.years.last = run.years.last.max(next.years.last);
            false
        }
    };
    run.holds &= linked && next.holds;
    run.repeats |= next.repeats;
    run.lines += next.lines;
    run.good += next.good;
    descends
}

impl Bodies {
    /// Keeps so many bodies at most.
    pub(super) fn new(sums: Arc<Sums>, most: usize) -> Self {
        Self { sums, most, index: HashMap::default(), list: Vec::new(), sides: Vec::new() }
    }

    /// Adds a run of a piece of the file.
    pub(super) fn add(&mut self, run: &Run, sides: &[i64], descends: bool, piece: u32) -> Added {
        let width = self.sums.linked().0 * 2;
        let known = self.index.get(&run.body).copied();
        let Some(number) = known else {
            if self.list.len() >= self.most {
                return Added::Over;
            }
            self.index.insert(run.body, u32::try_from(self.list.len()).unwrap_or(u32::MAX));
            self.list.push(Body { run: run.clone(), pieces: (piece, piece), descends });
            self.sides.extend(sides);
            return Added::New;
        };
        let at = number as usize;
        if let (Some(body), Some(own)) = (self.list.get_mut(at), self.sides.get_mut(at * width..(at + 1) * width)) {
            body.pieces.1 = piece;
            body.descends |= descends | join(&self.sums, &mut body.run, own, run, sides);
        }
        Added::Known
    }

    /// How many relations there are between two years.
    pub(super) fn width(&self) -> usize {
        self.sums.linked().0
    }

    /// The number of a body in the order of first lines.
    pub(super) fn number(&self, body: u64) -> Option<u32> {
        self.index.get(&body).copied()
    }

    pub(super) fn get(&self, number: u32) -> Option<&Body> {
        self.list.get(number as usize)
    }

    pub(super) fn all(&self) -> &[Body] {
        &self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(body: u64, first: i32, last: i32) -> Run {
        Run { body, years: Years { first, last }, lines: 1, good: 1, holds: true, repeats: false }
    }

    fn bodies(most: usize, runs: &[Run]) -> (Bodies, Vec<Added>) {
        let mut bodies = Bodies::new(Arc::default(), most);
        let added = runs.iter().zip(0..).map(|(run, piece)| bodies.add(run, &[], false, piece)).collect();
        (bodies, added)
    }

    #[test]
    fn years_that_may_stand_twice_are_told() {
        for (years, repeats) in [
            (vec![(0, 0), (1, 2), (3, 3)], false),
            (vec![(0, 0), (2, 2), (4, 4), (-3, -1)], false),
            (vec![(0, 0), (2, 2), (2, 2)], true),
            (vec![(0, 0), (2, 2), (1, 1)], true),
        ] {
            let runs: Vec<Run> = years.iter().map(|(first, last)| run(1, *first, *last)).collect();
            assert_eq!(bodies(9, &runs).0.all()[0].run.repeats, repeats, "{years:?}");
        }
    }

    #[test]
    fn only_so_many_bodies_are_kept() {
        let (bodies, added) = bodies(2, &[run(1, 0, 0), run(2, 0, 0), run(3, 0, 0), run(1, 1, 1)]);
        assert_eq!(added, [Added::New, Added::New, Added::Over, Added::Known]);
        assert_eq!((bodies.number(2), bodies.number(3)), (Some(1), None));
        assert_eq!((bodies.all()[0].run.lines, bodies.all()[0].pieces), (2, (0, 3)));
    }
}
