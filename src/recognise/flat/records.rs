//! Cells to records: some texts and the figures after them, and which texts next to the figures are
//! the label. A label that was wrapped is put together again. Forms are chosen elsewhere.

use std::ops::Range;

use super::super::index::{Axis, Index, Label};
use super::super::vocabulary::{Role, vocabulary};
use super::cells::{Kind, Piece, heads_columns, is_known};
use crate::document::Cell;
use crate::forms::Form;

/// Lines that one label may be wrapped over.
pub(super) const MOST_LINES: usize = 8;
/// Lines of it that may stand after the figures.
const MOST_LINES_AFTER: usize = 2;
/// Texts before figures that are looked at: more than any heading has.
const MOST_TEXTS: usize = 96;

/// Texts and the figures that follow them. Both are ranges of pieces.
pub(super) struct Record<'i> {
    pub(super) texts: Range<usize>,
    pub(super) values: Range<usize>,
    /// What the texts next to the figures may mean together, the longest first.
    pub(super) names: Vec<Name<'i>>,
    /// Whether the heading of a table stands in the texts.
    pub(super) headed: bool,
}

/// Some texts around the figures of a record, read as one label.
pub(super) struct Name<'i> {
    /// Texts before the figures.
    pub(super) before: usize,
    /// Texts after them, of the next record.
    pub(super) after: usize,
    label: Label<'i>,
}

/// Records without prose between them, and the texts after the last one.
#[derive(Default)]
pub(super) struct Region<'i> {
    pub(super) records: Vec<Record<'i>>,
    pub(super) tail: Range<usize>,
}

impl Name<'_> {
    fn is_row(&self) -> bool {
        self.label.is_known(Axis::Row)
    }
}

impl Record<'_> {
    /// The row of a form that the figures belong to, and the texts that say so.
    pub(super) fn row(&self, form: usize, forms: &[std::sync::Arc<Form>]) -> Option<(usize, &Name<'_>)> {
        let known = forms.get(form)?;
        let with_figures = |row: &usize| known.rows.get(*row).is_some_and(|line| !line.heading);
        let row = |name: &Name<'_>| name.label.lines(form, Axis::Row).find(with_figures);
        self.names.iter().find_map(|name| Some((row(name)?, name)))
    }

    /// The texts that are a line of a form without figures of its own.
    pub(super) fn group(&self, form: usize, forms: &[std::sync::Arc<Form>]) -> Option<&Name<'_>> {
        let known = forms.get(form)?;
        let is_group = |row: usize| known.rows.get(row).is_some_and(|line| line.heading);
        self.names.iter().find(|name| name.label.lines(form, Axis::Row).any(is_group))
    }

    /// The labels of the heading: those after the heading of the column of labels, where it has one.
    pub(super) fn heading<'p>(&self, pieces: &'p [Piece<'p>]) -> impl Iterator<Item = &'p Label<'p>> {
        let texts = pieces.get(self.texts.clone()).unwrap_or_default();
        let labels: Vec<&Label<'_>> = texts.iter().filter_map(Piece::label).collect();
        let named = labels.iter().rposition(|label| vocabulary().is(&label.key, Role::Label));
        let column = |label: &&Label<'_>| label.is_known(Axis::Column);
        let start = named.filter(|named| labels.iter().skip(*named).any(column)).unwrap_or(0);
        labels.into_iter().skip(start)
    }

    /// The forms that have a row for the figures.
    pub(super) fn forms(&self) -> impl Iterator<Item = usize> + '_ {
        let meanings = self.names.iter().flat_map(|name| name.label.meanings.iter());
        meanings.filter(|meaning| meaning.axis == Axis::Row).map(|meaning| meaning.form)
    }
}

/// Splits all cells into regions.
pub(super) fn regions<'a>(pieces: &[Piece<'a>], index: &'a Index) -> Vec<Region<'a>> {
    let mut found = Vec::new();
    let mut region = Region::default();
    let mut at = 0;
    while at < pieces.len() {
        let texts = run(pieces, at, |kind| matches!(kind, Kind::Text(_)));
        let values = run(pieces, texts.end, |kind| matches!(kind, Kind::Value | Kind::Measure));
        at = values.end;
        if values.is_empty() {
            region.tail = texts;
            // Prose, or the end.
            at += 1;
            found.push(std::mem::take(&mut region));
        } else {
            let texts = texts.start.max(texts.end.saturating_sub(MOST_TEXTS))..texts.end;
            region.records.push(Record { texts, values, names: Vec::new(), headed: false });
        }
    }
    found.push(region);
    found.retain(|region| !region.records.is_empty());
    for region in &mut found {
        name(region, pieces, index);
    }
    found
}

fn run(pieces: &[Piece<'_>], start: usize, belongs: impl Fn(&Kind) -> bool) -> Range<usize> {
    let length = pieces.iter().skip(start).take_while(|piece| belongs(&piece.kind)).count();
    start..start + length
}

/// Looks up the labels of every record.
fn name<'a>(region: &mut Region<'a>, pieces: &[Piece<'a>], index: &'a Index) {
    let starts: Vec<Range<usize>> = region.records.iter().skip(1).map(|record| record.texts.clone()).collect();
    let nexts = starts.into_iter().map(|texts| texts.start..texts.end.saturating_sub(1));
    let nexts: Vec<Range<usize>> = nexts.chain([region.tail.clone()]).collect();
    for (record, next) in region.records.iter_mut().zip(nexts) {
        let texts = record.texts.clone();
        let mut names = Vec::new();
        let goes_on = if next.start == record.values.end { next.len().min(MOST_LINES_AFTER) } else { 0 };
        for after in 0..=goes_on {
            for before in (1..=texts.len().min(MOST_LINES)).rev() {
                let range = || (texts.end - before..texts.end).chain(next.start..next.start + after);
                let label = match pieces.get(texts.end - 1).and_then(Piece::label) {
                    Some(label) if (before, after) == (1, 0) => label.clone(),
                    _ => index.look_up(&joined(pieces, range())),
                };
                if is_known(&label) {
                    names.push(Name { before, after, label });
                }
            }
        }
        sort(&mut names);
        // The lines of a wrapped label head nothing, whatever they mean one by one.
        let wrapped =
            names.first().filter(|name| name.is_row()).map_or(0, |name| if name.before > 1 { name.before } else { 0 });
        let others = pieces.get(texts.start..texts.end - wrapped).unwrap_or_default();
        record.headed = others.iter().filter_map(Piece::label).any(heads_columns);
        record.names = names;
    }
}

/// Puts the names in order: as they stand before the figures, the longest first; but first of all those
/// that go on after the figures and mean the same. Where no text before the figures is known, any that
/// goes on may be it.
fn sort(names: &mut Vec<Name<'_>>) {
    let Some(first) = names.iter().find(|name| name.after == 0) else { return };
    let (meanings, before) = (first.label.meanings.clone(), first.before);
    names.retain(|name| name.after == 0 || (name.before == before && name.label.meanings == meanings));
    names.sort_by_key(|name| std::cmp::Reverse(name.after));
}

/// Some pieces as one text.
pub(super) fn joined(pieces: &[Piece<'_>], range: impl Iterator<Item = usize>) -> String {
    range.filter_map(|at| pieces.get(at)).map(Piece::text).collect()
}

/// Some pieces as one cell, at the place of the first.
pub(super) fn joined_cell(pieces: &[Piece<'_>], range: impl Iterator<Item = usize> + Clone) -> Option<Cell> {
    let first = pieces.get(range.clone().next()?)?.cell();
    Some(Cell { text: joined(pieces, range).into(), ..first })
}
