//! Lines of a panel found again: which of them go which way is known once all have gone by.

use std::io;

use rayon::prelude::*;

use super::pieces::changed;
use super::scan::Kind;
use super::shape::Fields;
use super::{AT_ONCE, Panel, Stand, stand};
use crate::read::chunks::Line;

/// A line that was found again.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) number: usize,
    pub(super) text: String,
    /// The byte of the file that it starts at.
    pub(super) start: u64,
    pub(super) way: Way,
}

/// How a line is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Its body holds; the body's number.
    Held(u32),
    /// With all lines of its body; the body's number.
    Together(u32),
    /// For itself: no body and year link it to others. Whether it holds.
    Alone(bool),
    /// For itself, since its body is not kept. Whether it holds.
    NotKept(bool),
}

impl Found {
    pub(super) fn line(&self) -> Line<'_> {
        Line { number: self.number, text: &self.text }
    }
}

impl Panel {
    /// The lines of some pieces that go one of the ways that are wanted, in their order, some pieces at a time.
    /// Those of a body that `may` not be wanted are passed over as soon as it is known.
    pub(super) fn gather(
        &self,
        pieces: &[usize],
        every: bool,
        may: impl Fn(Option<u32>) -> bool + Sync,
        wanted: impl Fn(Way) -> bool + Sync,
        mut each: impl FnMut(Vec<Found>) -> io::Result<()>,
    ) -> io::Result<()> {
        for group in pieces.chunks(AT_ONCE) {
            let found: io::Result<Vec<Vec<Found>>> =
                group.par_iter().map(|piece| self.gather_piece(*piece, every, &may, &wanted)).collect();
            each(found?.into_iter().flatten().collect())?;
        }
        Ok(())
    }

    fn gather_piece(
        &self,
        number: usize,
        every: bool,
        may: &impl Fn(Option<u32>) -> bool,
        wanted: &impl Fn(Way) -> bool,
    ) -> io::Result<Vec<Found>> {
        let first = self.pieces.get(number).ok_or_else(changed)?.line;
        let piece = self.pieces.read(&self.source, number)?;
        let (mut found, mut fields, mut start) = (Vec::new(), Fields::default(), piece.start);
        for (number, line) in (first..).zip(piece.text.split_inclusive('\n')) {
            let named = self.lines.body(line, &mut fields).map(|body| self.bodies.number(body));
            let over = line.trim_ascii_end().is_empty() || named.is_some_and(|body| !may(body));
            let way = if over { None } else { self.way(line, every, &mut fields)? };
            if let Some(way) = way.filter(|way| wanted(*way)) {
                found.push(Found { number, text: line.to_owned(), start, way });
            }
            start += line.len() as u64;
        }
        Ok(found)
    }

    fn way(&self, line: &str, every: bool, fields: &mut Fields) -> io::Result<Option<Way>> {
        let (whose, good) = match self.lines.kind(line, fields).map_err(|_| changed())? {
            Kind::Blank => return Ok(None),
            Kind::Ragged => (None, false),
            Kind::Report { whose, good, .. } => (whose, good),
        };
        let Some((body, _)) = whose else { return Ok(Some(Way::Alone(good))) };
        let known = self.bodies.number(body).and_then(|number| Some((number, self.bodies.get(number)?)));
        Ok(Some(match known.map(|(number, body)| (number, stand(body, every))) {
            Some((number, Stand::Held)) => Way::Held(number),
            Some((number, Stand::Together)) => Way::Together(number),
            Some((_, Stand::Apart)) | None => Way::NotKept(good),
        }))
    }
}
