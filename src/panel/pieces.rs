//! The pieces that a file is read in: where each starts, and at which line.

use std::io;

use crate::limits::Limits;
use crate::read::chunks::Source;

/// The pieces of a file, as far as they are known.
#[derive(Debug)]
pub(super) struct Pieces {
    size: u64,
    start: u64,
    end: u64,
    limits: Limits,
    known: Vec<Start>,
}

/// Where a piece of a file starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// The number of its first line.
    pub(super) line: usize,
    /// Whether a line of it that no body links to others has to be looked at closer.
    pub(super) lonely: bool,
}

/// The text of a piece, whole lines.
pub(super) struct Text {
    /// The byte that it starts at.
    pub(super) start: u64,
    pub(super) text: String,
}

impl Pieces {
    pub(super) fn new(size: u64, start: u64, end: u64, limits: Limits) -> Self {
        Self { size: size.max(1), start, end, limits, known: Vec::new() }
    }

    /// How many pieces the file has.
    pub(super) fn count(&self) -> usize {
        usize::try_from(self.end.saturating_sub(self.start).div_ceil(self.size)).unwrap_or(usize::MAX)
    }

    /// How many of them are known.
    pub(super) fn known(&self) -> usize {
        self.known.len()
    }

    pub(super) fn add(&mut self, pieces: Vec<Start>) {
        self.known.extend(pieces);
    }

    pub(super) fn get(&self, number: usize) -> Option<Start> {
        self.known.get(number).copied()
    }

    /// Reads a piece: the lines that start in it.
    pub(super) fn read(&self, source: &Source, number: usize) -> io::Result<Text> {
        let start = self.start + self.size * number as u64;
        let end = (start + self.size).min(self.end);
        let (start, text) = source.open()?.lines(start..end, self.start, &self.limits)?.ok_or_else(changed)?;
        Ok(Text { start, text })
    }
}

/// The file is not what it was when its lines were gone through first, or never was plain.
pub(super) fn changed() -> io::Error {
    io::Error::other("the file is not plain, or changed while it was read")
}
