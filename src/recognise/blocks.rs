//! Rows of a document to blocks: a heading of one or more rows with the rows of figures under it,
//! and the title lines that stood before. Which form a block belongs to is decided later.

use super::cells::{CellKind, Kinds, is_year};
use super::headless;
use super::index::{Axis, Index, Label};
use super::label::number_of;
use super::vocabulary::{Role, vocabulary};
use crate::document::{Row, Table};

/// A piece of a document that may be one table.
#[derive(Default)]
pub(super) struct Block<'a> {
    /// Single-cell lines before the heading.
    pub(super) titles: Vec<&'a Row>,
    /// The heading.
    pub(super) headers: Vec<Labelled<'a>>,
    /// Everything under it.
    pub(super) data: Vec<Labelled<'a>>,
    /// The first column with figures, as far as the heading tells.
    figures_from: Option<usize>,
}

/// A row with its cells classified.
pub(super) struct Labelled<'a> {
    pub(super) row: &'a Row,
    pub(super) kinds: Vec<CellKind<'a>>,
}

impl<'a> Labelled<'a> {
    fn count(&self, wanted: impl Fn(&CellKind<'a>) -> bool) -> usize {
        self.kinds.iter().filter(|kind| wanted(kind)).count()
    }

    /// Cells with a text, and their column.
    pub(super) fn texts(&self) -> impl DoubleEndedIterator<Item = (usize, &Label<'a>)> {
        self.kinds.iter().enumerate().filter_map(|(column, kind)| match kind {
            CellKind::Text(label) => Some((column, label)),
            _ => None,
        })
    }

    /// The labels before a column, the nearest to the figures first. One with a number that no form knows is that of
    /// a row of its own, whatever it is part of.
    pub(super) fn labels(&self, before: usize) -> impl Iterator<Item = (usize, &Label<'a>)> {
        let numbered = |column: usize| self.row.cells.get(column).is_some_and(|cell| number_of(&cell.text).is_some());
        let labels = self.texts().rev().filter(move |(column, _)| *column < before);
        labels.take_while(move |(column, label)| !label.meanings.is_empty() || !numbered(*column))
    }

    /// The text next to the first figure, or the last one where there is no figure.
    pub(super) fn label(&self) -> Option<&Label<'a>> {
        let first = self.kinds.iter().position(|kind| matches!(kind, CellKind::Figure)).unwrap_or(self.kinds.len());
        self.texts().filter(|(column, _)| *column < first).map(|(_, label)| label).next_back()
    }

    /// Whether all texts are the same: one cell, or a merged one that a program repeated.
    fn says_one_thing(&self) -> bool {
        let mut texts = self.texts().map(|(_, label)| &label.key);
        let first = texts.next();
        texts.all(|key| Some(key) == first)
    }

    /// Whether any cell holds a figure.
    pub(super) fn has_figures(&self) -> bool {
        self.figures() > 0
    }

    /// How many cells hold a figure.
    pub(super) fn figures(&self) -> usize {
        self.count(|kind| matches!(kind, CellKind::Figure))
    }

    /// Whether its only figure is its number in a list, before its texts.
    pub(super) fn is_numbered(&self, number: usize) -> bool {
        let first = self.row.filled().next().is_some_and(|(_, cell)| cell.text.trim().parse() == Ok(number));
        first && self.figures() == 1 && self.row.filled().nth(1).is_some()
    }

    /// In a heading, `2018` is a label and no figure.
    fn read_years(&mut self, index: &'a Index) {
        for (kind, cell) in self.kinds.iter_mut().zip(&self.row.cells) {
            if matches!(kind, CellKind::Figure) {
                *kind = CellKind::Text(index.look_up(&cell.text));
            }
        }
    }

    /// Whether the row is nothing but text that names years, as `指标,2018,累计`.
    fn heads_years(&self) -> bool {
        let mut cells = self.kinds.iter().zip(&self.row.cells);
        let all_years = cells.all(|(kind, cell)| !matches!(kind, CellKind::Figure) || is_year(&cell.text));
        all_years && self.texts().any(|(_, label)| vocabulary().is(&label.key, Role::Label))
    }
}

/// Splits the tables of a document, whose cells are classified, into blocks.
pub(super) fn blocks<'a>(tables: impl IntoIterator<Item = (&'a Table, Kinds<'a>)>, index: &'a Index) -> Vec<Block<'a>> {
    let mut found = Vec::new();
    let mut block = Block::default();
    for (table, kinds) in tables {
        for (number, (row, kinds)) in table.rows.iter().zip(kinds).enumerate() {
            let mut labelled = Labelled { row, kinds };
            let after_gap = number == 0;
            match part_of(&labelled, &block, after_gap) {
                Part::Title => {
                    if !block.data.is_empty() || !block.headers.is_empty() {
                        found.push(std::mem::take(&mut block));
                    }
                    block.titles.push(row);
                }
                Part::Header => {
                    if !block.data.is_empty() || (after_gap && !block.headers.is_empty()) {
                        found.push(std::mem::take(&mut block));
                    }
                    labelled.read_years(index);
                    block.add_header(labelled);
                }
                Part::Data => block.data.push(labelled),
            }
        }
    }
    found.push(block);
    found.retain(|block| !block.data.is_empty() || !block.headers.is_empty() || !block.titles.is_empty());
    headless::joined(found)
}

impl<'a> Block<'a> {
    fn add_header(&mut self, header: Labelled<'a>) {
        let known = header
            .texts()
            .find(|(_, label)| label.is_known(Axis::Column) || vocabulary().is(&label.key, Role::TidyRow))
            .map(|(column, _)| column);
        self.figures_from = match (self.figures_from, known) {
            (Some(before), Some(now)) => Some(before.min(now)),
            (before, now) => before.or(now),
        };
        self.headers.push(header);
    }
}

enum Part {
    Title,
    Header,
    Data,
}

fn part_of(row: &Labelled<'_>, block: &Block<'_>, after_gap: bool) -> Part {
    let names_row = |before: usize| row.texts().any(|(column, label)| column < before && label.is_known(Axis::Row));
    let known_row = !block.headers.is_empty() && block.figures_from.is_some_and(|from| names_row(from.max(1)));
    let figures = row.figures();
    let filled = row.count(|kind| !matches!(kind, CellKind::Blank));
    let texts = row.texts().count();
    if texts > 0 && filled == texts && row.says_one_thing() {
        return if known_row { Part::Data } else { Part::Title };
    }
    if block.headers.is_empty() && block.data.is_empty() {
        return if figures == 0 && texts > 0 || row.heads_years() { Part::Header } else { Part::Data };
    }
    if row.heads_years() && (after_gap || block.data.is_empty()) {
        return Part::Header;
    }
    // After a blank line, text where figures stood is the heading of another table.
    let spills = row.texts().any(|(column, _)| block.figures_from.is_some_and(|from| column >= from));
    if after_gap && figures == 0 && texts > 1 && spills {
        return Part::Header;
    }
    // Without a gap, labels of forms where figures stood are.
    let mut labels = row.texts().filter(|(column, label)| {
        let known = label.is_known(Axis::Column) || label.is_known(Axis::Row);
        known && block.figures_from.is_some_and(|from| *column >= from.max(1))
    });
    if !block.data.is_empty() && figures == 0 && texts > 1 && labels.next().is_some() {
        return Part::Header;
    }
    let fills_figures = block.data.first().is_some_and(|_| texts <= 1 && filled > 1);
    if figures > 0 || known_row || fills_figures { Part::Data } else { Part::Header }
}
