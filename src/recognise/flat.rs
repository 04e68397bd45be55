//! Tables in plain text whose cells became lines of their own, rebuilt through the labels of the
//! forms. What does not fit the shape of a form is told, never guessed. A rebuilt table goes the way
//! of every other; nothing here reads a figure.

mod blanks;
mod cells;
mod columns;
mod crossed;
mod figures;
mod records;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::index::{Axis, Index};
use crate::document::{Cell, Document, Paragraph, Place, Table};
use crate::problem::ProblemKind;
use cells::{Piece, pieces};
use records::{Region, regions};

/// What became of the paragraphs of a document.
#[derive(Default)]
pub(super) struct Rebuilt {
    /// The tables, in the order of the document.
    pub(super) tables: Vec<Table>,
    /// What does not fit.
    pub(super) problems: Vec<(Place, ProblemKind)>,
    /// Text within tables that is no part of them.
    pub(super) unread: Vec<Cell>,
    /// The paragraphs that are cells of tables, by number.
    taken: BTreeSet<usize>,
}

/// Rebuilds the tables among the paragraphs of a document, which is a report for `year`.
pub(super) fn rebuild(document: &Document, index: &Index, year: Option<i32>) -> Rebuilt {
    let mut out = Rebuilt::default();
    let pieces = pieces(&document.paragraphs, index);
    for region in regions(&pieces, index) {
        let mut start = 0;
        while let Some(record) = region.records.get(start) {
            start += if crossed::rebuild(record, &pieces, index, &mut out) {
                1
            } else {
                one_table(&region, start, &pieces, (index, year), &mut out)
            };
        }
    }
    out
}

impl Rebuilt {
    /// The paragraphs that are no cells, in order.
    pub(super) fn prose(&self, document: &Document) -> Vec<Paragraph> {
        let rest = document.paragraphs.iter().enumerate().filter(|(number, _)| !self.taken.contains(number));
        rest.map(|(_, paragraph)| paragraph.clone()).collect()
    }

    fn problem(&mut self, at: &Cell, kind: ProblemKind) {
        self.problems.push((at.place.clone(), kind));
    }

    /// Lists some cells as one text.
    fn unread(&mut self, cells: &[Cell]) {
        let Some(first) = cells.first() else { return };
        let texts: Vec<&str> = cells.iter().map(|cell| cell.text.trim()).collect();
        self.unread.push(Cell { text: texts.join(" ").into(), place: first.place.clone() });
    }

    fn take(&mut self, pieces: &[Piece<'_>], range: Range<usize>) {
        self.taken.extend(pieces.get(range).unwrap_or_default().iter().map(|piece| piece.paragraph));
    }
}

/// Rebuilds the table that starts at a record, if there is one, and tells how many records were seen.
fn one_table(
    region: &Region<'_>,
    start: usize,
    pieces: &[Piece<'_>],
    (index, year): (&Index, Option<i32>),
    out: &mut Rebuilt,
) -> usize {
    let records = region.records.get(start..).unwrap_or_default();
    let Some(first) = records.first() else { return 1 };
    let next = records.iter().skip(1).position(|record| record.headed);
    let records = records.get(..next.map_or(records.len(), |next| next + 1)).unwrap_or_default();
    let rows = |form: usize| records.iter().filter(move |record| record.row(form, &index.forms).is_some()).count();
    let columns = |form: usize| {
        let lines = first.heading(pieces).flat_map(|label| label.lines(form, Axis::Column));
        if first.headed { lines.collect::<BTreeSet<_>>().len() } else { 0 }
    };
    let mut forms: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for form in records.iter().flat_map(records::Record::forms) {
        forms.entry(form).or_insert_with(|| (rows(form), columns(form)));
    }
    // Of equals the form of the year, then one that tells a figure left out from a zero.
    let preferred = |form: usize| {
        let form = index.forms.get(form);
        let of_its_time = form.zip(year).is_some_and(|(form, year)| form.family.covers(year));
        (of_its_time, form.is_some_and(|form| !form.blank_is_zero))
    };
    let best = forms.into_iter().max_by_key(|(form, score)| (*score, preferred(*form), std::cmp::Reverse(*form)));
    let Some((form, (known, headings))) = best.filter(|(_, (known, _))| *known > 0) else {
        lost(first, pieces, out);
        return records.len();
    };
    let explained = |record: &records::Record<'_>| record.row(form, &index.forms).is_some();
    let from = if first.headed { 0 } else { records.iter().position(explained).unwrap_or(0) };
    let last = records.iter().rposition(explained).unwrap_or(from);
    // Rows that no form knows belong to the table as far as they have as many figures as its rows.
    let figures = |record: &records::Record<'_>| figures::count(pieces, record.values.clone());
    let alike = |record: &&records::Record<'_>| {
        let known = records.get(last).map(figures);
        record.forms().next().is_none() && Some(figures(record)) == known
    };
    let end = last + 1 + records.iter().skip(last + 1).take_while(alike).count();
    let trusted = known >= 2 || (known >= 1 && headings >= 1);
    if !trusted || (known * 2 < end - from && known < 3) {
        lost(first, pieces, out);
        return records.len();
    }
    let tail = region.records.get(start + end).map_or(region.tail.clone(), |record| record.texts.clone());
    table::rebuild(
        &table::Source { pieces, index, form, records: records.get(from..end).unwrap_or_default(), tail },
        out,
    );
    end + rest(records.get(end..).unwrap_or_default(), pieces, out)
}

/// Lists the rows right under a table that have another number of figures, and tells how many they are.
fn rest(records: &[records::Record<'_>], pieces: &[Piece<'_>], out: &mut Rebuilt) -> usize {
    let is_row = |record: &&records::Record<'_>| {
        let figures = figures::count(pieces, record.values.clone());
        record.forms().next().is_none() && !record.headed && record.texts.len() == 1 && (1..MANY).contains(&figures)
    };
    let rows = records.iter().take_while(is_row);
    rows.map(|record| {
        let all = pieces.get(record.texts.start..record.values.end).unwrap_or_default();
        out.unread(&all.iter().map(Piece::cell).collect::<Vec<_>>());
    })
    .count()
}

/// Figures in a row that no text but a table has.
const MANY: usize = 12;

/// Figures under a heading that lost their label are listed, and so are rows of many figures.
fn lost(record: &records::Record<'_>, pieces: &[Piece<'_>], out: &mut Rebuilt) {
    let texts = pieces.get(record.texts.clone()).unwrap_or_default();
    let columns = texts.iter().filter_map(Piece::label).any(|label| label.is_known(Axis::Column));
    let figures = pieces.get(record.values.clone()).unwrap_or_default();
    let values: Vec<Cell> = figures.iter().filter(|piece| piece.is_value()).map(Piece::cell).collect();
    let is_headed = record.headed && (columns || record.forms().next().is_some()) && !values.is_empty();
    if is_headed || values.len() >= MANY {
        out.unread(&values);
        out.take(pieces, record.values.clone());
    }
}
