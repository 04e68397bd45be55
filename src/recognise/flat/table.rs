//! Records of one form to a table, and what of it does not fit. The table is then recognised like
//! any other; nothing here puts a figure into a form.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::super::index::{Axis, Index};
use super::super::label::key;
use super::Rebuilt;
use super::blanks::{common, ways};
use super::cells::{Piece, heads_columns};
use super::columns::{Column, Heading, Reading, Segment, segments};
use super::figures::{Fit, Shape, Spaces, count, signs};
use super::records::{Record, joined, joined_cell};
use crate::document::{Cell, Row, Table};
use crate::forms::Form;
use crate::problem::ProblemKind;

/// The records that are probably one table.
pub(super) struct Source<'s> {
    pub(super) pieces: &'s [Piece<'s>],
    pub(super) index: &'s Index,
    pub(super) form: usize,
    pub(super) records: &'s [Record<'s>],
    /// The texts after the last record.
    pub(super) tail: Range<usize>,
}

/// The label of a record.
struct Name {
    cell: Option<Cell>,
    row: Option<usize>,
    /// Texts that it takes before the figures and after them.
    before: usize,
    after: usize,
    /// Whether it is a line of the form without figures, and signs for none stand beside it.
    group: bool,
}

/// A record with its label and the texts that stand between it and the one before.
struct Line<'s> {
    record: &'s Record<'s>,
    name: Name,
    between: Vec<Segment<'s>>,
}

/// Rebuilds one table.
pub(super) fn rebuild(source: &Source<'_>, out: &mut Rebuilt) {
    let Some(form) = source.index.forms.get(source.form).map(Arc::clone) else { return };
    let mut lines = source.lines();
    let Some(first) = lines.first_mut() else { return };
    let headed = first.record.headed;
    let heading = if headed { source.heading(first) } else { Heading::default() };
    let titles = if headed { heading.segments.start } else { source.above(first, &form) };
    let after = if headed { heading.segments.end } else { titles };
    let start = first.between.get(titles).map_or(first.record.values.start, |segment| segment.pieces.start);
    let start = if titles < first.between.len() { start } else { first.record.texts.end - first.name.before };
    let above: Vec<Segment<'_>> = first.between.drain(..after.min(first.between.len())).collect();
    let Some(place) = source.pieces.get(start).map(Piece::cell) else { return };

    let (rows, partial) = (Vec::new(), BTreeMap::new());
    let mut maker = Maker { source, form: &form, out, rows, partial, spaced: Vec::new(), seen: Vec::new() };
    if let Some(reading) = maker.reading(&lines, &heading, &place) {
        maker.header(&heading, &reading, &place);
        let shape = maker.shape(&lines, &reading);
        maker.above(above.get(..titles).unwrap_or_default(), shape);
        for line in &lines {
            maker.line(line, shape);
        }
        maker.tail(lines.last(), shape);
        maker.finish(&reading.columns);
    }
    let end = lines.last().map_or(start, |last| last.record.values.end + last.name.after);
    out.take(source.pieces, start..end);
}

