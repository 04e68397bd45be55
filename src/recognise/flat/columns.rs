//! The heading of a flattened table: which of the texts before the first row are its columns, and
//! in which order they stood. A heading of two rows comes out row by row, so that the columns under
//! a merged cell follow all the others.

use std::ops::Range;

use super::super::index::{Axis, Index, Label};
use super::super::vocabulary::{Role, vocabulary};
use super::cells::Piece;
use super::records::{MOST_LINES, joined, joined_cell};
use crate::document::Cell;
use crate::forms::Form;

/// One or more lines that are one text.
pub(super) struct Segment<'i> {
    pub(super) pieces: Range<usize>,
    pub(super) label: Label<'i>,
}

/// A column of a flattened table.
#[derive(Clone)]
pub(super) struct Column {
    /// The column of the form; `None` where the form has no such column.
    pub(super) line: Option<usize>,
    /// Its heading.
    pub(super) cell: Cell,
}

/// What the columns may be.
pub(super) struct Reading {
    pub(super) columns: Vec<Column>,
    /// Whether the heading says so; else the form's own columns are taken.
    pub(super) printed: bool,
}

/// The heading as printed.
#[derive(Default)]
pub(super) struct Heading {
    /// The segments that it takes.
    pub(super) segments: Range<usize>,
    /// The heading of the column of labels.
    pub(super) label: Option<Cell>,
    columns: Vec<Column>,
}

impl Segment<'_> {
    pub(super) fn is(&self, form: usize, axis: Axis) -> bool {
        self.label.lines(form, axis).next().is_some()
    }

    /// Whether the text is of no form, no heading and no numbering.
    pub(super) fn is_unknown(&self, form: usize) -> bool {
        !is_known(&self.label, form)
    }

    pub(super) fn cell(&self, pieces: &[Piece<'_>]) -> Option<Cell> {
        joined_cell(pieces, self.pieces.clone())
    }

    fn has(&self, role: Role) -> bool {
        vocabulary().is(&self.label.key, role)
    }

    /// Whether a text of a heading that is no column of the form may stand over figures.
    fn heads_figures(&self, form: usize) -> bool {
        let figures = [Role::Total, Role::Subtotal, Role::Share, Role::Year, Role::Cumulative];
        self.is_unknown(form) || figures.iter().any(|role| self.has(*role))
    }
}

fn is_known(label: &Label<'_>, form: usize) -> bool {
    let filler = label.key == "其中" || label.key.chars().all(|char| char.is_ascii_digit());
    filler || vocabulary().knows(&label.key) || label.meanings.iter().any(|meaning| meaning.form == form)
}