impl<'s> Source<'s> {
    fn lines(&self) -> Vec<Line<'s>> {
        let mut taken = 0;
        let mut lines = Vec::with_capacity(self.records.len());
        for record in self.records {
            let texts = record.texts.start + taken..record.texts.end;
            let name = self.name(record, texts.clone());
            let between = texts.start..texts.end.saturating_sub(name.before).max(texts.start);
            taken = name.after;
            lines.push(Line { record, name, between: segments(self.pieces, between, self.index, self.form) });
        }
        lines
    }

    fn name(&self, record: &Record<'_>, texts: Range<usize>) -> Name {
        if let Some((row, found)) = record.row(self.form, &self.index.forms)
            && found.before <= texts.len()
        {
            let after = record.values.end..record.values.end + found.after;
            let cell = joined_cell(self.pieces, (texts.end - found.before..texts.end).chain(after));
            return Name { cell, row: Some(row), before: found.before, after: found.after, group: false };
        }
        let says_none = |piece: &Piece<'_>| !piece.text().contains(char::is_numeric);
        if let Some(found) = record.group(self.form, &self.index.forms)
            && found.before <= texts.len()
            && self.pieces.get(record.values.clone()).unwrap_or_default().iter().all(says_none)
        {
            let cell = joined_cell(self.pieces, texts.end - found.before..texts.end);
            return Name { cell, row: None, before: found.before, after: 0, group: true };
        }
        let unknown = |at: &usize| self.pieces.get(*at).and_then(Piece::label).is_some_and(|label| !self.knows(label));
        let most = texts.clone().rev().take_while(unknown).count().min(3);
        for before in (1..=most).rev() {
            let range = texts.end - before..texts.end;
            let text = joined(self.pieces, range.clone());
            if let Some(row) = self.index.resembling(&key(&text), self.form, Axis::Row, &[]) {
                return Name { cell: joined_cell(self.pieces, range), row: Some(row), before, after: 0, group: false };
            }
        }
        // A heading over figures is none of their label.
        let last = texts.end.checked_sub(1).filter(|last| *last >= texts.start);
        let last = last.filter(|last| {
            let label = self.pieces.get(*last).and_then(Piece::label);
            label.is_some_and(|label| label.lines(self.form, Axis::Column).next().is_none())
        });
        let cell = last.and_then(|last| self.pieces.get(last)).map(Piece::cell);
        Name { before: usize::from(cell.is_some()), cell, row: None, after: 0, group: false }
    }

    fn knows(&self, label: &super::super::index::Label<'_>) -> bool {
        label.meanings.iter().any(|meaning| meaning.form == self.form)
    }

    /// The heading before the first record. Where it lacks the column that the record's label would
    /// be, the label is that column, and the record has none.
    fn heading(&self, first: &mut Line<'s>) -> Heading {
        let heading = Heading::of(&first.between, self.pieces, self.form);
        let label = first.record.texts.end.checked_sub(1).and_then(|last| self.pieces.get(last)).and_then(Piece::label);
        let column = label.and_then(|label| label.lines(self.form, Axis::Column).next());
        let missing = column.is_some_and(|column| heading.known() > 0 && !heading.has(column));
        if !missing || first.name.before != 1 || first.name.after > 0 {
            return heading;
        }
        first.name = Name { cell: None, row: None, before: 0, after: 0, group: false };
        first.between = segments(self.pieces, first.record.texts.clone(), self.index, self.form);
        Heading::of(&first.between, self.pieces, self.form)
    }

    /// Where the lines of the form begin among the texts before the first record.
    fn above(&self, first: &Line<'_>, form: &Form) -> usize {
        let heading = |row: usize| form.rows.get(row).is_some_and(|line| line.heading);
        let other = |segment: &Segment<'_>| !segment.label.lines(self.form, Axis::Row).any(heading);
        first.between.iter().rposition(other).map_or(0, |last| last + 1)
    }
}

struct Maker<'m> {
    source: &'m Source<'m>,
    form: &'m Form,
    out: &'m mut Rebuilt,
    rows: Vec<Row>,
    /// Rows of which only some columns are certain, by these columns.
    partial: BTreeMap<Vec<usize>, Vec<Row>>,
    spaced: Vec<Spaced>,
    /// The rows of the form that were met.
    seen: Vec<usize>,
}

/// How the spaces of a row were read.
struct Spaced {
    row: usize,
    spaces: Spaces,
    /// Whether the figures stand in another line than the label, and in several lines.
    own_line: bool,
    lines: bool,
}