/// Puts wrapped texts together, so that as few as can be are unknown to the form.
pub(super) fn segments<'a>(
    pieces: &[Piece<'a>],
    texts: Range<usize>,
    index: &'a Index,
    form: usize,
) -> Vec<Segment<'a>> {
    const UNKNOWN: usize = 20;
    // For each number of texts: the cost, how many the last segment takes, and what it says.
    let mut best: Vec<(usize, usize, Label<'_>)> = vec![(0, 0, Label::default())];
    for (count, end) in (texts.start + 1..=texts.end).enumerate() {
        let mut found: Option<(usize, usize, Label<'_>)> = None;
        for taken in 1..=MOST_LINES.min(count + 1) {
            let own = pieces.get(end - 1).and_then(Piece::label).filter(|_| taken == 1);
            let label = own.cloned().unwrap_or_else(|| index.look_up(&joined(pieces, end - taken..end)));
            let cost = match (is_known(&label, form), taken) {
                (true, _) => 2,
                (false, 1) => UNKNOWN,
                _ => continue,
            };
            let cost = cost + best.get(count + 1 - taken).map_or(0, |before| before.0);
            if found.as_ref().is_none_or(|(least, ..)| cost < *least) {
                found = Some((cost, taken, label));
            }
        }
        best.extend(found);
    }
    let mut segments = Vec::new();
    let mut end = texts.end;
    while let Some((_, taken, label)) = best.pop().filter(|_| end > texts.start) {
        segments.push(Segment { pieces: end - taken..end, label });
        best.truncate(best.len().saturating_sub(taken - 1));
        end -= taken;
    }
    segments.reverse();
    segments
}

impl Heading {
    /// Finds the heading among the texts before the first row.
    pub(super) fn of(segments: &[Segment<'_>], pieces: &[Piece<'_>], form: usize) -> Self {
        let column = |segment: &Segment<'_>| segment.is(form, Axis::Column);
        let last_column = segments.iter().rposition(column);
        let named = segments.iter().rposition(|segment| segment.has(Role::Label));
        let named = named.filter(|named| last_column.is_none_or(|last| *named < last));
        let own = segments.iter().position(|segment| column(segment) && !segment.is(form, Axis::Row));
        let Some(start) = named.or(own).or_else(|| segments.iter().position(column)) else { return Self::default() };
        let from = last_column.map_or(start, |last| last.max(start));
        // What follows and is no line of the form may be a column that the form does not have.
        let is_line = |segment: &&Segment<'_>| !segment.is(form, Axis::Row);
        let end = from + 1 + segments.iter().skip(from + 1).take_while(is_line).count();
        let mut heading = Self { segments: start..end, label: None, columns: Vec::new() };
        for segment in segments.get(start..end).unwrap_or_default() {
            let Some(cell) = segment.cell(pieces) else { continue };
            match segment.label.lines(form, Axis::Column).next() {
                Some(line) => heading.columns.push(Column { line: Some(line), cell }),
                None if segment.has(Role::Label) => heading.label = Some(cell),
                None if segment.heads_figures(form) => heading.columns.push(Column { line: None, cell }),
                None => {}
            }
        }
        heading
    }

    /// How many columns of the form the heading names.
    pub(super) fn known(&self) -> usize {
        self.columns.iter().filter(|column| column.line.is_some()).count()
    }

    pub(super) fn has(&self, line: usize) -> bool {
        self.columns.iter().any(|column| column.line == Some(line))
    }

    /// The first cell of the heading.
    pub(super) fn first(&self) -> Option<&Cell> {
        self.label.as_ref().or_else(|| self.columns.first().map(|column| &column.cell))
    }

    /// Every way that the columns may have stood, the likeliest first.
    pub(super) fn readings(&self, form: &Form, place: &Cell) -> Vec<Reading> {
        let known: Vec<Column> = self.columns.iter().filter(|column| column.line.is_some()).cloned().collect();
        let ordered = self.ordered();
        let mut readings = Vec::new();
        if let Some(columns) = ordered.clone().filter(|columns| !columns.is_empty()) {
            readings.push(Reading { columns, printed: true });
        }
        if known.len() < self.columns.len() && is_increasing(&known) {
            readings.push(Reading { columns: self.columns.clone(), printed: true });
        }
        // A heading that contradicts the form's order leaves nothing to go by.
        if ordered.is_some_and(|columns| is_increasing(&columns)) {
            let own = |all: bool| -> Vec<Column> {
                let lines = form.columns.iter().enumerate().filter(|(_, line)| all || !line.optional);
                let cell = |label: &str| Cell { text: label.into(), place: place.place.clone() };
                lines.map(|(number, line)| Column { line: Some(number), cell: cell(&line.label) }).collect()
            };
            readings.push(Reading { columns: own(true), printed: false });
            readings.push(Reading { columns: own(false), printed: false });
        }
        readings
    }

    /// The known columns from left to right; `None` where that cannot be told.
    fn ordered(&self) -> Option<Vec<Column>> {
        let known: Vec<Column> = self.columns.iter().filter(|column| column.line.is_some()).cloned().collect();
        if is_increasing(&known) {
            return Some(known);
        }
        let merged = self.columns.iter().position(|column| column.line.is_none());
        let spread = |at: usize, from: usize| {
            let (before, rest) = known.split_at_checked(at)?;
            let (after, under) = rest.split_at_checked(from - at)?;
            let columns = [before, under, after].concat();
            (under.len() > 1 && is_increasing(&columns)).then_some(columns)
        };
        let spread_at = |at: usize| (at + 1..known.len()).find_map(|from| spread(at, from));
        match merged {
            Some(at) => spread_at(at),
            // Without the merged cell both orders are possible.
            None if (0..known.len()).any(|at| spread_at(at).is_some()) => None,
            None => is_distinct(&known).then_some(known),
        }
    }
}

fn is_increasing(columns: &[Column]) -> bool {
    columns.iter().zip(columns.iter().skip(1)).all(|(left, right)| left.line < right.line)
}

fn is_distinct(columns: &[Column]) -> bool {
    columns.iter().enumerate().all(|(at, column)| columns.iter().skip(at + 1).all(|other| other.line != column.line))
}