impl<'m> Maker<'m> {
    fn shape<'r>(&self, lines: &[Line<'_>], reading: &'r Reading) -> Shape<'r>
    where
        'm: 'r,
    {
        let pieces = self.source.pieces;
        let signs = lines.iter().any(|line| signs(pieces, line.record.values.clone()));
        Shape { pieces, form: self.form, columns: &reading.columns, signs }
    }

    /// The columns under which most rows have the right number of figures.
    fn reading(&mut self, lines: &[Line<'_>], heading: &Heading, place: &Cell) -> Option<Reading> {
        let pieces = self.source.pieces;
        let fits = |reading: &Reading| {
            let shape = self.shape(lines, reading);
            let fits = |line: &&Line<'_>| {
                let values = line.record.values.clone();
                let by_sums =
                    |row| !ways(self.form, &reading.columns, row, &figures(pieces, values.clone())).is_empty();
                shape.fit(values.clone(), line.name.row).is_some() || line.name.row.is_some_and(by_sums)
            };
            lines.iter().filter(|line| line.name.row.is_some()).filter(fits).count()
        };
        let readings = heading.readings(self.form, place);
        let scored = readings.into_iter().map(|reading| (fits(&reading), reading));
        // Of equals the first.
        let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, reading)) = best.filter(|(fits, _)| *fits > 0) else {
            let figures = usual(lines.iter().map(|line| count(pieces, line.record.values.clone())));
            let kind = ProblemKind::FlatColumns { found: heading.known(), figures };
            self.out.problem(heading.first().unwrap_or(place), kind);
            return None;
        };
        if !reading.printed && reading.columns.len() > 1 {
            let names: Vec<&str> = reading.columns.iter().map(|column| &*column.cell.text).collect();
            let kind = ProblemKind::FlatHeading { columns: names.join("、") };
            self.out.problem(heading.first().unwrap_or(place), kind);
        }
        Some(reading)
    }

    fn header(&mut self, heading: &Heading, reading: &Reading, place: &Cell) {
        let label = heading.label.clone().unwrap_or_else(|| blank(place));
        let columns = reading.columns.iter().map(|column| column.cell.clone());
        self.rows.push(Row { cells: std::iter::once(label).chain(columns).collect() });
    }

    fn line(&mut self, line: &Line<'_>, shape: Shape<'_>) {
        for segment in &line.between {
            self.text(segment, shape);
        }
        let pieces = self.source.pieces;
        let values = line.record.values.clone();
        let Some(label) = &line.name.cell else {
            let found = pieces.get(values).unwrap_or_default().iter().filter(|piece| piece.is_value());
            let cells: Vec<Cell> = found.map(Piece::cell).collect();
            self.out.unread(&cells);
            return;
        };
        if line.name.group {
            self.rows.push(Row { cells: vec![label.clone()] });
            return;
        }
        let row = line.name.row;
        self.seen.extend(row);
        let Some(Fit { cells, spaces }) = shape.fit(values.clone(), row) else {
            if !row.is_some_and(|row| self.by_sums(label, row, values.clone(), shape)) {
                self.misfit(label, count(pieces, values), shape.expected(row));
            }
            return;
        };
        let figures: Vec<usize> = pieces.get(values).unwrap_or_default().iter().map(|piece| piece.paragraph).collect();
        let of_label =
            line.record.texts.end.checked_sub(1).and_then(|last| pieces.get(last)).map(|piece| piece.paragraph);
        self.spaced.push(Spaced {
            row: self.rows.len(),
            spaces,
            own_line: figures.first().copied() != of_label,
            lines: figures.first() != figures.last(),
        });
        let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| blank(label)));
        self.rows.push(Row { cells: std::iter::once(label.clone()).chain(cells).collect() });
    }

    /// Reads a row whose blank cells left nothing as far as its sums tell; `false` where they tell nothing.
    fn by_sums(&mut self, label: &Cell, row: usize, values: Range<usize>, shape: Shape<'_>) -> bool {
        let figures = figures(self.source.pieces, values);
        let ways = ways(self.form, shape.columns, row, &figures);
        let certain = common(&ways);
        let figure = |at: usize| figures.get(at).cloned().unwrap_or_else(|| blank(label));
        let all = (0..shape.columns.len()).map(|column| {
            let at = certain.iter().find(|(own, _)| *own == column);
            at.map_or_else(|| blank(label), |(_, at)| figure(*at))
        });
        if ways.len() == 1 {
            self.rows.push(Row { cells: std::iter::once(label.clone()).chain(all).collect() });
            return true;
        }
        if ways.is_empty() {
            return false;
        }
        let doubtful = figures.iter().enumerate().filter(|(at, _)| certain.iter().all(|(_, own)| own != at));
        let doubtful: Vec<&str> = doubtful.map(|(_, cell)| cell.text.trim()).collect();
        let (name, figures) = (label.text.trim().to_owned(), doubtful.join("、"));
        self.out.problem(label, ProblemKind::FlatBlanks { label: name, figures });
        self.rows.push(Row { cells: vec![label.clone()] });
        if !certain.is_empty() {
            let cells = certain.iter().map(|(_, at)| figure(*at));
            let cells = std::iter::once(label.clone()).chain(cells).collect();
            let columns = certain.iter().map(|(column, _)| *column).collect();
            self.partial.entry(columns).or_default().push(Row { cells });
        }
        true
    }

    /// Rows under an earlier heading that have no figures at all.
    fn above(&mut self, segments: &[Segment], shape: Shape<'_>) {
        let heads = segments.iter().position(|segment| heads_columns(&segment.label));
        for segment in segments.iter().skip(heads.unwrap_or(segments.len())) {
            let mut rows = segment.label.lines(self.source.form, Axis::Row);
            let lost = rows.find(|row| self.form.rows.get(*row).is_some_and(|line| !line.heading));
            if let (Some(row), Some(cell)) = (lost, segment.cell(self.source.pieces)) {
                let label = cell.text.trim().to_owned();
                let expected = shape.expected(Some(row)).max(1);
                self.out.problem(&cell, ProblemKind::FlatRow { label, found: 0, expected });
            }
        }
    }

    /// A text of a table that has no figures: a line of the form that groups others, one that lost its
    /// figures, or something else.
    fn text(&mut self, segment: &Segment<'_>, shape: Shape<'_>) {
        let Some(cell) = segment.cell(self.source.pieces) else { return };
        let rows: Vec<usize> = segment.label.lines(self.source.form, Axis::Row).collect();
        let heading = |row: &usize| self.form.rows.get(*row).is_some_and(|line| line.heading);
        match rows.first() {
            Some(_) if rows.iter().any(heading) => self.rows.push(Row { cells: vec![cell] }),
            Some(row) if self.form.blank_is_zero => {
                self.seen.push(*row);
                let blanks = shape.columns.iter().map(|_| blank(&cell));
                self.rows.push(Row { cells: std::iter::once(cell.clone()).chain(blanks).collect() });
            }
            Some(row) => self.misfit(&cell, 0, shape.expected(Some(*row))),
            None if segment.is_unknown(self.source.form) => self.out.unread(&[cell]),
            None => {}
        }
    }

    /// A row with another number of figures than it should have. Its label stays, so that labels that
    /// depend on it are understood.
    fn misfit(&mut self, label: &Cell, found: usize, expected: usize) {
        let name = label.text.trim().to_owned();
        self.out.problem(label, ProblemKind::FlatRow { label: name, found, expected });
        self.rows.push(Row { cells: vec![label.clone()] });
    }

    /// A last row without figures: the next line of the form right after the table.
    fn tail(&mut self, last: Option<&Line<'_>>, shape: Shape<'_>) {
        let Some(last) = last else { return };
        let texts = self.source.tail.start + last.name.after..self.source.tail.end;
        let texts = texts.start..texts.end.min(texts.start + super::records::MOST_LINES);
        let segments = segments(self.source.pieces, texts, self.source.index, self.source.form);
        let Some(segment) = segments.first() else { return };
        let mut rows = segment.label.lines(self.source.form, Axis::Row);
        let below = rows.next().filter(|row| self.seen.iter().all(|seen| seen < row));
        let heading = below.and_then(|row| self.form.rows.get(row)).is_none_or(|line| line.heading);
        if !heading && !self.form.blank_is_zero {
            self.text(segment, shape);
        }
    }

    /// Rows in which a space groups digits, beside rows in which it parts figures, are not read; nor
    /// are those in which it parts figures where other rows have a line for each.
    fn finish(mut self, columns: &[Column]) {
        let headings: Vec<Cell> = columns.iter().map(|column| column.cell.clone()).collect();
        let has = |wanted: Spaces| self.spaced.iter().any(|row| row.spaces == wanted);
        let mixed = has(Spaces::Part) && has(Spaces::Group);
        let lines = self.spaced.iter().any(|row| row.lines && row.spaces == Spaces::Clear);
        for spaced in std::mem::take(&mut self.spaced) {
            let doubtful = match spaced.spaces {
                Spaces::Clear => false,
                Spaces::Part => spaced.own_line && (mixed || lines),
                Spaces::Group => mixed,
            };
            let Some(row) = self.rows.get_mut(spaced.row).filter(|_| doubtful) else { continue };
            row.cells.truncate(1);
            if let Some(label) = row.cells.first() {
                self.out.problem(label, ProblemKind::FlatSpaces { label: label.text.trim().to_owned() });
            }
        }
        self.out.tables.push(Table { rows: self.rows });
        for (columns, rows) in self.partial {
            let heading: Vec<Cell> = columns.iter().filter_map(|column| headings.get(*column).cloned()).collect();
            let Some(first) = heading.first() else { continue };
            // A heading of one cell would be a title.
            let label = Cell { text: self.form.title.zh.as_str().into(), place: first.place.clone() };
            let heading = Row { cells: std::iter::once(label).chain(heading).collect() };
            self.out.tables.push(Table { rows: std::iter::once(heading).chain(rows).collect() });
        }
    }
}

/// The figures among some cells.
fn figures(pieces: &[Piece<'_>], values: Range<usize>) -> Vec<Cell> {
    pieces.get(values).unwrap_or_default().iter().filter(|piece| piece.is_value()).map(Piece::cell).collect()
}

fn blank(beside: &Cell) -> Cell {
    Cell { text: "".into(), place: beside.place.clone() }
}

/// The number that stands there most often, of equals the smallest.
fn usual(numbers: impl Iterator<Item = usize>) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(number, count)| (*count, std::cmp::Reverse(*number))).map_or(0, |found| found.0)
}
